//! The files of an export: their names, and the photos and documents beside each.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attachment::named_file;
use super::files::write_file;
use super::photos::photo_folder_name;
use super::{Session, SessionError};
use crate::plan::{FeatureState, Hash, exported};

/// What an export has written so far.
#[derive(Default)]
pub(super) struct Exported {
    pub files: Vec<PathBuf>,
    pub records: usize,
    /// Of the records: who hands this in has let them go.
    pub left: Vec<Hash>,
    pub photos: HashSet<Hash>,
}

impl Session {
    /// Puts photos and documents beside a layer's file.
    pub(super) fn finish_file(
        &self,
        states: &[&Arc<FeatureState>],
        to: &Path,
        done: &mut Exported,
    ) -> Result<(), SessionError> {
        done.files.push(to.to_owned());
        let left = states.iter().flat_map(|state| exported(state)).map(|record| record.hash);
        let known = done.left.len();
        done.left.extend(left);
        done.records += done.left.len() - known;
        let folder = to.with_file_name(photo_folder_name(to));
        let named: BTreeSet<(Hash, &str)> = states
            .iter()
            .flat_map(|state| exported(state))
            .filter_map(|record| named_file(&record.body))
            .collect();
        let mut here = HashSet::new();
        for (hash, ext) in named {
            let Some(stored_ext) = self.files.get(&hash).filter(|_| here.insert(hash)) else {
                continue;
            };
            let ext = if ext.is_empty() { stored_ext } else { ext };
            self.write_photo(hash, ext, &folder)?;
            done.photos.insert(hash);
        }
        Ok(())
    }

    fn write_photo(&self, hash: Hash, ext: &str, folder: &Path) -> Result<(), SessionError> {
        let name = if ext.is_empty() { hash.to_string() } else { format!("{hash}.{ext}") };
        let path = folder.join(name);
        let Some(bytes) = self.store.content(hash)? else { return Ok(()) };
        // Its name says what is in it: one of the right size was written by an export before.
        if path.metadata().is_ok_and(|file| file.len() == bytes.len() as u64) {
            return Ok(());
        }
        std::fs::create_dir_all(folder)
            .map_err(SessionError::io("could not make the photos' folder", folder))?;
        write_file(&path, &bytes).map_err(SessionError::io("could not write the photo", &path))
    }
}

/// A file name that no other layer of this export has. `name` may have come from anywhere: only its last part counts.
pub(super) fn free_name(name: &str, taken: &mut HashSet<String>) -> String {
    let name = Path::new(name).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = if name.is_empty() { "layer.geojson".to_owned() } else { name };
    let (stem, ending) = name.split_once('.').unwrap_or((&name, "geojson"));
    let mut free = format!("{stem}.{ending}");
    let mut number = 2;
    // Names that differ only in case are one file on Windows; two layers may not share a photos' folder either.
    while !taken.insert(photo_folder_name(Path::new(&free)).to_lowercase()) {
        free = format!("{stem}-{number}.{ending}");
        number += 1;
    }
    free
}
