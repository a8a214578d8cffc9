//! What features are called: by the newest record of their name, else by their file.

use std::sync::Arc;

use super::FeatureRow;
use super::keys::Claim;
use super::layer_view::LoadedLayer;
use crate::plan::{Body, FeatureState, NAME, Plans};

/// The name that a person has recorded; `None` where only the file names the feature.
pub(super) fn recorded_name(state: Option<&Arc<FeatureState>>) -> Option<&str> {
    let state = state?;
    let standing = state.fields.get(NAME)?.standing.last()?;
    let record = standing.record.as_ref()?;
    let is_the_files = matches!(record.body, Body::Adopted(_));
    state.text(NAME).filter(|_| !is_the_files)
}

/// What the file calls the feature, its code where it has no name.
pub(super) fn own_name(claim: &Claim) -> &str {
    if claim.name.is_empty() { &claim.code } else { &claim.name }
}

impl LoadedLayer {
    /// Calls features what the newest records call them, and all others what their file does.
    pub fn follow_names(&mut self, plans: &Plans) {
        let rows = self.view.rows.iter().enumerate();
        let renamed: Vec<(usize, FeatureRow)> = rows
            .filter_map(|(feature_idx, row)| {
                let own = row.own_name.as_deref().unwrap_or(&row.name);
                let recorded = recorded_name(plans.recorded(&row.key));
                let name = recorded.unwrap_or(own);
                if name == &*row.name {
                    return None;
                }
                let own_name = (name != own).then(|| own.into());
                Some((feature_idx, FeatureRow { name: name.into(), own_name, ..row.clone() }))
            })
            .collect();
        if renamed.is_empty() {
            return;
        }
        let rows = Arc::make_mut(&mut Arc::make_mut(&mut self.view).rows);
        for (feature_idx, row) in renamed {
            rows[feature_idx] = row;
        }
    }
}
