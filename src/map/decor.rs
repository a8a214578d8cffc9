//! What stands on the map without being of it: scale bar, legend, title, the mark of invented data.
//!
//! The same in the window and in pictures.

use super::camera::{Camera, ScreenSize};
use super::input::{DeadlineLook, FeatureLook, StageLook};
use super::label_room::LabelBox;
use super::legend::{self, LegendSection, SectionShape, Words, group_words, word};
use super::mesh::Mesh;
use super::scale_bar::{scale_bar, scale_denominator_at, scale_text};
use super::scene::{Measure, SceneText};
use super::stroke::{Beyond, Pen, stroke, stroke_dashed};
use super::symbol::{self, Badge};
use super::theme::{MapTheme, Rgba};
use crate::model::{Kind, Lang, Text};

// So large beside words of 12 points; beside larger ones they grow with them.
const PAD_PTS: f32 = 10.0;
const ROW_PTS: f32 = 21.0;
const SWATCH_PTS: f32 = 30.0;
/// Between the map's edge and what stands on it.
pub const EDGE_PTS: f32 = 12.0;

/// Triangles and texts over the map.
#[derive(Debug, Default)]
pub struct Decor {
    pub mesh: Mesh,
    pub texts: Vec<SceneText>,
    /// The ground its plates cover: no name stands there.
    pub plates: Vec<LabelBox>,
}

/// What is needed to draw any of it.
pub struct DecorPen<'a> {
    pub theme: &'a MapTheme,
    pub lang: Lang,
    pub feather_pts: f32,
    pub measure: &'a mut dyn Measure,
}

impl DecorPen<'_> {
    /// What is so large beside words of 12 points.
    const fn scaled(&self, pts: f32) -> f32 {
        pts * self.theme.type_pts / 12.0
    }

    fn width_pts(&mut self, text: &str) -> f32 {
        self.measure.text_size(text, self.theme.type_pts)[0]
    }
}

impl Decor {
    fn text_left(
        &mut self,
        pen: &mut DecorPen<'_>,
        text: &str,
        left_middle: [f32; 2],
        color: Rgba,
    ) {
        let center = [left_middle[0] + pen.width_pts(text) / 2.0, left_middle[1]];
        self.text(text, center, pen.theme.type_pts, color, Rgba::TRANSPARENT);
    }

    fn text_right(
        &mut self,
        pen: &mut DecorPen<'_>,
        text: &str,
        right_middle: [f32; 2],
        color: Rgba,
    ) {
        let center = [right_middle[0] - pen.width_pts(text) / 2.0, right_middle[1]];
        self.text(text, center, pen.theme.type_pts, color, Rgba::TRANSPARENT);
    }

    fn text(&mut self, text: &str, center: [f32; 2], size_pts: f32, color: Rgba, halo: Rgba) {
        let text = text.into();
        self.texts.push(SceneText { text, center, size_pts, color, halo, angle_rad: 0.0 });
    }

    /// A pale plate with round corners.
    fn panel(&mut self, pen: &DecorPen<'_>, min: [f32; 2], max: [f32; 2]) {
        let corners = rounded(min, max, 5.0);
        let (fill, edge, edge_pts) = (pen.theme.panel, pen.theme.panel_line, pen.theme.edge_pts);
        self.mesh.convex(&corners, fill, edge, edge_pts, pen.feather_pts);
        self.plates.push(LabelBox { min, max });
    }

    /// The scale bar with its length and the scale, its lower left corner given.
    pub fn scale_bar(
        &mut self,
        pen: &mut DecorPen<'_>,
        camera: &Camera,
        pts_per_inch: f64,
        bottom_left: [f32; 2],
    ) {
        let bar = scale_bar(camera, 140.0);
        let length = bar.length_pts as f32;
        let [left, bottom] = bottom_left;
        let halo = pen.theme.halo;
        let ink = pen.theme.ink;
        let text =
            format!("{}   {}", bar.label, scale_text(scale_denominator_at(camera, pts_per_inch)));
        let width = pen.width_pts(&text);
        let type_pts = pen.theme.type_pts;
        let bar_pts = pen.theme.edge_pts.max(1.8);
        // On a plate: names of the map run below it, not into its numbers.
        let max = [left + width.max(length) + 6.0, bottom + 4.0];
        let foot = bottom - bar_pts / 1.2;
        self.panel(pen, [left - 6.0, foot - 14.5 - type_pts], max);
        let line =
            [[left, foot - 5.5], [left, foot], [left + length, foot], [left + length, foot - 5.5]];
        let feather_pts = pen.feather_pts;
        for (width_pts, color) in [(bar_pts + 3.2, halo), (bar_pts, ink)] {
            let pen = Pen { width_pts, color: color.premultiplied(), feather_pts };
            stroke(&mut self.mesh, &line, pen, Beyond::default());
        }
        let middle = foot - 9.5 - type_pts / 2.0;
        self.text(&text, [left + width / 2.0, middle], type_pts, ink, halo);
    }

    /// The title on a plate in the upper left corner.
    pub fn title(&mut self, pen: &mut DecorPen<'_>, title: &str) {
        let size = pen.measure.text_size(title, 20.0);
        let min = [EDGE_PTS, EDGE_PTS];
        let max = [min[0] + size[0] + 28.0, min[1] + 38.0];
        self.panel(pen, min, max);
        let center = [(min[0] + max[0]) / 2.0, (min[1] + max[1]) / 2.0];
        self.text(title, center, 20.0, pen.theme.ink, Rgba::TRANSPARENT);
    }

    /// 示意数据 SYNTHETIC in the upper right corner.
    pub fn synthetic_mark(&mut self, pen: &mut DecorPen<'_>, size: ScreenSize) {
        let text = "示意数据 SYNTHETIC";
        let width = pen.width_pts(text);
        let max = [size.width as f32 - EDGE_PTS, EDGE_PTS + 14.0 + pen.theme.type_pts];
        let min = [max[0] - width - 24.0, EDGE_PTS];
        let corners = rounded(min, max, 5.0);
        let plate = pen.theme.panel.with_alpha(255);
        let edge_pts = pen.theme.edge_pts.max(1.5);
        self.mesh.convex(&corners, plate, pen.theme.alert, edge_pts, pen.feather_pts);
        self.plates.push(LabelBox { min, max });
        let center = [(min[0] + max[0]) / 2.0, (min[1] + max[1]) / 2.0];
        self.text(text, center, pen.theme.type_pts, pen.theme.alert, Rgba::TRANSPARENT);
    }

    /// The legend with its lower right corner given, at most so high: what there is no room for is left out, the
    /// groups of lines and areas first.
    pub fn legend(
        &mut self,
        pen: &mut DecorPen<'_>,
        sections: &[LegendSection],
        bottom_right: [f32; 2],
        height_pts_max: f32,
    ) {
        let [pad, row_pts, swatch_pts] = [PAD_PTS, ROW_PTS, SWATCH_PTS].map(|pts| pen.scaled(pts));
        let height = |rows: usize| rows as f32 * row_pts + 2.0 * pad - 4.0;
        let details = [Detail::All, Detail::PointGroups, Detail::FirstGroups, Detail::Kinds];
        let rows = details
            .into_iter()
            .map(|detail| rows(sections, detail, pen.lang))
            .find(|rows| height(rows.len()) <= height_pts_max);
        let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { return };
        let widest = rows.iter().map(|row| {
            let count = pen.width_pts(&row.count);
            pen.width_pts(&row.label) + count
        });
        let width = widest.fold(60.0, f32::max) + swatch_pts + 16.0 + 2.0 * pad;
        let min = [bottom_right[0] - width, bottom_right[1] - height(rows.len())];
        self.panel(pen, min, bottom_right);
        for (at, row) in rows.iter().enumerate() {
            let middle = min[1] + pad - 2.0 + (at as f32 + 0.5) * row_pts;
            let left = min[0] + pad;
            self.swatch(pen, &row.swatch, [left + swatch_pts / 2.0 - 3.0, middle]);
            let color = if row.is_head { pen.theme.ink } else { pen.theme.muted_ink };
            self.text_left(pen, &row.label, [left + swatch_pts, middle], color);
            let right = [bottom_right[0] - pad, middle];
            self.text_right(pen, &row.count, right, pen.theme.ink);
        }
    }

    fn swatch(&mut self, pen: &DecorPen<'_>, swatch: &Swatch, at: [f32; 2]) {
        let theme = pen.theme;
        match swatch {
            Swatch::Stage(look) => {
                if let Some(stage) = &look.stage {
                    let stamp =
                        symbol::stage_symbol(stage, pen.scaled(14.0), theme, pen.feather_pts);
                    self.mesh.append_moved(&stamp, at);
                }
            }
            Swatch::DueSoon => {
                let look =
                    FeatureLook { deadline: DeadlineLook::DueSoon, ..FeatureLook::default() };
                let size_pts = pen.scaled(7.0);
                symbol::overlays(&mut self.mesh, at, size_pts, &look, theme, pen.feather_pts);
            }
            Swatch::Badge(badge) => {
                let radius = pen.scaled(6.5);
                symbol::badge(&mut self.mesh, *badge, at, radius, theme, pen.feather_pts);
            }
            Swatch::Kind(kind, SectionShape::Line) => {
                let style = theme.kind(kind);
                let line = [[at[0] - 11.0, at[1]], [at[0] + 11.0, at[1]]];
                let color = style.line.premultiplied();
                let width_pts = style.line_width_pts.min(pen.scaled(3.0));
                let ink = Pen { width_pts, color, feather_pts: pen.feather_pts };
                match style.dash {
                    Some(dash) => stroke_dashed(&mut self.mesh, &line, ink, dash),
                    None => stroke(&mut self.mesh, &line, ink, Beyond::default()),
                }
            }
            Swatch::Kind(kind, SectionShape::Area) => {
                let style = theme.kind(kind);
                let corners =
                    rounded([at[0] - 10.0, at[1] - 6.0], [at[0] + 10.0, at[1] + 6.0], 2.0);
                let edge_pts = theme.edge_pts.max(1.3);
                self.mesh.convex(&corners, style.fill, style.line, edge_pts, pen.feather_pts);
            }
            Swatch::Kind(kind, SectionShape::Point) if kind.code() == Kind::SECTION => {
                let foot = [at[0] - 7.0, at[1] + 8.0];
                let (fill, _) = theme.water_class("Ⅲ");
                symbol::flag(&mut self.mesh, foot, [14.0, 8.0], fill, theme, pen.feather_pts);
            }
            Swatch::Kind(kind, SectionShape::Point) => {
                let fill = theme.kind(kind).line;
                let stamp = symbol::plain_symbol(fill, pen.scaled(8.0), theme, pen.feather_pts);
                self.mesh.append_moved(&stamp, at);
            }
            Swatch::None => {}
        }
    }
}

struct Row {
    swatch: Swatch,
    label: String,
    count: String,
    is_head: bool,
}

enum Swatch {
    Stage(FeatureLook),
    DueSoon,
    Badge(Badge),
    Kind(Kind, SectionShape),
    None,
}

/// How much the legend says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    All,
    /// Groups and overlays of point features only: outfalls first of all.
    PointGroups,
    /// The groups of the uppermost kind of points, and nothing else.
    FirstGroups,
    Kinds,
}

fn rows(sections: &[LegendSection], detail: Detail, lang: Lang) -> Vec<Row> {
    let mut rows = Vec::new();
    let has_groups = |section: &&LegendSection| {
        section.shape == SectionShape::Point && !section.groups.is_empty()
    };
    let sections: Vec<&LegendSection> = match detail {
        Detail::FirstGroups => sections.iter().find(has_groups).into_iter().collect(),
        _ => sections.iter().collect(),
    };
    for section in sections {
        let swatch = if section.groups.is_empty() || section.shape != SectionShape::Point {
            Swatch::Kind(section.kind.clone(), section.shape)
        } else {
            Swatch::None
        };
        let label = section.title.get(lang).to_owned();
        rows.push(Row { swatch, label, count: section.count.to_string(), is_head: true });
        let is_told = match detail {
            Detail::All => true,
            Detail::PointGroups | Detail::FirstGroups => section.shape == SectionShape::Point,
            Detail::Kinds => false,
        };
        if !is_told {
            continue;
        }
        for (group, count) in &section.groups {
            let stage = StageLook {
                group: *group,
                mark: Text::default(),
                label: Text::default(),
                hatched: false,
            };
            let look = FeatureLook { stage: Some(stage.into()), ..FeatureLook::default() };
            rows.push(row(Swatch::Stage(look), group_words(*group), *count, lang));
        }
        if detail == Detail::FirstGroups {
            continue;
        }
        let overlays = [
            (section.overdue, legend::OVERDUE, Swatch::Badge(Badge::Overdue)),
            (section.due_soon, legend::DUE_SOON, Swatch::DueSoon),
            (section.conflicts, legend::CONFLICT, Swatch::Badge(Badge::Conflict)),
            (section.returned, legend::RETURNED, Swatch::Badge(Badge::Returned)),
            (section.not_handed_in, legend::NOT_HANDED_IN, Swatch::Badge(Badge::NotHandedIn)),
        ];
        for (count, words, swatch) in overlays.into_iter().filter(|(count, ..)| *count > 0) {
            rows.push(row(swatch, words, count, lang));
        }
    }
    rows
}

fn row(swatch: Swatch, words: Words, count: usize, lang: Lang) -> Row {
    let label = word(words, lang).to_owned();
    Row { swatch, label, count: count.to_string(), is_head: false }
}

/// The corners of a rectangle with round corners.
fn rounded(min: [f32; 2], max: [f32; 2], radius_pts: f32) -> Vec<[f32; 2]> {
    let quarter = std::f32::consts::FRAC_PI_2;
    let centers = [
        ([max[0] - radius_pts, max[1] - radius_pts], 0.0),
        ([min[0] + radius_pts, max[1] - radius_pts], quarter),
        ([min[0] + radius_pts, min[1] + radius_pts], 2.0 * quarter),
        ([max[0] - radius_pts, min[1] + radius_pts], 3.0 * quarter),
    ];
    centers
        .into_iter()
        .flat_map(|(center, from)| {
            (0..=4).map(move |step| {
                let angle = from + quarter * step as f32 / 4.0;
                [center[0] + radius_pts * angle.cos(), center[1] + radius_pts * angle.sin()]
            })
        })
        .collect()
}
