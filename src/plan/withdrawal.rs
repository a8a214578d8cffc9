//! Taking records back: which are, by whom they may be, and what was built on them.
//!
//! A record counts unless an active withdrawal that descends from it targets it. A withdrawal is a record itself and
//! may be taken back the same way.

use std::collections::HashMap;
use std::sync::Arc;

use super::ancestry::Ancestry;
use super::body::{Body, Withdrawn};
use super::counted::leaves;
use super::fold::{Fold, Verdict};
use super::hash::Hash;
use super::limits::are_milder;
use super::person::{Actor, Role};
use super::record::Record;
use super::rules::{Jump, Missing, Rulebook};
use super::state::{Fate, FeatureState, Standing};
use crate::model::Text;

/// What rests on records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rests {
    Figure,
    Limit,
}

impl Fold<'_> {
    /// Withdrawn records with the withdrawal that took them back. The newest withdrawals come first, so that
    /// withdrawing a withdrawal (redo) brings the first record back.
    pub(super) fn withdrawn_in(&self, view: &[usize], left_out: &[usize]) -> HashMap<usize, usize> {
        let mut withdrawn = HashMap::new();
        for by in view.iter().rev() {
            let Body::Withdrawn(body) = &self.ancestry.records[*by].body else { continue };
            let counts = matches!(self.verdicts.get(*by), Some(Verdict::Counts));
            if !counts || withdrawn.contains_key(by) || left_out.contains(by) {
                continue;
            }
            for target in self.targets(body) {
                if self.ancestry.is_ancestor(target, *by) {
                    withdrawn.entry(target).or_insert(*by);
                }
            }
        }
        withdrawn
    }

    fn targets(&self, body: &Withdrawn) -> Vec<usize> {
        let named = body.records.iter().flat_map(|reference| {
            let by_hash = Hash::parse(reference).and_then(|hash| self.ancestry.idx_of(&hash));
            self.by_id.get(reference).into_iter().flatten().copied().chain(by_hash)
        });
        named.collect()
    }

    /// What stands against taking some records back, seen from a view of the history.
    pub(super) fn judge_withdrawal(
        &self,
        by: &Actor,
        body: &Withdrawn,
        view: &[usize],
    ) -> Vec<Missing> {
        let targets: Vec<usize> =
            self.targets(body).into_iter().filter(|idx| view.binary_search(idx).is_ok()).collect();
        if targets.is_empty() {
            let text = Text::new("没有找到要撤回的记录", "There is no such record to take back");
            return vec![Missing::new(text, Jump::Nowhere)];
        }
        let own =
            targets.iter().all(|idx| self.ancestry.records[*idx].author().is_same(&by.person()));
        let whose: Vec<Role> =
            targets.iter().map(|idx| self.ancestry.records[*idx].by.role).collect();
        let missing = super::rules::missing_to_withdraw(own, by, &whose, &body.note);
        if !missing.is_empty() {
            return missing;
        }
        if let Some(step) = self.step_built_on(&targets, view) {
            return vec![super::refusals::built_on(self.procedure_of(step), step)];
        }
        let is_city = by.role == Role::Municipal;
        match self.rests_on(&targets, view) {
            // One's own word is taken back as freely as it was given, unless samples were judged by it.
            Some(rests) if !own && !is_city || rests == Rests::Limit => {
                super::refusals::rests_on(is_city, &body.note).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// What would move if these had never been: a figure, or what samples are judged by.
    fn rests_on(&self, targets: &[usize], view: &[usize]) -> Option<Rests> {
        let procedure = self.rulebook.procedure(&self.key.kind())?;
        let records = targets.iter().map(|idx| &self.ancestry.records[*idx]);
        let bodies = records.map(|record| &record.body);
        let codes: Vec<&String> =
            bodies.filter_map(Body::fields).flat_map(|fields| fields.keys()).collect();
        let is_limit = |code: &&String| procedure.standard.goes_by(code);
        let is_counted = |code: &&String| {
            procedure.field_or_list(code).is_some_and(|field| field.counted.is_some())
        };
        if !codes.iter().any(|code| is_limit(code) || is_counted(code)) {
            return None;
        }
        let (before, after) = (self.replay(view, &[]), self.replay(view, targets));
        let value = |code: &str| after.fields.get(code).and_then(super::Register::value);
        let is_out = |code: &&String| {
            let value = value(code).cloned().unwrap_or_default();
            // What is still ahead is nobody's figure yet.
            leaves(procedure, &before, (code, &value), crate::model::Day::MIN)
        };
        let is_out = codes.iter().any(is_out).then_some(Rests::Figure);
        let has_limits = codes.iter().any(is_limit);
        match has_limits && are_milder(self.rulebook, before, after) {
            true => Some(Rests::Limit),
            false => is_out,
        }
    }

    /// The first counting step that descends from one of `targets` and would be refused without them.
    fn step_built_on(&self, targets: &[usize], view: &[usize]) -> Option<&Record> {
        let withdrawn = self.withdrawn_in(view, &[]);
        let steps = view.iter().copied().filter(|idx| {
            matches!(self.ancestry.records[*idx].body, Body::Transition(_))
                && matches!(self.verdicts.get(*idx), Some(Verdict::Counts))
                && !withdrawn.contains_key(idx)
                && !targets.contains(idx)
                && targets.iter().any(|target| self.ancestry.is_ancestor(*target, *idx))
        });
        for idx in steps {
            let record = &self.ancestry.records[idx];
            let state = self.replay(&self.ancestry.ancestors(idx), targets);
            if !self.judge_on(record, &state).is_empty() {
                return Some(record);
            }
        }
        None
    }
}

impl Fold<'_> {
    /// A step that was built on what another took back, neither having seen the other: the stage it led to stands in
    /// dispute with the one before.
    pub(super) fn contest_taken_back(
        &self,
        state: &mut FeatureState,
        view: &[usize],
        withdrawn: &HashMap<usize, usize>,
    ) {
        let mut pairs: Vec<(usize, usize)> = withdrawn.iter().map(|(of, by)| (*of, *by)).collect();
        pairs.sort_unstable();
        for (taken_back, by) in pairs {
            let [standing] = state.stage.standing.as_slice() else { return };
            let last = standing.record.as_ref().and_then(|it| self.ancestry.idx_of(&it.hash));
            let Some(last) = last.filter(|last| !self.ancestry.is_ancestor(by, *last)) else {
                continue;
            };
            let steps = view.iter().copied().filter(|idx| {
                let is_step = matches!(self.ancestry.records[*idx].body, Body::Transition(_));
                is_step
                    && matches!(self.verdicts.get(*idx), Some(Verdict::Counts))
                    && !withdrawn.contains_key(idx)
                    && (*idx == last || self.ancestry.is_ancestor(*idx, last))
                    && self.ancestry.is_ancestor(taken_back, *idx)
            });
            let would_not_stand = |idx: &usize| {
                let before = self.replay(&self.ancestry.ancestors(*idx), &[taken_back]);
                !self.judge_on(&self.ancestry.records[*idx], &before).is_empty()
            };
            let Some(built) = steps.into_iter().find(would_not_stand) else { continue };
            let [target, built] = [taken_back, built].map(|idx| &self.ancestry.records[idx].body);
            let before = match (target, built) {
                (Body::Transition(step), _) | (_, Body::Transition(step)) => step.from.clone(),
                _ => None,
            };
            let Some(value) = before.filter(|before| *before != standing.value) else { continue };
            let record = Some(Arc::clone(&self.ancestry.records[by]));
            state.stage.standing.push(Standing { value, record });
        }
    }
}

/// What stands against a withdrawal that is about to be recorded on a folded state.
pub(super) fn withdrawal_missing(
    rulebook: &Rulebook,
    state: &FeatureState,
    by: &Actor,
    body: &Withdrawn,
) -> Vec<Missing> {
    let Some(key) = &state.key else { return Vec::new() };
    let seen = state.entries.iter().filter(|entry| !matches!(entry.fate, Fate::Later));
    let records: Vec<_> = seen.map(|entry| Arc::clone(&entry.record)).collect();
    let fates: HashMap<Hash, &Fate> =
        state.entries.iter().map(|entry| (entry.record.hash, &entry.fate)).collect();
    let ancestry = Ancestry::new(&records);
    let verdicts = ancestry
        .records
        .iter()
        .map(|record| match fates.get(&record.hash) {
            Some(Fate::Counts | Fate::Withdrawn(_)) => Verdict::Counts,
            Some(Fate::NotPermitted(missing)) => Verdict::NotPermitted(missing.clone()),
            Some(Fate::Altered) => Verdict::Altered,
            _ => Verdict::Unknown,
        })
        .collect();
    let mut by_id: HashMap<String, Vec<usize>> = HashMap::new();
    for (idx, record) in ancestry.records.iter().enumerate() {
        by_id.entry(record.id.clone()).or_default().push(idx);
    }
    let view: Vec<usize> = (0..ancestry.len()).collect();
    let short = Vec::new();
    Fold { ancestry, verdicts, short, by_id, rulebook, key }.judge_withdrawal(by, body, &view)
}
