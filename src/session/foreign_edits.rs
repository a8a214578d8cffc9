//! What other software changed in a file that carries records: a place that was dragged, a value that was typed over.
//! Nobody here said so: it waits beside what people recorded until somebody decides.

use std::collections::{HashMap, HashSet};

use super::Session;
use super::guarding::GuardedFeatures;
use super::layer_view::LoadedLayer;
use super::place_differs::is_same_geometry;
use crate::formats;
use crate::model::{Datum, FeatureKey};
use crate::plan::{Baseline, Guarded};

impl Session {
    /// What of a newer text is other than in the older one, of features that it carries records of. `told` are those of
    /// which people say something new in it: their word explains what is changed.
    pub(super) fn edited_elsewhere(
        &self,
        older: &LoadedLayer,
        newer: &LoadedLayer,
        told: &HashSet<FeatureKey>,
    ) -> GuardedFeatures {
        let rulebook = self.ledger.rulebook();
        let mut found = GuardedFeatures::new();
        let Some(procedure) = rulebook.procedure(&newer.layer.kind) else { return found };
        let has_records = |key: &FeatureKey| {
            let state = self.ledger.plans().recorded(self.ledger.main_key(key));
            state.is_some_and(|state| !state.entries.is_empty())
        };
        let annotated = newer.layer.annotated.iter().map(|idx| *idx as usize);
        let carried: HashMap<&FeatureKey, usize> = annotated
            .filter_map(|idx| Some((&newer.view.rows.get(idx)?.key, idx)))
            .filter(|(key, _)| !told.contains(*key) && has_records(key))
            .collect();
        if carried.is_empty() {
            return found;
        }
        for (older_idx, row) in older.view.rows.iter().enumerate() {
            let newer_idx = carried.get(&row.key);
            let edit = newer_idx.and_then(|idx| self.dragged(older, older_idx, newer, *idx));
            if let Some(edit) = edit {
                found.entry(row.key.clone()).or_default().push(edit);
            }
        }
        let is_carried = |(key, _): &(FeatureKey, Baseline)| carried.contains_key(key);
        let before: HashMap<_, _> = older.baselines(rulebook).filter(is_carried).collect();
        for (key, states) in newer.baselines(rulebook).filter(is_carried) {
            let state = self.ledger.plans().peek(self.ledger.main_key(&key));
            let Some((state, before)) = state.zip(before.get(&key)) else { continue };
            let edits = procedure.edited(&state, (before, &states), self.ledger.guarded(&key));
            if !edits.is_empty() {
                found.entry(key).or_default().extend(edits);
            }
        }
        found
    }

    /// A place that no record moved: it stays what it was in the older text, or what it was before that one was dragged.
    fn dragged(
        &self,
        older: &LoadedLayer,
        older_idx: usize,
        newer: &LoadedLayer,
        newer_idx: usize,
    ) -> Option<Guarded> {
        let is_moved =
            |loaded: &LoadedLayer, idx| formats::original_geometry(&loaded.layer, idx).is_some();
        let is_of_degrees =
            matches!(newer.layer.datum, Datum::LonLat) && newer.layer.datum == older.layer.datum;
        if !is_of_degrees || is_moved(older, older_idx) || is_moved(newer, newer_idx) {
            return None;
        }
        let text = |loaded: &LoadedLayer, idx: usize| {
            let spans = loaded.layer.features.get(idx)?;
            Some(String::from_utf8_lossy(&loaded.layer.slice(spans.geometry)).into_owned())
        };
        let key = &newer.view.rows.get(newer_idx)?.key;
        let known = self.ledger.guarded(key).iter().find(|guard| guard.is_place());
        let stands = match known.and_then(|guard| guard.stands.as_str()) {
            Some(stands) => stands.to_owned(),
            None => text(older, older_idx)?,
        };
        let states = text(newer, newer_idx)?;
        (!is_same_geometry(&stands, &states)).then(|| Guarded::of_place(stands, states))
    }
}
