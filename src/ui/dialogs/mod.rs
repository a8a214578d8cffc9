//! What lies over the window for a moment: a path to type, where to export, who is here, the keys, workspaces.

mod about;
mod adopt;
mod arrivals;
mod as_of;
mod backup;
mod export;
mod foot;
mod import_issue;
mod import_outcome;
mod import_report;
mod keys;
mod log;
mod open_path;
mod print;
mod report;
mod report_kind;
mod report_scope;
mod unsaved;
mod who;
mod workspaces;
mod write_back;

pub use about::AboutDialog;
pub use adopt::AdoptDialog;
pub use arrivals::arrivals;
pub use as_of::{AsOfDialog, Days};
pub use backup::BackupDialog;
pub use export::ExportDialog;
pub use import_report::{ImportReport, ReportAsk, file_names};
pub use log::LogDialog;
pub use open_path::OpenPathDialog;
pub use print::{PrintDialog, Printed};
pub use report::ReportDialog;
pub use report_kind::ReportKind;
pub use unsaved::UnsavedDialog;
pub use who::WhoDialog;
pub use workspaces::WorkspacesDialog;

use egui::{Id, RichText, Ui};

use super::context::UiCtx;
use super::forms::path_of;
use super::lab::LabDialog;
use super::lines::{named_modal, select_all};
pub(in crate::ui) use foot::foot_ui;

/// The dialog that is open. One at a time.
#[derive(Debug)]
pub enum Dialog {
    OpenPath(OpenPathDialog),
    Adopt(AdoptDialog),
    AsOf(AsOfDialog),
    Export(ExportDialog),
    Backup(BackupDialog),
    Workspaces(WorkspacesDialog),
    Who(WhoDialog),
    Keys,
    Log(LogDialog),
    Print(PrintDialog),
    Report(Box<ReportDialog>),
    About(AboutDialog),
    Lab(LabDialog),
    Unsaved(UnsavedDialog),
}

/// What a dialog came to.
#[derive(Debug)]
pub enum DialogEnd {
    Closed,
    /// Files to take in.
    Open(Vec<std::path::PathBuf>),
    /// Another workspace to go to, made if there is none.
    Workspace(std::path::PathBuf),
    /// This copy of the workspace, with what is being typed.
    GoOnIn(std::path::PathBuf),
    /// The demonstration, in its own workspace.
    Demonstration,
    /// A copy of the workspace on another disk is to be made and gone on in.
    Elsewhere,
    /// The window is to close, with what is not on the disk.
    Leave,
    /// The evening to look at; `None`: the present.
    Evening(Option<crate::session::Evening>),
    /// Who is at the keyboard now, and who goes along.
    Person {
        actor: crate::plan::Actor,
        companions: String,
    },
}

impl Dialog {
    /// Draws the dialog; answers when it is over.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, egui_ctx: &egui::Context) -> Option<DialogEnd> {
        let modal = named_modal(egui_ctx, Id::unique("dialog"), ctx.t(self.title()));
        let response = modal.show(egui_ctx, |ui| {
            ui.set_width(self.width(egui_ctx));
            let points = ctx.palette.sizes.heading_points;
            ui.label(RichText::new(ctx.t(self.title())).size(points));
            ui.separator();
            if !ctx.is_low(egui_ctx) {
                foot::inline(ui);
                return self.rows_ui(ctx, ui);
            }
            // In a low window a long dialog scrolls, its title and its buttons staying.
            let foot_points = ctx.palette.sizes.row_points + 8.0;
            let height = (egui_ctx.content_rect().height() - 96.0 - foot_points).max(90.0);
            let scrolled = egui::ScrollArea::vertical().max_height(height);
            let scrolled =
                scrolled.min_scrolled_height(height).show(ui, |ui| self.rows_ui(ctx, ui));
            foot::place(ui, foot_points);
            scrolled.inner
        });
        let beside = response.backdrop_response.clicked();
        let escaped = response.should_close() && (self.is_only_read() || !beside);
        response.inner.or(escaped.then_some(DialogEnd::Closed))
    }

    fn rows_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        match self {
            Self::OpenPath(dialog) => dialog.ui(ctx, ui),
            Self::Adopt(dialog) => dialog.ui(ctx, ui),
            Self::AsOf(dialog) => dialog.ui(ctx, ui),
            Self::Export(dialog) => dialog.ui(ctx, ui),
            Self::Backup(dialog) => dialog.ui(ctx, ui),
            Self::Workspaces(dialog) => dialog.ui(ctx, ui),
            Self::Who(dialog) => dialog.ui(ctx, ui),
            Self::Keys => keys::keys_ui(ctx, ui),
            Self::Log(dialog) => dialog.ui(ctx, ui),
            Self::Print(dialog) => dialog.ui(ctx, ui),
            Self::Report(dialog) => dialog.ui(ctx, ui),
            Self::About(dialog) => dialog.ui(ctx, ui),
            Self::Lab(dialog) => dialog.ui(ctx, ui),
            Self::Unsaved(dialog) => dialog.ui(ctx, ui),
        }
    }

    /// Nothing is typed or chosen in it: a press beside it loses nothing.
    const fn is_only_read(&self) -> bool {
        matches!(self, Self::Keys | Self::Log(_) | Self::About(_))
    }

    const fn title(&self) -> &'static str {
        match self {
            Self::OpenPath(_) => "open.title",
            Self::Adopt(_) => "adopt.title",
            Self::AsOf(_) => "as_of.title",
            Self::Export(_) => "export.title",
            Self::Backup(dialog) => dialog.title(),
            Self::Workspaces(_) => "workspaces.title",
            Self::Who(_) => "who.title",
            Self::Keys => "key.title",
            Self::Log(_) => "log.title",
            Self::Print(_) => "print.title",
            Self::Report(_) => "report.title",
            Self::About(_) => "about.title",
            Self::Lab(_) => "lab.title",
            Self::Unsaved(_) => "unsaved.title",
        }
    }

    fn width(&self, egui_ctx: &egui::Context) -> f32 {
        let wanted = match self {
            Self::Keys => 860.0,
            Self::Print(_) | Self::Report(_) | Self::Log(_) => 620.0,
            Self::Export(_) | Self::OpenPath(_) | Self::Backup(_) | Self::Workspaces(_) => 600.0,
            Self::About(_) | Self::Unsaved(_) => 560.0,
            Self::Lab(_) => 760.0,
            Self::Who(_) | Self::Adopt(_) | Self::AsOf(_) => 440.0,
        };
        let window: f32 = egui_ctx.content_rect().width();
        (window - 48.0).min(wanted)
    }
}

/// Whether Enter was pressed in an editor of one line.
fn entered(ui: &Ui, editor: &egui::Response) -> bool {
    editor.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// What became of what the dialog asked for: done, or why not.
fn said_ui(ctx: &UiCtx<'_>, ui: &mut Ui, said: Option<&Result<String, String>>) {
    let (words, color) = match said {
        Some(Ok(done)) => (done, ctx.palette.good),
        Some(Err(why)) => (why, ctx.palette.bad),
        None => return,
    };
    ui.add(egui::Label::new(RichText::new(words).color(color)).wrap());
}

/// Such a line with something that is offered: typing replaces it, for all of it is selected when the line gets the
/// keyboard.
fn offered_line_ui(ui: &mut Ui, label: &str, text: &mut String, hint: &str) -> egui::Response {
    let response = line_ui(ui, label, text, hint);
    if response.gained_focus() {
        select_all(ui, response.id, text);
    }
    response
}

/// The line that says where a file goes; while only a folder stands there, its usual name below it.
fn save_line_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    to: &mut String,
    usual: &str,
    hint: &str,
) -> egui::Response {
    let line = offered_line_ui(ui, ctx.t("export.to_file"), to, hint);
    if !to.trim().is_empty() && path_of(to).extension().is_none() {
        let words = RichText::new(ctx.fill("report.named", &[("name", &usual)])).small();
        ui.add(egui::Label::new(words.color(ctx.palette.weak)).wrap());
    }
    line
}

/// The place as it is named; in a folder the file gets its usual name.
fn named_in(to: &str, usual: &str) -> std::path::PathBuf {
    let to = path_of(to);
    if to.extension().is_none() { to.join(usual) } else { to }
}

/// A dialog that has just been opened begins in its line: what is typed takes the place of what is offered.
fn focus_at_first(ui: &Ui, line: &egui::Response, text: &str) {
    let id = ui.scope_id().with("begun");
    let frame_no = ui.ctx().cumulative_frame_nr();
    let before: Option<u64> = ui.data(|data| data.get_temp(id));
    // Shown in the frame before, it is the same dialog still.
    if before.is_none_or(|last| last + 1 < frame_no) {
        line.request_focus();
        select_all(ui, line.id, text);
    }
    ui.data_mut(|data| data.insert_temp(id, frame_no));
}

/// A label above an editor of one line, both known to screen readers; answers the editor.
fn line_ui(ui: &mut Ui, label: &str, text: &mut String, hint: &str) -> egui::Response {
    let label =
        ui.add(egui::Label::new(label).sense(egui::Sense::click() - egui::Sense::FOCUSABLE));
    let width = ui.available_width();
    let edit = egui::TextEdit::singleline(text).desired_width(width).hint_text(hint.to_owned());
    let response = ui.add(edit).labelled_by(label.id);
    // A click on a label goes to its editor, as everywhere.
    if label.clicked() {
        response.request_focus();
    }
    response
}
