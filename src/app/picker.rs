//! The system's file dialog, on a thread of its own: it blocks, and on some systems there is none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use rfd::FileDialog;

use crate::ui::{LAYER_ENDINGS, PICTURE_ENDINGS, PickFor, Picked, TABLE_ENDINGS, Words};

/// A dialog that ends sooner than a hand can was never shown: no portal, no zenity.
const NEVER_SHOWN: Duration = Duration::from_millis(300);

/// The dialog that is open. One at a time.
pub struct Picking {
    pub purpose: PickFor,
    answer: Receiver<Picked>,
    /// The window had the keyboard all the while: a dialog would have taken it.
    undisturbed: bool,
}

/// Where a dialog opens.
pub struct Places<'p> {
    /// The folder that copies of stored files are offered.
    pub copies: &'p Path,
    /// The folder that files were chosen from last.
    pub last: Option<&'p Path>,
}

impl Picking {
    /// Opens `dialog`, which knows its window; `wake` is called when it is over. `focused`: the window has the keyboard.
    pub fn open(
        purpose: PickFor,
        dialog: FileDialog,
        focused: bool,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (send, answer) = channel();
        let wanted = purpose.clone();
        std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let opened = Instant::now();
            let picked = match ask(&wanted, dialog) {
                Some(paths) if !paths.is_empty() => Picked::Paths(paths),
                _ if opened.elapsed() < NEVER_SHOWN => Picked::NoDialog,
                _ => Picked::Nothing,
            };
            // A window that is gone needs no answer.
            let _ = send.send(picked);
            wake();
        })?;
        Ok(Self { purpose, answer, undisturbed: focused })
    }

    /// What it came to; `None` while it is open. Asked each frame: `focused` says whether the window has the keyboard.
    pub fn poll(&mut self, focused: bool) -> Option<Picked> {
        self.undisturbed &= focused;
        match self.answer.try_recv() {
            // A dialog that fails late ends as one that is cancelled does, but nobody has seen it.
            Ok(Picked::Nothing) if self.undisturbed => Some(Picked::NoDialog),
            Ok(picked) => Some(picked),
            Err(TryRecvError::Empty) => None,
            // The thread died without a word.
            Err(TryRecvError::Disconnected) => Some(Picked::NoDialog),
        }
    }
}

/// Where files that are chosen lie: the next dialog opens there.
pub fn folder_of(purpose: &PickFor, picked: &Picked) -> Option<PathBuf> {
    match (purpose, picked) {
        (PickFor::Export(_) | PickFor::ExportFolder(_) | PickFor::SaveStored(_), _) => None,
        (_, Picked::Paths(paths)) => paths.first()?.parent().map(Path::to_owned),
        _ => None,
    }
}

/// The plain dialog for a purpose, with its title, its filters and the folder it opens in.
pub fn dialog_for(
    plain: FileDialog,
    purpose: &PickFor,
    words: &Words,
    places: &Places<'_>,
) -> FileDialog {
    let dialog = plain.set_title(words.t(title_key(purpose)));
    let opening = match places.last.filter(|folder| folder.is_dir()) {
        Some(folder) => dialog.clone().set_directory(folder),
        None => dialog.clone(),
    };
    let filter = |key, endings: &[&[&str]]| {
        opening
            .clone()
            .add_filter(words.t(key), &in_any_case(&endings.concat()))
            .add_filter(words.t("pick.all_files"), &["*"])
    };
    match purpose {
        PickFor::Layers => filter("pick.layers", &[&LAYER_ENDINGS, &TABLE_ENDINGS]),
        PickFor::ChangesSince => filter("pick.maps", &[&LAYER_ENDINGS]),
        PickFor::Photos(_) | PickFor::Tray => filter("pick.pictures", &[&PICTURE_ENDINGS]),
        PickFor::Document(_) => opening,
        PickFor::SaveStored(file) => at(dialog, &places.copies.join(&file.name)),
        PickFor::Export(place) | PickFor::ExportFolder(place) => at(dialog, place),
    }
}

fn ask(purpose: &PickFor, dialog: FileDialog) -> Option<Vec<PathBuf>> {
    let one = |path: PathBuf| vec![path];
    match purpose {
        PickFor::Layers | PickFor::Photos(_) | PickFor::Tray => dialog.pick_files(),
        PickFor::ChangesSince | PickFor::Document(_) => dialog.pick_file().map(one),
        PickFor::SaveStored(_) | PickFor::Export(_) => dialog.save_file().map(one),
        PickFor::ExportFolder(_) => dialog.pick_folder().map(one),
    }
}

const fn title_key(purpose: &PickFor) -> &'static str {
    match purpose {
        PickFor::Layers => "pick.title.layers",
        PickFor::ChangesSince => "pick.title.changes",
        PickFor::Photos(_) | PickFor::Tray => "pick.title.pictures",
        PickFor::Document(_) => "pick.title.paper",
        PickFor::SaveStored(_) | PickFor::Export(_) => "pick.title.save",
        PickFor::ExportFolder(_) => "pick.title.folder",
    }
}

/// Endings as the system's dialog finds them in capitals too: cameras write IMG_0001.JPG. Windows and macOS do of
/// themselves; elsewhere they are patterns, in which case counts.
fn in_any_case(endings: &[&str]) -> Vec<String> {
    let is_pattern = cfg!(not(any(windows, target_os = "macos")));
    let any_case = |c: char| match c.is_ascii_alphabetic() && is_pattern {
        true => format!("[{}{}]", c.to_ascii_lowercase(), c.to_ascii_uppercase()),
        false => c.to_string(),
    };
    endings.iter().map(|ending| ending.chars().map(any_case).collect()).collect()
}

/// The dialog in the folder of a place, with its name offered.
fn at(dialog: FileDialog, place: &Path) -> FileDialog {
    let folder = place.ancestors().skip(1).find(|folder| folder.is_dir());
    let dialog = match folder {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    };
    match place.file_name() {
        Some(name) => dialog.set_file_name(name.to_string_lossy()),
        None => dialog,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameras_write_their_endings_in_capitals() {
        let found = in_any_case(&["jpg", "mp4"]);
        match cfg!(any(windows, target_os = "macos")) {
            true => assert_eq!(found, ["jpg", "mp4"]),
            false => assert_eq!(found, ["[jJ][pP][gG]", "[mM][pP]4"]),
        }
    }

    /// What a dialog that ends like this comes to, where the window had the keyboard or had not, frame by frame.
    fn check(ended: Picked, focused: &[bool], expected: &Picked) {
        let (send, answer) = channel();
        let mut picking = Picking { purpose: PickFor::Layers, answer, undisturbed: true };
        for focused in focused {
            assert_eq!(picking.poll(*focused), None);
        }
        send.send(ended).unwrap();
        assert_eq!(picking.poll(true).as_ref(), Some(expected));
    }

    #[test]
    fn a_dialog_that_nobody_saw_was_not_cancelled() {
        check(Picked::Nothing, &[true, false, true], &Picked::Nothing);
        check(Picked::Nothing, &[true, true], &Picked::NoDialog);
        let chosen = Picked::Paths(vec!["a.jpg".into()]);
        check(chosen.clone(), &[true], &chosen);
    }
}
