//! Sheets of paper as PDF: the list of a day with a blank sheet for each outfall, and one outfall's own sheet.
//!
//! Bytes only; where they go is for `app` and `cli` to say. Each file carries the glyphs it uses, so that it looks
//! the same everywhere and its text can be searched and copied.

mod day_sheets;
mod document;
mod feature_sheet;
mod flow;
mod font;
mod wrap;

pub use day_sheets::{DaySheets, day_pdf};
pub use feature_sheet::feature_pdf;
