//! Which features the list shows, in which order, under which headings. Nothing is drawn here.
//!
//! Standings are worked out once for each snapshot, rows once for each question: a letter typed into the search
//! costs one look at each feature's search text.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::UiCtx;
use super::facets::{Facet, Facets};
use super::today;
use super::view_state::{ListGroup, ListSort, ListTab, Middle, ViewState};
use super::work_order;
use crate::model::{Day, FeatureKey, Kind};
use crate::plan::{Actor, FeatureState, Plans};
use crate::session::{DayLists, FeatureRow, sent_back};

/// A feature by its place in the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRef {
    pub layer_idx: usize,
    pub feature_idx: usize,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Heading { words: String, count: usize },
    Row(RowRef),
}

/// What presses about a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// It has a plan that is still open, or none yet.
    pub open: bool,
    /// Its deadline, while it is open.
    pub due: Option<Day>,
    pub overdue: bool,
    /// It was sent back, or items of it wait for an answer.
    pub returned: bool,
    pub conflict: bool,
    /// A request waits for its decision.
    pub asked: bool,
    pub mine: bool,
    /// Its stage's place in the procedure; those without any come last.
    pub stage_no: usize,
}

/// A deadline that is so near is worth a place among what is to be done.
pub const SOON_DAYS: i32 = 30;

impl Standing {
    fn is_todo(&self, today: Day) -> bool {
        let soon = |due: Day| super::dates::days_between(today, due) <= SOON_DAYS;
        self.returned
            || self.overdue
            || self.mine
            || self.conflict
            || self.asked
            || (self.open && (self.stage_no == 0 || self.due.is_some_and(soon)))
    }
}

/// How many features each tab holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub today: usize,
    pub returned: usize,
    pub todo: usize,
    pub all: usize,
}

impl Counts {
    pub fn of(&self, tab: ListTab) -> usize {
        match tab {
            ListTab::Today => self.today,
            ListTab::Returned => self.returned,
            ListTab::Todo => self.todo,
            ListTab::All => self.all,
        }
    }
}

/// What the rows were worked out of.
#[derive(Clone, Debug, PartialEq)]
struct RowsOf {
    /// Which standings.
    stood: u64,
    today: Day,
    tab: ListTab,
    sort: ListSort,
    group: ListGroup,
    kind: Option<String>,
    query: String,
    lang: crate::model::Lang,
    actor: Option<String>,
    facets: u64,
    /// A walk begins where one stands.
    from: Option<String>,
}

/// What standings are worked out of: a snapshot in which only a draft is newer has the same.
#[derive(Debug)]
struct StandingsOf {
    plans: Arc<Plans>,
    rows: Vec<Arc<Vec<FeatureRow>>>,
    days: Arc<DayLists>,
    today: Day,
    actor: Option<Actor>,
}

impl StandingsOf {
    fn new(ctx: &UiCtx<'_>) -> Self {
        let snapshot = ctx.snapshot;
        Self {
            plans: Arc::clone(&snapshot.plans),
            rows: snapshot.layers.iter().map(|view| Arc::clone(&view.rows)).collect(),
            days: Arc::clone(&snapshot.days),
            today: snapshot.today,
            actor: ctx.actor.cloned(),
        }
    }

    fn are_these(&self, ctx: &UiCtx<'_>) -> bool {
        let layers = &ctx.snapshot.layers;
        Arc::ptr_eq(&self.plans, &ctx.snapshot.plans)
            && Arc::ptr_eq(&self.days, &ctx.snapshot.days)
            && self.rows.len() == layers.len()
            && self.rows.iter().zip(layers).all(|(rows, view)| Arc::ptr_eq(rows, &view.rows))
            && self.today == ctx.snapshot.today
            && self.actor.as_ref() == ctx.actor
    }
}

#[derive(Debug, Default)]
pub struct WorkRows {
    pub lines: Vec<Line>,
    pub counts: Counts,
    /// Features with items to answer, whatever the list shows.
    pub returned: usize,
    standings: Vec<Vec<Standing>>,
    standings_of: Option<StandingsOf>,
    /// Counts the times the standings were worked out.
    stood: u64,
    of: Option<RowsOf>,
    facets: Facets,
    /// Counts the times the lines were worked out.
    pub generation: u64,
}

impl WorkRows {
    /// Works out what changed; asks for another frame while properties are still being read.
    pub fn refresh(&mut self, ctx: &UiCtx<'_>, view: &ViewState) {
        let query = view.list_query.trim().to_lowercase();
        let wants_facets = !query.is_empty()
            || matches!(view.middle, Middle::Table | Middle::Review)
            || matches!(view.list_group, ListGroup::District | ListGroup::River);
        if wants_facets && !self.facets.read_on(ctx) {
            ctx.outbox.ask(super::context::Ask::WakeAfter(0.0));
        }
        self.stand(ctx);
        let of = RowsOf {
            stood: self.stood,
            today: ctx.snapshot.today,
            tab: view.list_tab,
            sort: view.list_sort,
            group: view.list_group,
            kind: view.list_kind.clone(),
            query,
            lang: ctx.lang(),
            actor: ctx.actor.map(|actor| actor.name.clone()),
            facets: if wants_facets { self.facets.generation } else { 0 },
            from: view.selected.clone().filter(|_| view.list_sort == ListSort::Near),
        };
        if self.of.as_ref() == Some(&of) {
            return;
        }
        let mut rows = self.matching(ctx, &of);
        work_order::sort(ctx, view, &mut rows, &self.standings);
        self.lines = work_order::grouped(ctx, view, rows, &self.standings, &self.facets);
        self.of = Some(of);
        self.generation += 1;
    }

    /// Where a row's feature belongs; `None` while nobody asked or it is not read yet.
    pub fn facet(&self, ctx: &UiCtx<'_>, row: RowRef) -> Option<&Facet> {
        self.facets.get(ctx.snapshot.layers.get(row.layer_idx)?.id, row.feature_idx)
    }

    /// What presses about a row.
    pub fn standing(&self, row: RowRef) -> Standing {
        let of_layer = self.standings.get(row.layer_idx);
        of_layer.and_then(|layer| layer.get(row.feature_idx)).copied().unwrap_or_default()
    }

    /// The rows without headings, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = RowRef> + '_ {
        self.lines.iter().filter_map(|line| match line {
            Line::Row(row) => Some(*row),
            Line::Heading { .. } => None,
        })
    }

    /// Standings of every feature, once for each snapshot, day and person.
    fn stand(&mut self, ctx: &UiCtx<'_>) {
        if self.standings_of.as_ref().is_some_and(|of| of.are_these(ctx)) {
            return;
        }
        self.standings_of = Some(StandingsOf::new(ctx));
        self.stood += 1;
        let layers = ctx.snapshot.layers.iter();
        self.standings = layers
            .map(|view| {
                if ctx.procedure_of(&view.layer.kind).is_none() {
                    let plain = Standing { stage_no: usize::MAX, ..Standing::default() };
                    return vec![plain; view.rows.len()];
                }
                view.rows.iter().map(|row| standing_of(ctx, row)).collect()
            })
            .collect();
        self.returned = self.standings.iter().flatten().filter(|one| one.returned).count();
    }

    /// The rows of the tab that fit kind and words, in the files' order; counts on the way.
    fn matching(&mut self, ctx: &UiCtx<'_>, of: &RowsOf) -> Vec<RowRef> {
        let today = ctx.snapshot.today;
        let words: Vec<&str> = of.query.split_whitespace().collect();
        let chosen_keys = today::keys(ctx);
        let mut counts = Counts::default();
        let mut rows = Vec::new();
        for (layer_idx, layer) in ctx.snapshot.layers.iter().enumerate() {
            let kind = &layer.layer.kind;
            if of.kind.as_deref().is_some_and(|code| code != kind.code())
                || (of.kind.is_none() && is_background(kind))
            {
                continue;
            }
            let kind_name = ctx.kind_name(kind).to_lowercase();
            for (feature_idx, row) in layer.rows.iter().enumerate() {
                let at = RowRef { layer_idx, feature_idx };
                let standing = self.standing(at);
                let fits = |word: &&str| {
                    row.search.contains(*word)
                        || kind_name.contains(*word)
                        || self.facets.get(layer.id, feature_idx).is_some_and(|it| it.has(word))
                        || is_standing(ctx, row, &standing, word)
                };
                if !words.iter().all(fits) {
                    continue;
                }
                let todo = standing.is_todo(today);
                let chosen = chosen_keys.contains(&row.key);
                counts.all += 1;
                counts.returned += usize::from(standing.returned);
                counts.todo += usize::from(todo);
                counts.today += usize::from(chosen);
                let shown = match of.tab {
                    ListTab::All => true,
                    ListTab::Returned => standing.returned,
                    ListTab::Todo => todo,
                    ListTab::Today => chosen,
                };
                if shown {
                    rows.push(at);
                }
            }
        }
        self.counts = counts;
        rows
    }
}

/// The row of a place; `None` once the snapshot has changed under it.
pub fn row_at<'a>(ctx: &UiCtx<'a>, at: RowRef) -> Option<&'a FeatureRow> {
    ctx.snapshot.layers.get(at.layer_idx)?.rows.get(at.feature_idx)
}

/// Layers that only give the others their place; still listed when asked for by kind.
fn is_background(kind: &Kind) -> bool {
    matches!(kind.code(), Kind::DISTRICT | Kind::COASTLINE)
}

/// Whether a word says how a feature stands: 逾期, 退回, 今日 or the name of its stage.
fn is_standing(ctx: &UiCtx<'_>, row: &FeatureRow, standing: &Standing, word: &str) -> bool {
    let is = |key: &'static str| ctx.t(key).to_lowercase() == word;
    (standing.overdue && is("list.word_overdue"))
        || (standing.returned && is("list.word_returned"))
        || (standing.conflict && is("list.word_conflict"))
        || ctx.state(&row.key).zip(ctx.procedure(&row.key)).is_some_and(|(state, procedure)| {
            let stage = state.stage_code().and_then(|code| procedure.stage(code));
            stage.is_some_and(|stage| ctx.say(&stage.label).to_lowercase().contains(word))
        })
}

fn standing_of(ctx: &UiCtx<'_>, row: &FeatureRow) -> Standing {
    let (key, state) = (&row.key, ctx.state(&row.key));
    let Some(procedure) = ctx.procedure(key) else { return Standing::default() };
    let stage = state.and_then(|state| state.stage_code());
    let is_open = |stage: Option<&str>| stage.is_none_or(|it| procedure.is_in_set("open", it));
    let open = procedure.has_stages() && is_open(stage);
    let Some(state) = state else { return Standing { open, ..Standing::default() } };
    let place = |stage| procedure.stages.iter().position(|one| Some(&*one.code) == Some(stage));
    Standing {
        open,
        due: state.deadline_current.filter(|_| open && stage.is_some()),
        overdue: ctx.is_overdue(key, state),
        // Sent back it stays, until it is handed on again.
        returned: state.items.iter().any(|item| item.is_open())
            || (open && sent_back(procedure, state).is_some()),
        conflict: !state.conflicts().is_empty(),
        asked: state.open_requests().next().is_some(),
        mine: open && is_mine(ctx, state),
        stage_no: stage.and_then(place).map_or(0, |at| at + 1),
    }
}

/// Whether the newest task was given to whom is at the keyboard.
fn is_mine(ctx: &UiCtx<'_>, state: &FeatureState) -> bool {
    let Some(actor) = ctx.actor else { return false };
    state.assignments.last().is_some_and(|task| task.body.to.trim() == actor.name)
}

/// The kinds of the layers, in the layers' order.
pub fn kinds_of(ctx: &UiCtx<'_>) -> Vec<Kind> {
    let mut seen = BTreeMap::new();
    let kinds = ctx.snapshot.layers.iter().map(|layer| layer.layer.kind.clone());
    kinds.filter(|kind| seen.insert(kind.code().to_owned(), ()).is_none()).collect()
}

/// The place of a feature in the snapshot.
pub fn ref_of(ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<RowRef> {
    let place = ctx.snapshot.places.get(key)?;
    Some(RowRef { layer_idx: place.layer_idx, feature_idx: place.feature_idx })
}
