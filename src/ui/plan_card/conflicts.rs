//! 填报不一致: every value left standing, who wrote it and when, and the way to settle it.

use egui::{Frame, Label, Margin, RichText, Ui};

use super::CardAsk;
use crate::model::FeatureKey;
use crate::plan::{FeatureState, standing_values};
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
            for field in &conflicts {
                ui.label(ctx.field_label(key, field));
                let standards = &ctx.snapshot.rulebook.standards;
                for standing in standing_values(state, field, ctx.procedure(key), standards) {
                    let who = ctx.set_by(standing.record.as_deref());
                    let line = format!("· {}  ({who})", ctx.say(&standing.label));
                    ui.add(Label::new(line).wrap());
                }
            }
            if ui.button(ctx.t("conflict.settle")).clicked() {
                ask = Some(CardAsk::Form(Box::new(Content::Resolve(ResolveForm::default()))));
            }
        },
    );
    ui.add_space(4.0);
    ask
}
