//! Bytes by their SHA-256, cut in frames. What is there is never written twice.

use std::path::Path;

use rusqlite::OptionalExtension as _;

use super::{Store, StoreError, Writing};
use crate::model::Bytes;
use crate::plan::Hash;

/// Small enough to hold a few at once, large enough that their number does not matter.
pub(super) const FRAME_BYTES_MAX: usize = 1 << 20;

impl Store {
    /// The bytes under `hash`; `None` if they are not here.
    ///
    /// # Errors
    /// If they are here but do not read, or are no longer what their hash says.
    pub fn content(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(byte_count) = self
            .connection
            .query_row("SELECT byte_count FROM content WHERE hash = ?1", [hash.0], |row| {
                row.get::<_, u64>(0)
            })
            .optional()?
        else {
            return Ok(None);
        };
        let damaged = |problem: &str| StoreError::Damaged {
            path: self.path.clone(),
            problem: format!("{problem} of {hash}"),
        };
        // Never believed further than the frames themselves bear it out.
        let mut bytes = Vec::with_capacity(usize::try_from(byte_count).unwrap_or(0).min(1 << 28));
        let mut query = self.connection.prepare_cached(
            "SELECT raw_bytes, packed, bytes FROM frame WHERE content = ?1 ORDER BY seq",
        )?;
        let mut rows = query.query([hash.0])?;
        while let Some(row) = rows.next()? {
            let raw_bytes: usize = row.get(0)?;
            let is_packed: bool = row.get(1)?;
            let frame = row.get_ref(2)?.as_blob().map_err(|_| damaged("a bad frame"))?;
            if raw_bytes > FRAME_BYTES_MAX {
                return Err(damaged("a bad frame"));
            }
            match is_packed {
                true => bytes.extend(
                    lz4_flex::block::decompress(frame, raw_bytes)
                        .map_err(|_| damaged("a bad frame"))?,
                ),
                false => bytes.extend_from_slice(frame),
            }
        }
        if Hash::of(&bytes) != hash {
            return Err(damaged("other bytes in place"));
        }
        Ok(Some(bytes))
    }

    /// How many bytes are said to be under `hash`; `None` if they are not here.
    pub fn content_len(&self, hash: Hash) -> Result<Option<u64>, StoreError> {
        let said = self.connection.query_row(
            "SELECT byte_count FROM content WHERE hash = ?1",
            [hash.0],
            |row| row.get(0),
        );
        Ok(said.optional()?)
    }

    /// Whether bytes are kept under `hash`.
    pub fn has_content(&self, hash: Hash) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT 1 FROM content WHERE hash = ?1", [hash.0], |_| Ok(()))
            .optional()?
            .is_some())
    }
}

impl Writing<'_> {
    fn path(&self) -> &Path {
        Path::new(self.transaction.path().unwrap_or_default())
    }

    /// Keeps bytes under their hash, unless they are here.
    pub fn put_content(&self, hash: Hash, bytes: &Bytes) -> Result<(), StoreError> {
        let is_new = self.transaction.execute(
            "INSERT OR IGNORE INTO content (hash, byte_count) VALUES (?1, ?2)",
            (hash.0, bytes.len() as u64),
        )? == 1;
        if !is_new {
            return Ok(());
        }
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO frame (content, seq, raw_bytes, packed, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (seq, start) in (0..bytes.len()).step_by(FRAME_BYTES_MAX).enumerate() {
            let raw = bytes
                .get(start..start + FRAME_BYTES_MAX)
                .map_err(StoreError::io("could not keep a file's bytes", self.path()))?;
            let packed = lz4_flex::block::compress(&raw);
            // Pictures do not get smaller: keep them as they are.
            let is_packed = packed.len() < raw.len();
            let frame = if is_packed { &packed[..] } else { &raw[..] };
            insert.execute((hash.0, seq, raw.len(), is_packed, frame))?;
        }
        Ok(())
    }
}
