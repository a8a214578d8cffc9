//! Curves and bars: the pace with today's line, how late, of which category.

use egui::{Button, Color32, RichText, Ui};
use egui_plot::{GridMark, Line, LineStyle, PlotPoints, Points, VLine};

use super::bars::{BarRow, bars_ui};
use super::{BoardView, Look};
use crate::model::{Day, FeatureKey};
use crate::plan::{Curve, LATE_DAYS, category_label, kpi_label};
use crate::ui::lines::small;
use crate::ui::plain_plot::{lines_across, plain_plot};

const CURVE_POINTS: f32 = 170.0;

/// 序时进度: planned and actual.
pub fn curve_ui(look: &mut Look<'_>, ui: &mut Ui, view: &mut BoardView) {
    let (ctx, board) = (look.ctx, look.board);
    let chosen = |curve: &&Curve| view.curve.as_deref() == Some(curve.kpi.as_str());
    let usual = |curve: &&Curve| curve.kpi == "k_signoff";
    let curves = board.curves.iter();
    let shown = curves.clone().find(chosen).or_else(|| curves.clone().find(usual));
    let Some(shown) = shown.or(board.curves.first()) else {
        return look.weak_ui(ui, ctx.t("board.no_curve"));
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for curve in &board.curves {
            let label = ctx.say(&kpi_label(&curve.kpi)).to_owned();
            if ui.add(small(ctx, Button::selectable(curve.kpi == shown.kpi, label))).clicked() {
                view.curve = Some(curve.kpi.clone());
            }
        }
    });
    let now = shown.actual.last().map_or(0, |(_, count)| *count);
    let words = ctx.fill("board.curve_now", &[("n", &now), ("of", &shown.whole)]);
    ui.label(words);
    plot_ui(look, ui, shown);
}

fn plot_ui(look: &Look<'_>, ui: &mut Ui, curve: &Curve) {
    let (ctx, palette) = (look.ctx, look.ctx.palette);
    let today = day_number(look.board.as_of);
    let whole = f64::from(curve.whole);
    let actual: Vec<[f64; 2]> =
        curve.actual.iter().map(|(day, count)| [day_number(*day), f64::from(*count)]).collect();
    let planned: Vec<[f64; 2]> =
        curve.planned.iter().map(|(day, count)| [day_number(*day), *count]).collect();
    let width = palette.sizes.line_points.max(2.0);
    // Words beside their colours: a legend to be clicked would be too small for a thumb.
    ui.horizontal_wrapped(|ui| {
        for (key, ink) in [
            ("board.planned_line", palette.weak),
            ("board.actual_line", palette.accent),
            ("board.today_line", palette.bad),
        ] {
            ui.label(RichText::new(format!("■ {}", ctx.t(key))).small().color(ink));
        }
    });
    plain_plot(palette, "pace", CURVE_POINTS * palette.sizes.body_points / 15.0)
        .include_y(0.0)
        .include_y(whole)
        .include_x(today)
        .y_grid_spacer(move |_| halves(whole))
        .y_axis_formatter(|mark: GridMark, _: &_| mark.value.round().to_string())
        .x_grid_spacer(|input| days_between(input.bounds))
        .x_axis_formatter(|mark: GridMark, _: &_| day_words(mark, ctx.lang()))
        .show(ui, |plot| {
            lines_across(palette, plot, &[0.0, whole / 2.0, whole]);
            if !planned.is_empty() {
                let line = Line::new(ctx.t("board.planned_line"), PlotPoints::from(planned));
                plot.line(line.color(palette.weak).width(width).style(LineStyle::dashed_dense()));
            }
            let line = Line::new(ctx.t("board.actual_line"), PlotPoints::from(actual.clone()));
            plot.line(line.color(palette.accent).width(width + 0.5));
            let last = actual.last().map(|at| vec![*at]).unwrap_or_default();
            let points = Points::new(ctx.t("board.actual_line"), PlotPoints::from(last));
            plot.points(points.color(palette.accent).radius(width * 2.0));
            let line = VLine::new(ctx.t("board.today_line"), today);
            plot.vline(line.color(palette.bad).width(width * 0.6));
        });
}

/// 逾期: how late, by both deadlines.
pub fn ageing_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    let palette = ctx.palette;
    for (name, counts, ink) in [
        ("board.by_current", &board.ageing.current, palette.bad),
        ("board.by_original", &board.ageing.original, palette.weak),
    ] {
        ui.label(RichText::new(ctx.t(name)).color(ink));
        let rows = counts.iter().enumerate().map(|(idx, of)| {
            let late = late_words(ctx, idx);
            let title = format!("{} {late}", ctx.t(name));
            BarRow { name: late, title, of, ink }
        });
        bars_ui(look, ui, &rows.collect::<Vec<_>>());
    }
}

fn late_words(ctx: &crate::ui::context::UiCtx<'_>, idx: usize) -> String {
    match LATE_DAYS.get(idx) {
        Some((from, i32::MAX)) => ctx.fill("board.late_more", &[("n", &(from - 1))]),
        Some((from, to)) => ctx.fill("board.late_days", &[("from", from), ("to", to)]),
        None => String::new(),
    }
}

/// 类型: outfalls by what is to become of them.
pub fn mix_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let board = look.board;
    if board.mix.is_empty() {
        return look.weak_ui(ui, look.ctx.t("board.no_outfalls"));
    }
    let ink = look.ctx.palette.accent;
    let rows = board.mix.iter().map(|(code, of)| {
        let name = category(look, code);
        BarRow { title: name.clone(), name, of, ink }
    });
    let rows: Vec<BarRow<'_>> = rows.collect();
    bars_ui(look, ui, &rows);
}

/// What a category of outfalls is called.
pub(super) fn category(look: &Look<'_>, code: &str) -> String {
    look.ctx.say(&category_label(&look.ctx.snapshot.rulebook, code)).to_owned()
}

pub(super) fn mark(value: f64) -> GridMark {
    GridMark { value, step_size: 1.0 }
}

/// Nothing, the half and the whole.
fn halves(whole: f64) -> Vec<GridMark> {
    let step_size = (whole / 2.0).max(1.0);
    [0.0, step_size, whole].map(|value| GridMark { value, step_size }).to_vec()
}

fn day_number(day: Day) -> f64 {
    f64::from((day - Day::ZERO).get_days())
}

fn day_of_number(number: f64) -> Day {
    Day::ZERO.saturating_add(jiff::Span::new().days(number as i64))
}

/// So many days are named below the curve at most: more run into each other.
const NAMED_MAX: usize = 8;
/// The steps of marks by how they are named: by day, by month, by year.
const A_DAY: f64 = 1.0;
const A_MONTH: f64 = 31.0;
const A_YEAR: f64 = 366.0;

/// Days to be named below the curve: first ones of months, quarters, half years or years, as many as have room; of a
/// few weeks the first and the last day.
fn days_between(bounds: (f64, f64)) -> Vec<GridMark> {
    let some = [1, 3, 6, 12, 24, 60].map(|every| firsts_between(bounds, every));
    let (from, to) = bounds;
    match some.into_iter().find(|marks| marks.len() <= NAMED_MAX) {
        Some(marks) if marks.len() > 1 => marks,
        _ => {
            // A little inside, or they would be named beside the picture.
            let inset = (to - from) * 0.06;
            let ends = [from + inset, to - inset];
            ends.map(|value| GridMark { value, step_size: A_DAY }).to_vec()
        }
    }
}

/// The first days in sight of every so many months, counted from the beginning of a year.
fn firsts_between((from, to): (f64, f64), every_months: i32) -> Vec<GridMark> {
    let step_size = if every_months < 6 { A_MONTH } else { A_YEAR };
    let mut marks = Vec::new();
    let mut day = day_of_number(from.clamp(0.0, 3_600_000.0)).first_of_year();
    while day_number(day) <= to && marks.len() < 240 {
        // What begins before the picture would be named beside it.
        if day_number(day) >= from {
            marks.push(GridMark { value: day_number(day), step_size });
        }
        day = day.saturating_add(jiff::Span::new().months(every_months));
    }
    marks
}

fn day_words(mark: GridMark, lang: crate::model::Lang) -> String {
    use crate::model::Lang;
    let day = day_of_number(mark.value);
    let (year, month) = (day.year(), day.month());
    match (lang, mark.step_size) {
        (Lang::Zh, A_DAY) => format!("{month}月{}日", day.day()),
        (Lang::En, A_DAY) => day.strftime("%-d %b").to_string(),
        (Lang::Zh, A_MONTH) => format!("{month}月"),
        (Lang::En, A_MONTH) => day.strftime("%b").to_string(),
        (Lang::Zh, _) if month == 1 => format!("{year}年"),
        (Lang::En, _) if month == 1 => year.to_string(),
        (Lang::Zh, _) => format!("{month}月"),
        (Lang::En, _) => day.strftime("%b").to_string(),
    }
}

/// A feature named and counted for how long, as a link.
pub(super) fn feature_link_ui(look: &mut Look<'_>, ui: &mut Ui, key: &FeatureKey, words: &str) {
    let text = RichText::new(words).color(ink(look));
    if ui.link(text).clicked() {
        look.ask = Some(super::BoardAsk::Feature(key.clone()));
    }
}

fn ink(look: &Look<'_>) -> Color32 {
    look.ctx.palette.accent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    #[track_caller]
    fn check(from: &str, to: &str, expected: &[&str]) {
        let number = |day: &str| day_number(day.parse().expect("a day"));
        let marks = days_between((number(from), number(to)));
        let words: Vec<String> = marks.into_iter().map(|mark| day_words(mark, Lang::Zh)).collect();
        assert_eq!(words, expected, "{from} {to}");
    }

    #[test]
    fn however_long_the_time_is_some_of_its_days_are_named() {
        check("2022-01-01", "2022-12-31", &["1月", "4月", "7月", "10月"]);
        check("2022-03-20", "2022-06-10", &["4月", "5月", "6月"]);
        check("2022-05-02", "2022-05-22", &["5月3日", "5月20日"]);
        check("2022-01-03", "2026-11-26", &["2023年", "2024年", "2025年", "2026年"]);
    }
}
