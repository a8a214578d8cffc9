//! All plans of a workspace, by the key of their feature.
//!
//! What people have recorded about is folded and stays; what only a file states of a feature is a plan when somebody
//! looks at it ([`Plans::get`]), and for a moment when all are passed over ([`Plans::iter`], [`Plans::peek`]).

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Peekable;
use std::ops::Index;
use std::sync::Arc;

use super::fold::as_stated;
use super::guarded::Guarded;
use super::rules::Rulebook;
use super::state::{Baseline, FeatureState};
use super::stated::Stated;
use crate::model::{Day, FeatureKey};

/// Plans by the key of their feature.
#[derive(Clone, Default)]
pub struct Plans {
    /// Of features that records speak of; `None` for a key that has no plan of its own: it was joined to another.
    folded: BTreeMap<FeatureKey, Option<Arc<FeatureState>>>,
    stated: Arc<Stated>,
}

impl Plans {
    /// The plan of a feature that somebody looks at; it stays in memory.
    pub fn get(&self, key: &FeatureKey) -> Option<&Arc<FeatureState>> {
        match self.folded.get(key) {
            Some(folded) => folded.as_ref(),
            None => self.stated.plan(key),
        }
    }

    /// The plan of a feature that is passed over, one of many: it goes as it came.
    pub fn peek(&self, key: &FeatureKey) -> Option<Arc<FeatureState>> {
        match self.folded.get(key) {
            Some(folded) => folded.clone(),
            None => self.stated.peek(key),
        }
    }

    /// The plan of a feature that records speak of; `None` where at most a file says something.
    pub fn recorded(&self, key: &FeatureKey) -> Option<&Arc<FeatureState>> {
        self.folded.get(key)?.as_ref()
    }

    /// Those of features that records speak of.
    pub fn all_recorded(&self) -> impl Iterator<Item = (&FeatureKey, &Arc<FeatureState>)> {
        self.folded.iter().filter_map(|(key, state)| Some((key, state.as_ref()?)))
    }

    pub fn contains_key(&self, key: &FeatureKey) -> bool {
        match self.folded.get(key) {
            Some(folded) => folded.is_some(),
            None => self.stated.contains(key),
        }
    }

    pub fn len(&self) -> usize {
        let hidden = self.folded.keys().filter(|key| self.stated.contains(key)).count();
        self.all_recorded().count() + self.stated.len() - hidden
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All plans by key; those that only a file states are made as they come.
    pub fn iter(&self) -> Iter<'_> {
        self.iter_from(None)
    }

    /// All plans behind a key.
    pub fn iter_from(&self, behind: Option<&FeatureKey>) -> Iter<'_> {
        use std::ops::Bound::{Excluded, Unbounded};
        let first =
            behind.map_or(0, |key| self.stated.rank(key) + usize::from(self.stated.contains(key)));
        let folded: Folded<'_> = match behind {
            None => Box::new(self.folded.iter()),
            Some(key) => Box::new(self.folded.range::<FeatureKey, _>((Excluded(key), Unbounded))),
        };
        Iter { folded: folded.peekable(), stated: &self.stated, next_stated: first }
    }

    /// [`Plans::iter`] without the keys.
    pub fn values(&self) -> impl Iterator<Item = Arc<FeatureState>> {
        self.iter().map(|(_, state)| state)
    }

    /// What the file states of a feature, whatever has been recorded since.
    pub fn baseline(&self, key: &FeatureKey) -> Option<Baseline> {
        self.stated.baseline(key)
    }

    pub fn insert(&mut self, key: FeatureKey, state: Arc<FeatureState>) {
        self.folded.insert(key, Some(state));
    }

    /// The same features with other plans of those that records speak of.
    pub fn with_recorded(
        &self,
        plans: impl IntoIterator<Item = (FeatureKey, Arc<FeatureState>)>,
    ) -> Self {
        let mut new = self.clone();
        plans.into_iter().for_each(|(key, state)| new.insert(key, state));
        new
    }

    /// The same features as files state them of the end of a day. Looks at all of them: not for a frame.
    pub fn stated_by(&self, rulebook: &Rulebook, day: Day) -> Self {
        let stated = self.stated.on(rulebook, day).map(Arc::new);
        let stated = stated.unwrap_or_else(|| Arc::clone(&self.stated));
        Self { stated, ..self.clone() }
    }

    /// The same features by other texts of their files; nothing is stated any more of what is named with nothing. What
    /// was held back of those texts is `guarded`. Plans that records speak of are still to be folded by it.
    pub fn restated(
        &self,
        baselines: impl IntoIterator<Item = (FeatureKey, Baseline)>,
        guarded: &BTreeMap<FeatureKey, Vec<Guarded>>,
    ) -> Self {
        let stated = self.stated.with(baselines.into_iter().map(|(key, mut baseline)| {
            let guards = guarded.get(&key).filter(|_| !baseline.is_empty());
            guards.into_iter().flatten().for_each(|guard| guard.put_back(&mut baseline));
            (key, baseline)
        }));
        Self { stated: Arc::new(stated), ..self.clone() }
    }

    /// The plan of a feature by its file alone.
    pub fn stated_plan(&self, key: &FeatureKey) -> FeatureState {
        as_stated(key, &self.baseline(key).unwrap_or_default())
    }

    /// Whether files state the same of a feature in both.
    pub fn is_stated_alike(&self, other: &Self, key: &FeatureKey) -> bool {
        Arc::ptr_eq(&self.stated, &other.stated) || self.baseline(key) == other.baseline(key)
    }

    pub(super) fn stated(&self) -> &Stated {
        &self.stated
    }

    pub(super) fn set_stated(&mut self, stated: Stated) {
        self.stated = Arc::new(stated);
    }

    /// Whether a feature is among those that were folded.
    pub(super) fn is_folded(&self, key: &FeatureKey) -> bool {
        self.folded.contains_key(key)
    }

    /// Says of a folded feature that it has no plan of its own.
    pub(super) fn empty(&mut self, key: FeatureKey) {
        self.folded.insert(key, None);
    }
}

type Folded<'a> = Box<dyn Iterator<Item = (&'a FeatureKey, &'a Option<Arc<FeatureState>>)> + 'a>;

/// All plans in the order of their keys.
pub struct Iter<'a> {
    folded: Peekable<Folded<'a>>,
    stated: &'a Stated,
    next_stated: usize,
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a FeatureKey, Arc<FeatureState>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let stated = self.stated.key_at(self.next_stated);
            let folded = self.folded.peek().map(|(key, _)| *key);
            let is_folded = match (folded, stated) {
                (None, None) => return None,
                (Some(folded), Some(stated)) => {
                    // What is folded goes before what the file states of the same feature.
                    self.next_stated += usize::from(folded == stated);
                    folded <= stated
                }
                (folded, _) => folded.is_some(),
            };
            if !is_folded {
                self.next_stated += 1;
                let state = self.stated.peek_at(self.next_stated - 1);
                return stated.map(|key| (key, state));
            }
            if let Some((key, Some(state))) = self.folded.next() {
                return Some((key, Arc::clone(state)));
            }
        }
    }
}

impl<'a> IntoIterator for &'a Plans {
    type Item = (&'a FeatureKey, Arc<FeatureState>);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl FromIterator<(FeatureKey, Arc<FeatureState>)> for Plans {
    fn from_iter<I: IntoIterator<Item = (FeatureKey, Arc<FeatureState>)>>(plans: I) -> Self {
        Self::default().with_recorded(plans)
    }
}

impl Index<&FeatureKey> for Plans {
    type Output = Arc<FeatureState>;

    fn index(&self, key: &FeatureKey) -> &Arc<FeatureState> {
        self.get(key).expect("the feature has a plan")
    }
}

impl fmt::Debug for Plans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}
