//! A small drawing board for the demonstration's pictures: areas, discs, bands of colour, characters.
//!
//! Whole pixels only, so that the same picture comes out everywhere.

use image::{Rgb, RgbImage};

use super::glyphs::{GLYPH_SIDE_DOTS, dots};

/// A colour as red, green, blue.
pub type Colour = [u8; 3];

/// A picture being drawn. Coordinates are pixels from the top left; what falls outside is left out.
pub struct Canvas {
    image: RgbImage,
}

impl Canvas {
    pub fn new(width_px: u32, height_px: u32, ground: Colour) -> Self {
        Self { image: RgbImage::from_pixel(width_px, height_px, Rgb(ground)) }
    }

    pub fn into_image(self) -> RgbImage {
        self.image
    }

    fn dot(&mut self, x: i32, y: i32, colour: Colour) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if let Some(pixel) = self.image.get_pixel_mut_checked(x, y) {
            *pixel = Rgb(colour);
        }
    }

    /// Fills a box from its top left corner.
    pub fn area(&mut self, (left, top): (i32, i32), (width, height): (i32, i32), colour: Colour) {
        for y in top..top + height {
            for x in left..left + width {
                self.dot(x, y, colour);
            }
        }
    }

    /// Fills a disc.
    pub fn disc(&mut self, (center_x, center_y): (i32, i32), radius: i32, colour: Colour) {
        for y in -radius..=radius {
            for x in -radius..=radius {
                if x * x + y * y <= radius * radius {
                    self.dot(center_x + x, center_y + y, colour);
                }
            }
        }
    }

    /// Fills a shape with straight sides, by the even-odd rule.
    pub fn shape(&mut self, corners: &[(i32, i32)], colour: Colour) {
        let top = corners.iter().map(|corner| corner.1).min().unwrap_or(0);
        let bottom = corners.iter().map(|corner| corner.1).max().unwrap_or(0);
        for y in top..bottom {
            let mut crossings: Vec<i32> = sides(corners)
                .filter(|((_, y1), (_, y2))| (*y1 <= y) != (*y2 <= y))
                .map(|((x1, y1), (x2, y2))| x1 + (y - y1) * (x2 - x1) / (y2 - y1))
                .collect();
            crossings.sort_unstable();
            for pair in crossings.chunks_exact(2) {
                (pair[0]..pair[1]).for_each(|x| self.dot(x, y, colour));
            }
        }
    }

    /// Writes characters of the table in a row, each dot `scale` pixels wide.
    pub fn text(&mut self, (left, top): (i32, i32), text: &str, scale: i32, colour: Colour) {
        for (place, character) in (0..).zip(text.chars()) {
            let left = left + place * GLYPH_SIDE_DOTS as i32 * scale;
            for (column, row) in dots(character) {
                let at = (left + column as i32 * scale, top + row as i32 * scale);
                self.area(at, (scale, scale), colour);
            }
        }
    }
}

/// The sides of a closed shape, the one from the last corner to the first included.
fn sides(corners: &[(i32, i32)]) -> impl Iterator<Item = ((i32, i32), (i32, i32))> + '_ {
    corners.iter().copied().zip(corners.iter().copied().cycle().skip(1))
}
