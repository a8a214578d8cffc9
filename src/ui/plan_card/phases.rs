//! The five phases of a plan as one bar: 定方案 > 审核 > 整治 > 验收 > 销号, and which of them it is in.
//!
//! Worked out of the stages' groups and their order in the procedure. A procedure that does not go through all five has
//! no bar: a plot is not signed off, nor is farmland remediated because it is safe.

use egui::{Align2, Color32, FontId, Sense, Stroke, Ui, vec2};

use crate::model::FeatureKey;
use crate::plan::{FeatureState, Procedure, StageGroup};
use crate::ui::context::UiCtx;

/// What a plan goes through, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Planning,
    Review,
    Works,
    Acceptance,
    Closed,
}

impl Phase {
    const ALL: [Self; 5] =
        [Self::Planning, Self::Review, Self::Works, Self::Acceptance, Self::Closed];

    const fn text(self) -> &'static str {
        match self {
            Self::Planning => "phase.planning",
            Self::Review => "phase.review",
            Self::Works => "phase.works",
            Self::Acceptance => "phase.acceptance",
            Self::Closed => "phase.closed",
        }
    }
}

/// The phase of a stage; `None` for a stage that stands outside the way: on hold, out of the count.
fn phase_of(procedure: &Procedure, stage: &str) -> Option<Phase> {
    let place =
        |wanted: &dyn Fn(usize) -> bool| (0..procedure.stages.len()).find(|idx| wanted(*idx));
    let own = place(&|idx| procedure.stages[idx].code == stage)?;
    let first_works = place(&|idx| procedure.stages[idx].group == StageGroup::Works);
    match procedure.stages[own].group {
        StageGroup::Planning => Some(Phase::Planning),
        StageGroup::Works => Some(Phase::Works),
        StageGroup::Closed => Some(Phase::Closed),
        // A verdict before the works is on the plan, one after them on what was done.
        StageGroup::Verdict if first_works.is_none_or(|works| own < works) => Some(Phase::Review),
        StageGroup::Verdict => Some(Phase::Acceptance),
        StageGroup::Trouble | StageGroup::NotStarted | StageGroup::NotCounted => None,
    }
}

/// Whether a plan of this procedure goes through every phase.
fn goes_through_all(procedure: &Procedure) -> bool {
    let phases: Vec<Phase> =
        procedure.stages.iter().filter_map(|stage| phase_of(procedure, &stage.code)).collect();
    Phase::ALL.iter().all(|phase| phases.contains(phase))
}

/// The phase a plan is in, and whether it is in trouble there: sent back, relapsed, on hold.
fn standing(procedure: &Procedure, state: &FeatureState) -> Option<(Phase, bool)> {
    let stage = state.stage_code()?;
    if let Some(phase) = phase_of(procedure, stage) {
        return Some((phase, false));
    }
    let group = procedure.stage(stage)?.group;
    (group == StageGroup::Trouble).then(|| {
        let left = state.stage_left.as_deref().and_then(|left| phase_of(procedure, left));
        // Works sent back at the acceptance, or relapsed after it, are works again.
        (left.map_or(Phase::Works, |left| left.min(Phase::Works)), true)
    })
}

/// Draws the bar; nothing where the plan has not begun or is not counted.
pub fn phases_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, state: &FeatureState) {
    let procedure = ctx.procedure(key).filter(|procedure| goes_through_all(procedure));
    let Some((now, trouble)) = procedure.and_then(|procedure| standing(procedure, state)) else {
        return;
    };
    let height = 22.0;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let part = width / Phase::ALL.len() as f32;
    let palette = ctx.palette;
    for (nth, phase) in Phase::ALL.into_iter().enumerate() {
        let left = rect.left() + part * nth as f32;
        let own = egui::Rect::from_min_size(egui::pos2(left, rect.top()), vec2(part, height));
        let inner = own.shrink2(vec2(1.5, 0.0));
        let (fill, ink) = match phase {
            phase if phase == now && trouble => (palette.bad, palette.ground),
            phase if phase == now => (palette.accent, palette.ground),
            phase if phase < now => (palette.selected, palette.text),
            _ => (Color32::TRANSPARENT, palette.weak),
        };
        let edge = if phase == now { fill } else { palette.line };
        let painter = ui.painter();
        painter.rect(inner, 3.0, fill, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
        // Done, here, here in trouble: told by the mark too, not by colour alone.
        let mark = match phase {
            phase if phase == now && trouble => "▲ ",
            phase if phase == now => "● ",
            phase if phase < now => "✓ ",
            _ => "",
        };
        let words = format!("{mark}{}", ctx.t(phase.text()));
        painter.text(own.center(), Align2::CENTER_CENTER, words, FontId::proportional(13.0), ink);
    }
    let spoken = ctx.fill("phase.spoken", &[("phase", &ctx.t(now.text()))]);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
}
