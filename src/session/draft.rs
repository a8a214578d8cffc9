//! Half-typed forms in the workspace, and how they go: with what was recorded of them, in one transaction. A power cut
//! finds either the draft or its record, never both.
//!
//! What a full disk or one that is away does not take stays in memory, is shown as such, and goes to the disk with the
//! next thing that it takes.

use std::sync::Arc;

use super::{Act, Command, Outcome, Session, SessionError};
use crate::model::{FeatureKey, Stamp};
use crate::plan::Actor;
use crate::store::{Access, StoreError, StoredDraft, Writing};

/// A half-typed form, kept in the workspace by an id of the form's choosing. Its content is the form's own JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: String,
    pub feature: Option<FeatureKey>,
    /// Which form: `visit`, `sample`, `photo`, `document`, `fields`, `step`, ….
    pub form: String,
    pub content: String,
    pub saved_at: String,
}

/// What becomes of a draft once what it held is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftAfter {
    /// All of it was recorded: by its id.
    Gone(String),
    /// Only a part of it: this is left.
    Rest(Draft),
}

/// What is recorded of a draft.
#[derive(Clone, Debug)]
pub enum Recording {
    /// As [`super::Command::Record`].
    One(Act),
    /// As [`super::Command::RecordAll`].
    All(Vec<Act>),
}

impl Draft {
    /// The draft that a command is to put on the disk.
    pub(super) const fn saved_by(command: &Command) -> Option<&Self> {
        match command {
            Command::SaveDraft(draft) => Some(draft),
            _ => None,
        }
    }
}

impl DraftAfter {
    pub(super) fn write(&self, writing: &Writing<'_>) -> Result<(), StoreError> {
        match self {
            Self::Gone(id) => writing.drop_draft(id),
            Self::Rest(draft) => writing.put_draft(&StoredDraft::from(draft.clone())),
        }
    }
}

impl Session {
    pub(super) fn record_from(
        &mut self,
        recording: Recording,
        after: DraftAfter,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        match recording {
            Recording::One(act) => self.record(act, Some(after), now, actor),
            Recording::All(acts) => self.record_all(acts, Some(after), now, actor),
        }
    }

    pub(super) fn save_draft(&mut self, draft: Draft) -> Result<Outcome, SessionError> {
        self.settle_draft(DraftAfter::Rest(draft))
    }

    pub(super) fn drop_draft(&mut self, id: String) -> Result<Outcome, SessionError> {
        self.settle_draft(DraftAfter::Gone(id))
    }

    fn settle_draft(&mut self, after: DraftAfter) -> Result<Outcome, SessionError> {
        self.store.write(|writing| after.write(writing))?;
        self.follow_draft(after);
        Ok(Outcome::Done)
    }

    /// Lets memory follow what is on the disk.
    pub(super) fn follow_draft(&mut self, after: DraftAfter) {
        let (DraftAfter::Gone(id) | DraftAfter::Rest(Draft { id, .. })) = &after;
        if self.unstored.contains(id) {
            Arc::make_mut(&mut self.unstored).remove(id);
        }
        let drafts = Arc::make_mut(&mut self.drafts);
        drafts.retain(|known| known.id != *id);
        if let DraftAfter::Rest(draft) = after {
            drafts.push(draft);
        }
    }

    /// What was typed and the disk has not taken stays here; a disk that takes things again gets all of it.
    pub(super) fn keep_drafts_safe(&mut self, typed: Option<Draft>, disk_took: bool) {
        if self.store.access() == Access::Read {
            return;
        }
        if let Some(draft) = typed.filter(|_| !disk_took) {
            let id = draft.id.clone();
            self.follow_draft(DraftAfter::Rest(draft));
            Arc::make_mut(&mut self.unstored).insert(id);
        } else if disk_took && !self.unstored.is_empty() {
            let is_waiting = |draft: &&Draft| self.unstored.contains(&draft.id);
            let waiting: Vec<Draft> = self.drafts.iter().filter(is_waiting).cloned().collect();
            // A disk that took one thing and not the next is asked again with the next.
            let stored = self.store.write(|writing| -> Result<(), StoreError> {
                waiting.into_iter().try_for_each(|it| writing.put_draft(&StoredDraft::from(it)))
            });
            if stored.is_ok() {
                self.unstored = Arc::default();
            }
        }
    }
}

impl From<StoredDraft> for Draft {
    fn from(draft: StoredDraft) -> Self {
        Self {
            id: draft.id,
            feature: draft.feature.and_then(|key| FeatureKey::parse(&key)),
            form: draft.form,
            content: draft.content,
            saved_at: draft.saved_at,
        }
    }
}

impl From<Draft> for StoredDraft {
    fn from(draft: Draft) -> Self {
        Self {
            id: draft.id,
            feature: draft.feature.map(|key| key.to_string()),
            form: draft.form,
            content: draft.content,
            saved_at: draft.saved_at,
        }
    }
}
