//! Laid-out pages as a PDF file. The same pages make the same bytes: no clock, no numbers drawn by lot.

use std::ops::Range;

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use super::doc::{Picture, PictureFormat};
use super::fonts::Fonts;
use super::paper::{GREY, Ink, Mark, Paper, Style};
use crate::model::Lang;

const SHADE: Ink = [236, 236, 236];
const FRAME: Ink = [60, 60, 60];

/// Why a PDF could not be made: what the library says of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("could not write the PDF: {0}")]
pub struct PdfError(pub String);

/// The whole file. Each carries the glyphs it uses, so that it looks the same everywhere and its text can be searched
/// and copied.
///
/// # Errors
/// If the library refuses what it is given, e.g. more fonts or pictures than a file may hold.
pub fn pdf(paper: &Paper, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let mut document = krilla::Document::new();
    let lang = match paper.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let metadata = Metadata::new()
        .title(paper.title.clone())
        .language(lang.to_owned())
        .creator("Yice 一策".to_owned());
    document.set_metadata(metadata);
    for page in &paper.pages {
        let Some(settings) = PageSettings::from_wh(page.width, page.height) else { continue };
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        page.marks.iter().for_each(|mark| draw(&mut surface, mark, fonts));
        surface.finish();
        sheet.finish();
    }
    document.finish().map_err(|error| PdfError(format!("{error:?}")))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Text { x, y, text, style } => write(surface, (*x, *y), text, *style, fonts),
        Mark::Line { from, to, width } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            stroke(surface, path.finish(), GREY, *width);
        }
        Mark::Frame(frame) => stroke(surface, rectangle(*frame), FRAME, 0.7),
        Mark::Shade(ground) => fill(surface, rectangle(*ground), SHADE),
        Mark::Shape(corners, ink) => {
            let mut path = PathBuilder::new();
            for (idx, (x, y)) in corners.iter().enumerate() {
                if idx == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
            }
            path.close();
            fill(surface, path.finish(), *ink);
        }
        Mark::Picture([x, y, width, height], picture) => {
            // A picture that does not read leaves its place empty; its caption says what it is.
            if let (Some(image), Some(size)) = (image(picture), Size::from_wh(*width, *height)) {
                surface.push_transform(&Transform::from_translate(*x, *y));
                surface.draw_image(image, size);
                surface.pop();
            }
        }
    }
}

fn rectangle([x, y, width, height]: [f32; 4]) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn stroke(surface: &mut Surface<'_>, path: Option<Path>, ink: Ink, width: f32) {
    let Some(path) = path else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: color(ink).into(), width, ..Stroke::default() }));
    surface.draw_path(&path);
}

fn fill(surface: &mut Surface<'_>, path: Option<Path>, ink: Ink) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: color(ink).into(), ..Fill::default() }));
    surface.draw_path(&path);
}

fn color([red, green, blue]: Ink) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn image(picture: &Picture) -> Option<Image> {
    let bytes = krilla::Data::from(std::sync::Arc::clone(&picture.bytes));
    match picture.format {
        PictureFormat::Jpeg => Image::from_jpeg(bytes, true).ok(),
        PictureFormat::Png => Image::from_png(bytes, true).ok(),
    }
}

/// Writes a line, each stretch in the font that has its characters.
fn write(surface: &mut Surface<'_>, at: (f32, f32), text: &str, style: Style, fonts: &Fonts) {
    let paint = color(style.ink);
    surface.set_fill(Some(Fill { paint: paint.into(), ..Fill::default() }));
    // The font has one weight: a thin line around the letters makes it bold.
    let edge = Stroke { paint: paint.into(), width: style.size / 38.0, ..Stroke::default() };
    surface.set_stroke(style.bold.then_some(edge));
    let mut x = at.0;
    for stretch in stretches(text, fonts) {
        let Some(font) = fonts.font(stretch.font_idx) else { continue };
        let part = text.get(stretch.range).unwrap_or_default();
        let start = Point::from_xy(x, at.1);
        surface.draw_glyphs(start, &stretch.glyphs, font, part, style.size, false);
        x += stretch.glyphs.iter().map(|glyph| glyph.x_advance * style.size).sum::<f32>();
    }
}

/// Neighbouring characters of one font.
struct Stretch {
    font_idx: usize,
    range: Range<usize>,
    glyphs: Vec<KrillaGlyph>,
}

fn stretches(text: &str, fonts: &Fonts) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, char) in text.char_indices() {
        let glyph = fonts.glyph(char);
        let end = at + char.len_utf8();
        if stretches.last().is_none_or(|last| last.font_idx != glyph.font_idx) {
            let range = at..at;
            stretches.push(Stretch { font_idx: glyph.font_idx, range, glyphs: Vec::new() });
        }
        if let Some(last) = stretches.last_mut() {
            last.range.end = end;
            let range = at - last.range.start..end - last.range.start;
            let id = GlyphId::new(glyph.glyph_id);
            last.glyphs.push(KrillaGlyph::new(id, glyph.advance, 0.0, 0.0, 0.0, range, None));
        }
    }
    stretches
}
