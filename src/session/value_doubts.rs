//! What is odd in a received file: values that mean none of what their field can hold (left in the file), codes of
//! another pattern, days in the wrong order, places outside the country. Told about, and in nobody's way.

use rayon::iter::Either;
use rayon::prelude::*;

use super::country_doubts::country_issues;
use super::home_doubts::{RiverOutfall, area_issues};
use super::listed::{LISTED_MAX, listed, of_feature};
use super::naming_doubts::Naming;
use crate::formats;
use crate::model::{Datum, IssueCode, Kind, Layer, ReadIssue, Text};
use crate::plan::Rulebook;

const NOT_UNDERSTOOD: IssueCode = "value-not-understood";

/// What is odd about a layer by itself, and what is to be held against other layers.
#[derive(Debug, Default)]
pub struct LayerDoubts {
    pub issues: Vec<ReadIssue>,
    /// What is said to run into rivers, for [`super::river_issues`].
    pub river_outfalls: Vec<RiverOutfall>,
    /// What names features of other kinds, for [`super::naming_issues`].
    pub namings: Vec<Naming>,
}

/// What is odd about the values and places of a layer's features; nothing for kinds without a procedure. Reads every
/// property and position: not for a frame.
pub fn layer_doubts(layer: &Layer, rulebook: &Rulebook) -> LayerDoubts {
    let Some(procedure) = rulebook.procedure(&layer.kind) else { return LayerDoubts::default() };
    let is_outfall =
        layer.kind.code() == Kind::OUTFALL && !matches!(layer.datum, Datum::Unnamed(_));
    type Found = Either<(usize, IssueCode, Text), Either<RiverOutfall, Naming>>;
    let (found, elsewhere): (Vec<_>, Vec<_>) = (0..layer.features.len())
        .into_par_iter()
        .flat_map_iter(|feature_idx| {
            let properties = formats::read_properties(layer, feature_idx);
            let (stated, doubts) = procedure.read_baseline_and_doubts(&properties);
            let left = doubts.into_iter().map(|doubt| (NOT_UNDERSTOOD, left_in_the_file(&doubt)));
            let odd = procedure.stated_doubts(&stated.fields).into_iter();
            let river = is_outfall
                .then(|| RiverOutfall::of(layer, feature_idx, &stated.fields))
                .flatten()
                .map(Either::Left);
            let named = Naming::all_of(rulebook, procedure, layer, feature_idx, &stated.fields);
            let elsewhere = river.into_iter().chain(named.into_iter().map(Either::Right));
            let capacity = rulebook.capacity_doubt(procedure, &stated.fields);
            let odd = left
                .chain(odd)
                .chain(capacity)
                .map(move |(code, doubt)| (feature_idx, code, doubt));
            odd.map(Found::Left).chain(elsewhere.map(Found::Right))
        })
        .partition_map(|found| found);
    let (river_outfalls, namings) = elsewhere.into_par_iter().partition_map(|found| found);
    let mut issues = listed(
        &found,
        NOT_UNDERSTOOD,
        |(feature_idx, code, doubt)| issue(layer, *feature_idx, code, doubt),
        |left| {
            Text::new(
                format!("其后还有 {left} 个值存疑；只列出前 {LISTED_MAX} 个"),
                format!("{left} more values are odd; the first {LISTED_MAX} are listed"),
            )
        },
    );
    issues.extend(country_issues(layer));
    issues.extend(area_issues(layer, rulebook));
    LayerDoubts { issues, river_outfalls, namings }
}

fn left_in_the_file(doubt: &Text) -> Text {
    Text::new(
        format!("{}：原样留在文件里，没有采用", doubt.zh),
        format!("{}: left in the file, not taken over", doubt.en),
    )
}

fn issue(layer: &Layer, feature_idx: usize, code: IssueCode, doubt: &Text) -> ReadIssue {
    of_feature(layer, feature_idx, code, |spans| spans.properties.start, doubt.clone())
}
