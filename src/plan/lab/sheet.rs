//! A sheet of results: a row for each sample under a head of items, or a row for each item of a sample. What is under
//! no item that is known, or in a row that says no sample, is listed with its place.
//!
//! Looks at words and places only: whether a value can be is the validator's.

use super::cell::{is_no_value, read_value};
use super::heading::{looks_like_unit, named_item};
use crate::plan::Standards;

/// A cell of results that says something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabCell {
    /// The item as it is called there.
    pub name: String,
    /// What stands there, perhaps with a unit.
    pub value: String,
    /// The unit of its column or line as it is written; empty where none is.
    pub unit: String,
    /// What the method can detect, where that stands beside it.
    pub limit: String,
    /// From 1.
    pub line: usize,
    /// From 0.
    pub column: usize,
}

/// What a row says of one sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabRow {
    /// Empty where the sheet has no column of numbers.
    pub no: String,
    pub line: usize,
    pub cells: Vec<LabCell>,
    /// The row as it stands.
    pub words: String,
}

/// Something that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    pub why: NotReadWhy,
    pub line: usize,
    pub column: usize,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReadWhy {
    /// The row says not which sample it is of: a parallel, a mean, a blank.
    NoNumber,
    UnknownItem,
    UnknownColumn,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabSheet {
    /// The line of its head, from 1.
    pub head_line: usize,
    /// Whether it has a column of sample numbers.
    pub has_numbers: bool,
    /// Whether its first table has a row for each item.
    pub is_by_line: bool,
    pub rows: Vec<LabRow>,
    pub not_read: Vec<NotRead>,
}

/// Whether a sheet without a column of sample numbers is one of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    Wanted,
    Spared,
}

const NUMBER_HEADINGS: [&str; 10] = [
    "样品编号",
    "样品号",
    "水样编号",
    "采样编号",
    "样品编码",
    "样品标识",
    "编号",
    "sampleno",
    "sampleid",
    "sample",
];
const ITEM_HEADINGS: [&str; 9] = [
    "项目",
    "检测项目",
    "监测项目",
    "分析项目",
    "检测指标",
    "监测指标",
    "检测参数",
    "item",
    "parameter",
];
const VALUE_HEADINGS: [&str; 11] = [
    "结果",
    "检测结果",
    "监测结果",
    "分析结果",
    "测定结果",
    "测定值",
    "检测值",
    "监测值",
    "数值",
    "result",
    "value",
];
const UNIT_HEADINGS: [&str; 3] = ["单位", "计量单位", "unit"];
const LIMIT_HEADINGS: [&str; 6] = ["检出限", "方法检出限", "最低检出限", "检出下限", "lod", "mdl"];

/// Reads a sheet; `None` where it has no head of results.
pub fn read_lab_sheet(
    rows: &[Vec<String>],
    standards: &Standards,
    numbers: Numbers,
) -> Option<LabSheet> {
    let found = rows.iter().enumerate();
    let (from, mut head) =
        found.map(|(idx, row)| (idx, head_of(row, standards, numbers))).find_map(some_head)?;
    let has_numbers = head.number.is_some();
    let is_by_line = matches!(head.shape, Shape::Long { .. });
    let head_line = from + 1;
    let mut sheet = LabSheet { head_line, has_numbers, is_by_line, ..LabSheet::default() };
    let mut head_idx = from;
    for (idx, row) in rows.iter().enumerate().skip(from + 1) {
        // Another head begins another table below the first.
        if let Some(next) = head_of(row, standards, Numbers::Wanted) {
            sheet.not_read.extend(head.unknown_columns(&rows[head_idx..idx], head_idx + 1));
            (head, head_idx) = (next, idx);
        } else if !(idx == head_idx + 1 && head.take_units(row)) {
            head.read_row(row, idx + 1, standards, &mut sheet);
        }
    }
    sheet.not_read.extend(head.unknown_columns(&rows[head_idx..], head_idx + 1));
    Some(sheet)
}

fn some_head((idx, head): (usize, Option<Head>)) -> Option<(usize, Head)> {
    Some((idx, head?))
}

/// What the columns of a table are.
struct Head {
    number: Option<usize>,
    shape: Shape,
    /// The number that stands once for the rows below it, where a row is an item.
    last_no: String,
}

enum Shape {
    /// A column for each item.
    Wide { items: Vec<Column>, others: Vec<(usize, String)> },
    /// A row for each item.
    Long { item: usize, value: Column, unit: Option<usize>, limit: Option<usize> },
}

struct Column {
    at: usize,
    name: String,
    unit: String,
}

fn head_of(row: &[String], standards: &Standards, numbers: Numbers) -> Option<Head> {
    let number = column(row, &NUMBER_HEADINGS);
    if number.is_none() && numbers == Numbers::Wanted {
        return None;
    }
    let head = |shape| Some(Head { number, shape, last_no: String::new() });
    let (mut items, mut others) = (Vec::new(), Vec::new());
    for (at, cell) in row.iter().enumerate().filter(|(at, _)| Some(*at) != number) {
        match named_item(cell, standards) {
            Some((name, unit)) => {
                items.push(Column { at, name: name.to_owned(), unit: unit.to_owned() });
            }
            None => others.push((at, cell.trim().to_owned())),
        }
    }
    // Items beside each other with their values are lines, not a head.
    let holds_values = row.iter().any(|cell| read_value(cell).is_some());
    if items.len() >= if number.is_some() { 1 } else { 2 } && !holds_values {
        return head(Shape::Wide { items, others });
    }
    let (item, at) = (column(row, &ITEM_HEADINGS)?, column(row, &VALUE_HEADINGS)?);
    let inside = row[at].split_once(['(', '（', '/']).map(|(_, rest)| rest.trim());
    let unit = inside.map_or("", |rest| rest.trim_end_matches([')', '）']));
    let unit = if looks_like_unit(unit) { unit.to_owned() } else { String::new() };
    let value = Column { at, name: String::new(), unit };
    let (unit, limit) = (column(row, &UNIT_HEADINGS), column(row, &LIMIT_HEADINGS));
    head(Shape::Long { item, value, unit, limit })
}

/// The column with one of these headings; those that come first are meant first.
fn column(head: &[String], headings: &[&str]) -> Option<usize> {
    let bare = |cell: &String| {
        let name = cell.split(['(', '（', '/', '[']).next().unwrap_or_default();
        name.to_lowercase().replace(['.', '_', ' ', '\n', '\u{3000}'], "")
    };
    headings.iter().find_map(|heading| head.iter().position(|cell| bare(cell) == *heading))
}

fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map(|cell| cell.trim()).unwrap_or_default()
}

fn words_of(row: &[String]) -> String {
    let said = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

impl Head {
    /// Takes the units that stand in a row of their own below the items.
    fn take_units(&mut self, row: &[String]) -> bool {
        let Shape::Wide { items, .. } = &mut self.shape else { return false };
        let said = |it: &Column| !is_no_value(cell(row, it.at));
        let is_units = items.iter().any(said)
            && items.iter().filter(|it| said(it)).all(|it| looks_like_unit(cell(row, it.at)));
        if is_units {
            for item in items.iter_mut().filter(|it| said(it)) {
                item.unit = cell(row, item.at).to_owned();
            }
        }
        is_units
    }

    fn read_row(&mut self, row: &[String], line: usize, standards: &Standards, to: &mut LabSheet) {
        let words = words_of(row);
        let own_no = self.number.map(|at| cell(row, at)).unwrap_or_default().to_owned();
        let (no, cells) = match &self.shape {
            Shape::Wide { items, .. } => {
                let given = items.iter().map(|item| LabCell {
                    name: item.name.clone(),
                    value: cell(row, item.at).to_owned(),
                    unit: item.unit.clone(),
                    limit: String::new(),
                    line,
                    column: item.at,
                });
                (own_no, given.filter(|it| !is_no_value(&it.value)).collect::<Vec<_>>())
            }
            Shape::Long { item, value, unit, limit } => {
                let given = cell(row, value.at);
                if is_no_value(given) {
                    return;
                }
                if !own_no.is_empty() {
                    self.last_no.clone_from(&own_no);
                }
                let Some((name, beside)) = named_item(cell(row, *item), standards) else {
                    let why = NotReadWhy::UnknownItem;
                    return to.not_read.push(NotRead { why, line, column: *item, words });
                };
                let beside = if beside.is_empty() { value.unit.as_str() } else { beside };
                let said = unit.map(|at| cell(row, at)).filter(|unit| !unit.is_empty());
                let cells = vec![LabCell {
                    name: name.to_owned(),
                    value: given.to_owned(),
                    unit: said.unwrap_or(beside).to_owned(),
                    limit: limit.map(|at| cell(row, at)).unwrap_or_default().to_owned(),
                    line,
                    column: value.at,
                }];
                match own_no.is_empty() && is_of_control(row) {
                    true => (own_no, cells),
                    false => (self.last_no.clone(), cells),
                }
            }
        };
        if cells.is_empty() {
            return;
        }
        if let Some(column) = self.number.filter(|_| no.is_empty()) {
            let why = NotReadWhy::NoNumber;
            return to.not_read.push(NotRead { why, line, column, words });
        }
        to.rows.push(LabRow { no, line, cells, words });
    }

    /// Columns that hold measured values under a heading that names no item; `rows` begin with the head.
    fn unknown_columns(&self, rows: &[Vec<String>], line: usize) -> Vec<NotRead> {
        let Shape::Wide { others, .. } = &self.shape else { return Vec::new() };
        let unknown = others.iter().filter_map(|(column, heading)| {
            let below = rows.iter().skip(1).map(|row| cell(row, *column));
            let values: Vec<&str> = below.filter(|cell| !is_no_value(cell)).collect();
            let has_unit = heading
                .rsplit_once(['(', '（'])
                .is_some_and(|(_, rest)| looks_like_unit(rest.trim_end_matches([')', '）'])));
            let are_values = has_unit || values.iter().all(|value| read_value(value).is_some());
            let measures = !values.is_empty() && are_values && (has_unit || !is_of_other(heading));
            let few = values.iter().take(VALUES_NAMED).copied().collect::<Vec<_>>().join("、");
            let more = if values.len() > VALUES_NAMED { "…" } else { "" };
            let words = format!("{heading} {few}{more}").trim().to_owned();
            let why = NotReadWhy::UnknownColumn;
            measures.then_some(NotRead { why, line, column: *column, words })
        });
        unknown.collect()
    }
}

/// So many values of a column that was not read are named.
const VALUES_NAMED: usize = 3;

/// Whether a row is not of the sample itself: its parallel, a mean, a blank.
fn is_of_control(row: &[String]) -> bool {
    const WORDS: [&str; 7] = ["平行", "平均", "均值", "空白", "质控", "加标", "duplicate"];
    row.iter().any(|cell| WORDS.iter().any(|word| cell.to_lowercase().contains(word)))
}

/// Whether numbers under a heading are no measured values.
fn is_of_other(heading: &str) -> bool {
    const WORDS: [&str; 24] = [
        "号", "编码", "日期", "时间", "经度", "纬度", "年", "月", "备注", "点", "断面", "名称",
        "限", "电话", "气温", "气压", "数量", "体积", "频次", "date", "time", "lon", "lat",
        "limit",
    ];
    let heading = heading.to_lowercase();
    WORDS.iter().any(|word| heading.contains(word)) || matches!(&*heading, "no" | "no." | "id")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    fn read(text: &str) -> Option<LabSheet> {
        let rows: Vec<Vec<String>> =
            text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect();
        read_lab_sheet(&rows, &Rulebook::built_in().standards, Numbers::Wanted)
    }

    /// Rows as `number: name value unit, …`, then what was left out as `column+line words`.
    #[track_caller]
    fn check(text: &str, expected: &[&str], not_read: &[(NotReadWhy, usize, &str)]) {
        let sheet = read(text).unwrap();
        let said = |row: &LabRow| {
            let cells = row.cells.iter();
            let cells = cells.map(|it| format!("{} {} {}", it.name, it.value, it.unit));
            let cells: Vec<String> = cells.map(|it| it.trim().to_owned()).collect();
            format!("{}: {}", row.no, cells.join(", "))
        };
        assert_eq!(sheet.rows.iter().map(said).collect::<Vec<_>>(), expected, "{text}");
        let left = sheet.not_read.iter();
        let left: Vec<_> = left.map(|it| (it.why, it.line, it.words.as_str())).collect();
        assert_eq!(left, not_read, "{text}");
    }

    #[test]
    fn a_row_for_each_sample_is_read_under_its_head() {
        let table = "某某检测公司|||\n序号|样品编号|COD(mg/L)|氨氮\n1|A-1|62|<0.025\n2|A-2||未检出\n3|A-3|7|/\n4|A-4|痕量|";
        let rows = [
            "A-1: COD 62 mg/L, 氨氮 <0.025",
            "A-2: 氨氮 未检出",
            "A-3: COD 7 mg/L",
            "A-4: COD 痕量 mg/L",
        ];
        check(table, &rows, &[]);
    }

    #[test]
    fn under_a_head_of_items_a_row_without_a_number_is_nobodys() {
        let table = "样品编号|采样点位|化学需氧量|氨氮\nW-1|排口|40|1\n|平行样|41|1.1\n|平均值|400|9\nW-2|排口|45|\n|||2\n备注：以上结果仅对来样负责|||";
        let left = [
            (NotReadWhy::NoNumber, 3, "平行样 41 1.1"),
            (NotReadWhy::NoNumber, 4, "平均值 400 9"),
            (NotReadWhy::NoNumber, 6, "2"),
        ];
        check(table, &["W-1: 化学需氧量 40, 氨氮 1", "W-2: 化学需氧量 45"], &left);
    }

    #[test]
    fn a_row_for_each_item_is_read_and_a_number_stands_for_those_below_it() {
        let table = "样品编号|检测项目|单位|检测结果|备注\nA-1|化学需氧量|mg/L|62|\n|氨氮|mmol/L|4.1|\n|氨氮|mg/L|9|平行样\nA-2|某某|mg/L|1|";
        let left = [
            (NotReadWhy::NoNumber, 4, "氨氮 mg/L 9 平行样"),
            (NotReadWhy::UnknownItem, 5, "A-2 某某 mg/L 1"),
        ];
        check(table, &["A-1: 化学需氧量 62 mg/L", "A-1: 氨氮 4.1 mmol/L"], &left);
        check("样品编号|项目|结果(μg/L)\nA-1|汞|0.5", &["A-1: 汞 0.5 μg/L"], &[]);
    }

    #[test]
    fn units_in_a_row_of_their_own_are_those_of_the_columns() {
        let table = "样品编号|砷|pH\n|μg/L|无量纲\nA-1|5|7";
        check(table, &["A-1: 砷 5 μg/L, pH 7 无量纲"], &[]);
    }

    #[test]
    fn columns_of_values_under_no_known_item_are_named() {
        let table = "样品编号|COD|叶绿素a(μg/L)|采样日期|浊度\nA-1|5|12|3.1|7\nA-2|6||3.2|8";
        let left = [
            (NotReadWhy::UnknownColumn, 1, "叶绿素a(μg/L) 12"),
            (NotReadWhy::UnknownColumn, 1, "浊度 7、8"),
        ];
        check(table, &["A-1: COD 5", "A-2: COD 6"], &left);
    }

    #[test]
    fn a_second_table_below_the_first_has_its_own_items() {
        check("样品编号|COD\nA-1|5\n样品编号|总磷\nA-1|0.2", &["A-1: COD 5", "A-1: 总磷 0.2"], &[]);
    }

    #[test]
    fn what_names_no_samples_or_no_items_is_no_table_of_a_laboratory() {
        assert_eq!(read("名称|经度|纬度\n一|117|38"), None);
        assert_eq!(read("编号|名称\nA-1|一"), None);
        assert_eq!(read(""), None);
    }
}
