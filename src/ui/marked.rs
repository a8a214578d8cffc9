//! 多选: the features chosen for something that is done with all of them.

use std::collections::BTreeSet;

use crate::model::FeatureKey;

#[derive(Debug, Default)]
pub struct Marked {
    keys: BTreeSet<FeatureKey>,
    /// Each row of the list shows a box to mark it with.
    boxes: bool,
    /// Counts the changes.
    generation: u64,
}

impl Marked {
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn holds(&self, key: &FeatureKey) -> bool {
        self.keys.contains(key)
    }

    pub fn keys(&self) -> &BTreeSet<FeatureKey> {
        &self.keys
    }

    /// Goes up with every change.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether rows show a box: while anything is marked, or since a person has asked for it.
    pub const fn has_boxes(&self) -> bool {
        self.boxes
    }

    /// Shows the boxes, or puts them away with what is marked.
    pub fn turn_boxes(&mut self) {
        match self.boxes {
            true => self.clear(),
            false => self.boxes = true,
        }
    }

    /// Marks these too.
    pub fn add(&mut self, keys: impl IntoIterator<Item = FeatureKey>) {
        self.change(|marked| marked.extend(keys));
    }

    /// Marks one more, or no longer.
    pub fn toggle(&mut self, key: &FeatureKey) {
        self.change(|marked| {
            if !marked.remove(key) {
                marked.insert(key.clone());
            }
        });
    }

    /// Takes the mark off these.
    pub fn take_off(&mut self, keys: &[FeatureKey]) {
        self.change(|marked| {
            for key in keys {
                marked.remove(key);
            }
        });
    }

    /// Nothing is marked any more, and the boxes go.
    pub fn clear(&mut self) {
        self.change(BTreeSet::clear);
        self.boxes = false;
    }

    /// What is marked, in the order of `shown`; what that does not hold follows by key.
    pub fn in_order<'k>(&self, shown: impl Iterator<Item = &'k FeatureKey>) -> Vec<FeatureKey> {
        let mut keys: Vec<FeatureKey> = shown.filter(|key| self.holds(key)).cloned().collect();
        let shown: BTreeSet<FeatureKey> = keys.iter().cloned().collect();
        keys.extend(self.keys.difference(&shown).cloned());
        keys
    }

    fn change(&mut self, change: impl FnOnce(&mut BTreeSet<FeatureKey>)) {
        change(&mut self.keys);
        self.boxes |= !self.keys.is_empty();
        self.generation += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    fn key(code: &str) -> FeatureKey {
        FeatureKey::new(&Kind::new(Kind::OUTFALL), code)
    }

    #[test]
    fn what_is_marked_follows_the_list_and_then_the_rest() {
        let mut marked = Marked::default();
        marked.add(["1", "2", "3", "4"].map(key));
        marked.toggle(&key("2"));
        marked.take_off(&[key("9")]);
        let shown = [key("4"), key("2"), key("3")];
        assert_eq!(marked.in_order(shown.iter()), ["4", "3", "1"].map(key));
        assert!(marked.has_boxes());
        marked.clear();
        assert!(marked.is_empty() && !marked.has_boxes());
    }
}
