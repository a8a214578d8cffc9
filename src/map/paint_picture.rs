//! Fonts and painting for pictures: no window, no egui context, the product's own font alone.

use std::sync::Arc;

use egui::epaint::{
    ClippedPrimitive, ClippedShape, ImageDelta, Primitive, Rect, Shape, TessellationOptions,
    Tessellator, TextureId, Vec2,
    text::{FontData, FontDefinitions, FontFamily, Fonts, TextOptions},
    textures::TextureOptions,
};

use super::mesh::Mesh;
use super::paint::{FontMeasure, add_texts, egui_mesh};
use super::paint_soft::SoftPainter;
use super::render::Picture;
use super::scene::{Measure, SceneText};
use super::theme::Rgba;

/// Lays out and paints with Noto Sans SC.
pub struct PictureFonts {
    fonts: Fonts,
    pixels_per_point: f32,
}

impl PictureFonts {
    pub fn new(pixels_per_point: f32) -> Self {
        let name = "noto-sans-sc";
        let mut definitions = FontDefinitions::empty();
        let data = FontData::from_static(super::FONT_NOTO_SANS_SC);
        definitions.font_data.insert(name.to_owned(), Arc::new(data));
        for family in [FontFamily::Proportional, FontFamily::Monospace] {
            definitions.families.insert(family, vec![name.to_owned()]);
        }
        Self { fonts: Fonts::new(TextOptions::default(), definitions), pixels_per_point }
    }

    pub fn with_measure<R>(&mut self, use_it: impl FnOnce(&mut dyn Measure) -> R) -> R {
        let mut view = self.fonts.with_pixels_per_point(self.pixels_per_point);
        use_it(&mut FontMeasure(&mut view))
    }

    /// Paints sheets of triangles and texts, each above the one before.
    pub fn paint(
        &mut self,
        sheets: &[(&Mesh, &[SceneText])],
        size_px: [u32; 2],
        ground: Rgba,
    ) -> Picture {
        let primitives = self.tessellate(sheets);
        let mut painter = SoftPainter::default();
        let font_image = ImageDelta::full(self.fonts.image(), TextureOptions::LINEAR);
        painter.update_texture(TextureId::default(), &font_image);
        painter.paint(&primitives, self.pixels_per_point, size_px, ground)
    }

    /// Sheets of triangles and texts as a graphics card is given them.
    pub fn tessellate(&mut self, sheets: &[(&Mesh, &[SceneText])]) -> Vec<ClippedPrimitive> {
        let mut shapes = Vec::new();
        let mut view = self.fonts.with_pixels_per_point(self.pixels_per_point);
        for (mesh, texts) in sheets {
            shapes.push(Shape::mesh(egui_mesh(mesh, Vec2::ZERO)));
            add_texts(&mut shapes, texts, Vec2::ZERO, &mut view);
        }
        let clip_rect = Rect::EVERYTHING;
        let shapes = shapes.into_iter().map(|shape| ClippedShape::new(clip_rect, shape)).collect();
        // After the layout: laying out is what fills the font's texture.
        let mut tessellator = Tessellator::new(
            self.pixels_per_point,
            TessellationOptions::default(),
            self.fonts.font_image_size(),
            Vec::new(),
        );
        tessellator.tessellate_shapes(shapes)
    }
}

pub fn triangle_count(primitive: &ClippedPrimitive) -> usize {
    match &primitive.primitive {
        Primitive::Mesh(mesh) => mesh.indices.len() / 3,
        Primitive::Callback(_) => 0,
    }
}
