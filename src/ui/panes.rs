//! The panes: the list or its strip on the left, the map or the table in the middle, card and forms on the right.

use egui::{CentralPanel, Frame, Id, Margin, Panel, Ui};

use super::actions::KeyAct;
use super::context::{Ask, UiCtx};
use super::dialogs::{BackupDialog, Dialog};
use super::form_pane::FormAsk;
use super::pane_focus::Pane;
use super::screen::Screen;
use super::table::TableAsk;
use super::view_state::{CardTab, ListTab, Middle};
use super::work_list::ListAsk;
use crate::model::FeatureKey;

/// Below this width the list folds to a strip and the card keeps its least.
const NARROW_POINTS: f32 = 1150.0;

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
            let (usual, least) = if self.is_narrow { (280.0, 200.0) } else { (310.0, 240.0) };
            let list_width = self.view.list_width.unwrap_or(usual * roomy);
            let shown = Panel::left(Id::unique(("left", self.panes_no)))
                .frame(side)
                .default_size(list_width)
                .size_range(least..=(width * 0.4).max(least + 20.0))
                .show(ui, |ui| self.left_ui(ctx, ui));
            self.view.list_width = resized(shown.response.rect.width(), list_width, usual * roomy);
            self.pane_focus.place(Pane::List, Some(shown.response.rect));
        }
        self.pane_focus.place(Pane::Right, None);
        let selected = self.view.selected_key();
        if selected.is_some() || self.field.is_open() {
            let (usual, least) = if self.is_narrow { (380.0, 300.0) } else { (430.0, 340.0) };
            let card_width = self.view.card_width.unwrap_or(usual * roomy);
            let shown = Panel::right(Id::unique(("right", self.panes_no)))
                .frame(side)
                .default_size(card_width)
                .size_range(least..=(width * 0.6).max(least + 20.0))
                .show(ui, |ui| {
                    self.begin_pane(ctx, ui, Pane::Right);
                    match &selected {
                        Some(key) if !self.field.is_open() => self.right_ui(ctx, ui, key, now_s),
                        _ => self.field_pane_ui(ctx, ui, now_s),
                    }
                });
            self.view.card_width = resized(shown.response.rect.width(), card_width, usual * roomy);
            self.pane_focus.place(Pane::Right, Some(shown.response.rect));
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

    /// The folded list: its tabs with their counts, each a way to unfold it.
    fn strip_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        self.begin_pane(ctx, ui, Pane::List);
        let centred = egui::Layout::top_down_justified(egui::Align::Center);
        ui.with_layout(centred, |ui| self.strip_buttons_ui(ctx, ui));
    }

    fn strip_buttons_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        // As high as there is room for: all of them are in sight in a low window too.
        let is_low = ctx.is_low(ui.ctx());
        let sizes = &ctx.palette.sizes;
        let gap_points = if is_low { 3.0 } else { ui.spacing().item_spacing.y };
        let one_line = is_very_low(ctx, ui);
        let buttons = ListTab::ALL.len() as f32 + 2.0;
        let room_points = ui.available_height() / buttons - gap_points;
        let padding = egui::vec2(2.0, if is_low { 1.0 } else { 4.0 });
        let room = egui::vec2(ui.available_width(), room_points) - 2.0 * padding;
        let tabs: Vec<(ListTab, String, String)> = ListTab::ALL
            .map(|tab| {
                let name = ctx.fill(tab.text(), &[("n", &self.list.rows.counts.of(tab))]);
                let words = match name.rsplit_once(' ').filter(|_| !one_line) {
                    Some((words, count)) => format!("{words}\n{count}"),
                    None => name.clone(),
                };
                (tab, words, name)
            })
            .into();
        // As large as the strip lets them be.
        let fits = |points: &f32| {
            let font = egui::FontId::proportional(*points);
            tabs.iter().all(|(_, words, _)| {
                let colour = ctx.palette.text;
                let size = ui.painter().layout_no_wrap(words.clone(), font.clone(), colour).size();
                size.x <= room.x && size.y <= room.y
            })
        };
        let text_points = Some(sizes.body_points).filter(fits);
        let low_points = if is_low { 0.92 } else { 1.0 } * sizes.small_points;
        let text_points = text_points.unwrap_or(low_points);
        ui.spacing_mut().button_padding = padding;
        ui.spacing_mut().item_spacing.y = gap_points;
        ui.spacing_mut().interact_size.y = room_points.min(sizes.row_points);
        let mut button = |words: String, name: String| {
            let size = egui::vec2(ui.available_width(), (sizes.row_points * 1.4).min(room_points));
            let text = egui::RichText::new(words).size(text_points);
            ui.add(egui::Button::new(text).min_size(size)).accessible_name(name).clicked()
        };
        let mut unfold = button("▶".to_owned(), ctx.t("act.list").to_owned());
        for (tab, words, name) in tabs {
            if button(words, name) {
                self.view.list_tab = tab;
                self.view.layers_shown = false;
                unfold = true;
            }
        }
        if button(ctx.t("left.layers_short").to_owned(), ctx.t("act.layers").to_owned()) {
            self.view.layers_shown = true;
            unfold = true;
        }
        if unfold {
            self.fold_list();
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
            match self.forms.ui(ctx, ui, &self.view, now_s) {
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

/// How wide the folded list is: English words are longer, and in a very low window a count stands beside its word.
fn strip_points(ctx: &UiCtx<'_>, ui: &Ui) -> f32 {
    let is_long = ctx.lang() == crate::model::Lang::En || is_very_low(ctx, ui);
    if is_long { 72.0 } else { 46.0 }
}

/// At twice the text size a laptop's screen has some ten rows.
fn is_very_low(ctx: &UiCtx<'_>, ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < 14.0 * ctx.palette.sizes.row_points
}

/// A width that a person has dragged; `None` while it is the usual one.
fn resized(width: f32, given: f32, usual: f32) -> Option<f32> {
    // The panel rounds to pixels: that is nobody's wish.
    let width = if (width - given).abs() < 1.5 { given } else { width.round() };
    ((width - usual).abs() >= 1.0).then_some(width)
}
