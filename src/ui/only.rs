//! What number of the board the list is narrowed to, with the ways back: to the board, and to all features.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::context::UiCtx;
use super::work_rows::WorkRows;

/// Answers whether the board is wanted.
pub fn only_ui(ctx: &UiCtx<'_>, ui: &mut Ui, rows: &mut WorkRows) -> bool {
    let Some(only) = rows.only() else { return false };
    let words = ctx.fill("list.only", &[("what", &only.title)]);
    let (mut board, mut every) = (false, false);
    let frame = Frame::new().fill(ctx.palette.selected).corner_radius(6);
    frame.inner_margin(Margin::symmetric(6, 3)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(&words).strong()).truncate()).on_hover_text(&words);
        ui.horizontal_wrapped(|ui| {
            board = ui.button(ctx.t("list.to_board")).clicked();
            every = ui.button(ctx.t("list.every")).clicked();
        });
    });
    if every {
        rows.show_every();
    }
    board
}
