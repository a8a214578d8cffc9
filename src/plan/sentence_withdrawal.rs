//! What taking records back comes to, in words: what was taken back, or what came back because its withdrawal was.

use super::body::{Body, Withdrawn};
use super::labels::{body_label, step_label};
use super::procedure::Procedure;
use super::record::Record;
use super::state::Entry;
use crate::model::Text;

/// So many sorts of records are named.
const NAMED_COUNT_MAX: usize = 3;

/// What a withdrawal is about in the end.
#[derive(Debug)]
pub struct TookBack<'a> {
    /// How many withdrawals lie between it and the records: 1 takes them back, 2 restores them (redo), and so on.
    pub depth: usize,
    /// The records that were taken back or restored: no withdrawals themselves.
    pub records: Vec<&'a Record>,
}

impl<'a> TookBack<'a> {
    /// Looks through the withdrawals that `body` takes back to what those were about.
    pub fn of(body: &Withdrawn, history: &'a [Entry]) -> Self {
        let mut named = named_by(body, history);
        // A foreign file's withdrawals may name each other in a circle.
        for depth in 1..=history.len() {
            let is_withdrawal = |record: &&Record| matches!(record.body, Body::Withdrawn(_));
            if named.is_empty() || !named.iter().all(is_withdrawal) {
                let records = named.into_iter().filter(|record| !is_withdrawal(record)).collect();
                return Self { depth, records };
            }
            named = named
                .into_iter()
                .flat_map(|record| match &record.body {
                    Body::Withdrawn(inner) => named_by(inner, history),
                    _ => Vec::new(),
                })
                .collect();
        }
        Self { depth: 1, records: Vec::new() }
    }

    /// Whether the records count again.
    pub fn restores(&self) -> bool {
        self.depth.is_multiple_of(2)
    }
}

/// `撤回“巡查”`, `恢复先前撤回的“巡查”`; without the history only how many.
pub(super) fn withdrawal_text(
    body: &Withdrawn,
    history: &[Entry],
    procedure: Option<&Procedure>,
) -> Text {
    let mut took = TookBack::of(body, history);
    // What was only taken over from the file is the least of it.
    took.records.sort_by_key(|record| matches!(record.body, Body::Adopted(_)));
    let (zh_did, en_did) = match (took.depth, took.restores()) {
        (1, _) => ("撤回", "took back"),
        (2, _) => ("恢复先前撤回的", "restored what had been taken back:"),
        (_, true) => ("再次恢复", "restored once more"),
        (_, false) => ("再次撤回", "took back once more"),
    };
    let mut sorts: Vec<Text> = Vec::new();
    for record in &took.records {
        let sort = match &record.body {
            Body::Transition(step) => step_label(step, procedure),
            body => body_label(body),
        };
        if !sorts.iter().any(|known| known.zh == sort.zh) {
            sorts.push(sort);
        }
    }
    let count = took.records.len();
    let etc = if sorts.len() > NAMED_COUNT_MAX { ("等", ", …") } else { ("", "") };
    sorts.truncate(NAMED_COUNT_MAX);
    let zh: Vec<String> = sorts.iter().map(|sort| format!("“{}”", sort.zh)).collect();
    let en: Vec<&str> = sorts.iter().map(|sort| sort.en.as_str()).collect();
    let (zh, en) = (zh.concat() + etc.0, en.join(", ") + etc.1);
    match count {
        0 => {
            let count = body.records.len();
            let records = if count == 1 { "record" } else { "records" };
            Text::new(format!("{zh_did} {count} 条记录"), format!("{en_did} {count} {records}"))
        }
        1 => Text::new(format!("{zh_did}{zh}"), format!("{en_did} {en}")),
        _ => Text::new(
            format!("{zh_did}{zh} {count} 条"),
            format!("{en_did} {count} records ({en})"),
        ),
    }
}

fn named_by<'a>(body: &Withdrawn, history: &'a [Entry]) -> Vec<&'a Record> {
    let records = history.iter().map(|entry| entry.record.as_ref());
    let is_named = |record: &&Record| {
        body.records.iter().any(|name| *name == record.id || *name == record.hash.to_string())
    };
    records.filter(is_named).collect()
}
