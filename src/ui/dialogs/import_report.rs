//! What opening files came to: the result in the first sentence, then what was wrong and where, then why each file
//! is taken for its kind, with a chooser for another.

use egui::{Label, RichText, ScrollArea, Ui};

use super::DialogEnd;
use crate::model::{CheckReport, FileStatus, Kind, ReadIssue};
use crate::session::ImportReport;
use crate::ui::context::UiCtx;
use crate::ui::layer_panel::{issue_in_words, issue_ui, kind_ui};

/// One file and what it came to.
#[derive(Debug)]
pub struct FileOutcome {
    pub name: String,
    /// The report, or why there is none.
    pub result: Result<ImportReport, String>,
}

#[derive(Debug, Default)]
pub struct ImportReportDialog {
    files: Vec<FileOutcome>,
}

/// So many issues of a file are listed; the rest are counted.
const ISSUES_SHOWN_MAX: usize = 60;

impl ImportReportDialog {
    pub fn add(&mut self, name: String, result: Result<ImportReport, String>) {
        self.files.push(FileOutcome { name, result });
    }

    /// Whether something should be read before going on: a refusal, an issue, an altered record.
    pub fn wants_reading(&self) -> bool {
        self.files.iter().any(|file| match &file.result {
            Err(_) => true,
            Ok(report) => {
                report.records_altered > 0
                    || report.photos_absent > 0
                    || report.check.iter().any(|check| check.status != FileStatus::Ok)
                    || !report.issues.is_empty()
            }
        })
    }

    /// One sentence for a notice, where nothing needs reading.
    pub fn summary(&self, ctx: &UiCtx<'_>) -> String {
        let features: usize = self
            .files
            .iter()
            .filter_map(|file| file.result.as_ref().ok())
            .flat_map(|report| &report.check)
            .map(|check| check.features)
            .sum();
        let checks = self.files.iter().filter_map(|file| file.result.as_ref().ok());
        let files: usize = checks.map(|report| report.check.len().max(1)).sum();
        ctx.fill("import.summary", &[("files", &files), ("n", &features)])
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        let height = ui.ctx().content_rect().height() * 0.62;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (nth, file) in self.files.iter().enumerate() {
                ui.push_id(nth, |ui| file_ui(ctx, ui, file));
                ui.separator();
            }
        });
        ui.button(ctx.t("dialog.close")).clicked().then_some(DialogEnd::Closed)
    }
}

fn file_ui(ctx: &UiCtx<'_>, ui: &mut Ui, file: &FileOutcome) {
    ui.add(Label::new(RichText::new(&file.name).strong()).wrap());
    let report = match &file.result {
        Ok(report) => report,
        Err(why) => {
            let words = ctx.fill("import.not_taken", &[("why", why)]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
            return;
        }
    };
    for check in &report.check {
        check_ui(ctx, ui, check);
    }
    for name in &report.layers_updated {
        ui.label(ctx.fill("import.updated", &[("name", name)]));
    }
    records_ui(ctx, ui, report);
    for issue in report.issues.iter().filter(|issue| !is_in_checks(report, issue)) {
        issue_ui(ctx, ui, issue);
    }
    let names = report.layers_added.iter().chain(&report.layers_updated);
    for name in names {
        let added = ctx.snapshot.layers.iter().rev().find(|layer| layer.layer.name == *name);
        if let Some(layer) = added {
            let kind = ctx.kind_name(&layer.layer.kind);
            ui.label(ctx.fill("import.kind", &[("kind", &kind)]));
            ui.push_id(name, |ui| kind_ui(ctx, ui, layer));
        }
    }
}

fn check_ui(ctx: &UiCtx<'_>, ui: &mut Ui, check: &CheckReport) {
    let total = check.features + check.skipped;
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("n", &total), ("loaded", &check.features), ("skipped", &check.skipped)];
    let (key, color) = match (check.status, check.skipped) {
        (FileStatus::Refused, _) => ("import.refused", ctx.palette.bad),
        (_, 0) => ("import.all_loaded", ctx.palette.good),
        _ => ("import.some_loaded", ctx.palette.warn),
    };
    ui.add(Label::new(RichText::new(ctx.fill(key, &values)).color(color)).wrap());
    if check.status != FileStatus::Refused && check.kind != Kind::new(Kind::OTHER) {
        let encoding = ctx.fill("import.encoding", &[("encoding", &check.encoding)]);
        ui.label(RichText::new(encoding).small().color(ctx.palette.weak));
    }
    for issue in check.issues.iter().take(ISSUES_SHOWN_MAX) {
        issue_ui(ctx, ui, issue);
    }
    let hidden = check.issues.len().saturating_sub(ISSUES_SHOWN_MAX);
    if hidden > 0 {
        ui.label(ctx.fill("layer.more_issues", &[("n", &hidden)]));
    }
    if !check.issues.is_empty() && ui.button(ctx.t("import.copy_issues")).clicked() {
        let lines: Vec<String> =
            check.issues.iter().map(|issue| issue_in_words(ctx, issue)).collect();
        ui.ctx().copy_text(lines.join("\n"));
    }
}

fn records_ui(ctx: &UiCtx<'_>, ui: &mut Ui, report: &ImportReport) {
    let mut line = |key: &'static str, count: usize, bad: bool| {
        if count > 0 {
            let color = if bad { ctx.palette.warn } else { ctx.palette.text };
            let words = ctx.fill(key, &[("n", &count)]);
            ui.add(Label::new(RichText::new(words).color(color)).wrap());
        }
    };
    line("import.records_new", report.records_new, false);
    line("import.records_known", report.records_known, false);
    line("import.records_altered", report.records_altered, true);
    line("import.records_absent", report.records_absent, false);
    line("import.photos_adopted", report.photos_adopted, false);
    line("import.photos_absent", report.photos_absent, true);
}

/// The report repeats the reader's issues beside those of records; each is shown once.
fn is_in_checks(report: &ImportReport, issue: &ReadIssue) -> bool {
    report.check.iter().any(|check| check.issues.contains(issue))
}
