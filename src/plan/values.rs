//! What a field's value may be: read from words, dates and numbers as people and files write them, and checked.

use serde_json::Value;

use super::procedure::{Choice, FieldDef, FieldKind};
use super::state::{is_same_value, value_texts};
use crate::model::{Day, Text};

/// Reads a date as files write it: `2022-05-08`, `2022/5/8`, `2022.5.8`, `20220508`, `2022年5月8日`, with or without a
/// time behind it.
pub fn parse_day(text: &str) -> Option<Day> {
    let text = text.trim();
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match numbers.as_slice() {
        [only] if only.len() == 8 => (only.get(..4)?, only.get(4..6)?, only.get(6..)?),
        [year, month, day, ..] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    // Text that begins otherwise (a sentence with three numbers in it) is no date.
    if !text.starts_with(year) {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads a month, `2022-04`: its first day.
pub fn parse_month(text: &str) -> Option<Day> {
    let (year, month) = text.split_once('-')?;
    let plain =
        |text: &str, digits| text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    let is_month = plain(year, 4) && plain(month, 2);
    is_month.then(|| Day::new(year.parse().ok()?, month.parse().ok()?, 1).ok())?
}

/// Reads a month as typed: `2022-04`, `2022/4`, `2022年4月`, `202204`, `4月`. Without a year, the last
/// such month up to `today`.
pub fn month_as_typed(text: &str, today: Day) -> Option<Day> {
    let text: String = text.trim().chars().map(half_width).collect();
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return first_of(text[..4].parse().ok()?, text[4..].parse().ok()?);
    }
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<i16> = numbers.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [year, month] if year >= 1000 => first_of(year, month),
        [month] => {
            let year = today.year() - i16::from(month > i16::from(today.month()));
            first_of(year, month)
        }
        _ => None,
    }
}

fn first_of(year: i16, month: i16) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, 1).ok()
}

/// Reads a decimal number as typed; full-width digits and a leading plus are understood, group commas are not.
pub fn parse_number(text: &str) -> Option<f64> {
    let text: String = text.trim().chars().map(half_width).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// The ASCII character a full-width one stands for.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The choice that a word means: by code, label or synonym, cases and widths folded.
pub fn choice_of<'a>(choices: &'a [Choice], word: &str) -> Option<&'a Choice> {
    let word = folded(word);
    choices.iter().find(|choice| folded(&choice.code) == word).or_else(|| {
        choices.iter().find(|choice| {
            let labels = [&choice.label.zh, &choice.label.en];
            labels.into_iter().chain(&choice.synonyms).any(|label| folded(label) == word)
        })
    })
}

pub(super) fn folded(text: &str) -> String {
    text.trim().chars().map(half_width).flat_map(char::to_lowercase).collect()
}

/// Yes or no, in the words files use.
pub fn parse_bool(word: &str) -> Option<bool> {
    match folded(word).as_str() {
        "yes" | "true" | "1" | "是" | "有" | "y" | "on" => Some(true),
        "no" | "false" | "0" | "否" | "无" | "n" | "off" => Some(false),
        _ => None,
    }
}

impl FieldDef {
    /// The value that a typed or received text means, as records write it; the empty text clears the field.
    ///
    /// # Errors
    /// If the text is no value of this field: what was expected, in words.
    pub fn parse_value(&self, text: &str) -> Result<Value, Text> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Value::Null);
        }
        let value = match &self.kind {
            FieldKind::Bool => parse_bool(text).map(|yes| if yes { "yes" } else { "no" }.into()),
            FieldKind::Date => parse_day(text).map(|day| day.to_string().into()),
            FieldKind::Choice(choices) => {
                choice_of(choices, text).map(|choice| choice.code.clone().into())
            }
            FieldKind::Choices(choices) => words(text)
                .map(|word| choice_of(choices, word).map(|choice| choice.code.clone().into()))
                .collect::<Option<Vec<Value>>>()
                .map(Value::Array),
            FieldKind::Texts => Some(words(text).map(Value::from).collect()),
            FieldKind::List(_) => serde_json::from_str(text).ok().filter(Value::is_object),
            FieldKind::Number { .. } if self.unit.as_deref() == Some("%") => {
                Some(text.trim_end_matches(['%', '％']).trim_end().into())
            }
            _ => Some(text.into()),
        };
        let value = value.ok_or_else(|| self.expected(text))?;
        self.check_value(&value).map(|()| value)
    }

    /// Whether a record may write this value (of a list: one of its items, column by column).
    ///
    /// # Errors
    /// What was expected, in words.
    pub fn check_value(&self, value: &Value) -> Result<(), Text> {
        if is_same_value(Some(value), None) {
            return Ok(());
        }
        let texts = value_texts(value);
        let is_each = |fits: &dyn Fn(&str) -> bool| texts.iter().all(|text| fits(text));
        let fits = match &self.kind {
            FieldKind::List(columns) if value.is_object() => {
                let given = columns.iter().filter_map(|it| Some((it, value.get(&it.code)?)));
                return given.into_iter().try_for_each(|(it, value)| it.check_value(value));
            }
            FieldKind::List(_) => false,
            FieldKind::Number { min, max } => return self.check_number(value, &texts, *min, *max),
            FieldKind::Date => {
                value.is_string() && is_each(&|text| text.parse::<Day>().is_ok() || text.is_empty())
            }
            FieldKind::Bool => is_each(&|text| text == "yes" || text == "no"),
            FieldKind::Choice(choices) => {
                value.is_string() && is_each(&|text| choices.iter().any(|c| c.code == text))
            }
            FieldKind::Choices(choices) => is_each(&|text| choices.iter().any(|c| c.code == text)),
            FieldKind::Texts => !value.is_object(),
            _ => !value.is_object() && !value.is_array(),
        };
        if fits { Ok(()) } else { Err(self.expected(&texts.join("、"))) }
    }

    fn check_number(
        &self,
        value: &Value,
        texts: &[String],
        min: Option<f64>,
        max: Option<f64>,
    ) -> Result<(), Text> {
        let [text] = texts else { return Err(self.expected(&value.to_string())) };
        let Some(number) = parse_number(text) else { return Err(self.expected(text)) };
        if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
            let unit = self.unit.as_deref().unwrap_or_default();
            let bound = |bound: Option<f64>| bound.map_or("…".to_owned(), |b| b.to_string());
            let (min, max) = (bound(min), bound(max));
            return Err(Text::new(
                format!(
                    "“{}”填了 {text} {unit}，应在 {min} 到 {max} 之间。请核对数和单位",
                    self.label.zh
                ),
                format!(
                    "\"{}\" is {text} {unit}, expected {min} to {max}: check number and unit",
                    self.label.en
                ),
            ));
        }
        Ok(())
    }

    fn expected(&self, found: &str) -> Text {
        let choices = |choices: &[Choice]| {
            let zh: Vec<&str> = choices.iter().map(|choice| choice.label.zh.as_str()).collect();
            let en: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
            Text::new(zh.join("、"), en.join(", "))
        };
        let expected = match &self.kind {
            FieldKind::Number { .. } => Text::new("一个数", "a number"),
            FieldKind::Date => Text::new("日期，如 2022-05-12", "a date like 2022-05-12"),
            FieldKind::Bool => Text::new("是或否", "yes or no"),
            FieldKind::Choice(list) | FieldKind::Choices(list) => choices(list),
            FieldKind::List(_) => Text::new("一条明细", "an item of columns"),
            _ => Text::new("文字", "a text"),
        };
        Text::new(
            format!("“{}”不认“{found}”，请填：{}", self.label.zh, expected.zh),
            format!("\"{}\" cannot be {found:?}: expected {}", self.label.en, expected.en),
        )
    }
}

/// The words of a text that lists several.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '|']).map(str::trim).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_files_write_them() {
        for text in [
            "2022-05-08",
            "2022/5/8",
            "2022.5.8",
            "20220508",
            "2022年5月8日",
            "2022-05-08T09:00:00Z",
        ] {
            assert_eq!(parse_day(text), Some(jiff::civil::date(2022, 5, 8)), "{text}");
        }
        for text in ["", "6月底前", "2022-13-01", "共 2022 5 8 个", "2022"] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_numbers_and_nothing_else() {
        assert_eq!(parse_number("０．５０"), Some(0.5));
        assert_eq!(
            (parse_number("1,200"), parse_number("inf"), parse_number("NaN")),
            (None, None, None)
        );
    }
}
