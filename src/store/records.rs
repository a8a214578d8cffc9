//! Records as text, in the order they were received. Never changed, never deleted: only where a copy came first whose
//! `hash` member was altered does the sound copy of the same record take its place.

use rusqlite::{OptionalExtension as _, Row};

use super::{Store, StoreError, Writing};
use crate::plan::Hash;

/// A record as it lies in the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Of the canonical form: computed, never believed.
    pub hash: Hash,
    /// The canonical text.
    pub text: String,
    /// When it came into this workspace, RFC 3339.
    pub received_at: String,
    /// It claims another hash than it has.
    pub altered: bool,
}

/// Where the chain that this workspace writes has got to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainEnd {
    pub id: String,
    /// The number of the newest record; 0 before the first.
    pub seq: u64,
    /// The newest record; in a chain begun anew, before its first record, the last known of the one before.
    pub head: Option<Hash>,
}

impl Store {
    /// All records that can be read, in the order they were received, and whether that is all there are.
    ///
    /// In a damaged file the sound records before and after the damage are found from both ends.
    pub fn records(&self) -> (Vec<StoredRecord>, Result<(), StoreError>) {
        let (mut found, outcome) = self.records_in("ASC");
        if outcome.is_err() {
            let (mut rest, _) = self.records_in("DESC");
            let known: std::collections::BTreeSet<Hash> =
                found.iter().map(|record| record.hash).collect();
            rest.retain(|record| !known.contains(&record.hash));
            rest.reverse();
            found.extend(rest);
        }
        (found, outcome)
    }

    fn records_in(&self, order: &str) -> (Vec<StoredRecord>, Result<(), StoreError>) {
        let mut found = Vec::new();
        let outcome = (|| {
            let mut query = self.connection.prepare(&format!(
                "SELECT hash, text, received_at, altered FROM record ORDER BY id {order}"
            ))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                found.push(stored_record(row)?);
            }
            Ok(())
        })();
        (found, outcome)
    }

    /// When each record that can be read came into this workspace, RFC 3339, and whether that is all there are.
    pub fn receipts(&self) -> (Vec<(Hash, String)>, Result<(), StoreError>) {
        let mut found = Vec::new();
        let outcome = (|| {
            let mut query = self.connection.prepare("SELECT hash, received_at FROM record")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                found.push((Hash(row.get(0)?), row.get(1)?));
            }
            Ok(())
        })();
        (found, outcome)
    }

    /// The end of this workspace's own chain; `None` before its first record.
    pub fn chain_end(&self) -> Result<Option<ChainEnd>, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT id, seq, head FROM chain", [], |row| {
                Ok(ChainEnd {
                    id: row.get(0)?,
                    seq: row.get(1)?,
                    head: row.get::<_, Option<[u8; 32]>>(2)?.map(Hash),
                })
            })
            .optional()?)
    }
}

fn stored_record(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    Ok(StoredRecord {
        hash: Hash(row.get(0)?),
        text: row.get(1)?,
        received_at: row.get(2)?,
        altered: row.get(3)?,
    })
}

impl Writing<'_> {
    /// Appends a record; `false` if it is here already, in a copy as sound as this one.
    pub fn put_record(&self, record: &StoredRecord) -> Result<bool, StoreError> {
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO record (hash, text, received_at, altered) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (hash) DO UPDATE
             SET text = excluded.text, received_at = excluded.received_at, altered = 0
             WHERE altered AND NOT excluded.altered",
        )?;
        let added =
            insert.execute((record.hash.0, &record.text, &record.received_at, record.altered))?;
        Ok(added == 1)
    }

    pub fn put_chain_end(&self, end: &ChainEnd) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM chain", [])?;
        self.transaction.execute(
            "INSERT INTO chain (id, seq, head) VALUES (?1, ?2, ?3)",
            (&end.id, end.seq, end.head.map(|hash| hash.0)),
        )?;
        Ok(())
    }
}
