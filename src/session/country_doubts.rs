//! Features of a received file that lie outside the country, where most of the file lies in it: told about, and kept.
//!
//! A layer of another country is not odd, only elsewhere: it is said once.

use rayon::prelude::*;

use super::listed::{LISTED_MAX, listed, of_feature};
use super::place_doubt::is_in_country;
use crate::model::{Datum, IssueCode, Layer, ReadIssue, Severity, Text};

const OUTSIDE: IssueCode = "outside-country";

/// What lies outside the country. Reads every position: not for a frame.
pub(super) fn country_issues(layer: &Layer) -> Vec<ReadIssue> {
    if matches!(layer.datum, Datum::Unnamed(_)) {
        return Vec::new();
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
    let Some((first_idx, _)) = outside.first() else { return Vec::new() };
    if outside.len() * 2 > placed.len() {
        let (all, here) = (placed.len(), outside.len());
        let text = Text::new(
            format!("{all} 个要素中有 {here} 个不在我国范围内；照原样保留"),
            format!("{here} of {all} features lie outside China; kept as they are"),
        );
        return vec![ReadIssue { severity: Severity::Info, ..issue(layer, *first_idx, text) }];
    }
    listed(
        &outside,
        OUTSIDE,
        |(feature_idx, at)| {
            let (lon, lat) = (at.lon_deg, at.lat_deg);
            let text = Text::new(
                format!(
                    "位置 {lon}, {lat} 不在我国范围内（经度 73–136，纬度 3–54），请核对；照原样保留"
                ),
                format!(
                    "expected a place in China (longitude 73 to 136, latitude 3 to 54), found {lon}, {lat}; kept as it is"
                ),
            );
            issue(layer, *feature_idx, text)
        },
        |left| {
            Text::new(
                format!("其后还有 {left} 处位置不在我国范围内；只列出前 {LISTED_MAX} 处"),
                format!("{left} more places lie outside China; the first {LISTED_MAX} are listed"),
            )
        },
    )
}

fn issue(layer: &Layer, feature_idx: usize, text: Text) -> ReadIssue {
    of_feature(layer, feature_idx, OUTSIDE, |spans| spans.geometry.start, text)
}
