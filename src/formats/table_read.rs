//! Tables of other programs as rows of text: CSV and its kin in any encoding a layer may have, and workbooks.
//!
//! Knows nothing of what a table is about.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::{Data, Range, Reader as _, Sheets, open_workbook_auto_from_rs};

use super::encoding::decode;
use crate::model::Text;

/// One sheet of a table's file: its rows, each of its cells.
pub type TableSheet = Vec<Vec<String>>;

/// Reads a table's sheets; a workbook, old or new, is known by its first bytes, whatever its name says.
///
/// # Errors
/// With why, if it is neither text nor a workbook.
pub fn read_table(bytes: Vec<u8>) -> Result<Vec<TableSheet>, Text> {
    let is_workbook =
        bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    if !is_workbook {
        return text(bytes).map(|rows| vec![rows]);
    }
    workbook(bytes).map_err(|error| {
        Text::new(
            format!("不是能打开的 Excel 表（{error}）；请在 Excel 或 WPS 里另存一份"),
            format!("no workbook that can be opened ({error}): save it anew in Excel or WPS"),
        )
    })
}

/// Cells that are one: the first and the last of them, each as row and column from 0.
pub type MergedCells = [(u32, u32); 2];

/// What a sheet of a workbook says beside its cells' words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetMarks {
    pub name: String,
    pub merged: Vec<MergedCells>,
    /// Whether some of its cells calculate.
    pub has_formulas: bool,
}

/// The marks of a workbook's sheets, in the order of [`read_table`]; none of what is no workbook.
pub fn sheet_marks(bytes: &[u8]) -> Vec<SheetMarks> {
    let Ok(mut workbook) = open_workbook_auto_from_rs(Cursor::new(bytes)) else {
        return Vec::new();
    };
    let names = workbook.sheet_names();
    let marks = |name: String| {
        let merged = match &mut workbook {
            Sheets::Xlsx(workbook) => workbook.merge_cells_by_sheet_name(&name).ok(),
            Sheets::Xls(workbook) => workbook.merge_cells_by_sheet_name(&name).ok(),
            _ => None,
        };
        let merged = merged.unwrap_or_default().into_iter().map(|cells| [cells.start, cells.end]);
        let formulas = workbook.worksheet_formula(&name).unwrap_or_default();
        let has_formulas = formulas.used_cells().any(|(_, _, formula)| !formula.is_empty());
        SheetMarks { name, merged: merged.collect(), has_formulas }
    };
    names.into_iter().map(marks).collect()
}

fn workbook(bytes: Vec<u8>) -> Result<Vec<TableSheet>, calamine::Error> {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes))?;
    let names = workbook.sheet_names();
    names.iter().map(|name| workbook.worksheet_range(name).map(|range| rows_from(&range))).collect()
}

/// From the sheet's own corner, so that rows and columns keep their places.
fn rows_from(range: &Range<Data>) -> TableSheet {
    let (Some((top, left)), Some(_)) = (range.start(), range.end()) else { return Vec::new() };
    let words = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::DateTimeIso(text) => text.clone(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        other => other.to_string().trim().to_owned(),
    };
    let blank = std::iter::repeat_n(Vec::new(), top as usize);
    let rows = range.rows().map(|row| {
        let before = std::iter::repeat_n(String::new(), left as usize);
        before.chain(row.iter().map(words)).collect()
    });
    blank.chain(rows).collect()
}

fn text(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, Text> {
    let no_text = || {
        Text::new(
            "既不是 Excel 表，也不是 UTF-8、UTF-16 或 GB 18030 的文字",
            "neither a workbook nor text in UTF-8, UTF-16 or GB 18030",
        )
    };
    let bytes: Arc<[u8]> = bytes.into();
    let decoded = decode(&bytes, &|_, _| ControlFlow::Continue(())).map_err(|_| no_text())?;
    let text = std::str::from_utf8(&decoded.text[decoded.start..]).map_err(|_| no_text())?;
    let text = text.trim_start_matches('\u{feff}');
    Ok(rows_of(text, separator_of(text)))
}

/// What parts the cells: of tab, comma and semicolon the one that is there most often in the first lines.
fn separator_of(text: &str) -> char {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |separator: char| -> usize {
        head.iter().map(|line| line.matches(separator).count()).sum()
    };
    let separators = ['\t', ',', ';'];
    separators.into_iter().max_by_key(|separator| count(*separator)).unwrap_or(',')
}

/// Rows by RFC 4180: a quoted cell may hold separators, line ends and doubled quotes.
fn rows_of(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    let finish = |row: &mut Vec<String>, cell: &mut String| {
        row.push(std::mem::take(cell).trim().to_owned());
    };
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.trim().is_empty() => is_quoted = !is_quoted,
            c if is_quoted => cell.push(c),
            c if c == separator => finish(&mut row, &mut cell),
            '\n' => {
                finish(&mut row, &mut cell);
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !row.is_empty() || !cell.is_empty() {
        finish(&mut row, &mut cell);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[&[&str]]) {
        let sheets = read_table(bytes.to_vec()).unwrap();
        assert_eq!(sheets[0], expected);
    }

    #[test]
    fn text_is_parted_by_what_parts_it() {
        check("\u{feff}编号,COD\r\nA-1,62\r\n".as_bytes(), &[&["编号", "COD"], &["A-1", "62"]]);
        check("编号\tCOD\nA-1\t6,2".as_bytes(), &[&["编号", "COD"], &["A-1", "6,2"]]);
        check(b"no;\"a;\"\"b\"\"\nc\"\n", &[&["no", "a;\"b\"\nc"]]);
    }

    #[test]
    fn a_table_of_a_chinese_office_is_gb_18030() {
        // 样品编号,氨氮
        let bytes = b"\xd1\xf9\xc6\xb7\xb1\xe0\xba\xc5,\xb0\xb1\xb5\xaa\nA-1,4.1\n";
        check(bytes, &[&["样品编号", "氨氮"], &["A-1", "4.1"]]);
    }

    #[test]
    fn what_is_no_table_is_refused_in_words() {
        assert!(read_table(b"PK\x03\x04 cut off".to_vec()).is_err());
        assert!(read_table(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()).is_err());
        assert!(read_table(vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10]).is_err());
    }
}
