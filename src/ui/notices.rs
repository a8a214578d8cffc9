//! What happened, in a sentence each: they stay until read.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::context::UiCtx;

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Plain,
    Bad,
}

#[derive(Clone, Debug)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

/// The notices nobody has put away yet, oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    open: Vec<Notice>,
}

/// So many are shown at once; the older ones wait behind a count.
const SHOWN_MAX: usize = 3;

impl Notices {
    pub fn add(&mut self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        // The same sentence twice says nothing new.
        self.open.retain(|notice| notice.text != text);
        self.open.push(Notice { tone, text });
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Draws the newest notices, each with a button that puts it away.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        // One band: nothing shows through between two notices.
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut read = None;
        let hidden = self.open.len().saturating_sub(SHOWN_MAX);
        for (nth, notice) in self.open.iter().enumerate().skip(hidden) {
            let (ground, ink) = match notice.tone {
                Tone::Good => (ctx.palette.good_ground, ctx.palette.good),
                Tone::Plain => (ctx.palette.warn_ground, ctx.palette.text),
                Tone::Bad => (ctx.palette.bad_ground, ctx.palette.bad),
            };
            Frame::new().fill(ground).inner_margin(Margin::symmetric(10, 2)).show(ui, |ui| {
                ui.horizontal(|ui| {
                    let button_width = 90.0;
                    let width = (ui.available_width() - button_width).max(60.0);
                    ui.scope(|ui| {
                        ui.set_max_width(width);
                        ui.add(Label::new(RichText::new(&notice.text).color(ink)).wrap());
                    });
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        let named = format!("{} {}", ctx.t("notice.read"), notice.text);
                        if ui.button(ctx.t("notice.read")).accessible_name(named).clicked() {
                            read = Some(nth);
                        }
                    });
                });
            });
        }
        if hidden > 0 {
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                ui.label(ctx.fill("notice.more", &[("n", &hidden)]));
                if ui.button(ctx.t("notice.read_all")).clicked() {
                    self.open.clear();
                }
            });
        }
        if let Some(nth) = read
            && nth < self.open.len()
        {
            self.open.remove(nth);
        }
    }
}
