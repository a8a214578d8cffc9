//! Marks in the table: one, a stretch with Shift, all that are shown; and what is done with them.

use egui::{RichText, Ui};

use super::TableAsk;
use crate::model::FeatureKey;
use crate::ui::context::UiCtx;
use crate::ui::marked::Marked;
use crate::ui::work_lines::{RowRef, row_at};

/// The row that Shift marks from.
#[derive(Debug, Default)]
pub struct Marking {
    anchor: Option<RowRef>,
}

impl Marking {
    /// The box of one row.
    pub fn box_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        order: &[RowRef],
        nth: usize,
        key: &FeatureKey,
        marked: &mut Marked,
    ) {
        let mut is_marked = marked.holds(key);
        let named = ctx.fill("review.mark", &[("name", &ctx.name_of(key))]);
        let mark = ui.checkbox(&mut is_marked, "").accessible_name(named);
        if mark.changed() {
            let with_shift = ui.input(|input| input.modifiers.shift);
            self.mark(ctx, order, nth, with_shift, marked);
        }
    }

    /// A row was clicked with Ctrl or Shift: it is marked, not chosen. Answers whether that was so.
    pub fn clicked(
        &mut self,
        ctx: &UiCtx<'_>,
        response: &egui::Response,
        order: &[RowRef],
        nth: usize,
        marked: &mut Marked,
    ) -> bool {
        let modifiers = response.ctx.input(|input| input.modifiers);
        let marks = modifiers.command || modifiers.shift;
        if marks {
            self.mark(ctx, order, nth, modifiers.shift, marked);
        } else {
            self.anchor = order.get(nth).copied();
        }
        marks
    }

    fn mark(
        &mut self,
        ctx: &UiCtx<'_>,
        order: &[RowRef],
        nth: usize,
        stretch: bool,
        marked: &mut Marked,
    ) {
        let from = self.anchor.and_then(|anchor| order.iter().position(|row| *row == anchor));
        match from.filter(|_| stretch) {
            Some(from) => {
                let rows = &order[from.min(nth)..=from.max(nth)];
                marked.add(keys(ctx, rows));
            }
            None => {
                self.anchor = order.get(nth).copied();
                if let Some(row) = order.get(nth).and_then(|at| row_at(ctx, *at)) {
                    marked.toggle(&row.key);
                }
            }
        }
    }

    /// The line over the table: how many are marked, and what can be done with them.
    pub fn line_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        order: &[RowRef],
        marked: &mut Marked,
    ) -> Option<TableAsk> {
        let mut ask = None;
        ui.horizontal_wrapped(|ui| {
            let words = ctx.fill("bulk.mark_shown", &[("n", &order.len())]);
            if !order.is_empty() && ui.button(words).clicked() {
                marked.add(keys(ctx, order));
            }
            if marked.is_empty() {
                let words = RichText::new(ctx.t("bulk.how_to_mark")).small();
                ui.label(words.color(ctx.palette.weak));
                return;
            }
            ui.label(RichText::new(ctx.fill("list.marked", &[("n", &marked.len())])).strong());
            if ui.button(RichText::new(ctx.t("bulk.act")).strong()).clicked() {
                ask = Some(TableAsk::Bulk);
            }
            if ui.button(ctx.t("bulk.on_map")).clicked() {
                ask = Some(TableAsk::Map(marked.keys().first().cloned()));
            }
            if ui.button(ctx.t("list.unmark")).clicked() {
                marked.clear();
            }
        });
        ask
    }
}

fn keys(ctx: &UiCtx<'_>, rows: &[RowRef]) -> Vec<FeatureKey> {
    rows.iter().filter_map(|at| row_at(ctx, *at)).map(|row| row.key.clone()).collect()
}
