//! A feature's own properties, as its file spells them.

/// A property's value. Numbers keep their text: `39.90000000000000001` stays that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyValue {
    Null,
    Bool(bool),
    /// The number's own text.
    Number(String),
    String(String),
    /// The JSON text of an array or object.
    Nested(String),
}

impl PropertyValue {
    /// The value as a person reads it; `None` for null.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Null => None,
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Number(text) | Self::String(text) | Self::Nested(text) => Some(text),
        }
    }
}

/// One name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    pub name: String,
    pub value: PropertyValue,
}

/// All properties of a feature in the order of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties(pub Vec<Property>);

impl Properties {
    /// The value under `name`. Of a name that stands twice, the last is the one read.
    pub fn get(&self, name: &str) -> Option<&PropertyValue> {
        self.0.iter().rev().find(|property| property.name == name).map(|property| &property.value)
    }

    /// The non-empty text under the first of `names` that has one.
    pub fn text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.get(name)?.as_text().map(str::trim).filter(|text| !text.is_empty())
        })
    }
}
