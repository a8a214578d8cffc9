//! The lines of the list: rows by their places, eight bytes each, and the headings between them.

use std::ops::Range;

use super::context::UiCtx;
use crate::session::{FeatureRow, Snapshot};

/// A feature by its place in the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRef {
    layer_no: u32,
    feature_no: u32,
}

impl RowRef {
    pub const fn new(layer_idx: usize, feature_idx: usize) -> Self {
        Self { layer_no: layer_idx as u32, feature_no: feature_idx as u32 }
    }

    pub const fn layer_idx(self) -> usize {
        self.layer_no as usize
    }

    pub const fn feature_idx(self) -> usize {
        self.feature_no as usize
    }
}

/// The row of a place; `None` once the snapshot has changed under it.
pub fn row_at<'a>(ctx: &UiCtx<'a>, at: RowRef) -> Option<&'a FeatureRow> {
    row_in(ctx.snapshot, at)
}

/// The same for a thread, which has no frame.
pub fn row_in(snapshot: &Snapshot, at: RowRef) -> Option<&FeatureRow> {
    snapshot.layers.get(at.layer_idx())?.rows.get(at.feature_idx())
}

/// What stands over a group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub words: String,
    /// How many rows it stands over.
    pub count: usize,
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Line<'a> {
    Heading(&'a Heading),
    Row(RowRef),
}

/// All lines in their order.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    rows: Vec<RowRef>,
    /// The line each stands on, in order.
    headings: Vec<(usize, Heading)>,
}

impl Lines {
    /// Rows without headings.
    pub const fn plain(rows: Vec<RowRef>) -> Self {
        Self { rows, headings: Vec::new() }
    }

    /// Groups of rows, each under its words.
    pub fn grouped(groups: impl IntoIterator<Item = (String, Vec<RowRef>)>) -> Self {
        let mut lines = Self::default();
        for (words, rows) in groups {
            let heading = Heading { words, count: rows.len() };
            lines.headings.push((lines.len(), heading));
            lines.rows.extend(rows);
        }
        lines
    }

    pub const fn len(&self) -> usize {
        self.rows.len() + self.headings.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows without headings.
    pub fn rows(&self) -> &[RowRef] {
        &self.rows
    }

    /// The lines of a range; fewer where it goes beyond the last.
    pub fn in_range(&self, range: Range<usize>) -> impl Iterator<Item = Line<'_>> {
        let before = self.headings.partition_point(|(line, _)| *line < range.start);
        let mut headings = self.headings[before..].iter().peekable();
        let mut rows = self.rows.get(range.start - before..).unwrap_or_default().iter();
        range.map_while(move |line| match headings.next_if(|(at, _)| *at == line) {
            Some((_, heading)) => Some(Line::Heading(heading)),
            None => rows.next().map(|row| Line::Row(*row)),
        })
    }

    /// The line a row stands on.
    pub fn line_of(&self, row: RowRef) -> Option<usize> {
        let mut line = self.rows.iter().position(|one| *one == row)?;
        for (at, _) in &self.headings {
            line += usize::from(*at <= line);
        }
        Some(line)
    }

    /// Puts another place for each row, and leaves out those that have none. Headings stay where they stood until the
    /// lines are worked out anew; one that nothing would follow goes.
    pub fn moved(&mut self, place: impl Fn(RowRef) -> Option<RowRef>) {
        self.rows = std::mem::take(&mut self.rows).into_iter().filter_map(place).collect();
        let rows = self.rows.len();
        let mut over = 0;
        self.headings.retain(|(line, _)| {
            let stays = *line < rows + over;
            over += usize::from(stays);
            stays
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(nth: usize) -> RowRef {
        RowRef::new(0, nth)
    }

    fn told(lines: &Lines, range: Range<usize>) -> Vec<String> {
        let told = |line| match line {
            Line::Heading(Heading { words, count }) => format!("{words} {count}"),
            Line::Row(row) => row.feature_idx().to_string(),
        };
        lines.in_range(range).map(told).collect()
    }

    #[test]
    fn each_heading_stands_over_its_rows_wherever_one_looks() {
        let groups = [("编", vec![row(3), row(1)]), ("治", vec![row(2)]), ("结", vec![])];
        let lines = Lines::grouped(groups.map(|(words, rows)| (words.to_owned(), rows)));
        let all = ["编 2", "3", "1", "治 1", "2", "结 0"];
        assert_eq!(lines.len(), all.len());
        for start in 0..all.len() {
            for end in start..=all.len() {
                assert_eq!(told(&lines, start..end), all[start..end], "{start}..{end}");
            }
        }
        assert_eq!(told(&lines, 4..99), all[4..]);
        assert_eq!(told(&lines, 99..100), [""; 0]);
        for (line, words) in all.iter().enumerate().filter(|(_, words)| words.len() == 1) {
            assert_eq!(lines.line_of(row(words.parse().expect("a number"))), Some(line));
        }
        assert_eq!(lines.line_of(row(9)), None);
    }

    #[test]
    fn rows_of_a_layer_that_has_gone_leave_and_no_heading_hangs_behind() {
        let groups = [("编", vec![row(3), row(1)]), ("治", vec![row(2)])];
        let mut lines = Lines::grouped(groups.map(|(words, rows)| (words.to_owned(), rows)));
        lines.moved(|row| (row.feature_idx() != 2).then_some(RowRef::new(7, row.feature_idx())));
        assert_eq!(lines.rows(), [RowRef::new(7, 3), RowRef::new(7, 1)]);
        assert_eq!(told(&lines, 0..9), ["编 2", "3", "1"]);
    }
}
