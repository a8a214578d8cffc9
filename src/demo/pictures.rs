//! The pictures of the demonstration: drawn by this code and saying so on their face.
//!
//! They stand where photographs would. One picture serves many outfalls.

use std::io;

use image::codecs::jpeg::JpegEncoder;

use super::canvas::{Canvas, Colour};

const WIDTH_PX: i32 = 400;
const HEIGHT_PX: i32 = 300;
/// Keeps each picture below 20 kB.
const JPEG_QUALITY: u8 = 72;

const SKY: Colour = [196, 220, 238];
const DULL_SKY: Colour = [190, 194, 198];
const GRASS: Colour = [120, 160, 92];
const EARTH: Colour = [158, 132, 100];
const STONE: Colour = [168, 168, 164];
const WATER: Colour = [88, 140, 170];
const FOUL_WATER: Colour = [78, 80, 70];
const PIPE: Colour = [126, 126, 130];
const HOLE: Colour = [38, 40, 44];
const BRICK: Colour = [172, 92, 70];
const MORTAR: Colour = [214, 204, 192];
const WHITE: Colour = [250, 250, 250];
const BLUE: Colour = [24, 84, 150];
const INK: Colour = [30, 30, 30];

/// What a drawn picture shows: the photo kinds of the procedure that the demonstration needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scene {
    /// The mouth as found.
    Form,
    /// A visit: something runs out of it.
    Discharging,
    Before,
    After,
    Sealed,
    Signboard,
    SamplingPoint,
}

impl Scene {
    pub const ALL: [Self; 7] = [
        Self::Form,
        Self::Discharging,
        Self::Before,
        Self::After,
        Self::Sealed,
        Self::Signboard,
        Self::SamplingPoint,
    ];

    /// The photo kind it is filed as.
    pub const fn photo_kind(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Discharging => "scene",
            Self::Before => "before",
            Self::After => "after",
            Self::Sealed => "sealed",
            Self::Signboard => "signboard",
            Self::SamplingPoint => "sampling_point",
        }
    }

    const fn caption(self) -> &'static str {
        match self {
            Self::Form => "口门形态",
            Self::Discharging => "现场排污情况",
            Self::Before => "整治前",
            Self::After => "整治后",
            Self::Sealed => "封堵",
            Self::Signboard => "标识牌",
            Self::SamplingPoint => "采样点",
        }
    }

    /// Draws the picture as a JPEG file.
    ///
    /// # Errors
    /// If the encoder fails.
    pub fn jpeg(self) -> io::Result<Vec<u8>> {
        let image = self.draw().into_image();
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
            .encode_image(&image)
            .map_err(io::Error::other)?;
        Ok(bytes)
    }

    fn draw(self) -> Canvas {
        let foul = matches!(self, Self::Discharging | Self::Before);
        let mut canvas = bank(if foul { DULL_SKY } else { SKY }, if foul { EARTH } else { GRASS });
        match self {
            Self::Form => pipe(&mut canvas),
            Self::Discharging | Self::Before => {
                pipe(&mut canvas);
                stream(&mut canvas);
            }
            Self::After => {
                planting(&mut canvas);
                pipe(&mut canvas);
            }
            Self::Sealed => sealed_pipe(&mut canvas),
            Self::Signboard => signboard(&mut canvas),
            Self::SamplingPoint => sampling_point(&mut canvas),
        }
        if self == Self::Before {
            litter(&mut canvas);
        }
        label(&mut canvas, self.caption());
        canvas
    }
}

/// Sky, the bank and the water below it.
fn bank(sky: Colour, slope: Colour) -> Canvas {
    let mut canvas = Canvas::new(WIDTH_PX as u32, HEIGHT_PX as u32, sky);
    canvas.shape(&[(0, 120), (140, 96), (400, 110), (400, 232), (0, 232)], slope);
    canvas.shape(&[(0, 178), (400, 186), (400, 236), (0, 236)], STONE);
    canvas.area((0, 228), (WIDTH_PX, 72), WATER);
    for wave in 0..6 {
        canvas.area((wave * 70 + 12, 240 + wave % 2 * 12), (36, 2), [150, 190, 210]);
    }
    canvas
}

fn pipe(canvas: &mut Canvas) {
    canvas.disc((200, 178), 38, PIPE);
    canvas.disc((200, 178), 30, HOLE);
}

fn stream(canvas: &mut Canvas) {
    canvas.shape(&[(180, 196), (220, 196), (236, 262), (164, 262)], FOUL_WATER);
    canvas.shape(&[(110, 256), (290, 256), (330, 270), (80, 270)], FOUL_WATER);
}

fn litter(canvas: &mut Canvas) {
    for (x, y, colour) in [
        (96, 214, WHITE),
        (130, 206, [210, 170, 60]),
        (292, 212, [70, 110, 190]),
        (320, 204, WHITE),
    ] {
        canvas.area((x, y), (12, 8), colour);
    }
}

fn planting(canvas: &mut Canvas) {
    for plant in 0..9 {
        let x = 24 + plant * 44;
        canvas.shape(&[(x, 176), (x + 7, 146), (x + 14, 176)], [70, 124, 66]);
    }
}

fn sealed_pipe(canvas: &mut Canvas) {
    canvas.disc((200, 178), 38, PIPE);
    canvas.disc((200, 178), 31, MORTAR);
    for row in 0..6 {
        for column in 0..5 {
            let at = (166 + column * 16 - row % 2 * 8, 156 + row * 8);
            let reach = (at.0 + 7 - 200) * (at.0 + 7 - 200) + (at.1 + 3 - 178) * (at.1 + 3 - 178);
            if reach < 23 * 23 {
                canvas.area(at, (14, 6), BRICK);
            }
        }
    }
}

fn signboard(canvas: &mut Canvas) {
    pipe(canvas);
    canvas.area((292, 120), (6, 100), [90, 90, 94]);
    canvas.area((244, 76), (104, 64), BLUE);
    canvas.area((248, 80), (96, 56), WHITE);
    canvas.text((256, 84), "排污口", 1, BLUE);
    for line in 0..3 {
        canvas.area((256, 110 + line * 8), (76 - line * 12, 3), [110, 130, 160]);
    }
}

fn sampling_point(canvas: &mut Canvas) {
    canvas.shape(&[(150, 150), (250, 150), (268, 206), (132, 206)], [198, 198, 192]);
    canvas.shape(&[(172, 160), (228, 160), (236, 190), (164, 190)], HOLE);
    canvas.shape(&[(172, 172), (228, 172), (236, 190), (164, 190)], WATER);
    for step in 0..4 {
        canvas.area((300 + step * 18, 150 + step * 18), (60, 6), [136, 136, 132]);
    }
}

/// What it would show, and that it is a drawing.
fn label(canvas: &mut Canvas, caption: &str) {
    let width = caption.chars().count() as i32 * 40 + 16;
    canvas.area((10, 10), (width, 52), WHITE);
    canvas.text((18, 16), caption, 2, INK);
    canvas.area((0, 274), (WIDTH_PX, 26), [40, 40, 40]);
    canvas.text((10, 277), "示意图", 1, [255, 214, 90]);
    canvas.text((84, 277), "非实景照片", 1, WHITE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_small_and_its_own() {
        let pictures: Vec<_> = Scene::ALL.into_iter().map(|scene| scene.jpeg().unwrap()).collect();
        for (at, picture) in pictures.iter().enumerate() {
            assert!(picture.len() <= 20_000, "{:?} is {} bytes", Scene::ALL[at], picture.len());
            assert_eq!(pictures.iter().filter(|other| *other == picture).count(), 1);
        }
    }
}
