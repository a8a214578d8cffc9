//! Files and folders shown by the system's own programs.

use std::io;

use crate::ui::Outside;

/// Asks the system to show a file, or the folder it lies in; what it says beside that is nobody's to wait for.
///
/// # Errors
/// If there is nothing to ask.
pub fn show(what: &Outside) -> io::Result<()> {
    match what {
        Outside::File(file) => open::that_detached(file),
        Outside::FolderOf(file) => open::that_detached(file.parent().unwrap_or(file)),
    }
}
