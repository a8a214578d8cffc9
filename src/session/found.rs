//! Features that no layer's file has: found by a person here, or vanished from a newer text of their file.
//!
//! They make layers of their own, so that lists and map show them like any other, and leave as appended features of
//! the layer they belong to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::keys::read_claims;
use super::layer_view::LoadedLayer;
use super::own_rules::own_kinds;
use super::{FeatureRow, LayerView, Places, Session};
use crate::formats::{self, ReadOptions};
use crate::model::{Datum, FeatureKey, Kind};
use crate::plan::{Body, Fate, FeatureState, Fields, Plans, Rulebook, canonical, json_string};
use crate::store::LayerRow;

/// Numbers of made layers begin here, far above any that a file's layer gets.
pub(super) const FOUND_LAYERS: u64 = 1 << 40;

/// A layer made here.
pub(super) struct FoundLayer {
    pub view: Arc<LayerView>,
    /// The features it was made of: key and GeoJSON text.
    features: Vec<(FeatureKey, String)>,
    /// Where records have moved them since, as GeoJSON text.
    moved: Vec<Option<String>>,
}

impl Session {
    /// Features without a layer, by the layer they belong to (0 where no layer is of their kind) and kind.
    ///
    /// `places` says where the features of files' layers stand.
    pub(super) fn homeless(
        &self,
        places: &Places,
    ) -> BTreeMap<(u64, Kind), Vec<(FeatureKey, String)>> {
        let mut homeless: BTreeMap<(u64, Kind), Vec<(FeatureKey, String)>> = BTreeMap::new();
        let home_of = |kind: &Kind| {
            // Where nobody has said what a layer's numbers mean, nothing can be put among them.
            let is_home = |loaded: &&LoadedLayer| {
                loaded.layer.kind == *kind && !matches!(loaded.layer.datum, Datum::Unnamed(_))
            };
            let home = self.layers.iter().find(is_home);
            home.map_or(0, LoadedLayer::id)
        };
        let mut taken = BTreeSet::new();
        for kept in &self.kept {
            let Some(key) = FeatureKey::parse(&kept.key) else { continue };
            let key = self.ledger.main_key(&key).clone();
            if places.contains_key(&key) || !taken.insert(key.clone()) {
                continue;
            }
            let is_here = self.layers.iter().any(|loaded| loaded.id() == kept.layer);
            let home = if is_here { kept.layer } else { home_of(&key.kind()) };
            homeless.entry((home, key.kind())).or_default().push((key, kept.text.clone()));
        }
        for (key, state) in self.ledger.plans().all_recorded() {
            let is_listed = state.entries.is_empty() || places.contains_key(key);
            // One that only this workspace ever knew of is no feature any more.
            let is_undone = || is_unmade(state) && !self.has_left(state);
            if !is_listed && !is_undone() && taken.insert(key.clone()) {
                let kind = key.kind();
                let text = created_feature(state, self.is_synthetic());
                homeless.entry((home_of(&kind), kind)).or_default().push((key.clone(), text));
            }
        }
        homeless
    }

    /// Makes the layers of homeless features anew where they have changed.
    pub(super) fn refresh_found(&mut self, places: &Places) {
        let mut homeless = self.homeless(places);
        let plans = Arc::clone(self.ledger.plans());
        for features in homeless.values_mut() {
            features.retain(|(key, _)| plans.recorded(key).is_none_or(|state| !is_unmade(state)));
        }
        homeless.retain(|_, features| !features.is_empty());
        let mut old = std::mem::take(&mut self.found);
        for (made_idx, ((home, kind), features)) in homeless.into_iter().enumerate() {
            let id = FOUND_LAYERS + if home > 0 { home } else { FOUND_LAYERS + made_idx as u64 };
            let geometry = |key| plans.recorded(key).and_then(|state| state.geometry.clone());
            let moved: Vec<_> = features.iter().map(|(key, _)| geometry(key)).collect();
            let is_same = |made: &FoundLayer| {
                made.view.id == id && made.features == features && made.moved == moved
            };
            let known = old.iter().position(is_same);
            let mut made = match known {
                Some(known) => old.swap_remove(known),
                None => match self.make_layer(id, home, &kind, &features) {
                    Some(view) => FoundLayer { view, features, moved },
                    None => continue,
                },
            };
            name_rows(&mut made.view, &plans);
            self.found.push(made);
        }
    }

    fn make_layer(
        &self,
        id: u64,
        home: u64,
        kind: &Kind,
        features: &[(FeatureKey, String)],
    ) -> Option<Arc<LayerView>> {
        let name = match self.layers.iter().find(|loaded| loaded.id() == home) {
            Some(loaded) => loaded.layer.name.clone(),
            None => kind.code().to_owned(),
        };
        let rulebook = self.ledger.rulebook();
        made_layer(id, name, kind, features, (rulebook, self.ledger.plans()))
    }
}

/// A layer of features that no file has: key and GeoJSON text of each.
pub(super) fn made_layer(
    id: u64,
    name: String,
    kind: &Kind,
    features: &[(FeatureKey, String)],
    (rulebook, plans): (&Rulebook, &Plans),
) -> Option<Arc<LayerView>> {
    let texts: Vec<&str> = features.iter().map(|(_, text)| text.as_str()).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", texts.join(","));
    let options = ReadOptions {
        file_name: &format!("{name}+"),
        kind: Some(kind),
        datum: None,
        own_kinds: &own_kinds(rulebook),
        progress: &|_, _| ControlFlow::Continue(()),
    };
    let (layer, issues) = formats::read_layer(text.into_bytes().into(), options).ok()?;
    let row = LayerRow {
        id,
        path: String::new(),
        file_name: name,
        kind: Some(kind.code().to_owned()),
        datum: None,
        synthetic: layer.synthetic,
        source: crate::plan::Hash([0; 32]),
    };
    let mut loaded = LoadedLayer::of(row, layer, issues, Default::default());
    let claims = read_claims(&loaded.layer);
    let rows = features.iter().zip(claims).map(|((key, _), claim)| FeatureRow {
        key: key.clone(),
        name: claim.name.into(),
        code: if claim.code.is_empty() { key.code().to_owned() } else { claim.code },
        own_name: None,
    });
    let rows = Arc::new(rows.collect());
    let view = Arc::make_mut(&mut loaded.view);
    view.rows = rows;
    view.found = true;
    loaded.follow_moves(plans);
    Some(loaded.view)
}

/// A found feature is called what its records call it.
pub(super) fn name_rows(view: &mut Arc<LayerView>, plans: &Plans) {
    let name_of = |row: &FeatureRow| {
        let recorded = plans.get(&row.key).and_then(|state| state.text("name"));
        let name = recorded.unwrap_or(&row.name);
        if name.is_empty() { Arc::from(row.code.as_str()) } else { Arc::from(name) }
    };
    let is_stale = |row: &FeatureRow| row.name != name_of(row);
    if !view.rows.iter().any(is_stale) {
        return;
    }
    let rows = view.rows.iter().map(|row| {
        let name = name_of(row);
        FeatureRow { name, ..row.clone() }
    });
    let rows = Arc::new(rows.collect());
    Arc::make_mut(view).rows = rows;
}

/// Whether a person found it, and that was taken back. It stays in the log, and in no list.
pub(super) fn is_unmade(state: &FeatureState) -> bool {
    let finds = state.entries.iter().filter(|it| matches!(it.record.body, Body::Created(_)));
    let mut fates = finds.map(|entry| &entry.fate).peekable();
    fates.peek().is_some() && fates.all(|fate| matches!(fate, Fate::Withdrawn(_)))
}

/// The GeoJSON text of a feature that a person found: what its first record says, nothing later. Among synthetic data
/// it says of itself that it is, as every feature there does.
pub(super) fn created_feature(state: &FeatureState, is_synthetic: bool) -> String {
    let created = state.entries.iter().find_map(|entry| match (&entry.record.body, &entry.fate) {
        (Body::Created(created), Fate::Counts) => Some(created),
        _ => None,
    });
    let geometry = created.and_then(|created| created.geometry.as_deref());
    let geometry = geometry.filter(|text| formats::parse_geometry(text).is_ok()).unwrap_or("null");
    let mut members = created.map(|created| plain_members(&created.fields)).unwrap_or_default();
    if is_synthetic {
        members.push("\"synthetic\":true".to_owned());
    }
    let fields = members.join(",");
    format!("{{\"type\":\"Feature\",\"properties\":{{{fields}}},\"geometry\":{geometry}}}")
}

fn plain_members(fields: &Fields) -> Vec<String> {
    let scalar = fields.iter().filter(|(code, value)| {
        !code.contains('/') && (value.is_string() || value.is_number() || value.is_boolean())
    });
    scalar.map(|(code, value)| format!("{}:{}", json_string(code), canonical(value))).collect()
}
