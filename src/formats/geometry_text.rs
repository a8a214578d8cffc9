//! One geometry's GeoJSON text as shapes: for geometries that people draw, not for files.

use geojson::{Geometry, GeometryValue, Position};

use crate::model::{GeometryKind, PartKind, Shapes, ShapesBuilder, lon_lat};

/// Why a text is no geometry, in the words of its reader.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a GeoJSON geometry: {0}")]
pub struct NoGeometry(String);

/// Reads the text of one geometry (or `null`) into the shapes of one feature.
///
/// # Errors
/// If it is no GeoJSON geometry, with what was found.
pub fn parse_geometry(text: &str) -> Result<Shapes, NoGeometry> {
    let mut builder = ShapesBuilder::default();
    if text.trim() == "null" {
        builder.end_feature(GeometryKind::Null);
        return Ok(builder.finish());
    }
    let geometry: Geometry =
        text.parse().map_err(|error: geojson::Error| NoGeometry(error.to_string()))?;
    let kind = GeometryKind::from_name(geometry.value.type_name()).unwrap_or(GeometryKind::Null);
    // A collection's geometries wait here in reverse, so that the first is read first.
    let mut waiting = vec![&geometry.value];
    while let Some(value) = waiting.pop() {
        match value {
            GeometryValue::Point { coordinates } => {
                add(&mut builder, std::slice::from_ref(coordinates), PartKind::Points);
            }
            GeometryValue::MultiPoint { coordinates } => {
                add(&mut builder, coordinates, PartKind::Points);
            }
            GeometryValue::LineString { coordinates } => {
                add(&mut builder, coordinates, PartKind::Line);
            }
            GeometryValue::MultiLineString { coordinates } => {
                coordinates.iter().for_each(|line| add(&mut builder, line, PartKind::Line));
            }
            GeometryValue::Polygon { coordinates } => polygon(&mut builder, coordinates),
            GeometryValue::MultiPolygon { coordinates } => {
                coordinates.iter().for_each(|rings| polygon(&mut builder, rings));
            }
            GeometryValue::GeometryCollection { geometries } => {
                waiting.extend(geometries.iter().rev().map(|geometry| &geometry.value));
            }
        }
    }
    builder.end_feature(kind);
    Ok(builder.finish())
}

fn polygon(builder: &mut ShapesBuilder, rings: &[Vec<Position>]) {
    for (idx, ring) in rings.iter().enumerate() {
        add(builder, ring, if idx == 0 { PartKind::Outer } else { PartKind::Hole });
    }
}

fn add(builder: &mut ShapesBuilder, positions: &[Position], kind: PartKind) {
    for position in positions {
        if let [lon_deg, lat_deg, ..] = *position.as_slice() {
            builder.position(lon_lat(lon_deg, lat_deg));
        }
    }
    builder.end_part(kind);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_geometry_becomes_one_feature() {
        let shapes = parse_geometry(
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},
                {"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}]}"#,
        )
        .unwrap();
        assert_eq!((shapes.feature_count(), shapes.vertex_count()), (1, 9));
        let kinds: Vec<_> = shapes.parts(0).map(|part| part.kind).collect();
        assert_eq!(kinds, [PartKind::Points, PartKind::Outer, PartKind::Hole]);
        assert_eq!(parse_geometry("null").unwrap().vertex_count(), 0);
        assert!(parse_geometry(r#"{"type":"Point","coordinates":["a",2]}"#).is_err());
        assert!(parse_geometry(r#"{"type":"Circle"}"#).is_err());
    }
}
