//! Where each key stands among the layers, in four bytes a feature: the rows bear the keys already.

use std::sync::Arc;

use rayon::prelude::*;

use super::{FeatureRow, LayerView};
use crate::model::FeatureKey;

/// Where a feature stands: the index of its layer in [`Snapshot::layers`](super::Snapshot::layers) and of the feature
/// in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub layer_idx: usize,
    pub feature_idx: usize,
}

/// The places of all features; of twins, of the first.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<OfLayer>);

#[derive(Clone, Debug)]
struct OfLayer {
    rows: Arc<Vec<FeatureRow>>,
    /// The indexes of the rows in the order of their keys.
    by_key: Arc<Vec<u32>>,
}

impl Places {
    pub fn of(layers: &[Arc<LayerView>]) -> Self {
        Self::default().following(layers)
    }

    /// The places in these layers. Those whose rows are as they were need not be sorted again.
    pub fn following(&self, layers: &[Arc<LayerView>]) -> Self {
        let of_layer = |view: &Arc<LayerView>| {
            let known = self.0.iter().find(|known| Arc::ptr_eq(&known.rows, &view.rows));
            known.cloned().unwrap_or_else(|| OfLayer::new(&view.rows))
        };
        Self(layers.iter().map(of_layer).collect())
    }

    pub fn get(&self, key: &FeatureKey) -> Option<Place> {
        let mut layers = self.0.iter().enumerate();
        layers.find_map(|(layer_idx, layer)| {
            Some(Place { layer_idx, feature_idx: layer.feature_idx(key)? })
        })
    }

    pub fn contains_key(&self, key: &FeatureKey) -> bool {
        self.get(key).is_some()
    }
}

impl OfLayer {
    fn new(rows: &Arc<Vec<FeatureRow>>) -> Self {
        let mut by_key: Vec<u32> = (0..rows.len() as u32).collect();
        // Stable, so that of twins the first stays first.
        by_key.par_sort_by(|a, b| rows[*a as usize].key.cmp(&rows[*b as usize].key));
        Self { rows: Arc::clone(rows), by_key: Arc::new(by_key) }
    }

    fn feature_idx(&self, key: &FeatureKey) -> Option<usize> {
        let row = |idx: &u32| self.rows.get(*idx as usize);
        let rank = self.by_key.partition_point(|idx| row(idx).is_some_and(|row| row.key < *key));
        let idx = self.by_key.get(rank)?;
        row(idx).is_some_and(|row| row.key == *key).then_some(*idx as usize)
    }
}
