//! Longitude and latitude to Web Mercator and back, and what a length on the map is on the ground.
//!
//! One space between the ground and the screen: the *world*, a square of side 1 with its origin in the north-west,
//! in `f64`, where one step of the last bit is 10 nanometres. No other projection and no datum shifts: a layer in
//! another system is converted when it is read.

use std::f64::consts::PI;

use crate::model::{LonLat, lon_lat};

/// Semi-major axis of WGS 84, metres (NIMA TR8350.2). CGCS2000 has the same; its flattening differs in the
/// eleventh digit, 0.1 mm on the ground.
pub const ELLIPSOID_AXIS_M: f64 = 6_378_137.0;
/// Square of the first eccentricity of WGS 84.
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_316e-3;
/// Where Web Mercator's square ends, degrees north and south: `atan(sinh(π))`.
pub const LAT_DEG_MAX: f64 = 85.051_128_779_806_59;

/// A position in the world square: `x` grows to the east, `y` to the south, both 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct World {
    pub x: f64,
    pub y: f64,
}

/// Projects a position. Latitudes beyond the square's edge land on the edge, so that nothing is infinite.
pub fn world_from_lon_lat(at: LonLat) -> World {
    let lat_rad = at.lat_deg.clamp(-LAT_DEG_MAX, LAT_DEG_MAX).to_radians();
    World { x: at.lon_deg / 360.0 + 0.5, y: 0.5 - lat_rad.tan().asinh() / (2.0 * PI) }
}

/// The position that projects to `world`.
pub fn lon_lat_from_world(world: World) -> LonLat {
    lon_lat((world.x - 0.5) * 360.0, ((0.5 - world.y) * 2.0 * PI).sinh().atan().to_degrees())
}

/// Ground metres along the parallel for one unit of world `x`, on the ellipsoid.
///
/// The parallel of latitude φ has the radius `N(φ) cos φ` with `N = a / √(1 − e² sin² φ)`, and its whole length is
/// one unit. Web Mercator itself would say 40 075 km everywhere: 29 % too much in Tianjin.
pub fn ground_m_per_world(lat_deg: f64) -> f64 {
    let (sin, cos) = lat_deg.to_radians().sin_cos();
    2.0 * PI * ELLIPSOID_AXIS_M * cos / (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt()
}
