//! What presses about each feature: worked out once for each snapshot, day and person.

use std::sync::Arc;

use rayon::prelude::*;

use super::context::UiCtx;
use super::work_rows::Standing;
use crate::model::Day;
use crate::plan::{
    Actor, FeatureState, Plans, Procedure, StageGroup, StepTo, Transition, Verdict, is_overdue,
};
use crate::session::{DayLists, FeatureRow, Snapshot, returned};

/// What standings are worked out of: a snapshot in which only a draft is newer has the same.
#[derive(Clone, Debug)]
pub struct StandingsOf {
    plans: Arc<Plans>,
    rows: Vec<Arc<Vec<FeatureRow>>>,
    days: Arc<DayLists>,
    today: Day,
    actor: Option<Actor>,
}

impl StandingsOf {
    pub fn new(ctx: &UiCtx<'_>) -> Self {
        let snapshot = ctx.snapshot;
        Self {
            plans: Arc::clone(&snapshot.plans),
            rows: snapshot.layers.iter().map(|view| Arc::clone(&view.rows)).collect(),
            days: Arc::clone(&snapshot.days),
            today: snapshot.today,
            actor: ctx.actor.cloned(),
        }
    }

    pub fn are_these(&self, ctx: &UiCtx<'_>) -> bool {
        Arc::ptr_eq(&self.plans, &ctx.snapshot.plans)
            && Arc::ptr_eq(&self.days, &ctx.snapshot.days)
            && self.have_layers_of(ctx)
            && self.today == ctx.snapshot.today
            && self.actor.as_ref() == ctx.actor
    }

    /// Whether a row's place in them is its place in the snapshot.
    pub fn have_layers_of(&self, ctx: &UiCtx<'_>) -> bool {
        let layers = &ctx.snapshot.layers;
        self.rows.len() == layers.len()
            && self.rows.iter().zip(layers).all(|(rows, view)| Arc::ptr_eq(rows, &view.rows))
    }

    /// Where each layer stands now; `None` for one that is not there, or has other rows.
    pub fn new_places(&self, ctx: &UiCtx<'_>) -> Vec<Option<usize>> {
        let layers = &ctx.snapshot.layers;
        let place = |rows| layers.iter().position(|view| Arc::ptr_eq(rows, &view.rows));
        self.rows.iter().map(place).collect()
    }
}

/// The standings of every feature, by layer.
pub fn standings(ctx: &UiCtx<'_>) -> Vec<Vec<Standing>> {
    let (snapshot, actor) = (ctx.snapshot, ctx.actor);
    let layers = snapshot.layers.iter();
    layers
        .map(|view| match ctx.procedure_of(&view.layer.kind) {
            None => {
                let plain = Standing { stage_no: usize::MAX, ..Standing::default() };
                vec![plain; view.rows.len()]
            }
            Some(procedure) => {
                let rows = view.rows.par_iter();
                rows.map(|row| standing_of(snapshot, actor, procedure, row)).collect()
            }
        })
        .collect()
}

/// The first step out of a stage, or of none yet, that leads on: neither back nor aside.
pub fn leading_on<'p>(procedure: &'p Procedure, stage: Option<&str>) -> Option<&'p Transition> {
    let leads_on = |to: &StepTo| match to {
        StepTo::Left => false,
        StepTo::Stages(stages) => stages
            .iter()
            .filter_map(|to| procedure.stage(to))
            .any(|to| !matches!(to.group, StageGroup::Trouble | StageGroup::NotCounted)),
    };
    procedure.transitions.iter().find(|step| {
        step.from.iter().any(|from| from.code() == stage)
            && step.verdict != Some(Verdict::Return)
            && leads_on(&step.to)
    })
}

/// Whether a feature of this kind that has no plan waits for somebody: one whose first step wants something brought, as
/// an outfall's does. A river is on the map to be looked at until somebody begins to plan for it.
fn waits_to_begin(procedure: &Procedure) -> bool {
    leading_on(procedure, None).is_some_and(|step| !step.needs.is_empty())
}

fn standing_of(
    snapshot: &Snapshot,
    actor: Option<&Actor>,
    procedure: &Procedure,
    row: &FeatureRow,
) -> Standing {
    let state = snapshot.plans.peek(&row.key);
    let stage = state.as_ref().and_then(|state| state.stage_code());
    let is_open = |stage: Option<&str>| stage.is_none_or(|it| procedure.is_in_set("open", it));
    let open = procedure.has_stages() && is_open(stage);
    let to_begin = open && stage.is_none() && waits_to_begin(procedure);
    let Some(state) = &state else { return Standing { open, to_begin, ..Standing::default() } };
    Standing {
        open,
        to_begin,
        due: state.deadline_current.filter(|_| open && stage.is_some()),
        overdue: is_overdue(procedure, state, snapshot.today),
        returned: returned(procedure, state),
        conflict: !state.conflicts().is_empty(),
        asked: state.open_requests().next().is_some(),
        mine: open && is_mine(actor, state),
        stage_no: stage.and_then(|stage| place(procedure, stage)).map_or(0, |at| at + 1),
    }
}

fn place(procedure: &Procedure, stage: &str) -> Option<usize> {
    procedure.stages.iter().position(|one| *one.code == *stage)
}

/// Whether the newest task was given to whom is at the keyboard.
fn is_mine(actor: Option<&Actor>, state: &FeatureState) -> bool {
    let Some(actor) = actor else { return false };
    state.assignments.last().is_some_and(|task| task.body.to.trim() == actor.name)
}
