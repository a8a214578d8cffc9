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
    /// The workspace is still being read: nothing can be said of it yet.
    Opening,
}

/// What was pressed in the bottom line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusAsk {
    Tray,
    Report,
    Unsaved,
}

/// `said`: what has just been done, in place of the plain word that all is saved.
///
/// `links`: what waits to be looked at again, each with its words.
///
/// `trouble`: what is said before all else.
pub fn status_bar_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    news: &MapNews,
    said: Option<&str>,
    trouble: Option<&Trouble>,
    links: &[(StatusAsk, String)],
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
            if ui.add(small(ctx, Button::new(ctx.t("read_only.again")))).clicked() {
                ctx.outbox.ask(Ask::Reopen);
            }
        } else {
            saved_ui(ctx, ui);
        }
        for (what, words) in links {
            ui.separator();
            if ui.link(words).clicked() {
                ask = Some(*what);
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
            let scale = news.scale_denominator.map(crate::map::scale_text);
            let Some((at, datum)) = &news.place else {
                scale.into_iter().for_each(|scale| drop(ui.label(scale)));
                return;
            };
            place_ui(ctx, ui, (*at, datum), scale);
        });
    });
    ask
}

fn trouble_ui(ctx: &UiCtx<'_>, ui: &mut Ui, trouble: &Trouble) -> Option<StatusAsk> {
    let words = match trouble {
        Trouble::Unsaved(words) => words,
        Trouble::NotOpened => ctx.t("status.not_opened"),
        Trouble::Opening => ctx.t("status.opening"),
    };
    let ink = if *trouble == Trouble::Opening { ctx.palette.warn } else { ctx.palette.bad };
    ui.label(RichText::new(words).color(ink));
    let is_unsaved = matches!(trouble, Trouble::Unsaved(_));
    let asked = is_unsaved && ui.add(small(ctx, Button::new(ctx.t("unsaved.look")))).clicked();
    asked.then_some(StatusAsk::Unsaved)
}

/// A place with the system its numbers are in: the one never goes without the other. Where there is no room for all,
/// the scale goes first, for it stands on the map too, then the place is written smaller, then less exactly.
fn place_ui(ctx: &UiCtx<'_>, ui: &mut Ui, (at, datum): (LonLat, &str), scale: Option<String>) {
    let place = |digits| format!("{:.digits$}, {:.digits$}  {datum}", at.lon_deg, at.lat_deg);
    let body = egui::TextStyle::Monospace.resolve(ui.style());
    let low = egui::FontId::new(ctx.palette.sizes.small_points, body.family.clone());
    let width = |words: &str, font: &egui::FontId| {
        let galley = ui.painter().layout_no_wrap(words.to_owned(), font.clone(), ctx.palette.text);
        galley.size().x
    };
    let spacing = ui.spacing();
    let gap = spacing.item_spacing.x;
    let button = width(ctx.t("card.copy"), &body) + 2.0 * spacing.button_padding.x + gap;
    let room = ui.available_width() - button - gap;
    let beside = scale.as_ref().map_or(0.0, |scale| width(scale, &body) + 3.0 * gap);
    let has_room_for_all = width(&place(5), &body) + beside <= room;
    let tries = [(5, &body), (5, &low), (4, &low)];
    let fitting = tries.into_iter().find(|(digits, font)| width(&place(*digits), font) <= room);
    let (digits, font) = fitting.unwrap_or((3, &low));
    if let Some(scale) = scale.filter(|_| has_room_for_all) {
        ui.label(scale);
        ui.separator();
    }
    let exact = format!("{:.6}, {:.6} {datum}", at.lon_deg, at.lat_deg);
    let copy = ui.add(small(ctx, Button::new(ctx.t("card.copy"))));
    if copy.accessible_name(format!("{} {exact}", ctx.t("card.copy"))).clicked() {
        ui.ctx().copy_text(exact);
    }
    let shown = RichText::new(place(digits)).font(font.clone());
    ui.add(Label::new(shown).truncate());
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
