//! The window: clock, threads, dialogs, and the frame loop around `ui`.
//!
//! Decides nothing about data; it carries commands to the session's thread and answers back to the screen.

mod asks;
mod changing;
mod clock;
mod closing;
mod desk;
mod doorbell;
mod elsewhere;
mod figures;
mod frame_log;
mod give_back;
mod icon;
mod incoming;
mod input_method;
mod latest;
mod log_file;
mod outside;
mod photos;
mod picker;
mod printing;
mod stored_files;
mod thumbnail;
mod window;
mod window_memory;
mod window_place;
mod workspaces;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::NativeOptions;

use frame_log::FrameLog;
use window::YiceApp;
use window_memory::WindowMemory;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Neither X11 nor Wayland is there, or no picture can be drawn on it.
    #[error("there is no display to open a window on: {0}")]
    NoDisplay(String),
    #[error("could not make the data folder: {source}\nFolder: {path}")]
    DataFolder { path: PathBuf, source: std::io::Error },
    #[error("could not write how long frames take: {source}\nFile: {path}")]
    FrameLog { path: PathBuf, source: std::io::Error },
}

/// What the window begins with.
#[derive(Debug, Default)]
pub struct Start<'a> {
    /// Files and folders to take in.
    pub paths: &'a [PathBuf],
    /// Where to write how long each frame took.
    pub frame_log: Option<&'a Path>,
}

/// Opens the window. Returns when it is closed.
///
/// # Errors
/// If there is no display, or the data folder or the log cannot be made.
pub fn run(start: &Start<'_>, data_dir: &Path) -> Result<(), AppError> {
    std::fs::create_dir_all(data_dir)
        .map_err(|source| AppError::DataFolder { path: data_dir.to_owned(), source })?;
    let log = |path: &Path| {
        FrameLog::create(path)
            .map_err(|source| AppError::FrameLog { path: path.to_owned(), source })
    };
    let frame_log = start.frame_log.map(log).transpose()?;
    let memory = WindowMemory::read(data_dir);
    let options = NativeOptions {
        viewport: memory
            .viewport()
            .with_title("一策 Yice")
            .with_app_id("yice")
            .with_icon(Arc::new(icon::icon()))
            .with_drag_and_drop(true),
        // Our own provider prefers Chinese shapes whatever the system's language is.
        system_font_fallback: false,
        ..NativeOptions::default()
    };
    let (paths, data_dir) = (start.paths.to_vec(), data_dir.to_owned());
    eframe::run_native(
        "yice",
        options,
        Box::new(move |creation| {
            let mut app = YiceApp::new(creation, paths, data_dir, memory);
            app.frame_log = frame_log;
            Ok(Box::new(app))
        }),
    )
    .map_err(|error| AppError::NoDisplay(error.to_string()))
}
