//! 挂图: the map on one large sheet, with title, legend, scale, north arrow and day, to hang on a wall (挂图作战).

use super::doc::{Block, Doc, Layout};
use super::flow::synthetic_mark;
use super::fonts::Fonts;
use super::map_scene::map_input;
use super::paper::{A1, A3, BLACK, GREY, Ink, Mark, Page, Paper, RED, Style};
use super::pictures::drawn;
use super::source::Source;
use crate::map::{LineNames, MapTheme, RenderOptions, render_map};
use crate::model::{Bbox, FeatureKey, Lang, Text};

/// The sheet it is printed on, lying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetSize {
    #[default]
    A3,
    A1,
}

impl SheetSize {
    pub const ALL: [Self; 2] = [Self::A3, Self::A1];

    /// Width and height in points.
    fn points(self) -> (f32, f32) {
        let (short, long) = match self {
            Self::A3 => A3,
            Self::A1 => A1,
        };
        (long, short)
    }

    /// How many times as large as on A3 everything is drawn: a wall is looked at from further away.
    fn scale(self) -> f32 {
        match self {
            Self::A3 => 1.0,
            Self::A1 => 1.7,
        }
    }

    /// Pixels to an inch of paper: 150 on a wall are as sharp as 200 in the hand.
    fn dots_per_inch(self) -> f32 {
        match self {
            Self::A3 => 200.0,
            Self::A1 => 150.0,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::A1 => "a1",
        }
    }
}

/// Where the parts of a sheet stand, in points of A3; a larger sheet has more of the same.
const MARGIN: f32 = 26.0;
const HEAD: f32 = 62.0;
const FOOT: f32 = 34.0;

/// The map alone, for a web page; the same picture as on the sheet.
pub fn wall_map_doc(source: &Source<'_>, features: &[FeatureKey], size: SheetSize) -> Doc {
    let mut doc = source.doc(title(source), Layout::Landscape);
    doc.push(Block::Title(title(source)));
    let (width, height) = room(size);
    if let Some(picture) = drawn(&render_map_of(source, features, size, (width, height))) {
        doc.push(Block::Figure(picture, height));
    }
    doc
}

/// The sheet.
pub fn wall_map(
    source: &Source<'_>,
    features: &[FeatureKey],
    size: SheetSize,
    fonts: &Fonts,
) -> Paper {
    let doc = source.doc(title(source), Layout::Landscape);
    let scale = size.scale();
    let mut page = Page::new(size.points());
    let (left, top) = (MARGIN * scale, (MARGIN + HEAD) * scale);
    let (width, height) = room(size);
    if let Some(picture) = drawn(&render_map_of(source, features, size, (width, height))) {
        page.marks.push(Mark::Picture([left, top, width, height], picture));
    }
    page.marks.push(Mark::Frame([left, top, width, height]));
    // The outer line that maps have.
    let edge = 5.0 * scale;
    page.marks.push(Mark::Frame([
        left - edge,
        top - edge,
        width + 2.0 * edge,
        height + 2.0 * edge,
    ]));
    head(&mut page, &doc.title, fonts, scale);
    north_arrow(&mut page, (left + 30.0 * scale, top + 26.0 * scale), fonts, scale);
    foot(&mut page, source, synthetic_mark(&doc), fonts, scale);
    Paper { title: doc.title, lang: source.lang, pages: vec![page] }
}

fn title(source: &Source<'_>) -> String {
    let programme = &source.snapshot.rulebook.programme.head.label;
    match source.lang {
        Lang::Zh => format!("{} · 一口一策挂图", programme.zh),
        Lang::En => format!("{}: one outfall, one plan", programme.en),
    }
}

/// Width and height of the map on the sheet, in points.
fn room(size: SheetSize) -> (f32, f32) {
    let ((width, height), scale) = (size.points(), size.scale());
    (width - 2.0 * MARGIN * scale, height - (2.0 * MARGIN + HEAD + FOOT) * scale)
}

fn render_map_of(
    source: &Source<'_>,
    features: &[FeatureKey],
    size: SheetSize,
    (width, height): (f32, f32),
) -> crate::map::Picture {
    let mut input = map_input(source.snapshot, &source.plans, source.as_of);
    input.lang = source.lang;
    input.line_names = LineNames::OverSymbols;
    let pixels_per_paper_point = size.dots_per_inch() / 72.0;
    let px = |points: f32| (points * pixels_per_paper_point).round() as u32;
    let options = RenderOptions {
        width_px: px(width),
        height_px: px(height),
        // The map's own points are larger than the paper's on a large sheet.
        pixels_per_point: pixels_per_paper_point * size.scale(),
        pts_per_inch: f64::from(72.0 / size.scale()),
        bbox: around(source, features),
        theme: MapTheme::light(),
        title: Text::default(),
        synthetic: source.is_synthetic(),
        legend: true,
        rare_fonts: source.rare_fonts.clone(),
    };
    render_map(&input, &options)
}

/// What holds all these features with some room; everything there is where none has a place.
fn around(source: &Source<'_>, features: &[FeatureKey]) -> Option<Bbox> {
    let boxes = features.iter().filter_map(|key| {
        let (view, idx) = source.snapshot.place(key)?;
        view.layer.shapes.bbox(idx)
    });
    let all = boxes.fold(Bbox::EMPTY, |all, one| all.union(&one));
    if all.is_empty() {
        return None;
    }
    let room = |length: f64| (length * 0.08).max(0.01);
    let (lon, lat) = (room(all.east - all.west), room(all.north - all.south));
    Some(Bbox {
        west: all.west - lon,
        east: all.east + lon,
        south: (all.south - lat).max(-85.0),
        north: (all.north + lat).min(85.0),
    })
}

fn head(page: &mut Page, title: &str, fonts: &Fonts, scale: f32) {
    let room = page.width - 2.0 * MARGIN * scale;
    // A long title is written smaller rather than cut.
    let wanted = 34.0 * scale;
    let size = wanted.min(wanted * room / fonts.width(title, wanted).max(1.0));
    let x = (page.width - fonts.width(title, size)) / 2.0;
    let style = Style { size, bold: true, ink: BLACK };
    page.text(x, (MARGIN + 38.0) * scale, title, style);
}

/// Up is north everywhere on the map.
fn north_arrow(page: &mut Page, (x, y): (f32, f32), fonts: &Fonts, scale: f32) {
    let at = |dx: f32, dy: f32| (x + dx * scale, y + dy * scale);
    const PALE: Ink = [255, 255, 255];
    let plate = [(-16.0, -20.0), (16.0, -20.0), (16.0, 36.0), (-16.0, 36.0)];
    page.marks.push(Mark::Shape(plate.map(|(dx, dy)| at(dx, dy)).to_vec(), PALE));
    let half = |dx: f32| vec![at(0.0, -2.0), at(dx, 32.0), at(0.0, 24.0)];
    page.marks.push(Mark::Shape(half(-10.0), BLACK));
    page.marks.push(Mark::Shape(half(10.0), GREY));
    let style = Style { size: 14.0 * scale, bold: true, ink: BLACK };
    page.text(x - fonts.width("N", style.size) / 2.0, y - 5.0 * scale, "N", style);
}

/// Day and counting at the left, the mark of invented data in the middle, the page's number at the right.
fn foot(page: &mut Page, source: &Source<'_>, mark: &str, fonts: &Fonts, scale: f32) {
    let y = page.height - (MARGIN + 6.0) * scale;
    let (left, right) = (MARGIN * scale, page.width - MARGIN * scale);
    let style = Style { size: 11.0 * scale, bold: false, ink: BLACK };
    let datum = source.say("坐标 CGCS2000 · Web 墨卡托", "CGCS2000, Web Mercator");
    let basis = format!("{}　{datum}", source.basis());
    page.text(left, y, &basis, style);
    let strong = Style { bold: true, ink: RED, ..style };
    // A long line of the other language pushes the mark on.
    let behind = left + fonts.width(&basis, style.size) + 2.0 * style.size;
    page.text(behind.max(page.width * 0.62), y, mark, strong);
    let number = source.say("第 1 页 共 1 页", "page 1 of 1");
    page.text(right - fonts.width(number, style.size), y, number, style);
}
