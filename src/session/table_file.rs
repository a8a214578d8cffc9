//! A table's file for the window to look at before anything is recorded: a laboratory's results by sample number.

use std::path::Path;

use super::{SessionError, read_file};
use crate::formats::{TableSheet, read_table};

/// A laboratory's table has some hundred kilobytes.
const TABLE_BYTES_MAX: u64 = 64 << 20;

/// Reads a table. Reads files: not for a frame.
///
/// # Errors
/// If it cannot be read, is too large, or is no table.
pub fn look_at_table(path: &Path) -> Result<Vec<TableSheet>, SessionError> {
    if path.metadata().is_ok_and(|file| file.len() > TABLE_BYTES_MAX) {
        return Err(SessionError::TooLarge { path: path.to_owned(), limit_bytes: TABLE_BYTES_MAX });
    }
    let bytes = read_file(path)?;
    read_table(bytes).map_err(|why| SessionError::NoTable { path: path.to_owned(), why })
}
