//! The ledger of one kind under a superior's own table head: columns as they name them, in their order and their units.
//!
//! What nothing here fills stays empty and is named; nothing is filled on a guess.

use super::columns::Meaning;
use super::rows::RowSource;
use super::template::Template;
use super::unit::{Asked, asked, in_unit};
use super::wording::meaning_of;
use super::{Ledger, Value, basis, sheet};
use crate::model::{FeatureKey, Kind, Text};
use crate::plan::FieldDef;
use crate::report::source::Source;

/// A column and what fills it.
#[derive(Clone, Debug, Default)]
struct Column {
    meaning: Option<Meaning>,
    /// From our unit to theirs.
    factor: Option<f64>,
    /// The unit the field has here, where theirs is none of its kind.
    other_unit: Option<String>,
}

/// The ledger of these features under `template`.
pub fn ledger_by_template(
    source: &Source<'_>,
    kind: &Kind,
    keys: &[FeatureKey],
    template: &Template,
) -> Ledger {
    let columns = columns(source, kind, &template.paths);
    let value = |row: &RowSource<'_>| columns.iter().map(|column| column.value(row)).collect();
    let mut sheet = sheet(source, kind, keys, Vec::new(), &value);
    sheet.above.clone_from(&template.above);
    sheet.head.clone_from(&template.head);
    sheet.below.clone_from(&template.below);
    sheet.merged.clone_from(&template.merged);
    sheet.look.clone_from(&template.look);
    if let Some(name) = &template.sheet {
        sheet.name.clone_from(name);
    }
    let mut remarks = Vec::new();
    remarks.extend(unfilled(&template.paths, &columns));
    remarks.extend(not_kept(template));
    let sheets = vec![sheet];
    let basis = basis(source, &sheets, &[(kind.clone(), keys.to_vec())]);
    Ledger { sheets, basis, synthetic: source.is_synthetic(), remarks }
}

fn columns(source: &Source<'_>, kind: &Kind, paths: &[Vec<String>]) -> Vec<Column> {
    let meanings: Vec<_> = paths.iter().map(|path| meaning_of(source, kind, path)).collect();
    // One thing under two groups, 照片 under 整治前 and 整治后, is not what either of them asks for.
    let is_doubled = |idx: usize| {
        let others = meanings.iter().zip(paths).enumerate();
        let same = others.filter(|(_, (meaning, _))| **meaning == meanings[idx]);
        let groups = |path: &Vec<String>| path.len() > 1;
        let mut others = same.filter(|(other, (_, path))| *other != idx && groups(path));
        groups(&paths[idx]) && others.any(|(_, (_, path))| *path != paths[idx])
    };
    let procedure = source.snapshot.rulebook.procedure(kind);
    let field = |code: &str| procedure.and_then(|procedure| procedure.field(code));
    let column = |(idx, path): (usize, &Vec<String>)| {
        let meaning = meanings[idx].clone().filter(|_| !is_doubled(idx));
        let unit = match &meaning {
            Some(Meaning::Field(code)) => field(code).and_then(|it: &FieldDef| it.unit.as_deref()),
            _ => None,
        };
        // 投资（亿元） over 计划 speaks for its columns, too.
        let asked = unit.map(|unit| {
            let said = path.iter().rev().map(|name| asked(name, unit));
            (unit, said.into_iter().find(|it| *it != Asked::Ours).unwrap_or(Asked::Ours))
        });
        match asked {
            Some((unit, Asked::Other)) => {
                Column { other_unit: Some(unit.to_owned()), ..Column::default() }
            }
            Some((_, Asked::Times(factor))) => {
                Column { meaning, factor: Some(factor), other_unit: None }
            }
            _ => Column { meaning, ..Column::default() },
        }
    };
    paths.iter().enumerate().map(column).collect()
}

impl Column {
    fn value(&self, row: &RowSource<'_>) -> Value {
        let value = self.meaning.as_ref().map_or(Value::Empty, |meaning| row.value(meaning));
        match (value, self.factor) {
            (Value::Number(number, _), Some(factor)) => {
                let number = in_unit(number, factor);
                Value::Number(number, number.to_string())
            }
            (value, _) => value,
        }
    }
}

/// Columns that stay empty, each with its groups, and why where it is the unit.
fn unfilled(paths: &[Vec<String>], columns: &[Column]) -> Option<Text> {
    let empty = paths.iter().zip(columns);
    let empty = empty.filter(|(path, column)| !path.is_empty() && column.meaning.is_none());
    let named: Vec<Text> = empty
        .map(|(path, column)| {
            let names: Vec<String> =
                path.iter().map(|name| name.split_whitespace().collect::<String>()).collect();
            let name = names.join("·");
            match &column.other_unit {
                None => Text::same(name),
                Some(unit) => Text::new(
                    format!("{name}（这里按 {unit} 记）"),
                    format!("{name} (kept here in {unit})"),
                ),
            }
        })
        .collect();
    let zh: Vec<&str> = named.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = named.iter().map(|name| name.en.as_str()).collect();
    (!named.is_empty()).then(|| {
        Text::new(
            format!("表样中 {} 列没有对应的内容，留空：{}", zh.len(), zh.join("、")),
            format!("nothing here fills these columns, they stay empty: {}", en.join(", ")),
        )
    })
}

/// What of a superior's table is not in ours.
fn not_kept(template: &Template) -> Vec<Text> {
    let mut told = Vec::new();
    if let (Some(sheet), false) = (&template.sheet, template.other_sheets.is_empty()) {
        let (zh, en) = (template.other_sheets.join("、"), template.other_sheets.join(", "));
        told.push(Text::new(
            format!("表样有多张带表头的工作表，只填“{sheet}”；没有填的：{zh}"),
            format!("only the template's sheet {sheet:?} is filled, not: {en}"),
        ));
    }
    if template.lines_dropped > 0 {
        let lines = template.lines_dropped;
        told.push(Text::new(
            format!("表头下面的 {lines} 行（示例、合计）没有照抄"),
            format!("{lines} lines below the head (examples, sums) are left out"),
        ));
    }
    if template.has_formulas {
        told.push(Text::new("表样里的公式没有照用", "formulas of the template are left out"));
    }
    told.extend(match &template.look {
        Some(look) if look.has_theme_colours => Some(Text::new(
            "表样的列宽、行高、字体、底色、边框照用；用主题色的颜色没有照用",
            "widths, heights, fonts, fills and borders are the template's; colours of its theme are not",
        )),
        None if template.look_is_lost => Some(Text::new(
            "表样的文字和合并照用；列宽、字体等只有 .xlsx 表样才照用",
            "words and merged cells are the template's: how it looks is taken from an .xlsx only",
        )),
        _ => None,
    });
    told
}
