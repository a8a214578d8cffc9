//! What a programme's figures ask of features: which of them they take, and which of those count.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::kpi_kinds::class_code;
use super::programme::{AnyOf, FieldTests, Filter};
use super::state::{FeatureState, value_texts};
use super::summary::Counted;
use super::values::parse_number;
use super::verdict::Outcome;
use crate::model::{Day, FeatureKey, Kind};

/// By what features are tested beside their own plans.
pub(super) struct Tester<'a> {
    /// The features of every kind, by the kind's code.
    pub counted: &'a BTreeMap<String, Vec<Counted>>,
    pub as_of: Day,
    pub called: &'a Called<'a>,
}

/// What the features are called that others name, by their kind's code: only of kinds that a programme asks for.
pub(super) struct Called<'a> {
    names: BTreeMap<String, HashSet<&'a str>>,
    main_key: &'a dyn Fn(&FeatureKey) -> FeatureKey,
}

impl<'a> Called<'a> {
    pub fn new(
        kinds: impl Iterator<Item = &'a str>,
        counted: &'a BTreeMap<String, Vec<Counted>>,
        main_key: &'a dyn Fn(&FeatureKey) -> FeatureKey,
    ) -> Self {
        let names = kinds.map(|kind| {
            let features = counted.get(kind).map(Vec::as_slice).unwrap_or_default();
            (kind.to_owned(), features.iter().flat_map(names_of).collect())
        });
        Self { names: names.collect(), main_key }
    }

    /// Whether a feature of this kind is called so: by its code, a code it was given by a record, or its name.
    fn has(&self, kind: &str, text: &str) -> bool {
        let Some(names) = self.names.get(kind) else { return false };
        let also = || (self.main_key)(&FeatureKey::new(&Kind::new(kind), text));
        names.contains(text) || names.contains(also().code())
    }
}

fn names_of(one: &Counted) -> impl Iterator<Item = &str> {
    let code = one.state.key.as_ref().map(FeatureKey::code);
    let text = |field| one.state.text(field);
    [code, text("code_national"), text("name")].into_iter().flatten()
}

impl Tester<'_> {
    /// The features of a kind, by its code.
    pub fn features(&self, kind: &str) -> &[Counted] {
        self.counted.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn takes(&self, of: &Filter, one: &Counted) -> bool {
        self.passes(one, &of.passes) && (of.but.is_empty() || !self.passes(one, &of.but))
    }

    pub fn hits(&self, one: &Counted, hit: &AnyOf) -> bool {
        hit.holds(|tests| self.passes(one, tests))
    }

    /// Whether a feature passes all tests.
    pub fn passes(&self, one: &Counted, tests: &FieldTests) -> bool {
        let is_nothing_wanted = |wanted: &[String]| wanted.iter().any(|one| one == "-");
        let is_one = |value: Option<&str>, wanted: &[String]| match value {
            Some(value) => self.is_wanted(value, wanted),
            None => is_nothing_wanted(wanted),
        };
        tests.iter().all(|(field, wanted)| match field.as_str() {
            "stage" => is_one(one.stage.as_deref(), wanted),
            "class" => is_one(class_code(&one.state, self.as_of), wanted),
            "sample" => is_one(newest_verdict(&one.state), wanted),
            field => match &one.state.texts(field)[..] {
                [] => is_nothing_wanted(wanted),
                texts => texts.iter().any(|text| self.is_wanted(text, wanted)),
            },
        })
    }

    /// Whether an item of a list passes all tests.
    pub fn has(&self, item: &Value, tests: &FieldTests) -> bool {
        tests.iter().all(|(column, wanted)| {
            let texts = item.get(column).map(value_texts).unwrap_or_default();
            texts.iter().any(|text| self.is_wanted(text, wanted))
        })
    }

    fn is_wanted(&self, value: &str, wanted: &[String]) -> bool {
        wanted.iter().any(|one| match one.strip_prefix('@') {
            Some(kind) => self.called.has(kind, value),
            None => one == "*" || one == value || is_same_number(one, value),
        })
    }
}

/// A hundred per cent is that however it is written.
fn is_same_number(one: &str, other: &str) -> bool {
    parse_number(one).is_some_and(|number| parse_number(other) == Some(number))
}

/// The verdict of the newest sample that decides: `compliant` or `failing`; `None` where nobody can judge it.
pub(super) fn newest_verdict(state: &FeatureState) -> Option<&'static str> {
    match super::kpi::newest_deciding(state)?.judgement.as_ref()?.outcome {
        Outcome::Compliant => Some("compliant"),
        Outcome::Failing => Some("failing"),
        Outcome::NotJudged(_) => None,
    }
}
