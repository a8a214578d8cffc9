//! Small pictures of photos, made off the frame.

use egui::ColorImage;

/// Shrinks a picture's bytes; `None` if they are none that this program can draw.
pub fn thumbnail(bytes: &[u8], size_pixels: u32) -> Option<ColorImage> {
    let mut reader =
        image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?;
    // A picture that claims to be larger than any camera makes is not unpacked.
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(20_000);
    limits.max_image_height = Some(20_000);
    limits.max_alloc = Some(512 * 1024 * 1024);
    reader.limits(limits);
    let picture = reader.decode().ok()?.thumbnail(size_pixels, size_pixels).to_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Some(ColorImage::from_rgba_unmultiplied(size, picture.as_raw()))
}
