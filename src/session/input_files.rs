//! Which files an import takes, and what a look at their beginning tells.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use super::SessionError;
use super::left_unread::is_left_unread;
use crate::model::{ReadIssue, Severity};

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

/// Whether a layer or a workspace is called so; the name in lower case.
pub(super) fn is_layer(name: &str) -> bool {
    LAYER_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files that a path means, and those that were passed over because they are no regular files.
#[derive(Debug, Default)]
pub(super) struct InputFiles {
    pub files: Vec<PathBuf>,
    pub special: Vec<PathBuf>,
    /// Files of a folder that are no layers: named, and not read.
    pub unread: Vec<PathBuf>,
}

/// The file itself, or the layers and workspaces of a folder in the order of their names.
pub(super) fn files_of(path: &Path) -> Result<InputFiles, SessionError> {
    let mut input = InputFiles::default();
    if !path.is_dir() {
        input.files.push(path.to_owned());
        return Ok(input);
    }
    let failed = || SessionError::io("could not read the folder", path);
    for entry in std::fs::read_dir(path).map_err(failed())? {
        let found = entry.map_err(failed())?.path();
        let name = file_name(&found).to_lowercase();
        if !is_layer(&name) || found.is_dir() {
            input.unread.extend(is_left_unread(&found).then_some(found));
            continue;
        }
        // A link to nowhere is listed, so that reading it can say so.
        match found.metadata().is_ok_and(|meta| !meta.is_file()) {
            true => input.special.push(found),
            false => input.files.push(found),
        }
    }
    input.files.sort();
    input.special.sort();
    input.unread.sort();
    Ok(input)
}

/// The bytes of a regular file.
///
/// # Errors
/// If it cannot be read, or is none: a pipe or device may never end.
pub fn read_file(path: &Path) -> Result<Vec<u8>, SessionError> {
    regular_file(path)?;
    std::fs::read(path).map_err(SessionError::io("could not read the file", path))
}

/// What the system says of a regular file.
pub(super) fn regular_file(path: &Path) -> Result<Metadata, SessionError> {
    let failed = || SessionError::io("could not read the file", path);
    let meta = path.metadata().map_err(failed())?;
    if meta.is_dir() {
        return Err(failed()(io::ErrorKind::IsADirectory.into()));
    }
    if !meta.is_file() {
        return Err(SessionError::NoRegularFile(path.to_owned()));
    }
    Ok(meta)
}

/// Whether a path is a file, or a folder with layers or workspaces in it.
pub fn holds_layers(path: &Path) -> bool {
    files_of(path).is_ok_and(|input| !input.files.is_empty())
}

pub(super) fn is_workspace(path: &Path) -> bool {
    use std::io::Read as _;
    if !path.is_file() {
        return false;
    }
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
    let input = files_of(path).unwrap_or_default();
    input.files.iter().filter(|path| path.is_file()).any(|path| {
        let mut head = Vec::new();
        let read =
            std::fs::File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
        let text: String =
            String::from_utf8_lossy(&head).chars().filter(|char| !char.is_whitespace()).collect();
        read.is_ok() && text.contains("\"synthetic\":true")
    })
}

/// A folder without layers: not the one that was meant.
pub(super) fn nothing_in(folder: &Path) -> ReadIssue {
    ReadIssue {
        code: "empty-folder",
        message: format!(
            "there is nothing to take in from {}: layers end in .geojson, .json, .geojsonl or .ndjson (plain or .gz), workspaces in .yice",
            folder.display()
        ),
        message_zh: format!(
            "文件夹 {} 里没有可打开的文件：图层为 .geojson、.json、.geojsonl、.ndjson（可带 .gz），工作库为 .yice",
            folder.display()
        ),
        ..passed_over(folder)
    }
}

/// A pipe, socket or device in a folder of layers.
pub(super) fn passed_over(path: &Path) -> ReadIssue {
    ReadIssue {
        severity: Severity::Warning,
        code: "special-file",
        feature: None,
        line: 1,
        column: 1,
        message: format!(
            "{} is no regular file (a pipe, socket or device) and was passed over",
            path.display()
        ),
        message_zh: format!("{} 不是普通文件（管道、套接字或设备），已跳过", path.display()),
    }
}
