//! The file's version, and the steps that bring an older file forward.
//!
//! A step is never edited once a file has been written with it: a change is another step.

use rusqlite::Connection;

use super::StoreError;

/// `yice` in ASCII: by this the file says what it is.
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"yice");

/// Brings a file from the version before it to the next.
pub type Step = &'static str;

const STEPS: &[Step] = &[
    include_str!("sql/v1.sql"),
    include_str!("sql/v2.sql"),
    include_str!("sql/v3.sql"),
    include_str!("sql/v4.sql"),
];

/// The version this program writes.
pub const SCHEMA_VERSION: u32 = STEPS.len() as u32;

pub(super) fn bring_forward(connection: &mut Connection) -> Result<(), StoreError> {
    migrate(connection, STEPS)
}

/// Takes the steps the file has not had yet, each with its new version in one transaction.
///
/// # Errors
/// If a step fails; the file then stands where the step before left it.
pub fn migrate(connection: &mut Connection, steps: &[Step]) -> Result<(), StoreError> {
    let done = version(connection)? as usize;
    for (step_idx, step) in steps.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", step_idx as u32 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

pub(super) fn application_id(connection: &Connection) -> Result<i32, StoreError> {
    Ok(connection.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Step = "CREATE TABLE word (text TEXT); INSERT INTO word VALUES ('kept');";
    const SECOND: Step = "ALTER TABLE word ADD COLUMN length INTEGER NOT NULL DEFAULT 4;";

    #[test]
    fn an_older_file_is_brought_forward_with_what_it_holds() {
        let mut file = Connection::open_in_memory().unwrap();
        migrate(&mut file, &[FIRST]).unwrap();
        assert_eq!(version(&file).unwrap(), 1);
        migrate(&mut file, &[FIRST, SECOND]).unwrap();
        assert_eq!(version(&file).unwrap(), 2);
        let row: (String, i64) = file
            .query_row("SELECT text, length FROM word", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(row, ("kept".to_owned(), 4));
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let mut file = Connection::open_in_memory().unwrap();
        assert!(migrate(&mut file, &[FIRST, "CREATE TABLE half (x); nonsense;"]).is_err());
        assert_eq!(version(&file).unwrap(), 1);
        let half: i64 = file
            .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'half'", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(half, 0);
    }
}
