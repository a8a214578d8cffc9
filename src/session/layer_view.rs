//! A layer in memory: read once from its text, seen with the keys and shapes that the records give it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::growing::Growing;
use super::key_doubt::{KeyDoubt, LISTED_MAX};
use super::keys::{match_keys, read_claims};
use super::names::own_name;
use super::opening::Watch;
use super::said_before::SaidBefore;
use super::{FeatureRow, LayerView};
use crate::formats::{self, KindAliases, ReadOptions, Refused};
use crate::model::{Bytes, FeatureKey, Kind, Layer, ReadIssue, Shapes, ShapesBuilder};
use crate::plan::{Baseline, Ledger, Plans, Rulebook};
use crate::store::LayerRow;

/// Of so many features it is read at once what they state.
const READ_AT_ONCE: usize = 8192;

/// A layer with what was made of it.
pub(super) struct LoadedLayer {
    pub row: LayerRow,
    /// As read: text, spans and the file's own shapes.
    pub layer: Arc<Layer>,
    pub read_issues: Vec<ReadIssue>,
    /// What is in doubt about its keys.
    pub doubts: Vec<ReadIssue>,
    /// Keys that several features claim: they are not put down for good until a person has said which one it is.
    pub contested: HashSet<FeatureKey>,
    /// Keys given in this very text by first records and by persons.
    pub given: HashMap<usize, FeatureKey>,
    pub view: Arc<LayerView>,
}

impl LoadedLayer {
    /// Reads a layer's text. Its keys are still to be matched. What older texts have said of the layer and this one
    /// does not say, stands.
    pub fn read(
        row: LayerRow,
        source: Bytes,
        given: HashMap<usize, FeatureKey>,
        said: &SaidBefore,
        own_kinds: &[KindAliases],
        watch: Watch<'_>,
    ) -> Result<Self, Refused> {
        let kind = row.kind.as_deref().map(Kind::new);
        let options = ReadOptions {
            file_name: &row.file_name,
            kind: kind.as_ref(),
            datum: row.datum.as_deref(),
            own_kinds,
            progress: watch.progress,
        };
        let growing = Growing::new(&row.file_name, watch.grown);
        let grown = |shapes: &Shapes| growing.take(shapes);
        let (mut layer, issues) = formats::read_growing_layer(source, options, &grown)?;
        said.write_into(&mut layer);
        Ok(Self::of(row, layer, issues, given))
    }

    pub fn of(
        row: LayerRow,
        layer: Layer,
        read_issues: Vec<ReadIssue>,
        given: HashMap<usize, FeatureKey>,
    ) -> Self {
        let layer = Arc::new(layer);
        let view = Arc::new(LayerView {
            id: row.id,
            layer: Arc::clone(&layer),
            as_read: Arc::clone(&layer),
            rows: Arc::default(),
            issues: Arc::default(),
            path: PathBuf::from(&row.path),
            source: row.source,
            found: false,
            unsettled: Arc::default(),
            shifted: None,
        });
        Self { row, layer, read_issues, doubts: Vec::new(), contested: HashSet::new(), given, view }
    }

    /// Lets stand what older texts have said and this one does not.
    pub fn let_stand(&mut self, said: &SaidBefore) {
        said.write_into(Arc::make_mut(&mut self.layer));
        let view = Arc::make_mut(&mut self.view);
        (view.layer, view.as_read) = (Arc::clone(&self.layer), Arc::clone(&self.layer));
    }

    /// Fetches the layer's text from somewhere else from now on, where it is the same.
    pub fn fetch_text_from(&mut self, text: &Bytes) {
        let layer = Arc::make_mut(&mut self.layer);
        (layer.source, layer.text) = (text.clone(), text.clone());
        let view = Arc::make_mut(&mut self.view);
        (view.layer, view.as_read) = (Arc::clone(&self.layer), Arc::clone(&self.layer));
    }

    pub fn id(&self) -> u64 {
        self.row.id
    }

    /// Gives every feature its key and makes the rows that lists show.
    pub fn match_keys(&mut self, known: &HashSet<FeatureKey>, ledger: &Ledger) {
        let main_key = |key: &FeatureKey| ledger.main_key(key).clone();
        self.match_keys_by(known, &main_key, ledger.plans());
    }

    /// The same without the ledger: `main_key` names the one key of features that were identified.
    pub fn match_keys_by(
        &mut self,
        known: &HashSet<FeatureKey>,
        main_key: &dyn Fn(&FeatureKey) -> FeatureKey,
        plans: &Plans,
    ) {
        let claims = read_claims(&self.layer);
        let (keys, mut doubts) = match_keys(&self.layer, &claims, &self.given, known, main_key);
        let keys = main_keys(keys, main_key, &mut doubts);
        let rows: Vec<FeatureRow> = keys
            .into_par_iter()
            .zip(claims)
            .map(|(key, claim)| FeatureRow {
                name: own_name(&claim).into(),
                code: if claim.code.is_empty() { key.code().to_owned() } else { claim.code },
                own_name: None,
                key,
            })
            .collect();
        self.doubts =
            doubts.iter().take(LISTED_MAX).map(|doubt| doubt.issue(&self.layer)).collect();
        self.contested = doubts.iter().filter_map(KeyDoubt::contested).cloned().collect();
        let issues = self.read_issues.iter().chain(&self.doubts).cloned();
        let view = Arc::make_mut(&mut self.view);
        view.issues = Arc::new(issues.collect());
        view.unsettled = Arc::new(doubts.into_iter().filter_map(KeyDoubt::unsettled).collect());
        view.rows = Arc::new(rows);
        self.follow_names(plans);
    }

    /// Draws features where the newest records say they are.
    pub fn follow_moves(&mut self, plans: &Plans) {
        let moved = moved_to(&self.layer, &self.view.rows, plans);
        let view = Arc::make_mut(&mut self.view);
        view.as_read = Arc::clone(&self.layer);
        view.layer = match moved.is_empty() {
            true => Arc::clone(&self.layer),
            false => Arc::new(Layer {
                shapes: Arc::new(with_moved(&self.layer.shapes, &moved)),
                ..(*self.layer).clone()
            }),
        };
    }

    /// What the features' own properties state, by key; nothing for kinds without a procedure.
    ///
    /// Read as they are asked for, some thousands at a time: a million of them together would be gigabytes.
    pub fn baselines(
        &self,
        rulebook: &Arc<Rulebook>,
    ) -> impl Iterator<Item = (FeatureKey, Baseline)> + use<> {
        let (layer, rows) = (Arc::clone(&self.layer), Arc::clone(&self.view.rows));
        let rulebook = Arc::clone(rulebook);
        let has_procedure = rulebook.procedure(&layer.kind).is_some();
        let count = if has_procedure { rows.len() } else { 0 };
        (0..count).step_by(READ_AT_ONCE).flat_map(move |start| {
            let some = (start..count.min(start + READ_AT_ONCE)).into_par_iter();
            let read = some.filter_map(|feature_idx| {
                let procedure = rulebook.procedure(&layer.kind)?;
                let properties = formats::read_properties(&layer, feature_idx);
                let key = rows.get(feature_idx)?.key.clone();
                Some((key, procedure.read_baseline(&properties)))
            });
            read.collect::<Vec<_>>()
        })
    }
}

/// The keys under which the features' plans stand. Where records say that several features of the layer are one, the
/// first bears the plan, and the others stay features of their own.
fn main_keys(
    keys: Vec<FeatureKey>,
    main_key: &dyn Fn(&FeatureKey) -> FeatureKey,
    doubts: &mut Vec<KeyDoubt>,
) -> Vec<FeatureKey> {
    let mut bearers: HashMap<FeatureKey, Vec<usize>> = HashMap::new();
    for (feature_idx, key) in keys.iter().enumerate() {
        let main = main_key(key);
        // The one that bears the main key itself goes before those that were joined to it.
        let is_itself = main == *key;
        let known = bearers.entry(main).or_default();
        let at = if is_itself { 0 } else { known.len() };
        known.insert(at, feature_idx);
    }
    let mut mains = keys.clone();
    let mut joined: Vec<_> = bearers.into_iter().collect();
    joined.sort_by_key(|(_, features)| features[0]);
    for (main, features) in joined {
        mains[features[0]] = main.clone();
        if features.len() > 1 {
            doubts.push(KeyDoubt::Joined { key: main, features });
        }
    }
    mains
}

/// The features that plans have moved, with their new shapes.
pub(super) fn moved_to(
    as_read: &Layer,
    rows: &[FeatureRow],
    plans: &Plans,
) -> BTreeMap<usize, Shapes> {
    let mut moved = BTreeMap::new();
    for (feature_idx, row) in rows.iter().enumerate() {
        let recorded = plans.recorded(&row.key).and_then(|state| state.geometry.as_deref());
        let Some(text) = recorded else { continue };
        // The file's own shapes are those of before any move.
        if original_geometry(as_read, feature_idx) == text {
            continue;
        }
        // A geometry that does not read was refused when it was recorded here; others' may be anything.
        if let Ok(shapes) = formats::parse_geometry(text) {
            moved.insert(feature_idx, shapes);
        }
    }
    moved
}

/// The geometry text a feature had before anybody moved it.
pub(super) fn original_geometry(layer: &Layer, feature_idx: usize) -> String {
    formats::original_geometry(layer, feature_idx).unwrap_or_else(|| {
        let spans = layer.features.get(feature_idx).copied().unwrap_or_default();
        match spans.geometry.is_empty() {
            true => "null".to_owned(),
            false => String::from_utf8_lossy(&layer.slice(spans.geometry)).into_owned(),
        }
    })
}

pub(super) fn with_moved(shapes: &Shapes, moved: &BTreeMap<usize, Shapes>) -> Shapes {
    let mut builder = ShapesBuilder::default();
    for feature_idx in 0..shapes.feature_count() {
        let (from, from_idx) = match moved.get(&feature_idx) {
            Some(shapes) => (shapes, 0),
            None => (shapes, feature_idx),
        };
        for part in from.parts(from_idx) {
            part.positions.iter().for_each(|position| builder.position(position));
            builder.end_part(part.kind);
        }
        builder.end_feature(from.kind(from_idx));
    }
    builder.finish()
}
