//! Who records: a person, and the role in which they do.

use serde::{Deserialize, Serialize};

/// What a person acts as. The codes are domain roles; see the procedure files for who may do what.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    #[default]
    Inspector,
    Responsible,
    District,
    Municipal,
    Monitor,
    Viewer,
}

impl Role {
    pub const ALL: [Self; 6] = [
        Self::Inspector,
        Self::Responsible,
        Self::District,
        Self::Municipal,
        Self::Monitor,
        Self::Viewer,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Inspector => "inspector",
            Self::Responsible => "responsible",
            Self::District => "district",
            Self::Municipal => "municipal",
            Self::Monitor => "monitor",
            Self::Viewer => "viewer",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A person as others know them: name and unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    #[serde(default)]
    pub unit: String,
}

impl Person {
    /// Whether there is no name that could be seen.
    pub fn is_nobody(&self) -> bool {
        folded_name(&self.name).is_empty()
    }

    /// Whether both go by one name, of whatever unit: a unit is typed, and nobody becomes another person by typing one.
    /// Where duties are apart that is taken for the same person.
    pub fn shares_name(&self, other: &Self) -> bool {
        folded_name(&self.name) == folded_name(&other.name)
    }

    /// Whether both are the same person: names and units compared by what can be seen of them.
    pub fn is_same(&self, other: &Self) -> bool {
        folded_name(&self.name) == folded_name(&other.name)
            && folded_name(&self.unit) == folded_name(&other.unit)
    }
}

/// A name by what can be seen of it: case, width, blanks and characters without a shape (U+200B and its like) make
/// nobody another person.
pub(super) fn folded_name(name: &str) -> String {
    let is_seen = |c: &char| {
        let has_no_shape = matches!(*c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}');
        !has_no_shape && !c.is_whitespace() && !c.is_control()
    };
    let seen: String = name.chars().filter(is_seen).collect();
    super::values::folded(&seen)
}

/// Who records, in which role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    pub name: String,
    #[serde(default)]
    pub unit: String,
    pub role: Role,
}

impl Actor {
    pub fn person(&self) -> Person {
        Person { name: self.name.clone(), unit: self.unit.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_makes_nobody_another_person() {
        let person = |name: &str| Person { name: name.into(), unit: "市局".into() };
        for twin in ["丁\u{200b}", " 丁", "丁\u{3000}", "丁\u{feff}", "\u{202e}丁"] {
            assert!(person("丁").is_same(&person(twin)), "{twin:?}");
        }
        assert!(person("Li Wei").is_same(&person("ＬＩwei")));
        assert!(!person("丁一").is_same(&person("丁")));
    }
}
