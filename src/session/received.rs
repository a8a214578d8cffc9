//! The records that ride in a layer's file, read from its features and its `yice` member.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::SessionError;
use super::input_files::{file_name, files_of, is_workspace};
use super::kept_file::file_bytes;
use crate::formats::{self, EmbeddedRecord, ReadOptions};
use crate::model::{Layer, ReadIssue, Severity};
use crate::plan::{Hash, Held, Record};
use crate::store::Store;

/// What a file carries beside its own data.
#[derive(Default)]
pub(super) struct Received {
    pub records: Vec<Arc<Record>>,
    /// The file says that it holds all that was known where it was written, and it holds as many as it says.
    pub says_complete: bool,
    /// What the file states and figures did not follow where it was written.
    pub held: Vec<Held>,
    /// The newest record of each chain, by what the file says.
    pub heads: Vec<Hash>,
    pub issues: Vec<ReadIssue>,
}

/// What is wrong with the records that ride in a layer's file.
pub fn record_issues(layer: &Layer) -> Vec<ReadIssue> {
    read_received(layer).issues
}

/// The records that a file, a folder of files or another workspace holds, by their hashes.
///
/// # Errors
/// If something of it cannot be read, or if there is no record in it: then nothing can be told against it.
pub(super) fn records_in(path: &Path) -> Result<BTreeSet<Hash>, SessionError> {
    let mut found = BTreeSet::new();
    for file in files_of(path)?.files {
        if is_workspace(&file) {
            let (stored, outcome) = Store::open_to_read(&file)?.records();
            outcome?;
            found.extend(stored.into_iter().map(|record| record.hash));
            continue;
        }
        let name = file_name(&file);
        let progress = &|_, _| ControlFlow::Continue(());
        let options =
            ReadOptions { file_name: &name, kind: None, datum: None, own_kinds: &[], progress };
        match formats::read_layer(file_bytes(&file)?, options) {
            Ok((layer, _)) => {
                found.extend(read_received(&layer).records.iter().map(|record| record.hash));
            }
            Err(_) => return Err(SessionError::NoRecords(file)),
        }
    }
    if found.is_empty() { Err(SessionError::NoRecords(path.to_owned())) } else { Ok(found) }
}

/// Reads all records of a layer's file. What is no record is told about and left in the file.
pub(super) fn read_received(layer: &Layer) -> Received {
    let mut received = Received::default();
    let mut bad = Vec::new();
    for feature_idx in layer.annotated.iter().map(|idx| *idx as usize) {
        let (texts, issues) = formats::embedded_records(layer, feature_idx);
        received.issues.extend(issues);
        let ordinal = layer.features.get(feature_idx).map(|spans| spans.ordinal as usize);
        for EmbeddedRecord { text, offset } in texts {
            match Record::parse(&text) {
                Ok(record) => received.records.push(Arc::new(record)),
                Err(error) => {
                    bad.push(BadRecord { feature: ordinal, offset, why: error.to_string() });
                }
            }
        }
    }
    read_member(layer, &mut received, &mut bad);
    received.issues.extend(bad_records(layer, &bad));
    received
}

/// Records of no feature, and how many records the file says it holds.
fn read_member(layer: &Layer, received: &mut Received, bad: &mut Vec<BadRecord>) {
    let Some(span) = layer.yice_member else { return };
    let Ok(member) = serde_json::from_slice::<Value>(&layer.slice(span)) else { return };
    for value in member.get("loose").and_then(Value::as_array).into_iter().flatten() {
        match Record::parse(&value.to_string()) {
            Ok(record) => received.records.push(Arc::new(record)),
            Err(error) => {
                let offset = span.start as usize;
                bad.push(BadRecord { feature: None, offset, why: error.to_string() });
            }
        }
    }
    let held = member.get("held").and_then(Value::as_array).into_iter().flatten();
    received.held = held.filter_map(|it| serde_json::from_value(it.clone()).ok()).collect();
    let said = member.get("records").and_then(Value::as_u64).unwrap_or(0) as usize;
    let held: BTreeSet<_> = received.records.iter().map(|record| record.hash).collect();
    received.says_complete =
        member.get("complete") == Some(&Value::Bool(true)) && held.len() >= said;
    let heads = member.get("heads").and_then(Value::as_object).into_iter().flatten();
    received.heads = heads.filter_map(|(_, head)| Hash::parse(head.as_str()?)).collect();
    if held.len() < said {
        received.issues.push(issue(
            Severity::Warning,
            "records-missing",
            None,
            format!(
                "the file says it carries {said} records and holds {}: the rest was lost on the way",
                held.len()
            ),
            format!("文件自称带 {said} 条记录，实有 {} 条，其余在途中丢了：请对方重发", held.len()),
        ));
    }
}

/// What is no record, by its place in the file.
struct BadRecord {
    feature: Option<usize>,
    offset: usize,
    why: String,
}

/// How many of them are listed; the rest are counted.
const BAD_LISTED_MAX: usize = 100;

fn bad_records(layer: &Layer, bad: &[BadRecord]) -> Vec<ReadIssue> {
    let listed = bad.iter().take(BAD_LISTED_MAX).map(|bad| {
        let (line, column) = formats::place_of(layer, bad.offset);
        let why = &bad.why;
        let issue = issue(
            Severity::Warning,
            "bad-record",
            bad.feature,
            format!("this is no record and was left in the file: {why}"),
            format!("这一条不是记录，原样留在文件里：{why}"),
        );
        ReadIssue { line, column, ..issue }
    });
    let mut issues: Vec<ReadIssue> = listed.collect();
    let more = bad.len().saturating_sub(BAD_LISTED_MAX);
    if more > 0 {
        issues.push(issue(
            Severity::Warning,
            "bad-record",
            None,
            format!("{more} more are no records; the first {BAD_LISTED_MAX} are listed"),
            format!("其后还有 {more} 条不是记录；只列出前 {BAD_LISTED_MAX} 条"),
        ));
    }
    issues
}

fn issue(
    severity: Severity,
    code: &'static str,
    feature: Option<usize>,
    message: String,
    message_zh: String,
) -> ReadIssue {
    ReadIssue { severity, code, feature, line: 1, column: 1, message, message_zh }
}
