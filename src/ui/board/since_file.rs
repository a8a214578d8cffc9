//! What changed since a file was written: the file is named or chosen, its records are what was known then.

use std::path::{Path, PathBuf};

use egui::{Label, RichText, TextEdit, Ui};

use super::sheet::{SheetEnd, changes_ui};
use crate::plan::PlanChange;
use crate::ui::context::{Ask, PickFor, UiCtx};
use crate::ui::forms::path_of;

/// The file that is compared with, and what came of it.
#[derive(Clone, Debug, Default)]
pub(super) struct SinceFile {
    path: String,
    /// What is being compared.
    asked: Option<PathBuf>,
    found: Option<Result<Vec<PlanChange>, String>>,
}

impl SinceFile {
    pub fn put_path(&mut self, ctx: &UiCtx<'_>, path: &Path) {
        self.path = path.display().to_string();
        self.compare(ctx);
    }

    fn compare(&mut self, ctx: &UiCtx<'_>) {
        let path = path_of(&self.path);
        self.found = None;
        self.asked = Some(path.clone());
        ctx.outbox.ask(Ask::ChangesSinceFile(path));
    }

    /// Takes what was found; what another file came to is of no use any more.
    pub fn take(&mut self, path: &Path, found: Result<Vec<PlanChange>, String>) {
        if self.asked.as_deref() == Some(path) {
            self.asked = None;
            self.found = Some(found);
        }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<SheetEnd> {
        ui.add(Label::new(ctx.t("board.since_file_what")).wrap());
        let mut entered = false;
        ui.horizontal(|ui| {
            let label = ui.label(ctx.t("open.path"));
            let width = (ui.available_width() - 190.0).max(120.0);
            let edit = TextEdit::singleline(&mut self.path).desired_width(width);
            let response = ui.add(edit.hint_text(ctx.t("open.path_hint"))).labelled_by(label.id);
            entered =
                response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if ui.button(ctx.t("photo.choose")).clicked() {
                ctx.outbox.pick_files(PickFor::ChangesSince);
            }
            let ready = !self.path.trim().is_empty() && self.asked.is_none();
            let compare = ui.add_enabled(ready, egui::Button::new(ctx.t("board.since_file_do")));
            if compare.clicked() || (entered && ready) {
                self.compare(ctx);
            }
        });
        if self.asked.is_some() {
            ui.label(RichText::new(ctx.t("board.comparing")).color(ctx.palette.weak));
        }
        match self.found.as_ref()? {
            Ok(changes) => changes_ui(ctx, ui, changes.iter()),
            Err(why) => {
                ui.add(Label::new(RichText::new(why).color(ctx.palette.bad)).wrap());
                None
            }
        }
    }
}
