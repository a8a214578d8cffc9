//! 监测: samples with both lives, judged against the standard that is named, and one item over time with its limit.

use egui::{Frame, Label, Margin, RichText, Ui};
use egui_plot::{
    HLine, Legend, Line, LineStyle, MarkerShape, PlotPoints, Points, uniform_grid_spacer,
};

use super::water_months::months_ui;
use super::{CardAsk, new_sample};
use crate::model::{Day, FeatureKey};
use crate::plan::{FeatureState, ItemJudgement, Outcome, SampleResult, SampleState};
use crate::ui::context::UiCtx;
use crate::ui::dates::days_between;
use crate::ui::forms::{Content, SampleForm};
use crate::ui::plain_plot::{lines_across, plain_plot};
use crate::ui::view_state::ViewState;

pub fn tests_tab_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
) -> Option<CardAsk> {
    let mut ask = None;
    let samples = state.map(|state| state.samples.as_slice()).unwrap_or_default();
    let items = plotted_items(samples);
    let id = ui.make_persistent_id(("curve", key.as_str()));
    let mut curve_shown: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        if ctx.record_button_ui(ui, egui::Button::new(ctx.t("sample.new"))).clicked() {
            let form = new_sample(ctx, key, &ViewState::default());
            ask = Some(CardAsk::Form(Box::new(Content::Sample(form))));
        }
        if !items.is_empty() {
            let curve = egui::Button::selectable(curve_shown, ctx.t("sample.curve"));
            if ui.add(curve.frame_when_inactive(true)).clicked() {
                curve_shown = !curve_shown;
                ui.data_mut(|data| data.insert_temp(id, curve_shown));
            }
        }
    });
    if samples.is_empty() {
        ui.label(RichText::new(ctx.t("sample.none")).color(ctx.palette.weak));
        return ask;
    }
    state.into_iter().for_each(|state| months_ui(ctx, ui, state));
    if let Some(grade) = state.and_then(|state| state.grade.as_ref()) {
        super::points::body_grade_ui(ctx, ui, grade);
    }
    // The samples and what they still want come first; the curve is for who asks for it.
    if curve_shown {
        series_ui(ctx, ui, key, samples, &items);
    }
    for sample in samples.iter().rev() {
        Frame::group(ui.style()).inner_margin(Margin::same(8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            if sample_ui(ctx, ui, sample) {
                let form = SampleForm::results_of(&sample.no);
                ask = Some(CardAsk::Form(Box::new(Content::Sample(form))));
            }
        });
    }
    if let Some(state) = state {
        for struck in ctx.snapshot.struck_results(state) {
            let line = format!("{} {}", struck.body.no, ctx.t("sample.struck"));
            ui.label(RichText::new(line).strikethrough().color(ctx.palette.weak));
        }
    }
    ask
}

/// Draws one sample; answers whether its results are to be typed.
pub fn sample_ui(ctx: &UiCtx<'_>, ui: &mut Ui, sample: &SampleState) -> bool {
    let mut fill_in = false;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(&sample.no).monospace());
        if let Some(point) = sample.point() {
            ui.label(RichText::new(point).strong());
        }
        ui.label(ctx.day(sample.day));
        match &sample.result {
            None => {
                let days = days_between(sample.day, ctx.snapshot.today).max(0) + 1;
                let words = ctx.fill("sample.at_lab", &[("n", &days)]);
                ui.label(RichText::new(words).color(ctx.palette.warn));
                let button = ctx.record_button_ui(ui, egui::Button::new(ctx.t("sample.fill_in")));
                let name = format!("{} {}", ctx.t("sample.fill_in"), sample.no);
                fill_in = button.accessible_name(name).clicked();
            }
            Some(_) => {
                let verdict = verdict_in_words(ctx, sample);
                let color = match sample.judgement.as_ref().map(|judgement| &judgement.outcome) {
                    Some(Outcome::Compliant) => ctx.palette.good,
                    Some(Outcome::Failing) => ctx.palette.bad,
                    _ => ctx.palette.weak,
                };
                ui.add(Label::new(RichText::new(verdict).color(color)).wrap());
            }
        }
    });
    let Some(result) = &sample.result else { return fill_in };
    match &sample.judgement {
        Some(judgement) => {
            for item in &judgement.items {
                item_ui(ctx, ui, item);
            }
            let mut words = ctx.say(&judgement.standard).to_owned();
            if let Some(class) = judgement.class_label() {
                words = format!("{} · {words}", ctx.say(&class));
            }
            if judgement.rests_on_recalled() {
                words = format!("{words} {}", ctx.t("sample.recalled"));
            }
            let clause = ctx.say(&judgement.clause);
            if !clause.is_empty() {
                words = format!("{words} · {clause}");
            }
            ui.add(Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap());
            if let Some(other) = judgement.other_standard() {
                let words = RichText::new(ctx.say(&other)).small().color(ctx.palette.warn);
                ui.add(Label::new(words).wrap());
            }
        }
        None => {
            for (code, measured) in &result.body.items {
                let label = ctx.item_label(code);
                ui.label(format!("{label} {} {}", measured.value, measured.unit));
            }
        }
    }
    for rival in &sample.rivals {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("what", &values_in_words(ctx, &rival.body)), ("who", &rival.record.by.name)];
        let words = if sample.is_in_dispute() { "sample.rival" } else { "sample.beside" };
        let words = RichText::new(ctx.fill(words, &values)).color(ctx.palette.warn);
        ui.add(Label::new(words).wrap());
    }
    for replaced in &sample.replaced {
        let items = values_in_words(ctx, &replaced.body);
        let line = format!("{items} ({})", replaced.record.by.name);
        ui.label(RichText::new(line).strikethrough().small().color(ctx.palette.weak));
    }
    fill_in
}

/// `COD 62、氨氮 4.1`.
fn values_in_words(ctx: &UiCtx<'_>, result: &SampleResult) -> String {
    let items = result.items.iter();
    let items = items.map(|(code, it)| format!("{} {}", ctx.item_label(code), it.value));
    items.collect::<Vec<_>>().join("、")
}

fn item_ui(ctx: &UiCtx<'_>, ui: &mut Ui, item: &ItemJudgement) {
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("{} {} {}", ctx.say(&item.label), item.value, item.unit));
        if let Some(limit) = item.limit_words() {
            ui.label(
                RichText::new(ctx.fill("sample.limit", &[("limit", &ctx.say(&limit))]))
                    .color(ctx.palette.weak),
            );
        }
        match item.compliant {
            Some(true) => ui.label(RichText::new(ctx.t("sample.ok")).color(ctx.palette.good)),
            Some(false) => ui.label(RichText::new(ctx.t("sample.over")).color(ctx.palette.bad)),
            None if item.limit.is_some() => ui.label(""),
            None => ui.label(RichText::new(ctx.t("sample.no_limit")).color(ctx.palette.weak)),
        };
    });
}

/// `达标`, `超标：COD 62 (≤ 50)`, `送检中`, or why it was not judged.
pub fn verdict_in_words(ctx: &UiCtx<'_>, sample: &SampleState) -> String {
    if sample.result.is_none() {
        let days = days_between(sample.day, ctx.snapshot.today).max(0) + 1;
        return ctx.fill("sample.at_lab", &[("n", &days)]);
    }
    let Some(judgement) = &sample.judgement else { return ctx.t("sample.not_judged").to_owned() };
    match &judgement.outcome {
        Outcome::Compliant => ctx.t("sample.compliant").to_owned(),
        Outcome::Failing => {
            let over: Vec<String> = judgement
                .items
                .iter()
                .filter(|item| item.compliant == Some(false))
                .map(|item| {
                    let limit = item.limit_words().unwrap_or_default();
                    let limit = ctx.say(&limit);
                    format!("{} {} ({limit})", ctx.say(&item.label), item.value)
                })
                .collect();
            ctx.fill("sample.failing", &[("items", &over.join("、"))])
        }
        Outcome::NotJudged(why) => ctx.fill("sample.not_judged_why", &[("why", &ctx.say(why))]),
    }
}

/// One item of all samples over time, with the limit it is held to.
fn series_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    samples: &[SampleState],
    items: &[String],
) {
    let Some(first) = items.first() else { return };
    let id = ui.make_persistent_id(("plotted item", key.as_str()));
    let mut chosen: String = ui
        .data(|data| data.get_temp(id))
        .filter(|item| items.contains(item))
        .unwrap_or_else(|| first.clone());
    ui.horizontal_wrapped(|ui| {
        for item in items {
            ui.selectable_value(&mut chosen, item.clone(), ctx.item_label(item));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, chosen.clone()));
    let points: Vec<(Day, f64)> = samples
        .iter()
        .filter_map(|sample| Some((sample.day, value_of(sample, &chosen)?)))
        .collect();
    let limit = samples.iter().rev().find_map(|sample| upper_limit(sample, &chosen));
    plot_ui(ctx, ui, &chosen, &points, limit);
}

/// Over more days than this a chart names months.
const SPAN_OF_DAYS_MAX: f64 = 250.0;

fn plot_ui(ctx: &UiCtx<'_>, ui: &mut Ui, item: &str, points: &[(Day, f64)], limit: Option<f64>) {
    let Some(first) = points.iter().map(|(day, _)| *day).min() else { return };
    let lang = ctx.lang();
    let xy: Vec<[f64; 2]> =
        points.iter().map(|(day, value)| [f64::from(days_between(first, *day)), *value]).collect();
    let unit = ctx.snapshot.rulebook.standards.item(item).map(|item| item.unit.as_str());
    let name = format!("{} {}", ctx.item_label(item), unit.unwrap_or_default()).trim().to_owned();
    // Some three days are named below, and the legend has room above the highest value.
    let span = xy.iter().map(|[x, _]| *x).fold(0.0, f64::max);
    let step = (span / 3.0).ceil().max(1.0);
    let highest = xy.iter().map(|[_, y]| *y).chain(limit).fold(0.0, f64::max);
    plain_plot(ctx.palette, "samples over time", 170.0 * ctx.palette.sizes.body_points / 15.0)
        .include_y(0.0)
        .include_y(highest * 1.4)
        .x_grid_spacer(uniform_grid_spacer(move |_| [step, step * 2.0, step * 4.0]))
        .set_margin_fraction(egui::vec2(0.08, 0.15))
        .legend(Legend::default())
        .x_axis_formatter(move |mark, _| {
            let day = first.checked_add(jiff::Span::new().days(mark.value.round() as i64));
            // Marks between two days would name the same day twice.
            match day {
                // Over years the month is enough, and only that has room.
                Ok(day) if span > SPAN_OF_DAYS_MAX => day.strftime("%Y-%m").to_string(),
                Ok(day) if mark.value.fract().abs() < 1e-6 => {
                    crate::ui::dates::day_in_words(day, first, lang)
                }
                _ => String::new(),
            }
        })
        .show(ui, |plot| {
            lines_across(ctx.palette, plot, &[0.0, highest]);
            plot.line(
                Line::new(name.clone(), PlotPoints::from(xy.clone())).color(ctx.palette.accent),
            );
            let markers = Points::new(name, PlotPoints::from(xy))
                .radius(4.0)
                .shape(MarkerShape::Circle)
                .color(ctx.palette.accent);
            plot.points(markers);
            if let Some(limit) = limit {
                let words = ctx.fill("sample.limit", &[("limit", &limit)]);
                let line = HLine::new(words, limit)
                    .color(ctx.palette.bad)
                    .style(LineStyle::dashed_loose());
                plot.hline(line);
            }
        });
}

/// Items with a number in some sample, those with most samples first.
fn plotted_items(samples: &[SampleState]) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for sample in samples {
        let result = sample.result.iter().flat_map(|result| result.body.items.keys());
        for item in result.filter(|item| value_of(sample, item).is_some()) {
            *counts.entry(item.clone()).or_default() += 1;
        }
    }
    let mut items: Vec<(String, usize)> = counts.into_iter().collect();
    items.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    items.into_iter().map(|(item, _)| item).collect()
}

/// The measured number; half the detection limit where nothing was found.
fn value_of(sample: &SampleState, item: &str) -> Option<f64> {
    let typed = sample.result.as_ref()?.body.items.get(item)?.value.trim().to_owned();
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    match typed.strip_prefix(['<', '＜']) {
        Some(limit) => Some(number(limit)? / 2.0),
        None => number(&typed),
    }
}

/// The number of a limit `≤ 50`; a range has no single line.
fn upper_limit(sample: &SampleState, item: &str) -> Option<f64> {
    let judged = sample.judgement.as_ref()?.items.iter().find(|judged| judged.item == item)?;
    let limit = judged.limit.as_deref()?;
    let first = limit.trim_start_matches(['≤', '<', ' ']);
    let digits: String = first.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().ok().filter(|_| !limit.contains('–') && !limit.starts_with(['≥', '>']))
}
