//! Which records others have by now, and what taking one back therefore means.
//!
//! Before anybody else had it, a record is taken back (撤回): it stays in the audit log and is gone from the dossier.
//! Afterwards it is struck out (划改): the old value stays legible, struck through, with who and when, and a reason
//! is asked for.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::attachment::named_file;
use super::{Session, SessionError, Snapshot};
use crate::model::Stamp;
use crate::plan::{Entry, Fate, Hash, Record};

/// Since when others have a record, by its hash. What is not here only this workspace has.
pub type Departures = HashMap<Hash, Stamp>;

/// How a record that no longer counts was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// 撤回: nobody else had it. In the audit log only.
    Unseen,
    /// 划改: others had it already. Shown struck through.
    Struck,
}

/// What has been recorded here and nobody else has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    pub records: usize,
    /// Photos and documents that those records name.
    pub files: usize,
}

/// What of the records here nobody else has.
#[derive(Debug, Default)]
pub(super) struct StillHere {
    records: usize,
    files: BTreeSet<Hash>,
}

impl StillHere {
    pub fn of<'r>(records: impl Iterator<Item = &'r Arc<Record>>, departures: &Departures) -> Self {
        let mut still_here = Self::default();
        still_here.add(records.filter(|record| !departures.contains_key(&record.hash)));
        still_here
    }

    /// Adds records that were just made here.
    pub fn add<'r>(&mut self, records: impl Iterator<Item = &'r Arc<Record>>) {
        for record in records {
            self.records += 1;
            self.files.extend(named_file(&record.body).map(|(hash, _)| hash));
        }
    }

    pub fn count(&self) -> Unsent {
        Unsent { records: self.records, files: self.files.len() }
    }
}

pub(super) fn departures_of(rows: Vec<(Hash, String)>) -> Departures {
    rows.into_iter().filter_map(|(hash, at)| Some((hash, Stamp::parse(&at).ok()?))).collect()
}

impl Session {
    /// Remembers that others have these records from now on.
    pub(super) fn let_go(&mut self, records: &[Hash], now: &Stamp) -> Result<(), SessionError> {
        let new: Vec<Hash> =
            records.iter().filter(|hash| !self.departures.contains_key(hash)).copied().collect();
        if new.is_empty() || self.store.access() == crate::store::Access::Read {
            return Ok(());
        }
        self.store.write(|writing| {
            new.iter().try_for_each(|hash| writing.put_departure(*hash, now.as_str()))
        })?;
        let departures = Arc::make_mut(&mut self.departures);
        departures.extend(new.into_iter().map(|hash| (hash, now.clone())));
        self.count_unsent();
        Ok(())
    }

    /// What came from elsewhere, and is on the disk, others have.
    pub(super) fn have_left(&mut self, records: &[Arc<Record>], now: &Stamp) {
        let departures = Arc::make_mut(&mut self.departures);
        for record in records {
            departures.entry(record.hash).or_insert_with(|| now.clone());
        }
    }

    pub(super) fn count_unsent(&mut self) {
        self.still_here = StillHere::of(self.ledger.records(), &self.departures);
    }
}

impl Snapshot {
    /// Since when others have this record; `None` where only this workspace has it.
    pub fn left_at(&self, record: &Hash) -> Option<&Stamp> {
        self.departures.get(record)
    }

    /// How an entry of a history was taken back; `None` for one that was not.
    pub fn taken_back(&self, entry: &Entry) -> Option<TakenBack> {
        let Fate::Withdrawn(by) = &entry.fate else { return None };
        let had_left = self.left_at(&entry.record.hash).is_some_and(|left_at| *left_at < by.at);
        Some(if had_left { TakenBack::Struck } else { TakenBack::Unseen })
    }
}
