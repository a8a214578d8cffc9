//! 撤回: taking one record back, saying why. It stays in the history, struck through.

use egui::{RichText, Ui};
use serde::{Deserialize, Serialize};

use super::Problem;
use super::widgets::FormUi;
use crate::plan::FeatureState;
use crate::ui::context::UiCtx;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    /// The record's id.
    pub record: String,
    pub note: String,
}

impl WithdrawForm {
    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>) {
        let ctx = form.ctx;
        let entry = state
            .and_then(|state| state.entries.iter().find(|entry| entry.record.id == self.record));
        if let Some(entry) = entry {
            let words = entry
                .record
                .feature
                .as_ref()
                .map_or_else(String::new, |key| ctx.sentence_in_full(key, &entry.record.body));
            ui.add(egui::Label::new(RichText::new(words).strong()).wrap());
        }
        form.lines_ui(ui, "note", ctx.t("withdraw.why"), &mut self.note);
    }

    /// Its author needs no reason; another person does, and the session says so.
    pub fn problems(&self, ctx: &UiCtx<'_>) -> Result<(), Vec<Problem>> {
        if self.record.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("withdraw.gone"))]);
        }
        Ok(())
    }
}
