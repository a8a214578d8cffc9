//! What a record says: one type for each kind of thing that is recorded.
//!
//! The JSON member names are the contract with other software. Members this version does not know are not here;
//! they stay in the record's text.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// The five looks at the water. Values are codes: discharging `yes|no|unknown`, the others free codes or words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discharging: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turbidity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub odour: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oil_film: Option<String>,
}

/// Somebody went there: the envelope that photos, sample and note of the day name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visited_at: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub weather: String,
    pub looks: Looks,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abnormal: Option<bool>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A sample's first life: taken, on its way to the laboratory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleTaken {
    pub no: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The sampling point of several along a water, by its number: `1#`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Quick tests on the spot: for reference, never decide.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub onsite: Fields,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}

/// One measured value as typed (`"0.50"`, `"<0.025"`) and its unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub value: String,
    #[serde(default)]
    pub unit: String,
}

/// A sample's second life: results by its number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleResult {
    pub no: String,
    /// `lab`, `auto` or `quick`. Quick tests never decide.
    pub source: String,
    /// The standard to judge by, if another than the feature's own, e.g. `GB18918-2002/1A`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    pub items: std::collections::BTreeMap<String, Measured>,
    /// The SHA-256 of the laboratory's report, if filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The time of taking, where no `sample_taken` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    /// The sampling point, where no `sample_taken` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
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
