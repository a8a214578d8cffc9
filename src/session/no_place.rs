//! Features that lie nowhere: without a geometry, or with an empty one. Valid, kept and listed; but no map shows them.

use super::listed::{LISTED_MAX, listed, of_feature};
use crate::model::{IssueCode, Layer, ReadIssue, Severity, Text};

/// What the issues are called.
pub const NO_PLACE: IssueCode = "no-place";

/// What the reader says of such a feature itself, where its file has it wrong.
const SAID_BY_READER: [IssueCode; 3] = ["no-geometry", "empty-point", "empty-geometry"];

/// The features of a layer that lie nowhere, but those of which `said` speaks already.
pub fn no_place_issues(layer: &Layer, said: &[ReadIssue]) -> Vec<ReadIssue> {
    let is_said = |feature_idx: usize| {
        let ordinal = layer.features.get(feature_idx).map(|spans| spans.ordinal as usize);
        said.iter().any(|it| it.feature == ordinal && SAID_BY_READER.contains(&it.code))
    };
    let lies_nowhere = |idx: &usize| layer.shapes.parts(*idx).next().is_none() && !is_said(*idx);
    let found: Vec<usize> = (0..layer.feature_count()).filter(lies_nowhere).collect();
    let mut issues = listed(
        &found,
        NO_PLACE,
        |feature_idx| {
            let text = Text::new(
                "没有几何（geometry 为空）；已读入，清单和表格里有，图上没有位置",
                "it has no geometry; read, in the lists, but nowhere on the map",
            );
            of_feature(layer, *feature_idx, NO_PLACE, |spans| spans.feature.start, text)
        },
        |left| {
            Text::new(
                format!("其后还有 {left} 个要素没有几何；只列出前 {LISTED_MAX} 个"),
                format!("{left} more features have no geometry; the first {LISTED_MAX} are listed"),
            )
        },
    );
    // RFC 7946 allows it: it is no fault of the file.
    issues.iter_mut().for_each(|issue| issue.severity = Severity::Info);
    issues
}
