//! Moments and days. A moment keeps its own spelling; a day ends at 24:00 +08:00.

use std::fmt;
use std::sync::Arc;

/// A calendar day, as on a wall calendar in China.
pub type Day = jiff::civil::Date;

/// A moment as RFC 3339 text with an offset, kept as it was written, ordered by the instant it names.
#[derive(Clone, Debug)]
pub struct Stamp {
    text: Arc<str>,
    instant: jiff::Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a time like 2022-05-12T09:31:05+08:00, found {0:?}")]
pub struct StampError(pub String);

impl Stamp {
    /// Reads RFC 3339 text with an offset.
    ///
    /// # Errors
    /// If `text` is no date and time with an offset.
    pub fn parse(text: &str) -> Result<Self, StampError> {
        let instant = text.parse().map_err(|_| StampError(text.to_owned()))?;
        Ok(Self { text: text.into(), instant })
    }

    /// Writes `instant` with the offset +08:00, to the millisecond.
    pub fn at_beijing(instant: jiff::Timestamp) -> Self {
        let instant = instant.round(jiff::Unit::Millisecond).unwrap_or(instant);
        let text = instant.display_with_offset(beijing()).to_string();
        Self { text: text.into(), instant }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn instant(&self) -> jiff::Timestamp {
        self.instant
    }

    /// The day in China at this moment.
    pub fn day(&self) -> Day {
        beijing().to_datetime(self.instant).date()
    }
}

/// China has kept one offset, +08:00, since 1991.
fn beijing() -> jiff::tz::Offset {
    jiff::tz::offset(8)
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for Stamp {}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_china() {
        let late = Stamp::parse("2022-05-12T16:00:00Z").unwrap();
        assert_eq!(late.day(), jiff::civil::date(2022, 5, 13));
        assert_eq!(Stamp::at_beijing(late.instant()).as_str(), "2022-05-13T00:00:00+08:00");
        assert_eq!(Stamp::parse("2022-05-13T00:00:00+08:00").unwrap(), late);
        assert!(Stamp::parse("2022-05-12 09:31").is_err());
    }
}
