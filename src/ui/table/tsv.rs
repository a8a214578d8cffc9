//! The table as text for a spreadsheet: tabs between cells, a line a feature. A thread writes it.

use super::cell::text;
use super::column::Column;
use crate::report::not_calculated;
use crate::ui::context::UiCtx;
use crate::ui::off_frame::{HeldCtx, Share, Turn, UnderWay};
use crate::ui::row_facts::RowFacts;
use crate::ui::view_state::ViewState;
use crate::ui::work_lines::RowRef;

/// So few rows are written at once; a thread asks after as many whether anybody still waits.
const PIECE_ROWS: usize = 256;

/// A copy under way, one that is done, or none.
#[derive(Debug, Default)]
pub struct Copying {
    work: Option<(Share, UnderWay<Copied>)>,
    done: Option<Copied>,
}

/// The text, and how many rows it holds.
type Copied = (String, usize);

impl Copying {
    /// Begins to copy these rows.
    pub fn begin(
        &mut self,
        ctx: &UiCtx<'_>,
        view: &ViewState,
        facts: &RowFacts,
        rows: &[RowRef],
        columns: &[Column],
    ) {
        if rows.is_empty() {
            return;
        }
        let titles = columns.iter().map(|column| plain(&column.title(ctx, view)));
        let mut written = line(titles);
        if rows.len() <= PIECE_ROWS {
            written.push_str(&lines(ctx, rows, columns, facts));
            self.done = Some((written, rows.len()));
            return;
        }
        let (rows, columns, facts) = (rows.to_vec(), columns.to_vec(), facts.clone());
        let (held, share) = (HeldCtx::of(ctx), Share::of(rows.len()));
        let told = share.teller();
        let under_way = UnderWay::begin("table copy", move || {
            for piece in rows.chunks(PIECE_ROWS) {
                if !told.is_wanted() {
                    break;
                }
                written.push_str(&held.with(|ctx| lines(ctx, piece, &columns, &facts)));
                told.did(piece.len());
            }
            (written, rows.len())
        });
        self.work = Some((share, under_way));
    }

    /// How far it is, 0 to 1; `None` where nothing is copied.
    pub fn share(&self) -> Option<f32> {
        self.work.as_ref().map(|(share, _)| share.share())
    }

    /// Looks in; answers the whole text and how many rows it holds once it is there.
    pub fn go_on(&mut self, ctx: &UiCtx<'_>) -> Option<Copied> {
        if let Some(done) = self.done.take() {
            return Some(done);
        }
        let (_, under_way) = self.work.as_ref()?;
        let done = match under_way.look(ctx) {
            Turn::Working => return None,
            Turn::Done(done) => Some(done),
            Turn::Lost => None,
        };
        self.work = None;
        done
    }
}

fn lines(ctx: &UiCtx<'_>, rows: &[RowRef], columns: &[Column], facts: &RowFacts) -> String {
    let of_row =
        |row: &RowRef| line(columns.iter().map(|column| plain(&text(ctx, *row, column, facts))));
    rows.iter().map(of_row).collect()
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = cells.collect::<Vec<_>>().join("\t");
    line.push_str("\r\n");
    line
}

/// A cell without tabs and line ends, and with nothing that a spreadsheet would calculate: `=1+1` gets a quote mark.
fn plain(text: &str) -> String {
    let text = text.replace(['\t', '\r', '\n'], " ");
    match super::cell::number_in(&text) {
        Some(_) => text,
        None => not_calculated(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_be_calculated_is_text() {
        assert_eq!(plain("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(plain("@SUM"), "'@SUM");
        assert_eq!(plain("-12"), "-12");
        assert_eq!(plain("a\tb\nc"), "a b c");
    }
}
