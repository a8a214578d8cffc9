//! What keeps the session from doing what it was asked, in the words a person is told.

use std::path::{Path, PathBuf};

use crate::model::{FeatureKey, Text};
use crate::plan::RecordError;
use crate::store::{Holder, StoreError, io_words};

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("stopped: nothing was changed")]
    Cancelled,
    #[error("there is no feature {0}")]
    NoFeature(FeatureKey),
    #[error(
        "that feature does not say it is {0}, by key, records or code: a key goes only to a feature that claims it"
    )]
    NotClaimed(FeatureKey),
    #[error("there are no records in it, so nothing can be told against it\nFile: {0}")]
    NoRecords(PathBuf),
    #[error("there is no layer {0}")]
    NoLayer(u64),
    #[error("there is no record {0}")]
    NoRecord(String),
    #[error("this cannot be recorded: {0}")]
    Record(#[from] RecordError),
    #[error("this is no regular file (a pipe, socket or device) and was not read\nFile: {0}")]
    NoRegularFile(PathBuf),
    #[error("the file is larger than {limit_bytes} bytes and was not taken\nFile: {path}")]
    TooLarge { path: PathBuf, limit_bytes: u64 },
    #[error("the layer could not be read: {why}\nFile: {path}")]
    Unreadable { path: PathBuf, why: String },
    #[error("the table could not be read: {}\nFile: {path}", why.en)]
    NoTable { path: PathBuf, why: Text },
    #[error("{doing}: {source}\nFile: {path}")]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
}

impl SessionError {
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            std::io::ErrorKind::StorageFull => Self::Store(StoreError::disk_full()),
            _ => Self::Io { doing, path, source },
        }
    }

    /// Who writes to the workspace, where that keeps others from it and is known.
    pub const fn holder(&self) -> Option<&Holder> {
        match self {
            Self::Store(StoreError::InUse { holder, .. }) => holder.as_ref(),
            _ => None,
        }
    }

    /// Whether the disk has no room left.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Store(StoreError::DiskFull { .. }))
    }

    /// A full disk with how much room it has, where `workspace` lies on it.
    pub(super) fn measured(self, workspace: &Path) -> Self {
        match self {
            Self::Store(error) => Self::Store(error.measured(workspace)),
            other => other,
        }
    }

    /// Whether the workspace's disk no longer answers.
    pub(super) fn is_away(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_away())
    }

    /// The same in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Store(error) => return error.text(),
            Self::Cancelled => "已停止，什么也没有改动。".to_owned(),
            Self::NoFeature(key) => format!("没有这个对象：{key}"),
            Self::NotClaimed(key) => {
                format!("那个要素并没有自称 {key}（编码、记录都不是）：只能在自称是它的要素里指定")
            }
            Self::NoRecords(path) => {
                format!("里面没有记录，无从比较；请选导出的注记文件或工作库：{}", path.display())
            }
            Self::NoLayer(layer) => format!("没有这个图层：{layer}"),
            Self::NoRecord(record) => format!("没有这条记录：{record}"),
            Self::Record(error) => format!("这条内容不能存：{error}"),
            Self::NoRegularFile(path) => {
                format!("不是普通文件（管道、套接字或设备），没有读：{}", path.display())
            }
            Self::TooLarge { path, limit_bytes } => {
                format!("文件超过 {} MB，没有收入：{}", limit_bytes / 1_000_000, path.display())
            }
            Self::Unreadable { path, why } => {
                format!("图层没能读出来：{why}。文件：{}", path.display())
            }
            Self::NoTable { path, why } => {
                format!("这张表没能读出来：{}。文件：{}", why.zh, path.display())
            }
            Self::Io { path, source, .. } => {
                format!("读写文件没有成功：{}。文件：{}", io_words(source).zh, path.display())
            }
        };
        Text::new(zh, self.to_string())
    }
}
