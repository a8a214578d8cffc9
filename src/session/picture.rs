//! What a picture that is not yet filed says of itself: for proposing where it belongs, before anything is recorded.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::attachment::{ATTACHMENT_BYTES_MAX, ending, read_exif};
use crate::plan::Hash;

/// A picture as its file tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PictureFacts {
    pub path: PathBuf,
    /// Of its bytes, in hexadecimal digits; empty where the file could not be read.
    pub sha256: String,
    /// The file name's ending, lower case.
    pub ext: String,
    /// When and where its camera says it was taken; degrees as text.
    pub taken_at: Option<String>,
    pub lon_lat: Option<[String; 2]>,
}

/// Reads a picture's facts, and its bytes for a small picture. Reads files: not for a frame.
///
/// A file that cannot be read has neither hash nor bytes.
pub fn look_at_picture(path: &Path) -> (PictureFacts, Vec<u8>) {
    let ext = ending(path);
    let blank = PictureFacts { path: path.to_owned(), ext, ..PictureFacts::default() };
    let is_fit = path.metadata().is_ok_and(|file| file.len() <= ATTACHMENT_BYTES_MAX);
    let Some(bytes) = is_fit.then(|| std::fs::read(path).ok()).flatten() else {
        return (blank, Vec::new());
    };
    let (taken_at, lon_lat) = read_exif(&bytes);
    (PictureFacts { sha256: Hash::of(&bytes).to_string(), taken_at, lon_lat, ..blank }, bytes)
}
