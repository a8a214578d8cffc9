//! 备份: the whole workspace as one file, beside the one in use.

use egui::{Label, Ui};

use super::{DialogEnd, entered, foot_ui, offered_line_ui, said_ui};
use crate::session::Command;
use crate::ui::context::{PickFor, Ticket, UiCtx};
use crate::ui::forms::path_of;

#[derive(Debug)]
pub struct BackupDialog {
    to: String,
    /// The file name that is offered: the workspace's own with the day.
    name: String,
    waiting: Option<Ticket>,
    said: Option<Result<String, String>>,
    /// Where a file stands in the way: pressing once more, with the same place, replaces it.
    replacing: Option<String>,
}

impl BackupDialog {
    pub fn new(ctx: &UiCtx<'_>) -> Self {
        let stem = ctx.snapshot.workspace.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{stem} {}.yice", ctx.today());
        Self { to: String::new(), name, waiting: None, said: None, replacing: None }
    }

    /// The system's dialog named a place.
    pub fn put_path(&mut self, path: &std::path::Path) {
        self.to = path.to_string_lossy().into_owned();
    }

    /// The session has answered.
    pub fn answer(&mut self, outcome: Result<String, String>) {
        self.waiting = None;
        self.said = Some(outcome);
    }

    /// A file stands in the way: says which, and asks.
    pub fn ask_to_replace(&mut self, problem: String) {
        self.waiting = None;
        self.replacing = Some(self.to.clone());
        self.said = Some(Err(problem));
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        ui.add(Label::new(ctx.t("backup.what")).wrap());
        let line = offered_line_ui(ui, ctx.t("export.to_file"), &mut self.to, ctx.t("backup.hint"));
        let entered = entered(ui, &line);
        if ui.button(ctx.t("export.choose")).clicked() {
            ctx.outbox.pick_files(PickFor::Export(self.name.clone()));
        }
        said_ui(ctx, ui, self.said.as_ref());
        let mut end = None;
        foot_ui(ui, |ui| {
            let overwrite = self.replacing.as_ref() == Some(&self.to);
            let words = if overwrite { "export.replace" } else { "backup.do" };
            let button = egui::Button::new(ctx.t(words));
            let ready = self.waiting.is_none();
            if ui.add_enabled(ready, button).clicked() || (entered && ready) {
                self.copy(ctx, overwrite);
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    fn copy(&mut self, ctx: &UiCtx<'_>, overwrite: bool) {
        self.replacing = None;
        if self.to.trim().is_empty() {
            self.said = Some(Err(ctx.t("export.path_wanted").to_owned()));
            return;
        }
        // A folder was named: the file gets its usual name in it.
        let mut to = path_of(&self.to);
        if to.extension().is_none() {
            to = to.join(&self.name);
        }
        self.said = None;
        self.to = to.to_string_lossy().into_owned();
        self.waiting = Some(ctx.outbox.command(Command::SaveCopy { to, overwrite }));
    }
}
