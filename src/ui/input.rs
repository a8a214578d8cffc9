//! Keys: what they do on the screen.

use egui::{Key, Ui};

use super::context::UiCtx;
use super::screen::Screen;
use super::shortcuts::{self, KeyAct, Typing};
use super::today;
use super::view_state::Middle;

impl Screen {
    pub(super) fn keys(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        if self.dialog.is_some() || self.tray.is_open() {
            return;
        }
        let typing = if ui.ctx().text_edit_focused() { Typing::Yes } else { Typing::No };
        let popup_open = egui::Popup::is_any_open(ui.ctx());
        for act in shortcuts::take(ui.ctx(), typing) {
            // An open list takes Esc for itself.
            if act != KeyAct::Escape || !popup_open {
                self.act(ctx, act);
            }
        }
        if typing == Typing::No && !popup_open && self.view.middle == Middle::Map {
            self.map.keys(ui);
            // What was just caught on the map, with nothing else holding the keyboard.
            let free = ui.memory(|memory| memory.focused().is_none());
            if free && !self.list.marked.is_empty() && ui.input(|it| it.key_pressed(Key::Space)) {
                today::add(ctx, self.list.marked.keys());
            }
        }
    }
}
