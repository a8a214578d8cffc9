//! A feature that records have moved, and that other software has put elsewhere since: told, for the recorded place
//! stands until a person records another.

use std::collections::HashMap;
use std::sync::Arc;

use super::FeatureRow;
use super::listed::of_feature;
use crate::formats;
use crate::model::{Bbox, FeatureKey, Layer, ReadIssue, Text};
use crate::plan::{Body, Record};

/// Two places nearer than this are one: other software rounds (a third of a metre).
const SAME_PLACE_DEG: f64 = 3e-6;

/// Features of a layer's file that stand where none of these records put them, although records moved them.
pub(super) fn elsewhere<'r>(
    layer: &Layer,
    rows: &[FeatureRow],
    records: impl Iterator<Item = &'r Arc<Record>>,
) -> Vec<ReadIssue> {
    let annotated = layer.annotated.iter().map(|idx| *idx as usize);
    let is_moved = |idx: &usize| formats::original_geometry(layer, *idx).is_some();
    let moved: Vec<usize> = annotated.filter(is_moved).collect();
    if moved.is_empty() {
        return Vec::new();
    }
    let mut recorded: HashMap<&FeatureKey, Vec<Bbox>> = HashMap::new();
    for record in records {
        let geometry = match &record.body {
            Body::Moved(moved) => Some(moved.geometry.as_str()),
            Body::Created(created) => created.geometry.as_deref(),
            _ => None,
        };
        let own = geometry.and_then(|text| formats::geometry_in_datum_of(layer, text));
        if let (Some(feature), Some(extent)) =
            (&record.feature, own.and_then(|text| extent_of(&text)))
        {
            recorded.entry(feature).or_default().push(extent);
        }
    }
    let differs = moved.into_iter().filter_map(|feature_idx| {
        let row = rows.get(feature_idx)?;
        let spans = layer.features.get(feature_idx)?;
        let text = layer.slice(spans.geometry);
        let own = std::str::from_utf8(&text).ok().and_then(extent_of)?;
        let places = recorded.get(&row.key)?;
        if places.iter().any(|place| is_same(place, &own)) {
            return None;
        }
        let at = corner_words(&own);
        let text = Text::new(
            format!(
                "{} 在这份文件里的位置 {at} 与记录不符（可能被别的软件挪动过）；仍按记录的位置，若文件里的才对，请用“移动位置”记一条",
                row.name
            ),
            format!(
                "{} stands at {at} in this file, where no record put it (other software may have moved it); the recorded place stays: record the move if it is right",
                row.name
            ),
        );
        Some(of_feature(layer, feature_idx, "place-differs", |spans| spans.geometry.start, text))
    });
    differs.collect()
}

/// Whether two geometries are one, but for the rounding of other software.
pub(super) fn is_same_geometry(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let numbers = |text: &str| {
        let mut found = Vec::new();
        serde_json::from_str(text).map(|value| numbers_of(&value, &mut found)).ok()?;
        Some(found)
    };
    let Some((one, other)) = numbers(one).zip(numbers(other)) else { return false };
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| is_near(*one, *other))
}

fn numbers_of(value: &serde_json::Value, found: &mut Vec<f64>) {
    match value {
        serde_json::Value::Number(number) => found.extend(number.as_f64()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| numbers_of(one, found)),
        serde_json::Value::Object(all) => all.values().for_each(|one| numbers_of(one, found)),
        _ => {}
    }
}

/// Where something lies: its point, or its south-western corner.
pub(super) fn corner_words(extent: &Bbox) -> String {
    format!("{:.5}, {:.5}", extent.west, extent.south)
}

pub(super) fn extent_of(geometry: &str) -> Option<Bbox> {
    formats::parse_geometry(geometry).ok()?.bbox(0)
}

fn is_same(one: &Bbox, other: &Bbox) -> bool {
    is_near(one.west, other.west)
        && is_near(one.south, other.south)
        && is_near(one.east, other.east)
        && is_near(one.north, other.north)
}

fn is_near(one: f64, other: f64) -> bool {
    // Metres of a projected file are larger numbers of a smaller unit.
    let within = if one.abs() > 360.0 { 0.5 } else { SAME_PLACE_DEG };
    (one - other).abs() <= within
}
