//! Bytes ↔ layers: what a file is, what it holds, what is wrong with it, and how it leaves again.
//!
//! Knows layers, not plans: the records that ride in a file are handed on as JSON text.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::model::{CheckReport, Kind, Layer, Properties, ReadIssue};

/// Told while reading how many bytes of how many are done; answers whether to go on.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) -> ControlFlow<()> + Sync);

/// What a person or a procedure file says about a file before it is read.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The file's name (with ending, without folder): used for the layer's name and as weak evidence of its kind.
    pub file_name: &'a str,
    /// The kind a person chose; otherwise it is recognised.
    pub kind: Option<&'a Kind>,
    /// The datum a person named (`EPSG:4548`, `gcj02`, …); otherwise what the file says.
    pub datum: Option<&'a str>,
    pub progress: Progress<'a>,
}

/// Why nothing was loaded, in the words of the issues found.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", issues.iter().map(|issue| issue.message.as_str()).collect::<Vec<_>>().join("; "))]
pub struct Refused {
    pub issues: Vec<ReadIssue>,
    pub encoding: &'static str,
    pub skipped: usize,
    /// A person stopped the reading.
    pub cancelled: bool,
}

/// Reads a layer from a file's bytes.
///
/// # Errors
/// If nothing usable is in them, or `progress` said to stop.
pub fn read_layer(
    source: Arc<[u8]>,
    options: ReadOptions<'_>,
) -> Result<(Layer, Vec<ReadIssue>), Refused> {
    let _ = (source, options);
    todo!()
}

/// The report on one file: the same reading, put into the form of `check`.
pub fn check_report(path: &str, outcome: &Result<(Layer, Vec<ReadIssue>), Refused>) -> CheckReport {
    let _ = (path, outcome);
    todo!()
}

/// Parses one feature's properties, in the order of its text.
pub fn read_properties(layer: &Layer, feature_idx: usize) -> Properties {
    let _ = (layer, feature_idx);
    todo!()
}

/// The feature's GeoJSON `id` as text (a number as it is spelt); `None` where there is none.
pub fn feature_id(layer: &Layer, feature_idx: usize) -> Option<String> {
    let _ = (layer, feature_idx);
    todo!()
}

/// A digest of the feature's geometry (rings in normal form, 7 decimals): the last resort for a key.
pub fn geometry_digest(layer: &Layer, feature_idx: usize) -> Option<String> {
    let _ = (layer, feature_idx);
    todo!()
}

/// The JSON text of each record that rides in a feature's `yice_records` (an array, or a string holding one).
///
/// The issues name what is there and is no record.
pub fn embedded_records(layer: &Layer, feature_idx: usize) -> (Vec<String>, Vec<ReadIssue>) {
    let _ = (layer, feature_idx);
    todo!()
}

/// What leaves with a layer beside its own text.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// By feature index: members to set in `properties`, name and JSON text. Only `yice_…` names.
    pub members: std::collections::BTreeMap<usize, Vec<(String, String)>>,
    /// By feature index: GeoJSON text that takes the place of the geometry.
    pub geometries: std::collections::BTreeMap<usize, String>,
    /// By feature index: the source's own properties whose value text is replaced (`--write-back`).
    pub write_back: std::collections::BTreeMap<usize, Vec<(String, String)>>,
    /// Features that the file does not have, as GeoJSON text.
    pub appended: Vec<String>,
    /// The JSON text of the collection's `yice` member.
    pub yice_member: Option<String>,
}

impl Additions {
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
            && self.geometries.is_empty()
            && self.write_back.is_empty()
            && self.appended.is_empty()
            && self.yice_member.is_none()
    }
}

/// Writes the layer's own text with `additions` spliced in; without additions, its source byte for byte.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_layer(
    layer: &Layer,
    additions: &Additions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let _ = (layer, additions, out);
    todo!()
}
