//! Pictures on their way into a record: what a file says of itself goes to the rows that name it, and its bytes into
//! the workspace, where they wait though the phone is gone.

use egui::{ColorImage, Label, RichText, Ui};

use super::context::{Ask, UiCtx};
use super::forms::{OpenForm, file_name, path_of};
use super::plan_card::PictureSize;
use super::screen::Screen;
use crate::model::Bytes;
use crate::plan::Hash;
use crate::session::{Command, PictureFacts};

impl Screen {
    /// What a picture of the tray or of a form says of itself was read.
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
        self.forms.silent_photos.take(&facts);
        self.tray.looked_at(ctx, facts);
    }

    /// Keeps the bytes of a picture that the tray or a form names.
    pub fn hold_picture(&self, ctx: &UiCtx<'_>, facts: &PictureFacts, bytes: Option<Bytes>) {
        let is_named = self.tray.names(&facts.path)
            || self.forms.all().any(|form| {
                form.sheet.content.photo_rows().iter().any(|row| path_of(&row.path) == facts.path)
            });
        let is_kept = ctx.snapshot.read_only || ctx.snapshot.holds(&facts.sha256);
        if let (Some(bytes), Some(sha256)) = (bytes, Hash::parse(&facts.sha256))
            && is_named
            && !is_kept
        {
            ctx.outbox.command(Command::Hold { sha256, bytes });
        }
    }
}

/// Says which pictures of a form can be read neither here nor where they came from, and looks for them once more.
pub fn lost_photos_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    form: &OpenForm,
    is_away: impl Fn(&std::path::Path) -> bool,
) {
    let rows = form.sheet.content.photo_rows().iter().enumerate();
    let lost: Vec<_> = rows
        .filter(|(_, row)| !row.path.trim().is_empty() && !ctx.snapshot.holds(&row.sha256))
        .map(|(nth, row)| (nth + 1, path_of(&row.path)))
        .filter(|(_, path)| is_away(path))
        .collect();
    let Some((nth, path)) = lost.first() else { return };
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("n", nth), ("name", &file_name(path)), ("path", &path.display())];
    ui.horizontal_wrapped(|ui| {
        let words = RichText::new(ctx.fill("photo.lost", &values)).color(ctx.palette.bad);
        ui.add(Label::new(words.small()).wrap());
        if ui.button(ctx.t("photo.look_again")).clicked() {
            let paths = lost.iter().map(|(_, path)| path.clone()).collect();
            ctx.outbox.ask(Ask::LookAtPictures(paths));
        }
    });
}
