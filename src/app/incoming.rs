//! Pictures and tables on their way in, looked at on a thread of their own: what a file says of itself, what stands
//! in a table, and images of the clipboard, which become files before they can be filed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::ColorImage;

use super::thumbnail::thumbnail;
use crate::model::Bytes;
use crate::session::{
    HELD_BYTES_MAX, PictureFacts, SessionError, TableSheet, holds_layers, look_at_picture,
    look_at_table,
};
use crate::ui::is_picture;
use crate::ui::plan_card::PictureSize;

enum Incoming {
    /// Something that was named as a picture, which may be a folder of them.
    Pictures(PathBuf),
    File(PathBuf),
    Image(Arc<ColorImage>),
    Table(PathBuf),
    /// A path that was dropped, which may be a folder.
    Dropped(PathBuf),
    /// The files of the clipboard.
    Clipboard,
}

/// What became of one file.
pub enum Looked {
    /// What it says of itself, a small picture of it, and its bytes unless there are very many.
    File(PictureFacts, Option<ColorImage>, Option<Bytes>),
    /// The files of a folder that was named.
    Folder(Vec<PathBuf>),
    /// What lies in a path that was dropped, and whether layers or workspaces are among it.
    Inside { path: PathBuf, pictures: Vec<PathBuf>, holds_layers: bool },
    /// The files that were copied in the file manager.
    Pasted(Vec<PathBuf>),
    /// An image of the clipboard is now this file.
    Kept(PathBuf),
    /// It could not be written.
    NotKept(String),
    /// A table's sheets, or why there are none.
    Table(PathBuf, Result<Vec<TableSheet>, SessionError>),
}

/// The thread's other end. Dropping it lets the thread end by itself.
pub struct IncomingPictures {
    wanted: Sender<Incoming>,
    looked: Receiver<Looked>,
}

impl IncomingPictures {
    /// Starts the thread; images of the clipboard go into `data_dir`. `wake` is called after each picture.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(data_dir: PathBuf, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (wanted, inbox) = channel();
        let (outbox, looked) = channel();
        std::thread::Builder::new().name("incoming files".to_owned()).spawn(move || {
            for incoming in inbox {
                let looked = match incoming {
                    Incoming::Pictures(path) if path.is_dir() => Looked::Folder(files_in(&path)),
                    Incoming::Pictures(path) | Incoming::File(path) => looked_at(&path),
                    Incoming::Dropped(path) => {
                        let pictures = pictures_in(&path);
                        let holds_layers = holds_layers(&path);
                        Looked::Inside { path, pictures, holds_layers }
                    }
                    Incoming::Clipboard => Looked::Pasted(copied_files()),
                    Incoming::Table(path) => {
                        let read = look_at_table(&path);
                        Looked::Table(path, read)
                    }
                    Incoming::Image(image) => match keep(&data_dir, &image) {
                        Ok(path) => Looked::Kept(path),
                        Err(why) => Looked::NotKept(why.to_string()),
                    },
                };
                if outbox.send(looked).is_err() {
                    break;
                }
                wake();
            }
        })?;
        Ok(Self { wanted, looked })
    }

    pub fn look_at(&self, paths: Vec<PathBuf>) {
        for path in paths {
            // A thread that has died leaves the pictures unread; they stay in the tray.
            let _ = self.wanted.send(Incoming::Pictures(path));
        }
    }

    /// Looks at one file, be it a picture or not.
    pub fn look_at_file(&self, path: PathBuf) {
        let _ = self.wanted.send(Incoming::File(path));
    }

    /// Looks at what lies in a path that was dropped.
    pub fn look_into(&self, path: PathBuf) {
        let _ = self.wanted.send(Incoming::Dropped(path));
    }

    pub fn paste(&self) {
        let _ = self.wanted.send(Incoming::Clipboard);
    }

    pub fn keep(&self, image: Arc<ColorImage>) {
        let _ = self.wanted.send(Incoming::Image(image));
    }

    pub fn read_table(&self, path: PathBuf) {
        let _ = self.wanted.send(Incoming::Table(path));
    }

    pub fn take(&self) -> Vec<Looked> {
        self.looked.try_iter().collect()
    }
}

fn looked_at(path: &Path) -> Looked {
    let (facts, bytes) = look_at_picture(path);
    let image = thumbnail(&bytes, PictureSize::Thumbnail.pixels());
    let may_be_held = !bytes.is_empty() && bytes.len() as u64 <= HELD_BYTES_MAX;
    Looked::File(facts, image, may_be_held.then(|| Bytes::from(bytes)))
}

/// The files of a folder by name; a folder that may not be read has none.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// A camera's card has its pictures in folders of folders; deeper nobody files them.
const FOLDERS_DEEP: usize = 4;

/// The pictures of a folder and of those in it, by name. What a layer brings along beside it is filed already.
fn pictures_in(folder: &Path) -> Vec<PathBuf> {
    fn gather(folder: &Path, deep: usize, into: &mut Vec<PathBuf>) {
        let is_of_layer =
            folder.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("photos"));
        if deep == 0 || is_of_layer || !folder.is_dir() {
            return;
        }
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                gather(&path, deep - 1, into);
            } else if is_picture(&path) && !is_named_by_content(&path) {
                into.push(path);
            }
        }
    }
    let mut found = Vec::new();
    gather(folder, FOLDERS_DEEP, &mut found);
    found
}

/// Whether a file is called by its SHA-256, as this program's own copies are: an import finds them by it.
fn is_named_by_content(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The files that were copied in the file manager; none where the clipboard holds something else.
fn copied_files() -> Vec<PathBuf> {
    let files = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.get().file_list());
    files.unwrap_or_default().into_iter().map(without_nul).collect()
}

/// Some file managers end their list with a NUL, as C does.
fn without_nul(path: PathBuf) -> PathBuf {
    match path.to_str().map(|text| text.trim_end_matches('\0')) {
        Some(text) => PathBuf::from(text),
        None => path,
    }
}

/// Writes an image as a PNG of its own.
fn keep(data_dir: &Path, image: &ColorImage) -> Result<PathBuf, image::ImageError> {
    let folder = data_dir.join("pasted");
    std::fs::create_dir_all(&folder)?;
    let [width, height] = image.size;
    let bytes: Vec<u8> =
        image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect();
    let (width, height) = (width as u32, height as u32);
    let path = folder.join(format!("{}.png", uuid::Uuid::new_v4().simple()));
    image::save_buffer(&path, &bytes, width, height, image::ExtendedColorType::Rgba8)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_copied_files_may_end_with_a_nul() {
        assert_eq!(without_nul("/a/照片 8.jpg\0".into()), PathBuf::from("/a/照片 8.jpg"));
        assert_eq!(without_nul("/a/b.jpg".into()), PathBuf::from("/a/b.jpg"));
    }

    #[test]
    fn the_pictures_of_a_cameras_card_are_found_in_its_folders() {
        let card = tempfile::tempdir().unwrap();
        let at = |name: &str| card.path().join(name);
        let own = format!("outfalls.photos/{}.jpg", "a".repeat(64));
        let loose = format!("{}.jpg", "b".repeat(64));
        for name in ["DCIM/100CANON/IMG_1.JPG", "a.jpg", "notes.txt", &own, &loose] {
            std::fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            std::fs::write(at(name), "1").unwrap();
        }
        assert_eq!(pictures_in(card.path()), [at("DCIM/100CANON/IMG_1.JPG"), at("a.jpg")]);
        assert!(!holds_layers(card.path()));
        std::fs::write(at("c.geojson"), "{}").unwrap();
        assert!(holds_layers(card.path()));
        assert!(pictures_in(&at("a.jpg")).is_empty());
    }
}
