//! A layer made ready for drawing: indexed, with thinned copies for views from afar. Once, off the frame.
//!
//! Its vertices stay where they are in the layer, in whole steps of a degree; projecting them is the scene's work.
//! Knows shapes and nothing of looks: what a record changes on a symbol never prepares a layer again.

use std::sync::{Arc, OnceLock};

use super::anchor::anchor;
use super::boxes::PlaceBox;
use super::index::Index;
use super::level::{Extent, Level, Part};
use super::projection::{World, world_from_place};
use super::simplify::Stretches;
use crate::model::{Bbox, Datum, Layer, PartKind, Place, Shapes, lon_lat_of, nearest_place};

/// A thinned copy is kept only if it has at most this share of the vertices of the next finer one.
const LEVEL_SHARE_MAX: f64 = 0.6;
/// The finest copy of a large layer has at most this share of its vertices, so that all copies together add less
/// than a byte to the eight of a vertex.
const LARGE_SHARE_MAX: f64 = 0.06;
/// A copy of at most so many vertices may always be kept.
const SMALL_VERTICES: u64 = 600_000;
/// A larger layer gets no finer copy later: at the scales where it would serve, more of the layer is in view than a
/// frame has time for.
const REFINED_VERTICES_MAX: u64 = 4_000_000;
/// Once a copy is as small as this, coarser ones gain nothing.
const LEAST_VERTICES: u64 = 20_000;
/// The coarsest and finest zoom levels for which copies are made.
const LEVEL_ZOOMS: std::ops::RangeInclusive<u8> = 2..=18;

/// Beyond so many parts one in so many is measured.
const SAMPLED_FROM: usize = 4_000;
const SAMPLED_EACH: usize = 8;

/// A place where a feature's symbol or label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub feature_idx: u32,
    pub at: Place,
    pub dimension: Dimension,
    /// The longer side of the feature's box; 0 for points.
    pub extent: Extent,
}

/// What a feature's spot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    Point,
    Line,
    Area,
}

/// One layer, ready.
#[derive(Debug, Default)]
pub struct PreparedLayer {
    /// Every vertex of lines and areas: what hit tests and close views use.
    pub exact: Level,
    /// Thinned copies, coarsest first.
    pub coarser: Vec<Level>,
    /// One more between those and the full detail, made once the layer is on the screen: see [`Self::refine`].
    finest_copy: OnceLock<Option<Level>>,
    stretches: Stretches,
    /// By feature: every position of a point, one place on a line, one inside an area.
    pub spots: Vec<Spot>,
    pub spots_index: Index,
    /// Box around everything; `None` without positions.
    pub bounds: Option<PlaceBox>,
}

impl PreparedLayer {
    /// Prepares a layer. One whose datum nobody has named has no known place on the map and prepares to nothing.
    pub fn new(layer: &Layer) -> Self {
        match layer.datum {
            Datum::Unnamed(_) => Self::default(),
            Datum::LonLat | Datum::Named(_) => Self::of_shapes(&layer.shapes),
        }
    }

    pub fn of_shapes(shapes: &Arc<Shapes>) -> Self {
        let mut gathered = Gathered::default();
        let Some(places) = shapes.places().filter(|places| are_rings_closed(shapes, places)) else {
            // Doubles, or rings that their file left open: a copy of its own, rounded and closed.
            return Self::of_features(
                (0..shapes.feature_count()).map(|idx| (idx as u32, &**shapes, idx)),
            );
        };
        for idx in 0..shapes.feature_count() {
            let first_part = gathered.parts.len();
            for (kind, range) in shapes.part_ranges(idx) {
                gathered.part(idx as u32, kind, range, places);
            }
            gathered.feature(idx as u32, first_part, places);
        }
        gathered.finish(|parts, boxes| Level::exact_of(shapes.clone(), parts, boxes))
    }

    /// Prepares single features out of several [`Shapes`], each with the index it goes by.
    pub fn of_features<'a>(features: impl Iterator<Item = (u32, &'a Shapes, usize)>) -> Self {
        let mut gathered = Gathered::default();
        let mut places: Vec<Place> = Vec::new();
        for (feature_idx, shapes, idx) in features {
            let first_part = gathered.parts.len();
            for part in shapes.parts(idx) {
                let start = places.len();
                // Infinite numbers can come of a change of datum; they are nowhere on the map.
                let finite = part
                    .positions
                    .iter()
                    .filter(|at| at.lon_deg.is_finite() && at.lat_deg.is_finite());
                places.extend(finite.map(nearest_place));
                let is_ring = matches!(part.kind, PartKind::Outer | PartKind::Hole);
                if is_ring && places.get(start) != places.last() {
                    // A ring that its file left open: closed on the map, as the reading's issue says.
                    places.push(places[start]);
                }
                gathered.part(feature_idx, part.kind, start as u32..places.len() as u32, &places);
            }
            gathered.feature(feature_idx, first_part, &places);
        }
        gathered.finish(|parts, boxes| Level::exact(places, parts, boxes))
    }

    /// Makes the finest copy there is room for, where it is finer than those there are; once, off the frame.
    ///
    /// Opening does not wait for it: until it is there, views at the scale of a city draw the full detail.
    pub fn refine(&self) {
        self.finest_copy.get_or_init(|| finest_copy(&self.exact, &self.coarser, &self.stretches));
    }

    /// The coarsest copy that still looks like the original at `zoom_level`.
    pub fn level(&self, zoom_level: f64) -> &Level {
        self.copies().find(|level| level.zoom_level_max >= zoom_level).unwrap_or(&self.exact)
    }

    /// The copies from the one for `zoom_level` to ever coarser ones.
    pub fn levels_down(&self, zoom_level: f64) -> impl Iterator<Item = &Level> {
        let fit = self.level(zoom_level).zoom_level_max;
        let all = std::iter::once(&self.exact).chain(self.copies().rev());
        all.skip_while(move |level| level.zoom_level_max > fit)
    }

    /// All copies, coarsest first.
    fn copies(&self) -> impl DoubleEndedIterator<Item = &Level> {
        self.coarser.iter().chain(self.finest_copy.get().and_then(Option::as_ref))
    }

    /// The box around one feature's lines and areas, in degrees; `None` for points.
    pub fn bbox_of(&self, feature_idx: u32) -> Option<Bbox> {
        let parts = self.exact.parts_of(feature_idx).iter();
        let boxes = parts.filter_map(|part| PlaceBox::around(&self.exact.places()[part.range()]));
        let all = boxes.reduce(|one, other| one.union(&other))?;
        let mut bbox = Bbox::EMPTY;
        bbox.include(lon_lat_of(all.min));
        bbox.include(lon_lat_of(all.max));
        Some(bbox)
    }

    /// The corners of the box around everything in the world.
    pub fn world_bounds(&self) -> Option<(World, World)> {
        let PlaceBox { min, max } = self.bounds?;
        let (south_west, north_east) = (world_from_place(min), world_from_place(max));
        let (min, max) = (
            World { x: south_west.x, y: north_east.y },
            World { x: north_east.x, y: south_west.y },
        );
        Some((min, max))
    }

    /// All spots of one feature.
    pub fn spots_of(&self, feature_idx: u32) -> &[Spot] {
        let start = self.spots.partition_point(|spot| spot.feature_idx < feature_idx);
        let end = self.spots.partition_point(|spot| spot.feature_idx <= feature_idx);
        &self.spots[start..end]
    }
}

fn are_rings_closed(shapes: &Shapes, places: &[Place]) -> bool {
    (0..shapes.feature_count()).flat_map(|idx| shapes.part_ranges(idx)).all(|(kind, range)| {
        matches!(kind, PartKind::Points | PartKind::Line)
            || range.is_empty()
            || places[range.start as usize] == places[range.end as usize - 1]
    })
}

/// What is gathered feature by feature.
#[derive(Default)]
struct Gathered {
    parts: Vec<Part>,
    /// Around each part.
    boxes: Vec<PlaceBox>,
    spots: Vec<Spot>,
    stretches: Stretches,
    bounds: Option<PlaceBox>,
    /// Around the lines and areas of the feature in hand, and whether it has had points.
    around: Option<PlaceBox>,
    has_points: bool,
}

impl Gathered {
    fn part(
        &mut self,
        feature_idx: u32,
        kind: PartKind,
        range: std::ops::Range<u32>,
        all: &[Place],
    ) {
        let places = &all[range.start as usize..range.end as usize];
        let Some(own) = PlaceBox::around(places) else { return };
        self.bounds = Some(self.bounds.map_or(own, |bounds| bounds.union(&own)));
        if kind == PartKind::Points {
            let (dimension, extent) = (Dimension::Point, Extent::default());
            self.spots.extend(places.iter().map(|at| Spot {
                feature_idx,
                at: *at,
                dimension,
                extent,
            }));
            self.has_points = true;
            return;
        }
        // A few of many lines say how far apart the vertices of all of them are.
        match self.parts.len() {
            0..SAMPLED_FROM => self.stretches.add(places, 1),
            idx if idx % SAMPLED_EACH == 0 => self.stretches.add(places, SAMPLED_EACH as u64),
            _ => {}
        }
        self.around = Some(self.around.map_or(own, |around| around.union(&own)));
        let extent = Extent::of(own.extent());
        let (start, end) = (range.start, range.end);
        self.parts.push(Part { feature_idx, start, end, kind, extent, feature_extent: extent });
        self.boxes.push(own);
    }

    fn feature(&mut self, feature_idx: u32, first_part: usize, places: &[Place]) {
        let has_points = std::mem::take(&mut self.has_points);
        let Some(around) = self.around.take() else { return };
        let extent = Extent::of(around.extent());
        for part in &mut self.parts[first_part..] {
            part.feature_extent = extent;
        }
        if !has_points && let Some((at, dimension)) = anchor(&self.parts[first_part..], places) {
            self.spots.push(Spot { feature_idx, at, dimension, extent });
        }
    }

    fn finish(mut self, exact: impl FnOnce(Vec<Part>, &[PlaceBox]) -> Level) -> PreparedLayer {
        self.parts.shrink_to_fit();
        self.spots.shrink_to_fit();
        let exact = exact(self.parts, &self.boxes);
        self.boxes = Vec::new();
        let coarser = coarser_levels(&exact, &self.stretches);
        let Self { spots, stretches, bounds, .. } = self;
        let spots_index =
            Index::new(spots.len(), |idx| PlaceBox { min: spots[idx].at, max: spots[idx].at });
        let finest_copy = OnceLock::new();
        PreparedLayer { exact, coarser, finest_copy, stretches, spots, spots_index, bounds }
    }
}

/// How many vertices the finest copy may have.
fn copy_vertices_max(all: u64) -> u64 {
    ((all as f64 * LARGE_SHARE_MAX) as u64)
        .max(SMALL_VERTICES)
        .min((all as f64 * LEVEL_SHARE_MAX) as u64)
}

/// The finest copy, if one finer than `coarser` has room: what straightening leaves is asked of a few lines.
fn finest_copy(exact: &Level, coarser: &[Level], stretches: &Stretches) -> Option<Level> {
    let all = exact.vertex_count();
    let most = Some(copy_vertices_max(all)).filter(|_| all <= REFINED_VERTICES_MAX)? as f64;
    let finest_so_far = coarser.last()?.zoom_level_max;
    let has_room = |zoom: &u8| {
        let told = stretches.kept_at(*zoom) as f64;
        told * exact.straightened_share(*zoom) <= most
    };
    let zoom = LEVEL_ZOOMS.rev().take_while(|zoom| f64::from(*zoom) > finest_so_far).find(has_room);
    zoom.map(|zoom| exact.simplified(zoom))
}

fn coarser_levels(exact: &Level, stretches: &Stretches) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    let all = exact.vertex_count();
    let mut most = copy_vertices_max(all);
    let mut kept = all;
    // What straightening leaves of what is told.
    let mut share = 1.0;
    for zoom in LEVEL_ZOOMS.rev() {
        if kept <= LEAST_VERTICES {
            break;
        }
        let told = stretches.kept_at(zoom) as f64;
        if told * share > most as f64 {
            continue;
        }
        let level = levels.last().unwrap_or(exact).simplified(zoom);
        kept = level.places().len() as u64;
        share = kept as f64 / told.max(1.0);
        most = (kept as f64 * LEVEL_SHARE_MAX) as u64;
        levels.push(level);
    }
    levels.reverse();
    levels
}
