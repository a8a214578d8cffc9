//! Places that contradict each other in words: where each lies, how long or large it is, and how far from the first.

use geo::{Distance as _, Geodesic, Point};
use serde_json::Value;

use crate::model::{
    Bbox, GeometryKind, LonLat, Measures, PartKind, Shapes, ShapesBuilder, Text, lon_lat,
};

/// Larger texts are not measured: these words are asked for in every frame.
const MEASURED_BYTES_MAX: usize = 100_000;

/// Each place in words, the later ones with how far they are from the first. The texts are GeoJSON geometries.
pub(super) fn places_in_words(texts: &[&str]) -> Vec<Text> {
    let read: Vec<Option<Shapes>> = texts.iter().map(|text| shapes_of(text)).collect();
    let middle = |shapes: &Option<Shapes>| shapes.as_ref()?.bbox(0).map(|bbox: Bbox| bbox.center());
    let first = read.first().and_then(middle);
    let words = |(idx, (text, shapes)): (usize, (&&str, &Option<Shapes>))| {
        let own = match shapes {
            Some(shapes) => of_shapes(shapes),
            None if text.len() > MEASURED_BYTES_MAX => {
                let kib = text.len() / 1024;
                Text::new(format!("图形（{kib} KB）"), format!("a shape of {kib} KB"))
            }
            None => Text::same(text.chars().take(60).collect::<String>()),
        };
        match first.zip(middle(shapes)).filter(|_| idx > 0) {
            Some((from, to)) => {
                let far = metres_in_words(metres_between(from, to));
                Text::new(
                    format!("{}，与第一处相距 {far}", own.zh),
                    format!("{}, {far} from the first", own.en),
                )
            }
            None => own,
        }
    };
    texts.iter().zip(&read).enumerate().map(words).collect()
}

fn of_shapes(shapes: &Shapes) -> Text {
    let Some(at) = shapes.bbox(0).map(|bbox| bbox.center()) else { return Text::default() };
    let place = format!("{:.6}, {:.6}", at.lon_deg, at.lat_deg);
    let measures = Measures::of(shapes, 0);
    if measures.area_m2 > 0.0 {
        let area = match measures.area_m2 {
            large if large >= 1e6 => format!("{:.2} km²", large / 1e6),
            small => format!("{small:.0} m²"),
        };
        return Text::new(format!("面 {area}，中心 {place}"), format!("area {area} about {place}"));
    }
    if measures.length_m > 0.0 {
        let length = metres_in_words(measures.length_m);
        return Text::new(
            format!("线 {length}，中心 {place}"),
            format!("line of {length} about {place}"),
        );
    }
    Text::same(place)
}

/// A distance as it is said: `60 m`, `1.2 km`.
pub fn metres_in_words(metres: f64) -> String {
    if metres < 999.5 { format!("{metres:.0} m") } else { format!("{:.1} km", metres / 1000.0) }
}

/// How far it is from one place to another on the ellipsoid.
fn metres_between(from: LonLat, to: LonLat) -> f64 {
    let point = |at: LonLat| Point::new(at.lon_deg, at.lat_deg);
    Geodesic.distance(point(from), point(to))
}

fn shapes_of(text: &str) -> Option<Shapes> {
    if text.len() > MEASURED_BYTES_MAX {
        return None;
    }
    let geometry: Value = serde_json::from_str(text).ok()?;
    let mut builder = ShapesBuilder::default();
    add(&mut builder, &geometry)?;
    (builder.end_feature(GeometryKind::from_name(geometry.get("type")?.as_str()?)?) > 0)
        .then(|| builder.finish())
}

fn add(builder: &mut ShapesBuilder, geometry: &Value) -> Option<()> {
    let of = |name: &str| geometry.get(name);
    match of("type")?.as_str()? {
        "Point" => run(builder, std::slice::from_ref(of("coordinates")?), PartKind::Points),
        "MultiPoint" => run(builder, of("coordinates")?.as_array()?, PartKind::Points),
        "LineString" => run(builder, of("coordinates")?.as_array()?, PartKind::Line),
        "MultiLineString" => {
            let mut lines = of("coordinates")?.as_array()?.iter();
            lines.try_for_each(|line| run(builder, line.as_array()?, PartKind::Line))
        }
        "Polygon" => rings(builder, of("coordinates")?.as_array()?),
        "MultiPolygon" => {
            let mut areas = of("coordinates")?.as_array()?.iter();
            areas.try_for_each(|area| rings(builder, area.as_array()?))
        }
        "GeometryCollection" => {
            of("geometries")?.as_array()?.iter().try_for_each(|one| add(builder, one))
        }
        _ => None,
    }
}

fn rings(builder: &mut ShapesBuilder, rings: &[Value]) -> Option<()> {
    let kinds = std::iter::once(PartKind::Outer).chain(std::iter::repeat(PartKind::Hole));
    rings.iter().zip(kinds).try_for_each(|(ring, kind)| run(builder, ring.as_array()?, kind))
}

fn run(builder: &mut ShapesBuilder, positions: &[Value], kind: PartKind) -> Option<()> {
    for position in positions {
        let at = lon_lat(position.get(0)?.as_f64()?, position.get(1)?.as_f64()?);
        builder.position(at);
    }
    builder.end_part(kind);
    Some(())
}
