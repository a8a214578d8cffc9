//! The band over a window that may only look: why, and what to do about it.

use egui::{Button, Frame, Label, Margin, Panel, RichText, Ui};

use super::context::{Ask, UiCtx};
use super::screen::Screen;

/// What can be pressed in the band, with its words and what it does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There(u32),
    Look,
    Again,
}

impl Screen {
    pub(super) fn read_only_band_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        // The bottom line goes on saying that this window only looks, with the way to write.
        if self.only_looks && !self.not_opened {
            return;
        }
        let words = match self.not_opened {
            true => ctx.say(&self.read_only_why).to_owned(),
            false => {
                let why = ctx.say(&self.read_only_why);
                format!("{why} {}", ctx.t("read_only.only_looking"))
            }
        };
        let there = self.other_window.map(Way::There);
        let look = (!self.not_opened).then_some(Way::Look);
        let ways = [Some(Way::Again), look, there];
        let band = Panel::top("read only").frame(Frame::NONE);
        let pressed = band.show(ui, |ui| band_ui(ctx, ui, words.trim(), ways)).inner;
        match pressed {
            Some(Way::There(process)) => ctx.outbox.ask(Ask::OtherWindow(process)),
            Some(Way::Look) => self.only_looks = true,
            Some(Way::Again) => ctx.outbox.ask(Ask::Reopen),
            None => {}
        }
    }
}

/// Draws it, `ways` from right to left.
fn band_ui(ctx: &UiCtx<'_>, ui: &mut Ui, words: &str, ways: [Option<Way>; 3]) -> Option<Way> {
    let mut pressed = None;
    let margin = Margin::symmetric(10, 3);
    Frame::new().fill(ctx.palette.bad_ground).inner_margin(margin).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                for way in ways.into_iter().flatten() {
                    let (name, how) = match way {
                        Way::There(_) => ("read_only.go_there", "read_only.go_there_how"),
                        Way::Look => ("read_only.look", "read_only.look_how"),
                        Way::Again => ("read_only.again", "read_only.again_how"),
                    };
                    if ui.add(Button::new(ctx.t(name))).on_hover_text(ctx.t(how)).clicked() {
                        pressed = Some(way);
                    }
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let words = RichText::new(words).strong().color(ctx.palette.bad);
                    ui.add(Label::new(words).wrap());
                });
            });
        });
    });
    pressed
}
