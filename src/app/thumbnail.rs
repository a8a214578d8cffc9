//! Pictures of photos as the screen can draw them, the right way up, made off the frame.

use egui::ColorImage;
use image::ImageDecoder as _;

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
    let mut decoder = reader.into_decoder().ok()?;
    // A phone writes the picture as its chip lies, and how it was held beside it.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = image::DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > size_pixels {
        picture = picture.thumbnail(size_pixels, size_pixels);
    }
    picture.apply_orientation(orientation);
    let picture = picture.to_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Some(ColorImage::from_rgba_unmultiplied(size, picture.as_raw()))
}
