//! The bodies of records that file pictures and papers, and of those that say more about one.

use serde::{Deserialize, Serialize};

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

impl Photo {
    /// When it was taken, by its camera or else by a person; `None` where neither said it so that it reads.
    pub fn time(&self) -> Option<&str> {
        let said = [self.taken_at.as_deref(), self.typed_time.as_deref()];
        said.into_iter().flatten().find(|time| super::apply::day_of(Some(time)).is_some())
    }
}

/// When a picture was taken that was filed without a time. What its camera or somebody said before stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhotoTime {
    /// The id of the record that filed it.
    pub photo: String,
    /// What it shows, for whoever reads this record alone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub photo_kind: String,
    pub typed_time: String,
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
