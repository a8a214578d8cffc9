//! 备注: a note, with a day to come back to it.

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::widgets::FormUi;
use super::{Problem, part};
use crate::model::Day;
use crate::plan::{Body, Note};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day_ahead;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteForm {
    pub text: String,
    pub due: String,
}

impl NoteForm {
    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui) {
        form.lines_ui(ui, "note", form.ctx.t("form.note"), &mut self.text);
        let hint = form.ctx.t("form.date_hint");
        form.hinted_line_ui(ui, "due", form.ctx.t("note.due"), &mut self.due, hint);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, _on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let text = self.text.trim().to_owned();
        if text.is_empty() {
            return Err(vec![Problem::new("note", ctx.t("note.wanted"))]);
        }
        let due = parse_day_ahead(&self.due, ctx.snapshot.today);
        if due.is_none() && !self.due.trim().is_empty() {
            return Err(vec![Problem::new("due", ctx.t("form.day_unread"))]);
        }
        let note = Note { text, due: due.map(|day| day.to_string()), ..Note::default() };
        Ok(vec![part(Body::Note(note))])
    }
}
