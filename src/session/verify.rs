//! Whether a workspace is whole: records, chains, photos and the file itself. And its figures.

use std::collections::BTreeSet;

use serde::Serialize;

use super::attachment::named_file;
use super::union::is_future;
use super::{Session, SessionError, Snapshot, WithoutEffect};
use crate::model::{Day, Stamp};
use crate::plan::{Hash, Summary, VerifyReport, verify};

/// What a look through a whole workspace found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verification {
    #[serde(flatten)]
    pub records: VerifyReport,
    /// Ids of records that are of a time to come by this computer's clock.
    pub future: Vec<String>,
    /// Records that are kept and do not count: no harm to the workspace, and named all the same.
    pub without_effect: Vec<WithoutEffect>,
    /// Photos and documents that are here, unharmed.
    pub files: usize,
    /// Those that records name and that are not here.
    pub files_absent: Vec<String>,
    /// Those whose bytes are no longer what their hash says.
    pub files_damaged: Vec<String>,
    /// What is wrong with the database, in its own words.
    pub database: Vec<String>,
}

impl Verification {
    /// Whether something is wrong, not only absent.
    pub fn has_findings(&self) -> bool {
        self.records.has_findings()
            || !self.future.is_empty()
            || !self.files_damaged.is_empty()
            || !self.database.is_empty()
    }
}

impl Session {
    /// Looks through chains, hashes, photos and the database.
    ///
    /// # Errors
    /// If the workspace cannot be read at all.
    pub fn verify(&self, now: &Stamp) -> Result<Verification, SessionError> {
        let records = self.ledger.records();
        let named: BTreeSet<Hash> =
            records.filter_map(|record| named_file(&record.body)).map(|(hash, _)| hash).collect();
        let absent = named.iter().filter(|hash| !self.files.contains_key(hash));
        let future: BTreeSet<&str> = self
            .ledger
            .records()
            .filter(|record| is_future(record, now))
            .map(|record| record.id.as_str())
            .collect();
        let mut verification = Verification {
            records: verify(self.ledger.records()),
            future: future.into_iter().map(str::to_owned).collect(),
            without_effect: self.without_effect(None),
            files_absent: absent.map(Hash::to_string).collect(),
            database: self.damage.clone(),
            ..Verification::default()
        };
        verification.database.extend(self.store.check());
        for hash in self.files.keys() {
            match self.store.content(*hash) {
                Ok(Some(_)) => verification.files += 1,
                Err(error) if !error.is_damage() => return Err(error.into()),
                Ok(None) | Err(_) => verification.files_damaged.push(hash.to_string()),
            }
        }
        Ok(verification)
    }

    /// The figures as of a day.
    pub fn summary(&self, as_of: Day) -> Summary {
        self.snapshot.summary(as_of)
    }
}

impl Snapshot {
    /// The figures as of a day, by what had happened by then.
    pub fn summary(&self, as_of: Day) -> Summary {
        self.summary_of(&self.plans_at(as_of), as_of)
    }
}
