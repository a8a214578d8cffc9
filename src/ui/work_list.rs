//! The list on the left: what there is to do, narrowed by tab, kind and search. Only rows in sight are drawn.

use egui::{
    Align, Align2, Button, Layout, Rect, RichText, ScrollArea, Sense, TextEdit, Ui, pos2, vec2,
};

use super::context::UiCtx;
use super::stage_symbol;
use super::theme::{ROW_HEIGHT_POINTS, SMALL_POINTS};
use super::view_state::{ListTab, ViewState};
use crate::map::StageLook;
use crate::model::{Day, FeatureKey, Kind};
use crate::plan::is_overdue;

/// One row, worked out once for each snapshot, tab, kind and search.
#[derive(Clone, Debug)]
struct ListRow {
    key: FeatureKey,
    title: String,
    code: String,
    look: Option<StageLook>,
    due: Option<Day>,
    /// Days past the deadline; negative while there is time left.
    days_over: Option<i32>,
    overdue: bool,
    conflict: bool,
}

/// What the rows were worked out of.
#[derive(Clone, Debug, PartialEq)]
struct RowsOf {
    snapshot_no: u64,
    today: Day,
    tab: ListTab,
    kind: Option<String>,
    query: String,
}

#[derive(Debug, Default)]
pub struct WorkList {
    rows: Vec<ListRow>,
    rows_of: Option<RowsOf>,
    all_count: usize,
    overdue_count: usize,
    /// The search field is to get the keyboard.
    find_wanted: bool,
    /// The selected row is to be scrolled into sight.
    scroll_wanted: bool,
}

impl WorkList {
    /// Ctrl+F.
    pub fn find(&mut self) {
        self.find_wanted = true;
    }

    /// The selection changed elsewhere: bring its row into sight.
    pub fn show_selected(&mut self) {
        self.scroll_wanted = true;
    }

    /// Draws the list; answers the key of a row that was chosen.
    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) -> Option<FeatureKey> {
        self.refresh(ctx, view);
        self.search_ui(ctx, ui, view);
        self.tabs_ui(ctx, ui, view);
        self.refresh(ctx, view);
        ui.separator();
        if self.rows.is_empty() {
            let key = if view.list_query.trim().is_empty() && view.list_tab == ListTab::Overdue {
                "list.no_overdue"
            } else {
                "list.nothing_found"
            };
            ui.add_space(8.0);
            ui.add(egui::Label::new(RichText::new(ctx.t(key)).color(ctx.palette.weak)).wrap());
            return None;
        }
        self.rows_ui(ctx, ui, view)
    }

    fn search_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        let width = ui.available_width();
        let response = ui
            .add(
                TextEdit::singleline(&mut view.list_query)
                    .desired_width(width)
                    .id_salt("find")
                    .hint_text(ctx.t("list.find_hint")),
            )
            .accessible_name(ctx.t("list.find"));
        if std::mem::take(&mut self.find_wanted) {
            response.request_focus();
        }
        if response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            view.list_query.clear();
        }
    }

    fn tabs_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ViewState) {
        ui.horizontal(|ui| {
            for (tab, key, count) in [
                (ListTab::All, "list.all", self.all_count),
                (ListTab::Overdue, "list.overdue", self.overdue_count),
            ] {
                let label = ctx.fill(key, &[("n", &count)]);
                if ui.add(Button::selectable(view.list_tab == tab, label)).clicked() {
                    view.list_tab = tab;
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let shown = match &view.list_kind {
                    Some(code) => ctx.kind_name(&Kind::new(code)),
                    None => ctx.t("list.every_kind").to_owned(),
                };
                egui::ComboBox::from_id_salt("list kind")
                    .selected_text(shown)
                    .width(ui.available_width().min(150.0))
                    .truncate()
                    .show_ui(ui, |ui| {
                        ui.selectable_value(&mut view.list_kind, None, ctx.t("list.every_kind"));
                        for kind in kinds_of(ctx) {
                            let name = ctx.kind_name(&kind);
                            let code = Some(kind.code().to_owned());
                            ui.selectable_value(&mut view.list_kind, code, name);
                        }
                    })
                    .response
                    .accessible_name(ctx.t("list.kind"));
            });
        });
    }

    fn rows_ui(
        &mut self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        view: &mut ViewState,
    ) -> Option<FeatureKey> {
        let selected = view.selected_key();
        let selected_idx =
            selected.as_ref().and_then(|key| self.rows.iter().position(|row| row.key == *key));
        let spacing = ui.spacing().item_spacing.y;
        let mut area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("work list");
        if std::mem::take(&mut self.scroll_wanted)
            && let Some(idx) = selected_idx
        {
            let row_pts = ROW_HEIGHT_POINTS + 0.0;
            let middle = idx as f32 * row_pts - ui.available_height() / 2.0;
            area = area.vertical_scroll_offset(middle.max(0.0));
        }
        let mut chosen = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, ROW_HEIGHT_POINTS, self.rows.len(), |ui, range| {
            for row in self.rows.get(range).unwrap_or_default() {
                let is_selected = selected.as_ref() == Some(&row.key);
                if row_ui(ctx, ui, row, is_selected) {
                    chosen = Some(row.key.clone());
                }
            }
        });
        ui.spacing_mut().item_spacing.y = spacing;
        chosen
    }

    fn refresh(&mut self, ctx: &UiCtx<'_>, view: &ViewState) {
        let rows_of = RowsOf {
            snapshot_no: ctx.snapshot_no,
            today: ctx.today(),
            tab: view.list_tab,
            kind: view.list_kind.clone(),
            query: view.list_query.trim().to_lowercase(),
        };
        if self.rows_of.as_ref() == Some(&rows_of) {
            return;
        }
        (self.all_count, self.overdue_count) = (0, 0);
        let mut rows = Vec::new();
        for layer in &ctx.snapshot.layers {
            let kind = &layer.layer.kind;
            if rows_of.kind.as_deref().is_some_and(|code| code != kind.code())
                || (rows_of.kind.is_none() && is_background(kind))
            {
                continue;
            }
            for row in layer.rows.iter() {
                if !rows_of.query.split_whitespace().all(|word| row.search.contains(word)) {
                    continue;
                }
                let state = ctx.state(&row.key);
                let overdue = state.is_some_and(|state| ctx.is_overdue(&row.key, state));
                self.all_count += 1;
                self.overdue_count += usize::from(overdue);
                if rows_of.tab == ListTab::Overdue && !overdue {
                    continue;
                }
                rows.push(list_row(ctx, &row.key, &row.name, &row.code));
            }
        }
        // What presses first: overdue by days, then by the day due, then as the files have them.
        rows.sort_by_key(|row| (!row.overdue, row.look.is_none(), row.due.unwrap_or(Day::MAX)));
        self.rows = rows;
        self.rows_of = Some(rows_of);
    }
}

/// Layers that only give the others their place; still listed when asked for by kind.
fn is_background(kind: &Kind) -> bool {
    matches!(kind.code(), Kind::DISTRICT | Kind::COASTLINE)
}

fn kinds_of(ctx: &UiCtx<'_>) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for layer in &ctx.snapshot.layers {
        if !kinds.contains(&layer.layer.kind) {
            kinds.push(layer.layer.kind.clone());
        }
    }
    kinds
}

fn list_row(ctx: &UiCtx<'_>, key: &FeatureKey, name: &str, code: &str) -> ListRow {
    let state = ctx.state(key);
    let open = state.zip(ctx.procedure(key)).filter(|(state, procedure)| {
        state.stage_code().is_some_and(|stage| procedure.is_in_set("open", stage))
    });
    let due = open.and_then(|(state, _)| state.deadline_current);
    let overdue = open.is_some_and(|(state, procedure)| is_overdue(procedure, state, ctx.today()));
    ListRow {
        key: key.clone(),
        title: if name.is_empty() { code.to_owned() } else { name.to_owned() },
        code: code.to_owned(),
        look: stage_symbol::look_of(ctx, key, state.map(|state| state.as_ref())),
        due,
        days_over: due.map(|due| super::dates::days_between(due, ctx.today())),
        overdue,
        conflict: state.is_some_and(|state| !state.conflicts().is_empty()),
    }
}

/// Draws one row; answers whether it was chosen.
fn row_ui(ctx: &UiCtx<'_>, ui: &mut Ui, row: &ListRow, selected: bool) -> bool {
    let size = vec2(ui.available_width(), ROW_HEIGHT_POINTS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let due = due_words(ctx, row);
    response.widget_info(|| {
        let stage = row.look.as_ref().map(|look| ctx.say(&look.label)).unwrap_or_default();
        let name = format!("{} {stage} {due}", row.title);
        egui::WidgetInfo::selected(egui::Role::Button, true, selected, name.trim())
    });
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        paint_row(ctx, ui, rect, row, &due, selected, &response);
    }
    response.on_hover_text(&row.code).clicked()
}

fn paint_row(
    ctx: &UiCtx<'_>,
    ui: &Ui,
    rect: Rect,
    row: &ListRow,
    due: &str,
    selected: bool,
    response: &egui::Response,
) {
    let painter = ui.painter();
    if selected {
        painter.rect_filled(rect, 4.0, ctx.palette.selected);
    } else if response.hovered() {
        painter.rect_filled(rect, 4.0, ctx.palette.line.gamma_multiply(0.35));
    }
    if response.has_focus() {
        let edge = egui::Stroke::new(1.5, ctx.palette.accent);
        painter.rect_stroke(rect.shrink(1.0), 4.0, edge, egui::StrokeKind::Inside);
    }
    let middle = rect.center().y;
    let symbol = Rect::from_center_size(pos2(rect.left() + 16.0, middle), vec2(21.0, 21.0));
    match &row.look {
        Some(look) => stage_symbol::paint(ctx, painter, symbol, look),
        None => stage_symbol::paint_kind(ctx, painter, symbol, &row.key.kind()),
    }
    let due_color = if row.overdue { ctx.palette.bad } else { ctx.palette.weak };
    let due_rect = painter.text(
        pos2(rect.right() - 6.0, middle),
        Align2::RIGHT_CENTER,
        due,
        egui::FontId::proportional(SMALL_POINTS),
        due_color,
    );
    let right = if due.is_empty() { rect.right() - 6.0 } else { due_rect.left() - 8.0 };
    let marks = format!(
        "{}{}",
        if row.conflict { "≠ " } else { "" },
        if has_draft(ctx, &row.key) { ctx.t("list.draft_mark") } else { "" }
    );
    let marks_rect = painter.text(
        pos2(right, middle),
        Align2::RIGHT_CENTER,
        marks.trim_end(),
        egui::FontId::proportional(SMALL_POINTS),
        ctx.palette.warn,
    );
    let right = if marks.is_empty() { right } else { marks_rect.left() - 6.0 };
    let mut job = egui::text::LayoutJob::simple_singleline(
        row.title.clone(),
        egui::FontId::proportional(super::theme::BODY_POINTS),
        ctx.palette.text,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(right - rect.left() - 34.0);
    let galley = painter.layout_job(job);
    let at = pos2(rect.left() + 34.0, middle - galley.size().y / 2.0);
    painter.galley(at, galley, ctx.palette.text);
}

/// Looked up as the row is drawn: drafts come and go while somebody types.
fn has_draft(ctx: &UiCtx<'_>, key: &FeatureKey) -> bool {
    ctx.snapshot.drafts.iter().any(|draft| draft.feature.as_ref() == Some(key))
}

fn due_words(ctx: &UiCtx<'_>, row: &ListRow) -> String {
    match (row.days_over, row.due) {
        (Some(days), _) if row.overdue => ctx.fill("list.days_over", &[("n", &days)]),
        (Some(days), _) if days > -31 => ctx.fill("list.days_left", &[("n", &-days)]),
        (_, Some(due)) => ctx.day(due),
        _ => String::new(),
    }
}
