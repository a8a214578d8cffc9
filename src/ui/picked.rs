//! What came of the system's file dialog: it goes where it was asked for, whatever is on the screen by then.

use std::path::PathBuf;

use super::context::{Ask, AskingForm, PickFor, UiCtx};
use super::dialogs::{Dialog, OpenPathDialog};
use super::file_sorts::is_picture;
use super::notices::Tone;
use super::save_place::FileSort;
use super::screen::Screen;

/// What came of a file dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    Paths(Vec<PathBuf>),
    /// Closed without a choice.
    Nothing,
    /// There is no file dialog on this system.
    NoDialog,
    /// It was asked for another one while this one is still open.
    StillOpen,
}

impl Screen {
    /// Takes what a file dialog came to.
    pub fn picked(&mut self, ctx: &UiCtx<'_>, purpose: &PickFor, picked: Picked) {
        match (purpose, picked) {
            (_, Picked::Nothing) => {}
            (_, Picked::StillOpen) => self.notices.add(Tone::Plain, ctx.t("pick.still_open")),
            (PickFor::Layers, Picked::Paths(paths)) => self.open_files(ctx, paths),
            (PickFor::Layers, Picked::NoDialog) => {
                self.dialog = Some(Dialog::OpenPath(OpenPathDialog::instead_of_the_system()));
            }
            (PickFor::ChangesSince, Picked::Paths(paths)) => {
                if let Some(path) = paths.first() {
                    self.compare_with(ctx, path);
                }
            }
            (PickFor::Tray, Picked::Paths(paths)) => self.tray.add(ctx, paths),
            (PickFor::Photos(asking) | PickFor::Document(asking), Picked::Paths(paths)) => {
                self.picked_for_form(ctx, asking, paths);
            }
            (PickFor::Export(_) | PickFor::ExportFolder(_), Picked::Paths(paths)) => {
                match (&mut self.dialog, paths.first()) {
                    (Some(Dialog::Export(dialog)), Some(path)) => dialog.put_path(path),
                    (Some(Dialog::Backup(dialog)), Some(path)) => dialog.put_path(path),
                    (Some(Dialog::Print(dialog)), Some(path)) => dialog.put_path(path),
                    (Some(Dialog::Report(dialog)), Some(path)) => dialog.put_path(path),
                    _ => {}
                }
            }
            (PickFor::Export(_) | PickFor::ExportFolder(_), Picked::NoDialog) => {
                self.notices.add(Tone::Plain, ctx.t("pick.no_save_dialog"));
            }
            (PickFor::SaveStored(file), Picked::Paths(paths)) => {
                if let Some(path) = paths.first() {
                    self.view.saved_as(FileSort::Copy, path);
                }
                ctx.outbox.ask(Ask::SaveStored(file.clone(), paths.into_iter().next()));
            }
            (PickFor::SaveStored(file), Picked::NoDialog) => {
                ctx.outbox.ask(Ask::SaveStored(file.clone(), None));
            }
            (_, Picked::NoDialog) => self.notices.add(Tone::Plain, ctx.t("notice.no_dialog")),
        }
    }

    /// Files go to the form they were chosen for. Where that was put away meanwhile, pictures wait in the tray: another
    /// feature's form is not theirs.
    fn picked_for_form(&mut self, ctx: &UiCtx<'_>, asking: &AskingForm, paths: Vec<PathBuf>) {
        if let Some(form) = self.forms.named_mut(&asking.draft_id) {
            form.sheet.content.take_files(&paths);
            return;
        }
        let name = ctx.name_of(&asking.feature);
        let (pictures, papers): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| is_picture(path));
        if !papers.is_empty() {
            let words = ctx.fill("pick.paper_left", &[("name", &name), ("n", &papers.len())]);
            self.notices.add(Tone::Plain, words);
        }
        if !pictures.is_empty() {
            let words = ctx.fill("pick.to_tray", &[("name", &name), ("n", &pictures.len())]);
            self.notices.add(Tone::Plain, words);
            self.tray.add(ctx, pictures);
        }
    }
}
