//! The list on the left: tabs, order, rows, and what is done with several at once. Only rows in sight are drawn.

use egui::{CentralPanel, EventFilter, Frame, Key, Label, Panel, RichText, ScrollArea, Ui};

use super::context::UiCtx;
use super::long_list::{LONG_FROM, LongList};
use super::marked::Marked;
use super::only::only_ui;
use super::today;
use super::view_state::{ListTab, ViewState};
use super::work_foot::LeftOut;
use super::work_lines::{Heading, Line, row_at};
use super::work_order::place_of;
use super::work_row::{RowView, row_id, row_ui};
use super::work_rows::{Counts, WorkRows, ref_of};
use crate::model::FeatureKey;

#[derive(Debug, Default)]
pub struct WorkList {
    pub rows: WorkRows,
    /// What is marked for something done with all of them.
    pub marked: Marked,
    /// The row that Shift marks from.
    anchor: Option<FeatureKey>,
    /// The selected row is to be scrolled into sight.
    scroll_wanted: bool,
    /// Where the list stands while it is too long for points.
    long: LongList,
    /// The row that is to get the keyboard.
    focus_wanted: Option<FeatureKey>,
    /// The list is what is looked at: it gets the keyboard once it is drawn, if nothing else has it.
    keyboard_wanted: bool,
    pub(super) left_out: LeftOut,
    /// What it will show is still being read.
    pub is_being_read: bool,
}

/// What a person wants of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListAsk {
    Select(FeatureKey),
    /// One visit on all that are marked.
    Patrol,
    /// Back to the board that narrowed the list.
    Board,
}

impl WorkList {
    /// The selection changed elsewhere: bring its row into sight.
    pub fn show_selected(&mut self) {
        self.scroll_wanted = true;
    }

    /// The list is what a person looks at now: the arrows walk it without a click first.
    pub fn take_keyboard(&mut self) {
        self.keyboard_wanted = true;
    }

    /// Gives the keyboard to the chosen row, else to the first; `false` where there is none.
    pub fn focus_row(&mut self, ctx: &UiCtx<'_>, selected: Option<FeatureKey>) -> bool {
        let chosen = selected.filter(|key| self.line_of(ctx, Some(key)).is_some());
        let first = || row_at(ctx, *self.rows.rows().first()?);
        self.scroll_wanted = chosen.is_some();
        self.focus_wanted = chosen.or_else(|| first().map(|row| row.key.clone()));
        self.focus_wanted.is_some()
    }

    /// What is marked, in the order of the list.
    pub fn marked_in_order(&self, ctx: &UiCtx<'_>) -> Vec<FeatureKey> {
        let rows = self.rows.rows().iter().filter_map(|row| row_at(ctx, *row));
        self.marked.in_order(rows.map(|row| &row.key))
    }

    /// The row after the selected one, or before it; from the ends on.
    pub fn neighbour(
        &self,
        ctx: &UiCtx<'_>,
        view: &ViewState,
        places: isize,
    ) -> Option<FeatureKey> {
        let rows = self.rows.rows();
        let here = view.selected_key().and_then(|key| self.row_no(ctx, &key));
        let next = match here {
            Some(here) => here.checked_add_signed(places)?,
            None if places < 0 => rows.len().checked_sub(1)?,
            None => 0,
        };
        rows.get(next).and_then(|row| row_at(ctx, *row)).map(|row| row.key.clone())
    }

    /// Draws the list; answers what was asked for.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<ListAsk> {
        self.rows.refresh(ctx, view);
        let to_board = only_ui(ctx, ui, &mut self.rows).then_some(ListAsk::Board);
        self.tabs_ui(ctx, ui, view);
        self.order_ui(ctx, ui, view);
        self.rows.refresh(ctx, view);
        ui.separator();
        let foot = Panel::bottom("list foot").frame(Frame::NONE).show(ui, |ui| {
            ui.add_space(4.0);
            self.foot_ui(ctx, ui, view)
        });
        let rows = CentralPanel::no_frame().show(ui, |ui| match self.rows.lines.is_empty() {
            true => {
                self.empty_ui(ctx, ui, view);
                None
            }
            false => self.rows_ui(ctx, ui, view),
        });
        to_board.or(foot.inner).or(rows.inner)
    }

    /// Nothing to show: why, and the next act.
    fn empty_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        let (counts, searching) = (self.rows.counts, !view.list_query.trim().is_empty());
        let words = match view.list_tab {
            _ if self.is_being_read => "list.reading",
            _ if searching => "list.nothing_found",
            ListTab::Today => "list.no_today",
            ListTab::Returned => "list.no_returned",
            ListTab::Todo => "list.no_todo",
            ListTab::All => "list.nothing_found",
        };
        ui.add_space(8.0);
        ui.add(Label::new(RichText::new(ctx.t(words)).color(ctx.palette.weak)).wrap());
        if words == "list.no_today" {
            choose_from_ui(ctx, ui, view, counts);
        }
        ui.horizontal_wrapped(|ui| {
            if searching && ui.button(ctx.t("list.clear_search")).clicked() {
                view.list_query.clear();
            }
            let others = [
                (ListTab::Returned, "list.go_returned"),
                (ListTab::Todo, "list.go_todo"),
                (ListTab::All, "list.go_all"),
            ];
            for (tab, key) in others {
                let count = counts.of(tab);
                if tab != view.list_tab
                    && count > 0
                    && ui.button(ctx.fill(key, &[("n", &count)])).clicked()
                {
                    view.list_tab = tab;
                }
            }
        });
    }

    fn rows_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<ListAsk> {
        let selected = view.selected_key();
        if !self.rows.is_working() && std::mem::take(&mut self.keyboard_wanted) {
            let is_free = ui.memory(|memory| memory.focused().is_none());
            if is_free {
                let scroll_wanted = self.scroll_wanted;
                self.focus_row(ctx, selected.clone());
                self.scroll_wanted |= scroll_wanted;
            }
        }
        let row_points = ctx.palette.sizes.row_points;
        let wanted = std::mem::take(&mut self.scroll_wanted)
            .then(|| self.line_of(ctx, selected.as_ref()))
            .flatten();
        let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
        let focus_wanted = self.focus_wanted.take();
        let mut met = None;
        let from = selected.as_ref().and_then(|key| place_of(ctx, ref_of(ctx, key)?));
        let count = self.rows.lines.len();
        let rows = |ui: &mut Ui, range: std::ops::Range<usize>| {
            for line in self.rows.lines.in_range(range) {
                let at = match line {
                    Line::Row(at) => at,
                    Line::Heading(heading) => {
                        heading_ui(ctx, ui, heading);
                        continue;
                    }
                };
                let Some(row) = row_at(ctx, at) else { continue };
                let response = row_ui(
                    ctx,
                    ui,
                    &RowView {
                        at,
                        row,
                        standing: self.rows.standing(at),
                        is_selected: selected.as_ref() == Some(&row.key),
                        is_marked: self.marked.holds(&row.key),
                        is_chosen: today::holds(ctx, &row.key),
                        has_box: self.marked.has_boxes(),
                        tells_way: view.list_tab == ListTab::Today,
                        from,
                    },
                );
                if focus_wanted.as_ref() == Some(&row.key) {
                    response.request_focus();
                }
                if response.clicked() {
                    response.request_focus();
                }
                if response.has_focus() {
                    hold_arrows(ui, &row.key);
                }
                if response.clicked() || response.has_focus() {
                    met = Some((row.key.clone(), response.clicked()));
                }
            }
        };
        if count > LONG_FROM {
            if let Some(at) = wanted {
                self.long.bring_into_sight(at);
            }
            self.long.show(ctx, ui, (row_points, 0.0), count, rows);
        } else {
            let mut area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("work list");
            if let Some(at) = wanted {
                let middle = at as f32 * row_points - ui.available_height() / 2.0;
                area = area.vertical_scroll_offset(middle.max(0.0));
            }
            area.show_rows(ui, row_points, count, rows);
        }
        ui.spacing_mut().item_spacing.y = spacing;
        let (key, clicked) = met?;
        self.met(ctx, ui, &key, clicked)
    }

    /// A row was clicked, or has the keyboard.
    fn met(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &Ui,
        key: &FeatureKey,
        clicked: bool,
    ) -> Option<ListAsk> {
        let (modifiers, space, step) = ui.input(|input| {
            let down = isize::from(input.key_pressed(Key::ArrowDown));
            let up = isize::from(input.key_pressed(Key::ArrowUp));
            (input.modifiers, input.key_pressed(Key::Space), down - up)
        });
        // Space on a row is a click to egui; here it marks, or chooses for today.
        if space {
            match self.marked.has_boxes() {
                true => self.marked.toggle(key),
                false => today::toggle(ctx, key),
            }
            return None;
        }
        if step != 0 {
            let here = ViewState { selected: Some(key.to_string()), ..ViewState::default() };
            let next = self.neighbour(ctx, &here, step)?;
            self.focus_wanted = Some(next.clone());
            self.scroll_wanted = true;
            return Some(ListAsk::Select(next));
        }
        if !clicked {
            return None;
        }
        if modifiers.shift {
            self.mark_to(ctx, key);
            return None;
        }
        if modifiers.command || self.marked.has_boxes() {
            self.anchor = Some(key.clone());
            self.marked.toggle(key);
            return None;
        }
        self.anchor = Some(key.clone());
        Some(ListAsk::Select(key.clone()))
    }

    /// Marks all rows from the last one met to this one.
    fn mark_to(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) {
        let Some(to) = self.row_no(ctx, key) else { return };
        let from = self.anchor.as_ref().and_then(|key| self.row_no(ctx, key)).unwrap_or(to);
        let rows = self.rows.rows()[from.min(to)..=from.max(to)].iter();
        let rows = rows.filter_map(|row| row_at(ctx, *row));
        self.marked.add(rows.map(|row| row.key.clone()));
    }

    /// Its place among the rows.
    fn row_no(&self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Option<usize> {
        let wanted = ref_of(ctx, key)?;
        self.rows.rows().iter().position(|row| *row == wanted)
    }

    pub(super) fn line_of(&self, ctx: &UiCtx<'_>, key: Option<&FeatureKey>) -> Option<usize> {
        self.rows.lines.line_of(ref_of(ctx, key?)?)
    }
}

/// What today's list may be chosen from first: what was given to who is here, and what is overdue.
fn choose_from_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState, counts: Counts) {
    let offers = [
        (counts.mine, "list.from_mine", "list.word_mine"),
        (counts.overdue, "list.from_overdue", "list.word_overdue"),
    ];
    ui.horizontal_wrapped(|ui| {
        for (count, words, query) in offers.into_iter().filter(|(count, ..)| *count > 0) {
            if ui.button(ctx.fill(words, &[("n", &count)])).clicked() {
                view.list_tab = ListTab::All;
                view.list_query = ctx.t(query).to_owned();
            }
        }
    });
    let how = RichText::new(ctx.t("list.choose_how")).color(ctx.palette.weak);
    ui.add(Label::new(how).wrap());
}

/// While a row has the keyboard the arrows walk the list, whether or not the next row is drawn.
fn hold_arrows(ui: &Ui, key: &FeatureKey) {
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row_id(key), arrows));
}

fn heading_ui(ctx: &UiCtx<'_>, ui: &mut Ui, heading: &Heading) {
    let size = egui::vec2(ui.available_width(), ctx.palette.sizes.row_points);
    ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Max), |ui| {
        ui.set_min_size(size);
        let text = RichText::new(format!("{}  {}", heading.words, heading.count))
            .color(ctx.palette.weak)
            .strong();
        ui.add(Label::new(text).truncate());
    });
}
