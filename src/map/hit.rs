//! What lies under a position: features within reach, top first, measured on the exact geometry.

use super::anchor::contains;
use super::boxes::PlaceBox;
use super::camera::ScreenPoint;
use super::input::MapFeature;
use super::prepare::PreparedLayer;
use super::scene::{SceneLayer, SceneView, ToScreen, sorted};
use super::simplify::squared_distance;
use super::spots::has_symbol;
use crate::model::{Kind, PartKind, Place, STEPS_PER_DEG};

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

/// A position and its surroundings on one layer.
struct Search<'a> {
    prepared: &'a PreparedLayer,
    at: [f64; 2],
    reach_pts: f64,
    to_screen: ToScreen,
    /// The ground within reach, and the position itself in steps of a degree, not rounded.
    within: PlaceBox,
    here: [f64; 2],
    view: &'a SceneView,
}

impl<'a> Search<'a> {
    fn new(
        prepared: &'a PreparedLayer,
        view: &'a SceneView,
        at: ScreenPoint,
        reach_pts: f64,
    ) -> Self {
        let here = view.camera.lon_lat_from_screen(at, view.size);
        let here = [here.lon_deg, here.lat_deg].map(|deg| deg * STEPS_PER_DEG);
        let (to_screen, within) = (view.to_screen(), around(view, at, reach_pts));
        Self { prepared, at: [at.x, at.y], reach_pts, to_screen, within, here, view }
    }

    fn symbols(
        &self,
        layer: &SceneLayer<'_>,
        symbol_pts: f32,
        hits: &mut Vec<(u32, HitRank, f64)>,
    ) {
        let radius = f64::from(symbol_pts) / 2.0;
        let at = ScreenPoint { x: self.at[0], y: self.at[1] };
        let area = around(self.view, at, self.reach_pts + radius);
        let has_symbols = layer.map.kind().code() != Kind::DISTRICT;
        for idx in self.prepared.spots_index.meeting(area) {
            let spot = self.prepared.spots[idx as usize];
            let look = layer.map.look(spot.feature_idx);
            if !has_symbol(&spot, layer.map.kind(), look, self.to_screen.scale) {
                continue;
            }
            let is_staged = look.stage.is_some();
            let radius = if is_staged && has_symbols { radius } else { radius.min(3.0) };
            let [x, y] = self.to_screen.apply(spot.at);
            let distance = ((x - self.at[0]).hypot(y - self.at[1]) - radius).max(0.0);
            hits.push((spot.feature_idx, HitRank::Symbol, distance));
        }
    }

    fn lines(&self, hits: &mut Vec<(u32, HitRank, f64)>) {
        let level = &self.prepared.exact;
        for idx in level.runs_index.meeting(self.within) {
            let run = level.runs[idx as usize];
            let part = level.parts[run.part_idx as usize];
            let rank = if part.kind == PartKind::Line { HitRank::Line } else { HitRank::Area };
            let distance =
                self.distance(&level.places()[run.start as usize..level.run_end(&run) as usize]);
            hits.push((part.feature_idx, rank, distance));
        }
    }

    fn areas(&self, hits: &mut Vec<(u32, HitRank, f64)>) {
        let level = &self.prepared.exact;
        for idx in level.areas_index.meeting(self.within) {
            let area = level.areas[idx as usize];
            let rings: Vec<_> = level.rings(&area).collect();
            if contains(&rings, self.here) {
                hits.push((level.feature_of(&area).feature_idx, HitRank::Area, 0.0));
            }
        }
    }

    /// Points from the position to a stretch of line; infinite beyond reach.
    fn distance(&self, line: &[Place]) -> f64 {
        let near = line.windows(2).filter(|pair| {
            let bounds = PlaceBox { min: pair[0], max: pair[0] };
            bounds.union(&PlaceBox { min: pair[1], max: pair[1] }).meets(&self.within)
        });
        near.map(|pair| {
            let (from, to) = (self.to_screen.apply(pair[0]), self.to_screen.apply(pair[1]));
            squared_distance(self.at, from, to)
        })
        .fold(f64::INFINITY, f64::min)
        .sqrt()
    }
}

/// The ground so many points around a place on the screen.
fn around(view: &SceneView, at: ScreenPoint, pts: f64) -> PlaceBox {
    let corner = |by: f64| {
        view.camera.world_from_screen(ScreenPoint { x: at.x + by, y: at.y + by }, view.size)
    };
    PlaceBox::of_world(corner(-pts), corner(pts))
}
