//! What belongs to the person at this computer: the list of a day, which records others have by now, and the values
//! of personal fields. None of it leaves in an export unasked.

use super::{Store, StoreError, Writing, schema};
use crate::plan::Hash;

/// The version of the file since which these tables are there: an older one may be open for reading.
const SINCE_VERSION: u32 = 2;
const PERSONAL_SINCE_VERSION: u32 = 3;

/// The value of a personal field of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalRow {
    pub feature: String,
    pub field: String,
    pub value: String,
}

/// One feature on the list of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRow {
    /// ISO date.
    pub day: String,
    pub feature: String,
    /// RFC 3339, where a person ticked it off by hand.
    pub ticked_at: Option<String>,
}

impl Store {
    /// The lists of all days, each in its order.
    pub fn day_lists(&self) -> Result<Vec<DayRow>, StoreError> {
        if self.is_older_than(SINCE_VERSION)? {
            return Ok(Vec::new());
        }
        let mut query = self
            .connection
            .prepare("SELECT day, feature, ticked_at FROM day_list ORDER BY day, position")?;
        let rows = query.query_map([], |row| {
            Ok(DayRow { day: row.get(0)?, feature: row.get(1)?, ticked_at: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Records that others have, with the time since when (RFC 3339).
    pub fn departures(&self) -> Result<Vec<(Hash, String)>, StoreError> {
        if self.is_older_than(SINCE_VERSION)? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare("SELECT record, left_at FROM departure")?;
        let rows = query.query_map([], |row| Ok((Hash(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The values of personal fields.
    pub fn personal(&self) -> Result<Vec<PersonalRow>, StoreError> {
        if self.is_older_than(PERSONAL_SINCE_VERSION)? {
            return Ok(Vec::new());
        }
        let mut query = self.connection.prepare("SELECT feature, field, value FROM personal")?;
        let rows = query.query_map([], |row| {
            Ok(PersonalRow { feature: row.get(0)?, field: row.get(1)?, value: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether the file has not been brought forward to `version`: it is open for reading only.
    pub(super) fn is_older_than(&self, version: u32) -> Result<bool, StoreError> {
        Ok(schema::version(&self.connection)? < version)
    }
}

impl Writing<'_> {
    /// Sets down the whole list of a day.
    pub fn put_day_list<'a>(
        &self,
        day: &str,
        rows: impl Iterator<Item = (&'a str, Option<&'a str>)>,
    ) -> Result<(), StoreError> {
        self.transaction.execute("DELETE FROM day_list WHERE day = ?1", [day])?;
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO day_list (day, feature, position, ticked_at) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (position, (feature, ticked_at)) in rows.enumerate() {
            insert.execute((day, feature, position, ticked_at))?;
        }
        Ok(())
    }

    /// Sets down the value of a personal field, or takes it away.
    pub fn put_personal(
        &self,
        feature: &str,
        field: &str,
        value: Option<&str>,
        noted_at: &str,
    ) -> Result<(), StoreError> {
        match value {
            Some(value) => self
                .transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO personal (feature, field, value, noted_at) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((feature, field, value, noted_at))?,
            None => self
                .transaction
                .prepare_cached("DELETE FROM personal WHERE feature = ?1 AND field = ?2")?
                .execute((feature, field))?,
        };
        Ok(())
    }

    /// Others have this record since `left_at`; what was known before stays.
    pub fn put_departure(&self, record: Hash, left_at: &str) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("INSERT OR IGNORE INTO departure (record, left_at) VALUES (?1, ?2)")?
            .execute((record.0, left_at))?;
        Ok(())
    }
}
