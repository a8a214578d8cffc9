//! Which features the list shows, in which order, under which headings. Nothing is drawn here.
//!
//! Standings are worked out once for each snapshot, rows once for each question: a letter typed into the search
//! costs one look at each feature's search text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::context::UiCtx;
use super::facets::{FACETS_A_FRAME, FACETS_A_TURN, Facet};
use super::off_frame::{HeldCtx, Turn, UnderWay, let_go};
use super::row_facts::RowFacts;
use super::view_state::{ListGroup, ListSort, ListTab, Middle, ViewState};
use super::work_desk::{RowsDesk, Worked};
use super::work_lines::{Lines, RowRef};
use super::work_standing::StandingsOf;
use crate::model::{Day, FeatureKey, Kind};
use crate::session::Returned;

/// What presses about a feature.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// It has a plan that is still open, or none yet.
    pub open: bool,
    /// It has none yet, and waits for somebody to begin one.
    pub to_begin: bool,
    /// Its deadline, while it is open.
    pub due: Option<Day>,
    pub overdue: bool,
    /// It was sent back, and how far that is put right.
    pub returned: Option<Returned>,
    pub conflict: bool,
    /// A request waits for its decision.
    pub asked: bool,
    pub mine: bool,
    /// Its stage's place in the procedure; those without any come last.
    pub stage_no: usize,
}

/// A deadline that is so near is worth a place among what is to be done.
pub const SOON_DAYS: i32 = 30;

/// The last day that is so near.
pub fn soon_until(today: Day) -> Day {
    today.saturating_add(jiff::Span::new().days(SOON_DAYS))
}

impl Standing {
    /// Something of it waits to be put right.
    pub const fn is_to_correct(&self) -> bool {
        matches!(self.returned, Some(Returned::ToCorrect { .. }))
    }

    /// Until when an answer is wanted, where that was said.
    pub const fn answer_due(&self) -> Option<Day> {
        match self.returned {
            Some(Returned::ToCorrect { due }) => due,
            _ => None,
        }
    }

    /// The day that presses: that of the answer, else that of the plan.
    pub fn pressing_day(&self) -> Option<Day> {
        self.answer_due().or(self.due)
    }

    /// Whether it is to be done: something presses, or is due by [`soon_until`].
    pub fn is_todo(&self, soon_until: Day) -> bool {
        let soon = |due: Day| due <= soon_until;
        self.returned.is_some()
            || self.overdue
            || self.mine
            || self.conflict
            || self.asked
            || self.to_begin
            || (self.open && self.due.is_some_and(soon))
    }
}

/// How many features were sent back: to be corrected, and answered but not taken up again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReturnedCount {
    pub to_correct: usize,
    pub answered: usize,
}

/// How many features each tab holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub today: usize,
    pub returned: usize,
    pub todo: usize,
    pub all: usize,
    /// Given to who is at the keyboard.
    pub mine: usize,
    pub overdue: usize,
}

impl Counts {
    pub fn add(&mut self, more: Self) {
        self.mine += more.mine;
        self.overdue += more.overdue;
        self.today += more.today;
        self.returned += more.returned;
        self.todo += more.todo;
        self.all += more.all;
    }

    pub fn of(&self, tab: ListTab) -> usize {
        match tab {
            ListTab::Today => self.today,
            ListTab::Returned => self.returned,
            ListTab::Todo => self.todo,
            ListTab::All => self.all,
        }
    }
}

/// The features behind a number of the board: the list shows exactly these.
#[derive(Clone, Debug)]
pub struct Only {
    /// What the number was.
    pub title: String,
    pub keys: BTreeSet<FeatureKey>,
    /// Tells one narrowing from another.
    pub no: u64,
}

impl PartialEq for Only {
    fn eq(&self, other: &Self) -> bool {
        self.no == other.no
    }
}

/// What the rows were worked out of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RowsOf {
    /// Which standings.
    stood: u64,
    today: Day,
    pub tab: ListTab,
    pub sort: ListSort,
    group: ListGroup,
    pub kind: Option<String>,
    /// What number of the board it is narrowed to.
    pub only: Option<Arc<Only>>,
    pub query: String,
    lang: crate::model::Lang,
    actor: Option<String>,
    facets: u64,
    /// A walk begins where one stands.
    from: Option<String>,
}

impl RowsOf {
    /// What `view` asks of standings number `stood` and of so many facets.
    pub fn new(
        ctx: &UiCtx<'_>,
        view: &ViewState,
        only: Option<Arc<Only>>,
        stood: u64,
        facets: u64,
    ) -> Self {
        Self {
            only,
            stood,
            today: ctx.snapshot.today,
            tab: view.list_tab,
            sort: view.list_sort,
            group: view.list_group,
            kind: view.list_kind.clone(),
            query: view.list_query.trim().to_lowercase(),
            lang: ctx.lang(),
            actor: ctx.actor.map(|actor| actor.name.clone()),
            facets,
            from: view.selected.clone().filter(|_| view.list_sort == ListSort::Near),
        }
    }
}

/// The list as it was last worked out, and who works it out.
#[derive(Debug, Default)]
pub struct WorkRows {
    only: Option<Arc<Only>>,
    pub lines: Lines,
    /// Of the rows those that fit the words in the search box best.
    pub best: Vec<RowRef>,
    pub counts: Counts,
    /// What was sent back, whatever the list shows.
    pub returned: ReturnedCount,
    facts: RowFacts,
    standings_of: Option<StandingsOf>,
    /// Here while nobody works.
    desk: Option<RowsDesk>,
    under_way: Option<UnderWay<(RowsDesk, Option<Worked>)>>,
    of: Option<RowsOf>,
    /// Counts the times the lines were worked out.
    pub generation: u64,
    /// Somebody is about to type into the search box.
    search_expected: bool,
}

/// Of so many features the list is worked out within the frame that asks.
const AT_ONCE_MAX: usize = 20_000;

impl WorkRows {
    /// Works out what changed. Of many features a thread does it, and the old lines stay until it has; asks for
    /// another frame until all is done.
    pub fn refresh(&mut self, ctx: &UiCtx<'_>, view: &ViewState) {
        self.keep_places(ctx);
        if let Some(under_way) = &self.under_way {
            match under_way.look(ctx) {
                Turn::Working => return,
                Turn::Done((desk, worked)) => {
                    self.desk = Some(desk);
                    if let Some(worked) = worked {
                        self.take(worked);
                        self.keep_places(ctx);
                    }
                }
                Turn::Lost => {}
            }
            self.under_way = None;
        }
        let mut desk = self.desk.take().unwrap_or_default();
        let wants_facets = !view.list_query.trim().is_empty()
            || matches!(view.middle, Middle::Table | Middle::Review)
            || matches!(view.list_group, ListGroup::District | ListGroup::River);
        let count: usize = ctx.snapshot.layers.iter().map(|view| view.rows.len()).sum();
        if count <= AT_ONCE_MAX {
            if wants_facets && !desk.facets.read_on(ctx, FACETS_A_FRAME) {
                ctx.outbox.ask(super::context::Ask::WakeAfter(0.0));
            }
            let of = desk.question(ctx, view, self.only.clone(), wants_facets);
            if self.of.as_ref() != Some(&of) {
                let worked = desk.work(ctx, view, of);
                self.take(worked);
            }
            self.facts.facets = desk.facets.table();
            self.desk = Some(desk);
            return;
        }
        let of = desk.question(ctx, view, self.only.clone(), wants_facets);
        let is_current = self.of.as_ref() == Some(&of);
        let reads_texts = self.search_expected && desk.texts_are_wanting(ctx);
        if is_current && !reads_texts && !(wants_facets && desk.facets.are_wanting(ctx)) {
            self.facts.facets = desk.facets.table();
            self.desk = Some(desk);
            return;
        }
        let (held, view) = (HeldCtx::of(ctx), view.clone());
        let under_way = UnderWay::begin("work list", move || {
            let worked = held.with(|ctx| {
                if is_current && reads_texts {
                    desk.read_texts(ctx);
                    return None;
                }
                if is_current {
                    // The words are answered; where features belong makes the answer better by and by.
                    desk.facets.read_on(ctx, FACETS_A_TURN);
                    return None;
                }
                Some(desk.work(ctx, &view, of))
            });
            (desk, worked)
        });
        ctx.outbox.ask(super::context::Ask::WakeAfter(0.0));
        self.under_way = Some(under_way);
    }

    /// Whether the search box has the keyboard: what is searched in is made before the first letter is there.
    pub fn expect_search(&mut self, is_expected: bool) {
        self.search_expected = is_expected;
    }

    fn take(&mut self, worked: Worked) {
        let Worked { lines, best, counts, returned, standings, standings_of, of } = worked;
        (self.best, self.counts) = (best, counts);
        let old_lines = std::mem::replace(&mut self.lines, lines);
        let old_standings = std::mem::replace(&mut self.facts.standings, standings);
        self.returned = returned;
        self.of = Some(of);
        let old_of = self.standings_of.replace(standings_of);
        let_go((old_lines, old_standings, old_of));
        self.generation += 1;
    }

    /// Layers may have come and gone since the lines were worked out: they are to speak of the same features.
    fn keep_places(&mut self, ctx: &UiCtx<'_>) {
        let Some(known) = self.standings_of.as_ref().filter(|known| !known.have_layers_of(ctx))
        else {
            return;
        };
        let places = known.new_places(ctx);
        let moved = |row: RowRef| {
            let layer_idx = places.get(row.layer_idx()).copied().flatten()?;
            Some(RowRef::new(layer_idx, row.feature_idx()))
        };
        self.lines.moved(moved);
        self.best = self.best.iter().copied().filter_map(moved).collect();
        let mut standings: Vec<Vec<Standing>> =
            ctx.snapshot.layers.iter().map(|_| Vec::new()).collect();
        for (old, new) in places.iter().enumerate() {
            if let (Some(new), Some(of_layer)) = (new, self.facts.standings.get(old)) {
                standings[*new].clone_from(of_layer);
            }
        }
        self.facts.standings = Arc::new(standings);
        self.of = None;
        if let Some(old) = self.standings_of.take() {
            let_go(old);
        }
        self.generation += 1;
    }

    /// What is known of the rows, for whoever looks at many of them.
    pub const fn facts(&self) -> &RowFacts {
        &self.facts
    }

    /// Where a row's feature belongs; `None` while nobody asked or it is not read yet.
    pub fn facet(&self, ctx: &UiCtx<'_>, row: RowRef) -> Option<&Facet> {
        self.facts.facet(ctx, row)
    }

    /// What presses about a row.
    pub fn standing(&self, row: RowRef) -> Standing {
        self.facts.standing(row)
    }

    /// Shows exactly these features from now on, whatever they are.
    pub fn show_only(&mut self, title: String, keys: BTreeSet<FeatureKey>) {
        let no = self.only.as_ref().map_or(self.generation, |only| only.no) + 1;
        self.only = Some(Arc::new(Only { title, keys, no }));
    }

    /// Shows all again.
    pub fn show_every(&mut self) {
        self.only = None;
    }

    pub fn only(&self) -> Option<&Only> {
        self.only.as_deref()
    }

    /// The features that the list is narrowed to; none while it is not.
    pub fn only_keys(&self) -> impl Iterator<Item = &FeatureKey> {
        self.only.iter().flat_map(|only| &only.keys)
    }

    /// The rows without headings, in order.
    pub fn rows(&self) -> &[RowRef] {
        self.lines.rows()
    }

    /// Whether these rows were found by these words.
    pub fn answers(&self, query: &str) -> bool {
        self.of.as_ref().is_some_and(|of| of.query == query.trim().to_lowercase())
    }

    /// Whether an answer is being worked out, and the old one still shown.
    pub const fn is_working(&self) -> bool {
        self.under_way.is_some()
    }
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
    Some(RowRef::new(place.layer_idx, place.feature_idx))
}
