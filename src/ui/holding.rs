//! Files on their way into a record: what each says of itself goes to the rows that name it, and its bytes into the
//! workspace, where they wait though phone or stick is gone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::{ColorImage, Label, RichText, Ui};

use super::context::{Ask, UiCtx};
use super::file_sorts::is_picture;
use super::forms::{NamedFile, OpenForm, What};
use super::plan_card::PictureSize;
use super::screen::Screen;
use crate::model::Bytes;
use crate::plan::Hash;
use crate::session::{Command, PictureFacts};

/// A path that is being typed is looked at once it has rested for so long.
const TYPED_REST_S: f64 = 0.6;

/// What is known of the files named in forms, by path.
#[derive(Debug, Default)]
pub struct FormFiles {
    /// `None` while it is being looked at.
    looked_at: BTreeMap<PathBuf, Option<PictureFacts>>,
    /// The path that is being typed, and since when it is this one.
    typed: Option<(PathBuf, f64)>,
}

impl FormFiles {
    /// A file was looked at.
    pub fn take(&mut self, facts: &PictureFacts) {
        if let Some(known) = self.looked_at.get_mut(&facts.path) {
            *known = Some(facts.clone());
        }
    }

    /// What a file says of itself; `None` before it was looked at.
    pub fn facts(&self, path: &Path) -> Option<&PictureFacts> {
        self.looked_at.get(path)?.as_ref()
    }

    /// Has the form's new files looked at, and says which can be read neither here nor where they came from.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, form: &mut OpenForm) {
        let now_s = ui.input(|input| input.time);
        let mut fresh = form.sheet.content.files();
        fresh.retain(|file| !self.looked_at.contains_key(&file.path));
        for file in fresh {
            if !self.is_being_typed(ctx, &file, form.focused.as_deref(), now_s) {
                look_at(ctx, &file);
                self.looked_at.insert(file.path, None);
            }
        }
        let files = form.sheet.content.files().into_iter();
        let unnamed = files.filter(|file| file.sha256.is_empty());
        let told: Vec<PictureFacts> =
            unnamed.filter_map(|file| self.facts(&file.path).cloned()).collect();
        for facts in told {
            form.sheet.content.looked_at(&facts.path, &facts.sha256);
        }
        self.lost_ui(ctx, ui, form);
    }

    /// Whether the path is not yet to be looked at: a letter may follow.
    fn is_being_typed(
        &mut self,
        ctx: &UiCtx<'_>,
        file: &NamedFile<'_>,
        focused: Option<&str>,
        now_s: f64,
    ) -> bool {
        if focused != Some(&file.row) || is_picture(&file.path) {
            return false;
        }
        match &self.typed {
            // Pictures have their endings, papers any.
            _ if file.what != What::Paper => true,
            Some((path, since_s)) if *path == file.path => now_s - since_s < TYPED_REST_S,
            _ => {
                self.typed = Some((file.path.clone(), now_s));
                ctx.outbox.ask(Ask::WakeAfter(TYPED_REST_S));
                true
            }
        }
    }

    fn lost_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, form: &OpenForm) {
        let is_away = |path: &Path| self.facts(path).is_some_and(|facts| facts.sha256.is_empty());
        let mut lost = form.sheet.content.files();
        lost.retain(|file| !ctx.snapshot.holds(file.sha256) && is_away(&file.path));
        let Some(first) = lost.first() else { return };
        ui.horizontal_wrapped(|ui| {
            let words = RichText::new(first.lost_words(ctx)).color(ctx.palette.bad);
            ui.add(Label::new(words.small()).wrap());
            if ui.button(ctx.t("photo.look_again")).clicked() {
                lost.iter().for_each(|file| look_at(ctx, file));
            }
        });
    }
}

/// Has a file looked at.
fn look_at(ctx: &UiCtx<'_>, file: &NamedFile<'_>) {
    ctx.outbox.ask(match file.what {
        What::Photo(_) => Ask::LookAtPictures(vec![file.path.clone()]),
        What::Paper => Ask::LookAtFile(file.path.clone()),
    });
}

impl Screen {
    /// What a picture of the tray or a file of a form says of itself was read.
    pub fn picture_looked_at(
        &mut self,
        ctx: &UiCtx<'_>,
        egui_ctx: &egui::Context,
        facts: PictureFacts,
        thumbnail: Option<ColorImage>,
    ) {
        if !facts.sha256.is_empty() {
            let sha256 = facts.sha256.clone();
            self.card.pictures.put(egui_ctx, sha256, PictureSize::Thumbnail, thumbnail);
        }
        self.forms.files.take(&facts);
        self.tray.looked_at(ctx, facts);
    }

    /// Keeps the bytes of a file that the tray or a form names.
    pub fn hold_picture(&self, ctx: &UiCtx<'_>, facts: &PictureFacts, bytes: Option<Bytes>) {
        let mut in_forms = self.forms.all().flat_map(|form| form.sheet.content.files());
        let is_named = self.tray.names(&facts.path) || in_forms.any(|file| file.path == facts.path);
        let is_kept = ctx.snapshot.read_only || ctx.snapshot.holds(&facts.sha256);
        if let (Some(bytes), Some(sha256)) = (bytes, Hash::parse(&facts.sha256))
            && is_named
            && !is_kept
        {
            ctx.outbox.command(Command::Hold { sha256, bytes });
        }
    }
}
