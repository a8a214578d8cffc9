//! An item of a list – a measure, a milestone, a month without samples – is checked column by column, as a field is.

use serde_json::Value;

use super::days::{before_missing, field_day_missing};
use super::procedure::{FieldDef, FieldKind, Procedure};
use super::rules::{Jump, Missing};
use super::state::is_same_value;
use crate::model::Day;

/// What is wrong with what is written under `code`, if that is an item of a list; each column answers for itself.
pub(super) fn item_missing(
    procedure: &Procedure,
    code: &str,
    value: &Value,
    today: Day,
) -> Vec<Missing> {
    let Some(list) = procedure.field_or_list(code) else { return Vec::new() };
    let FieldKind::List(columns) = &list.kind else { return Vec::new() };
    let Some(item) = value.as_object() else {
        let jump = Jump::Input(code.to_owned());
        let message = list.check_value(value).err();
        return message.map(|message| Missing::new(message, jump)).into_iter().collect();
    };
    let given = |column: &FieldDef| {
        item.get(&column.code).filter(|value| !is_same_value(Some(value), None))
    };
    let wrong = |column: &FieldDef| {
        let value = given(column)?;
        let jump = Jump::Input(format!("{code}/{}", column.code));
        if let Err(message) = column.check_value(value) {
            return Some(Missing::new(message, jump));
        }
        field_day_missing(column, value, today, jump.clone()).or_else(|| {
            let first = columns.iter().find(|it| Some(&it.code) == column.not_before.as_ref())?;
            let (day, first_day) = (value.as_str()?, given(first)?.as_str()?);
            before_missing((&column.label, day), (&first.label, first_day), jump)
        })
    };
    columns.iter().filter_map(wrong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rulebook;

    #[track_caller]
    fn check(item: Value, expected: &[(&str, &str)]) {
        let rulebook = Rulebook::built_in();
        let river = rulebook.procedure(&crate::model::Kind::new("river")).unwrap();
        let today = jiff::civil::date(2022, 5, 12);
        let missing = item_missing(river, "measures/m1", &item, today);
        let got: Vec<(&Jump, &str)> =
            missing.iter().map(|one| (&one.jump, one.message.zh.as_str())).collect();
        assert_eq!(got.len(), expected.len(), "{got:?}");
        for ((jump, words), (column, part)) in got.iter().zip(expected) {
            assert_eq!(**jump, Jump::Input(format!("measures/m1/{column}")));
            assert!(words.contains(part), "{words}");
        }
    }

    #[test]
    fn each_column_answers_for_itself() {
        let fine = serde_json::json!({
            "family": "source_control", "text": "补齐管网", "start": "2022-06-01", "end": "2022-06-01",
            "budget_wan": "18.5", "percent": "100", "done": "no", "task": "",
        });
        check(fine, &[]);
        check(Value::Null, &[]);
        let wrong = serde_json::json!({
            "family": "新建管", "start": "2022-06-01", "end": "2022-05-01",
            "budget_wan": "abc", "percent": "140", "done": "或许",
        });
        let expected = [
            ("family", "“四措”不认“新建管”"),
            ("end", "早于开始"),
            ("budget_wan", "“投资”不认“abc”，请填：一个数"),
            ("percent", "应在 0 到 100 之间"),
            ("done", "请填：是或否"),
        ];
        check(wrong, &expected);
        check(serde_json::json!({"end": "13月40日"}), &[("end", "请填：日期")]);
        check(serde_json::json!({"end": "1022-05-01"}), &[("end", "年份要在")]);
    }
}
