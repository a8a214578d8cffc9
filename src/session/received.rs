//! The records that ride in a layer's file, read from its features and its `yice` member.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::keys::Claim;
use crate::formats;
use crate::model::{FeatureKey, Layer, ReadIssue, Severity};
use crate::plan::Record;

/// What a file carries beside its own data.
#[derive(Default)]
pub(super) struct Received {
    pub records: Vec<Arc<Record>>,
    /// By feature index: the features its records speak of, each once.
    features: HashMap<usize, Vec<FeatureKey>>,
    pub issues: Vec<ReadIssue>,
}

impl Received {
    /// Lets each feature claim to be the one its records speak of.
    pub fn write_into(&self, claims: &mut [Claim]) {
        for (feature_idx, keys) in &self.features {
            if let Some(claim) = claims.get_mut(*feature_idx) {
                claim.records_of.clone_from(keys);
            }
        }
    }
}

/// Reads all records of a layer's file. What is no record is told about and left in the file.
pub(super) fn read_received(layer: &Layer) -> Received {
    let mut received = Received::default();
    for feature_idx in layer.annotated.iter().map(|idx| *idx as usize) {
        let (texts, issues) = formats::embedded_records(layer, feature_idx);
        received.issues.extend(issues);
        let ordinal = layer.features.get(feature_idx).map(|spans| spans.ordinal as usize);
        for text in texts {
            match Record::parse(&text) {
                Ok(record) => {
                    if let Some(key) = &record.feature {
                        let keys = received.features.entry(feature_idx).or_default();
                        if !keys.contains(key) {
                            keys.push(key.clone());
                        }
                    }
                    received.records.push(Arc::new(record));
                }
                Err(error) => received.issues.push(bad_record(ordinal, &error.to_string())),
            }
        }
    }
    read_member(layer, &mut received);
    received
}

/// Records of no feature, and how many records the file says it holds.
fn read_member(layer: &Layer, received: &mut Received) {
    let Some(span) = layer.yice_member else { return };
    let Ok(member) = serde_json::from_slice::<Value>(layer.slice(span)) else { return };
    for value in member.get("loose").and_then(Value::as_array).into_iter().flatten() {
        match Record::parse(&value.to_string()) {
            Ok(record) => received.records.push(Arc::new(record)),
            Err(error) => received.issues.push(bad_record(None, &error.to_string())),
        }
    }
    let said = member.get("records").and_then(Value::as_u64).unwrap_or(0) as usize;
    let held: std::collections::BTreeSet<_> =
        received.records.iter().map(|record| record.hash).collect();
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

fn bad_record(feature: Option<usize>, why: &str) -> ReadIssue {
    issue(
        Severity::Warning,
        "bad-record",
        feature,
        format!("this is no record and was left in the file: {why}"),
        format!("这一条不是记录，原样留在文件里：{why}"),
    )
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
