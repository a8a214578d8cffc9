//! What a file brought or changed by itself: features that a newer text of a layer lists, and what it states of those
//! nobody has recorded anything about. No record says so; the text does, and when it was received.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::change::{ChangeGroup, PlanChange, ReceivedFile};
use super::changes::Pair;
use super::labels::{field_label, value_label};
use super::procedure::{DEADLINE_CURRENT, DEADLINE_ORIGINAL, PROGRESS};
use super::rules::Rulebook;
use super::state::{FeatureState, Register, is_same_value};
use crate::model::{FeatureKey, Text};

/// Of so many features the same is said one by one; of more at once.
const ONE_BY_ONE_MAX: usize = 5;
/// A feature that a file lists and the text before it did not.
pub fn brought(feature: &FeatureKey, file: &ReceivedFile) -> PlanChange {
    PlanChange {
        group: ChangeGroup::Found,
        feature: feature.clone(),
        others: Vec::new(),
        what: Text::new("新列入", "newly listed"),
        record: None,
        file: Some(file.clone()),
    }
}

/// What a file states of a feature otherwise than the text before it did.
pub fn restated(
    was: &FeatureState,
    is: &FeatureState,
    file: &ReceivedFile,
    rulebook: &Rulebook,
) -> Vec<PlanChange> {
    let Some(key) = &is.key else { return Vec::new() };
    let pair = Pair::new(key, was, is, rulebook.procedure(&key.kind()), rulebook);
    let told = [pair.stage(), pair.deadline(), pair.stated_fields()];
    let told = told.into_iter().flatten();
    told.map(|change| PlanChange { file: Some(file.clone()), ..change }).collect()
}

/// Of many features of which the same file says the same, one change that counts them; in the order of groups.
pub fn told_together(changes: Vec<PlanChange>) -> Vec<PlanChange> {
    let mut together: Vec<(PlanChange, Vec<FeatureKey>)> = Vec::new();
    let mut places: HashMap<(ChangeGroup, String, Option<ReceivedFile>), usize> = HashMap::new();
    for change in changes {
        let same = (change.group, change.what.zh.clone(), change.file.clone());
        match places.get(&same).and_then(|place| together.get_mut(*place)) {
            Some((_, others)) => others.push(change.feature),
            None => {
                places.insert(same, together.len());
                together.push((change, Vec::new()));
            }
        }
    }
    let mut told = Vec::new();
    for (change, mut others) in together {
        others.sort();
        if others.len() < ONE_BY_ONE_MAX {
            let each = others.into_iter();
            let each: Vec<_> =
                each.map(|feature| PlanChange { feature, ..change.clone() }).collect();
            told.push(change);
            told.extend(each);
        } else {
            told.push(PlanChange { others, ..change });
        }
    }
    told.sort_by(|a, b| (a.group, &a.feature).cmp(&(b.group, &b.feature)));
    told
}

impl Pair<'_> {
    /// Fields that say something else than they did, but for deadlines and progress, which are told by themselves.
    fn stated_fields(&self) -> Option<PlanChange> {
        let codes: BTreeSet<&String> =
            self.was.fields.keys().chain(self.is.fields.keys()).collect();
        let value = |state: &FeatureState, code: &str| {
            state.fields.get(code).and_then(Register::value).cloned().unwrap_or_default()
        };
        let mut moved = codes
            .into_iter()
            .filter(|code| {
                !matches!(code.as_str(), DEADLINE_CURRENT | DEADLINE_ORIGINAL | PROGRESS)
            })
            .map(|code| (code, value(self.was, code), value(self.is, code)))
            .filter(|(_, was, is)| !is_same_value(Some(was), Some(is)));
        let (code, was, is) = moved.next()?;
        let field = self.procedure.and_then(|procedure| procedure.field_or_list(code));
        let label = field_label(self.procedure, code);
        let words = |value: &Value| match value.is_null() {
            true => Text::new("空", "nothing"),
            false => value_label(field, value, &self.rulebook.standards),
        };
        let group = if was.is_null() { ChangeGroup::Added } else { ChangeGroup::Corrected };
        let (from, to) = (words(&was), words(&is));
        let mut what = Text::new(
            format!("“{}”{}→{}", label.zh, from.zh, to.zh),
            format!("{}: {} → {}", label.en, from.en, to.en),
        );
        let more = moved.count();
        if more > 0 {
            what.zh += &format!("，等 {} 项", more + 1);
            what.en += &format!(", and more ({})", more + 1);
        }
        Some(self.change(group, what, None))
    }
}
