//! Pictures and tables on their way in, looked at on a thread of their own: what a file says of itself, what stands
//! in a table, and images of the clipboard, which become files before they can be filed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::ColorImage;

use super::thumbnail::thumbnail;
use crate::session::{PictureFacts, SessionError, TableSheet, look_at_picture, look_at_table};
use crate::ui::plan_card::PictureSize;

enum Incoming {
    File(PathBuf),
    Image(Arc<ColorImage>),
    Table(PathBuf),
}

/// What became of one file.
pub enum Looked {
    File(PictureFacts, Option<ColorImage>),
    /// The files of a folder that was named.
    Folder(Vec<PathBuf>),
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
                    Incoming::File(path) if path.is_dir() => Looked::Folder(files_in(&path)),
                    Incoming::File(path) => {
                        let (facts, bytes) = look_at_picture(&path);
                        Looked::File(facts, thumbnail(&bytes, PictureSize::Thumbnail.pixels()))
                    }
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
            let _ = self.wanted.send(Incoming::File(path));
        }
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

/// The files of a folder by name; a folder that may not be read has none.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
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
