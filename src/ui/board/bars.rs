//! Bars one under the other, each with its name before it and its number behind: none is left without a name, and
//! the number opens its list.

use egui::{Color32, Label, Rect, RichText, Sense, Stroke, StrokeKind, Ui, vec2};

use super::Look;

/// The widest that names grow, as a share of the tile.
const NAMES_SHARE: f32 = 0.45;
/// Room for a number of four digits, in heights of a letter.
const NUMBER_EMS: f32 = 2.4;

/// One bar.
pub(super) struct BarRow<'a> {
    pub name: String,
    /// What its list is called.
    pub title: String,
    pub of: &'a [u32],
    pub ink: Color32,
}

/// Draws them, as long as they are many; the longest takes all the room.
pub(super) fn bars_ui(look: &mut Look<'_>, ui: &mut Ui, rows: &[BarRow<'_>]) {
    let sizes = look.ctx.palette.sizes;
    let most = rows.iter().map(|row| row.of.len()).max().unwrap_or_default().max(1);
    let font = egui::TextStyle::Body.resolve(ui.style());
    let width_of = |name: &str| {
        ui.painter().layout_no_wrap(name.to_owned(), font.clone(), Color32::BLACK).size().x
    };
    let widest = rows.iter().map(|row| width_of(&row.name)).fold(0.0, f32::max) + 2.0;
    let names_points = widest.min(ui.available_width() * NAMES_SHARE);
    let number_points = NUMBER_EMS * sizes.body_points;
    for row in rows {
        ui.horizontal(|ui| {
            let height = ui.spacing().interact_size.y;
            ui.allocate_ui_with_layout(
                vec2(names_points, height),
                egui::Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_width(names_points);
                    ui.add(Label::new(RichText::new(&row.name)).truncate());
                },
            );
            let room = (ui.available_width() - number_points - 8.0).max(10.0);
            let share = row.of.len() as f32 / most as f32;
            let (area, _) = ui.allocate_exact_size(vec2(room, height * 0.6), Sense::hover());
            let bar =
                Rect::from_min_size(area.min, vec2((area.width() * share).max(2.0), area.height()));
            let edge = Stroke::new(sizes.line_points.max(1.5), look.ctx.palette.text);
            let fill = if row.of.is_empty() { Color32::TRANSPARENT } else { row.ink };
            ui.painter().rect(bar, 0.0, fill, edge, StrokeKind::Inside);
            look.number_ui(ui, &row.of.len().to_string(), &row.title, row.of);
        });
    }
}
