//! What a feature names of another kind, as an outfall its river, where none of the loaded ones is called so. Told when a
//! file is checked or taken in, in forms, on the card and by the command line; kept as it is.
//!
//! Without a layer of that kind there is nothing to hold it against.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::layer_view::LoadedLayer;
use super::listed::{LISTED_MAX, listed, of_feature};
use super::{Session, Snapshot};
use crate::formats;
use crate::model::{IssueCode, Kind, Layer, ReadIssue, Text};
use crate::plan::{Fields, Procedure, Rulebook};

const NAMES_NONE: IssueCode = "names-nothing-loaded";

/// A layer of more is a network, in which names tell nothing apart.
const FEATURES_MAX: usize = 2_000;

/// What the features of kinds that others name are called: their codes and names, by the kind's code.
#[derive(Clone, Debug, Default)]
pub struct Bearers(HashMap<String, HashSet<String>>);

impl Bearers {
    /// Those of these layers. Reads their properties: not for every frame.
    pub fn of<'l>(rulebook: &Rulebook, layers: impl Iterator<Item = &'l Layer>) -> Self {
        let fields = rulebook.procedures.values().flat_map(|procedure| &procedure.fields);
        let named: HashSet<&str> = fields.filter_map(|field| field.names.as_deref()).collect();
        let mut bearers = Self::default();
        let is_named = |layer: &&Layer| {
            named.contains(layer.kind.code()) && layer.features.len() <= FEATURES_MAX
        };
        for layer in layers.filter(is_named) {
            let Some(procedure) = rulebook.procedure(&layer.kind) else { continue };
            let aliases = &procedure.aliases;
            let called = [&aliases.own_code, &aliases.national_code, &aliases.name];
            let called = called.map(|names| names.iter().map(String::as_str).collect::<Vec<_>>());
            let known = bearers.0.entry(layer.kind.code().to_owned()).or_default();
            for idx in 0..layer.features.len() {
                let properties = formats::read_properties(layer, idx);
                let texts = called.iter().filter_map(|names| properties.text(names));
                known.extend(texts.map(|text| text.trim().to_owned()));
            }
        }
        bearers
    }

    /// Takes in those of others.
    pub fn join(&mut self, other: Self) {
        for (kind, names) in other.0 {
            self.0.entry(kind).or_default().extend(names);
        }
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn lack(&self, kind: &str, called: &str) -> bool {
        self.0.get(kind).is_some_and(|known| !known.contains(called))
    }
}

/// What a feature of a layer names of another kind.
#[derive(Clone, Debug)]
pub struct Naming {
    kind: String,
    called: String,
    /// What is said where none is called so, and where in the file it stands.
    issue: ReadIssue,
}

impl Naming {
    pub(super) fn all_of(
        rulebook: &Rulebook,
        procedure: &Procedure,
        layer: &Layer,
        feature_idx: usize,
        fields: &Fields,
    ) -> Vec<Self> {
        let named = procedure.named_features(fields);
        let naming = |(field, kind, called): (&crate::plan::FieldDef, &str, &str)| {
            let words = words(rulebook, &field.label, kind, called);
            let place = |spans: &crate::model::FeatureSpans| spans.properties.start;
            let issue = of_feature(layer, feature_idx, NAMES_NONE, place, words);
            Self { kind: kind.to_owned(), called: called.to_owned(), issue }
        };
        named.map(naming).collect()
    }
}

/// Those that name nothing that is here.
pub fn naming_issues(namings: &[Naming], bearers: &Bearers) -> Vec<ReadIssue> {
    let none = namings.iter().filter(|one| bearers.lack(&one.kind, &one.called));
    let none: Vec<&ReadIssue> = none.map(|one| &one.issue).collect();
    listed(
        &none,
        NAMES_NONE,
        |issue| (*issue).clone(),
        |left| {
            Text::new(
                format!("其后还有 {left} 处编码对不上已载入的图层；只列出前 {LISTED_MAX} 处"),
                format!("{left} more codes name nothing loaded; the first {LISTED_MAX} are listed"),
            )
        },
    )
}

impl Session {
    /// Holds what files name against all that is here. `known` are the layers that were here before them: where a file
    /// brings what others name, those are looked at as well.
    pub(super) fn naming_issues(
        &self,
        namings: Vec<Naming>,
        known: &HashSet<u64>,
    ) -> Vec<ReadIssue> {
        let rulebook = self.ledger.rulebook();
        let is_new = |loaded: &&LoadedLayer| !known.contains(&loaded.id());
        let new = self.layers.iter().filter(is_new).map(|loaded| &*loaded.layer);
        let layers = || self.layers.iter().map(|loaded| &*loaded.layer);
        let namings = match Bearers::of(rulebook, new).is_empty() {
            true => namings,
            false => layers().flat_map(|layer| namings_of(layer, rulebook)).collect(),
        };
        match namings.is_empty() {
            true => Vec::new(),
            false => naming_issues(&namings, &Bearers::of(rulebook, layers())),
        }
    }
}

fn namings_of(layer: &Layer, rulebook: &Rulebook) -> Vec<Naming> {
    let procedure = rulebook.procedure(&layer.kind);
    let names = |procedure: &&Procedure| procedure.fields.iter().any(|it| it.names.is_some());
    let Some(procedure) = procedure.filter(names) else { return Vec::new() };
    let features = (0..layer.features.len()).into_par_iter();
    let of_feature = |idx| {
        let stated = procedure.read_baseline(&formats::read_properties(layer, idx));
        Naming::all_of(rulebook, procedure, layer, idx, &stated.fields)
    };
    features.flat_map_iter(of_feature).collect()
}

fn words(rulebook: &Rulebook, field: &Text, kind: &str, called: &str) -> Text {
    let known = rulebook.procedure(&Kind::new(kind));
    let label = known.map_or_else(|| Text::same(kind), |procedure| procedure.label.clone());
    Text::new(
        format!("“{}”{called} 不是已载入的{}，请核对编码", field.zh, label.zh),
        format!("{} {called:?} is no loaded {}: check the code", field.en, label.en.to_lowercase()),
    )
}

impl Snapshot {
    /// What these values name of other kinds and is not here, in words. Reads the properties of those that are: not
    /// for every frame.
    pub(super) fn naming_doubts(&self, procedure: &Procedure, fields: &Fields) -> Vec<Text> {
        if procedure.named_features(fields).next().is_none() {
            return Vec::new();
        }
        let layers = self.layers.iter().map(|view| &*view.layer);
        let bearers = Bearers::of(&self.rulebook, layers);
        let named = procedure.named_features(fields);
        let none = named.filter(|(_, kind, called)| bearers.lack(kind, called));
        none.map(|(field, kind, called)| words(&self.rulebook, &field.label, kind, called))
            .collect()
    }
}
