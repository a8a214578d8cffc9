//! Places along a river: outfalls and sections by their distance from where its line begins.
//!
//! Lines are drawn from the spring to the mouth as a rule, and nothing in a file says otherwise: a person who sees
//! a river run uphill turns it round ([`Flow::Turned`]).

use geo::{Distance as _, Geodesic, Point};

use super::nearest::{Plane, distance_m};
use super::{LayerView, Snapshot};
use crate::model::{Bbox, FeatureKey, Kind, LonLat, PartKind, Shapes};

/// What lies so near a river and names no other stands beside it, metres.
const BESIDE_M: f64 = 500.0;
/// What names the river may lie so far from its line, metres: schematic lines are rough.
const NAMED_M: f64 = 5_000.0;
/// About `NAMED_M` and some more, in degrees of longitude up to 60° north.
const NAMED_DEG: f64 = 0.1;
/// Property names that say into which water something leads, and on which a section lies.
const WATER_NAMES: [&str; 9] = [
    "receiving_water",
    "river_code",
    "river",
    "river_name",
    "受纳水体",
    "受纳水体名称",
    "所属河流",
    "所在河流",
    "水体名称",
];

/// Which end of a line is downstream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// The line's last position.
    #[default]
    AsDrawn,
    /// Its first.
    Turned,
}

/// A place along a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along {
    /// From the line's beginning, metres on the ellipsoid; gaps between its parts are not counted.
    pub along_m: f64,
    /// From the line to the place, metres.
    pub aside_m: f64,
}

/// An outfall or section beside a river.
#[derive(Clone, Debug, PartialEq)]
pub struct RiverStop {
    pub feature: FeatureKey,
    /// `along_m` counts downstream.
    pub at: Along,
}

/// A river with what stands along it, downstream.
#[derive(Clone, Debug, PartialEq)]
pub struct RiverView {
    pub river: FeatureKey,
    pub length_m: f64,
    pub stops: Vec<RiverStop>,
}

impl Snapshot {
    /// The rivers, and coastlines after them, that are lines: key and name, in the order of their layers.
    pub fn rivers(&self) -> Vec<(FeatureKey, String)> {
        let of_kind = |kind: &'static str| {
            let views = self.layers.iter().filter(move |view| view.layer.kind.code() == kind);
            views.flat_map(|view| {
                let rows = view.rows.iter().enumerate();
                let lines = rows.filter(|(idx, _)| is_line(&view.layer.shapes, *idx));
                lines.map(|(_, row)| (row.key.clone(), row.name.to_string()))
            })
        };
        of_kind(Kind::RIVER).chain(of_kind(Kind::COASTLINE)).collect()
    }

    /// What stands along a river: outfalls and sections that name it, and those beside it that name no other river.
    ///
    /// `None` where it is no line. Reads the properties of what lies around the river: not for every frame.
    pub fn along_river(&self, river: &FeatureKey, flow: Flow) -> Option<RiverView> {
        let (view, river_idx) = self.place(river)?;
        let shapes = &view.layer.shapes;
        let length_m = line_length_m(shapes, river_idx)?;
        let rivers = self.rivers();
        let mut stops = Vec::new();
        let around = widened(shapes.bbox(river_idx)?);
        let is_stop = |view: &&std::sync::Arc<LayerView>| {
            matches!(view.layer.kind.code(), Kind::OUTFALL | Kind::SECTION)
        };
        for view in self.layers.iter().filter(is_stop) {
            for (idx, row) in view.rows.iter().enumerate() {
                let Some(place) = view.layer.shapes.anchor(idx) else { continue };
                if !around.holds(place) {
                    continue;
                }
                let Some(mut at) = along_line(shapes, river_idx, place) else { continue };
                if at.aside_m > NAMED_M {
                    continue;
                }
                let named = self.river_named(view, idx, &rivers);
                let belongs = match named {
                    Some(named) => named == *river,
                    None => at.aside_m <= BESIDE_M,
                };
                if belongs {
                    if flow == Flow::Turned {
                        at.along_m = length_m - at.along_m;
                    }
                    stops.push(RiverStop { feature: row.key.clone(), at });
                }
            }
        }
        stops.sort_by(|one, other| one.at.along_m.total_cmp(&other.at.along_m));
        Some(RiverView { river: river.clone(), length_m, stops })
    }

    /// The river a feature is, names, or stands beside.
    pub fn river_of(&self, feature: &FeatureKey) -> Option<FeatureKey> {
        let rivers = self.rivers();
        if rivers.iter().any(|(key, _)| key == feature) {
            return Some(feature.clone());
        }
        let (view, idx) = self.place(feature)?;
        if let Some(named) = self.river_named(view, idx, &rivers) {
            return Some(named);
        }
        let place = view.layer.shapes.anchor(idx)?;
        let near = rivers.into_iter().filter_map(|(key, _)| {
            let (view, idx) = self.place(&key)?;
            Some((distance_m(&view.layer.shapes, idx, place)?, key))
        });
        let nearest = near.min_by(|one, other| one.0.total_cmp(&other.0));
        nearest.filter(|(distance_m, _)| *distance_m <= BESIDE_M).map(|(_, key)| key)
    }

    /// The known river that a feature's records or properties name, by name or code.
    fn river_named(
        &self,
        view: &LayerView,
        feature_idx: usize,
        rivers: &[(FeatureKey, String)],
    ) -> Option<FeatureKey> {
        let row = view.rows.get(feature_idx)?;
        let state = self.plans.peek(&row.key);
        let recorded = ["receiving_water", "river_code"]
            .map(|code| state.as_ref().and_then(|state| state.text(code)));
        let properties = self.properties(view, feature_idx);
        let stated = WATER_NAMES.iter().filter_map(|name| properties.text(&[*name]));
        let said = recorded.into_iter().flatten().chain(stated);
        for said in said.map(str::trim).filter(|said| !said.is_empty()) {
            let named = rivers.iter().find(|(key, name)| said == name || said == key.code());
            if let Some((key, _)) = named {
                return Some(key.clone());
            }
        }
        None
    }
}

/// Where along a feature's lines a place lies nearest; `None` where the feature has no line.
pub fn along_line(shapes: &Shapes, feature_idx: usize, place: LonLat) -> Option<Along> {
    let plane = Plane::around(place);
    let mut nearest: Option<Along> = None;
    let mut begun_m = 0.0;
    for part in shapes.parts(feature_idx).filter(|part| part.kind == PartKind::Line) {
        for (from, to) in part.positions.pairs() {
            let length_m = geodesic_m(from, to);
            let ((ax, ay), (bx, by)) = (plane.metres(from), plane.metres(to));
            let (dx, dy) = (bx - ax, by - ay);
            let squared = dx * dx + dy * dy;
            let share = if squared > 0.0 { -(ax * dx + ay * dy) / squared } else { 0.0 };
            let share = share.clamp(0.0, 1.0);
            let aside_m = (ax + share * dx).hypot(ay + share * dy);
            if nearest.is_none_or(|known| aside_m < known.aside_m) {
                nearest = Some(Along { along_m: begun_m + share * length_m, aside_m });
            }
            begun_m += length_m;
        }
    }
    nearest
}

fn is_line(shapes: &Shapes, feature_idx: usize) -> bool {
    shapes.parts(feature_idx).any(|part| part.kind == PartKind::Line && part.positions.len() > 1)
}

fn line_length_m(shapes: &Shapes, feature_idx: usize) -> Option<f64> {
    let lines = shapes.parts(feature_idx).filter(|part| part.kind == PartKind::Line);
    let pairs = lines.flat_map(|part| part.positions.pairs());
    is_line(shapes, feature_idx).then(|| pairs.map(|(from, to)| geodesic_m(from, to)).sum())
}

/// On WGS 84 (Karney 2013, by the `geo` crate), as the card measures lines.
fn geodesic_m(from: LonLat, to: LonLat) -> f64 {
    let point = |at: LonLat| Point::new(at.lon_deg, at.lat_deg);
    Geodesic.distance(point(from), point(to))
}

fn widened(bbox: Bbox) -> Bbox {
    Bbox {
        west: bbox.west - NAMED_DEG,
        south: bbox.south - NAMED_DEG,
        east: bbox.east + NAMED_DEG,
        north: bbox.north + NAMED_DEG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GeometryKind, Measures, ShapesBuilder, lon_lat};

    /// Two parts that follow on one another, eastward along 39° north, with a gap of a tenth of a degree.
    fn river() -> Shapes {
        let mut builder = ShapesBuilder::default();
        for part in [[117.0, 117.1], [117.2, 117.3]] {
            part.iter().for_each(|lon| builder.position(lon_lat(*lon, 39.0)));
            builder.end_part(PartKind::Line);
        }
        builder.end_feature(GeometryKind::MultiLineString);
        builder.finish()
    }

    fn check(lon: f64, lat: f64, along_m: f64, aside_m: f64) {
        let at = along_line(&river(), 0, lon_lat(lon, lat)).unwrap();
        assert!((at.along_m - along_m).abs() < 15.0, "{lon} {lat}: {at:?}");
        assert!((at.aside_m - aside_m).abs() < 15.0, "{lon} {lat}: {at:?}");
    }

    #[test]
    fn a_place_is_as_far_along_as_its_foot_on_the_line() {
        // A tenth of a degree of longitude is 8663 m at 39° north, a hundredth of latitude 1112 m.
        check(117.05, 39.01, 4_331.0, 1_112.0);
        check(116.99, 39.0, 0.0, 864.0);
    }

    #[test]
    fn the_gap_between_parts_is_not_counted() {
        check(117.25, 38.99, 12_994.0, 1_112.0);
    }

    #[test]
    fn a_river_is_as_long_as_its_card_says() {
        let shapes = river();
        let length_m = line_length_m(&shapes, 0).unwrap();
        assert!((length_m - Measures::of(&shapes, 0).length_m).abs() < 0.01, "{length_m}");
    }

    #[test]
    fn what_is_no_line_has_nothing_along_it() {
        let mut builder = ShapesBuilder::default();
        builder.position(lon_lat(117.0, 39.0));
        builder.end_part(PartKind::Points);
        builder.end_feature(GeometryKind::Point);
        let shapes = builder.finish();
        assert!(along_line(&shapes, 0, lon_lat(117.0, 39.0)).is_none());
        assert!(line_length_m(&shapes, 0).is_none());
    }
}
