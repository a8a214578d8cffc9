//! egui's painting done on the CPU: what a graphics card does with tessellated shapes, for pictures and tests.
//!
//! Paint callbacks are passed over and counted: the product has none.

use std::collections::HashMap;

use egui::epaint::{
    ClippedPrimitive, ImageData, ImageDelta, Primitive, TextureId,
    textures::{TextureFilter, TexturesDelta},
};

use super::mesh::{Mesh, Vertex};
use super::raster::{PixelBox, Raster, RasterVertex};
use super::raster_texture::RasterTexture;
use super::render::Picture;
use super::theme::Rgba;

/// A painter without a driver. Feed it texture changes, then tessellated shapes.
#[derive(Debug, Default)]
pub struct SoftPainter {
    textures: HashMap<TextureId, RasterTexture>,
    raster: Raster,
    /// Paint callbacks that could not be painted.
    pub callbacks_skipped: usize,
}

impl SoftPainter {
    /// Takes over new, changed and freed textures.
    pub fn update_textures(&mut self, delta: &mut TexturesDelta) {
        // Each change names its own texture: their order does not matter.
        for (id, changes) in delta.set.drain() {
            for change in changes {
                self.update_texture(id, &change);
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    pub fn update_texture(&mut self, id: TextureId, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let [width, height] = image.size;
        let texels = image.pixels.iter().map(|color| color.to_array());
        match change.pos {
            Some(at) => {
                if let Some(texture) = self.textures.get_mut(&id) {
                    texture.patch(at, width, texels);
                }
            }
            None => {
                let texture = match change.options.magnification {
                    TextureFilter::Nearest => RasterTexture::sharp(width, height, texels),
                    TextureFilter::Linear => RasterTexture::smooth(width, height, texels),
                };
                self.textures.insert(id, texture);
            }
        }
    }

    /// Begins another picture.
    pub fn begin(&mut self, size_px: [u32; 2], ground: Rgba) {
        let [width_px, height_px] = size_px.map(|side| side as usize);
        self.raster.begin(width_px, height_px, ground.premultiplied());
    }

    /// What is painted on.
    pub fn raster(&mut self) -> &mut Raster {
        &mut self.raster
    }

    /// Paints plain triangles.
    pub fn mesh(&mut self, mesh: &Mesh, pixels_per_point: f32) {
        let clip = self.raster.whole();
        for triangle in mesh.indices.chunks_exact(3) {
            let corner = |idx: u32| {
                let Vertex { pos, color } = mesh.vertices[idx as usize];
                let pos = [pos[0] * pixels_per_point, pos[1] * pixels_per_point];
                RasterVertex { pos, uv: [0.0; 2], color }
            };
            let corners = [corner(triangle[0]), corner(triangle[1]), corner(triangle[2])];
            self.raster.triangle(corners, None, clip);
        }
    }

    /// Paints tessellated shapes over `ground`.
    pub fn paint(
        &mut self,
        primitives: &[ClippedPrimitive],
        pixels_per_point: f32,
        size_px: [u32; 2],
        ground: Rgba,
    ) -> Picture {
        self.begin(size_px, ground);
        self.paint_over(primitives, pixels_per_point);
        self.picture()
    }

    /// Paints tessellated shapes over what is there.
    pub fn paint_over(&mut self, primitives: &[ClippedPrimitive], pixels_per_point: f32) {
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let px = |at: f32| (at * pixels_per_point).round() as i64;
            let clip = PixelBox {
                min: [px(clip_rect.min.x), px(clip_rect.min.y)],
                max: [px(clip_rect.max.x), px(clip_rect.max.y)],
            };
            let Primitive::Mesh(mesh) = primitive else {
                self.callbacks_skipped += 1;
                continue;
            };
            let texture = self.textures.get(&mesh.texture_id);
            for triangle in mesh.triangles() {
                let corners = triangle.map(|idx| {
                    let vertex = mesh.vertices.get(idx as usize).copied().unwrap_or_default();
                    RasterVertex {
                        pos: [vertex.pos.x * pixels_per_point, vertex.pos.y * pixels_per_point],
                        uv: [vertex.uv.x, vertex.uv.y],
                        color: vertex.color.to_array(),
                    }
                });
                self.raster.triangle(corners, texture, clip);
            }
        }
    }

    /// What has been painted.
    pub fn picture(&self) -> Picture {
        let [width_px, height_px] = self.raster.size().map(|side| side as u32);
        Picture { width_px, height_px, rgba: self.raster.rgba() }
    }
}
