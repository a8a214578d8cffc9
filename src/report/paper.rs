//! Pages laid out: texts, lines, boxes and pictures at their places, before they become a file.
//!
//! Positions are in points from the upper left corner of the page.

use super::doc::Picture;
use crate::model::Lang;

/// A4, in points.
pub const A4: (f32, f32) = (595.28, 841.89);
pub const A3: (f32, f32) = (841.89, 1190.55);
pub const A1: (f32, f32) = (1683.78, 2383.94);

/// How text stands on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
}

/// Red, green, blue.
pub type Ink = [u8; 3];

pub const BLACK: Ink = [0, 0, 0];
pub const GREY: Ink = [92, 92, 92];
pub const RED: Ink = [176, 20, 20];

/// One thing on a page.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A line of text whose base line stands at `y`.
    Text {
        x: f32,
        y: f32,
        text: String,
        style: Style,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
    },
    /// The outline of a box: left, top, width, height.
    Frame([f32; 4]),
    /// A light ground.
    Shade([f32; 4]),
    /// A filled shape.
    Shape(Vec<(f32, f32)>, Ink),
    Picture([f32; 4], Picture),
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// All pages of a file.
#[derive(Clone, Debug)]
pub struct Paper {
    pub title: String,
    pub lang: Lang,
    pub pages: Vec<Page>,
}

impl Page {
    pub fn new((width, height): (f32, f32)) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    pub fn text(&mut self, x: f32, y: f32, text: &str, style: Style) {
        if !text.is_empty() {
            self.marks.push(Mark::Text { x, y, text: text.to_owned(), style });
        }
    }

    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.marks.push(Mark::Line { from, to, width });
    }

    /// What stands written on the page, a line for each text.
    pub fn words(&self) -> String {
        let texts = self.marks.iter().filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join("\n")
    }
}
