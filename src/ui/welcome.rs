//! The first start: what to do when there is nothing yet.

use egui::{Button, Label, ProgressBar, RichText, ScrollArea, Ui};

use super::context::UiCtx;
use super::lines::progress_ui;

/// What a person wants to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    Open,
    TypePath,
    /// Another workspace, one used lately or a named one.
    Workspaces,
    Demonstration,
}

/// Drawn in place of the map while there are no layers.
pub fn welcome_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<Begin> {
    let mut begin = None;
    // What there is to do comes before the room around it: in a low window the rest moves up, and scrolls.
    let sizes = &ctx.palette.sizes;
    let free_points = ui.available_height() - 6.0 * (sizes.row_points + 4.0) - 170.0;
    let words = |ui: &mut Ui| {
        ui.add_space((free_points * 0.45).max(4.0));
        let is_roomy = free_points > 0.0;
        let name_points = if is_roomy { 34.0 } else { 24.0 };
        ui.label(RichText::new(ctx.t("app.name")).size(name_points).color(ctx.palette.accent));
        if is_roomy {
            ui.label(RichText::new(ctx.t("app.motto")).color(ctx.palette.weak));
        }
        ui.add_space(if is_roomy { 22.0 } else { 6.0 });
        ui.scope(|ui| {
            ui.set_max_width(36.0 * sizes.body_points);
            ui.add(Label::new(RichText::new(ctx.t("welcome.nothing")).size(18.0)).wrap());
            ui.add_space(4.0);
            ui.add(Label::new(ctx.t("welcome.drop")).wrap());
            ui.add(
                Label::new(RichText::new(ctx.t("welcome.offline")).color(ctx.palette.weak)).wrap(),
            );
        });
        ui.add_space(if is_roomy { 16.0 } else { 6.0 });
        let ways = [
            (Begin::Open, "top.open"),
            (Begin::TypePath, "open.type_path"),
            (Begin::Workspaces, "act.workspaces"),
            (Begin::Demonstration, "welcome.demonstration"),
        ];
        for (way, words) in ways {
            let size = egui::vec2(240.0, sizes.row_points);
            if ui.add(Button::new(ctx.t(words)).min_size(size)).clicked() {
                begin = Some(way);
            }
        }
    };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| ui.vertical_centered(words));
    begin
}

/// Drawn while the workspace, or the first file of an empty one, is still being read: what, and how far it is.
pub fn opening_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height * 0.3).max(12.0));
        ui.label(RichText::new(ctx.t("app.name")).size(34.0).color(ctx.palette.accent));
        ui.add_space(12.0);
        ui.label(RichText::new(ctx.t("welcome.opening")).size(18.0));
        for job in ctx.jobs {
            ui.label(&job.name);
            if let Some(share) = job.share {
                let bar = ProgressBar::new(share).desired_width(320.0).show_percentage();
                progress_ui(ctx, ui, bar);
                ui.label(job.pace_words(ctx.words));
            }
        }
    });
}
