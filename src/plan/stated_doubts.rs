//! Values that can be taken and are odd all the same: a national code of another pattern, a deadline before the works
//! began, a class nobody has determined, a measure that is done and only half done. Told when a file is checked or taken in, in forms and on the card; nothing is
//! kept out for it.

use serde_json::Value;

use super::procedure::Procedure;
use super::record::Fields;
use super::state::value_texts;
use super::values::{parse_day, parse_number};
use crate::model::{IssueCode, Text};

/// The first two digits of district codes: provinces and their like (GB/T 2260).
const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82",
];

impl Procedure {
    /// What is odd about these values, each with the code of its kind of oddity.
    pub fn stated_doubts(&self, stated: &Fields) -> Vec<(IssueCode, Text)> {
        let text = |field: &str| stated.get(field).and_then(serde_json::Value::as_str);
        let of_field = |field: &super::FieldDef| {
            let value = text(&field.code)?;
            if let Some(pattern) = field.pattern.as_deref().filter(|it| !fits(it, value)) {
                return Some(("code-pattern", other_pattern(&field.label, value, pattern)));
            }
            if field.unsettled.iter().any(|it| it == value) {
                return Some(("value-unsettled", unsettled(field, value)));
            }
            if let Some(whole) = field.not_above.as_deref().and_then(|code| self.field(code)) {
                let whole_is = (&whole.label, text(&whole.code)?);
                let words = super::over_planned::above_words((&field.label, value), whole_is)?;
                return Some(("part-above-whole", words));
            }
            let other = self.field(field.not_before.as_deref()?)?;
            let (day, first) = (parse_day(value)?, parse_day(text(&other.code)?)?);
            (day < first).then(|| {
                let (label, before) = (&field.label, &other.label);
                let message = Text::new(
                    format!("“{}”{day} 早于“{}”{first}，请核对", label.zh, before.zh),
                    format!("{} {day} is before {} {first}: check them", label.en, before.en),
                );
                ("dates-order", message)
            })
        };
        let of_items = self.fields.iter().flat_map(|field| item_doubts(field, stated));
        self.fields.iter().filter_map(of_field).chain(of_items).collect()
    }

    /// What these values name of other kinds: the field, the kind's code, and what it is called there.
    pub fn named_features<'s>(
        &'s self,
        stated: &'s Fields,
    ) -> impl Iterator<Item = (&'s super::FieldDef, &'s str, &'s str)> {
        self.fields.iter().filter_map(|field| {
            let kind = field.names.as_deref()?;
            let text = stated.get(&field.code)?.as_str()?.trim();
            (!text.is_empty()).then_some((field, kind, text))
        })
    }
}

/// Items of a list that say they are done and that their number says are not, or the other way round.
fn item_doubts<'s>(
    list: &'s super::FieldDef,
    stated: &'s Fields,
) -> impl Iterator<Item = (IssueCode, Text)> + 's {
    let columns = match &list.kind {
        super::FieldKind::List(columns) => columns.as_slice(),
        _ => &[],
    };
    let pairs = columns.iter().filter_map(|done| {
        let number = columns.iter().find(|column| Some(&column.code) == done.full.as_ref())?;
        Some((done, number))
    });
    pairs.flat_map(move |(done, number)| {
        let items = stated.iter().filter(|(key, _)| {
            key.strip_prefix(list.code.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        items.filter_map(move |(_, item)| item_doubt(list, done, number, item))
    })
}

fn item_doubt(
    list: &super::FieldDef,
    done: &super::FieldDef,
    number: &super::FieldDef,
    item: &Value,
) -> Option<(IssueCode, Text)> {
    let text = |field: &super::FieldDef| value_texts(item.get(&field.code)?).into_iter().next();
    let (says, stated) = (text(done)?, text(number)?);
    let highest = match &number.kind {
        super::FieldKind::Number { max, .. } => (*max)?,
        _ => return None,
    };
    let is_full = parse_number(&stated)? >= highest;
    if (says == "yes") == is_full {
        return None;
    }
    let unit = number.unit.as_deref().unwrap_or_default();
    let what = item.get("text").and_then(Value::as_str).unwrap_or_default();
    let (yes_zh, yes_en) = if says == "yes" { ("是", "yes") } else { ("否", "no") };
    let message = Text::new(
        format!(
            "“{}”{what}：{}填了{yes_zh}，{}是 {stated}{unit}，请核对",
            list.label.zh, done.label.zh, number.label.zh
        ),
        format!(
            "{} {what:?}: {} says {yes_en}, {} is {stated}{unit}: check them",
            list.label.en, done.label.en, number.label.en
        ),
    );
    Some(("item-contradicts", message))
}

fn unsettled(field: &super::FieldDef, value: &str) -> Text {
    let value = match &field.kind {
        super::FieldKind::Choice(choices) => super::choice_label(choices, value),
        _ => Text::same(value),
    };
    Text::new(
        format!("“{}”还是“{}”，查清后请改", field.label.zh, value.zh),
        format!("{} is still {:?}: say which it is once that is known", field.label.en, value.en),
    )
}

fn other_pattern(label: &Text, value: &str, pattern: &str) -> Text {
    Text::new(
        format!(
            "“{}”{value} 不合编码样式 {pattern}（A 字母，D 行政区划代码，9 数字），请核对",
            label.zh
        ),
        format!(
            "{} {value:?} is not of the pattern {pattern} (A letter, D district code, 9 digit): check it",
            label.en
        ),
    )
}

/// Whether a code is of a pattern: `A` a capital letter, `9` a digit, a run of `D` a district's code.
fn fits(pattern: &str, code: &str) -> bool {
    let (pattern, code): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), code.chars().collect());
    let fits_one = |(wanted, found): (&char, &char)| match wanted {
        'A' => found.is_ascii_uppercase(),
        '9' | 'D' => found.is_ascii_digit(),
        other => other == found,
    };
    let district: String =
        pattern.iter().zip(&code).filter(|(wanted, _)| **wanted == 'D').map(|(_, it)| it).collect();
    pattern.len() == code.len()
        && pattern.iter().zip(&code).all(fits_one)
        && (district.is_empty() || PROVINCES.iter().any(|province| district.starts_with(province)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(code: &str, expected: bool) {
        assert_eq!(fits("AA-DDDDDD-9999-AA-99", code), expected, "{code}");
    }

    #[test]
    fn a_measure_that_is_done_and_only_half_done_is_asked_about() {
        let rulebook = crate::plan::Rulebook::built_in();
        let river = rulebook.procedure(&crate::model::Kind::new("river")).unwrap();
        let check = |item: Value, expected: usize| {
            let stated = Fields::from_iter([("measures/a".to_owned(), item.clone())]);
            assert_eq!(river.stated_doubts(&stated).len(), expected, "{item}");
        };
        check(json!({"text": "补水", "done": "yes", "percent": "60"}), 1);
        check(json!({"text": "补水", "done": "no", "percent": "100"}), 1);
        check(json!({"text": "补水", "done": "yes", "percent": "100.0"}), 0);
        check(json!({"text": "补水", "done": "no", "percent": "60"}), 0);
        check(json!({"text": "补水", "percent": "100"}), 0);
        check(json!({"text": "补水", "done": "yes"}), 0);
        check(Value::Null, 0);
    }

    #[test]
    fn a_code_is_of_its_pattern_with_a_district_that_can_be() {
        check("FA-420582-0083-QT-00", true);
        check("CA-120116-0001-GY-00", true);
        check("FA-990582-0083-QT-00", false);
        check("fa-420582-0083-QT-00", false);
        check("FA-420582-0083-QT-0", false);
        check("EB320312003", false);
        check("", false);
    }
}
