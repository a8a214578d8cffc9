//! The clues of `assets/kinds.toml`: what tells a kind of layer, and what its features' codes and names are called.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{CodeNames, GeometryKind, Kind, Text};

/// What is known of one kind of layer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindAliases {
    pub code: String,
    pub label: Text,
    /// How a layer may say its own kind.
    pub codes: Vec<String>,
    /// The names of the geometry types its features have.
    pub geometry: Vec<String>,
    /// Properties that hold the code people use, the best first.
    pub own_code: Vec<String>,
    /// Properties that hold the code given by the state.
    pub national_code: Vec<String>,
    pub name: Vec<String>,
    pub(super) telling: Vec<String>,
    pub(super) hints: Vec<String>,
    pub(super) values: Vec<ValueClue>,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) endings: Vec<String>,
    pub(super) file_words: Vec<String>,
}

/// Values that tell a kind when they stand under one of some properties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueClue {
    pub property: Vec<String>,
    pub is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    synthetic: Vec<String>,
    kind: Vec<KindAliases>,
}

static KINDS: LazyLock<KindsFile> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/kinds.toml"))
        .expect("assets/kinds.toml is part of the program, and a test reads it")
});

/// All kinds that can be recognised, in the order of the file.
pub fn known_kinds() -> &'static [KindAliases] {
    &KINDS.kind
}

/// What is known of a kind; `None` for `other` and for kinds that only procedure files know.
pub fn kind_aliases(kind: &Kind) -> Option<&'static KindAliases> {
    KINDS.kind.iter().find(|known| known.code == kind.code())
}

/// The clues of a kind that only a procedure file knows: its own name, and the names of its codes that no other kind has.
pub fn own_kind(code: &str, label: &Text, names: &CodeNames) -> KindAliases {
    let is_taken = |name: &String| {
        KINDS.kind.iter().any(|known| {
            let lists = [&known.own_code, &known.national_code, &known.name];
            lists.into_iter().flatten().any(|it| folded(it) == folded(name))
        })
    };
    KindAliases {
        code: code.to_owned(),
        label: label.clone(),
        codes: vec![code.to_owned(), label.zh.clone(), label.en.clone()],
        geometry: GeometryKind::ALL.iter().map(|kind| kind.name().to_owned()).collect(),
        own_code: names.own_code.clone(),
        national_code: names.national_code.clone(),
        name: names.name.clone(),
        telling: names.own_code.iter().filter(|it| !is_taken(it)).cloned().collect(),
        hints: Vec::new(),
        values: Vec::new(),
        words: vec![label.zh.clone()],
        endings: Vec::new(),
        file_words: vec![code.to_owned(), label.zh.clone()],
    }
}

/// Properties that say, with `true`, that a feature is invented.
pub fn synthetic_properties() -> &'static [String] {
    &KINDS.synthetic
}

/// A name without regard to case, spaces, hyphens, underscores and brackets.
pub(super) fn folded(name: &str) -> String {
    folded_chars(name).collect()
}

fn folded_chars(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clues_are_well_formed() {
        assert!(known_kinds().len() >= 7);
        for kind in known_kinds() {
            assert!(!kind.codes.is_empty() && kind.codes.contains(&kind.code), "{}", kind.code);
            for name in &kind.geometry {
                assert!(GeometryKind::from_name(name).is_some(), "{}: {name}", kind.code);
            }
        }
        for code in [
            Kind::OUTFALL,
            Kind::RIVER,
            Kind::SECTION,
            Kind::BLACK_ODOROUS_WATER,
            Kind::PLOT,
            Kind::DISTRICT,
            Kind::COASTLINE,
            Kind::BUILT_UP_AREA,
        ] {
            assert!(kind_aliases(&Kind::new(code)).is_some(), "{code}");
        }
    }
}
