//! What leaves with a feature: flat `yice_…` columns for other software, and its records in full.
//!
//! Only text is made here; putting it into a file is `formats`' work. The columns are never read back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::canonical::json_string;
use super::procedure::{DEADLINE_CURRENT, FieldKind, Procedure};
use super::record::Record;
use super::rules::is_overdue;
use super::state::{Fate, FeatureState, Register};
use super::values::parse_number;
use crate::model::{Day, Kind, Lang};

/// The columns the product always means the same by: no field of a procedure may be named like one.
pub const FIXED_COLUMNS: &[&str] = &[
    "yice_key",
    "yice_stage",
    "yice_stage_label",
    "yice_due",
    "yice_overdue",
    "yice_progress",
    "yice_updated_at",
    "yice_updated_by",
    "yice_conflict",
    "yice_records",
    "yice_records_unread",
    "yice_orig_geometry",
    "yice_orig_properties",
];

/// The `yice_…` members of a feature as name and JSON text; none where nothing was recorded.
///
/// Records later than the day looked at stay at home. `today` decides what is overdue.
pub fn annotate(
    state: &FeatureState,
    procedure: Option<&Procedure>,
    today: Day,
) -> Vec<(String, String)> {
    let records: Vec<&str> = exported(state).map(|record| record.text.as_ref()).collect();
    if records.is_empty() {
        return Vec::new();
    }
    let mut members: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, json: String| members.push((name.to_owned(), json));
    if let Some(key) = &state.key {
        put("yice_key", json_string(key.as_str()));
    }
    if let Some(stage) = state.stage_code() {
        put("yice_stage", json_string(stage));
        let label = procedure.map(|procedure| procedure.stage_label(stage));
        let label = label.as_ref().map_or(stage, |label| label.get(Lang::Zh));
        put("yice_stage_label", json_string(label));
    }
    if let Some(due) = state.deadline_current {
        put("yice_due", json_string(&due.to_string()));
    }
    let overdue = procedure.is_some_and(|procedure| is_overdue(procedure, state, today));
    put("yice_overdue", overdue.to_string());
    if let Some(percent) = state.percent {
        put("yice_progress", percent.to_string());
    }
    if let Some((at, by)) = &state.updated {
        put("yice_updated_at", json_string(at.as_str()));
        put("yice_updated_by", json_string(&by.name));
    }
    put("yice_conflict", (!state.conflicts().is_empty()).to_string());
    for (code, register) in &state.fields {
        let name = format!("yice_{code}");
        let json = scalar_json(procedure, code, register);
        if let (Some(json), false) = (json, FIXED_COLUMNS.contains(&name.as_str())) {
            put(&name, json);
        }
    }
    put("yice_records", format!("[{}]", records.join(",")));
    members
}

/// The records of a feature that leave with it: all but those later than the day looked at.
pub fn exported(state: &FeatureState) -> impl Iterator<Item = &Record> {
    let entries = state.entries.iter().filter(|entry| !matches!(entry.fate, Fate::Later));
    entries.map(|entry| entry.record.as_ref())
}

/// A recorded scalar: a number field as a number where it is spelt like one in JSON, else text.
fn scalar_json(
    procedure: Option<&Procedure>,
    code: &str,
    register: &Register<Value>,
) -> Option<String> {
    let standing = register.standing.last()?;
    // What only the file states stands in the file already.
    standing.record.as_ref()?;
    let field = procedure.and_then(|procedure| procedure.field(code));
    // The deadline that holds has a column of its own.
    if code == DEADLINE_CURRENT {
        return None;
    }
    if field.is_some_and(|field| field.personal) || code.contains('/') {
        return None;
    }
    match &standing.value {
        Value::String(text) => {
            let is_number =
                field.is_some_and(|field| matches!(field.kind, FieldKind::Number { .. }));
            let json_number = serde_json::from_str::<serde_json::Number>(text).is_ok();
            Some(match is_number && json_number && parse_number(text).is_some() {
                true => text.clone(),
                false => json_string(text),
            })
        }
        Value::Number(_) | Value::Bool(_) => Some(standing.value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a file holds all records known of its features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    Complete,
    /// Some were left out: an export as of a day, or a selection.
    Partial,
}

/// The JSON text of a collection's `yice` member: what the file holds, so that a reader can tell what is missing.
///
/// `exported_at` is the time of the newest record, so that the same records make the same file. `loose` are the
/// records of no feature; `held` the texts of what the file states and figures do not follow.
pub fn yice_member<'a>(
    kind: &Kind,
    records: impl IntoIterator<Item = &'a Record>,
    loose: &[&'a Record],
    held: &[String],
    completeness: Completeness,
    app: &str,
) -> String {
    let mut heads: BTreeMap<&str, &Record> = BTreeMap::new();
    let mut newest: Option<&Record> = None;
    let mut count = 0;
    for record in records.into_iter().chain(loose.iter().copied()) {
        count += 1;
        if newest.is_none_or(|known| {
            (known.at.instant(), known.hash) < (record.at.instant(), record.hash)
        }) {
            newest = Some(record);
        }
        let head = heads.entry(&record.chain).or_insert(record);
        if (head.seq, head.hash) < (record.seq, record.hash) {
            *head = record;
        }
    }
    let heads: Vec<String> = heads
        .iter()
        .map(|(chain, record)| format!("{}:\"{}\"", json_string(chain), record.hash))
        .collect();
    let mut members = vec![
        "\"format\":\"yice/1\"".to_owned(),
        format!("\"kind\":{}", json_string(kind.code())),
        format!("\"exported_at\":{}", newest.map_or("null".into(), |r| json_string(r.at.as_str()))),
        format!("\"app\":{}", json_string(app)),
        format!("\"records\":{count}"),
        format!("\"complete\":{}", completeness == Completeness::Complete),
        format!("\"heads\":{{{}}}", heads.join(",")),
    ];
    if !loose.is_empty() {
        let texts: Vec<&str> = loose.iter().map(|record| record.text.as_ref()).collect();
        members.push(format!("\"loose\":[{}]", texts.join(",")));
    }
    if !held.is_empty() {
        members.push(format!("\"held\":[{}]", held.join(",")));
    }
    format!("{{{}}}", members.join(","))
}
