//! What may be recorded: steps, acts, gates, and what is missing where the answer is no.

use std::collections::BTreeMap;

use super::body::Body;
use super::procedure::{Procedure, Transition};
use super::record::Actor;
use super::state::FeatureState;
use crate::model::{Day, FeatureKey, Text};

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
    Person,
    Request(String),
    /// Nothing to fill in here: wait for a day, another role, another stage.
    Nowhere,
}

/// One thing that is missing, what to do about it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub message: Text,
    pub jump: Jump,
}

/// Why something may not be recorded: an answer, not an error. The form keeps what was typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", missing.iter().map(|missing| missing.message.en.as_str()).collect::<Vec<_>>().join("; "))]
pub struct Refusal {
    pub missing: Vec<Missing>,
}

/// What the rules look at beside the records: settings, photo and document bytes, other features.
pub trait Context {
    /// The value of a setting (`delegated`, `revisit_days`, …).
    fn setting(&self, name: &str) -> Option<String>;
    /// Whether the bytes of a photo or document are in the workspace.
    fn has_bytes(&self, sha256: &str) -> bool;
    fn has_feature(&self, key: &FeatureKey) -> bool;
}

/// One judged item of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemJudgement {
    pub item: String,
    pub label: Text,
    /// As typed.
    pub value: String,
    pub unit: String,
    /// The limit in words: `≤ 50`, `6–9`.
    pub limit: Option<String>,
    /// `None` where the standard has no limit for it.
    pub compliant: Option<bool>,
    /// The limit was recalled, not read in the standard: 限值待核.
    pub recalled: bool,
}

/// A sample against its standard.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The standard's number, its table or class: what the screen shows.
    pub standard: Text,
    pub clause: Text,
    pub items: Vec<ItemJudgement>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Compliant,
    Failing,
    /// No standard named, a quick test, nothing comparable: the reason in words.
    NotJudged(Text),
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
    pub procedures: BTreeMap<String, Procedure>,
    // standards: added by the plan module
}

impl Rulebook {
    /// The rulebook that is built into the program.
    pub fn built_in() -> Self {
        todo!()
    }

    /// The newest procedure of a kind; `None` where the kind has no file (visits, notes, photos, fields only).
    pub fn procedure(&self, kind: &crate::model::Kind) -> Option<&Procedure> {
        self.procedures.get(kind.code())
    }

    /// All steps out of the present stage, those of the actor's role first.
    pub fn next_steps<'a>(
        &'a self,
        state: &FeatureState,
        actor: &Actor,
        today: Day,
        context: &dyn Context,
    ) -> Vec<NextStep<'a>> {
        let _ = (state, actor, today, context);
        todo!()
    }

    /// Whether `body` may be recorded on `state` by `actor` on `on`.
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
        let _ = (state, body, actor, on, today, context);
        todo!()
    }
}

/// Whether a deadline has passed: the plan is open and `today` is after it.
pub fn is_overdue(procedure: &Procedure, state: &FeatureState, today: Day) -> bool {
    let _ = (procedure, state, today);
    todo!()
}
