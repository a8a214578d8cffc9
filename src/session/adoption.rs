//! Taking over what a layer's file states: shown first, then recorded as `adopted`, feature by feature.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::undo::Deed;
use super::{Outcome, Session, SessionError};
use crate::model::{FeatureKey, Stamp};
use crate::plan::{Actor, Adopted, Body};

/// What [`Command::AdoptLayer`](super::Command::AdoptLayer) would record of a layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adoption {
    /// The features of which something would be recorded, by the code of the stage that the file states; `None`:
    /// it states fields only.
    pub stages: BTreeMap<Option<String>, usize>,
    /// How many values of fields would be recorded.
    pub values: usize,
    /// Features of which something is recorded, and not taken back: they stay as they are.
    pub recorded: usize,
    /// Features of which the file states nothing that the procedure knows.
    pub silent: usize,
}

impl Adoption {
    /// How many features would get a record.
    pub fn features(&self) -> usize {
        self.stages.values().sum()
    }
}

impl Session {
    /// What adopting the layer would record; nothing is written.
    pub(super) fn preview_adoption(&self, layer: u64) -> Result<Outcome, SessionError> {
        let mut adoption = Adoption::default();
        for key in self.keys_of(layer)? {
            if self.ledger.state(&key).updated.is_some() {
                adoption.recorded += 1;
                continue;
            }
            match self.stated(&key) {
                Some(stated) => {
                    adoption.values += stated.fields.len();
                    *adoption.stages.entry(stated.stage).or_default() += 1;
                }
                None => adoption.silent += 1,
            }
        }
        Ok(Outcome::WouldAdopt(adoption))
    }

    /// Records what a layer's file states of each feature that nothing is recorded of yet.
    pub(super) fn adopt_layer(
        &mut self,
        layer: u64,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        let mut sealing = self.begin(now, actor);
        for key in self.keys_of(layer)? {
            let state = self.ledger.state(&key);
            let Some(stated) = self.stated(&key).filter(|_| state.updated.is_none()) else {
                continue;
            };
            if let Err(refusal) = self.seal(&key, &state, Body::Adopted(stated), &mut sealing)? {
                return Ok(Outcome::Refused(refusal));
            }
        }
        let records = self.commit(sealing)?;
        if !records.is_empty() {
            self.remember_deed(Deed::new(actor, &records), actor);
        }
        Ok(Outcome::Recorded { records })
    }

    /// The features of a layer, each once.
    fn keys_of(&self, layer: u64) -> Result<BTreeSet<FeatureKey>, SessionError> {
        let rows = Arc::clone(&self.layers[self.layer_idx(layer)?].view.rows);
        Ok(rows.iter().map(|row| row.key.clone()).collect())
    }

    /// What the file states of a feature; `None` where that is nothing.
    fn stated(&self, key: &FeatureKey) -> Option<Adopted> {
        let baseline = self.ledger.baseline(key).filter(|baseline| !baseline.is_empty())?;
        Some(baseline.adopted(&self.source_name(key)))
    }
}
