//! The files that a form names: its pictures, its paper. Each was chosen at a path; what is meant are the bytes that
//! lay there then, known by their hash once they were looked at.

use std::path::{Path, PathBuf};

use super::files::{file_name, path_of, photo_row_name};
use super::{Content, Problem};
use crate::ui::context::UiCtx;

/// A file that a form names.
#[derive(Clone, Debug)]
pub struct NamedFile<'f> {
    /// The row it is named in, for focus.
    pub row: String,
    pub path: PathBuf,
    /// Of the bytes that were chosen; empty until the file was looked at.
    pub sha256: &'f str,
    pub what: What,
}

/// What a named file is to the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The picture of this row, counted from 1.
    Photo(usize),
    Paper,
}

/// The row of a paper's file.
pub const PAPER_ROW: &str = "path";

impl NamedFile<'_> {
    /// Says that it can be read neither here nor where it came from, and what to do.
    pub fn lost_words(&self, ctx: &UiCtx<'_>) -> String {
        let (name, path) = (file_name(&self.path), self.path.display());
        match self.what {
            What::Photo(nth) => {
                ctx.fill("photo.lost", &[("n", &nth), ("name", &name), ("path", &path)])
            }
            What::Paper => ctx.fill("document.lost", &[("name", &name), ("path", &path)]),
        }
    }
}

impl Content {
    /// The files that are named, with their rows.
    pub fn files(&self) -> Vec<NamedFile<'_>> {
        if let Self::Document(form) = self {
            let (row, what) = (PAPER_ROW.to_owned(), What::Paper);
            let file = NamedFile { row, path: path_of(&form.path), sha256: &form.sha256, what };
            return if form.path.trim().is_empty() { Vec::new() } else { vec![file] };
        }
        let rows = self.photo_rows().iter().enumerate();
        rows.filter(|(_, row)| !row.path.trim().is_empty())
            .map(|(nth, row)| NamedFile {
                row: photo_row_name(nth),
                path: path_of(&row.path),
                sha256: &row.sha256,
                what: What::Photo(nth + 1),
            })
            .collect()
    }

    /// The file at a path was looked at. What was chosen stays chosen, be another file at its place by now.
    pub fn looked_at(&mut self, path: &Path, sha256: &str) {
        let take = |named: &str, known: &mut String| {
            if known.is_empty() && path_of(named) == path {
                sha256.clone_into(known);
            }
        };
        if let Self::Document(form) = self {
            take(&form.path, &mut form.sha256);
        }
        for row in self.photo_rows_mut() {
            take(&row.path, &mut row.sha256);
        }
    }

    /// Which file of the form a failure is about, if any, and what to do about it.
    pub fn lost_file(&self, ctx: &UiCtx<'_>, why: &str) -> Option<Problem> {
        let files = self.files();
        let lost = files.iter().find(|file| why.contains(&*file.path.to_string_lossy()))?;
        Some(Problem::new(&lost.row, lost.lost_words(ctx)))
    }
}
