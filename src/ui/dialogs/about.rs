//! 关于: version, where things lie on this computer, licences.

use egui::{CollapsingHeader, Label, RichText, ScrollArea, Ui};

use super::{DialogEnd, foot_ui};
use crate::ui::context::UiCtx;

const MIT: &str = include_str!("../../../LICENSE-MIT");
const APACHE: &str = include_str!("../../../LICENSE-APACHE");
const FONT: &str = include_str!("../../../assets/fonts/OFL.txt");

#[derive(Debug)]
pub struct AboutDialog {
    workspace: String,
}

impl AboutDialog {
    pub fn new(ctx: &UiCtx<'_>) -> Self {
        Self { workspace: ctx.snapshot.workspace.to_string_lossy().into_owned() }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        ui.label(ctx.fill("about.version", &[("version", &env!("CARGO_PKG_VERSION"))]));
        ui.add(Label::new(ctx.t("app.motto")).wrap());
        let kept = ctx.fill("about.workspace", &[("path", &self.workspace)]);
        ui.add(Label::new(RichText::new(kept).color(ctx.palette.weak)).wrap());
        ui.horizontal(|ui| {
            if ui.button(ctx.t("about.copy_path")).clicked() {
                ui.ctx().copy_text(self.workspace.clone());
            }
        });
        ui.separator();
        ui.add(Label::new(ctx.t("about.licence")).wrap());
        let height = (ui.ctx().content_rect().height() * 0.4).max(90.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (name, text) in
                [("MIT", MIT), ("Apache-2.0", APACHE), ("Noto Sans SC · OFL-1.1", FONT)]
            {
                CollapsingHeader::new(name).show(ui, |ui| {
                    ui.add(Label::new(RichText::new(text).small()).wrap());
                });
            }
        });
        foot_ui(ui, |ui| ui.button(ctx.t("dialog.close")).clicked()).then_some(DialogEnd::Closed)
    }
}
