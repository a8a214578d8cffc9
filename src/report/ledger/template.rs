//! A superior's own table: the head of a workbook or a CSV file, whose columns are named in their words.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, open_workbook_auto_from_rs};

use crate::model::Text;

/// A head is looked for in so many lines.
const LINES_MAX: usize = 12;
const COLUMNS_MAX: usize = 300;

/// A table's head and what stands above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pub above: Vec<Vec<String>>,
    pub heads: Vec<String>,
}

/// Why a file is no table head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// Neither a workbook nor text.
    NoTable(String),
    /// No line that could be a head.
    NoHead,
}

impl TemplateError {
    pub fn text(&self) -> Text {
        match self {
            Self::NoTable(why) => Text::new(
                format!("表样读不出来，应为 .xlsx、.xls 或 .csv 文件（{why}）"),
                format!("the template does not read: expected an .xlsx, .xls or .csv file ({why})"),
            ),
            Self::NoHead => Text::new(
                "表样里没有表头：应有一行至少写着三个列名，例如“名称”“编码”“阶段”",
                "the template has no head: expected a line with at least three column names",
            ),
        }
    }
}

/// Reads the head of a table. `is_known` says whether a column's name means something here: the line with most such
/// names is the head, else the fullest one.
///
/// # Errors
/// If the file is no table, or has no line that could be a head.
pub fn read_template(
    path: &Path,
    bytes: Vec<u8>,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<Template, TemplateError> {
    let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    let lines = match ending.as_deref() {
        Some("csv" | "txt" | "tsv") => lines_of_text(bytes)?,
        _ => lines_of_workbook(bytes)?,
    };
    let filled = |line: &[String]| line.iter().filter(|cell| !cell.trim().is_empty()).count();
    let score = |line: &Vec<String>| {
        let known = line.iter().filter(|cell| is_known(cell)).count();
        (known, filled(line))
    };
    // Of equal lines the first: what follows it may be examples.
    let best = lines.iter().enumerate().rev().max_by_key(|(_, line)| score(line));
    let Some((head_idx, head)) = best.filter(|(_, line)| filled(line) >= 3) else {
        return Err(TemplateError::NoHead);
    };
    let mut heads = head.clone();
    while heads.last().is_some_and(|cell| cell.trim().is_empty()) {
        heads.pop();
    }
    Ok(Template { above: lines[..head_idx].to_vec(), heads })
}

fn lines_of_workbook(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, TemplateError> {
    let no_table = |why: calamine::Error| TemplateError::NoTable(why.to_string());
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(no_table)?;
    let Some(range) = workbook.worksheet_range_at(0) else { return Ok(Vec::new()) };
    let range = range.map_err(no_table)?;
    let (Some((top, left)), Some((_, right))) = (range.start(), range.end()) else {
        return Ok(Vec::new());
    };
    let right = right.min(COLUMNS_MAX as u32);
    // From the sheet's own corner: columns keep their places.
    let line = |row: u32| {
        let cell = |column: u32| range.get_value((row, column)).map(words).unwrap_or_default();
        (0..=right).map(|column| if column < left { String::new() } else { cell(column) }).collect()
    };
    Ok((0..LINES_MAX as u32).map(|row| if row < top { Vec::new() } else { line(row) }).collect())
}

fn words(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

fn lines_of_text(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, TemplateError> {
    let text = crate::formats::decoded_text(bytes);
    let text = text.ok_or_else(|| TemplateError::NoTable("not a text".to_owned()))?;
    // Tables copied from a spreadsheet have tabs.
    let first = text.lines().next().unwrap_or_default();
    let delimiter = match first.matches('\t').count() > first.matches(',').count() {
        true => b'\t',
        false => b',',
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let records = reader.records().take(LINES_MAX).filter_map(Result::ok);
    let cells = |record: csv::StringRecord| {
        record.iter().take(COLUMNS_MAX).map(|it| it.trim().to_owned()).collect()
    };
    Ok(records.map(cells).collect())
}
