//! What the author of a record had seen: which earlier records, and which of two records followed the other.

use super::ancestry::Ancestry;
use super::record::Record;

/// The author of one record looks at what was there before.
pub(super) struct Sight<'a> {
    ancestry: &'a Ancestry,
    /// `None`: everything in the state had been seen.
    later: Option<usize>,
}

impl<'a> Sight<'a> {
    /// Of who had seen everything in the state.
    pub fn of_everything(ancestry: &'a Ancestry) -> Self {
        Self { ancestry, later: None }
    }

    /// Of the author of `later`, who had seen what stands among its ancestors.
    pub fn of(ancestry: &'a Ancestry, later: usize) -> Self {
        Self { ancestry, later: Some(later) }
    }

    pub fn has_seen(&self, earlier: &Record) -> bool {
        let Some(later) = self.later else { return true };
        let idx = self.ancestry.idx_of(&earlier.hash);
        idx.is_some_and(|idx| self.ancestry.is_ancestor(idx, later))
    }

    /// Whether `later` is `earlier` or was written by who had seen it.
    pub fn follows(&self, later: &Record, earlier: &Record) -> bool {
        let places = self.ancestry.idx_of(&earlier.hash).zip(self.ancestry.idx_of(&later.hash));
        places.is_some_and(|(earlier, later)| {
            earlier == later || self.ancestry.is_ancestor(earlier, later)
        })
    }

    /// Whether neither author had seen the other's record.
    pub fn are_unaware(&self, one: &Record, other: &Record) -> bool {
        !self.follows(one, other) && !self.follows(other, one)
    }
}
