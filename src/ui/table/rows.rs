//! Which rows the table shows and in which order, worked out some thousand a frame; the old order stays until then.

use super::cell::Rank;
use super::column::Column;
use super::filter::Filter;
use crate::ui::context::{Ask, UiCtx};
use crate::ui::view_state::ViewState;
use crate::ui::work_rows::{RowRef, WorkRows};

/// So many rows are looked at in one frame: each may read a feature's properties.
const ROWS_A_FRAME: usize = 2000;

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

/// An order being worked out.
#[derive(Debug)]
struct Work {
    of: OrderOf,
    rows: Vec<RowRef>,
    looked_at: usize,
    kept: Vec<(Rank, RowRef)>,
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
            self.order = list.rows().collect();
            self.of = Some(of);
            self.work = None;
            return;
        }
        if self.work.as_ref().is_none_or(|work| work.of != of) {
            let rows = list.rows().collect();
            self.work = Some(Work { of, rows, looked_at: 0, kept: Vec::new() });
        }
        let Some(work) = &mut self.work else { return };
        // A list that was made anew may name rows that are gone.
        let to = (work.looked_at + ROWS_A_FRAME).min(work.rows.len());
        let begun = work.kept.len();
        for row in &work.rows[work.looked_at..to] {
            if filter.holds(ctx, *row, list) {
                let rank = column.map_or(Rank::Empty, |column| Rank::of(ctx, *row, column, list));
                work.kept.push((rank, *row));
            }
        }
        work.looked_at = to;
        let falling = work.of.sort.as_ref().is_some_and(|sort| sort.falling);
        // Each frame orders its own part: the last sort only merges runs.
        work.kept[begun..].sort_by(|one, other| one.0.order(&other.0, falling));
        if to < work.rows.len() {
            ctx.outbox.ask(Ask::WakeAfter(0.0));
            return;
        }
        if let Some(mut work) = self.work.take() {
            work.kept.sort_by(|one, other| one.0.order(&other.0, falling));
            self.order = work.kept.into_iter().map(|(_, row)| row).collect();
            self.of = Some(work.of);
        }
    }
}
