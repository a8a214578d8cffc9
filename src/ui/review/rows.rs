//! The left side of the review: the headings with their counts, what is shown of them, and the rows.

use std::collections::BTreeSet;

use egui::{Button, Key, Label, RichText, ScrollArea, Sense, Ui};

use super::queue::{Case, Queue, district};
use super::verdict;
use crate::model::Text;
use crate::plan::Body;
use crate::session::{Desk, Matter, Pending};
use crate::ui::context::UiCtx;
use crate::ui::dates::days_between;
use crate::ui::forms::{Offer, choice_list_ui};
use crate::ui::stage_symbol;
use crate::ui::view_state::ReviewView;
use crate::ui::work_rows::WorkRows;

/// What a step that signs off is called.
const SIGN_OFF_ZH: &str = "销号";

/// The key of a heading's words.
const fn desk_text(desk: Desk) -> &'static str {
    match desk {
        Desk::SignOff => "review.desk_signoff",
        Desk::Plan => "review.desk_plan",
        Desk::Acceptance => "review.desk_acceptance",
        Desk::Deadline => "review.desk_deadline",
        Desk::StrikeOff => "review.desk_strike",
        Desk::Answers => "review.desk_answers",
        Desk::Suspicion => "review.desk_suspicion",
        Desk::Conflict => "review.desk_conflict",
    }
}

/// What one matter is headed with: 销号 of what is signed off; what ends otherwise, by the step that ends it.
pub fn desk_of_one(ctx: &UiCtx<'_>, pending: &Pending) -> String {
    let usual = ctx.fill(desk_text(pending.desk), &[("n", &"")]).trim().to_owned();
    let (Desk::SignOff, Matter::Step(id)) = (pending.desk, &pending.matter) else { return usual };
    let procedure = ctx.procedure(&pending.feature);
    match procedure.and_then(|procedure| procedure.transition(id)) {
        Some(step) if !step.label.zh.contains(SIGN_OFF_ZH) => ctx.say(&step.label).to_owned(),
        _ => usual,
    }
}

/// The headings: one line over everything.
pub fn desks_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ReviewView, queue: &Queue) {
    let counts: Vec<(Desk, usize)> =
        Desk::ALL.into_iter().map(|desk| (desk, queue.count(desk))).collect();
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let title = ctx.fill("review.title", &[("n", &all)]);
    if ui.add(Button::selectable(view.desk.is_none(), RichText::new(title).strong())).clicked() {
        view.desk = None;
    }
    for (desk, count) in counts {
        // An empty heading says nothing; the chosen one stays, or nobody would know why there are no rows.
        if count == 0 && view.desk != Some(desk) {
            continue;
        }
        let label = match desk {
            Desk::SignOff if count > 0 => {
                let named = queue.of_desk(desk).map(|pending| desk_of_one(ctx, pending));
                let named: BTreeSet<String> = named.collect();
                format!("{} {count}", named.into_iter().collect::<Vec<_>>().join("/"))
            }
            _ => ctx.fill(desk_text(desk), &[("n", &count)]),
        };
        if ui.add(Button::selectable(view.desk == Some(desk), label)).clicked() {
            view.desk = if view.desk == Some(desk) { None } else { Some(desk) };
        }
    }
}

/// What narrows the queue: the district, and whether anything is missing.
pub fn narrow_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &mut ReviewView, queue: &Queue) {
    let every = Offer::new("", ctx.t("review.every_district"));
    let names = queue.districts().iter().map(|name| Offer::new(name, name));
    let offers: Vec<Offer> = std::iter::once(every).chain(names).collect();
    let width = ctx.palette.sizes.body_points * 8.0;
    let shown = ctx.t("review.every_district");
    choice_list_ui(ctx, ui, "review district", shown, width, &offers, &mut view.district)
        .accessible_name(ctx.t("review.district"));
    ui.checkbox(&mut view.complete_only, ctx.t("review.complete_only"));
}

/// What a person did with the rows.
pub enum RowAsk {
    Open(String),
}

/// The rows. `marked` are those chosen for one common verdict.
pub fn rows_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    queue: &Queue,
    open: Option<&str>,
    marked: &mut BTreeSet<String>,
    list: &WorkRows,
    scroll_wanted: bool,
) -> Option<RowAsk> {
    let mut ask = None;
    let row_points = ctx.palette.sizes.row_points;
    let here = open.and_then(|open| queue.shown_place(open));
    let mut area = ScrollArea::vertical().auto_shrink([false, false]).id_salt("review rows");
    if let (true, Some(here)) = (scroll_wanted, here) {
        let middle = here as f32 * row_points - ui.available_height() / 2.0;
        area = area.vertical_scroll_offset(middle.max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, row_points, queue.shown_count(), |ui, range| {
        for case in range.filter_map(|nth| queue.shown_at(nth)) {
            let is_open = open == Some(case.id.as_str());
            if row_ui(ctx, ui, case, is_open, marked, list) {
                ask = Some(RowAsk::Open(case.id.clone()));
            }
        }
    });
    ask
}

/// One row: a box to mark it, the stage's symbol, the name, what is asked, since when. Answers whether it was clicked.
fn row_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    Case { id, pending }: &Case,
    is_open: bool,
    marked: &mut BTreeSet<String>,
    list: &WorkRows,
) -> bool {
    let palette = ctx.palette;
    let size = egui::vec2(ui.available_width(), palette.sizes.row_points);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let box_width = palette.sizes.row_points * 0.9;
    let (box_rect, row_rect) = rect.split_left_right_at_x(rect.left() + box_width);
    let name = ctx.name_of(&pending.feature);
    if verdict::agrees_alone(pending) {
        let mut is_marked = marked.contains(id);
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(box_rect.shrink(3.0)));
        let mark = child.checkbox(&mut is_marked, "");
        let named = ctx.fill("review.mark", &[("name", &name)]);
        if mark.accessible_name(named).changed() {
            match is_marked {
                true => marked.insert(id.clone()),
                false => marked.remove(id),
            };
        }
    }
    let response = ui.interact(row_rect, egui::Id::unique(("review row", id)), Sense::click());
    let waited = waited(ctx, pending);
    let what = what(ctx, pending);
    let spoken = format!("{name} {what} {waited}");
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, is_open, spoken.trim())
    });
    if is_open {
        ui.painter().rect_filled(row_rect, 4.0, palette.selected);
        let bar = egui::Rect::from_min_size(row_rect.min, egui::vec2(4.0, row_rect.height()));
        ui.painter().rect_filled(bar, 2.0, palette.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(row_rect, 4.0, palette.line.gamma_multiply(0.25));
    }
    if response.has_focus() {
        let edge = egui::Stroke::new(palette.sizes.line_points.max(2.0), palette.accent);
        ui.painter().rect_stroke(row_rect.shrink(1.0), 4.0, edge, egui::StrokeKind::Inside);
    }
    let inner = row_rect.shrink2(egui::vec2(7.0, 0.0));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout));
    child.spacing_mut().item_spacing.x = 5.0;
    let small = |text: &str| RichText::new(text).size(palette.sizes.small_points);
    // The row as a whole is named: its words are not told twice.
    let plain = |text: RichText| Label::new(text).selectable(false).truncate();
    let colour = if pending.complete { palette.weak } else { palette.warn };
    child.add(plain(small(&waited).color(palette.weak)));
    child.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
        let state = ctx.state(&pending.feature).map(AsRef::as_ref);
        match mark_of(pending).map(|mark| ctx.say(&mark).to_owned()) {
            Some(mark) => {
                ui.add(plain(RichText::new(mark).strong().color(palette.warn)));
            }
            None => {
                if let Some(look) = stage_symbol::look_of(ctx, &pending.feature, state) {
                    stage_symbol::stage_symbol_ui(ctx, ui, &look, palette.sizes.row_points * 0.7);
                }
            }
        }
        // The name is whole; what else there is has the rest of the line.
        ui.add(plain(RichText::new(&name)));
        ui.with_layout(layout, |ui| match what.is_empty() {
            true => {
                let district = district(ctx, list, &pending.feature);
                ui.add(plain(small(district).color(palette.weak)))
            }
            false => ui.add(plain(small(&what).color(colour))),
        });
    });
    response.clicked() || (response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)))
}

/// What is no stage has a sign of its own.
fn mark_of(pending: &Pending) -> Option<Text> {
    match pending.desk {
        Desk::Conflict => Some(Text::same("≠")),
        Desk::Deadline => Some(Text::new("延", "E")),
        Desk::StrikeOff => Some(Text::new("减", "X")),
        Desk::Answers => Some(Text::new("答", "A")),
        Desk::Suspicion => Some(Text::same("?")),
        Desk::SignOff | Desk::Plan | Desk::Acceptance => None,
    }
}

/// `16 天`.
fn waited(ctx: &UiCtx<'_>, pending: &Pending) -> String {
    let Some(since) = pending.since else { return String::new() };
    let days = days_between(since, ctx.snapshot.today).max(0);
    ctx.fill("review.waited", &[("n", &days)])
}

/// What is asked, as short as it can be: `4月30日→9月30日`, `整治类型 两样`, or what is missing.
fn what(ctx: &UiCtx<'_>, pending: &Pending) -> String {
    let state = ctx.state(&pending.feature);
    match &pending.matter {
        Matter::Request(_) => {
            let Some(request) = verdict::request_of(ctx, pending) else { return String::new() };
            match &request.body.new {
                Some(new) => {
                    let day = crate::plan::parse_day(new).map(|day| ctx.day(day));
                    format!("→{}", day.unwrap_or_default())
                }
                None => ctx
                    .words
                    .code("request_button", &request.body.what)
                    .trim_end_matches('…')
                    .to_owned(),
            }
        }
        Matter::Conflict => {
            let fields = state.map(|state| state.conflicts()).unwrap_or_default();
            let labels: Vec<String> =
                fields.iter().map(|field| ctx.field_label(&pending.feature, field)).collect();
            labels.join("、")
        }
        Matter::Answers => {
            let items = state.into_iter().flat_map(|state| &state.items);
            let waits = items.filter(|it| it.answered.is_some() && it.accepted.is_none());
            ctx.fill("review.answers", &[("n", &waits.count())])
        }
        Matter::Step(_) if pending.complete => String::new(),
        Matter::Step(_) => ctx.t("review.incomplete").to_owned(),
        Matter::Suspicion(_) => pending
            .asked
            .as_ref()
            .map(|record| match &record.body {
                Body::Fields(_) | Body::Transition(_) => record.by.name.clone(),
                _ => String::new(),
            })
            .unwrap_or_default(),
    }
}
