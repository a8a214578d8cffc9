//! Why a workspace cannot be opened or written, in the words a person is told.

use std::path::{Path, PathBuf};

use super::Holder;
use crate::model::Text;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no workspace\nFile: {0}")]
    Missing(PathBuf),
    #[error("a file is there already\nFile: {0}")]
    Exists(PathBuf),
    #[error("this workspace is being used by another window{}\nFile: {path}", holder.as_ref().map(|holder| format!(" (PID {}, opened {})", holder.pid, holder.since)).unwrap_or_default())]
    InUse { path: PathBuf, holder: Option<Holder> },
    #[error(
        "the workspace was written by a newer Yice ({}; this one is {}) and was not opened, so that nothing is lost: update the program\nFile: {path}", versions(program, *found, *known).0.en, versions(program, *found, *known).1.en
    )]
    Newer { path: PathBuf, found: u32, known: u32, program: String },
    #[error("this is not a Yice workspace\nFile: {0}")]
    NotAWorkspace(PathBuf),
    #[error("the file is empty: no workspace was ever saved in it\nFile: {0}")]
    Empty(PathBuf),
    #[error("the workspace is damaged: {problem}\nFile: {path}")]
    Damaged { path: PathBuf, problem: String },
    #[error("the workspace is open for reading only")]
    ReadOnly,
    #[error("{}: nothing was saved; what was typed is still in the form", disk_left_en(*left_bytes))]
    DiskFull {
        /// How much room the disk says it has, where that could be asked.
        left_bytes: Option<u64>,
        /// What a person calls the disk, where it has a name: `D`.
        drive: Option<char>,
    },
    #[error(
        "the disk with the workspace does not answer (a stick pulled out, a network drive gone): nothing was saved; what was typed is still in the form. Put it back and save once more\nFile: {0}"
    )]
    Away(PathBuf),
    #[error("{doing}: {source}\nFile: {path}")]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
    #[error("the workspace could not be read or written: {0}")]
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::disk_full(),
            Some(rusqlite::ErrorCode::ReadOnly) if !has_moved(&error) => Self::ReadOnly,
            _ => Self::Sql(error),
        }
    }
}

impl StoreError {
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull => Self::disk_full(),
            _ => Self::Io { doing, path, source },
        }
    }

    /// A disk that is full; [`StoreError::measured`] says how full.
    pub fn disk_full() -> Self {
        Self::DiskFull { left_bytes: None, drive: None }
    }

    /// The same, of a full disk with how much room it has, where `workspace` lies on it.
    pub fn measured(self, workspace: &Path) -> Self {
        match self {
            Self::DiskFull { .. } => {
                let left_bytes = room_left(workspace);
                Self::DiskFull { left_bytes, drive: drive_of(workspace) }
            }
            other => other,
        }
    }

    /// Whether the file, or the disk it lies on, is no longer where it was opened.
    pub fn is_away(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
        match self {
            Self::Away(_) => true,
            Self::Sql(error) => {
                has_moved(error)
                    || matches!(error.sqlite_error_code(), Some(CannotOpen | SystemIoFailure))
            }
            _ => false,
        }
    }

    /// Whether the file itself is broken, so that what can still be read should be read.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } => true,
            // A column of another type is what a page read in place of another gives.
            Self::Sql(
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::Utf8Error(..),
            ) => true,
            Self::Sql(error) => matches!(
                error.sqlite_error_code(),
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
            ),
            _ => false,
        }
    }

    /// The same in both languages, each ending with what to do next.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Missing(path) => format!("没有这个工作库：{}", path.display()),
            Self::Exists(path) => format!("这里已经有一个文件：{}", path.display()),
            Self::InUse { holder: Some(holder), .. } => format!(
                "这个工作库正被另一个窗口（PID {}，{} 打开）使用。",
                holder.pid,
                holder.clock_time()
            ),
            Self::InUse { .. } => "这个工作库正被另一个窗口使用。".to_owned(),
            Self::Newer { found, known, program, .. } => {
                let (theirs, ours) = versions(program, *found, *known);
                let (theirs, ours) = (theirs.zh, ours.zh);
                format!(
                    "这份是新版一策（{theirs}）写的，本机是 {ours}，为免丢内容没有打开。请更新程序，或让对方另存旧版。"
                )
            }
            Self::NotAWorkspace(path) => format!("这不是一策工作库：{}", path.display()),
            Self::Empty(path) => {
                format!("这个文件是空的，里面没有存过工作库：{}", path.display())
            }
            Self::Damaged { problem, path } => format!(
                "工作库已损坏（{problem}）。请用“只读打开”取出记录，或改用备份：{}",
                path.display()
            ),
            Self::ReadOnly => "工作库是只读打开的，这条没有存下。".to_owned(),
            Self::DiskFull { left_bytes, drive } => {
                let disk = match drive {
                    Some(letter) => format!("{letter} 盘"),
                    None => "工作库所在的盘".to_owned(),
                };
                let left = match left_bytes.map(|bytes| bytes / MEGABYTE) {
                    None => "满了".to_owned(),
                    Some(0) => "剩下不到 1 MB".to_owned(),
                    Some(megabytes) => format!("只剩 {megabytes} MB"),
                };
                format!("没能存下：{disk}{left}。这条内容还在表单里，没有丢。")
            }
            Self::Away(path) => format!(
                "没能存下：工作库所在的盘没有应答（U 盘拔了，或网络盘断了）。内容还在表单里，没有丢；插回去再存一次：{}",
                path.display()
            ),
            Self::Io { source, path, .. } => {
                format!("读写文件没有成功：{}。文件：{}", io_words(source).zh, path.display())
            }
            Self::Sql(source) => format!("读写工作库没有成功：{source}"),
        };
        Text::new(zh, self.to_string())
    }
}

/// The newer program's version and ours. Where the file does not say who wrote it, its own version tells them apart.
fn versions(program: &str, found: u32, known: u32) -> (Text, Text) {
    let ours = env!("CARGO_PKG_VERSION");
    let theirs = program.strip_prefix("Yice ").unwrap_or(program);
    if theirs != ours && theirs.starts_with(|char: char| char.is_ascii_digit()) {
        return (Text::same(theirs), Text::same(ours));
    }
    (
        Text::new(format!("文件版本 {found}"), format!("file version {found}")),
        Text::new(
            format!("{ours}，认得到文件版本 {known}"),
            format!("{ours}, which knows up to file version {known}"),
        ),
    )
}

const MEGABYTE: u64 = 1_000_000;

/// How many bytes the disk of a file still takes; `None` where it does not say.
pub fn room_left(file: &Path) -> Option<u64> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs4::available_space(folder.unwrap_or(Path::new("."))).ok()
}

/// The letter by which a path names its disk.
fn drive_of(path: &Path) -> Option<char> {
    use std::path::{Component, Prefix};
    match path.components().next()? {
        Component::Prefix(prefix) => match prefix.kind() {
            Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => Some(char::from(letter)),
            _ => None,
        },
        _ => None,
    }
}

fn disk_left_en(left_bytes: Option<u64>) -> String {
    match left_bytes.map(|bytes| bytes / MEGABYTE) {
        None => "the disk is full".to_owned(),
        Some(0) => "less than 1 MB is left on the disk of the workspace".to_owned(),
        Some(megabytes) => format!("only {megabytes} MB are left on the disk of the workspace"),
    }
}

/// Whether SQLite says that the file was moved or deleted under its hands.
fn has_moved(error: &rusqlite::Error) -> bool {
    error
        .sqlite_error()
        .is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_READONLY_DBMOVED)
}

/// What the operating system would not do, in both languages where it is a common one.
pub fn io_words(error: &std::io::Error) -> Text {
    use std::io::ErrorKind;
    let zh = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::StorageFull => "磁盘满了",
        ErrorKind::QuotaExceeded => "超出了磁盘配额",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::IsADirectory => "这是一个文件夹",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::AlreadyExists => "已经有了",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::InvalidFilename => "文件名不能用",
        ErrorKind::ResourceBusy => "正被别的程序使用",
        _ => return Text::same(error.to_string()),
    };
    Text::new(zh, error.to_string())
}
