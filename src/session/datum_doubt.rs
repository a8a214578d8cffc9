//! Whether points lie off the known lines as GCJ-02 lies off WGS 84: told, with the conversion to choose. Nothing
//! is converted by itself, for outfalls may well stand half a kilometre from a coast.

use std::f64::consts::{FRAC_PI_4, TAU};
use std::sync::Arc;

use rayon::prelude::*;

use super::listed::of_the_file;
use super::nearest::{Plane, to_segment};
use super::{LayerView, Session};
use crate::formats::lon_lat_from_datum;
use crate::model::{
    Bbox, Datum, GeometryKind, Kind, Layer, LonLat, PartKind, ReadIssue, Shapes, Text,
};

/// The datum that is suspected.
pub const GCJ02: &str = "gcj02";
/// What the issue is called that tells of it.
pub const GCJ02_SUSPECTED: &str = "gcj02-suspected";

/// What a file that names no system is in.
const UNSTATED: &str = "EPSG:4326";
/// So many points are looked at, and fewer than this say nothing.
const SAMPLE: usize = 80;
const POINTS_MIN: usize = 8;
/// Lines further from a point than this are none of its.
const REACH_M: f64 = 1_500.0;
/// Lines of more vertices than this are not looked at: it would hold up the reading.
const LINE_VERTICES_MAX: usize = 2_000_000;
/// Converted, half of the points are to lie within this share of the shift from a line…
const NEAR_SHARE: f64 = 0.25;
/// …and within this share of what they are as they stand, and moved as far in any other direction.
const NEARER_SHARE: f64 = 0.35;
/// As they stand, half of the points are to lie further off than this share of the shift.
const OFF_SHARE: f64 = 0.3;

/// How points lie beside known lines, where that looks like another datum.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifted {
    /// What the lines are that the points fit once converted.
    pub beside: Kind,
    pub metres: f64,
    /// Degrees from east, anticlockwise.
    pub toward_deg: f64,
}

impl Shifted {
    /// The suspicion in a sentence.
    pub fn sentence(&self) -> Text {
        const TOWARD: [(&str, &str); 8] = [
            ("东", "east"),
            ("东北", "north-east"),
            ("北", "north"),
            ("西北", "north-west"),
            ("西", "west"),
            ("西南", "south-west"),
            ("南", "south"),
            ("东南", "south-east"),
        ];
        let octant = (self.toward_deg / 45.0).round().rem_euclid(8.0) as usize % 8;
        let (zh, en) = TOWARD[octant];
        let (beside_zh, beside_en) = match self.beside.code() {
            Kind::COASTLINE => ("海岸线", "coastline"),
            _ => ("河流", "rivers"),
        };
        let metres = (self.metres / 10.0).round() * 10.0;
        Text::new(
            format!("这些坐标比{beside_zh}整体偏{zh}约 {metres} m，像高德/微信坐标（GCJ-02）。"),
            format!(
                "these positions lie about {metres} m {en} of the {beside_en} throughout, as AMap and WeChat positions do (GCJ-02)."
            ),
        )
    }

    /// The same of a file, for whoever does not see the window.
    pub fn issue(&self, layer_name: &str) -> ReadIssue {
        let Text { zh, en } = self.sentence();
        let text = Text::new(
            format!("{layer_name}：{zh}接收（import）时加 --datum gcj02 可换算，原数保留"),
            format!(
                "{layer_name}: {}; import with --datum gcj02 converts them",
                en.trim_end_matches('.')
            ),
        );
        of_the_file(GCJ02_SUSPECTED, text)
    }
}

/// What a layer may be held against: the lines of coasts and rivers.
#[derive(Clone, Debug)]
pub struct KnownLines {
    kind: Kind,
    shapes: Arc<Shapes>,
}

impl KnownLines {
    /// The lines of a layer; `None` of one that is no coast or river, or of too many vertices.
    pub fn of(layer: &Layer) -> Option<Self> {
        let is_known = [Kind::COASTLINE, Kind::RIVER].contains(&layer.kind.code());
        let is_drawn = !matches!(layer.datum, Datum::Unnamed(_));
        (is_known && is_drawn && layer.shapes.vertex_count() <= LINE_VERTICES_MAX)
            .then(|| Self { kind: layer.kind.clone(), shapes: Arc::clone(&layer.shapes) })
    }
}

/// A few of the points of a layer of which nobody has said what its numbers mean.
#[derive(Clone, Debug)]
pub struct DoubtfulPoints(Vec<LonLat>);

impl DoubtfulPoints {
    /// `None` of a layer that is not of points, or whose datum is stated.
    pub fn of(layer: &Layer) -> Option<Self> {
        let shapes = &layer.shapes;
        if layer.datum != Datum::LonLat || layer.crs != UNSTATED {
            return None;
        }
        let count = shapes.feature_count();
        let looked_at = (0..count).step_by(count.div_ceil(SAMPLE).max(1));
        let is_point = |idx: &usize| {
            matches!(shapes.kind(*idx), GeometryKind::Point | GeometryKind::MultiPoint)
        };
        let points: Vec<LonLat> =
            looked_at.filter(is_point).filter_map(|idx| shapes.anchor(idx)).collect();
        (points.len() >= POINTS_MIN).then_some(Self(points))
    }

    /// How the points lie off the lines, where converting them from GCJ-02 brings them to the lines and moving them
    /// as far any other way does not.
    pub fn shifted_off(&self, lines: &[KnownLines]) -> Option<Shifted> {
        let boxed: Vec<Boxed<'_>> = lines.iter().map(Boxed::of).collect();
        let found: Vec<Moved> = self.0.par_iter().filter_map(|at| Moved::of(*at, &boxed)).collect();
        if found.len() < POINTS_MIN || found.len() * 3 < self.0.len() {
            return None;
        }
        let of_way = |way: usize| median(found.iter().map(|moved| moved.distances_m[way]));
        let metres = median(found.iter().map(|moved| moved.shift_m.0.hypot(moved.shift_m.1)));
        let (standing, converted) = (of_way(STANDING), of_way(CONVERTED));
        let otherwise = (CONVERTED + 1..WAYS).map(of_way).fold(f64::MAX, f64::min);
        let fits = converted <= metres * NEAR_SHARE
            && standing >= metres * OFF_SHARE
            && converted <= standing * NEARER_SHARE
            && converted <= otherwise * NEARER_SHARE;
        if !fits {
            return None;
        }
        let (east, north) = found.first()?.shift_m;
        let beside_coast = found.iter().filter(|it| it.beside.code() == Kind::COASTLINE).count();
        let kind = if beside_coast * 2 >= found.len() { Kind::COASTLINE } else { Kind::RIVER };
        Some(Shifted {
            beside: Kind::new(kind),
            metres,
            toward_deg: north.atan2(east).to_degrees(),
        })
    }
}

/// The ways a point is tried: where it stands, converted, and as far in seven other directions.
const WAYS: usize = 9;
const STANDING: usize = 0;
const CONVERTED: usize = 1;

/// One point, tried in all ways.
struct Moved {
    distances_m: [f64; WAYS],
    /// By how much GCJ-02 lies off at this place, east and north.
    shift_m: (f64, f64),
    /// What it is nearest to once converted.
    beside: Kind,
}

impl Moved {
    /// `None` where no line is as near as the shift in any of the ways: such a point says nothing.
    fn of(at: LonLat, lines: &[Boxed<'_>]) -> Option<Self> {
        let plane = Plane::around(at);
        let back = plane.metres(lon_lat_from_datum(GCJ02, at.lon_deg, at.lat_deg)?);
        let length = back.0.hypot(back.1);
        let ways: [(f64, f64); WAYS] = std::array::from_fn(|way| match way {
            STANDING => (0.0, 0.0),
            _ => {
                let angle = back.1.atan2(back.0) + (way - CONVERTED) as f64 * FRAC_PI_4;
                let angle = angle.rem_euclid(TAU);
                (length * angle.cos(), length * angle.sin())
            }
        });
        let reach = reach_around(at);
        let (mut distances_m, mut beside) = ([f64::MAX; WAYS], None);
        for line in lines {
            line.each_segment_in(&reach, |from, to| {
                let (from, to) = (plane.metres(from), plane.metres(to));
                for (way, (east, north)) in ways.iter().enumerate() {
                    let seen = |(x, y): (f64, f64)| (x - east, y - north);
                    let distance = to_segment(seen(from), seen(to));
                    if distance < distances_m[way] {
                        distances_m[way] = distance;
                        if way == CONVERTED {
                            beside = Some(line.kind);
                        }
                    }
                }
            });
        }
        let nearest = distances_m.iter().copied().fold(f64::MAX, f64::min);
        let shift_m = (-back.0, -back.1);
        (nearest <= length && length > 0.0)
            .then(|| Some(Self { distances_m, shift_m, beside: beside?.clone() }))?
    }
}

fn reach_around(at: LonLat) -> Bbox {
    let lat_deg = REACH_M / 111_195.0;
    let lon_deg = lat_deg / at.lat_deg.to_radians().cos().max(0.01);
    Bbox {
        west: at.lon_deg - lon_deg,
        south: at.lat_deg - lat_deg,
        east: at.lon_deg + lon_deg,
        north: at.lat_deg + lat_deg,
    }
}

/// Lines with the box of each feature.
struct Boxed<'a> {
    kind: &'a Kind,
    shapes: &'a Shapes,
    boxes: Vec<Option<Bbox>>,
}

impl<'a> Boxed<'a> {
    fn of(lines: &'a KnownLines) -> Self {
        let shapes = &*lines.shapes;
        let boxes = (0..shapes.feature_count()).map(|idx| shapes.bbox(idx)).collect();
        Self { kind: &lines.kind, shapes, boxes }
    }

    fn each_segment_in(&self, area: &Bbox, mut see: impl FnMut(LonLat, LonLat)) {
        let boxes = self.boxes.iter().enumerate();
        let near = boxes.filter(|(_, one)| one.is_some_and(|one| one.meets(area)));
        for (feature_idx, _) in near {
            let parts = self.shapes.parts(feature_idx);
            for part in parts.filter(|part| part.kind != PartKind::Points) {
                let mut before = None;
                for to in part.positions.iter() {
                    if let Some(from) = before.replace(to)
                        && around(from, to).meets(area)
                    {
                        see(from, to);
                    }
                }
            }
        }
    }
}

fn around(a: LonLat, b: LonLat) -> Bbox {
    Bbox {
        west: a.lon_deg.min(b.lon_deg),
        south: a.lat_deg.min(b.lat_deg),
        east: a.lon_deg.max(b.lon_deg),
        north: a.lat_deg.max(b.lat_deg),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    let middle = values.len() / 2;
    match values.is_empty() {
        true => f64::MAX,
        false => *values.select_nth_unstable_by(middle, f64::total_cmp).1,
    }
}

impl Session {
    /// Holds every layer of points whose datum nobody has named against the coasts and rivers that are here.
    pub(super) fn doubt_datums(&mut self) {
        let lines: Vec<KnownLines> =
            self.layers.iter().filter_map(|loaded| KnownLines::of(&loaded.layer)).collect();
        for loaded in &mut self.layers {
            let is_unnamed = loaded.row.datum.is_none();
            let points = is_unnamed.then(|| DoubtfulPoints::of(&loaded.layer)).flatten();
            let shifted = points.and_then(|points| points.shifted_off(&lines));
            if loaded.view.shifted != shifted {
                Arc::make_mut(&mut loaded.view).shifted = shifted;
            }
        }
    }

    /// The layers that are in doubt, by id.
    pub(super) fn doubted_layers(&self) -> Vec<u64> {
        let views = self.snapshot.layers.iter();
        views.filter(|view| view.shifted.is_some()).map(|view| view.id).collect()
    }

    /// What is to be said of the layers that are in doubt, and were not `before`.
    pub(super) fn datum_issues(&self, before: &[u64]) -> Vec<ReadIssue> {
        let views = self.snapshot.layers.iter().filter(|view| !before.contains(&view.id));
        let issue = |view: &Arc<LayerView>| Some(view.shifted.as_ref()?.issue(&view.layer.name));
        views.filter_map(issue).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ShapesBuilder, lon_lat};

    /// A coast that bends, and points along it, as WGS 84.
    fn coast() -> Vec<LonLat> {
        (0..60)
            .map(|n| f64::from(n) / 60.0)
            .map(|t| lon_lat(117.6 + 0.1 * (9.0 * t).sin(), 38.6 + 0.5 * t))
            .collect()
    }

    fn line(positions: &[LonLat], kind: &str) -> KnownLines {
        let mut builder = ShapesBuilder::default();
        positions.iter().for_each(|at| builder.position(*at));
        builder.end_part(PartKind::Line);
        builder.end_feature(GeometryKind::LineString);
        KnownLines { kind: Kind::new(kind), shapes: Arc::new(builder.finish()) }
    }

    /// As GCJ-02 spells these places: the shift itself changes by centimetres over so few metres.
    fn shifted(at: &LonLat) -> LonLat {
        let back = lon_lat_from_datum(GCJ02, at.lon_deg, at.lat_deg).unwrap();
        lon_lat(2.0 * at.lon_deg - back.lon_deg, 2.0 * at.lat_deg - back.lat_deg)
    }

    #[test]
    fn points_of_phone_maps_along_a_coast_are_told_with_metres_and_direction() {
        let points = DoubtfulPoints(coast().iter().map(shifted).collect());
        let found = points.shifted_off(&[line(&coast(), Kind::COASTLINE)]).unwrap();
        assert_eq!(
            found.sentence().zh,
            "这些坐标比海岸线整体偏东约 540 m，像高德/微信坐标（GCJ-02）。"
        );
        let by_river = points.shifted_off(&[line(&coast(), Kind::RIVER)]).unwrap();
        assert!(by_river.sentence().zh.contains("比河流"));
    }

    #[test]
    fn points_that_stand_right_or_by_no_line_are_in_no_doubt() {
        let lines = [line(&coast(), Kind::COASTLINE)];
        assert_eq!(DoubtfulPoints(coast()).shifted_off(&lines), None);
        assert_eq!(DoubtfulPoints(coast().iter().map(shifted).collect()).shifted_off(&[]), None);
        let inland = coast().iter().map(|at| lon_lat(at.lon_deg - 0.3, at.lat_deg)).collect();
        assert_eq!(DoubtfulPoints(inland).shifted_off(&lines), None);
    }

    #[test]
    fn random_points_near_a_coast_are_in_no_doubt() {
        let lines = [line(&coast(), Kind::COASTLINE)];
        let mut seed = 7_u64;
        let mut dice = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        for round in 0..400 {
            let count = [8, 12, 20, 68][round % 4];
            let spread = [0.004, 0.01, 0.03, 0.2][round / 4 % 4];
            let points = (0..count)
                .map(|_| {
                    let at = coast()[(dice() * 60.0) as usize];
                    lon_lat(
                        at.lon_deg + (dice() - 0.5) * spread,
                        at.lat_deg + (dice() - 0.5) * spread,
                    )
                })
                .collect();
            assert_eq!(DoubtfulPoints(points).shifted_off(&lines), None, "{count} within {spread}");
        }
    }
}
