//! Whose sample each line of a laboratory's table is: found by its number, never by its place in the table.

use std::collections::HashMap;

use super::samples::LabSample;
use crate::model::FeatureKey;
use crate::plan::{SampleState, plain_sample_no};
use crate::ui::context::UiCtx;
use crate::ui::forms::usual_items;

/// What the workspace knows of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is on its way to the laboratory: this is what it waits for.
    Waiting(Known),
    /// It has the very same results already.
    Same(Known),
    /// It has other results: they are struck through when these are recorded.
    Differs(Known),
    /// Several features have a sample of this number.
    Several,
    Nowhere,
}

/// A sample of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub feature: FeatureKey,
    /// Its number as it was recorded: the table may spell it otherwise.
    pub no: String,
}

impl Found {
    /// Whose it is.
    pub const fn known(&self) -> Option<&Known> {
        match self {
            Self::Waiting(known) | Self::Differs(known) | Self::Same(known) => Some(known),
            Self::Several | Self::Nowhere => None,
        }
    }

    /// Where the results go, if they are to be recorded.
    pub const fn to_record(&self) -> Option<&Known> {
        match self {
            Self::Waiting(known) | Self::Differs(known) => Some(known),
            Self::Same(_) | Self::Several | Self::Nowhere => None,
        }
    }
}

/// Finds each sample's own, in their order, and reads its results as those of its feature's kind.
pub fn find_all(ctx: &UiCtx<'_>, samples: &mut [LabSample]) -> Vec<Found> {
    let mut known: HashMap<String, Vec<(&FeatureKey, &SampleState)>> = HashMap::new();
    for (key, state) in ctx.snapshot.plans.all_recorded() {
        for sample in &state.samples {
            known.entry(plain_sample_no(&sample.no)).or_default().push((key, sample));
        }
    }
    let standards = &ctx.snapshot.rulebook.standards;
    let find = |sample: &mut LabSample| {
        let found = known.get(&plain_sample_no(&sample.no)).map(Vec::as_slice).unwrap_or_default();
        let usual = match found {
            [(key, _)] => usual_items(ctx, key),
            _ => &[],
        };
        sample.read_for(standards, usual);
        match found {
            [] => Found::Nowhere,
            [(key, state)] => compare((*key).clone(), state, sample),
            _ => Found::Several,
        }
    };
    samples.iter_mut().map(find).collect()
}

fn compare(feature: FeatureKey, state: &SampleState, sample: &LabSample) -> Found {
    let known = Known { feature, no: state.no.clone() };
    let Some(result) = &state.result else { return Found::Waiting(known) };
    let items = &result.body.items;
    let mut taken = sample.taken().map(|result| &result.item);
    let is_same = taken.all(|item| {
        let known = items.get(&item.code);
        known.is_some_and(|known| known.value == item.value && known.unit == item.unit)
    });
    match is_same && items.len() == sample.taken().count() {
        true => Found::Same(known),
        false => Found::Differs(known),
    }
}
