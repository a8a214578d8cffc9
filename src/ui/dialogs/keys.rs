//! 键位表: the table of actions with their keys, as the program itself reads it.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::DialogEnd;
use crate::ui::actions::ACTIONS;
use crate::ui::context::UiCtx;
use crate::ui::shortcuts::{KeyAct, name_of};

pub fn keys_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
    let of_actions = ACTIONS.iter().map(|action| (name_of(action.act), action.text));
    // What is no action: the card's tabs, putting away, and what map and list do themselves.
    let others = [
        ("Alt+1…5".to_owned(), "key.tab"),
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
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        let half = lines.len().div_ceil(2);
        Grid::new("keys").num_columns(4).striped(true).spacing([18.0, 2.0]).show(ui, |ui| {
            for row in 0..half {
                for (keys, words) in [lines.get(row), lines.get(row + half)].into_iter().flatten() {
                    ui.label(RichText::new(keys).monospace());
                    ui.label(ctx.t(words));
                }
                ui.end_row();
            }
        });
    });
    ui.spacing_mut().interact_size.y = ctx.palette.sizes.row_points;
    ui.button(ctx.t("dialog.close")).clicked().then_some(DialogEnd::Closed)
}
