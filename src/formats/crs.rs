//! The legacy `crs` member (GeoJSON 2008): what it names, and whether that is longitude and latitude.

use std::borrow::Cow;

use super::json_scan::Scanner;
use super::json_text;
use crate::model::{Datum, Span};

/// What a file without a `crs` member is in (RFC 7946 §4).
pub const DEFAULT: &str = "EPSG:4326";

/// What a `crs` member says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crs {
    /// The system's name, `EPSG:n` where it is one.
    pub name: String,
    pub sort: CrsSort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrsSort {
    /// WGS 84 or CGCS2000 degrees (they differ by centimetres).
    LonLat,
    /// Metres in a projection that is known here.
    Projected,
    Unknown,
}

impl Crs {
    pub fn datum(&self) -> Datum {
        match self.sort {
            CrsSort::LonLat => Datum::LonLat,
            CrsSort::Projected | CrsSort::Unknown => Datum::Unnamed(self.name.clone()),
        }
    }
}

/// Reads a `crs` member's value; `None` for null, which says nothing.
pub fn read(text: &[u8], value: Span) -> Option<Crs> {
    let mut scanner = Scanner::new(text, value, 0);
    match scanner.peek() {
        Some(b'n') => return None,
        Some(b'"') => {
            let name = scanner.string().ok()?;
            return Some(named(&json_text::read(text, name)));
        }
        _ => {}
    }
    let properties = member(text, value, "properties");
    let name = properties.and_then(|span| {
        let spelt = |name| member(text, span, name).and_then(|value| scalar(text, value));
        // `{"type":"EPSG","properties":{"code":4326}}` was an early draft's way.
        spelt("name")
            .or_else(|| spelt("code").map(|code| format!("EPSG:{code}").into()))
            .or_else(|| spelt("href"))
    });
    Some(named(name.as_deref().unwrap_or("?")))
}

/// The span of an object's member; of a name that stands twice, the last.
pub fn member(text: &[u8], object: Span, wanted: &str) -> Option<Span> {
    let mut scanner = Scanner::new(text, object, 0);
    let mut cursor = scanner.open_object().ok()?;
    let mut found = None;
    while let Ok(Some(name)) = scanner.next_name(&mut cursor) {
        let value = scanner.value().ok()?;
        if name.is(text, wanted) {
            found = Some(value);
        }
    }
    found
}

/// A string's text or a number's spelling.
pub fn scalar(text: &[u8], value: Span) -> Option<Cow<'_, str>> {
    let mut scanner = Scanner::new(text, value, 0);
    match scanner.peek()? {
        b'"' => Some(json_text::read(text, scanner.string().ok()?)),
        b'-' | b'0'..=b'9' => Some(String::from_utf8_lossy(text.get(value.range())?)),
        _ => None,
    }
}

/// Makes out a system from its many spellings.
fn named(spelt: &str) -> Crs {
    let folded = spelt.trim().to_ascii_uppercase();
    let last = folded.rsplit([':', '/', '#']).next().unwrap_or_default();
    if matches!(last, "CRS84" | "CRS84H" | "OGC84") {
        return Crs { name: "OGC:CRS84".to_owned(), sort: CrsSort::LonLat };
    }
    if matches!(folded.as_str(), "WGS84" | "WGS 84" | "WGS_84" | "CGCS2000") {
        return Crs { name: spelt.trim().to_owned(), sort: CrsSort::LonLat };
    }
    let is_epsg = folded.contains("EPSG");
    let Some(code) = last.parse::<u32>().ok().filter(|_| is_epsg) else {
        return Crs { name: spelt.trim().to_owned(), sort: CrsSort::Unknown };
    };
    let sort = match code {
        4326 | 4490 | 4979 => CrsSort::LonLat,
        _ if super::datum::conversion(&format!("EPSG:{code}")).is_some() => CrsSort::Projected,
        _ => CrsSort::Unknown,
    };
    Crs { name: format!("EPSG:{code}"), sort }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_many_spellings_of_a_system_are_one() {
        let read = |text: &str| read(text.as_bytes(), Span::new(0, text.len()));
        let name = |name: &str| {
            read(&format!("{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}}")).unwrap()
        };
        for lon_lat in [
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "EPSG:4326",
            "urn:ogc:def:crs:EPSG::4326",
            "epsg:4490",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "urn:ogc:def:crs:EPSG:9.0:4490",
            "http://www.opengis.net/gml/srs/epsg.xml#4326",
        ] {
            assert_eq!(name(lon_lat).sort, CrsSort::LonLat, "{lon_lat}");
        }
        assert_eq!(
            name("urn:ogc:def:crs:EPSG::4548"),
            Crs { name: "EPSG:4548".to_owned(), sort: CrsSort::Projected }
        );
        assert_eq!(name("EPSG:27700").sort, CrsSort::Unknown);
        assert_eq!(name("local").datum(), Datum::Unnamed("local".to_owned()));
        assert_eq!(read("null"), None);
        assert_eq!(
            read("{\"type\":\"EPSG\",\"properties\":{\"code\":4326}}").unwrap().name,
            "EPSG:4326"
        );
        assert_eq!(read("{\"type\":\"name\"}").unwrap().sort, CrsSort::Unknown);
        assert_eq!(read("[]").unwrap().sort, CrsSort::Unknown);
    }
}
