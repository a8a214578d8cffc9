//! The buttons on the map, each with its word: what lies over it, the tools; and below them what is chosen, with
//! what can be done with all of it.

use egui::{Button, Frame, Margin, Rect, RichText, Stroke, Ui, UiBuilder, vec2};

use crate::map::MapTool;
use crate::ui::context::UiCtx;
use crate::ui::shortcuts::{KeyAct, names_of};

/// The gaps beside the map's own buttons, which are as wide as a row is high.
const LEFT_POINTS: f32 = 18.0;
const TOP_POINTS: f32 = 10.0;
/// The least width and height of a map that has room for them, in rows.
const ROOM_ROWS: [f32; 2] = [6.0, 4.0];

/// What the buttons tell of: what is on, in hand and chosen.
#[derive(Clone, Copy, Debug)]
pub struct Tools {
    pub tool: MapTool,
    /// How many features are chosen together.
    pub marked: usize,
    pub layers_shown: bool,
    pub legend_shown: bool,
    pub strip_shown: bool,
}

/// Draws them over the map in `rect`; answers what was asked for.
pub fn tools_ui(ctx: &UiCtx<'_>, ui: &mut Ui, rect: Rect, now: Tools) -> Option<KeyAct> {
    let Tools { tool, marked, .. } = now;
    let mut asked = None;
    // Of a map that is a sliver the buttons would leave nothing: they are in the menu, by their keys, and in Ctrl+K.
    let rows = ctx.palette.sizes.row_points;
    if rect.width() < ROOM_ROWS[0] * rows || rect.height() < ROOM_ROWS[1] * rows {
        return None;
    }
    let left_points = LEFT_POINTS + rows;
    let room = rect.width() - left_points - 8.0;
    let mut top = rect.min.y + TOP_POINTS;
    let mut row_ui = |ui: &mut Ui, add: &mut dyn FnMut(&mut Ui)| {
        let min = egui::pos2(rect.min.x + left_points, top);
        let area = Rect::from_min_size(min, vec2(room, rect.max.y - top)).intersect(rect);
        let row = ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
            let edge = Stroke::new(ctx.palette.sizes.line_points, ctx.palette.line);
            let frame = Frame::new().fill(ctx.palette.panel).stroke(edge).corner_radius(5);
            frame.inner_margin(Margin::symmetric(4, 3)).show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().button_padding.x = 6.0;
                    ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
                    add(ui);
                });
            });
        });
        top = row.response.rect.max.y + 4.0;
    };
    row_ui(ui, &mut |ui| {
        let tools = [
            (KeyAct::Layers, "left.layers_short", now.layers_shown),
            (KeyAct::Legend, "map.legend", now.legend_shown),
            (KeyAct::BoxSelect, "field.box", tool == MapTool::Box),
            (KeyAct::Lasso, "field.lasso", tool == MapTool::Lasso),
            (KeyAct::NewFeature, "field.new", false),
            (KeyAct::River, "field.river", now.strip_shown),
        ];
        for (act, words, is_on) in tools {
            let button = Button::selectable(is_on, ctx.t(words)).frame_when_inactive(true);
            let can = act != KeyAct::NewFeature || ctx.may_record();
            if ui.add_enabled(can, button).on_hover_text(names_of(act)).clicked() {
                asked = Some(act);
            }
        }
    });
    let hint = match tool {
        MapTool::Box => Some("field.box_how"),
        MapTool::Lasso => Some("field.lasso_how"),
        MapTool::Sketch => Some("outline.how_short"),
        MapTool::Hand | MapTool::Place => None,
    };
    if let Some(hint) = hint {
        row_ui(ui, &mut |ui| {
            ui.label(ctx.t(hint));
        });
    } else if marked > 0 {
        row_ui(ui, &mut |ui| {
            ui.label(RichText::new(ctx.fill("list.marked", &[("n", &marked)])).strong());
            let patrol = ctx.record_button_ui(ui, Button::new(ctx.t("field.patrol")));
            if patrol.on_hover_text(names_of(KeyAct::Patrol)).clicked() {
                asked = Some(KeyAct::Patrol);
            }
            if ui.button(format!("{}  Esc", ctx.t("list.unmark"))).clicked() {
                asked = Some(KeyAct::Unmark);
            }
        });
    }
    asked
}
