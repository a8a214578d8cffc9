//! 通知记录: everything the window has said since it was opened, and what somebody who helps needs to know of it.

use egui::{Label, RichText, ScrollArea, Ui};

use super::{DialogEnd, foot_ui};
use crate::ui::context::UiCtx;
use crate::ui::notices::{Notices, Tone};

#[derive(Debug)]
pub struct LogDialog {
    /// Newest first: when, how serious, what.
    lines: Vec<(String, Tone, String)>,
    about: String,
    /// The program's own log.
    file: String,
}

impl LogDialog {
    pub fn new(ctx: &UiCtx<'_>, notices: &Notices, file: &std::path::Path) -> Self {
        let mut lines: Vec<_> = notices
            .log()
            .map(|notice| (notice.time.clone(), notice.tone, notice.text.clone()))
            .collect();
        lines.reverse();
        Self { lines, about: about(ctx), file: file.to_string_lossy().into_owned() }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        let height = (ui.ctx().content_rect().height() * 0.5).max(90.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            if self.lines.is_empty() {
                ui.label(ctx.t("log.nothing"));
            }
            for (time, tone, text) in &self.lines {
                let ink = match tone {
                    Tone::Good => ctx.palette.good,
                    Tone::Plain => ctx.palette.text,
                    Tone::Bad => ctx.palette.bad,
                };
                ui.add(Label::new(RichText::new(format!("{time}  {text}")).color(ink)).wrap());
            }
        });
        ui.separator();
        ui.add(Label::new(RichText::new(ctx.t("log.what")).small().color(ctx.palette.weak)).wrap());
        if !self.file.is_empty() {
            let kept = ctx.fill("log.file", &[("path", &self.file)]);
            ui.add(Label::new(RichText::new(kept).small().color(ctx.palette.weak)).wrap());
        }
        let mut end = None;
        foot_ui(ui, |ui| {
            if ui.button(ctx.t("log.copy")).clicked() {
                ui.ctx().copy_text(self.as_text());
            }
            if !self.file.is_empty() && ui.button(ctx.t("log.copy_path")).clicked() {
                ui.ctx().copy_text(self.file.clone());
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    /// What goes to the clipboard.
    fn as_text(&self) -> String {
        let lines = self.lines.iter().map(|(time, tone, text)| format!("{time} {tone:?} {text}\n"));
        std::iter::once(format!("{}\n", self.about)).chain(lines).collect()
    }
}

/// Program, system, workspace and how much lies in it. No names of persons, no contents.
fn about(ctx: &UiCtx<'_>) -> String {
    let snapshot = ctx.snapshot;
    let mut text = format!(
        "Yice {} · {} {} · {}\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        ctx.now.as_str(),
        snapshot.workspace.display(),
    );
    for view in &snapshot.layers {
        let layer = &view.layer;
        let line = format!(
            "{} · {} · {} · {}\n",
            layer.name,
            layer.kind.code(),
            layer.feature_count(),
            view.issues.len()
        );
        text.push_str(&line);
    }
    text.push_str(&format!(
        "read only: {} · damage: {} · not handed in: {}\n",
        snapshot.read_only,
        snapshot.damage.len(),
        snapshot.unsent.acts
    ));
    text
}
