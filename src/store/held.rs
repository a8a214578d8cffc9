//! Pictures that wait to be filed: their bytes lie among the others as long as a draft names them by their SHA-256.

use super::{Store, StoreError, Writing};
use crate::model::Bytes;
use crate::plan::Hash;

/// The version of the file since which they are held: an older one may be open for reading.
const SINCE_VERSION: u32 = 4;

impl Store {
    /// What is held, by hash.
    pub fn held(&self) -> Result<Vec<Hash>, StoreError> {
        if self.is_older_than(SINCE_VERSION)? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare("SELECT hash FROM held ORDER BY hash")?;
        let rows = query.query_map([], |row| Ok(Hash(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Holds bytes until no draft names them any more.
    pub fn hold(&self, hash: Hash, bytes: &Bytes, now: &str) -> Result<(), StoreError> {
        self.put_content(hash, bytes)?;
        self.transaction
            .execute("INSERT OR IGNORE INTO held (hash, held_at) VALUES (?1, ?2)", (hash.0, now))?;
        Ok(())
    }

    /// Gives back the room of what no draft names; what was filed meanwhile stays as the file that it is.
    pub fn let_go(&self) -> Result<(), StoreError> {
        let mut unnamed = self.transaction.prepare_cached(
            "DELETE FROM held WHERE NOT EXISTS
                 (SELECT 1 FROM draft WHERE instr(draft.content, lower(hex(held.hash))) > 0)
             RETURNING hash",
        )?;
        let gone: Vec<[u8; 32]> =
            unnamed.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for hash in gone {
            let is_wanted: bool = self.transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM attachment WHERE hash = ?1)
                     OR EXISTS (SELECT 1 FROM layer_source WHERE content = ?1)",
                [hash],
                |row| row.get(0),
            )?;
            if !is_wanted {
                self.transaction.execute("DELETE FROM frame WHERE content = ?1", [hash])?;
                self.transaction.execute("DELETE FROM content WHERE hash = ?1", [hash])?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoredDraft;

    #[test]
    fn what_a_draft_names_is_held_and_what_none_names_gives_its_room_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("a.yice")).unwrap();
        let [waits, filed, discarded] = [1_u8, 2, 3].map(|byte| vec![byte; 3000]);
        let hashes = [&waits, &filed, &discarded].map(|bytes| Hash::of(bytes));
        let draft = StoredDraft {
            id: "tray".to_owned(),
            feature: None,
            form: "tray".to_owned(),
            content: format!("[{{\"sha256\":\"{}\"}}]", hashes[0]),
            saved_at: "2022-05-12T09:31:05+08:00".to_owned(),
        };
        let held = store.write(|writing| -> Result<(), StoreError> {
            for bytes in [&waits, &filed, &discarded] {
                writing.hold(Hash::of(bytes), &bytes.as_slice().into(), "2022-05-12")?;
            }
            writing.put_file(hashes[1], "jpg", &filed, "2022-05-12")?;
            writing.put_draft(&draft)
        });
        held.unwrap();
        assert_eq!(store.held().unwrap().len(), 3);
        store.write(|writing| writing.let_go()).unwrap();
        assert_eq!(store.held().unwrap(), [hashes[0]]);
        assert_eq!(store.content(hashes[0]).unwrap(), Some(waits));
        assert_eq!(store.content(hashes[1]).unwrap(), Some(filed));
        assert_eq!(store.content(hashes[2]).unwrap(), None);
    }
}
