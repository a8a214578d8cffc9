//! 工作库: those used lately, the demonstration, and one to be named.

use egui::{Button, Label, RichText, Ui};

use super::{DialogEnd, entered, focus_at_first, foot_ui, line_ui};
use crate::session::RecentWorkspace;
use crate::ui::context::UiCtx;
use crate::ui::forms::path_of;

/// The workspaces a person may go to.
#[derive(Clone, Debug, Default)]
pub struct WorkspacesDialog {
    /// Newest first.
    pub recent: Vec<RecentWorkspace>,
    path: String,
    /// Of each: its file is not there.
    away: Vec<bool>,
}

impl WorkspacesDialog {
    pub fn of(recent: Vec<RecentWorkspace>) -> Self {
        let away = recent.iter().map(|it| !it.path.is_file()).collect();
        Self { recent, away, ..Self::default() }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        let mut end = None;
        for (RecentWorkspace { path, synthetic, .. }, is_away) in
            self.recent.iter().zip(&mut self.away)
        {
            let is_open = *path == ctx.snapshot.workspace;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            // Our own demonstration is called what the window calls it.
            let is_ours = *synthetic && name == "demonstration";
            let name = if is_ours { ctx.t("top.invented_workspace").into() } else { name };
            let mut side = if is_open { ctx.t("workspaces.open_now") } else { "" }.to_owned();
            if *is_away {
                side = ctx.t("workspaces.away").to_owned();
            }
            if *synthetic {
                side = format!("{}  {side}", ctx.t("top.synthetic"));
            }
            let folder = path.parent().unwrap_or(path).to_string_lossy();
            ui.horizontal(|ui| {
                if ui.add_enabled(!is_open, Button::new(name.as_ref())).clicked() {
                    // A stick may have come or gone since the list was made.
                    *is_away = !path.is_file();
                    end = (!*is_away).then(|| DialogEnd::Workspace(path.clone()));
                }
                let words = RichText::new(format!("{folder}  {side}")).color(ctx.palette.weak);
                ui.add(Label::new(words.small()).truncate());
            });
        }
        if ui.button(ctx.t("welcome.demonstration")).clicked() {
            end = Some(DialogEnd::Demonstration);
        }
        ui.separator();
        let line = line_ui(ui, ctx.t("workspaces.path"), &mut self.path, ctx.t("workspaces.hint"));
        focus_at_first(ui, &line, &self.path);
        let entered = entered(ui, &line);
        ui.add(Label::new(RichText::new(ctx.t("workspaces.why")).small()).wrap());
        foot_ui(ui, |ui| {
            let ready = !self.path.trim().is_empty();
            let open = ui.add_enabled(ready, Button::new(ctx.t("workspaces.do"))).clicked();
            if open || (ready && entered) {
                let path = path_of(&self.path);
                end = Some(DialogEnd::Workspace(match path.extension() {
                    Some(_) => path,
                    None => path.with_extension("yice"),
                }));
            }
            if ui.button(ctx.t("dialog.cancel")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }
}
