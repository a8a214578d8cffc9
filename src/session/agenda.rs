//! What asks to be done: sent back, assigned, overdue, due soon, due for a patrol. A pure look at a snapshot.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Snapshot;
use crate::model::{Day, FeatureKey};
use crate::plan::{
    Actor, Context as _, Fate, FeatureState, Person, Procedure, Record, StepTaken, Verdict,
    is_due_soon, is_overdue, parse_day,
};

/// The setting and field that say how many days may lie between two visits.
const PATROL_INTERVAL: &str = "patrol_interval_days";
const DUE_SOON: &str = "due_soon_days";
/// Days ahead that count as soon where nothing says otherwise.
const DUE_SOON_DAYS: i64 = 30;

/// One feature that wants something.
#[derive(Clone, Debug)]
pub struct Task {
    pub feature: FeatureKey,
    /// Until when.
    pub due: Option<Day>,
    /// The record that asks for it: the sending back, the assignment, the last visit.
    pub asked: Option<Arc<Record>>,
    /// Whom it is assigned to, as the newest assignment spells it; empty where nobody is.
    pub holder: String,
}

/// What asks to be done, each list by due day, then by key. A feature may stand in several.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// Things to correct that nobody has answered, and plans that the newest step sent back with none.
    pub returned: Vec<Task>,
    /// Sent back with things to correct, all of them answered by now: only the work waits to be taken up again.
    pub answered: Vec<Task>,
    /// Assigned to the person asked for, and no step taken since.
    pub assigned: Vec<Task>,
    pub overdue: Vec<Task>,
    pub due_soon: Vec<Task>,
    /// Last visited longer ago than the interval that the feature, or a setting, names. Where neither does: never.
    pub for_patrol: Vec<Task>,
}

impl Agenda {
    /// All features that ask for something, each once: sent back first, then assigned, overdue, patrol, soon.
    pub fn features(&self) -> Vec<FeatureKey> {
        let lists = [
            &self.returned,
            &self.answered,
            &self.assigned,
            &self.overdue,
            &self.for_patrol,
            &self.due_soon,
        ];
        let mut seen = BTreeSet::new();
        let all = lists.into_iter().flatten().map(|task| &task.feature);
        all.filter(|key| seen.insert((*key).clone())).cloned().collect()
    }
}

impl Snapshot {
    /// What asks to be done on [`Snapshot::today`]; assignments are those to `person`.
    ///
    /// Looks at every plan: work it out when the snapshot changes, not for every frame.
    pub fn agenda(&self, person: Option<&Actor>) -> Agenda {
        let mut agenda = Agenda::default();
        for (key, state) in self.plans.iter() {
            let Some(procedure) = self.rulebook.procedure(&key.kind()) else { continue };
            let state = &state;
            let look = Look { snapshot: self, procedure, key, state };
            let due = state.deadline_current;
            match returned(procedure, state) {
                Some(Returned::ToCorrect { due }) => agenda.returned.extend(look.to_correct(due)),
                Some(Returned::Answered) => agenda.answered.push(look.task(due, None)),
                None => {}
            }
            if let Some(task) = person.and_then(|person| look.assigned_to(person)) {
                agenda.assigned.push(task);
            }
            if is_overdue(procedure, state, self.today) {
                agenda.overdue.push(look.task(due, None));
            } else if is_due_soon(procedure, state, self.today, self.due_soon_days(procedure)) {
                agenda.due_soon.push(look.task(due, None));
            }
            if let Some(task) = look.for_patrol() {
                agenda.for_patrol.push(task);
            }
        }
        let lists = [
            &mut agenda.returned,
            &mut agenda.answered,
            &mut agenda.assigned,
            &mut agenda.overdue,
            &mut agenda.due_soon,
            &mut agenda.for_patrol,
        ];
        for list in lists {
            list.sort_by(|a, b| {
                (a.due.is_none(), a.due, &a.feature).cmp(&(b.due.is_none(), b.due, &b.feature))
            });
        }
        agenda
    }

    /// How many days ahead a deadline is near: as this workspace or the procedure says.
    pub fn due_soon_days(&self, procedure: &Procedure) -> i64 {
        let own = self.setting(DUE_SOON);
        let days = own.as_deref().or_else(|| procedure.setting_default(DUE_SOON));
        days.and_then(|days| days.trim().parse().ok()).unwrap_or(DUE_SOON_DAYS)
    }
}

/// The person a plan waits for and since which day: whom it was assigned to, else whose work was sent back. Nobody
/// once the next step was taken.
pub fn held_by(procedure: &Procedure, state: &FeatureState) -> Option<(String, Day)> {
    let newest = state.steps.last();
    let assigned = state.assignments.last().filter(|assigned| {
        newest.is_none_or(|step| assigned.record.at.instant() >= step.record.at.instant())
    });
    if let Some(assigned) = assigned {
        return Some((assigned.body.to.trim().to_owned(), assigned.record.at.day()));
    }
    let back = sent_back(procedure, state)?;
    let before = state.steps.len().checked_sub(2).and_then(|idx| state.steps.get(idx))?;
    let is_theirs = before.transition.is_some();
    is_theirs.then(|| (before.record.by.name.clone(), back.record.at.day()))
}

/// The newest step, where that sent the plan back.
pub fn sent_back<'s>(procedure: &Procedure, state: &'s FeatureState) -> Option<&'s StepTaken> {
    state.steps.last().filter(|step| {
        let transition = step.transition.as_ref().and_then(|id| procedure.transition(id));
        transition.is_some_and(|transition| transition.verdict == Some(Verdict::Return))
    })
}

/// Where something that was sent back stands with who is to put it right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// Things to correct wait for an answer, the first of them until this day; or it came back without any.
    ToCorrect { due: Option<Day> },
    /// Each of them is answered: there is only the work to be taken up again.
    Answered,
}

/// How a plan stands that was sent back, until it is handed on again; `None` of all others.
pub fn returned(procedure: &Procedure, state: &FeatureState) -> Option<Returned> {
    let mut open = state.items.iter().filter(|item| item.is_open()).peekable();
    if open.peek().is_some() {
        let due = open.filter_map(|item| day_of(item.item.due.as_deref())).min();
        return Some(Returned::ToCorrect { due });
    }
    let stage = state.stage_code()?;
    let back = sent_back(procedure, state).filter(|_| procedure.is_in_set("open", stage))?;
    let asked_for_any = state.items.iter().any(|item| item.given.id == back.record.id);
    Some(if asked_for_any { Returned::Answered } else { Returned::ToCorrect { due: None } })
}

struct Look<'a> {
    snapshot: &'a Snapshot,
    procedure: &'a Procedure,
    key: &'a FeatureKey,
    state: &'a Arc<FeatureState>,
}

impl Look<'_> {
    fn task(&self, due: Option<Day>, asked: Option<&Arc<Record>>) -> Task {
        let holder = self.state.assignments.last().map(|it| it.body.to.trim().to_owned());
        Task {
            feature: self.key.clone(),
            due,
            asked: asked.cloned(),
            holder: holder.unwrap_or_default(),
        }
    }

    fn is_closed(&self) -> bool {
        let stage = self.state.stage_code();
        stage.is_some_and(|stage| self.procedure.is_in_set("closing", stage))
    }

    fn to_correct(&self, answer_due: Option<Day>) -> Option<Task> {
        if self.is_closed() {
            return None;
        }
        let open = self.state.items.iter().rfind(|item| item.is_open()).map(|item| &item.given);
        let sent_back = sent_back(self.procedure, self.state).map(|step| &step.record);
        Some(self.task(answer_due.or(self.state.deadline_current), open.or(sent_back)))
    }

    fn assigned_to(&self, person: &Actor) -> Option<Task> {
        let newest = self.state.assignments.last()?;
        // Somebody is named for it, without a unit: whoever goes by that name is meant.
        let meant = Person { name: newest.body.to.clone(), unit: person.unit.clone() };
        let is_theirs = meant.is_same(&person.person());
        let since = newest.record.at.instant();
        let has_moved_on =
            self.state.steps.last().is_some_and(|step| step.record.at.instant() > since);
        if !is_theirs || has_moved_on || self.is_closed() {
            return None;
        }
        let due = day_of(newest.body.due.as_deref()).or(self.state.deadline_current);
        Some(self.task(due, Some(&newest.record)))
    }

    fn for_patrol(&self) -> Option<Task> {
        let stage = self.state.stage_code()?;
        // What was struck off, or needs nothing, is nobody's to patrol; what was signed off still is.
        if self.is_closed() && !self.procedure.is_in_set("works_done", stage) {
            return None;
        }
        let own = self.state.text(PATROL_INTERVAL).map(str::to_owned);
        let days = own.or_else(|| self.snapshot.setting(PATROL_INTERVAL));
        let days: i64 = days?.trim().parse().ok().filter(|days| *days > 0)?;
        let counting = self.state.entries.iter().filter(|it| matches!(it.fate, Fate::Counts));
        let last_visit = self.state.visits.iter().max_by_key(|visit| visit.record.on);
        let first = counting.map(|entry| &entry.record).min_by_key(|record| record.on);
        let since = last_visit.map(|visit| &visit.record).or(first)?;
        let due = since.on.saturating_add(jiff::Span::new().try_days(days.min(36_500)).ok()?);
        (due <= self.snapshot.today).then(|| self.task(Some(due), Some(since)))
    }
}

fn day_of(text: Option<&str>) -> Option<Day> {
    parse_day(text?)
}
