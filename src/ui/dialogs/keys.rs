//! 键位表: the table of keys, as the program itself reads it.

use egui::{Grid, RichText, Ui};

use super::DialogEnd;
use crate::ui::context::UiCtx;
use crate::ui::shortcuts::{KeyAct, SHORTCUTS};

pub fn keys_ui(ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
    Grid::new("keys").num_columns(2).striped(true).spacing([24.0, 4.0]).show(ui, |ui| {
        for shortcut in SHORTCUTS {
            // The five tabs share one line.
            let keys = match shortcut.act {
                KeyAct::Tab(0) => "Alt+1…5".to_owned(),
                KeyAct::Tab(_) => continue,
                _ => shortcut.name(),
            };
            ui.label(RichText::new(keys).monospace());
            ui.label(ctx.t(shortcut.text));
            ui.end_row();
        }
        for (keys, words) in
            [("+ −", "key.zoom"), ("Home", "key.fit"), ("Shift", "key.box"), ("Tab", "key.walk")]
        {
            ui.label(RichText::new(keys).monospace());
            ui.label(ctx.t(words));
            ui.end_row();
        }
    });
    ui.button(ctx.t("dialog.close")).clicked().then_some(DialogEnd::Closed)
}
