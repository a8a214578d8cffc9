//! Tables on pages: rows as high as their longest cell, cut where a page ends only if they are longer than a page.

use super::doc::{Cell, Column, Row, Table, Tone};
use super::flow::{BODY, Flow, GUTTER, LABEL_LINES_MAX, LEADING, MARGIN};
use super::paper::{BLACK, GREY, Mark, RED, Style};
use super::wrap::lines;

/// Room for writing in a row without words.
const BLANK_ROW_PTS: f32 = 10.0;
const DENSE: f32 = 8.5;

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let total: f32 = table.columns.iter().map(|column| column.share).sum();
        let share = self.width() / total.max(0.01);
        let widths: Vec<f32> = table.columns.iter().map(|column| share * column.share).collect();
        let size = if table.is_dense { DENSE } else { BODY.size };
        self.keep_together(3.0 * size * LEADING);
        self.table_head(&table.columns, &widths, size);
        let mut rows = table.rows.iter().peekable();
        while let Some(row) = rows.next() {
            match row {
                Row::Span(words) => {
                    let style = Style { size, bold: true, ink: BLACK };
                    let height = lines(self.fonts, words, size, self.width() - 4.0).len() as f32
                        * size
                        * LEADING;
                    // With the first row of those it heads.
                    let next = if rows.peek().is_some() { size * LEADING + 4.0 } else { 0.0 };
                    if self.y + height + next > self.bottom() {
                        self.new_page();
                        self.table_head(&table.columns, &widths, size);
                    }
                    self.y += 2.0;
                    self.paragraph_in(words, style, MARGIN + 2.0, self.width() - 4.0);
                    self.rule(self.y, 0.3);
                }
                Row::Cells(cells) => self.row(table, cells, &widths, size),
            }
        }
        self.y += 6.0;
    }

    fn row(&mut self, table: &Table, cells: &[Cell], widths: &[f32], size: f32) {
        let mut columns: Vec<Vec<String>> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| lines(self.fonts, &cell.text, size, width - GUTTER))
            .collect();
        let is_blank = cells.iter().all(|cell| cell.text.is_empty());
        let pad = if is_blank { BLANK_ROW_PTS } else { 4.0 };
        let leading = size * LEADING;
        loop {
            let line_count = columns.iter().map(Vec::len).max().unwrap_or(1).max(1);
            let height = line_count as f32 * leading + pad;
            let whole_page = self.bottom() - MARGIN - leading - 3.0;
            if self.y + height > self.bottom() && height <= whole_page {
                self.new_page();
                self.table_head(&table.columns, widths, size);
            }
            let room = ((self.bottom() - self.y - pad) / leading).floor().max(1.0) as usize;
            let now: Vec<Vec<String>> = columns
                .iter_mut()
                .map(|lines| lines.drain(..lines.len().min(room)).collect())
                .collect();
            self.lines_of_row(table, cells, &now, widths, size);
            let written = now.iter().map(Vec::len).max().unwrap_or(1).max(1);
            self.y += written as f32 * leading + pad;
            self.rule(self.y, 0.4);
            if columns.iter().all(Vec::is_empty) {
                return;
            }
            self.new_page();
            self.table_head(&table.columns, widths, size);
        }
    }

    fn lines_of_row(
        &mut self,
        table: &Table,
        cells: &[Cell],
        columns: &[Vec<String>],
        widths: &[f32],
        size: f32,
    ) {
        let mut x = MARGIN;
        for (idx, ((cell, lines), width)) in cells.iter().zip(columns).zip(widths).enumerate() {
            let (bold, ink) = match cell.tone {
                Tone::Plain => (false, BLACK),
                Tone::Strong => (true, BLACK),
                Tone::Bad => (true, RED),
                Tone::Struck => (false, GREY),
            };
            let is_figure = table.columns.get(idx).is_some_and(|column| column.is_figure);
            for (line_idx, line) in lines.iter().enumerate() {
                let y = self.y + 2.0 + size + line_idx as f32 * size * LEADING;
                let long = self.fonts.width(line, size);
                let left = if is_figure { x + width - GUTTER - long } else { x + 2.0 };
                self.text(left, y, line, Style { size, bold, ink });
                if cell.tone == Tone::Struck {
                    let y = y - size * 0.32;
                    self.page().line((left, y), (left + long, y), 0.7);
                }
            }
            x += width;
        }
    }

    fn table_head(&mut self, columns: &[Column], widths: &[f32], size: f32) {
        let heads: Vec<Vec<String>> = columns
            .iter()
            .zip(widths)
            .map(|(column, width)| {
                let mut head = lines(self.fonts, &column.head, size, width - GUTTER);
                head.truncate(LABEL_LINES_MAX);
                head
            })
            .collect();
        let line_count = heads.iter().map(Vec::len).max().unwrap_or(1);
        let height = line_count as f32 * size * LEADING + 3.0;
        let ground = Mark::Shade([MARGIN, self.y, self.width(), height]);
        self.page().marks.push(ground);
        let style = Style { size, bold: true, ink: BLACK };
        let mut x = MARGIN;
        for ((column, head), width) in columns.iter().zip(heads).zip(widths) {
            for (line_idx, line) in head.iter().enumerate() {
                let y = self.y + size + 2.0 + line_idx as f32 * size * LEADING;
                let long = self.fonts.width(line, size);
                let left = if column.is_figure { x + width - GUTTER - long } else { x + 2.0 };
                self.text(left, y, line, style);
            }
            x += width;
        }
        self.y += height;
    }
}
