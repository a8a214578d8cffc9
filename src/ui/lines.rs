//! Lines of words: lower than lines of buttons, so that several facts stand close together.

use egui::{InnerResponse, ProgressBar, Response, Stroke, StrokeKind, Ui};

use super::context::UiCtx;

/// The least height of a line of words, points: what a link in it is hit by.
const WORDS_POINTS: f32 = 20.0;

/// Words and links side by side, wrapping; as high as they are, not as buttons would be.
pub fn words_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    // The height of a line is settled when the line begins: what is set within it comes too late.
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = WORDS_POINTS;
        ui.horizontal_wrapped(add)
    })
    .inner
}

/// A bar of what is done, with an edge: in the sun its ground is as white as what lies around it.
pub fn progress_ui(ctx: &UiCtx<'_>, ui: &mut Ui, bar: ProgressBar) -> Response {
    let shown = ui.add(bar);
    let edge = Stroke::new(ctx.palette.sizes.line_points.min(1.5), ctx.palette.line);
    ui.painter().rect_stroke(shown.rect, shown.rect.height() / 2.0, edge, StrokeKind::Inside);
    shown
}
