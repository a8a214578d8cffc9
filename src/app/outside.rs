//! Files and folders shown by the system's own programs. The one place that knows how each system is asked.
//!
//! The system answers by showing the file; what it says beside that is nobody's to wait for.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::ui::Outside;

/// Asks the system to show a file, or the folder it lies in.
///
/// # Errors
/// If there is nothing to ask.
pub fn show(what: &Outside) -> io::Result<()> {
    let mut command = match what {
        Outside::File(file) => opener(file),
        Outside::FolderOf(file) => folder_opener(file),
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // It is waited for, so that it leaves no trace; not here, where the window is drawn.
    std::thread::Builder::new().name("outside".to_owned()).spawn(move || child.wait())?;
    Ok(())
}

#[cfg(target_os = "windows")]
fn opener(file: &Path) -> Command {
    let mut command = Command::new("explorer");
    command.arg(file);
    command
}

#[cfg(target_os = "windows")]
fn folder_opener(file: &Path) -> Command {
    let mut select = std::ffi::OsString::from("/select,");
    select.push(file);
    let mut command = Command::new("explorer");
    command.arg(select);
    command
}

#[cfg(target_os = "macos")]
fn opener(file: &Path) -> Command {
    let mut command = Command::new("open");
    command.arg(file);
    command
}

#[cfg(target_os = "macos")]
fn folder_opener(file: &Path) -> Command {
    let mut command = Command::new("open");
    command.arg("-R").arg(file);
    command
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn opener(file: &Path) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(file);
    command
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn folder_opener(file: &Path) -> Command {
    opener(file.parent().unwrap_or(file))
}
