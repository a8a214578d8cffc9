//! egui's painting done on the CPU: what a graphics card does with tessellated shapes, for pictures and tests.
//!
//! Paint callbacks are passed over and counted: the product has none.

use std::collections::HashMap;

use egui::epaint::{
    ClippedPrimitive, ImageData, ImageDelta, Primitive, TextureId,
    textures::{TextureFilter, TexturesDelta},
};

use super::raster::{PixelBox, Raster, RasterTexture, RasterVertex};
use super::render::Picture;
use super::theme::Rgba;

/// A painter without a driver. Feed it texture changes, then tessellated shapes.
#[derive(Debug, Default)]
pub struct SoftPainter {
    textures: HashMap<TextureId, RasterTexture>,
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

    /// Paints tessellated shapes over `ground`.
    pub fn paint(
        &mut self,
        primitives: &[ClippedPrimitive],
        pixels_per_point: f32,
        size_px: [u32; 2],
        ground: Rgba,
    ) -> Picture {
        let [width_px, height_px] = size_px;
        let mut raster = Raster::new(width_px as usize, height_px as usize, ground.premultiplied());
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
                raster.triangle(corners, texture, clip);
            }
        }
        Picture { width_px, height_px, rgba: raster.into_rgba() }
    }
}
