//! What is odd in a received file: values that mean none of what their field can hold (left in the file), codes of
//! another pattern, days in the wrong order, places outside the country. Told about, and in nobody's way.

use rayon::prelude::*;

use super::country_doubts::country_issues;
use super::listed::{LISTED_MAX, listed, of_feature};
use crate::formats;
use crate::model::{IssueCode, Layer, ReadIssue, Text};
use crate::plan::Rulebook;

const NOT_UNDERSTOOD: IssueCode = "value-not-understood";

/// What is odd about the values and places of a layer's features; nothing for kinds without a procedure. Reads every
/// property and position: not for a frame.
pub fn value_issues(layer: &Layer, rulebook: &Rulebook) -> Vec<ReadIssue> {
    let Some(procedure) = rulebook.procedure(&layer.kind) else { return Vec::new() };
    let found: Vec<(usize, IssueCode, Text)> = (0..layer.features.len())
        .into_par_iter()
        .flat_map_iter(|feature_idx| {
            let properties = formats::read_properties(layer, feature_idx);
            let (stated, doubts) = procedure.read_baseline_and_doubts(&properties);
            let left = doubts.into_iter().map(|doubt| (NOT_UNDERSTOOD, left_in_the_file(&doubt)));
            let odd = procedure.stated_doubts(&stated);
            left.chain(odd).map(move |(code, doubt)| (feature_idx, code, doubt))
        })
        .collect();
    let mut issues = listed(
        &found,
        NOT_UNDERSTOOD,
        |(feature_idx, code, doubt)| issue(layer, *feature_idx, code, doubt),
        |left| {
            Text::new(
                format!("其后还有 {left} 个值存疑；只列出前 {LISTED_MAX} 个"),
                format!("{left} more values are odd; the first {LISTED_MAX} are listed"),
            )
        },
    );
    issues.extend(country_issues(layer));
    issues
}

fn left_in_the_file(doubt: &Text) -> Text {
    Text::new(
        format!("{}：原样留在文件里，没有采用", doubt.zh),
        format!("{}: left in the file, not taken over", doubt.en),
    )
}

fn issue(layer: &Layer, feature_idx: usize, code: IssueCode, doubt: &Text) -> ReadIssue {
    of_feature(layer, feature_idx, code, |spans| spans.properties.start, doubt.clone())
}
