//! What the screen and the command line read: the state at one moment, shared, never changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::{DayLists, Departures, Draft, Evening, FarOff, Places, Shifted, Unsent};
use crate::model::{Day, FeatureKey, Layer, Properties, ReadIssue};
use crate::plan::{Actor, Context, Hash, Plans, Record, Rulebook};

/// One feature of a layer as lists show it.
#[derive(Clone, Debug)]
pub struct FeatureRow {
    pub key: FeatureKey,
    /// Shared with whoever draws it.
    pub name: Arc<str>,
    pub code: String,
    /// What its file calls it, where people call it otherwise.
    pub own_name: Option<Box<str>>,
}

/// A layer with its features' keys.
#[derive(Clone, Debug)]
pub struct LayerView {
    pub id: u64,
    /// Shapes are as the newest records have them; text and spans as the file came.
    pub layer: Arc<Layer>,
    /// The same as read: shapes as the file has them.
    pub as_read: Arc<Layer>,
    /// By feature index.
    pub rows: Arc<Vec<FeatureRow>>,
    pub issues: Arc<Vec<ReadIssue>>,
    pub path: PathBuf,
    /// The SHA-256 of its text; nothing where it was made here.
    pub source: Hash,
    /// Made here, of features that were found by people or that have vanished from their file.
    pub found: bool,
    /// Keys that several features claim and none was given, with the indexes of those features: a person says which
    /// one it is ([`Command::AttachKey`](super::Command::AttachKey)).
    pub unsettled: Arc<Vec<(FeatureKey, Vec<usize>)>>,
    /// Its points lie off the known lines as GCJ-02 does, and nobody has named its datum.
    pub shifted: Option<Shifted>,
}

/// The workspace at one moment.
#[derive(Clone)]
pub struct Snapshot {
    pub workspace: PathBuf,
    pub read_only: bool,
    /// The past evening this is of; `None`: as things stand.
    pub evening: Option<Evening>,
    /// What is wrong with the file; empty for a sound one.
    pub damage: Arc<Vec<String>>,
    /// A person's own procedure files that were left out, and why.
    pub rule_issues: Arc<Vec<ReadIssue>>,
    pub synthetic: bool,
    pub rulebook: Arc<Rulebook>,
    pub layers: Vec<Arc<LayerView>>,
    /// Features that lie far from all others, and where those lie.
    pub far_off: Option<FarOff>,
    /// Where each key stands.
    pub places: Arc<Places>,
    /// Features that have records or a baseline, by key. What is not here has neither.
    pub plans: Arc<Plans>,
    /// Records of no feature.
    pub loose: Arc<Vec<Arc<Record>>>,
    /// As they were last typed.
    pub drafts: Arc<Vec<Draft>>,
    /// Those of them whose last words the disk has not taken: they are here and nowhere else.
    pub unstored: Arc<BTreeSet<String>>,
    pub settings: Arc<BTreeMap<String, String>>,
    /// The SHA-256 of each photo and document that is here in full, in hexadecimal digits.
    pub photos: Arc<BTreeSet<String>>,
    /// The same of pictures that wait to be filed.
    pub held: Arc<BTreeSet<String>>,
    /// What is to be done on which day; [`Snapshot::day_list`] says what became of it.
    pub days: Arc<DayLists>,
    /// Since when others have which record.
    pub departures: Arc<Departures>,
    /// What only this workspace has.
    pub unsent: Unsent,
    /// Who has recorded at this machine or in this workspace, each once; who is likeliest to be here leads.
    pub people: Arc<Vec<Actor>>,
    /// The day by which lists, deadlines and figures count: that of the clock, in a demonstration the day on which
    /// its story stands ([`Snapshot::demonstration_day`]).
    pub today: Day,
    /// The day by the clock, also in a demonstration: what is recorded now is recorded on it.
    pub clock_day: Day,
}

impl Snapshot {
    /// The snapshot of a workspace that is still being opened.
    pub fn empty(workspace: PathBuf, rulebook: Arc<Rulebook>, today: Day) -> Self {
        Self {
            workspace,
            read_only: true,
            evening: None,
            damage: Arc::default(),
            rule_issues: Arc::default(),
            synthetic: false,
            rulebook,
            layers: Vec::new(),
            far_off: None,
            places: Arc::default(),
            plans: Arc::default(),
            loose: Arc::default(),
            drafts: Arc::default(),
            unstored: Arc::default(),
            settings: Arc::default(),
            photos: Arc::default(),
            held: Arc::default(),
            days: Arc::default(),
            departures: Arc::default(),
            unsent: Unsent::default(),
            people: Arc::default(),
            today,
            clock_day: today,
        }
    }

    /// The day on which a demonstration's story stands; `None` for real data, and for invented data without a day.
    ///
    /// It stays the same whatever is recorded. A record made in a demonstration bears the true time and counts at
    /// once: the plan moves, the day does not. So days since such a record are less than none: show them as 0.
    pub fn demonstration_day(&self) -> Option<Day> {
        story_day(&self.layers, self.synthetic)
    }

    /// The drafts that the disk has not taken.
    pub fn unstored_drafts(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter().filter(|draft| self.unstored.contains(&draft.id))
    }

    /// Whether the bytes of a picture are in this workspace, filed or waiting for it.
    pub fn holds(&self, sha256: &str) -> bool {
        self.photos.contains(sha256) || self.held.contains(sha256)
    }

    /// A feature's own properties as the file spells them.
    pub fn properties(&self, layer: &LayerView, feature_idx: usize) -> Properties {
        crate::formats::read_properties(&layer.layer, feature_idx)
    }

    /// The layer and index of a feature; `None` where no layer has it.
    pub fn place(&self, key: &FeatureKey) -> Option<(&Arc<LayerView>, usize)> {
        let place = self.places.get(key)?;
        Some((self.layers.get(place.layer_idx)?, place.feature_idx))
    }

    /// The row of a feature; `None` where no layer has it.
    pub fn row(&self, key: &FeatureKey) -> Option<&FeatureRow> {
        let (layer, feature_idx) = self.place(key)?;
        layer.rows.get(feature_idx)
    }
}

/// The newest day named by layers that are all invented.
pub(super) fn story_day(layers: &[Arc<LayerView>], synthetic: bool) -> Option<Day> {
    let mut own = layers.iter().filter(|view| !view.found);
    let is_demonstration = synthetic && own.clone().all(|view| view.layer.synthetic);
    let newest = own.by_ref().filter_map(|view| view.layer.as_of).max();
    newest.filter(|_| is_demonstration)
}

impl Context for Snapshot {
    fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    fn has_bytes(&self, sha256: &str) -> bool {
        self.photos.contains(sha256)
    }

    fn has_feature(&self, key: &FeatureKey) -> bool {
        self.plans.contains_key(key) || self.places.contains_key(key)
    }

    fn is_struck_off(&self, key: &FeatureKey) -> bool {
        let stage = self.plans.get(key).and_then(|state| state.stage_code());
        let procedure = self.rulebook.procedure(&key.kind());
        let alive = procedure.and_then(|procedure| procedure.stage_sets.get("not_cancelled"));
        stage.zip(alive).is_some_and(|(stage, alive)| !alive.iter().any(|one| one == stage))
    }

    fn has_position(&self, key: &FeatureKey) -> bool {
        self.place(key).is_some_and(|(view, idx)| view.layer.shapes.anchor(idx).is_some())
    }
}
