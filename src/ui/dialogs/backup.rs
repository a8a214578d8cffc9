//! 备份: the whole workspace as one file, beside the one in use; or on another disk, to go on in.

use std::path::{Path, PathBuf};

use egui::{Label, Ui};

use super::{DialogEnd, entered, focus_at_first, foot_ui, named_in, said_ui, save_line_ui};
use crate::session::Command;
use crate::ui::context::{PickFor, Ticket, UiCtx};
use crate::ui::forms::path_of;
use crate::ui::save_place::dated_name;

#[derive(Debug)]
pub struct BackupDialog {
    to: String,
    /// The file name that is offered: the workspace's own with the day.
    name: String,
    waiting: Option<Ticket>,
    said: Option<Result<String, String>>,
    /// Where a file stands in the way: pressing once more, with the same place, replaces it.
    replacing: Option<String>,
    purpose: Purpose,
    /// It is written, and is to be gone on in.
    written: Option<PathBuf>,
}

/// What the copy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Keep,
    /// The disk is full: the copy is what is worked in from now on.
    GoOnIn,
}

impl BackupDialog {
    /// A place in `folder` is offered.
    pub fn new(ctx: &UiCtx<'_>, folder: &Path) -> Self {
        let stem = ctx.snapshot.workspace.file_stem().unwrap_or_default().to_string_lossy();
        let name = dated_name(&[&stem], ctx.today(), "yice");
        let purpose = Purpose::Keep;
        let to = folder.to_string_lossy().into_owned();
        let (waiting, said, replacing, written) = (None, None, None, None);
        Self { to, name, waiting, said, replacing, purpose, written }
    }

    /// 换位置存: where there is room, to go on there with what is being typed.
    pub fn to_go_on_in(ctx: &UiCtx<'_>) -> Self {
        let name = ctx.snapshot.workspace.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        // Where it was before there is no room.
        Self { purpose: Purpose::GoOnIn, name, ..Self::new(ctx, Path::new("")) }
    }

    pub const fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Keep => "backup.title",
            Purpose::GoOnIn => "elsewhere.title",
        }
    }

    /// The system's dialog named a place.
    pub fn put_path(&mut self, path: &std::path::Path) {
        self.to = path.to_string_lossy().into_owned();
    }

    /// The session has answered.
    pub fn answer(&mut self, outcome: Result<String, String>) {
        self.waiting = None;
        if outcome.is_ok() && self.purpose == Purpose::GoOnIn {
            self.written = Some(path_of(&self.to));
        }
        self.said = Some(outcome);
    }

    /// A file stands in the way: says which, and asks.
    pub fn ask_to_replace(&mut self, problem: String) {
        self.waiting = None;
        self.replacing = Some(self.to.clone());
        self.said = Some(Err(problem));
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        if let Some(written) = self.written.take() {
            return Some(DialogEnd::GoOnIn(written));
        }
        let (what, act) = match self.purpose {
            Purpose::Keep => ("backup.what", "backup.do"),
            Purpose::GoOnIn => ("elsewhere.what", "elsewhere.do"),
        };
        ui.add(Label::new(ctx.t(what)).wrap());
        let line = save_line_ui(ctx, ui, &mut self.to, &self.name, ctx.t("backup.hint"));
        focus_at_first(ui, &line, &self.to);
        let entered = entered(ui, &line);
        if ui.button(ctx.t("export.choose")).clicked() {
            ctx.outbox.pick_files(PickFor::Export(named_in(&self.to, &self.name)));
        }
        said_ui(ctx, ui, self.said.as_ref());
        let mut end = None;
        foot_ui(ui, |ui| {
            let overwrite = self.replacing.as_ref() == Some(&self.to);
            let words = if overwrite { "export.replace" } else { act };
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
        let to = named_in(&self.to, &self.name);
        self.said = None;
        self.to = to.to_string_lossy().into_owned();
        self.waiting = Some(ctx.outbox.command(Command::SaveCopy { to, overwrite }));
    }
}
