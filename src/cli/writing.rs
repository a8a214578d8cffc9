//! A file that is there whole or not at all: written beside the old one, synced, then renamed over it.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::complaint::complain;

/// Refuses to write a product over anything but an earlier one of its sort, known by how it begins.
///
/// # Errors
/// If something else stands there: a layer, a workspace, anybody's file.
pub fn only_over_its_own_sort(path: &Path, begins: &[u8]) -> Result<()> {
    let Ok(meta) = path.metadata() else { return Ok(()) };
    let mut head = vec![0; begins.len()];
    let is_same_sort = meta.is_file()
        && File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head == begins;
    if is_same_sort || (meta.is_file() && meta.len() == 0) {
        return Ok(());
    }
    let path = path.display();
    bail!(complain!(
        "{path} 已经存在，而且不是这类文件，没有覆盖；请换一个文件名",
        "{path} is there already and is no such file, so it was not replaced: choose another name"
    ))
}

pub const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";

/// Writes `bytes` to `path`.
///
/// # Errors
/// If the folder is not there or cannot be written into. The old file then stays as it was.
pub fn beside_then_renamed(path: &Path, bytes: &[u8]) -> Result<()> {
    streamed_beside_then_renamed(path, |file| file.write_all(bytes))
}

/// Writes what `content` writes to `path`.
///
/// # Errors
/// As [`beside_then_renamed`], or if `content` fails.
pub fn streamed_beside_then_renamed(
    path: &Path,
    content: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<()> {
    let failed = || format!("could not write {}", path.display());
    // The process id keeps two runs apart; the mode is that of any new file.
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let write = || -> io::Result<()> {
        let mut file = File::create(&part)?;
        content(&mut file)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().with_context(failed).inspect_err(|_| {
        // What is half written is of no use to anybody; that it cannot be removed is not the trouble to tell.
        let _ = fs::remove_file(&part);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_file_takes_the_place_of_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        beside_then_renamed(&path, b"old").unwrap();
        beside_then_renamed(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(beside_then_renamed(&folder.path().join("none/a.txt"), b"x").is_err());
    }
}
