//! Pictures of photos as the screen can draw them, the right way up, made off the frame.

use egui::ColorImage;

use crate::report::upright;

/// Shrinks a picture's bytes; `None` if they are none that this program can draw.
pub fn thumbnail(bytes: &[u8], size_pixels: u32) -> Option<ColorImage> {
    let picture = upright(bytes, size_pixels)?.to_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Some(ColorImage::from_rgba_unmultiplied(size, picture.as_raw()))
}
