//! Undo and redo, per person and sitting, and taking single records back. Each is one more record.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::record::{by_feature, refused};
use super::{Outcome, Session, SessionError};
use crate::model::{FeatureKey, Stamp, Text};
use crate::plan::{Actor, Body, Jump, Person, Record, Refusal, Withdrawn};

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
        let withdrawn = match self.withdraw_all(&records, "", now, actor)? {
            Ok(withdrawn) => withdrawn,
            Err(refusal) => return Ok(Outcome::Refused(refusal)),
        };
        let undone_as = self.deeds.iter().map(|deed| deed.undone_as).max().unwrap_or(0) + 1;
        let deed = &mut self.deeds[deed_idx];
        deed.undone_as = undone_as;
        deed.withdrawal = Some(by_feature(withdrawn.iter()));
        Ok(undone(&records))
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

    /// Takes one record back, by its id or hash.
    pub(super) fn withdraw(
        &mut self,
        record: &str,
        note: &str,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        let named: Vec<Arc<Record>> = self.ledger.by_id(record).into_iter().cloned().collect();
        // Of several that claim one id, an altered one is not the one a person means.
        let intact = named.iter().find(|record| record.intact).or(named.first());
        let Some(target) = intact else {
            return Err(SessionError::NoRecord(record.to_owned()));
        };
        let targets = by_feature(std::iter::once(target));
        if targets.is_empty() {
            let message = Text::new(
                "这条记录不属于任何对象，不能在这里撤回。",
                "this record belongs to no feature and cannot be taken back here",
            );
            return Ok(refused(message, Jump::Nowhere));
        }
        match self.withdraw_all(&targets, note, now, actor)? {
            Ok(records) => Ok(Outcome::Recorded { records }),
            Err(refusal) => Ok(Outcome::Refused(refusal)),
        }
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

fn undone(records: &BTreeMap<FeatureKey, Vec<Arc<Record>>>) -> Outcome {
    Outcome::Undone {
        feature: records.keys().next().cloned(),
        records: records.values().flatten().map(|record| record.hash).collect(),
    }
}
