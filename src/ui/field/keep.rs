//! The draft of what is typed in the field: written a moment after each change, gone once recorded.

use serde::{Deserialize, Serialize};

use super::pane::Work;
use crate::session::{Command, Draft, DraftAfter};
use crate::ui::context::{Ask, UiCtx};

/// Drafts of the field have ids that begin so; they are of no feature's form.
const DRAFT_PREFIX: &str = "field/";
/// A word typed is on the disk after so long.
const DRAFT_PAUSE_S: f64 = 0.35;

/// What a draft holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// It was on the screen: the window opens with it.
    open: bool,
    work: Work,
}

/// What was last written, and when.
#[derive(Debug, Default)]
pub struct Keeper {
    sent: String,
    sent_at_s: f64,
}

impl Keeper {
    /// Goes on from what is there, as work is taken up.
    pub fn begin(&mut self, work: &Work) {
        self.sent = text_of(work, true);
    }

    /// Writes what has changed. Call each frame.
    pub fn keep(&mut self, ctx: &UiCtx<'_>, work: &Work, now_s: f64) {
        if text_of(work, true) == self.sent {
            return;
        }
        if now_s - self.sent_at_s < DRAFT_PAUSE_S {
            ctx.outbox.ask(Ask::WakeAfter(DRAFT_PAUSE_S));
            return;
        }
        self.sent_at_s = now_s;
        self.send(ctx, work, true);
    }

    /// Writes it as put away, for later.
    pub fn put_away(&mut self, ctx: &UiCtx<'_>, work: &Work) {
        self.send(ctx, work, false);
    }

    fn send(&mut self, ctx: &UiCtx<'_>, work: &Work, open: bool) {
        if ctx.snapshot.read_only {
            return;
        }
        self.sent = text_of(work, open);
        ctx.outbox.command(Command::SaveDraft(Draft {
            id: id_of(work),
            feature: None,
            form: "field".to_owned(),
            content: self.sent.clone(),
            saved_at: ctx.now.to_string(),
        }));
    }

    /// It was recorded, and its draft went with it.
    pub fn recorded(&mut self) {
        self.sent.clear();
    }

    /// What becomes of the draft of `work` once it is recorded.
    pub fn after(work: &Work) -> DraftAfter {
        DraftAfter::Gone(id_of(work))
    }

    /// It is not wanted.
    pub fn drop(&mut self, ctx: &UiCtx<'_>, work: &Work) {
        let id = id_of(work);
        if ctx.snapshot.drafts.iter().any(|draft| draft.id == id) || !self.sent.is_empty() {
            ctx.outbox.command(Command::DropDraft { id });
        }
        self.sent.clear();
    }
}

/// The draft of the same work, where one waits.
pub fn waiting(ctx: &UiCtx<'_>, work: &Work) -> Option<Work> {
    let id = id_of(work);
    let draft = ctx.snapshot.drafts.iter().find(|draft| draft.id == id)?;
    Some(serde_json::from_str::<Kept>(&draft.content).ok()?.work)
}

/// The work that was on the screen when the window closed.
pub fn left_open(ctx: &UiCtx<'_>) -> Option<Work> {
    let drafts = ctx.snapshot.drafts.iter().filter(|draft| draft.id.starts_with(DRAFT_PREFIX));
    let mut kept = drafts.filter_map(|draft| serde_json::from_str::<Kept>(&draft.content).ok());
    kept.find(|kept| kept.open).map(|kept| kept.work)
}

fn id_of(work: &Work) -> String {
    match work {
        Work::Find(_) => format!("{DRAFT_PREFIX}find"),
        Work::Move(form) => format!("{DRAFT_PREFIX}move/{}", form.feature),
        Work::Patrol(_) => format!("{DRAFT_PREFIX}patrol"),
        Work::Bulk(_) => format!("{DRAFT_PREFIX}bulk"),
    }
}

fn text_of(work: &Work, open: bool) -> String {
    serde_json::to_string(&Kept { open, work: work.clone() }).unwrap_or_default()
}
