//! What newer texts of layers state and nobody has decided: it is not followed until somebody does.

use super::{Store, StoreError, Writing};

/// The version of the file since which this table is there: an older one may be open for reading.
const SINCE_VERSION: u32 = 2;

/// One statement of a newer text about one feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    /// The layer whose newest text states it.
    pub layer: u64,
    pub feature: String,
    /// JSON of the room above.
    pub content: String,
}

impl Store {
    /// Those that are not settled, in the order they came.
    pub fn proposals(&self) -> Result<Vec<ProposalRow>, StoreError> {
        self.proposals_when(|_, settled_at| settled_at.is_none())
    }

    /// Those that stood at some time, by when they were received and when they were settled, in the order they came.
    pub fn proposals_when(
        &self,
        stood: impl Fn(&str, Option<&str>) -> bool,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        if self.is_older_than(SINCE_VERSION)? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare(
            "SELECT layer, feature, content, received_at, settled_at FROM proposal ORDER BY id",
        )?;
        let rows = query.query_map([], |row| {
            let times: (String, Option<String>) = (row.get(3)?, row.get(4)?);
            let (layer, feature, content) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((ProposalRow { layer, feature, content }, times))
        })?;
        let mut found = Vec::new();
        for row in rows {
            let (row, (received_at, settled_at)) = row?;
            if stood(&received_at, settled_at.as_deref()) {
                found.push(row);
            }
        }
        Ok(found)
    }
}

impl Writing<'_> {
    /// What the texts of a layer stated is settled: by a newer one, or by the layer that took its place.
    pub fn settle_proposals(&self, layer: u64, now: &str) -> Result<(), StoreError> {
        self.transaction.execute(
            "UPDATE proposal SET settled_at = ?2 WHERE layer = ?1 AND settled_at IS NULL",
            (layer, now),
        )?;
        Ok(())
    }

    /// Sets down what the newest text of a layer states, and nothing else of that layer.
    pub fn put_proposals(
        &self,
        layer: u64,
        file_name: &str,
        rows: &[ProposalRow],
        now: &str,
    ) -> Result<(), StoreError> {
        self.settle_proposals(layer, now)?;
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO proposal (layer, feature, content, file_name, received_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for row in rows {
            insert.execute((layer, &row.feature, &row.content, file_name, now))?;
        }
        Ok(())
    }
}
