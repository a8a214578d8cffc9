//! What was asked for and cannot be had where one stands. The words that say so all the time say it louder for a
//! moment: nothing moves, nothing is to be put away, and with the words their reason goes.

use super::context::{Ask, UiCtx};

/// A refusal stands for so long.
const REFUSED_S: f64 = 6.0;

/// Whether something was refused a moment ago.
#[derive(Debug, Default)]
pub struct Refused {
    said: Said,
}

#[derive(Debug, Default)]
enum Said {
    #[default]
    Nothing,
    /// Since the last frame.
    Now,
    Since(f64),
}

impl Refused {
    /// Refuses from now on.
    pub fn say(&mut self) {
        self.said = Said::Now;
    }

    /// Whether it is still to be said. Asks to be drawn again when that is over.
    pub fn is_said(&mut self, ctx: &UiCtx<'_>, now_s: f64) -> bool {
        let since_s = match self.said {
            Said::Nothing => return false,
            Said::Now => now_s,
            Said::Since(since_s) => since_s,
        };
        let left_s = since_s + REFUSED_S - now_s;
        if left_s <= 0.0 {
            self.said = Said::Nothing;
            return false;
        }
        self.said = Said::Since(since_s);
        ctx.outbox.ask(Ask::WakeAfter(left_s));
        true
    }
}
