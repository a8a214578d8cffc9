//! Triangles to pixels on the CPU, without a driver: exact coverage rules, the same bytes everywhere.
//!
//! Corners are rounded to 1/256 pixel and edges compared in whole numbers with the top-left rule, so that triangles
//! that share an edge paint every pixel of it exactly once. Colours are blended premultiplied in gamma space, as
//! egui's own painters do. Smooth edges come from the triangles themselves, which fade out where they end; lines
//! have a way of their own (`raster_stroke`).

use super::pixel::{Lanes, Pixel, straight};
use super::raster_edge::Edge;
use super::raster_gradient::Gradient;
use super::raster_texture::RasterTexture;

/// A corner: a place in pixels, a place in the texture (0 to 1), a premultiplied colour.
#[derive(Clone, Copy, Debug)]
pub struct RasterVertex {
    pub pos: [f32; 2],
    pub uv: [f32; 2],
    pub color: [u8; 4],
}

/// A rectangle of whole pixels, the upper ends outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelBox {
    pub min: [i64; 2],
    pub max: [i64; 2],
}

/// Pixels in the making. The next picture of the same size is painted in the same memory: only what was painted on
/// is cleared.
#[derive(Clone, Debug, Default)]
pub struct Raster {
    width: usize,
    height: usize,
    ground: Pixel,
    pixels: Vec<Pixel>,
    /// By row, from where to where it has been painted on.
    touched: Vec<[usize; 2]>,
}

/// Places beyond this are cut, so that products of two edges stay well inside 64 bits.
const PLACE_PX_MAX: f32 = 1_048_576.0;
const UNTOUCHED: [usize; 2] = [usize::MAX, 0];

impl Raster {
    pub fn new(width: usize, height: usize, ground: [u8; 4]) -> Self {
        let mut raster = Self::default();
        raster.begin(width, height, ground);
        raster
    }

    /// Begins another picture.
    pub fn begin(&mut self, width: usize, height: usize, ground: [u8; 4]) {
        if (self.width, self.height, self.ground) != (width, height, ground)
            || self.pixels.is_empty()
        {
            (self.width, self.height, self.ground) = (width, height, ground);
            self.pixels.clear();
            self.pixels.resize(width * height, ground);
            self.touched.clear();
            self.touched.resize(height, UNTOUCHED);
            return;
        }
        for (row, touched) in self.pixels.chunks_exact_mut(width.max(1)).zip(&mut self.touched) {
            if let Some(painted) = row.get_mut(touched[0].min(touched[1])..touched[1]) {
                painted.fill(ground);
            }
            *touched = UNTOUCHED;
        }
    }

    pub fn size(&self) -> [usize; 2] {
        [self.width, self.height]
    }

    pub fn whole(&self) -> PixelBox {
        PixelBox { min: [0, 0], max: [self.width as i64, self.height as i64] }
    }

    /// Some pixels of a row, to be painted on.
    #[inline]
    pub fn span(&mut self, y: usize, from: usize, to: usize) -> &mut [Pixel] {
        let touched = &mut self.touched[y];
        *touched = [touched[0].min(from), touched[1].max(to)];
        &mut self.pixels[y * self.width + from..y * self.width + to]
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
        let place = |corner: &RasterVertex| [fixed(corner.pos[0]), fixed(corner.pos[1])];
        let mut places = [place(&a), place(&b), place(&c)];
        let doubled = |[a, b, c]: [[i64; 2]; 3]| {
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        let mut area = doubled(places);
        if area == 0 {
            return;
        }
        if area < 0 {
            std::mem::swap(&mut b, &mut c);
            places.swap(1, 2);
            area = -area;
        }
        let [p, q, r] = places;
        let least = |axis: usize| p[axis].min(q[axis]).min(r[axis]) >> 8;
        let most = |axis: usize| p[axis].max(q[axis]).max(r[axis]) >> 8;
        let left = least(0).max(clip.min[0]).max(0);
        let right = (most(0) + 1).min(clip.max[0]).min(self.width as i64);
        let top = least(1).max(clip.min[1]).max(0);
        let bottom = (most(1) + 1).min(clip.max[1]).min(self.height as i64);
        if left >= right || top >= bottom {
            return;
        }
        let corner = [left, top];
        let edges = || [Edge::new(q, r, corner), Edge::new(r, p, corner), Edge::new(p, q, corner)];
        let rows = top..bottom;
        let paint = Paint::new([a, b, c], texture);
        match paint {
            Paint::Solid(color) => self.halves([p, q, r], [left, right], rows, |span| {
                span.fill(color);
            }),
            Paint::Flat(color) => self.halves([p, q, r], [left, right], rows, |span| {
                paint_flat(span, color);
            }),
            Paint::Blended(texel) => {
                let edges = edges();
                let gradient = Gradient::new([a, b, c], &edges, area);
                self.rows(edges, corner, right, rows, |span, edges, from| {
                    gradient.paint(edges, from, span, texel);
                });
            }
            Paint::Textured(texture) => {
                let edges = edges();
                let gradient = Gradient::new([a, b, c], &edges, area);
                self.rows(edges, corner, right, rows, |span, edges, from| {
                    gradient.paint_texture(edges, from, span, [&a, &b, &c], texture);
                });
            }
        }
    }

    /// Hands on the pixels of each row inside a triangle, its corners clockwise on the screen.
    ///
    /// Above its middle corner one edge does not matter, and below it another: each half is painted between two.
    #[inline(always)]
    fn halves(
        &mut self,
        corners: [[i64; 2]; 3],
        [left, right]: [i64; 2],
        rows: std::ops::Range<i64>,
        mut paint: impl FnMut(&mut [Pixel]),
    ) {
        let heights = corners.map(|corner| corner[1]);
        let top = (0..3).min_by_key(|idx| heights[*idx]).unwrap_or(0);
        let [upper, after, before] = [0, 1, 2].map(|turn| corners[(top + turn) % 3]);
        // The rows whose middles lie above the middle corner.
        let middle = after[1].min(before[1]);
        let half = ((middle + 127) >> 8).clamp(rows.start, rows.end);
        let edge = |from, to, row| Edge::new(from, to, [left, row]);
        if rows.start < half {
            let edges = [edge(upper, after, rows.start), edge(before, upper, rows.start)];
            self.rows(edges, [left, rows.start], right, rows.start..half, |span, _, _| paint(span));
        }
        let mut below = half;
        if half < rows.end && half * 256 + 128 == middle {
            // Through the corner itself all three have a say.
            let edges =
                [edge(upper, after, half), edge(after, before, half), edge(before, upper, half)];
            below += 1;
            self.rows(edges, [left, half], right, half..below, |span, _, _| paint(span));
        }
        if below < rows.end {
            let longer = if after[1] > before[1] { (upper, after) } else { (before, upper) };
            let edges = [edge(longer.0, longer.1, below), edge(after, before, below)];
            self.rows(edges, [left, below], right, below..rows.end, |span, _, _| paint(span));
        }
    }

    /// Hands on the pixels of each row that lie inside the edges.
    #[inline(always)]
    fn rows<const EDGES: usize>(
        &mut self,
        mut edges: [Edge; EDGES],
        [left, _]: [i64; 2],
        right: i64,
        rows: std::ops::Range<i64>,
        mut paint: impl FnMut(&mut [Pixel], &[Edge; EDGES], i64),
    ) {
        for y in rows {
            let (mut from, mut to) = (0, right - left);
            for edge in &edges {
                edge.narrow(&mut from, &mut to);
            }
            if from < to {
                let span = self.span(y as usize, (left + from) as usize, (left + to) as usize);
                paint(span, &edges, from);
            }
            edges.iter_mut().for_each(Edge::step_down);
        }
    }

    /// The picture: straight alpha, four bytes a pixel.
    pub fn rgba(&self) -> Vec<u8> {
        match self.ground[3] {
            // Whatever is painted on an opaque ground is opaque.
            255 => self.pixels.as_flattened().to_vec(),
            _ => self.pixels.iter().flat_map(|pixel| straight(*pixel)).collect(),
        }
    }

    /// The pixels as they are, premultiplied.
    pub fn into_pixels(self) -> Vec<Pixel> {
        self.pixels
    }

    /// The same, where nothing more is painted.
    pub fn into_rgba(self) -> Vec<u8> {
        match self.ground[3] {
            255 => self.pixels.into_flattened(),
            _ => self.rgba(),
        }
    }
}

/// Paints one colour over a row. Neighbours are mostly alike, and so is what becomes of them.
fn paint_flat(span: &mut [Pixel], color: Lanes) {
    let Some(first) = span.first() else { return };
    let (mut under, mut painted) = (*first, color.over(*first));
    let one_by_one = |pixels: &mut [Pixel], under: &mut Pixel, painted: &mut Pixel| {
        for pixel in pixels {
            if *pixel != *under {
                (*under, *painted) = (*pixel, color.over(*pixel));
            }
            *pixel = *painted;
        }
    };
    let (eights, rest) = span.as_chunks_mut::<8>();
    for eight in eights {
        match *eight == [under; 8] {
            true => *eight = [painted; 8],
            false => one_by_one(eight, &mut under, &mut painted),
        }
    }
    one_by_one(rest, &mut under, &mut painted);
}

/// In 256ths of a pixel.
#[inline]
fn fixed(at: f32) -> i64 {
    let scaled = at.clamp(-PLACE_PX_MAX, PLACE_PX_MAX) * 256.0;
    // Rounded half away from zero by cutting off; a call to `round` would cost more than the rest.
    f64::from(scaled + 0.5_f32.copysign(scaled)) as i64
}

/// How the inside of a triangle is filled.
enum Paint<'t> {
    /// One opaque colour.
    Solid(Pixel),
    Flat(Lanes),
    /// From corner to corner, times one texel.
    Blended([f32; 4]),
    Textured(&'t RasterTexture),
}

impl<'t> Paint<'t> {
    fn new([a, b, c]: [RasterVertex; 3], texture: Option<&'t RasterTexture>) -> Self {
        let texel = match texture {
            None => [255.0; 4],
            Some(texture) if a.uv == b.uv && b.uv == c.uv => texture.sample(a.uv),
            Some(texture) => return Self::Textured(texture),
        };
        if a.color != b.color || b.color != c.color {
            return Self::Blended(texel);
        }
        let color: Pixel = std::array::from_fn(|idx| {
            (f32::from(a.color[idx]) * texel[idx] * (1.0 / 255.0) + 0.5) as u8
        });
        match color {
            [.., 255] => Self::Solid(color),
            _ => Self::Flat(Lanes::of(color)),
        }
    }
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

    proptest::proptest! {
        #[test]
        fn one_colour_covers_the_pixels_that_lie_inside_all_three_edges(
            // Halves of pixels, so that corners and edges often run through the middle of one.
            places in proptest::collection::vec((-8_i8..40, -8_i8..40), 3),
        ) {
            let at = |idx: usize| [f32::from(places[idx].0) / 2.0, f32::from(places[idx].1) / 2.0];
            let painted = |colors: [[u8; 4]; 3]| {
                let mut raster = Raster::new(16, 16, [0, 0, 0, 255]);
                let corners = [0, 1, 2].map(|idx| RasterVertex {
                    pos: at(idx), uv: [0.0; 2], color: colors[idx],
                });
                raster.triangle(corners, None, raster.whole());
                let reds = raster.into_rgba();
                reds.chunks_exact(4).map(|pixel| pixel[0] > 0).collect::<Vec<_>>()
            };
            let flat = [100, 0, 0, 128];
            // What fades is painted between all three edges.
            let fading = [flat, flat, [101, 0, 0, 128]];
            proptest::prop_assert_eq!(painted([flat; 3]), painted(fading));
        }
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

    #[test]
    fn the_next_picture_begins_with_a_clean_ground() {
        let ground = [9, 9, 9, 255];
        let mut raster = Raster::new(8, 8, ground);
        let triangle = [corner(1.0, 1.0), corner(7.0, 2.0), corner(3.0, 7.0)];
        raster.triangle(triangle, None, raster.whole());
        let painted = raster.rgba();
        raster.begin(8, 8, ground);
        assert_eq!(raster.rgba(), Raster::new(8, 8, ground).rgba());
        raster.triangle(triangle, None, raster.whole());
        assert_eq!(raster.rgba(), painted);
    }

    #[test]
    fn a_row_painted_in_one_colour_is_the_same_pixel_by_pixel() {
        let color = Lanes::of([40, 0, 20, 90]);
        let under: Vec<Pixel> = (0..61_u8).map(|idx| [idx / 9, 200, idx % 2, 255]).collect();
        for from in 0..under.len() {
            let mut painted = under.clone();
            paint_flat(&mut painted[from..], color);
            let expected = under[from..].iter().map(|pixel| color.over(*pixel));
            assert!(painted[from..].iter().copied().eq(expected), "from {from}");
        }
    }

    #[test]
    fn a_colour_fades_from_corner_to_corner() {
        let mut raster = Raster::new(64, 64, [0, 0, 0, 255]);
        let clear = |x, y| RasterVertex { color: [0; 4], ..corner(x, y) };
        let full = |x, y| RasterVertex { color: [200, 100, 50, 255], ..corner(x, y) };
        raster.triangle([full(0.0, 0.0), full(0.0, 64.0), clear(64.0, 0.0)], None, raster.whole());
        let rgba = raster.into_rgba();
        for x in [0_usize, 20, 40, 60] {
            let expected = 200.0 * (1.0 - (x as f32 + 0.5) / 64.0);
            assert!((f32::from(rgba[x * 4]) - expected).abs() <= 1.5, "{x}: {}", rgba[x * 4]);
        }
    }
}
