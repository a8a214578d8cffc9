//! Items to correct: the answer to one, with the pictures that show it, and the verdict on an answer.

use egui::{RichText, Ui};
use serde::{Deserialize, Serialize};

use super::files::{PhotoRow, photo_row_name, photo_rows_ui};
use super::photos::{photo_kinds, photo_parts};
use super::widgets::{FormUi, Offer};
use super::{Problem, part};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, FeatureState, Filed, ItemAnswered, ItemJudged, ItemState, Photo};
use crate::session::ActPart;
use crate::ui::context::{PickFor, UiCtx};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// The item's id.
    pub item: String,
    pub note: String,
    pub photos: Vec<PhotoRow>,
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
    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        item_ui(form, ui, state, &self.item);
        form.lines_ui(ui, "note", ctx.t("answer.what"), &mut self.note);
        ui.horizontal_wrapped(|ui| {
            let add = if self.photos.is_empty() { "photo.add_first" } else { "photo.add" };
            if ui.button(ctx.t(add)).clicked() {
                form.wanted_focus = Some(photo_row_name(self.photos.len()));
                self.photos.push(self.empty_row(state));
            }
            form.choose_ui(ui, PickFor::Photos);
        });
        let kinds = photo_kinds(ctx, key);
        photo_rows_ui(form, ui, &mut self.photos, &kinds);
    }

    /// The form that answers an item: of one about a picture, with a row for another of its kind.
    pub fn to(item: &ItemState, state: &FeatureState) -> Self {
        let mut form = Self { item: item.item.id.clone(), ..Self::default() };
        form.photos.extend(form.objected(state).map(row_like));
        form
    }

    /// The picture that the item objects to.
    pub fn objected<'s>(&self, state: &'s FeatureState) -> Option<&'s Filed<Photo>> {
        let item = state.items.iter().find(|item| item.item.id == self.item)?;
        let sha256 = item.item.target.as_deref()?.strip_prefix("photo:")?;
        state.photos.iter().find(|photo| photo.body.sha256 == sha256)
    }

    /// A row for a picture of the kind that the item is about.
    fn empty_row(&self, state: Option<&FeatureState>) -> PhotoRow {
        state.and_then(|state| self.objected(state)).map(row_like).unwrap_or_default()
    }

    /// The pictures come first: the answer rests on them.
    pub fn parts(&self, ctx: &UiCtx<'_>, on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let mut parts = photo_parts(ctx, &self.photos, on)?;
        let note = self.note.trim().to_owned();
        if note.is_empty() && parts.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("answer.wanted"))]);
        }
        let answered = ItemAnswered { item: self.item.clone(), note, ..ItemAnswered::default() };
        parts.push(part(Body::ItemAnswered(answered)));
        Ok(parts)
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

/// A row for another picture of what this one shows.
fn row_like(photo: &Filed<Photo>) -> PhotoRow {
    PhotoRow { kind: photo.body.photo_kind.clone(), ..PhotoRow::default() }
}

/// The answer that was given back last, and why.
pub fn not_enough_ui(ctx: &UiCtx<'_>, ui: &mut Ui, item: &ItemState) {
    let Some(again) = &item.again else { return };
    let (answer, why) = again.words();
    if !answer.is_empty() {
        let words = ctx.fill("answer.before", &[("text", &answer)]);
        ui.add(egui::Label::new(RichText::new(words).color(ctx.palette.weak)).wrap());
    }
    let why = if why.is_empty() { ctx.t("answer.again_wordless") } else { why };
    let (who, day) = (&again.judged.by.name, ctx.day(again.judged.on));
    let words = ctx.fill("answer.again", &[("text", &why), ("who", who), ("day", &day)]);
    ui.add(egui::Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
}

fn item_ui(form: &FormUi<'_>, ui: &mut Ui, state: Option<&FeatureState>, id: &str) {
    let item = state.and_then(|state| state.items.iter().find(|item| item.item.id == id));
    let Some(state_of @ ItemState { item, answered, .. }) = item else { return };
    ui.add(egui::Label::new(RichText::new(&item.text).strong()).wrap());
    not_enough_ui(form.ctx, ui, state_of);
    if let Some(Body::ItemAnswered(answer)) = answered.as_ref().map(|record| &record.body) {
        let text = form.ctx.fill("answer.given", &[("text", &answer.note)]);
        ui.add(egui::Label::new(text).wrap());
    }
}
