//! What was typed and the disk has not taken: it stays in memory, is tried again, and is asked about before the window
//! closes.

use super::context::{Ask, UiCtx};
use super::dialogs::{Dialog, UnsavedDialog};
use super::screen::Screen;
use crate::session::{Command, Outcome};

/// A disk that is full or away is tried again after so long.
const AGAIN_S: f64 = 10.0;

/// What the disk last said to a draft.
#[derive(Debug, Default)]
pub struct Unsaved {
    /// As the disk said it.
    why: String,
    is_full: bool,
    tried_at_s: Option<f64>,
}

impl Unsaved {
    /// The disk has taken a draft, or has not.
    pub(super) fn answered(&mut self, outcome: Result<Outcome, String>, disk_is_full: bool) {
        self.why = outcome.err().unwrap_or_default();
        self.is_full = disk_is_full;
    }

    /// Why the disk took nothing, in its words.
    fn why(&self) -> &str {
        &self.why
    }

    /// What the bottom line says.
    pub(super) fn in_a_word(&self, ctx: &UiCtx<'_>) -> String {
        let words = if self.is_full { "status.unsaved_full" } else { "status.unsaved_away" };
        ctx.fill(words, &[("n", &ctx.snapshot.unstored.len())])
    }

    /// Sends what is not on the disk once more, now and then. Call each frame.
    pub(super) fn try_again(&mut self, ctx: &UiCtx<'_>, now_s: f64) {
        if ctx.snapshot.unstored.is_empty() {
            self.tried_at_s = None;
            return;
        }
        let tried_at_s = *self.tried_at_s.get_or_insert(now_s);
        if now_s - tried_at_s >= AGAIN_S {
            self.tried_at_s = Some(now_s);
            store_again(ctx);
        }
        ctx.outbox.ask(Ask::WakeAfter(AGAIN_S));
    }
}

/// Sends one of the drafts that the disk has not taken: if it takes that, the session sends the others after it.
pub fn store_again(ctx: &UiCtx<'_>) {
    if let Some(draft) = ctx.snapshot.unstored_drafts().next() {
        ctx.outbox.command(Command::SaveDraft(draft.clone()));
    }
}

impl Screen {
    /// Sends all that is typed and not yet sent; nothing closes.
    pub fn keep_words_now(&mut self, ctx: &UiCtx<'_>) {
        self.forms.keep_drafts_now(ctx);
    }

    /// The window is to close, and not all that was typed is on the disk.
    pub fn ask_before_leaving(&mut self) {
        self.dialog = Some(Dialog::Unsaved(UnsavedDialog::leaving(self.unsaved.why())));
    }

    /// What is not on the disk, with the ways to save it.
    pub fn look_at_unsaved(&mut self) {
        self.dialog = Some(Dialog::Unsaved(UnsavedDialog::look(self.unsaved.why())));
    }
}
