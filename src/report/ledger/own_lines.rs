//! A superior's own lines on our sheet: words, cells that are one, and their look, above, in and below the head.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::Sheet;
use super::look::format_of;
use super::workbook::cut;
use crate::formats::MergedCells;

/// The lines of a sheet that are not ours.
pub(super) struct OwnLines<'a> {
    sheet: &'a Sheet,
    /// Cells that are one, none of them overlapping another, as a workbook wants it.
    merged: Vec<MergedCells>,
}

impl<'a> OwnLines<'a> {
    pub fn new(sheet: &'a Sheet) -> Self {
        let mut merged: Vec<MergedCells> = Vec::new();
        for cells in &sheet.merged {
            let [(top, left), (bottom, right)] = *cells;
            let overlaps = merged.iter().any(|[(row_a, column_a), (row_b, column_b)]| {
                top <= *row_b && *row_a <= bottom && left <= *column_b && *column_a <= right
            });
            if !overlaps && (top, left) != (bottom, right) && right <= u32::from(u16::MAX) {
                merged.push(*cells);
            }
        }
        Self { sheet, merged }
    }

    /// Writes one line that stood on line `theirs` of their sheet.
    pub fn write(
        &self,
        worksheet: &mut Worksheet,
        line: &[String],
        theirs: u32,
        row_idx: u32,
        usual: &Format,
    ) -> Result<(), XlsxError> {
        for column_idx in 0..u16::try_from(self.sheet.width().max(line.len())).unwrap_or(u16::MAX) {
            let column = u32::from(column_idx);
            let own = self.sheet.look.as_ref().and_then(|look| look.cells.get(&(theirs, column)));
            let own = own.map(format_of);
            let text = cut(line.get(usize::from(column_idx)).map_or("", |text| text.trim()));
            let whole = self.merged.iter().find(|[(top, left), (bottom, right)]| {
                (*top..=*bottom).contains(&theirs) && (*left..=*right).contains(&column)
            });
            match whole {
                Some([first, (bottom, right)]) if *first == (theirs, column) => {
                    let centred = || {
                        let middle = usual.clone().set_align(FormatAlign::VerticalCenter);
                        middle.set_align(FormatAlign::Center).set_text_wrap()
                    };
                    let format = own.unwrap_or_else(centred);
                    let (last, end) = (row_idx + (bottom - theirs), *right as u16);
                    worksheet.merge_range(row_idx, column_idx, last, end, &text, &format)?;
                }
                // The first of them has said it.
                Some(_) => {}
                None if !text.is_empty() => {
                    let format = own.as_ref().unwrap_or(usual);
                    worksheet.write_string_with_format(row_idx, column_idx, text, format)?;
                }
                None => {
                    if let Some(own) = &own {
                        worksheet.write_blank(row_idx, column_idx, own)?;
                    }
                }
            }
        }
        Ok(())
    }
}
