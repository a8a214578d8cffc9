//! A large file is read where it lies, for as long as it stays what it was.
//!
//! A program that saves by renaming a new file over the old one leaves the old one to whoever has it open; one that
//! writes into it is noticed by its length and time.

use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::SessionError;
use super::input_files::regular_file;
use crate::model::{Bytes, Keeper};

/// Files up to this size are held in memory.
const HELD_BYTES_MAX: u64 = 4 << 20;

/// The bytes of a regular file: held if they are few, else fetched from it as they are wanted.
///
/// # Errors
/// If it cannot be read, or is none: a pipe or device may never end.
pub fn file_bytes(path: &Path) -> Result<Bytes, SessionError> {
    let failed = || SessionError::io("could not read the file", path);
    let len = regular_file(path)?.len();
    if len <= HELD_BYTES_MAX {
        return Ok(std::fs::read(path).map_err(failed())?.into());
    }
    let file = File::open(path).map_err(failed())?;
    let shape = Shape::of(&file.metadata().map_err(failed())?);
    let len = usize::try_from(shape.len).unwrap_or(usize::MAX);
    Ok(Bytes::kept(KeptFile { file: Mutex::new(file), shape }, len))
}

#[derive(PartialEq)]
struct Shape {
    len: u64,
    /// `None` where the file system keeps no times.
    modified: Option<SystemTime>,
}

impl Shape {
    fn of(meta: &Metadata) -> Self {
        Self { len: meta.len(), modified: meta.modified().ok() }
    }
}

struct KeptFile {
    file: Mutex<File>,
    shape: Shape,
}

impl Keeper for KeptFile {
    fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset as u64))?;
        file.read_exact(buffer)?;
        // Asked behind the reading: what was written into meanwhile is not believed either.
        if Shape::of(&file.metadata()?) != self.shape {
            return Err(io::Error::other("the file was changed while it was being read"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_large_file_is_read_where_it_lies_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.geojson");
        let text: Vec<u8> = (0..HELD_BYTES_MAX as usize + 10).map(|at| (at % 251) as u8).collect();
        std::fs::write(&path, &text).unwrap();
        let bytes = file_bytes(&path).unwrap();
        assert!(matches!(bytes, Bytes::Kept(_)));
        assert!(bytes.is(&text));
        // Another file in its place: the one that was opened is still there.
        let other = folder.path().join("other");
        std::fs::write(&other, b"{}").unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert!(bytes.is(&text) && !bytes.is_lost());

        let bytes = {
            std::fs::write(&path, &text).unwrap();
            file_bytes(&path).unwrap()
        };
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"x").unwrap();
        assert!(bytes.get(0..10).is_err());
        assert!(bytes.is_lost());
    }

    #[test]
    fn a_small_file_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("small.geojson");
        std::fs::write(&path, b"{}").unwrap();
        assert!(matches!(file_bytes(&path).unwrap(), Bytes::Held(_)));
        assert!(file_bytes(folder.path()).is_err());
    }
}
