//! What of a filter expression could not be read, and the sentences that say so.

use crate::ui::context::UiCtx;

/// What could not be read, and at which character, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NoColumn {
        at: usize,
        name: String,
    },
    /// A column with nothing behind it to compare it with.
    NoSign {
        at: usize,
        name: String,
    },
    /// What a column of days, or of numbers, cannot be compared with.
    NoDay {
        at: usize,
        text: String,
    },
    NoNumber {
        at: usize,
        text: String,
    },
    /// What is none of a column's choices.
    NoChoice {
        at: usize,
        text: String,
    },
    /// A bracket that is never closed, never opened; a quote without an end.
    NoClose {
        at: usize,
    },
    NoOpen {
        at: usize,
    },
    NoEnd {
        at: usize,
    },
    /// A word that joins, with nothing behind it.
    Unfinished {
        at: usize,
        word: String,
    },
}

impl Wrong {
    /// Whether the pieces beside it mean what they say all the same.
    pub const fn is_of_one_piece(&self) -> bool {
        matches!(
            self,
            Self::NoColumn { .. }
                | Self::NoSign { .. }
                | Self::NoDay { .. }
                | Self::NoNumber { .. }
                | Self::NoChoice { .. }
        )
    }

    /// The sentence for it, with its place.
    pub fn in_words(&self, ctx: &UiCtx<'_>) -> String {
        match self {
            Self::NoColumn { at, name } => {
                ctx.fill("filter.no_column", &[("at", at), ("name", name)])
            }
            Self::NoSign { at, name } => ctx.fill("filter.no_sign", &[("at", at), ("name", name)]),
            Self::NoDay { at, text } => ctx.fill("filter.no_day", &[("at", at), ("text", text)]),
            Self::NoNumber { at, text } => {
                ctx.fill("filter.no_number", &[("at", at), ("text", text)])
            }
            Self::NoChoice { at, text } => {
                ctx.fill("filter.no_choice", &[("at", at), ("text", text)])
            }
            Self::NoClose { at } => ctx.fill("filter.no_close", &[("at", at)]),
            Self::NoOpen { at } => ctx.fill("filter.no_open", &[("at", at)]),
            Self::NoEnd { at } => ctx.fill("filter.no_end", &[("at", at)]),
            Self::Unfinished { at, word } => {
                ctx.fill("filter.unfinished", &[("at", at), ("word", word)])
            }
        }
    }
}
