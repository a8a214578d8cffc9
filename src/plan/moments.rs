//! When evidence arose and from when on it counts.

use super::apply::day_of;
use super::body::Body;
use super::record::Record;
use crate::model::{Day, Stamp};

/// From when on evidence counts, once it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Since {
    Ever,
    /// That day included.
    Day(Day),
    /// Strictly later.
    Instant(jiff::Timestamp),
}

pub(super) fn later_by(since: Since, days: i64) -> Since {
    let span = jiff::Span::new().try_days(days.clamp(-36_500, 36_500)).unwrap_or_default();
    match since {
        Since::Ever => Since::Ever,
        Since::Day(day) => Since::Day(day.saturating_add(span)),
        Since::Instant(instant) => {
            Since::Day(Stamp::at_beijing(instant).day().saturating_add(span))
        }
    }
}

/// When a stage was entered. A step recorded on a later day is taken to have happened when its day began, and so
/// is an adopted stage: evidence filed in the same act is later than that.
pub(super) fn entry_instant(record: &Record) -> jiff::Timestamp {
    let is_adopted = matches!(record.body, Body::Adopted(_));
    if record.on >= record.at.day() && !is_adopted {
        return record.at.instant();
    }
    start_of(record.on).unwrap_or_else(|| record.at.instant())
}

/// When evidence arose: its own time, of a bare date its end, else when it was recorded. Never after that.
pub(super) fn evidence_instant(own_time: Option<&str>, record: &Record) -> jiff::Timestamp {
    let recorded = record.at.instant();
    let own = own_time.and_then(|text| {
        clock_instant(text).or_else(|| start_of(day_of(Some(text))?.tomorrow().ok()?))
    });
    own.map_or(recorded, |own| own.min(recorded))
}

/// Whether a time lies ahead of the moment at which it was recorded: on a later day, or later by the clock than two
/// clocks may differ.
pub(super) fn is_ahead(own_time: Option<&str>, record: &Record) -> bool {
    if day_of(own_time).unwrap_or(record.on) > record.at.day() {
        return true;
    }
    let slack = jiff::SignedDuration::from_mins(CLOCKS_DIFFER_MINUTES);
    let latest = record.at.instant().checked_add(slack);
    let own = own_time.and_then(clock_instant);
    own.zip(latest.ok()).is_some_and(|(own, latest)| own > latest)
}

/// Cameras and laptops are set by hand.
const CLOCKS_DIFFER_MINUTES: i64 = 60;

/// A moment as written; `None` for a bare date.
fn clock_instant(text: &str) -> Option<jiff::Timestamp> {
    let text = text.trim();
    Stamp::parse(text).ok().map(|stamp| stamp.instant()).or_else(|| local_instant(text))
}

/// A date and time without an offset, as cameras write it, is taken as China's.
fn local_instant(text: &str) -> Option<jiff::Timestamp> {
    let (day, time) = text.split_once([' ', 'T'])?;
    let day = super::values::parse_day(&day.replace(':', "-"))?;
    let seconds = if time.len() == 5 { ":00" } else { "" };
    Stamp::parse(&format!("{day}T{time}{seconds}+08:00")).ok().map(|stamp| stamp.instant())
}

fn start_of(day: Day) -> Option<jiff::Timestamp> {
    Stamp::parse(&format!("{day}T00:00:00+08:00")).ok().map(|stamp| stamp.instant())
}
