//! Which rows the table shows and in which order, worked out some thousand a frame; the old order stays until then.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::iter::Peekable;
use std::vec::IntoIter;

use super::cell::Rank;
use super::column::Column;
use super::filter::Filter;
use crate::ui::context::{Ask, UiCtx};
use crate::ui::view_state::ViewState;
use crate::ui::work_lines::RowRef;
use crate::ui::work_rows::WorkRows;

/// So many rows are looked at in one frame: each may read a feature's properties.
const ROWS_A_FRAME: usize = 2000;
/// So many rows are put in their place in one frame, once all were looked at.
const MERGED_A_FRAME: usize = 20_000;

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
#[derive(Debug)]
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

/// An order being worked out: rows are looked at, each frame's part is sorted, the parts are merged.
#[derive(Debug)]
struct Work {
    of: OrderOf,
    rows: Vec<RowRef>,
    looked_at: usize,
    /// Sorted parts, to be merged two by two.
    runs: VecDeque<Vec<Ranked>>,
    merging: Option<Merging>,
}

/// Two sorted parts becoming one.
#[derive(Debug)]
struct Merging {
    one: Peekable<IntoIter<Ranked>>,
    other: Peekable<IntoIter<Ranked>>,
    merged: Vec<Ranked>,
}

impl Work {
    /// Merges so many rows at most; answers the whole order once it is there.
    fn merge(&mut self, falling: bool) -> Option<Vec<Ranked>> {
        for _ in 0..MERGED_A_FRAME {
            let Some(merging) = &mut self.merging else {
                if self.runs.len() <= 1 {
                    return Some(self.runs.pop_front().unwrap_or_default());
                }
                let (one, other) = (self.runs.pop_front()?, self.runs.pop_front()?);
                let merged = Vec::with_capacity(one.len() + other.len());
                let (one, other) = (one.into_iter().peekable(), other.into_iter().peekable());
                self.merging = Some(Merging { one, other, merged });
                continue;
            };
            let next = match (merging.one.peek(), merging.other.peek()) {
                (Some(one), Some(other)) if one.order(other, falling).is_le() => merging.one.next(),
                (Some(_), None) => merging.one.next(),
                (_, Some(_)) => merging.other.next(),
                (None, None) => None,
            };
            match next {
                Some(row) => merging.merged.push(row),
                None => {
                    let done = self.merging.take()?;
                    self.runs.push_back(done.merged);
                }
            }
        }
        None
    }
}

impl TableRows {
    /// The rows in order: the last order that was finished.
    pub fn order(&self) -> &[RowRef] {
        &self.order
    }

    /// How far a new order is, 0 to 1; `None` while none is worked out.
    pub fn share(&self) -> Option<f32> {
        let work = self.work.as_ref()?;
        Some(work.looked_at as f32 / work.rows.len().max(1) as f32)
    }

    /// Works on; asks for another frame until the order is done.
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
        let column = of
            .sort
            .as_ref()
            .and_then(|sort| offered.iter().find(|column| column.code() == sort.column));
        if filter.is_empty() && column.is_none() {
            self.order = list.rows().to_vec();
            self.of = Some(of);
            self.work = None;
            return;
        }
        if self.work.as_ref().is_none_or(|work| work.of != of) {
            let rows = list.rows().to_vec();
            let (runs, merging) = (VecDeque::new(), None);
            self.work = Some(Work { of, rows, looked_at: 0, runs, merging });
        }
        let Some(work) = &mut self.work else { return };
        let falling = work.of.sort.as_ref().is_some_and(|sort| sort.falling);
        // A list that was made anew may name rows that are gone.
        let (from, to) = (work.looked_at, (work.looked_at + ROWS_A_FRAME).min(work.rows.len()));
        let mut run = Vec::new();
        for (nth, row) in work.rows.iter().enumerate().take(to).skip(from) {
            if filter.holds(ctx, *row, list) {
                let rank = column.map_or(Rank::Empty, |column| Rank::of(ctx, *row, column, list));
                run.push(Ranked { rank, nth, row: *row });
            }
        }
        work.looked_at = to;
        if !run.is_empty() {
            run.sort_by(|one, other| one.order(other, falling));
            work.runs.push_back(run);
        }
        let merged = if to < work.rows.len() { None } else { work.merge(falling) };
        let Some(merged) = merged else {
            return ctx.outbox.ask(Ask::WakeAfter(0.0));
        };
        if let Some(work) = self.work.take() {
            self.order = merged.into_iter().map(|ranked| ranked.row).collect();
            self.of = Some(work.of);
        }
    }
}
