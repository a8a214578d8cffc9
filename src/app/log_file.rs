//! What the program does, line by line, in a file that whoever helps can be sent: starts, openings, commands by name
//! with their milliseconds, what the window said, and where a crash was. Neither what records hold nor who made them.
//!
//! A log that cannot be written is no reason not to work.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::window::YiceApp;
use crate::model::Stamp;
use crate::session::{Command, Outcome, SessionError};
use crate::ui::Ticket;

/// Beyond this the file becomes the old one and a new one begins.
const LOG_BYTES_MAX: u64 = 1_000_000;

pub struct LogFile {
    path: PathBuf,
    file: Option<File>,
}

impl LogFile {
    /// Goes on with the log in `data_dir`; a long one is put aside first, and the one before that is gone.
    pub fn open(data_dir: &Path) -> Self {
        let path = data_dir.join("yice.log");
        if path.metadata().is_ok_and(|file| file.len() > LOG_BYTES_MAX) {
            let _ = std::fs::rename(&path, data_dir.join("yice.old.log"));
        }
        let file = OpenOptions::new().create(true).append(true).open(&path).ok();
        Self { path, file }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a line; line ends within it become blanks.
    pub fn line(&mut self, now: &Stamp, words: &str) {
        let Some(file) = &mut self.file else { return };
        let words = words.replace(['\n', '\r'], " ");
        // One write, so that two windows do not write into each other's lines.
        if file.write_all(format!("{} {words}\n", now.as_str()).as_bytes()).is_err() {
            self.file = None;
        }
    }

    /// Has a crash write down where it was, then do what it did before.
    pub fn catch_crashes(&self) {
        let path = self.path.clone();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |crash| {
            if let Ok(mut file) = OpenOptions::new().create(true).append(true).open(&path) {
                let thread = std::thread::current();
                let name = thread.name().unwrap_or("?");
                let now = super::clock::now();
                let words = crash.to_string().replace('\n', " ");
                let _ = writeln!(file, "{} crash in {name}: {words}", now.as_str());
            }
            before(crash);
        }));
    }
}

/// What a command is called in the log: its name alone. Nothing for what comes with every pause of a typing hand.
pub fn name_of(command: &Command) -> Option<String> {
    if matches!(
        command,
        Command::SaveDraft(_)
            | Command::Hold { .. }
            | Command::DropDraft { .. }
            | Command::SetSetting { .. }
            | Command::Rehearse(_)
            | Command::Refresh
    ) {
        return None;
    }
    let all = format!("{command:?}");
    let end = all.find(|c: char| !c.is_alphanumeric()).unwrap_or(all.len());
    Some(all[..end].to_owned())
}

impl YiceApp {
    /// Writes down what became of a command.
    pub(super) fn log_answer(&mut self, ticket: Ticket, outcome: &Result<Outcome, SessionError>) {
        let idx = self.sent.iter().position(|(sent, ..)| *sent == ticket);
        let named = idx.map(|idx| self.sent.swap_remove(idx));
        let words = match (named, outcome) {
            (Some((_, name, at)), Ok(_)) => format!("{name} in {} ms", at.elapsed().as_millis()),
            (Some((_, name, _)), Err(why)) => format!("{name} failed: {why}"),
            (None, Err(why)) => format!("failed: {why}"),
            (None, Ok(_)) => return,
        };
        self.log.line(self.desk.now(), &words);
    }

    /// Writes down what the window has said since the last frame.
    pub(super) fn log_notices(&mut self) {
        for (tone, words) in self.screen.notices.take_unlogged() {
            self.log.line(self.desk.now(), &format!("said {tone:?}: {words}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_line_and_a_long_log_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let now = Stamp::parse("2022-05-12T09:31:05+08:00").unwrap();
        LogFile::open(folder.path()).line(&now, "one\ntwo");
        let path = folder.path().join("yice.log");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "2022-05-12T09:31:05+08:00 one two\n");
        std::fs::write(&path, vec![b'x'; LOG_BYTES_MAX as usize + 1]).unwrap();
        LogFile::open(folder.path()).line(&now, "anew");
        assert!(std::fs::read_to_string(&path).unwrap().ends_with("anew\n"));
        assert!(folder.path().join("yice.old.log").metadata().unwrap().len() > LOG_BYTES_MAX);
    }

    #[test]
    fn a_command_is_named_without_what_it_holds() {
        let act = crate::session::Act {
            feature: crate::model::FeatureKey::parse("outfall:A1").unwrap(),
            on: None,
            on_behalf_of: None,
            parts: Vec::new(),
        };
        assert_eq!(name_of(&Command::Record(act)).as_deref(), Some("Record"));
        assert_eq!(name_of(&Command::Undo).as_deref(), Some("Undo"));
        assert_eq!(name_of(&Command::Refresh), None);
    }
}
