//! Which glyph of which font a character has and how wide it is: the product's own font first, one of the system's for
//! rarer characters, an empty box where nobody has it.
//!
//! No shaping: Chinese and plain Latin need none.

use std::cell::RefCell;
use std::collections::HashMap;

use krilla::Data;
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use crate::map::RareFonts;

/// Shown for a character that no font has.
const REPLACEMENT: char = '□';

/// How many fonts of the system one file may draw upon: a hostile text cannot make it carry all there are.
const FACES_MAX: usize = 9;

/// The fonts of one file.
pub struct Fonts {
    faces: RefCell<Vec<Face>>,
    glyphs: RefCell<HashMap<char, FontGlyph>>,
    rare: Option<RareFonts>,
}

struct Face {
    bytes: Data,
    face_idx: u32,
    font: Font,
}

/// A character's glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FontGlyph {
    /// The font, by its place among those in use.
    pub font_idx: usize,
    pub glyph_id: u32,
    /// How far the pen goes on after it, as a share of the size.
    pub advance: f32,
}

impl Fonts {
    /// The product's own font alone, and `rare` behind it; `None` if the built-in one does not read, which a test
    /// says it does.
    pub fn new(rare: Option<RareFonts>) -> Option<Self> {
        let own = Face::read(crate::map::FONT_NOTO_SANS_SC.into(), 0)?;
        let faces = RefCell::new(vec![own]);
        Some(Self { faces, glyphs: RefCell::default(), rare })
    }

    pub fn glyph(&self, char: char) -> FontGlyph {
        if let Some(known) = self.glyphs.borrow().get(&char) {
            return *known;
        }
        let found = self.look_up(char);
        self.glyphs.borrow_mut().insert(char, found);
        found
    }

    fn look_up(&self, char: char) -> FontGlyph {
        let here = |char| {
            let faces = self.faces.borrow();
            faces.iter().enumerate().find_map(|(font_idx, face)| face.glyph(font_idx, char))
        };
        if let Some(found) = here(char) {
            return found;
        }
        if let Some(face) = self.rare_face(char) {
            let mut faces = self.faces.borrow_mut();
            if let Some(found) = face.glyph(faces.len(), char) {
                faces.push(face);
                return found;
            }
        }
        here(REPLACEMENT).unwrap_or(FontGlyph { font_idx: 0, glyph_id: 0, advance: 1.0 })
    }

    fn rare_face(&self, char: char) -> Option<Face> {
        if self.faces.borrow().len() >= FACES_MAX || char.is_control() || char.is_whitespace() {
            return None;
        }
        let file = self.rare.as_ref()?.font_for(char)?;
        Face::read(Data::from(file.bytes), file.face_idx)
    }

    /// The width of a line of text, in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|char| self.glyph(char).advance).sum::<f32>() * size
    }

    /// The font itself.
    pub fn font(&self, font_idx: usize) -> Option<Font> {
        self.faces.borrow().get(font_idx).map(|face| face.font.clone())
    }
}

impl Face {
    fn read(bytes: Data, face_idx: u32) -> Option<Self> {
        let font = Font::new(bytes.clone(), face_idx)?;
        Some(Self { bytes, face_idx, font })
    }

    fn glyph(&self, font_idx: usize, char: char) -> Option<FontGlyph> {
        let font = FontRef::from_index(self.bytes.as_ref(), self.face_idx).ok()?;
        let glyph = font.charmap().map(char).filter(|glyph| glyph.to_u32() != 0)?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let advance = metrics.advance_width(glyph)? / self.font.units_per_em().max(1.0);
        Some(FontGlyph { font_idx, glyph_id: glyph.to_u32(), advance })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::map::FontFile;

    #[test]
    fn our_own_font_has_chinese_and_a_box_for_what_it_lacks() {
        let fonts = Fonts::new(None).unwrap();
        for char in "一口一策 031 é²≤→√".chars() {
            assert_eq!(fonts.glyph(char).font_idx, 0, "{char}");
        }
        assert!((fonts.width("策", 10.0) - 10.0).abs() < 0.01, "a full square");
        assert_eq!(fonts.glyph('\u{20000}'), fonts.glyph(REPLACEMENT));
        assert_ne!(fonts.glyph(REPLACEMENT), fonts.glyph('策'));
    }

    #[test]
    fn a_rare_character_takes_the_font_that_has_it_and_a_broken_font_none() {
        let own = || FontFile { bytes: Arc::new(crate::map::FONT_NOTO_SANS_SC), face_idx: 0 };
        let lacking = Fonts::new(Some(RareFonts::new(move |_| Some(own())))).unwrap();
        assert_eq!(lacking.glyph('\u{20000}'), lacking.glyph(REPLACEMENT));
        let broken = || FontFile { bytes: Arc::new(b"no font".to_vec()), face_idx: 3 };
        let broken = Fonts::new(Some(RareFonts::new(move |_| Some(broken())))).unwrap();
        assert_eq!(broken.glyph('\u{20000}'), broken.glyph(REPLACEMENT));
    }
}
