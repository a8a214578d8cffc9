//! Bytes ↔ layers: what a file is, what it holds, what is wrong with it, and how it leaves again.
//!
//! Knows layers, not plans: the records that ride in a file are handed on as JSON text.

mod classify;
mod crs;
mod datum;
mod datum_back;
mod digest;
mod embedded;
mod encoding;
mod even_writer;
mod feature_issues;
mod feature_read;
mod foreign_file;
mod found;
mod geojson_write;
mod geometry_flaw;
mod geometry_read;
mod geometry_text;
mod identify;
mod json_names;
mod json_nesting;
mod json_scalar;
mod json_scan;
mod json_text;
mod json_trail;
mod json_walk;
mod kinds;
mod layer_build;
mod layer_read;
mod number;
mod object_edit;
mod pieces_read;
mod plain_position;
mod properties;
mod report;
mod root_read;
mod sampled;
mod sequence_read;
mod sheet_look;
mod source_copy;
mod stretch_read;
mod table_read;
mod text_read;
mod window;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::model::{Bytes, Kind, Layer, ReadIssue, Shapes};

pub use datum::known as known_datums;
pub use datum::lon_lat_from as lon_lat_from_datum;
pub use datum_back::geometry_in_datum_of;
pub use digest::geometry_digest;
pub use embedded::{
    EmbeddedRecord, UNREAD_RECORDS, embedded_records, recorded_features, unread_records,
};
pub use found::place_of;
pub use geojson_write::write_layer;
pub use geometry_text::{NoGeometry, parse_geometry};
pub use identify::{Identifier, Identity, identity};
pub use json_scan::NESTING_MAX;
pub use kinds::{KindAliases, kind_aliases, known_kinds, own_kind, synthetic_properties};
pub use properties::{feature_id, original_geometry, read_properties, yice_key};
pub use report::check_report;
pub use sheet_look::{CellLook, SheetLook, sheet_look};
pub use table_read::{MergedCells, SheetMarks, TableSheet, read_table, sheet_marks};

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
    /// Kinds that a person's procedures know beside the built-in ones.
    pub own_kinds: &'a [KindAliases],
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
    source: Bytes,
    options: ReadOptions<'_>,
) -> Result<(Layer, Vec<ReadIssue>), Refused> {
    layer_read::read(source, options, &|_| {})
}

/// Shown while a large file is read: the shapes read so far, as long as they are degrees.
pub type Grown<'a> = &'a (dyn Fn(&Shapes) + Sync);

/// Reads a layer from a file's bytes, and shows what there is of it meanwhile.
///
/// # Errors
/// As [`read_layer`].
pub fn read_growing_layer(
    source: Bytes,
    options: ReadOptions<'_>,
    grown: Grown<'_>,
) -> Result<(Layer, Vec<ReadIssue>), Refused> {
    layer_read::read(source, options, grown)
}

/// What leaves with a layer beside its own text.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// By feature index: all `yice_…` members its `properties` are to have, name and JSON text. Those it has and
    /// that are not listed go; a feature that is not here keeps what it has.
    pub members: BTreeMap<usize, Vec<(String, String)>>,
    /// By feature index: GeoJSON text that takes the place of the geometry.
    pub geometries: BTreeMap<usize, String>,
    /// By feature index: the source's own properties whose value text is replaced (`--write-back`).
    pub write_back: BTreeMap<usize, Vec<(String, String)>>,
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
