//! A ledger as an Excel workbook: a sheet a kind with its head frozen and filters on it, and a sheet of 口径.
//!
//! Texts are written as texts: nothing a person typed is a formula. The same ledger makes the same bytes.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::own_lines::OwnLines;
use super::{Ledger, Sheet, Value};
use crate::model::{Day, Lang};

/// A sheet holds no more rows than this.
pub const ROWS_MAX: usize = 1_048_000;
/// Nor a cell more characters.
const CELL_CHARS_MAX: usize = 32_000;
/// The name of a sheet.
const NAME_CHARS_MAX: usize = 31;
const WIDTH_MAX: f64 = 46.0;
/// A stored width holds the edges of the cell beside its characters: five of seven points of one.
const WIDTH_EDGES: f64 = 5.0 / 7.0;
/// So many rows are looked at for the width of their columns.
const WIDTH_FROM_ROWS: usize = 200;

/// How cells look.
struct Formats {
    title: Format,
    mark: Format,
    head: Format,
    text: Format,
    number: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        let plain = Format::new().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            mark: Format::new().set_bold().set_font_color(Color::RGB(0xB0_14_14)),
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xE8_EC_EF))
                .set_border(FormatBorder::Thin),
            text: plain.clone().set_text_wrap(),
            number: plain.clone(),
            day: plain.set_num_format("yyyy-mm-dd"),
        }
    }
}

/// The whole file.
///
/// # Errors
/// If a sheet is larger than Excel's are, or the library refuses it.
pub fn workbook_bytes(ledger: &Ledger, as_of: Day, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A workbook names the moment it was made: that of what it shows, so that the same ledger is the same file.
    let properties =
        DocProperties::new().set_creation_datetime(&excel_day(as_of)?).set_author("Yice 一策");
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let mark = ledger.synthetic.then_some("示意数据 SYNTHETIC");
    let mut names: Vec<String> = Vec::new();
    for sheet in &ledger.sheets {
        let name = sheet_name(&sheet.name, &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        write_sheet(worksheet, sheet, &formats, mark)?;
        names.push(name);
    }
    let basis = match lang {
        Lang::Zh => "口径",
        Lang::En => "Basis",
    };
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(sheet_name(basis, &names))?;
    worksheet.set_column_width(0, 16)?;
    worksheet.set_column_width(1, 96)?;
    for (idx, (label, words)) in (0..).zip(&ledger.basis) {
        worksheet.write_string_with_format(idx, 0, cut(label), &formats.head)?;
        worksheet.write_string_with_format(idx, 1, cut(words), &formats.text)?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    formats: &Formats,
    mark: Option<&str>,
) -> Result<(), XlsxError> {
    let own = OwnLines::new(sheet);
    let mut row_idx = 0;
    if sheet.above.is_empty() && sheet.head.len() == 1 {
        worksheet.write_string_with_format(0, 0, cut(&sheet.title), &formats.title)?;
        if let Some(mark) = mark {
            worksheet.write_string_with_format(0, 4, mark, &formats.mark)?;
        }
        row_idx += 1;
    }
    for line in &sheet.above {
        own.write(worksheet, line, row_idx, row_idx, &formats.title)?;
        row_idx += 1;
    }
    for line in &sheet.head {
        own.write(worksheet, line, row_idx, row_idx, &formats.head)?;
        row_idx += 1;
    }
    let head_idx = row_idx.saturating_sub(1);
    for column_idx in 0..u16::try_from(sheet.width()).unwrap_or(u16::MAX) {
        let look = sheet.look.as_ref();
        let own = look.and_then(|look| look.column_widths.get(&u32::from(column_idx)));
        let own = own.map(|width| (width - WIDTH_EDGES).max(0.0));
        let width = own.unwrap_or_else(|| width(sheet, usize::from(column_idx)));
        worksheet.set_column_width(column_idx, width)?;
    }
    let heights = sheet.look.iter().flat_map(|look| &look.row_heights);
    for (row, height) in heights.filter(|(row, _)| **row <= head_idx) {
        worksheet.set_row_height(*row, *height)?;
    }
    row_idx = head_idx;
    for row in &sheet.rows {
        row_idx += 1;
        for (column_idx, value) in (0..).zip(row) {
            match value {
                Value::Empty => {}
                Value::Text(text) => {
                    let format = &formats.text;
                    worksheet.write_string_with_format(row_idx, column_idx, cut(text), format)?;
                }
                Value::Number(number, _) => {
                    let format = &formats.number;
                    worksheet.write_number_with_format(row_idx, column_idx, *number, format)?;
                }
                Value::Day(day) => match excel_day(*day) {
                    Ok(at) => {
                        let format = &formats.day;
                        worksheet.write_datetime_with_format(row_idx, column_idx, &at, format)?;
                    }
                    // Excel's calendar begins in 1900.
                    Err(_) => {
                        worksheet.write_string(row_idx, column_idx, day.to_string())?;
                    }
                },
            }
        }
    }
    worksheet.set_freeze_panes(head_idx + 1, 2)?;
    if let Some(last) = u16::try_from(sheet.width()).ok().and_then(|it| it.checked_sub(1)) {
        worksheet.autofilter(head_idx, 0, row_idx.max(head_idx + 1), last)?;
    }
    for (theirs, line) in &sheet.below {
        row_idx += 1;
        own.write(worksheet, line, *theirs, row_idx, &formats.text)?;
    }
    worksheet.set_repeat_rows(0, head_idx)?;
    worksheet.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    // `&` begins an instruction in these lines.
    let words = sheet.title.replace('&', "&&");
    worksheet.set_footer(format!("&L{words}&C{}&R&P / &N", mark.unwrap_or_default()));
    Ok(())
}

fn excel_day(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let (month, day_no) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(0), month, day_no)
}

/// A column's width in characters, Chinese ones counting for two.
fn width(sheet: &Sheet, column_idx: usize) -> f64 {
    let cells = sheet.rows.iter().take(WIDTH_FROM_ROWS).filter_map(|row| row.get(column_idx));
    let cells = cells.map(|value| match value {
        Value::Empty => 0,
        Value::Text(text) => text.lines().map(columns_of).max().unwrap_or(0),
        Value::Number(_, text) => text.len(),
        Value::Day(_) => 10,
    });
    // Heads wrap: half of one is enough.
    let head = sheet.head.last().and_then(|line| line.get(column_idx));
    let head = head.map_or(0, |head| columns_of(head).div_ceil(2).max(6));
    (cells.max().unwrap_or(0).max(head) as f64 + 2.5).min(WIDTH_MAX)
}

fn columns_of(text: &str) -> usize {
    text.chars().map(|char| if char.is_ascii() { 1 } else { 2 }).sum()
}

/// A name that Excel takes for a sheet: short, without signs it forbids, none twice.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let allowed = wanted.chars().filter(|char| !"[]:*?/\\'".contains(*char) && !char.is_control());
    let name: String = allowed.take(NAME_CHARS_MAX - 4).collect();
    let name = if name.is_empty() { "Sheet".to_owned() } else { name };
    let is_taken =
        |name: &String| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    if !is_taken(&name) {
        return name;
    }
    let numbered = (2_usize..).map(|no| format!("{name} {no}")).find(|name| !is_taken(name));
    numbered.unwrap_or(name)
}

/// A text within what a cell holds; what was cut says so.
pub(super) fn cut(text: &str) -> String {
    let clean: String =
        text.chars().filter(|char| !char.is_control() || matches!(char, '\n' | '\t')).collect();
    if clean.chars().count() <= CELL_CHARS_MAX {
        return clean;
    }
    let kept: String = clean.chars().take(CELL_CHARS_MAX).collect();
    format!("{kept}…（未完，见一口一档）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes() {
        let taken = ["排污口".to_owned()];
        assert_eq!(sheet_name("排污口", &taken), "排污口 2");
        assert_eq!(sheet_name("a/b:[c]*?", &[]), "abc");
        assert_eq!(sheet_name("'':", &[]), "Sheet");
        assert!(sheet_name(&"长".repeat(60), &[]).chars().count() <= NAME_CHARS_MAX);
    }
}
