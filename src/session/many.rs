//! One act on many features: a patrol along a river, recorded whole or not at all, undone as one.

use super::undo::Deed;
use super::{Act, ActPart, DraftAfter, Outcome, Session, SessionError};
use crate::model::{FeatureKey, Stamp};
use crate::plan::{Actor, Body, Refusal};

/// What one feature's part of a common act would do.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    pub feature: FeatureKey,
    /// Records it would write, `adopted` ones included.
    pub records: usize,
    /// All it would set stands already: nothing is recorded of it.
    pub unchanged: bool,
    /// Why the rules would not have it.
    pub refusal: Option<Refusal>,
}

impl Session {
    /// Says what [`Session::record_all`] would do, and writes nothing.
    pub(super) fn rehearse(
        &mut self,
        acts: Vec<Act>,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        let mut rehearsed = Vec::with_capacity(acts.len());
        for act in acts {
            let mut sealing = self.begin(now, actor);
            let feature = act.feature.clone();
            let unchanged = self.stands_already(&act);
            let refusal = if unchanged { None } else { self.seal_act(act, &mut sealing)?.err() };
            let records = sealing.records.len();
            rehearsed.push(Rehearsed { feature, records, unchanged, refusal });
        }
        Ok(Outcome::Rehearsed(rehearsed))
    }

    /// Whether an act sets fields to what they are, and does nothing else. Chosen one by one nobody asks for that;
    /// among many it is the rule, and a record of it would name a person who changed nothing.
    fn stands_already(&self, act: &Act) -> bool {
        let state = self.ledger.state(self.ledger.main_key(&act.feature));
        let stands = |part: &ActPart| match &part.body {
            Body::Fields(set) => state.already_says(&set.fields),
            _ => false,
        };
        !act.parts.is_empty() && act.parts.iter().all(stands)
    }

    /// Records the same moment's acts on several features in one transaction. One that the rules refuse keeps all
    /// from being recorded: the answer names every such feature. Of one that would stay as it is nothing is recorded.
    pub(super) fn record_all(
        &mut self,
        acts: Vec<Act>,
        draft: Option<DraftAfter>,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        let mut sealing = self.begin(now, actor);
        sealing.draft = draft;
        let mut refused = Vec::new();
        for act in acts {
            if self.stands_already(&act) {
                continue;
            }
            let feature = act.feature.clone();
            let before = sealing.records.len();
            if let Err(refusal) = self.seal_act(act, &mut sealing)? {
                let records = sealing.records.len() - before;
                let refusal = Some(refusal);
                refused.push(Rehearsed { feature, records, unchanged: false, refusal });
            }
        }
        if !refused.is_empty() {
            return Ok(Outcome::Rehearsed(refused));
        }
        let records = self.commit(sealing)?;
        if !records.is_empty() {
            self.remember_deed(Deed::new(actor, &records), actor);
        }
        Ok(Outcome::Recorded { records })
    }
}
