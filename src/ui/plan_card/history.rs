//! 经过: every record of the feature, newest first, with what became of it. What was taken back is struck through.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::CardAsk;
use crate::plan::{Body, Entry, Fate, FeatureState};
use crate::ui::context::UiCtx;
use crate::ui::describe::{moment_in_words, person_in_words, record_in_words};
use crate::ui::forms::{Content, WithdrawForm};

pub fn history_ui(ctx: &UiCtx<'_>, ui: &mut Ui, state: Option<&FeatureState>) -> Option<CardAsk> {
    let entries = state.map(|state| state.entries.as_slice()).unwrap_or_default();
    if entries.is_empty() {
        ui.label(RichText::new(ctx.t("history.none")).color(ctx.palette.weak));
        return None;
    }
    if let Some(state) = state
        && state.missing_parents > 0
    {
        let words = ctx.fill("history.gap", &[("n", &state.missing_parents)]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
    }
    let mut ask = None;
    for entry in entries.iter().rev() {
        if entry_ui(ctx, ui, entry) {
            let form = WithdrawForm { record: entry.record.id.clone(), ..WithdrawForm::default() };
            ask = Some(CardAsk::Form(Box::new(Content::Withdraw(form))));
        }
    }
    ask
}

/// Draws one record; answers whether it is to be withdrawn.
fn entry_ui(ctx: &UiCtx<'_>, ui: &mut Ui, entry: &Entry) -> bool {
    let record = &entry.record;
    let mut withdraw = false;
    Frame::new().inner_margin(Margin::symmetric(2, 3)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            let at = RichText::new(moment_in_words(ctx, &record.at)).small();
            ui.label(at.color(ctx.palette.weak)).on_hover_text(record.at.as_str());
            let who = RichText::new(person_in_words(ctx, &record.by)).small();
            ui.label(who.color(ctx.palette.weak));
            if let Some(person) = &record.on_behalf_of {
                let words = ctx.fill("history.on_behalf", &[("name", &person.name)]);
                ui.label(RichText::new(words).small().color(ctx.palette.weak));
            }
            if record.on != record.at.day() {
                let words = ctx.fill("history.happened", &[("day", &ctx.day(record.on))]);
                ui.label(RichText::new(words).small());
            }
            let may_withdraw = matches!(entry.fate, Fate::Counts)
                && !matches!(record.body, Body::Adopted(_) | Body::Unknown(_));
            if may_withdraw {
                let button = ui.link(RichText::new(ctx.t("history.withdraw")).small());
                let name =
                    format!("{} {}", ctx.t("history.withdraw"), record_in_words(ctx, record));
                withdraw = button.accessible_name(name).clicked();
            }
        });
        let words = RichText::new(record_in_words(ctx, record));
        let words = match &entry.fate {
            Fate::Withdrawn(_) => words.strikethrough().color(ctx.palette.weak),
            Fate::Counts => words,
            _ => words.color(ctx.palette.weak),
        };
        ui.add(Label::new(words).wrap());
        fate_ui(ctx, ui, &entry.fate);
    });
    ui.separator();
    withdraw
}

fn fate_ui(ctx: &UiCtx<'_>, ui: &mut Ui, fate: &Fate) {
    let words = match fate {
        Fate::Counts => return,
        Fate::Withdrawn(by) => {
            let at = moment_in_words(ctx, &by.at);
            ctx.fill("history.withdrawn", &[("who", &by.by.name), ("at", &at)])
        }
        Fate::NotPermitted(missing) => {
            let why: Vec<&str> = missing.iter().map(|missing| ctx.say(&missing.message)).collect();
            ctx.fill("history.not_permitted", &[("why", &why.join("；"))])
        }
        Fate::Altered => ctx.t("history.altered").to_owned(),
        Fate::Unknown => ctx.t("history.unknown").to_owned(),
        Fate::Later => ctx.t("history.later").to_owned(),
    };
    ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
}
