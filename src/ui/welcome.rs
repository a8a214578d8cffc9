//! The first start: what to do when there is nothing yet.

use egui::{Label, RichText, Ui};

use super::context::UiCtx;

/// What a person wants to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    Open,
    TypePath,
    Demonstration,
}

/// Drawn in place of the map while there are no layers.
pub fn welcome_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<Begin> {
    let mut begin = None;
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height * 0.26).max(12.0));
        ui.label(RichText::new(ctx.t("app.name")).size(34.0).color(ctx.palette.accent));
        ui.label(RichText::new(ctx.t("app.motto")).color(ctx.palette.weak));
        ui.add_space(22.0);
        ui.scope(|ui| {
            ui.set_max_width(520.0);
            ui.add(Label::new(RichText::new(ctx.t("welcome.nothing")).size(18.0)).wrap());
            ui.add_space(4.0);
            ui.add(Label::new(ctx.t("welcome.drop")).wrap());
            ui.add(
                Label::new(RichText::new(ctx.t("welcome.offline")).color(ctx.palette.weak)).wrap(),
            );
        });
        ui.add_space(16.0);
        ui.horizontal(|ui| {
            let width = 380.0_f32.min(ui.available_width());
            ui.add_space((ui.available_width() - width).max(0.0) / 2.0);
            if ui.button(ctx.t("top.open")).clicked() {
                begin = Some(Begin::Open);
            }
            if ui.button(ctx.t("open.type_path")).clicked() {
                begin = Some(Begin::TypePath);
            }
            if ui.button(ctx.t("welcome.demonstration")).clicked() {
                begin = Some(Begin::Demonstration);
            }
        });
    });
    begin
}

/// Drawn while the workspace is still being read: how far it is stands in the bottom line.
pub fn opening_ui(ctx: &UiCtx<'_>, ui: &mut Ui) {
    let height = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((height * 0.3).max(12.0));
        ui.label(RichText::new(ctx.t("app.name")).size(34.0).color(ctx.palette.accent));
        ui.add_space(12.0);
        ui.label(RichText::new(ctx.t("welcome.opening")).size(18.0));
    });
}
