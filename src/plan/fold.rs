//! A plan's state from the *set* of its records: a pure function, whatever order they come in.
//!
//! Each record is judged on the fold of its own ancestors, by the procedure it names; a step that was not permitted
//! stays in the history and moves nothing. Along a run of records the state is carried on; only where histories
//! fork, meet or take something back is it built again, so that the cost of an ordinary history is linear.

use std::collections::HashMap;
use std::sync::Arc;

use super::acts::verdict_for_another;
use super::ancestry::Ancestry;
use super::apply::apply;
use super::as_of::{AsOf, counts_from, visible};
use super::body::Body;
use super::procedure::{DEADLINE_CURRENT, DEADLINE_ORIGINAL, PROGRESS, Procedure};
use super::record::Record;
use super::rules::{Asked, Context, Missing, Rulebook};
use super::sight::Sight;
use super::state::*;
use super::water_period;
use crate::model::{Day, FeatureKey};

/// Folds all records of one feature. `baseline` is what its file states; it shows while no record counts.
pub fn fold(
    key: &FeatureKey,
    records: &[Arc<Record>],
    baseline: Option<&Baseline>,
    rulebook: &Rulebook,
    as_of: &AsOf,
) -> FeatureState {
    let (ancestry, later) = visible(records, as_of);
    let mut fold = Fold {
        ancestry,
        verdicts: Vec::new(),
        short: Vec::new(),
        by_id: HashMap::new(),
        rulebook,
        key,
    };
    fold.index_ids();
    let state = fold.run();
    fold.finish(state, baseline, as_of.evening(), later)
}

/// What was found of a record on its own ancestors.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    Counts,
    NotPermitted(Vec<Missing>),
    Altered,
    Unknown,
}

pub(super) struct Fold<'a> {
    pub(super) ancestry: Ancestry,
    pub(super) verdicts: Vec<Verdict>,
    /// Those that count by a procedure of somebody's own and would not by the built-in one.
    pub(super) short: Vec<usize>,
    pub(super) by_id: HashMap<String, Vec<usize>>,
    pub(super) rulebook: &'a Rulebook,
    pub(super) key: &'a FeatureKey,
}

/// A re-check reads records alone: bytes and other features were looked at when the record was made.
struct RecordContext<'a>(&'a Record);

impl Context for RecordContext<'_> {
    fn setting(&self, name: &str) -> Option<String> {
        self.0.settings.get(name).and_then(|value| value_texts(value).into_iter().next())
    }

    fn has_bytes(&self, _sha256: &str) -> bool {
        true
    }

    fn has_feature(&self, _key: &FeatureKey) -> bool {
        true
    }
}

impl Fold<'_> {
    /// Ids matter only where something is withdrawn.
    fn index_ids(&mut self) {
        let records = &self.ancestry.records;
        if records.iter().any(|record| matches!(record.body, Body::Withdrawn(_))) {
            for (idx, record) in records.iter().enumerate() {
                self.by_id.entry(record.id.clone()).or_default().push(idx);
            }
        }
    }

    /// Judges every record and returns the state of the whole.
    fn run(&mut self) -> FeatureState {
        let count = self.ancestry.len();
        let mut after: Vec<Option<FeatureState>> = vec![None; count];
        let mut children_left = self.ancestry.child_counts.clone();
        let heads = (0..count).filter(|idx| children_left[*idx] == 0).count();
        for idx in 0..count {
            let mut state = self.state_before(idx, &mut after, &mut children_left);
            let verdict = self.judge(idx, &state);
            let counts = matches!(verdict, Verdict::Counts);
            if counts && self.is_short_of_built_in(idx, &state) {
                self.short.push(idx);
            }
            self.verdicts.push(verdict);
            let record = Arc::clone(&self.ancestry.records[idx]);
            if counts && matches!(record.body, Body::Withdrawn(_)) {
                let mut view = self.ancestry.ancestors(idx);
                view.push(idx);
                state = self.replay(&view, &[]);
            } else if counts {
                let sight = Sight::of_everything(&self.ancestry);
                apply(&mut state, &record, self.procedure_of(&record), &sight);
            }
            if children_left[idx] > 0 || heads == 1 {
                after[idx] = Some(state);
            }
        }
        match (heads, after.pop().flatten()) {
            // The one head is the last in fold order: everything else is its ancestor.
            (1, Some(state)) => state,
            (0, _) => self.fresh(),
            _ => self.replay(&(0..count).collect::<Vec<_>>(), &[]),
        }
    }

    fn fresh(&self) -> FeatureState {
        FeatureState::new(self.key.clone())
    }

    /// The fold of a record's own ancestors.
    fn state_before(
        &self,
        idx: usize,
        after: &mut [Option<FeatureState>],
        children_left: &mut [u32],
    ) -> FeatureState {
        let parents = &self.ancestry.parents[idx];
        for parent in parents {
            children_left[*parent] -= 1;
        }
        let state = match parents.as_slice() {
            [] => Some(self.fresh()),
            [parent] if children_left[*parent] == 0 => after[*parent].take(),
            [parent] => after[*parent].clone(),
            _ => None,
        };
        for parent in parents {
            if children_left[*parent] == 0 {
                after[*parent] = None;
            }
        }
        state.unwrap_or_else(|| self.replay(&self.ancestry.ancestors(idx), &[]))
    }

    pub(super) fn procedure_of(&self, record: &Record) -> Option<&Procedure> {
        let procedure = self.rulebook.version(&record.procedure)?;
        (procedure.id == self.key.kind().code()).then_some(procedure)
    }

    fn judge(&self, idx: usize, state: &FeatureState) -> Verdict {
        let record = &self.ancestry.records[idx];
        if !record.intact {
            return Verdict::Altered;
        }
        let missing = match &record.body {
            Body::Unknown(_) => return Verdict::Unknown,
            Body::Withdrawn(withdrawn) => {
                self.judge_withdrawal(&record.by, withdrawn, &self.ancestry.ancestors(idx))
            }
            Body::Transition(_) if self.is_of_absent_procedure(record) => {
                vec![super::refusals::procedure_not_here(&record.procedure)]
            }
            _ => self.judge_on(record, state),
        };
        if missing.is_empty() { Verdict::Counts } else { Verdict::NotPermitted(missing) }
    }

    pub(super) fn judge_on(&self, record: &Record, state: &FeatureState) -> Vec<Missing> {
        if record.on_behalf_of.is_some() {
            let missing = verdict_for_another(self.procedure_of(record), &record.body);
            if !missing.is_empty() {
                return missing;
            }
        }
        self.rulebook.missing_for(self.asked(record, state, &RecordContext(record)))
    }

    fn asked<'a>(
        &'a self,
        record: &'a Record,
        state: &'a FeatureState,
        context: &'a RecordContext<'a>,
    ) -> Asked<'a> {
        Asked {
            rulebook: self.rulebook,
            procedure: self.procedure_of(record),
            state,
            body: &record.body,
            actor: &record.by,
            on: record.on,
            today: record.at.day(),
            context,
        }
    }

    /// Whether a record names a version of its kind's procedure that is not on this computer.
    fn is_of_absent_procedure(&self, record: &Record) -> bool {
        let has_one = self.rulebook.procedure(&self.key.kind()).is_some();
        has_one && self.rulebook.version(&record.procedure).is_none()
    }

    fn is_short_of_built_in(&self, idx: usize, state: &FeatureState) -> bool {
        let record = &self.ancestry.records[idx];
        let context = RecordContext(record);
        self.rulebook.is_short_of_built_in(self.asked(record, state, &context))
    }

    /// The state of some records (closed under ancestry, in fold order) as if `left_out` had never been.
    pub(super) fn replay(&self, view: &[usize], left_out: &[usize]) -> FeatureState {
        let withdrawn = self.withdrawn_in(view, left_out);
        let mut state = self.fresh();
        for idx in view {
            let record = &self.ancestry.records[*idx];
            let counts = matches!(self.verdicts.get(*idx), Some(Verdict::Counts));
            if !counts || left_out.contains(idx) {
                continue;
            }
            if withdrawn.contains_key(idx) {
                if let Body::SampleResult(result) = &record.body {
                    let record = Arc::clone(record);
                    state.struck_results.push(Filed { body: result.clone(), record });
                }
                continue;
            }
            let sight = Sight::of(&self.ancestry, *idx);
            apply(&mut state, record, self.procedure_of(record), &sight);
        }
        if left_out.is_empty() {
            self.contest_taken_back(&mut state, view, &withdrawn);
        }
        state
    }

    /// Puts the outcome together: fates, heads, deadlines, judgements.
    fn finish(
        self,
        mut state: FeatureState,
        baseline: Option<&Baseline>,
        evening: Option<Day>,
        later: Vec<Arc<Record>>,
    ) -> FeatureState {
        let count = self.ancestry.len();
        let view: Vec<usize> = (0..count).collect();
        let withdrawn = self.withdrawn_in(&view, &[]);
        let from = counts_from(&self.ancestry, |record| record.on);
        for step in &mut state.steps {
            if let Some(idx) = self.ancestry.idx_of(&step.record.hash) {
                step.counts_from = from[idx];
            }
        }
        let records = &self.ancestry.records;
        let mut newest = None;
        for (idx, verdict) in self.verdicts.iter().enumerate() {
            let fate = match (verdict, withdrawn.get(&idx)) {
                (Verdict::Counts, Some(by)) => Fate::Withdrawn(Arc::clone(&records[*by])),
                (Verdict::Counts, None) => Fate::Counts,
                (Verdict::NotPermitted(missing), _) => Fate::NotPermitted(missing.clone()),
                (Verdict::Altered, _) => Fate::Altered,
                (Verdict::Unknown, _) => Fate::Unknown,
            };
            let says_something = !matches!(records[idx].body, Body::Withdrawn(_));
            if matches!(fate, Fate::Counts) && says_something {
                newest = Some(&records[idx]);
            }
            state.entries.push(Entry { record: Arc::clone(&records[idx]), fate });
        }
        match (newest, baseline) {
            (Some(newest), _) => state.updated = Some((newest.at.clone(), newest.by.clone())),
            (None, Some(baseline)) => show_baseline(&mut state, baseline),
            (None, None) => {}
        }
        if let Some((day, procedure)) = evening.zip(self.rulebook.procedure(&self.key.kind())) {
            state.hide_later(procedure, day);
        }
        // An altered record is no parent for a new one: other workspaces hold the true one.
        let mut has_child = vec![false; count];
        for (idx, parents) in self.ancestry.parents.iter().enumerate() {
            if records[idx].intact {
                parents.iter().for_each(|parent| has_child[*parent] = true);
            }
        }
        let is_head = |idx: &usize| !has_child[*idx] && records[*idx].intact;
        state.heads =
            view.iter().filter(|idx| is_head(idx)).map(|idx| records[*idx].hash).collect();
        state.missing_parents = self.ancestry.missing_parents;
        state.entries.extend(later.into_iter().map(|record| Entry { record, fate: Fate::Later }));
        derive(&mut state);
        let stands = |idx: &&usize| !withdrawn.contains_key(*idx);
        let short = self.short.iter().filter(stands);
        state.short_of_built_in = short.map(|idx| Arc::clone(&records[*idx])).collect();
        state.unproven |= !state.short_of_built_in.is_empty() && state.stage_code().is_some();
        for sample in &mut state.samples {
            sample.judgement = None;
        }
        self.rulebook.judge_samples(&mut state);
        state.months = water_period::months(self.rulebook, &state);
        state
    }
}

/// The plan of a feature that nobody has recorded anything about: what [`fold`] makes of no records.
pub(super) fn as_stated(key: &FeatureKey, baseline: &Baseline) -> FeatureState {
    let mut state = FeatureState::new(key.clone());
    show_baseline(&mut state, baseline);
    derive(&mut state);
    state
}

fn show_baseline(state: &mut FeatureState, baseline: &Baseline) {
    let stage = baseline.stage.clone();
    state.stage.standing =
        stage.map(|value| Standing { value, record: None }).into_iter().collect();
    for (code, value) in &baseline.fields {
        let standing = vec![Standing { value: value.clone(), record: None }];
        state.fields.insert(code.clone(), Register { standing });
    }
}

/// Fills in what follows from the registers.
fn derive(state: &mut FeatureState) {
    let day =
        |state: &FeatureState, code: &str| state.text(code).and_then(super::values::parse_day);
    state.deadline_original = day(state, DEADLINE_ORIGINAL);
    if let Some(register) = state.fields.get_mut(DEADLINE_CURRENT)
        && register.is_in_conflict()
    {
        // A deadline does not move while people differ on it: the last one is shown, the earliest.
        register.standing.sort_by(|a, b| b.value.as_str().cmp(&a.value.as_str()));
    }
    state.deadline_current = day(state, DEADLINE_CURRENT).or(state.deadline_original);
    let percent = state.texts(PROGRESS).first().and_then(|text| text.parse::<f64>().ok());
    state.percent = percent.filter(|p| (0.0..=100.0).contains(p)).map(|p| p as u64);
    state.geometry = state.moved.value().cloned();
    let Some(stage) = state.stage_code().map(str::to_owned) else { return };
    // Settling proves nothing: a stage that came by adoption alone stays as received.
    let by_no_step = |record: &Arc<Record>| match record.body {
        Body::Adopted(_) => true,
        Body::Resolved(_) => state.entry_into(&stage).is_none_or(|step| step.transition.is_none()),
        _ => false,
    };
    let standing = state.stage.standing.last();
    state.unproven =
        standing.is_some_and(|standing| standing.record.as_ref().is_none_or(by_no_step));
    state.stage_since = state.entry_into(&stage).map(|step| step.record.at.clone());
    state.stage_left = left_stage(state);
}

/// The stage left when the present one was entered; unknown while the stage is in conflict.
pub(super) fn left_stage(state: &FeatureState) -> Option<String> {
    if state.stage.is_in_conflict() {
        return None;
    }
    state.entry_into(state.stage_code()?)?.from.clone()
}
