//! Putting things on the shelf: all that is put within one [`Store::write`] is there together or not at all.
//! Drafts, settings and the list of photos are here; layers, records and bytes have files of their own.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Transaction;

use super::{Access, Store, StoreError};
use crate::plan::Hash;

/// What may be put while a transaction is open.
pub struct Writing<'a> {
    pub(super) transaction: Transaction<'a>,
}

/// A half-typed form as it lies in the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    pub id: String,
    pub feature: Option<String>,
    pub form: String,
    pub content: String,
    pub saved_at: String,
}

/// A photo or document that is here in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub hash: Hash,
    /// The file name's ending, lower case, without a dot.
    pub ext: String,
}

impl Store {
    /// Runs `put` in one transaction. When this returns `Ok`, everything is durable; otherwise nothing is.
    ///
    /// # Errors
    /// If the workspace is open for reading, the disk is full, or `put` fails.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        put: impl FnOnce(&Writing<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.access() == Access::Read {
            return Err(StoreError::ReadOnly.into());
        }
        let writing =
            Writing { transaction: self.connection.transaction().map_err(StoreError::from)? };
        let answer = put(&writing)?;
        writing.transaction.commit().map_err(StoreError::from)?;
        Ok(answer)
    }

    pub fn drafts(&self) -> Result<Vec<StoredDraft>, StoreError> {
        let mut query = self.connection.prepare(
            "SELECT id, feature, form, content, saved_at FROM draft ORDER BY saved_at, id",
        )?;
        let rows = query.query_map([], |row| {
            Ok(StoredDraft {
                id: row.get(0)?,
                feature: row.get(1)?,
                form: row.get(2)?,
                content: row.get(3)?,
                saved_at: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub fn settings(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let mut query = self.connection.prepare("SELECT name, value FROM setting")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Photos and documents that are here, by hash.
    pub fn files(&self) -> Result<Vec<StoredFile>, StoreError> {
        let mut query =
            self.connection.prepare("SELECT hash, ext FROM attachment ORDER BY hash")?;
        let rows = query
            .query_map([], |row| Ok(StoredFile { hash: Hash(row.get(0)?), ext: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The procedure versions that records here were judged by.
    pub fn procedures(&self) -> Result<BTreeSet<String>, StoreError> {
        let mut query = self.connection.prepare("SELECT name FROM procedure")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    pub fn put_draft(&self, draft: &StoredDraft) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO draft (id, feature, form, content, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (&draft.id, &draft.feature, &draft.form, &draft.content, &draft.saved_at),
        )?;
        Ok(())
    }

    pub fn drop_draft(&self, id: &str) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM draft WHERE id = ?1", [id])?;
        Ok(())
    }

    pub fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)",
            [name, value],
        )?;
        Ok(())
    }

    /// Keeps a photo's or document's bytes, once.
    pub fn put_file(
        &self,
        hash: Hash,
        ext: &str,
        bytes: &[u8],
        now: &str,
    ) -> Result<(), StoreError> {
        self.put_content(hash, &bytes.into())?;
        self.transaction.execute(
            "INSERT OR IGNORE INTO attachment (hash, ext, received_at) VALUES (?1, ?2, ?3)",
            (hash.0, ext, now),
        )?;
        Ok(())
    }

    pub fn put_procedure(&self, name: &str, now: &str) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT OR IGNORE INTO procedure (name, used_at) VALUES (?1, ?2)",
            [name, now],
        )?;
        Ok(())
    }
}
