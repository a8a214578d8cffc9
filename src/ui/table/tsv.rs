//! The table as text for a spreadsheet: tabs between cells, a line a feature. Made some thousand rows a frame.

use super::cell::text;
use super::column::Column;
use crate::report::not_calculated;
use crate::ui::context::UiCtx;
use crate::ui::view_state::ViewState;
use crate::ui::work_lines::RowRef;
use crate::ui::work_rows::WorkRows;

/// So many rows are written in one frame.
const ROWS_A_FRAME: usize = 2000;

/// A copy under way, or none.
#[derive(Debug, Default)]
pub struct Copying {
    work: Option<Work>,
}

#[derive(Debug)]
struct Work {
    rows: Vec<RowRef>,
    columns: Vec<Column>,
    written: usize,
    text: String,
}

impl Copying {
    /// Begins to copy these rows.
    pub fn begin(&mut self, rows: &[RowRef], columns: &[Column]) {
        if rows.is_empty() {
            return;
        }
        self.work = Some(Work {
            rows: rows.to_vec(),
            columns: columns.to_vec(),
            written: 0,
            text: String::new(),
        });
    }

    /// How far it is, 0 to 1; `None` where nothing is copied.
    pub fn share(&self) -> Option<f32> {
        let work = self.work.as_ref()?;
        Some(work.written as f32 / work.rows.len().max(1) as f32)
    }

    /// Writes on; answers the whole text and how many rows it holds when it is done.
    pub fn go_on(
        &mut self,
        ctx: &UiCtx<'_>,
        view: &ViewState,
        list: &WorkRows,
    ) -> Option<(String, usize)> {
        let work = self.work.as_mut()?;
        if work.written == 0 {
            let titles = work.columns.iter().map(|column| plain(&column.title(ctx, view)));
            work.text = line(titles);
        }
        let to = (work.written + ROWS_A_FRAME).min(work.rows.len());
        for row in &work.rows[work.written..to] {
            let cells = work.columns.iter().map(|column| plain(&text(ctx, *row, column, list)));
            let line = line(cells);
            work.text.push_str(&line);
        }
        work.written = to;
        (to == work.rows.len()).then(|| self.work.take().map(|work| (work.text, to)))?
    }
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
