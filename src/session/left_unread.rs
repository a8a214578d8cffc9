//! Files of a folder that are neither layers nor what lies beside layers: each is counted and named, and not read.

use std::path::Path;

use super::input_files::{file_name, is_layer};
use crate::model::{CheckReport, FileStatus, Kind, ReadIssue, Severity, Text};

/// Endings of what lies beside layers and is no data: pictures and papers, which records name by their content.
const BESIDE_ENDINGS: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".gif", ".bmp", ".mp4",
    ".mov", ".pdf", ".doc", ".docx", ".wps",
];
/// Beginnings of files that say something about the others, or that a system or an office leaves lying about.
const BESIDE_BEGINNINGS: &[&str] = &[".", "~$", "readme", "说明", "thumbs.db", "desktop.ini"];

/// Whether a file of a folder is none of what is taken in from one, and may yet be data that somebody meant.
pub fn is_left_unread(path: &Path) -> bool {
    let name = file_name(path).to_lowercase();
    let is_beside = BESIDE_ENDINGS.iter().any(|ending| name.ends_with(ending))
        || BESIDE_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || name.contains(".yice")
        || is_of_records(path);
    !is_beside && !is_layer(&name) && path.is_file()
}

/// Whether a file is one that records name by its content, or lies among those.
fn is_of_records(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_hash = stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
    let folder = path.parent().and_then(Path::extension);
    is_hash || folder.is_some_and(|ending| ending.eq_ignore_ascii_case("photos"))
}

/// A file of a folder that is no layer by its name: it is counted and named, as one that could not be read.
pub fn left_unread(path: &Path) -> CheckReport {
    let words = Text::new(
        "不是图层也不是工作库，没有读：图层为 .geojson、.json、.geojsonl、.ndjson（可带 .gz）；确是图层的，请单独打开",
        "neither a layer nor a workspace by its name, and not read: layers end in .geojson, .json, .geojsonl or .ndjson (plain or .gz); open it by itself if it is one",
    );
    let issue = ReadIssue {
        severity: Severity::Error,
        code: "not-a-layer",
        feature: None,
        line: 1,
        column: 1,
        message: words.en,
        message_zh: words.zh,
    };
    CheckReport {
        path: path.to_string_lossy().into_owned(),
        status: FileStatus::Refused,
        kind: Kind::new(Kind::OTHER),
        features: 0,
        skipped: 0,
        geometries: Default::default(),
        vertices: 0,
        bbox: None,
        crs: None,
        encoding: String::new(),
        issues: vec![issue],
    }
}
