//! The foot of the review: send back until when, leave it, agree and go on.

use egui::{Button, RichText, TextEdit, Ui};

use super::gate::Standing;
use super::opinion::Opinion;
use super::verdict::{self, Way};
use crate::session::{Matter, Pending};
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day_ahead;
use crate::ui::shortcuts::{KeyAct, name_of};

/// What a person wants of the foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FootAsk {
    Agree,
    Return,
    Leave,
}

/// The foot: send back until when, leave it, agree and go on.
pub fn foot_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    pending: &Pending,
    opinion: &mut Opinion,
    standing: &Standing,
) -> Option<FootAsk> {
    let mut ask = None;
    ui.horizontal_wrapped(|ui| {
        if verdict::can(ctx, pending, Way::Return) {
            let words = verdict::words_of(ctx, pending, Way::Return);
            let words = Keyed::new(ctx, ui, words, name_of(KeyAct::Return));
            let button = Button::new(RichText::new(&words.shown).color(ctx.palette.bad));
            if ctx.record_button_ui(ui, button).accessible_name(words.in_full).clicked() {
                ask = Some(FootAsk::Return);
            }
            if matches!(pending.matter, Matter::Step(_)) && ctx.may_record() {
                let label = ui.label(ctx.t("review.due"));
                let width = ctx.palette.sizes.body_points * 7.5;
                let edit = TextEdit::singleline(&mut opinion.due).desired_width(width);
                let edit = edit.hint_text(ctx.t("review.due_hint"));
                ui.add(edit).labelled_by(label.id);
                resolved_due_ui(ctx, ui, &opinion.due);
            }
        }
        if !opinion.items.is_empty() {
            let words = ctx.fill("review.listed", &[("n", &opinion.items.len())]);
            ui.label(RichText::new(words).color(ctx.palette.bad));
        }
        if !ctx.may_record() {
            ui.label(RichText::new(ctx.why_read_only()).color(ctx.palette.warn));
        }
        let leave = ctx.t("review.leave").to_owned();
        let leave = Keyed::new(ctx, ui, leave, name_of(KeyAct::NextTodo));
        if ui.button(leave.shown).accessible_name(leave.in_full).clicked() {
            ask = Some(FootAsk::Leave);
        }
        if verdict::can(ctx, pending, Way::Agree) && agree_ui(ctx, ui, pending, opinion, standing) {
            ask = Some(FootAsk::Agree);
        }
    });
    ask
}

/// At the right end of the foot: what agreeing still wants, and agreeing. On a line of its own where there is no room
/// beside the others. Answers whether it was pressed.
fn agree_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    pending: &Pending,
    opinion: &Opinion,
    standing: &Standing,
) -> bool {
    let then = format!("{}  {}", name_of(KeyAct::Record), ctx.t("review.then_next"));
    let agree = Keyed::new(ctx, ui, verdict::words_of(ctx, pending, Way::Agree), then);
    let open = standing.open();
    let unchosen = verdict::unchosen(ctx, pending, opinion);
    let wanted = [("step.missing", open), ("review.unchosen", unchosen)];
    let wanted = wanted.into_iter().filter(|(_, count)| *count > 0);
    let wanted: Vec<String> = wanted.map(|(key, n)| ctx.fill(key, &[("n", &n)])).collect();
    // Green says that a press will do: with remarks listed, or nothing chosen, it will not.
    let is_ready = wanted.is_empty() && opinion.items.is_empty();
    let colour = if is_ready { ctx.palette.good } else { ctx.palette.weak };

    let font = egui::TextStyle::Button.resolve(ui.style());
    let spacing = ui.spacing();
    let (gap, padding) = (spacing.item_spacing.x, 2.0 * spacing.button_padding.x);
    let words = wanted.iter().chain([&agree.shown]);
    let points = words.map(|words| {
        let galley = ui.painter().layout_no_wrap(words.clone(), font.clone(), colour);
        galley.size().x + gap
    });
    let points = points.sum::<f32>() + padding;

    let mut pressed = false;
    let mut button_ui = |ui: &mut Ui| {
        let button = Button::new(RichText::new(&agree.shown).strong().color(colour));
        let button = ctx.record_button_ui(ui, button).accessible_name(&agree.in_full);
        pressed = button.clicked();
    };
    let wanted_ui = |ui: &mut Ui, words: &String| {
        ui.label(RichText::new(words).color(ctx.palette.warn));
    };
    if points <= ui.available_size_before_wrap().x {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            button_ui(ui);
            wanted.iter().rev().for_each(|words| wanted_ui(ui, words));
        });
    } else {
        wanted.iter().for_each(|words| wanted_ui(ui, words));
        button_ui(ui);
    }
    pressed
}

/// What a button says: its words with their keys, in a low window without them.
struct Keyed {
    shown: String,
    in_full: String,
}

impl Keyed {
    fn new(ctx: &UiCtx<'_>, ui: &Ui, words: String, keys: String) -> Self {
        let in_full = format!("{words}  {keys}");
        let shown = if ctx.is_low(ui.ctx()) { words } else { in_full.clone() };
        Self { shown, in_full }
    }
}

/// The day that was understood, with its year, before anyone sends it.
fn resolved_due_ui(ctx: &UiCtx<'_>, ui: &mut Ui, typed: &str) {
    if let Some(day) = parse_day_ahead(typed, ctx.snapshot.today) {
        ui.label(RichText::new(format!("= {}", ctx.long_day(day))).color(ctx.palette.weak));
    }
}
