//! 填报不一致: two people wrote different values; one of them, or a third, is chosen for each field, by who may
//! decide it; a party may only give way.

use egui::{RichText, Ui};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::field_editor::{finished, text_of};
use super::widgets::FormUi;
use super::{Problem, part};
use crate::model::FeatureKey;
use crate::plan::{
    Actor, Body, DEADLINE_CURRENT, FeatureState, Fields, Resolved, StandingValue, may_settle_onto,
    standing_values,
};
use crate::session::ActPart;
use crate::ui::context::UiCtx;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResolveForm {
    /// The value chosen, by field code (`stage` included).
    pub chosen: Fields,
    pub note: String,
}

impl ResolveForm {
    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        let Some(state) = state else { return };
        let (procedure, nobody) = (ctx.procedure(key), Actor::default());
        let by = ctx.actor.unwrap_or(&nobody);
        for field in state.conflicts() {
            ui.label(RichText::new(ctx.field_label(key, &field)).strong());
            let standards = &ctx.snapshot.rulebook.standards;
            let standing = standing_values(state, &field, procedure, standards);
            let may = |value: &Value| may_settle_onto(procedure, state, &field, value, by);
            for StandingValue { value, label, record } in standing {
                if !may(&value) {
                    continue;
                }
                let chosen = self.chosen.get(&field) == Some(&value);
                let who = ctx.set_by(record.as_deref());
                let response = ui.radio(chosen, format!("{} · {who}", ctx.say(&label)));
                if response.clicked() {
                    self.chosen.insert(field.clone(), value);
                }
                form.follow_focus(&field, &response);
            }
            // A stage, position or decided deadline is one of those that stand; a field may also be given a third value.
            let is_field = !matches!(field.as_str(), "stage" | "geometry" | DEADLINE_CURRENT)
                && !field.contains('/');
            if is_field && may(&Value::Null) {
                let mut typed = self.chosen.get(&field).map(text_of).unwrap_or_default();
                let before = typed.clone();
                form.line_ui(ui, &format!("{field}/other"), ctx.t("resolve.other"), &mut typed);
                if typed != before {
                    self.chosen.insert(field.clone(), Value::String(typed));
                }
            }
        }
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Result<Vec<ActPart>, Vec<Problem>> {
        if self.chosen.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("resolve.wanted"))]);
        }
        let defs =
            ctx.procedure(key).map(|procedure| procedure.fields.as_slice()).unwrap_or_default();
        let fields = finished(&self.chosen, defs, ctx.today()).map_err(|names| {
            names
                .iter()
                .map(|name| Problem::new(name, ctx.t("form.day_unread")))
                .collect::<Vec<_>>()
        })?;
        Ok(vec![part(Body::Resolved(Resolved { fields, note: self.note.trim().to_owned() }))])
    }
}
