//! A copy of the whole workspace, sound even while it is being written to.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::{Store, StoreError};

/// Between two steps others may write.
const PAGES_PER_STEP: i32 = 1024;

impl Store {
    /// Copies the workspace to `to`: written beside, then renamed over it.
    ///
    /// # Errors
    /// If the copy cannot be written; what was at `to` is then still there.
    pub fn copy_to(&self, to: &Path) -> Result<(), StoreError> {
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let beside = tempfile::Builder::new()
            .prefix(".yice-copy-")
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(StoreError::io("could not write the copy", to))?;
        let mut copy = Connection::open(beside.path())?;
        Backup::new(&self.connection, &mut copy)?.run_to_completion(
            PAGES_PER_STEP,
            Duration::ZERO,
            None,
        )?;
        copy.execute("UPDATE sitting SET clean = 1", [])?;
        copy.close().map_err(|(_, error)| error)?;
        beside.as_file().sync_all().map_err(StoreError::io("could not write the copy", to))?;
        beside
            .persist(to)
            .map_err(|error| StoreError::io("could not write the copy", to)(error.error))?;
        Ok(())
    }
}
