//! A file that is there whole or not at all: written beside the old one, synced, then renamed over it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};

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
