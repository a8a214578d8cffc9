//! What lies under a position: features within reach, top first, measured on the exact geometry.

use super::anchor::contains;
use super::camera::ScreenPoint;
use super::frame::LocalBox;
use super::input::MapFeature;
use super::level::Level;
use super::prepare::PreparedLayer;
use super::scene::{SceneLayer, SceneView, sorted};
use super::simplify::squared_distance;
use super::spots::has_symbol;
use crate::model::{Kind, PartKind};

/// One feature under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub feature: MapFeature,
    pub rank: HitRank,
    /// From the pointer to the symbol's edge or the line; 0 inside a symbol or an area.
    pub distance_pts: f64,
}

/// Symbols lie above lines, lines above areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HitRank {
    Symbol,
    Line,
    Area,
}

/// Everything within `reach_pts` of a position, the top one first.
///
/// What the pointer is inside of comes in drawing order, the rest of its rank behind it by distance.
pub fn hits(
    layers: &[SceneLayer<'_>],
    view: &SceneView,
    at: ScreenPoint,
    reach_pts: f64,
    symbol_pts: f32,
) -> Vec<Hit> {
    let mut found: Vec<(Hit, bool, usize)> = Vec::new();
    for (order, layer) in sorted(layers).into_iter().enumerate() {
        for (prepared, hidden) in layer.sources() {
            let search = Search::new(prepared, view, at, reach_pts);
            let mut hits = Vec::new();
            search.symbols(layer, symbol_pts, &mut hits);
            search.lines(&mut hits);
            search.areas(&mut hits);
            for (feature_idx, rank, distance_pts) in hits {
                let is_hidden = hidden.is_some_and(|hidden| hidden.contains(&feature_idx));
                if is_hidden || distance_pts > reach_pts {
                    continue;
                }
                let feature = MapFeature { layer_id: layer.map.id, feature_idx };
                let wants_attention = layer.map.look(feature_idx).wants_attention();
                found.push((Hit { feature, rank, distance_pts }, wants_attention, order));
            }
        }
    }
    found.sort_by(|(one, one_urgent, one_order), (other, other_urgent, other_order)| {
        one.rank
            .cmp(&other.rank)
            .then(one.distance_pts.total_cmp(&other.distance_pts))
            .then(other_urgent.cmp(one_urgent))
            .then(other_order.cmp(one_order))
            .then(other.feature.feature_idx.cmp(&one.feature.feature_idx))
    });
    let mut hits: Vec<Hit> = Vec::with_capacity(found.len());
    for (hit, ..) in found {
        if hits.iter().all(|one| one.feature != hit.feature) {
            hits.push(hit);
        }
    }
    hits
}

/// A position and its surroundings on one layer's grid.
struct Search<'a> {
    prepared: &'a PreparedLayer,
    view: &'a SceneView,
    at: ScreenPoint,
    reach_pts: f64,
    /// The position on the grid, not rounded.
    local: [f64; 2],
    /// Points on the screen for one step of the grid.
    scale: f64,
}

impl<'a> Search<'a> {
    fn new(
        prepared: &'a PreparedLayer,
        view: &'a SceneView,
        at: ScreenPoint,
        reach_pts: f64,
    ) -> Self {
        let to_screen = view.to_screen(prepared.frame);
        let local = [
            (at.x - to_screen.origin[0]) / to_screen.scale,
            (at.y - to_screen.origin[1]) / to_screen.scale,
        ];
        Self { prepared, view, at, reach_pts, local, scale: to_screen.scale }
    }

    /// The box on the grid so many points around the position.
    fn around(&self, pts: f64) -> Option<LocalBox> {
        let corner = |by: f64| {
            let at = ScreenPoint { x: self.at.x + by, y: self.at.y + by };
            self.view.camera.world_from_screen(at, self.view.size)
        };
        self.prepared.frame.local_box(corner(-pts), corner(pts))
    }

    fn symbols(
        &self,
        layer: &SceneLayer<'_>,
        symbol_pts: f32,
        hits: &mut Vec<(u32, HitRank, f64)>,
    ) {
        let radius = f64::from(symbol_pts) / 2.0;
        let Some(area) = self.around(self.reach_pts + radius) else { return };
        let has_symbols = layer.map.kind().code() != Kind::DISTRICT;
        for idx in self.prepared.spots_index.meeting(area) {
            let spot = self.prepared.spots[idx as usize];
            let look = layer.map.look(spot.feature_idx);
            if !has_symbol(&spot, layer.map.kind(), look, self.scale) {
                continue;
            }
            let is_staged = look.stage.is_some();
            let radius = if is_staged && has_symbols { radius } else { radius.min(3.0) };
            let dx = (f64::from(spot.at[0]) - self.local[0]) * self.scale;
            let dy = (f64::from(spot.at[1]) - self.local[1]) * self.scale;
            let distance = (dx.hypot(dy) - radius).max(0.0);
            hits.push((spot.feature_idx, HitRank::Symbol, distance));
        }
    }

    fn lines(&self, hits: &mut Vec<(u32, HitRank, f64)>) {
        let level = &self.prepared.exact;
        let Some(area) = self.around(self.reach_pts) else { return };
        for idx in level.runs_index.meeting(area) {
            let run = level.runs[idx as usize];
            let part = level.parts[run.part_idx as usize];
            let rank = if part.kind == PartKind::Line { HitRank::Line } else { HitRank::Area };
            let distance = self.distance(level, run.start as usize..run.end as usize);
            hits.push((part.feature_idx, rank, distance));
        }
    }

    fn areas(&self, hits: &mut Vec<(u32, HitRank, f64)>) {
        let level = &self.prepared.exact;
        let Some(area) = self.around(0.0) else { return };
        for idx in level.areas_index.meeting(area) {
            let area = level.areas[idx as usize];
            let rings: Vec<_> = level.rings(&area).collect();
            if contains(&rings, self.local) {
                hits.push((area.feature_idx, HitRank::Area, 0.0));
            }
        }
    }

    /// Points from the position to a stretch of line.
    fn distance(&self, level: &Level, range: std::ops::Range<usize>) -> f64 {
        let place = |at: [u32; 2]| at.map(f64::from);
        let squared = level.positions[range]
            .windows(2)
            .map(|pair| squared_distance(self.local, place(pair[0]), place(pair[1])))
            .fold(f64::INFINITY, f64::min);
        squared.sqrt() * self.scale
    }
}
