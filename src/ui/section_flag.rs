//! The water-quality class on a section's flag, the same on the map and on a river's strip.

use super::context::UiCtx;
use crate::model::FeatureKey;
use crate::plan::newest_answer;

/// What stands on a section's flag: its newest class, `—` where none is known.
pub fn section_flag(ctx: &UiCtx<'_>, key: &FeatureKey) -> &'static str {
    ctx.state(key).map_or("—", |state| newest_answer(state, ctx.snapshot.today).flag())
}
