//! What is recorded: one thing a person did or saw about one feature. Written once, never changed.
//!
//! The workspace, the annotated GeoJSON and packets all carry the same JSON. A record's text is kept as it was
//! canonically written; members and bodies this version does not know are kept with it and count for nothing.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Day, FeatureKey, Stamp};

/// The SHA-256 of a record's canonical form, or of a photo's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

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

/// Values by field code. Numbers a person gave are strings as typed; list items are `"measures/<item id>"`.
pub type Fields = Map<String, Value>;

/// A record as read from its text.
#[derive(Clone, Debug)]
pub struct Record {
    /// The contract's version; newer ones are kept and folded as far as they are understood.
    pub v: u64,
    pub id: String,
    /// `None` for records of no feature (figures, area assignments).
    pub feature: Option<FeatureKey>,
    /// The procedure it was judged by, e.g. `outfall/1`.
    pub procedure: String,
    /// The feature's newest records that the author had seen.
    pub parents: Vec<Hash>,
    pub at: Stamp,
    pub by: Actor,
    pub on_behalf_of: Option<Person>,
    pub chain: String,
    pub seq: u64,
    pub prev: Option<Hash>,
    /// Records of one act are undone together.
    pub act: Option<String>,
    /// The settings its gates were judged by.
    pub settings: Fields,
    pub body: Body,
    /// The day it happened: the body's `on`, else that of `at`.
    pub on: Day,
    /// The digest of the canonical form: computed, never believed.
    pub hash: Hash,
    /// Whether the hash it claims is the one it has.
    pub intact: bool,
    /// The canonical text, `hash` member included as it was claimed.
    pub text: Arc<str>,
}

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
    /// A kind this version does not know, or one whose members have other types: kept, counts for nothing.
    Unknown(Value),
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}

/// A picture in the workspace, by the SHA-256 of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Photo {
    pub sha256: String,
    /// The file name's ending, e.g. `jpg`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ext: String,
    pub photo_kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<String>,
    /// The time as a person typed it, where the picture has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typed_time: Option<String>,
    /// Longitude and latitude in degrees, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon_lat: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bearing: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}

/// A paper in the workspace, by the SHA-256 of its bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    pub sha256: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ext: String,
    pub doc_kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The paper's own date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
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
