//! The card's head: which feature, where it stands, until when, what contradicts.

use egui::{Align, Button, Label, Layout, RichText, Ui};

use super::{CardAsk, StepView, best_step, phases};
use crate::model::FeatureKey;
use crate::plan::{FeatureState, grade_differs};
use crate::session::held_by;
use crate::ui::context::UiCtx;
use crate::ui::dates::days_between;
use crate::ui::lines::{small, strut_ui, words_ui};
use crate::ui::stage_symbol;
use crate::ui::theme::HEADING_POINTS;

pub fn header_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
    steps: &[StepView],
) -> Option<CardAsk> {
    if ctx.is_tight(ui.ctx()) {
        return line_ui(ctx, ui, key, state);
    }
    let mut ask = None;
    let name = ctx.name_of(key);
    ui.horizontal(|ui| {
        if let Some(look) = stage_symbol::look_of(ctx, key, state) {
            stage_symbol::stage_symbol_ui(ctx, ui, &look, 30.0);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(ctx.t("card.on_map")).clicked() {
                ask = Some(CardAsk::ShowOnMap);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(&name).size(HEADING_POINTS)).truncate())
                    .on_hover_text(&name);
            });
        });
    });
    let staged = ctx.procedure(key).is_some_and(|procedure| procedure.has_stages());
    let facts_ui = |ui: &mut Ui| {
        // A line breaks between facts, not within one.
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        stage_line_ui(ctx, ui, key, state);
        if !ctx.is_low(ui.ctx()) {
            holder_ui(ctx, ui, key, state, steps);
        }
        if let Some(state) = state {
            deadline_line_ui(ctx, ui, key, state);
            if let Some(words) = ctx.procedure(key).and_then(|it| grade_differs(it, state)) {
                ui.label(RichText::new(ctx.say(&words)).color(ctx.palette.warn).strong());
            }
        }
    };
    // Where there is little room the code leads the facts, and the way through the stages is left to them.
    let is_low = ctx.is_low(ui.ctx());
    words_ui(ui, |ui| {
        code_ui(ctx, ui, key);
        if is_low && staged {
            facts_ui(ui);
        }
    });
    if staged && !is_low {
        if let Some(state) = state {
            phases::phases_ui(ctx, ui, key, state);
        }
        words_ui(ui, facts_ui);
    }
    ask
}

/// The head in one line: the symbol says the stage, the name is cut before the days that are left.
fn line_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
) -> Option<CardAsk> {
    let mut ask = None;
    let name = ctx.name_of(key);
    ui.horizontal(|ui| {
        if let Some(look) = stage_symbol::look_of(ctx, key, state) {
            stage_symbol::stage_symbol_ui(ctx, ui, &look, 26.0);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(ctx.t("card.on_map")).clicked() {
                ask = Some(CardAsk::ShowOnMap);
            }
            if let Some(state) = state {
                days_left_ui(ctx, ui, key, state);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = RichText::new(&name).strong();
                ui.add(Label::new(words).truncate())
                    .on_hover_text(format!("{name} {}", key.code()));
            });
        });
    });
    ask
}

fn code_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey) {
    strut_ui(ctx, ui);
    ui.label(RichText::new(key.code()).monospace());
    let copy = ui.add(small(ctx, Button::new(ctx.t("card.copy"))));
    if copy.accessible_name(format!("{} {}", ctx.t("card.copy"), key.code())).clicked() {
        ui.ctx().copy_text(key.code().to_owned());
    }
    ui.label(RichText::new(ctx.kind_name(&key.kind())).color(ctx.palette.weak));
}

fn stage_line_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, state: Option<&FeatureState>) {
    let stage = state.and_then(FeatureState::stage_code);
    let words = match stage {
        Some(stage) => ctx.stage_label(key, stage),
        None => ctx.t("card.not_started").to_owned(),
    };
    ui.label(RichText::new(words).strong());
    let Some(state) = state else { return };
    match state.unproven_why().filter(|_| state.own_procedure().is_some()) {
        Some(why) => {
            ui.label(RichText::new(ctx.say(&why)).color(ctx.palette.warn));
        }
        None if state.unproven => {
            ui.label(RichText::new(ctx.t("card.unproven")).color(ctx.palette.warn))
                .on_hover_text(ctx.t("card.unproven_why"));
        }
        None => {}
    }
    if let Some(since) = &state.stage_since {
        let days = days_between(since.day(), ctx.snapshot.today) + 1;
        if days >= 1 {
            let words = ctx.fill("card.day_of_stage", &[("n", &days)]);
            ui.label(RichText::new(words).color(ctx.palette.weak));
        }
    }
    if let Some(percent) = state.percent {
        ui.label(ctx.fill("card.percent", &[("n", &percent)]));
    }
}

/// In whose hands it is and since when: a person where one is known, else who may take the step that leads on.
fn holder_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
    steps: &[StepView],
) {
    let held =
        ctx.procedure(key).zip(state).and_then(|(procedure, state)| held_by(procedure, state));
    let words = match held {
        Some((who, since)) => {
            let days = days_between(since, ctx.snapshot.today).max(0) + 1;
            ctx.fill("review.held", &[("who", &who), ("n", &days)])
        }
        None => {
            let Some(step) = best_step(steps) else { return };
            let roles: Vec<&str> =
                step.roles.iter().map(|role| ctx.words.code("role", role.code())).collect();
            ctx.fill("card.waits_for", &[("who", &roles.join(" / "))])
        }
    };
    ui.label(RichText::new(words).color(ctx.palette.weak));
}

fn deadline_line_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, state: &FeatureState) {
    let Some(current) = state.deadline_current else { return };
    match state.deadline_original {
        Some(original) if original != current => {
            // What was promised first is past, though there is time by what it was moved to.
            let past = days_between(original, ctx.snapshot.today);
            let original = ctx.day(original);
            match past > 0 && is_open(ctx, key, state) {
                true => ui
                    .label(ctx.fill("card.due_original_past", &[("day", &original), ("n", &past)])),
                false => ui.label(ctx.fill("card.due_original", &[("day", &original)])),
            };
            let current = ctx.day(current);
            ui.label(ctx.fill("card.due_adjusted", &[("day", &current)]));
        }
        _ => {
            let current = ctx.day(current);
            ui.label(ctx.fill("card.due", &[("day", &current)]));
        }
    }
    days_left_ui(ctx, ui, key, state);
}

/// Whether it is still to be brought to an end.
fn is_open(ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState) -> bool {
    let stage = ctx.procedure(key).zip(state.stage_code());
    stage.is_some_and(|(procedure, stage)| procedure.is_in_set("open", stage))
}

/// How long it is overdue, or how little is left.
fn days_left_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, state: &FeatureState) {
    let Some(current) = state.deadline_current else { return };
    let days = days_between(ctx.snapshot.today, current);
    if ctx.is_overdue(key, state) {
        let words = ctx.fill("card.overdue", &[("n", &-days)]);
        ui.label(RichText::new(words).color(ctx.palette.bad).strong());
    } else if is_open(ctx, key, state) && (0..=30).contains(&days) {
        let words = ctx.fill("card.days_left", &[("n", &days)]);
        ui.label(RichText::new(words).color(ctx.palette.warn));
    }
}
