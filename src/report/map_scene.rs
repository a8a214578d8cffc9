//! What the map shows of a workspace on paper and in pictures: every layer with the symbols of its stages.

use std::sync::Arc;

use crate::formats::kind_aliases;
use crate::map::{DeadlineLook, FeatureLook, MapInput, MapLayer, StageLook};
use crate::model::{Day, Kind, Text};
use crate::plan::{Context as _, FeatureState, Plans, is_due_soon, is_overdue, newest_answer};
use crate::session::{LayerView, Snapshot};

/// The setting that says how many days ahead a deadline is near, and what it is where nothing says so.
const DUE_SOON: (&str, i64) = ("due_soon_days", 30);

/// What the map shows of a workspace, areas below lines below points below outfalls.
pub fn map_input(snapshot: &Snapshot, plans: &Plans, today: Day) -> MapInput {
    let mut views: Vec<&Arc<LayerView>> = snapshot.layers.iter().collect();
    views.sort_by_key(|view| depth(&view.layer.kind));
    let layers = views.into_iter().map(|view| map_layer(snapshot, plans, view, today)).collect();
    MapInput { layers, ..MapInput::default() }
}

/// What is context lies below what people work on.
fn depth(kind: &Kind) -> usize {
    const FROM_BELOW: [&str; 8] = [
        Kind::COASTLINE,
        Kind::BUILT_UP_AREA,
        Kind::DISTRICT,
        Kind::PLOT,
        Kind::RIVER,
        Kind::BLACK_ODOROUS_WATER,
        Kind::SECTION,
        Kind::OUTFALL,
    ];
    FROM_BELOW.iter().position(|code| *code == kind.code()).map_or(0, |at| at + 1)
}

fn map_layer(snapshot: &Snapshot, plans: &Plans, view: &LayerView, today: Day) -> MapLayer {
    let mut looks = Vec::with_capacity(view.rows.len());
    for row in view.rows.iter() {
        let state = plans.peek(&row.key);
        let mut look = FeatureLook::named(&row.name);
        if view.layer.kind.code() == Kind::SECTION {
            let answer = state.as_deref().map(|state| newest_answer(state, today));
            look.class = answer.map(|answer| answer.flag().into());
        }
        dress(&mut look, snapshot, &view.layer.kind, state.as_deref(), today);
        looks.push(look);
    }
    let title = title(view);
    MapLayer { title, looks: Arc::new(looks), ..MapLayer::plain(view.id, Arc::clone(&view.layer)) }
}

/// What a layer is called in the legend: its kind, that of several together; where nobody knows its kind, its own name.
fn title(view: &LayerView) -> Text {
    let known = kind_aliases(&view.layer.kind).map(|known| known.label.clone());
    known.unwrap_or_else(|| Text::same(view.layer.name.clone()))
}

/// Shows where the plan stands. Kinds without a procedure have no symbol of a stage.
fn dress(
    look: &mut FeatureLook,
    snapshot: &Snapshot,
    kind: &Kind,
    state: Option<&FeatureState>,
    today: Day,
) {
    let procedure = snapshot.rulebook.procedure(kind).filter(|known| known.has_stages());
    let Some(procedure) = procedure else { return };
    let stage = state.and_then(|state| procedure.stage(state.stage_code()?));
    look.stage = Some(Arc::new(stage.map_or_else(StageLook::not_started, StageLook::of)));
    let Some(state) = state else { return };
    look.conflict = !state.conflicts().is_empty();
    let setting = snapshot
        .setting(DUE_SOON.0)
        .or_else(|| procedure.setting_default(DUE_SOON.0).map(str::to_owned));
    let days_ahead = setting.and_then(|days| days.parse().ok()).unwrap_or(DUE_SOON.1);
    look.deadline = if is_overdue(procedure, state, today) {
        DeadlineLook::Overdue
    } else if is_due_soon(procedure, state, today, days_ahead) {
        DeadlineLook::DueSoon
    } else {
        DeadlineLook::Fine
    };
}
