//! A line or an area drawn corner by corner: a click adds one, Backspace takes the last one away, Enter or a double
//! click ends.
//!
//! The map keeps no corner: it answers with what was done, whoever asked keeps the shape.

use egui::{
    Align2, CursorIcon, FontId, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    Ui, WidgetInfo, vec2,
};

use super::paint::color32;
use super::theme::MapTheme;
use super::widget::id_of;
use super::widget_tools::{Ground, ToolAnswer};
use crate::model::{Drawn, DrawnShape, Lang};

/// A second click so near the last corner ends; further off it is the next corner, however quick.
const END_PTS: f32 = 10.0;
const CORNER_PTS: f32 = 4.5;

/// A shape being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct MapSketch {
    pub drawn: Drawn,
    /// It is whole as it is: clicks add nothing.
    pub ended: bool,
    /// What is written beside its last corner.
    pub label: String,
}

/// What was done to the sketch in this frame.
pub fn read(ui: &Ui, response: &Response, ground: Ground, sketch: &MapSketch) -> ToolAnswer {
    if !sketch.ended {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    // Whatever else has the keyboard keeps its keys: a text takes Backspace, a button Enter.
    let has_keys = ui.memory(|memory| memory.focused().is_none_or(|id| id == response.id));
    let pressed = |key| has_keys && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if !sketch.drawn.corners.is_empty() && pressed(Key::Backspace) {
        return ToolAnswer::CornerBack;
    }
    if sketch.ended {
        return ToolAnswer::Nothing;
    }
    if sketch.drawn.is_whole() && pressed(Key::Enter) {
        return ToolAnswer::Ended;
    }
    let clicked = response.clicked().then(|| response.interact_pointer_pos()).flatten();
    let Some(at) = clicked else { return ToolAnswer::Nothing };
    let last = sketch.drawn.corners.last().map(|last| ground.pos(*last));
    let is_last = last.is_some_and(|last| last.distance(at) <= END_PTS);
    match (response.double_clicked(), is_last) {
        (true, true) if sketch.drawn.is_whole() => ToolAnswer::Ended,
        (_, true) => ToolAnswer::Nothing,
        (_, false) => ToolAnswer::Corner(ground.lon_lat(at)),
    }
}

/// Draws the corners, the way between them and, while it goes on, the way to the pointer.
pub fn paint(
    ui: &Ui,
    ground: Ground,
    sketch: &MapSketch,
    pointer: Option<Pos2>,
    theme: &MapTheme,
    lang: Lang,
) {
    let corners: Vec<Pos2> = sketch.drawn.corners.iter().map(|at| ground.pos(*at)).collect();
    let (Some(first), Some(last)) = (corners.first().copied(), corners.last().copied()) else {
        return;
    };
    let painter = ui.painter_at(ground.rect);
    let ink = Stroke::new(2.5, color32(theme.selection));
    let halo = Stroke::new(5.0, color32(theme.halo));
    let is_area = sketch.drawn.shape == DrawnShape::Area;
    for stroke in [halo, ink] {
        painter.line(corners.clone(), stroke);
        if is_area && sketch.ended {
            painter.line_segment([last, first], stroke);
        }
    }
    if !sketch.ended {
        let mut ahead = vec![last];
        ahead.extend(pointer);
        if is_area && corners.len() + ahead.len() > 3 {
            ahead.push(first);
        }
        painter.extend(Shape::dashed_line(&ahead, ink, 6.0, 5.0));
    }
    for corner in &corners {
        painter.circle(*corner, CORNER_PTS, color32(theme.panel), ink);
    }
    let font = FontId::proportional(14.0);
    let words = painter.layout_no_wrap(sketch.label.clone(), font, color32(theme.ink));
    let plate =
        Align2::LEFT_CENTER.anchor_size(last + vec2(14.0, -14.0), words.size() + vec2(10.0, 6.0));
    painter.rect_filled(plate, 4.0, color32(theme.panel.with_alpha(235)));
    painter.galley(plate.min + vec2(5.0, 3.0), words, color32(theme.ink));
    let area = Rect::from_points(&corners).expand(CORNER_PTS).intersect(ground.rect);
    if area.is_positive() {
        let response = ui.interact(area, id_of(ui, "sketch"), Sense::focusable_noninteractive());
        let name = super::legend::word(("图上所画", "Drawn on the map"), lang);
        let words = format!("{name} · {}", sketch.label);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words.clone()));
    }
}
