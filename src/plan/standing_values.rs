//! The values that contradict each other, in words: what each says, and who said it.

use std::sync::Arc;

use serde_json::Value;

use super::body::{Body, SampleResult};
use super::deciding::Side;
use super::disputed::{Disputed, reason_of};
use super::judged_by::JudgedBy;
use super::labels::value_label;
use super::place_words::places_in_words;
use super::procedure::Procedure;
use super::record::Record;
use super::standard::Standards;
use super::state::{FeatureState, SampleState};
use super::verdict::Outcome;
use crate::model::Text;

/// One of the values that contradict each other.
#[derive(Clone, Debug)]
pub struct StandingValue {
    /// As a `resolved` record writes it.
    pub value: Value,
    pub label: Text,
    /// Who set it; `None` for a value of the received file.
    pub record: Option<Arc<Record>>,
}

/// The values left standing on a field, or on what else is in dispute, by its code; in fold order.
pub fn standing_values(
    state: &FeatureState,
    field: &str,
    procedure: Option<&Procedure>,
    standards: &Standards,
) -> Vec<StandingValue> {
    let sides = super::deciding::sides(state, field);
    let labels = match (field, Disputed::of(field)) {
        (_, Some(Disputed::Sample(no))) => {
            let by = JudgedBy::new(standards, procedure, state);
            let sample = state.samples.iter().find(|sample| sample.no == no);
            let standing = sample
                .into_iter()
                .flat_map(|sample| sample.standing().map(move |result| (sample, &result.body)));
            standing.map(|(sample, result)| result_label(&by, sample, result)).collect()
        }
        (_, Some(_)) => sides.iter().map(verdict_label).collect(),
        ("geometry", None) => {
            let texts: Vec<&str> =
                sides.iter().map(|(value, _)| value.as_str().unwrap_or_default()).collect();
            places_in_words(&texts)
        }
        (_, None) => {
            let of = |side| value_in_words(field, side, procedure, standards);
            sides.iter().map(of).collect::<Vec<_>>()
        }
    };
    let is_newer_file = |record: &Option<Arc<Record>>| record.is_none() && sides.len() > 1;
    // A newer file's word stands first: figures do not follow it.
    let asked = sides.first().is_some_and(|(_, record)| is_newer_file(record));
    let said = |idx: usize, label: Text| match (asked, idx) {
        (false, _) => label,
        (true, 0) => aside(label, &Text::new("新来件改的", "changed by a newer file")),
        (true, _) => aside(label, &Text::new("统计现按此", "what figures go by")),
    };
    let values = labels.into_iter().zip(&sides).enumerate();
    let values = values.map(|(idx, (label, (value, record)))| StandingValue {
        label: said(idx, label),
        value: value.clone(),
        record: record.clone(),
    });
    values.collect()
}

fn value_in_words(
    field: &str,
    (value, record): &Side,
    procedure: Option<&Procedure>,
    standards: &Standards,
) -> Text {
    let def = procedure.and_then(|procedure| procedure.field_or_list(field));
    let label = match (field, value.as_str()) {
        ("stage", Some(code)) => {
            procedure.map_or_else(|| Text::same(code), |procedure| procedure.stage_label(code))
        }
        (_, None) if value.is_null() => Text::new("（空）", "(none)"),
        _ => value_label(def, value, standards),
    };
    match reason_of(field, record.as_deref()) {
        Some(reason) => aside(label, &reason),
        None => label,
    }
}

/// A verdict on a request or an answer, with what was said of it.
fn verdict_label((value, record): &Side) -> Text {
    let label = match value.as_str().unwrap_or_default() {
        "approved" => Text::new("同意", "approved"),
        "refused" => Text::new("不同意", "refused"),
        "accepted" => Text::new("通过", "accepted"),
        _ => Text::new("再改", "not enough"),
    };
    let note = match record.as_ref().map(|record| &record.body) {
        Some(Body::Decided(decided)) => decided.note.trim(),
        Some(Body::ItemJudged(judged)) => judged.note.trim(),
        _ => "",
    };
    match note {
        "" => label,
        note => Text::new(format!("{}：{note}", label.zh), format!("{}: {note}", label.en)),
    }
}

/// `COD 200（超标）`.
fn result_label(by: &JudgedBy<'_>, sample: &SampleState, result: &SampleResult) -> Text {
    let items = result.items.iter().map(|(code, measured)| {
        let label = by.standards.item(code).map(|item| item.label.clone());
        let label = label.unwrap_or_else(|| Text::same(code.as_str()));
        let value = by.standards.value_words(code, measured);
        Text::new(format!("{} {value}", label.zh), format!("{} {value}", label.en))
    });
    let (zh, en): (Vec<String>, Vec<String>) = items.map(|item| (item.zh, item.en)).unzip();
    let values = Text::new(zh.join("、"), en.join(", "));
    let outcome = match by.judge(sample, result).outcome {
        Outcome::Compliant => Text::new("达标", "within the limits"),
        Outcome::Failing => Text::new("超标", "over the limits"),
        Outcome::NotJudged(_) => return values,
    };
    aside(values, &outcome)
}

fn aside(text: Text, said: &Text) -> Text {
    Text::new(format!("{}（{}）", text.zh, said.zh), format!("{} ({})", text.en, said.en))
}
