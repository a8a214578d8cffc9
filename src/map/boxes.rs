//! Boxes of places.

use std::sync::LazyLock;

use super::projection::{World, lon_lat_from_world};
use crate::model::{Place, nearest_place};

/// A box of places, both ends inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceBox {
    pub min: Place,
    pub max: Place,
}

impl PlaceBox {
    /// Everything between two corners of the world. Beyond the edges of Mercator's square lie the poles.
    pub fn of_world(one: World, other: World) -> Self {
        let north_west = World { x: one.x.min(other.x), y: one.y.min(other.y) };
        let south_east = World { x: one.x.max(other.x), y: one.y.max(other.y) };
        let [west, north] = nearest_place(lon_lat_from_world(north_west));
        let [east, south] = nearest_place(lon_lat_from_world(south_east));
        let south = if south_east.y >= 1.0 { i32::MIN } else { south.saturating_sub(1) };
        let north = if north_west.y <= 0.0 { i32::MAX } else { north.saturating_add(1) };
        Self { min: [west.saturating_sub(1), south], max: [east.saturating_add(1), north] }
    }

    /// The smallest box around some places; `None` without any.
    pub fn around(places: &[Place]) -> Option<Self> {
        let first = *places.first()?;
        let mut all = Self { min: first, max: first };
        for at in places {
            all.min = [all.min[0].min(at[0]), all.min[1].min(at[1])];
            all.max = [all.max[0].max(at[0]), all.max[1].max(at[1])];
        }
        Some(all)
    }

    pub fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }

    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: [self.min[0].min(other.min[0]), self.min[1].min(other.min[1])],
            max: [self.max[0].max(other.max[0]), self.max[1].max(other.max[1])],
        }
    }

    /// The longer side on the map, in steps of longitude.
    pub fn extent(&self) -> u32 {
        let [width, height] =
            [0, 1].map(|axis| f64::from(self.max[axis]) - f64::from(self.min[axis]));
        width.max(height * stretch(self.center()[1])) as u32
    }

    pub fn center(&self) -> Place {
        [0, 1].map(|axis| self.min[axis].midpoint(self.max[axis]))
    }
}

/// How much longer a step of latitude is on the map than one of longitude.
///
/// To a hundredth: it says what can be seen, not where it is.
#[inline]
pub fn stretch(lat: i32) -> f64 {
    // By quarters of a degree from the equator.
    static STRETCHES: LazyLock<[f64; 341]> = LazyLock::new(|| {
        std::array::from_fn(|quarters| 1.0 / (quarters as f64 / 4.0).to_radians().cos())
    });
    let quarters = lat.unsigned_abs() as f64 * (4.0 / crate::model::STEPS_PER_DEG);
    STRETCHES[(quarters as usize).min(340)]
}
