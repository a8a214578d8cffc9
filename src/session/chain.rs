//! The chain of records that this workspace on this computer writes, by which a missing or altered one shows.
//!
//! The platform's data folder remembers how far the chain had got and in which file. A file that is found to stand
//! elsewhere was copied or rolled back: from there a chain of its own begins, so that one number is never given to
//! two records.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::IdSource;
use crate::plan::Hash;
use crate::store::ChainEnd;

/// What the data folder remembers of one workspace.
#[derive(Debug, Deserialize, Serialize, PartialEq, Eq)]
struct Remembered {
    path: String,
    chain: String,
    /// The number last written, and the hash that has it.
    last: (u64, Option<String>),
    /// What was about to be written: a kill between the two files leaves either.
    next: (u64, Option<String>),
}

/// The file in which the end of the chain is remembered.
#[derive(Debug)]
pub(super) struct ChainMemory {
    file: PathBuf,
    workspace: String,
}

impl ChainMemory {
    /// `workspace_id` names the workspace whatever its file is called.
    pub fn new(data_dir: &Path, workspace_id: &str, workspace: &Path) -> Self {
        let workspace = std::path::absolute(workspace).unwrap_or_else(|_| workspace.to_owned());
        Self {
            file: data_dir.join("chains").join(format!("{workspace_id}.json")),
            workspace: workspace.to_string_lossy().into_owned(),
        }
    }

    /// Whether `end` is what was last written here.
    pub fn agrees_with(&self, end: &ChainEnd) -> bool {
        let remembered = std::fs::read(&self.file)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Remembered>(&bytes).ok());
        let found = spelt(end);
        remembered.is_some_and(|it| {
            it.path == self.workspace
                && it.chain == end.id
                && (it.last == found || it.next == found)
        })
    }

    /// Remembers that the chain goes from `last` to `next`. Called before the workspace itself is written.
    ///
    /// That this fails costs a new chain at the next opening, and nothing else.
    pub fn remember(&self, last: &ChainEnd, next: &ChainEnd) {
        let remembered = Remembered {
            path: self.workspace.clone(),
            chain: next.id.clone(),
            last: spelt(last),
            next: spelt(next),
        };
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(self.file.parent().unwrap_or(Path::new(".")))?;
            super::files::write_file(&self.file, &serde_json::to_vec(&remembered)?)
        };
        let _ = write();
    }
}

fn spelt(end: &ChainEnd) -> (u64, Option<String>) {
    (end.seq, end.head.map(|hash| hash.to_string()))
}

/// The chain to go on with: the one of the file, or a new one that names the last known hash of that.
pub(super) fn chain_to_write(
    found: Option<ChainEnd>,
    memory: Option<&ChainMemory>,
    ids: &mut dyn IdSource,
) -> ChainEnd {
    match found {
        Some(end) if memory.is_none_or(|memory| memory.agrees_with(&end)) => end,
        Some(end) => ChainEnd { id: ids.next_id(), seq: 0, head: end.head },
        None => ChainEnd { id: ids.next_id(), seq: 0, head: None },
    }
}

/// The end of the chain once a record with this hash is written.
pub(super) fn after(end: &ChainEnd, hash: Hash) -> ChainEnd {
    ChainEnd { id: end.id.clone(), seq: end.seq + 1, head: Some(hash) }
}
