//! All records of a workspace, by feature, with the state of each plan kept up to date one feature at a time.
//!
//! A set: adding a record twice is adding it once, and the order of adding is of no account; of a sound and an
//! altered copy of one record the sound one stands. Features that were identified with one another are folded as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::as_of::AsOf;
use super::body::Body;
use super::fold::fold;
use super::guarded::Guarded;
use super::hash::Hash;
use super::plans::Plans;
use super::record::Record;
use super::rules::Rulebook;
use super::state::{Baseline, Fate, FeatureState};
use crate::model::{FeatureKey, Kind};

/// The records of a workspace and what they come to.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    rulebook: Arc<Rulebook>,
    by_hash: HashMap<Hash, Arc<Record>>,
    by_feature: BTreeMap<FeatureKey, Vec<Arc<Record>>>,
    /// Records of no feature: figures, area assignments.
    of_none: Vec<Arc<Record>>,
    plans: Arc<Plans>,
    /// Keys that were identified with another: to the key of the feature's first record.
    main_keys: BTreeMap<FeatureKey, FeatureKey>,
    /// Keys that some record identified with one another, both ways.
    links: BTreeMap<FeatureKey, BTreeSet<FeatureKey>>,
    /// What newer files state and figures do not follow.
    guarded: BTreeMap<FeatureKey, Vec<Guarded>>,
}

impl Ledger {
    pub fn new(rulebook: Arc<Rulebook>) -> Self {
        Self { rulebook, ..Self::default() }
    }

    pub fn rulebook(&self) -> &Arc<Rulebook> {
        &self.rulebook
    }

    /// Adds records and folds the features they speak of. Returns the keys of the plans that changed.
    pub fn extend(
        &mut self,
        records: impl IntoIterator<Item = Arc<Record>>,
    ) -> BTreeSet<FeatureKey> {
        let mut touched = BTreeSet::new();
        for record in records {
            if !self.is_news(&record) {
                continue;
            }
            self.by_hash.insert(record.hash, Arc::clone(&record));
            match &record.feature {
                Some(key) => {
                    self.link(key, &record);
                    touched.insert(key.clone());
                    put(self.by_feature.entry(key.clone()).or_default(), record);
                }
                None => put(&mut self.of_none, record),
            }
        }
        self.refold(touched)
    }

    /// Whether a record is not here yet, or only as an altered copy and this one is sound.
    pub fn is_news(&self, record: &Record) -> bool {
        self.by_hash.get(&record.hash).is_none_or(|known| record.intact && !known.intact)
    }

    fn link(&mut self, key: &FeatureKey, record: &Record) {
        let Body::Identified(identified) = &record.body else { return };
        let Some(other) = FeatureKey::parse(&identified.also).filter(|other| other != key) else {
            return;
        };
        if record.intact && other.kind() == key.kind() {
            self.links.entry(key.clone()).or_default().insert(other.clone());
            self.links.entry(other).or_default().insert(key.clone());
        }
    }

    /// Adds one record. Returns the keys of the plans that changed; none where it was known.
    pub fn apply(&mut self, record: Arc<Record>) -> BTreeSet<FeatureKey> {
        self.extend([record])
    }

    /// Says what the layers' own properties state; nothing, where a layer was removed. What is not among `baselines`
    /// keeps what it had.
    pub fn set_baselines(&mut self, baselines: impl IntoIterator<Item = (FeatureKey, Baseline)>) {
        let mut folded = BTreeSet::new();
        let plans = Arc::make_mut(&mut self.plans);
        let guarded = &self.guarded;
        let stated = plans.stated().with(baselines.into_iter().map(|(key, mut baseline)| {
            let guards = guarded.get(&key).filter(|_| !baseline.is_empty());
            guards.into_iter().flatten().for_each(|guard| guard.put_back(&mut baseline));
            if guards.is_some() || plans.is_folded(&key) {
                folded.insert(key.clone());
            }
            (key, baseline)
        }));
        plans.set_stated(stated);
        self.refold(folded);
    }

    /// Says of which features figures keep what stood against what a newer file states, and of which they do no longer.
    /// Baselines said from then on go by it.
    pub fn set_guarded(&mut self, guarded: impl IntoIterator<Item = (FeatureKey, Vec<Guarded>)>) {
        for (key, guards) in guarded {
            match guards.is_empty() {
                true => drop(self.guarded.remove(&key)),
                false => drop(self.guarded.insert(key, guards)),
            }
        }
    }

    /// What a newer file states of a feature and figures do not follow.
    pub fn guarded(&self, key: &FeatureKey) -> &[Guarded] {
        self.guarded.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The fold, with what a newer file states beside it: on no evening of the past.
    fn folded(
        &self,
        main: &FeatureKey,
        records: &[Arc<Record>],
        baseline: Option<&Baseline>,
        as_of: &AsOf,
    ) -> FeatureState {
        let mut state = fold(main, records, baseline, &self.rulebook, as_of);
        if as_of.evening().is_none() {
            let guards = self.guarded(main).iter();
            guards.for_each(|guard| guard.contest(&mut state, &self.rulebook));
        }
        state
    }

    /// What the layer states of a feature that has not been adopted.
    pub fn baseline(&self, key: &FeatureKey) -> Option<Baseline> {
        let main = self.main_key(key);
        let stated = self.plans.stated();
        stated.baseline(main).or_else(|| self.baseline_of_any(&self.members(main)))
    }

    fn baseline_of_any(&self, keys: &BTreeSet<FeatureKey>) -> Option<Baseline> {
        keys.iter().find_map(|key| self.plans.stated().baseline(key))
    }

    /// Every feature with records or a baseline.
    pub fn plans(&self) -> &Arc<Plans> {
        &self.plans
    }

    /// Where a feature stands; the empty state where nothing is known of it.
    pub fn state(&self, key: &FeatureKey) -> Arc<FeatureState> {
        let main = self.main_key(key);
        let known = self.plans.get(main);
        known.cloned().unwrap_or_else(|| Arc::new(FeatureState::new(main.clone())))
    }

    /// The key under which a feature's plan stands: another one where it was identified with that.
    pub fn main_key<'a>(&'a self, key: &'a FeatureKey) -> &'a FeatureKey {
        self.main_keys.get(key).unwrap_or(key)
    }

    pub fn record(&self, hash: &Hash) -> Option<&Arc<Record>> {
        self.by_hash.get(hash)
    }

    pub fn contains(&self, hash: &Hash) -> bool {
        self.by_hash.contains_key(hash)
    }

    pub fn len(&self) -> usize {
        self.by_hash.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_hash.is_empty()
    }

    /// All records in no particular order.
    pub fn records(&self) -> impl Iterator<Item = &Arc<Record>> {
        self.by_hash.values()
    }

    /// Records of no feature.
    pub fn records_of_none(&self) -> &[Arc<Record>] {
        &self.of_none
    }

    /// The record of an id, oldest first where several claim it.
    pub fn by_id(&self, id: &str) -> Vec<&Arc<Record>> {
        let mut found: Vec<_> =
            self.by_hash.values().filter(|record| record.is_named(id)).collect();
        found.sort_by_key(|record| (record.at.instant(), record.hash));
        found
    }

    /// Folds a feature as if these records were there too: what a whole act comes to before it is written.
    pub fn state_with(&self, key: &FeatureKey, more: &[Arc<Record>]) -> FeatureState {
        let main = self.main_key(key);
        let mut records = self.records_of(&self.members(main));
        records.extend(more.iter().cloned());
        self.folded(main, &records, self.baseline(main).as_ref(), &AsOf::Now)
    }

    /// All plans as of a day.
    pub fn plans_as_of(&self, as_of: &AsOf) -> Plans {
        let Some(evening) = as_of.evening() else { return (*self.plans).clone() };
        let keys: Vec<&FeatureKey> = self.plans.all_recorded().map(|(key, _)| key).collect();
        let states = keys.into_par_iter().map(|key| {
            let records = self.records_of(&self.members(key));
            let state = self.folded(key, &records, self.baseline(key).as_ref(), as_of);
            (key.clone(), Arc::new(state))
        });
        let states: Vec<_> = states.collect();
        self.plans.stated_by(&self.rulebook, evening).with_recorded(states)
    }

    /// A key and all that were identified with it.
    fn members(&self, main: &FeatureKey) -> BTreeSet<FeatureKey> {
        let also =
            self.main_keys.iter().filter(|(_, key)| *key == main).map(|(key, _)| key.clone());
        also.chain([main.clone()]).collect()
    }

    fn records_of(&self, keys: &BTreeSet<FeatureKey>) -> Vec<Arc<Record>> {
        keys.iter().filter_map(|key| self.by_feature.get(key)).flatten().cloned().collect()
    }

    fn refold(&mut self, touched: BTreeSet<FeatureKey>) -> BTreeSet<FeatureKey> {
        let mut changed = BTreeSet::new();
        let mut components = Vec::new();
        for key in touched {
            if !changed.contains(&key) {
                let component = self.component(key);
                changed.extend(component.iter().cloned());
                components.push(component);
            }
        }
        let folded: Vec<Group> =
            components.into_par_iter().flat_map_iter(|keys| self.fold_component(keys)).collect();
        let plans = Arc::make_mut(&mut self.plans);
        for key in &changed {
            plans.empty(key.clone());
            self.main_keys.remove(key);
        }
        for Group { main, members, state } in folded {
            for member in members.into_iter().filter(|member| *member != main) {
                self.main_keys.insert(member, main.clone());
            }
            if !state.entries.is_empty() || state.stage_code().is_some() || !state.fields.is_empty()
            {
                plans.insert(main, Arc::new(state));
            }
        }
        changed
    }

    /// A key and all that any record, withdrawn or not, ever identified it with.
    fn component(&self, key: FeatureKey) -> BTreeSet<FeatureKey> {
        let mut found = BTreeSet::from([key.clone()]);
        let mut queue = vec![key];
        while let Some(key) = queue.pop() {
            for other in self.links.get(&key).into_iter().flatten() {
                if found.insert(other.clone()) {
                    queue.push(other.clone());
                }
            }
        }
        found
    }

    /// Folds keys that may be one feature: those that are, together.
    fn fold_component(&self, keys: BTreeSet<FeatureKey>) -> Vec<Group> {
        let whole = self.fold_group(keys);
        if whole.members.len() == 1 {
            return vec![whole];
        }
        // Which identifications still count is known once all of them were folded together.
        let mut groups: Vec<BTreeSet<FeatureKey>> =
            whole.members.iter().map(|key| BTreeSet::from([key.clone()])).collect();
        for entry in &whole.state.entries {
            let (Body::Identified(body), Fate::Counts) = (&entry.record.body, &entry.fate) else {
                continue;
            };
            let (Some(one), Some(other)) = (&entry.record.feature, FeatureKey::parse(&body.also))
            else {
                continue;
            };
            let joined: BTreeSet<FeatureKey> = groups
                .iter()
                .filter(|group| group.contains(one) || group.contains(&other))
                .flatten()
                .cloned()
                .collect();
            groups.retain(|group| !group.contains(one) && !group.contains(&other));
            groups.push(joined);
        }
        if groups.len() == 1 {
            return vec![whole];
        }
        groups.into_iter().map(|group| self.fold_group(group)).collect()
    }

    fn fold_group(&self, members: BTreeSet<FeatureKey>) -> Group {
        let records = self.records_of(&members);
        let first = records
            .iter()
            .filter(|record| record.intact)
            .min_by_key(|record| (record.at.instant(), &record.id, record.hash));
        let main =
            first.and_then(|record| record.feature.clone()).or_else(|| members.first().cloned());
        // A group has at least the key it was asked for.
        let main = main.unwrap_or_else(|| FeatureKey::new(&Kind::new(Kind::OTHER), "?"));
        let own = self.plans.stated().baseline(&main);
        let baseline = own.or_else(|| self.baseline_of_any(&members));
        let state = self.folded(&main, &records, baseline.as_ref(), &AsOf::Now);
        Group { main, members, state }
    }
}

/// Adds a record, in the place of its altered copy if one is there.
fn put(records: &mut Vec<Arc<Record>>, record: Arc<Record>) {
    match records.iter_mut().find(|known| known.hash == record.hash) {
        Some(known) => *known = record,
        None => records.push(record),
    }
}

/// Keys that are one feature, under the key of its first record.
struct Group {
    main: FeatureKey,
    members: BTreeSet<FeatureKey>,
    state: FeatureState,
}
