//! Whether a file is a newer text of a layer that is here, and what becomes of what the newer text lacks.

use std::collections::HashSet;
use std::sync::Arc;

use super::keys::claim_of;
use super::layer_view::{LoadedLayer, original_geometry};
use super::opening::Watch;
use super::own_rules::own_kinds;
use super::said_before::SaidBefore;
use super::{ImportMode, Outcome, Session, SessionError};
use crate::formats;
use crate::model::{Container, FeatureKey, Layer, Stamp};
use crate::store::{KeptFeature, LayerRow};

/// Of so many layers that were taken off the map, the newest ones, it is looked whether a file is a text of theirs.
const CLOSED_READ_MAX: usize = 8;

/// Where a file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Its own data are here already, as this layer: only what rides in it is looked at.
    Known(u64),
    /// It is a text that this layer had before, with when that was received: its records are taken in, and the layer
    /// stays by its newer text.
    Older(u64, Option<Stamp>),
    /// It is a newer text of this layer.
    Update(u64),
    Add,
}

/// A layer that was taken off the map and now comes back.
pub(super) struct Closed {
    pub id: u64,
    /// As it was, where it comes back as another text.
    pub older: Option<LoadedLayer>,
}

impl Session {
    pub(super) fn target_of(&self, loaded: &LoadedLayer, mode: ImportMode) -> Target {
        if mode == ImportMode::Add {
            return Target::Add;
        }
        let keys: HashSet<&FeatureKey> = loaded.view.rows.iter().map(|row| &row.key).collect();
        // What no procedure knows goes by its file: two such layers may number their features alike.
        let is_known = self.ledger.rulebook().procedure(&loaded.layer.kind).is_some();
        let same_kind = self.layers.iter().filter(|it| {
            let same_file = it.row.file_name == loaded.row.file_name;
            it.layer.kind == loaded.layer.kind && (is_known || same_file)
        });
        let best = same_kind
            .map(|it| (it.view.rows.iter().filter(|row| keys.contains(&row.key)).count(), it))
            .max_by_key(|(common, it)| (*common, std::cmp::Reverse(it.id())));
        let Some((common, layer)) = best else { return Target::Add };
        // The greater part of the file's features: a file of a few new ones is another layer.
        let is_most = common * 2 > keys.len();
        if common == 0 || (mode == ImportMode::Auto && !is_most) {
            return Target::Add;
        }
        // A datum that somebody names now is news, whatever the text.
        let is_renamed = loaded.row.datum.is_some() && loaded.row.datum != layer.row.datum;
        let is_same_text = layer.row.source == loaded.row.source;
        match !is_renamed && (is_same_text || is_same_data(&layer.layer, &loaded.layer)) {
            true => Target::Known(layer.id()),
            false => Target::Update(layer.id()),
        }
    }

    /// Reads a layer again with another kind or datum.
    pub(super) fn reread_layer(
        &mut self,
        layer: u64,
        now: &Stamp,
        watch: Watch<'_>,
        change: impl FnOnce(&mut LayerRow),
    ) -> Result<Outcome, SessionError> {
        let layer_idx = self.layer_idx(layer)?;
        let old = &self.layers[layer_idx];
        let mut row = old.row.clone();
        change(&mut row);
        let (source, given) = (old.layer.source.clone(), old.given.clone());
        let path = old.view.path.clone();
        let said = SaidBefore::by(&old.layer);
        let own_kinds = own_kinds(self.ledger.rulebook());
        let mut loaded =
            LoadedLayer::read(row, source, given, &said, &own_kinds, watch).map_err(|refused| {
                match refused.cancelled {
                    true => SessionError::Cancelled,
                    false => SessionError::Unreadable { path, why: refused.to_string() },
                }
            })?;
        loaded.match_keys(&self.known_keys(), &self.ledger);
        self.store.write(|writing| writing.put_layer(&loaded.row, now.as_str()))?;
        let old_rows = Arc::clone(&self.layers[layer_idx].view.rows);
        self.add_loaded(loaded);
        self.forget_baselines(old_rows.iter().map(|row| &row.key));
        let plans = Arc::clone(self.ledger.plans());
        self.layers[layer_idx].follow_moves(&plans);
        Ok(Outcome::Done)
    }

    /// The layer that was taken off the map and of which a file is another text: what it stated is what the file changes,
    /// as if it had come over it.
    pub(super) fn closed_before(
        &self,
        newer: &LoadedLayer,
        watch: Watch<'_>,
    ) -> Result<Option<Closed>, SessionError> {
        if self.ledger.rulebook().procedure(&newer.layer.kind).is_none() {
            // What no procedure knows is in no figure: there is nothing to hold back.
            return Ok(None);
        }
        let keys: HashSet<&FeatureKey> = newer.view.rows.iter().map(|row| &row.key).collect();
        let own_kinds = own_kinds(self.ledger.rulebook());
        let known = self.known_keys();
        let progress = &|_, _| std::ops::ControlFlow::Continue(());
        let closed = self.store.closed_layers()?;
        for row in closed.into_iter().rev().take(CLOSED_READ_MAX) {
            if row.source == newer.row.source {
                return Ok(Some(Closed { id: row.id, older: None }));
            }
            let Some(source) = self.store.content(row.source)? else { continue };
            let said = SaidBefore::of(&self.settings, row.id);
            let watch = Watch { progress, ..watch };
            let given = Default::default();
            let read = LoadedLayer::read(row, source.into(), given, &said, &own_kinds, watch);
            let Ok(mut closed) = read else { continue };
            if closed.layer.kind != newer.layer.kind {
                continue;
            }
            closed.match_keys(&known, &self.ledger);
            let common = closed.view.rows.iter().filter(|row| keys.contains(&row.key)).count();
            if common * 2 > keys.len() {
                return Ok(Some(Closed { id: closed.id(), older: Some(closed) }));
            }
        }
        Ok(None)
    }

    /// Takes a layer off the map. Features with records stay listed.
    pub(super) fn remove_layer(&mut self, layer: u64) -> Result<Outcome, SessionError> {
        let layer_idx = self.layer_idx(layer)?;
        let known = self.known_keys();
        let removed = &self.layers[layer_idx];
        let kept = kept_features(removed, |key| known.contains(key));
        self.store.write(|writing| {
            kept.iter().try_for_each(|kept| writing.put_kept_feature(kept))?;
            writing.remove_layer(layer)
        })?;
        let removed = self.layers.remove(layer_idx);
        self.kept.extend(kept);
        self.forget_baselines(removed.view.rows.iter().map(|row| &row.key));
        Ok(Outcome::Done)
    }

    /// Takes a person's word for which feature bears a key.
    pub(super) fn attach_key(
        &mut self,
        layer: u64,
        feature_idx: usize,
        key: FeatureKey,
    ) -> Result<Outcome, SessionError> {
        let layer_idx = self.layer_idx(layer)?;
        if feature_idx >= self.layers[layer_idx].layer.feature_count() {
            return Err(SessionError::NoFeature(key));
        }
        if !claim_of(&self.layers[layer_idx].layer, feature_idx).claims(&key) {
            return Err(SessionError::NotClaimed(key));
        }
        let known = self.known_keys();
        self.store.write(|writing| {
            writing.drop_feature_key(layer, key.as_str())?;
            writing.put_feature_key(layer, feature_idx, key.as_str())
        })?;
        let loaded = &mut self.layers[layer_idx];
        loaded.given.retain(|_, given| *given != key);
        loaded.given.insert(feature_idx, key);
        let old_rows = Arc::clone(&loaded.view.rows);
        loaded.match_keys(&known, &self.ledger);
        loaded.follow_moves(self.ledger.plans());
        self.ledger.set_baselines(loaded.baselines(self.ledger.rulebook()));
        self.forget_baselines(old_rows.iter().map(|row| &row.key));
        Ok(Outcome::Done)
    }

    /// Forgets what was stated of features that no layer has any more.
    pub(super) fn forget_baselines<'k>(&mut self, keys: impl Iterator<Item = &'k FeatureKey>) {
        let here: HashSet<&FeatureKey> =
            self.layers.iter().flat_map(|it| it.view.rows.iter().map(|row| &row.key)).collect();
        let gone: Vec<FeatureKey> = keys.filter(|key| !here.contains(key)).cloned().collect();
        if !gone.is_empty() {
            let nothing = gone.into_iter().map(|key| (key, Default::default()));
            self.ledger.set_baselines(nothing);
        }
    }
}

/// Features with records that a layer's newer text no longer has.
pub(super) fn vanished(
    old: &LoadedLayer,
    new: &LoadedLayer,
    is_recorded: &dyn Fn(&FeatureKey) -> bool,
) -> Vec<KeptFeature> {
    let still: HashSet<&FeatureKey> = new.view.rows.iter().map(|row| &row.key).collect();
    kept_features(old, |key| is_recorded(key) && !still.contains(key))
}

fn kept_features(old: &LoadedLayer, is_kept: impl Fn(&FeatureKey) -> bool) -> Vec<KeptFeature> {
    let rows = old.view.rows.iter().enumerate().filter(|(_, row)| is_kept(&row.key));
    rows.map(|(feature_idx, row)| KeptFeature {
        layer: old.id(),
        key: row.key.to_string(),
        text: feature_text(&old.layer, feature_idx),
    })
    .collect()
}

/// A feature's own text; a bare geometry as the feature it stands for.
fn feature_text(layer: &Layer, feature_idx: usize) -> String {
    let spans = layer.features.get(feature_idx).copied().unwrap_or_default();
    match layer.container {
        Container::Geometry => {
            let geometry = layer.slice(spans.geometry);
            let geometry = String::from_utf8_lossy(&geometry);
            format!("{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{geometry}}}")
        }
        _ => String::from_utf8_lossy(&layer.slice(spans.feature)).into_owned(),
    }
}

/// Whether two texts say the same but for what the product wrote into them.
fn is_same_data(old: &Layer, new: &Layer) -> bool {
    use rayon::prelude::*;
    old.feature_count() == new.feature_count()
        && (old.synthetic, &old.crs) == (new.synthetic, &new.crs)
        // What a file says of itself is lost in other software: that is no change of the data.
        && new.programme_total.is_none_or(|total| old.programme_total == Some(total))
        && new.as_of.is_none_or(|day| old.as_of == Some(day))
        && (0..old.feature_count()).into_par_iter().all(|idx| is_same_feature(old, new, idx))
}

pub(super) fn is_same_feature(old: &Layer, new: &Layer, feature_idx: usize) -> bool {
    let own = |layer: &Layer| {
        let properties = formats::read_properties(layer, feature_idx);
        let own = properties.0.into_iter().filter(|it| !it.name.starts_with("yice_"));
        own.collect::<Vec<_>>()
    };
    let id = |layer: &Layer| layer.slice(layer.features[feature_idx].id).into_owned();
    id(old) == id(new)
        && original_geometry(old, feature_idx) == original_geometry(new, feature_idx)
        && own(old) == own(new)
}
