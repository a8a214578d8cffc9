//! A laboratory's table as results by sample number: a row for each sample under a head of items, or a row for each
//! item of a sample. What cannot be read is left out and counted, never guessed.

use crate::plan::Standards;
use crate::ui::forms::result_table::{ItemNames, is_unit, reading_of};
use crate::ui::forms::sample::ResultRow;

/// The results of one sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabSample {
    pub no: String,
    /// The line of the table it was first met in, from 1.
    pub line: usize,
    pub results: Vec<ResultRow>,
}

/// What was read from a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabTable {
    pub samples: Vec<LabSample>,
    /// Cells under an item that hold something and are no number: `未检出` without its limit.
    pub cells_unread: usize,
}

/// Headings of the column that holds the sample's number.
const NUMBER_HEADINGS: [&str; 8] =
    ["样品编号", "样品号", "水样编号", "采样编号", "编号", "sample no", "sample id", "sample"];
const ITEM_HEADINGS: [&str; 6] = ["项目", "检测项目", "监测项目", "分析项目", "item", "parameter"];
const VALUE_HEADINGS: [&str; 7] =
    ["结果", "检测结果", "监测结果", "测定值", "数值", "result", "value"];
const UNIT_HEADINGS: [&str; 3] = ["单位", "计量单位", "unit"];

/// Reads a sheet; `None` where it has no column of numbers with items beside it.
pub fn read_lab_table(rows: &[Vec<String>], standards: &Standards) -> Option<LabTable> {
    rows.iter().enumerate().find_map(|(idx, head)| {
        let names = ItemNames { standards, usual: &[] };
        let number = column(head, &NUMBER_HEADINGS)?;
        let below = Below { rows, from: idx + 1, number };
        let items: Vec<(usize, String, String)> = head
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != number)
            .filter_map(|(at, cell)| names.item_of(cell).map(|(code, unit)| (at, code, unit)))
            .collect();
        if !items.is_empty() {
            return Some(below.by_head(&items));
        }
        let (item, value) = (column(head, &ITEM_HEADINGS)?, column(head, &VALUE_HEADINGS)?);
        let unit = column(head, &UNIT_HEADINGS);
        Some(below.by_line(item, value, unit, standards))
    })
}

/// The column with one of these headings; those that come first are meant first.
fn column(head: &[String], headings: &[&str]) -> Option<usize> {
    let bare = |cell: &String| cell.trim().to_lowercase().replace(['.', '_', ' '], "");
    headings.iter().find_map(|heading| {
        let heading = heading.replace(' ', "");
        head.iter().position(|cell| bare(cell) == heading)
    })
}

/// What stands below a table's head.
struct Below<'t> {
    rows: &'t [Vec<String>],
    from: usize,
    number: usize,
}

impl<'t> Below<'t> {
    /// Each row that names a sample, with its line. A number that stands once for several rows is theirs too.
    fn rows(&self) -> impl Iterator<Item = (usize, &'t str, &'t [String])> {
        let number = self.number;
        let mut last = "";
        self.rows.iter().enumerate().skip(self.from).filter_map(move |(idx, row)| {
            let no = row.get(number).map(|cell| cell.trim()).unwrap_or_default();
            if !no.is_empty() {
                last = no;
            }
            (!last.is_empty() && row.iter().any(|cell| !cell.trim().is_empty())).then_some((
                idx + 1,
                last,
                row.as_slice(),
            ))
        })
    }

    fn by_head(&self, items: &[(usize, String, String)]) -> LabTable {
        let mut table = LabTable::default();
        for (line, no, row) in self.rows() {
            for (at, code, unit) in items {
                let cell = row.get(*at).map(|cell| cell.trim()).unwrap_or_default();
                table.put(no, line, code, cell, unit);
            }
        }
        table
    }

    fn by_line(
        &self,
        item: usize,
        value: usize,
        unit: Option<usize>,
        standards: &Standards,
    ) -> LabTable {
        let names = ItemNames { standards, usual: &[] };
        let mut table = LabTable::default();
        let cell =
            |row: &'t [String], at: usize| row.get(at).map(|cell| cell.trim()).unwrap_or_default();
        for (line, no, row) in self.rows() {
            let Some((code, own_unit)) = names.item_of(cell(row, item)) else {
                table.cells_unread += usize::from(!cell(row, value).is_empty());
                continue;
            };
            let said = unit.map(|unit| cell(row, unit)).filter(|unit| is_unit(unit));
            table.put(no, line, &code, cell(row, value), said.unwrap_or(&own_unit));
        }
        table
    }
}

impl LabTable {
    fn put(&mut self, no: &str, line: usize, code: &str, value: &str, unit: &str) {
        let Some((value, own_unit)) = reading_of(value) else {
            let is_nothing = matches!(value, "" | "-" | "—" | "/");
            self.cells_unread += usize::from(!is_nothing);
            return;
        };
        let idx = self.samples.iter().position(|sample| sample.no == no).unwrap_or_else(|| {
            self.samples.push(LabSample { no: no.to_owned(), line, results: Vec::new() });
            self.samples.len() - 1
        });
        let results = &mut self.samples[idx].results;
        // The laboratory's later line is its correction of the earlier one.
        results.retain(|row| row.item != code);
        results.push(ResultRow {
            item: code.to_owned(),
            value: value.to_owned(),
            unit: own_unit.unwrap_or(unit).to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    fn read(text: &str) -> Option<LabTable> {
        let rows: Vec<Vec<String>> =
            text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect();
        read_lab_table(&rows, &Rulebook::built_in().standards)
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &[(&str, &str)])], unread: usize) {
        let table = read(text).unwrap();
        let got: Vec<(&str, Vec<(&str, &str)>)> = table
            .samples
            .iter()
            .map(|sample| {
                let results = &sample.results;
                (sample.no.as_str(), results.iter().map(|it| (&*it.item, &*it.value)).collect())
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(no, rows)| (*no, rows.to_vec())).collect();
        assert_eq!((got, table.cells_unread), (expected, unread), "{text}");
    }

    #[test]
    fn a_row_for_each_sample_is_read_under_its_head() {
        let table = "某某检测公司|||\n序号|样品编号|COD(mg/L)|氨氮\n1|A-1|62|<0.025\n2|A-2||未检出\n3|A-3|7|/\n4|A-4|痕量|";
        let a1: (_, &[_]) = ("A-1", &[("cod", "62"), ("nh3n", "<0.025")]);
        check(table, &[a1, ("A-2", &[("nh3n", "未检出")]), ("A-3", &[("cod", "7")])], 1);
    }

    #[test]
    fn a_row_for_each_item_is_read_and_a_number_stands_for_those_below_it() {
        let table = "样品编号|检测项目|单位|检测结果\nA-1|化学需氧量|mg/L|62\n|氨氮|mg/L|4.1\nA-2|某某|mg/L|1";
        check(table, &[("A-1", &[("cod", "62"), ("nh3n", "4.1")])], 1);
    }

    #[test]
    fn what_names_no_samples_or_no_items_is_no_table_of_a_laboratory() {
        assert_eq!(read("名称|经度|纬度\n一|117|38"), None);
        assert_eq!(read("编号|名称\nA-1|一"), None);
        assert_eq!(read(""), None);
    }
}
