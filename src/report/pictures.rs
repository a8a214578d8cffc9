//! Photos and maps as pictures that a report can carry: the right way up and no larger than paper shows.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, RgbaImage};

use super::doc::{Picture, PictureFormat};
use crate::map;

/// A photo's longer side: a third of a page's width at 300 dots to the inch.
const PHOTO_PX_MAX: u32 = 720;
const PHOTO_QUALITY: u8 = 82;
/// A picture that claims to be larger than any camera makes is not unpacked.
const SIDE_PX_MAX: u32 = 20_000;
const MEMORY_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// A stored photo, shrunk; `None` if its bytes are none that this program can draw (a film, HEIC).
pub fn photo(bytes: &[u8]) -> Option<Picture> {
    let rgb = upright(bytes, PHOTO_PX_MAX)?.into_rgb8();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, PHOTO_QUALITY).encode_image(&rgb).ok()?;
    let (width_px, height_px) = rgb.dimensions();
    Some(Picture { bytes: Arc::new(jpeg), format: PictureFormat::Jpeg, width_px, height_px })
}

/// A picture's pixels, its longer side at most so long; `None` if its bytes are none that this program can draw.
pub fn upright(bytes: &[u8], side_px_max: u32) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(SIDE_PX_MAX);
    limits.max_image_height = Some(SIDE_PX_MAX);
    limits.max_alloc = Some(MEMORY_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // A phone writes the picture as its chip lies, and how it was held beside it.
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > side_px_max {
        picture = picture.thumbnail(side_px_max, side_px_max);
    }
    picture.apply_orientation(orientation);
    Some(picture)
}

/// A drawn map.
pub fn drawn(picture: &map::Picture) -> Option<Picture> {
    let (width_px, height_px) = (picture.width_px, picture.height_px);
    let png = png_of(picture)?;
    Some(Picture { bytes: Arc::new(png), format: PictureFormat::Png, width_px, height_px })
}

/// A drawn map as a PNG file; `None` if its size is not that of its pixels.
pub fn png_of(picture: &map::Picture) -> Option<Vec<u8>> {
    let pixels = picture.rgba.clone();
    let image = RgbaImage::from_raw(picture.width_px, picture.height_px, pixels)?;
    // Every pixel is opaque: three bytes say it all.
    let image = DynamicImage::ImageRgba8(image).into_rgb8();
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}
