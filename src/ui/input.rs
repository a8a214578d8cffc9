//! Keys and dropped files: what they do on the screen.

use std::path::PathBuf;

use egui::{Key, Ui};

use super::context::{Ask, UiCtx};
use super::forms::Content;
use super::lab::is_table;
use super::screen::Screen;
use super::shortcuts::{self, KeyAct, Typing};
use super::today;
use super::tray::MANY_PICTURES;
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

    pub(super) fn dropped_files(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        let dropped: Vec<PathBuf> = ui.input(|input| {
            input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect()
        });
        if dropped.is_empty() {
            return;
        }
        self.take_files(ctx, dropped);
    }

    /// Images of the clipboard become files first, then go where dropped files go.
    pub(super) fn pasted_images(&mut self, ctx: &UiCtx<'_>, ui: &Ui) {
        ui.input(|input| {
            for event in &input.events {
                if let egui::Event::PasteImage(image) = event {
                    ctx.outbox.ask(Ask::KeepImage(std::sync::Arc::clone(image)));
                }
            }
        });
    }

    /// Files that were dropped: into the open form, as pictures of the chosen feature, as a laboratory's table, or as
    /// layers.
    pub fn take_files(&mut self, ctx: &UiCtx<'_>, paths: Vec<PathBuf>) {
        // A laboratory's table is a paper where papers are filed, and results everywhere else.
        let all_tables = paths.iter().all(|path| is_table(path));
        if let Some(form) = self.forms.top_mut()
            && (!all_tables || matches!(form.sheet.content, Content::Document(_)))
            && form.sheet.content.take_files(&paths)
        {
            return;
        }
        let (pictures, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| is_picture(path));
        self.open_files(ctx, others);
        if pictures.is_empty() {
            return;
        }
        // Many are of several features, and without a chosen one nobody knows of which.
        let chosen = self.view.selected_key().filter(|_| pictures.len() < MANY_PICTURES);
        let Some(key) = chosen else {
            return self.tray.add(ctx, pictures);
        };
        let slots = super::plan_card::wanted_photos(&self.card.gathering(ctx, &key));
        self.open_form(ctx, &key, Content::Photos(super::forms::PhotosForm::of_kinds(&slots)));
        if let Some(form) = self.forms.top_mut() {
            form.sheet.content.take_files(&pictures);
        }
    }
}

fn is_picture(path: &std::path::Path) -> bool {
    const ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "heic", "webp", "mp4", "mov"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
