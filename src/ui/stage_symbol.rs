//! The small symbol of a stage in lists and headers: the same shape, colour and character as on the map.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, vec2,
};

use super::context::UiCtx;
use super::section_flag::{paint_flag, section_flag};
use crate::map::{Rgba, StageLook, SymbolShape};
use crate::model::{FeatureKey, Kind};
use crate::plan::FeatureState;

/// How a feature's stage looks; `None` for kinds that have no plan.
pub fn look_of(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    state: Option<&FeatureState>,
) -> Option<StageLook> {
    let procedure = ctx.procedure(key).filter(|procedure| procedure.has_stages())?;
    let stage = state.and_then(FeatureState::stage_code).and_then(|code| procedure.stage(code));
    Some(stage.map_or_else(StageLook::not_started, StageLook::of))
}

/// Takes up the room of a symbol and paints it. Named for screen readers by the text beside it.
pub fn stage_symbol_ui(ctx: &UiCtx<'_>, ui: &mut Ui, look: &StageLook, size: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
    paint(ctx, ui.painter(), rect, look);
    response.on_hover_text(ctx.say(&look.label))
}

/// Paints the symbol into `rect`.
pub fn paint(ctx: &UiCtx<'_>, painter: &Painter, rect: Rect, look: &StageLook) {
    let style = ctx.map_theme.group(look.group);
    let outline_colour = match style.shape {
        SymbolShape::HollowCircle | SymbolShape::DottedCircle => ctx.palette.text,
        _ => colour(ctx.map_theme.symbol_outline),
    };
    let outline = Stroke::new(1.5, outline_colour);
    let fill = colour(style.fill);
    let center = rect.center();
    let radius = rect.width() / 2.0 - 1.0;
    for shape in outline_of(style.shape, center, radius, fill, outline) {
        painter.add(shape);
    }
    let mark_center = match style.shape {
        SymbolShape::Triangle => center + vec2(0.0, radius * 0.22),
        _ => center,
    };
    let points = match style.shape {
        SymbolShape::Triangle | SymbolShape::Diamond => radius * 0.92,
        _ => radius * 1.2,
    };
    let font = FontId::proportional(points);
    painter.text(mark_center, Align2::CENTER_CENTER, ctx.say(&look.mark), font, colour(style.mark));
}

/// A colour of the map as egui has it.
pub fn colour(rgba: Rgba) -> Color32 {
    let [r, g, b, a] = rgba.premultiplied();
    Color32::from_rgba_premultiplied(r, g, b, a)
}

fn outline_of(
    shape: SymbolShape,
    center: Pos2,
    radius: f32,
    fill: Color32,
    outline: Stroke,
) -> Vec<Shape> {
    let polygon = |corners: &[(f32, f32)]| {
        let points = corners.iter().map(|(x, y)| center + vec2(*x, *y) * radius).collect();
        vec![Shape::convex_polygon(points, fill, outline)]
    };
    match shape {
        SymbolShape::Circle => {
            vec![
                Shape::circle_filled(center, radius * 0.95, fill),
                Shape::circle_stroke(center, radius * 0.95, outline),
            ]
        }
        SymbolShape::Diamond => polygon(&[(0.0, -1.08), (1.08, 0.0), (0.0, 1.08), (-1.08, 0.0)]),
        SymbolShape::Square => {
            polygon(&[(-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)])
        }
        SymbolShape::Triangle => polygon(&[(0.0, -1.02), (1.12, 0.88), (-1.12, 0.88)]),
        SymbolShape::Hexagon => polygon(&[
            (-0.52, -0.92),
            (0.52, -0.92),
            (1.05, 0.0),
            (0.52, 0.92),
            (-0.52, 0.92),
            (-1.05, 0.0),
        ]),
        SymbolShape::HollowCircle => vec![Shape::circle_stroke(center, radius * 0.95, outline)],
        SymbolShape::DottedCircle => {
            let at = |step: u16| {
                let angle = f32::from(step) * std::f32::consts::TAU / 48.0;
                center + vec2(angle.cos(), angle.sin()) * radius * 0.95
            };
            let ring: Vec<Pos2> = (0..=48).map(at).collect();
            Shape::dashed_line(&ring, outline, 2.5, 2.5)
        }
    }
}

/// Paints what a feature of a kind without stages looks like: a section its flag with the class of its water, others a
/// stroke of their line or a field of their ground.
pub fn paint_stageless(ctx: &UiCtx<'_>, painter: &Painter, rect: Rect, key: &FeatureKey) {
    let kind = key.kind();
    let style = ctx.map_theme.kind(&kind);
    let (line, fill) = (colour(style.line), colour(style.fill));
    let stroke = Stroke::new(style.line_width_pts.clamp(1.5, 3.0), line);
    match kind.code() {
        Kind::RIVER | Kind::COASTLINE => {
            let at = |x: f32, y: f32| rect.left_top() + vec2(x * rect.width(), y * rect.height());
            painter.add(Shape::line(
                vec![at(0.05, 0.62), at(0.28, 0.38), at(0.5, 0.52), at(0.72, 0.64), at(0.95, 0.4)],
                stroke,
            ));
        }
        Kind::SECTION => paint_flag(ctx, painter, rect, section_flag(ctx, key)),
        _ => {
            // A piece of ground, so that nobody takes it for a box to tick.
            let at = |x: f32, y: f32| rect.left_top() + vec2(x * rect.width(), y * rect.height());
            let corners =
                vec![at(0.12, 0.3), at(0.55, 0.12), at(0.9, 0.42), at(0.7, 0.88), at(0.2, 0.78)];
            let ground = fill.blend(line.gamma_multiply(0.25));
            painter.add(Shape::convex_polygon(corners, ground, Stroke::new(1.5, line)));
        }
    }
}
