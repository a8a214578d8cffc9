//! A backup: the whole workspace as one file in a folder of the person's choosing, read back before it is called one.

use std::path::{Path, PathBuf};

use super::{Outcome, Session, SessionError};
use crate::model::Stamp;
use crate::store::{Store, StoreError};

impl Session {
    /// The whole workspace as one file to keep.
    pub(super) fn save_copy(&self, to: PathBuf, overwrite: bool) -> Result<Outcome, SessionError> {
        if let Some(standing) = self.copy_in_the_way(&to)?.filter(|_| !overwrite) {
            return Ok(Outcome::WouldReplace(vec![standing]));
        }
        self.store.copy_to(&to)?;
        let (records, photos) = (self.ledger.len(), self.files.len());
        Ok(Outcome::Exported { files: vec![to], records, photos })
    }

    /// Copies the workspace into a folder under a name with the day and time, and reads the copy back.
    pub(super) fn back_up(&self, folder: &Path, now: &Stamp) -> Result<Outcome, SessionError> {
        std::fs::create_dir_all(folder)
            .map_err(SessionError::io("could not make the folder", folder))?;
        let file = self.backup_file(folder, now);
        self.store.copy_to(&file)?;
        self.read_back(&file)?;
        let byte_count =
            file.metadata().map_err(SessionError::io("could not read the copy", &file))?.len();
        Ok(Outcome::BackedUp {
            file,
            records: self.ledger.len(),
            files: self.files.len(),
            byte_count,
        })
    }

    /// `NAME-20220512-0931.yice`, counted on where that is taken.
    fn backup_file(&self, folder: &Path, now: &Stamp) -> PathBuf {
        let stem = self.store.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let digits: String = now.as_str().chars().filter(char::is_ascii_digit).take(12).collect();
        let (day, time) = digits.split_at(digits.len().min(8));
        let named = |mark: &str| folder.join(format!("{stem}-{day}-{time}{mark}.yice"));
        let marks = std::iter::once(String::new()).chain((2..).map(|count| format!("-{count}")));
        let mut names = marks.map(|mark| named(&mark));
        names.find(|path| !path.exists()).unwrap_or_else(|| named(""))
    }

    /// Whether the copy holds every record, photo and layer, each with the bytes its hash says.
    fn read_back(&self, file: &Path) -> Result<(), SessionError> {
        let bad = |problem: String| {
            SessionError::Store(StoreError::Damaged { path: file.to_owned(), problem })
        };
        let copy = Store::open_to_read(file)?;
        if let Some(problem) = copy.check().into_iter().next() {
            return Err(bad(problem));
        }
        let (records, outcome) = copy.records();
        outcome?;
        let here = |hash| self.ledger.contains(&hash);
        if records.len() != self.ledger.len() || !records.iter().all(|it| here(it.hash)) {
            return Err(bad(format!("{} of {} records", records.len(), self.ledger.len())));
        }
        let contents = self.files.keys().copied().chain(self.layers.iter().map(|it| it.row.source));
        for hash in contents {
            // Reading checks the bytes against their hash.
            if copy.content(hash)?.is_none() && self.store.has_content(hash)? {
                return Err(bad(format!("{hash} is not there")));
            }
        }
        Ok(())
    }
}
