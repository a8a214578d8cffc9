//! A superior's own table: the head of a workbook or a CSV file, whose columns are named in their words.
//!
//! Kept are the lines above the head, the head's storeys, the notes below it, cells that are merged in all of them, the
//! columns' order and widths, and how these lines look. Examples below the head, formulas, colours of a theme and
//! conditional formats are not: that is said beside the ledger.

use std::cmp::Reverse;

use super::head::{Grid, Head, find, merged_by_names};
use crate::formats::{MergedCells, SheetLook, TableSheet, read_table, sheet_look, sheet_marks};
use crate::model::Text;

/// A head is looked for in so many lines.
const LINES_MAX: usize = 16;
/// Notes below it in so many.
const NOTE_LINES_MAX: usize = 300;
const COLUMNS_MAX: usize = 300;
/// What notes below a table begin with.
const NOTE_WORDS: [&str; 19] = [
    "注：",
    "注:",
    "注 ",
    "备注：",
    "备注:",
    "说明",
    "填写",
    "填表",
    "填报",
    "制表",
    "编制人",
    "审核",
    "审批人",
    "复核",
    "负责人",
    "单位负责人",
    "分管",
    "联系",
    "note",
];

/// A table's head with what stands above and below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// The sheet's own name; none of a text.
    pub sheet: Option<String>,
    /// Other sheets with a head of their own, which were not filled.
    pub other_sheets: Vec<String>,
    pub above: Vec<Vec<String>>,
    /// The lines of the head, the columns' own names in the last of them that has names.
    pub head: Vec<Vec<String>>,
    /// By column, its groups and its name; empty where nothing is written.
    pub paths: Vec<Vec<String>>,
    /// Notes below the table, with the line each stood on.
    pub below: Vec<(u32, Vec<String>)>,
    /// The cells of all these lines that are one.
    pub merged: Vec<MergedCells>,
    /// How all that looks; of an .xlsx only.
    pub look: Option<SheetLook>,
    /// It looks like something, and nothing here reads how: an .xls.
    pub look_is_lost: bool,
    /// Lines below the head that are not ours: examples, sums.
    pub lines_dropped: usize,
    pub has_formulas: bool,
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

/// Reads the head of a table. `is_known` says whether a column, by its groups and its name, means something here: the
/// sheet with most such columns is the one.
///
/// # Errors
/// If the file is no table, or has no line that could be a head.
pub fn read_template(
    bytes: Vec<u8>,
    is_known: &dyn Fn(&[String]) -> bool,
) -> Result<Template, TemplateError> {
    let mut marks = sheet_marks(&bytes);
    let look_is_lost = bytes.starts_with(b"\xD0\xCF\x11\xE0");
    let file = bytes.clone();
    let mut sheets = read_table(bytes).map_err(TemplateError::NoTable)?;
    for line in sheets.iter_mut().flatten() {
        line.truncate(COLUMNS_MAX);
    }
    marks.resize_with(sheets.len(), Default::default);
    for cells in marks.iter_mut() {
        let is_near = |[_, (_, right)]: &MergedCells| (*right as usize) < COLUMNS_MAX;
        cells.merged.retain(is_near);
    }
    let heads = sheets.iter().zip(&marks).enumerate().filter_map(|(idx, (sheet, marks))| {
        let lines = &sheet[..sheet.len().min(LINES_MAX)];
        let head = find(&Grid { lines, merged: &marks.merged }, is_known)?;
        let known = head.paths.iter().filter(|path| !path.is_empty() && is_known(path)).count();
        Some((known, Reverse(idx), head))
    });
    let tables: Vec<_> = heads.collect();
    let best = tables.iter().max_by_key(|(known, idx, _)| (*known, *idx));
    let Some((_, Reverse(idx), head)) = best.cloned() else { return Err(TemplateError::NoHead) };
    let others = tables.iter().filter(|(known, other, _)| *known >= 3 && other.0 != idx);
    let others = others.filter_map(|(_, other, _)| marks.get(other.0));
    let other_sheets = others.map(|marks| marks.name.clone()).collect();
    let (sheet, marks) = (sheets.swap_remove(idx), marks.swap_remove(idx));
    let (below, lines_dropped) = below(&sheet, &head);
    let last_line = below.last().map_or(head.last as u32, |(row, _)| *row);
    let look = sheet_look(&file, idx, last_line + 1);
    let is_kept = |[(top, _), (bottom, _)]: &MergedCells| {
        *bottom as usize <= head.last || below.iter().any(|(row, _)| row == top && top == bottom)
    };
    let mut merged: Vec<MergedCells> = marks.merged.into_iter().filter(is_kept).collect();
    if marks.name.is_empty() {
        merged = merged_by_names(&Grid { lines: &sheet, merged: &[] }, &head);
    }
    let line = |row: usize| sheet.get(row).cloned().unwrap_or_default();
    Ok(Template {
        sheet: Some(marks.name).filter(|name| !is_nobodys(name)),
        other_sheets,
        above: (0..head.top).map(line).collect(),
        head: (head.top..=head.last).map(line).collect(),
        paths: head.paths,
        below,
        merged,
        look,
        look_is_lost,
        lines_dropped,
        has_formulas: marks.has_formulas,
    })
}

/// A sheet's name that nobody gave it.
fn is_nobodys(name: &str) -> bool {
    let no = name.strip_prefix("Sheet").or_else(|| name.strip_prefix("工作表"));
    name.is_empty() || no.is_some_and(|no| no.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The notes below a head, and how many other lines stand there.
fn below(sheet: &TableSheet, head: &Head) -> (Vec<(u32, Vec<String>)>, usize) {
    let columns = head.paths.len();
    let (mut notes, mut dropped) = (Vec::new(), 0);
    for (row, line) in sheet.iter().enumerate().skip(head.last + 1).take(NOTE_LINES_MAX) {
        let written = || line.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let Some(first) = written().next() else { continue };
        let first = first.trim_start_matches(['*', '＊', '※', '(', '（', '【', '[']).to_lowercase();
        let is_note = NOTE_WORDS.iter().any(|word| first.starts_with(word));
        match is_note && written().count() <= (columns / 2).max(3) {
            true => notes.push((row as u32, line.clone())),
            false => dropped += 1,
        }
    }
    (notes, dropped)
}
