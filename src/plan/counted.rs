//! Who writes what figures count by: freely before anything stands, afterwards the municipality, as a record with a reason.
//!
//! A suspicion is the contrary: anybody raises it, and it is taken down by another person of a few roles.

use serde_json::Value;

use super::body::Body;
use super::field_def::{CountedBy, FieldDef, FieldKind, Raised};
use super::person::Role;
use super::procedure::Procedure;
use super::refusals::set_by_others;
use super::rules::{Asked, Jump, Missing};
use super::state::{FeatureState, is_same_value, value_texts};
use super::values::parse_day;
use super::words::missing;
use crate::model::{Day, Text};

/// What stands against writing a field that something rests on.
pub(super) fn counted_missing(
    asked: &Asked<'_>,
    field: &FieldDef,
    value: &Value,
) -> Option<Missing> {
    let register = asked.state.fields.get(&field.code);
    // What somebody finds is in no figure yet, and a contradiction is settled by `deciding`.
    let note = match asked.body {
        Body::Fields(set) => set.note.as_str(),
        Body::Transition(step) => step.note.as_str(),
        // Between what two files say there is nothing to add to.
        Body::Resolved(_) if !register.is_some_and(super::Register::is_in_conflict) => "settled",
        _ => return None,
    };
    let standing = register.and_then(super::Register::value);
    if is_same_value(standing, Some(value)) {
        return None;
    }
    let counted = field.counted.as_ref();
    let counted = counted.filter(|by| {
        let is_counted = asked.procedure.is_some_and(|known| is_counted(known, asked.state, by));
        is_counted && takes_out(field, by, &asked.state.texts(&field.code), value, asked.today)
    });
    counted
        .and_then(|_| by_municipality(asked, field, note))
        .or_else(|| down_missing(asked, field, field.raised.as_ref()?, value, note))
}

/// Whether a figure counts this feature by the field at all.
pub(super) fn is_counted(procedure: &Procedure, state: &FeatureState, by: &CountedBy) -> bool {
    let says = |(field, values): &(String, Vec<String>)| {
        state.texts(field).iter().any(|text| values.contains(text))
    };
    let is_in =
        |set: &String| state.stage_code().is_some_and(|stage| procedure.is_in_set(set, stage));
    by.when.as_ref().is_none_or(says) && by.in_set.as_ref().is_none_or(is_in)
}

/// Whether this value takes the feature out of a figure: a value that is not counted, a number written anew, a day that
/// is gone by and put off, or nothing where something stood.
pub(super) fn takes_out(
    field: &FieldDef,
    by: &CountedBy,
    standing: &[String],
    value: &Value,
    today: Day,
) -> bool {
    let texts = value_texts(value);
    let is_out = |text: &String| by.out.contains(text);
    let Some(stands) = standing.first() else { return texts.iter().any(is_out) };
    match (&field.kind, texts.is_empty()) {
        (FieldKind::Choice(_) | FieldKind::Bool, true) => !is_out(stands),
        (FieldKind::Choice(_) | FieldKind::Bool, false) => texts.iter().any(is_out),
        // Before the plan is approved, a deadline ahead is still to be talked about.
        (FieldKind::Date, false) => parse_day(stands).is_some_and(|day| day < today),
        _ => true,
    }
}

fn by_municipality(asked: &Asked<'_>, field: &FieldDef, note: &str) -> Option<Missing> {
    let (zh, en) = (&field.label.zh, &field.label.en);
    if asked.actor.role != Role::Municipal {
        let (ask_zh, ask_en) = match field.code.starts_with("deadline") {
            true => ("；要改期限，请申请延期", "; request a new deadline"),
            false => ("；填错了，请报市级更正", "; if it is wrong, have it corrected there"),
        };
        return Some(missing(
            format!("“{zh}”统计要用，已经填定或会移出统计的，由市级写明原因后改{ask_zh}"),
            format!(
                "Figures count by \"{en}\": the municipality changes it, with a reason{ask_en}"
            ),
            Jump::AnotherPerson,
        ));
    }
    note.trim().is_empty().then(|| {
        missing(
            format!("改“{zh}”会动统计数字，要写明原因"),
            format!("\"{en}\" moves a figure: say why it is changed"),
            Jump::Note,
        )
    })
}

fn down_missing(
    asked: &Asked<'_>,
    field: &FieldDef,
    raised: &Raised,
    value: &Value,
    note: &str,
) -> Option<Missing> {
    let standing = asked.state.fields.get(&field.code)?.standing.last()?;
    let stands = value_texts(&standing.value);
    let is_raised = |texts: &[String]| texts.iter().any(|text| raised.values.contains(text));
    let is_step = matches!(asked.body, Body::Transition(_));
    if is_step || !is_raised(&stands) || is_raised(&value_texts(value)) {
        return None;
    }
    if !raised.down_by.contains(&asked.actor.role) {
        let message = set_by_others(&field.label, &raised.down_by);
        return Some(Missing::new(
            Text::new(
                format!("{}，核实后才能解除疑点", message.zh),
                format!("{}: they look into it and take it down", message.en),
            ),
            Jump::AnotherPerson,
        ));
    }
    let (zh, en) = (&field.label.zh, &field.label.en);
    let own = standing.record.as_ref().filter(|it| it.author().shares_name(&asked.actor.person()));
    if own.is_some() {
        return Some(missing(
            format!("“{zh}”的疑点是你自己登记的，要由另一人核实；登记错了请撤回那条记录"),
            format!(
                "You raised \"{en}\" yourself: another person looks into it, or you take your record back"
            ),
            Jump::AnotherPerson,
        ));
    }
    note.trim().is_empty().then(|| {
        missing(
            format!("解除“{zh}”的疑点要写明核实情况"),
            format!("Say what was found before \"{en}\" is taken down"),
            Jump::Note,
        )
    })
}
