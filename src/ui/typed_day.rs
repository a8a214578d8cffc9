//! Days as people type them: digits of any width, Chinese numerals, English months, today and yesterday, 月底.

use crate::model::Day;
use crate::plan::half_width;

/// A day as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedDay {
    Whole(Day),
    /// Month and day alone.
    Yearless(i16, i16),
}

/// A year of two digits is meant where it is no farther from this one.
const SHORT_YEAR_MAX: i16 = 20;

/// Words for days around today, and how many days after it they are.
const AROUND: [(&str, i64); 11] = [
    ("今天", 0),
    ("今日", 0),
    ("today", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("yesterday", -1),
    ("前天", -2),
    ("明天", 1),
    ("明日", 1),
    ("tomorrow", 1),
    ("后天", 2),
];

/// Words for the end of a month, and how many months ago that is.
const MONTH_ENDS: [(&str, i64); 7] = [
    ("月底", 0),
    ("月末", 0),
    ("本月底", 0),
    ("本月末", 0),
    ("上月底", 1),
    ("上月末", 1),
    ("end of last month", 1),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl TypedDay {
    pub fn read(text: &str, today: Day) -> Option<Self> {
        let text = plain(text.trim());
        if let Some((_, days)) = AROUND.iter().find(|(word, _)| *word == text) {
            let day = today.checked_add(jiff::Span::new().days(*days)).ok()?;
            return Some(Self::Whole(day));
        }
        if let Some((_, ago)) = MONTH_ENDS.iter().find(|(word, _)| *word == text) {
            let month = today.checked_sub(jiff::Span::new().months(*ago)).ok()?;
            return Some(Self::Whole(month.last_of_month()));
        }
        if let Some(month) = ["月底", "月末"].iter().find_map(|end| text.strip_suffix(end)) {
            return end_of_month(month);
        }
        if let Some(month) = text.strip_prefix("end of ") {
            return end_of_month(month);
        }
        let parts = parts(&text)?;
        match (parts.month, &parts.numbers[..]) {
            (None, [number]) => of_digits(number),
            (None, [year, month, day]) => of_numbers(year, month, day, today),
            (None, [month, day]) => yearless(value(month)?, value(day)?),
            (Some(month), [day]) => yearless(month, value(day)?),
            // `30 Jun 2022`, `Jun 30, 2022`, `2022 Jun 30`.
            (Some(month), [one, other]) => match (one.len(), other.len()) {
                (4, _) => whole(value(one)?, month, value(other)?),
                (_, 4) => whole(value(other)?, month, value(one)?),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The numbers of a text, as they are written, and the month that a word names.
struct Parts<'t> {
    numbers: Vec<&'t str>,
    month: Option<i16>,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let (mut numbers, mut month) = (Vec::new(), None);
    let pieces = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    for piece in pieces {
        if piece.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(piece);
        } else {
            let named = MONTHS.iter().position(|name| piece.len() >= 3 && name.starts_with(piece));
            month = Some(named? as i16 + 1);
        }
    }
    Some(Parts { numbers, month })
}

/// `20220630`, `0630`.
fn of_digits(digits: &str) -> Option<TypedDay> {
    match digits.len() {
        8 => whole(value(&digits[..4])?, value(&digits[4..6])?, value(&digits[6..])?),
        4 => yearless(value(&digits[..2])?, value(&digits[2..])?),
        _ => None,
    }
}

fn of_numbers(year: &str, month: &str, day: &str, today: Day) -> Option<TypedDay> {
    let (month, day) = (value(month)?, value(day)?);
    let year = match (year.len(), value(year)?) {
        (4, year) => year,
        (2, short) => {
            let year = today.year() / 100 * 100 + short;
            (year.abs_diff(today.year()) <= SHORT_YEAR_MAX.unsigned_abs()).then_some(year)?
        }
        _ => return None,
    };
    whole(year, month, day)
}

/// The last day of `6`, `2022年6`, `june`, `june 2022`.
fn end_of_month(text: &str) -> Option<TypedDay> {
    let parts = parts(text)?;
    let last = |year: i16, month| Some(first_of(year, month)?.last_of_month());
    match (parts.month, &parts.numbers[..]) {
        (None, [year, month]) if year.len() == 4 => {
            Some(TypedDay::Whole(last(value(year)?, value(month)?)?))
        }
        (Some(month), [year]) if year.len() == 4 => {
            Some(TypedDay::Whole(last(value(year)?, month)?))
        }
        // Of February without a year, the 28th: every year has one.
        (None, [month]) => yearless(value(month)?, last(2022, value(month)?)?.day().into()),
        (Some(month), []) => yearless(month, last(2022, month)?.day().into()),
        _ => None,
    }
}

fn first_of(year: i16, month: i16) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, 1).ok()
}

fn value(digits: &str) -> Option<i16> {
    digits.parse().ok()
}

fn whole(year: i16, month: i16, day: i16) -> Option<TypedDay> {
    Some(TypedDay::Whole(day_of(year, month, day)?))
}

fn yearless(month: i16, day: i16) -> Option<TypedDay> {
    // A leap year has every day there is.
    day_of(2024, month, day).map(|_| TypedDay::Yearless(month, day))
}

pub fn day_of(year: i16, month: i16, day: i16) -> Option<Day> {
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Lower case, digits as ASCII has them, whatever way they were written.
fn plain(text: &str) -> String {
    let (mut plain, mut numeral) = (String::with_capacity(text.len()), String::new());
    for c in text.chars() {
        if NUMERALS.contains(c) {
            numeral.push(c);
            continue;
        }
        plain.push_str(&digits_of(&std::mem::take(&mut numeral)));
        plain.extend(half_width(c).to_lowercase());
    }
    plain.push_str(&digits_of(&numeral));
    plain
}

/// From nought to nine, and ten.
const NUMERALS: &str = "〇一二三四五六七八九十零";

/// `二〇二二` is 2022, `三十` is 30, `十二` is 12.
fn digits_of(numeral: &str) -> String {
    let digit = |c: char| match c {
        '零' => Some(0),
        c => NUMERALS.chars().position(|it| it == c).filter(|digit| *digit < 10),
    };
    let written = |text: &str| -> String {
        text.chars().filter_map(digit).map(|digit| digit.to_string()).collect()
    };
    match numeral.split_once('十') {
        None => written(numeral),
        Some((tens, ones)) => {
            let (tens, ones) = (written(tens), written(ones));
            let or = |text: String, nothing: &str| match text.is_empty() {
                true => nothing.to_owned(),
                false => text,
            };
            or(tens, "1") + &or(ones, "0")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_in_numerals_of_any_sort_and_in_words() {
        let today = date(2022, 7, 5);
        let june_30 = TypedDay::Yearless(6, 30);
        for (typed, day) in [
            ("２０２２－６－３０", TypedDay::Whole(date(2022, 6, 30))),
            ("22-6-30", TypedDay::Whole(date(2022, 6, 30))),
            ("二〇二二年六月三十日", TypedDay::Whole(date(2022, 6, 30))),
            ("2022年六月底", TypedDay::Whole(date(2022, 6, 30))),
            ("30 June 2022", TypedDay::Whole(date(2022, 6, 30))),
            ("Jun 30, 2022", TypedDay::Whole(date(2022, 6, 30))),
            ("end of June 2022", TypedDay::Whole(date(2022, 6, 30))),
            ("0630", june_30),
            ("六月三十日", june_30),
            ("6月底", june_30),
            ("30 Jun", june_30),
            ("Jun 30", june_30),
            ("月底", TypedDay::Whole(date(2022, 7, 31))),
            ("上月末", TypedDay::Whole(date(2022, 6, 30))),
            ("2月底", TypedDay::Yearless(2, 28)),
            ("十二月十一日", TypedDay::Yearless(12, 11)),
            ("昨天", TypedDay::Whole(date(2022, 7, 4))),
            ("Today", TypedDay::Whole(date(2022, 7, 5))),
        ] {
            assert_eq!(TypedDay::read(typed, today), Some(day), "{typed}");
        }
        for typed in ["6月31日", "十三月一日", "30 Juno 22", "63-6-30", "1-2-3", "06300", "下周"]
        {
            assert_eq!(TypedDay::read(typed, today), None, "{typed}");
        }
    }
}
