//! A clock that was set back is said in words: what is recorded then bears the earlier time, and whoever reads it
//! later should know why. Nothing is kept from being recorded, for order goes by what was known, not by time.

use super::context::UiCtx;
use super::notices::Tone;
use super::screen::Screen;
use crate::model::Stamp;

/// Clocks are put right by some seconds all day long.
const SLACK_SECONDS: i64 = 120;

/// The latest moment at which the window was looked at.
#[derive(Debug, Default)]
pub struct ClockWatch {
    latest: Option<Stamp>,
}

impl ClockWatch {
    /// Begins with when the workspace was last used.
    pub fn begin(last_used: &str) -> Self {
        Self { latest: Stamp::parse(last_used).ok() }
    }

    /// Takes note of the time; answers the later one that was seen before, where the clock has gone back.
    fn look(&mut self, now: &Stamp) -> Option<Stamp> {
        let seconds = |at: &Stamp| at.instant().as_second();
        match self.latest.replace(now.clone()) {
            Some(before) if seconds(now) + SLACK_SECONDS < seconds(&before) => Some(before),
            // Within the slack the later one stays, so that many small steps back are seen as one.
            Some(before) if seconds(now) < seconds(&before) => {
                self.latest = Some(before);
                None
            }
            _ => None,
        }
    }
}

impl Screen {
    /// Says once that the clock has gone back.
    pub(super) fn watch_clock(&mut self, ctx: &UiCtx<'_>) {
        if let Some(before) = self.clock.look(ctx.now) {
            let moments = [ctx.moment(ctx.now), ctx.moment(&before)];
            let words =
                ctx.fill("notice.clock_back", &[("now", &moments[0]), ("before", &moments[1])]);
            self.notices.add(Tone::Bad, words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_back_is_told_once_and_seconds_are_not() {
        let at = |time: &str| Stamp::parse(&format!("2022-05-12T{time}+08:00")).unwrap();
        let mut watch = ClockWatch::begin("2022-05-12T09:31:05+08:00");
        assert_eq!(watch.look(&at("09:30:00")), None);
        assert_eq!(watch.look(&at("09:00:00")), Some(at("09:31:05")));
        assert_eq!(watch.look(&at("09:00:01")), None);
        assert_eq!(ClockWatch::begin("").look(&at("09:00:00")), None);
    }
}
