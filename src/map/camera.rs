//! Where the map looks: a centre and a zoom level, in `f64`, and the moves a person makes with them.
//!
//! Knows nothing of input devices; the widget turns wheel, drag and keys into these moves. Screen positions are
//! points (logical pixels) from the top left corner of the map, not of the window.

use super::projection::{World, lon_lat_from_world, world_from_lon_lat};
use crate::model::{Bbox, LonLat, lon_lat};

/// Points across the world at zoom level 0, as slippy maps have it.
const WORLD_PTS_AT_ZERO: f64 = 256.0;
/// The whole world on a small map.
pub const ZOOM_LEVEL_MIN: f64 = 1.0;
/// 3 cm of ground a point in Tianjin: closer than any outfall's position is known.
pub const ZOOM_LEVEL_MAX: f64 = 22.0;
/// How near `fit` goes to a single position: a few streets around it.
const FIT_ZOOM_LEVEL_MAX: f64 = 17.0;

/// The size of the map on the screen, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenSize {
    pub width: f64,
    pub height: f64,
}

/// A position on the map's part of the screen: points right and down from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenPoint {
    pub x: f64,
    pub y: f64,
}

/// What the map looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    center: World,
    zoom_level: f64,
}

impl Default for Camera {
    /// Tianjin, from the mountains in the north to the bay.
    fn default() -> Self {
        Self::new(lon_lat(117.4, 39.2), 8.6)
    }
}

impl Camera {
    /// Looks at `center`; each whole zoom level doubles the scale. Both are brought within bounds.
    pub fn new(center: LonLat, zoom_level: f64) -> Self {
        Self { center: world_from_lon_lat(center), zoom_level }.clamped()
    }

    pub fn center(&self) -> LonLat {
        lon_lat_from_world(self.center)
    }

    pub fn center_in_world(&self) -> World {
        self.center
    }

    pub fn zoom_level(&self) -> f64 {
        self.zoom_level
    }

    /// Points on the screen for one unit of the world.
    pub fn pts_per_world(&self) -> f64 {
        WORLD_PTS_AT_ZERO * self.zoom_level.exp2()
    }

    pub fn screen_from_world(&self, at: World, size: ScreenSize) -> ScreenPoint {
        let scale = self.pts_per_world();
        ScreenPoint {
            x: (at.x - self.center.x) * scale + size.width / 2.0,
            y: (at.y - self.center.y) * scale + size.height / 2.0,
        }
    }

    pub fn world_from_screen(&self, at: ScreenPoint, size: ScreenSize) -> World {
        let scale = self.pts_per_world();
        World {
            x: (at.x - size.width / 2.0) / scale + self.center.x,
            y: (at.y - size.height / 2.0) / scale + self.center.y,
        }
    }

    pub fn lon_lat_from_screen(&self, at: ScreenPoint, size: ScreenSize) -> LonLat {
        lon_lat_from_world(self.world_from_screen(at, size))
    }

    /// Moves what is seen by so many points, as a drag does.
    #[must_use]
    pub fn panned(self, right_pts: f64, down_pts: f64) -> Self {
        let scale = self.pts_per_world();
        let center =
            World { x: self.center.x - right_pts / scale, y: self.center.y - down_pts / scale };
        Self { center, ..self }.clamped()
    }

    /// Zooms by so many levels, keeping the place under `pointer` where it is.
    ///
    /// At the edge of the world the centre's bounds win over the pointer.
    #[must_use]
    pub fn zoomed_at(self, pointer: ScreenPoint, levels: f64, size: ScreenSize) -> Self {
        let kept = self.world_from_screen(pointer, size);
        let zoom_level = (self.zoom_level + levels).clamp(ZOOM_LEVEL_MIN, ZOOM_LEVEL_MAX);
        let zoomed = Self { zoom_level, ..self };
        let scale = zoomed.pts_per_world();
        let center = World {
            x: kept.x - (pointer.x - size.width / 2.0) / scale,
            y: kept.y - (pointer.y - size.height / 2.0) / scale,
        };
        Self { center, zoom_level }.clamped()
    }

    /// Shows the rectangle between two corners on the screen as large as it fits.
    #[must_use]
    pub fn zoomed_to_box(self, one: ScreenPoint, other: ScreenPoint, size: ScreenSize) -> Self {
        let middle = ScreenPoint { x: (one.x + other.x) / 2.0, y: (one.y + other.y) / 2.0 };
        let center = self.world_from_screen(middle, size);
        let factor_x = size.width / (one.x - other.x).abs().max(1.0);
        let factor_y = size.height / (one.y - other.y).abs().max(1.0);
        let zoom_level = self.zoom_level + factor_x.min(factor_y).log2();
        Self { center, zoom_level }.clamped()
    }

    /// Shows all of `bbox` with at least `padding_pts` free on every side. An empty box changes nothing.
    #[must_use]
    pub fn fitted(self, bbox: Bbox, size: ScreenSize, padding_pts: f64) -> Self {
        if bbox.is_empty() {
            return self;
        }
        let north_west = world_from_lon_lat(lon_lat(bbox.west, bbox.north));
        let south_east = world_from_lon_lat(lon_lat(bbox.east, bbox.south));
        let free_x = (size.width - 2.0 * padding_pts).max(size.width / 4.0).max(1.0);
        let free_y = (size.height - 2.0 * padding_pts).max(size.height / 4.0).max(1.0);
        let scale_x = free_x / (south_east.x - north_west.x);
        let scale_y = free_y / (south_east.y - north_west.y);
        let zoom_level = (scale_x.min(scale_y) / WORLD_PTS_AT_ZERO).log2().min(FIT_ZOOM_LEVEL_MAX);
        let center = World {
            x: (north_west.x + south_east.x) / 2.0,
            y: (north_west.y + south_east.y) / 2.0,
        };
        Self { center, zoom_level }.clamped()
    }

    /// Looks at `center` from no further than `zoom_level_min`.
    #[must_use]
    pub fn moved_to(self, center: LonLat, zoom_level_min: f64) -> Self {
        Self::new(center, self.zoom_level.max(zoom_level_min))
    }

    /// Numbers that are none become Tianjin: a saved view may have been damaged.
    fn clamped(self) -> Self {
        let Self { center, zoom_level } = self;
        if !(center.x.is_finite() && center.y.is_finite() && zoom_level.is_finite()) {
            return Self::default();
        }
        Self {
            center: World { x: center.x.clamp(0.0, 1.0), y: center.y.clamp(0.0, 1.0) },
            zoom_level: zoom_level.clamp(ZOOM_LEVEL_MIN, ZOOM_LEVEL_MAX),
        }
    }
}
