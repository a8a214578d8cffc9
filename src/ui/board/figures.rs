//! 指标: the 26 figures, numerator and denominator beside every rate; "—" with the layer that would feed it.

use egui::{Label, RichText, Ui};
use serde_json::Value;

use super::Look;
use crate::model::Kind;
use crate::plan::{
    Amount, Members, figure_layers, figure_remark, figure_splits, kpi_codes, kpi_label, per_cent,
};

pub fn figures_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let roomy = look.ctx.palette.sizes.body_points / 15.0;
    let count = super::columns_in(ui.available_width() / roomy);
    let codes = kpi_codes();
    ui.columns(count, |columns| {
        let share = codes.len().div_ceil(count);
        for (column, codes) in columns.iter_mut().zip(codes.chunks(share)) {
            codes.iter().for_each(|code| figure_ui(look, column, code));
        }
    });
}

fn figure_ui(look: &mut Look<'_>, ui: &mut Ui, code: &str) {
    let board = look.board;
    let nobody = Members::default();
    let label = look.ctx.say(&kpi_label(code)).to_owned();
    let members = board.kpis.get(code).unwrap_or(&nobody);
    let value = board.summary.kpis.get(code).unwrap_or(&Value::Null);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(&label);
        value_ui(look, ui, code, &label, value, members);
    });
}

fn value_ui(
    look: &mut Look<'_>,
    ui: &mut Ui,
    code: &str,
    label: &str,
    value: &Value,
    members: &Members,
) {
    let ctx = look.ctx;
    let number = |name: &str| value.get(name).and_then(Value::as_u64);
    if value.is_null() {
        let kind = feeding_kind(code);
        let layer = ctx.kind_name(&Kind::new(kind));
        let is_there = ctx.snapshot.layers.iter().any(|view| view.layer.kind.code() == kind);
        let words = if is_there { "board.none_counted" } else { "board.no_layer" };
        let words = ctx.fill(words, &[("layer", &layer)]);
        ui.add(Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap());
    } else if let (Some(num), Some(den)) = (number("num"), number("den")) {
        look.number_ui(ui, &num.to_string(), label, &members.hits);
        ui.label("/");
        let title = ctx.fill("board.whole_of", &[("what", &label)]);
        look.number_ui(ui, &den.to_string(), &title, &members.of);
        if let Some(rate) = per_cent(Amount::of(num), Amount::of(den)) {
            ui.label(RichText::new(rate).strong());
        }
    } else if let Some(count) = number("count") {
        look.number_ui(ui, &count.to_string(), label, &members.hits);
    } else if let Some(days) = value.get("median_days").and_then(Value::as_f64) {
        look.number_ui(ui, &days.to_string(), label, &members.hits);
    } else {
        ui.label(mix_words(look, value));
    }
    let remark = figure_remark(code);
    let layers = figure_layers(&ctx.snapshot.rulebook, value);
    let remarks = layers.into_iter().chain((!remark.zh.is_empty()).then_some(remark));
    for split in figure_splits(value).into_iter().chain(remarks) {
        let words = ctx.say(&split).to_owned();
        look.weak_ui(ui, words);
    }
}

fn mix_words(look: &Look<'_>, value: &Value) -> String {
    let counts = value.as_object().into_iter().flatten();
    let parts =
        counts.map(|(code, count)| format!("{} {count}", super::charts::category(look, code)));
    parts.collect::<Vec<_>>().join(" · ")
}

/// The kind of layer that a figure is counted from.
fn feeding_kind(code: &str) -> &'static str {
    match code {
        "k_bow_survey" => Kind::DISTRICT,
        code if code.starts_with("k_bow") => Kind::BLACK_ODOROUS_WATER,
        code if code.starts_with("k_sec") || code.starts_with("k_river") => Kind::SECTION,
        code if code.starts_with("k_plot") => Kind::PLOT,
        code if code.starts_with("k_farm") => "farmland_unit",
        _ => Kind::OUTFALL,
    }
}
