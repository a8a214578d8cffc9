//! A report as what it says, before it is laid on pages or written as a web page: headings, pairs, tables, pictures,
//! boxes to sign in.

use std::sync::Arc;

use crate::model::Lang;

/// A report on its way to paper or to the screen of a browser.
#[derive(Clone, Debug)]
pub struct Doc {
    pub lang: Lang,
    /// The file's title, and the left of every page's foot.
    pub title: String,
    /// 口径: as of which day and by what it was counted. On every page.
    pub basis: String,
    /// The data are invented: every page says so.
    pub synthetic: bool,
    pub layout: Layout,
    pub blocks: Vec<Block>,
}

/// The paper under a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    #[default]
    Portrait,
    Landscape,
}

/// One thing under another.
#[derive(Clone, Debug)]
pub enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    /// Words that head the table below, and stay with it.
    Caption(String),
    Remark(String),
    /// A paragraph with a line through it: what was struck out and stays legible.
    Struck(String),
    /// A label and what it says.
    Pair(String, String),
    /// Labels and values in a ruled form, two beside each other where both are short.
    Form(Vec<(String, String)>),
    Table(Table),
    /// A picture over the whole width, at most so high in points.
    Figure(Picture, f32),
    /// Pictures with their captions, three beside each other.
    Gallery(Vec<(Picture, String)>),
    /// A box of a form: whose opinion it is, what stands in it, and where to sign.
    Opinion {
        whose: String,
        text: String,
        sign: String,
    },
    /// Labels beside each other, each with its line to write on.
    Blanks(Vec<String>),
    /// A label, and choices with a box before each.
    Choices(String, Vec<String>),
    Space(f32),
    NewPage,
}

/// Columns and rows; the head is repeated on every page it reaches.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Letters a size smaller, for many columns.
    pub is_dense: bool,
}

/// A column: its head, its share of the width, and whether its cells are figures.
#[derive(Clone, Debug)]
pub struct Column {
    pub head: String,
    pub share: f32,
    pub is_figure: bool,
}

/// A row of cells, or words over the whole width that head the rows below.
#[derive(Clone, Debug)]
pub enum Row {
    Cells(Vec<Cell>),
    Span(String),
}

/// What stands in one cell and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub tone: Tone,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Strong,
    /// Against a limit or a deadline.
    Bad,
    Struck,
}

/// The bytes of a JPEG or PNG file with its size.
#[derive(Clone, Debug)]
pub struct Picture {
    pub bytes: Arc<Vec<u8>>,
    pub format: PictureFormat,
    pub width_px: u32,
    pub height_px: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
}

impl Doc {
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub fn heading(&mut self, text: impl Into<String>) {
        self.push(Block::Heading(text.into()));
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.push(Block::Paragraph(text.into()));
    }

    pub fn remark(&mut self, text: impl Into<String>) {
        self.push(Block::Remark(text.into()));
    }

    /// A label and what it says; nothing where there is nothing to say.
    pub fn pair(&mut self, label: &str, value: &str) {
        if !value.trim().is_empty() {
            self.push(Block::Pair(label.to_owned(), value.to_owned()));
        }
    }
}

impl Column {
    pub fn new(head: &str, share: f32) -> Self {
        Self { head: head.to_owned(), share, is_figure: false }
    }

    /// A column of numbers: they stand at its right.
    pub fn figure(head: &str, share: f32) -> Self {
        Self { is_figure: true, ..Self::new(head, share) }
    }
}

impl Row {
    pub fn of<C: Into<Cell>>(cells: impl IntoIterator<Item = C>) -> Self {
        Self::Cells(cells.into_iter().map(Into::into).collect())
    }
}

impl Cell {
    pub fn bad(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Bad }
    }

    pub fn struck(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Struck }
    }

    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Strong }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, tone: Tone::Plain }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}
