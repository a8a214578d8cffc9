//! The panes: the list or its strip on the left, the map or the table in the middle, card and forms on the right.

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::actions::KeyAct;
use super::context::{Ask, UiCtx};
use super::dialogs::{BackupDialog, Dialog};
use super::form_pane::FormAsk;
use super::notices::Tone;
use super::pane_focus::Pane;
use super::screen::Screen;
use super::side_pane::{Side, Widths, share_points, side_pane_ui};
use super::strip::strip_points;
use super::table::TableAsk;
use super::view_state::{CardTab, Middle};
use super::work_list::ListAsk;
use crate::model::FeatureKey;

/// Below this width the list folds to a strip and the card keeps its least.
const NARROW_POINTS: f32 = 1150.0;
/// On a large screen list and card take so much of the width, that their words are not cut beside an empty map.
const LIST_SHARE: f32 = 0.2;
const CARD_SHARE: f32 = 0.28;

impl Screen {
    pub(super) fn panes_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, now_s: f64) {
        self.find_next_pane(ui.ctx());
        let width = ui.available_width();
        self.is_narrow = width < NARROW_POINTS;
        if self.gives_board_all(ui) {
            CentralPanel::no_frame().show(ui, |ui| self.board_ui(ctx, ui));
            return;
        }
        if self.view.middle == Middle::Review {
            return self.review_ui(ctx, ui, now_s);
        }
        let side = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::same(8));
        let roomy = ctx.palette.sizes.body_points / 15.0;
        if self.list_is_folded() {
            let strip = Frame::new().fill(ctx.palette.panel).inner_margin(Margin::same(3));
            let shown = Panel::left("strip")
                .frame(strip)
                .exact_size(strip_points(ctx, ui) * roomy)
                .resizable(false)
                .show(ui, |ui| self.strip_ui(ctx, ui));
            self.pane_focus.place(Pane::List, Some(shown.response.rect));
        } else {
            let (usual, least) = if self.is_narrow { (300.0, 200.0) } else { (310.0, 240.0) };
            let usual = share_points(width, LIST_SHARE, usual * roomy, 400.0 * roomy);
            let widths = Widths {
                usual,
                least,
                most: (width * 0.4).max(least + 20.0),
                dragged: self.view.list_width,
            };
            let (rect, dragged) =
                side_pane_ui(ctx, ui, Side::Left, side, widths, |ui| self.left_ui(ctx, ui));
            self.view.list_width = dragged;
            self.pane_focus.place(Pane::List, Some(rect));
        }
        self.pane_focus.place(Pane::Right, None);
        let selected = self.view.selected_key();
        if selected.is_some() || self.field.is_open() {
            let (usual, least) = if self.is_narrow { (380.0, 300.0) } else { (430.0, 340.0) };
            let usual = share_points(width, CARD_SHARE, usual * roomy, 560.0 * roomy);
            let widths = Widths {
                usual,
                least,
                most: (width * 0.6).max(least + 20.0),
                dragged: self.view.card_width,
            };
            let (rect, dragged) = side_pane_ui(ctx, ui, Side::Right, side, widths, |ui| {
                self.begin_pane(ctx, ui, Pane::Right);
                match &selected {
                    Some(key) if !self.field.is_open() => self.right_ui(ctx, ui, key, now_s),
                    _ => self.field_pane_ui(ctx, ui, now_s),
                }
            });
            self.view.card_width = dragged;
            self.pane_focus.place(Pane::Right, Some(rect));
        }
        let shown = CentralPanel::no_frame().show(ui, |ui| {
            self.begin_pane(ctx, ui, Pane::Middle);
            match self.view.middle {
                Middle::Map | Middle::Review => self.map_ui(ctx, ui),
                Middle::Table => self.table_ui(ctx, ui),
                Middle::Board => self.board_and_map_ui(ctx, ui),
            }
        });
        self.pane_focus.place(Pane::Middle, Some(shown.response.rect));
    }

    fn table_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let marked = &mut self.list.marked;
        match self.table.ui(ctx, ui, &mut self.view, &self.list.rows, marked) {
            Some(TableAsk::Bulk) => self.act(ctx, KeyAct::Bulk),
            Some(TableAsk::Copied(rows)) => {
                self.notices.add(Tone::Good, ctx.fill("table.copied", &[("n", &rows)]));
            }
            Some(TableAsk::Select(key)) => {
                self.select(ctx, &key);
                self.list.show_selected();
            }
            Some(TableAsk::Map(key)) => {
                self.view.middle = Middle::Map;
                if let Some(key) = key {
                    self.select(ctx, &key);
                    self.map.show(ctx, &key);
                }
            }
            None => {}
        }
    }

    fn left_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        self.begin_pane(ctx, ui, Pane::List);
        if self.view.layers_shown {
            ui.horizontal(|ui| {
                ui.label(ctx.fill("left.layers", &[("n", &ctx.snapshot.layers.len())]));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button(ctx.t("left.list")).clicked() {
                        self.view.layers_shown = false;
                    }
                });
            });
            ui.separator();
            if let Some(wish) = self.layers.ui(ctx, ui, &mut self.view) {
                self.layer_wish(ctx, wish);
            }
        } else {
            match self.list.ui(ctx, ui, &mut self.view) {
                Some(ListAsk::Select(key)) => {
                    self.select(ctx, &key);
                    self.map.show(ctx, &key);
                    self.table.show_selected();
                }
                Some(ListAsk::Patrol) => self.act(ctx, KeyAct::Patrol),
                Some(ListAsk::Board) => self.view.middle = Middle::Board,
                None => {}
            }
        }
    }

    pub(super) fn list_is_folded(&self) -> bool {
        match self.is_narrow {
            true => !self.view.list_shown_narrow,
            false => self.view.list_folded_wide,
        }
    }

    /// F9: folds the list, or unfolds it. Wide and narrow windows remember their own.
    pub(super) fn fold_list(&mut self) {
        match self.is_narrow {
            true => self.view.list_shown_narrow = !self.view.list_shown_narrow,
            false => self.view.list_folded_wide = !self.view.list_folded_wide,
        }
    }

    pub(super) fn right_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, now_s: f64) {
        let of_this = self.forms.top().filter(|form| form.feature == *key);
        let inline =
            of_this.is_some_and(|form| form.is_inline() && self.view.card_tab == CardTab::Plan);
        if of_this.is_some() && !inline {
            match self.forms.ui(ctx, ui, &self.view, &mut self.card.pictures, now_s) {
                Some(FormAsk::Record) => self.record(ctx),
                Some(FormAsk::Close) => self.forms.close(ctx),
                Some(FormAsk::Card(ask)) => self.card_ask(ctx, key, ask),
                Some(FormAsk::Elsewhere) => {
                    self.dialog = Some(Dialog::Backup(BackupDialog::to_go_on_in(ctx)));
                }
                Some(FormAsk::ClearRoom) => ctx.outbox.ask(Ask::ClearRoom),
                None => {}
            }
        } else {
            let mut open = self.forms.top_mut().filter(|_| inline);
            let ask = self.card.ui(ctx, ui, &mut self.view, key, open.as_deref_mut());
            if let Some(form) = open {
                form.keep_draft(ctx, now_s);
            }
            if let Some(ask) = ask {
                self.card_ask(ctx, key, ask);
            }
        }
    }
}
