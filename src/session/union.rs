//! What a union of records brings: new ones, known ones, and those that do not hang together with the rest.
//!
//! Nothing is left out for it: both of two records that gainsay one another are kept, and told about.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::layer_view::LoadedLayer;
use super::listed::of_the_file;
use super::received::Received;
use super::{ImportReport, Session};
use crate::model::{FeatureKey, ReadIssue, Stamp, Text};
use crate::plan::{Hash, Record};

/// Clocks of two computers may differ by so much, and one of them still be right.
const CLOCK_SECONDS_OFF_MAX: i64 = 600;

/// How many records a message names.
const NAMED_MAX: usize = 5;

impl Session {
    /// Counts what a file brings that is not here yet, and what is wrong with it. Called before it is taken in.
    pub(super) fn count_union(
        &self,
        records: &[Arc<Record>],
        now: &Stamp,
        report: &mut ImportReport,
    ) {
        let mut seen = BTreeSet::new();
        let unique: Vec<&Arc<Record>> =
            records.iter().filter(|record| seen.insert(record.hash)).collect();
        for record in &unique {
            match self.ledger.is_news(record) {
                true => report.new.push(Arc::clone(record)),
                false => report.records_known += 1,
            }
            report.records_altered += usize::from(!record.intact);
        }
        report.records_new = report.new.len();
        let gainsaying = self.gainsaying(&unique);
        report.issues.extend(told("records-differ", &gainsaying, |n, zh, en| {
            Text::new(
                format!("有 {n} 条记录的编号和别的记录相同、内容不同（{zh}）：被改过，两份都留着，请核对"),
                format!("{n} records bear the id of another record and say something else ({en}): altered; both are kept, check them"),
            )
        }));
        report.contradicting.extend(gainsaying);
        let future: Vec<Arc<Record>> =
            unique.into_iter().filter(|record| is_future(record, now)).cloned().collect();
        report.issues.extend(told("future-records", &future, |n, zh, en| {
            Text::new(
                format!("有 {n} 条记录的时间在将来（{zh}）：请核对记录人电脑的日期"),
                format!("{n} records are of a time to come ({en}): check the date of their author's computer"),
            )
        }));
    }

    /// Records that came while another record of the same id is here or came with them.
    fn gainsaying(&self, records: &[&Arc<Record>]) -> Vec<Arc<Record>> {
        let mut by_id: HashMap<&str, Hash> =
            self.ledger.records().map(|record| (record.id.as_str(), record.hash)).collect();
        let mut gainsaying = Vec::new();
        // An altered copy that still claims its old hash is told about as altered.
        for record in records.iter().copied().filter(|record| record.intact) {
            if *by_id.entry(record.id.as_str()).or_insert(record.hash) != record.hash {
                gainsaying.push(Arc::clone(record));
            }
        }
        gainsaying
    }

    /// The same for a layer's file, with what it lacks of what is known of its features.
    pub(super) fn count_records(
        &self,
        loaded: &LoadedLayer,
        received: &Received,
        now: &Stamp,
        report: &mut ImportReport,
    ) {
        self.count_union(&received.records, now, report);
        report.issues.extend(self.broken_history(received));
        if received.records.is_empty() && loaded.layer.yice_member.is_none() {
            return;
        }
        let held: HashSet<Hash> = received.records.iter().map(|record| record.hash).collect();
        let keys: HashSet<&FeatureKey> = loaded.view.rows.iter().map(|row| &row.key).collect();
        for key in keys {
            let state = self.ledger.state(key);
            let absent = state.entries.iter().filter(|entry| !held.contains(&entry.record.hash));
            report.records_absent += absent.count();
        }
    }

    /// A file that says it is complete, and whose records build on some that are nowhere: one of them was altered and
    /// hashed anew, or taken out.
    fn broken_history(&self, received: &Received) -> Option<ReadIssue> {
        if !received.says_complete {
            return None;
        }
        let held: HashSet<Hash> = received.records.iter().map(|record| record.hash).collect();
        let is_nowhere = |hash: &Hash| !held.contains(hash) && !self.ledger.contains(hash);
        let parents =
            received.records.iter().filter(|record| record.parents.iter().any(is_nowhere));
        let building: Vec<Arc<Record>> = parents.cloned().collect();
        let heads = received.heads.iter().filter(|head| is_nowhere(head)).count();
        if building.is_empty() && heads == 0 {
            return None;
        }
        let (_, zh, en) = named(&building);
        let (zh, en) = match building.is_empty() {
            true => (format!("{heads} 条最新记录"), format!("{heads} newest records")),
            false => (format!("{zh} 所依据的记录"), format!("records that {en} build on")),
        };
        Some(of_the_file(
            "history-altered",
            Text::new(
                format!("文件自称完整，{zh}却不在其中：有记录被改过或抽走了，请向对方核对"),
                format!(
                    "the file says it is complete, and {en} are not in it: some were altered or taken out; ask whoever sent it"
                ),
            ),
        ))
    }

    /// The features whose records leave something undecided.
    pub(super) fn features_in_conflict(&self) -> BTreeSet<FeatureKey> {
        let plans = self.ledger.plans().all_recorded();
        plans
            .filter(|(_, state)| !state.conflicts().is_empty())
            .map(|(key, _)| key.clone())
            .collect()
    }
}

/// Whether a record is of a time to come.
pub(super) fn is_future(record: &Record, now: &Stamp) -> bool {
    let seconds_off = record.at.instant().as_second() - now.instant().as_second();
    seconds_off > CLOCK_SECONDS_OFF_MAX || (record.on > now.day() && record.on > record.at.day())
}

fn told(
    code: &'static str,
    records: &[Arc<Record>],
    words: impl FnOnce(usize, &str, &str) -> Text,
) -> Option<ReadIssue> {
    let (count, zh, en) = named(records);
    (count > 0).then(|| of_the_file(code, words(count, &zh, &en)))
}

/// How many records there are, and the first of them by feature, author and day.
fn named(records: &[Arc<Record>]) -> (usize, String, String) {
    let name = |record: &Arc<Record>| {
        let feature = record.feature.as_ref().map_or("–", |key| key.code());
        format!("{feature} {} {}", record.by.name, record.on)
    };
    let mut names: Vec<String> = records.iter().take(NAMED_MAX).map(name).collect();
    names.dedup();
    if records.len() > NAMED_MAX {
        names.push("…".to_owned());
    }
    (records.len(), names.join("；"), names.join("; "))
}
