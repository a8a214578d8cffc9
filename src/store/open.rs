//! Opening a workspace: to write, to read, or to save what a damaged file still holds.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::lock::WriterLock;
use super::{Holder, SCHEMA_VERSION, StoreError, schema};

/// Longer than any one transaction of another program should take.
const BUSY_WAIT: Duration = Duration::from_secs(10);

/// A file up to this size is checked whenever it is opened for writing: that takes some hundredths of a second.
const ALWAYS_CHECKED_BYTES_MAX: u64 = 32 << 20;

const SQLITE_HEADER_BYTES: usize = 100;

/// What may be done with an open workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    Read,
}

/// An open workspace.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    /// What a check of the file found wrong; empty for a sound one.
    damage: Vec<String>,
    sitting: Option<i64>,
    /// Let go last, after the connection has closed.
    lock: Option<WriterLock>,
}

impl Store {
    /// Makes a new workspace for writing.
    ///
    /// # Errors
    /// If a file is there already, or none can be made.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(StoreError::io("could not make the folder", folder))?;
        }
        let lock = WriterLock::take(path)?;
        let Some(lock) = lock else { return Err(in_use(path)) };
        if path.metadata().is_ok_and(|file| file.len() > 0) {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = connect(path, flags, Wholeness::Whole)?;
        Self::to_write(connection, path, lock)
    }

    /// Opens a workspace for writing. A damaged file opens for reading instead: see [`Store::damage`].
    ///
    /// Nothing is written into it yet: [`Store::sit_down`] does, once its reader has found it sound.
    ///
    /// # Errors
    /// If there is none, another program is writing to it, or it is no workspace this program knows.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let cut_off = look_at_header(path)?;
        let wholeness = Wholeness::of(cut_off.as_ref());
        let Some(lock) = WriterLock::take(path)? else { return Err(in_use(path)) };
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, wholeness)?;
        check_identity(&connection, path)?;
        let is_quick = path.metadata().is_ok_and(|file| file.len() <= ALWAYS_CHECKED_BYTES_MAX);
        let is_older = schema::version(&connection)? < SCHEMA_VERSION;
        let mut damage: Vec<String> = cut_off.into_iter().collect();
        if damage.is_empty() && (is_quick || is_older || ended_unclean(&connection)) {
            damage = quick_check(&connection);
        }
        if !damage.is_empty() {
            connection.pragma_update(None, "query_only", true)?;
            return Ok(Self {
                connection,
                path: path.to_owned(),
                damage,
                sitting: None,
                lock: None,
            });
        }
        Self::to_write(connection, path, lock)
    }

    /// Opens a workspace for reading, also while another program writes to it.
    ///
    /// # Errors
    /// If there is none, or it is no workspace this program knows.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let cut_off = look_at_header(path)?;
        // A journal left by a killed writer can only be rolled back by a connection that may write.
        let wholeness = Wholeness::of(cut_off.as_ref());
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, wholeness)
            .or_else(|_| connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, wholeness))?;
        connection.pragma_update(None, "query_only", true)?;
        check_identity(&connection, path)?;
        let damage = cut_off.into_iter().collect();
        Ok(Self { connection, path: path.to_owned(), damage, sitting: None, lock: None })
    }

    pub fn access(&self) -> Access {
        if self.lock.is_some() { Access::Write } else { Access::Read }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is wrong with the file, as the check found it when opening.
    pub fn damage(&self) -> &[String] {
        &self.damage
    }

    /// Checks the whole file; what is wrong, in SQLite's words.
    pub fn check(&self) -> Vec<String> {
        quick_check(&self.connection)
    }

    /// A sound workspace of the newest form, held for writing.
    fn to_write(
        mut connection: Connection,
        path: &Path,
        lock: WriterLock,
    ) -> Result<Self, StoreError> {
        schema::bring_forward(&mut connection)?;
        let (path, damage) = (path.to_owned(), Vec::new());
        Ok(Self { connection, path, damage, sitting: None, lock: Some(lock) })
    }

    /// Writes down who opened it and when; the row is marked clean when the store is let go.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn sit_down(&mut self, now: &str, program: &str) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO sitting (pid, opened_at, program) VALUES (?1, ?2, ?3)",
            (std::process::id(), now, program),
        )?;
        self.sitting = Some(self.connection.last_insert_rowid());
        Ok(())
    }

    /// Opens the file anew where its disk was away and is back, and nobody has opened it to write meanwhile.
    ///
    /// # Errors
    /// If it is not there, or no longer as it was left: then the store is as before.
    pub fn reconnect(&mut self) -> Result<(), StoreError> {
        let away = || StoreError::Away(self.path.clone());
        if look_at_header(&self.path)?.is_some() {
            return Err(away());
        }
        let connection = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE, Wholeness::Whole)?;
        check_identity(&connection, &self.path)?;
        // Whoever opens a workspace to write sits down in it.
        let sat_last: (i64, u32) = connection.query_row(
            "SELECT id, pid FROM sitting ORDER BY id DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if self.sitting.map(|sitting| (sitting, std::process::id())) != Some(sat_last) {
            return Err(away());
        }
        // The old lock file may be this very one: two holds on it would shut each other out.
        self.lock = None;
        let Some(lock) = WriterLock::take(&self.path)? else { return Err(in_use(&self.path)) };
        self.connection = connection;
        self.lock = Some(lock);
        Ok(())
    }

    /// Its reader has found damage: from now on it is open for reading only.
    ///
    /// # Errors
    /// If the database does not answer.
    pub fn give_up_writing(&mut self) -> Result<(), StoreError> {
        self.connection.pragma_update(None, "query_only", true)?;
        self.sitting = None;
        self.lock = None;
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(sitting) = self.sitting {
            // Failing here only means one check more at the next opening.
            let _ =
                self.connection.execute("UPDATE sitting SET clean = 1 WHERE id = ?1", [sitting]);
        }
    }
}

/// Whether a file is as long as it says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wholeness {
    Whole,
    CutOff,
}

impl Wholeness {
    fn of(cut_off: Option<&String>) -> Self {
        if cut_off.is_some() { Self::CutOff } else { Self::Whole }
    }
}

fn connect(path: &Path, flags: OpenFlags, wholeness: Wholeness) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_WAIT)?;
    // A workspace comes from other people's sticks: nothing in its schema may call anything.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    if wholeness == Wholeness::CutOff {
        connection.pragma_update(None, "query_only", true)?;
        // SQLite reads nothing of a file that is shorter than it says, unless its reader says that it knows.
        connection.pragma_update(None, "writable_schema", true)?;
    }
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        // Damage shows when the file is checked, in words; here it must not stop the opening.
        let _ = connection.pragma_update(None, "journal_mode", "DELETE");
    }
    Ok(connection)
}

/// Refuses what is no file of ours before SQLite would make it one; says if the file has been cut off.
fn look_at_header(path: &Path) -> Result<Option<String>, StoreError> {
    let failed = || StoreError::io("could not open the workspace", path);
    let meta = match path.metadata() {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(error) => return Err(failed()(error)),
    };
    if !meta.is_file() {
        // A pipe would be waited for without end.
        return Err(StoreError::NotAWorkspace(path.to_owned()));
    }
    let mut file = File::open(path).map_err(failed())?;
    let byte_count = meta.len();
    if byte_count == 0 {
        return Err(StoreError::Empty(path.to_owned()));
    }
    let mut header = [0; SQLITE_HEADER_BYTES];
    let is_short = file.read_exact(&mut header).is_err();
    if is_short || !header.starts_with(b"SQLite format 3\0") {
        return Err(StoreError::NotAWorkspace(path.to_owned()));
    }
    // Offsets by <https://www.sqlite.org/fileformat2.html>: page size at 16, page count at 28, both big-endian.
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let page_count =
        u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    let mut journal = path.file_name().unwrap_or_default().to_owned();
    journal.push("-journal");
    let is_being_written = path.with_file_name(journal).exists();
    let whole = page_bytes * page_count;
    Ok((byte_count < whole && !is_being_written)
        .then(|| format!("the file is cut off: {byte_count} of {whole} bytes")))
}

fn check_identity(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let as_damage = |error: StoreError| match error.is_damage() {
        true => StoreError::Damaged { path: path.to_owned(), problem: error.to_string() },
        false => error,
    };
    if schema::application_id(connection).map_err(as_damage)? != schema::APPLICATION_ID {
        return Err(StoreError::NotAWorkspace(path.to_owned()));
    }
    let found = schema::version(connection)?;
    if found > SCHEMA_VERSION {
        let program = connection
            .query_row("SELECT program FROM sitting ORDER BY id DESC LIMIT 1", [], |row| row.get(0))
            .unwrap_or_else(|_| "?".to_owned());
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: SCHEMA_VERSION,
            program,
        });
    }
    Ok(())
}

fn in_use(path: &Path) -> StoreError {
    let holder = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|connection| {
            connection.query_row(
                // One that ended is not who holds it: whoever does is still reading it in.
                "SELECT pid, opened_at FROM (SELECT * FROM sitting ORDER BY id DESC LIMIT 1) WHERE NOT clean",
                [],
                |row| Ok(Holder { pid: row.get(0)?, since: row.get(1)? }),
            )
        })
        .ok();
    StoreError::InUse { path: path.to_owned(), holder }
}

/// Whether the program that wrote last was killed, or its end cannot be read.
fn ended_unclean(connection: &Connection) -> bool {
    connection
        .query_row("SELECT clean FROM sitting ORDER BY id DESC LIMIT 1", [], |row| {
            row.get::<_, bool>(0)
        })
        .map_or(true, |clean| !clean)
}

fn quick_check(connection: &Connection) -> Vec<String> {
    let read = || -> rusqlite::Result<Vec<String>> {
        connection
            .prepare("PRAGMA quick_check")?
            .query_map([], |row| row.get::<_, String>(0))?
            .collect()
    };
    match read() {
        Ok(lines) if lines == ["ok"] => Vec::new(),
        Ok(lines) => lines,
        Err(error) => vec![error.to_string()],
    }
}
