//! The layers as they had been received by an evening: each by the text it had then, one that had not come yet empty,
//! and what their features state by those texts.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::found::{FOUND_LAYERS, created_feature, is_unmade, made_layer, name_rows};
use super::guarding::{GuardedFeatures, guarded_of};
use super::layer_texts::{LayerText, LayerTexts};
use super::layer_view::LoadedLayer;
use super::{FeatureRow, LayerView, Places, SessionError, Snapshot};
use crate::model::{Day, FeatureKey, Kind, Layer, Stamp};
use crate::plan::{Baseline, Fate, FeatureState, Plans};

/// Numbers of layers made for an evening begin here.
const MADE_THEN: u64 = FOUND_LAYERS * 4;

/// A layer on an evening.
pub(super) enum LayerThen {
    /// By the text that is shown.
    AsShown(Arc<LayerView>),
    /// No text of it had come yet.
    Absent(Arc<LayerView>),
    /// By an older text.
    Older(Box<LoadedLayer>),
}

/// All layers on an evening, and the plans with what those texts state, still to be folded as of it.
pub(super) struct LayersThen {
    pub layers: Vec<LayerThen>,
    pub plans: Arc<Plans>,
}

impl LayersThen {
    /// As they are shown: a file says of itself no day.
    pub fn as_shown(snapshot: &Snapshot) -> Self {
        let layers = snapshot.layers.iter().map(|view| LayerThen::AsShown(Arc::clone(view)));
        Self { layers: layers.collect(), plans: Arc::clone(&snapshot.plans) }
    }

    /// As they had been received by the end of a day; `None` if it was stopped.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn received(
        snapshot: &Snapshot,
        day: Day,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, SessionError> {
        let texts = LayerTexts::of(snapshot)?;
        let by_then = |at: &Stamp| at.day() <= day;
        Self::by_texts(
            snapshot,
            &texts,
            &by_then,
            |view| texts.up_to(view).iter().rev().find(|text| by_then(&text.received)),
            stop,
        )
    }

    /// The same, where what had not come yet stands by the first text it had; `None` if it was stopped.
    ///
    /// # Errors
    /// As [`Self::received`].
    pub fn at_first(
        snapshot: &Snapshot,
        texts: &LayerTexts<'_>,
        by_then: &dyn Fn(&Stamp) -> bool,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, SessionError> {
        Self::by_texts(
            snapshot,
            texts,
            by_then,
            |view| {
                let had = texts.up_to(view);
                had.iter().rev().find(|text| by_then(&text.received)).or_else(|| had.first())
            },
            stop,
        )
    }

    fn by_texts<'t>(
        snapshot: &Snapshot,
        texts: &LayerTexts<'_>,
        by_then: &dyn Fn(&Stamp) -> bool,
        had: impl Fn(&LayerView) -> Option<&'t LayerText>,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, SessionError> {
        let mut layers = Vec::with_capacity(snapshot.layers.len());
        for view in &snapshot.layers {
            layers.push(match had(view) {
                _ if view.found => LayerThen::AsShown(Arc::clone(view)),
                None => LayerThen::Absent(Arc::clone(view)),
                Some(text) if text.source == view.source => LayerThen::AsShown(Arc::clone(view)),
                Some(text) => match texts.read(view, text.source, stop)? {
                    Some(older) => LayerThen::Older(Box::new(older)),
                    None => return Ok(None),
                },
            });
        }
        let by_then = |at: &str| Stamp::parse(at).is_ok_and(|at| by_then(&at));
        let stood = |received_at: &str, settled_at: Option<&str>| {
            by_then(received_at) && !settled_at.is_some_and(by_then)
        };
        let guarded = guarded_of(texts.store.proposals_when(stood)?);
        Ok(Some(Self::stating(snapshot, layers, &guarded)))
    }

    /// These layers, with what their texts state, held back what was held back of them.
    pub fn stating(snapshot: &Snapshot, layers: Vec<LayerThen>, guarded: &GuardedFeatures) -> Self {
        let plans = restated(snapshot, &layers, guarded);
        Self { layers, plans }
    }
}

/// The plans by what the texts of then state of features, held back what was held back of them then.
fn restated(snapshot: &Snapshot, layers: &[LayerThen], guarded: &GuardedFeatures) -> Arc<Plans> {
    if layers.iter().all(|then| matches!(then, LayerThen::AsShown(_))) {
        return Arc::clone(&snapshot.plans);
    }
    let (mut shown, mut gone, mut older) = (Vec::new(), Vec::new(), Vec::new());
    for (then, view) in layers.iter().zip(&snapshot.layers) {
        match then {
            LayerThen::AsShown(view) => shown.push(Arc::clone(view)),
            LayerThen::Absent(_) => gone.push(view),
            LayerThen::Older(loaded) => {
                gone.push(view);
                older.push(loaded);
            }
        }
    }
    let stays = Places::of(&shown);
    let gone = gone.into_iter().flat_map(|view| view.rows.iter());
    let gone = gone.filter(|row| !stays.contains_key(&row.key));
    let gone = gone.map(|row| (row.key.clone(), Baseline::default()));
    let stated = older.into_iter().flat_map(|loaded| loaded.baselines(&snapshot.rulebook));
    Arc::new(snapshot.plans.restated(gone.chain(stated), guarded))
}

impl Snapshot {
    /// Features that records speak of and no layer has on that evening: found by people and in no file yet, or known
    /// before their file came. They make layers of their own.
    pub(super) fn homeless_then(&self, places: &Places, plans: &Plans) -> Vec<Arc<LayerView>> {
        let mut homeless: BTreeMap<Kind, Vec<(FeatureKey, String)>> = BTreeMap::new();
        for (key, state) in plans.all_recorded() {
            if is_heard_of(state) && !is_unmade(state) && !places.contains_key(key) {
                let text = created_feature(state, self.synthetic);
                homeless.entry(key.kind()).or_default().push((key.clone(), text));
            }
        }
        let made = homeless.into_iter().zip(MADE_THEN..).filter_map(|((kind, features), id)| {
            let name = match self.layers.iter().find(|view| view.layer.kind == kind) {
                Some(view) => view.layer.name.clone(),
                None => kind.code().to_owned(),
            };
            let mut view = made_layer(id, name, &kind, &features, (&self.rulebook, plans))?;
            name_rows(&mut view, plans);
            Some(view)
        });
        made.collect()
    }
}

/// Whether any record of a feature had come.
pub(super) fn is_heard_of(state: &FeatureState) -> bool {
    state.entries.iter().any(|entry| !matches!(entry.fate, Fate::Later))
}

/// A layer of which nothing had come.
pub(super) fn emptied(view: &LayerView) -> Arc<LayerView> {
    let layer = Arc::new(Layer {
        features: Vec::new(),
        shapes: Arc::default(),
        annotated: Vec::new(),
        programme_total: None,
        ..(*view.as_read).clone()
    });
    let as_read = Arc::clone(&layer);
    let (rows, unsettled): (Arc<Vec<FeatureRow>>, _) = (Arc::default(), Arc::default());
    Arc::new(LayerView { layer, as_read, rows, unsettled, ..view.clone() })
}
