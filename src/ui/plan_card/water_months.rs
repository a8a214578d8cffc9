//! A section's quality month by month and over the year: means, with what they rest on.

use egui::{Grid, Label, RichText, Ui};

use crate::model::Day;
use crate::plan::FeatureState;
use crate::ui::context::UiCtx;

/// So many months are shown; the year's mean stands above them.
const MONTHS_SHOWN: usize = 6;

/// Draws nothing where the standard judges no means or nothing was sampled.
pub fn months_ui(ctx: &UiCtx<'_>, ui: &mut Ui, state: &FeatureState) {
    if state.months.is_empty() {
        return;
    }
    ui.label(RichText::new(ctx.t("water.months")).strong());
    let today = ctx.snapshot.today;
    let begin = Day::new(today.year(), 1, 1).unwrap_or(today);
    Grid::new("water months").num_columns(2).striped(true).show(ui, |ui| {
        let row_ui = |ui: &mut Ui, name: String, words: String| {
            ui.label(name);
            ui.add(Label::new(words).wrap());
            ui.end_row();
        };
        if let Some(year) = ctx.snapshot.rulebook.quality_between(state, begin, today)
            && year.months > 1
        {
            let name = ctx.fill("water.year_so_far", &[("year", &today.year())]);
            row_ui(ui, name, ctx.say(&year.sentence()).to_owned());
        }
        for month in state.months.iter().rev().take(MONTHS_SHOWN) {
            let (year, of_year) = month.month();
            row_ui(ui, format!("{year}-{of_year:02}"), ctx.say(&month.sentence()).to_owned());
        }
    });
    ui.add_space(6.0);
}
