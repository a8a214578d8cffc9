//! What a person means to do on a day: chosen, ordered, ticked off. Personal: kept in the workspace, in no export.
//!
//! A feature counts as done once something was recorded on it that day; ticking off by hand is for what leaves no
//! record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Outcome, Session, SessionError, Snapshot};
use crate::model::{Day, FeatureKey, LonLat, Stamp};
use crate::plan::{Body, Fate, Record};
use crate::store::DayRow;

/// What is to change on the list of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayChange {
    /// Puts features at the end; those that are on it stay where they are.
    Add(Vec<FeatureKey>),
    Remove(Vec<FeatureKey>),
    /// These first, in this order; the others keep theirs behind them.
    Order(Vec<FeatureKey>),
    TickOff(FeatureKey),
    /// Takes a tick by hand away again.
    Reopen(FeatureKey),
}

/// One feature on the list of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayItem {
    pub feature: FeatureKey,
    /// When it was ticked off by hand.
    pub ticked_at: Option<Stamp>,
}

/// One feature on the list of a day, with what has become of it.
#[derive(Clone, Debug)]
pub struct DayEntry {
    pub feature: FeatureKey,
    /// When it was done: by a record of that day, else by hand.
    pub done_at: Option<Stamp>,
    /// The newest counting record of that day.
    pub record: Option<Arc<Record>>,
}

/// The lists of all days.
pub type DayLists = BTreeMap<Day, Vec<DayItem>>;

pub(super) fn lists_of(rows: Vec<DayRow>) -> DayLists {
    let mut lists = DayLists::new();
    for row in rows {
        let (Ok(day), Some(feature)) = (row.day.parse(), FeatureKey::parse(&row.feature)) else {
            continue;
        };
        let ticked_at = row.ticked_at.and_then(|at| Stamp::parse(&at).ok());
        lists.entry(day).or_default().push(DayItem { feature, ticked_at });
    }
    lists
}

impl Session {
    pub(super) fn change_day(
        &mut self,
        day: Day,
        change: DayChange,
        now: &Stamp,
    ) -> Result<Outcome, SessionError> {
        let mut items = self.days.get(&day).cloned().unwrap_or_default();
        match change {
            DayChange::Add(features) => {
                let mut here: BTreeSet<FeatureKey> =
                    items.iter().map(|item| item.feature.clone()).collect();
                for feature in features {
                    if here.insert(feature.clone()) {
                        items.push(DayItem { feature, ticked_at: None });
                    }
                }
            }
            DayChange::Remove(features) => items.retain(|item| !features.contains(&item.feature)),
            DayChange::Order(features) => {
                let place = |item: &DayItem| features.iter().position(|it| *it == item.feature);
                items.sort_by_key(|item| place(item).unwrap_or(features.len()));
            }
            DayChange::TickOff(feature) => tick(&mut items, &feature, Some(now)),
            DayChange::Reopen(feature) => tick(&mut items, &feature, None),
        }
        self.store.write(|writing| {
            let rows = items
                .iter()
                .map(|item| (item.feature.as_str(), item.ticked_at.as_ref().map(Stamp::as_str)));
            writing.put_day_list(&day.to_string(), rows)
        })?;
        Arc::make_mut(&mut self.days).insert(day, items);
        Ok(Outcome::Done)
    }
}

fn tick(items: &mut [DayItem], feature: &FeatureKey, at: Option<&Stamp>) {
    for item in items.iter_mut().filter(|item| item.feature == *feature) {
        item.ticked_at = at.cloned();
    }
}

impl Snapshot {
    /// The list of a day (usually [`Snapshot::clock_day`]) in its order.
    pub fn day_list(&self, day: Day) -> Vec<DayEntry> {
        let items = self.days.get(&day).map(Vec::as_slice).unwrap_or_default();
        items.iter().map(|item| self.day_entry(item, day)).collect()
    }

    /// One of them.
    pub fn day_entry(&self, item: &DayItem, day: Day) -> DayEntry {
        let state = self.plans.get(&item.feature);
        let counting = state
            .iter()
            .flat_map(|state| &state.entries)
            .filter(|entry| matches!(entry.fate, Fate::Counts) && entry.record.at.day() == day)
            // Taking something back is nothing done.
            .filter(|entry| !matches!(entry.record.body, Body::Withdrawn(_)));
        let record = counting.max_by_key(|entry| entry.record.at.instant());
        let record = record.map(|entry| Arc::clone(&entry.record));
        let done_at = record.as_ref().map(|record| record.at.clone()).or(item.ticked_at.clone());
        DayEntry { feature: item.feature.clone(), done_at, record }
    }

    /// The features in an order that is short to walk, from `start` or from the westernmost. Those without a
    /// position come last, in the order given.
    ///
    /// The nearest next, then crossings undone: good for a day's dozens, not the shortest of all ways.
    pub fn walking_order(&self, features: &[FeatureKey], start: Option<LonLat>) -> Vec<FeatureKey> {
        let place_of = |key: &FeatureKey| {
            let (view, feature_idx) = self.place(key)?;
            view.layer.shapes.anchor(feature_idx)
        };
        let (mut placed, mut rest) = (Vec::new(), Vec::new());
        for key in features {
            match place_of(key) {
                Some(at) => placed.push((key.clone(), at)),
                None => rest.push(key.clone()),
            }
        }
        let way = super::nearest::short_way(placed, start);
        way.into_iter().chain(rest).collect()
    }
}
