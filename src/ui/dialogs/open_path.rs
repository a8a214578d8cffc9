//! A path to type: always there, and where the system has no file dialog the only way beside dropping.

use egui::Ui;

use super::{DialogEnd, entered, focus_at_first, foot_ui, line_ui};
use crate::ui::context::{PickFor, UiCtx};
use crate::ui::forms::path_of;

#[derive(Debug, Default)]
pub struct OpenPathDialog {
    path: String,
    /// The system's dialog did not come: say so.
    no_dialog: bool,
}

impl OpenPathDialog {
    /// Says that the system has no file dialog.
    pub fn instead_of_the_system() -> Self {
        Self { no_dialog: true, ..Self::default() }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        if self.no_dialog {
            ui.label(ctx.t("open.no_dialog"));
        }
        let response = line_ui(ui, ctx.t("open.path"), &mut self.path, ctx.t("open.path_hint"));
        focus_at_first(ui, &response, &self.path);
        let entered = entered(ui, &response);
        let mut end = None;
        foot_ui(ui, |ui| {
            let ready = !self.path.trim().is_empty();
            let open = ui.add_enabled(ready, egui::Button::new(ctx.t("open.do")));
            if open.clicked() || (entered && ready) {
                end = Some(DialogEnd::Open(vec![path_of(&self.path)]));
            }
            if !self.no_dialog && ui.button(ctx.t("photo.choose")).clicked() {
                ctx.outbox.pick_files(PickFor::Layers);
                end = Some(DialogEnd::Closed);
            }
            if ui.button(ctx.t("dialog.cancel")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }
}
