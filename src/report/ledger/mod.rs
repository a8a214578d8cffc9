//! 台账: every feature of a kind as a row, every field as a column, as a workbook or as comma-separated values.
//!
//! Cells are typed: days are days, numbers numbers where they are numbers; codes stay text, and nothing a person typed
//! is ever a formula.

mod columns;
mod csv_file;
mod head;
mod look;
mod own_lines;
mod rows;
mod template;
mod under_template;
mod unit;
mod wording;
mod workbook;

pub use csv_file::{csv_bytes, not_calculated};
pub use template::{Template, read_template};
pub use under_template::ledger_by_template;
pub use workbook::workbook_bytes;

use std::collections::BTreeSet;

use super::source::Source;
use crate::formats::{MergedCells, SheetLook};
use crate::model::{Day, FeatureKey, Kind, Lang, Text};
use columns::Meaning;

/// Whether a column of a table, by its groups and its name, means something here.
pub fn meaning_is_known(source: &Source<'_>, kind: &Kind, path: &[String]) -> bool {
    wording::meaning_of(source, kind, path).is_some()
}

/// How many rows a sheet holds.
pub fn rows_max() -> usize {
    workbook::ROWS_MAX
}

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    /// The number with its own spelling.
    Number(f64, String),
    Day(Day),
}

/// The rows of one kind.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What the kind is called: the sheet's name.
    pub name: String,
    /// `排污口台账（截至 2022-05-12）`.
    pub title: String,
    /// Lines of a superior's own table above its head, as they were.
    pub above: Vec<Vec<String>>,
    /// The head; of a superior's the lines of groups above the columns' names, too.
    pub head: Vec<Vec<String>>,
    /// Notes below a superior's table, with the line of theirs that each stood on.
    pub below: Vec<(u32, Vec<String>)>,
    /// The cells of all these lines that are one.
    pub merged: Vec<MergedCells>,
    /// How they and the columns look.
    pub look: Option<SheetLook>,
    pub rows: Vec<Vec<Value>>,
}

/// The whole ledger.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub sheets: Vec<Sheet>,
    /// 口径: label and words, a line each.
    pub basis: Vec<(String, String)>,
    pub synthetic: bool,
    /// What a person should know of it: columns of a template that nothing fills.
    pub remarks: Vec<Text>,
}

/// The ledger of these features, a sheet for each kind. Fields that no feature of a kind fills have no column; the
/// sheet of 口径 names them.
pub fn ledger(source: &Source<'_>, kinds: &[(Kind, Vec<FeatureKey>)]) -> Ledger {
    let mut sheets = Vec::new();
    let mut left_out = Vec::new();
    for (kind, keys) in kinds {
        let filled = filled_fields(source, keys);
        let is_filled = |meaning: &Meaning| match meaning {
            Meaning::Field(code) => filled.contains(code.as_str()),
            _ => true,
        };
        let (shown, empty): (Vec<_>, Vec<_>) =
            columns::of_kind(source, kind).into_iter().partition(is_filled);
        let head = |meaning: &Meaning| columns::label(source, kind, meaning);
        let heads = shown.iter().map(head).collect();
        let empty: Vec<String> = empty.iter().map(head).collect();
        let row = |row: &rows::RowSource<'_>| shown.iter().map(|it| row.value(it)).collect();
        let sheet = sheet(source, kind, keys, heads, &row);
        if !empty.is_empty() {
            left_out.push((sheet.name.clone(), empty));
        }
        sheets.push(sheet);
    }
    let mut basis = basis(source, &sheets, kinds);
    basis.extend(left_out.into_iter().map(|(name, heads)| {
        let label = match source.lang {
            Lang::Zh => format!("{name}未列的空栏"),
            Lang::En => format!("{name}: empty columns left out"),
        };
        (label, heads.join(source.say("、", ", ")))
    }));
    Ledger { sheets, basis, synthetic: source.is_synthetic(), remarks: Vec::new() }
}

/// The codes of the fields that any of these features has, lists by their own.
fn filled_fields<'a>(source: &'a Source<'_>, keys: &[FeatureKey]) -> BTreeSet<&'a str> {
    let states = keys.iter().filter_map(|key| source.state(key));
    let codes = states.flat_map(|state| state.fields.keys());
    codes.map(|code| code.split_once('/').map_or(code.as_str(), |(list, _)| list)).collect()
}

impl Sheet {
    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.head.iter().map(Vec::len).max().unwrap_or(0)
    }
}

fn sheet(
    source: &Source<'_>,
    kind: &Kind,
    keys: &[FeatureKey],
    heads: Vec<String>,
    value: &dyn Fn(&rows::RowSource<'_>) -> Vec<Value>,
) -> Sheet {
    let rows = keys.iter().enumerate();
    let rows = rows.map(|(idx, key)| value(&rows::RowSource::new(source, key, idx + 1)));
    let rows = rows.collect();
    let name = columns::kind_label(source, kind);
    let title = match source.lang {
        Lang::Zh => format!("{name}台账（截至 {}）", source.as_of),
        Lang::En => format!("Ledger: {name}, as of {}", source.as_of),
    };
    Sheet { name, title, head: vec![heads], rows, ..Sheet::default() }
}

fn basis(
    source: &Source<'_>,
    sheets: &[Sheet],
    kinds: &[(Kind, Vec<FeatureKey>)],
) -> Vec<(String, String)> {
    let say = |zh, en| source.say(zh, en).to_owned();
    let mut lines = vec![
        (say("截至", "As of"), format!("{} 24:00", source.as_of)),
        (say("口径", "Counted by"), source.basis()),
    ];
    if source.is_synthetic() {
        let words = say("示意数据，不是真实对象 SYNTHETIC", "SYNTHETIC DATA, nothing real");
        lines.push((say("数据性质", "The data"), words));
    }
    for (sheet, (_, keys)) in sheets.iter().zip(kinds) {
        let states = || keys.iter().filter_map(|key| source.state(key));
        let unproven = states().filter(|state| state.unproven).count();
        let conflicts = states().filter(|state| !state.conflicts().is_empty()).count();
        let words = match source.lang {
            Lang::Zh => format!(
                "{} 个；阶段未核实的 {unproven} 个；填报不一致 {conflicts} 个（所列为暂定值）",
                sheet.rows.len()
            ),
            Lang::En => format!(
                "{}; {unproven} with an unproven stage; {conflicts} in conflict (shown provisionally)",
                sheet.rows.len()
            ),
        };
        lines.push((sheet.name.clone(), words));
    }
    lines.push((
        say("期限", "Deadlines"),
        say(
            "原定为方案首次确定的期限；现行为经审定的延期；逾期天数按未办结的计",
            "first: as set with the plan; present: as granted last; days overdue of what is open",
        ),
    ));
    lines.push((
        say("最近水样", "Latest sample"),
        say(
            "按检测报告和自动监测，快检不作评价；标“限值待核”的限值为凭记忆录入",
            "by laboratory and automatic results; quick tests decide nothing; limits marked so were recalled, not read",
        ),
    ));
    lines.push((
        say("个人信息", "Personal data"),
        say("联系人、电话等不入台账", "contacts and phones are left out"),
    ));
    lines
}
