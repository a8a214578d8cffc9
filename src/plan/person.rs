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
    /// Whether both are the same person: names and units compared trimmed and case-folded.
    pub fn is_same(&self, other: &Self) -> bool {
        let folded = |text: &str| text.trim().to_lowercase();
        folded(&self.name) == folded(&other.name) && folded(&self.unit) == folded(&other.unit)
    }
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
