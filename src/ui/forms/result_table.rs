//! Results pasted from a laboratory's table: read as rows of item, value and unit, or as one row under a head of
//! items. What cannot be read is left out and said, never guessed.

use super::sample::ResultRow;
use crate::plan::{SampleItem, Standards, is_reading};

/// What was read from a pasted table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    pub rows: Vec<ResultRow>,
    /// Lines that hold something and were not understood, as they are.
    pub unread: Vec<String>,
}

/// Reads a pasted table; `no` is the sample's number, which picks its row where the table holds several samples.
///
/// `None` for a text of one cell, which is typing and no table.
pub fn read_table(text: &str, standards: &Standards, usual: &[String], no: &str) -> Option<Pasted> {
    let names = ItemNames { standards, usual };
    let lines: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| cells_of(line, names))
        .collect();
    if lines.len() < 2 && lines.first().is_none_or(|cells| cells.len() < 2) {
        return None;
    }
    let says_something = |cell: &&str| reading_of(cell).is_some() || names.item_of(cell).is_some();
    lines.iter().flatten().any(says_something).then_some(())?;
    Some(read_under_head(&lines, names, no).unwrap_or_else(|| read_lines(&lines, names)))
}

fn cells_of<'t>(line: &'t str, names: ItemNames<'_>) -> Vec<&'t str> {
    let trimmed = |parts: Vec<&'t str>| parts.into_iter().map(str::trim).collect::<Vec<_>>();
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
        let end = words[name_words - 1].as_ptr() as usize + words[name_words - 1].len();
        let name = line.get(..end - line.as_ptr() as usize).unwrap_or(line).trim();
        if names.item(name).is_some() {
            return std::iter::once(name).chain(words[name_words..].iter().copied()).collect();
        }
    }
    words
}

/// A head of items, and a row of values: the sample's own, or the only one.
fn read_under_head(lines: &[Vec<&str>], names: ItemNames<'_>, no: &str) -> Option<Pasted> {
    let items_in =
        |cells: &[&str]| cells.iter().filter(|cell| names.item_of(cell).is_some()).count();
    let head_idx = lines.iter().position(|cells| items_in(cells) >= 2)?;
    let head = &lines[head_idx];
    let below = &lines[head_idx + 1..];
    let own = below.iter().find(|cells| cells.iter().any(|cell| !no.is_empty() && *cell == no));
    let with_values = |cells: &&Vec<&str>| {
        let named = head.iter().zip(cells.iter()).filter(|(name, _)| names.item_of(name).is_some());
        named.filter(|(_, value)| reading_of(value).is_some()).count() > 0
    };
    let values = match own {
        Some(own) => own,
        None => below.iter().find(with_values)?,
    };
    let rows = head
        .iter()
        .zip(values)
        .filter_map(|(name, value)| {
            let (code, own_unit) = names.item_of(name)?;
            let (value, unit) = reading_of(value)?;
            let unit = unit.map_or(own_unit, str::to_owned);
            Some(ResultRow { item: code, value: value.to_owned(), unit })
        })
        .collect();
    let others = below.iter().filter(|cells| *cells != values && with_values(cells));
    Some(Pasted { rows, unread: others.map(|cells| cells.join(" ")).collect() })
}

/// A line for each item: name, value, unit.
fn read_lines(lines: &[Vec<&str>], names: ItemNames<'_>) -> Pasted {
    let mut pasted = Pasted::default();
    for cells in lines {
        let named =
            cells.iter().enumerate().find_map(|(nth, cell)| Some((nth, names.item_of(cell)?)));
        let value = named
            .as_ref()
            .and_then(|(nth, _)| cells.iter().skip(nth + 1).find_map(|cell| reading_of(cell)));
        let (Some((nth, (code, own_unit))), Some((value, unit))) = (named, value) else {
            // A line of titles stands above all others and holds no value.
            let holds_value = cells.iter().any(|cell| reading_of(cell).is_some());
            if pasted != Pasted::default() || holds_value {
                pasted.unread.push(cells.join(" "));
            }
            continue;
        };
        let unit = unit.or(cells.iter().skip(nth + 1).copied().find(|cell| is_unit(cell)));
        let unit = unit.map_or(own_unit, str::to_owned);
        pasted.rows.push(ResultRow { item: code, value: value.to_owned(), unit });
    }
    pasted
}

/// What items are called, and which of them are usual for whom the table is of.
#[derive(Clone, Copy)]
pub(in crate::ui) struct ItemNames<'a> {
    pub standards: &'a Standards,
    pub usual: &'a [String],
}

impl ItemNames<'_> {
    fn item(&self, name: &str) -> Option<&SampleItem> {
        self.standards.item_among(name, self.usual)
    }

    /// The item a cell names, with its usual or the bracketed unit: `COD(mg/L)`.
    pub fn item_of(&self, cell: &str) -> Option<(String, String)> {
        if let Some(item) = self.item(cell) {
            return Some((item.code.clone(), item.unit.clone()));
        }
        let (name, rest) = cell.split_once(['(', '（'])?;
        let item = self.item(name.trim())?;
        let unit = rest.trim_end_matches([')', '）']).trim();
        Some((item.code.clone(), if is_unit(unit) { unit.to_owned() } else { item.unit.clone() }))
    }
}

/// A measured value, with the unit that stands in the same cell: `62`, `8 cm`, `0.3mg/L`.
pub(in crate::ui) fn reading_of(cell: &str) -> Option<(&str, Option<&str>)> {
    if is_reading(cell) {
        return Some((cell, None));
    }
    let parted = cell.char_indices().skip(1).map(|(at, _)| cell.split_at(at));
    let mut parted = parted.map(|(value, unit)| (value.trim(), unit.trim()));
    parted
        .find(|(value, unit)| is_reading(value) && is_unit(unit))
        .map(|(value, unit)| (value, Some(unit)))
}

pub(in crate::ui) fn is_unit(cell: &str) -> bool {
    const UNITS: [&str; 24] = [
        "mg/l",
        "g/l",
        "μg/l",
        "µg/l",
        "ug/l",
        "ng/l",
        "mg/kg",
        "μg/kg",
        "µg/kg",
        "ug/kg",
        "个/l",
        "mpn/l",
        "mpn/100ml",
        "倍",
        "度",
        "℃",
        "cm",
        "m",
        "mv",
        "us/cm",
        "μs/cm",
        "ms/cm",
        "m3/d",
        "m³/d",
    ];
    UNITS.contains(&cell.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    fn check(text: &str, no: &str, expected: &[(&str, &str, &str)]) {
        let rulebook = Rulebook::built_in();
        let pasted = read_table(text, &rulebook.standards, &[], no).unwrap_or_default();
        let got: Vec<_> = pasted
            .rows
            .iter()
            .map(|row| (row.item.as_str(), row.value.as_str(), row.unit.as_str()))
            .collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_line_for_each_item_is_read_with_titles_left_out() {
        let expected = [("cod", "62", "mg/L"), ("nh3n", "<0.025", "mg/L")];
        check("项目\t结果\t单位\n化学需氧量\t62\tmg/L\n氨氮\t<0.025\tmg/L\n", "", &expected);
        check("COD, 62\n氨氮, <0.025", "", &expected);
        check("CODcr 62 mg/L\n氨氮 <0.025 mg/L", "", &expected);
    }

    #[test]
    fn of_a_table_of_samples_the_own_row_is_taken() {
        let table = "样品编号\tCOD(mg/L)\t氨氮（mg/L）\nA-1\t10\t1.0\nA-2\t20\t0.025L";
        check(table, "A-2", &[("cod", "20", "mg/L"), ("nh3n", "0.025L", "mg/L")]);
        check(table, "", &[("cod", "10", "mg/L"), ("nh3n", "1.0", "mg/L")]);
    }

    #[test]
    fn what_is_no_table_is_left_to_the_text_field() {
        let rulebook = Rulebook::built_in();
        for text in ["62", "", "mg/L"] {
            assert_eq!(read_table(text, &rulebook.standards, &[], ""), None, "{text}");
        }
    }

    #[test]
    fn lines_that_are_not_understood_are_said_as_they_are() {
        let rulebook = Rulebook::built_in();
        let table = "项目\t结果\nCOD\t62\n某某指标\t3\n总磷\t0,8\n某某酸\t痕量";
        let pasted = read_table(table, &rulebook.standards, &[], "").unwrap();
        assert_eq!(pasted.rows.len(), 1);
        assert_eq!(pasted.unread, ["某某指标 3", "总磷 0,8", "某某酸 痕量"]);
    }

    #[test]
    fn values_are_read_as_laboratories_write_them() {
        let rows = [("oil", "未检出", "mg/L"), ("ss", "ND", "mg/L"), ("tp", "0．5", "mg/L")];
        check("石油类\t未检出\tmg/L\n悬浮物\tND\n总磷\t0．5", "", &rows);
        check("石油类\t未检出\tmg/L", "", &rows[..1]);
        let rows = [("transparency", "8", "cm"), ("cod", "62", "mg/L"), ("nh3n", "<0.025", "mg/L")];
        check("透明度\t8 cm\nCOD\t62mg/L\n氨氮\t<0.025 mg/L", "", &rows);
    }
}
