//! The ways out of a full disk: going on in a copy of the workspace on another one, with what is being typed; and
//! throwing away what this program has put down for itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::Context;

use super::stored_files::StoredFiles;
use super::window::YiceApp;
use crate::session::{look_at_picture, room_left};
use crate::ui::{CarriedForms, Tone, Words};

/// What goes along from one workspace into the copy of it.
pub struct Carried {
    forms: CarriedForms,
    from: PathBuf,
}

impl Carried {
    /// The workspace that was gone on from.
    pub fn from(&self) -> &Path {
        &self.from
    }
}

/// With less than this nothing can be saved.
const ROOM_BYTES_MIN: u64 = 1_000_000;

/// Room being made on a thread of its own.
pub struct Clearing {
    done: Receiver<u64>,
}

impl YiceApp {
    /// Opens a copy of this workspace with the forms as they stand: the full disk has not taken them.
    pub(super) fn go_on_in(&mut self, ctx: &Context, copy: PathBuf) {
        let from = self.workspace.clone();
        let mut forms = None;
        self.with_screen(ctx, |screen, ui_ctx| forms = Some(screen.carry_forms(ui_ctx)));
        self.carried = forms.map(|forms| Carried { forms, from });
        self.change_workspace(ctx, copy, Vec::new());
    }

    /// The copy is open.
    pub(super) fn bring_along(&mut self, ctx: &Context) {
        let Some(Carried { forms, from }) = self.carried.take() else { return };
        let here = self.workspace.clone();
        self.with_screen(ctx, |screen, ui_ctx| {
            screen.bring_forms(ui_ctx, forms);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("here", &here.display()), ("old", &from.display())];
            screen.notices.add(Tone::Plain, ui_ctx.fill("elsewhere.done", &values));
        });
    }

    pub(super) fn clear_room(&mut self, ctx: &Context) {
        if self.clearing.is_some() {
            return;
        }
        let (data_dir, wake) = (self.data_dir.clone(), ctx.clone());
        let kept = Arc::clone(&self.desk.present().photos);
        let (tell, done) = channel();
        let begun = std::thread::Builder::new().name("clear room".to_owned()).spawn(move || {
            // A window that is gone needs no answer.
            let _ = tell.send(clear(&data_dir, &kept));
            wake.request_repaint();
        });
        match begun {
            Ok(_) => self.clearing = Some(Clearing { done }),
            Err(why) => self.screen.notices.add(Tone::Bad, why.to_string()),
        }
    }

    pub(super) fn poll_clearing(&mut self) {
        let Some(freed) = self.clearing.as_ref().and_then(|it| it.done.try_recv().ok()) else {
            return;
        };
        self.clearing = None;
        let words = Words::of(self.lang());
        let megabytes = |bytes: u64| format!("{:.1}", bytes as f64 / 1e6);
        let left = room_left(&self.workspace);
        let is_enough = left.is_none_or(|left| left > ROOM_BYTES_MIN);
        let (tone, key) = match freed {
            0 => (Tone::Bad, "elsewhere.nothing_to_clear"),
            _ if is_enough => (Tone::Good, "elsewhere.cleared"),
            _ => (Tone::Bad, "elsewhere.not_enough"),
        };
        let (freed, left) = (megabytes(freed), left.map_or_else(|| "?".to_owned(), megabytes));
        let words = words.fill(key, &[("freed", &freed), ("left", &left)]);
        self.screen.notices.add(tone, words);
    }
}

/// Throws away copies that other programs were given, and pasted images that the workspace holds by now; answers how
/// many bytes that was.
fn clear(data_dir: &Path, kept: &BTreeSet<String>) -> u64 {
    let opened = StoredFiles::folder_in(data_dir);
    let mut freed = files_below(&opened).map(|(path, bytes)| removed(&path, bytes)).sum::<u64>();
    // What was pasted and is in no record yet waits in a form or in the tray.
    for (path, bytes) in files_below(&data_dir.join("pasted")) {
        let (facts, _) = look_at_picture(&path);
        if kept.contains(&facts.sha256) {
            freed += removed(&path, bytes);
        }
    }
    freed
}

fn removed(path: &Path, bytes: u64) -> u64 {
    // A file that another program holds stays for now.
    if std::fs::remove_file(path).is_ok() { bytes } else { 0 }
}

/// The files of a folder and of the folders in it, with their sizes.
fn files_below(folder: &Path) -> impl Iterator<Item = (PathBuf, u64)> {
    let entries = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let one = |entry: std::fs::DirEntry| Some((entry.path(), entry.metadata().ok()?));
    let top: Vec<_> = entries(folder).filter_map(one).collect();
    let below: Vec<_> = top
        .iter()
        .filter(|(_, about)| about.is_dir())
        .flat_map(|(path, _)| entries(path).filter_map(one))
        .collect();
    let files = top.into_iter().chain(below).filter(|(_, about)| about.is_file());
    files.map(|(path, about)| (path, about.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_elsewhere_goes_and_what_waits_stays() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path();
        let put = |name: &str, bytes: &[u8]| {
            let path = data_dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let opened = put("opened/0123/验收.pdf", &[1; 500]);
        let (filed, waiting) = (put("pasted/a.png", &[2; 70]), put("pasted/b.png", &[3; 90]));
        let workspace = put("workspace.yice", &[4; 10]);
        let kept = BTreeSet::from([crate::plan::Hash::of(&[2; 70]).to_string()]);
        assert_eq!(clear(data_dir, &kept), 570);
        assert!(!opened.exists() && !filed.exists());
        assert!(waiting.exists() && workspace.exists());
        assert_eq!(clear(data_dir, &kept), 0);
    }
}
