//! What the author of a record had seen: which earlier records, and which of two records followed the other.

use super::ancestry::Ancestry;
use super::body::{Adopted, Body};
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

    /// Whether the author had seen what `earlier` says: the record, or, where it took over what the file states, another
    /// that took over the same. Each of two people who work on one file begins with that.
    pub fn has_seen_said(&self, earlier: &Record, says: impl Fn(&Adopted) -> bool) -> bool {
        let is_adopted = matches!(earlier.body, Body::Adopted(_));
        self.has_seen(earlier) || (is_adopted && self.adopted(says).any(|twin| self.has_seen(twin)))
    }

    /// Whether what the file states had been seen by the author of `later`, who wrote something else.
    pub fn is_overwritten(&self, later: &Record, says: impl Fn(&Adopted) -> bool) -> bool {
        !matches!(later.body, Body::Adopted(_))
            && self.adopted(says).any(|twin| self.follows(later, twin))
    }

    /// The records that took over this of what a file states.
    fn adopted(&self, says: impl Fn(&Adopted) -> bool) -> impl Iterator<Item = &'a Record> {
        let records = self.ancestry.adopted.iter().map(|idx| &*self.ancestry.records[*idx]);
        records.filter(move |record| match &record.body {
            Body::Adopted(adopted) => says(adopted),
            _ => false,
        })
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
