//! 待审: what waits for a verdict, since when, and who may give it. A pure look at one plan of a snapshot.
//!
//! Nothing about kinds is written here: a stage waits where its group says so, or where the procedure's set `review`
//! names it and everything for its verdict is there.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Snapshot;
use crate::model::{Day, FeatureKey};
use crate::plan::{
    Actor, ActorOf, Body, FeatureState, Need, Procedure, Record, Role, StageGroup, Step, StepFrom,
    StepTo, Transition, Verdict, deciders, last_to_differ,
};

/// The set of stages that wait once everything for their verdict is there.
const REVIEW_SET: &str = "review";

/// What is to be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// The plan stands before a step: the id of the transition that agrees.
    Step(String),
    /// A request, by its record's id.
    Request(String),
    /// Answers to what was sent back.
    Answers,
    /// A suspicion that another is to confirm: the id of the transition that does.
    Suspicion(String),
    Conflict,
}

/// The headings of the queue, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    SignOff,
    Plan,
    Acceptance,
    Deadline,
    StrikeOff,
    Answers,
    Suspicion,
    Conflict,
}

impl Desk {
    pub const ALL: [Self; 8] = [
        Self::SignOff,
        Self::Plan,
        Self::Acceptance,
        Self::Deadline,
        Self::StrikeOff,
        Self::Answers,
        Self::Suspicion,
        Self::Conflict,
    ];
}

/// One thing that waits for a verdict.
#[derive(Clone, Debug)]
pub struct Pending {
    pub feature: FeatureKey,
    pub matter: Matter,
    pub desk: Desk,
    /// Since which day; unknown where only the received file states it.
    pub since: Option<Day>,
    /// The record that asks for the verdict.
    pub asked: Option<Arc<Record>>,
    /// Who may decide.
    pub roles: Vec<Role>,
    /// Nothing of what others have to bring is missing.
    pub complete: bool,
}

impl Pending {
    /// Whether this person's role decides it; who has no such role sees everything and decides nothing.
    pub fn is_for(&self, actor: Option<&Actor>) -> bool {
        match actor.map(|actor| actor.role) {
            Some(role @ (Role::District | Role::Municipal)) => self.roles.contains(&role),
            _ => true,
        }
    }
}

/// What one person has decided on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    pub agreed: usize,
    pub returned: usize,
}

impl Snapshot {
    /// What waits for a verdict on one feature.
    pub fn pending(&self, key: &FeatureKey, state: &FeatureState) -> Vec<Pending> {
        let Some(procedure) = self.rulebook.procedure(&key.kind()) else { return Vec::new() };
        let look = Look { snapshot: self, procedure, key, state };
        let step = look.step();
        // A verdict that agrees accepts every answer: they need none of their own.
        let accepts = step.as_ref().is_some_and(|step| look.is_verdict(&step.matter));
        let mut pending: Vec<Pending> = step.into_iter().collect();
        pending.extend(look.requests());
        pending.extend(look.answers().filter(|_| !accepts));
        pending.extend(look.suspicion());
        pending.extend(look.conflict());
        pending
    }
}

struct Look<'a> {
    snapshot: &'a Snapshot,
    procedure: &'a Procedure,
    key: &'a FeatureKey,
    state: &'a FeatureState,
}

impl Look<'_> {
    fn pending(
        &self,
        matter: Matter,
        desk: Desk,
        asked: Option<&Arc<Record>>,
        roles: Vec<Role>,
    ) -> Pending {
        Pending {
            feature: self.key.clone(),
            matter,
            desk,
            since: asked.map(|record| record.at.day()),
            asked: asked.cloned(),
            roles,
            complete: true,
        }
    }

    fn step(&self) -> Option<Pending> {
        let stage = self.state.stage_code()?;
        // A plan in stage conflict stands nowhere: that is settled first.
        if self.state.stage.is_in_conflict() {
            return None;
        }
        let waits = self.procedure.stage(stage)?.group == StageGroup::Verdict;
        let in_set = self.procedure.is_in_set(REVIEW_SET, stage);
        if !waits && !in_set {
            return None;
        }
        let transition = agreeing(self.procedure, stage)?;
        let complete = self.is_complete(transition);
        if !waits && !complete {
            return None;
        }
        let asked = self.state.steps.last().map(|step| &step.record);
        let desk = desk_of(self.procedure, stage, transition);
        let roles = roles_of(transition);
        let since = self.state.stage_since.as_ref().map(crate::model::Stamp::day);
        let pending = self.pending(Matter::Step(transition.id.clone()), desk, asked, roles);
        Some(Pending { since: since.or(pending.since), complete, ..pending })
    }

    /// Whether all is there but what the verdict's own record brings.
    fn is_complete(&self, transition: &Transition) -> bool {
        let StepTo::Stages(stages) = &transition.to else { return true };
        let Some(to) = stages.first() else { return true };
        let from = self.state.stage_code().map(str::to_owned);
        let step = Step { from, to: to.clone(), ..Step::default() };
        let (today, nobody) = (self.snapshot.clock_day, Actor::default());
        let rulebook = &self.snapshot.rulebook;
        let conditions = rulebook.conditions(self.state, &step, &nobody, today, self.snapshot);
        conditions.iter().all(|condition| condition.by_reviewer || condition.is_met())
    }

    fn requests(&self) -> Vec<Pending> {
        let deciders = self.act_roles("decided", &[Role::Municipal]);
        let pending = self.state.open_requests().map(|request| {
            let record = &request.request.record;
            let desk = match request.request.body.what.as_str() {
                "deadline" => Desk::Deadline,
                _ => Desk::StrikeOff,
            };
            self.pending(Matter::Request(record.id.clone()), desk, Some(record), deciders.clone())
        });
        pending.collect()
    }

    fn is_verdict(&self, matter: &Matter) -> bool {
        let Matter::Step(id) = matter else { return false };
        self.procedure.transition(id).is_some_and(|one| one.verdict == Some(Verdict::Approve))
    }

    fn answers(&self) -> Option<Pending> {
        let waits = self.state.items.iter().filter(|item| item.accepted.is_none());
        let answered = waits.filter_map(|item| item.answered.as_ref());
        let newest = answered.max_by_key(|record| record.at.instant())?;
        let roles = self.act_roles("item_judged", &[Role::District, Role::Municipal]);
        Some(self.pending(Matter::Answers, Desk::Answers, Some(newest), roles))
    }

    /// A value that a person entered and that only a step of another makes a verdict or takes away.
    fn suspicion(&self) -> Option<Pending> {
        let stage = self.state.stage_code();
        let transition = self.procedure.transitions.iter().find(|transition| {
            transition.from.iter().any(|from| from.code() == stage)
                && suspected(self.procedure, self.state, transition).is_some()
        })?;
        let field = suspected(self.procedure, self.state, transition)?;
        let standing = self.state.fields.get(field)?.standing.last()?;
        let matter = Matter::Suspicion(transition.id.clone());
        let roles = roles_of(transition);
        Some(self.pending(matter, Desk::Suspicion, standing.record.as_ref(), roles))
    }

    fn conflict(&self) -> Option<Pending> {
        let fields = self.state.conflicts();
        let first = fields.first()?;
        let newest = last_to_differ(self.state, first);
        // What is in dispute waits for those who may decide all of it.
        let of = fields.iter().map(|field| deciders(Some(self.procedure), self.state, field));
        let roles = of.min_by_key(|roles| roles.len()).unwrap_or_default().to_vec();
        Some(self.pending(Matter::Conflict, Desk::Conflict, newest.as_ref(), roles))
    }

    /// Who the procedure lets do an act; `usual` where it says nothing of it.
    fn act_roles(&self, body: &str, usual: &[Role]) -> Vec<Role> {
        let rule = self.procedure.acts.iter().find(|act| act.body == body);
        rule.map_or_else(
            || usual.to_vec(),
            |rule| rule.roles.iter().map(|rule| rule.role).collect(),
        )
    }
}

fn roles_of(transition: &Transition) -> Vec<Role> {
    transition.roles.iter().map(|rule| rule.role).collect()
}

fn leads_from<'p>(
    procedure: &'p Procedure,
    stage: &'p str,
) -> impl Iterator<Item = &'p Transition> {
    let from_here = move |from: &StepFrom| matches!(from, StepFrom::Stage(code) if code == stage);
    procedure.transitions.iter().filter(move |one| one.from.iter().any(from_here))
}

/// The step that agrees to what waits in `stage`: a verdict, else the first that leads on.
pub fn agreeing<'p>(procedure: &'p Procedure, stage: &'p str) -> Option<&'p Transition> {
    let leads_on = |transition: &&Transition| {
        let StepTo::Stages(stages) = &transition.to else { return false };
        let group = stages.first().and_then(|to| procedure.stage(to)).map(|to| to.group);
        transition.verdict != Some(Verdict::Return)
            && !matches!(group, Some(StageGroup::Trouble | StageGroup::NotCounted) | None)
            && suspecting_field(transition).is_none()
    };
    let verdict = |transition: &&Transition| transition.verdict == Some(Verdict::Approve);
    leads_from(procedure, stage)
        .filter(leads_on)
        .find(verdict)
        .or_else(|| leads_from(procedure, stage).find(leads_on))
}

/// The step that sends back what waits in `stage`.
pub fn returning<'p>(procedure: &'p Procedure, stage: &'p str) -> Option<&'p Transition> {
    leads_from(procedure, stage).find(|one| one.verdict == Some(Verdict::Return))
}

/// The step that an approved request leads to: into the stage that bears its name.
pub fn following<'p>(
    procedure: &'p Procedure,
    stage: Option<&str>,
    what: &str,
) -> Option<&'p Transition> {
    procedure.transition_between(stage, what).filter(|_| procedure.stage(what).is_some())
}

/// The field whose value another person's step confirms: separation of duties over a field that the step gives.
fn suspecting_field(transition: &Transition) -> Option<&str> {
    let of_field = transition.needs.iter().find_map(|need| match need {
        Need::Actor { from: ActorOf::Field(field), .. } => Some(field.as_str()),
        _ => None,
    })?;
    transition.needs.iter().find_map(|need| match need {
        Need::Input { field, .. } if field == of_field => Some(field.as_str()),
        _ => None,
    })
}

/// The field of a suspicion that stands: a value that no step of the procedure gives.
pub fn suspected<'p>(
    procedure: &'p Procedure,
    state: &FeatureState,
    transition: &'p Transition,
) -> Option<&'p str> {
    let field = suspecting_field(transition)?;
    let value = state.text(field)?;
    let is_verdict = |need: &Need| matches!(need, Need::Input { field: f, test } if f == field && test.is.iter().any(|is| is == value));
    let decided = procedure.transitions.iter().flat_map(|one| &one.needs).any(is_verdict);
    (!decided).then_some(field)
}

/// The value that takes a suspicion away, of those the procedure's steps give: one that needs no step.
pub fn cleared_value<'p>(procedure: &'p Procedure, field: &str) -> Option<&'p str> {
    let kept = procedure.field(field).map(|def| def.only_by_step.as_slice()).unwrap_or_default();
    let inputs = procedure.transitions.iter().flat_map(|one| &one.needs);
    let mut values = inputs.flat_map(|need| match need {
        Need::Input { field: of, test } if of == field => test.is.as_slice(),
        _ => &[],
    });
    values.find(|value| !kept.contains(value)).map(String::as_str)
}

fn desk_of(procedure: &Procedure, stage: &str, transition: &Transition) -> Desk {
    let place = |code: &str| procedure.stages.iter().position(|one| one.code == code);
    let works = procedure.stages.iter().position(|one| one.group == StageGroup::Works);
    let StepTo::Stages(stages) = &transition.to else { return Desk::Acceptance };
    let closes = |to: &String| procedure.is_in_set("closing", to);
    if stages.iter().any(closes) {
        return Desk::SignOff;
    }
    match (place(stage), works) {
        (Some(own), Some(works)) if own < works => Desk::Plan,
        _ => Desk::Acceptance,
    }
}

/// What a person decided on a day, on one feature.
pub fn verdicts_on(
    procedure: &Procedure,
    state: &FeatureState,
    person: &Actor,
    day: Day,
) -> Verdicts {
    let mut verdicts = Verdicts::default();
    // The newest counting record's day tells without a look at the rest that there is none.
    if state.updated.as_ref().is_none_or(|(at, _)| at.day() < day) {
        return verdicts;
    }
    let counting = state.entries.iter().filter(|it| matches!(it.fate, crate::plan::Fate::Counts));
    let own = counting
        .map(|entry| &entry.record)
        .filter(|record| record.at.day() == day && record.author().is_same(&person.person()));
    // One act is one decision, however many records it has.
    let mut seen = std::collections::BTreeSet::new();
    for record in own {
        let verdict = match &record.body {
            Body::Transition(step) => procedure
                .transition_between(step.from.as_deref(), &step.to)
                .and_then(|one| verdict_of(procedure, step, one)),
            Body::Decided(decided) => Some(match decided.verdict.as_str() {
                "approved" => Verdict::Approve,
                _ => Verdict::Return,
            }),
            Body::ItemJudged(judged) => Some(match judged.verdict.as_str() {
                "accepted" => Verdict::Approve,
                _ => Verdict::Return,
            }),
            Body::Resolved(_) => Some(Verdict::Approve),
            _ => None,
        };
        let Some(verdict) = verdict else { continue };
        if record.act.as_ref().is_some_and(|act| !seen.insert(act.clone())) {
            continue;
        }
        match verdict {
            Verdict::Approve => verdicts.agreed += 1,
            Verdict::Return => verdicts.returned += 1,
        }
    }
    verdicts
}

/// A step out of a stage that waits is a verdict, though the file does not call it one.
fn verdict_of(procedure: &Procedure, step: &Step, transition: &Transition) -> Option<Verdict> {
    let from = step.from.as_deref()?;
    let waits = procedure.stage(from)?.group == StageGroup::Verdict;
    let agrees = || agreeing(procedure, from).is_some_and(|one| one.id == transition.id);
    transition.verdict.or_else(|| (waits && agrees()).then_some(Verdict::Approve))
}
