//! Results of one sample from a text on the clipboard: a sheet's rows, a row under a head of items, or a line for each
//! item without any head. What is not taken is said as it stands.

use super::cell::{is_no_value, is_remark, read_value};
use super::heading::{looks_like_unit, named_item};
use super::results::{LabItem, lab_items};
use super::sheet::{LabCell, LabRow, LabSheet, Numbers, read_lab_sheet};
use crate::plan::{Standards, is_reading, plain_sample_no};

/// What was read from a pasted table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    /// Of each item one value; its unit as it stands in the table.
    pub items: Vec<LabItem>,
    /// Lines that hold something and were not taken, as they are.
    pub unread: Vec<String>,
}

/// Reads a pasted table; `no` is the sample's number, which picks its rows where the table holds several samples, and
/// `usual` are the items its feature's kind is sampled for.
///
/// `None` for a text of one cell, which is typing and no table.
pub fn read_pasted(
    text: &str,
    standards: &Standards,
    usual: &[String],
    no: &str,
) -> Option<Pasted> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<Vec<String>> = lines.map(|line| cells_of(line, standards)).collect();
    if lines.len() < 2 && lines.first().is_none_or(|cells| cells.len() < 2) {
        return None;
    }
    let says_something =
        |cell: &String| read_value(cell).is_some() || named_item(cell, standards).is_some();
    lines.iter().flatten().any(says_something).then_some(())?;
    let (cells, mut unread) = match read_lab_sheet(&lines, standards, Numbers::Spared) {
        Some(sheet) => {
            let above = &lines[..sheet.head_line - 1];
            let above = above.iter().filter(|line| line.iter().any(says_something));
            let above: Vec<String> = above.map(|line| line.join(" ")).collect();
            let (cells, rest) = own_cells(sheet, no);
            (cells, above.into_iter().chain(rest).collect())
        }
        None => read_lines(&lines, standards),
    };
    let mut items = lab_items(&cells, standards, usual);
    items.retain(|item| {
        let is_read = is_reading(&item.value);
        if !is_read {
            let given = item.given.iter().map(|it| format!("{} {}", it.value, it.unit));
            let given: Vec<String> = given.map(|it| it.trim().to_owned()).collect();
            let name = cells.iter().find(|cell| {
                standards.item_among(&cell.name, usual).is_some_and(|it| it.code == item.code)
            });
            let name = name.map_or(&*item.code, |cell| &*cell.name);
            unread.push(format!("{name} {}", given.join("、")));
        }
        is_read
    });
    Some(Pasted { items, unread })
}

fn cells_of(line: &str, standards: &Standards) -> Vec<String> {
    let trimmed =
        |parts: Vec<&str>| parts.into_iter().map(|it| it.trim().to_owned()).collect::<Vec<_>>();
    if line.contains('\t') {
        return trimmed(line.split('\t').collect());
    }
    let parts = trimmed(line.split([',', '，', ';', '；', '|']).collect());
    if parts.len() > 1 {
        return parts;
    }
    // "氨氮 4.1 mg/L": the name may hold blanks itself.
    let words: Vec<&str> = line.split_whitespace().collect();
    for name_words in (1..words.len()).rev() {
        let name = words[..name_words].join(" ");
        if standards.is_item(&name) {
            let rest = words[name_words..].iter().copied();
            return std::iter::once(&*name).chain(rest).map(str::to_owned).collect();
        }
    }
    trimmed(words)
}

/// The cells of the sample of this number, or of the only one; and the rows that are of none or of others.
fn own_cells(sheet: LabSheet, no: &str) -> (Vec<LabCell>, Vec<String>) {
    let number = plain_sample_no(no);
    // Without a column of numbers the number may stand in any cell.
    let is_own = |row: &LabRow| {
        let said = match sheet.has_numbers {
            true => plain_sample_no(&row.no) == number,
            false => row.words.split(' ').any(|word| plain_sample_no(word) == number),
        };
        !number.is_empty() && said
    };
    let has_own = sheet.rows.iter().any(is_own);
    let first = sheet.rows.first().map(|row| plain_sample_no(&row.no)).unwrap_or_default();
    let is_one = match sheet.has_numbers {
        true => sheet.rows.iter().all(|row| plain_sample_no(&row.no) == first),
        false => sheet.is_by_line || sheet.rows.len() == 1,
    };
    let (mut cells, mut unread) = (Vec::new(), Vec::new());
    for row in &sheet.rows {
        if is_own(row) || (!has_own && is_one) {
            cells.extend(row.cells.iter().cloned());
        } else {
            unread.push(row.words.clone());
        }
    }
    unread.extend(sheet.not_read.into_iter().map(|left| left.words));
    (cells, unread)
}

/// Lines without a head: name, value, unit, and so on.
fn read_lines(lines: &[Vec<String>], standards: &Standards) -> (Vec<LabCell>, Vec<String>) {
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for (idx, line) in lines.iter().enumerate() {
        match cells_of_line(line, idx + 1, standards) {
            Some(cells) => read.extend(cells),
            None => {
                // A line of titles stands above all others, names no item and holds no value.
                let says = |cell: &String| {
                    named_item(cell, standards).is_some() || read_value(cell).is_some()
                };
                if idx > 0 || line.iter().any(says) {
                    unread.push(line.join(" "));
                }
            }
        }
    }
    (read, unread)
}

/// The items of a line, each with one value; `None` where one has none, or two that might be it: `COD,1,200`.
fn cells_of_line(line: &[String], line_no: usize, standards: &Standards) -> Option<Vec<LabCell>> {
    let mut cells: Vec<LabCell> = Vec::new();
    let is_named = |cell: &String| named_item(cell, standards).is_some();
    let mut at = line.iter().position(is_named)?;
    while let Some((name, unit)) = line.get(at).and_then(|cell| named_item(cell, standards)) {
        let rest = &line[at + 1..];
        let until = rest.iter().position(is_named).unwrap_or(rest.len());
        let own = &rest[..until];
        let value_at = own.iter().position(|cell| !is_no_value(cell) && !looks_like_unit(cell))?;
        let before = own[..value_at].iter().find(|cell| !is_no_value(cell));
        let after = own.get(value_at + 1).map(String::as_str).unwrap_or_default();
        if is_reading(after) {
            return None;
        }
        let said = match (before, after) {
            (_, after) if !is_remark(after) => after,
            (Some(before), _) => before.as_str(),
            (None, _) => unit,
        };
        cells.push(LabCell {
            name: name.to_owned(),
            value: own[value_at].clone(),
            unit: said.to_owned(),
            line: line_no,
            column: at + 1 + value_at,
            ..LabCell::default()
        });
        at += 1 + until;
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    fn read(text: &str, no: &str) -> Option<Pasted> {
        read_pasted(text, &Rulebook::built_in().standards, &[], no)
    }

    #[track_caller]
    fn check(text: &str, no: &str, expected: &[(&str, &str, &str)], unread: &[&str]) {
        let pasted = read(text, no).unwrap_or_default();
        let items = pasted.items.iter();
        let got: Vec<_> = items.map(|it| (&*it.code, &*it.value, &*it.unit)).collect();
        assert_eq!(got, expected, "{text}");
        assert_eq!(pasted.unread, unread, "{text}");
    }

    #[test]
    fn a_line_for_each_item_is_read_with_titles_not_read() {
        let expected = [("cod", "62", "mg/L"), ("nh3n", "<0.025", "mg/L")];
        check("项目\t结果\t单位\n化学需氧量\t62\tmg/L\n氨氮\t<0.025\tmg/L\n", "", &expected, &[]);
        check("COD, 62\n氨氮, <0.025", "", &expected, &[]);
        check("CODcr 62 mg/L\n氨氮 <0.025 mg/L", "", &expected, &[]);
        check("COD\t62\t氨氮\t<0.025", "", &expected, &[]);
        check("COD\tmg/L\t62\t达标\n氨氮\tmg/L\t<0.025\tHJ 535-2009", "", &expected, &[]);
        let limits = "检测项目\t检出限\t结果\nCOD\t4\t62\n氨氮\t0.025\t<0.025";
        check(limits, "", &expected, &[]);
    }

    #[test]
    fn of_a_table_of_samples_the_own_row_is_taken_and_no_other() {
        let table = "样品编号\tCOD(mg/L)\t氨氮（mg/L）\nA-1\t10\t1.0\nA-2\t20\t0.025L";
        let own = [("cod", "20", "mg/L"), ("nh3n", "0.025L", "mg/L")];
        check(table, "a－2", &own, &["A-1 10 1.0"]);
        check(table, "", &[], &["A-1 10 1.0", "A-2 20 0.025L"]);
        let parallel = "COD\t氨氮\t备注\n40\t1\t\n41\t1.1\t平行样";
        check(parallel, "", &[], &["40 1", "41 1.1 平行样"]);
        check("COD\t氨氮\n40\t1", "", &[("cod", "40", "mg/L"), ("nh3n", "1", "mg/L")], &[]);
    }

    #[test]
    fn what_is_no_table_is_left_to_the_text_field() {
        for text in ["62", "", "mg/L"] {
            assert_eq!(read(text, ""), None, "{text}");
        }
    }

    #[test]
    fn lines_that_are_not_understood_are_said_as_they_are_the_first_too() {
        let table = "项目\t结果\nCOD\t62\n某某指标\t3\n总磷\t0,8\n某某酸\t痕量";
        let unread = ["某某指标 3", "某某酸 痕量", "总磷 0,8 mg/L"];
        check(table, "", &[("cod", "62", "mg/L")], &unread);
        let first = "COD\t1，200\tmg/L\n总氮\t2\tmg/L";
        check(first, "", &[("tn", "2", "mg/L")], &["COD 1，200 mg/L"]);
        check("COD,1,200,mg/L\n总氮,2,mg/L", "", &[("tn", "2", "mg/L")], &["COD 1 200 mg/L"]);
        let flow = [("flow", "0.5", "m3/s")];
        check("COD\t1,200\n流量\t0.5 m3/s", "", &flow, &["COD 1,200 mg/L"]);
        check("COD\t40\nCOD\t400", "", &[], &["COD 40 mg/L、400 mg/L"]);
    }

    #[test]
    fn under_a_head_of_items_what_is_not_read_is_said_too() {
        let table = "COD(mg/L)\t氨氮(mg/L)\t某某(mg/L)\t石油类(mg/m³)\n1,200\t0.5\t0.06\t60";
        let items = [("nh3n", "0.5", "mg/L"), ("oil", "60", "mg/m³")];
        check(table, "", &items, &["某某(mg/L) 0.06", "COD 1,200 mg/L"]);
    }

    #[test]
    fn values_and_units_are_read_as_laboratories_write_them() {
        let rows = [("oil", "未检出", "mg/L"), ("ss", "ND", "mg/L"), ("tp", "0．5", "mg/L")];
        check("石油类\t未检出\tmg/L\n悬浮物\tND\n总磷\t0．5", "", &rows, &[]);
        check("石油类\t未检出\tmg/L", "", &rows[..1], &[]);
        let rows = [("transparency", "8", "cm"), ("cod", "62", "mg/L"), ("nh3n", "<0.025", "mg/L")];
        check("透明度\t8 cm\nCOD\t62mg/L\n氨氮\t<0.025 mg/L", "", &rows, &[]);
        let rows =
            [("fecal", "1200", "个/100mL"), ("nh3n", "0.3", "mmol/L"), ("tp", "3100", "ppb")];
        check("粪大肠菌群\t1200\t个/100mL\n氨氮\t0.3\tmmol/L\n总磷\t3100\tppb", "", &rows, &[]);
        check("COD\t62\t毫克每升", "", &[("cod", "62", "毫克每升")], &[]);
    }
}
