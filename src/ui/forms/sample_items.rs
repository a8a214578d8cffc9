//! What a laboratory is asked for: named in one line, preset with what was asked for last, else with what is usual.

use super::field_editor::split_texts;
use crate::model::FeatureKey;
use crate::ui::context::UiCtx;

/// Of a feature that was never sampled so many of the usual items are offered.
const OFFERED_MAX: usize = 4;

/// What the feature's kind is usually sampled for.
pub fn usual_items<'a>(ctx: &UiCtx<'a>, key: &FeatureKey) -> &'a [String] {
    ctx.procedure(key).map(|known| known.sample_items.as_slice()).unwrap_or_default()
}

/// The items in words, for a person to change.
pub fn offered_items(ctx: &UiCtx<'_>, key: &FeatureKey) -> String {
    let state = ctx.state(key);
    let samples = state.iter().flat_map(|state| state.samples.iter().rev());
    let asked = |items: &Vec<String>| (!items.is_empty()).then(|| items.clone());
    let last =
        samples.filter_map(|sample| sample.taken.as_ref()).find_map(|it| asked(&it.body.items));
    let items =
        last.unwrap_or_else(|| usual_items(ctx, key).iter().take(OFFERED_MAX).cloned().collect());
    let standards = &ctx.snapshot.rulebook.standards;
    let name = |code: &String| match standards.item(code) {
        Some(item) => ctx.say(&item.label).to_owned(),
        None => code.clone(),
    };
    items.iter().map(name).collect::<Vec<_>>().join("、")
}

/// The codes of the items that a line names; what no standard knows stays as it was written.
pub(super) fn read_items(ctx: &UiCtx<'_>, key: &FeatureKey, line: &str) -> Vec<String> {
    let (standards, usual) = (&ctx.snapshot.rulebook.standards, usual_items(ctx, key));
    let code = |name: String| match standards.item_among(&name, usual) {
        Some(item) => item.code.clone(),
        None => name,
    };
    split_texts(line).into_iter().map(code).collect()
}
