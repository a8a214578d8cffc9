//! What an area on the map says of a feature that lies in it: a water is one of the built-up area or it is not, by a
//! layer of that area. Proposed to whoever draws a feature, and asked about where a file or a record says otherwise.

use std::sync::Arc;

use rayon::prelude::*;

use super::listed::{LISTED_MAX, listed, of_feature};
use super::nearest::distance_m;
use super::{LayerView, Snapshot};
use crate::formats;
use crate::model::{Datum, IssueCode, Kind, Layer, LonLat, PartKind, ReadIssue, Text};
use crate::plan::{FieldDef, Fields, Procedure, Rulebook};

const LIES_OTHERWISE: IssueCode = "lies-otherwise";

/// One that is said to lie in an area may have its middle so far outside: a ditch runs across the border.
const ACROSS_M: f64 = 1_000.0;

/// The areas of some kinds that are loaded.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    layers: Vec<Arc<Layer>>,
}

impl Areas {
    /// Of these layers those that fields of `rulebook` ask about.
    pub fn of<'l>(layers: impl Iterator<Item = &'l Arc<Layer>>, rulebook: &Rulebook) -> Self {
        let fields = || rulebook.procedures.values().flat_map(|known| &known.fields);
        let is_asked = |layer: &&Arc<Layer>| {
            let code = layer.kind.code();
            let is_named = |field: &FieldDef| field.within.as_deref() == Some(code);
            !matches!(layer.datum, Datum::Unnamed(_)) && fields().any(is_named)
        };
        Self { layers: layers.filter(is_asked).cloned().collect() }
    }

    /// How far a place is from the nearest area of a kind, 0 within one; `None` where no such layer is loaded.
    fn nearest_m(&self, area: &str, at: LonLat) -> Option<f64> {
        let layers = self.layers.iter().filter(|layer| layer.kind.code() == area);
        let far = |layer: &Arc<Layer>| {
            let all = 0..layer.features.len();
            all.filter_map(|idx| distance_m(&layer.shapes, idx, at)).reduce(f64::min)
        };
        layers.filter_map(far).reduce(f64::min)
    }

    /// What a place says against these values of a feature.
    pub(super) fn contradictions(
        &self,
        procedure: &Procedure,
        fields: &Fields,
        at: LonLat,
    ) -> Vec<Text> {
        let against = |field: &FieldDef| {
            let said = fields.get(&field.code)?.as_str()?;
            contradiction(&field.label, said, self.nearest_m(field.within.as_deref()?, at)?)
        };
        procedure.fields.iter().filter_map(against).collect()
    }
}

fn contradiction(label: &Text, said: &str, far_m: f64) -> Option<Text> {
    let (zh, en) = (&label.zh, &label.en);
    match said {
        "no" if far_m == 0.0 => Some(Text::new(
            format!("“{zh}”填的是“否”，可按图层它在里面，请核对"),
            format!("\"{en}\" says no, and by the layer it lies inside: check it"),
        )),
        "yes" if far_m > ACROSS_M => Some(Text::new(
            format!("“{zh}”填的是“是”，可按图层它在外面 {far_m:.0} m，请核对"),
            format!("\"{en}\" says yes, and by the layer it lies {far_m:.0} m outside: check it"),
        )),
        _ => None,
    }
}

/// Those features of a layer that lie otherwise than their file says. Reads every property: not for a frame.
pub fn within_issues(layer: &Layer, rulebook: &Rulebook, areas: &Areas) -> Vec<ReadIssue> {
    let procedure = rulebook.procedure(&layer.kind);
    let asks = |procedure: &&Procedure| procedure.fields.iter().any(|it| it.within.is_some());
    let Some(procedure) = procedure.filter(asks) else { return Vec::new() };
    if areas.layers.is_empty() || matches!(layer.datum, Datum::Unnamed(_)) {
        return Vec::new();
    }
    let found: Vec<(usize, Text)> = (0..layer.features.len())
        .into_par_iter()
        .flat_map_iter(|idx| {
            let stated = procedure.read_baseline(&formats::read_properties(layer, idx));
            let at = layer.shapes.anchor(idx);
            let doubts = at.map(|at| areas.contradictions(procedure, &stated.fields, at));
            doubts.into_iter().flatten().map(move |doubt| (idx, doubt))
        })
        .collect();
    listed(
        &found,
        LIES_OTHERWISE,
        |(idx, doubt)| {
            of_feature(layer, *idx, LIES_OTHERWISE, |spans| spans.properties.start, doubt.clone())
        },
        |left| {
            Text::new(
                format!("其后还有 {left} 个对象与图层所示不同；只列出前 {LISTED_MAX} 个"),
                format!(
                    "{left} more lie otherwise than they say; the first {LISTED_MAX} are listed"
                ),
            )
        },
    )
}

impl Snapshot {
    /// Whether any of these corners lies in an area of this kind; `None` where no layer of it is loaded.
    pub fn lies_within(&self, area: &str, corners: &[LonLat]) -> Option<bool> {
        let area = Kind::new(area);
        let mut layers = self.layers.iter().filter(|view| view.layer.kind == area).peekable();
        layers.peek()?;
        Some(layers.any(|view| corners.iter().any(|at| around(view, *at).is_some())))
    }
}

/// The feature of a layer of areas that a place lies in.
pub(super) fn around(view: &LayerView, at: LonLat) -> Option<usize> {
    let shapes = &view.layer.shapes;
    let is_around = |idx: &usize| {
        let is_area = shapes.parts(*idx).any(|part| part.kind == PartKind::Outer);
        is_area && distance_m(shapes, *idx, at) == Some(0.0)
    };
    (0..view.rows.len()).find(is_around)
}
