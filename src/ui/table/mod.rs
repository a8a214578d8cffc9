//! The table of features: one row a feature, columns of a person's choice, filtered and sorted by what they show.
//!
//! It shows the features of the list on the left (its tab, kind and search); the same feature is chosen, and the same
//! ones are marked, in both and on the map. Only rows in sight are drawn; filter and order are worked out over some frames ([`rows`]).

mod body;
mod cell;
mod column;
mod column_menu;
mod filter;
mod filter_read;
mod filter_tokens;
mod filter_wrong;
mod marking;
mod rows;
mod tsv;
mod widths;

use std::rc::Rc;

use egui::{Label, RichText, TextEdit, Ui};
use serde::{Deserialize, Serialize};

use self::body::Rows;
use self::column::{Column, columns_on_offer, columns_shown};
use self::column_menu::columns_menu_ui;
use self::filter::Filter;
use self::marking::Marking;
use self::rows::TableRows;
use self::widths::Widths;
use super::context::UiCtx;
use super::long_list::{LONG_FROM, LongList};
use super::marked::Marked;
use super::view_state::ViewState;
use super::work_lines::{RowRef, row_at};
use super::work_rows::WorkRows;
use crate::model::FeatureKey;

/// How the table was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableView {
    /// The columns by their codes, under the code of the kind listed; empty for a list of all kinds.
    pub columns: std::collections::BTreeMap<String, Vec<String>>,
    /// The column that the rows are sorted by; `None` keeps the list's order.
    pub sort: Option<TableSort>,
    pub filter: String,
    /// As a person dragged them, in points, by the columns' codes.
    pub widths: std::collections::BTreeMap<String, u16>,
}

/// A column by its code, and which way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSort {
    pub column: String,
    pub falling: bool,
}

/// What a person wants of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableAsk {
    Select(FeatureKey),
    /// Back to the map, with this feature in sight where one was meant.
    Map(Option<FeatureKey>),
    /// One change on all that are marked.
    Bulk,
    /// So many rows were put on the clipboard.
    Copied(usize),
}

#[derive(Debug, Default)]
pub struct FeatureTable {
    rows: TableRows,
    copying: tsv::Copying,
    scroll_wanted: bool,
    /// A key chose a row: that one is to have the keyboard.
    focus_wanted: bool,
    /// Where the table stands while it is too long for points.
    long: LongList,
    offered: Offered,
    marking: Marking,
    widths: Widths,
}

/// Columns, and the snapshot's number and the kind that they were found in.
#[derive(Debug, Default)]
struct Offered {
    of: Option<(u64, Option<String>)>,
    columns: Rc<[Column]>,
}

impl FeatureTable {
    /// The selection changed elsewhere: bring its row into sight.
    pub fn show_selected(&mut self) {
        self.scroll_wanted = true;
    }

    /// Draws the table of the list's rows; answers what was asked for.
    pub fn ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        list: &WorkRows,
        marked: &mut Marked,
    ) -> Option<TableAsk> {
        let offered = self.offered(ctx, view);
        let shown = columns_shown(view, &offered);
        let filter = Filter::parse(ctx, view, &offered, &shown);
        self.rows.refresh(ctx, view, list, &offered, &filter);
        let mut ask = None;
        let frame = egui::Frame::new().fill(ctx.palette.panel).inner_margin(8.0);
        frame.show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            ask = self.head_ui(ctx, ui, view, list, (&offered, &shown), marked);
            // What an unread expression leaves is nobody's choice: it is not marked as a whole.
            let order = if filter.wrong.is_empty() { self.rows.order() } else { &[] };
            ask = self.marking.line_ui(ctx, ui, order, marked).or(ask.take());
            for wrong in &filter.wrong {
                ui.add(Label::new(RichText::new(wrong).color(ctx.palette.bad)).wrap());
            }
            ui.add_space(4.0);
            ask = self.body_ui(ctx, ui, view, list, &shown, marked).or(ask.take());
        });
        ask
    }

    /// Finding them reads features: once for each snapshot and kind.
    fn offered(&mut self, ctx: &UiCtx<'_>, view: &ViewState) -> Rc<[Column]> {
        let of = Some((ctx.snapshot_no, view.list_kind.clone()));
        if self.offered.of != of {
            self.offered = Offered { of, columns: columns_on_offer(ctx, view).into() };
        }
        Rc::clone(&self.offered.columns)
    }

    fn head_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        list: &WorkRows,
        (offered, shown): (&[Column], &[Column]),
        marked: &Marked,
    ) -> Option<TableAsk> {
        let mut ask = None;
        ui.horizontal_wrapped(|ui| {
            let keys = super::shortcuts::name_of(super::shortcuts::KeyAct::Table);
            if ui.button(format!("{} {keys}", ctx.t("table.to_map"))).clicked() {
                ask = Some(TableAsk::Map(None));
            }
            columns_menu_ui(ctx, ui, view, offered, shown);
            match self.copying.share() {
                None => {
                    if ui.button(ctx.t("table.copy")).clicked() {
                        self.copying.begin(ctx, view, list.facts(), self.rows.order(), shown);
                    }
                }
                Some(share) => {
                    let percent = format!("{:.0}", share * 100.0);
                    ui.label(ctx.fill("table.copying", &[("n", &percent)]));
                    if ui.button(ctx.t("table.stop")).clicked() {
                        self.copying = tsv::Copying::default();
                    }
                }
            }
            let count = self.rows.order().len();
            ui.label(ctx.fill("table.count", &[("n", &count), ("of", &list.rows().len())]));
            if let Some(share) = self.rows.share() {
                let percent = format!("{:.0}", share * 100.0);
                let words = ctx.fill("table.working", &[("n", &percent)]);
                ui.label(RichText::new(words).color(ctx.palette.weak));
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label(ctx.t("table.filter"));
            let width = (ui.available_width() - 70.0).max(120.0);
            let field = TextEdit::singleline(&mut view.table.filter)
                .hint_text(ctx.t("table.filter_hint"))
                .desired_width(width);
            ui.add(field).labelled_by(label.id);
            if !view.table.filter.is_empty() && ui.button(ctx.t("table.filter_clear")).clicked() {
                view.table.filter.clear();
            }
        });
        if copies(ui) {
            let rows = self.rows_to_copy(ctx, view, marked);
            self.copying.begin(ctx, view, list.facts(), &rows, shown);
        }
        if let Some((text, rows)) = self.copying.go_on(ctx) {
            ui.ctx().copy_text(text);
            ask = Some(TableAsk::Copied(rows));
        }
        ask
    }

    /// Ctrl+C: the marked rows that are shown, else the chosen one.
    fn rows_to_copy(&self, ctx: &UiCtx<'_>, view: &ViewState, marked: &Marked) -> Vec<RowRef> {
        let order = self.rows.order();
        let is_marked = |at: &&RowRef| row_at(ctx, **at).is_some_and(|row| marked.holds(&row.key));
        let rows: Vec<RowRef> = order.iter().filter(is_marked).copied().collect();
        if !rows.is_empty() {
            return rows;
        }
        let chosen = view.selected_key().and_then(|key| place_in(ctx, order, &key));
        chosen.and_then(|place| order.get(place)).copied().into_iter().collect()
    }

    fn body_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
        list: &WorkRows,
        shown: &[Column],
        marked: &mut Marked,
    ) -> Option<TableAsk> {
        let order = self.rows.order();
        if order.is_empty() {
            let words = match self.rows.share() {
                Some(_) => "table.working_first",
                None => "table.nothing",
            };
            ui.label(RichText::new(ctx.t(words)).color(ctx.palette.weak));
            return None;
        }
        let selected = view.selected_key();
        let here = selected.as_ref().and_then(|key| place_in(ctx, order, key));
        let row_points = ctx.palette.sizes.row_points;
        let wanted = std::mem::take(&mut self.scroll_wanted).then_some(here).flatten();
        let (ask, has_walked) = (None, false);
        let (marking, widths, facts) = (&mut self.marking, &mut self.widths, list.facts());
        let page_rows = ((ui.available_height() / row_points) as usize).saturating_sub(2).max(1);
        let mut rows = Rows {
            ctx,
            view,
            facts,
            page_rows,
            shown,
            order,
            here,
            marking,
            marked,
            widths,
            ask,
            has_walked,
            focus_here: self.focus_wanted,
        };
        egui::ScrollArea::horizontal().id_salt("table across").show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if order.len() > LONG_FROM {
                if let Some(here) = wanted {
                    self.long.bring_into_sight(here);
                }
                let heights = (row_points, row_points);
                let draw = |ui: &mut Ui, range| rows.ui(ui, range, None);
                self.long.show(ctx, ui, heights, order.len(), draw);
            } else {
                rows.ui(ui, 0..order.len(), wanted);
            }
        });
        self.focus_wanted = rows.focus_here || rows.has_walked;
        self.scroll_wanted |= rows.has_walked;
        rows.ask
    }
}

/// Whether Ctrl+C is meant for the table: no text is being typed, and none is selected.
fn copies(ui: &Ui) -> bool {
    let is_asked = ui.input(|input| input.events.iter().any(|it| matches!(it, egui::Event::Copy)));
    let selects =
        || ui.ctx().plugin::<egui::text_selection::LabelSelectionState>().lock().has_selection();
    is_asked && ui.is_enabled() && !ui.ctx().text_edit_focused() && !selects()
}

fn place_in(ctx: &UiCtx<'_>, order: &[RowRef], key: &FeatureKey) -> Option<usize> {
    let wanted = super::work_rows::ref_of(ctx, key)?;
    order.iter().position(|row| *row == wanted)
}
