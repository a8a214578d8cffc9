//! Items to correct: the answer to one, and the verdict on an answer.

use egui::{RichText, Ui};
use serde::{Deserialize, Serialize};

use super::widgets::{FormUi, Offer};
use super::{Problem, part};
use crate::plan::{Body, FeatureState, ItemAnswered, ItemJudged, ItemState};
use crate::session::ActPart;
use crate::ui::context::UiCtx;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// The item's id.
    pub item: String,
    pub note: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    /// The item's id.
    pub item: String,
    /// `accepted` or `again`.
    pub verdict: String,
    pub note: String,
}

impl AnswerForm {
    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>) {
        item_ui(form, ui, state, &self.item);
        form.lines_ui(ui, "note", form.ctx.t("answer.what"), &mut self.note);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>) -> Result<Vec<ActPart>, Vec<Problem>> {
        let note = self.note.trim().to_owned();
        if note.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("answer.wanted"))]);
        }
        let answered = ItemAnswered { item: self.item.clone(), note, ..ItemAnswered::default() };
        Ok(vec![part(Body::ItemAnswered(answered))])
    }
}

impl JudgeForm {
    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>) {
        item_ui(form, ui, state, &self.item);
        let ctx = form.ctx;
        let verdicts =
            ["accepted", "again"].map(|code| Offer::new(code, ctx.words.code("verdict", code)));
        form.choice_ui(ui, "verdict", ctx.t("answer.verdict"), &verdicts, &mut self.verdict);
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>) -> Result<Vec<ActPart>, Vec<Problem>> {
        if self.verdict.is_empty() {
            return Err(vec![Problem::new("verdict", ctx.t("answer.verdict_wanted"))]);
        }
        let judged = ItemJudged {
            item: self.item.clone(),
            verdict: self.verdict.clone(),
            note: self.note.trim().to_owned(),
        };
        Ok(vec![part(Body::ItemJudged(judged))])
    }
}

fn item_ui(form: &FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>, id: &str) {
    let item = state.and_then(|state| state.items.iter().find(|item| item.item.id == id));
    let Some(ItemState { item, answered, .. }) = item else { return };
    ui.add(egui::Label::new(RichText::new(&item.text).strong()).wrap());
    if let Some(Body::ItemAnswered(answer)) = answered.as_ref().map(|record| &record.body) {
        let text = form.ctx.fill("answer.given", &[("text", &answer.note)]);
        ui.add(egui::Label::new(text).wrap());
    }
}
