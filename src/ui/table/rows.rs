//! Which rows the table shows and in which order. Of more than a few a thread works it out, every core reading; the old
//! order stays until it has.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::cell::Rank;
use super::column::Column;
use super::filter::Filter;
use crate::ui::context::UiCtx;
use crate::ui::off_frame::{HeldCtx, Share, Teller, Turn, UnderWay};
use crate::ui::row_facts::RowFacts;
use crate::ui::view_state::ViewState;
use crate::ui::work_lines::RowRef;
use crate::ui::work_rows::WorkRows;

/// So few rows are looked at within the frame that asks: each may read a feature's properties.
const AT_ONCE_MAX: usize = 100;
/// So many are looked at between two questions whether anybody still waits.
const PIECE_ROWS: usize = 256;

/// What an order was worked out of.
#[derive(Clone, Debug, PartialEq)]
struct OrderOf {
    list: u64,
    filter: Filter,
    sort: Option<super::TableSort>,
    lang: crate::model::Lang,
}

#[derive(Debug, Default)]
pub struct TableRows {
    order: Vec<RowRef>,
    of: Option<OrderOf>,
    work: Option<Work>,
}

/// A row with what it is ordered by; of equals the one that came first.
struct Ranked {
    rank: Rank,
    nth: usize,
    row: RowRef,
}

impl Ranked {
    fn order(&self, other: &Self, falling: bool) -> Ordering {
        self.rank.order(&other.rank, falling).then(self.nth.cmp(&other.nth))
    }
}

/// An order being worked out.
#[derive(Debug)]
struct Work {
    of: OrderOf,
    share: Share,
    under_way: UnderWay<Vec<RowRef>>,
}

/// What an order is worked out by.
struct Asked {
    rows: Vec<RowRef>,
    facts: RowFacts,
    filter: Filter,
    /// What it is sorted by, and whether falling.
    column: Option<Column>,
    falling: bool,
}

impl Asked {
    /// What of a stretch of the rows passes.
    fn ranked(&self, ctx: &UiCtx<'_>, from: usize, rows: &[RowRef]) -> Vec<Ranked> {
        // A list that was made anew may name rows that are gone.
        let passing = rows.iter().enumerate();
        let passing = passing.filter(|(_, row)| self.filter.holds(ctx, **row, &self.facts));
        let rank = |row| {
            let column = self.column.as_ref();
            column.map_or(Rank::Empty, |column| Rank::of(ctx, row, column, &self.facts))
        };
        passing.map(|(nth, row)| Ranked { rank: rank(*row), nth: from + nth, row: *row }).collect()
    }

    fn in_order(&self, mut found: Vec<Ranked>) -> Vec<RowRef> {
        found.par_sort_unstable_by(|one, other| one.order(other, self.falling));
        found.into_iter().map(|ranked| ranked.row).collect()
    }

    /// The same of all rows, on every core; of none of the rest once nobody wants it any more.
    fn order(&self, held: &HeldCtx, told: &Teller) -> Vec<RowRef> {
        let pieces = self.rows.par_chunks(PIECE_ROWS).enumerate();
        let found = pieces.flat_map_iter(|(nth, rows)| {
            let ranked = match told.is_wanted() {
                true => held.with(|ctx| self.ranked(ctx, nth * PIECE_ROWS, rows)),
                false => Vec::new(),
            };
            told.did(rows.len());
            ranked
        });
        self.in_order(found.collect())
    }
}

impl TableRows {
    /// The rows in order: the last order that was finished.
    pub fn order(&self) -> &[RowRef] {
        &self.order
    }

    /// How far a new order is, 0 to 1; `None` while none is worked out.
    pub fn share(&self) -> Option<f32> {
        self.work.as_ref().map(|work| work.share.share())
    }

    /// Has the order worked out where something has changed; looks in again until it is there.
    pub fn refresh(
        &mut self,
        ctx: &UiCtx<'_>,
        view: &ViewState,
        list: &WorkRows,
        offered: &[Column],
        filter: &Filter,
    ) {
        let of = OrderOf {
            list: list.generation,
            filter: filter.clone(),
            sort: view.table.sort.clone(),
            lang: ctx.lang(),
        };
        if self.of.as_ref() == Some(&of) {
            self.work = None;
            return;
        }
        if let Some(work) = self.work.take_if(|work| work.of == of) {
            match work.under_way.look(ctx) {
                Turn::Working => self.work = Some(work),
                Turn::Done(order) => (self.order, self.of) = (order, Some(of)),
                // Whatever it died of, it would die of again.
                Turn::Lost => self.of = Some(of),
            }
            return;
        }
        let column = of
            .sort
            .as_ref()
            .and_then(|sort| offered.iter().find(|column| column.code() == sort.column))
            .cloned();
        let rows = list.rows().to_vec();
        if filter.is_empty() && column.is_none() {
            (self.order, self.of, self.work) = (rows, Some(of), None);
            return;
        }
        let falling = of.sort.as_ref().is_some_and(|sort| sort.falling);
        let (facts, filter) = (list.facts().clone(), filter.clone());
        let asked = Asked { rows, facts, filter, column, falling };
        if asked.rows.len() <= AT_ONCE_MAX {
            let order = asked.in_order(asked.ranked(ctx, 0, &asked.rows));
            (self.order, self.of, self.work) = (order, Some(of), None);
            return;
        }
        let (held, share) = (HeldCtx::of(ctx), Share::of(asked.rows.len()));
        let told = share.teller();
        let work = move || asked.order(&held, &told);
        let under_way = UnderWay::begin("table order", work);
        under_way.wake(ctx);
        self.work = Some(Work { of, share, under_way });
    }
}
