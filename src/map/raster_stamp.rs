//! Stamps straight to pixels: each is painted once for every quarter of a pixel it can stand at, then only copied.

use super::mesh::{Mesh, Vertex};
use super::pixel::{Lanes, Pixel};
use super::raster::{Raster, RasterVertex};
use super::symbols::{Placed, Symbols};

/// Steps within a pixel at which a stamp may stand: an eighth of a pixel off at most.
const STEPS: usize = 4;

/// So few symbols are painted triangle by triangle, each exactly where it stands.
const EXACT_MAX: usize = 600;

/// One stamp in pixels, for one place within a pixel.
struct Sprite {
    /// Its first pixel, counted from the pixel it stands in.
    left: i64,
    top: i64,
    width: usize,
    pixels: Vec<Pixel>,
}

/// Paints symbols over what is there.
pub fn paint(raster: &mut Raster, symbols: &Symbols, pixels_per_point: f32) {
    let mut sprites: Vec<[Option<Sprite>; STEPS * STEPS]> = Vec::new();
    sprites.resize_with(symbols.stamps.len(), Default::default);
    let others = |raster: &mut Raster, range: std::ops::Range<usize>| {
        let indices = symbols.mesh.indices.get(range).unwrap_or_default();
        some(raster, &symbols.mesh, indices, [0.0; 2], pixels_per_point);
    };
    let is_crowd = symbols.placed.len() > EXACT_MAX;
    let mut done = 0;
    for Placed { stamp, at, above } in &symbols.placed {
        others(raster, done..*above as usize);
        done = *above as usize;
        let [x, y] = [at[0] * pixels_per_point, at[1] * pixels_per_point];
        if !(x.is_finite() && y.is_finite()) || x.abs().max(y.abs()) > 1e6 {
            continue;
        }
        if !is_crowd {
            let stamp = &symbols.stamps[*stamp as usize];
            some(raster, stamp, &stamp.indices, [x, y], pixels_per_point);
            continue;
        }
        let (left, top) = (x.floor(), y.floor());
        let step = |part: f32| ((part * STEPS as f32) as usize).min(STEPS - 1);
        let (step_x, step_y) = (step(x - left), step(y - top));
        let sprite = &mut sprites[*stamp as usize][step_y * STEPS + step_x];
        let sprite = sprite.get_or_insert_with(|| {
            let middle = |step: usize| (step as f32 + 0.5) / STEPS as f32;
            let within = [middle(step_x), middle(step_y)];
            Sprite::of(&symbols.stamps[*stamp as usize], within, pixels_per_point)
        });
        sprite.copy_to(raster, left as i64, top as i64);
    }
    others(raster, done..symbols.mesh.indices.len());
}

/// Paints some of a mesh's triangles, moved by so many pixels.
fn some(raster: &mut Raster, mesh: &Mesh, indices: &[u32], by: [f32; 2], pixels_per_point: f32) {
    let clip = raster.whole();
    for triangle in indices.chunks_exact(3) {
        raster.triangle(corners(mesh, triangle, by, pixels_per_point), None, clip);
    }
}

fn corners(
    mesh: &Mesh,
    triangle: &[u32],
    by: [f32; 2],
    pixels_per_point: f32,
) -> [RasterVertex; 3] {
    let corner = |idx: u32| {
        let Vertex { pos, color } = mesh.vertices[idx as usize];
        let pos = [pos[0] * pixels_per_point + by[0], pos[1] * pixels_per_point + by[1]];
        RasterVertex { pos, uv: [0.0; 2], color }
    };
    [corner(triangle[0]), corner(triangle[1]), corner(triangle[2])]
}

impl Sprite {
    fn of(stamp: &Mesh, within: [f32; 2], pixels_per_point: f32) -> Self {
        let reach = stamp.vertices.iter().flat_map(|vertex| vertex.pos.map(f32::abs));
        let reach = (reach.fold(0.0, f32::max) * pixels_per_point).min(512.0).ceil() + 1.0;
        let width = reach as usize * 2 + 1;
        let mut raster = Raster::new(width, width, [0; 4]);
        let by = [reach + within[0], reach + within[1]];
        some(&mut raster, stamp, &stamp.indices, by, pixels_per_point);
        let pixels = raster.into_pixels();
        Self { left: -(reach as i64), top: -(reach as i64), width, pixels }
    }

    fn copy_to(&self, raster: &mut Raster, x: i64, y: i64) {
        let [width, height] = raster.size();
        let (left, top) = (x + self.left, y + self.top);
        let from = (-left).clamp(0, self.width as i64) as usize;
        let to = (width as i64 - left).clamp(0, self.width as i64) as usize;
        if from >= to {
            return;
        }
        for (row, own) in (top..).zip(self.pixels.chunks_exact(self.width)) {
            if row < 0 || row >= height as i64 {
                continue;
            }
            let start = (left + from as i64) as usize;
            let span = raster.span(row as usize, start, start + to - from);
            for (pixel, color) in span.iter_mut().zip(&own[from..to]) {
                match color[3] {
                    0 => {}
                    255 => *pixel = *color,
                    _ => *pixel = Lanes::of(*color).over(*pixel),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::theme::Rgba;
    use super::*;

    #[test]
    fn a_copied_stamp_looks_like_its_triangles_also_at_the_edge() {
        let mut disc = Mesh::default();
        disc.disc([0.0; 2], 4.0, Rgba::rgb(0xFF_00_00), Rgba::rgb(0x00_00_FF), 1.5, 1.0);
        let mut symbols = Symbols::default();
        let stamp = symbols.keep(disc);
        for at in [[10.375, 12.125], [0.125, 0.625], [23.9, 5.1], [-40.0, 3.0]] {
            symbols.put(stamp, at);
        }
        // A crowd, most of it out of sight.
        (0..EXACT_MAX).for_each(|_| symbols.put(stamp, [-100.0, -100.0]));
        let ground = [255, 255, 255, 255];
        let mut copied = Raster::new(24, 24, ground);
        paint(&mut copied, &symbols, 1.0);
        let mut mesh = Mesh::default();
        symbols.draw(&mut mesh);
        let mut drawn = Raster::new(24, 24, ground);
        let nothing = Symbols { mesh, ..Symbols::default() };
        paint(&mut drawn, &nothing, 1.0);
        let (copied, drawn) = (copied.into_rgba(), drawn.into_rgba());
        let differ = copied.iter().zip(&drawn).filter(|(a, b)| a.abs_diff(**b) > 40).count();
        assert!(differ < 12, "{differ} channels differ");
        assert!(drawn.chunks_exact(4).filter(|pixel| pixel[1] < 100).count() > 60);
    }
}
