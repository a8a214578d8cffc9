//! Values of a received file that mean none of what their field can hold: left in the file, and told about.

use rayon::prelude::*;

use super::listed::{LISTED_MAX, listed};
use crate::formats;
use crate::model::{Layer, ReadIssue, Severity, Text};
use crate::plan::Rulebook;

/// What the properties of a layer's features state and no field of its kind can hold; nothing for kinds without a
/// procedure. Reads every property: not for a frame.
pub fn value_issues(layer: &Layer, rulebook: &Rulebook) -> Vec<ReadIssue> {
    let Some(procedure) = rulebook.procedure(&layer.kind) else { return Vec::new() };
    let found: Vec<(usize, Text)> = (0..layer.features.len())
        .into_par_iter()
        .flat_map_iter(|feature_idx| {
            let properties = formats::read_properties(layer, feature_idx);
            let (_, doubts) = procedure.read_baseline_and_doubts(&properties);
            doubts.into_iter().map(move |doubt| (feature_idx, doubt))
        })
        .collect();
    listed(
        &found,
        "value-not-understood",
        |(feature_idx, doubt)| issue(layer, *feature_idx, doubt),
        |left| {
            Text::new(
                format!("其后还有 {left} 个值不认识；只列出前 {LISTED_MAX} 个"),
                format!("{left} more values are not understood; the first {LISTED_MAX} are listed"),
            )
        },
    )
}

fn issue(layer: &Layer, feature_idx: usize, doubt: &Text) -> ReadIssue {
    let spans = layer.features.get(feature_idx);
    let offset = spans.map_or(0, |spans| spans.properties.start as usize);
    let (line, column) = formats::place_of(layer, offset);
    ReadIssue {
        severity: Severity::Warning,
        code: "value-not-understood",
        feature: spans.map(|spans| spans.ordinal as usize),
        line,
        column,
        message: format!("{}: left in the file, not taken over", doubt.en),
        message_zh: format!("{}：原样留在文件里，没有采用", doubt.zh),
    }
}
