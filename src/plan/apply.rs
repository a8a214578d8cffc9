//! What one counting record does to a plan's state.
//!
//! Nothing is judged here: that is done before, on the record's own ancestors.

use std::sync::Arc;

use serde_json::Value;

use super::body::*;
use super::disputed::Disputed;
use super::procedure::{PROGRESS, Procedure, Verdict};
use super::record::{Fields, Record};
use super::sight::Sight;
use super::state::*;
use super::{apply_items, apply_requests, apply_samples};
use crate::model::{Day, FeatureKey, Stamp};

/// Applies a record that counts.
pub(super) fn apply(
    state: &mut FeatureState,
    record: &Arc<Record>,
    procedure: Option<&Procedure>,
    sight: &Sight<'_>,
) {
    match &record.body {
        Body::Created(created) => {
            state.created = true;
            if let Some(geometry) = &created.geometry {
                write(&mut state.moved, geometry.clone(), record, sight);
            }
            write_fields(state, &created.fields, record, sight);
        }
        Body::Adopted(adopted) => adopt(state, adopted, record, sight),
        Body::Identified(identified) => {
            let key = FeatureKey::parse(&identified.also);
            state.also.extend(key.filter(|key| Some(key) != state.key.as_ref()));
        }
        Body::Moved(moved) => write(&mut state.moved, moved.geometry.clone(), record, sight),
        Body::Fields(set) => write_fields(state, &set.fields, record, sight),
        Body::Visit(visit) => state.visits.push(filed(visit, record)),
        Body::SampleTaken(taken) => apply_samples::take(state, taken, record, sight),
        Body::SampleResult(result) => apply_samples::give_result(state, result, record, sight),
        Body::Photo(photo) => state.photos.push(filed(photo, record)),
        Body::PhotoTime(given) => {
            let photo = state.photos.iter_mut().find(|it| it.record.is_named(&given.photo));
            if let Some(photo) = photo.filter(|photo| photo.body.time().is_none()) {
                photo.body.typed_time = Some(given.typed_time.clone());
            }
        }
        Body::Document(document) => state.documents.push(filed(document, record)),
        Body::Transition(step) => take_step(state, step, record, procedure, sight),
        Body::ItemAnswered(answer) => apply_items::answer(state, answer, record, sight),
        Body::ItemJudged(judged) => apply_items::judge(state, judged, record, sight),
        Body::Progress(progress) => {
            let register = state.fields.entry(PROGRESS.to_owned()).or_default();
            write(register, Value::String(progress.percent.to_string()), record, sight);
        }
        Body::Requested(request) => apply_requests::ask(state, request, record),
        Body::Decided(decided) => apply_requests::decide(state, decided, record, sight),
        Body::Assigned(assigned) => state.assignments.push(filed(assigned, record)),
        Body::Note(note) => state.notes.push(filed(note, record)),
        Body::Resolved(resolved) => settle(state, resolved, record, sight),
        // Withdrawals work on the whole set; unknown bodies count for nothing.
        Body::Withdrawn(_) | Body::Reported(_) | Body::Unknown(_) => {}
    }
}

pub(super) fn filed<T: Clone>(body: &T, record: &Arc<Record>) -> Filed<T> {
    Filed { body: body.clone(), record: Arc::clone(record) }
}

/// Replaces the values its author had seen, the received file's among them; others stay standing beside it.
pub(super) fn write<T>(
    register: &mut Register<T>,
    value: T,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    write_over(register, value, record, sight, |_, _| false);
}

/// The same of what a received file may state, too: `says` whether it states a value.
fn write_over<T>(
    register: &mut Register<T>,
    value: T,
    record: &Arc<Record>,
    sight: &Sight<'_>,
    says: impl Fn(&Adopted, &T) -> bool,
) {
    register.standing.retain(|standing| {
        let seen = |earlier| sight.has_seen_said(earlier, |adopted| says(adopted, &standing.value));
        standing.record.as_deref().is_some_and(|earlier| !seen(earlier))
    });
    register.standing.push(Standing { value, record: Some(Arc::clone(record)) });
}

fn write_fields(
    state: &mut FeatureState,
    fields: &Fields,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    for (code, value) in fields {
        let register = match state.fields.get_mut(code) {
            Some(register) => register,
            None => state.fields.entry(code.clone()).or_default(),
        };
        let says = |adopted: &Adopted, value: &Value| adopted.fields.get(code) == Some(value);
        write_over(register, value.clone(), record, sight, says);
    }
}

/// The received file's statements never replace what a person recorded and this author saw, nor stand beside what
/// somebody else wrote over them.
fn adopt(state: &mut FeatureState, adopted: &Adopted, record: &Arc<Record>, sight: &Sight<'_>) {
    let is_recorded = |code: &str, value: &Value| {
        let says = |twin: &Adopted| twin.fields.get(code) == Some(value);
        let standing = state.fields.get(code).into_iter().flat_map(|it| &it.standing);
        let mut records = standing.filter_map(|standing| standing.record.as_deref());
        records.any(|earlier| sight.has_seen(earlier) || sight.is_overwritten(earlier, says))
    };
    let fields: Fields = adopted
        .fields
        .iter()
        .filter(|(code, value)| !is_recorded(code, value))
        .map(|(code, value)| (code.clone(), value.clone()))
        .collect();
    write_fields(state, &fields, record, sight);
    let Some(stage) = &adopted.stage else { return };
    let says = |twin: &Adopted| twin.stage.as_ref() == Some(stage);
    let mut standing = state.stage.standing.iter().filter_map(|it| it.record.as_deref());
    if !standing.any(|earlier| sight.is_overwritten(earlier, says)) {
        enter_stage(state, None, None, stage, record, sight);
    }
}

fn enter_stage(
    state: &mut FeatureState,
    transition: Option<String>,
    from: Option<String>,
    to: &str,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    let says = |adopted: &Adopted, stage: &String| adopted.stage.as_ref() == Some(stage);
    write_over(&mut state.stage, to.to_owned(), record, sight, says);
    let (record, counts_from) = (Arc::clone(record), record.on);
    state.steps.push(StepTaken { transition, from, to: to.to_owned(), record, counts_from });
}

/// Takes away the steps of the sides that are decided against, with what they sent back: those that nobody who wrote
/// a side of `chosen` had seen.
fn overrule(state: &mut FeatureState, chosen: &str, sight: &Sight<'_>) {
    let sides = state.stage.standing.iter().filter_map(|it| Some((&it.value, it.record.as_ref()?)));
    let (kept, dropped): (Vec<_>, Vec<_>) = sides
        .filter(|(_, record)| sight.has_seen(record))
        .partition(|(value, _)| value.as_str() == chosen);
    if kept.is_empty() || dropped.is_empty() {
        return;
    }
    let is_of = |sides: &[(&String, &Arc<Record>)], record: &Record| {
        sides.iter().any(|(_, side)| sight.follows(side, record))
    };
    let stays = |record: &Record| is_of(&kept, record) || !is_of(&dropped, record);
    state.steps.retain(|step| stays(&step.record));
    state.items.retain(|item| stays(&item.given));
}

/// Settles contradictions onto the values chosen, by their codes.
fn settle(state: &mut FeatureState, resolved: &Resolved, record: &Arc<Record>, sight: &Sight<'_>) {
    let mut fields = resolved.fields.clone();
    fields.retain(|code, value| match (Disputed::of(code), value.as_str()) {
        (Some(disputed), Some(chosen)) => {
            disputed.settle(state, chosen, record, sight);
            false
        }
        (Some(_), None) => false,
        (None, _) => true,
    });
    for (code, value) in &fields {
        apply_requests::settle_with(state, code, value, record, sight);
    }
    if let Some(Value::String(stage)) = fields.remove("stage") {
        overrule(state, &stage, sight);
        write(&mut state.stage, stage, record, sight);
    }
    if let Some(Value::String(geometry)) = fields.remove("geometry") {
        write(&mut state.moved, geometry, record, sight);
    }
    write_fields(state, &fields, record, sight);
}

fn take_step(
    state: &mut FeatureState,
    step: &Step,
    record: &Arc<Record>,
    procedure: Option<&Procedure>,
    sight: &Sight<'_>,
) {
    let transition = procedure
        .and_then(|procedure| procedure.transition_between(step.from.as_deref(), &step.to));
    if transition.and_then(|transition| transition.verdict) == Some(Verdict::Approve) {
        apply_items::accept_all(state, record, sight);
    }
    apply_requests::grant(state, &step.to, record, sight);
    // Who goes on from a stage in dispute has decided for it.
    if let (Some(from), true) = (&step.from, state.stage.is_in_conflict()) {
        apply_requests::settle_with(state, "stage", &from.as_str().into(), record, sight);
        overrule(state, from, sight);
    }
    for item in &step.items {
        apply_items::give(state, item, record);
    }
    let id = transition.map(|transition| transition.id.clone());
    enter_stage(state, id, step.from.clone(), &step.to, record, sight);
    apply_requests::contest_stage(state, sight);
    write_fields(state, &step.fields, record, sight);
}

/// The day of a time as typed: RFC 3339, a local date and time, or a date.
pub(super) fn day_of(text: Option<&str>) -> Option<Day> {
    let text = text?.trim();
    if let Ok(stamp) = Stamp::parse(text) {
        return Some(stamp.day());
    }
    super::values::parse_day(text.get(..10).unwrap_or(text))
        .or_else(|| super::values::parse_day(text))
}
