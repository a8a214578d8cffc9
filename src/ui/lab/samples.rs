//! A laboratory's tables as results by sample number, each to be mended or left out before it is recorded.

use crate::model::Text;
use crate::plan::{
    LabCell, LabItem, NotRead, Numbers, Standards, lab_items, plain_sample_no, read_lab_sheet,
};
use crate::session::TableSheet;

/// What was read from a file's sheets.
#[derive(Debug, Default)]
pub struct LabTable {
    pub samples: Vec<LabSample>,
    pub not_read: Vec<NotRead>,
}

/// The results of one sample.
#[derive(Debug, Default)]
pub struct LabSample {
    pub no: String,
    /// The line of the table it was first met in, from 1.
    pub line: usize,
    pub results: Vec<LabResult>,
    cells: Vec<LabCell>,
    /// The usual items the cells were read with.
    read_for: Option<Vec<String>>,
}

/// One result and what becomes of it.
#[derive(Debug)]
pub struct LabResult {
    pub item: LabItem,
    /// Why it cannot be recorded as it is.
    pub doubt: Option<Text>,
    /// It was in doubt once, and stays open to be mended.
    pub was_doubted: bool,
    /// A person decided that it is not recorded.
    pub is_left_out: bool,
}

/// Reads a file's sheets; a sample that stands in several is one.
pub fn read_lab_table(sheets: &[TableSheet], standards: &Standards) -> LabTable {
    let mut table = LabTable::default();
    let mut places = std::collections::HashMap::new();
    for sheet in sheets.iter().filter_map(|it| read_lab_sheet(it, standards, Numbers::Wanted)) {
        table.not_read.extend(sheet.not_read);
        for row in sheet.rows {
            let place = *places.entry(plain_sample_no(&row.no)).or_insert(table.samples.len());
            if place == table.samples.len() {
                let (no, line) = (row.no, row.line);
                table.samples.push(LabSample { no, line, ..LabSample::default() });
            }
            table.samples[place].cells.extend(row.cells);
        }
    }
    table
}

impl LabSample {
    /// Reads the cells as results of a feature whose kind is usually sampled for these items; once for each kind, so
    /// that what was mended since stays.
    pub fn read_for(&mut self, standards: &Standards, usual: &[String]) {
        if self.read_for.as_deref() == Some(usual) {
            return;
        }
        self.read_for = Some(usual.to_vec());
        let read = |item: LabItem| {
            let doubt = item.doubt(standards);
            LabResult { was_doubted: doubt.is_some(), item, doubt, is_left_out: false }
        };
        self.results = lab_items(&self.cells, standards, usual).into_iter().map(read).collect();
    }

    /// What is to be recorded.
    pub fn taken(&self) -> impl Iterator<Item = &LabResult> {
        self.results.iter().filter(|result| !result.is_left_out)
    }

    /// Whether something of it has to be settled first.
    pub fn is_in_doubt(&self) -> bool {
        self.taken().any(|result| result.doubt.is_some())
    }

    /// Whether it can be recorded: it has results, and none of them is in doubt.
    pub fn is_clear(&self) -> bool {
        self.taken().next().is_some() && !self.is_in_doubt()
    }
}

impl LabResult {
    /// What it is was changed.
    pub fn look_again(&mut self, standards: &Standards) {
        self.doubt = self.item.doubt(standards);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    fn read(sheets: &[&str]) -> LabTable {
        let rows = |text: &&str| -> TableSheet {
            text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect()
        };
        let sheets: Vec<TableSheet> = sheets.iter().map(rows).collect();
        let standards = Rulebook::built_in().standards;
        let mut table = read_lab_table(&sheets, &standards);
        for sample in &mut table.samples {
            sample.read_for(&standards, &[]);
        }
        table
    }

    #[test]
    fn a_sample_that_stands_in_two_sheets_is_one_and_two_values_wait() {
        let table = read(&["样品编号|COD\nA-1|40\nA-2|5", "样品编号|COD|氨氮\na－1|400|1"]);
        let [one, two] = table.samples.as_slice() else { panic!("{table:?}") };
        assert_eq!((one.results.len(), one.is_clear(), two.is_clear()), (2, false, true));
        assert!(one.results[0].doubt.is_some() && one.results[1].doubt.is_none());
    }

    #[test]
    fn a_value_that_cannot_be_holds_its_sample_until_it_is_mended_or_left_out() {
        let standards = Rulebook::built_in().standards;
        let mut table = read(&["样品编号|COD|氨氮\nA-1|620000|1"]);
        let sample = &mut table.samples[0];
        assert!(!sample.is_clear());
        sample.results[0].is_left_out = true;
        assert!(sample.is_clear());
        sample.results[0].is_left_out = false;
        sample.results[0].item.value = "62".into();
        sample.results[0].look_again(&standards);
        assert!(sample.is_clear() && sample.results[0].was_doubted);
    }
}
