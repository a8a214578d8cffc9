//! The system's file dialog, on a thread of its own: it blocks, and on some systems there is none.

use std::path::PathBuf;
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
    pub fn open(purpose: PickFor, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (send, answer) = channel();
        let wanted = purpose.clone();
        std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let opened = Instant::now();
            let chosen = ask(&wanted);
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

fn ask(purpose: &PickFor) -> Option<Vec<PathBuf>> {
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
            dialog.set_file_name(&file.name).save_file().map(|path| vec![path])
        }
        PickFor::Export(name) => dialog.set_file_name(name).save_file().map(|path| vec![path]),
        PickFor::ExportFolder => dialog.pick_folder().map(|path| vec![path]),
    }
}

/// Files that hold layers or records.
fn of_layers(dialog: rfd::FileDialog) -> rfd::FileDialog {
    let endings = ["geojson", "json", "geojsonl", "ndjson", "geojsons", "gz", "yice"];
    dialog.add_filter("GeoJSON", &endings).add_filter("*", &["*"])
}
