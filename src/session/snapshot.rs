//! What the screen and the command line read: the state at one moment, shared, never changed.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Draft;
use crate::model::{Day, FeatureKey, Layer, Properties, ReadIssue};
use crate::plan::{Context, FeatureState, Rulebook};

/// One feature of a layer as lists show it.
#[derive(Clone, Debug)]
pub struct FeatureRow {
    pub key: FeatureKey,
    pub name: String,
    pub code: String,
    /// For the search: lower-case name, code, pinyin and initials.
    pub search: String,
}

/// A layer with its features' keys.
#[derive(Clone, Debug)]
pub struct LayerView {
    pub id: u64,
    pub layer: Arc<Layer>,
    /// By feature index.
    pub rows: Arc<Vec<FeatureRow>>,
    pub issues: Arc<Vec<ReadIssue>>,
    pub path: PathBuf,
}

/// The workspace at one moment.
#[derive(Clone)]
pub struct Snapshot {
    pub workspace: PathBuf,
    pub read_only: bool,
    pub synthetic: bool,
    pub rulebook: Arc<Rulebook>,
    pub layers: Vec<Arc<LayerView>>,
    /// Features that have records or a baseline, by key. What is not here has neither.
    pub plans: Arc<BTreeMap<FeatureKey, Arc<FeatureState>>>,
    pub drafts: Arc<Vec<Draft>>,
    pub settings: Arc<BTreeMap<String, String>>,
    pub photos: Arc<std::collections::BTreeSet<String>>,
    pub today: Day,
}

impl Snapshot {
    /// A feature's own properties as the file spells them.
    pub fn properties(&self, layer: &LayerView, feature_idx: usize) -> Properties {
        crate::formats::read_properties(&layer.layer, feature_idx)
    }
}

impl Context for Snapshot {
    fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    fn has_bytes(&self, sha256: &str) -> bool {
        self.photos.contains(sha256)
    }

    fn has_feature(&self, key: &FeatureKey) -> bool {
        self.plans.contains_key(key)
            || self.layers.iter().any(|layer| layer.rows.iter().any(|row| &row.key == key))
    }
}
