//! Lines straight to pixels: how much of a pixel a line covers is told from its distance to the line's middle.
//!
//! Lines of one pen are one shape: where they cross or meet nothing is painted twice. Ends are cut square, as the
//! triangles of the window are; joints are round.

use super::pixel::{EightLanes, Lanes};
use super::raster::Raster;
use super::stroke::{Beyond, Pen};
use super::strokes::Strokes;

/// How much of each pixel the lines of one pen cover, in 255ths. Empty between any two pens.
#[derive(Clone, Debug, Default)]
pub struct StrokeMask {
    width: usize,
    height: usize,
    cover: Vec<u8>,
    /// By row, from where to where there is any.
    touched: Vec<[usize; 2]>,
}

/// Coverage by distance from the middle of the line, in pixels.
#[derive(Clone, Copy)]
struct Profile {
    /// Where it ends.
    reach: f32,
    /// What a pixel nearer adds, up to the most there is.
    slope: f32,
    most: f32,
}

impl Profile {
    /// A line thinner than its feather is one soft ridge.
    fn of(pen: Pen, pixels_per_point: f32) -> Self {
        let half = pen.width_pts * pixels_per_point / 2.0;
        let feather = (pen.feather_pts * pixels_per_point).max(0.01);
        if half <= feather / 2.0 {
            let share = (half * 2.0 / feather).clamp(0.0, 1.0);
            return Self { reach: feather, slope: 255.0 * share / feather, most: 255.0 * share };
        }
        Self { reach: half + feather / 2.0, slope: 255.0 / feather, most: 255.0 }
    }

    #[inline]
    fn cover(self, distance: f32) -> f32 {
        lesser((self.reach - distance) * self.slope, self.most)
    }
}

// `f32::min` and `max` ask after numbers that are none, which these loops have no time for.
#[inline]
fn lesser(one: f32, other: f32) -> f32 {
    if one < other { one } else { other }
}

#[inline]
fn greater(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

/// A cover up to 255 in whole numbers; less than nothing is nothing.
#[inline]
fn rounded(cover: f32) -> u8 {
    // From here on floats lie one apart: the sum is rounded, and its last bits are the number.
    const ONE_APART: f32 = 8_388_608.0;
    (greater(cover, 0.0) + ONE_APART).to_bits() as u8
}

/// How a stretch ends.
#[derive(Clone, Copy, PartialEq)]
enum Cap {
    Square,
    Round,
    /// At once: the round beginning of the next stretch covers what lies beyond.
    Joined,
}

impl StrokeMask {
    /// Paints lines over what is there.
    pub fn paint(&mut self, raster: &mut Raster, strokes: &Strokes, pixels_per_point: f32) {
        let [width, height] = raster.size();
        if [self.width, self.height] != [width, height] {
            let touched = vec![[usize::MAX, 0]; height];
            *self = Self { width, height, cover: vec![0; width * height], touched };
        }
        let profile = Profile::of(strokes.pen, pixels_per_point);
        let pixel = |at: [f32; 2]| at.map(|at| at * pixels_per_point);
        for (points, Beyond { before, after }) in strokes.lines() {
            let last = points.len() - 2;
            for (idx, pair) in points.windows(2).enumerate() {
                let cap = |is_end: bool, beyond: Option<[f32; 2]>, joint: Cap| match is_end {
                    true if beyond.is_none() => Cap::Square,
                    _ => joint,
                };
                let caps =
                    [cap(idx == 0, before, Cap::Round), cap(idx == last, after, Cap::Joined)];
                self.stretch(pixel(pair[0]), pixel(pair[1]), profile, caps);
            }
        }
        let half = (strokes.pen.width_pts * pixels_per_point / 2.0).max(0.5);
        let hard = Profile { reach: half + 0.5, slope: 255.0, most: 255.0 };
        for [from, to] in &strokes.ticks {
            let (from, to) = (pixel(*from), pixel(*to));
            // Half a width longer at either end: a single place is a square.
            let along = unit(from, to).0.map(|along| along * half / 2.0);
            let ends = [0, 1].map(|axis| (from[axis] - along[axis], to[axis] + along[axis]));
            let [(x0, x1), (y0, y1)] = ends;
            self.stretch([x0, y0], [x1, y1], hard, [Cap::Square; 2]);
        }
        self.put_down(raster, Lanes::of(strokes.pen.color));
    }

    fn stretch(&mut self, a: [f32; 2], b: [f32; 2], profile: Profile, caps: [Cap; 2]) {
        let ([ux, uy], length) = unit(a, b);
        let reach = profile.reach;
        // Comparisons are false for what is no number: nothing is drawn then.
        let is_link = caps == [Cap::Round, Cap::Joined];
        // Cut off across its way, a stretch reaches less far.
        let [beyond_x, beyond_y] = match is_link {
            true => [reach * uy.abs(), reach * ux.abs()],
            false => [reach; 2],
        };
        let (left, right) =
            ((a[0] - reach).min(b[0] - beyond_x), (a[0] + reach).max(b[0] + beyond_x));
        let (top, bottom) =
            ((a[1] - reach).min(b[1] - beyond_y), (a[1] + reach).max(b[1] + beyond_y));
        let is_seen =
            right > 0.0 && bottom > 0.0 && left < self.width as f32 && top < self.height as f32;
        if !is_seen {
            return;
        }
        let first_row = (top - 0.5).max(0.0) as usize;
        let end_row = ((bottom + 0.5).max(0.0) as usize).min(self.height);
        let (aside, steep) = match uy.abs() > 1e-4 {
            true => (reach / uy.abs(), ux / uy),
            false => (f32::INFINITY, 0.0),
        };
        for y in first_row..end_row {
            let dy = y as f32 + 0.5 - a[1];
            let middle = a[0] + dy * steep;
            let (from, to) = ((middle - aside).max(left), (middle + aside).min(right));
            let from = (from + 0.5).max(0.0) as usize;
            let to = ((to + 0.5).max(0.0) as usize).min(self.width);
            if from >= to {
                continue;
            }
            let touched = &mut self.touched[y];
            *touched = [touched[0].min(from), touched[1].max(to)];
            let dx = from as f32 + 0.5 - a[0];
            let (along, across) = (dx * ux + dy * uy, dx * uy - dy * ux);
            let covers = &mut self.cover[y * self.width + from..y * self.width + to];
            let far_along = along + ux * (covers.len() - 1) as f32;
            // A square end fades over a pixel.
            let fade = if is_link { 0.0 } else { 0.5 };
            let is_inner = along.min(far_along) >= fade && along.max(far_along) <= length - fade;
            for (x, cover) in (0_i32..).zip(covers) {
                let x = x as f32;
                let (along, across) = (along + ux * x, across + uy * x);
                let more = if is_inner {
                    profile.cover(across.abs())
                } else if is_link {
                    let before = greater(-along, 0.0);
                    let more = profile.cover((across * across + before * before).sqrt());
                    if along > length { 0.0 } else { more }
                } else {
                    at_end(profile, caps, along, across, length)
                };
                *cover = (*cover).max(rounded(more));
            }
        }
    }

    /// Paints what is covered in a colour, and begins anew.
    fn put_down(&mut self, raster: &mut Raster, color: Lanes) {
        let eight_lanes = EightLanes::of(color);
        for (y, touched) in self.touched.iter_mut().enumerate() {
            let [from, to] = std::mem::replace(touched, [usize::MAX, 0]);
            if from >= to {
                continue;
            }
            let covers = &mut self.cover[y * self.width + from..y * self.width + to];
            let pixels = raster.span(y, from, to);
            // Between lines nothing is covered: eight pixels are passed over at once.
            let (eights, rest) = covers.as_chunks_mut::<8>();
            let (eight_pixels, rest_pixels) = pixels.as_chunks_mut::<8>();
            for (pixels, covers) in eight_pixels.iter_mut().zip(eights) {
                if u64::from_ne_bytes(*covers) != 0 {
                    eight_lanes.over(pixels, std::mem::take(covers));
                }
            }
            for (pixel, cover) in rest_pixels.iter_mut().zip(rest) {
                *pixel = color.times(std::mem::take(cover)).over(*pixel);
            }
        }
    }
}

/// Coverage near an end of a stretch, or beyond it.
fn at_end(profile: Profile, caps: [Cap; 2], along: f32, across: f32, length: f32) -> f32 {
    let mut cover = 255.0_f32;
    let mut beyond = 0.0_f32;
    for (cap, out) in [(caps[0], -along), (caps[1], along - length)] {
        match cap {
            Cap::Square => cover = cover.min((0.5 - out).clamp(0.0, 1.0) * 255.0),
            Cap::Round => beyond = beyond.max(out),
            Cap::Joined if out > 0.0 => cover = 0.0,
            Cap::Joined => {}
        }
    }
    let distance =
        if beyond > 0.0 { (across * across + beyond * beyond).sqrt() } else { across.abs() };
    cover.min(255.0) * profile.cover(distance).max(0.0) * (1.0 / 255.0)
}

/// The direction from one place to another, and how far it is.
fn unit(a: [f32; 2], b: [f32; 2]) -> ([f32; 2], f32) {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = (dx * dx + dy * dy).sqrt();
    if length > 1e-3 { ([dx / length, dy / length], length) } else { ([1.0, 0.0], 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(lines: &[&[[f32; 2]]], width_pts: f32) -> Vec<u8> {
        let pen = Pen { width_pts, color: [200, 0, 0, 255], feather_pts: 1.0 };
        let mut strokes = Strokes::new(pen);
        lines.iter().for_each(|line| strokes.add(line, Beyond::default()));
        let mut raster = Raster::new(20, 20, [0, 0, 0, 255]);
        StrokeMask::default().paint(&mut raster, &strokes, 1.0);
        raster.into_rgba().chunks_exact(4).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn a_line_covers_as_much_as_it_is_wide_whichever_way_it_runs() {
        let level: &[[f32; 2]] = &[[4.0, 10.3], [14.0, 10.3]];
        let upright: &[[f32; 2]] = &[[10.3, 4.0], [10.3, 14.0]];
        let slanting: &[[f32; 2]] = &[[6.0, 6.0], [13.07, 13.07]];
        for line in [level, upright, slanting] {
            let ink: f32 = painted(&[line], 2.4).iter().map(|red| f32::from(*red)).sum();
            // Ten pixels long, two and four tenths wide.
            assert!((ink / 200.0 - 24.0).abs() < 1.2, "{}", ink / 200.0);
        }
    }

    #[test]
    fn a_joint_is_as_round_as_the_line_is_wide_and_has_no_gap() {
        // A corner, straight through, and all the way back.
        for next in [[10.2, 3.1], [17.0, 10.0], [3.0, 9.0]] {
            let corner = [10.2, 10.4];
            let red = painted(&[&[[3.0, 10.0], corner, next]], 5.0);
            for (at, red) in (0_u8..).flat_map(|y| (0_u8..20).map(move |x| [x, y])).zip(red) {
                let [x, y] = at.map(|at| f32::from(at) + 0.5);
                if (x - corner[0]).hypot(y - corner[1]) < 1.9 {
                    assert_eq!(red, 200, "{at:?} to {next:?}");
                }
            }
        }
    }

    #[test]
    fn lines_that_cross_are_painted_once() {
        let all = painted(&[&[[2.0, 2.0], [18.0, 18.0]], &[[2.0, 18.0], [18.0, 2.0]]], 0.8);
        assert!(all.iter().all(|red| *red <= 160), "{:?}", all.iter().max());
    }

    #[test]
    fn what_lies_outside_or_nowhere_harms_nobody() {
        let far: &[[f32; 2]] = &[[-1e9, -1e9], [-1e8, 5.0]];
        let nowhere: &[[f32; 2]] = &[[f32::NAN, 1.0], [f32::INFINITY, 5.0]];
        assert!(painted(&[far, nowhere], 3.0).iter().all(|red| *red == 0));
        let through = painted(&[&[[-50.0, 10.5], [90.0, 10.5]]], 1.0);
        assert_eq!(through.iter().filter(|red| **red == 200).count(), 20);
    }
}
