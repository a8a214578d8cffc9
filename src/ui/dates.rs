//! Days and times as people type and read them.

use super::typed_day::{TypedDay, day_of};
use crate::model::{Day, Lang, Stamp};
pub use crate::plan::month_as_typed as parse_month;

/// Reads a day as typed: `2022-05-12`, `2022/5/12`, `2022年5月12日`, `20220512`, `5月12日`, `5-12`, and as
/// [`TypedDay`] says.
///
/// Without a year, `today`'s.
pub fn parse_day(text: &str, today: Day) -> Option<Day> {
    match TypedDay::read(text, today)? {
        TypedDay::Whole(day) => Some(day),
        TypedDay::Yearless(month, day) => day_of(today.year(), month, day),
    }
}

/// Reads a day that lies ahead, a deadline: without a year, the next such day from `today` on.
pub fn parse_day_ahead(text: &str, today: Day) -> Option<Day> {
    match TypedDay::read(text, today)? {
        TypedDay::Whole(day) => Some(day),
        TypedDay::Yearless(month, day) => (today.year()..=today.year() + LEAP_YEARS_APART)
            .find_map(|year| day_of(year, month, day).filter(|day| *day >= today)),
    }
}

/// Reads a day that has been: without a year, the last such day up to `today`.
pub fn parse_day_past(text: &str, today: Day) -> Option<Day> {
    match TypedDay::read(text, today)? {
        TypedDay::Whole(day) => Some(day),
        TypedDay::Yearless(month, day) => (0..=LEAP_YEARS_APART)
            .find_map(|ago| day_of(today.year() - ago, month, day).filter(|day| *day <= today)),
    }
}

/// The 29th of February is no farther away.
const LEAP_YEARS_APART: i16 = 8;

/// A day for the eye: `5月12日` / `12 May`, with the year where it is not this one.
pub fn day_in_words(day: Day, today: Day, lang: Lang) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS[usize::try_from(day.month() - 1).unwrap_or(0) % 12];
    match (lang, day.year() == today.year()) {
        (Lang::Zh, true) => format!("{}月{}日", day.month(), day.day()),
        (Lang::Zh, false) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        (Lang::En, true) => format!("{} {month}", day.day()),
        (Lang::En, false) => format!("{} {month} {}", day.day(), day.year()),
    }
}

/// A day with its year, whichever year it is: `2022年5月12日` / `12 May 2022`.
pub fn long_day_in_words(day: Day, lang: Lang) -> String {
    day_in_words(day, Day::MIN, lang)
}

/// The time of day of a moment, `09:31`, as it was on the author's clock.
pub fn time_of_day(at: &Stamp) -> &str {
    at.as_str().get(11..16).unwrap_or_default()
}

/// The time of day with seconds, `09:31:05`.
pub fn time_with_seconds(at: &Stamp) -> &str {
    at.as_str().get(11..19).unwrap_or_default()
}

/// Whole days from `from` to `to`; negative if `to` is earlier.
pub fn days_between(from: Day, to: Day) -> i32 {
    (to - from).get_days()
}

/// A typed time (`9:31`, `0931`, `2022-05-12 09:31`) on `on` as a moment in China.
pub fn parse_moment(text: &str, on: Day) -> Option<Stamp> {
    let text = text.trim();
    if let Ok(stamp) = Stamp::parse(text) {
        return Some(stamp);
    }
    let (day, clock) = match text.rsplit_once([' ', 'T']) {
        Some((day, clock)) => (parse_day(day, on)?, clock),
        None => (on, text),
    };
    let clock = clock.replace(['：', '时', '点'], ":").replace('分', "");
    let (hour, minute) = match clock.split_once(':') {
        Some((hour, minute)) => (hour.to_owned(), minute.to_owned()),
        None if clock.len() == 4 && clock.is_ascii() => {
            (clock[..2].to_owned(), clock[2..].to_owned())
        }
        None => return None,
    };
    let minute = if minute.is_empty() { "0" } else { &minute };
    let (hour, minute): (u8, u8) =
        (hour.trim().parse().ok()?, minute.split(':').next()?.trim().parse().ok()?);
    if hour > 23 || minute > 59 {
        return None;
    }
    Stamp::parse(&format!("{day}T{hour:02}:{minute:02}:00+08:00")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_however_it_is_typed() {
        let today = date(2022, 5, 12);
        for typed in
            ["2022-04-30", "2022/4/30", "2022年4月30日", "20220430", "4月30日", "4-30", " 04.30 "]
        {
            assert_eq!(parse_day(typed, today), Some(date(2022, 4, 30)), "{typed}");
        }
        for typed in ["", "30", "2022-13-01", "2月30日", "下周", "1-2-3"] {
            assert_eq!(parse_day(typed, today), None, "{typed}");
        }
    }

    #[test]
    fn a_month_is_read_however_it_is_typed() {
        let today = date(2022, 5, 12);
        for typed in ["2022-04", "2022/4", "2022年4月", "202204", "4月"] {
            assert_eq!(parse_month(typed, today), Some(date(2022, 4, 1)), "{typed}");
        }
        assert_eq!(parse_month("12月", today), Some(date(2021, 12, 1)));
        for typed in ["", "2022", "2022-13", "13月", "上月", "2022-04-30"] {
            assert_eq!(parse_month(typed, today), None, "{typed}");
        }
    }

    #[test]
    fn a_deadline_without_a_year_lies_ahead() {
        let today = date(2022, 5, 12);
        for (typed, day) in [
            ("5月20日", date(2022, 5, 20)),
            ("5-12", date(2022, 5, 12)),
            ("4月30日", date(2023, 4, 30)),
            ("2022-04-30", date(2022, 4, 30)),
            ("20220430", date(2022, 4, 30)),
        ] {
            assert_eq!(parse_day_ahead(typed, today), Some(day), "{typed}");
        }
    }

    #[test]
    fn a_day_gone_by_without_a_year_is_the_last_such_day() {
        let today = date(2022, 5, 12);
        for (typed, day) in [
            ("3月1日", date(2022, 3, 1)),
            ("5-12", date(2022, 5, 12)),
            ("12月30日", date(2021, 12, 30)),
            ("2022-12-30", date(2022, 12, 30)),
        ] {
            assert_eq!(parse_day_past(typed, today), Some(day), "{typed}");
        }
    }

    #[test]
    fn a_time_is_read_however_it_is_typed() {
        let on = date(2022, 5, 12);
        for typed in
            ["9:31", "09:31", "0931", "9时31分", "9：31", "2022-05-12 09:31", "5月12日 9:31"]
        {
            let moment = parse_moment(typed, on).map(|moment| moment.to_string());
            assert_eq!(moment.as_deref(), Some("2022-05-12T09:31:00+08:00"), "{typed}");
        }
        for typed in ["", "25:00", "9:75", "上午", "中1", "中文字四个"] {
            assert!(parse_moment(typed, on).is_none(), "{typed}");
        }
    }
}
