//! Named places of the chosen feature, above everything: where the samples of a water were taken.

use egui::{Align2, FontId, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::legend::word;
use super::paint::color32;
use super::theme::MapTheme;
use super::widget::id_of;
use super::widget_tools::Ground;
use crate::model::{Lang, LonLat};

const DOT_PTS: f32 = 5.5;

/// A place with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlace {
    pub at: LonLat,
    pub label: String,
}

/// Draws a dot with its plate for each; each can be reached by Tab and is read aloud.
pub fn paint(ui: &Ui, ground: Ground, places: &[MapPlace], theme: &MapTheme, lang: Lang) {
    let painter = ui.painter_at(ground.rect);
    let edge = Stroke::new(2.0, color32(theme.ink));
    let font = FontId::proportional(13.0);
    for (nth, place) in places.iter().enumerate() {
        let at = ground.pos(place.at);
        if !ground.rect.contains(at) {
            continue;
        }
        painter.circle(at, DOT_PTS, color32(theme.panel), edge);
        painter.circle_filled(at, 2.0, color32(theme.selection));
        let words = painter.layout_no_wrap(place.label.clone(), font.clone(), color32(theme.ink));
        let size = words.size() + vec2(8.0, 4.0);
        let plate = Align2::LEFT_CENTER.anchor_size(at + vec2(10.0, 0.0), size);
        painter.rect_filled(plate, 3.0, color32(theme.panel.with_alpha(235)));
        painter.galley(plate.min + vec2(4.0, 2.0), words, color32(theme.ink));
        let area = Rect::from_center_size(at, vec2(16.0, 16.0)).intersect(ground.rect);
        let id = id_of(ui, "place").with(nth);
        let response = ui.interact(area, id, Sense::focusable_noninteractive());
        let name = word(("采样点", "Sampling point"), lang);
        let spoken = format!("{name} {}", place.label);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
    }
}
