//! Text that flows down numbered pages: headings, pairs, tables, boxes to tick, lines to write on.
//!
//! Every page says at its foot what it is, which page of how many, and, where the data are invented, that they are.

use super::document::{Document, PAGE_HEIGHT, PAGE_WIDTH, Style};
use super::font::Font;
use super::wrap::lines;
use crate::model::Lang;

const MARGIN: f32 = 48.0;
const FOOT_Y: f32 = PAGE_HEIGHT - 30.0;
/// Text ends above this.
const BOTTOM_Y: f32 = PAGE_HEIGHT - 56.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;

const TITLE: Style = Style { size: 18.0, bold: true, grey: 0.0 };
const HEADING: Style = Style { size: 12.0, bold: true, grey: 0.0 };
const BODY: Style = Style { size: 10.5, bold: false, grey: 0.0 };
const LABEL: Style = Style { size: 10.5, bold: false, grey: 0.4 };
const SMALL: Style = Style { size: 8.5, bold: false, grey: 0.35 };

/// From one base line to the next, as a multiple of the size.
const LEADING: f32 = 1.5;
/// Labels of pairs stand in a column this wide.
const LABEL_WIDTH: f32 = 92.0;
/// A table's column ends this much before the next begins.
const GUTTER: f32 = 8.0;

/// What stands at the foot of every page.
#[derive(Clone, Debug)]
pub struct Foot {
    pub lang: Lang,
    /// The file's title, and the left of the foot.
    pub title: String,
    /// The data are invented: every page says so.
    pub synthetic: bool,
}

/// A column of a table: its head and its share of the width.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub head: &'a str,
    pub share: f32,
}

/// Pages being filled from top to bottom.
pub struct Flow {
    document: Document,
    foot: Foot,
    page_idx: usize,
    /// Where the next thing begins.
    y: f32,
}

impl Flow {
    pub fn new(font: Font, foot: Foot) -> Self {
        let mut document = Document::new(font);
        document.add_page();
        Self { document, foot, page_idx: 0, y: MARGIN }
    }

    pub fn new_page(&mut self) {
        self.document.add_page();
        self.page_idx = self.document.page_count() - 1;
        self.y = MARGIN;
    }

    /// Goes to a new page where less than `height` is left.
    pub fn keep_together(&mut self, height: f32) {
        if self.y + height > BOTTOM_Y {
            self.new_page();
        }
    }

    pub fn space(&mut self, height: f32) {
        self.y += height;
    }

    pub fn title(&mut self, text: &str) {
        self.paragraph_in(text, TITLE, MARGIN, WIDTH);
        self.space(4.0);
    }

    pub fn heading(&mut self, text: &str) {
        self.space(8.0);
        self.keep_together(60.0);
        self.paragraph_in(text, HEADING, MARGIN, WIDTH);
        let y = self.y - 1.5;
        self.document.line(self.page_idx, (MARGIN, y), (MARGIN + WIDTH, y), 0.6);
        self.space(4.0);
    }

    pub fn paragraph(&mut self, text: &str) {
        self.paragraph_in(text, BODY, MARGIN, WIDTH);
    }

    pub fn remark(&mut self, text: &str) {
        self.paragraph_in(text, SMALL, MARGIN, WIDTH);
    }

    /// A paragraph with a line through it: what was struck out and stays legible.
    pub fn struck(&mut self, text: &str) {
        for line in lines(&self.document.font, text, BODY.size, WIDTH) {
            let y = self.line_in(&line, LABEL, MARGIN);
            let width = self.document.font.width(&line, BODY.size);
            let y = y - BODY.size * 0.32;
            self.document.line(self.page_idx, (MARGIN, y), (MARGIN + width, y), 0.7);
        }
    }

    /// A label and what it says; nothing where there is nothing to say.
    pub fn pair(&mut self, label: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        self.keep_together(BODY.size * LEADING);
        let (page_idx, y) = (self.page_idx, self.y);
        self.paragraph_in(value, BODY, MARGIN + LABEL_WIDTH, WIDTH - LABEL_WIDTH);
        self.document.text(page_idx, MARGIN, y + BODY.size, label, LABEL);
    }

    /// A label, and a line to write on.
    pub fn blank(&mut self, label: &str) {
        self.blanks(&[label]);
    }

    /// Several labels beside each other, each with its line to write on.
    pub fn blanks(&mut self, labels: &[&str]) {
        const HEIGHT: f32 = 24.0;
        self.keep_together(HEIGHT);
        let share = WIDTH / labels.len().max(1) as f32;
        let y = self.y + HEIGHT - 7.0;
        for (idx, label) in labels.iter().enumerate() {
            let x = MARGIN + share * idx as f32;
            self.document.text(self.page_idx, x, y, label, LABEL);
            let from = x + self.document.font.width(label, LABEL.size) + 5.0;
            let to = x + share - GUTTER;
            self.document.line(self.page_idx, (from.min(to), y + 2.5), (to, y + 2.5), 0.5);
        }
        self.y += HEIGHT;
    }

    /// A label and choices with a box before each.
    pub fn choices(&mut self, label: &str, choices: &[&str]) {
        const BOX: f32 = 9.0;
        const HEIGHT: f32 = 20.0;
        self.keep_together(HEIGHT);
        let left = MARGIN + LABEL_WIDTH;
        self.document.text(self.page_idx, MARGIN, self.y + HEIGHT - 6.0, label, LABEL);
        let mut x = left;
        for choice in choices {
            let width = BOX + 4.0 + self.document.font.width(choice, BODY.size) + 14.0;
            if x > left && x + width > MARGIN + WIDTH {
                self.y += HEIGHT;
                self.keep_together(HEIGHT);
                x = left;
            }
            let y = self.y + HEIGHT - 6.0;
            self.document.frame(self.page_idx, x, y - BOX, BOX, BOX);
            self.document.text(self.page_idx, x + BOX + 4.0, y, choice, BODY);
            x += width;
        }
        self.y += HEIGHT;
    }

    /// A table; its head is repeated on every page it reaches. An empty cell of an empty row is room to write.
    pub fn table(&mut self, columns: &[Column<'_>], rows: &[Vec<String>]) {
        let total: f32 = columns.iter().map(|column| column.share).sum();
        let widths: Vec<f32> =
            columns.iter().map(|column| WIDTH * column.share / total.max(0.01)).collect();
        self.keep_together(3.0 * BODY.size * LEADING);
        self.table_head(columns, &widths);
        for row in rows {
            let cells: Vec<Vec<String>> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| lines(&self.document.font, cell, BODY.size, width - GUTTER))
                .collect();
            let line_count = cells.iter().map(Vec::len).max().unwrap_or(1);
            let is_blank = row.iter().all(|cell| cell.is_empty());
            let height =
                line_count as f32 * BODY.size * LEADING + if is_blank { 10.0 } else { 4.0 };
            if self.y + height > BOTTOM_Y {
                self.new_page();
                self.table_head(columns, &widths);
            }
            let mut x = MARGIN;
            for (cell, width) in cells.iter().zip(&widths) {
                for (line_idx, line) in cell.iter().enumerate() {
                    let y = self.y + 2.0 + BODY.size + line_idx as f32 * BODY.size * LEADING;
                    self.document.text(self.page_idx, x + 2.0, y, line, BODY);
                }
                x += width;
            }
            self.y += height;
            self.document.line(self.page_idx, (MARGIN, self.y), (MARGIN + WIDTH, self.y), 0.4);
        }
        self.space(6.0);
    }

    fn table_head(&mut self, columns: &[Column<'_>], widths: &[f32]) {
        let height = BODY.size * LEADING + 3.0;
        self.document.shade(self.page_idx, MARGIN, self.y, WIDTH, height);
        let mut x = MARGIN;
        let style = Style { size: BODY.size, bold: true, grey: 0.0 };
        for (column, width) in columns.iter().zip(widths) {
            self.document.text(
                self.page_idx,
                x + 2.0,
                self.y + BODY.size + 2.0,
                column.head,
                style,
            );
            x += width;
        }
        self.y += height;
    }

    fn paragraph_in(&mut self, text: &str, style: Style, x: f32, width: f32) {
        for line in lines(&self.document.font, text, style.size, width) {
            self.line_in(&line, style, x);
        }
    }

    /// Writes one line and gives its base line.
    fn line_in(&mut self, line: &str, style: Style, x: f32) -> f32 {
        self.keep_together(style.size * LEADING);
        let y = self.y + style.size;
        self.document.text(self.page_idx, x, y, line, style);
        self.y += style.size * LEADING;
        y
    }

    /// The file, each page with its foot.
    pub fn finish(mut self) -> Vec<u8> {
        let count = self.document.page_count();
        for page_idx in 0..count {
            let number = match self.foot.lang {
                Lang::Zh => format!("第 {} 页 共 {count} 页", page_idx + 1),
                Lang::En => format!("page {} of {count}", page_idx + 1),
            };
            let mark = match (self.foot.synthetic, self.foot.lang) {
                (false, _) => "",
                (true, Lang::Zh) => "示意数据 · 不是真实排口 SYNTHETIC",
                (true, Lang::En) => "SYNTHETIC DATA · no real outfall 示意数据",
            };
            self.document.line(
                page_idx,
                (MARGIN, FOOT_Y - 12.0),
                (MARGIN + WIDTH, FOOT_Y - 12.0),
                0.4,
            );
            let bold = Style { bold: true, grey: 0.0, ..SMALL };
            let font = &self.document.font;
            let middle = PAGE_WIDTH / 2.0 - font.width(mark, SMALL.size) / 2.0;
            let right = MARGIN + WIDTH - font.width(&number, SMALL.size);
            // A long title gives way to the mark in the middle.
            let room = if mark.is_empty() { right } else { middle } - MARGIN - GUTTER;
            let title = lines(font, &self.foot.title, SMALL.size, room).swap_remove(0);
            self.document.text(page_idx, MARGIN, FOOT_Y, &title, SMALL);
            self.document.text(page_idx, middle, FOOT_Y, mark, bold);
            self.document.text(page_idx, right, FOOT_Y, &number, SMALL);
        }
        let lang = match self.foot.lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        };
        self.document.finish(&self.foot.title, lang)
    }
}
