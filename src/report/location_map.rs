//! The maps inside reports: a feature in the middle, marked, with what lies around it; or all features of a list.

use std::sync::Arc;

use super::doc::Picture;
use super::map_scene::map_input;
use super::pictures::drawn;
use super::source::Source;
use crate::map::{
    MapFeature, MapInput, MapTheme, PreparedSet, RareFonts, Redrawn, RenderOptions, render_prepared,
};
use crate::model::{Bbox, FeatureKey, GeometryKind, Kind, ShapesBuilder, Text};

/// Half the width of the view around a point, in degrees of latitude: some two kilometres.
const AROUND_DEG: f64 = 0.018;
const WIDTH_PX: u32 = 1500;
const HEIGHT_PX: u32 = 690;
/// The picture fills 499 points of a page: three pixels to a point are 216 to the inch.
const PIXELS_PER_POINT: f32 = 3.0;
/// The same of a map that has a page of its own.
const SHEET_WIDTH_PX: u32 = 2200;
const SHEET_HEIGHT_PX: u32 = 1270;
const SHEET_PIXELS_PER_POINT: f32 = 2.8;

/// Everything that is drawn, made ready once for all features of a report.
pub(super) struct Locator {
    input: MapInput,
    prepared: PreparedSet,
    synthetic: bool,
    rare_fonts: Option<RareFonts>,
}

impl Locator {
    pub fn new(source: &Source<'_>) -> Self {
        let mut input = map_input(source.snapshot, &source.plans, source.as_of);
        input.lang = source.lang;
        Self::of(source, input)
    }

    /// Draws the map of a feature; `None` where it has no place.
    pub fn picture(&mut self, source: &Source<'_>, key: &FeatureKey) -> Option<Picture> {
        let (view, idx) = source.snapshot.place(key)?;
        let bbox = around(view.layer.shapes.bbox(idx)?);
        let feature_idx = u32::try_from(idx).ok()?;
        self.input.selected = vec![MapFeature { layer_id: view.id, feature_idx }];
        self.drawn(bbox, [WIDTH_PX, HEIGHT_PX], PIXELS_PER_POINT)
    }

    /// For the map of a list of waters: those of the list alone. What else people work on is left out, the ground stays.
    pub fn of_waters(source: &Source<'_>, listed: &[FeatureKey]) -> Self {
        let mut input = map_input(source.snapshot, &source.plans, source.as_of);
        input.lang = source.lang;
        input.layers.retain(|layer| {
            !matches!(layer.kind().code(), Kind::OUTFALL | Kind::PLOT | Kind::SECTION)
        });
        let waters = input.layers.iter_mut();
        for layer in waters.filter(|layer| layer.kind().code() == Kind::BLACK_ODOROUS_WATER) {
            let views = &source.snapshot.layers;
            let Some(view) = views.iter().find(|view| view.id == layer.id) else { continue };
            let unlisted = view.rows.iter().zip(0..).filter(|(row, _)| !listed.contains(&row.key));
            let mut redrawn = layer.redrawn.to_vec();
            redrawn.extend(unlisted.map(|(_, feature_idx)| nowhere(feature_idx)));
            layer.redrawn = Arc::new(redrawn);
        }
        Self::of(source, input)
    }

    fn of(source: &Source<'_>, input: MapInput) -> Self {
        let prepared = PreparedSet::of(&input);
        Self {
            input,
            prepared,
            synthetic: source.is_synthetic(),
            rare_fonts: source.rare_fonts.clone(),
        }
    }

    /// Draws the map that holds all of these; `None` where none has a place.
    pub fn overview(&mut self, source: &Source<'_>, keys: &[FeatureKey]) -> Option<Picture> {
        let own = |key: &FeatureKey| {
            let (view, idx) = source.snapshot.place(key)?;
            view.layer.shapes.bbox(idx)
        };
        let bbox = keys.iter().filter_map(own).reduce(|one, other| one.union(&other))?;
        self.input.selected.clear();
        self.drawn(around(bbox), [SHEET_WIDTH_PX, SHEET_HEIGHT_PX], SHEET_PIXELS_PER_POINT)
    }

    fn drawn(&self, bbox: Bbox, size_px: [u32; 2], pixels_per_point: f32) -> Option<Picture> {
        let options = RenderOptions {
            width_px: size_px[0],
            height_px: size_px[1],
            pixels_per_point,
            pts_per_inch: 72.0,
            bbox: Some(bbox),
            theme: MapTheme::light(),
            title: Text::default(),
            synthetic: self.synthetic,
            legend: false,
            rare_fonts: self.rare_fonts.clone(),
        };
        drawn(&render_prepared(&self.input, &self.prepared, &options))
    }
}

/// A feature that is not to be seen.
fn nowhere(feature_idx: u32) -> Redrawn {
    let mut nothing = ShapesBuilder::default();
    nothing.end_feature(GeometryKind::GeometryCollection);
    Redrawn { feature_idx, shapes: Arc::new(nothing.finish()) }
}

/// The feature's own box with a margin; a point with two kilometres around it.
fn around(own: Bbox) -> Bbox {
    let center = own.center();
    let half = |length: f64| (length * 0.7).max(AROUND_DEG);
    let (lon, lat) = (half(own.east - own.west), half(own.north - own.south));
    Bbox {
        west: center.lon_deg - lon,
        east: center.lon_deg + lon,
        south: (center.lat_deg - lat).max(-85.0),
        north: (center.lat_deg + lat).min(85.0),
    }
}
