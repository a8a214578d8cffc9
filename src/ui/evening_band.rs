//! The band over a window that shows a past evening: which one, by what it is told, the way back.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::context::UiCtx;
use crate::session::{Basis, Evening};

/// What was asked for on the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandAsk {
    /// Back to today.
    Back,
    /// Another day.
    Choose,
}

pub fn evening_band_ui(ctx: &UiCtx<'_>, ui: &mut Ui, evening: Evening) -> Option<BandAsk> {
    let mut ask = None;
    let frame = Frame::new().fill(ctx.palette.warn_ground).inner_margin(Margin::symmetric(10, 3));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            let day = ctx.long_day(evening.day);
            let words = ctx.fill("past.banner", &[("day", &day)]);
            ui.add(Label::new(RichText::new(words).strong().color(ctx.palette.warn)));
            if evening.basis == Basis::Received {
                ui.label(RichText::new(ctx.t("as_of.by_receipt")).color(ctx.palette.warn));
            }
            if ui.button(ctx.t("past.back")).clicked() {
                ask = Some(BandAsk::Back);
            }
            if ui.button(ctx.t("as_of.another")).clicked() {
                ask = Some(BandAsk::Choose);
            }
        });
    });
    ask
}
