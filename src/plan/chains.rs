//! Chains make a missing or altered record visible: what a set of records says about its own wholeness.
//!
//! A gap is information ("not in this file"), not an accusation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::hash::Hash;
use super::record::Record;

/// One chain of one workspace on one installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChainReport {
    pub chain: String,
    pub records: usize,
    pub first_seq: u64,
    pub last_seq: u64,
    /// Ranges of numbers that are not here, both ends included.
    pub gaps: Vec<(u64, u64)>,
    /// Numbers that several different records claim.
    pub doubled: Vec<u64>,
    /// Numbers whose record does not name the record before it that is here.
    pub broken: Vec<u64>,
}

/// What was found of a set of records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    pub records: usize,
    pub chains: Vec<ChainReport>,
    /// Ids of records whose hash is not the one they claim.
    pub altered: Vec<String>,
    /// Parents that are named and not here.
    pub missing_parents: usize,
}

impl VerifyReport {
    /// Whether something is wrong, not only absent.
    pub fn has_findings(&self) -> bool {
        let is_broken = |chain: &ChainReport| !chain.doubled.is_empty() || !chain.broken.is_empty();
        !self.altered.is_empty() || self.chains.iter().any(is_broken)
    }
}

/// Looks through hashes, chains and parents.
pub fn verify<'a>(records: impl IntoIterator<Item = &'a Arc<Record>>) -> VerifyReport {
    let mut by_chain: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut parents = BTreeSet::new();
    let mut report = VerifyReport::default();
    for record in records {
        if !known.insert(record.hash) {
            continue;
        }
        report.records += 1;
        parents.extend(record.parents.iter().copied());
        if record.intact {
            by_chain.entry(&record.chain).or_default().push(record);
        } else {
            report.altered.push(record.id.clone());
        }
    }
    report.altered.sort();
    report.missing_parents = parents.iter().filter(|parent| !known.contains(*parent)).count();
    report.chains =
        by_chain.into_iter().map(|(chain, records)| chain_report(chain, records)).collect();
    report
}

fn chain_report(chain: &str, mut records: Vec<&Record>) -> ChainReport {
    records.sort_by_key(|record| (record.seq, record.hash));
    let mut report = ChainReport {
        chain: chain.to_owned(),
        records: records.len(),
        first_seq: records.first().map_or(0, |record| record.seq),
        last_seq: records.last().map_or(0, |record| record.seq),
        gaps: Vec::new(),
        doubled: Vec::new(),
        broken: Vec::new(),
    };
    for pair in records.windows(2) {
        let [before, after] = pair else { continue };
        if before.seq == after.seq {
            if report.doubled.last() != Some(&after.seq) {
                report.doubled.push(after.seq);
            }
        } else if after.seq > before.seq + 1 {
            report.gaps.push((before.seq + 1, after.seq - 1));
        } else if after.prev != Some(before.hash) && !report.doubled.contains(&before.seq) {
            report.broken.push(after.seq);
        }
    }
    report
}

/// The last number and hash of a chain: what the next record of it is built on.
pub fn chain_head<'a>(
    records: impl IntoIterator<Item = &'a Arc<Record>>,
    chain: &str,
) -> Option<(u64, Hash)> {
    let own = records.into_iter().filter(|record| record.intact && record.chain == chain);
    own.map(|record| (record.seq, record.hash)).max()
}
