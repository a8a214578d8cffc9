//! What a press on the map means beside looking: catching many by a box or a lasso, and putting a place down.
//!
//! A tool never changes what it catches or places: it answers with positions, whoever asked decides.

use egui::{
    Align2, CursorIcon, FontId, PointerButton, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    Ui, WidgetInfo, vec2,
};

use super::camera::{Camera, ScreenPoint, ScreenSize};
use super::paint::color32;
use super::projection::world_from_lon_lat;
use super::theme::MapTheme;
use super::widget::{id_of, window_pos};
use crate::model::{Lang, LonLat};

/// A box or lasso smaller than this was a slip of the hand.
const CATCH_PTS_MIN: f32 = 6.0;
/// Positions of a lasso lie at least so far apart.
const LASSO_STEP_PTS: f32 = 3.0;
/// So near the mark a drag carries it; further off it moves the map.
const CARRY_PTS: f32 = 18.0;

/// What a press with the primary button does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapTool {
    /// Drags the map, chooses what is clicked.
    #[default]
    Hand,
    /// Catches what lies in a box.
    Box,
    /// Catches what lies in a line drawn around it.
    Lasso,
    /// Puts the mark where is clicked; the mark itself can be dragged.
    Place,
    /// Draws a line or an area corner by corner: `widget_sketch`'s.
    Sketch,
}

/// A place that is being decided on.
#[derive(Clone, Debug, PartialEq)]
pub struct MapMark {
    pub at: LonLat,
    /// Where it is now, if it is being moved: both are shown.
    pub from: Option<LonLat>,
    /// What is written beside it.
    pub label: String,
}

/// What a tool did in this frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ToolAnswer {
    #[default]
    Nothing,
    /// The corners of what was drawn.
    Caught(Vec<LonLat>),
    Placed(LonLat),
    /// One more corner of the sketch.
    Corner(LonLat),
    /// The last corner is taken away; a sketch that was ended goes on.
    CornerBack,
    /// The sketch is whole.
    Ended,
}

/// What is being drawn or carried.
#[derive(Clone, Debug, Default)]
pub struct ToolGesture {
    trail: Vec<Pos2>,
    carrying: bool,
}

impl ToolGesture {
    /// Whether the drag of this frame is the tool's and not the map's.
    pub fn holds_drag(&self) -> bool {
        !self.trail.is_empty() || self.carrying
    }
}

/// Where the map stands on the window.
#[derive(Clone, Copy)]
pub struct Ground {
    pub rect: Rect,
    pub camera: Camera,
    pub size: ScreenSize,
}

impl Ground {
    pub fn lon_lat(&self, at: Pos2) -> LonLat {
        let at = at - self.rect.min;
        let at = ScreenPoint { x: f64::from(at.x), y: f64::from(at.y) };
        self.camera.lon_lat_from_screen(at, self.size)
    }

    pub fn pos(&self, at: LonLat) -> Pos2 {
        let at = self.camera.screen_from_world(world_from_lon_lat(at), self.size);
        window_pos(self.rect, [at.x, at.y])
    }
}

/// Follows the pointer with a tool in hand.
pub fn read(
    ui: &Ui,
    response: &Response,
    ground: Ground,
    tool: MapTool,
    mark: Option<&MapMark>,
    gesture: &mut ToolGesture,
) -> ToolAnswer {
    match tool {
        MapTool::Hand | MapTool::Sketch => {
            *gesture = ToolGesture::default();
            ToolAnswer::Nothing
        }
        MapTool::Box | MapTool::Lasso => {
            ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
            draw(ui, response, ground, tool, gesture)
        }
        MapTool::Place => place(ui, response, ground, mark, gesture),
    }
}

fn draw(
    ui: &Ui,
    response: &Response,
    ground: Ground,
    tool: MapTool,
    gesture: &mut ToolGesture,
) -> ToolAnswer {
    if response.drag_started_by(PointerButton::Primary) {
        gesture.trail = ui.input(|input| input.pointer.press_origin()).into_iter().collect();
    }
    let Some(first) = gesture.trail.first().copied() else { return ToolAnswer::Nothing };
    if let Some(at) = response.interact_pointer_pos() {
        let last = gesture.trail.last().copied().unwrap_or(first);
        match tool {
            MapTool::Box => gesture.trail = vec![first, at],
            _ if last.distance(at) >= LASSO_STEP_PTS => gesture.trail.push(at),
            _ => {}
        }
    }
    if response.dragged() {
        return ToolAnswer::Nothing;
    }
    let trail = std::mem::take(&mut gesture.trail);
    let drawn = Rect::from_points(&trail);
    if drawn.width().max(drawn.height()) < CATCH_PTS_MIN {
        return ToolAnswer::Nothing;
    }
    let corners = match tool {
        MapTool::Box => {
            vec![drawn.left_top(), drawn.right_top(), drawn.right_bottom(), drawn.left_bottom()]
        }
        _ => trail,
    };
    ToolAnswer::Caught(corners.into_iter().map(|at| ground.lon_lat(at)).collect())
}

fn place(
    ui: &Ui,
    response: &Response,
    ground: Ground,
    mark: Option<&MapMark>,
    gesture: &mut ToolGesture,
) -> ToolAnswer {
    let mark_pos = mark.map(|mark| ground.pos(mark.at));
    let near = |at: Pos2| mark_pos.is_some_and(|mark| mark.distance(at) <= CARRY_PTS);
    if response.drag_started_by(PointerButton::Primary) {
        let from = ui.input(|input| input.pointer.press_origin());
        gesture.carrying = from.is_some_and(near);
    }
    let over = response.hover_pos().is_some_and(near);
    ui.ctx().set_cursor_icon(match () {
        () if gesture.carrying => CursorIcon::Grabbing,
        () if over => CursorIcon::Grab,
        () => CursorIcon::Crosshair,
    });
    let pressed_at = response.interact_pointer_pos();
    if gesture.carrying {
        gesture.carrying = response.dragged();
        return pressed_at.map_or(ToolAnswer::Nothing, |at| ToolAnswer::Placed(ground.lon_lat(at)));
    }
    match pressed_at.filter(|_| response.clicked()) {
        Some(at) => ToolAnswer::Placed(ground.lon_lat(at)),
        None => ToolAnswer::Nothing,
    }
}

/// Draws what is being drawn, and the mark; the mark is a node for screen readers.
pub fn paint(
    ui: &Ui,
    ground: Ground,
    tool: MapTool,
    mark: Option<&MapMark>,
    gesture: &ToolGesture,
    theme: &MapTheme,
    lang: Lang,
) {
    let painter = ui.painter_at(ground.rect);
    let edge = Stroke::new(2.0, color32(theme.selection));
    let fill = color32(theme.selection.with_alpha(28));
    match (tool, &gesture.trail[..]) {
        (MapTool::Box, [from, to]) => {
            let area = Rect::from_two_pos(*from, *to).intersect(ground.rect);
            painter.rect(area, 0.0, fill, edge, egui::StrokeKind::Inside);
        }
        (MapTool::Lasso, [first, .., last]) => {
            painter.line(gesture.trail.clone(), edge);
            painter.extend(Shape::dashed_line(&[*last, *first], edge, 6.0, 5.0));
        }
        _ => {}
    }
    let Some(mark) = mark else { return };
    let at = ground.pos(mark.at);
    let ink = Stroke::new(2.5, color32(theme.selection));
    let halo = Stroke::new(5.0, color32(theme.halo));
    if let Some(from) = mark.from {
        let from = ground.pos(from);
        painter.line_segment([from, at], halo);
        painter.extend(Shape::dashed_line(&[from, at], ink, 7.0, 5.0));
        painter.circle_stroke(from, 12.0, ink);
    }
    for stroke in [halo, ink] {
        painter.circle_stroke(at, 11.0, stroke);
        for arm in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
            painter.line_segment([at + arm * 5.0, at + arm * 18.0], stroke);
        }
    }
    painter.circle_filled(at, 2.5, color32(theme.selection));
    let font = FontId::proportional(14.0);
    let words = painter.layout_no_wrap(mark.label.clone(), font, color32(theme.ink));
    let plate =
        Align2::LEFT_CENTER.anchor_size(at + vec2(24.0, 0.0), words.size() + vec2(10.0, 6.0));
    painter.rect_filled(plate, 4.0, color32(theme.panel.with_alpha(235)));
    painter.galley(plate.min + vec2(5.0, 3.0), words, color32(theme.ink));
    let area = Rect::from_center_size(at, vec2(36.0, 36.0)).intersect(ground.rect);
    let response = ui.interact(area, id_of(ui, "mark"), Sense::focusable_noninteractive());
    let name = super::legend::word(("图上标记", "Mark on the map"), lang);
    response
        .widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{name} · {}", mark.label)));
}
