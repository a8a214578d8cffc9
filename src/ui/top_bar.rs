//! The top line: open and export, language and theme, the mark of invented data, who is at the keyboard.

use egui::{Align, Button, Layout, RichText, Ui};

use super::context::UiCtx;
use super::shortcuts::{KeyAct, name_of};
use super::view_state::{ThemeMode, ViewState};
use crate::model::Lang;

/// What was asked for in the top line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopAsk {
    Open,
    TypePath,
    Export,
    Undo,
    Redo,
    Person,
    Keys,
}

pub fn top_bar_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<TopAsk> {
    let mut ask = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new(ctx.t("app.name")).size(20.0).color(ctx.palette.accent));
        ui.add_space(4.0);
        let open = ui.button(ctx.t("top.open")).on_hover_text(name_of(KeyAct::Open));
        if open.clicked() {
            ask = Some(TopAsk::Open);
        }
        if ui.button(ctx.t("open.type_path")).clicked() {
            ask = Some(TopAsk::TypePath);
        }
        if !ctx.snapshot.layers.is_empty() && ui.button(ctx.t("top.export")).clicked() {
            ask = Some(TopAsk::Export);
        }
        ui.separator();
        if ui.button(ctx.t("top.undo")).on_hover_text(name_of(KeyAct::Undo)).clicked() {
            ask = Some(TopAsk::Undo);
        }
        if ui.button(ctx.t("top.redo")).on_hover_text(name_of(KeyAct::Redo)).clicked() {
            ask = Some(TopAsk::Redo);
        }
        if ctx.snapshot.synthetic {
            ui.separator();
            synthetic_mark_ui(ctx, ui);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(ctx.t("top.keys")).clicked() {
                ask = Some(TopAsk::Keys);
            }
            look_buttons_ui(ctx, ui, view);
            ui.separator();
            let person = match ctx.actor {
                Some(_) => ctx.t("top.switch"),
                None => ctx.t("top.who"),
            };
            if ui.button(person).clicked() {
                ask = Some(TopAsk::Person);
            }
            if let Some(actor) = ctx.actor {
                let words = ctx.person(actor);
                let with = match view.companions.trim() {
                    "" => words,
                    names => format!("{words}  {}", ctx.fill("top.with", &[("names", &names)])),
                };
                ui.add(egui::Label::new(with).truncate());
            }
        });
    });
    ask
}

fn synthetic_mark_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    egui::Frame::new()
        .fill(ctx.palette.warn_ground)
        .stroke(egui::Stroke::new(1.0, ctx.palette.warn))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(8, 2))
        .show(ui, |ui| {
            ui.label(RichText::new(ctx.t("top.synthetic")).color(ctx.palette.warn))
                .on_hover_text(ctx.t("top.synthetic_why"));
        });
}

fn look_buttons_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
    let theme = match view.theme {
        ThemeMode::Dark => "top.light",
        ThemeMode::Light | ThemeMode::System if ctx.palette.dark => "top.light",
        ThemeMode::Light | ThemeMode::System => "top.dark",
    };
    if ui.button(ctx.t(theme)).on_hover_text(ctx.t("top.theme_why")).clicked() {
        view.theme = if ctx.palette.dark { ThemeMode::Light } else { ThemeMode::Dark };
    }
    // Each language is named in itself: who cannot read the one finds the other.
    let (label, other) = match view.lang {
        Lang::Zh => ("English", Lang::En),
        Lang::En => ("中文", Lang::Zh),
    };
    if ui.add(Button::new(label)).clicked() {
        view.lang = other;
    }
}
