//! Scrolls a list by the number of its first row. A million rows are thirty million points high: there `f32` no
//! longer tells neighbouring pixels apart, and rows would jump.

use std::ops::Range;

use egui::{Id, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::context::UiCtx;

/// Longer lists than this scroll by rows, shorter ones by points.
pub const LONG_FROM: usize = 200_000;

const BAR_POINTS: f32 = 12.0;
const HANDLE_POINTS_MIN: f32 = 26.0;

/// Where a long list stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct LongList {
    /// Rows before the first one shown. The decimals gather what the wheel has turned.
    top: f64,
    /// A row that is to be brought into sight.
    wanted: Option<usize>,
}

impl LongList {
    /// Brings a row into sight when the list is drawn next.
    pub fn bring_into_sight(&mut self, row: usize) {
        self.wanted = Some(row);
    }

    /// Draws as many rows as there is room for, below `head_points` that `draw` fills as it likes, and a bar beside
    /// them. `draw` is given the rows.
    pub fn show<R>(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        (row_points, head_points): (f32, f32),
        count: usize,
        draw: impl FnOnce(&mut Ui, Range<usize>) -> R,
    ) -> R {
        let area = ui.available_rect_before_wrap();
        let rows_area = area.with_max_x(area.max.x - BAR_POINTS);
        let in_sight = (((area.height() - head_points) / row_points) as usize).max(1);
        let most = count.saturating_sub(in_sight) as f64;
        if ui.rect_contains_pointer(area) {
            let turned = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
            self.top -= f64::from(turned / row_points);
        }
        if let Some(wanted) = self.wanted.take() {
            let wanted = wanted as f64;
            let is_in_sight = wanted >= self.top && wanted + 1.0 <= self.top + in_sight as f64;
            if !is_in_sight {
                self.top = wanted - in_sight as f64 / 2.0;
            }
        }
        self.bar_ui(ctx, ui, area, in_sight, most);
        self.top = self.top.clamp(0.0, most);
        let first = self.top.round() as usize;
        let range = first..(first + in_sight + 1).min(count);
        let builder = UiBuilder::new().max_rect(rows_area);
        let drawn = ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(rows_area.intersect(ui.clip_rect()));
            draw(ui, range)
        });
        drawn.inner
    }

    fn bar_ui(&mut self, ctx: &UiCtx<'_>, ui: &Ui, area: Rect, in_sight: usize, most: f64) {
        let track = area.with_min_x(area.max.x - BAR_POINTS);
        let share = in_sight as f64 / (most + in_sight as f64);
        let length = (track.height() * share as f32).max(HANDLE_POINTS_MIN).min(track.height());
        let room = f64::from(track.height() - length);
        let response = ui.interact(track, id(ui), Sense::click_and_drag());
        if let Some(at) = response.interact_pointer_pos()
            && room > 0.0
        {
            // The handle's middle goes where the pointer is.
            let along = f64::from(at.y - track.min.y - length / 2.0) / room;
            self.top = along.clamp(0.0, 1.0) * most;
        }
        let top = self.top.clamp(0.0, most);
        let y = track.min.y + (room * if most > 0.0 { top / most } else { 0.0 }) as f32;
        let handle =
            Rect::from_min_size(pos2(track.min.x + 3.0, y), vec2(BAR_POINTS - 4.0, length));
        let is_held = response.hovered() || response.dragged();
        let colour = if is_held { ctx.palette.weak } else { ctx.palette.line };
        ui.painter().rect_filled(handle, 4.0, colour);
        let name = ctx.t("list.bar");
        response.widget_info(|| WidgetInfo::slider(true, top + 1.0, name));
    }
}

fn id(ui: &Ui) -> Id {
    ui.scope_id().with("long list")
}
