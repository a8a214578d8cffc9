//! Wheel, drag, keys and the three buttons on the map, as moves of the camera.

use egui::{
    EventFilter, Key, Modifiers, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use super::camera::ScreenPoint;
use super::paint::color32;
use super::theme::MapTheme;
use super::widget::id_of;
use crate::model::Lang;

/// Points of wheel for one zoom level: two notches of a usual wheel.
const WHEEL_PTS_PER_LEVEL: f64 = 120.0;
/// How far one press of an arrow key moves, as a share of the view.
const ARROW_SHARE: f32 = 0.2;
/// A box smaller than this was a slip of the hand.
const BOX_PTS_MIN: f32 = 6.0;

/// The least side of a button.
const BUTTON_PTS_MIN: f32 = 30.0;

/// One thing to do with the camera.
#[derive(Clone, Copy, Debug)]
pub enum Move {
    Pan(Vec2),
    Zoom(ScreenPoint, f64),
    ZoomMiddle(f64),
    Box(ScreenPoint, ScreenPoint),
    /// Everything that is visible.
    Home,
}

/// What a drag is doing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gesture {
    /// The corners of the box being drawn, in the window.
    zoom_box: Option<(Pos2, Pos2)>,
}

/// What was asked of the camera in this frame.
pub fn read(ui: &Ui, response: &Response, rect: Rect, gesture: &mut Gesture) -> Vec<Move> {
    let mut moves = Vec::new();
    let place =
        |at: Pos2| ScreenPoint { x: f64::from(at.x - rect.min.x), y: f64::from(at.y - rect.min.y) };
    if let Some(at) = response.hover_pos() {
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
        let levels = f64::from(scroll.y) / WHEEL_PTS_PER_LEVEL + f64::from(pinch).log2();
        if levels != 0.0 {
            moves.push(Move::Zoom(place(at), levels));
        }
        if response.double_clicked() {
            moves.push(Move::Zoom(place(at), 1.0));
        }
    }
    let shift = ui.input(|input| input.modifiers.shift);
    if response.drag_started_by(PointerButton::Primary) && shift {
        let from = ui.input(|input| input.pointer.press_origin());
        gesture.zoom_box = from.map(|from| (from, from));
    }
    if let Some((from, _)) = gesture.zoom_box {
        if let Some(to) = response.interact_pointer_pos() {
            gesture.zoom_box = Some((from, to));
        }
        if !response.dragged()
            && let Some((from, to)) = gesture.zoom_box.take()
            && (to - from).abs().min_elem() >= BOX_PTS_MIN
        {
            moves.push(Move::Box(place(from), place(to)));
        }
    } else if response.dragged_by(PointerButton::Primary)
        || response.dragged_by(PointerButton::Middle)
    {
        moves.push(Move::Pan(response.drag_delta()));
    }
    if response.has_focus() {
        keys(ui, response, rect, gesture, &mut moves);
    }
    moves
}

fn keys(ui: &Ui, response: &Response, rect: Rect, gesture: &mut Gesture, moves: &mut Vec<Move>) {
    // Arrows move the map and not the focus while the map has it; Tab goes on.
    let arrows =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let step = rect.size() * ARROW_SHARE;
    let bound = [
        (Key::Plus, Move::ZoomMiddle(1.0)),
        (Key::Equals, Move::ZoomMiddle(1.0)),
        (Key::Minus, Move::ZoomMiddle(-1.0)),
        (Key::Home, Move::Home),
        (Key::ArrowLeft, Move::Pan(vec2(step.x, 0.0))),
        (Key::ArrowRight, Move::Pan(vec2(-step.x, 0.0))),
        (Key::ArrowUp, Move::Pan(vec2(0.0, step.y))),
        (Key::ArrowDown, Move::Pan(vec2(0.0, -step.y))),
    ];
    ui.input_mut(|input| {
        for (key, one) in bound {
            // "+" is Shift and "=" on most keyboards.
            let pressed =
                input.consume_key(Modifiers::NONE, key) || input.consume_key(Modifiers::SHIFT, key);
            if pressed {
                moves.push(one);
            }
        }
        if gesture.zoom_box.is_some() && input.consume_key(Modifiers::NONE, Key::Escape) {
            gesture.zoom_box = None;
        }
    });
}

/// Draws the box of a Shift-drag.
pub fn paint_box(ui: &Ui, rect: Rect, gesture: &Gesture, theme: &MapTheme) {
    let Some((from, to)) = gesture.zoom_box else { return };
    let area = Rect::from_two_pos(from, to).intersect(rect);
    let painter = ui.painter_at(rect);
    painter.rect_filled(area, 0.0, color32(theme.selection.with_alpha(24)));
    let stroke = Stroke::new(1.5, color32(theme.selection));
    painter.rect_stroke(area, 0.0, stroke, egui::StrokeKind::Inside);
}

/// The buttons "+", "−" and "everything" in the upper left corner.
pub struct Buttons {
    pub asked: Option<Move>,
    pub is_pointed_at: bool,
    drawn: Vec<(Response, Sign)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sign {
    Plus,
    Minus,
    Home,
}

/// Takes their clicks; they are painted after the map.
pub fn zoom_buttons(ui: &Ui, rect: Rect, _theme: &MapTheme, lang: Lang) -> Buttons {
    let mut buttons = Buttons { asked: None, is_pointed_at: false, drawn: Vec::new() };
    let signs = [
        (Sign::Plus, Move::ZoomMiddle(1.0), ("放大", "Zoom in")),
        (Sign::Minus, Move::ZoomMiddle(-1.0), ("缩小", "Zoom out")),
        (Sign::Home, Move::Home, ("全图", "Show everything")),
    ];
    // As large as other buttons: dressed for the sun a thumb hits them.
    let side = ui.spacing().interact_size.y.max(BUTTON_PTS_MIN);
    // On a map smaller than they are they would lie on what is beside it: its keys do the same.
    let has_room = rect.height() > 3.0 * side + 20.0 && rect.width() > side + 20.0;
    for (at, (sign, asks, words)) in signs.into_iter().enumerate().filter(|_| has_room) {
        let min = rect.min + vec2(10.0, 10.0 + at as f32 * (side + 2.0));
        let area = Rect::from_min_size(min, egui::Vec2::splat(side));
        let response = ui.interact(area, id_of(ui, sign), Sense::click());
        let words = super::legend::word(words, lang);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
        let response = response.on_hover_text(words);
        if response.clicked() {
            buttons.asked = Some(asks);
        }
        buttons.is_pointed_at |= response.hovered();
        buttons.drawn.push((response, sign));
    }
    buttons
}

pub fn paint_buttons(ui: &Ui, buttons: &Buttons, theme: &MapTheme) {
    let painter = ui.painter();
    for (response, sign) in &buttons.drawn {
        let lit = response.hovered() || response.has_focus();
        let edge = if lit { theme.hover } else { theme.panel_line };
        let stroke = Stroke::new(theme.edge_pts.max(if lit { 2.0 } else { 1.0 }), color32(edge));
        painter.rect(
            response.rect,
            5.0,
            color32(theme.panel.with_alpha(255)),
            stroke,
            egui::StrokeKind::Inside,
        );
        let center = response.rect.center();
        let ink = Stroke::new(theme.edge_pts.max(2.0), color32(theme.ink));
        let line = |from: Vec2, to: Vec2| painter.line_segment([center + from, center + to], ink);
        match sign {
            Sign::Plus => {
                line(vec2(-6.0, 0.0), vec2(6.0, 0.0));
                line(vec2(0.0, -6.0), vec2(0.0, 6.0));
            }
            Sign::Minus => {
                line(vec2(-6.0, 0.0), vec2(6.0, 0.0));
            }
            Sign::Home => {
                // A house: fonts have no sign for it that is sure to be there.
                let places = [
                    (-8.0, 0.0),
                    (0.0, -7.5),
                    (8.0, 0.0),
                    (5.5, 0.0),
                    (5.5, 7.0),
                    (-5.5, 7.0),
                    (-5.5, 0.0),
                    (-8.0, 0.0),
                ];
                let places = places.map(|(x, y)| pos2(center.x + x, center.y + y)).to_vec();
                painter.line(places, Stroke::new(theme.edge_pts.max(1.6), color32(theme.ink)));
            }
        }
    }
}
