//! Which records a look at a day sees: none counts before those it was built on.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ancestry::Ancestry;
use super::hash::Hash;
use super::record::Record;
use crate::model::{Day, Text};

/// By what a past evening is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Basis {
    /// 业务日期: by the day things happened.
    #[default]
    Happened,
    /// 收到时间: by what had been received here.
    Received,
}

impl Basis {
    /// 口径 in short: `截至业务日期 2022-06-30 24时`.
    pub fn words(self, day: &str) -> Text {
        match self {
            Self::Happened => Text::new(
                format!("截至业务日期 {day} 24时"),
                format!("by business date to the end of {day}"),
            ),
            Self::Received => Text::new(
                format!("按收到时间，只含 {day} 24时前收到的来件和记录"),
                format!("by what had been received by the end of {day}"),
            ),
        }
    }
}

/// Which records count, by time.
#[derive(Clone, Debug, Default)]
pub enum AsOf {
    #[default]
    Now,
    /// By the day things happened: a record counts from max(its `on`, its parents' `on`).
    Business(Day),
    /// By the day they were recorded.
    Audit(Day),
    /// Those that had been received by the end of a day; the workspace knows which.
    Received(Day, Arc<BTreeSet<Hash>>),
}

impl AsOf {
    /// The evening that is looked at; `None` for the present.
    pub fn evening(&self) -> Option<Day> {
        match self {
            Self::Now => None,
            Self::Business(day) | Self::Audit(day) | Self::Received(day, _) => Some(*day),
        }
    }
}

/// The records a look at that day sees, in fold order, and the others.
pub(super) fn visible(records: &[Arc<Record>], as_of: &AsOf) -> (Ancestry, Vec<Arc<Record>>) {
    let all = Ancestry::new(records);
    if matches!(as_of, AsOf::Now) {
        return (all, Vec::new());
    }
    let own_day = |record: &Record| match as_of {
        AsOf::Audit(_) => record.at.day(),
        _ => record.on,
    };
    let counts_from = counts_from(&all, own_day);
    let (mut kept, mut later) = (Vec::new(), Vec::new());
    for (record, from) in all.records.iter().zip(counts_from) {
        let is_seen = match as_of {
            AsOf::Now => true,
            AsOf::Business(day) | AsOf::Audit(day) => from <= *day,
            AsOf::Received(_, received) => received.contains(&record.hash),
        };
        if is_seen { &mut kept } else { &mut later }.push(Arc::clone(record));
    }
    if later.is_empty() { (all, later) } else { (Ancestry::new(&kept), later) }
}

/// The day from which each record counts, in fold order: none before those it was built on.
pub(super) fn counts_from(all: &Ancestry, own_day: impl Fn(&Record) -> Day) -> Vec<Day> {
    let mut from: Vec<Day> = Vec::with_capacity(all.len());
    for (record, parents) in all.records.iter().zip(&all.parents) {
        let of_parents = parents.iter().filter_map(|parent| from.get(*parent)).copied();
        let day = of_parents.fold(own_day(record), Day::max);
        from.push(day);
    }
    from
}
