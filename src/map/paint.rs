//! A scene in egui's own terms: meshes and laid-out texts, for the window and for pictures.
//!
//! Decides nothing about what is shown.

use egui::epaint::{
    self, Color32, Mesh as EguiMesh, Pos2, Shape, TextShape, Vec2, Vertex as EguiVertex,
    emath::Rot2,
    text::{FontsView, Galley},
};
use egui::{FontId, pos2, vec2};

use std::sync::Arc;

use super::mesh::Mesh;
use super::scene::{Measure, SceneText};
use super::theme::Rgba;

/// Where a halo is painted, in points: all around, so that letters stand clear of any line.
const HALO_PTS: f32 = 1.5;

/// Letters hang this share of their size too high in their row: Chinese has no descenders.
const DROP_SHARE: f32 = 0.035;

/// Measures texts with the fonts they will be painted in.
pub struct FontMeasure<'a, 'b>(pub &'a mut FontsView<'b>);

impl Measure for FontMeasure<'_, '_> {
    fn text_size(&mut self, text: &str, size_pts: f32) -> [f32; 2] {
        let size = layout(self.0, text, size_pts).size();
        [size.x, size.y]
    }
}

fn layout(fonts: &mut FontsView<'_>, text: &str, size_pts: f32) -> Arc<Galley> {
    fonts.layout_delayed_color(text.to_owned(), FontId::proportional(size_pts), f32::INFINITY)
}

pub fn color32(color: Rgba) -> Color32 {
    let [r, g, b, a] = color.premultiplied();
    Color32::from_rgba_premultiplied(r, g, b, a)
}

/// The same triangles, moved by `by`.
pub fn egui_mesh(mesh: &Mesh, by: Vec2) -> EguiMesh {
    let mut egui_mesh = EguiMesh::default();
    write_egui_mesh(&mut egui_mesh, mesh, by);
    egui_mesh
}

/// The same into the memory of another mesh.
pub fn write_egui_mesh(into: &mut EguiMesh, mesh: &Mesh, by: Vec2) {
    into.clear();
    into.indices.extend_from_slice(&mesh.indices);
    into.vertices.extend(mesh.vertices.iter().map(|vertex| {
        let [r, g, b, a] = vertex.color;
        let pos = pos2(vertex.pos[0] + by.x, vertex.pos[1] + by.y);
        EguiVertex {
            pos,
            uv: epaint::WHITE_UV,
            color: Color32::from_rgba_premultiplied(r, g, b, a),
        }
    }));
}

/// Lays the texts out and adds their shapes, halos first so that no halo covers a neighbour's letters.
pub fn add_texts(
    shapes: &mut Vec<Shape>,
    texts: &[SceneText],
    by: Vec2,
    fonts: &mut FontsView<'_>,
) {
    let laid: Vec<_> =
        texts.iter().map(|text| (text, layout(fonts, &text.text, text.size_pts))).collect();
    for (text, galley) in laid.iter().filter(|(text, _)| text.halo.alpha() > 0) {
        for step in 0..8 {
            let angle = std::f32::consts::TAU * step as f32 / 8.0;
            let around = Vec2::angled(angle) * HALO_PTS;
            shapes.push(text_shape(text, galley, by + around, text.halo));
        }
    }
    shapes.extend(laid.iter().map(|(text, galley)| text_shape(text, galley, by, text.color)));
}

fn text_shape(text: &SceneText, galley: &Arc<Galley>, by: Vec2, color: Rgba) -> Shape {
    let half = galley.size() / 2.0 - vec2(0.0, text.size_pts * DROP_SHARE);
    let center: Pos2 = pos2(text.center[0], text.center[1]) + by;
    let pos = center - Rot2::from_angle(text.angle_rad) * half;
    let color = color32(color);
    let shape = TextShape::new(pos, galley.clone(), color)
        .with_override_text_color(color)
        .with_angle(text.angle_rad);
    Shape::Text(shape)
}
