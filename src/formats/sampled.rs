//! The properties of some features of a layer, with their names folded once: many questions are asked of them.

use std::collections::{BTreeMap, HashSet};

use super::kinds::folded;
use super::properties::read_properties;
use crate::model::{Layer, Properties};

/// Sampled features.
pub struct Sampled {
    pub properties: Vec<Properties>,
    /// A number for each folded name.
    numbers: BTreeMap<String, u32>,
    /// By feature, the numbers of its properties' names.
    names: Vec<Vec<u32>>,
    /// By number, in how many features the name stands.
    counts: Vec<usize>,
}

impl Sampled {
    pub fn read(layer: &Layer, features: &[usize]) -> Self {
        let mut sampled = Self {
            properties: features.iter().map(|idx| read_properties(layer, *idx)).collect(),
            numbers: BTreeMap::new(),
            names: Vec::with_capacity(features.len()),
            counts: Vec::new(),
        };
        // Features of a layer mostly have the very same names.
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        for feature in &sampled.properties {
            let mut names = Vec::with_capacity(feature.0.len());
            for property in &feature.0 {
                let number = *known.entry(&property.name).or_insert_with(|| {
                    let next = sampled.numbers.len() as u32;
                    *sampled.numbers.entry(folded(&property.name)).or_insert(next)
                });
                names.push(number);
            }
            sampled.counts.resize(sampled.numbers.len(), 0);
            let own: HashSet<u32> = names.iter().copied().collect();
            own.into_iter().for_each(|number| sampled.counts[number as usize] += 1);
            sampled.names.push(names);
        }
        sampled
    }

    pub fn len(&self) -> usize {
        self.properties.len()
    }

    /// In how many features a property of this name stands, however it is spelt.
    pub fn count(&self, name: &str) -> usize {
        self.numbers.get(&folded(name)).map_or(0, |number| self.counts[*number as usize])
    }

    /// The number of a name, to ask many features for it; `None` where none has it.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(&folded(name)).copied()
    }

    /// The non-empty text of a feature under a name.
    pub fn text(&self, feature: usize, number: u32) -> Option<&str> {
        let at = self.names.get(feature)?.iter().rposition(|own| *own == number)?;
        let value = self.properties[feature].0[at].value.as_text()?;
        Some(value.trim()).filter(|text| !text.is_empty())
    }
}
