//! The system's file dialog, on a thread of its own: it blocks, and on some systems there is none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use crate::ui::{PickFor, Picked};

/// A dialog that ends sooner than a hand can was never shown: no portal, no zenity.
const NEVER_SHOWN: Duration = Duration::from_millis(300);

/// The dialog that is open. One at a time.
pub struct Picking {
    pub purpose: PickFor,
    answer: Receiver<Picked>,
}

impl Picking {
    /// Opens the dialog; `wake` is called when it is over.
    ///
    /// `copies`: the folder that copies of stored files are offered.
    pub fn open(
        purpose: PickFor,
        copies: PathBuf,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, answer) = channel();
        let wanted = purpose.clone();
        std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let opened = Instant::now();
            let chosen = ask(&wanted, &copies);
            let picked = match chosen {
                Some(paths) if !paths.is_empty() => Picked::Paths(paths),
                _ if opened.elapsed() < NEVER_SHOWN => Picked::NoDialog,
                _ => Picked::Nothing,
            };
            // A window that is gone needs no answer.
            let _ = send.send(picked);
            wake();
        })?;
        Ok(Self { purpose, answer })
    }

    /// What it came to; `None` while it is open.
    pub fn poll(&self) -> Option<Picked> {
        match self.answer.try_recv() {
            Ok(picked) => Some(picked),
            Err(TryRecvError::Empty) => None,
            // The thread died without a word.
            Err(TryRecvError::Disconnected) => Some(Picked::NoDialog),
        }
    }
}

fn ask(purpose: &PickFor, copies: &Path) -> Option<Vec<PathBuf>> {
    let dialog = rfd::FileDialog::new();
    match purpose {
        PickFor::Layers => of_layers(dialog).pick_files(),
        PickFor::ChangesSince => of_layers(dialog).pick_file().map(|path| vec![path]),
        PickFor::Photos | PickFor::Tray => dialog
            .add_filter(
                "*.jpg *.png *.heic *.mp4",
                &["jpg", "jpeg", "png", "heic", "webp", "mp4", "mov"],
            )
            .add_filter("*", &["*"])
            .pick_files(),
        PickFor::Document => dialog.pick_file().map(|path| vec![path]),
        PickFor::SaveStored(file) => {
            at(dialog, &copies.join(&file.name)).save_file().map(|path| vec![path])
        }
        PickFor::Export(place) => at(dialog, place).save_file().map(|path| vec![path]),
        PickFor::ExportFolder(place) => at(dialog, place).pick_folder().map(|path| vec![path]),
    }
}

/// The dialog in the folder of a place, with its name offered.
fn at(dialog: rfd::FileDialog, place: &Path) -> rfd::FileDialog {
    let dialog = match place.parent().filter(|folder| folder.is_dir()) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    };
    match place.file_name() {
        Some(name) => dialog.set_file_name(name.to_string_lossy()),
        None => dialog,
    }
}

/// Files that hold layers or records.
fn of_layers(dialog: rfd::FileDialog) -> rfd::FileDialog {
    let endings = ["geojson", "json", "geojsonl", "ndjson", "geojsons", "gz", "yice"];
    dialog.add_filter("GeoJSON", &endings).add_filter("*", &["*"])
}
