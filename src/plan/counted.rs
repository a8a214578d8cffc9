//! Who writes what figures count by: freely before anything stands, afterwards the municipality, as a record with a reason.
//! The same holds of what samples were judged by (`limits`).
//!
//! A suspicion is the contrary: anybody raises it, and it is taken down by another person of a few roles.

use serde_json::Value;

use super::body::Body;
use super::field_def::{CountedBy, FieldDef, FieldKind, Raised};
use super::limits::makes_milder;
use super::person::Role;
use super::procedure::Procedure;
use super::refusals::set_by_others;
use super::rules::{Asked, Jump, Missing};
use super::state::{FeatureState, is_same_value, value_texts};
use super::values::parse_day;
use super::words::missing;
use crate::model::{Day, Text};

/// What rests on a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rests {
    Figure,
    Limit,
}

/// What stands against writing a field, or an item of a list, that something rests on.
pub(super) fn counted_missing(
    asked: &Asked<'_>,
    field: &FieldDef,
    (code, value): (&str, &Value),
) -> Option<Missing> {
    let register = asked.state.fields.get(code);
    // What somebody finds is in no figure yet, and a contradiction is settled by `deciding`.
    let note = match asked.body {
        Body::Fields(set) => set.note.as_str(),
        // What a step asks for is its own to say.
        Body::Transition(_) => "step",
        // Between what two files say there is nothing to add to.
        Body::Resolved(_) if !register.is_some_and(super::Register::is_in_conflict) => "settled",
        _ => return None,
    };
    let standing = register.and_then(super::Register::value);
    if is_same_value(standing, Some(value)) {
        return None;
    }
    let procedure = asked.procedure?;
    let rests = match () {
        () if leaves(procedure, asked.state, (code, value), asked.today) => Some(Rests::Figure),
        () if makes_milder(asked.rulebook, procedure, asked.state, (code, value)) => {
            Some(Rests::Limit)
        }
        () => None,
    };
    rests
        .and_then(|rests| by_municipality(asked, field, rests, note))
        .or_else(|| down_missing(asked, field, field.raised.as_ref()?, value, note))
}

/// Whether a figure counts by what stands in a field, or an item of a list, and no longer by this.
pub(super) fn leaves(
    procedure: &Procedure,
    state: &FeatureState,
    (code, value): (&str, &Value),
    today: Day,
) -> bool {
    let Some(field) = procedure.field_or_list(code) else { return false };
    let Some(by) = field.counted.as_ref().filter(|by| is_counted(procedure, state, by)) else {
        return false;
    };
    let standing = state.fields.get(code).and_then(super::Register::value);
    match &field.kind {
        _ if is_same_value(standing, Some(value)) => false,
        FieldKind::List(columns) => takes_item_out(columns, standing, value, today),
        _ => takes_out(field, by, &texts_of(standing), value, today),
    }
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

impl CountedBy {
    /// Whether it names the values that count, or those that do not.
    fn names_values(&self) -> bool {
        !self.out.is_empty() || !self.only.is_empty()
    }

    /// Whether a figure that counts by it leaves out a feature of which this stands.
    pub(super) fn is_out(&self, text: &String) -> bool {
        self.names_values() && !self.counts(Some(text))
    }

    /// Whether a figure counts a feature of which this stands.
    fn counts(&self, text: Option<&String>) -> bool {
        match text {
            None => self.only.is_empty(),
            Some(text) if self.only.is_empty() => !self.out.contains(text),
            Some(text) => self.only.contains(text),
        }
    }
}

/// Whether this value takes the feature out of a figure: a value that is not counted, what counts by whatever it is
/// written anew, a day that is gone by and put off, or nothing where something stood.
pub(super) fn takes_out(
    field: &FieldDef,
    by: &CountedBy,
    standing: &[String],
    value: &Value,
    today: Day,
) -> bool {
    let texts = value_texts(value);
    if by.names_values() {
        let is_cleared = texts.is_empty() && !standing.is_empty();
        return by.counts(standing.first()) && (is_cleared || !by.counts(texts.first()));
    }
    let Some(stands) = standing.first() else { return false };
    match (&field.kind, texts.is_empty()) {
        // Before the plan is approved, a deadline ahead is still to be talked about.
        (FieldKind::Date, false) => parse_day(stands).is_some_and(|day| day < today),
        _ => true,
    }
}

/// Whether an item that is counted is taken off its list, or counts no longer as it did.
fn takes_item_out(
    columns: &[FieldDef],
    standing: Option<&Value>,
    value: &Value,
    today: Day,
) -> bool {
    let Some(Value::Object(item)) = standing else { return false };
    let Value::Object(new) = value else { return true };
    let nothing = Value::Null;
    columns.iter().any(|column| {
        let (was, is) = (item.get(&column.code), new.get(&column.code).unwrap_or(&nothing));
        let by = column.counted.as_ref().filter(|_| !is_same_value(was, Some(is)));
        by.is_some_and(|by| takes_out(column, by, &texts_of(was), is, today))
    })
}

fn texts_of(value: Option<&Value>) -> Vec<String> {
    value.map(value_texts).unwrap_or_default()
}

fn by_municipality(
    asked: &Asked<'_>,
    field: &FieldDef,
    rests: Rests,
    note: &str,
) -> Option<Missing> {
    let (zh, en) = (&field.label.zh, &field.label.en);
    let is_list = matches!(field.kind, FieldKind::List(_));
    if asked.actor.role != Role::Municipal {
        let (why_zh, why_en) = match rests {
            Rests::Figure if is_list => (
                format!("“{zh}”逐条计入统计，减去一条或改出统计的，由市级写明原因后改"),
                format!(
                    "Figures count the items of \"{en}\": the municipality takes one off, with a reason"
                ),
            ),
            Rests::Figure => (
                format!("“{zh}”统计要用，已经填定或会移出统计的，由市级写明原因后改"),
                format!("Figures count by \"{en}\": the municipality changes it, with a reason"),
            ),
            Rests::Limit => (
                format!("已有样品按“{zh}”评价，这样改会改变评价，由市级写明原因后改"),
                format!(
                    "Samples were judged by \"{en}\": the municipality changes it, with a reason"
                ),
            ),
        };
        let (ask_zh, ask_en) = match field.code.starts_with("deadline") {
            true => ("要改期限，请申请延期", "request a new deadline"),
            false => (
                "自己填错的可撤回那条记录，其余报市级更正",
                "take your own record back if it was wrong, else have it corrected there",
            ),
        };
        return Some(missing(
            format!("{why_zh}；{ask_zh}"),
            format!("{why_en}; {ask_en}"),
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
