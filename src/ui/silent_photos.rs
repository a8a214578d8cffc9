//! Pictures in a form that say neither when nor where they were taken: told once, while the time can still be typed.

use egui::{Label, RichText, Ui};

use super::context::UiCtx;
use super::forms::{OpenForm, path_of};
use super::holding::FormFiles;
use crate::session::PictureFacts;

/// Says how many of the form's pictures say nothing and have no time typed yet.
pub fn silent_photos_ui(ctx: &UiCtx<'_>, ui: &mut Ui, form: &OpenForm, files: &FormFiles) {
    let untimed = form.sheet.content.photo_rows().iter().filter(|row| row.time.trim().is_empty());
    let silent = untimed.filter(|row| files.facts(&path_of(&row.path)).is_some_and(is_silent));
    let silent = silent.count();
    if silent > 0 {
        let words = ctx.fill("photo.silent", &[("n", &silent)]);
        ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
    }
}

/// Of a file that cannot be read nobody knows.
fn is_silent(facts: &PictureFacts) -> bool {
    !facts.sha256.is_empty() && facts.taken_at.is_none() && facts.lon_lat.is_none()
}
