//! 改过的格子: a value that says something else than it first did wears a small triangle; hovering tells what it was,
//! and who changed it when.

use egui::{Color32, Rect, Shape, Ui, pos2};
use serde_json::Value;

use super::context::UiCtx;
use crate::model::FeatureKey;
use crate::plan::{Body, Fate, FeatureState, FieldDef};

/// The sides of the triangle.
const SIDE_POINTS: f32 = 7.0;

/// A value that was changed here.
pub struct ChangedValue<'a> {
    state: &'a FeatureState,
    code: &'a str,
    before: &'a Value,
}

impl<'a> ChangedValue<'a> {
    /// `None` where the value is the first there was, or where its history does not say it was another.
    pub fn of(state: &'a FeatureState, code: &'a str) -> Option<Self> {
        let register = state.fields.get(code)?;
        let newest = register.standing.last()?.record.as_ref()?;
        if matches!(newest.body, Body::Adopted(_)) {
            return None;
        }
        let earlier = state
            .entries
            .iter()
            .filter(|entry| matches!(entry.fate, Fate::Counts))
            .take_while(|entry| entry.record.hash != newest.hash);
        let before = earlier.filter_map(|entry| entry.record.body.fields()?.get(code)).last()?;
        let is_other = !before.is_null() && register.value() != Some(before);
        is_other.then_some(Self { state, code, before })
    }

    /// The triangle in the upper right corner of where the value stands; hovering says the rest.
    pub fn ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &Ui,
        key: &FeatureKey,
        field: Option<&FieldDef>,
        cell: Rect,
    ) {
        corner(ui, cell, ctx.palette.accent);
        let id = egui::Id::unique(("changed value", key.as_str(), self.code));
        let hover = ui.interact(cell, id, egui::Sense::hover());
        let is_personal = field.is_some_and(|field| field.personal);
        hover.on_hover_ui(|ui| {
            let before = match is_personal {
                true => ctx.t("card.personal").to_owned(),
                false => ctx.value_label(field, self.before),
            };
            let register = self.state.fields.get(self.code);
            let by = register.and_then(|it| it.standing.last()?.record.as_deref());
            ui.label(ctx.fill("plan.was", &[("value", &before), ("by", &ctx.set_by(by))]));
        });
    }
}

fn corner(ui: &Ui, cell: Rect, color: Color32) {
    let top = cell.right_top();
    let points = vec![top, pos2(top.x - SIDE_POINTS, top.y), pos2(top.x, top.y + SIDE_POINTS)];
    ui.painter().add(Shape::convex_polygon(points, color, egui::Stroke::NONE));
}
