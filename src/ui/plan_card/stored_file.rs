//! A stored photo or document outside this program: opened in another, or saved as a copy.

use egui::{Button, RichText, Ui};

use crate::model::FeatureKey;
use crate::plan::{Document, Filed, Photo, parse_day};
use crate::ui::context::{Ask, PickFor, StoredFile, StoredFileDone, UiCtx};
use crate::ui::notices::Tone;
use crate::ui::screen::Screen;

/// A photo as a file: named for the feature, what it shows and its day.
pub fn photo_file(ctx: &UiCtx<'_>, key: &FeatureKey, photo: &Filed<Photo>) -> StoredFile {
    let body = &photo.body;
    let day = body.time().and_then(|time| parse_day(time.get(..10)?)).unwrap_or(photo.record.on);
    let kind = ctx.photo_label(key, &body.photo_kind);
    StoredFile::new(&body.sha256, &format!("{} {kind} {day}", ctx.name_of(key)), &body.ext)
}

/// A paper as a file: by its title, else by what it is.
pub fn document_file(ctx: &UiCtx<'_>, key: &FeatureKey, document: &Document) -> StoredFile {
    let kind = ctx.document_label(key, &document.doc_kind);
    let title = if document.title.is_empty() { &kind } else { &document.title };
    StoredFile::new(&document.sha256, &format!("{} {title}", ctx.name_of(key)), &document.ext)
}

/// Draws the two acts beside or below a file; nothing where it is not here. `what` tells one file's buttons from
/// another's.
pub fn stored_file_ui(ctx: &UiCtx<'_>, ui: &mut Ui, file: &StoredFile, what: &str) {
    let small = |words: &str| Button::new(RichText::new(words).small());
    acts_ui(ctx, ui, file, what, small);
}

/// The same among buttons of the usual size.
pub fn stored_file_bar_ui(ctx: &UiCtx<'_>, ui: &mut Ui, file: &StoredFile, what: &str) {
    acts_ui(ctx, ui, file, what, |words| Button::new(words.to_owned()));
}

fn acts_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    file: &StoredFile,
    what: &str,
    make: impl Fn(&str) -> Button<'static>,
) {
    if !ctx.snapshot.photos.contains(&file.sha256) {
        return;
    }
    let mut button = |words: &'static str| {
        ui.add(make(ctx.t(words))).accessible_name(format!("{} {what}", ctx.t(words))).clicked()
    };
    if button("stored.open") {
        ctx.outbox.ask(Ask::OpenStored(file.clone()));
    }
    if button("stored.save") {
        ctx.outbox.pick_files(PickFor::SaveStored(file.clone()));
    }
}

impl Screen {
    /// Says what became of a file that was opened or saved.
    pub fn stored_file_done(&mut self, ctx: &UiCtx<'_>, file: &StoredFile, done: StoredFileDone) {
        let kind = file.ending().to_uppercase();
        let (tone, words) = match done {
            StoredFileDone::Saved(path) => {
                (Tone::Good, ctx.fill("stored.saved", &[("path", &path.display())]))
            }
            StoredFileDone::Absent => (Tone::Bad, ctx.t("photo.absent").to_owned()),
            StoredFileDone::WouldRun => {
                (Tone::Bad, ctx.fill("stored.would_run", &[("name", &file.name)]))
            }
            StoredFileDone::NoProgram => {
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("kind", &kind), ("name", &file.name)];
                (Tone::Bad, ctx.fill("stored.no_program", &values))
            }
            StoredFileDone::Failed(why) => (Tone::Bad, ctx.fill("notice.failed", &[("why", &why)])),
        };
        let failed = (tone == Tone::Bad).then(|| (file.sha256.clone(), words.clone()));
        self.card.pictures.not_out = failed;
        self.notices.add(tone, words);
    }
}
