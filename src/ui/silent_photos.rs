//! Pictures in a form that say neither when nor where they were taken: told once, while the time can still be typed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{Label, RichText, Ui};

use super::context::{Ask, UiCtx};
use super::forms::{OpenForm, path_of, photo_row_name};
use super::screen::Screen;
use crate::session::PictureFacts;

/// What is known of the pictures named in forms, by path.
#[derive(Debug, Default)]
pub struct SilentPhotos {
    /// Whether it says nothing of itself; `None` while it is being looked at.
    looked_at: BTreeMap<PathBuf, Option<bool>>,
}

impl SilentPhotos {
    /// A picture was looked at.
    pub fn take(&mut self, facts: &PictureFacts) {
        if let Some(known) = self.looked_at.get_mut(&facts.path) {
            let is_read = !facts.sha256.is_empty();
            *known = Some(is_read && facts.taken_at.is_none() && facts.lon_lat.is_none());
        }
    }

    /// Has new pictures looked at, and says how many of the form's say nothing and have no time typed yet.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, form: &OpenForm) {
        let mut silent = 0;
        for (nth, row) in form.sheet.content.photo_rows().iter().enumerate() {
            let is_typed_into = form.focused.as_ref() == Some(&photo_row_name(nth));
            if row.path.trim().is_empty() {
                continue;
            }
            let path = path_of(&row.path);
            match self.looked_at.get(&path) {
                Some(known) => {
                    silent += usize::from(*known == Some(true) && row.time.trim().is_empty());
                }
                None if is_typed_into => {}
                None => {
                    ctx.outbox.ask(Ask::LookAtPictures(vec![path.clone()]));
                    self.looked_at.insert(path, None);
                }
            }
        }
        if silent > 0 {
            let words = ctx.fill("photo.silent", &[("n", &silent)]);
            ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
        }
    }
}

impl Screen {
    /// What a picture of the tray or of a form says of itself was read.
    pub fn picture_looked_at(
        &mut self,
        ctx: &UiCtx<'_>,
        egui_ctx: &egui::Context,
        facts: PictureFacts,
        thumbnail: Option<egui::ColorImage>,
    ) {
        self.forms.silent_photos.take(&facts);
        self.tray.looked_at(ctx, egui_ctx, facts, thumbnail);
    }
}
