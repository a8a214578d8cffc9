//! What is recorded more rarely: the card's 更多… and the menu offer the same, from here.

use super::context::UiCtx;
use super::forms::{Content, DocumentForm, FieldsForm, ProgressForm, RequestForm};
use super::plan_card::note_form;
use crate::model::FeatureKey;

/// A form that has no key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rare {
    Note,
    Document,
    Fields,
    Progress,
    Deadline,
    Suspended,
    NotRequired,
    Cancelled,
}

impl Rare {
    pub const ALL: [Self; 8] = [
        Self::Note,
        Self::Document,
        Self::Fields,
        Self::Progress,
        Self::Deadline,
        Self::Suspended,
        Self::NotRequired,
        Self::Cancelled,
    ];

    /// The key of its words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Note => "card.note",
            Self::Document => "card.document",
            Self::Fields => "card.fields",
            Self::Progress => "card.progress",
            Self::Deadline => "request_button.deadline",
            Self::Suspended => "request_button.suspended",
            Self::NotRequired => "request_button.not_required",
            Self::Cancelled => "request_button.cancelled",
        }
    }

    /// What is requested; `None` where it is no request.
    const fn request(self) -> Option<&'static str> {
        match self {
            Self::Note | Self::Document | Self::Fields | Self::Progress => None,
            Self::Deadline => Some("deadline"),
            Self::Suspended => Some("suspended"),
            Self::NotRequired => Some("not_required"),
            Self::Cancelled => Some("cancelled"),
        }
    }

    /// Whether there is such a thing for this feature: what has no stages has no progress and no requests.
    pub fn is_for(self, ctx: &UiCtx<'_>, key: &FeatureKey) -> bool {
        let Some(procedure) = ctx.procedure(key) else {
            return !matches!(self, Self::Progress) && self.request().is_none();
        };
        self.request().is_none_or(|what| procedure.can_request(what))
    }

    /// The form, empty.
    pub fn form(self) -> Content {
        match (self, self.request()) {
            (_, Some(what)) => Content::Request(RequestForm::of(what)),
            (Self::Document, _) => Content::Document(DocumentForm::default()),
            (Self::Fields, _) => Content::Fields(FieldsForm::default()),
            (Self::Progress, _) => Content::Progress(ProgressForm::default()),
            _ => note_form(),
        }
    }
}
