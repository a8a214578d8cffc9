//! One row of the list: stage symbol, name, what is wanted, what presses.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, FontId, Galley, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::context::UiCtx;
use super::section_flag::section_flag;
use super::stage_symbol;
use super::today;
use super::work_lines::RowRef;
use super::work_order::{metres, place_of};
use super::work_rows::Standing;
use super::work_standing::leading_on;
use crate::model::{FeatureKey, Kind, LonLat};
use crate::plan::grade_differs;
use crate::session::{FeatureRow, Returned};

/// What is wanted is written where so much of it can be read, in heights of a small letter.
const WANTED_EMS_MIN: f32 = 3.2;
/// Marks in full leave so much for what is wanted.
const MARKS_LEAVE_POINTS: f32 = 70.0;

/// A row and all that is shown of it.
pub struct RowView<'a> {
    pub at: RowRef,
    pub row: &'a FeatureRow,
    pub standing: Standing,
    pub is_selected: bool,
    pub is_marked: bool,
    pub is_chosen: bool,
    /// Marks are being set: each row has a box for one.
    pub has_box: bool,
    /// 今日: what was done is ticked off, of the rest the way there is told.
    pub tells_way: bool,
    /// Where one stands: at the chosen feature.
    pub from: Option<LonLat>,
}

/// The name a row is known by, whatever place it has.
pub fn row_id(key: &FeatureKey) -> Id {
    Id::unique(("work row", key.as_str()))
}

/// Draws a row of the full width; answers what the pointer and keys did to it.
pub fn row_ui(ctx: &UiCtx<'_>, ui: &mut Ui, view: &RowView<'_>) -> Response {
    let size = vec2(ui.available_width(), ctx.palette.sizes.row_points);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let response = ui.interact(rect, row_id(&view.row.key), Sense::click());
    let (right, _) = end_words(ctx, view);
    let title = title_of(view.row);
    let look = look_of(ctx, view);
    response.widget_info(|| {
        let stage = match &look {
            Some(look) => ctx.say(&look.label),
            None if view.row.key.kind().code() == Kind::SECTION => section_flag(ctx, &view.row.key),
            None => "",
        };
        let name = format!("{title} {stage} {right}");
        egui::WidgetInfo::selected(egui::Role::Button, true, view.is_selected, name.trim())
    });
    let wanted = wanted_words(ctx, view);
    let described = format!("{wanted} {}", marks_of(ctx, view).in_full());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(described.trim()));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        paint(ctx, ui, rect, view, &wanted, &response);
    }
    response
}

fn title_of(row: &FeatureRow) -> &str {
    if row.name.is_empty() { &row.code } else { &row.name }
}

fn look_of(ctx: &UiCtx<'_>, view: &RowView<'_>) -> Option<crate::map::StageLook> {
    let state = ctx.state(&view.row.key).map(AsRef::as_ref);
    stage_symbol::look_of(ctx, &view.row.key, state)
}

fn paint(
    ctx: &UiCtx<'_>,
    ui: &Ui,
    rect: Rect,
    view: &RowView<'_>,
    wanted: &str,
    response: &Response,
) {
    let (painter, palette) = (ui.painter(), ctx.palette);
    let sizes = palette.sizes;
    if view.is_selected {
        painter.rect_filled(rect, 4.0, palette.selected);
    } else if response.hovered() {
        painter.rect_filled(rect, 4.0, palette.line.gamma_multiply(0.25));
    }
    if view.is_selected {
        // Not by colour alone: a bar at the edge.
        let bar = Rect::from_min_size(rect.min, vec2(4.0, rect.height()));
        painter.rect_filled(bar, 2.0, palette.accent);
    }
    if response.has_focus() {
        let edge = Stroke::new(sizes.line_points.max(2.0), palette.accent);
        painter.rect_stroke(rect.shrink(1.0), 4.0, edge, StrokeKind::Inside);
    }
    let middle = rect.center().y;
    let mut left = rect.left() + 6.0;
    if view.has_box {
        let side = sizes.row_points * 0.55;
        let area = Rect::from_center_size(pos2(left + side / 2.0, middle), vec2(side, side));
        painter.rect_stroke(area, 3.0, Stroke::new(1.5, palette.text), StrokeKind::Inside);
        if view.is_marked {
            let font = FontId::proportional(sizes.body_points);
            painter.text(area.center(), Align2::CENTER_CENTER, "✓", font, palette.accent);
        }
        left += side + 6.0;
    }
    let side = sizes.row_points * 0.7;
    let symbol = Rect::from_center_size(pos2(left + side / 2.0, middle), vec2(side, side));
    match look_of(ctx, view) {
        Some(look) => stage_symbol::paint(ctx, painter, symbol, &look),
        None => stage_symbol::paint_stageless(ctx, painter, symbol, &view.row.key),
    }
    left += side + 8.0;

    let small = FontId::proportional(sizes.small_points);
    let (end, presses) = end_words(ctx, view);
    let end_colour = if presses { palette.bad } else { palette.weak };
    let mut right = rect.right() - 6.0;
    if !end.is_empty() {
        let spot = pos2(right, middle);
        right = painter.text(spot, Align2::RIGHT_CENTER, end, small.clone(), end_colour).left();
        right -= 8.0;
    }
    let name = FontId::proportional(sizes.body_points);
    let name = clipped(ui, title_of(view.row), name, palette.text, right - left);
    let marks = marks_of(ctx, view);
    // In full where what is wanted still has room beside them, else by one character each; what presses first.
    let room_points = right - left - name.size().x - 8.0;
    let shown = marks.fitting(room_points, &|words: &str| {
        ui.painter().layout_no_wrap(words.to_owned(), small.clone(), palette.warn).size().x
    });
    if !shown.is_empty() {
        let spot = pos2(right, middle);
        right = painter.text(spot, Align2::RIGHT_CENTER, shown, small.clone(), palette.warn).left();
        right -= 6.0;
    }
    let below = |galley: &Galley| middle - galley.size().y / 2.0;
    painter.galley(pos2(left, below(&name)), name.clone(), palette.text);
    left += name.size().x + 8.0;
    if !wanted.is_empty() && right - left > WANTED_EMS_MIN * sizes.small_points {
        let wanted = clipped(ui, wanted, small, palette.weak, right - left);
        painter.galley(pos2(left, below(&wanted) + 1.0), wanted, palette.weak);
    }
}

fn clipped(
    ui: &Ui,
    text: &str,
    font: FontId,
    colour: egui::Color32,
    width: f32,
) -> std::sync::Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(8.0));
    ui.painter().layout_job(job)
}

/// Contradictions and half-written forms; looked up as the row is drawn, for drafts come and go while one types.
fn marks_of(ctx: &UiCtx<'_>, view: &RowView<'_>) -> Marks {
    let key = &view.row.key;
    let drafted = ctx.snapshot.drafts.iter().any(|draft| draft.feature.as_ref() == Some(key));
    let at_lab = ctx
        .state(key)
        .is_some_and(|state| state.samples.iter().any(|sample| sample.result.is_none()));
    let state = ctx.state(key).map(AsRef::as_ref);
    let is_graded_otherwise =
        ctx.procedure(key).zip(state).is_some_and(|(it, state)| grade_differs(it, state).is_some());
    let marks = [
        (view.standing.conflict, "≠", "≠"),
        (view.standing.is_to_correct(), ctx.t("list.returned_mark"), ctx.t("list.returned_short")),
        (
            view.standing.returned == Some(Returned::Answered),
            ctx.t("list.answered_mark"),
            ctx.t("list.answered_short"),
        ),
        (is_graded_otherwise, ctx.t("list.grade_mark"), ctx.t("list.grade_short")),
        (at_lab, ctx.t("list.at_lab_mark"), ctx.t("list.at_lab_short")),
        (drafted, ctx.t("list.draft_mark"), ctx.t("list.draft_short")),
        (view.is_chosen && !view.tells_way, ctx.t("list.chosen_mark"), ctx.t("list.chosen_short")),
    ];
    let shown = marks.into_iter().filter(|(shown, ..)| *shown);
    Marks(shown.map(|(_, long, short)| (long, short)).collect())
}

/// A row's marks, in full and short, the most pressing first.
struct Marks(Vec<(&'static str, &'static str)>);

impl Marks {
    fn in_full(&self) -> String {
        self.0.iter().map(|(long, _)| *long).collect::<Vec<_>>().join(" ")
    }

    /// As much as there is room for beside what is wanted; never nothing of a row that has marks, if one fits.
    fn fitting(&self, room_points: f32, width_points: &dyn Fn(&str) -> f32) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let long = self.in_full();
        if width_points(&long) + MARKS_LEAVE_POINTS < room_points {
            return long;
        }
        let short: Vec<&str> = self.0.iter().map(|(_, short)| *short).collect();
        let fits = |count: &usize| width_points(&short[..*count].join(" ")) < room_points;
        let count = (1..=short.len()).rev().find(fits).unwrap_or_default();
        short[..count].join(" ")
    }
}

/// The right end of a row, and whether it presses.
fn end_words(ctx: &UiCtx<'_>, view: &RowView<'_>) -> (String, bool) {
    let standing = &view.standing;
    if view.tells_way {
        let done_at = today::entry(ctx, &view.row.key).and_then(|entry| entry.done_at);
        if let Some(at) = done_at {
            let time = super::dates::time_of_day(&at);
            return (ctx.fill("list.done", &[("time", &time)]), false);
        }
    }
    let due = standing.pressing_day();
    let is_over = match standing.answer_due() {
        Some(due) => due < ctx.snapshot.today,
        None => standing.overdue,
    };
    let days = due.map(|due| super::dates::days_between(due, ctx.snapshot.today));
    match (days, due) {
        (Some(days), _) if is_over => (ctx.fill("list.days_over", &[("n", &days)]), true),
        (Some(days), _) if days > -31 => (ctx.fill("list.days_left", &[("n", &-days)]), false),
        (_, Some(due)) => (ctx.day(due), false),
        _ => (String::new(), false),
    }
}

/// What is wanted: on the way there the way, of what was sent back the first item, else the step that leads on.
fn wanted_words(ctx: &UiCtx<'_>, view: &RowView<'_>) -> String {
    let state = ctx.state(&view.row.key);
    let item = state.and_then(|state| state.items.iter().find(|item| item.is_open()));
    if let Some(item) = item {
        // Why an answer was not enough is newer than what was asked first.
        let again = item.again.as_ref().map(|again| again.words().1).filter(|why| !why.is_empty());
        return again.unwrap_or(&item.item.text).to_owned();
    }
    if let Some(request) = state.and_then(|state| state.open_requests().next()) {
        let what = ctx.words.code("request", &request.request.body.what);
        return ctx.fill("request.to_decide", &[("what", &what)]);
    }
    if view.tells_way
        && let Some(way) = way_to(ctx, view)
    {
        return way;
    }
    let stage = state.and_then(|state| state.stage_code());
    let step = ctx.procedure(&view.row.key).and_then(|procedure| leading_on(procedure, stage));
    step.map(|step| ctx.say(&step.label).to_owned()).unwrap_or_default()
}

/// `1.2 km ↗` from the chosen feature.
fn way_to(ctx: &UiCtx<'_>, view: &RowView<'_>) -> Option<String> {
    let to = place_of(ctx, view.at)?;
    if view.is_selected {
        return Some(ctx.t("list.here").to_owned());
    }
    let from = view.from?;
    Some(format!("{} {}", distance_words(metres(from, to)), arrow(from, to)))
}

/// `60 m`, `1.2 km`, `34 km`.
pub fn distance_words(metres: f64) -> String {
    match metres {
        metres if metres < 995.0 => format!("{:.0} m", (metres / 10.0).round() * 10.0),
        metres if metres < 9950.0 => format!("{:.1} km", metres / 1000.0),
        metres => format!("{:.0} km", metres / 1000.0),
    }
}

/// The arrow that points from one place to another, north up.
pub fn arrow(from: LonLat, to: LonLat) -> char {
    const ARROWS: [char; 8] = ['↑', '↗', '→', '↘', '↓', '↙', '←', '↖'];
    let east = (to.lon_deg - from.lon_deg) * from.lat_deg.to_radians().cos();
    let north = to.lat_deg - from.lat_deg;
    let eighths = east.atan2(north) / std::f64::consts::FRAC_PI_4;
    ARROWS[(eighths.round() as i64).rem_euclid(8) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lon_lat;

    #[test]
    fn the_way_is_told_in_round_words() {
        assert_eq!(distance_words(58.0), "60 m");
        assert_eq!(distance_words(1234.0), "1.2 km");
        assert_eq!(distance_words(34_400.0), "34 km");
    }

    #[test]
    fn arrows_point_as_on_a_map_with_north_up() {
        let here = lon_lat(117.0, 39.0);
        for (lon, lat, sign) in
            [(117.0, 39.1, '↑'), (117.2, 39.0, '→'), (116.9, 38.92, '↙'), (116.9, 39.08, '↖')]
        {
            assert_eq!(arrow(here, lon_lat(lon, lat)), sign);
        }
    }
}
