//! What is wrong with a file: a list that says where, what was found, what was expected, what was done.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Bbox, Kind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// A stable name for a sort of issue, e.g. `ring-not-closed`.
pub type IssueCode = &'static str;

/// One thing wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadIssue {
    pub severity: Severity,
    pub code: IssueCode,
    /// 0-based position of the feature in the file, skipped ones included; `None` for the file itself.
    pub feature: Option<usize>,
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// What was found, expected and done, in English.
    pub message: String,
    /// The same in Chinese.
    #[serde(skip)]
    pub message_zh: String,
}

/// How a file was taken, from well to badly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileStatus {
    /// Loaded, with no error and no warning.
    Ok,
    /// Loaded, with at least one of them; the bytes stay as they are.
    Repaired,
    /// Not loaded.
    Refused,
}

/// One file's line in `yice check --json` and in the window's import report.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    pub path: String,
    pub status: FileStatus,
    #[serde(serialize_with = "kind_code")]
    pub kind: Kind,
    /// Features loaded.
    pub features: usize,
    pub skipped: usize,
    /// Loaded features by top-level geometry type, `null` included.
    pub geometries: BTreeMap<String, usize>,
    /// Positions of loaded features, closing ones of rings included.
    pub vertices: usize,
    #[serde(serialize_with = "bbox_array")]
    pub bbox: Option<Bbox>,
    pub crs: Option<String>,
    pub encoding: String,
    pub issues: Vec<ReadIssue>,
}

fn kind_code<S: serde::Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.code())
}

fn bbox_array<S: serde::Serializer>(bbox: &Option<Bbox>, serializer: S) -> Result<S::Ok, S::Error> {
    bbox.map(|b| [b.west, b.south, b.east, b.north]).serialize(serializer)
}
