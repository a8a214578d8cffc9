//! Pictures in a form that say neither when nor where they were taken: told once, while the time can still be typed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{Label, RichText, Ui};

use super::context::{Ask, UiCtx};
use super::file_sorts::is_picture;
use super::forms::{OpenForm, path_of, photo_row_name};
use super::holding::lost_photos_ui;
use crate::session::PictureFacts;

/// What is known of the pictures named in forms, by path.
#[derive(Debug, Default)]
pub struct SilentPhotos {
    /// `None` while it is being looked at.
    looked_at: BTreeMap<PathBuf, Option<PictureFacts>>,
}

impl SilentPhotos {
    /// A picture was looked at.
    pub fn take(&mut self, facts: &PictureFacts) {
        if let Some(known) = self.looked_at.get_mut(&facts.path) {
            *known = Some(facts.clone());
        }
    }

    /// Has new pictures looked at, and says how many of the form's say nothing and have no time typed yet.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, form: &mut OpenForm) {
        let mut silent = 0;
        let focused = form.focused.clone();
        for (nth, row) in form.sheet.content.photo_rows_mut().iter_mut().enumerate() {
            let is_typed_into = focused.as_ref() == Some(&photo_row_name(nth));
            if row.path.trim().is_empty() {
                continue;
            }
            let path = path_of(&row.path);
            match self.looked_at.get(&path) {
                Some(Some(facts)) => {
                    // What was chosen stays chosen, be another file at its place by now.
                    if row.sha256.is_empty() {
                        row.sha256.clone_from(&facts.sha256);
                    }
                    silent += usize::from(is_silent(facts) && row.time.trim().is_empty());
                }
                Some(None) => {}
                // A path that is being typed is looked at once it names a picture.
                None if is_typed_into && !is_picture(&path) => {}
                None => {
                    ctx.outbox.ask(Ask::LookAtPictures(vec![path.clone()]));
                    self.looked_at.insert(path, None);
                }
            }
        }
        lost_photos_ui(ctx, ui, form, |path| self.is_away(path));
        if silent > 0 {
            let words = ctx.fill("photo.silent", &[("n", &silent)]);
            ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
        }
    }

    /// Whether a file was looked at and could not be read.
    fn is_away(&self, path: &Path) -> bool {
        matches!(self.looked_at.get(path), Some(Some(facts)) if facts.sha256.is_empty())
    }
}

/// Of a file that cannot be read nobody knows.
const fn is_silent(facts: &PictureFacts) -> bool {
    !facts.sha256.is_empty() && facts.taken_at.is_none() && facts.lon_lat.is_none()
}
