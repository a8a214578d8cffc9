//! Conversions to WGS 84 longitude and latitude that a person may name for a file.
//!
//! Nothing here guesses: the shift between GCJ-02 and WGS 84 cannot be seen in the numbers. Xi'an 1980,
//! Beijing 1954 and cities' own systems need parameters that are not public and are not here.

use std::f64::consts::PI;

use crate::model::{LonLat, Text, lon_lat};

/// A way to WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Conversion {
    /// WGS 84 or CGCS2000 degrees: nothing to do.
    LonLat,
    WebMercator,
    /// CGCS2000 / Gauss–Krüger.
    GaussKruger {
        central_meridian_deg: f64,
        false_easting_m: f64,
    },
    Gcj02,
    Bd09,
}

/// The datums a person may name: the name to store, and what to call it.
pub fn known() -> Vec<(&'static str, Text)> {
    vec![
        ("EPSG:4326", Text::new("WGS 84 经纬度", "WGS 84 longitude and latitude")),
        ("EPSG:4490", Text::new("CGCS2000 经纬度", "CGCS2000 longitude and latitude")),
        (
            "EPSG:4548",
            Text::new(
                "CGCS2000 3 度带，中央经线 117°",
                "CGCS2000 3-degree, central meridian 117°E",
            ),
        ),
        ("EPSG:4527", Text::new("CGCS2000 3 度带第 39 带（带号）", "CGCS2000 3-degree zone 39")),
        (
            "EPSG:4509",
            Text::new(
                "CGCS2000 6 度带，中央经线 117°",
                "CGCS2000 6-degree, central meridian 117°E",
            ),
        ),
        ("EPSG:4498", Text::new("CGCS2000 6 度带第 20 带（带号）", "CGCS2000 6-degree zone 20")),
        ("EPSG:3857", Text::new("Web 墨卡托", "Web Mercator")),
        ("gcj02", Text::new("GCJ-02（高德、腾讯）", "GCJ-02 (AMap, Tencent)")),
        ("bd09", Text::new("BD-09（百度）", "BD-09 (Baidu)")),
    ]
}

/// The conversion of a named datum; `None` for one that is not known here.
pub fn conversion(name: &str) -> Option<Conversion> {
    let folded: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let gauss_kruger = |central_meridian_deg, false_easting_m| Conversion::GaussKruger {
        central_meridian_deg,
        false_easting_m,
    };
    Some(match folded.strip_prefix("EPSG").unwrap_or(&folded) {
        "4326" | "4490" | "WGS84" | "CGCS2000" | "WGS84CGCS2000" | "CRS84" | "OGCCRS84" => {
            Conversion::LonLat
        }
        "3857" | "900913" => Conversion::WebMercator,
        "4548" => gauss_kruger(117.0, 500_000.0),
        "4527" => gauss_kruger(117.0, 39_500_000.0),
        "4509" => gauss_kruger(117.0, 500_000.0),
        "4498" => gauss_kruger(117.0, 20_500_000.0),
        "GCJ02" => Conversion::Gcj02,
        "BD09" => Conversion::Bd09,
        _ => return None,
    })
}

/// WGS 84 longitude and latitude of two numbers in a named datum; `None` for a datum that is not known here.
pub fn lon_lat_from(datum: &str, first: f64, second: f64) -> Option<LonLat> {
    conversion(datum).map(|conversion| conversion.lon_lat_from(first, second))
}

/// What plain numbers look like (domain: magnitudes of northings and eastings around 117°E).
pub fn suggestion(first: f64, second: f64) -> Option<&'static str> {
    let easting_of =
        |northing: f64, easting: f64| (1.0e6..6.5e6).contains(&northing).then_some(easting);
    // Either may stand first: Chinese files call the northing X.
    [easting_of(second, first), easting_of(first, second)].into_iter().flatten().find_map(
        |easting| match easting {
            3.9e7..4.0e7 => Some("EPSG:4527"),
            2.0e7..2.1e7 => Some("EPSG:4498"),
            2.5e5..7.5e5 => Some("EPSG:4548"),
            8.0e6..1.51e7 => Some("EPSG:3857"),
            _ => None,
        },
    )
}

impl Conversion {
    /// Whether the first of two numbers is the northing. Axes are told apart by size: a northing in China is below
    /// 6 500 km, an easting with a zone number above 13 000 km, one without it between 250 and 750 km.
    pub(super) fn is_northing_first(self, first: f64, second: f64) -> bool {
        match self {
            Self::GaussKruger { false_easting_m, .. } if false_easting_m > 1e6 => second > first,
            Self::GaussKruger { .. } => first > second,
            _ => false,
        }
    }

    /// WGS 84 longitude and latitude of the two numbers as they stand in the file.
    pub fn lon_lat_from(self, first: f64, second: f64) -> LonLat {
        match self {
            Self::LonLat => lon_lat(first, second),
            Self::WebMercator => lon_lat_from_web_mercator(first, second),
            Self::GaussKruger { central_meridian_deg, false_easting_m } => {
                let (easting, northing) = match self.is_northing_first(first, second) {
                    true => (second, first),
                    false => (first, second),
                };
                lon_lat_from_gauss_kruger(easting - false_easting_m, northing, central_meridian_deg)
            }
            Self::Gcj02 => wgs84_from_gcj02(lon_lat(first, second)),
            Self::Bd09 => wgs84_from_gcj02(gcj02_from_bd09(lon_lat(first, second))),
        }
    }
}

/// EPSG:3857 is spherical, with the ellipsoid's semi-major axis for radius.
const SPHERE_RADIUS_M: f64 = 6_378_137.0;

fn lon_lat_from_web_mercator(easting_m: f64, northing_m: f64) -> LonLat {
    lon_lat(
        (easting_m / SPHERE_RADIUS_M).to_degrees(),
        (northing_m / SPHERE_RADIUS_M).sinh().atan().to_degrees(),
    )
}

pub(super) fn web_mercator_of(at: LonLat) -> (f64, f64) {
    (
        at.lon_deg.to_radians() * SPHERE_RADIUS_M,
        at.lat_deg.to_radians().tan().asinh() * SPHERE_RADIUS_M,
    )
}

/// CGCS2000: the flattening, and the third flattening to its 4th power.
const FLATTENING: f64 = 1.0 / 298.257_222_101;

fn third_flattening() -> [f64; 4] {
    let n: f64 = FLATTENING / (2.0 - FLATTENING);
    [n, n * n, n * n * n, n * n * n * n]
}

fn rectifying_radius_m([n, n2, _, n4]: [f64; 4]) -> f64 {
    6_378_137.0 / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0)
}

fn eccentricity() -> f64 {
    (FLATTENING * (2.0 - FLATTENING)).sqrt()
}

/// The Gauss–Krüger projection by Krüger's series (Karney 2011, eq. 35), the inverse of
/// [`lon_lat_from_gauss_kruger`]: metres east of the central meridian and north of the equator.
pub(super) fn gauss_kruger_of(at: LonLat, central_meridian_deg: f64) -> (f64, f64) {
    let powers @ [n, n2, n3, n4] = third_flattening();
    let alpha = [
        n / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4,
        13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1440.0 * n4,
        61.0 / 240.0 * n3 - 103.0 / 140.0 * n4,
        49_561.0 / 161_280.0 * n4,
    ];
    let (lat, lon) = (at.lat_deg.to_radians(), (at.lon_deg - central_meridian_deg).to_radians());
    let eccentricity = eccentricity();
    let isometric = lat.tan().asinh() - eccentricity * (eccentricity * lat.sin()).atanh();
    let tan_conformal = isometric.sinh();
    let xi_sphere = tan_conformal.atan2(lon.cos());
    let eta_sphere = (lon.sin() / tan_conformal.hypot(lon.cos())).asinh();
    let (mut xi, mut eta) = (xi_sphere, eta_sphere);
    for (term, alpha) in alpha.iter().enumerate() {
        let k = 2.0 * (term + 1) as f64;
        xi += alpha * (k * xi_sphere).sin() * (k * eta_sphere).cosh();
        eta += alpha * (k * xi_sphere).cos() * (k * eta_sphere).sinh();
    }
    let rectifying_m = rectifying_radius_m(powers);
    (rectifying_m * eta, rectifying_m * xi)
}

/// The inverse Gauss–Krüger projection by Krüger's series in the third flattening to its 4th power (Karney 2011,
/// eq. 36): good to a micrometre within ten degrees of the meridian. Ellipsoid CGCS2000, scale 1.
fn lon_lat_from_gauss_kruger(x_m: f64, northing_m: f64, central_meridian_deg: f64) -> LonLat {
    let powers @ [n, n2, n3, n4] = third_flattening();
    let rectifying_m = rectifying_radius_m(powers);
    let beta = [
        n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3 - n4 / 360.0,
        n2 / 48.0 + n3 / 15.0 - 437.0 / 1440.0 * n4,
        17.0 / 480.0 * n3 - 37.0 / 840.0 * n4,
        4397.0 / 161_280.0 * n4,
    ];
    let (xi, eta) = (northing_m / rectifying_m, x_m / rectifying_m);
    let (mut xi_sphere, mut eta_sphere) = (xi, eta);
    for (term, beta) in beta.iter().enumerate() {
        let k = 2.0 * (term + 1) as f64;
        xi_sphere -= beta * (k * xi).sin() * (k * eta).cosh();
        eta_sphere -= beta * (k * xi).cos() * (k * eta).sinh();
    }
    let conformal = (xi_sphere.sin() / eta_sphere.cosh()).asin();
    let lon = eta_sphere.sinh().atan2(xi_sphere.cos());
    // From the conformal to the geographic latitude, by iteration on the isometric latitude.
    let eccentricity = eccentricity();
    let isometric = conformal.tan().asinh();
    let mut lat = conformal;
    for _ in 0..8 {
        let q = isometric + eccentricity * (eccentricity * lat.sin()).atanh();
        lat = q.sinh().atan();
    }
    lon_lat(central_meridian_deg + lon.to_degrees(), lat.to_degrees())
}

/// The public approximation of the offset (metre level; not for boundary work).
pub(super) fn gcj02_from_wgs84(at: LonLat) -> LonLat {
    let (lon, lat) = (at.lon_deg, at.lat_deg);
    if !(72.004..=137.8347).contains(&lon) || !(0.8293..=55.8271).contains(&lat) {
        return at;
    }
    let (x, y) = (lon - 105.0, lat - 35.0);
    let common = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let t_lat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let t_lon = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let (a, ee) = (6_378_245.0, 0.006_693_421_622_965_943);
    let magic = 1.0 - ee * lat.to_radians().sin().powi(2);
    let d_lat = t_lat * 180.0 / ((a * (1.0 - ee)) / (magic * magic.sqrt()) * PI);
    let d_lon = t_lon * 180.0 / (a / magic.sqrt() * lat.to_radians().cos() * PI);
    lon_lat(lon + d_lon, lat + d_lat)
}

fn wgs84_from_gcj02(gcj: LonLat) -> LonLat {
    let mut wgs = gcj;
    for _ in 0..6 {
        let back = gcj02_from_wgs84(wgs);
        wgs.lon_deg -= back.lon_deg - gcj.lon_deg;
        wgs.lat_deg -= back.lat_deg - gcj.lat_deg;
    }
    wgs
}

pub(super) fn bd09_from_gcj02(gcj: LonLat) -> LonLat {
    let turn = PI * 3000.0 / 180.0;
    let (lon, lat) = (gcj.lon_deg, gcj.lat_deg);
    let z = lon.hypot(lat) + 0.00002 * (lat * turn).sin();
    let theta = lat.atan2(lon) + 0.000003 * (lon * turn).cos();
    lon_lat(z * theta.cos() + 0.0065, z * theta.sin() + 0.006)
}

fn gcj02_from_bd09(bd: LonLat) -> LonLat {
    let turn = PI * 3000.0 / 180.0;
    let (x, y) = (bd.lon_deg - 0.0065, bd.lat_deg - 0.006);
    let z = x.hypot(y) - 0.00002 * (y * turn).sin();
    let theta = y.atan2(x) - 0.000003 * (x * turn).cos();
    lon_lat(z * theta.cos(), z * theta.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, (first, second): (f64, f64), (lon, lat): (f64, f64), within_deg: f64) {
        let found = conversion(name).unwrap().lon_lat_from(first, second);
        let off = (found.lon_deg - lon).abs().max((found.lat_deg - lat).abs());
        assert!(off < within_deg, "{name} {first} {second}: {found:?}, expected {lon} {lat}");
    }

    // Positions and eastings by PROJ (EPSG database).
    const VECTORS: [(f64, f64, f64, f64); 5] = [
        (117.0, 39.0, 500_000.0, 4_318_503.985),
        (117.2, 39.13, 517_293.540, 4_332_955.206),
        (117.72, 38.985, 562_384.524, 4_317_085.359),
        (118.05, 39.219, 590_677.695, 4_343_342.218),
        (116.7, 40.2, 474_456.720, 4_451_779.505),
    ];

    #[test]
    fn gauss_kruger_agrees_with_proj_to_a_millimetre_in_either_axis_order() {
        for (lon, lat, easting, northing) in VECTORS {
            let millimetre_deg = 1.2e-8;
            check("EPSG:4548", (easting, northing), (lon, lat), millimetre_deg);
            check("EPSG:4548", (northing, easting), (lon, lat), millimetre_deg);
            check("4509", (easting, northing), (lon, lat), millimetre_deg);
            check("EPSG:4527", (easting + 39e6, northing), (lon, lat), millimetre_deg);
            check("epsg:4527", (northing, easting + 39e6), (lon, lat), millimetre_deg);
            check("EPSG:4498", (easting + 20e6, northing), (lon, lat), millimetre_deg);
        }
    }

    #[test]
    fn web_mercator_is_undone() {
        // By PROJ: 117.72 38.985.
        let easting = 117.72_f64.to_radians() * SPHERE_RADIUS_M;
        let northing = 38.985_f64.to_radians().tan().asinh() * SPHERE_RADIUS_M;
        check("EPSG:3857", (easting, northing), (117.72, 38.985), 1e-9);
    }

    #[test]
    fn the_map_services_offsets_are_undone() {
        for (wgs, gcj, bd) in [
            ((117.190, 39.147), (117.196324, 39.148062), (117.202920, 39.153838)),
            ((117.720, 38.985), (117.726285, 38.985897), (117.732662, 38.992227)),
            ((117.400, 40.040), (117.406687, 40.041432), (117.413262, 40.047156)),
            ((117.543, 38.622), (117.549132, 38.622610), (117.555720, 38.628292)),
        ] {
            check("GCJ-02", gcj, wgs, 2e-6);
            check("bd09", bd, wgs, 2e-6);
        }
        check("gcj02", (10.0, 50.0), (10.0, 50.0), 1e-12);
    }

    #[test]
    fn plain_numbers_suggest_a_system_and_never_decide_it() {
        assert_eq!(suggestion(562_384.5, 4_317_085.4), Some("EPSG:4548"));
        assert_eq!(suggestion(4_317_085.4, 39_562_384.5), Some("EPSG:4527"));
        assert_eq!(suggestion(20_562_384.5, 4_317_085.4), Some("EPSG:4498"));
        assert_eq!(suggestion(13_104_530.0, 4_719_000.0), Some("EPSG:3857"));
        assert_eq!(suggestion(200.0, 39.0), None);
        assert_eq!(conversion("EPSG:2414"), None);
    }
}
