//! Features of a received file that lie outside the country, where most of the file lies in it: told about, and kept.
//!
//! A layer of another country is not odd, only elsewhere: it is said once.

use rayon::prelude::*;

use super::place_doubt::is_in_country;
use crate::formats;
use crate::model::{Datum, Layer, ReadIssue, Severity};

/// What lies outside the country, at most so many listed, and how many more there are. Reads every position: not for a
/// frame.
pub(super) fn country_issues(layer: &Layer, listed_max: usize) -> (Vec<ReadIssue>, usize) {
    if matches!(layer.datum, Datum::Unnamed(_)) {
        return (Vec::new(), 0);
    }
    let place_of = |feature_idx: usize| {
        let mut positions = layer.shapes.parts(feature_idx).flat_map(|part| part.positions.iter());
        let first = positions.next()?;
        let is_degrees = first.lon_deg.abs() <= 180.0 && first.lat_deg.abs() <= 90.0;
        let outside = [first].into_iter().chain(positions).find(|at| !is_in_country(at));
        is_degrees.then_some((feature_idx, outside))
    };
    let placed: Vec<_> = (0..layer.features.len()).into_par_iter().filter_map(place_of).collect();
    let outside: Vec<_> = placed.iter().filter_map(|(idx, at)| Some((*idx, (*at)?))).collect();
    let Some((first_idx, _)) = outside.first() else { return (Vec::new(), 0) };
    if outside.len() * 2 > placed.len() {
        let (all, here) = (placed.len(), outside.len());
        let once = issue(
            layer,
            *first_idx,
            Severity::Info,
            format!("{here} of {all} features lie outside China; kept as they are"),
            format!("{all} 个要素中有 {here} 个不在我国范围内；照原样保留"),
        );
        return (vec![once], 0);
    }
    let told = outside.iter().take(listed_max).map(|(feature_idx, at)| {
        let (lon, lat) = (at.lon_deg, at.lat_deg);
        issue(
            layer,
            *feature_idx,
            Severity::Warning,
            format!(
                "expected a place in China (longitude 73 to 136, latitude 3 to 54), found {lon}, {lat}; kept as it is"
            ),
            format!("位置 {lon}, {lat} 不在我国范围内（经度 73–136，纬度 3–54），请核对；照原样保留"),
        )
    });
    (told.collect(), outside.len().saturating_sub(listed_max))
}

fn issue(
    layer: &Layer,
    feature_idx: usize,
    severity: Severity,
    message: String,
    message_zh: String,
) -> ReadIssue {
    let spans = layer.features.get(feature_idx);
    let offset = spans.map_or(0, |spans| spans.geometry.start as usize);
    let (line, column) = formats::place_of(layer, offset);
    ReadIssue {
        severity,
        code: "outside-country",
        feature: spans.map(|spans| spans.ordinal as usize),
        line,
        column,
        message,
        message_zh,
    }
}
