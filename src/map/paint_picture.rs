//! Fonts and painting for pictures: no window, no egui context, the product's own font and what stands behind it.

use std::sync::Arc;

use egui::epaint::{
    ClippedPrimitive, ClippedShape, Mesh as EguiMesh, Primitive, Rect, Shape, TessellationOptions,
    Tessellator, TextureId, Vec2,
    text::{FontData, FontDefinitions, FontFamily, FontProvider, Fonts, TextOptions},
};

use super::mesh::Mesh;
use super::paint::{FontMeasure, add_texts, write_egui_mesh};
use super::paint_rare::RareFonts;
use super::paint_soft::SoftPainter;
use super::raster_stamp;
use super::raster_stroke::StrokeMask;
use super::render::Picture;
use super::scene::{Measure, Scene, SceneText};
use super::strokes::Strokes;
use super::symbols::Symbols;
use super::theme::Rgba;

/// Lays out and paints with Noto Sans SC, rarer characters in a font that has them.
pub struct PictureFonts {
    fonts: Fonts,
    painter: SoftPainter,
    mask: StrokeMask,
    /// Memory for the next scene's triangles.
    triangles: Mesh,
    spare: Arc<EguiMesh>,
    pixels_per_point: f32,
}

/// What is painted above the sheet before it.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    pub below: &'a Mesh,
    pub lines: &'a [Strokes],
    pub symbols: &'a Symbols,
    pub texts: &'a [SceneText],
}

impl PictureFonts {
    pub fn new(pixels_per_point: f32, rare: Option<RareFonts>) -> Self {
        let name = "noto-sans-sc";
        let mut definitions = FontDefinitions::empty();
        let data = FontData::from_static(super::FONT_NOTO_SANS_SC);
        definitions.font_data.insert(name.to_owned(), Arc::new(data));
        for family in [FontFamily::Proportional, FontFamily::Monospace] {
            definitions.families.insert(family, vec![name.to_owned()]);
        }
        let behind = rare.into_iter().map(|rare| Arc::new(rare) as Arc<dyn FontProvider>).collect();
        Self {
            fonts: Fonts::new(TextOptions::default(), definitions).with_font_providers(behind),
            painter: SoftPainter::default(),
            mask: StrokeMask::default(),
            triangles: Mesh::default(),
            spare: Arc::default(),
            pixels_per_point,
        }
    }

    pub fn with_measure<R>(&mut self, use_it: impl FnOnce(&mut dyn Measure) -> R) -> R {
        let mut view = self.fonts.with_pixels_per_point(self.pixels_per_point);
        use_it(&mut FontMeasure(&mut view))
    }

    /// Paints sheets, each above the one before. The picture stays until the next is painted.
    pub fn paint(&mut self, sheets: &[Sheet<'_>], size_px: [u32; 2], ground: Rgba) {
        let scale = self.pixels_per_point;
        self.painter.begin(size_px, ground);
        for sheet in sheets {
            self.painter.mesh(sheet.below, scale);
            for lines in sheet.lines {
                self.mask.paint(self.painter.raster(), lines, scale);
            }
            raster_stamp::paint(self.painter.raster(), sheet.symbols, scale);
            self.texts(sheet.texts);
        }
    }

    /// The picture that was painted last.
    pub fn picture(&self) -> Picture {
        self.painter.picture()
    }

    fn texts(&mut self, texts: &[SceneText]) {
        if texts.is_empty() {
            return;
        }
        let primitives = self.tessellated(Vec::new(), texts);
        // After the layout: laying out is what fills the font's texture.
        if let Some(change) = self.fonts.font_image_delta() {
            self.painter.update_texture(TextureId::default(), &change);
        }
        self.painter.paint_over(&primitives, self.pixels_per_point);
    }

    /// A scene as a graphics card is given it.
    pub fn tessellate(&mut self, scene: &Scene) -> Vec<ClippedPrimitive> {
        scene.write_triangles(&mut self.triangles);
        let mut mesh = std::mem::take(&mut self.spare);
        write_egui_mesh(Arc::make_mut(&mut mesh), &self.triangles, Vec2::ZERO);
        let primitives = self.tessellated(vec![Shape::Mesh(Arc::clone(&mesh))], &scene.texts);
        self.spare = mesh;
        primitives
    }

    fn tessellated(
        &mut self,
        mut shapes: Vec<Shape>,
        texts: &[SceneText],
    ) -> Vec<ClippedPrimitive> {
        let mut view = self.fonts.with_pixels_per_point(self.pixels_per_point);
        add_texts(&mut shapes, texts, Vec2::ZERO, &mut view);
        let clip_rect = Rect::EVERYTHING;
        let shapes = shapes.into_iter().map(|shape| ClippedShape::new(clip_rect, shape)).collect();
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
