//! The way back: positions that people give in WGS 84, in the numbers of the file that they go into.
//!
//! A file has one datum. What is moved or found in it leaves in that, or other software would see it elsewhere.

use std::borrow::Cow;

use geojson::{Geometry, GeometryValue, Position};

use super::datum::{self, Conversion};
use crate::model::{Datum, Layer, LonLat, lon_lat};

/// The text of a WGS 84 geometry in the numbers of `layer`; `None` where nobody has said what those are, or where the
/// text is no geometry.
pub fn geometry_in_datum_of<'t>(layer: &Layer, text: &'t str) -> Option<Cow<'t, str>> {
    let conversion = match &layer.datum {
        Datum::LonLat => return Some(Cow::Borrowed(text)),
        Datum::Unnamed(_) => return None,
        Datum::Named(name) => datum::conversion(name)?,
    };
    if conversion == Conversion::LonLat {
        return Some(Cow::Borrowed(text));
    }
    let mut geometry: Geometry = text.parse().ok()?;
    let northing_first = is_northing_first(layer, conversion);
    let convert = |position: &mut Position| {
        let [lon_deg, lat_deg, rest @ ..] = position.as_slice() else { return };
        let (first, second) = conversion.numbers_of(lon_lat(*lon_deg, *lat_deg));
        let (first, second) = if northing_first { (second, first) } else { (first, second) };
        let numbers: Vec<f64> = [first, second].into_iter().chain(rest.iter().copied()).collect();
        *position = numbers.into();
    };
    each_position(&mut geometry.value, convert);
    Some(Cow::Owned(geometry.to_string()))
}

fn each_position(value: &mut GeometryValue, mut convert: impl FnMut(&mut Position)) {
    // A collection's geometries wait here: no recursion that a text could exhaust.
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            GeometryValue::Point { coordinates } => convert(coordinates),
            GeometryValue::MultiPoint { coordinates }
            | GeometryValue::LineString { coordinates } => {
                coordinates.iter_mut().for_each(&mut convert);
            }
            GeometryValue::MultiLineString { coordinates }
            | GeometryValue::Polygon { coordinates } => {
                coordinates.iter_mut().flatten().for_each(&mut convert);
            }
            GeometryValue::MultiPolygon { coordinates } => {
                coordinates.iter_mut().flatten().flatten().for_each(&mut convert);
            }
            GeometryValue::GeometryCollection { geometries } => {
                waiting.extend(geometries.iter_mut().map(|geometry| &mut geometry.value));
            }
        }
    }
}

/// Whether the file writes the northing first, as its first position shows.
fn is_northing_first(layer: &Layer, conversion: Conversion) -> bool {
    let spans = layer.features.iter().map(|spans| spans.geometry).filter(|span| !span.is_empty());
    let mut texts = spans.take(100).map(|span| layer.slice(span).into_owned());
    let first = texts.find_map(|text| {
        let text = String::from_utf8(text).ok()?;
        let mut geometry: Geometry = text.parse().ok()?;
        let mut first = None;
        each_position(&mut geometry.value, |position| {
            if let ([a, b, ..], None) = (position.as_slice(), first) {
                first = Some((*a, *b));
            }
        });
        first
    });
    first.is_some_and(|(first, second)| conversion.is_northing_first(first, second))
}

impl Conversion {
    /// The two numbers of a WGS 84 place, easting or longitude first: metres to the millimetre, degrees to 1e-7
    /// (a centimetre).
    pub fn numbers_of(self, at: LonLat) -> (f64, f64) {
        let millimetres = |(x, y): (f64, f64)| ((x * 1e3).round() / 1e3, (y * 1e3).round() / 1e3);
        let degrees =
            |at: LonLat| ((at.lon_deg * 1e7).round() / 1e7, (at.lat_deg * 1e7).round() / 1e7);
        match self {
            Self::LonLat => degrees(at),
            Self::WebMercator => millimetres(datum::web_mercator_of(at)),
            Self::GaussKruger { central_meridian_deg, false_easting_m } => {
                let (x_m, northing_m) = datum::gauss_kruger_of(at, central_meridian_deg);
                millimetres((x_m + false_easting_m, northing_m))
            }
            Self::Gcj02 => degrees(datum::gcj02_from_wgs84(at)),
            Self::Bd09 => degrees(datum::bd09_from_gcj02(datum::gcj02_from_wgs84(at))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_back_into_a_file_comes_out_of_it_where_it_was() {
        for name in
            ["EPSG:4326", "EPSG:4548", "EPSG:4527", "EPSG:4498", "EPSG:3857", "gcj02", "bd09"]
        {
            let conversion = datum::conversion(name).unwrap();
            for (lon_deg, lat_deg) in [(117.2, 39.13), (116.7, 40.2), (118.05, 39.219)] {
                let (first, second) = conversion.numbers_of(lon_lat(lon_deg, lat_deg));
                let back = conversion.lon_lat_from(first, second);
                let off = (back.lon_deg - lon_deg).abs().max((back.lat_deg - lat_deg).abs());
                assert!(off < 2e-6, "{name}: {lon_deg} {lat_deg} came back as {back:?}");
            }
        }
        // By PROJ: 117.72 38.985.
        let (easting, northing) =
            datum::conversion("EPSG:4548").unwrap().numbers_of(lon_lat(117.72, 38.985));
        assert!((easting - 562_384.524).abs() < 2e-3 && (northing - 4_317_085.359).abs() < 2e-3);
    }
}
