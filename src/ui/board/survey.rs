//! 黑臭排查: which districts have answered, and 零报告 for those that found nothing. No features is no answer.

use egui::{Button, Ui};

use super::charts::feature_link_ui;
use super::{BoardAsk, Look};
use crate::plan::{Role, SurveyAnswer};
use crate::ui::lines::small;

pub fn survey_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    if board.survey.is_empty() {
        return look.weak_ui(ui, ctx.t("board.no_district_layer"));
    }
    let places = |of: &dyn Fn(&SurveyAnswer) -> bool| {
        board.survey.iter().filter(|one| of(one)).map(|one| one.place).collect::<Vec<u32>>()
    };
    let complete = places(&|one| one.is_complete);
    let zero = places(&|one| one.answer.as_deref() == Some("zero_report"));
    let all = board.survey.len();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(ctx.t("board.survey_done"));
        let title = ctx.t("board.survey_done");
        look.number_ui(ui, &complete.len().to_string(), title, &complete);
        ui.label(format!("/ {all}"));
        ui.label(ctx.t("board.zero_reports"));
        look.number_ui(ui, &zero.len().to_string(), ctx.t("board.zero_reports"), &zero);
    });
    let open: Vec<&SurveyAnswer> = board.survey.iter().filter(|one| !one.is_complete).collect();
    if open.is_empty() {
        return;
    }
    ui.label(ctx.fill("board.silent", &[("n", &open.len())]));
    let pairs = ((ui.available_width() / (ctx.palette.sizes.body_points * 10.5)) as usize).max(1);
    egui::Grid::new("silent districts").spacing([6.0, 2.0]).show(ui, |ui| {
        for row in open.chunks(pairs) {
            row.iter().for_each(|one| silent_ui(look, ui, one));
            ui.end_row();
        }
    });
}

fn silent_ui(look: &mut Look<'_>, ui: &mut Ui, one: &SurveyAnswer) {
    let ctx = look.ctx;
    let name = ctx.name_of(&one.key);
    feature_link_ui(look, ui, &one.key, &name);
    let may = ctx.actor.is_none_or(|it| matches!(it.role, Role::District | Role::Municipal));
    if ctx.snapshot.read_only || !may {
        return;
    }
    let words = ctx.t("board.zero");
    let button = ui.add(small(ctx, Button::new(words)));
    if button.accessible_name(format!("{words} {name}")).clicked() {
        look.ask = Some(BoardAsk::ZeroReport(one.key.clone()));
    }
}
