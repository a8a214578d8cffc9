//! A person's own procedure files: `procedures/*.toml` of the platform's data folder, beside the built-in ones.

use std::path::Path;
use std::sync::Arc;

use super::input_files::read_file;
use crate::model::{ReadIssue, Severity};
use crate::plan::Rulebook;

/// The folder's name.
const FOLDER: &str = "procedures";

/// A procedure is some hundred lines; what is larger is no procedure.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// The rulebook with a person's own procedures, and what was wrong with those that were left out.
pub fn with_own_procedures(
    rulebook: &Arc<Rulebook>,
    data_dir: &Path,
) -> (Arc<Rulebook>, Vec<ReadIssue>) {
    let folder = data_dir.join(FOLDER);
    let mut issues = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    // A folder that is not there, or may not be read, holds no procedures.
    let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")));
    paths.sort();
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        match read_text(&path) {
            Ok(text) => texts.push((name, text)),
            Err((zh, en)) => issues.push(refused(&name, 1, &zh, &en)),
        }
    }
    if texts.is_empty() {
        return (Arc::clone(rulebook), issues);
    }
    let mut rulebook = Rulebook::clone(rulebook);
    let own = texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    for error in rulebook.add_own(own) {
        issues.push(refused(&error.file, error.line, &error.reason, &error.reason));
    }
    (Arc::new(rulebook), issues)
}

fn read_text(path: &Path) -> Result<String, (String, String)> {
    if path.metadata().is_ok_and(|file| file.len() > FILE_BYTES_MAX) {
        let limit = FILE_BYTES_MAX >> 20;
        return Err((format!("超过 {limit} MB"), format!("it is larger than {limit} MB")));
    }
    let bytes = read_file(path).map_err(|error| (error.text().zh, error.text().en))?;
    let not_text = |_| ("不是 UTF-8 文字".to_owned(), "it is no UTF-8 text".to_owned());
    String::from_utf8(bytes).map_err(not_text)
}

fn refused(file: &str, line: usize, zh: &str, en: &str) -> ReadIssue {
    ReadIssue {
        severity: Severity::Error,
        code: "own-procedure",
        feature: None,
        line,
        column: 1,
        message: format!("{file}:{line}: this procedure is left out: {en}"),
        message_zh: format!("{file}:{line}：这份规程没有采用：{zh}"),
    }
}
