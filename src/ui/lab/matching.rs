//! Whose sample each line of a laboratory's table is: found by its number, never by its place in the table.

use std::collections::HashMap;

use super::table::LabSample;
use crate::model::FeatureKey;
use crate::plan::SampleState;
use crate::ui::context::UiCtx;

/// What the workspace knows of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is on its way to the laboratory: this is what it waits for.
    Waiting(FeatureKey),
    /// It has the very same results already.
    Known(FeatureKey),
    /// It has other results: they are struck through when these are recorded.
    Differs(FeatureKey),
    /// Several features have a sample of this number.
    Several,
    Nowhere,
}

impl Found {
    /// Where the results go, if they are to be recorded.
    pub const fn to_record(&self) -> Option<&FeatureKey> {
        match self {
            Self::Waiting(key) | Self::Differs(key) => Some(key),
            Self::Known(_) | Self::Several | Self::Nowhere => None,
        }
    }
}

/// Finds each sample's own, in their order.
pub fn find_all(ctx: &UiCtx<'_>, samples: &[LabSample]) -> Vec<Found> {
    let mut known: HashMap<String, Vec<(&FeatureKey, &SampleState)>> = HashMap::new();
    for (key, state) in ctx.snapshot.plans.all_recorded() {
        for sample in &state.samples {
            known.entry(plain(&sample.no)).or_default().push((key, sample));
        }
    }
    samples
        .iter()
        .map(|sample| match known.get(&plain(&sample.no)).map(Vec::as_slice) {
            None | Some([]) => Found::Nowhere,
            Some([(key, state)]) => compare((*key).clone(), state, sample),
            Some(_) => Found::Several,
        })
        .collect()
}

fn compare(key: FeatureKey, state: &SampleState, sample: &LabSample) -> Found {
    let Some(result) = &state.result else { return Found::Waiting(key) };
    let items = &result.body.items;
    let is_same = |row: &crate::ui::forms::sample::ResultRow| {
        items.get(&row.item).is_some_and(|known| known.value == row.value && known.unit == row.unit)
    };
    match items.len() == sample.results.len() && sample.results.iter().all(is_same) {
        true => Found::Known(key),
        false => Found::Differs(key),
    }
}

/// A number without what two hands write differently: case, blanks, the width of letters and dashes.
fn plain(no: &str) -> String {
    let narrow = |c: char| match c {
        '－' | '—' | '–' | '‐' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFF01 + u32::from(b'!')).unwrap_or(c),
        c => c,
    };
    no.chars().filter(|c| !c.is_whitespace()).map(narrow).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_spelt() {
        assert_eq!(plain(" tj－0502 -ａ1"), plain("TJ-0502-A1"));
        assert_ne!(plain("A-1"), plain("A-11"));
    }
}
