//! The files meant by the paths on the command line: a file is itself, a folder is what lies in it, at any depth.
//!
//! Opens nothing: names only.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::Surroundings;
use super::complaint::Complaint;
use crate::model::Text;
use crate::session::{io_words, is_left_unread};

/// Endings of files that may hold features; each also with `.gz`.
const ENDINGS: [&str; 6] = ["geojson", "json", "geojsonl", "geojsons", "ndjson", "jsonl"];

/// The files that are meant, and those in folders that are none to read: pipes, sockets, devices.
#[derive(Debug, Default)]
pub struct Expanded {
    pub files: Vec<PathBuf>,
    pub special: Vec<PathBuf>,
    /// Files in folders that are neither layers nor what lies beside them.
    pub unread: Vec<PathBuf>,
}

impl Expanded {
    /// Says which ones were passed over; whether there were none.
    pub fn tell_special(&self, surroundings: &mut Surroundings<'_>) -> bool {
        for path in &self.special {
            let path = path.display();
            surroundings.tell(&Text::new(
                format!("yice: {path}：不是普通文件（管道、套接字或设备），已跳过"),
                format!("yice: {path}: no regular file (a pipe, socket or device); passed over"),
            ));
        }
        self.special.is_empty()
    }
}

/// Replaces folders by the files in them that may hold features, in the order of their names.
///
/// # Errors
/// If a path cannot be looked at. A named file is taken whatever its ending.
pub fn expand(paths: &[PathBuf], extra_ending: Option<&str>) -> anyhow::Result<Expanded> {
    let mut expanded = Expanded::default();
    for path in paths {
        let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !meta.is_dir() {
            expanded.files.push(path.clone());
            continue;
        }
        let found = files_below(path).map_err(|error| unreadable(path, &error))?;
        let (wanted, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|file| is_wanted(file, extra_ending));
        expanded.unread.extend(others.into_iter().filter(|file| is_left_unread(file)));
        for file in wanted {
            // A link to nowhere is listed, so that reading it can say so.
            match file.metadata().is_ok_and(|meta| !meta.is_file()) {
                true => expanded.special.push(file),
                false => expanded.files.push(file),
            }
        }
    }
    Ok(expanded)
}

/// Why a path cannot be read, in both languages.
pub fn unreadable(path: &Path, error: &io::Error) -> anyhow::Error {
    let (path, words) = (path.display(), io_words(error));
    anyhow::Error::new(Complaint(Text::new(
        format!("读不了 {path}：{}", words.zh),
        format!("could not read {path}: {}", words.en),
    )))
}

fn is_wanted(file: &Path, extra_ending: Option<&str>) -> bool {
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let name = name.to_lowercase();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = plain.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.contains(&ending) || Some(ending) == extra_ending)
}

/// All files below a folder, sorted. A folder reached twice (through links) is entered once.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut entered = HashSet::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        if !entered.insert(folder.canonicalize()?) {
            continue;
        }
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { waiting.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_may_hold_features_are_taken_from_a_folder() {
        for (name, wanted) in [
            ("a.geojson", true),
            ("B.GeoJSON", true),
            ("a.json.gz", true),
            ("a.ndjson", true),
            ("a.jpg", false),
            ("a.yice", false),
            ("geojson", false),
        ] {
            assert_eq!(is_wanted(Path::new(name), None), wanted, "{name}");
        }
        assert!(is_wanted(Path::new("a.yice"), Some("yice")));
    }

    #[test]
    fn a_folder_gives_its_files_at_any_depth_in_order() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("b/c")).unwrap();
        for name in ["z.geojson", "b/c/a.json", "b/photo.jpg"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let found = expand(&[folder.path().to_owned()], None).unwrap().files;
        let names: Vec<_> =
            found.iter().map(|file| file.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, [Path::new("b/c/a.json"), Path::new("z.geojson")]);
        assert!(expand(&[folder.path().join("none")], None).is_err());
    }
}
