//! What requests and their decisions do to a plan's state.
//!
//! One request on which two people decided differently, unaware of each other, moves nothing: the deadline it asks
//! for, or the stage, stands beside the one that was there before, and is settled as any contradiction is.

use std::sync::Arc;

use serde_json::Value;

use super::apply::{filed, write};
use super::body::{Body, Decided, Requested};
use super::procedure::{DEADLINE_CURRENT, DEADLINE_ORIGINAL};
use super::record::Record;
use super::sight::Sight;
use super::state::{FeatureState, Register, RequestState, Standing};

const APPROVED: &str = "approved";
const REFUSED: &str = "refused";

pub(super) fn ask(state: &mut FeatureState, request: &Requested, record: &Arc<Record>) {
    state.requests.push(RequestState {
        request: filed(request, record),
        decisions: Register::default(),
        is_taken: false,
        before: None,
    });
}

pub(super) fn decide(
    state: &mut FeatureState,
    decided: &Decided,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    let place = state.requests.iter().position(|it| it.request.record.is_named(&decided.request));
    let Some(request) = place.and_then(|place| state.requests.get_mut(place)) else { return };
    write(&mut request.decisions, decided.verdict.clone(), record, sight);
    let asked = &request.request.body;
    if let ("deadline", APPROVED, Some(day)) =
        (asked.what.as_str(), decided.verdict.as_str(), &asked.new)
    {
        let day = Value::String(day.clone());
        let register = state.fields.get(DEADLINE_CURRENT).and_then(Register::value);
        let original = state.fields.get(DEADLINE_ORIGINAL).and_then(Register::value);
        let before = register.or(original).cloned().unwrap_or_default();
        request.before.get_or_insert(before);
        let register = state.fields.entry(DEADLINE_CURRENT.to_owned()).or_default();
        write(register, day, record, sight);
    }
    contest_deadline(state);
    contest_stage(state, sight);
}

/// Taking the step that was asked for grants the request, unless it was decided before or decides between two verdicts.
pub(super) fn grant(state: &mut FeatureState, to: &str, record: &Arc<Record>, sight: &Sight<'_>) {
    for request in state.requests.iter_mut().filter(|it| it.request.body.what == to) {
        request.is_taken = true;
        let standing = request.decisions.standing.iter();
        let seen: Vec<&str> = standing
            .filter(|it| it.record.as_deref().is_some_and(|it| sight.has_seen(it)))
            .map(|it| it.value.as_str())
            .collect();
        if seen.windows(2).all(|pair| pair[0] == pair[1]) && !seen.is_empty() {
            continue;
        }
        write(&mut request.decisions, APPROVED.to_owned(), record, sight);
    }
}

/// A refused extension leaves the deadline where it was: beside the one that another approved, until it is settled.
fn contest_deadline(state: &mut FeatureState) {
    let Some(register) = state.fields.get_mut(DEADLINE_CURRENT) else { return };
    let disputed = state.requests.iter().filter(|it| it.request.body.what == "deadline");
    for request in disputed.filter(|request| request.decisions.is_in_conflict()) {
        let stands = |register: &Register<Value>, record: &Arc<Record>| {
            register.standing.iter().any(|it| is_of(it, record))
        };
        if !request.given(APPROVED).any(|approval| stands(register, approval)) {
            continue;
        }
        let before = request.before.clone().unwrap_or_default();
        for refusal in request.given(REFUSED) {
            if !stands(register, refusal) {
                let record = Some(Arc::clone(refusal));
                register.standing.push(Standing { value: before.clone(), record });
            }
        }
    }
}

/// A plan that one person took where it was asked to go stands, by another's refusal, where it was.
pub(super) fn contest_stage(state: &mut FeatureState, sight: &Sight<'_>) {
    let (is_disputed, last) = (state.stage.is_in_conflict(), state.stage.standing.last());
    let Some((taken, to)) = last.and_then(|it| Some((it.record.clone()?, it.value.clone()))) else {
        return;
    };
    let Body::Transition(step) = &taken.body else { return };
    let (Some(from), false) = (&step.from, is_disputed) else { return };
    let mut asked = state.requests.iter().filter(|it| it.request.body.what == to);
    let refusal = asked.find_map(|request| {
        let mut refusals = request.given(REFUSED);
        refusals.find(|refusal| sight.are_unaware(refusal, &taken)).cloned()
    });
    let refused = refusal.map(|record| Standing { value: from.clone(), record: Some(record) });
    state.stage.standing.extend(refused);
}

/// Settling the deadline or the stage decides the requests that were about it.
pub(super) fn settle_with(
    state: &mut FeatureState,
    field: &str,
    value: &Value,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    let text = |value: Value| value.as_str().map(str::to_owned);
    let sides: Vec<String> =
        super::deciding::sides(state, field).into_iter().filter_map(|(it, _)| text(it)).collect();
    for request in state.requests.iter_mut().filter(|it| it.decisions.is_in_conflict()) {
        let asked = &request.request.body;
        let wanted = match (field, asked.what.as_str()) {
            (DEADLINE_CURRENT, "deadline") => asked.new.as_deref(),
            ("stage", what) if what != "deadline" => Some(what),
            _ => None,
        };
        let Some(wanted) = wanted.filter(|wanted| sides.iter().any(|side| side == wanted)) else {
            continue;
        };
        let verdict = if value.as_str() == Some(wanted) { APPROVED } else { REFUSED };
        write(&mut request.decisions, verdict.to_owned(), record, sight);
    }
}

fn is_of<T>(standing: &Standing<T>, record: &Record) -> bool {
    standing.record.as_ref().is_some_and(|it| it.hash == record.hash)
}
