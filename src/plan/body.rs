//! What a record says: one type for each kind of thing that is recorded.
//!
//! The JSON member names are the contract with other software. Members this version does not know are not here;
//! they stay in the record's text.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use super::body_evidence::*;
pub use super::body_files::{Document, Photo, PhotoTime};
use super::record::Fields;
use super::reported::Reported;

/// What was recorded.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Created(Created),
    Adopted(Adopted),
    Identified(Identified),
    Moved(Moved),
    Fields(FieldsSet),
    Visit(Visit),
    SampleTaken(SampleTaken),
    SampleResult(SampleResult),
    Photo(Photo),
    PhotoTime(PhotoTime),
    Document(Document),
    Transition(Step),
    ItemAnswered(ItemAnswered),
    ItemJudged(ItemJudged),
    Progress(Progress),
    Requested(Requested),
    Decided(Decided),
    Assigned(Assigned),
    Note(Note),
    Withdrawn(Withdrawn),
    Resolved(Resolved),
    Reported(Reported),
    /// A kind this version does not know, or one whose members have other types: kept, counts for nothing.
    Unknown(Value),
}

macro_rules! bodies {
    ($($kind:literal => $variant:ident),+ $(,)?) => {
        impl Body {
            /// Reads a record's `body`. What this version does not know, or finds of other types, stays JSON.
            pub fn from_value(value: Value) -> Self {
                let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
                let read = match kind {
                    $($kind => Deserialize::deserialize(&value).map(Self::$variant).ok(),)+
                    _ => None,
                };
                read.unwrap_or(Self::Unknown(value))
            }

            /// The `body` member, `kind` included.
            pub fn to_value(&self) -> Value {
                let (kind, value) = match self {
                    $(Self::$variant(body) => ($kind, serde_json::to_value(body)),)+
                    Self::Unknown(value) => return value.clone(),
                };
                // Bodies are structs of texts and numbers: they always have a JSON form.
                let mut value = value.unwrap_or_default();
                if let Some(members) = value.as_object_mut() {
                    members.insert("kind".into(), kind.into());
                }
                value
            }

            /// The code under `kind`; empty for an unknown body.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $kind,)+
                    Self::Unknown(_) => "",
                }
            }

            /// All codes this version knows.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];
        }
    };
}

bodies! {
    "created" => Created,
    "adopted" => Adopted,
    "identified" => Identified,
    "moved" => Moved,
    "fields" => Fields,
    "visit" => Visit,
    "sample_taken" => SampleTaken,
    "sample_result" => SampleResult,
    "photo" => Photo,
    "photo_time" => PhotoTime,
    "document" => Document,
    "transition" => Transition,
    "item_answered" => ItemAnswered,
    "item_judged" => ItemJudged,
    "progress" => Progress,
    "requested" => Requested,
    "decided" => Decided,
    "assigned" => Assigned,
    "note" => Note,
    "withdrawn" => Withdrawn,
    "resolved" => Resolved,
    "reported" => Reported,
}

/// A found feature.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Created {
    /// GeoJSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geometry: Option<String>,
    #[serde(default)]
    pub fields: Fields,
}

/// The baseline: what the received file stated, carried by the first record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Adopted {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    #[serde(default)]
    pub fields: Fields,
    /// The name of the file it came from.
    #[serde(default)]
    pub source: String,
}

/// A code given later: both keys are one feature.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Identified {
    pub also: String,
}

/// A new position or shape.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// GeoJSON text.
    pub geometry: String,
    #[serde(default)]
    pub datum: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldsSet {
    pub fields: Fields,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One thing to correct.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    pub id: String,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
}

/// A transition: from one stage to another. Approving and returning are transitions too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// `None` for a feature that has no stage yet (`@new`).
    pub from: Option<String>,
    pub to: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub fields: Fields,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Hashes of photos and documents it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemAnswered {
    pub item: String,
    pub note: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemJudged {
    pub item: String,
    /// `accepted` or `again`.
    pub verdict: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// 0 to 100.
    pub percent: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A wish that another decides on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Requested {
    /// `deadline`, `cancelled`, `not_required` or `suspended`.
    pub what: String,
    /// The new date, for a deadline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

impl Requested {
    /// What may be asked for.
    pub const KINDS: [&'static str; 4] = ["deadline", "cancelled", "not_required", "suspended"];
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// The id of the `requested` record.
    pub request: String,
    /// `approved` or `refused`.
    pub verdict: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assigned {
    pub to: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub task: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}

/// Takes records back. Withdrawing a withdrawal brings them again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Withdrawn {
    /// Ids of the records taken back.
    pub records: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Settles conflicts: one value each for several fields (`stage` settles the stage).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resolved {
    pub fields: Fields,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}
