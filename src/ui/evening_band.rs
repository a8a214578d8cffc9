//! The band over a window that shows a past evening: which one, by what it is told, the way back. What was to be
//! recorded there is refused in it, for a moment: nothing moves, and nothing is to be put away.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::context::UiCtx;
use super::notices::Tone;
use super::refused::Refused;
use super::screen::Screen;
use crate::plan::Basis;
use crate::session::Evening;

/// What was asked for on the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandAsk {
    /// Back to today.
    Back,
    /// Another day.
    Choose,
}

/// Whether something was refused a moment ago.
#[derive(Debug, Default)]
pub struct EveningBand {
    refused: Refused,
}

impl EveningBand {
    /// Draws the band.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, evening: Evening) -> Option<BandAsk> {
        let is_refused = self.refused.is_said(ctx, ui.input(|input| input.time));
        let (ground, colour, key) = match is_refused {
            true => (ctx.palette.bad_ground, ctx.palette.bad, "past.not_here"),
            false => (ctx.palette.warn_ground, ctx.palette.warn, "past.banner"),
        };
        let mut ask = None;
        let frame = Frame::new().fill(ground).inner_margin(Margin::symmetric(10, 3));
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                let words = ctx.fill(key, &[("day", &ctx.long_day(evening.day))]);
                ui.add(Label::new(RichText::new(words).strong().color(colour)));
                if evening.basis == Basis::Received {
                    ui.label(RichText::new(ctx.t("as_of.by_receipt")).color(colour));
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
}

impl Screen {
    /// Something was to be recorded where one may only look: says why not.
    pub(super) fn refuse_to_record(&mut self, ctx: &UiCtx<'_>) {
        match ctx.snapshot.evening {
            Some(_) => self.band.refused.say(),
            None => self.notices.add(Tone::Bad, ctx.why_read_only()),
        }
    }
}
