//! Photos and documents that come with files, taken in by their SHA-256 where a record names them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attachment::{ATTACHMENT_BYTES_MAX, ending, named_file};
use super::content::Content;
use super::{ImportReport, Outcome, Session, SessionError};
use crate::model::Stamp;
use crate::plan::{Hash, Record};

/// A folder that may hold photos.
pub(super) struct PhotoFolder {
    path: PathBuf,
    /// How many folders deep it is looked into.
    depth: usize,
}

/// A chosen folder holds those of several exports, each with its own; a whole disk is not meant.
const CHOSEN_DEPTH: usize = 4;

impl PhotoFolder {
    /// A folder that a person chose, with those in it.
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), depth: CHOSEN_DEPTH }
    }

    /// `NAME.photos` beside `NAME.geojson`.
    pub fn beside(layer_file: &Path) -> Self {
        Self { path: layer_file.with_file_name(photo_folder_name(layer_file)), depth: 1 }
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut waiting = vec![(self.path.clone(), 1)];
        while let Some((folder, depth)) = waiting.pop() {
            // A folder that is not there, or may not be read, holds no photos.
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_file() {
                    files.push(path);
                } else if depth < self.depth && path.is_dir() {
                    waiting.push((path, depth + 1));
                }
            }
        }
        files.sort();
        files
    }
}

/// The photos' folder of a layer's file: its name without `.geojson`, `.gz` and the like, and `.photos`.
pub(super) fn photo_folder_name(layer_file: &Path) -> String {
    let name = layer_file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    format!("{stem}.photos")
}

impl Session {
    /// Takes in photos and documents of a chosen folder that records here name.
    pub(super) fn adopt_files(
        &mut self,
        folder: &Path,
        now: &Stamp,
    ) -> Result<Outcome, SessionError> {
        let photos_adopted = self.adopt_photos(&PhotoFolder::at(folder), &[], now)?;
        Ok(Outcome::Imported(Box::new(ImportReport { photos_adopted, ..ImportReport::default() })))
    }

    /// Takes in files of a folder that records here, or `more` on their way in, name. Returns how many are new.
    pub(super) fn adopt_photos(
        &mut self,
        folder: &PhotoFolder,
        more: &[Arc<Record>],
        now: &Stamp,
    ) -> Result<usize, SessionError> {
        let files = folder.files();
        if files.is_empty() {
            return Ok(0);
        }
        let named = self.ledger.records().chain(more).filter_map(|record| named_file(&record.body));
        let wanted: BTreeSet<Hash> =
            named.map(|(hash, _)| hash).filter(|hash| !self.files.contains_key(hash)).collect();
        let all = self.ledger.records().chain(more);
        let photos: BTreeSet<Hash> = all
            .filter(|record| matches!(record.body, crate::plan::Body::Photo(_)))
            .filter_map(|record| named_file(&record.body).map(|(hash, _)| hash))
            .collect();
        let mut adopted = 0;
        for path in files {
            if adopted == wanted.len() {
                break;
            }
            let is_small = path.metadata().is_ok_and(|file| file.len() <= ATTACHMENT_BYTES_MAX);
            // A file that does not read is one that is not there: its records say that it is missing.
            let Some(bytes) = is_small.then(|| std::fs::read(&path).ok()).flatten() else {
                continue;
            };
            let hash = Hash::of(&bytes);
            // What cannot be looked at is no evidence, whoever named it: it stays where it lies, and is missing here.
            let content = Content::of(&bytes);
            let is_fit =
                content != Content::Empty && (content.is_photo() || !photos.contains(&hash));
            if wanted.contains(&hash) && is_fit && !self.files.contains_key(&hash) {
                self.put_photo(hash, &ending(&path), &bytes, now)?;
                adopted += 1;
            }
        }
        Ok(adopted)
    }

    pub(super) fn put_photo(
        &mut self,
        hash: Hash,
        ext: &str,
        bytes: &[u8],
        now: &Stamp,
    ) -> Result<(), SessionError> {
        self.store.write(|writing| writing.put_file(hash, ext, bytes, now.as_str()))?;
        self.files.insert(hash, ext.to_owned());
        Ok(())
    }

    /// How many files these records name that are not here.
    pub(super) fn absent_files(&self, records: &[Arc<Record>]) -> usize {
        let named = records.iter().filter_map(|record| named_file(&record.body));
        let absent: BTreeSet<Hash> =
            named.map(|(hash, _)| hash).filter(|hash| !self.files.contains_key(hash)).collect();
        absent.len()
    }
}
