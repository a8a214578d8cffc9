//! What samples and their results do to a plan's state.
//!
//! Results of one number by people unaware of each other stand beside each other until one of them is chosen.

use std::sync::Arc;

use super::apply::{day_of, filed};
use super::body::{SampleResult, SampleTaken};
use super::record::Record;
use super::sight::Sight;
use super::state::{FeatureState, SampleState};
use crate::model::Day;

pub(super) fn take(
    state: &mut FeatureState,
    taken: &SampleTaken,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    let sample = sample_mut(state, &taken.no, record.on);
    let is_newer = sample
        .taken
        .as_ref()
        .is_none_or(|old| sight.has_seen(&old.record) || old.record.at <= record.at);
    if is_newer {
        sample.taken = Some(filed(taken, record));
        sample.day = day_of(taken.taken_at.as_deref()).unwrap_or(record.on);
    }
}

/// A newer result of the same number replaces the one its author saw.
pub(super) fn give_result(
    state: &mut FeatureState,
    result: &SampleResult,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    let sample = sample_mut(state, &result.no, record.on);
    let standing = sample.rivals.drain(..).chain(sample.result.take());
    let (replaced, rivals): (Vec<_>, Vec<_>) =
        standing.partition(|old| sight.has_seen(&old.record));
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
