//! Which files an import takes, and what a look at their beginning tells.

use std::path::{Path, PathBuf};

use super::SessionError;

/// Endings of the files that an import of a folder takes.
const LAYER_ENDINGS: &[&str] = &[
    ".geojson",
    ".json",
    ".geojsonl",
    ".geojsons",
    ".ndjson",
    ".jsonl",
    ".geojson.gz",
    ".json.gz",
    ".yice",
];

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The file itself, or the layers and workspaces of a folder in the order of their names.
pub(super) fn files_of(path: &Path) -> Result<Vec<PathBuf>, SessionError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = || SessionError::io("could not read the folder", path);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed())? {
        let found = entry.map_err(failed())?.path();
        let name = file_name(&found).to_lowercase();
        if found.is_file() && LAYER_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            files.push(found);
        }
    }
    files.sort();
    Ok(files)
}

pub(super) fn is_workspace(path: &Path) -> bool {
    use std::io::Read as _;
    let mut head = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && &head == b"SQLite format 3\0"
}

/// How much of a file is looked at for what it says of itself.
const HEAD_BYTES: u64 = 1 << 16;

/// Whether a file, or the first layer of a folder, says of itself that its data are invented.
///
/// Looks at the beginning only: it decides which workspace to open before anything is read.
pub fn looks_synthetic(path: &Path) -> bool {
    use std::io::Read as _;
    files_of(path).unwrap_or_default().iter().any(|path| {
        let mut head = Vec::new();
        let read =
            std::fs::File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
        let text: String =
            String::from_utf8_lossy(&head).chars().filter(|char| !char.is_whitespace()).collect();
        read.is_ok() && text.contains("\"synthetic\":true")
    })
}
