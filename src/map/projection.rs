//! Longitude and latitude to Web Mercator and back, and what a length on the map is on the ground.
//!
//! One space between the ground and the screen: the *world*, a square of side 1 with its origin in the north-west,
//! in `f64`, where one step of the last bit is 10 nanometres. No other projection and no datum shifts: a layer in
//! another system is converted when it is read.

use std::f64::consts::PI;
use std::sync::LazyLock;

use crate::model::{LonLat, Place, STEPS_PER_DEG, lon_lat};

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

/// Projects a place as [`world_from_lon_lat`] does, a dozen times faster: within a tenth of a millimetre.
#[inline]
pub fn world_from_place([lon, lat]: Place) -> World {
    World { x: f64::from(lon) / (STEPS_PER_DEG * 360.0) + 0.5, y: Latitudes::get().world_y(lat) }
}

/// The way from latitudes to `y`, for whoever projects many.
#[derive(Clone, Copy, Debug)]
pub struct Latitudes(&'static [[f64; 4]]);

impl Latitudes {
    pub fn get() -> Self {
        Self(&KNOTS)
    }

    /// Latitude (in steps) to `y`: Taylor's cubic around the nearest of many knots. Near the poles, where the curve
    /// is too steep for it, in full.
    #[inline]
    pub fn world_y(self, lat: i32) -> f64 {
        let lat_steps = f64::from(lat);
        // Half a knot further, so that cutting off rounds; what lies south of all knots becomes 0 or is no index.
        let knot = (lat_steps * (1.0 / KNOT_STEPS) + (KNOTS_HALF as f64 + 0.5)) as i32;
        let offset = lat_steps - f64::from(knot - KNOTS_HALF as i32) * KNOT_STEPS;
        match self.0.get(knot as usize) {
            Some([y, dy, ddy, dddy]) if lat_steps.abs() <= KNOTS_LAT_STEPS => {
                y + offset * (dy + offset * (ddy + offset * dddy))
            }
            _ => world_from_lon_lat(lon_lat(0.0, lat_steps / STEPS_PER_DEG)).y,
        }
    }
}

/// A knot each sixteenth of a degree, up to 80 degrees north and south.
const KNOT_STEPS: f64 = STEPS_PER_DEG / 16.0;
const KNOTS_HALF: usize = 80 * 16;
/// How far from the equator they serve.
const KNOTS_LAT_STEPS: f64 = KNOTS_HALF as f64 * KNOT_STEPS;

/// By knot: `y` and its first three derivatives by steps, divided by the factorials of Taylor's series.
static KNOTS: LazyLock<Vec<[f64; 4]>> = LazyLock::new(|| {
    let rad_per_step = (1.0 / STEPS_PER_DEG).to_radians();
    (0..=2 * KNOTS_HALF)
        .map(|knot| {
            let lat_deg = (knot as f64 - KNOTS_HALF as f64) / 16.0;
            let (sin, cos) = lat_deg.to_radians().sin_cos();
            // d/dφ asinh(tan φ) = sec φ, then sec φ tan φ, then sec φ (2 sec² φ − 1).
            let sec = 1.0 / cos;
            let scale = -rad_per_step / (2.0 * PI);
            [
                world_from_lon_lat(lon_lat(0.0, lat_deg)).y,
                scale * sec,
                scale * rad_per_step * sec * sec * sin / 2.0,
                scale * rad_per_step * rad_per_step * sec * (2.0 * sec * sec - 1.0) / 6.0,
            ]
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lon_lat_of;

    #[test]
    fn the_quick_projection_is_the_exact_one_to_a_tenth_of_a_millimetre() {
        let metre = 1.0 / (2.0 * PI * ELLIPSOID_AXIS_M);
        for lat in (-850_000_000..=850_000_000).step_by(1_234_567) {
            let place = [1_174_000_001, lat];
            let (quick, exact) = (world_from_place(place), world_from_lon_lat(lon_lat_of(place)));
            assert!(
                (quick.x - exact.x).abs() < 1e-4 * metre
                    && (quick.y - exact.y).abs() < 1e-4 * metre,
                "{lat}: {} m",
                (quick.y - exact.y) / metre
            );
        }
        assert_eq!(world_from_place([0, 900_000_000]).y, world_from_lon_lat(lon_lat(0.0, 90.0)).y);
    }
}
