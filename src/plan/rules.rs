//! What may be recorded: the answers of the rules, and who asks.
//!
//! A refusal names everything missing at once and says for each what to do. The engine reads the procedure file;
//! nothing about outfalls is written here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::body::{Body, Step};
use super::judge::Case;
use super::person::{Actor, Role};
use super::procedure::{Procedure, RoleRule, StepFrom, StepTo, Transition};
use super::programme::Programme;
use super::record::Fields;
use super::refusals;
use super::standard::Standards;
use super::state::FeatureState;
use crate::model::{Day, FeatureKey, Kind, Text};

/// Where the screen goes to mend what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jump {
    Field(String),
    /// A field of the step's own form.
    Input(String),
    Note,
    Position,
    Photo(String),
    Document(String),
    Sample,
    Visit,
    Items,
    Progress,
    /// Who is at the keyboard, and in which role.
    Person,
    /// Another person: who is at the keyboard did what is to be judged.
    AnotherPerson,
    Request(String),
    /// Nothing to fill in before this day.
    Day(Day),
    /// Nothing to fill in here: wait for another role, another stage.
    Nowhere,
}

/// One thing that is missing, what to do about it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub message: Text,
    pub jump: Jump,
    /// Something was given and cannot be so; else something is still to be given.
    pub is_wrong: bool,
}

impl Missing {
    /// Something that is still to be given.
    pub const fn new(message: Text, jump: Jump) -> Self {
        Self { message, jump, is_wrong: false }
    }

    /// Something that was given and cannot be so.
    pub const fn wrong(message: Text, jump: Jump) -> Self {
        Self { message, jump, is_wrong: true }
    }

    /// Whether it is for other people to record: nothing of it can be mended here.
    pub const fn is_for_others(&self) -> bool {
        matches!(self.jump, Jump::Person | Jump::AnotherPerson)
    }
}

/// Why something may not be recorded: an answer, not an error. The form keeps what was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", missing.iter().map(|missing| missing.message.en.as_str()).collect::<Vec<_>>().join("; "))]
pub struct Refusal {
    pub missing: Vec<Missing>,
}

/// What the rules look at beside the records: settings, photo and document bytes, other features.
pub trait Context {
    /// The value of a setting (`delegated`, `revisit_days`, …); `None` means the procedure's default.
    fn setting(&self, name: &str) -> Option<String>;
    /// Whether the bytes of a photo or document are in the workspace.
    fn has_bytes(&self, sha256: &str) -> bool;
    fn has_feature(&self, key: &FeatureKey) -> bool;
    /// Whether the feature's own plan has been struck off: nothing can be merged into it.
    fn is_struck_off(&self, _key: &FeatureKey) -> bool {
        false
    }
    /// Whether a layer gives the feature a position.
    fn has_position(&self, key: &FeatureKey) -> bool {
        self.has_feature(key)
    }
}

/// A step out of the present stage and what it still wants of this actor.
#[derive(Clone, Debug)]
pub struct NextStep<'a> {
    pub transition: &'a Transition,
    pub to: String,
    pub missing: Vec<Missing>,
    /// Whether the actor's role may take it at all.
    pub role_fits: bool,
}

/// Everything a plan is judged by: procedures and standards, built in or put beside them.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// The newest procedure of each kind, by the kind's code.
    pub procedures: BTreeMap<String, Arc<Procedure>>,
    /// All procedures by the name records write: `outfall/1`.
    pub versions: BTreeMap<String, Arc<Procedure>>,
    pub standards: Standards,
    pub programme: Programme,
}

/// A question to the rules.
pub(super) struct Asked<'a> {
    pub rulebook: &'a Rulebook,
    pub procedure: Option<&'a Procedure>,
    pub state: &'a FeatureState,
    pub body: &'a Body,
    pub actor: &'a Actor,
    /// The day it happened.
    pub on: Day,
    /// The day it is recorded.
    pub today: Day,
    pub context: &'a dyn Context,
}

impl Rulebook {
    /// The newest procedure of a kind; `None` where the kind has no file (visits, notes, photos, fields only).
    pub fn procedure(&self, kind: &Kind) -> Option<&Procedure> {
        self.procedures.get(kind.code()).map(Arc::as_ref)
    }

    /// The procedure that records name so.
    pub fn version(&self, name: &str) -> Option<&Procedure> {
        self.versions.get(name).map(Arc::as_ref)
    }

    /// The procedure in whose words a record is told: the one it names, else the newest of its kind.
    pub fn procedure_of(&self, record: &super::Record) -> Option<&Procedure> {
        let newest = || self.procedure(&record.feature.as_ref()?.kind());
        self.version(&record.procedure).or_else(newest)
    }

    /// What a new record about a feature of this kind writes under `procedure`.
    pub fn procedure_name(&self, kind: &Kind) -> String {
        self.procedure(kind).map_or_else(|| format!("{kind}/0"), Procedure::name)
    }

    /// All steps out of the present stage, those of the actor's role first, then those that want least.
    pub fn next_steps<'a>(
        &'a self,
        state: &FeatureState,
        actor: &Actor,
        today: Day,
        context: &dyn Context,
    ) -> Vec<NextStep<'a>> {
        let kind = state.key.as_ref().map(FeatureKey::kind);
        let Some(procedure) = kind.and_then(|kind| self.procedure(&kind)) else {
            return Vec::new();
        };
        let mut steps = Vec::new();
        for transition in &procedure.transitions {
            if !transition.from.iter().any(|from| from.code() == state.stage_code()) {
                continue;
            }
            for to in targets(procedure, state, transition) {
                let body = Body::Transition(Step {
                    from: state.stage_code().map(str::to_owned),
                    to: to.clone(),
                    ..Step::default()
                });
                let (rulebook, procedure, body) = (self, Some(procedure), &body);
                let asked =
                    Asked { rulebook, procedure, state, body, actor, on: today, today, context };
                let role_fits = role_missing(&asked, &transition.roles).is_none();
                steps.push(NextStep {
                    transition,
                    to,
                    missing: self.step_needs_missing(&asked, transition),
                    role_fits,
                });
            }
        }
        steps.sort_by_key(|step| (!step.role_fits, step.missing.len()));
        steps
    }

    /// Whether `body` may be recorded on `state` by `actor`. `on` is the day it happened, `today` the present one.
    ///
    /// # Errors
    /// A [`Refusal`] that names everything missing at once.
    pub fn check(
        &self,
        state: &FeatureState,
        body: &Body,
        actor: &Actor,
        on: Day,
        today: Day,
        context: &dyn Context,
    ) -> Result<(), Refusal> {
        let kind = state.key.as_ref().map(FeatureKey::kind);
        let procedure = kind.and_then(|kind| self.procedure(&kind));
        let asked = Asked { rulebook: self, procedure, state, body, actor, on, today, context };
        let mut missing = self.missing_for(asked);
        if let (Body::Withdrawn(withdrawn), true) = (body, missing.is_empty()) {
            missing = super::withdrawal::withdrawal_missing(self, state, actor, withdrawn);
        }
        if missing.is_empty() { Ok(()) } else { Err(Refusal { missing }) }
    }

    /// Whether `body` may be written down for another person.
    ///
    /// # Errors
    /// A [`Refusal`] where that is for nobody but who does it.
    pub fn check_for_another(&self, key: &FeatureKey, body: &Body) -> Result<(), Refusal> {
        let missing = super::acts::verdict_for_another(self.procedure(&key.kind()), body);
        if missing.is_empty() { Ok(()) } else { Err(Refusal { missing }) }
    }

    /// [`Rulebook::check`] of a step.
    ///
    /// # Errors
    /// A [`Refusal`] that names everything missing at once.
    pub fn check_transition(
        &self,
        state: &FeatureState,
        step: &Step,
        actor: &Actor,
        on: Day,
        today: Day,
        context: &dyn Context,
    ) -> Result<(), Refusal> {
        self.check(state, &Body::Transition(step.clone()), actor, on, today, context)
    }

    /// The settings a body is judged by, with their values: written into its record, so that the re-check is the same.
    pub fn settings_used(
        &self,
        state: &FeatureState,
        body: &Body,
        context: &dyn Context,
    ) -> Fields {
        let kind = state.key.as_ref().map(FeatureKey::kind);
        let (Some(procedure), Body::Transition(step)) =
            (kind.and_then(|kind| self.procedure(&kind)), body)
        else {
            return Fields::new();
        };
        let Some(transition) = procedure.transition_between(step.from.as_deref(), &step.to) else {
            return Fields::new();
        };
        let value = |code: String| {
            let value = setting(procedure, context, &code);
            (code, value.into())
        };
        procedure.settings_of(transition).into_iter().map(value).collect()
    }

    /// Everything that stands against a record, in the order a person would mend it.
    pub(super) fn missing_for(&self, asked: Asked<'_>) -> Vec<Missing> {
        if let Some(missing) = missing_to_record(asked.actor) {
            return vec![missing];
        }
        if asked.on > asked.today {
            return given_wrongly(vec![refusals::in_the_future(asked.on, asked.today)]);
        }
        if !super::days::can_be(asked.on) {
            return given_wrongly(vec![refusals::no_such_day(asked.on)]);
        }
        let mut missing = match asked.body {
            Body::Transition(step) => self.step_missing(&asked, step),
            _ => self.act_missing(&asked),
        };
        missing.extend(given_wrongly(super::acts::body_missing(self, &asked)));
        missing.extend(given_wrongly(super::days::named_days_missing(&asked)));
        missing
    }

    fn step_missing(&self, asked: &Asked<'_>, step: &Step) -> Vec<Missing> {
        let Some(procedure) = asked.procedure else { return vec![refusals::no_procedure()] };
        let stage = asked.state.stage_code();
        if step.from.as_deref() != stage {
            return vec![refusals::other_stage(procedure, stage, step.from.as_deref())];
        }
        let transition = procedure.transition_between(stage, &step.to);
        let Some(transition) = transition.filter(|_| stage != Some(step.to.as_str())) else {
            return vec![refusals::no_such_step(procedure, stage, &step.to)];
        };
        if !targets(procedure, asked.state, transition).contains(&step.to) {
            return vec![refusals::back_to(procedure, asked.state.stage_left.as_deref())];
        }
        let (state, to) = (asked.state, step.to.as_str().into());
        let undecided =
            super::deciding::settling_missing(asked.procedure, state, "stage", &to, asked.actor);
        if let Some(undecided) = undecided {
            return vec![undecided];
        }
        let role = role_missing(asked, &transition.roles);
        let early = super::days::step_day_missing(asked, procedure);
        let ahead = role.into_iter().chain(early);
        ahead.chain(self.step_needs_missing(asked, transition)).collect()
    }

    fn step_needs_missing(&self, asked: &Asked<'_>, transition: &Transition) -> Vec<Missing> {
        let Some(procedure) = asked.procedure else { return Vec::new() };
        let case = Case::new(&self.standards, procedure, asked, Some(transition));
        each_once(transition.needs.iter().flat_map(|need| case.missing(need)))
    }

    fn act_missing(&self, asked: &Asked<'_>) -> Vec<Missing> {
        let Some(procedure) = asked.procedure else { return Vec::new() };
        let kind = asked.body.kind();
        let Some(act) = procedure.acts.iter().find(|act| act.body == kind) else {
            return Vec::new();
        };
        let stage = asked.state.stage_code();
        if !act.in_stages.is_empty() && !act.in_stages.iter().any(|from| from.code() == stage) {
            let stages: Vec<&str> = act.in_stages.iter().filter_map(StepFrom::code).collect();
            return vec![refusals::only_in(procedure, stage, &stages)];
        }
        let case = Case::new(&self.standards, procedure, asked, None);
        let needs = act.needs.iter().flat_map(|need| case.missing(need));
        role_missing(asked, &act.roles).into_iter().chain(needs).collect()
    }
}

/// What stands against what a record says, not against what it leaves out.
fn given_wrongly(missing: Vec<Missing>) -> Vec<Missing> {
    missing.into_iter().map(|one| Missing { is_wrong: true, ..one }).collect()
}

/// The stages a transition leads to from here.
fn targets(procedure: &Procedure, state: &FeatureState, transition: &Transition) -> Vec<String> {
    match &transition.to {
        // A step leads elsewhere: a set of stages to choose from may hold the present one.
        StepTo::Stages(stages) => {
            let elsewhere = |stage: &&String| state.stage_code() != Some(stage.as_str());
            stages.iter().filter(elsewhere).cloned().collect()
        }
        StepTo::Left => match super::fold::left_stage(state) {
            Some(left) => vec![left],
            None => where_unknown(procedure, state),
        },
    }
}

/// Where `@left` leads to when the stage left is not known: to where a plan begins if it had none, else to any open
/// stage that is no outcome. What has to be proved is not come back to on a word.
fn where_unknown(procedure: &Procedure, state: &FeatureState) -> Vec<String> {
    let entry = state.stage_code().and_then(|stage| state.entry_into(stage));
    let was_new = entry.is_some_and(|step| step.transition.is_some() && step.from.is_none())
        && !state.stage.is_in_conflict();
    if was_new {
        let begins =
            |step: &&Transition| step.from.contains(&StepFrom::New) && step.verdict.is_none();
        let first = procedure.transitions.iter().filter(begins).flat_map(Transition::targets);
        return first.map(str::to_owned).collect();
    }
    let open = procedure.stage_sets.get("open").into_iter().flatten();
    open.filter(|stage| !procedure.is_in_set("closing", stage)).cloned().collect()
}

pub(super) fn setting(procedure: &Procedure, context: &dyn Context, code: &str) -> String {
    let value = context.setting(code).filter(|value| !value.is_empty());
    value.unwrap_or_else(|| procedure.setting_default(code).unwrap_or_default().to_owned())
}

fn role_missing(asked: &Asked<'_>, roles: &[RoleRule]) -> Option<Missing> {
    let is_on = |code: &str| {
        let value = asked.procedure.map(|procedure| setting(procedure, asked.context, code));
        value.and_then(|value| super::values::parse_bool(&value)) == Some(true)
    };
    let mut allowed = roles.iter().filter(|rule| rule.if_setting.as_deref().is_none_or(is_on));
    let fits = allowed.any(|rule| rule.role == asked.actor.role);
    (!fits).then(|| refusals::other_role(asked.actor.role, roles))
}

/// What stands against anything that this actor writes, whatever it is.
pub fn missing_to_record(actor: &Actor) -> Option<Missing> {
    match actor.role {
        Role::Viewer => Some(refusals::viewer()),
        _ => actor.person().is_nobody().then(refusals::nobody),
    }
}

/// Two needs may want the same thing: it is said once.
pub(super) fn each_once(missing: impl Iterator<Item = Missing>) -> Vec<Missing> {
    let mut once = Vec::new();
    for found in missing {
        if !once.contains(&found) {
            once.push(found);
        }
    }
    once
}

/// Whether this person may take a record back at all: their own, and with a reason those of others if they review.
pub fn may_withdraw(by: &Actor, record: &super::Record) -> bool {
    let own = record.author().is_same(&by.person());
    let nobody_forbids = missing_to_withdraw(own, by, &[record.by.role], "a reason").is_empty();
    nobody_forbids && !matches!(record.body, Body::Adopted(_) | Body::Unknown(_))
}

/// What stands against taking records back, before it is looked at what was built on them.
/// What the municipality wrote, only the municipality takes back. `whose` are the roles they were written in.
pub(super) fn missing_to_withdraw(
    own: bool,
    by: &Actor,
    whose: &[Role],
    note: &str,
) -> Vec<Missing> {
    if own {
        return Vec::new();
    }
    if by.role != Role::Municipal && whose.contains(&Role::Municipal) {
        return vec![refusals::municipal_to_withdraw()];
    }
    match by.role {
        Role::District | Role::Municipal if !note.trim().is_empty() => Vec::new(),
        Role::District | Role::Municipal => vec![refusals::note_to_withdraw()],
        _ => vec![refusals::not_yours_to_withdraw()],
    }
}

/// Whether a deadline has passed: the plan is open and `today` is after it.
pub fn is_overdue(procedure: &Procedure, state: &FeatureState, today: Day) -> bool {
    let stage = state.stage_code();
    stage.is_some_and(|stage| procedure.is_in_set("open", stage))
        && state.deadline_current.is_some_and(|deadline| today > deadline)
}

/// Whether an open plan's deadline is today or within the days ahead that count as soon.
pub fn is_due_soon(
    procedure: &Procedure,
    state: &FeatureState,
    today: Day,
    days_ahead: i64,
) -> bool {
    let stage = state.stage_code();
    let span = jiff::Span::new().try_days(days_ahead.clamp(0, 36_500)).unwrap_or_default();
    let last = today.saturating_add(span);
    stage.is_some_and(|stage| procedure.is_in_set("open", stage))
        && state.deadline_current.is_some_and(|deadline| deadline >= today && deadline <= last)
}
