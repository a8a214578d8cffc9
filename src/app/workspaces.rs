//! Which workspace opens: one that was named, that of demonstrations for invented layers, else the one used last.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::session::{default_workspace, known_workspaces, looks_synthetic, recent_workspaces};

/// The workspace used last, where it is not there now and another one opens in its place.
pub fn missed(paths: &[PathBuf], data_dir: &Path) -> Option<PathBuf> {
    let last = known_workspaces(data_dir).into_iter().next().filter(|_| paths.is_empty())?;
    (!last.path.is_file()).then_some(last.path)
}

/// The workspace to open for the files that were named.
pub fn workspace_for(paths: &[PathBuf], data_dir: &Path) -> PathBuf {
    let is_workspace = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "yice");
    if let Some(named) = paths.iter().find(is_workspace) {
        return named.clone();
    }
    if !paths.is_empty() {
        return default_workspace(data_dir, paths.iter().any(|path| looks_synthetic(path)));
    }
    let last = recent_workspaces(data_dir).into_iter().next().map(|last| last.path);
    last.unwrap_or_else(|| default_workspace(data_dir, false))
}

/// The path from the root on, as the list of workspaces has it.
pub fn absolute(workspace: &Path) -> PathBuf {
    std::path::absolute(workspace).unwrap_or_else(|_| workspace.to_owned())
}

/// The demonstration's layers being written on a thread of their own.
pub struct Demonstration {
    folder: PathBuf,
    done: Receiver<Result<(), String>>,
}

impl Demonstration {
    /// # Errors
    /// If the system gives no thread.
    pub fn begin(data_dir: &Path, wake: impl Fn() + Send + 'static) -> std::io::Result<Self> {
        let folder = data_dir.join("demonstration");
        let (tell, done) = channel();
        let into = folder.clone();
        std::thread::Builder::new().name("demonstration".to_owned()).spawn(move || {
            let written = crate::demo::write(&into).map(drop).map_err(|why| why.to_string());
            // A window that is gone needs no answer.
            let _ = tell.send(written);
            wake();
        })?;
        Ok(Self { folder, done })
    }

    /// The folder, once it is written; `None` before.
    pub fn poll(&self) -> Option<Result<PathBuf, String>> {
        match self.done.try_recv() {
            Ok(written) => Some(written.map(|()| self.folder.clone())),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err("the thread ended".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stamp;
    use crate::session::note_recent;

    #[test]
    fn the_workspace_used_last_opens_and_a_lost_one_is_missed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        for name in ["two.yice", "one.yice"] {
            std::fs::write(path(name), "").unwrap();
            note_recent(folder.path(), &path(name), &now, false, None).unwrap();
        }
        assert_eq!(workspace_for(&[], folder.path()), path("one.yice"));
        assert_eq!(missed(&[], folder.path()), None);
        std::fs::remove_file(path("one.yice")).unwrap();
        assert_eq!(missed(&[], folder.path()), Some(path("one.yice")), "its absence is said");
        assert_eq!(workspace_for(&[], folder.path()), path("two.yice"));
    }
}
