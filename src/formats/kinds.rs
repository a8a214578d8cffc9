//! The clues of `assets/kinds.toml`: what tells a kind of layer, and what its features' codes and names are called.

use std::sync::LazyLock;

use serde::Deserialize;

use super::properties::read_properties;
use crate::model::{Kind, Layer, Properties, Text};

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

/// Properties that say, with `true`, that a feature is invented.
pub fn synthetic_properties() -> &'static [String] {
    &KINDS.synthetic
}

/// What names one feature in its own layer, for finding it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub own_code: Option<String>,
    pub national_code: Option<String>,
    /// The plain `id` property, which other programs make of a GeoJSON id.
    pub id_property: Option<String>,
    pub name: Option<String>,
}

/// The codes and the name in one feature's properties, by the names its kind has for them.
pub fn identity(layer: &Layer, feature_idx: usize) -> Identity {
    let properties = read_properties(layer, feature_idx);
    let aliases = kind_aliases(&layer.kind);
    let text = |names: &[String]| {
        names.iter().find_map(|name| value_text(&properties, name)).map(str::to_owned)
    };
    let general = ["code".to_owned(), "编码".to_owned(), "编号".to_owned()];
    let names = ["name".to_owned(), "名称".to_owned(), "title".to_owned()];
    Identity {
        own_code: text(aliases.map_or(&general, |aliases| &aliases.own_code)),
        national_code: aliases.and_then(|aliases| text(&aliases.national_code)),
        id_property: text(&["id".to_owned()]),
        name: text(aliases.map_or(&names, |aliases| &aliases.name)),
    }
}

/// The non-empty text under a property whose folded name is that of `name`.
pub(super) fn value_text<'p>(properties: &'p Properties, name: &str) -> Option<&'p str> {
    let is_name = |own: &str| folded_chars(own).eq(folded_chars(name));
    let own = properties.0.iter().rev().find(|property| is_name(&property.name))?;
    own.value.as_text().map(str::trim).filter(|text| !text.is_empty())
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
    use crate::model::GeometryKind;

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
        ] {
            assert!(kind_aliases(&Kind::new(code)).is_some(), "{code}");
        }
    }
}
