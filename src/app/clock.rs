//! The time, as records carry it.

use crate::model::Stamp;

/// This moment on China's clock.
pub fn now() -> Stamp {
    Stamp::at_beijing(jiff::Timestamp::now())
}
