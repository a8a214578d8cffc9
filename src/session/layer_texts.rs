//! The texts that layers have had, from which a past evening by receipt is told: a newer text takes the place of an
//! older one, and the older one stays on the shelf.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::layer_text::layer_bytes;
use super::layer_view::LoadedLayer;
use super::opening::Watch;
use super::own_rules::own_kinds;
use super::said_before::SaidBefore;
use super::{LayerView, SessionError, Snapshot};
use crate::model::{Bytes, FeatureKey, Stamp};
use crate::plan::Hash;
use crate::store::{LayerRow, Store};

/// A text of a layer, with when it was received.
#[derive(Clone, Debug)]
pub(super) struct LayerText {
    pub source: Hash,
    pub received: Stamp,
}

/// The texts of all layers that are shown.
pub(super) struct LayerTexts<'a> {
    snapshot: &'a Snapshot,
    pub store: Store,
    rows: HashMap<u64, LayerRow>,
    of_layers: BTreeMap<u64, Vec<LayerText>>,
    keys: OnceCell<Keys>,
}

/// What records say of keys.
struct Keys {
    /// Those under which anything is recorded.
    known: HashSet<FeatureKey>,
    /// Those that were identified with another.
    mains: HashMap<FeatureKey, FeatureKey>,
}

impl<'a> LayerTexts<'a> {
    /// # Errors
    /// If the workspace cannot be read.
    pub fn of(snapshot: &'a Snapshot) -> Result<Self, SessionError> {
        let store = Store::open_to_read(&snapshot.workspace)?;
        let rows = store.layers()?.into_iter().map(|row| (row.id, row)).collect();
        let mut of_layers: BTreeMap<u64, Vec<LayerText>> = BTreeMap::new();
        for text in store.layer_texts()? {
            // A moment that does not read is told of nothing.
            if let Ok(received) = Stamp::parse(&text.received_at) {
                let of_layer = of_layers.entry(text.layer).or_default();
                of_layer.push(LayerText { source: text.source, received });
            }
        }
        Ok(Self { snapshot, store, rows, of_layers, keys: OnceCell::new() })
    }

    /// The texts of a layer up to the one that is shown, oldest first.
    pub fn up_to(&self, view: &LayerView) -> &[LayerText] {
        let all = self.of_layers.get(&view.id).map(Vec::as_slice).unwrap_or_default();
        let shown = all.iter().rposition(|text| text.source == view.source);
        shown.and_then(|shown| all.get(..=shown)).unwrap_or(all)
    }

    /// What the file of a layer's newest text is called.
    pub fn file_name(&self, view: &LayerView) -> Option<String> {
        let row = self.rows.get(&view.id).filter(|row| row.source == view.source);
        row.map(|row| row.file_name.clone())
    }

    /// Reads a text that a layer has had, with the keys that its features bear; `None` if it was stopped.
    ///
    /// # Errors
    /// If the workspace no longer has it, or it does not read.
    pub fn read(
        &self,
        view: &LayerView,
        source: Hash,
        stop: &AtomicBool,
    ) -> Result<Option<LoadedLayer>, SessionError> {
        let path = || PathBuf::from(&view.layer.name);
        let row = self.rows.get(&view.id).ok_or(SessionError::NoLayer(view.id))?;
        // An older file may have been called otherwise: its name says nothing of its kind.
        let kind = row.kind.clone().unwrap_or_else(|| view.layer.kind.code().to_owned());
        let row = LayerRow { kind: Some(kind), source, ..row.clone() };
        let Some(bytes) = layer_bytes(&self.store, &row)? else {
            let why = "the workspace has no copy of its older text".to_owned();
            return Err(SessionError::Unreadable { path: path(), why });
        };
        let progress = |_, _| match stop.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let watch = Watch { progress: &progress, ..Watch::NOBODY };
        let said = SaidBefore::of(&self.snapshot.settings, view.id);
        let own_kinds = own_kinds(&self.snapshot.rulebook);
        let read = LoadedLayer::read(row, bytes, HashMap::new(), &said, &own_kinds, watch);
        let mut loaded = match read {
            Ok(loaded) => loaded,
            Err(refused) if refused.cancelled => return Ok(None),
            Err(refused) => {
                let why = refused.to_string();
                return Err(SessionError::Unreadable { path: path(), why });
            }
        };
        self.match_keys(&mut loaded);
        Ok(Some(loaded))
    }

    /// Reads a text of elsewhere, with the keys that its features bear here; `None` where it does not read.
    pub fn read_as(&self, row: LayerRow, bytes: Bytes) -> Option<LoadedLayer> {
        let own_kinds = own_kinds(&self.snapshot.rulebook);
        let (given, said) = (HashMap::new(), SaidBefore::default());
        let read = LoadedLayer::read(row, bytes, given, &said, &own_kinds, Watch::NOBODY);
        let mut loaded = read.ok()?;
        self.match_keys(&mut loaded);
        Some(loaded)
    }

    fn match_keys(&self, loaded: &mut LoadedLayer) {
        let Keys { known, mains } = self.keys.get_or_init(|| Keys::of(self.snapshot));
        let main_key = |key: &FeatureKey| mains.get(key).unwrap_or(key).clone();
        loaded.match_keys_by(known, &main_key, &self.snapshot.plans);
    }
}

impl Keys {
    fn of(snapshot: &Snapshot) -> Self {
        let (mut known, mut mains) = (HashSet::new(), HashMap::new());
        for (main, state) in snapshot.plans.all_recorded() {
            let recorded = state.entries.iter().filter_map(|entry| entry.record.feature.as_ref());
            for key in recorded.chain(&state.also) {
                if key != main {
                    mains.insert(key.clone(), main.clone());
                }
                known.insert(key.clone());
            }
        }
        Self { known, mains }
    }
}
