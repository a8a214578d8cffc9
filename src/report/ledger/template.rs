//! A superior's own table: the head of a workbook or a CSV file, whose columns are named in their words.
//!
//! Kept are the lines above the head, cells that are merged there, the columns' names, order and widths, and how head
//! and lines look. Colours of a theme, formulas and conditional formats are not: that is said beside the ledger.

use crate::formats::{MergedCells, SheetLook, merged_cells, read_table, sheet_look};
use crate::model::Text;

/// A head is looked for in so many lines.
const LINES_MAX: usize = 12;
const COLUMNS_MAX: usize = 300;

/// A table's head and what stands above it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    pub above: Vec<Vec<String>>,
    /// The cells above the head that are one.
    pub merged: Vec<MergedCells>,
    pub heads: Vec<String>,
    /// How all that looks; of an .xlsx only.
    pub look: Option<SheetLook>,
    /// It looks like something, and nothing here reads how: an .xls.
    pub look_is_lost: bool,
}

/// Why a file is no table head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateError {
    /// Neither a workbook nor text.
    /// With why.
    NoTable(Text),
    /// No line that could be a head.
    NoHead,
}

impl TemplateError {
    pub fn text(&self) -> Text {
        match self {
            Self::NoTable(why) => Text::new(
                format!("表样读不出来，应为 .xlsx、.xls 或 .csv 文件：{}", why.zh),
                format!(
                    "the template does not read: expected an .xlsx, .xls or .csv file: {}",
                    why.en
                ),
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
    bytes: Vec<u8>,
    is_known: &dyn Fn(&str) -> bool,
) -> Result<Template, TemplateError> {
    let merged = merged_cells(&bytes);
    let look = sheet_look(&bytes, LINES_MAX as u32);
    let look_is_lost = bytes.starts_with(b"\xD0\xCF\x11\xE0");
    let sheets = read_table(bytes).map_err(TemplateError::NoTable)?;
    let mut lines = sheets.into_iter().next().unwrap_or_default();
    lines.truncate(LINES_MAX);
    lines.iter_mut().for_each(|line| line.truncate(COLUMNS_MAX));
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
    let is_above = |[_, (row, column)]: &MergedCells| {
        (*row as usize) < head_idx && (*column as usize) < COLUMNS_MAX
    };
    let merged = merged.into_iter().filter(is_above).collect();
    Ok(Template { above: lines[..head_idx].to_vec(), merged, heads, look, look_is_lost })
}
