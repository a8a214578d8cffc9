//! The foot of the list: why the chosen feature is not in it, and what can be done with it or with all that are marked.

use egui::{Button, Label, RichText, Ui};

use super::context::UiCtx;
use super::lines::small;
use super::shortcuts::{KeyAct, names_of};
use super::today;
use super::view_state::{ListSort, ListTab, ViewState};
use super::work_list::{ListAsk, WorkList};
use crate::model::FeatureKey;

/// Whether the chosen feature is in no line of the list, looked up once for each list and choice.
#[derive(Debug, Default)]
pub struct LeftOut {
    of: Option<(u64, FeatureKey)>,
    is_out: bool,
}

impl WorkList {
    pub(super) fn foot_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
    ) -> Option<ListAsk> {
        self.left_out_ui(ctx, ui, view);
        let mut patrol = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().button_padding.x = 6.0;
            ui.spacing_mut().item_spacing.x = 4.0;
            let words = if self.marked.has_boxes() { "list.unmark" } else { "list.marking" };
            if ui.button(ctx.t(words)).on_hover_text(names_of(KeyAct::Marking)).clicked() {
                self.marked.turn_boxes();
            }
            if !self.marked.is_empty() {
                ui.label(ctx.fill("list.marked", &[("n", &self.marked.len())]));
                if ui.button(ctx.t("list.marked_today")).clicked() {
                    today::add(ctx, self.marked.keys());
                }
                if ui.button(ctx.t("field.patrol")).clicked() {
                    patrol = Some(ListAsk::Patrol);
                }
                return;
            }
            today_ui(ctx, ui, view);
        });
        patrol
    }

    /// Map and river's strip choose what a narrowed list does not hold: it says so, with the way to it.
    fn left_out_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        let query = view.list_query.trim();
        let is_narrowed = !query.is_empty() || view.list_kind.is_some();
        // In a low window the rows come first.
        if self.rows.is_working() || (!is_narrowed && ctx.is_low(ui.ctx())) {
            return;
        }
        let Some(key) = view.selected_key().filter(|key| ctx.place(key).is_some()) else { return };
        let of = Some((self.rows.generation, key.clone()));
        if self.left_out.of != of {
            let is_out = self.line_of(ctx, Some(&key)).is_none();
            self.left_out = LeftOut { of, is_out };
        }
        if !self.left_out.is_out {
            return;
        }
        let name = ctx.name_of(&key);
        let words = match query {
            "" => ctx.fill("list.left_out", &[("name", &name)]),
            query => ctx.fill("list.left_out_by_words", &[("name", &name), ("query", &query)]),
        };
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
            if ui.add(small(ctx, Button::new(ctx.t("list.list_all")))).clicked() {
                view.list_query.clear();
                view.list_kind = None;
                view.list_tab = ListTab::All;
                self.rows.show_every();
                self.show_selected();
            }
        });
    }
}

/// What can be done about today's list with the chosen feature.
fn today_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &ViewState) {
    let is_list = view.list_tab == ListTab::Today && view.list_sort == ListSort::Due;
    let selected = view.selected_key();
    if let Some(key) = &selected {
        let entry = today::entry(ctx, key);
        let words = if entry.is_some() { "list.today_off" } else { "list.today_on" };
        if ui.button(ctx.t(words)).clicked() {
            today::toggle(ctx, key);
        }
        if let Some(entry) = entry.filter(|_| is_list) {
            for (sign, words, places) in [("▲", "list.up", -1), ("▼", "list.down", 1)] {
                if ui.button(sign).accessible_name(ctx.t(words)).clicked() {
                    today::shift(ctx, key, places);
                }
            }
            // A record ticks off by itself, and only a withdrawal takes that back.
            let is_done = entry.done_at.is_some();
            let words = if is_done { "list.reopen" } else { "list.tick_off" };
            if entry.record.is_none() && ui.button(ctx.t(words)).clicked() {
                today::tick(ctx, key, !is_done);
            }
        }
    }
    if is_list && today::items(ctx).len() > 1 && ui.button(ctx.t("list.walk")).clicked() {
        today::order_by_walking(ctx, selected.as_ref());
    }
    // In a low window the rows come first: their ticks tell.
    if is_list && !ctx.is_low(ui.ctx()) {
        let (all, done) = today::counts(ctx);
        let words = ctx.fill("list.today_counts", &[("n", &all), ("done", &done)]);
        let words = RichText::new(words).small().color(ctx.palette.weak);
        ui.add(Label::new(words).extend());
    }
}
