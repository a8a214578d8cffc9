//! A person's own data files: `procedures`, `standards` and `programmes` of the platform's data folder, `*.toml`, beside
//! the built-in ones. A campaign of their own takes the built-in one's place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::input_files::read_file;
use crate::formats::{KindAliases, kind_aliases};
use crate::model::{CodeNames, ReadIssue, Severity, Text};
use crate::plan::{DataFileError, Procedure, Rulebook};

/// Such a file is some hundred lines; what is larger is none.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// The rulebook with a person's own files, and what was wrong with those that were left out.
pub fn with_own_rules(
    rulebook: &Arc<Rulebook>,
    data_dir: &Path,
) -> (Arc<Rulebook>, Vec<ReadIssue>) {
    let mut issues = Vec::new();
    let mut texts = |folder: &str| texts_of(&data_dir.join(folder), &mut issues);
    let (standards, procedures, programmes) =
        (texts("standards"), texts("procedures"), texts("programmes"));
    if standards.is_empty() && procedures.is_empty() && programmes.is_empty() {
        return (Arc::clone(rulebook), issues);
    }
    let mut rulebook = Rulebook::clone(rulebook);
    // Procedures name standards, campaigns name procedures.
    let mut told = |errors: Vec<DataFileError>, what: Text| {
        issues.extend(errors.iter().map(|error| {
            let why = error.reason_text();
            refused(&error.file, error.line, &what, &why)
        }));
    };
    told(rulebook.add_own_standards(pairs(&standards)), Text::new("标准", "standard"));
    told(rulebook.add_own(pairs(&procedures)), Text::new("规程", "procedure"));
    told(rulebook.take_own_programme(pairs(&programmes)), Text::new("专项", "campaign"));
    (Arc::new(rulebook), issues)
}

/// The kinds that only procedures know, as files of them are recognised and read.
pub fn own_kinds(rulebook: &Rulebook) -> Vec<KindAliases> {
    let procedures = rulebook.procedures.values();
    let own = procedures.filter(|procedure| kind_aliases(&procedure.kind()).is_none());
    let of = |procedure: &Arc<Procedure>| {
        let aliases = &procedure.aliases;
        let names = CodeNames {
            own_code: aliases.own_code.clone(),
            national_code: aliases.national_code.clone(),
            name: aliases.name.clone(),
        };
        crate::formats::own_kind(&procedure.id, &procedure.label, &names)
    };
    own.map(of).collect()
}

fn pairs(texts: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
}

/// The files of a folder by name; one that is not there, or may not be read, holds none.
fn texts_of(folder: &Path, issues: &mut Vec<ReadIssue>) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")));
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        match read_text(&path) {
            Ok(text) => texts.push((name, text)),
            Err(why) => issues.push(refused(&name, 1, &Text::new("文件", "file"), &why)),
        }
    }
    texts
}

fn read_text(path: &Path) -> Result<String, Text> {
    if path.metadata().is_ok_and(|file| file.len() > FILE_BYTES_MAX) {
        let limit = FILE_BYTES_MAX >> 20;
        return Err(Text::new(format!("超过 {limit} MB"), format!("it is larger than {limit} MB")));
    }
    let bytes = read_file(path).map_err(|error| error.text())?;
    String::from_utf8(bytes).map_err(|_| Text::new("不是 UTF-8 文字", "it is no UTF-8 text"))
}

fn refused(file: &str, line: usize, what: &Text, why: &Text) -> ReadIssue {
    ReadIssue {
        severity: Severity::Error,
        code: "own-procedure",
        feature: None,
        line,
        column: 1,
        message: format!("{file}:{line}: this {} is left out: {}", what.en, why.en),
        message_zh: format!("{file}:{line}：这份{}没有采用：{}", what.zh, why.zh),
    }
}
