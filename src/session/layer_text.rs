//! Where the text of a large layer is fetched from: its own file as long as that is what it was, else the
//! workspace's copy.
//!
//! A small one is held in memory.

use std::io;
use std::path::Path;

use super::Session;
use super::kept_file::{HELD_BYTES_MAX, file_bytes};
use super::layer_view::LoadedLayer;
use crate::model::{Bytes, Keeper};
use crate::plan::Hash;
use crate::store::{LayerRow, Store, StoreError};

/// A layer's text in its two places.
struct TwoPlaces {
    file: Bytes,
    copy: Bytes,
}

impl Keeper for TwoPlaces {
    fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        // A file that has changed once is not asked again.
        if !self.file.is_lost() && self.file.fetch(offset, buffer).is_ok() {
            return Ok(());
        }
        self.copy.fetch(offset, buffer)
    }
}

/// The bytes of a layer that a workspace has a copy of; `None` where it has none.
///
/// # Errors
/// If the copy does not read, or is no longer what its hash says.
pub(super) fn layer_bytes(store: &Store, row: &LayerRow) -> Result<Option<Bytes>, StoreError> {
    let len = store.content_len(row.source)?;
    let is_large = len.is_some_and(|len| len > HELD_BYTES_MAX as u64);
    let copy = if is_large { store.kept_content(row.source).ok().flatten() } else { None };
    match copy {
        // Only a copy that is whole counts, wherever the text is then fetched from.
        Some(copy) if Hash::of_all(&copy).ok() == Some(row.source) => {
            Ok(Some(in_place(Path::new(&row.path), row.source, copy)))
        }
        _ => Ok(store.content(row.source)?.map(Bytes::from)),
    }
}

impl Session {
    /// Has a layer that has just been written into the workspace fetch its text from there too, where its file no
    /// longer has it.
    pub(super) fn rest_text(&self, loaded: &mut LoadedLayer) {
        let Bytes::Kept(_) = loaded.layer.text else { return };
        let copy = self.store.kept_content(loaded.row.source).ok().flatten();
        let Some(copy) = copy.filter(|copy| copy.len() == loaded.layer.text.len()) else { return };
        let file = loaded.layer.text.clone();
        let len = copy.len();
        loaded.fetch_text_from(&Bytes::kept(TwoPlaces { file, copy }, len));
    }
}

/// The text from its file where that has the same bytes, else from the copy.
fn in_place(path: &Path, hash: Hash, copy: Bytes) -> Bytes {
    match file_bytes(path) {
        Ok(file) if file.len() == copy.len() && Hash::of_all(&file).ok() == Some(hash) => {
            let len = copy.len();
            Bytes::kept(TwoPlaces { file, copy }, len)
        }
        _ => copy,
    }
}
