//! Where a file is offered to be saved, and under which name: one rule for all that is written.
//!
//! What was saved last of the same sort says the folder, before that the person's papers do; the name says what it is,
//! of what, and of which day. Nothing is written here.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::screen::Screen;
use super::view_state::ViewState;
use crate::model::Day;

/// What is saved: each sort remembers its own folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileSort {
    Layer,
    Sheet,
    Report,
    Backup,
    /// A copy of a stored photo or document.
    Copy,
}

impl Screen {
    /// The folder that is offered.
    pub fn save_folder(&self, sort: FileSort) -> PathBuf {
        self.view.save_folders.get(&sort).unwrap_or(&self.papers_folder).clone()
    }
}

impl ViewState {
    /// Something was saved as `file`: the next of its sort is offered a place beside it.
    pub fn saved_as(&mut self, sort: FileSort, file: &Path) {
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            self.save_folders.insert(sort, folder.to_owned());
        }
    }
}

/// `台账 排污口 2022-05-12.xlsx`; without an ending it names a folder.
pub fn dated_name(words: &[&str], day: Day, ending: &str) -> String {
    let day = day.to_string();
    let words = words.iter().copied().chain([day.as_str()]).map(str::trim);
    let name: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // Signs that a file's name may not have on some system.
    let name = name.join(" ").replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "-");
    if ending.is_empty() { name } else { format!("{name}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_of_what_and_the_day() {
        let day = jiff::civil::date(2022, 5, 12);
        assert_eq!(dated_name(&["台账", "", "排污口"], day, "xlsx"), "台账 排污口 2022-05-12.xlsx");
        assert_eq!(dated_name(&["a/b:c"], day, ""), "a-b-c 2022-05-12");
    }

    #[test]
    fn each_sort_of_file_is_offered_the_folder_it_was_last_saved_in() {
        let mut screen = Screen { papers_folder: "/papers".into(), ..Screen::default() };
        screen.view.saved_as(FileSort::Report, Path::new("/stick/a.pdf"));
        assert_eq!(screen.save_folder(FileSort::Report), Path::new("/stick"));
        assert_eq!(screen.save_folder(FileSort::Backup), Path::new("/papers"));
        let kept = ViewState::from_setting(&screen.view.to_setting());
        assert_eq!(kept.save_folders, screen.view.save_folders);
    }
}
