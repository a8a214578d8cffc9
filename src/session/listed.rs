//! Long lists of one sort of issue: the first are listed, the rest counted.

use crate::model::{IssueCode, ReadIssue, Severity, Text};

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
        let Text { zh, en } = more(left);
        issues.push(ReadIssue {
            severity: Severity::Warning,
            code,
            feature: None,
            line: 1,
            column: 1,
            message: en,
            message_zh: zh,
        });
    }
    issues
}
