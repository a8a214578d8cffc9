//! What a run of the program is given from outside: the time, the data folder, the language and where to write.
//!
//! The only place of the command line that asks the machine for them.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::model::{Lang, Stamp, Text};

/// How a run ended, as scripts read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Fine,
    /// Warnings, errors, refusals by the rules.
    Findings,
    /// An unreadable path, everything refused, bad arguments.
    Failed,
}

impl Exit {
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// What a run works in.
pub struct Surroundings<'a> {
    pub now: Stamp,
    /// The platform's folder for the program's own data: what is remembered about workspaces.
    pub data_dir: PathBuf,
    pub lang: Lang,
    /// How this program was called, so that what it says to type works where it is typed.
    pub program: PathBuf,
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
}

impl Surroundings<'_> {
    /// The clock, data folder and language of this computer, and the given ends of the terminal.
    pub fn of_this_machine<'a>(out: &'a mut dyn Write, err: &'a mut dyn Write) -> Surroundings<'a> {
        Surroundings {
            now: Stamp::at_beijing(jiff::Timestamp::now()),
            data_dir: data_dir(),
            lang: system_lang(),
            program: std::env::args_os().next().map_or_else(|| "yice".into(), PathBuf::from),
            out,
            err,
        }
    }

    /// Prints a line of the answer.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", shown(line))
    }

    /// Prints a message beside the answer.
    pub fn tell(&mut self, text: &Text) {
        self.tell_plain(text.get(self.lang));
    }

    /// Prints a message that is in the right language already. Where even that fails, there is nobody left to tell.
    pub fn tell_plain(&mut self, line: &str) {
        let _ = writeln!(self.err, "{}", shown(line));
    }

    /// Prints the one JSON object of `--json`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn say_json(&mut self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        writeln!(self.out)?;
        Ok(())
    }
}

/// `text` as a terminal may have it. Names and numbers come from foreign files: what would move the cursor, ring,
/// recolour or turn the line around is written out as `\u{1b}`. Line ends and tabs are our own.
pub fn shown(text: &str) -> Cow<'_, str> {
    let commands = |c: char| {
        let turns_around = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        turns_around || (c.is_control() && !matches!(c, '\n' | '\t'))
    };
    if !text.contains(commands) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if commands(c) {
            plain.extend(c.escape_unicode());
        } else {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

/// The platform's data folder for this program; the temporary folder where the platform names none.
pub fn data_dir() -> PathBuf {
    if let Some(chosen) = std::env::var_os("YICE_DATA_DIR").filter(|folder| !folder.is_empty()) {
        return PathBuf::from(chosen);
    }
    directories::ProjectDirs::from("", "", "yice")
        .map_or_else(|| std::env::temp_dir().join("yice"), |project| project.data_dir().to_owned())
}

/// Chinese where the system speaks it. Windows sets none of these variables, and its users here are Chinese.
pub fn system_lang() -> Lang {
    let spoken = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match spoken {
        Some(value) if value.to_lowercase().starts_with("zh") => Lang::Zh,
        Some(_) => Lang::En,
        None if cfg!(windows) => Lang::Zh,
        None => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_a_file_cannot_command_the_terminal() {
        assert_eq!(shown("a\u{1b}[2J\u{7}b\r"), "a\\u{1b}[2J\\u{7}b\\u{d}");
        assert_eq!(shown("\u{9b}1m \u{202e}口"), "\\u{9b}1m \\u{202e}口");
        assert_eq!(shown("排污口\t1\n"), "排污口\t1\n");
    }
}
