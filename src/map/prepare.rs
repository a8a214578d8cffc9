//! A layer made ready for drawing: projected, simplified per zoom level, indexed, triangulated. Once, off the frame.
//!
//! Knows shapes and nothing of looks: what a record changes on a symbol never prepares a layer again.

use super::anchor::anchor;
use super::frame::{Frame, Index, LocalBox};
use super::level::{Level, Part};
use super::projection::{World, lon_lat_from_world, world_from_lon_lat};
use super::simplify::levels_needed;
use crate::model::{Bbox, Datum, Layer, LonLat, PartKind, Shapes};

/// A coarser copy of a layer is kept only if it has at most this share of the vertices of the next finer one: all
/// copies together then hold at most 1.5 times the vertices of the original.
const LEVEL_SHARE_MAX: f64 = 0.6;
/// The coarsest and finest zoom levels for which simplified copies are made.
const LEVEL_ZOOMS: std::ops::RangeInclusive<u8> = 2..=18;

/// A place where a feature's symbol or label stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub feature_idx: u32,
    pub at: [u32; 2],
    pub dimension: Dimension,
    /// The longer side of the feature's box; 0 for points.
    pub extent: u32,
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
    pub frame: Frame,
    /// Every vertex of lines and areas: what hit tests and close views use.
    pub exact: Level,
    /// Simplified copies, coarsest first.
    pub coarser: Vec<Level>,
    /// By feature: every position of a point, one place on a line, one inside an area.
    pub spots: Vec<Spot>,
    pub spots_index: Index,
    /// Box around everything, in the world; `None` without positions.
    pub bounds: Option<(World, World)>,
}

impl PreparedLayer {
    /// Prepares a layer. One whose datum nobody has named has no known place on the map and prepares to nothing.
    pub fn new(layer: &Layer) -> Self {
        match layer.datum {
            Datum::Unnamed(_) => Self::default(),
            Datum::LonLat | Datum::Named(_) => Self::of_shapes(&layer.shapes),
        }
    }

    pub fn of_shapes(shapes: &Shapes) -> Self {
        let features = || (0..shapes.feature_count()).map(|idx| (idx as u32, shapes, idx));
        Self::of_features(features)
    }

    /// Prepares single features out of several [`Shapes`], each with the index it goes by.
    pub fn of_features<'a, I>(features: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (u32, &'a Shapes, usize)>,
    {
        let mut bounds: Option<(World, World)> = None;
        for (_, shapes, idx) in features() {
            for at in shapes.parts(idx).flat_map(|part| part.positions) {
                let Some(at) = world_if_finite(*at) else { continue };
                let (min, max) = bounds.get_or_insert((at, at));
                *min = World { x: min.x.min(at.x), y: min.y.min(at.y) };
                *max = World { x: max.x.max(at.x), y: max.y.max(at.y) };
            }
        }
        let Some((min, max)) = bounds else { return Self::default() };
        let frame = Frame::around(min, max);

        let mut exact = Level::default();
        let mut needed = Vec::new();
        let mut spots = Vec::new();
        for (feature_idx, shapes, idx) in features() {
            let first_part = exact.parts.len();
            let first_spot = spots.len();
            for part in shapes.parts(idx) {
                let start = exact.positions.len();
                let local = part.positions.iter().filter_map(|at| world_if_finite(*at));
                exact.positions.extend(local.map(|at| frame.local_from_world(at)));
                if part.kind == PartKind::Points {
                    let points = exact.positions.drain(start..);
                    let dimension = Dimension::Point;
                    spots.extend(points.map(|at| Spot { feature_idx, at, dimension, extent: 0 }));
                    continue;
                }
                let is_ring = part.kind != PartKind::Line;
                if is_ring && exact.positions.get(start) != exact.positions.last() {
                    // A ring that its file left open: closed on the map, as the reading's issue says.
                    exact.positions.push(exact.positions[start]);
                }
                if exact.positions.len() == start {
                    continue;
                }
                levels_needed(&exact.positions[start..], frame.unit, &mut needed);
                exact.parts.push(Part {
                    feature_idx,
                    kind: part.kind,
                    start: start as u32,
                    end: exact.positions.len() as u32,
                    extent: extent(&exact.positions[start..]),
                    feature_extent: 0,
                });
            }
            let Some(first) = exact.parts.get(first_part) else { continue };
            let feature_extent = extent(&exact.positions[first.start as usize..]);
            for part in &mut exact.parts[first_part..] {
                part.feature_extent = feature_extent;
            }
            if spots.len() == first_spot
                && let Some((at, dimension)) = anchor(&exact, first_part)
            {
                spots.push(Spot { feature_idx, at, dimension, extent: feature_extent });
            }
        }
        let coarser = coarser_levels(&exact, &needed, frame);
        exact.zoom_level_max = f64::INFINITY;
        exact.finish();
        let spot_boxes: Vec<_> =
            spots.iter().map(|spot| LocalBox { min: spot.at, max: spot.at }).collect();
        let spots_index = Index::new(&spot_boxes);
        Self { frame, exact, coarser, spots, spots_index, bounds }
    }

    /// The coarsest copy that still looks like the original at `zoom_level`.
    pub fn level(&self, zoom_level: f64) -> &Level {
        self.coarser.iter().find(|level| level.zoom_level_max >= zoom_level).unwrap_or(&self.exact)
    }

    /// The copies from the one for `zoom_level` to ever coarser ones.
    pub fn levels_down(&self, zoom_level: f64) -> impl Iterator<Item = &Level> {
        let fit = self.coarser.partition_point(|level| level.zoom_level_max < zoom_level);
        let exact = (fit == self.coarser.len()).then_some(&self.exact);
        exact.into_iter().chain(self.coarser.iter().take(fit + 1).rev())
    }

    /// The box around one feature's lines and areas, in degrees; `None` for points.
    pub fn bbox_of(&self, feature_idx: u32) -> Option<Bbox> {
        let mut all = Bbox::EMPTY;
        for part in self.exact.parts_of(feature_idx) {
            if let Some(bounds) = LocalBox::around(&self.exact.positions[part.range()]) {
                all.include(lon_lat_from_world(self.frame.world_from_local(bounds.min)));
                all.include(lon_lat_from_world(self.frame.world_from_local(bounds.max)));
            }
        }
        (!all.is_empty()).then_some(all)
    }

    /// All spots of one feature.
    pub fn spots_of(&self, feature_idx: u32) -> &[Spot] {
        let start = self.spots.partition_point(|spot| spot.feature_idx < feature_idx);
        let end = self.spots.partition_point(|spot| spot.feature_idx <= feature_idx);
        &self.spots[start..end]
    }
}

/// Infinite numbers can stand in a file (`1e999`); they are nowhere on the map.
fn world_if_finite(at: LonLat) -> Option<World> {
    (at.lon_deg.is_finite() && at.lat_deg.is_finite()).then(|| world_from_lon_lat(at))
}

fn extent(positions: &[[u32; 2]]) -> u32 {
    LocalBox::around(positions).map_or(0, |bounds| bounds.extent())
}

fn coarser_levels(exact: &Level, needed: &[u8], frame: Frame) -> Vec<Level> {
    let mut at_level = [0_usize; 256];
    for level in needed {
        at_level[usize::from(*level)] += 1;
    }
    let mut levels = Vec::new();
    let mut kept = exact.positions.len();
    for zoom in LEVEL_ZOOMS.rev() {
        let vertices: usize = at_level[..=usize::from(zoom)].iter().sum();
        if (vertices as f64) > kept as f64 * LEVEL_SHARE_MAX {
            continue;
        }
        let mut level = exact.simplified(needed, zoom, frame);
        kept = level.positions.len();
        level.finish();
        levels.push(level);
    }
    levels.reverse();
    levels
}
