//! Longitude and latitude as people write them: `117.5573, 38.6442`, `38.6442 117.5573`, `117°33′26″ 38°38′39″`.

use crate::model::{LonLat, lon_lat};

/// What the map's numbers are in, the longer names first: they lie within centimetres of each other.
const MAP_SYSTEMS: [&str; 4] = ["WGS 84 / CGCS2000", "CGCS2000", "WGS 84", "WGS84"];

/// Reads a place out of typed words; `None` where they are none, or lie nowhere.
///
/// Where only one of the two can be a latitude it is taken for it, whichever stands first: of places in China the
/// longitude is always above 73°, the latitude below 54°.
pub fn parse_place(text: &str) -> Option<LonLat> {
    // What the foot of the window copies names its system: the map's own.
    let named = MAP_SYSTEMS.iter().find_map(|name| text.trim_end().strip_suffix(name));
    let text = named.unwrap_or(text);
    let text = text.replace(['，', '、', ';', '；'], ",").replace(['东', '北', '经', '纬'], " ");
    let text = text.replace(['E', 'N', 'e', 'n'], " ");
    let parts: Vec<&str> = match text.contains(',') {
        true => text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect(),
        false => text.split_whitespace().collect(),
    };
    let [first, second] = parts[..] else { return None };
    let (first, second) = (degrees(first)?, degrees(second)?);
    let can_be_lat = |degrees: f64| (-90.0..=90.0).contains(&degrees);
    let (lon, lat) = match (can_be_lat(first), can_be_lat(second)) {
        (false, true) => (first, second),
        (true, false) => (second, first),
        // Both may be: longitude first, as GeoJSON has it.
        (true, true) => (first, second),
        (false, false) => return None,
    };
    ((-180.0..=180.0).contains(&lon)).then(|| lon_lat(lon, lat))
}

/// `117.5573`, `117°33′26″`, `117°33.43'`.
fn degrees(text: &str) -> Option<f64> {
    let text = text.trim();
    // A bare number without a point is rather a feature's number than a place.
    if let Ok(degrees) = text.parse::<f64>() {
        return (degrees.is_finite() && text.contains('.')).then_some(degrees);
    }
    let (whole, rest) = text.split_once(['°', '度'])?;
    let whole: f64 = whole.trim().parse().ok()?;
    let rest = rest.trim();
    let (minutes, seconds) = match rest.split_once(['′', '\'', '分']) {
        Some((minutes, seconds)) => (minutes, seconds.trim_matches(['″', '"', '秒', ' '])),
        None => (rest, ""),
    };
    let part = |text: &str| match text.trim() {
        "" => Some(0.0),
        text => text.parse::<f64>().ok().filter(|part| (0.0..60.0).contains(part)),
    };
    let fraction = part(minutes)? / 60.0 + part(seconds)? / 3600.0;
    Some(whole + fraction.copysign(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(f64, f64)>) {
        let rounded = |degrees: f64| (degrees * 1e5).round() / 1e5;
        let read = parse_place(text).map(|at| (rounded(at.lon_deg), rounded(at.lat_deg)));
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn places_are_read_as_people_write_them() {
        check("117.55730, 38.64420", Some((117.5573, 38.6442)));
        check("38.64420，117.55730", Some((117.5573, 38.6442)));
        check("117.557300, 38.644200 WGS 84 / CGCS2000", Some((117.5573, 38.6442)));
        check("117.5573 38.6442", Some((117.5573, 38.6442)));
        check("东经117.5573 北纬38.6442", Some((117.5573, 38.6442)));
        check("117°33′26.28″, 38°38′39.12″", Some((117.5573, 38.6442)));
        check("117度33分26.28秒 38度38分39.12秒", Some((117.5573, 38.6442)));
    }

    #[test]
    fn what_is_no_place_is_none() {
        for text in
            ["031", "示例 031", "117.5", "117 38", "200.5, 100.5", "117°75′, 38°1′", "", ","]
        {
            check(text, None);
        }
    }
}
