//! What a newer text of a layer would take out of a figure: the value that stood stands on until the municipality
//! decides, and the newer one is a contradiction beside it where it can be settled onto.
//!
//! What people recorded is not touched here: no file rewrites that.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::acts::is_locked;
use super::as_of::AsOf;
use super::counted::{is_counted, takes_out};
use super::dated::is_of_person;
use super::fold::fold;
use super::labels::{field_label, value_label};
use super::limits::makes_milder;
use super::procedure::{DEADLINE_CURRENT, FieldDef, FieldKind, Procedure, StageGroup};
use super::rules::Rulebook;
use super::standard::Standards;
use super::state::{Baseline, FeatureState, Register, Standing, is_same_value, value_texts};
use crate::model::{Day, FeatureKey, Text};

/// The stage, among the fields.
pub(super) const STAGE: &str = "stage";
/// Where the feature lies.
const PLACE: &str = "geometry";

/// A statement of a newer file that figures do not follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarded {
    /// A field's code, `stage` or `geometry`.
    pub field: String,
    /// What stood, and stands; null where nothing did.
    pub stands: Value,
    /// What the newer text says.
    pub states: Value,
    /// The record whose word stood when another program changed the text: once a later one stands, somebody has looked
    /// at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
}

/// Such a statement as it travels with the layer's text: the text alone does not say what stood before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The feature's key.
    pub feature: String,
    #[serde(flatten)]
    pub guard: Guarded,
}

impl Procedure {
    /// What of what was held back elsewhere is to be held back here too: the text states it, and to follow it would take
    /// the feature out of a figure. What else is said by whoever sent it counts for nothing.
    pub fn still_guarded(
        &self,
        rulebook: &Rulebook,
        (key, states): (&FeatureKey, &Baseline),
        held: &[&Guarded],
        today: Day,
    ) -> Vec<Guarded> {
        let mut before = states.clone();
        held.iter().for_each(|guard| guard.put_back(&mut before));
        let state = fold(key, &[], Some(&before), rulebook, &AsOf::Now);
        let mut found = self.guarded(rulebook, &state, states, today);
        found.retain(|guard| held.contains(&guard));
        found
    }

    /// What of a newer text's statements would take a feature out of a figure, let samples be judged more mildly or take
    /// down a suspicion; `state` is the feature as it stands.
    pub fn guarded(
        &self,
        rulebook: &Rulebook,
        state: &FeatureState,
        states: &Baseline,
        today: Day,
    ) -> Vec<Guarded> {
        let fields = self.fields.iter().filter_map(|field| {
            let register = state.fields.get(&field.code);
            if register.is_some_and(is_written) {
                return None;
            }
            let stands = register.and_then(Register::value).cloned().unwrap_or_default();
            let value = states.fields.get(&field.code).cloned().unwrap_or_default();
            let texts = match state.deadline_current.filter(|_| field.code == DEADLINE_CURRENT) {
                // The first one given is in force until another is.
                Some(day) => vec![day.to_string()],
                None => state.texts(&field.code),
            };
            let is_news = !is_same_value(Some(&stands), Some(&value));
            let is_out = || match &field.counted {
                Some(by) => {
                    let leaves = || takes_out(field, by, &texts, &value, today);
                    is_counted(self, state, by) && (is_locked(state, self, field) || leaves())
                }
                None => is_left_out(field, &texts, &value) || is_taken_down(field, &texts, &value),
            };
            let is_out = || is_out() || makes_milder(rulebook, self, state, (&field.code, &value));
            let field = field.code.clone();
            (is_news && is_out()).then_some(Guarded { field, stands, states: value, over: None })
        });
        self.guarded_stage(state, states).into_iter().chain(fields).collect()
    }

    fn guarded_stage(&self, state: &FeatureState, states: &Baseline) -> Option<Guarded> {
        let is_out = |stage: &str| {
            self.stage(stage).is_some_and(|stage| stage.group == StageGroup::NotCounted)
        };
        let (stands, stage) = (state.stage_code(), states.stage.as_deref()?);
        let leaves = is_out(stage) && !stands.is_some_and(is_out);
        (leaves && !is_written(&state.stage)).then(|| Guarded {
            field: STAGE.to_owned(),
            stands: stands.map_or(Value::Null, Value::from),
            states: stage.into(),
            over: None,
        })
    }
}

impl FeatureState {
    /// Whether a newer file's word stands beside what figures go by: on no evening of the past does it.
    pub fn bears_a_newer_text(&self) -> bool {
        fn is_contested<T>(register: &Register<T>) -> bool {
            let first = register.standing.first();
            register.standing.len() > 1 && first.is_some_and(|it| it.record.is_none())
        }
        let fields = || self.fields.values().any(is_contested);
        !self.held.is_empty() || is_contested(&self.moved) || fields()
    }
}

impl Guarded {
    pub fn is_stage(&self) -> bool {
        self.field == STAGE
    }

    /// Whether another program changed what people had recorded, or where a feature lies that they recorded things of.
    pub fn is_edit(&self) -> bool {
        self.over.is_some() || self.is_place()
    }

    /// A feature that lies elsewhere in the newer text; both are texts of geometries.
    pub fn of_place(stands: String, states: String) -> Self {
        let (stands, states) = (stands.into(), states.into());
        Self { field: PLACE.to_owned(), stands, states, over: None }
    }

    pub fn is_place(&self) -> bool {
        self.field == PLACE
    }

    /// Lets stand what stood. What people recorded stands by itself.
    pub(super) fn put_back(&self, baseline: &mut Baseline) {
        if self.is_edit() {
            return;
        }
        match (self.field.as_str(), &self.stands) {
            (STAGE, stands) => baseline.stage = stands.as_str().map(str::to_owned),
            (field, Value::Null) => drop(baseline.fields.remove(field)),
            (field, stands) => drop(baseline.fields.insert(field.to_owned(), stands.clone())),
        }
    }

    /// Whether the newer value stands beside the other until somebody settles on one: not a stage, which is reached by
    /// steps, and nothing that is written by a step or stands still.
    pub fn is_to_settle(&self, procedure: &Procedure) -> bool {
        if self.is_place() {
            return true;
        }
        let field = procedure.field(&self.field).filter(|_| !self.states.is_null());
        let stays = |field: &FieldDef| field.locked.is_some() || field.written_by.is_some();
        field.is_some_and(|field| !field.derived && !stays(field))
    }

    /// Puts the newer value beside the one that stands, unless a person has written the field since.
    pub(super) fn contest(&self, state: &mut FeatureState, rulebook: &Rulebook) {
        let kind = state.key.as_ref().map(crate::model::FeatureKey::kind);
        let procedure = kind.and_then(|kind| rulebook.procedure(&kind));
        if !procedure.is_some_and(|procedure| self.is_to_settle(procedure)) {
            return self.wait(state);
        }
        if self.is_place() {
            return self.contest_place(state);
        }
        let register = state.fields.entry(self.field.clone()).or_default();
        let over = last_record(register);
        let is_open = if self.is_edit() { over == self.over } else { !is_written(register) };
        if is_open && register.value() != Some(&self.states) {
            let stated = |value: &Value| Standing { value: value.clone(), record: None };
            // The last one is shown: what stood, and be it nothing.
            if register.standing.is_empty() {
                register.standing.push(stated(&Value::Null));
            }
            register.standing.insert(0, stated(&self.states));
        }
    }

    /// Waits beside what stands, until a person has looked at it.
    fn wait(&self, state: &mut FeatureState) {
        let register = state.fields.get(&self.field);
        let is_open = match (self.is_stage(), self.is_edit()) {
            (true, false) => !is_written(&state.stage),
            (true, true) => last_record(&state.stage) == self.over,
            (false, false) => !register.is_some_and(is_written),
            (false, true) => register.and_then(last_record) == self.over,
        };
        if is_open {
            state.held.push(self.clone());
        }
    }

    /// What it is about: a field, the stage, the place.
    pub fn label(&self, procedure: &Procedure) -> Text {
        field_label(Some(procedure), &self.field)
    }

    /// One of its two values in words; of a place whoever shows it says where that is.
    pub fn value_label(&self, value: &Value, procedure: &Procedure, standards: &Standards) -> Text {
        match value.as_str().filter(|_| self.is_stage()) {
            Some(stage) => procedure.stage_label(stage),
            None if value.is_null() => Text::new("（空）", "(nothing)"),
            None => value_label(procedure.field(&self.field), value, standards),
        }
    }

    /// In words: what a newer file makes of it.
    pub fn words(&self, procedure: &Procedure, standards: &Standards) -> Text {
        let label = self.label(procedure);
        let value = |value| self.value_label(value, procedure, standards);
        let (stands, states) = (value(&self.stands), value(&self.states));
        Text::new(
            format!("“{}”新来件改为“{}”，统计仍按“{}”", label.zh, states.zh, stands.zh),
            format!(
                "\"{}\": a newer file says \"{}\", figures keep \"{}\"",
                label.en, states.en, stands.en
            ),
        )
    }

    fn contest_place(&self, state: &mut FeatureState) {
        let (Some(stands), Some(states)) = (self.stands.as_str(), self.states.as_str()) else {
            return;
        };
        if is_written(&state.moved) {
            return;
        }
        let stated = |text: &str| Standing { value: text.to_owned(), record: None };
        state.moved.standing = vec![stated(states), stated(stands)];
        state.geometry = Some(stands.to_owned());
    }
}

/// The record whose word stands.
pub(super) fn last_record<T>(register: &Register<T>) -> Option<String> {
    register.standing.last()?.record.as_ref().map(|record| record.id.clone())
}

/// Whether what is for named roles to say (a key plot, an assessed section) is said no longer.
fn is_left_out(field: &FieldDef, stands: &[String], value: &Value) -> bool {
    let is_yes = |texts: &[String]| texts.first().is_some_and(|text| text == "yes");
    let is_theirs = !field.set_by.is_empty() && matches!(field.kind, FieldKind::Bool);
    is_theirs && is_yes(stands) && !is_yes(&value_texts(value))
}

/// Whether a suspicion is gone.
fn is_taken_down(field: &FieldDef, stands: &[String], value: &Value) -> bool {
    let values = field.raised.iter().flat_map(|raised| &raised.values);
    let is_raised = |texts: &[String]| values.clone().any(|value| texts.contains(value));
    is_raised(stands) && !is_raised(&value_texts(value))
}

/// Whether anything of it is a person's word.
fn is_written<T>(register: &Register<T>) -> bool {
    register.standing.iter().any(is_of_person)
}
