//! Settling a contradiction: onto one of the values that stand, and onto a closing stage only as the step there asks.
//!
//! Who settles takes the step's place: the evidence, the items and the separation of duties that the step wants are
//! asked for again, on everything that is known by now.

use serde_json::Value;

use super::acts::{fields_missing, one};
use super::body::{Body, Resolved};
use super::deciding::{self, settling_missing};
use super::disputed::Disputed;
use super::judge::Case;
use super::labels::field_label;
use super::need::{Moment, Need};
use super::person::{Person, Role};
use super::procedure::{DEADLINE_CURRENT, Procedure, Transition};
use super::rules::{Asked, Jump, Missing, Rulebook, each_once};
use super::state::{FeatureState, Standing};

/// What stands against settling so.
pub(super) fn resolved_missing(
    rulebook: &Rulebook,
    asked: &Asked<'_>,
    resolved: &Resolved,
) -> Vec<Missing> {
    let mut fields = resolved.fields.clone();
    let mut missing = Vec::new();
    fields.retain(|code, value| {
        let is_disputed = deciding::is_contradicted(asked.state, code);
        match (code.as_str(), Disputed::of(code)) {
            ("stage", _) => {
                missing.extend(stage_missing(rulebook, asked, value.as_str().unwrap_or_default()));
            }
            ("geometry", _) | (_, Some(_)) => missing.extend(side_missing(asked, code, value)),
            (DEADLINE_CURRENT, _) if is_disputed => {
                missing.extend(side_missing(asked, code, value));
            }
            _ => return true,
        }
        false
    });
    missing.extend(fields_missing(asked, &fields));
    missing
}

/// What is settled onto one of its sides alone: a place, a deadline that was decided on, and what is no field.
fn side_missing(asked: &Asked<'_>, code: &str, value: &Value) -> Vec<Missing> {
    let sides = deciding::sides(asked.state, code);
    // A newer file's place stands beside the recorded one outside the records: there is nothing to compare with.
    let is_place = code == "geometry" && !deciding::is_contradicted(asked.state, code);
    let is_wrong_place = is_place && value.as_str().is_none_or(str::is_empty);
    let is_no_side = !is_place && !sides.iter().any(|(side, _)| side == value);
    if is_wrong_place || is_no_side {
        let label = field_label(asked.procedure, code);
        return one(
            true,
            &format!("“{}”只能在不一致的几个里选定", label.zh),
            &format!("{:?} is settled onto one of those in conflict", label.en),
            Jump::Field(code.into()),
        );
    }
    let of_own =
        requesters(asked.state, code, &sides).any(|of| of.shares_name(&asked.actor.person()));
    let own = one(
        of_own,
        "这件是你自己申请或答复的，要由另一人选定",
        "You asked for this or answered it yourself: another person settles it",
        Jump::AnotherPerson,
    );
    let refused = settling_missing(asked.procedure, asked.state, code, value, asked.actor);
    own.into_iter().chain(refused).collect()
}

/// Who asked for what is in dispute.
fn requesters<'s>(
    state: &'s FeatureState,
    code: &'s str,
    sides: &'s [deciding::Side],
) -> impl Iterator<Item = Person> + 's {
    let of_deadline = state.requests.iter().filter(move |request| {
        let decided = request.decisions.standing.iter().filter_map(|it| it.record.as_ref());
        let mut decided = decided.map(|record| record.hash);
        let is_side =
            |hash| sides.iter().any(|(_, it)| it.as_ref().is_some_and(|it| it.hash == hash));
        code == DEADLINE_CURRENT && request.decisions.is_in_conflict() && decided.any(is_side)
    });
    let of_deadline = of_deadline.map(|request| request.request.record.author());
    let of_dispute = Disputed::of(code).and_then(|disputed| disputed.of_whom(state));
    of_deadline.chain(of_dispute)
}

fn stage_missing(rulebook: &Rulebook, asked: &Asked<'_>, stage: &str) -> Vec<Missing> {
    let register = &asked.state.stage;
    let (chosen, others): (Vec<_>, Vec<_>) =
        register.standing.iter().partition(|standing| standing.value == stage);
    if chosen.is_empty() || !register.is_in_conflict() {
        return one(
            true,
            "阶段只能在不一致的几个里选定；其他改动请办理相应步骤",
            "A stage is settled onto one of those in conflict: anything else is a step",
            Jump::Field("stage".into()),
        );
    }
    let (state, by) = (asked.state, asked.actor);
    let refused = settling_missing(asked.procedure, state, "stage", &stage.into(), by);
    if let Some(refused) = refused {
        return vec![refused];
    }
    let Some(procedure) = asked.procedure else { return Vec::new() };
    if !procedure.is_in_set("closing", stage) {
        return Vec::new();
    }
    if asked.actor.role != Role::Municipal {
        return one(
            true,
            "定为办结或不计入的阶段，要由市级审核人来选",
            "Settling on a closing stage is for the municipality",
            Jump::Nowhere,
        );
    }
    let step = chosen.iter().find_map(|standing| step_of(procedure, standing));
    match step {
        Some(step) => needs_missing(rulebook, procedure, asked, step),
        None => one(
            others.iter().any(|standing| step_of(procedure, standing).is_some()),
            "这个阶段只是来件里写的，另一边有办理记录：请定为有记录的阶段，再照程序办理",
            "Only a received file states this stage, and there are steps on record: settle on the recorded stage and take the steps",
            Jump::Field("stage".into()),
        ),
    }
}

/// The step by which a stage came to stand; none where only a file states it.
fn step_of<'p>(procedure: &'p Procedure, standing: &Standing<String>) -> Option<&'p Transition> {
    match &standing.record.as_ref()?.body {
        Body::Transition(step) => procedure.transition_between(step.from.as_deref(), &step.to),
        _ => None,
    }
}

fn needs_missing(
    rulebook: &Rulebook,
    procedure: &Procedure,
    asked: &Asked<'_>,
    step: &Transition,
) -> Vec<Missing> {
    let case = Case::settling(&rulebook.standards, procedure, asked, step);
    let lasting = step.needs.iter().filter(|need| is_lasting(need));
    each_once(lasting.flat_map(|need| case.missing(need)))
}

/// Whether a need can be asked for again: not one that is told by the stage left, which is what is in dispute.
fn is_lasting(need: &Need) -> bool {
    match need {
        Need::Record { after, .. } => after.as_ref() != Some(&Moment::PresentStage),
        Need::Any(needs) => needs.iter().all(is_lasting),
        Need::Note | Need::NotBelow { .. } => false,
        _ => true,
    }
}
