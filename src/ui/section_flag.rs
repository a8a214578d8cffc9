//! The water-quality class on a section's flag, the same on the map, in lists and on a river's strip.

use egui::{Align2, FontId, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use super::context::UiCtx;
use super::stage_symbol::colour;
use crate::model::FeatureKey;
use crate::plan::newest_answer;

/// What stands on a section's flag: its newest class, `—` where none is known.
pub fn section_flag(ctx: &UiCtx<'_>, key: &FeatureKey) -> &'static str {
    ctx.state(key).map_or("—", |state| newest_answer(state, ctx.snapshot.today).flag())
}

/// Paints the flag into `rect`: a pole and a cloth, in the colours that the map has for the class.
pub fn paint_flag(ctx: &UiCtx<'_>, painter: &Painter, rect: Rect, class: &str) {
    let (fill, ink) = ctx.map_theme.water_class(class);
    let line = Stroke::new(1.5, ctx.palette.text);
    let pole_x = rect.left() + 1.0;
    painter.line_segment([pos2(pole_x, rect.top()), pos2(pole_x, rect.bottom())], line);
    let cloth_size = vec2(rect.width() - 1.0, rect.height() * 0.66);
    let cloth = Rect::from_min_size(pos2(pole_x, rect.top()), cloth_size);
    painter.rect(cloth, 0.0, colour(fill), line, StrokeKind::Inside);
    // 劣Ⅴ is two characters in the same cloth.
    let points = (cloth.width() - 3.0) / class.chars().count().max(1) as f32;
    let font = FontId::proportional(points.min(cloth.height() * 0.9));
    painter.text(cloth.center(), Align2::CENTER_CENTER, class, font, colour(ink));
}
