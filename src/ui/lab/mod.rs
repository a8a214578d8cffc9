//! A laboratory's table dropped on the window: its results are shown beside the samples they belong to by number,
//! and recorded in one act. What has no sample here is listed and left alone.

mod matching;
mod table;

use std::path::Path;

use egui::{Label, RichText, ScrollArea, Ui};

use super::context::{Ticket, UiCtx};
use super::dialogs::{Dialog, DialogEnd, foot_ui};
use super::forms::{Offer, file_name, part};
use super::lines::words_ui;
use super::notices::Tone;
use super::screen::Screen;
use crate::model::FeatureKey;
use crate::plan::{Body, Measured, SampleResult};
use crate::session::{Act, Command, Outcome, TableSheet};
use matching::{Found, find_all};
use table::{LabSample, LabTable, read_lab_table};

/// A table's results before they are recorded.
#[derive(Debug)]
pub struct LabDialog {
    file: String,
    table: LabTable,
    /// Whose each sample is, as of a snapshot.
    found: Vec<Found>,
    found_of: Option<u64>,
    /// `lab`, `auto` or `quick`.
    source: String,
    waiting: Option<Ticket>,
    problem: Option<String>,
}

impl LabDialog {
    fn new(file: String, table: LabTable) -> Self {
        Self {
            file,
            table,
            found: Vec::new(),
            found_of: None,
            source: "lab".to_owned(),
            waiting: None,
            problem: None,
        }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        if self.found_of != Some(ctx.snapshot_no) {
            self.found = find_all(ctx, &self.table.samples);
            self.found_of = Some(ctx.snapshot_no);
        }
        let ready = self.found.iter().filter(|found| found.to_record().is_some()).count();
        let known = self.found.iter().filter(|found| matches!(found, Found::Known(_))).count();
        let all = self.found.len();
        let values: [(&str, &dyn std::fmt::Display); 5] = [
            ("file", &self.file),
            ("n", &all),
            ("ready", &ready),
            ("known", &known),
            ("left", &(all - ready - known)),
        ];
        ui.add(Label::new(RichText::new(ctx.fill("lab.result", &values)).strong()).wrap());
        if self.table.cells_unread > 0 {
            let words = ctx.fill("lab.cells_unread", &[("n", &self.table.cells_unread)]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        }
        let height = (ui.ctx().content_rect().height() - 260.0).max(90.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            // What is left alone is read first: somebody has to do something about it.
            let is_left = |found: &Found| matches!(found, Found::Nowhere | Found::Several);
            for left in [true, false] {
                let lines = self.table.samples.iter().zip(&self.found);
                for (sample, found) in lines.filter(|(_, found)| is_left(found) == left) {
                    line_ui(ctx, ui, sample, found);
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(ctx.t("sample.source"));
            for code in ["lab", "auto", "quick"] {
                let offer = Offer::new(code, ctx.words.code("source", code));
                ui.selectable_value(&mut self.source, offer.code, offer.label);
            }
        });
        if let Some(problem) = &self.problem {
            ui.add(Label::new(RichText::new(problem).color(ctx.palette.bad)).wrap());
        }
        self.foot_ui(ctx, ui, ready)
    }

    fn foot_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, ready: usize) -> Option<DialogEnd> {
        let mut end = None;
        foot_ui(ui, |ui| {
            if self.waiting.is_some() {
                ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
                return;
            }
            let may = ready > 0 && ctx.actor.is_some() && !ctx.snapshot.read_only;
            let words = ctx.fill("lab.record", &[("n", &ready)]);
            let record = egui::Button::new(RichText::new(words).strong());
            let by_key =
                ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
            if (ui.add_enabled(may, record).clicked() || by_key) && may {
                self.problem = None;
                self.waiting = Some(ctx.outbox.command(Command::RecordAll(self.acts())));
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
            if ctx.actor.is_none() {
                ui.label(RichText::new(ctx.t("tray.who_first")).color(ctx.palette.warn));
            }
        });
        end
    }

    /// One act for each feature, its samples in the order of the table.
    fn acts(&self) -> Vec<Act> {
        let mut acts: Vec<Act> = Vec::new();
        for (sample, found) in self.table.samples.iter().zip(&self.found) {
            let Some(key) = found.to_record() else { continue };
            let measured = |row: &super::forms::sample::ResultRow| {
                (row.item.clone(), Measured { value: row.value.clone(), unit: row.unit.clone() })
            };
            let result = part(Body::SampleResult(SampleResult {
                no: sample.no.clone(),
                source: self.source.clone(),
                items: sample.results.iter().map(measured).collect(),
                ..SampleResult::default()
            }));
            match acts.iter_mut().find(|act| act.feature == *key) {
                Some(act) => act.parts.push(result),
                None => acts.push(Act {
                    feature: key.clone(),
                    on: None,
                    on_behalf_of: None,
                    parts: vec![result],
                }),
            }
        }
        acts
    }
}

/// One sample: its number, whose it is, what was measured, and what becomes of it.
fn line_ui(ctx: &UiCtx<'_>, ui: &mut Ui, sample: &LabSample, found: &Found) {
    words_ui(ui, |ui| {
        ui.label(RichText::new(&sample.no).monospace());
        let of = |key: &FeatureKey| ctx.name_of(key);
        let (name, what, colour) = match found {
            Found::Waiting(key) => (of(key), "", ctx.palette.text),
            Found::Known(key) => (of(key), ctx.t("lab.known"), ctx.palette.weak),
            Found::Differs(key) => (of(key), ctx.t("lab.differs"), ctx.palette.warn),
            Found::Several => (String::new(), ctx.t("lab.several"), ctx.palette.bad),
            Found::Nowhere => (String::new(), ctx.t("lab.nowhere"), ctx.palette.bad),
        };
        if !name.is_empty() {
            ui.label(name);
        }
        let results = sample.results.iter().map(|row| {
            format!("{} {} {}", ctx.item_label(&row.item), row.value, row.unit).trim().to_owned()
        });
        let results = results.collect::<Vec<_>>().join(" · ");
        ui.add(Label::new(RichText::new(results).color(ctx.palette.weak)).wrap());
        if !what.is_empty() {
            let what = match found.to_record().is_none() && !matches!(found, Found::Known(_)) {
                true => format!("{} {what}", ctx.fill("lab.line", &[("n", &sample.line)])),
                false => what.to_owned(),
            };
            ui.label(RichText::new(what).color(colour));
        }
    });
}

impl Screen {
    /// A table was read: its results are shown, or why it has none.
    pub fn table_read(
        &mut self,
        ctx: &UiCtx<'_>,
        path: &Path,
        read: Result<Vec<TableSheet>, String>,
    ) {
        let file = file_name(path);
        let sheets = match read {
            Ok(sheets) => sheets,
            Err(why) => return self.notices.add(Tone::Bad, why),
        };
        let standards = &ctx.snapshot.rulebook.standards;
        let tables = sheets.iter().filter_map(|sheet| read_lab_table(sheet, standards));
        let mut whole = LabTable::default();
        for table in tables {
            whole.samples.extend(table.samples);
            whole.cells_unread += table.cells_unread;
        }
        if whole.samples.is_empty() {
            return self.notices.add(Tone::Bad, ctx.fill("lab.none", &[("file", &file)]));
        }
        self.dialog = Some(Dialog::Lab(LabDialog::new(file, whole)));
    }

    /// The session has answered; `false` if this is not about a laboratory's table.
    pub(super) fn lab_answer(
        &mut self,
        ctx: &UiCtx<'_>,
        ticket: Ticket,
        outcome: &Result<Outcome, String>,
    ) -> bool {
        let Some(Dialog::Lab(lab)) = &mut self.dialog else { return false };
        if lab.waiting != Some(ticket) {
            return false;
        }
        lab.waiting = None;
        match outcome {
            Ok(Outcome::Recorded { records }) => {
                let results = records.iter().filter(|it| matches!(it.body, Body::SampleResult(_)));
                let words = ctx.fill("lab.recorded", &[("n", &results.count())]);
                self.notices.add(Tone::Good, words);
                // What was left alone is still to be read.
                let is_left = |found: &Found| matches!(found, Found::Nowhere | Found::Several);
                if !lab.found.iter().any(is_left) {
                    self.dialog = None;
                }
            }
            Ok(Outcome::Rehearsed(refused)) => {
                lab.problem = Some(super::answers::refused_in_words(ctx, refused));
            }
            Ok(_) => {}
            Err(why) => lab.problem = Some(why.clone()),
        }
        true
    }
}
