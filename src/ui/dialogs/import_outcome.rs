//! What opening files came to, file by file and in a sentence: each file is counted once, as taken in, held back or
//! not read.

use crate::model::{FileStatus, ReadIssue};
use crate::session::{ImportReport as TakenIn, NO_PLACE};
use crate::ui::context::UiCtx;

/// One thing that was opened, a file or a folder, and what it came to.
#[derive(Debug)]
pub struct FileOutcome {
    pub name: String,
    /// The report, or why there is none.
    pub result: Result<TakenIn, String>,
}

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Nothing of it is here.
    Refused,
    WantsReading,
    Fine,
}

impl FileOutcome {
    pub fn gravity(&self) -> Gravity {
        let Ok(report) = &self.result else { return Gravity::Refused };
        if report.check.iter().any(|check| check.status == FileStatus::Refused) {
            return Gravity::Refused;
        }
        let placeless = |issue: &ReadIssue| issue.code == NO_PLACE;
        let wants_reading = report.records_altered > 0
            || report.photos_absent > 0
            || !report.left_out.is_empty()
            || !report.issues.is_empty()
            || report
                .check
                .iter()
                .any(|check| check.status != FileStatus::Ok || check.issues.iter().any(placeless));
        if wants_reading { Gravity::WantsReading } else { Gravity::Fine }
    }
}

/// How many files became what, and with how many features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    taken: usize,
    held_back: usize,
    refused: usize,
    features: usize,
}

impl Counts {
    pub fn of(files: &[FileOutcome]) -> Self {
        let mut counts = Self::default();
        for file in files {
            match &file.result {
                Ok(report) => counts.add(report),
                Err(_) => counts.refused += 1,
            }
        }
        counts
    }

    fn add(&mut self, report: &TakenIn) {
        let is_refused = |status: &FileStatus| *status == FileStatus::Refused;
        let statuses = || report.check.iter().map(|check| check.status);
        let refused = statuses().filter(is_refused).count();
        let of_layers = report.check.len() - refused;
        // A workspace is no layer.
        let is_other = report.check.is_empty() && report.left_out.is_empty();
        self.taken += of_layers + usize::from(is_other);
        self.held_back += report.left_out.len();
        self.refused += refused;
        self.features += report.check.iter().map(|check| check.features).sum::<usize>();
    }

    /// How many there were, a folder's one by one.
    pub const fn files(self) -> usize {
        self.taken + self.held_back + self.refused
    }

    /// The result in one sentence.
    pub fn in_words(self, ctx: &UiCtx<'_>) -> String {
        let parts = [
            ("import.part_taken", self.taken),
            ("import.part_held_back", self.held_back),
            ("import.part_refused", self.refused),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(key, count)| ctx.fill(key, &[("count", &count), ("n", &self.features)]))
            .collect();
        let (files, gap) = (self.files(), ctx.t("import.part_gap"));
        let parts = parts.join(gap);
        ctx.fill("import.result", &[("files", &files), ("parts", &parts)])
    }

    /// The same for a notice, where nothing wants reading.
    pub fn summary(self, ctx: &UiCtx<'_>) -> String {
        ctx.fill("import.summary", &[("files", &self.taken), ("n", &self.features)])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{CheckReport, Kind};

    fn layer(status: FileStatus, features: usize) -> CheckReport {
        CheckReport {
            path: String::new(),
            status,
            kind: Kind::new(Kind::OTHER),
            features,
            skipped: 0,
            geometries: BTreeMap::new(),
            vertices: 0,
            bbox: None,
            crs: None,
            encoding: "utf-8".to_owned(),
            issues: Vec::new(),
        }
    }

    fn outcome(report: TakenIn) -> FileOutcome {
        FileOutcome { name: "a".to_owned(), result: Ok(report) }
    }

    #[test]
    fn each_file_is_counted_once_as_what_became_of_it() {
        let read = TakenIn { check: vec![layer(FileStatus::Ok, 13)], ..TakenIn::default() };
        let cut = TakenIn { check: vec![layer(FileStatus::Refused, 0)], ..TakenIn::default() };
        let held_back = TakenIn { left_out: vec!["b.geojson".into()], ..TakenIn::default() };
        let failed = FileOutcome { name: "c".to_owned(), result: Err("gone".to_owned()) };
        let files = [outcome(read), outcome(cut), outcome(held_back), failed];
        let counted = Counts { taken: 1, held_back: 1, refused: 2, features: 13 };
        assert_eq!(Counts::of(&files), counted);
        let gravities = files.each_ref().map(FileOutcome::gravity);
        let expected = [Gravity::Fine, Gravity::Refused, Gravity::WantsReading, Gravity::Refused];
        assert_eq!(gravities, expected);
    }

    #[test]
    fn of_a_folder_every_file_counts_and_a_workspace_counts_as_one() {
        let check = vec![layer(FileStatus::Ok, 2), layer(FileStatus::Refused, 0)];
        let folder = TakenIn { check, left_out: vec!["b.geojson".into()], ..TakenIn::default() };
        let counted = Counts { taken: 2, held_back: 1, refused: 1, features: 2 };
        let counts = Counts::of(&[outcome(folder), outcome(TakenIn::default())]);
        assert_eq!((counts, counts.files()), (counted, 4));
    }
}
