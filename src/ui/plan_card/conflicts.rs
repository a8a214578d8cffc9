//! 填报不一致: every value left standing, who wrote it and when, and the way to settle it for who may; others read who
//! decides.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::CardAsk;
use crate::model::FeatureKey;
use crate::plan::{Actor, FeatureState, may_settle_onto, standing_values, who_decides};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, ResolveForm};

pub fn conflicts_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: &FeatureState,
) -> Option<CardAsk> {
    let conflicts = state.conflicts();
    if conflicts.is_empty() {
        return None;
    }
    let mut ask = None;
    Frame::new().fill(ctx.palette.warn_ground).corner_radius(6).inner_margin(Margin::same(8)).show(
        ui,
        |ui| {
            let title = ctx.fill("conflict.title", &[("n", &conflicts.len())]);
            ui.label(RichText::new(format!("≠ {title}")).color(ctx.palette.warn).strong());
            let (procedure, nobody) = (ctx.procedure(key), Actor::default());
            let by = ctx.actor.unwrap_or(&nobody);
            let mut is_for_me = false;
            for field in &conflicts {
                ui.label(ctx.field_label(key, field));
                let standards = &ctx.snapshot.rulebook.standards;
                for standing in standing_values(state, field, ctx.procedure(key), standards) {
                    let who = ctx.set_by(standing.record.as_deref());
                    let line = format!("· {}  ({who})", ctx.say(&standing.label));
                    ui.add(Label::new(line).wrap());
                    is_for_me |= may_settle_onto(procedure, state, field, &standing.value, by);
                }
                if let Some(who) = who_decides(procedure, state, field, by) {
                    let who = RichText::new(ctx.say(&who)).color(ctx.palette.weak);
                    ui.add(Label::new(who).wrap());
                }
            }
            let settle = egui::Button::new(ctx.t("conflict.settle"));
            if is_for_me && ctx.record_button_ui(ui, settle).clicked() {
                ask = Some(CardAsk::Form(Box::new(Content::Resolve(ResolveForm::default()))));
            }
        },
    );
    ui.add_space(4.0);
    ask
}

/// What a newer file states and figures do not follow, where nothing is settled onto it.
pub fn held_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, state: &FeatureState) {
    let Some(procedure) = ctx.procedure(key).filter(|_| !state.held.is_empty()) else { return };
    let frame = Frame::new().fill(ctx.palette.warn_ground).corner_radius(6);
    frame.inner_margin(Margin::same(8)).show(ui, |ui| {
        for guard in &state.held {
            let words = guard.words(procedure, &ctx.snapshot.rulebook.standards);
            let words = ctx.fill("conflict.held", &[("what", &ctx.say(&words))]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        }
    });
    ui.add_space(4.0);
}
