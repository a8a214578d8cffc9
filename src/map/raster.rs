//! Textured triangles to pixels on the CPU, without a driver: exact coverage rules, the same bytes everywhere.
//!
//! Corners are rounded to 1/256 pixel and edges compared in whole numbers with the top-left rule, so that triangles
//! that share an edge paint every pixel of it exactly once. Colours are blended premultiplied in gamma space, as
//! egui's own painters do. Smooth edges come from the triangles themselves, which fade out where they end.

/// A corner: a place in pixels, a place in the texture (0 to 1), a premultiplied colour.
#[derive(Clone, Copy, Debug)]
pub struct RasterVertex {
    pub pos: [f32; 2],
    pub uv: [f32; 2],
    pub color: [u8; 4],
}

/// What triangles are filled with.
#[derive(Clone, Debug)]
pub struct RasterTexture {
    width: usize,
    height: usize,
    texels: Vec<[f32; 4]>,
    is_smooth: bool,
}

impl RasterTexture {
    /// A texture whose texels are blended into one another.
    pub fn smooth(width: usize, height: usize, texels: impl Iterator<Item = [u8; 4]>) -> Self {
        let texels = texels.map(|texel| texel.map(f32::from)).collect();
        Self { width, height, texels, is_smooth: true }
    }

    /// A texture that shows its texels as squares.
    pub fn sharp(width: usize, height: usize, texels: impl Iterator<Item = [u8; 4]>) -> Self {
        Self { is_smooth: false, ..Self::smooth(width, height, texels) }
    }

    /// Replaces a rectangle; what lies outside is left out.
    pub fn patch(&mut self, at: [usize; 2], width: usize, texels: impl Iterator<Item = [u8; 4]>) {
        for (idx, texel) in texels.enumerate() {
            let (x, y) = (at[0] + idx % width.max(1), at[1] + idx / width.max(1));
            if x < self.width
                && let Some(place) = self.texels.get_mut(y * self.width + x)
            {
                *place = texel.map(f32::from);
            }
        }
    }

    fn texel(&self, x: f32, y: f32) -> [f32; 4] {
        let x = (x.max(0.0) as usize).min(self.width.saturating_sub(1));
        let y = (y.max(0.0) as usize).min(self.height.saturating_sub(1));
        self.texels.get(y * self.width + x).copied().unwrap_or([255.0; 4])
    }

    fn sample(&self, uv: [f32; 2]) -> [f32; 4] {
        let (x, y) = (uv[0] * self.width as f32, uv[1] * self.height as f32);
        if !self.is_smooth {
            return self.texel(x.floor(), y.floor());
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (share_x, share_y) = (x - left, y - top);
        let upper = mix(self.texel(left, top), self.texel(left + 1.0, top), share_x);
        let lower = mix(self.texel(left, top + 1.0), self.texel(left + 1.0, top + 1.0), share_x);
        mix(upper, lower, share_y)
    }
}

fn mix(one: [f32; 4], other: [f32; 4], share: f32) -> [f32; 4] {
    std::array::from_fn(|idx| one[idx] + (other[idx] - one[idx]) * share)
}

/// A rectangle of whole pixels, the upper ends outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelBox {
    pub min: [i64; 2],
    pub max: [i64; 2],
}

/// Pixels in the making: premultiplied, 0 to 255.
#[derive(Clone, Debug)]
pub struct Raster {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 4]>,
}

/// Places beyond this are cut, so that products of two edges stay well inside 64 bits.
const PLACE_PX_MAX: f32 = 1_048_576.0;

impl Raster {
    pub fn new(width: usize, height: usize, ground: [u8; 4]) -> Self {
        Self { width, height, pixels: vec![ground.map(f32::from); width * height] }
    }

    pub fn whole(&self) -> PixelBox {
        PixelBox { min: [0, 0], max: [self.width as i64, self.height as i64] }
    }

    /// Paints a triangle over what is there, inside `clip`.
    pub fn triangle(
        &mut self,
        corners: [RasterVertex; 3],
        texture: Option<&RasterTexture>,
        clip: PixelBox,
    ) {
        if corners.iter().any(|corner| !(corner.pos[0].is_finite() && corner.pos[1].is_finite())) {
            return;
        }
        let [a, mut b, mut c] = corners;
        let fixed = |corner: &RasterVertex| {
            corner
                .pos
                .map(|at| (f64::from(at.clamp(-PLACE_PX_MAX, PLACE_PX_MAX)) * 256.0).round() as i64)
        };
        let doubled = |a: [i64; 2], b: [i64; 2], c: [i64; 2]| {
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        let mut area = doubled(fixed(&a), fixed(&b), fixed(&c));
        if area == 0 {
            return;
        }
        if area < 0 {
            std::mem::swap(&mut b, &mut c);
            area = -area;
        }
        let places = [fixed(&a), fixed(&b), fixed(&c)];
        let edges = [(1, 2), (2, 0), (0, 1)].map(|(from, to)| Edge::new(places[from], places[to]));
        let ys = places.map(|place| place[1] >> 8);
        let whole = self.whole();
        let y_from = ys.into_iter().min().unwrap_or(0).max(clip.min[1]).max(0);
        let y_to = (ys.into_iter().max().unwrap_or(0) + 1).min(clip.max[1]).min(whole.max[1]);
        let shade = Shade::new([a, b, c], area, texture);
        for y in y_from..y_to {
            let (mut from, mut to) = (clip.min[0].max(0), clip.max[0].min(whole.max[0]));
            let at_start = edges.map(|edge| edge.at(y));
            for (edge, value) in edges.iter().zip(at_start) {
                edge.narrow(value, &mut from, &mut to);
            }
            if from >= to {
                continue;
            }
            let row = y as usize * self.width;
            let span = &mut self.pixels[row + from as usize..row + to as usize];
            for (x, pixel) in (from..).zip(span) {
                let weights = [0, 1, 2].map(|idx| at_start[idx] + edges[idx].step_x * x);
                let color = shade.color(weights);
                let keep = 1.0 - color[3] * (1.0 / 255.0);
                for idx in 0..4 {
                    pixel[idx] = color[idx] + pixel[idx] * keep;
                }
            }
        }
    }

    /// The picture: straight alpha, four bytes a pixel.
    pub fn into_rgba(self) -> Vec<u8> {
        let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
        self.pixels
            .into_iter()
            .flat_map(|[r, g, b, a]| {
                if a >= 254.5 {
                    [byte(r), byte(g), byte(b), 255]
                } else if a <= 0.0 {
                    [0; 4]
                } else {
                    let scale = 255.0 / a;
                    [byte(r * scale), byte(g * scale), byte(b * scale), byte(a)]
                }
            })
            .collect()
    }
}

/// One edge as a function that is not negative inside.
#[derive(Clone, Copy)]
struct Edge {
    from: [i64; 2],
    delta: [i64; 2],
    /// What one pixel to the right adds.
    step_x: i64,
    /// 0 for edges whose own pixels belong to the triangle (left and top ones), else 1.
    bias: i64,
}

impl Edge {
    fn new(from: [i64; 2], to: [i64; 2]) -> Self {
        let delta = [to[0] - from[0], to[1] - from[1]];
        let owns = (delta[1] == 0 && delta[0] > 0) || delta[1] < 0;
        Self { from, delta, step_x: -256 * delta[1], bias: i64::from(!owns) }
    }

    /// The value at the middle of pixel 0 of a row.
    fn at(&self, y: i64) -> i64 {
        self.delta[0] * (y * 256 + 128 - self.from[1]) - self.delta[1] * (128 - self.from[0])
    }

    /// Leaves of the pixels `from..to` those inside.
    fn narrow(&self, at_zero: i64, from: &mut i64, to: &mut i64) {
        // Inside where at_zero + step_x * x >= bias.
        let short = self.bias - at_zero;
        match self.step_x {
            0 if short > 0 => *to = *from,
            0 => {}
            step if step > 0 => *from = (*from).max(-(-short).div_euclid(step)),
            step => *to = (*to).min((-short).div_euclid(-step) + 1),
        }
    }
}

/// The colours of a triangle.
struct Shade<'a> {
    corners: [RasterVertex; 3],
    scale: f64,
    texture: Option<&'a RasterTexture>,
    /// The colour where it is the same everywhere.
    flat: Option<[f32; 4]>,
    /// The texel where all corners have the same place in the texture.
    texel: Option<[f32; 4]>,
}

impl<'a> Shade<'a> {
    fn new(
        corners: [RasterVertex; 3],
        doubled_area: i64,
        texture: Option<&'a RasterTexture>,
    ) -> Self {
        let [a, b, c] = corners;
        let texel = match texture {
            None => Some([255.0; 4]),
            Some(texture) => (a.uv == b.uv && b.uv == c.uv).then(|| texture.sample(a.uv)),
        };
        let flat = (a.color == b.color && b.color == c.color).then(|| a.color.map(f32::from));
        Self { corners, scale: 1.0 / doubled_area as f64, texture, flat, texel }
    }

    fn color(&self, weights: [i64; 3]) -> [f32; 4] {
        if let (Some(flat), Some(texel)) = (self.flat, self.texel) {
            return times(flat, texel);
        }
        let [p, q, r] = weights.map(|weight| (weight as f64 * self.scale) as f32);
        let [a, b, c] = &self.corners;
        let color = self.flat.unwrap_or_else(|| {
            std::array::from_fn(|idx| {
                f32::from(a.color[idx]) * p
                    + f32::from(b.color[idx]) * q
                    + f32::from(c.color[idx]) * r
            })
        });
        let texel = self.texel.unwrap_or_else(|| {
            let uv = [0, 1].map(|idx| a.uv[idx] * p + b.uv[idx] * q + c.uv[idx] * r);
            self.texture.map_or([255.0; 4], |texture| texture.sample(uv))
        });
        times(color, texel)
    }
}

fn times(color: [f32; 4], texel: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|idx| color[idx] * texel[idx] * (1.0 / 255.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corner(x: f32, y: f32) -> RasterVertex {
        RasterVertex { pos: [x, y], uv: [0.0; 2], color: [100, 0, 0, 128] }
    }

    #[test]
    fn triangles_that_share_an_edge_paint_each_pixel_once() {
        let mut raster = Raster::new(16, 16, [0, 0, 0, 255]);
        let fan = [corner(1.3, 2.1), corner(14.7, 0.6), corner(15.2, 15.1), corner(0.4, 13.9)];
        let middle = corner(7.77, 8.31);
        for idx in 0..4 {
            let triangle = [fan[idx], fan[(idx + 1) % 4], middle];
            raster.triangle(triangle, None, raster.whole());
        }
        let reds: Vec<u8> = raster.into_rgba().chunks_exact(4).map(|pixel| pixel[0]).collect();
        assert!(reds.iter().all(|red| *red == 0 || *red == 100), "{reds:?}");
        assert!(reds.iter().filter(|red| **red == 100).count() > 170);
    }

    #[test]
    fn nothing_outside_the_clip_is_touched() {
        let mut raster = Raster::new(8, 8, [0, 0, 0, 255]);
        let clip = PixelBox { min: [2, 3], max: [5, 6] };
        let huge = [corner(-1e9, -1e9), corner(1e9, -1e9), corner(0.0, f32::MAX)];
        raster.triangle(huge, None, clip);
        raster.triangle([corner(f32::NAN, 0.0), corner(1.0, 0.0), corner(0.0, 1.0)], None, clip);
        let painted = raster.into_rgba().chunks_exact(4).filter(|pixel| pixel[0] > 0).count();
        assert_eq!(painted, 9);
    }
}
