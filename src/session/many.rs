//! One act on many features: a patrol along a river, recorded whole or not at all, undone as one.

use super::undo::Deed;
use super::{Act, DraftAfter, Outcome, Session, SessionError};
use crate::model::{FeatureKey, Stamp};
use crate::plan::{Actor, Refusal};

/// What one feature's part of a common act would do.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    pub feature: FeatureKey,
    /// Records it would write, `adopted` ones included.
    pub records: usize,
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
            let refusal = self.seal_act(act, &mut sealing)?.err();
            rehearsed.push(Rehearsed { feature, records: sealing.records.len(), refusal });
        }
        Ok(Outcome::Rehearsed(rehearsed))
    }

    /// Records the same moment's acts on several features in one transaction. One that the rules refuse keeps all
    /// from being recorded: the answer names every such feature.
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
            let feature = act.feature.clone();
            let before = sealing.records.len();
            if let Err(refusal) = self.seal_act(act, &mut sealing)? {
                let records = sealing.records.len() - before;
                refused.push(Rehearsed { feature, records, refusal: Some(refusal) });
            }
        }
        if !refused.is_empty() {
            return Ok(Outcome::Rehearsed(refused));
        }
        let records = self.commit(sealing)?;
        self.remember_deed(Deed::new(actor, &records), actor);
        Ok(Outcome::Recorded { records })
    }
}
