//! One writer: a lock the operating system holds on a file beside the workspace, and frees when we are killed.
//!
//! The lock file stays behind empty: removing it would let two programs lock two files of one name. Who holds the
//! lock stands in the workspace itself, which others may read.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::StoreError;

/// Who is writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub pid: u32,
    /// RFC 3339.
    pub since: String,
}

impl Holder {
    /// Hours and minutes of the moment it was opened.
    pub fn clock_time(&self) -> &str {
        self.since.get(11..16).unwrap_or(&self.since)
    }
}

/// Held as long as this lives.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock; `Ok(None)` if another has it.
    ///
    /// # Errors
    /// If the lock file cannot be made, as on a write-protected stick.
    pub(super) fn take(workspace: &Path) -> Result<Option<Self>, StoreError> {
        let path = lock_path(workspace);
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(StoreError::io("could not make the lock file", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => {
                Err(StoreError::Io { doing: "could not lock the workspace", path, source })
            }
        }
    }
}

fn lock_path(workspace: &Path) -> PathBuf {
    let mut name = workspace.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    workspace.with_file_name(name)
}
