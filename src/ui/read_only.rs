//! The band over a window that may only look: why, and what to do about it.

use egui::{Button, Frame, Label, Margin, RichText, Ui};

use super::context::{Ask, UiCtx};

/// `why`: what kept the workspace from being opened for writing; empty where nothing is known.
pub fn read_only_ui(ctx: &UiCtx<'_>, ui: &mut Ui, why: &str) {
    let words = format!("{} {why}", ctx.t("read_only.only_looking"));
    band_ui(ctx, ui, words.trim());
}

/// The same over a window whose workspace could not be opened at all: only why.
pub fn not_opened_ui(ctx: &UiCtx<'_>, ui: &mut Ui, why: &str) {
    band_ui(ctx, ui, why);
}

fn band_ui(ctx: &UiCtx<'_>, ui: &mut Ui, words: &str) {
    let margin = Margin::symmetric(10, 3);
    Frame::new().fill(ctx.palette.bad_ground).inner_margin(margin).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.add(Button::new(ctx.t("read_only.again"))).clicked() {
                    ctx.outbox.ask(Ask::Reopen);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let words = RichText::new(words).strong().color(ctx.palette.bad);
                    ui.add(Label::new(words).wrap());
                });
            });
        });
    });
}
