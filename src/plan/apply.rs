//! What one counting record does to a plan's state.
//!
//! Nothing is judged here: that is done before, on the record's own ancestors.

use std::sync::Arc;

use serde_json::Value;

use super::body::*;
use super::procedure::{DEADLINE_CURRENT, PROGRESS, Procedure, Verdict};
use super::record::{Fields, Record};
use super::state::*;
use crate::model::{Day, FeatureKey, Stamp};

/// Which earlier records the author had seen.
pub(super) trait Seen {
    fn has_seen(&self, earlier: &Record) -> bool;
}

/// The author had seen everything in the state.
pub(super) struct All;

impl Seen for All {
    fn has_seen(&self, _earlier: &Record) -> bool {
        true
    }
}

/// Applies a record that counts.
pub(super) fn apply(
    state: &mut FeatureState,
    record: &Arc<Record>,
    procedure: Option<&Procedure>,
    seen: &impl Seen,
) {
    match &record.body {
        Body::Created(created) => {
            state.created = true;
            if let Some(geometry) = &created.geometry {
                write(&mut state.moved, geometry.clone(), record, seen);
            }
            write_fields(state, &created.fields, record, seen);
        }
        Body::Adopted(adopted) => adopt(state, adopted, record, seen),
        Body::Identified(identified) => {
            let key = FeatureKey::parse(&identified.also);
            state.also.extend(key.filter(|key| Some(key) != state.key.as_ref()));
        }
        Body::Moved(moved) => write(&mut state.moved, moved.geometry.clone(), record, seen),
        Body::Fields(set) => write_fields(state, &set.fields, record, seen),
        Body::Visit(visit) => state.visits.push(filed(visit, record)),
        Body::SampleTaken(taken) => take_sample(state, taken, record, seen),
        Body::SampleResult(result) => give_result(state, result, record, seen),
        Body::Photo(photo) => state.photos.push(filed(photo, record)),
        Body::PhotoTime(given) => {
            let photo = state.photos.iter_mut().find(|it| it.record.is_named(&given.photo));
            if let Some(photo) = photo.filter(|photo| photo.body.time().is_none()) {
                photo.body.typed_time = Some(given.typed_time.clone());
            }
        }
        Body::Document(document) => state.documents.push(filed(document, record)),
        Body::Transition(step) => take_step(state, step, record, procedure, seen),
        Body::ItemAnswered(answer) => {
            if let Some(item) = item_mut(state, &answer.item) {
                item.answered = Some(Arc::clone(record));
            }
        }
        Body::ItemJudged(judged) => {
            if let Some(item) = item_mut(state, &judged.item) {
                if judged.verdict == "accepted" {
                    item.accepted = Some(Arc::clone(record));
                } else {
                    let answer = item.answered.take();
                    item.accepted = None;
                    item.again = Some(NotEnough { answer, judged: Arc::clone(record) });
                }
            }
        }
        Body::Progress(progress) => {
            let register = state.fields.entry(PROGRESS.to_owned()).or_default();
            write(register, Value::String(progress.percent.to_string()), record, seen);
        }
        Body::Requested(request) => {
            state.requests.push(RequestState { request: filed(request, record), decision: None });
        }
        Body::Decided(decided) => decide(state, decided, record, seen),
        Body::Assigned(assigned) => state.assignments.push(filed(assigned, record)),
        Body::Note(note) => state.notes.push(filed(note, record)),
        Body::Resolved(resolved) => {
            let mut fields = resolved.fields.clone();
            if let Some(Value::String(stage)) = fields.remove("stage") {
                write(&mut state.stage, stage, record, seen);
            }
            write_fields(state, &fields, record, seen);
        }
        // Withdrawals work on the whole set; unknown bodies count for nothing.
        Body::Withdrawn(_) | Body::Reported(_) | Body::Unknown(_) => {}
    }
}

fn filed<T: Clone>(body: &T, record: &Arc<Record>) -> Filed<T> {
    Filed { body: body.clone(), record: Arc::clone(record) }
}

/// Replaces the values its author had seen, the received file's among them; others stay standing beside it.
fn write<T>(register: &mut Register<T>, value: T, record: &Arc<Record>, seen: &impl Seen) {
    register.standing.retain(|standing| {
        standing.record.as_deref().is_some_and(|earlier| !seen.has_seen(earlier))
    });
    register.standing.push(Standing { value, record: Some(Arc::clone(record)) });
}

fn write_fields(state: &mut FeatureState, fields: &Fields, record: &Arc<Record>, seen: &impl Seen) {
    for (code, value) in fields {
        let register = match state.fields.get_mut(code) {
            Some(register) => register,
            None => state.fields.entry(code.clone()).or_default(),
        };
        write(register, value.clone(), record, seen);
    }
}

/// The received file's statements never replace what a person recorded and this author saw.
fn adopt(state: &mut FeatureState, adopted: &Adopted, record: &Arc<Record>, seen: &impl Seen) {
    let is_recorded = |register: Option<&Register<Value>>| {
        let mut standing = register.into_iter().flat_map(|register| &register.standing);
        standing.any(|standing| standing.record.as_deref().is_some_and(|r| seen.has_seen(r)))
    };
    let fields: Fields = adopted
        .fields
        .iter()
        .filter(|(code, _)| !is_recorded(state.fields.get(*code)))
        .map(|(code, value)| (code.clone(), value.clone()))
        .collect();
    write_fields(state, &fields, record, seen);
    if let Some(stage) = &adopted.stage {
        enter_stage(state, None, None, stage, record, seen);
    }
}

fn enter_stage(
    state: &mut FeatureState,
    transition: Option<String>,
    from: Option<String>,
    to: &str,
    record: &Arc<Record>,
    seen: &impl Seen,
) {
    write(&mut state.stage, to.to_owned(), record, seen);
    let (record, counts_from) = (Arc::clone(record), record.on);
    state.steps.push(StepTaken { transition, from, to: to.to_owned(), record, counts_from });
}

fn take_step(
    state: &mut FeatureState,
    step: &Step,
    record: &Arc<Record>,
    procedure: Option<&Procedure>,
    seen: &impl Seen,
) {
    let transition = procedure
        .and_then(|procedure| procedure.transition_between(step.from.as_deref(), &step.to));
    if transition.and_then(|transition| transition.verdict) == Some(Verdict::Approve) {
        // Approving accepts every answered item.
        for item in &mut state.items {
            if item.accepted.is_none() && item.answered.as_deref().is_some_and(|a| seen.has_seen(a))
            {
                item.accepted = Some(Arc::clone(record));
            }
        }
    }
    // Taking the step that was asked for grants the request.
    for request in &mut state.requests {
        if request.decision.is_none() && request.request.body.what == step.to {
            request.decision = Some(("approved".to_owned(), Arc::clone(record)));
        }
    }
    for item in &step.items {
        state.items.push(ItemState {
            item: item.clone(),
            given: Arc::clone(record),
            answered: None,
            accepted: None,
            again: None,
        });
    }
    let id = transition.map(|transition| transition.id.clone());
    enter_stage(state, id, step.from.clone(), &step.to, record, seen);
    write_fields(state, &step.fields, record, seen);
}

fn item_mut<'a>(state: &'a mut FeatureState, id: &str) -> Option<&'a mut ItemState> {
    state.items.iter_mut().rev().find(|item| item.item.id == id)
}

fn decide(state: &mut FeatureState, decided: &Decided, record: &Arc<Record>, seen: &impl Seen) {
    let mut requests = state.requests.iter_mut();
    let Some(request) = requests.find(|r| r.request.record.is_named(&decided.request)) else {
        return;
    };
    request.decision = Some((decided.verdict.clone(), Arc::clone(record)));
    let asked = &request.request.body;
    if let ("deadline", "approved", Some(day)) =
        (asked.what.as_str(), decided.verdict.as_str(), &asked.new)
    {
        let value = Value::String(day.clone());
        let register = state.fields.entry(DEADLINE_CURRENT.to_owned()).or_default();
        write(register, value, record, seen);
    }
}

fn take_sample(
    state: &mut FeatureState,
    taken: &SampleTaken,
    record: &Arc<Record>,
    seen: &impl Seen,
) {
    let sample = sample_mut(state, &taken.no, record.on);
    let is_newer = sample
        .taken
        .as_ref()
        .is_none_or(|old| seen.has_seen(&old.record) || old.record.at <= record.at);
    if is_newer {
        sample.taken = Some(filed(taken, record));
        sample.day = day_of(taken.taken_at.as_deref()).unwrap_or(record.on);
    }
}

/// A newer result of the same number replaces the one its author saw.
fn give_result(
    state: &mut FeatureState,
    result: &SampleResult,
    record: &Arc<Record>,
    seen: &impl Seen,
) {
    let sample = sample_mut(state, &result.no, record.on);
    let standing = sample.rivals.drain(..).chain(sample.result.take());
    let (replaced, rivals): (Vec<_>, Vec<_>) = standing.partition(|old| seen.has_seen(&old.record));
    sample.replaced.extend(replaced);
    sample.rivals = rivals;
    if sample.taken.is_none() {
        sample.day = day_of(result.taken_at.as_deref()).unwrap_or(record.on);
    }
    sample.result = Some(filed(result, record));
}

/// The sample of a number; samples without a number are each their own.
fn sample_mut<'a>(state: &'a mut FeatureState, no: &str, day: Day) -> &'a mut SampleState {
    let found = state.samples.iter().position(|sample| !no.is_empty() && sample.no == no);
    let at = found.unwrap_or_else(|| {
        state.samples.push(SampleState {
            no: no.to_owned(),
            taken: None,
            result: None,
            rivals: Vec::new(),
            replaced: Vec::new(),
            day,
            judgement: None,
        });
        state.samples.len() - 1
    });
    &mut state.samples[at]
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
