//! The workspaces opened lately on this computer, newest first: a small file in the platform's data folder.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::SessionError;
use super::files::write_file;
use crate::model::Stamp;

const FILE: &str = "recent.json";
/// More than anybody reads in a menu.
const KEPT_MAX: usize = 12;

/// A workspace that was opened here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentWorkspace {
    pub path: PathBuf,
    /// RFC 3339.
    pub opened_at: String,
    /// Whether it held invented data.
    pub synthetic: bool,
    /// The workspace whose work goes on in this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<PathBuf>,
}

/// The setting that says so in the workspace itself: a full disk may not have taken this list.
pub(super) const CONTINUES: &str = "continues";

/// Where the work of a workspace went on, if it was moved to another place.
pub fn goes_on_in(data_dir: &Path, workspace: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(workspace).unwrap_or_else(|_| workspace.to_owned());
    let mut known = known_workspaces(data_dir).into_iter();
    known.find(|known| known.continues.as_ref() == Some(&path)).map(|known| known.path)
}

/// The workspaces opened lately, newest first; those whose file is not there now are left out.
///
/// A list that does not read is an empty one: it is only a convenience.
pub fn recent_workspaces(data_dir: &Path) -> Vec<RecentWorkspace> {
    let mut recent = known_workspaces(data_dir);
    recent.retain(|workspace| workspace.path.is_file());
    recent
}

/// The same with those whose file is not there now: on a stick that is out.
pub fn known_workspaces(data_dir: &Path) -> Vec<RecentWorkspace> {
    let bytes = std::fs::read(data_dir.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Puts a workspace at the head of the list.
///
/// # Errors
/// If the list cannot be written.
pub fn note_recent(
    data_dir: &Path,
    workspace: &Path,
    now: &Stamp,
    synthetic: bool,
    continues: Option<&Path>,
) -> Result<(), SessionError> {
    let path = std::path::absolute(workspace).unwrap_or_else(|_| workspace.to_owned());
    let mut recent = known_workspaces(data_dir);
    recent.retain(|known| known.path != path);
    let (opened_at, continues) = (now.as_str().to_owned(), continues.map(Path::to_owned));
    recent.insert(0, RecentWorkspace { path, opened_at, synthetic, continues });
    recent.truncate(KEPT_MAX);
    let file = data_dir.join(FILE);
    let failed = |source| SessionError::io("could not write the list of workspaces", &file)(source);
    std::fs::create_dir_all(data_dir).map_err(failed)?;
    let bytes = serde_json::to_vec_pretty(&recent).map_err(|error| failed(error.into()))?;
    write_file(&file, &bytes).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_that_was_moved_says_where_the_work_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        let [old, new] = ["old.yice", "new.yice"].map(|name| folder.path().join(name));
        note_recent(folder.path(), &old, &now, false, None).unwrap();
        assert_eq!(goes_on_in(folder.path(), &old), None);
        note_recent(folder.path(), &new, &now, false, Some(&old)).unwrap();
        assert_eq!(goes_on_in(folder.path(), &old), Some(new.clone()));
        assert_eq!(goes_on_in(folder.path(), &new), None);
    }
}
