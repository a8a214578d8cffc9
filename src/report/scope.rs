//! Which features a report is about: all of a kind, those of a district, or those that were named.

use std::collections::BTreeSet;

use super::source::Source;
use crate::model::{FeatureKey, Kind};

/// The order of kinds in a report that has several; others follow as their layers stand.
const FIRST: [&str; 5] =
    [Kind::OUTFALL, Kind::BLACK_ODOROUS_WATER, Kind::RIVER, Kind::SECTION, Kind::PLOT];

/// What is narrowed down; what is not said is not narrowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub kind: Option<Kind>,
    pub district: Option<String>,
    /// Exactly these, in this order.
    pub keys: Option<Vec<FeatureKey>>,
}

impl Scope {
    pub fn of_keys(keys: Vec<FeatureKey>) -> Self {
        Self { keys: Some(keys), ..Self::default() }
    }

    pub fn of_kind(kind: &str) -> Self {
        Self { kind: Some(Kind::new(kind)), ..Self::default() }
    }

    /// The features, kind by kind, what people work on first. Only kinds with a procedure: base layers are no work.
    pub fn by_kind(&self, source: &Source<'_>) -> Vec<(Kind, Vec<FeatureKey>)> {
        let mut by_kind: Vec<(Kind, Vec<FeatureKey>)> = Vec::new();
        let mut put = |key: &FeatureKey| {
            let kind = key.kind();
            match by_kind.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, keys)) => keys.push(key.clone()),
                None => by_kind.push((kind, vec![key.clone()])),
            }
        };
        if let Some(keys) = &self.keys {
            keys.iter().filter(|key| self.takes_kind(&key.kind())).for_each(&mut put);
            return by_kind;
        }
        let snapshot = source.snapshot;
        let mut seen: BTreeSet<&FeatureKey> = BTreeSet::new();
        for view in &snapshot.layers {
            let kind = &view.layer.kind;
            if !self.takes_kind(kind) || snapshot.rulebook.procedure(kind).is_none() {
                continue;
            }
            for (feature_idx, row) in view.rows.iter().enumerate() {
                let is_in = self.district.as_deref().is_none_or(|wanted| {
                    same_district(&snapshot.district_of(view, feature_idx, &source.plans), wanted)
                });
                // What was found after the day that is looked at was not there.
                let is_there = !view.found || source.state(&row.key).is_some_and(has_begun);
                if is_in && is_there && seen.insert(&row.key) {
                    put(&row.key);
                }
            }
        }
        let rank = |kind: &Kind| FIRST.iter().position(|first| *first == kind.code());
        by_kind.sort_by_key(|(kind, _)| rank(kind).unwrap_or(FIRST.len()));
        by_kind
    }

    /// The features in a row.
    pub fn features(&self, source: &Source<'_>) -> Vec<FeatureKey> {
        self.by_kind(source).into_iter().flat_map(|(_, keys)| keys).collect()
    }

    fn takes_kind(&self, kind: &Kind) -> bool {
        self.kind.as_ref().is_none_or(|wanted| wanted == kind)
    }
}

fn has_begun(state: &crate::plan::FeatureState) -> bool {
    state.entries.iter().any(|entry| !matches!(entry.fate, crate::plan::Fate::Later))
}

/// `滨海新区`, `滨海` and `滨海新` are one district; a district is never another one's beginning otherwise.
fn same_district(own: &str, wanted: &str) -> bool {
    let bare = |name: &str| {
        let name = name.trim();
        let name = name.strip_suffix("新区").or_else(|| name.strip_suffix('区')).unwrap_or(name);
        name.strip_suffix('县').unwrap_or(name).to_owned()
    };
    !own.is_empty() && (own == wanted || bare(own) == bare(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_known_by_its_short_name_and_not_by_another_ones() {
        assert!(same_district("滨海新区", "滨海"));
        assert!(same_district("河东区", "河东区"));
        assert!(same_district("蓟县", "蓟"));
        assert!(!same_district("河东区", "河西"));
        assert!(!same_district("", ""));
    }
}
