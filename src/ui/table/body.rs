//! The rows of the table that are in sight: a box to mark each, its cells, what a click and the arrows do.

use egui::{Align, Button, EventFilter, Key, Label, RichText, Sense, Ui};
use egui_extras::{Column as TableColumn, TableBuilder};

use super::column::Column;
use super::marking::Marking;
use super::widths::Widths;
use super::{TableAsk, TableSort, cell};
use crate::ui::changed_value::{ChangedValue, Reach};
use crate::ui::context::UiCtx;
use crate::ui::marked::Marked;
use crate::ui::row_facts::RowFacts;
use crate::ui::stage_symbol;
use crate::ui::view_state::ViewState;
use crate::ui::work_lines::{RowRef, row_at};

/// The field behind the column of districts.
const DISTRICT_FIELD: &str = "district";
/// The bar before the row that is chosen.
const HERE_POINTS: f32 = 4.0;

/// The rows being drawn.
pub struct Rows<'a, 'c> {
    pub ctx: &'a UiCtx<'c>,
    pub view: &'a mut ViewState,
    pub facts: &'a RowFacts,
    pub shown: &'a [Column],
    pub order: &'a [RowRef],
    /// So many rows are a page.
    pub page_rows: usize,
    /// The place of the chosen feature.
    pub here: Option<usize>,
    pub marking: &'a mut Marking,
    pub marked: &'a mut Marked,
    pub widths: &'a mut Widths,
    pub ask: Option<TableAsk>,
    pub has_walked: bool,
    /// The chosen row is to have the keyboard, as soon as it is drawn.
    pub focus_here: bool,
}

impl Rows<'_, '_> {
    /// Draws headings and a range of rows; `wanted` is scrolled into sight.
    pub fn ui(&mut self, ui: &mut Ui, range: std::ops::Range<usize>, wanted: Option<usize>) {
        let row_points = self.ctx.palette.sizes.row_points;
        let is_part = range.len() < self.order.len();
        let bar_points = ui.spacing().scroll.allocated_width();
        let room_points = ui.available_width() - bar_points - row_points;
        let widths = self.widths.of(self.ctx, ui, self.view, self.shown, room_points);
        let id = ("feature table", self.view.list_kind.as_deref().unwrap_or_default());
        let (laid_id, egui_ctx) = (ui.unique_id().with(id).with("laid"), ui.ctx().clone());
        let mut builder = TableBuilder::new(ui)
            .id_salt(id)
            .striped(!is_part)
            .vscroll(!is_part)
            .sense(Sense::click())
            .auto_shrink([false, false])
            .cell_layout(egui::Layout::left_to_right(Align::Center))
            .column(TableColumn::exact(row_points));
        for width in widths {
            builder = builder.column(TableColumn::initial(width).clip(true).resizable(true));
        }
        if let Some(wanted) = wanted {
            builder = builder.scroll_to_row(wanted, Some(Align::Center));
        }
        self.widths.put_on(&egui_ctx, &builder, laid_id);
        let table = builder.header(row_points, |mut row| {
            row.col(|_| {});
            for (place, column) in self.shown.iter().enumerate() {
                row.col(|ui| {
                    self.widths.stands(self.view, place, ui.max_rect().width());
                    heading_ui(self.ctx, ui, self.view, column);
                });
            }
        });
        table.body(|body| {
            body.rows(row_points, range.len(), |mut row| {
                let place = range.start + row.index();
                self.row_ui(&mut row, place);
            });
        });
    }

    fn row_ui(&mut self, row: &mut egui_extras::TableRow<'_, '_>, place: usize) {
        let ctx = self.ctx;
        let Some(at) = self.order.get(place).copied() else { return };
        let Some(feature) = row_at(ctx, at) else { return };
        let is_here = self.here == Some(place);
        row.set_selected(is_here || self.marked.holds(&feature.key));
        let (marking, marked) = (&mut *self.marking, &mut *self.marked);
        row.col(|ui| {
            // Among marked rows, which look chosen too, this is the one that the card shows.
            if is_here {
                let (left, top) = (ui.max_rect().left(), ui.max_rect().top());
                let size = egui::vec2(HERE_POINTS, ui.max_rect().height());
                let bar = egui::Rect::from_min_size(egui::pos2(left, top), size);
                ui.painter().rect_filled(bar, 0.0, ctx.palette.accent);
            }
            marking.box_ui(ctx, ui, self.order, place, &feature.key, marked);
        });
        let mut words = Vec::with_capacity(self.shown.len());
        for column in self.shown {
            let text = cell::text(ctx, at, column, self.facts);
            row.col(|ui| cell_ui(ctx, ui, at, column, &text, self.facts));
            words.push(text);
        }
        let response = row.response();
        let name = words.join(" ");
        response.widget_info(|| {
            egui::WidgetInfo::selected(egui::Role::Button, true, is_here, name.trim())
        });
        if response.double_clicked() {
            self.ask = Some(TableAsk::Map(Some(feature.key.clone())));
        } else if response.clicked()
            && self.marking.clicked(ctx, &response, self.order, place, self.marked)
        {
            response.request_focus();
        } else if response.clicked() {
            response.request_focus();
            self.ask = Some(TableAsk::Select(feature.key.clone()));
        }
        if is_here && std::mem::take(&mut self.focus_here) {
            response.request_focus();
        }
        if response.has_focus() {
            hold_arrows(&response);
            let page = self.page_rows;
            self.ask =
                self.ask.take().or_else(|| walk(ctx, &response, self.order, self.here, page));
            self.has_walked |= self.ask.is_some();
        }
    }
}

/// The arrows choose the row above or below, the page keys one a page away, Home and End the first and the last; Enter
/// shows the chosen one on the map.
fn walk(
    ctx: &UiCtx<'_>,
    response: &egui::Response,
    order: &[RowRef],
    here: Option<usize>,
    page_rows: usize,
) -> Option<TableAsk> {
    let here = here?;
    let last = order.len().checked_sub(1)?;
    let key = |place: usize| row_at(ctx, *order.get(place)?).map(|row| row.key.clone());
    response.ctx.input(|input| {
        let places = [
            (Key::ArrowUp, here.checked_sub(1)),
            (Key::ArrowDown, here.checked_add(1)),
            (Key::PageUp, Some(here.saturating_sub(page_rows))),
            (Key::PageDown, Some((here + page_rows).min(last))),
            (Key::Home, Some(0)),
            (Key::End, Some(last)),
        ];
        if input.key_pressed(Key::Enter) {
            return key(here).map(|key| TableAsk::Map(Some(key)));
        }
        let pressed = places.into_iter().find(|(key, _)| input.key_pressed(*key));
        let place = pressed.and_then(|(_, place)| place).filter(|place| *place != here);
        place.and_then(key).map(TableAsk::Select)
    })
}

fn hold_arrows(response: &egui::Response) {
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    response.ctx.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
}

/// A heading is a button: once sorts rising, twice falling, a third time gives the list's order back.
fn heading_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState, column: &Column) {
    let code = column.code();
    let sort = view.table.sort.as_ref().filter(|sort| sort.column == code).map(|sort| sort.falling);
    let mark = match sort {
        None => "",
        Some(false) => " ▲",
        Some(true) => " ▼",
    };
    let title = column.title(ctx, view);
    let button = Button::new(RichText::new(format!("{title}{mark}")).strong()).frame(false);
    let name = ctx.fill("table.sort_by", &[("name", &title)]);
    if ui.add(button.truncate()).on_hover_text(&title).accessible_name(name).clicked() {
        view.table.sort = match sort {
            None => Some(TableSort { column: code, falling: false }),
            Some(false) => Some(TableSort { column: code, falling: true }),
            Some(true) => None,
        };
    }
}

fn cell_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    at: RowRef,
    column: &Column,
    text: &str,
    facts: &RowFacts,
) {
    if *column == Column::Stage
        && let Some(row) = row_at(ctx, at)
    {
        let state = ctx.state(&row.key).map(AsRef::as_ref);
        if let Some(look) = stage_symbol::look_of(ctx, &row.key, state) {
            stage_symbol::stage_symbol_ui(ctx, ui, &look, ctx.palette.sizes.body_points * 1.2);
        }
    }
    let presses = matches!(column, Column::Due | Column::DaysLeft) && facts.standing(at).overdue;
    let colour = if presses { ctx.palette.bad } else { ctx.palette.text };
    ui.add(Label::new(RichText::new(text).color(colour)).truncate().selectable(false));
    let code = match column {
        Column::Field(code) => Some(code.as_str()),
        Column::Name => Some("name"),
        Column::District => Some(DISTRICT_FIELD),
        _ => None,
    };
    if let (Some(code), Some(row)) = (code, row_at(ctx, at)) {
        let procedure = ctx.procedure(&row.key);
        // Outfalls say it as their county.
        let own = |code: &&str| procedure.is_some_and(|known| known.field(code).is_some());
        let code = if own(&code) || code != DISTRICT_FIELD { code } else { "county" };
        let state = ctx.state(&row.key).map(AsRef::as_ref);
        if let Some(changed) = state.and_then(|state| ChangedValue::of(state, code)) {
            let field = procedure.and_then(|procedure| procedure.field(code));
            // A cell that is cut off still shows its corner.
            let cell = ui.max_rect().intersect(ui.clip_rect());
            changed.ui(ctx, ui, &row.key, field, cell, Reach::Pointer);
        }
    }
}
