//! Pictures of photos for the screen, small and large: asked for by hash, read and shrunk off the frame.

use std::collections::BTreeMap;

use egui::{ColorImage, TextureHandle, TextureOptions};

use crate::plan::Photo;
use crate::ui::context::{Ask, UiCtx};
use crate::ui::photo_doubts::FarPhotos;

/// How large a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureSize {
    Thumbnail,
    Full,
}

impl PictureSize {
    /// The longer side at most, pixels.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Thumbnail => 256,
            // What the weakest graphics still take in one piece.
            Self::Full => 2048,
        }
    }

    /// So many are kept before the oldest looks are forgotten.
    const fn kept_max(self) -> usize {
        match self {
            Self::Thumbnail => 240,
            Self::Full => 8,
        }
    }
}

/// What has been read so far.
#[derive(Default)]
pub struct Pictures {
    by_hash: BTreeMap<(PictureSize, String), Picture>,
    /// Why the newest file that was to be opened or saved was not, with its hash: the viewer hides the notices.
    pub not_out: Option<(String, String)>,
    pub far: FarPhotos,
}

/// One picture on its way.
#[derive(Clone)]
pub enum Picture {
    Asked,
    Ready(TextureHandle),
    /// Not here, or no picture this program can draw; kept and listed all the same.
    None,
}

impl Picture {
    /// What is said where there is no picture to draw, or none yet.
    pub fn words(&self, ctx: &UiCtx<'_>, photo: &Photo) -> String {
        match (self, ctx.snapshot.photos.contains(&photo.sha256)) {
            (_, false) => ctx.t("photo.absent").to_owned(),
            (Self::Asked, _) => ctx.t("viewer.reading").to_owned(),
            _ => ctx.fill("photo.no_picture", &[("kind", &photo.ext.to_uppercase())]),
        }
    }
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pictures({})", self.by_hash.len())
    }
}

impl Pictures {
    /// Takes what was read.
    pub fn put(
        &mut self,
        egui_ctx: &egui::Context,
        sha256: String,
        size: PictureSize,
        image: Option<ColorImage>,
    ) {
        let picture = match image {
            Some(image) => {
                let name = format!("photo {size:?} {sha256}");
                Picture::Ready(egui_ctx.load_texture(name, image, TextureOptions::LINEAR))
            }
            None => Picture::None,
        };
        self.by_hash.insert((size, sha256), picture);
    }

    /// The picture as far as it is there; asks for it when it is wanted first.
    pub fn get(&mut self, ctx: &UiCtx<'_>, sha256: &str, size: PictureSize) -> Picture {
        let key = (size, sha256.to_owned());
        if let Some(picture) = self.by_hash.get(&key) {
            return picture.clone();
        }
        let kept = self.by_hash.keys().filter(|(kept, _)| *kept == size).count();
        if kept >= size.kept_max() {
            self.by_hash.retain(|(kept, _), _| *kept != size);
        }
        ctx.outbox.ask(Ask::ReadPhoto(sha256.to_owned(), size));
        self.by_hash.insert(key, Picture::Asked);
        Picture::Asked
    }
}
