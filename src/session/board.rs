//! The board of a workspace: its figures as of the day it shows, compared with an earlier day.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::evening::received_by;
use super::received::records_in;
use super::{Basis, SessionError, Snapshot};
use crate::model::{Day, FeatureKey};
use crate::plan::{
    AsOf, Board, BoardInput, FrozenDifference, PlanChange, Plans, Summary, SummaryInput, board,
    changes, figure_changes, known_then, summary,
};

impl Snapshot {
    /// All numbers of the board, against the evening of `compared_with`. Counts everything: not for a frame.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn board(&self, compared_with: Day) -> Result<Board, SessionError> {
        let before = self.plans_then(compared_with)?;
        let layers = self.layer_features();
        let input = |plans, as_of| SummaryInput {
            plans,
            layers: &layers,
            // Rows bear main keys already.
            main_key: &FeatureKey::clone,
            rulebook: &self.rulebook,
            context: self,
            as_of,
        };
        let district_of = |key: &FeatureKey| match self.place(key) {
            Some((view, feature_idx)) => self.district_of(view, feature_idx, &self.plans),
            None => String::new(),
        };
        let mut board = board(&BoardInput {
            now: input(self.plans.as_ref(), self.today),
            before: input(before.as_ref(), compared_with),
            district_of: &district_of,
        });
        board.frozen = self.frozen_differences();
        Ok(board)
    }

    /// What changed since the evening of a day, up to the day looked at. What is looked at by receipt is compared with
    /// what had been received by that evening, everything else with what had happened by it.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn changes_since(&self, day: Day) -> Result<Vec<PlanChange>, SessionError> {
        Ok(changes(&*self.plans_then(day)?, &self.plans, &self.rulebook))
    }

    /// What changed since a file was written, or a folder or workspace: against the records it holds.
    ///
    /// # Errors
    /// If it cannot be read, or holds no record.
    pub fn changes_since_file(&self, path: &Path) -> Result<Vec<PlanChange>, SessionError> {
        let known = records_in(path)?;
        let never = AtomicBool::new(false);
        let then = self.plans_seen(&|record| known.contains(&record.hash), &AsOf::Now, &never);
        Ok(changes(&then.unwrap_or_default(), &self.plans, &self.rulebook))
    }

    /// The plans at the end of an earlier day, among the records that are seen here.
    fn plans_then(&self, day: Day) -> Result<Arc<Plans>, SessionError> {
        let as_of = match self.evening.map(|evening| evening.basis) {
            Some(Basis::Received) => {
                AsOf::Received(day, Arc::new(received_by(&self.workspace, day)?))
            }
            _ => AsOf::Business(day),
        };
        Ok(self.plans_as_of(&as_of))
    }

    /// Every 上报版 with what the same day's figures say now, the newest first.
    pub fn frozen_differences(&self) -> Vec<FrozenDifference> {
        let mut frozen: Vec<FrozenDifference> = self
            .frozen()
            .map(|(record, reported, day)| {
                let plans = self.plans.all_recorded();
                let recorded = plans.flat_map(|(_, state)| &state.entries);
                let all = recorded.map(|entry| &entry.record).chain(self.loose.iter());
                let known = known_then(reported, record, all);
                let never = AtomicBool::new(false);
                let seen = |sees: &(dyn Fn(&crate::plan::Record) -> bool + Sync)| {
                    self.plans_seen(sees, &self.evening_counted(day), &never).unwrap_or_default()
                };
                let (then, now) = (seen(&|one| known.contains(&one.hash)), seen(&|_| true));
                FrozenDifference {
                    record: Arc::clone(record),
                    as_of: day,
                    figures: figure_changes(reported, &self.summary_of(&now, day), &self.rulebook),
                    changes: changes(&then, &now, &self.rulebook),
                }
            })
            .collect();
        frozen.sort_by_key(|one| std::cmp::Reverse((one.record.at.instant(), one.record.hash)));
        frozen
    }

    /// The figures of some plans as of a day.
    pub(super) fn summary_of(&self, plans: &Plans, as_of: Day) -> Summary {
        summary(&SummaryInput {
            plans,
            layers: &self.layer_features(),
            // Rows bear main keys already.
            main_key: &FeatureKey::clone,
            rulebook: &self.rulebook,
            context: self,
            as_of,
        })
    }
}
