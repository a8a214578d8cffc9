//! 水质: rivers by month, each cell a letter or a word on the class's colour.

use egui::{Button, Color32, RichText, Ui};

use super::Look;
use crate::model::{FeatureKey, Kind};
use crate::plan::{MonthAnswer, QualityRow, inferior_words};
use crate::ui::context::UiCtx;

/// Narrower cells are not read.
const CELL_POINTS: f32 = 25.0;
/// The narrowest that a cell becomes so that the names are whole.
const CELL_POINTS_MIN: f32 = 16.0;
const GAP_POINTS: f32 = 2.0;

pub fn quality_ui(look: &mut Look<'_>, ui: &mut Ui) {
    let (ctx, board) = (look.ctx, look.board);
    if board.quality.is_empty() {
        return look.weak_ui(ui, ctx.t("board.no_sections"));
    }
    let roomy = ctx.palette.sizes.body_points / 15.0;
    let names: Vec<String> = board.quality.iter().map(|row| name_of(ctx, row)).collect();
    let room = ui.available_width();
    let name_points = names_points(ui, &names, room, roomy);
    // The months that have been, where not all twelve have room.
    let months = match room - name_points >= 12.0 * (CELL_POINTS * roomy + GAP_POINTS) {
        true => 12,
        false => usize::try_from(board.as_of.month()).unwrap_or(12),
    };
    let cell = (room - name_points) / months as f32 - GAP_POINTS;
    let cell = cell.clamp(CELL_POINTS_MIN, 40.0 * roomy);
    let size = egui::vec2(cell, ctx.palette.sizes.body_points * 1.5);
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = egui::vec2(0.0, 0.0);
        egui::Grid::new("quality").spacing([GAP_POINTS, GAP_POINTS]).min_col_width(cell).show(
            ui,
            |ui| {
                ui.label("");
                for month in 1..=months {
                    look.weak_ui(ui, month.to_string());
                }
                ui.end_row();
                for (row, river) in board.quality.iter().zip(&names) {
                    ui.scope(|ui| {
                        ui.set_max_width(name_points);
                        ui.add(egui::Label::new(RichText::new(river)).truncate())
                            .on_hover_text(river);
                    });
                    for (month, answer) in (1..).zip(row.months).take(months) {
                        let words = ctx.say(&answer.words()).to_owned();
                        let title = ctx.fill(
                            "board.cell",
                            &[("river", &river), ("m", &month), ("what", &words)],
                        );
                        if month_cell_ui(ctx, ui, answer, size, &title) {
                            look.show(&title, &row.sections);
                        }
                    }
                    ui.end_row();
                }
            },
        );
    });
    let figure = board.summary.kpis.get("k_river_inferior");
    let inferior = figure.map(inferior_words).unwrap_or_default();
    let names: Vec<&str> = inferior.iter().map(|river| ctx.say(river)).collect();
    let words = match names.is_empty() {
        true => ctx.t("board.none_inferior").to_owned(),
        false => ctx.fill("board.inferior", &[("names", &names.join("、"))]),
    };
    ui.add(egui::Label::new(words).wrap());
    let how = RichText::new(ctx.t("board.quality_how")).small().color(ctx.palette.weak);
    ui.add(egui::Label::new(how).wrap());
}

fn name_of(ctx: &UiCtx<'_>, row: &QualityRow) -> String {
    ctx.name_of(&FeatureKey::new(&Kind::new(Kind::RIVER), &row.river))
}

/// The widest name, as long as the year's cells have some room beside it.
fn names_points(ui: &Ui, names: &[String], room: f32, roomy: f32) -> f32 {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width_of = |name: &String| {
        ui.painter().layout_no_wrap(name.clone(), font.clone(), Color32::BLACK).size().x
    };
    let widest = names.iter().map(width_of).fold(0.0, f32::max) + 4.0;
    let most = room - 12.0 * (CELL_POINTS_MIN + GAP_POINTS);
    widest.min(most.max(74.0 * roomy))
}

/// One month: its letter or word on the class's colour. Answers whether it was clicked.
pub fn month_cell_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    answer: MonthAnswer,
    size: egui::Vec2,
    title: &str,
) -> bool {
    if answer == MonthAnswer::Ahead {
        ui.allocate_exact_size(size, egui::Sense::hover());
        return false;
    }
    let (fill, ink) = match answer.class() {
        Some(class) => class_colours(class),
        None => (ctx.palette.panel, ctx.palette.text),
    };
    let mark = ctx.say(&answer.mark()).to_owned();
    let points = if mark.chars().count() > 1 { 11.0 } else { 13.0 };
    let mut text = RichText::new(mark).color(ink).size(points);
    if matches!(answer, MonthAnswer::Stated(_)) {
        text = text.italics();
    }
    let button = Button::new(text).fill(fill).min_size(size).corner_radius(2);
    let response = ui.add_sized(size, button).on_hover_text(title);
    response.accessible_name(title.to_owned()).clicked()
}

/// Blue, green, yellow, orange, red; the letter says it too.
const fn class_colours(class: usize) -> (Color32, Color32) {
    match class {
        0 | 1 => (Color32::from_rgb(0x1F, 0x6F, 0xC4), Color32::WHITE),
        2 => (Color32::from_rgb(0x7C, 0xCB, 0xA8), Color32::BLACK),
        3 => (Color32::from_rgb(0xF7, 0xDF, 0x5A), Color32::BLACK),
        4 => (Color32::from_rgb(0xF2, 0x9A, 0x2E), Color32::BLACK),
        _ => (Color32::from_rgb(0xB3, 0x1E, 0x14), Color32::WHITE),
    }
}
