//! The board of a workspace: its figures as of the day it shows, compared with an earlier day.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::received::records_in;
use super::{SessionError, Snapshot};
use crate::model::{Day, FeatureKey};
use crate::plan::{
    AsOf, Basis, Board, BoardInput, FrozenDifference, PlanChange, Plans, Summary, SummaryInput,
    board, changes, figure_changes, known_then, summary,
};

impl Snapshot {
    /// All numbers of the board, against the evening of `compared_with`. Counts everything: not for a frame.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn board(&self, compared_with: Day) -> Result<Board, SessionError> {
        let earlier = self.seen_on(compared_with)?;
        let before = earlier.plans_by(compared_with);
        let (layers, layers_before) = (self.layer_features(), earlier.layer_features());
        let main_key = &FeatureKey::clone;
        let rulebook = &self.rulebook;
        // Rows bear main keys already.
        let input = |plans, layers, as_of| SummaryInput {
            plans,
            layers,
            main_key,
            rulebook,
            context: self,
            as_of,
        };
        let district_of = |key: &FeatureKey| match self.place(key) {
            Some((view, feature_idx)) => self.district_of(view, feature_idx, &self.plans),
            None => String::new(),
        };
        let mut board = board(&BoardInput {
            now: input(self.plans.as_ref(), &layers, self.today),
            before: input(before.as_ref(), &layers_before, compared_with),
            district_of: &district_of,
        });
        let by_files = self.stated_since(&|at| at.day() <= compared_with, &before)?;
        board.changes = with_stated(by_files, std::mem::take(&mut board.changes));
        board.frozen = self.frozen_differences()?;
        Ok(board)
    }

    /// What changed since the evening of a day, up to the day looked at. What is looked at by receipt is compared with
    /// what had been received by that evening, everything else with what had happened by it.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn changes_since(&self, day: Day) -> Result<Vec<PlanChange>, SessionError> {
        let before = self.seen_on(day)?.plans_by(day);
        let by_files = self.stated_since(&|at| at.day() <= day, &before)?;
        Ok(with_stated(by_files, changes(&before, &self.plans, &self.rulebook)))
    }

    /// What changed since a file was written, or a folder or workspace: against the records it holds.
    ///
    /// # Errors
    /// If it cannot be read, or holds no record.
    pub fn changes_since_file(&self, path: &Path) -> Result<Vec<PlanChange>, SessionError> {
        let known = records_in(path)?;
        let never = AtomicBool::new(false);
        let then = self.plans_seen(&|record| known.contains(&record.hash), &AsOf::Now, &never);
        let then = then.unwrap_or_default();
        let by_files = self.stated_since_file(path, &then)?;
        Ok(with_stated(by_files, changes(&then, &self.plans, &self.rulebook)))
    }

    /// The plans at the end of an earlier day, by what had happened; of an evening by receipt that very one's.
    fn plans_by(&self, day: Day) -> Arc<Plans> {
        match self.basis() {
            Basis::Received => Arc::clone(&self.plans),
            Basis::Happened => self.plans_as_of(&AsOf::Business(day)),
        }
    }

    /// Every 上报版 with what the same day's figures say now, the newest first.
    ///
    /// # Errors
    /// If what had been received by then cannot be read.
    pub fn frozen_differences(&self) -> Result<Vec<FrozenDifference>, SessionError> {
        let frozen: Result<Vec<FrozenDifference>, SessionError> = self
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
                let known_by = record.at.instant();
                let by_files = self.stated_since(&|at| at.instant() <= known_by, &then)?;
                Ok(FrozenDifference {
                    record: Arc::clone(record),
                    as_of: day,
                    figures: figure_changes(reported, &self.summary_of(&now, day), &self.rulebook),
                    changes: with_stated(by_files, changes(&then, &now, &self.rulebook)),
                })
            })
            .collect();
        let mut frozen = frozen?;
        frozen.sort_by_key(|one| std::cmp::Reverse((one.record.at.instant(), one.record.hash)));
        Ok(frozen)
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

/// What files say by themselves before what people recorded, group by group.
fn with_stated(by_files: Vec<PlanChange>, recorded: Vec<PlanChange>) -> Vec<PlanChange> {
    let mut all = by_files;
    all.extend(recorded);
    all.sort_by_key(|change| change.group);
    all
}
