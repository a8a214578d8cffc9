//! How long and how large a feature is on the ellipsoid, from its shapes.
//!
//! Web Mercator stretches Tianjin by 29 %, so nothing is ever measured on the map's own plane.

use geo::{Coord, Geodesic, GeodesicArea as _, Length as _, LineString, Polygon};

use super::{Part, PartKind, Shapes};

/// A feature's size; what does not apply to its geometry is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Length of its lines, in metres.
    pub length_m: f64,
    /// Area of its polygons, holes taken off, in square metres.
    pub area_m2: f64,
}

impl Measures {
    /// Measures one feature on WGS 84 (geodesics after Karney 2013, by the `geo` crate).
    pub fn of(shapes: &Shapes, feature_idx: usize) -> Self {
        let mut measures = Self::default();
        for part in shapes.parts(feature_idx) {
            match part.kind {
                PartKind::Points => {}
                PartKind::Line => measures.length_m += Geodesic.length(&line(&part)),
                PartKind::Outer => measures.area_m2 += ring_area_m2(&part),
                PartKind::Hole => measures.area_m2 -= ring_area_m2(&part),
            }
        }
        measures
    }
}

fn line(part: &Part<'_>) -> LineString<f64> {
    part.positions.iter().map(|at| Coord { x: at.lon_deg, y: at.lat_deg }).collect()
}

fn ring_area_m2(part: &Part<'_>) -> f64 {
    // The signed area does not depend on which way round the file writes its rings once the sign is dropped.
    Polygon::new(line(part), Vec::new()).geodesic_area_signed().abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{GeometryKind, ShapesBuilder, lon_lat};

    fn square(builder: &mut ShapesBuilder, kind: PartKind, west: f64, side: f64) {
        for (lon, lat) in [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)] {
            builder.position(lon_lat(west + lon, 39.0 + lat));
        }
        builder.end_part(kind);
    }

    #[test]
    fn a_degree_of_longitude_at_39_north_is_86_6_km() {
        let mut builder = ShapesBuilder::default();
        builder.position(lon_lat(117.0, 39.0));
        builder.position(lon_lat(118.0, 39.0));
        builder.end_part(PartKind::Line);
        builder.end_feature(GeometryKind::LineString);
        let length_m = Measures::of(&builder.finish(), 0).length_m;
        assert!((length_m - 86_626.0).abs() < 10.0, "{length_m}");
    }

    #[test]
    fn a_hole_is_taken_off_whichever_way_its_ring_runs() {
        let mut builder = ShapesBuilder::default();
        square(&mut builder, PartKind::Outer, 117.0, 0.02);
        square(&mut builder, PartKind::Hole, 117.005, 0.01);
        builder.end_feature(GeometryKind::Polygon);
        square(&mut builder, PartKind::Outer, 117.0, 0.02);
        builder.end_feature(GeometryKind::Polygon);
        let shapes = builder.finish();
        let (with_hole, whole) =
            (Measures::of(&shapes, 0).area_m2, Measures::of(&shapes, 1).area_m2);
        assert!((with_hole / whole - 0.75).abs() < 0.001, "{with_hole} of {whole}");
    }
}
