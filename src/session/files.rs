//! Writing files so that a reader finds the old one whole or the new one whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` to `path`: beside it, synced, then renamed over it.
///
/// # Errors
/// If it cannot be written; what stood at `path` is then still there.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_file_with(path, |out| out.write_all(bytes))
}

/// The same for what is written piece by piece.
pub(super) fn write_file_with(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // Made in the plain way, not as a temporary file: those are for their owner alone, an export is for others.
    let beside = Beside::of(path)?;
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&beside.path)?);
    write(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&beside.path, path)?;
    sync_folder(path);
    Ok(())
}

/// A name in the same folder, gone when writing ends badly.
struct Beside {
    path: PathBuf,
}

impl Beside {
    fn of(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let name = format!(".{}.{}.part", name.to_string_lossy(), std::process::id());
        Ok(Self { path: path.with_file_name(name) })
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // After the renaming there is nothing to remove.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Makes the renaming itself durable. Systems that cannot open a folder see to it by themselves.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}
