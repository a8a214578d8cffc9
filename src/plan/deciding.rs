//! Who settles a contradiction (填报不一致): the district or the municipality, not one of its parties in their own favour.
//!
//! The municipality alone where a verdict of its own is on one side, or where the field is not everybody's to write.
//! Below them a party may give way: take over what the other wrote. How a stage is settled is `settling`'s.

use std::sync::Arc;

use serde_json::Value;

use super::body::Body;
use super::disputed::Disputed;
use super::field_def::{CountedBy, FieldDef};
use super::person::{Actor, Role};
use super::procedure::{DEADLINE_CURRENT, PROGRESS, Procedure};
use super::record::Record;
use super::rules::{Jump, Missing};
use super::state::{FeatureState, Register, Standing, value_texts};
use super::words::missing;
use crate::model::Text;

/// One of the values that contradict each other, and who set it; nobody, where only a file states it.
pub(super) type Side = (Value, Option<Arc<Record>>);

/// The values left standing on a field (`stage` and `geometry` included), in fold order.
pub(super) fn sides(state: &FeatureState, field: &str) -> Vec<Side> {
    let of_text = |standing: &Standing<String>| {
        (Value::from(standing.value.as_str()), standing.record.clone())
    };
    let of_value = |standing: &Standing<Value>| (standing.value.clone(), standing.record.clone());
    if let Some(disputed) = Disputed::of(field) {
        return disputed.sides(state);
    }
    match field {
        "stage" => state.stage.standing.iter().map(of_text).collect(),
        "geometry" => state.moved.standing.iter().map(of_text).collect(),
        _ => {
            let register = state.fields.get(field);
            register.into_iter().flat_map(|it| &it.standing).map(of_value).collect()
        }
    }
}

pub(super) fn is_contradicted(state: &FeatureState, field: &str) -> bool {
    if let Some(disputed) = Disputed::of(field) {
        return disputed.is_in_dispute(state);
    }
    match field {
        "stage" => state.stage.is_in_conflict(),
        "geometry" => state.moved.is_in_conflict(),
        // The next report of the progress is news, and decides nothing.
        PROGRESS => false,
        _ => state.fields.get(field).is_some_and(Register::is_in_conflict),
    }
}

/// The record that set the last of the values left standing on a field, or on what else is in dispute.
pub fn last_to_differ(state: &FeatureState, field: &str) -> Option<Arc<Record>> {
    sides(state, field).pop()?.1
}

/// The roles that decide a contradiction of a field (`stage` and `geometry` included).
pub fn deciders(
    procedure: Option<&Procedure>,
    state: &FeatureState,
    field: &str,
) -> &'static [Role] {
    if let Some(disputed) = Disputed::of(field) {
        return disputed.deciders(state);
    }
    let is_for_the_city = procedure.is_some_and(|procedure| match field {
        "stage" => sides(state, field).iter().any(|side| is_verdict(procedure, side)),
        "geometry" => false,
        _ => procedure
            .field_or_list(field)
            .is_some_and(|def| is_for_some(def) || is_counted_out(def, &sides(state, field))),
    });
    if is_for_the_city { &[Role::Municipal] } else { &[Role::District, Role::Municipal] }
}

/// Whether not everybody writes the field: named roles do, or decisions.
fn is_for_some(def: &FieldDef) -> bool {
    !def.set_by.is_empty() || def.code == DEADLINE_CURRENT
}

/// Whether one side takes the feature out of a figure, or is a newer file's word on what figures count by.
fn is_counted_out(def: &FieldDef, sides: &[Side]) -> bool {
    let is_out = |by: &CountedBy, (value, record): &Side| {
        record.is_none() || value_texts(value).iter().any(|text| by.is_out(text))
    };
    def.counted.as_ref().is_some_and(|by| sides.iter().any(|side| is_out(by, side)))
}

/// Whether a stage came by a verdict, a refusal, or a step that is the municipality's alone.
fn is_verdict(procedure: &Procedure, (_, record): &Side) -> bool {
    let step = match record.as_ref().map(|record| &record.body) {
        Some(Body::Transition(step)) => step,
        Some(Body::Decided(_)) => return true,
        _ => return false,
    };
    let taken = procedure.transition_between(step.from.as_deref(), &step.to);
    taken.is_some_and(|taken| {
        taken.verdict.is_some() || taken.roles.iter().all(|rule| rule.role == Role::Municipal)
    })
}

/// Who decides instead of this person; `None` where it is theirs to decide.
pub fn who_decides(
    procedure: Option<&Procedure>,
    state: &FeatureState,
    field: &str,
    by: &Actor,
) -> Option<Text> {
    let deciders = deciders(procedure, state, field);
    if deciders.contains(&by.role) {
        return None;
    }
    Some(match deciders {
        [Role::Municipal] if matches!(Disputed::of(field), Some(Disputed::Sample(_))) => Text::new(
            "由市级审核人来定；自己填错了，请撤回自己的那份结果",
            "The municipality decides; who filed a wrong result takes it back",
        ),
        [Role::Municipal] => Text::new(
            "由市级审核人来定（有审核结论、统计要用，或是指定身份才能填的一项）",
            "The municipality decides: there is a verdict on it, figures count by it, or it is for named roles to say",
        ),
        _ => Text::new("由区级或市级来定", "The district or the municipality decides"),
    })
}

/// Whether this person may settle a contradiction onto this value: who decides may, and a party that gives way.
pub fn may_settle_onto(
    procedure: Option<&Procedure>,
    state: &FeatureState,
    field: &str,
    value: &Value,
    by: &Actor,
) -> bool {
    let deciders = deciders(procedure, state, field);
    if deciders.contains(&by.role) {
        return true;
    }
    let is_own = |record: &Record| record.author().shares_name(&by.person());
    let (own, others): (Vec<Side>, Vec<Side>) = sides(state, field)
        .into_iter()
        .partition(|(_, record)| record.as_deref().is_some_and(is_own));
    let names = |sides: &[Side]| sides.iter().any(|(standing, _)| standing == value);
    deciders.contains(&Role::District) && !own.is_empty() && names(&others) && !names(&own)
}

/// What stands against a value that this person writes over a contradiction.
pub(super) fn settling_missing(
    procedure: Option<&Procedure>,
    state: &FeatureState,
    field: &str,
    value: &Value,
    by: &Actor,
) -> Option<Missing> {
    if !is_contradicted(state, field) || may_settle_onto(procedure, state, field, value, by) {
        return None;
    }
    let who = who_decides(procedure, state, field, by)?;
    let label = super::labels::field_label(procedure, field);
    Some(missing(
        format!("“{}”填报不一致，{}；自己填错了，可以改认对方的", label.zh, who.zh),
        format!("\"{}\" is contradicted. {}; a party may give way to the other", label.en, who.en),
        Jump::Person,
    ))
}
