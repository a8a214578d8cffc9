//! Pictures for the card, read and shrunk on a thread of their own beside the session's.

use std::sync::mpsc::{Receiver, Sender, channel};

use egui::ColorImage;

use super::thumbnail::thumbnail;
use crate::session::FileReader;
use crate::ui::plan_card::PictureSize;

/// A photo's hash and its picture; none where it is not here or cannot be drawn.
pub type ReadPhoto = (String, PictureSize, Option<ColorImage>);

/// The thread's other end. Dropping it lets the thread end by itself.
pub struct PhotoReader {
    wanted: Sender<(String, PictureSize)>,
    read: Receiver<ReadPhoto>,
}

impl PhotoReader {
    /// Starts the thread; `wake` is called after each picture.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(files: FileReader, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let (wanted, inbox) = channel::<(String, PictureSize)>();
        let (outbox, read) = channel();
        std::thread::Builder::new().name("photos".to_owned()).spawn(move || {
            for (sha256, size) in inbox {
                // A workspace that cannot be read just now shows the picture as absent; the session tells why.
                let bytes = files.read(&sha256).ok().flatten();
                let image = bytes.and_then(|bytes| thumbnail(&bytes, size.pixels()));
                if outbox.send((sha256, size, image)).is_err() {
                    break;
                }
                wake();
            }
        })?;
        Ok(Self { wanted, read })
    }

    pub fn want(&self, sha256: String, size: PictureSize) {
        // A thread that has died leaves the picture out.
        let _ = self.wanted.send((sha256, size));
    }

    pub fn take(&self) -> Vec<ReadPhoto> {
        self.read.try_iter().collect()
    }
}
