//! A pane at the side, as wide as a person dragged it: where the window is too small for that it gives way, and is as
//! wide again once there is room.

use egui::containers::panel::PanelState;
use egui::{Frame, Panel, Pos2, Rect, Ui, vec2};

use super::context::UiCtx;
use super::handles::{name_pane_handle, pane_handle};

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// How wide it may be, points.
#[derive(Clone, Copy, Debug)]
pub struct Widths {
    /// While nobody dragged it.
    pub usual: f32,
    pub least: f32,
    pub most: f32,
    /// As a person dragged it last.
    pub dragged: Option<f32>,
}

/// Draws the pane; answers where it is, and how wide a person wants it.
pub fn side_pane_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    side: Side,
    frame: Frame,
    widths: Widths,
    add: impl FnOnce(&mut Ui),
) -> (Rect, Option<f32>) {
    let (name, handle_words) = match side {
        Side::Left => ("left", "handle.list"),
        Side::Right => ("right", "handle.card"),
    };
    // As egui names a panel.
    let id = ui.scope_id().with(name);
    let handle = ui.read_response(pane_handle(ui, name));
    let is_dragged = handle.is_some_and(|handle| handle.dragged() || handle.drag_stopped());
    let wanted = widths.dragged.unwrap_or(widths.usual);
    if !is_dragged {
        // A panel remembers how wide it was drawn last. What counts is how wide it is wanted.
        let outer_rect = Rect::from_min_size(Pos2::ZERO, vec2(wanted, 0.0));
        ui.data_mut(|data| data.insert_persisted(id, PanelState { outer_rect }));
    }
    let panel = match side {
        Side::Left => Panel::left(name),
        Side::Right => Panel::right(name),
    };
    let panel = panel.frame(frame).default_size(wanted);
    let shown = panel.size_range(widths.least..=widths.most).show(ui, add).response.rect;
    name_pane_handle(ui, name, ctx.t(handle_words));
    if !is_dragged {
        return (shown, widths.dragged);
    }
    let width = shown.width().round();
    (shown, ((width - widths.usual).abs() >= 1.0).then_some(width))
}

/// So much of the window's width, but no less than on a laptop and no more than one reads at a glance.
pub fn share_points(width: f32, share: f32, least: f32, most: f32) -> f32 {
    (width * share).round().clamp(least, most)
}
