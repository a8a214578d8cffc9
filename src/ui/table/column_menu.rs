//! Which columns the table shows: ticked in a list that stays open and is narrowed by words.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{PopupCloseBehavior, RichText, ScrollArea, Ui};

use super::column::Column;
use crate::ui::context::UiCtx;
use crate::ui::forms::narrow_ui;
use crate::ui::view_state::ViewState;

/// The list is no higher than this.
const HEIGHT_MAX_POINTS: f32 = 420.0;
const WIDTH_EMS: f32 = 16.0;

pub fn columns_menu_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    view: &mut ViewState,
    offered: &[Column],
    shown: &[Column],
) {
    // Boxes and a line of text keep the edges that a menu would take from its lines.
    let with_edges = |_: &mut egui::Style| {};
    let stays =
        MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside).style(with_edges);
    MenuButton::new(ctx.t("table.columns")).config(stays).ui(ui, |ui| {
        ui.set_width(ctx.palette.sizes.body_points * WIDTH_EMS);
        let narrowing = narrow_ui(ctx, ui);
        ScrollArea::vertical().max_height(HEIGHT_MAX_POINTS).show(ui, |ui| {
            if ui.button(ctx.t("table.usual_columns")).clicked() {
                view.table.columns.remove(view.list_kind.as_deref().unwrap_or_default());
            }
            let mut toggled = None;
            let mut is_headed = false;
            for column in offered {
                let title = column.title(ctx, view);
                if !narrowing.fits(&title) {
                    continue;
                }
                // The file's own columns say the same as many fields, in the file's words.
                if matches!(column, Column::Property(_)) && !std::mem::replace(&mut is_headed, true)
                {
                    let words = RichText::new(ctx.t("table.columns_of_file")).small();
                    ui.label(words.color(ctx.palette.weak));
                }
                let mut is_shown = shown.contains(column);
                if ui.checkbox(&mut is_shown, title).changed() {
                    toggled = Some((column, is_shown));
                }
            }
            if let Some((toggled, is_shown)) = toggled {
                let kept = offered.iter().filter(|other| match *other == toggled {
                    true => is_shown,
                    false => shown.contains(other),
                });
                let kind = view.list_kind.clone().unwrap_or_default();
                view.table.columns.insert(kind, kept.map(Column::code).collect());
            }
        });
    });
}
