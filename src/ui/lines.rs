//! Lines of words: lower than lines of buttons, so that several facts stand close together.

use egui::{InnerResponse, Ui};

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
