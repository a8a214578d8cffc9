//! A laboratory's table dropped on the window: its results are shown beside the samples they belong to by number,
//! and recorded in one act. What has no sample here is listed and left alone; what is in doubt holds its own sample
//! and no other.

mod lines;
mod matching;
mod samples;

use std::path::Path;

use egui::{Label, RichText, ScrollArea, Ui};

use super::context::{Ticket, UiCtx};
use super::dialogs::{Dialog, DialogEnd, foot_ui};
use super::forms::{Offer, file_name, part};
use super::notices::Tone;
use super::screen::Screen;
use crate::plan::{Body, Measured, SampleResult, as_recorded};
use crate::session::{Act, Command, Outcome, TableSheet};
use lines::{not_read_ui, sample_ui};
use matching::{Found, Known, find_all};
use samples::{LabResult, LabSample, LabTable, read_lab_table};

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
            self.found = find_all(ctx, &mut self.table.samples);
            self.found_of = Some(ctx.snapshot_no);
        }
        let ready = self.ready().count();
        self.head_ui(ctx, ui, ready);
        let height = (ui.ctx().content_rect().height() - 280.0).max(90.0);
        let mut changed = false;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            // What somebody has to do something about is read first; it stays in its place while it is mended.
            for urgency in [Urgency::ToMend, Urgency::LeftAlone, Urgency::None] {
                let lines = self.table.samples.iter_mut().zip(&self.found);
                for (sample, found) in lines.filter(|(it, found)| urgency_of(it, found) == urgency)
                {
                    changed |= sample_ui(ctx, ui, sample, found);
                }
                if urgency == Urgency::LeftAlone {
                    self.table.not_read.iter().for_each(|one| not_read_ui(ctx, ui, one));
                }
            }
        });
        if changed {
            self.found_of = None;
        }
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

    /// How many there are of each, and what there is to do.
    fn head_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, ready: usize) {
        let known = self.found.iter().filter(|found| matches!(found, Found::Same(_))).count();
        let to_record = self.found.iter().filter(|found| found.to_record().is_some()).count();
        let all = self.found.len();
        let lines = self.table.samples.iter().zip(&self.found);
        let held = lines.filter(|(it, found)| found.to_record().is_some() && it.is_in_doubt());
        let values: [(&str, &dyn std::fmt::Display); 5] = [
            ("file", &self.file),
            ("n", &all),
            ("ready", &ready),
            ("known", &known),
            ("left", &(all - to_record - known)),
        ];
        ui.add(Label::new(RichText::new(ctx.fill("lab.result", &values)).strong()).wrap());
        for (key, count, colour) in [
            ("lab.to_mend", held.count(), ctx.palette.bad),
            ("lab.not_read", self.table.not_read.len(), ctx.palette.warn),
        ] {
            if count > 0 {
                let words = RichText::new(ctx.fill(key, &[("n", &count)])).color(colour);
                ui.add(Label::new(words).wrap());
            }
        }
    }

    /// Whether all of the table is known here once what is ready is recorded.
    fn nothing_is_left(&self) -> bool {
        let mut all = self.table.samples.iter().zip(&self.found);
        self.table.not_read.is_empty()
            && all.all(|(sample, found)| match found {
                Found::Same(_) => true,
                Found::Waiting(_) | Found::Differs(_) => sample.is_clear(),
                Found::Several | Found::Nowhere => false,
            })
    }

    /// The samples that can be recorded, each with where its results go.
    fn ready(&self) -> impl Iterator<Item = (&LabSample, &Known)> {
        let all = self.table.samples.iter().zip(&self.found);
        all.filter(|(sample, _)| sample.is_clear())
            .filter_map(|(sample, found)| Some((sample, found.to_record()?)))
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
        for (sample, known) in self.ready() {
            let measured = |LabResult { item, .. }: &LabResult| {
                let (value, unit) = (as_recorded(&item.value), item.unit.trim().to_owned());
                (item.code.clone(), Measured { value, unit })
            };
            let result = part(Body::SampleResult(SampleResult {
                no: known.no.clone(),
                source: self.source.clone(),
                items: sample.taken().map(measured).collect(),
                ..SampleResult::default()
            }));
            match acts.iter_mut().find(|act| act.feature == known.feature) {
                Some(act) => act.parts.push(result),
                None => acts.push(Act {
                    feature: known.feature.clone(),
                    on: None,
                    on_behalf_of: None,
                    parts: vec![result],
                }),
            }
        }
        acts
    }
}

/// What a line asks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Urgency {
    /// One of its values is, or was, in doubt.
    ToMend,
    /// It is left alone: somebody has to look elsewhere.
    LeftAlone,
    None,
}

fn urgency_of(sample: &LabSample, found: &Found) -> Urgency {
    match found {
        Found::Nowhere | Found::Several => Urgency::LeftAlone,
        Found::Waiting(_) | Found::Differs(_)
            if sample.results.iter().any(|result| result.was_doubted) =>
        {
            Urgency::ToMend
        }
        _ => Urgency::None,
    }
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
        let table = read_lab_table(&sheets, standards);
        if table.samples.is_empty() {
            return self.notices.add(Tone::Bad, ctx.fill("lab.none", &[("file", &file)]));
        }
        self.dialog = Some(Dialog::Lab(LabDialog::new(file, table)));
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
                // What was left alone is still to be read, and what was held still to be mended.
                if lab.nothing_is_left() {
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
