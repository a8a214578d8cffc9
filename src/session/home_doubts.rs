//! Where a feature lies against where it should: outside the area of the programme, or far from the river that an
//! outfall is said to run into. Told when a file is checked or taken in, in forms and on the card; kept as it is.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Snapshot;
use super::listed::{LISTED_MAX, listed, of_feature};
use super::nearest::distance_m;
use super::place_doubt::is_in_country;
use super::within::Areas;
use crate::formats;
use crate::model::{Datum, IssueCode, Kind, Layer, LonLat, ReadIssue, Severity, Shapes, Text};
use crate::plan::{Area, Fields, Rulebook};

const OUTSIDE: IssueCode = "outside-area";
const FAR_FROM_RIVER: IssueCode = "far-from-river";

/// An outfall lies no farther from its river than this (domain §10).
const RIVER_M: f64 = 500.0;
/// A layer of more rivers is a network, in which names tell nothing apart.
const RIVERS_MAX: usize = 2_000;
/// What says that an outfall runs into a river, and into which: its code, else its name.
const OUTLET_KIND: &str = "outlet_kind";
const RIVER_FIELDS: [&str; 2] = ["river_code", "receiving_water"];

/// Rivers by their codes and names.
#[derive(Clone, Debug, Default)]
pub struct Rivers {
    by_name: HashMap<String, (Arc<Shapes>, usize)>,
}

impl Rivers {
    /// The rivers of these layers. Reads their properties: not for every frame.
    pub fn of<'l>(layers: impl Iterator<Item = &'l Layer>) -> Self {
        let mut rivers = Self::default();
        let is_drawn = |layer: &&Layer| {
            layer.kind.code() == Kind::RIVER
                && !matches!(layer.datum, Datum::Unnamed(_))
                && layer.features.len() <= RIVERS_MAX
        };
        for layer in layers.filter(is_drawn) {
            for idx in 0..layer.features.len() {
                let properties = formats::read_properties(layer, idx);
                let named = [&["river_code", "code", "编码"][..], &["name", "river_name", "名称"]];
                for name in named.into_iter().filter_map(|names| properties.text(names)) {
                    let place = (Arc::clone(&layer.shapes), idx);
                    rivers.by_name.entry(name.to_owned()).or_insert(place);
                }
            }
        }
        rivers
    }

    /// Takes in those of another layer.
    pub fn join(&mut self, other: Self) {
        self.by_name.extend(other.by_name);
    }

    /// How far a place is from the river that it is said to be at, where that is too far.
    fn too_far(&self, river: &str, at: LonLat) -> Option<Text> {
        let (shapes, idx) = self.by_name.get(river)?;
        let far = distance_m(shapes, *idx, at).filter(|far| *far > RIVER_M)?;
        Some(Text::new(
            format!("离所属河流“{river}”{far:.0} m，超过 500 m，请核对位置和河流"),
            format!("{far:.0} m from its river {river:?}, more than 500 m: check place and river"),
        ))
    }
}

/// The river that an outfall is said to run into, where it is said to.
fn river_of(fields: &Fields) -> Option<&str> {
    let text = |field: &str| fields.get(field)?.as_str().filter(|text| !text.is_empty());
    (text(OUTLET_KIND)? == "river").then(|| RIVER_FIELDS.into_iter().find_map(text))?
}

/// An outfall of a layer that is said to run into a river.
#[derive(Clone, Debug)]
pub struct RiverOutfall {
    river: String,
    at: LonLat,
    /// What is to be said of it is begun: where in the file it stands.
    issue: ReadIssue,
}

impl RiverOutfall {
    pub(super) fn of(layer: &Layer, feature_idx: usize, fields: &Fields) -> Option<Self> {
        let river = river_of(fields)?.to_owned();
        let at = layer.shapes.anchor(feature_idx)?;
        let place = |spans: &crate::model::FeatureSpans| spans.geometry.start;
        let issue = of_feature(layer, feature_idx, FAR_FROM_RIVER, place, Text::default());
        Some(Self { river, at, issue })
    }
}

/// Those outfalls that lie too far from their rivers.
pub fn river_issues(outfalls: &[RiverOutfall], rivers: &Rivers) -> Vec<ReadIssue> {
    let far: Vec<ReadIssue> = outfalls
        .par_iter()
        .filter_map(|one| {
            let Text { zh, en } = rivers.too_far(&one.river, one.at)?;
            Some(ReadIssue { message: en, message_zh: zh, ..one.issue.clone() })
        })
        .collect();
    listed(&far, FAR_FROM_RIVER, Clone::clone, |left| {
        Text::new(
            format!("其后还有 {left} 个排口离所属河流超过 500 m；只列出前 {LISTED_MAX} 个"),
            format!(
                "{left} more outfalls lie far from their rivers; the first {LISTED_MAX} are listed"
            ),
        )
    })
}

/// What lies in the country and outside the programme's area. A layer of another place is said once.
pub(super) fn area_issues(layer: &Layer, rulebook: &Rulebook) -> Vec<ReadIssue> {
    let Some(area) = &rulebook.programme.area else { return Vec::new() };
    if matches!(layer.datum, Datum::Unnamed(_)) {
        return Vec::new();
    }
    let is_outside = |idx: &usize| {
        let mut positions = layer.shapes.parts(*idx).flat_map(|part| part.positions.iter());
        let first = positions.next();
        first.is_some_and(|first| {
            is_in_country(&first)
                && !area.bbox.holds(first)
                && !positions.any(|at| area.bbox.holds(at))
        })
    };
    let outside: Vec<usize> =
        (0..layer.features.len()).into_par_iter().filter(is_outside).collect();
    let Some(first) = outside.first() else { return Vec::new() };
    let issue = |idx: usize, text: Text| {
        of_feature(layer, idx, OUTSIDE, |spans| spans.geometry.start, text)
    };
    if outside.len() * 2 > layer.features.len() {
        let (all, here) = (layer.features.len(), outside.len());
        let text = Text::new(
            format!("{all} 个要素中有 {here} 个不在{}范围内；照原样保留", area.label.zh),
            format!("{here} of {all} features lie outside {}; kept as they are", area.label.en),
        );
        return vec![ReadIssue { severity: Severity::Info, ..issue(*first, text) }];
    }
    listed(
        &outside,
        OUTSIDE,
        |idx| {
            let at = layer.shapes.anchor(*idx);
            issue(*idx, at.map(|at| outside_words(area, at)).unwrap_or_default())
        },
        |left| {
            Text::new(
                format!("其后还有 {left} 处不在{}范围内；只列出前 {LISTED_MAX} 处", area.label.zh),
                format!(
                    "{left} more lie outside {}; the first {LISTED_MAX} are listed",
                    area.label.en
                ),
            )
        },
    )
}

fn outside_words(area: &Area, at: LonLat) -> Text {
    let place = format!("{:.5}, {:.5}", at.lon_deg, at.lat_deg);
    Text::new(
        format!("位置 {place} 不在{}范围内，请核对", area.label.zh),
        format!("{place} lies outside {}: check it", area.label.en),
    )
}

impl Snapshot {
    /// What is odd about a feature with these values at this place, in words: as a check of its file would say it.
    /// Reads the rivers' properties: not for every frame.
    pub fn feature_doubts(&self, kind: &Kind, fields: &Fields, at: Option<LonLat>) -> Vec<Text> {
        let Some(procedure) = self.rulebook.procedure(kind) else { return Vec::new() };
        let mut values = procedure.stated_doubts(fields);
        values.extend(self.rulebook.capacity_doubt(procedure, fields));
        let mut doubts: Vec<Text> = values.into_iter().map(|(_, words)| words).collect();
        doubts.extend(self.naming_doubts(procedure, fields));
        let Some(at) = at else { return doubts };
        let area = self.rulebook.programme.area.as_ref();
        if let Some(area) = area.filter(|area| !area.bbox.holds(at) && is_in_country(&at)) {
            doubts.push(outside_words(area, at));
        }
        if let Some(river) = river_of(fields) {
            let rivers = Rivers::of(self.layers.iter().map(|view| &*view.layer));
            doubts.extend(rivers.too_far(river, at));
        }
        let areas = Areas::of(self.layers.iter().map(|view| &view.layer), &self.rulebook);
        doubts.extend(areas.contradictions(procedure, fields, at));
        doubts
    }
}
