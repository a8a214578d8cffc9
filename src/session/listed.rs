//! What is odd about a file that was read: of one feature, or of the file. Of one sort the first are listed, the rest
//! counted.

use crate::formats;
use crate::model::{FeatureSpans, IssueCode, Layer, ReadIssue, Severity, Text};

/// How many are listed.
pub(super) const LISTED_MAX: usize = 100;

/// An issue for each of the first that were found, and one for all the others; `more` says how many those are.
pub(super) fn listed<T>(
    found: &[T],
    code: IssueCode,
    issue: impl Fn(&T) -> ReadIssue,
    more: impl Fn(usize) -> Text,
) -> Vec<ReadIssue> {
    let mut issues: Vec<ReadIssue> = found.iter().take(LISTED_MAX).map(issue).collect();
    let left = found.len().saturating_sub(LISTED_MAX);
    if left > 0 {
        issues.push(of_the_file(code, more(left)));
    }
    issues
}

/// A warning about the file as a whole.
pub(super) fn of_the_file(code: IssueCode, Text { zh, en }: Text) -> ReadIssue {
    let severity = Severity::Warning;
    ReadIssue { severity, code, feature: None, line: 1, column: 1, message: en, message_zh: zh }
}

/// A warning about a feature, at the byte of it that it is about.
pub(super) fn of_feature(
    layer: &Layer,
    feature_idx: usize,
    code: IssueCode,
    byte: impl Fn(&FeatureSpans) -> u32,
    text: Text,
) -> ReadIssue {
    let spans = layer.features.get(feature_idx);
    let (line, column) = formats::place_of(layer, spans.map_or(0, byte) as usize);
    let feature = spans.map(|spans| spans.ordinal as usize);
    ReadIssue { feature, line, column, ..of_the_file(code, text) }
}
