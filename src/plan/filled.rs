//! 档案完整率: how many of the fields that a complete file holds are filled in, layer by layer and in all (domain §9).
//!
//! Which fields those are is the procedure file's to say (`required`); a kind that names none has no such rate. What
//! stands in a stage outside all counts (已排除, 已核减, 无需整治) is asked for nothing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::DEADLINE_CURRENT;
use super::procedure::{Procedure, StageGroup};
use super::rules::Rulebook;
use super::state::FeatureState;
use super::summary::Counted;
use super::tally::{Tally, pair};
use crate::model::Kind;

/// The member of the figure that holds the pair of each layer, by the kind's code.
pub(super) const BY_KIND: &str = "kinds";

/// The whole over all layers, with the pair of each beside it. Its hits are the features of which nothing is missing.
pub(super) fn filled(rulebook: &Rulebook, by_kind: &BTreeMap<String, Vec<Counted>>) -> Tally {
    let (mut num, mut den) = (0, 0);
    let (mut whole, mut asked) = (Vec::new(), Vec::new());
    let mut layers = Map::new();
    for (kind, counted) in by_kind {
        let Some(procedure) = rulebook.procedure(&Kind::new(kind)) else { continue };
        let wanted = procedure.required.len();
        let mut of_layer = (0, 0);
        let is_asked = |one: &&Counted| wanted > 0 && counts(procedure, one);
        for one in counted.iter().filter(is_asked) {
            let holds = |field: &&String| is_filled(&one.state, field);
            let filled = procedure.required.iter().filter(holds).count();
            of_layer = (of_layer.0 + filled, of_layer.1 + wanted);
            asked.push(one);
            if filled == wanted {
                whole.push(one);
            }
        }
        (num, den) = (num + of_layer.0, den + of_layer.1);
        if of_layer.1 > 0 {
            layers.insert(kind.clone(), pair(of_layer.0, of_layer.1));
        }
    }
    Tally::new(pair(num, den), whole, asked).put(BY_KIND, Value::Object(layers))
}

fn counts(procedure: &Procedure, one: &Counted) -> bool {
    let stage = one.stage.as_deref().and_then(|stage| procedure.stage(stage));
    stage.is_none_or(|stage| stage.group != StageGroup::NotCounted)
}

fn is_filled(state: &FeatureState, field: &str) -> bool {
    !state.texts(field).is_empty()
        || state.list_items(field).next().is_some()
        || (field == DEADLINE_CURRENT && state.deadline_current.is_some())
}
