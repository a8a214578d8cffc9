//! 上报版: the figures of a day as they were handed in, and what the same day's figures say since.
//!
//! The record carries the figures themselves and the newest record of every chain that was known: whoever holds the
//! records can say later which of them had not been there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::change::PlanChange;
use super::figure_words::{category_label, kpi_label};
use super::hash::Hash;
use super::kpi::kpi_codes;
use super::record::Record;
use super::rules::Rulebook;
use super::summary::Summary;
use crate::model::{Day, Text};

/// Figures as they were handed in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reported {
    /// `summary --json` without the words of the programme; what is no whole number is text.
    pub figures: Map<String, Value>,
    /// The newest record known of each chain, by the chain.
    pub heads: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One 上报版 beside what the same day's figures say now.
#[derive(Clone, Debug)]
pub struct FrozenDifference {
    /// The record that froze them.
    pub record: Arc<Record>,
    /// The day they are of.
    pub as_of: Day,
    /// The figures that differ.
    pub figures: Vec<Text>,
    /// What has become known of that day since.
    pub changes: Vec<PlanChange>,
}

/// The form in which figures are frozen: records hold no fractions.
pub fn figures_to_freeze(summary: &Summary) -> Map<String, Value> {
    // A summary is a struct of texts and numbers: it always has a JSON form.
    let value = serde_json::to_value(summary).unwrap_or_default();
    let Value::Object(mut figures) = settled(value) else { return Map::new() };
    figures.remove("programme");
    for target in figures.get_mut("targets").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(members) = target.as_object_mut() {
            members
                .retain(|name, _| matches!(name.as_str(), "id" | "num" | "den" | "goal" | "due"));
        }
    }
    figures
}

// Depth follows our own structs, not input.
fn settled(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_u64().is_none() => number.to_string().into(),
        Value::Array(values) => values.into_iter().map(settled).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, settled(value))).collect()
        }
        other => other,
    }
}

/// The newest sound record of each chain.
pub fn chain_heads<'r>(records: impl Iterator<Item = &'r Arc<Record>>) -> BTreeMap<String, String> {
    let mut heads: BTreeMap<&str, (u64, Hash)> = BTreeMap::new();
    for record in records.filter(|record| record.intact) {
        let head = heads.entry(&record.chain).or_insert((record.seq, record.hash));
        *head = (*head).max((record.seq, record.hash));
    }
    heads.into_iter().map(|(chain, (_, hash))| (chain.to_owned(), hash.to_string())).collect()
}

/// The records that were known when figures were frozen: those of each chain up to its head.
///
/// Where a head is not here itself, what was recorded by the moment of freezing is taken for known.
pub fn known_then<'r>(
    reported: &Reported,
    frozen_by: &Record,
    records: impl Iterator<Item = &'r Arc<Record>>,
) -> BTreeSet<Hash> {
    let records: Vec<&Arc<Record>> = records.collect();
    let heads: BTreeSet<Hash> =
        reported.heads.values().filter_map(|head| Hash::parse(head)).collect();
    let last: BTreeMap<&str, u64> = records
        .iter()
        .filter(|record| heads.contains(&record.hash))
        .map(|record| (record.chain.as_str(), record.seq))
        .collect();
    let was_known = |record: &&&Arc<Record>| match last.get(record.chain.as_str()) {
        Some(seq) => record.seq <= *seq,
        None => {
            reported.heads.contains_key(&record.chain)
                && record.at.instant() <= frozen_by.at.instant()
        }
    };
    records.iter().filter(was_known).map(|record| record.hash).collect()
}

/// The figures that say something else now, each as a sentence, the programme's targets first: `销号率 17/66→18/66`.
pub fn figure_changes(reported: &Reported, now: &Summary, rulebook: &Rulebook) -> Vec<Text> {
    let frozen_now = figures_to_freeze(now);
    let targets = now.targets.iter().filter_map(|target| {
        let (then, now) =
            (target_in(&reported.figures, &target.id)?, target_in(&frozen_now, &target.id)?);
        moved(&target.label, &shown(then), &shown(now))
    });
    let kpi = |of: &Map<String, Value>, code: &str| {
        of.get("kpis").and_then(|kpis| kpis.get(code)).cloned().unwrap_or_default()
    };
    let kpis = kpi_codes().iter().filter_map(|code| {
        let (then, now) = (kpi(&reported.figures, code), kpi(&frozen_now, code));
        match code {
            &"k_mix" => mix_moved(rulebook, &then, &now),
            _ => moved(&kpi_label(code), &shown(&then), &shown(&now)),
        }
    });
    targets.chain(kpis).collect()
}

fn target_in<'f>(figures: &'f Map<String, Value>, id: &str) -> Option<&'f Value> {
    let targets = figures.get("targets")?.as_array()?;
    targets.iter().find(|target| target.get("id").and_then(Value::as_str) == Some(id))
}

/// `分类构成 依法取缔 5→6，规范整治 32→31`: what went from one category to another.
fn mix_moved(rulebook: &Rulebook, then: &Value, now: &Value) -> Option<Text> {
    let count = |of: &Value, code: &str| of.get(code).and_then(Value::as_u64).unwrap_or_default();
    let codes: BTreeSet<&String> = [then, now]
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|counts| counts.keys())
        .collect();
    let parts: Vec<Text> = codes
        .into_iter()
        .filter_map(|code| {
            let (from, to) = (count(then, code), count(now, code));
            let label = category_label(rulebook, code);
            (from != to).then(|| arrow(&label, &from.to_string(), &to.to_string(), " "))
        })
        .collect();
    let zh: Vec<&str> = parts.iter().map(|part| part.zh.as_str()).collect();
    let en: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
    let label = kpi_label("k_mix");
    (!parts.is_empty()).then(|| {
        Text::new(
            format!("{} {}", label.zh, zh.join("，")),
            format!("{}: {}", label.en, en.join(", ")),
        )
    })
}

fn moved(label: &Text, from: &str, to: &str) -> Option<Text> {
    (from != to).then(|| arrow(label, from, to, ": "))
}

fn arrow(label: &Text, from: &str, to: &str, en_between: &str) -> Text {
    Text::new(format!("{} {from}→{to}", label.zh), format!("{}{en_between}{from} → {to}", label.en))
}

/// A figure in short: a pair, a count, days.
fn shown(figure: &Value) -> String {
    let text = |name: &str| match figure.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let one = || text("num").or_else(|| text("count")).or_else(|| text("median_days"));
    match text("num").zip(text("den")) {
        Some((num, den)) => format!("{num}/{den}"),
        None => one().unwrap_or_else(|| "—".to_owned()),
    }
}
