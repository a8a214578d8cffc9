//! Stored photos and documents outside this program: opened in another, or saved as a copy. Each on a thread of its
//! own, for some systems hold on until the other program ends.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;

use super::window::YiceApp;
use crate::model::Lang;
use crate::session::{FileReader, io_words, write_file};
use crate::ui::{StoredFile, StoredFileDone};

/// What is only looked at or heard when it is opened. Anything else may be a program, which a colleague's file must
/// not start by a click.
const LOOKED_AT: [&str; 38] = [
    "jpg", "jpeg", "png", "heic", "heif", "webp", "tif", "tiff", "bmp", "gif", "mp4", "mov", "m4v",
    "avi", "mkv", "3gp", "wmv", "mp3", "m4a", "wav", "amr", "pdf", "ofd", "doc", "docx", "xls",
    "xlsx", "ppt", "pptx", "wps", "et", "dps", "odt", "ods", "txt", "csv", "rtf", "dwg",
];

/// Files on their way out, and what became of those that are done.
pub(super) struct StoredFiles {
    /// Copies that other programs open.
    folder: PathBuf,
    tell: Sender<(StoredFile, StoredFileDone)>,
    done: Receiver<(StoredFile, StoredFileDone)>,
}

impl StoredFiles {
    /// What was opened the last time goes.
    pub fn new(data_dir: &Path) -> Self {
        let folder = Self::folder_in(data_dir);
        // Another program may hold one of them still: it goes another time.
        let _ = std::fs::remove_dir_all(&folder);
        let (tell, done) = channel();
        Self { folder, tell, done }
    }

    /// Where copies lie that other programs were given.
    pub fn folder_in(data_dir: &Path) -> PathBuf {
        data_dir.join("opened")
    }

    /// Lets a file out on a thread of its own; `wake` is called when there is something to tell.
    fn begin(
        &self,
        file: StoredFile,
        way: Way,
        out: Out,
        wake: impl Fn() + Send + 'static,
    ) -> std::io::Result<()> {
        let folder = self.folder.join(file.sha256.get(..16).unwrap_or_default());
        let tell = self.tell.clone();
        std::thread::Builder::new().name("file out".to_owned()).spawn(move || {
            let done = match way {
                Way::Open => out.open(&file, &folder),
                Way::Save(to) => Some(out.save(&file, to)),
            };
            if let Some(done) = done {
                // A window that is gone needs no answer.
                let _ = tell.send((file, done));
                wake();
            }
        })?;
        Ok(())
    }

    pub fn take(&self) -> Vec<(StoredFile, StoredFileDone)> {
        self.done.try_iter().collect()
    }
}

/// How a file leaves.
pub enum Way {
    /// Opened in whatever program there is for it.
    Open,
    /// As a copy: in a place that a person chose, or under its own name among the downloads.
    Save(Option<PathBuf>),
}

/// Where files come from, and the language of what is told.
struct Out {
    reader: FileReader,
    lang: Lang,
}

impl Out {
    /// `None` once another program has it.
    fn open(&self, file: &StoredFile, folder: &Path) -> Option<StoredFileDone> {
        if !LOOKED_AT.contains(&file.ending().as_str()) {
            return Some(StoredFileDone::WouldRun);
        }
        let path = folder.join(&file.name);
        let made = std::fs::create_dir_all(folder).map_err(|why| self.failed(&why));
        if let Err(failed) = made.and_then(|()| self.copy(file, &path)) {
            return Some(failed);
        }
        open::that(&path).err().map(|_| StoredFileDone::NoProgram)
    }

    fn save(&self, file: &StoredFile, to: Option<PathBuf>) -> StoredFileDone {
        let to = to.unwrap_or_else(|| free_place(&downloads(), &file.name));
        match self.copy(file, &to) {
            Ok(()) => StoredFileDone::Saved(to),
            Err(failed) => failed,
        }
    }

    fn copy(&self, file: &StoredFile, to: &Path) -> Result<(), StoredFileDone> {
        let read = self.reader.read(&file.sha256);
        let read =
            read.map_err(|why| StoredFileDone::Failed(why.text().get(self.lang).to_owned()))?;
        let bytes = read.ok_or(StoredFileDone::Absent)?;
        write_file(to, &bytes).map_err(|why| self.failed(&why))
    }

    fn failed(&self, why: &std::io::Error) -> StoredFileDone {
        StoredFileDone::Failed(io_words(why).get(self.lang).to_owned())
    }
}

impl YiceApp {
    /// Lets a stored file out of the workspace.
    pub(super) fn let_out(&mut self, ctx: &Context, file: StoredFile, way: Way) {
        let Some(session) = &self.session else { return };
        let out = Out { reader: session.files(), lang: self.lang() };
        let wake = ctx.clone();
        let begun = self.stored_files.begin(file.clone(), way, out, move || wake.request_repaint());
        if let Err(why) = begun {
            let failed = StoredFileDone::Failed(io_words(&why).get(self.lang()).to_owned());
            self.with_screen(ctx, |screen, ui_ctx| screen.stored_file_done(ui_ctx, &file, failed));
        }
    }
}

/// Where a person looks for what was saved without asking where.
fn downloads() -> PathBuf {
    let dirs = directories::UserDirs::new();
    let known = dirs.as_ref().and_then(|dirs| dirs.download_dir());
    let folder = known.filter(|folder| folder.is_dir()).or(dirs.as_ref().map(|it| it.home_dir()));
    folder.map_or_else(std::env::temp_dir, Path::to_owned)
}

/// A name that is not taken: `a.heic`, `a (2).heic`, …
pub(super) fn free_place(folder: &Path, name: &str) -> PathBuf {
    let plain = Path::new(name);
    let stem = plain.file_stem().unwrap_or_default().to_string_lossy();
    let ending = plain.extension().map(|it| format!(".{}", it.to_string_lossy()));
    let ending = ending.unwrap_or_default();
    let numbered = (2..1000).map(|n: u32| folder.join(format!("{stem} ({n}){ending}")));
    let first = folder.join(name);
    std::iter::once(first.clone()).chain(numbered).find(|it| !it.exists()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_takes_a_name_that_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(free_place(folder.path(), "a.heic"), at("a.heic"));
        std::fs::write(at("a.heic"), "1").unwrap();
        assert_eq!(free_place(folder.path(), "a.heic"), at("a (2).heic"));
    }

    #[test]
    fn what_would_run_and_what_is_not_here_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let reader = FileReader::new(&folder.path().join("none.yice"));
        let out = Out { reader, lang: Lang::Zh };
        let open = |ext: &str| {
            let file = StoredFile::new(&"0".repeat(64), "报告", ext);
            out.open(&file, folder.path())
        };
        for ext in ["exe", "bat", "sh", "desktop", "html", ""] {
            assert_eq!(open(ext), Some(StoredFileDone::WouldRun), "{ext}");
        }
        assert!(matches!(open("pdf"), Some(StoredFileDone::Absent | StoredFileDone::Failed(_))));
    }

    #[test]
    fn a_copys_name_is_one_that_every_system_takes() {
        let name = |title: &str, ext: &str| StoredFile::new("0123456789abcdef", title, ext).name;
        assert_eq!(name("排口/031: \"验收\"", "pdf"), "排口031 验收.pdf");
        assert_eq!(name("a.PDF", "pdf"), "a.PDF");
        assert_eq!(name("..", ""), "0123456789ab");
    }
}
