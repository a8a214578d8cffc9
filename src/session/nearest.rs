//! What lies near a place: the known features around a new one, and a short way around a day's features.

use super::Snapshot;
use crate::model::{FeatureKey, Kind, LonLat, PartKind, Shapes};

/// Mean radius of the Earth (IUGG R1), in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Beyond this many stops a day's way is not straightened any further: the work grows with their square.
const STRAIGHTENED_MAX: usize = 300;

/// A known feature near a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    pub feature: FeatureKey,
    pub name: String,
    pub code: String,
    /// To the nearest point of its shape, 0 within a polygon. Good to 0.5 % up to some tens of kilometres.
    pub distance_m: f64,
}

impl Snapshot {
    /// The known features of a kind nearest to a place, nearest first, `count` at most.
    ///
    /// Looks at every feature of the kind: not for every frame.
    pub fn nearest(&self, kind: &Kind, at: LonLat, count: usize) -> Vec<Neighbour> {
        let mut near: Vec<(f64, usize, usize)> = Vec::new();
        let views = self.layers.iter().enumerate();
        for (layer_idx, view) in views.filter(|(_, view)| view.layer.kind == *kind) {
            for feature_idx in 0..view.rows.len() {
                if let Some(distance_m) = distance_m(&view.layer.shapes, feature_idx, at) {
                    near.push((distance_m, layer_idx, feature_idx));
                }
            }
        }
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let named = near.into_iter().take(count).filter_map(|(distance_m, layer_idx, idx)| {
            let row = self.layers.get(layer_idx)?.rows.get(idx)?;
            let (feature, name, code) = (row.key.clone(), row.name.to_string(), row.code.clone());
            Some(Neighbour { feature, name, code, distance_m })
        });
        named.collect()
    }
}

/// Metres from a place to the nearest point of a feature; `None` where it has no shape.
pub fn distance_m(shapes: &Shapes, feature_idx: usize, at: LonLat) -> Option<f64> {
    let plane = Plane::around(at);
    let mut nearest: Option<f64> = None;
    let mut inside = false;
    for part in shapes.parts(feature_idx) {
        let points = part.positions.iter().map(|position| plane.metres(position));
        let distance = match part.kind {
            PartKind::Points => points.map(|(x, y)| x.hypot(y)).reduce(f64::min),
            PartKind::Line | PartKind::Outer | PartKind::Hole => {
                let points: Vec<(f64, f64)> = points.collect();
                if part.kind != PartKind::Line && surrounds_origin(&points) {
                    inside = !inside;
                }
                let alone = points.first().filter(|_| points.len() == 1);
                let to_alone = alone.map(|(x, y)| x.hypot(*y));
                points
                    .windows(2)
                    .map(|ends| to_segment(ends[0], ends[1]))
                    .reduce(f64::min)
                    .or(to_alone)
            }
        };
        nearest = match (nearest, distance) {
            (Some(known), Some(distance)) => Some(known.min(distance)),
            (known, distance) => known.or(distance),
        };
    }
    nearest.map(|distance| if inside { 0.0 } else { distance })
}

/// A plane that touches the Earth at a place: metres east and north of it.
pub(super) struct Plane {
    origin: LonLat,
    cos_lat: f64,
}

impl Plane {
    pub(super) fn around(origin: LonLat) -> Self {
        Self { origin, cos_lat: origin.lat_deg.to_radians().cos() }
    }

    pub(super) fn metres(&self, at: LonLat) -> (f64, f64) {
        let east = (at.lon_deg - self.origin.lon_deg).to_radians() * self.cos_lat;
        let north = (at.lat_deg - self.origin.lat_deg).to_radians();
        (east * EARTH_RADIUS_M, north * EARTH_RADIUS_M)
    }
}

/// From the origin to a stretch of a line.
pub(super) fn to_segment((ax, ay): (f64, f64), (bx, by): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 { -(ax * dx + ay * dy) / length_squared } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (ax + along * dx).hypot(ay + along * dy)
}

/// Whether a ring goes around the origin (even-odd rule).
fn surrounds_origin(ring: &[(f64, f64)]) -> bool {
    let crossings = ring.windows(2).filter(|ends| {
        let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
        (ay > 0.0) != (by > 0.0) && ax - ay * (bx - ax) / (by - ay) > 0.0
    });
    crossings.count() % 2 == 1
}

/// An order of places that is short to walk.
pub(super) fn short_way(
    mut places: Vec<(FeatureKey, LonLat)>,
    start: Option<LonLat>,
) -> Vec<FeatureKey> {
    let west = places.iter().map(|(_, at)| *at).min_by(|a, b| a.lon_deg.total_cmp(&b.lon_deg));
    let Some(mut here) = start.or(west) else { return Vec::new() };
    let apart = |a: LonLat, b: LonLat| {
        let (x, y) = Plane::around(a).metres(b);
        x.hypot(y)
    };
    let mut way: Vec<(FeatureKey, LonLat)> = Vec::with_capacity(places.len());
    loop {
        let distances = places.iter().map(|(_, at)| apart(here, *at)).enumerate();
        let Some((next, _)) = distances.min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
        let stop = places.swap_remove(next);
        here = stop.1;
        way.push(stop);
    }
    if way.len() <= STRAIGHTENED_MAX {
        straighten(&mut way, start, &apart);
    }
    way.into_iter().map(|(key, _)| key).collect()
}

/// Turns stretches round where that makes the way shorter, until none does.
fn straighten(
    way: &mut [(FeatureKey, LonLat)],
    start: Option<LonLat>,
    apart: &dyn Fn(LonLat, LonLat) -> f64,
) {
    let length = |a: Option<LonLat>, b: Option<LonLat>| match (a, b) {
        (Some(a), Some(b)) => apart(a, b),
        _ => 0.0,
    };
    let mut is_shorter = true;
    while is_shorter {
        is_shorter = false;
        for first in 0..way.len() {
            for last in first + 1..way.len() {
                let before = match first {
                    0 => start,
                    _ => way.get(first - 1).map(|it| it.1),
                };
                let after = way.get(last + 1).map(|it| it.1);
                let (head, tail) = (Some(way[first].1), Some(way[last].1));
                let now_m = length(before, head) + length(tail, after);
                let turned_m = length(before, tail) + length(head, after);
                if turned_m + 0.01 < now_m {
                    way[first..=last].reverse();
                    is_shorter = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GeometryKind, ShapesBuilder, lon_lat};

    #[test]
    fn a_place_in_a_polygon_is_no_metres_from_it_and_one_beside_a_line_its_own_distance() {
        let mut builder = ShapesBuilder::default();
        for (lon, lat) in
            [(117.0, 39.0), (117.1, 39.0), (117.1, 39.1), (117.0, 39.1), (117.0, 39.0)]
        {
            builder.position(lon_lat(lon, lat));
        }
        builder.end_part(PartKind::Outer);
        builder.end_feature(GeometryKind::Polygon);
        builder.position(lon_lat(117.0, 38.0));
        builder.position(lon_lat(118.0, 38.0));
        builder.end_part(PartKind::Line);
        builder.end_feature(GeometryKind::LineString);
        let shapes = builder.finish();
        assert_eq!(distance_m(&shapes, 0, lon_lat(117.05, 39.05)), Some(0.0));
        // A hundredth of a degree of latitude is 1112 m on the mean sphere.
        let to_line = distance_m(&shapes, 1, lon_lat(117.5, 38.01)).unwrap();
        assert!((to_line - 1112.0).abs() < 1.0, "{to_line}");
        let to_ring = distance_m(&shapes, 0, lon_lat(117.05, 39.11)).unwrap();
        assert!((to_ring - 1112.0).abs() < 1.0, "{to_ring}");
    }

    #[test]
    fn the_way_around_a_day_has_no_crossings() {
        let key = |code: &str| FeatureKey::new(&Kind::new(Kind::OUTFALL), code);
        let places = [("c", 117.3), ("a", 117.1), ("d", 117.4), ("b", 117.2)];
        let places = places.map(|(code, lon)| (key(code), lon_lat(lon, 39.0))).to_vec();
        let way = short_way(places.clone(), None);
        assert_eq!(way, ["a", "b", "c", "d"].map(key));
        let way = short_way(places, Some(lon_lat(117.5, 39.0)));
        assert_eq!(way, ["d", "c", "b", "a"].map(key));
    }
}
