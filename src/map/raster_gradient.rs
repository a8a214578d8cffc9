//! What fades between a triangle's corners: colours, and places in a texture.

use super::pixel::{Lanes, Pixel};
use super::raster::RasterVertex;
use super::raster_edge::Edge;
use super::raster_texture::RasterTexture;

/// The colours of the corners, to be mixed by how near a pixel is to each.
pub struct Gradient {
    corners: [[f32; 4]; 3],
    scale: f32,
    /// What a pixel further right adds to the colour, and to each corner's weight.
    step: [f32; 4],
    weight_step: [f32; 3],
}

impl Gradient {
    pub fn new(corners: [RasterVertex; 3], edges: &[Edge; 3], doubled_area: i64) -> Self {
        let scale = 1.0 / doubled_area as f32;
        let corners = corners.map(|corner| corner.color.map(f32::from));
        let weight_step = [0, 1, 2].map(|idx| edges[idx].step_x() as f32 * scale);
        let step = mixed(&corners, weight_step);
        Self { corners, scale, step, weight_step }
    }

    fn weights(&self, edges: &[Edge; 3], x: i64) -> [f32; 3] {
        [0, 1, 2].map(|idx| edges[idx].at(x) as f32 * self.scale)
    }

    /// Paints pixels of a row from `from` on, each colour times one texel.
    pub fn paint(&self, edges: &[Edge; 3], from: i64, span: &mut [Pixel], texel: [f32; 4]) {
        let mut color = mixed(&self.corners, self.weights(edges, from));
        let share = texel.map(|channel| channel * (1.0 / 255.0));
        for pixel in span {
            let shown: Pixel = std::array::from_fn(|idx| (color[idx] * share[idx] + 0.5) as u8);
            *pixel = Lanes::of(shown).over(*pixel);
            color = std::array::from_fn(|idx| color[idx] + self.step[idx]);
        }
    }

    /// The same with a texture between the corners `a`, `b` and `c`.
    pub fn paint_texture(
        &self,
        edges: &[Edge; 3],
        from: i64,
        span: &mut [Pixel],
        [a, b, c]: [&RasterVertex; 3],
        texture: &RasterTexture,
    ) {
        let mut weights = self.weights(edges, from);
        for pixel in span {
            let [p, q, r] = weights;
            let uv = [0, 1].map(|idx| a.uv[idx] * p + b.uv[idx] * q + c.uv[idx] * r);
            let (color, texel) = (mixed(&self.corners, weights), texture.sample(uv));
            let shown: Pixel =
                std::array::from_fn(|idx| (color[idx] * texel[idx] * (1.0 / 255.0) + 0.5) as u8);
            *pixel = Lanes::of(shown).over(*pixel);
            weights = std::array::from_fn(|idx| weights[idx] + self.weight_step[idx]);
        }
    }
}

#[inline]
fn mixed(corners: &[[f32; 4]; 3], [p, q, r]: [f32; 3]) -> [f32; 4] {
    let [a, b, c] = corners;
    std::array::from_fn(|idx| a[idx] * p + b[idx] * q + c[idx] * r)
}
