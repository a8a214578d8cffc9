//! The order of a feature's records, and which of them had seen which.
//!
//! Topological by parents, among ready records by (instant of `at`, id): clocks may lie, ancestry does not. Who is
//! whose ancestor is kept as clocks over *paths* (runs in which each record follows the one before), so that the
//! usual long history of one hand costs nothing and only forks and merges do. Nothing here recurses.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::body::Body;
use super::hash::Hash;
use super::record::Record;

/// How far along other paths a record has seen: (path, last position), sorted by path.
type Clock = Rc<Vec<(u32, u32)>>;

/// Records in fold order; all indices here count in it.
pub(super) struct Ancestry {
    pub records: Vec<Arc<Record>>,
    pub parents: Vec<Vec<usize>>,
    pub child_counts: Vec<u32>,
    /// Those that took over what a received file states: several people may have, each with their first record.
    pub adopted: Vec<usize>,
    /// Parents that records name and the set lacks.
    pub missing_parents: usize,
    idx_of: HashMap<Hash, usize>,
    places: Vec<(u32, u32)>,
    clocks: Vec<Clock>,
}

impl Ancestry {
    /// Puts records in fold order. The same record twice is once.
    pub fn new(records: &[Arc<Record>]) -> Self {
        let order = fold_order(records);
        let idx_of: HashMap<Hash, usize> =
            order.iter().enumerate().map(|(idx, record)| (record.hash, idx)).collect();
        let mut missing = HashSet::new();
        let mut child_counts = vec![0; order.len()];
        let mut parents = Vec::with_capacity(order.len());
        for (idx, record) in order.iter().enumerate() {
            let mut known: Vec<usize> = Vec::with_capacity(record.parents.len());
            for parent in &record.parents {
                match idx_of.get(parent) {
                    // A parent that stands later could only come of a broken hash: it is not believed.
                    Some(parent_idx) if *parent_idx < idx => known.push(*parent_idx),
                    Some(_) => {}
                    None => {
                        missing.insert(*parent);
                    }
                }
            }
            known.sort_unstable();
            known.dedup();
            known.iter().for_each(|parent_idx| child_counts[*parent_idx] += 1);
            parents.push(known);
        }
        let is_adopted = |idx: &usize| matches!(order[*idx].body, Body::Adopted(_));
        let adopted = (0..order.len()).filter(is_adopted).collect();
        let (places, clocks) = clocks(&parents);
        let missing_parents = missing.len();
        Self {
            records: order,
            parents,
            child_counts,
            adopted,
            missing_parents,
            idx_of,
            places,
            clocks,
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn idx_of(&self, hash: &Hash) -> Option<usize> {
        self.idx_of.get(hash).copied()
    }

    /// Whether the author of `later` had seen `earlier`.
    pub fn is_ancestor(&self, earlier: usize, later: usize) -> bool {
        let (path, position) = self.places[earlier];
        let (own_path, own_position) = self.places[later];
        if path == own_path {
            return position < own_position;
        }
        let clock = &self.clocks[later];
        let found = clock.binary_search_by_key(&path, |(path, _)| *path);
        found.is_ok_and(|at| clock[at].1 >= position)
    }

    /// All ancestors of a record, in fold order.
    pub fn ancestors(&self, of: usize) -> Vec<usize> {
        (0..of).filter(|idx| self.is_ancestor(*idx, of)).collect()
    }
}

/// Kahn's algorithm with a heap of the ready ones.
fn fold_order(records: &[Arc<Record>]) -> Vec<Arc<Record>> {
    let mut seen = HashSet::with_capacity(records.len());
    let set: Vec<&Arc<Record>> = records.iter().filter(|record| seen.insert(record.hash)).collect();
    let idx_of: HashMap<Hash, usize> =
        set.iter().enumerate().map(|(idx, record)| (record.hash, idx)).collect();
    let mut waiting = vec![0_u32; set.len()];
    let mut children = vec![Vec::new(); set.len()];
    for (idx, record) in set.iter().enumerate() {
        let parents: HashSet<usize> =
            record.parents.iter().filter_map(|parent| idx_of.get(parent).copied()).collect();
        waiting[idx] = parents.len() as u32;
        parents.into_iter().for_each(|parent| children[parent].push(idx));
    }
    let rank = |idx: usize| Reverse((set[idx].at.instant(), &set[idx].id, set[idx].hash, idx));
    let mut ready: BinaryHeap<_> =
        (0..set.len()).filter(|idx| waiting[*idx] == 0).map(rank).collect();
    let mut order = Vec::with_capacity(set.len());
    let mut taken = vec![false; set.len()];
    while let Some(Reverse((_, _, _, idx))) = ready.pop() {
        taken[idx] = true;
        order.push(Arc::clone(set[idx]));
        for child in &children[idx] {
            waiting[*child] -= 1;
            if waiting[*child] == 0 {
                ready.push(rank(*child));
            }
        }
    }
    // A circle of parents cannot come of honest hashes; what is in one still comes last rather than get lost.
    let mut rest: Vec<usize> = (0..set.len()).filter(|idx| !taken[*idx]).collect();
    rest.sort_by_key(|idx| rank(*idx).0);
    order.extend(rest.into_iter().map(|idx| Arc::clone(set[idx])));
    order
}

fn clocks(parents: &[Vec<usize>]) -> (Vec<(u32, u32)>, Vec<Clock>) {
    let empty: Clock = Rc::default();
    let mut places: Vec<(u32, u32)> = Vec::with_capacity(parents.len());
    let mut clocks: Vec<Clock> = Vec::with_capacity(parents.len());
    // The last position of each path.
    let mut path_ends: Vec<u32> = Vec::new();
    for known in parents {
        let is_end = |idx: &&usize| {
            let (path, position) = places[**idx];
            path_ends[path as usize] == position
        };
        let continued = known.iter().find(is_end).copied();
        let place = match continued {
            Some(parent) => {
                let (path, position) = places[parent];
                (path, position + 1)
            }
            None => (path_ends.len() as u32, 0),
        };
        let clock = match (known.as_slice(), continued) {
            ([], _) => Rc::clone(&empty),
            ([only], Some(_)) => Rc::clone(&clocks[*only]),
            (all, _) => {
                let mut merged: Vec<(u32, u32)> = Vec::new();
                for parent in all {
                    merged.extend_from_slice(&clocks[*parent]);
                    merged.push(places[*parent]);
                }
                merged.retain(|(path, _)| *path != place.0);
                merged.sort_unstable_by_key(|(path, position)| (*path, Reverse(*position)));
                merged.dedup_by_key(|(path, _)| *path);
                Rc::new(merged)
            }
        };
        match path_ends.get_mut(place.0 as usize) {
            Some(end) => *end = place.1,
            None => path_ends.push(place.1),
        }
        places.push(place);
        clocks.push(clock);
    }
    (places, clocks)
}
