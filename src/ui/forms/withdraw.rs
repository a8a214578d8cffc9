//! 撤回: taking records back. What others have is struck out (划改), and wants a reason.

use egui::{Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::Problem;
use super::widgets::FormUi;
use crate::plan::{Entry, FeatureState};
use crate::ui::context::UiCtx;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    /// The records' ids.
    pub records: Vec<String>,
    pub note: String,
}

impl WithdrawForm {
    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>) {
        let ctx = form.ctx;
        let entries = state.map(|state| state.entries.as_slice()).unwrap_or_default();
        let own: Vec<&Entry> =
            entries.iter().filter(|entry| self.records.contains(&entry.record.id)).collect();
        for entry in &own {
            let Some(key) = &entry.record.feature else { continue };
            let words = ctx.sentence_in_full(key, &entry.record, entries);
            ui.add(Label::new(RichText::new(words).strong()).wrap());
        }
        if own.len() < self.records.len() {
            let words = ctx.fill("withdraw.elsewhere", &[("n", &(self.records.len() - own.len()))]);
            ui.label(RichText::new(words).color(ctx.palette.weak));
        }
        let left_at = own.iter().filter_map(|entry| ctx.snapshot.left_at(&entry.record.hash)).min();
        if let Some(left_at) = left_at {
            let words = ctx.fill("withdraw.left", &[("day", &ctx.day(left_at.day()))]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        }
        form.lines_ui(ui, "note", ctx.t("withdraw.why"), &mut self.note);
    }

    /// Its author needs no reason; another person does, and the session says so.
    pub fn problems(&self, ctx: &UiCtx<'_>) -> Result<(), Vec<Problem>> {
        if self.records.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("withdraw.gone"))]);
        }
        Ok(())
    }
}
