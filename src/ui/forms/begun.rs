//! When what a form speaks of was: when it was begun, not when somebody finds the time to finish it, and never ahead.

use super::{Content, OpenForm, Problem};
use crate::model::Stamp;
use crate::plan::still_ahead;
use crate::ui::context::UiCtx;

/// What was begun so long ago was seen then, not now.
const BEGUN_LONG_AGO_S: i64 = 30 * 60;

impl OpenForm {
    /// What was seen or taken belongs to when it was written down, not to when somebody finds the time to finish it.
    /// Answers whether no time had been typed.
    pub(super) fn keep_time_of(&mut self, saved_at: &str) -> bool {
        let (Some(day), Some(hours)) = (saved_at.get(..10), saved_at.get(11..16)) else {
            return false;
        };
        let time = match &mut self.sheet.content {
            Content::Visit(visit) => &mut visit.time,
            Content::Sample(sample) if !sample.taken_before => &mut sample.time,
            _ => return false,
        };
        let is_open = time.trim().is_empty() && self.sheet.on.trim().is_empty();
        if is_open {
            hours.clone_into(time);
            day.clone_into(&mut self.sheet.on);
        }
        is_open
    }

    /// A form that stands open while hours pass, as over a night with the lid shut, is of when it was begun. Call each
    /// frame, and before recording.
    pub(super) fn keep_moment(&mut self, ctx: &UiCtx<'_>, text: &str) {
        let begun_at = self.begun_at.get_or_insert_with(|| ctx.now.clone());
        if begun_at.day() == ctx.today() && text == self.blank {
            // Nothing is typed yet: it has not begun.
            *begun_at = ctx.now.clone();
            return;
        }
        let seconds = ctx.now.instant().duration_since(begun_at.instant()).as_secs();
        if self.keeps_time || seconds < BEGUN_LONG_AGO_S && begun_at.day() == ctx.today() {
            return;
        }
        let begun_at = begun_at.as_str().to_owned();
        self.keeps_time = self.keep_time_of(&begun_at);
    }
}

/// What has happened has not happened after now: said at the row of the time, before the rules say it.
pub fn not_ahead(ctx: &UiCtx<'_>, moment: &Stamp) -> Result<(), Problem> {
    match still_ahead(moment, ctx.now) {
        None => Ok(()),
        Some(words) => Err(Problem::new("time", ctx.say(&words))),
    }
}
