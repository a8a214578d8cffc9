//! What a record says that was seen and measured: a visit, a sample and its result.

use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::record::Fields;

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
    /// Where it was taken: longitude and latitude in WGS 84, as texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon_lat: Option<[String; 2]>,
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
    /// Where it was taken, where no `sample_taken` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon_lat: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<String>,
}
