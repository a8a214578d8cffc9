//! Values that can be taken and are odd all the same: a national code of another pattern, a deadline before the works
//! began, a class nobody has determined. Told when a file is checked or taken in, in forms and on the card; nothing is
//! kept out for it.

use super::procedure::Procedure;
use super::record::Fields;
use super::values::parse_day;
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
                let words = super::amounts::above_words((&field.label, value), whole_is)?;
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
        self.fields.iter().filter_map(of_field).collect()
    }
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
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: bool) {
        assert_eq!(fits("AA-DDDDDD-9999-AA-99", code), expected, "{code}");
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
