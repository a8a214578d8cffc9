//! Where the sampling points of a water are: each where it was last placed, with what its samples say.

use std::collections::BTreeMap;

use super::state::{FeatureState, SampleState};
use super::values::parse_number;
use crate::model::{LonLat, Text, lon_lat};

/// A sampling point on the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplingPlace {
    /// `1#`; empty for samples that name no point.
    pub point: String,
    pub at: LonLat,
    /// What its newest round comes to, where the water is graded by its points.
    pub class: Option<Text>,
}

impl SampleState {
    /// Where it was taken, as its record gives it.
    pub fn lon_lat(&self) -> Option<LonLat> {
        let taken = self.taken.as_ref().and_then(|taken| taken.body.lon_lat.as_ref());
        let result = self.result.as_ref().and_then(|result| result.body.lon_lat.as_ref());
        place_of(result.or(taken)?)
    }
}

/// The place that two numbers mean, longitude first; `None` where they are none.
pub fn place_of([lon, lat]: &[String; 2]) -> Option<LonLat> {
    Some(lon_lat(parse_number(lon)?, parse_number(lat)?))
}

/// The sampling points that have a place, in the order of their names.
pub fn sampling_places(state: &FeatureState) -> Vec<SamplingPlace> {
    let mut newest: BTreeMap<String, &SampleState> = BTreeMap::new();
    for sample in state.samples.iter().filter(|sample| sample.lon_lat().is_some()) {
        let known = newest.entry(sample.point().unwrap_or_default()).or_insert(sample);
        if sample.day >= known.day {
            *known = sample;
        }
    }
    let graded = state.grade.iter().flat_map(|grade| &grade.points);
    let class_of = |name: &str| {
        graded.clone().find(|point| point.name == name).map(|point| point.class.label.clone())
    };
    let places = newest.into_iter().filter_map(|(point, sample)| {
        let (at, class) = (sample.lon_lat()?, class_of(&point));
        Some(SamplingPlace { point, at, class })
    });
    places.collect()
}
