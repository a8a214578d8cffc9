//! 采样点: the grade of the whole water and how its points come to it, by the rules of the guide.

use egui::{Grid, Label, RichText, Ui};

use crate::plan::{BodyGrade, PointGrade};
use crate::ui::context::UiCtx;

/// The grade in one sentence with its standard, and a line for each point.
pub fn body_grade_ui(ctx: &UiCtx<'_>, ui: &mut Ui, grade: &BodyGrade) {
    let weak =
        |words: &str| Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap();
    let words = RichText::new(ctx.say(&grade.sentence())).strong();
    ui.add(Label::new(words.color(colour(ctx, grade.rank, grade))).wrap());
    ui.add(weak(ctx.say(&grade.basis())));
    for lacking in grade.lacking() {
        ui.add(Label::new(RichText::new(ctx.say(&lacking)).color(ctx.palette.warn)).wrap());
    }
    Grid::new("sampling points").num_columns(3).striped(true).show(ui, |ui| {
        for point in &grade.points {
            ui.label(RichText::new(name(ctx, point)).strong());
            let class = RichText::new(ctx.say(&point.class.label));
            ui.label(class.color(colour(ctx, point.rank, grade)));
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add(Label::new(ctx.say(&grade.why(point))).wrap());
                ui.add(weak(&days(ctx, point)));
            });
            ui.end_row();
        }
    });
    ui.add_space(6.0);
}

fn name(ctx: &UiCtx<'_>, point: &PointGrade) -> String {
    if point.name.is_empty() { ctx.t("point.none").to_owned() } else { point.name.clone() }
}

fn days(ctx: &UiCtx<'_>, point: &PointGrade) -> String {
    let (from, to) = (ctx.day(point.from), ctx.day(point.to));
    match point.times {
        1 => ctx.fill("point.once", &[("day", &to)]),
        times => ctx.fill("point.round", &[("from", &from), ("to", &to), ("n", &times)]),
    }
}

fn colour(ctx: &UiCtx<'_>, rank: usize, grade: &BodyGrade) -> egui::Color32 {
    match rank {
        0 => ctx.palette.good,
        _ if grade.rules.worst.is_some() && rank == 1 => ctx.palette.warn,
        _ => ctx.palette.bad,
    }
}
