//! 材料: a paper filed by what it is: an acceptance opinion, a laboratory's report, a proof of connection.

use std::path::Path;

use egui::{Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::files::{ending_of, file_name, path_of};
use super::named_file::PAPER_ROW;
use super::widgets::{FormUi, Offer};
use super::{Problem, part_with};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, Document};
use crate::session::ActPart;
use crate::ui::context::{PickFor, UiCtx};
use crate::ui::dates::parse_day;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentForm {
    pub path: String,
    pub kind: String,
    pub title: String,
    /// The paper's own date.
    pub date: String,
    /// Of the bytes that were chosen, once the file was looked at.
    pub sha256: String,
}

impl DocumentForm {
    pub fn of_kind(kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..Self::default() }
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, key: &FeatureKey) {
        let ctx = form.ctx;
        let offers = document_kinds(ctx, key);
        form.choice_list_ui(ui, "kind", ctx.t("document.kind"), &offers, &mut self.kind);
        let hint = ctx.t("document.path_hint");
        let before = self.path.clone();
        form.hinted_line_ui(ui, PAPER_ROW, ctx.t("document.path"), &mut self.path, hint);
        if self.path != before {
            self.sha256.clear();
        }
        if ctx.snapshot.holds(&self.sha256) {
            let words = RichText::new(ctx.t("document.held")).small().color(ctx.palette.good);
            ui.add(Label::new(words).wrap());
        }
        form.choose_ui(ui, PickFor::Document);
        form.line_ui(ui, "title", ctx.t("document.title"), &mut self.title);
        let hint = ctx.t("form.date_hint");
        form.hinted_line_ui(ui, "date", ctx.t("document.date"), &mut self.date, hint);
    }

    /// Another file is meant.
    pub fn point_to(&mut self, path: &Path) {
        self.path = path.to_string_lossy().into_owned();
        self.sha256.clear();
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, _on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let mut problems = Vec::new();
        if self.path.trim().is_empty() {
            problems.push(Problem::new(PAPER_ROW, ctx.t("document.path_wanted")));
        }
        if self.kind.is_empty() {
            problems.push(Problem::new("kind", ctx.t("document.kind_wanted")));
        }
        let date = parse_day(&self.date, ctx.today());
        if date.is_none() && !self.date.trim().is_empty() {
            problems.push(Problem::new("date", ctx.t("form.day_unread")));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let title = match self.title.trim() {
            "" => file_name(&path_of(&self.path)),
            title => title.to_owned(),
        };
        let document = Document {
            sha256: self.sha256.clone(),
            ext: ending_of(&self.path),
            doc_kind: self.kind.clone(),
            title,
            date: date.map(|day| day.to_string()),
            ..Document::default()
        };
        Ok(vec![part_with(Body::Document(document), &self.path)])
    }
}

/// The kinds of papers of a feature's procedure, else the common ones.
pub fn document_kinds(ctx: &UiCtx<'_>, key: &FeatureKey) -> Vec<Offer> {
    const COMMON: [&str; 3] = ["lab_report", "publicity", "other"];
    match ctx.procedure(key) {
        Some(procedure) => procedure
            .document_kinds
            .iter()
            .map(|kind| Offer::new(&kind.code, ctx.say(&kind.label)))
            .collect(),
        None => COMMON.map(|code| Offer::new(code, ctx.words.code("document_kind", code))).to_vec(),
    }
}
