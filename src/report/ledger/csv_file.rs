//! A ledger's sheet as comma-separated values: UTF-8 with the mark that Excel wants, days as
//! 2022-05-12, and no cell that a spreadsheet would calculate.

use super::{Ledger, Sheet, Value};

/// The whole file; the first sheet alone, for such a file holds one table.
pub fn csv_bytes(ledger: &Ledger, synthetic_words: &str) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    if let Some(sheet) = ledger.sheets.first() {
        write(&mut writer, sheet, ledger.synthetic.then_some(synthetic_words));
    }
    // Writing to memory does not fail.
    writer.into_inner().unwrap_or_default()
}

fn write(writer: &mut csv::Writer<Vec<u8>>, sheet: &Sheet, mark: Option<&str>) {
    let mut put = |cells: Vec<String>| {
        // Writing to memory does not fail.
        let _ = writer.write_record(cells);
    };
    for line in &sheet.above {
        put(line.iter().map(|text| not_calculated(text)).collect());
    }
    let width = sheet.width();
    for (idx, line) in (1..).zip(&sheet.head) {
        // Every row says itself that it is invented: rows are copied without their heads.
        let is_last = idx == sheet.head.len();
        let mark = mark.map(|_| if is_last { "数据性质 Data".to_owned() } else { String::new() });
        let blank = std::iter::repeat_n(String::new(), width.saturating_sub(line.len()));
        let cells = line.iter().map(|head| not_calculated(head));
        put(cells.chain(blank).chain(mark).collect());
    }
    for row in &sheet.rows {
        let blank = std::iter::repeat_n(String::new(), width.saturating_sub(row.len()));
        put(row.iter().map(text).chain(blank).chain(mark.map(str::to_owned)).collect());
    }
    for (_, line) in &sheet.below {
        put(line.iter().map(|text| not_calculated(text)).collect());
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => not_calculated(text),
        Value::Number(_, text) => text.clone(),
        Value::Day(day) => day.to_string(),
    }
}

/// A text on one line, with a quote mark before what a spreadsheet would calculate: `=1+1` stays what it is.
pub fn not_calculated(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ").replace('\0', "");
    match text.trim_start().starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) {
        true => format!("'{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_would_be_calculated_is_text() {
        for formula in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =HYPERLINK(\"x\")", "\t=1", "＝1"] {
            assert!(not_calculated(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(not_calculated("a\nb"), "a b");
        assert_eq!(not_calculated("COD 62 - 26"), "COD 62 - 26");
    }
}
