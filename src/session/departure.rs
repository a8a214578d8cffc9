//! Which records others have by now, and what taking one back therefore means.
//!
//! Before anybody else had it, a record is taken back (撤回): it stays in the audit log and is gone from the dossier.
//! Afterwards it is struck out (划改): the old value stays legible, struck through, with who and when, and a reason
//! is asked for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::attachment::named_file;
use super::{Session, SessionError, Snapshot};
use crate::model::{FeatureKey, Stamp};
use crate::plan::{
    Body, Entry, Fate, FeatureState, Filed, Hash, Ledger, Record, SampleResult, Withdrawn,
};

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

/// What is to be handed in: recorded here, standing, and nobody else has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// What was done at one feature at a time counts once, however many records it made.
    pub acts: usize,
    /// Photos and documents that those acts name.
    pub files: usize,
}

/// The entries of a plan that others still have to hear of. What was taken back before anybody had it is none of
/// their business, and neither is the taking back.
fn entries_to_hand_in<'s>(
    state: &'s FeatureState,
    departures: &Departures,
) -> impl Iterator<Item = &'s Entry> {
    let has_left = |record: &Record| departures.contains_key(&record.hash);
    let strikes_out = move |body: &Withdrawn| {
        let named = |entry: &&Entry| body.records.iter().any(|id| entry.record.is_named(id));
        state.entries.iter().filter(named).any(|entry| has_left(&entry.record))
    };
    state.entries.iter().filter(move |entry| {
        !has_left(&entry.record)
            && !matches!(entry.fate, Fate::Withdrawn(_))
            && match &entry.record.body {
                Body::Withdrawn(body) => strikes_out(body),
                _ => true,
            }
    })
}

/// What is to be handed in, by feature: kept up to date one plan at a time.
#[derive(Debug, Default)]
pub(super) struct ToHandIn {
    by_feature: HashMap<FeatureKey, (usize, BTreeSet<Hash>)>,
    /// Records of no feature.
    loose: usize,
}

impl ToHandIn {
    pub fn of(ledger: &Ledger, departures: &Departures) -> Self {
        let mut all = Self::default();
        ledger.plans().all_recorded().for_each(|(key, _)| all.follow(key, ledger, departures));
        all.follow_loose(ledger, departures);
        all
    }

    /// Counts one plan anew.
    fn follow(&mut self, key: &FeatureKey, ledger: &Ledger, departures: &Departures) {
        self.by_feature.remove(key);
        let Some(state) = ledger.plans().get(key) else { return };
        let waiting = || entries_to_hand_in(state, departures).map(|entry| &*entry.record);
        let acts: HashSet<&str> =
            waiting().map(|record| record.act.as_deref().unwrap_or(&record.id)).collect();
        if !acts.is_empty() {
            let files = waiting().filter_map(|record| Some(named_file(&record.body)?.0)).collect();
            self.by_feature.insert(key.clone(), (acts.len(), files));
        }
    }

    fn follow_loose(&mut self, ledger: &Ledger, departures: &Departures) {
        let loose = ledger.records_of_none().iter();
        self.loose = loose.filter(|record| !departures.contains_key(&record.hash)).count();
    }

    pub fn count(&self) -> Unsent {
        let files: HashSet<&Hash> = self.by_feature.values().flat_map(|(_, files)| files).collect();
        let acts = self.by_feature.values().map(|(acts, _)| acts).sum::<usize>();
        Unsent { acts: acts + self.loose, files: files.len() }
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
        self.to_hand_in = ToHandIn::of(&self.ledger, &self.departures);
        Ok(())
    }

    /// Whether others have anything that was recorded of a feature.
    pub(super) fn has_left(&self, state: &FeatureState) -> bool {
        state.entries.iter().any(|entry| self.departures.contains_key(&entry.record.hash))
    }

    /// Those of the records of a file that others have by it. A file without any news may be this person's own,
    /// opened again: nobody has anything by that. Asked before its records are taken in.
    pub(super) fn others_have<'r>(&self, records: &'r [Arc<Record>]) -> &'r [Arc<Record>] {
        match records.iter().any(|record| self.ledger.is_news(record)) {
            true => records,
            false => &[],
        }
    }

    /// What came from elsewhere, and is on the disk and in the ledger, others have.
    pub(super) fn have_left(&mut self, records: &[Arc<Record>], now: &Stamp) {
        let departures = Arc::make_mut(&mut self.departures);
        for record in records {
            departures.entry(record.hash).or_insert_with(|| now.clone());
        }
        let features = records.iter().filter_map(|record| record.feature.as_ref());
        let features = features.map(|key| self.ledger.main_key(key).clone()).collect();
        self.follow_to_hand_in(&features);
    }

    /// Counts these plans, and the records of none, anew.
    pub(super) fn follow_to_hand_in(&mut self, changed: &BTreeSet<FeatureKey>) {
        for key in changed {
            self.to_hand_in.follow(key, &self.ledger, &self.departures);
        }
        self.to_hand_in.follow_loose(&self.ledger, &self.departures);
    }
}

impl Snapshot {
    /// Whether others still have to hear of something at this feature; of a past evening, of what there was then.
    pub fn is_unsent(&self, state: &FeatureState) -> bool {
        entries_to_hand_in(state, &self.departures)
            .any(|entry| self.evening.is_none() || !matches!(entry.fate, Fate::Later))
    }

    /// Since when others have this record; `None` where only this workspace has it.
    pub fn left_at(&self, record: &Hash) -> Option<&Stamp> {
        self.departures.get(record)
    }

    /// The results of samples that were struck out after others had them: what was taken back before is nobody's.
    pub fn struck_results<'s>(
        &self,
        state: &'s FeatureState,
    ) -> impl Iterator<Item = &'s Filed<SampleResult>> {
        let is_struck = move |result: &&Filed<SampleResult>| {
            let mut entries = state.entries.iter();
            let entry = entries.find(|entry| entry.record.hash == result.record.hash);
            entry.and_then(|entry| self.taken_back(entry)) == Some(TakenBack::Struck)
        };
        state.struck_results.iter().filter(is_struck)
    }

    /// How an entry of a history was taken back; `None` for one that was not.
    pub fn taken_back(&self, entry: &Entry) -> Option<TakenBack> {
        let Fate::Withdrawn(by) = &entry.fate else { return None };
        let had_left = self.left_at(&entry.record.hash).is_some_and(|left_at| *left_at < by.at);
        Some(if had_left { TakenBack::Struck } else { TakenBack::Unseen })
    }
}
