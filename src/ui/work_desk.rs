//! Where the list is worked out: within a frame or on a thread, with what is kept from one answer to the next.

use std::sync::Arc;

use super::context::UiCtx;
use super::facets::Facets;
use super::search_box::FEATURES_SHOWN;
use super::search_rank;
use super::view_state::{ListSort, ListTab, ViewState};
use super::work_find::Search;
use super::work_glance::{Glance, glances};
use super::work_lines::{Lines, RowRef};
use super::work_order;
use super::work_rows::{Counts, Only, ReturnedCount, RowsOf, Standing};
use super::work_standing::{StandingsOf, standings};
use crate::session::{Returned, SearchColumn};

/// An answer.
#[derive(Debug)]
pub struct Worked {
    pub lines: Lines,
    /// What the search box offers.
    pub best: Vec<RowRef>,
    pub counts: Counts,
    pub returned: ReturnedCount,
    pub standings: Arc<Vec<Vec<Standing>>>,
    pub standings_of: StandingsOf,
    pub of: RowsOf,
}

#[derive(Debug, Default)]
pub struct RowsDesk {
    pub facets: Facets,
    /// What is searched in, by layer: made when somebody first turns to the search box.
    texts: Vec<SearchColumn>,
    standings: Arc<Vec<Vec<Standing>>>,
    glances: Vec<Vec<Glance>>,
    standings_of: Option<StandingsOf>,
    /// Counts the times the standings were worked out.
    stood: u64,
    returned: ReturnedCount,
    /// All rows in the order that was asked for last, so that a letter more in the search sorts nothing.
    order: Vec<RowRef>,
    order_of: Option<(u64, ListSort)>,
}

impl RowsDesk {
    /// What is asked, as of this frame.
    pub fn question(
        &self,
        ctx: &UiCtx<'_>,
        view: &ViewState,
        only: Option<Arc<Only>>,
        wants_facets: bool,
    ) -> RowsOf {
        let stands = self.standings_of.as_ref().is_some_and(|of| of.are_these(ctx));
        let stood = if stands { self.stood } else { self.stood + 1 };
        let facets = if wants_facets { self.facets.generation } else { 0 };
        RowsOf::new(ctx, view, only, stood, facets)
    }

    /// Works the answer out.
    pub fn work(&mut self, ctx: &UiCtx<'_>, view: &ViewState, of: RowsOf) -> Worked {
        self.stand(ctx);
        if !of.query.is_empty() {
            self.read_texts(ctx);
        }
        let search = Search::new(ctx, &self.glances, &self.facets, &self.texts, &of);
        // A list of a few that lie in an order of their own is sorted for itself.
        let own_order =
            of.sort == ListSort::Near || (of.sort == ListSort::Due && of.tab == ListTab::Today);
        let sort = if own_order { None } else { Some(of.sort) };
        let order_of = (self.stood, sort.unwrap_or(ListSort::Near));
        if self.order_of != Some(order_of) {
            self.order = all_rows(ctx);
            if sort.is_some() {
                work_order::sort(ctx, view, &mut self.order, &self.standings);
            }
            self.order_of = Some(order_of);
        }
        let (mut rows, counts) = search.rows(&self.order);
        if own_order {
            work_order::sort(ctx, view, &mut rows, &self.standings);
        }
        let best = search_rank::best(ctx.snapshot, &rows, &of.query, FEATURES_SHOWN);
        let lines = work_order::grouped(ctx, view, rows, &self.standings, &self.facets);
        Worked {
            lines,
            best,
            counts,
            returned: self.returned,
            standings: Arc::clone(&self.standings),
            standings_of: StandingsOf::new(ctx),
            of,
        }
    }

    /// Whether there are layers without texts.
    pub fn texts_are_wanting(&self, ctx: &UiCtx<'_>) -> bool {
        let known = |rows| self.texts.iter().any(|known| known.is_of(rows));
        !ctx.snapshot.layers.iter().all(|view| known(&view.rows))
    }

    /// Makes the texts of layers that are new or have other rows.
    pub fn read_texts(&mut self, ctx: &UiCtx<'_>) {
        let layers = ctx.snapshot.layers.iter();
        let texts = layers.map(|view| {
            let known = self.texts.iter().find(|known| known.is_of(&view.rows));
            known.cloned().unwrap_or_else(|| SearchColumn::of(&view.rows))
        });
        self.texts = texts.collect();
    }

    fn stand(&mut self, ctx: &UiCtx<'_>) {
        if self.standings_of.as_ref().is_some_and(|of| of.are_these(ctx)) {
            return;
        }
        self.standings_of = Some(StandingsOf::new(ctx));
        self.stood += 1;
        self.texts.retain(|texts| ctx.snapshot.layers.iter().any(|view| texts.is_of(&view.rows)));
        self.facets.forget_gone(ctx);
        self.standings = Arc::new(standings(ctx));
        self.glances = glances(&self.standings, ctx.snapshot.today);
        let all = self.standings.iter().flatten().filter_map(|one| one.returned);
        let (answered, to_correct): (Vec<_>, Vec<_>) =
            all.partition(|one| *one == Returned::Answered);
        self.returned = ReturnedCount { to_correct: to_correct.len(), answered: answered.len() };
    }
}

/// All rows, as the files have them.
fn all_rows(ctx: &UiCtx<'_>) -> Vec<RowRef> {
    let layers = ctx.snapshot.layers.iter().enumerate();
    let rows = layers.flat_map(|(layer_idx, view)| {
        (0..view.rows.len()).map(move |feature_idx| RowRef::new(layer_idx, feature_idx))
    });
    rows.collect()
}
