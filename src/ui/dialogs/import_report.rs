//! What opening files came to: the result in the first sentence, then what was wrong and where, then why each file
//! is taken for its kind, with a chooser for another. It stands beside the work and holds nobody up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use egui::{Id, Label, RichText, ScrollArea, Ui, Window};

use super::arrivals::{Arrival, arrivals_ui};
use super::import_issue::{LookedAt, issue_row_ui};
use super::import_outcome::{Counts, FileOutcome, Gravity};
use crate::model::{CheckReport, Datum, FeatureKey, FileStatus, Kind, ReadIssue};
use crate::session::{GCJ02, GCJ02_SUSPECTED, ImportReport as TakenIn, LayerView};
use crate::ui::context::{Ask, UiCtx};
use crate::ui::datum_offer::{DatumAnswer, converted_ui, datum_offer_ui};
use crate::ui::forms::file_name;
use crate::ui::handles::name_window_handles;
use crate::ui::layer_panel::{issue_in_words, issue_ui, kind_ui};

/// What a person wants of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportAsk {
    Close,
    /// Show a feature that something is wrong with.
    Show(FeatureKey),
}

#[derive(Debug, Default)]
pub struct ImportReport {
    files: Vec<FileOutcome>,
    /// What the features have that they had not before.
    pub arrived: Vec<Arrival>,
    /// The issue whose line is shown: the layer's name, line and column.
    looked_at: LookedAt,
    /// Layers converted from here, by id.
    converted: BTreeSet<u64>,
    /// What it speaks of is looked at: it waits behind a link in the bottom line.
    pub is_folded: bool,
}

/// The name of the report's window.
const REPORT: &str = "import report";
/// So many issues of a file are listed; the rest are counted.
const ISSUES_SHOWN_MAX: usize = 60;

impl ImportReport {
    pub fn add(&mut self, name: String, result: Result<TakenIn, String>) {
        self.files.push(FileOutcome { name, result });
    }

    /// Whether something should be read before going on: a refusal, an issue, an altered record.
    pub fn wants_reading(&self) -> bool {
        !self.arrived.is_empty() || self.files.iter().any(|file| file.gravity() != Gravity::Fine)
    }

    /// One sentence for a notice, where nothing needs reading.
    pub fn summary(&self, ctx: &UiCtx<'_>) -> String {
        Counts::of(&self.files).summary(ctx)
    }

    /// This one and what an earlier one says.
    pub fn with(mut self, earlier: Self) -> Self {
        self.files.extend(earlier.files);
        self.arrived.extend(earlier.arrived);
        self.converted.extend(earlier.converted);
        self
    }

    /// What is gravest is read first.
    pub fn worst_first(mut self) -> Self {
        self.files.sort_by_key(FileOutcome::gravity);
        self
    }

    /// Whether nothing at all was found to open: an empty folder.
    pub fn is_empty(&self) -> bool {
        self.files.iter().all(|file| {
            file.result.as_ref().is_ok_and(|report| {
                report.check.is_empty()
                    && report.left_out.is_empty()
                    && report.records_new + report.records_known == 0
            })
        })
    }

    /// The features of which the files say other things than what is here.
    pub fn conflicts(&self) -> Vec<FeatureKey> {
        let reports = self.files.iter().filter_map(|file| file.result.as_ref().ok());
        reports.flat_map(|report| report.conflicts.iter().cloned()).collect()
    }

    /// The names of what was opened.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.join("、")
    }

    /// Whether all was here before: nothing to say of files that are opened at every start.
    pub fn brings_nothing_new(&self) -> bool {
        self.files.iter().all(|file| {
            file.result.as_ref().is_ok_and(|report| {
                report.left_out.is_empty()
                    && report.layers_added.is_empty()
                    && report.layers_updated.is_empty()
                    && report.records_new == 0
                    && report.photos_adopted == 0
                    && report.check.iter().all(|check| check.status != FileStatus::Refused)
            })
        })
    }

    /// Draws the report in a window of its own.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, egui_ctx: &egui::Context) -> Option<ReportAsk> {
        if self.is_folded {
            return None;
        }
        let mut ask = None;
        let area = egui_ctx.content_rect();
        let size = egui::vec2((area.width() - 48.0).min(860.0), area.height() * 0.7);
        let window = Window::new(ctx.t("import.title"))
            .id(Id::unique(REPORT))
            // The signs of egui's own bar bear English names.
            .collapsible(false)
            .default_size(size)
            .max_size(area.size() * 0.95)
            .default_pos(area.center_top() + egui::vec2(-size.x / 2.0, 90.0))
            .show(egui_ctx, |ui| {
                let counts = Counts::of(&self.files);
                if counts.files() > 1 {
                    ui.add(Label::new(counts.in_words(ctx)).wrap());
                    ui.separator();
                }
                let height = (ui.available_height() - 44.0).max(80.0);
                ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(
                    ui,
                    |ui| {
                        self.left_out_ui(ctx, ui);
                        self.datums_ui(ctx, ui);
                        ask = arrivals_ui(ctx, ui, &self.arrived);
                        for (nth, file) in self.files.iter().enumerate() {
                            let shown =
                                ui.push_id(nth, |ui| file_ui(ctx, ui, file, &mut self.looked_at));
                            ask = shown.inner.or(ask.take());
                            ui.separator();
                        }
                    },
                );
                ui.horizontal(|ui| {
                    if ui.button(ctx.t("dialog.close")).clicked() {
                        ask = Some(ReportAsk::Close);
                    }
                    self.is_folded = ui.button(ctx.t("import.fold")).clicked();
                });
            });
        if let Some(window) = window {
            let layer = window.response.layer_id;
            name_window_handles(ctx, egui_ctx, layer, ctx.t("import.title"));
        }
        self.is_folded |= matches!(ask, Some(ReportAsk::Show(_)));
        ask
    }

    /// What would have mixed invented and real data, with the way into the other workspace.
    fn left_out_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let reports = self.files.iter().filter_map(|file| file.result.as_ref().ok());
        let paths: Vec<PathBuf> =
            reports.flat_map(|report| report.left_out.iter().cloned()).collect();
        if paths.is_empty() {
            return;
        }
        let (words, open) = match ctx.snapshot.synthetic {
            true => ("import.left_out_real", "import.open_real"),
            false => ("import.left_out_synthetic", "import.open_synthetic"),
        };
        let words = ctx.fill(words, &[("n", &paths.len()), ("names", &file_names(&paths))]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        if ui.button(ctx.t(open)).clicked() {
            ctx.outbox.ask(Ask::OpenApart { paths, synthetic: !ctx.snapshot.synthetic });
        }
        ui.separator();
    }

    /// The layers whose numbers look like those of phone maps, and those that were converted from here.
    fn datums_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        for view_of in &ctx.snapshot.layers {
            let is_converted = self.converted.contains(&view_of.id)
                && view_of.layer.datum == Datum::Named(GCJ02.to_owned());
            if view_of.shifted.is_none() && !is_converted {
                continue;
            }
            ui.push_id(("datum", view_of.id), |ui| {
                ui.label(RichText::new(&view_of.layer.name).strong());
                if is_converted {
                    converted_ui(ctx, ui, view_of);
                } else if datum_offer_ui(ctx, ui, view_of) == Some(DatumAnswer::Convert) {
                    self.converted.insert(view_of.id);
                }
                ui.separator();
            });
        }
    }
}

/// The names of files, as a sentence lists them.
pub fn file_names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
    names.join("、")
}

fn file_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    file: &FileOutcome,
    looked_at: &mut LookedAt,
) -> Option<ReportAsk> {
    ui.add(Label::new(RichText::new(&file.name).strong()).wrap());
    let report = match &file.result {
        Ok(report) => report,
        Err(why) => {
            let words = ctx.fill("import.not_taken", &[("why", why)]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
            return None;
        }
    };
    // What is suspected of a datum stands above all files, with its answers.
    let is_told_above =
        |issue: &&ReadIssue| issue.code == GCJ02_SUSPECTED || is_in_checks(report, issue);
    let others: Vec<&ReadIssue> = report.issues.iter().filter(|it| !is_told_above(it)).collect();
    let mut ask = None;
    // Of several files none is known to be meant.
    let (of_one, of_all) = match &report.check[..] {
        [_] => (others, Vec::new()),
        _ => (Vec::new(), others),
    };
    for check in &report.check {
        // Of a folder, each of its files.
        let own_name = file_name(std::path::Path::new(&check.path));
        if own_name != file.name {
            ui.label(own_name);
        }
        ask = check_ui(ctx, ui, check, &of_one, looked_at).or(ask);
    }
    for name in &report.layers_updated {
        ui.label(ctx.fill("import.updated", &[("name", name)]));
    }
    records_ui(ctx, ui, report);
    for issue in of_all {
        issue_ui(ctx, ui, issue);
    }
    let names = report.layers_added.iter().chain(&report.layers_updated);
    for name in names {
        if let Some(layer) = layer_named(ctx, name) {
            let kind = ctx.kind_name(&layer.layer.kind);
            ui.label(ctx.fill("import.kind", &[("kind", &kind)]));
            ui.push_id(name, |ui| kind_ui(ctx, ui, layer));
        }
    }
    ask
}

fn layer_named<'a>(ctx: &UiCtx<'a>, name: &str) -> Option<&'a LayerView> {
    ctx.snapshot.layers.iter().rev().find(|layer| layer.layer.name == name).map(AsRef::as_ref)
}

/// The layer a file became: it has the file's name without its endings.
fn layer_of_file<'a>(ctx: &UiCtx<'a>, check: &CheckReport) -> Option<&'a LayerView> {
    let file = std::path::Path::new(&check.path).file_name()?.to_string_lossy();
    let layers = ctx.snapshot.layers.iter().rev();
    layers
        .filter(|layer| layer.path.file_name().is_some_and(|name| name.to_string_lossy() == file))
        .map(AsRef::as_ref)
        .next()
        .or_else(|| layer_named(ctx, file.split('.').next().unwrap_or_default()))
}

fn check_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    check: &CheckReport,
    others: &[&ReadIssue],
    looked_at: &mut LookedAt,
) -> Option<ReportAsk> {
    let layer = layer_of_file(ctx, check);
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
    let mut ask = None;
    let issues: Vec<&ReadIssue> = check.issues.iter().chain(others.iter().copied()).collect();
    let issues = in_reading_order(&issues);
    for (nth, issue) in issues.iter().take(ISSUES_SHOWN_MAX).enumerate() {
        let shown = ui.push_id(nth, |ui| issue_row_ui(ctx, ui, issue, layer, looked_at));
        ask = shown.inner.or(ask);
    }
    let hidden = issues.len().saturating_sub(ISSUES_SHOWN_MAX);
    if hidden > 0 {
        ui.label(ctx.fill("layer.more_issues", &[("n", &hidden)]));
    }
    copy_ui(ctx, ui, check, &issues);
    ask
}

/// What was found, to be sent to whoever made the file: of one that was refused with the file's name.
fn copy_ui(ctx: &UiCtx<'_>, ui: &mut Ui, check: &CheckReport, issues: &[&ReadIssue]) {
    let is_refused = check.status == FileStatus::Refused;
    let words = if is_refused { "import.copy_sentence" } else { "import.copy_issues" };
    if issues.is_empty() || !ui.button(ctx.t(words)).clicked() {
        return;
    }
    let lines = issues.iter().map(|issue| issue_in_words(ctx, issue));
    let lines = lines.collect::<Vec<_>>().join("\n");
    ui.ctx().copy_text(match is_refused {
        true => format!("{}：{lines}", file_name(std::path::Path::new(&check.path))),
        false => lines,
    });
}

fn records_ui(ctx: &UiCtx<'_>, ui: &mut Ui, report: &TakenIn) {
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

/// What is wrong with the file as a whole comes first, what is wrong with feature after feature last: coordinates in
/// metres are one sentence, not as many as there are features.
fn in_reading_order<'i>(issues: &[&'i ReadIssue]) -> Vec<&'i ReadIssue> {
    const MANY: usize = 10;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    issues.iter().for_each(|issue| *counts.entry(issue.code).or_default() += 1);
    let mut ordered = issues.to_vec();
    ordered.sort_by_key(|issue| {
        (issue.feature.is_some(), counts.get(issue.code).is_some_and(|count| *count > MANY))
    });
    ordered
}

/// The report repeats the reader's issues beside those of records; each is shown once.
fn is_in_checks(report: &TakenIn, issue: &ReadIssue) -> bool {
    report.check.iter().any(|check| check.issues.contains(issue))
}
