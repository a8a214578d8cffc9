//! 键位表: the table of actions with their keys, as the program itself reads it.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::{DialogEnd, foot_ui};
use crate::ui::actions::ACTIONS;
use crate::ui::context::UiCtx;
use crate::ui::shortcuts::{KeyAct, all_names_of, name_of};

/// From so wide on, in heights of a letter, the sheet has two columns.
const COLUMNS_EMS: f32 = 52.0;

pub fn keys_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
    let of_actions = ACTIONS.iter().map(|action| (all_names_of(action.act), action.text));
    // What is no action: the card's tabs, putting away, and what map and list do themselves.
    let others = [
        ("Alt+1…5".to_owned(), "key.tab"),
        ("Ctrl+1…9".to_owned(), "key.remark"),
        (name_of(KeyAct::Escape), "key.escape"),
        ("Tab".to_owned(), "key.walk"),
        ("↑ ↓".to_owned(), "key.rows"),
        ("Space".to_owned(), "key.today"),
        ("Ctrl".to_owned(), "key.mark"),
        ("+ -".to_owned(), "key.zoom"),
        ("Home".to_owned(), "key.fit"),
        ("Shift".to_owned(), "key.box"),
    ];
    let lines: Vec<_> = of_actions.filter(|(keys, _)| !keys.is_empty()).chain(others).collect();
    let height = (ui.ctx().content_rect().height() - 170.0).max(120.0);
    // Low rows in two columns: the whole sheet is seen at once on a small screen.
    ui.spacing_mut().interact_size.y = 0.0;
    ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        let is_wide = ui.available_width() >= COLUMNS_EMS * ctx.palette.sizes.body_points;
        let columns = if is_wide { 2 } else { 1 };
        let count = lines.len().div_ceil(columns);
        let grid = Grid::new("keys").num_columns(2 * columns).striped(true);
        grid.spacing([18.0, 2.0]).show(ui, |ui| {
            for row in 0..count {
                for (keys, words) in lines[row..].iter().step_by(count) {
                    ui.label(RichText::new(keys).monospace());
                    ui.label(ctx.t(words));
                }
                ui.end_row();
            }
        });
    });
    ui.spacing_mut().interact_size.y = ctx.palette.sizes.row_points;
    foot_ui(ui, |ui| ui.button(ctx.t("dialog.close")).clicked()).then_some(DialogEnd::Closed)
}
