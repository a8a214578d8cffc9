//! What received files state of features, packed: a tenth of a kilobyte a feature, and unpacked when looked at.
//!
//! A layer may have a million features that nobody has recorded anything about. Their stages and fields lie here one
//! behind the other; the plan of one is made when somebody looks at it, and kept from then on. Passes over all of
//! them make each plan and let it go ([`Stated::peek`]).

use std::fmt;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::fold::as_stated;
use super::packed::{Words, packed_length};
use super::rules::Rulebook;
use super::state::{Baseline, FeatureState};
use crate::model::{Day, FeatureKey};

/// Plans of so many features are kept by one slot of the list of those looked at.
const PAGE_FEATURES: usize = 64;

/// The baselines of features, by key.
#[derive(Clone, Default)]
pub(super) struct Stated {
    /// In the order of keys, each with where its baseline begins in `packed`.
    places: Vec<(FeatureKey, usize)>,
    packed: Vec<u8>,
    words: Words,
    looked_at: LookedAt,
}

impl Stated {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn contains(&self, key: &FeatureKey) -> bool {
        self.idx(key).is_some()
    }

    /// The key that so many come before.
    pub fn key_at(&self, rank: usize) -> Option<&FeatureKey> {
        self.places.get(rank).map(|(key, _)| key)
    }

    /// How many keys come before this one.
    pub fn rank(&self, key: &FeatureKey) -> usize {
        self.places.partition_point(|(known, _)| known < key)
    }

    pub fn baseline(&self, key: &FeatureKey) -> Option<Baseline> {
        self.idx(key).map(|idx| self.unpacked(idx))
    }

    /// The plan of a feature, which stays from now on: for what a person looks at.
    pub fn plan(&self, key: &FeatureKey) -> Option<&Arc<FeatureState>> {
        let idx = self.idx(key)?;
        Some(self.looked_at.slot(idx)?.get_or_init(|| Arc::new(self.made(idx))))
    }

    /// The plan of a feature, made for this look unless it is here: for passes over many.
    pub fn peek(&self, key: &FeatureKey) -> Option<Arc<FeatureState>> {
        self.idx(key).map(|idx| self.peek_at(idx))
    }

    /// [`Stated::peek`] by a key's rank.
    pub fn peek_at(&self, idx: usize) -> Arc<FeatureState> {
        match self.looked_at.get(idx) {
            Some(known) => Arc::clone(known),
            None => Arc::new(self.made(idx)),
        }
    }

    fn made(&self, idx: usize) -> FeatureState {
        as_stated(&self.places[idx].0, &self.unpacked(idx))
    }

    fn idx(&self, key: &FeatureKey) -> Option<usize> {
        self.places.binary_search_by(|(known, _)| known.cmp(key)).ok()
    }

    /// The same with other baselines for some features; an empty one takes a feature out.
    pub fn with(&self, changes: impl IntoIterator<Item = (FeatureKey, Baseline)>) -> Self {
        let mut new = Self { words: self.words.clone(), ..Self::default() };
        // Where each new one begins; nowhere for one that goes.
        let mut changed: Vec<(FeatureKey, Option<usize>)> = Vec::new();
        for (key, baseline) in changes {
            let start = (!baseline.is_empty()).then_some(new.packed.len());
            if start.is_some() {
                new.words.pack(&baseline, &mut new.packed);
            }
            changed.push((key, start));
        }
        // Of a key that is named twice the last counts.
        changed.reverse();
        changed.sort_by(|a, b| a.0.cmp(&b.0));
        changed.dedup_by(|later, kept| later.0 == kept.0);
        new.places.reserve_exact(self.places.len() + changed.len());
        let mut old = self.places.iter().peekable();
        for (key, start) in changed {
            while let Some((known, at)) = old.next_if(|(known, _)| *known < key) {
                new.keep(self, known, *at);
            }
            old.next_if(|(known, _)| *known == key);
            if let Some(start) = start {
                new.places.push((key, start));
            }
        }
        for (known, at) in old {
            new.keep(self, known, *at);
        }
        new.packed.shrink_to_fit();
        new.looked_at = LookedAt::of(new.places.len());
        new
    }

    /// The same as files have it of the end of a day; `None` where they state nothing of later days.
    pub fn on(&self, rulebook: &Rulebook, day: Day) -> Option<Self> {
        let then = |(idx, (key, _)): (usize, &(FeatureKey, usize))| {
            let procedure = rulebook.procedure(&key.kind())?;
            Some((key.clone(), self.unpacked(idx).on(procedure, day)?))
        };
        let changes: Vec<_> = self.places.par_iter().enumerate().filter_map(then).collect();
        (!changes.is_empty()).then(|| self.with(changes))
    }

    /// Takes over what another one states, as it is packed there.
    fn keep(&mut self, from: &Self, key: &FeatureKey, at: usize) {
        let length = packed_length(&from.packed[at..]);
        self.places.push((key.clone(), self.packed.len()));
        self.packed.extend_from_slice(&from.packed[at..at + length]);
    }

    fn unpacked(&self, idx: usize) -> Baseline {
        self.words.unpack(&self.packed[self.places[idx].1..])
    }
}

impl fmt::Debug for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} stated features", self.len())
    }
}

/// The plans that somebody has looked at, by feature: a page of slots is made when the first of it is.
#[derive(Default)]
struct LookedAt(Box<[OnceLock<Page>]>);

type Page = Box<[OnceLock<Arc<FeatureState>>]>;

impl LookedAt {
    fn of(features: usize) -> Self {
        Self((0..features.div_ceil(PAGE_FEATURES)).map(|_| OnceLock::new()).collect())
    }

    fn slot(&self, idx: usize) -> Option<&OnceLock<Arc<FeatureState>>> {
        let page = self.0.get(idx / PAGE_FEATURES)?;
        page.get_or_init(|| (0..PAGE_FEATURES).map(|_| OnceLock::new()).collect())
            .get(idx % PAGE_FEATURES)
    }

    fn get(&self, idx: usize) -> Option<&Arc<FeatureState>> {
        self.0.get(idx / PAGE_FEATURES)?.get()?.get(idx % PAGE_FEATURES)?.get()
    }
}

impl Clone for LookedAt {
    fn clone(&self) -> Self {
        Self::of(self.0.len() * PAGE_FEATURES)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::Kind;

    fn key(number: usize) -> FeatureKey {
        FeatureKey::new(&Kind::new(Kind::OUTFALL), &format!("{number:05}"))
    }

    fn baseline(number: usize) -> Baseline {
        let county = ["滨海新区", "宁河区"][number % 2];
        let fields = json!({
            "name": format!("示例排口{number}"),
            "county": county,
            "pollutants": ["cod", number.to_string()],
            "treated": number.is_multiple_of(3),
        });
        let Value::Object(fields) = fields else { unreachable!() };
        let stage = (!number.is_multiple_of(4)).then(|| format!("stage_{}", number % 4));
        Baseline { stage, fields }
    }

    #[test]
    fn what_is_packed_comes_out_as_it_went_in() {
        let count = 200;
        let stated = Stated::default().with((0..count).rev().map(|it| (key(it), baseline(it))));
        assert_eq!(stated.len(), count);
        for number in 0..count {
            assert_eq!(stated.baseline(&key(number)), Some(baseline(number)), "{number}");
        }
        assert!(stated.places.is_sorted_by_key(|(key, _)| key) && !stated.contains(&key(count)));
    }

    #[test]
    fn a_change_replaces_takes_out_and_leaves_the_rest() {
        let old = Stated::default().with((0..300).map(|it| (key(it), baseline(it))));
        let new = old.with([
            (key(7), baseline(8)),
            (key(9), Baseline::default()),
            (key(5), baseline(1)),
            (key(5), baseline(2)),
            (key(300), baseline(300)),
        ]);
        let expected = |number| match number {
            7 => Some(baseline(8)),
            9 => None,
            5 => Some(baseline(2)),
            other => Some(baseline(other)),
        };
        assert_eq!(new.len(), 300);
        for number in 0..=300 {
            assert_eq!(new.baseline(&key(number)), expected(number), "{number}");
        }
    }

    #[test]
    fn a_plan_looked_at_stays_and_one_passed_over_does_not() {
        let stated = Stated::default().with((0..100).map(|it| (key(it), baseline(it))));
        let passed = stated.peek(&key(70)).unwrap();
        let looked_at = Arc::clone(stated.plan(&key(70)).unwrap());
        assert!(!Arc::ptr_eq(&passed, &looked_at));
        assert!(Arc::ptr_eq(&looked_at, &stated.peek(&key(70)).unwrap()));
        assert_eq!(format!("{passed:?}"), format!("{looked_at:?}"));
        assert!(stated.plan(&key(100)).is_none());
    }
}
