//! Curves and bars: the pace with today's line, how late, of which category.

use egui::{Button, Color32, RichText, Ui};
use egui_plot::{Bar, BarChart, GridMark, Line, LineStyle, Plot, PlotPoints, Points, VLine};

use super::{BoardView, Look};
use crate::model::{Day, FeatureKey};
use crate::plan::{Curve, LATE_DAYS, category_label, kpi_label};
use crate::ui::lines::small;

const CURVE_POINTS: f32 = 170.0;
const BARS_POINTS: f32 = 96.0;

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
    plain_plot("pace", CURVE_POINTS * palette.sizes.body_points / 15.0)
        .include_y(0.0)
        .include_y(whole)
        .include_x(today)
        .y_grid_spacer(move |_| halves(whole))
        .y_axis_formatter(|mark: GridMark, _: &_| mark.value.round().to_string())
        .x_grid_spacer(|input| quarters_between(input.bounds))
        .x_axis_formatter(|mark: GridMark, _: &_| month_of(mark.value, ctx.lang()))
        .show(ui, |plot| {
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
    let rows = [
        ("board.by_current", &board.ageing.current, palette.bad, 0.17),
        ("board.by_original", &board.ageing.original, palette.weak, -0.17),
    ];
    let bars = rows.map(|(name, counts, ink, aside)| {
        let bars = (0..).zip(counts).map(|(idx, of)| {
            Bar::new(f64::from(idx) - aside, of.len() as f64).width(0.32).fill(ink)
        });
        BarChart::new(ctx.t(name), bars.collect()).color(ink)
    });
    plain_plot("overdue", BARS_POINTS)
        .include_y(0.0)
        .include_y(1.0)
        .include_x(-0.5)
        .include_x(2.5)
        .x_grid_spacer(|_| (0..3).map(|idx| mark(f64::from(idx))).collect())
        .x_axis_formatter(|mark: GridMark, _: &_| late_words(ctx, mark.value as usize))
        .show(ui, |plot| bars.into_iter().for_each(|bars| plot.bar_chart(bars)));
    egui::Grid::new("late").num_columns(4).show(ui, |ui| {
        for (name, counts, ink, _) in rows {
            ui.label(RichText::new(format!("■ {}", ctx.t(name))).color(ink));
            for (idx, of) in counts.iter().enumerate() {
                ui.horizontal(|ui| {
                    look.weak_ui(ui, late_words(ctx, idx));
                    let title = format!("{} {}", ctx.t(name), late_words(ctx, idx));
                    look.number_ui(ui, &of.len().to_string(), &title, of);
                });
            }
            ui.end_row();
        }
    });
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
    let labels: Vec<String> = board.mix.iter().map(|(code, _)| category(look, code)).collect();
    if labels.is_empty() {
        return look.weak_ui(ui, look.ctx.t("board.no_outfalls"));
    }
    let ink = look.ctx.palette.accent;
    let bars = (0..).zip(&board.mix).map(|(idx, (_, of))| {
        Bar::new(f64::from(idx), of.len() as f64).width(0.5).fill(ink.gamma_multiply(0.8))
    });
    let bars = BarChart::new(look.ctx.t("board.mix"), bars.collect()).color(ink);
    let last = labels.len() as f64 - 0.5;
    plain_plot("mix", BARS_POINTS)
        .include_y(0.0)
        .include_x(-0.5)
        .include_x(last)
        .x_grid_spacer(|_| (0..labels.len()).map(|idx| mark(idx as f64)).collect())
        .x_axis_formatter(|mark: GridMark, _: &_| {
            labels.get(mark.value.round() as usize).cloned().unwrap_or_default()
        })
        .show(ui, |plot| plot.bar_chart(bars));
    ui.horizontal_wrapped(|ui| {
        for ((_, of), label) in board.mix.iter().zip(&labels) {
            ui.label(label);
            look.number_ui(ui, &of.len().to_string(), label, of);
        }
    });
}

/// What a category of outfalls is called.
pub(super) fn category(look: &Look<'_>, code: &str) -> String {
    look.ctx.say(&category_label(&look.ctx.snapshot.rulebook, code)).to_owned()
}

/// A picture of figures: nothing in it is dragged or zoomed, so that the board scrolls under the pointer.
pub(super) fn plain_plot(name: &'static str, height: f32) -> Plot<'static> {
    Plot::new(name)
        .height(height)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_x(false)
        .set_margin_fraction(egui::vec2(0.02, 0.12))
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

/// The first days of the quarters in sight: months stand too close for their names.
fn quarters_between((from, to): (f64, f64)) -> Vec<GridMark> {
    let mut marks = Vec::new();
    let mut day = day_of_number(from.clamp(0.0, 3_600_000.0)).first_of_month();
    while day.month() % 3 != 1 {
        day = day.saturating_sub(jiff::Span::new().months(1));
    }
    while day_number(day) <= to && marks.len() < 240 {
        // What begins before the picture would be named beside it.
        if day_number(day) >= from {
            marks.push(GridMark { value: day_number(day), step_size: 91.0 });
        }
        day = day.saturating_add(jiff::Span::new().months(3));
    }
    marks
}

fn month_of(number: f64, lang: crate::model::Lang) -> String {
    let day = day_of_number(number);
    match lang {
        crate::model::Lang::Zh => format!("{}月", day.month()),
        crate::model::Lang::En => day.strftime("%b").to_string(),
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
