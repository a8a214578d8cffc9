//! Settling a contradiction: onto one of the values that stand, and onto a closing stage only as the step there asks.
//!
//! Who settles takes the step's place: the evidence, the items and the separation of duties that the step wants are
//! asked for again, on everything that is known by now.

use super::acts::{fields_missing, one};
use super::body::{Body, Resolved};
use super::deciding::settling_missing;
use super::judge::Case;
use super::need::{Moment, Need};
use super::person::Role;
use super::procedure::{Procedure, Transition};
use super::rules::{Asked, Jump, Missing, Rulebook, each_once};
use super::state::Standing;

/// What stands against settling so.
pub(super) fn resolved_missing(
    rulebook: &Rulebook,
    asked: &Asked<'_>,
    resolved: &Resolved,
) -> Vec<Missing> {
    let mut fields = resolved.fields.clone();
    let Some(stage) = fields.remove("stage") else { return fields_missing(asked, &fields) };
    let mut missing = fields_missing(asked, &fields);
    missing.extend(stage_missing(rulebook, asked, stage.as_str().unwrap_or_default()));
    missing
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
