//! Undo and redo, per person and sitting, and taking single records back. Each is one more record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::record::{by_feature, refusal};
use super::{Outcome, Session, SessionError};
use crate::model::{FeatureKey, Stamp, Text};
use crate::plan::{Actor, Body, Hash, Jump, Person, Record, Refusal, Withdrawn, day_zh};

/// One act of a person in this sitting.
pub(super) struct Deed {
    person: Person,
    records: BTreeMap<FeatureKey, Vec<Arc<Record>>>,
    /// The records that took it back, while it is undone.
    withdrawal: Option<BTreeMap<FeatureKey, Vec<Arc<Record>>>>,
    /// Counts the undoings: redo takes the newest first.
    undone_as: usize,
}

impl Deed {
    pub fn new(actor: &Actor, records: &[Arc<Record>]) -> Self {
        Self {
            person: actor.person(),
            records: by_feature(records.iter()),
            withdrawal: None,
            undone_as: 0,
        }
    }

    pub fn is_undone(&self) -> bool {
        self.withdrawal.is_some()
    }

    fn hashes(&self) -> BTreeSet<Hash> {
        hashes(&self.records)
    }

    pub fn is_by(&self, actor: &Actor) -> bool {
        self.person.is_same(&actor.person())
    }
}

impl Session {
    /// Takes back this person's newest act of this sitting.
    pub(super) fn undo(&mut self, now: &Stamp, actor: &Actor) -> Result<Outcome, SessionError> {
        let newest = self.deeds.iter().rposition(|deed| deed.is_by(actor) && !deed.is_undone());
        let Some(deed_idx) = newest else { return Ok(Outcome::NothingToUndo) };
        let records = self.deeds[deed_idx].records.clone();
        if let Some(left_at) = self.left_at(&records) {
            return Ok(Outcome::NeedsReason {
                feature: records.keys().next().cloned(),
                records: records.values().flatten().map(|record| record.id.clone()).collect(),
                left_at: left_at.clone(),
            });
        }
        let withdrawn = match self.withdraw_all(&records, "", now, actor)? {
            Ok(withdrawn) => withdrawn,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        self.mark_undone(deed_idx, &withdrawn);
        Ok(undone(&records))
    }

    fn mark_undone(&mut self, deed_idx: usize, withdrawn: &[Arc<Record>]) {
        let undone_as = self.deeds.iter().map(|deed| deed.undone_as).max().unwrap_or(0) + 1;
        if let Some(deed) = self.deeds.get_mut(deed_idx) {
            deed.undone_as = undone_as;
            deed.withdrawal = Some(by_feature(withdrawn.iter()));
        }
    }

    /// Brings back what this person undid last, by withdrawing the withdrawal.
    pub(super) fn redo(&mut self, now: &Stamp, actor: &Actor) -> Result<Outcome, SessionError> {
        let undone_by_actor = self.deeds.iter().enumerate().filter(|(_, deed)| deed.is_by(actor));
        let newest = undone_by_actor
            .filter_map(|(deed_idx, deed)| {
                Some((deed_idx, deed.undone_as, deed.withdrawal.clone()?))
            })
            .max_by_key(|(_, undone_as, _)| *undone_as);
        let Some((deed_idx, _, withdrawal)) = newest else { return Ok(Outcome::NothingToUndo) };
        match self.withdraw_all(&withdrawal, "", now, actor)? {
            Ok(_) => {
                self.deeds[deed_idx].withdrawal = None;
                Ok(undone(&self.deeds[deed_idx].records))
            }
            Err(refusal) => Ok(Outcome::Refused(refusal)),
        }
    }

    /// Takes records back together, by their ids or hashes.
    pub(super) fn withdraw(
        &mut self,
        records: &[String],
        note: &str,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        let mut named = Vec::with_capacity(records.len());
        for reference in records {
            let all: Vec<Arc<Record>> = self.ledger.by_id(reference).into_iter().cloned().collect();
            // Of several that claim one id, an altered one is not the one a person means.
            let intact = all.iter().find(|record| record.intact).or(all.first());
            let Some(target) = intact else {
                return Err(SessionError::NoRecord(reference.clone()));
            };
            named.push(Arc::clone(target));
        }
        let targets = by_feature(named.iter());
        if targets.values().map(Vec::len).sum::<usize>() < named.len() || targets.is_empty() {
            let message = Text::new(
                "这条记录不属于任何对象，不能在这里撤回。",
                "this record belongs to no feature and cannot be taken back here",
            );
            return Ok(Outcome::Refused(refusal(message, Jump::Nowhere)));
        }
        let left_at = self.left_at(&targets).filter(|_| note.trim().is_empty());
        if let Some(left_at) = left_at {
            let message = Text::new(
                format!(
                    "这条 {} 已经交出，撤回会留下“划改”痕迹：请写原因。",
                    day_zh(left_at.day())
                ),
                format!(
                    "others have had this since {}; taking it back strikes it out for all to see: say why",
                    left_at.day()
                ),
            );
            return Ok(Outcome::Refused(refusal(message, Jump::Note)));
        }
        match self.withdraw_all(&targets, note, now, actor)? {
            Ok(records) => {
                // A whole act of this sitting taken back this way is undone: the next undo goes on before it.
                let is_whole = |deed: &Deed| !deed.is_undone() && deed.hashes() == hashes(&targets);
                if let Some(deed_idx) = self.deeds.iter().rposition(is_whole) {
                    self.mark_undone(deed_idx, &records);
                }
                Ok(Outcome::Recorded { records })
            }
            Err(refusal) => Ok(Outcome::Refused(refusal)),
        }
    }

    /// Since when others have any of these records.
    fn left_at(&self, targets: &BTreeMap<FeatureKey, Vec<Arc<Record>>>) -> Option<&Stamp> {
        let all = targets.values().flatten();
        all.filter_map(|record| self.departures.get(&record.hash)).min()
    }

    fn withdraw_all(
        &mut self,
        targets: &BTreeMap<FeatureKey, Vec<Arc<Record>>>,
        note: &str,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Result<Vec<Arc<Record>>, Refusal>, SessionError> {
        let mut sealing = self.begin(now, actor);
        for (key, records) in targets {
            let key = self.ledger.main_key(key).clone();
            let state = self.ledger.state(&key);
            let records = records.iter().map(|record| record.id.clone()).collect();
            let body = Body::Withdrawn(Withdrawn { records, note: note.to_owned() });
            if let Err(refusal) = self.seal(&key, &state, body, &mut sealing)? {
                return Ok(Err(refusal));
            }
        }
        Ok(Ok(self.commit(sealing)?))
    }
}

fn hashes(records: &BTreeMap<FeatureKey, Vec<Arc<Record>>>) -> BTreeSet<Hash> {
    records.values().flatten().map(|record| record.hash).collect()
}

fn undone(records: &BTreeMap<FeatureKey, Vec<Arc<Record>>>) -> Outcome {
    Outcome::Undone {
        features: records.keys().cloned().collect(),
        records: records.values().flatten().map(|record| record.hash).collect(),
    }
}
