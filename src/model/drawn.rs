//! A shape that a person draws or types corner by corner: a point, a line, an area.
//!
//! Its text is what records carry. Which shapes a kind of feature may have is not said here.

use super::{Bbox, GeometryKind, LonLat, Measures, PartKind, Shapes, ShapesBuilder, lon_lat};

/// A shape by its corners; an area's ring is not closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub shape: DrawnShape,
    pub corners: Vec<LonLat>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawnShape {
    #[default]
    Point,
    Line,
    Area,
}

impl DrawnShape {
    /// How many different corners it takes.
    pub const fn corners_min(self) -> usize {
        match self {
            Self::Point => 1,
            Self::Line => 2,
            Self::Area => 3,
        }
    }

    /// The name of its geometry type in GeoJSON.
    pub const fn geometry(self) -> GeometryKind {
        match self {
            Self::Point => GeometryKind::Point,
            Self::Line => GeometryKind::LineString,
            Self::Area => GeometryKind::Polygon,
        }
    }
}

impl Drawn {
    pub fn point(at: LonLat) -> Self {
        Self { shape: DrawnShape::Point, corners: vec![at] }
    }

    /// Whether it is a shape: corners enough, an area with an inside.
    pub fn is_whole(&self) -> bool {
        let is_new = |nth: &usize| !self.corners[..*nth].contains(&self.corners[*nth]);
        let different = (0..self.corners.len()).filter(is_new).count();
        let has_inside = self.shape != DrawnShape::Area || self.measures().area_m2 > 0.0;
        different >= self.shape.corners_min() && has_inside
    }

    /// Its corners to the centimetre: seven decimals.
    pub fn rounded(mut self) -> Self {
        let to_cm = |degrees: f64| (degrees * 1e7).round() / 1e7;
        for at in &mut self.corners {
            *at = lon_lat(to_cm(at.lon_deg), to_cm(at.lat_deg));
        }
        self
    }

    /// GeoJSON text.
    pub fn geojson(&self) -> String {
        let position = |at: &LonLat| format!("[{},{}]", at.lon_deg, at.lat_deg);
        let list = |corners: &mut dyn Iterator<Item = &LonLat>| {
            corners.map(position).collect::<Vec<_>>().join(",")
        };
        let coordinates = match self.shape {
            DrawnShape::Point => list(&mut self.corners.iter().take(1)),
            DrawnShape::Line => format!("[{}]", list(&mut self.corners.iter())),
            DrawnShape::Area => format!("[[{}]]", list(&mut self.ring())),
        };
        let name = self.shape.geometry().name();
        format!("{{\"type\":\"{name}\",\"coordinates\":{coordinates}}}")
    }

    /// Length or area on the ellipsoid.
    pub fn measures(&self) -> Measures {
        Measures::of(&self.shapes(), 0)
    }

    fn shapes(&self) -> Shapes {
        let mut builder = ShapesBuilder::default();
        let (corners, part): (&mut dyn Iterator<Item = &LonLat>, _) = match self.shape {
            DrawnShape::Point => (&mut self.corners.iter(), PartKind::Points),
            DrawnShape::Line => (&mut self.corners.iter(), PartKind::Line),
            DrawnShape::Area => (&mut self.ring(), PartKind::Outer),
        };
        corners.for_each(|at| builder.position(*at));
        builder.end_part(part);
        builder.end_feature(self.shape.geometry());
        builder.finish()
    }

    /// The corners, the first one again at the end where it is not there already.
    fn ring(&self) -> impl Iterator<Item = &LonLat> {
        let is_closed = self.corners.first() == self.corners.last();
        let closing = self.corners.first().filter(|_| !is_closed);
        self.corners.iter().chain(closing)
    }

    /// Its middle: where its neighbours are looked for.
    pub fn middle(&self) -> Option<LonLat> {
        let first = self.corners.first()?;
        let start = Bbox {
            west: first.lon_deg,
            south: first.lat_deg,
            east: first.lon_deg,
            north: first.lat_deg,
        };
        let bbox = self.corners.iter().fold(start, |bbox, at| Bbox {
            west: bbox.west.min(at.lon_deg),
            south: bbox.south.min(at.lat_deg),
            east: bbox.east.max(at.lon_deg),
            north: bbox.north.max(at.lat_deg),
        });
        Some(lon_lat(f64::midpoint(bbox.west, bbox.east), f64::midpoint(bbox.south, bbox.north)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(shape: DrawnShape, corners: &[(f64, f64)]) -> Drawn {
        let corners = corners.iter().map(|(lon, lat)| lon_lat(*lon, *lat)).collect();
        Drawn { shape, corners }
    }

    #[test]
    fn a_drawn_shape_is_geojson_and_an_area_is_closed_once() {
        let corners = [(117.1, 39.1), (117.2, 39.1), (117.2, 39.2)];
        let check = |shape, corners: &[(f64, f64)], expected: &str| {
            assert_eq!(drawn(shape, corners).geojson(), expected);
        };
        check(
            DrawnShape::Line,
            &corners[..2],
            r#"{"type":"LineString","coordinates":[[117.1,39.1],[117.2,39.1]]}"#,
        );
        let closed = r#"{"type":"Polygon","coordinates":[[[117.1,39.1],[117.2,39.1],[117.2,39.2],[117.1,39.1]]]}"#;
        check(DrawnShape::Area, &corners, closed);
        check(DrawnShape::Area, &[corners[0], corners[1], corners[2], corners[0]], closed);
        check(DrawnShape::Point, &corners[..1], r#"{"type":"Point","coordinates":[117.1,39.1]}"#);
    }

    #[test]
    fn too_few_different_corners_are_no_shape() {
        let (a, b, c) = ((117.1, 39.1), (117.2, 39.1), (117.2, 39.2));
        for (shape, corners, expected) in [
            (DrawnShape::Point, &[][..], false),
            (DrawnShape::Line, &[a], false),
            (DrawnShape::Line, &[a, a], false),
            (DrawnShape::Line, &[a, b], true),
            (DrawnShape::Area, &[a, b], false),
            (DrawnShape::Area, &[a, b, a], false),
            (DrawnShape::Area, &[a, b, c], true),
        ] {
            assert_eq!(drawn(shape, corners).is_whole(), expected, "{shape:?} {corners:?}");
        }
    }
}
