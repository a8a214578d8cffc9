//! The bottom line: what is safe on the disk, where the pointer is, how large the map is, what goes on.

use egui::{Align, Button, Label, Layout, ProgressBar, RichText, Ui};

use super::context::{Ask, UiCtx};
use super::dates::time_with_seconds;
use super::lines::small;
use crate::model::LonLat;

/// What the map last said of itself.
#[derive(Clone, Debug, Default)]
pub struct MapNews {
    /// Where the pointer is, else where the chosen feature stands; and what the numbers are, in words.
    pub place: Option<(LonLat, String)>,
    pub scale_denominator: Option<f64>,
    pub preparing: bool,
}

/// What is said before all else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The disk did not take what was typed, in these words.
    Unsaved(String),
    NotOpened,
}

/// What was pressed in the bottom line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusAsk {
    Tray,
    Unsaved,
}

/// `said`: what has just been done, in place of the plain word that all is saved.
///
/// `in_tray`: so many pictures wait there.
///
/// `trouble`: what is said before all else.
pub fn status_bar_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    news: &MapNews,
    said: Option<&str>,
    trouble: Option<&Trouble>,
    in_tray: usize,
) -> Option<StatusAsk> {
    let mut ask = None;
    ui.horizontal(|ui| {
        if let Some(trouble) = trouble {
            ask = trouble_ui(ctx, ui, trouble);
        } else if let Some(said) = said.filter(|_| ctx.unanswered == 0) {
            ui.label(RichText::new(said).color(ctx.palette.good));
            unsent_ui(ctx, ui);
        } else if ctx.snapshot.read_only && ctx.snapshot.evening.is_none() {
            ui.label(RichText::new(ctx.t("status.read_only")).color(ctx.palette.warn));
        } else {
            saved_ui(ctx, ui);
        }
        if in_tray > 0 {
            ui.separator();
            if ui.link(ctx.fill("status.in_tray", &[("n", &in_tray)])).clicked() {
                ask = Some(StatusAsk::Tray);
            }
        }
        for job in ctx.jobs {
            ui.separator();
            ui.label(ctx.fill("status.job", &[("what", &job.name)]));
            if let Some(share) = job.share {
                let bar = ProgressBar::new(share).desired_width(120.0).show_percentage();
                ui.add(bar);
                ui.label(job.pace_words(ctx.words));
            }
            if job.stopping {
                ui.label(RichText::new(ctx.t("status.stopping")).color(ctx.palette.warn));
            } else if job.cancellable {
                let cancel = ui.button(ctx.t("status.cancel"));
                let name = format!("{} {}", ctx.t("status.cancel"), job.name);
                if cancel.accessible_name(name).clicked() {
                    ctx.outbox.ask(Ask::CancelJob(job.id));
                }
            }
        }
        if news.preparing {
            ui.separator();
            ui.label(ctx.t("status.preparing"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(denominator) = news.scale_denominator {
                ui.label(crate::map::scale_text(denominator));
            }
            if let Some((at, datum)) = &news.place {
                ui.separator();
                place_ui(ctx, ui, *at, datum);
            }
        });
    });
    ask
}

fn trouble_ui(ctx: &UiCtx<'_>, ui: &mut Ui, trouble: &Trouble) -> Option<StatusAsk> {
    let words = match trouble {
        Trouble::Unsaved(words) => words,
        Trouble::NotOpened => ctx.t("status.not_opened"),
    };
    ui.label(RichText::new(words).color(ctx.palette.bad));
    let is_unsaved = matches!(trouble, Trouble::Unsaved(_));
    let asked = is_unsaved && ui.add(small(ctx, Button::new(ctx.t("unsaved.look")))).clicked();
    asked.then_some(StatusAsk::Unsaved)
}

/// A place with the system its numbers are in: the one never goes without the other.
fn place_ui(ctx: &UiCtx<'_>, ui: &mut Ui, at: LonLat, datum: &str) {
    let place = format!("{:.6}, {:.6} {datum}", at.lon_deg, at.lat_deg);
    let copy = ui.add(small(ctx, Button::new(ctx.t("card.copy"))));
    if copy.accessible_name(format!("{} {place}", ctx.t("card.copy"))).clicked() {
        ui.ctx().copy_text(place);
    }
    let shown = format!("{:.5}, {:.5}  {datum}", at.lon_deg, at.lat_deg);
    ui.add(Label::new(RichText::new(shown).monospace()).truncate());
}

fn saved_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    if ctx.unanswered > 0 {
        ui.label(RichText::new(ctx.t("status.saving")).color(ctx.palette.warn));
        return;
    }
    let text = match ctx.saved_at {
        Some(at) => ctx.fill("status.saved_at", &[("time", &time_with_seconds(at))]),
        None => ctx.t("status.saved").to_owned(),
    };
    ui.label(RichText::new(text).color(ctx.palette.good));
    unsent_ui(ctx, ui);
}

/// Saved is not handed in.
fn unsent_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    let unsent = ctx.snapshot.unsent;
    if unsent.acts > 0 {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("n", &unsent.acts), ("files", &unsent.files)];
        let words = if unsent.files > 0 { "status.unsent_with_files" } else { "status.unsent" };
        ui.separator();
        ui.label(ctx.fill(words, &values));
    }
}
