//! What a colleague's file brought: the features that have records now which they had not before, each with a way
//! to it.

use std::sync::Arc;

use egui::{Label, RichText, Ui};

use super::ReportAsk;
use crate::model::FeatureKey;
use crate::plan::Plans;
use crate::ui::context::UiCtx;

/// One feature that has more records than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub feature: FeatureKey,
    pub records: usize,
    /// Its stage before and now, where that has changed.
    pub step: Option<(String, String)>,
    /// Two people say different things of it.
    pub conflict: bool,
}

/// So many features are listed; the rest are counted.
const SHOWN_MAX: usize = 100;

/// What has come since `before`; those that contradict each other (`conflicts`) first, then by key. Nothing where
/// nobody had recorded anything before: then everything is new.
pub fn arrivals(before: &Plans, now: &Plans, conflicts: &[FeatureKey]) -> Vec<Arrival> {
    if before.all_recorded().all(|(_, state)| state.entries.is_empty()) {
        return Vec::new();
    }
    let mut arrivals: Vec<Arrival> = now
        .all_recorded()
        .filter_map(|(key, state)| {
            let old = before.peek(key);
            let conflict = conflicts.contains(key);
            if old.as_ref().is_some_and(|old| Arc::ptr_eq(old, state)) && !conflict {
                return None;
            }
            let known = old.as_ref().map_or(0, |old| old.entries.len());
            let records = state.entries.len().saturating_sub(known);
            let stage = |code: Option<&str>| code.unwrap_or_default().to_owned();
            let from = stage(old.as_ref().and_then(|old| old.stage_code()));
            let to = stage(state.stage_code());
            (records > 0 || conflict).then(|| Arrival {
                feature: key.clone(),
                records,
                step: (from != to && !from.is_empty()).then_some((from, to)),
                conflict,
            })
        })
        .collect();
    arrivals.sort_by_key(|arrival| !arrival.conflict);
    arrivals
}

/// Draws the list; answers the feature that is to be shown.
pub fn arrivals_ui(ctx: &UiCtx<'_>, ui: &mut Ui, arrivals: &[Arrival]) -> Option<ReportAsk> {
    if arrivals.is_empty() {
        return None;
    }
    let conflicts = arrivals.iter().filter(|arrival| arrival.conflict).count();
    let title = ctx.fill("import.arrived", &[("n", &arrivals.len()), ("conflicts", &conflicts)]);
    ui.add(Label::new(RichText::new(title).strong()).wrap());
    let mut ask = None;
    for arrival in arrivals.iter().take(SHOWN_MAX) {
        ui.horizontal_wrapped(|ui| {
            let name = ctx.name_of(&arrival.feature);
            let named = format!("{} {name}", ctx.t("import.show"));
            if ui.button(&name).accessible_name(named).clicked() {
                ask = Some(ReportAsk::Show(arrival.feature.clone()));
            }
            if arrival.records > 0 {
                ui.label(ctx.fill("import.records_new", &[("n", &arrival.records)]));
            }
            if let Some((from, to)) = &arrival.step {
                let label = |code: &str| ctx.stage_label(&arrival.feature, code);
                ui.label(format!("{} → {}", label(from), label(to)));
            }
            if arrival.conflict {
                ui.label(RichText::new(ctx.t("import.conflict")).color(ctx.palette.warn));
            }
        });
    }
    let hidden = arrivals.len().saturating_sub(SHOWN_MAX);
    if hidden > 0 {
        ui.label(ctx.fill("layer.more_issues", &[("n", &hidden)]));
    }
    ask
}
