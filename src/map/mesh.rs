//! Coloured triangles: what every part of the scene is drawn with, in the window and on the CPU.
//!
//! Edges are smoothed by a band that fades to nothing (feathering), one pixel wide, so that neither end needs
//! multisampling. No textures here: letters are laid out where the scene is painted.

use super::theme::Rgba;

/// A corner of a triangle: a place in points and a colour with premultiplied alpha.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vertex {
    pub pos: [f32; 2],
    pub color: [u8; 4],
}

/// Triangles, three indices each, later ones above earlier ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    pub vertices: Vec<Vertex>,
    pub indices: Vec<u32>,
}

/// Nothing at all: the outer end of a feather.
pub const CLEAR: [u8; 4] = [0; 4];

impl Mesh {
    pub fn vertex(&mut self, pos: [f32; 2], color: [u8; 4]) -> u32 {
        let idx = self.vertices.len() as u32;
        self.vertices.push(Vertex { pos, color });
        idx
    }

    pub fn triangle(&mut self, a: u32, b: u32, c: u32) {
        self.indices.extend_from_slice(&[a, b, c]);
    }

    /// Two triangles between the edges `a`–`b` and `c`–`d`.
    pub fn strip(&mut self, a: u32, b: u32, c: u32, d: u32) {
        self.indices.extend_from_slice(&[a, b, c, c, b, d]);
    }

    pub fn clear(&mut self) {
        self.vertices.clear();
        self.indices.clear();
    }

    /// Appends `other`, moved by `by`.
    pub fn append_moved(&mut self, other: &Self, by: [f32; 2]) {
        let base = self.vertices.len() as u32;
        self.vertices.extend(other.vertices.iter().map(|vertex| Vertex {
            pos: [vertex.pos[0] + by[0], vertex.pos[1] + by[1]],
            color: vertex.color,
        }));
        self.indices.extend(other.indices.iter().map(|idx| idx + base));
    }

    /// A rectangle with hard edges.
    pub fn rect(&mut self, min: [f32; 2], max: [f32; 2], color: Rgba) {
        let color = color.premultiplied();
        let a = self.vertex(min, color);
        let b = self.vertex([max[0], min[1]], color);
        let c = self.vertex([min[0], max[1]], color);
        let d = self.vertex(max, color);
        self.strip(a, b, c, d);
    }

    /// A convex polygon, its corners in order, with an outline drawn inwards from its edge.
    ///
    /// `outline_pts` may be 0. `feather_pts` is the width of the smoothed band, one pixel.
    pub fn convex(
        &mut self,
        corners: &[[f32; 2]],
        fill: Rgba,
        outline: Rgba,
        outline_pts: f32,
        feather_pts: f32,
    ) {
        if corners.len() < 3 {
            return;
        }
        let miters = miters(corners);
        let half = feather_pts / 2.0;
        let (fill, line) = (fill.premultiplied(), outline.premultiplied());
        let rim = if outline_pts > 0.0 { line } else { fill };
        let mut rings = vec![(half, CLEAR), (-half, rim)];
        if outline_pts > 0.0 {
            rings.push((-(outline_pts - half).max(half), rim));
            rings.push((-outline_pts - half, fill));
        }
        let count = corners.len() as u32;
        let mut before = None;
        for (offset, color) in rings {
            let first = self.vertices.len() as u32;
            for (corner, miter) in corners.iter().zip(&miters) {
                let pos = [corner[0] + miter[0] * offset, corner[1] + miter[1] * offset];
                self.vertex(pos, color);
            }
            if let Some(outer) = before {
                for idx in 0..count {
                    let next = (idx + 1) % count;
                    self.strip(outer + idx, outer + next, first + idx, first + next);
                }
            }
            before = Some(first);
        }
        let first = before.unwrap_or(0);
        for idx in 1..count - 1 {
            self.triangle(first, first + idx, first + idx + 1);
        }
    }

    /// A disc with an outline drawn inwards.
    pub fn disc(
        &mut self,
        center: [f32; 2],
        radius_pts: f32,
        fill: Rgba,
        outline: Rgba,
        outline_pts: f32,
        feather_pts: f32,
    ) {
        let corners = circle(center, radius_pts);
        self.convex(&corners, fill, outline, outline_pts, feather_pts);
    }

    /// A ring of the given width around a circle.
    pub fn ring(
        &mut self,
        center: [f32; 2],
        radius_pts: f32,
        width_pts: f32,
        color: Rgba,
        feather_pts: f32,
    ) {
        self.arc(center, radius_pts, 0.0, std::f32::consts::TAU, width_pts, color, feather_pts);
    }

    /// A part of a ring, from one angle to another, clockwise on the screen.
    #[expect(clippy::too_many_arguments, reason = "an arc is what it is")]
    pub fn arc(
        &mut self,
        center: [f32; 2],
        radius_pts: f32,
        from_rad: f32,
        to_rad: f32,
        width_pts: f32,
        color: Rgba,
        feather_pts: f32,
    ) {
        let color = color.premultiplied();
        let (half, feather) = (width_pts / 2.0, feather_pts / 2.0);
        let radii = [
            (radius_pts + half + feather, CLEAR),
            (radius_pts + half - feather, color),
            (radius_pts - half + feather, color),
            (radius_pts - half - feather, CLEAR),
        ];
        let steps = (segments(radius_pts) as f32 * (to_rad - from_rad).abs()
            / std::f32::consts::TAU)
            .ceil()
            .max(1.0) as u32;
        let first = self.vertices.len() as u32;
        for step in 0..=steps {
            let angle = from_rad + (to_rad - from_rad) * step as f32 / steps as f32;
            let (sin, cos) = angle.sin_cos();
            for (radius, color) in radii {
                self.vertex([center[0] + cos * radius, center[1] + sin * radius], color);
            }
        }
        for step in 0..steps {
            let (this, next) = (first + step * 4, first + step * 4 + 4);
            for band in 0..3 {
                self.strip(this + band, this + band + 1, next + band, next + band + 1);
            }
        }
    }
}

/// The corners of a circle, enough of them to look round.
pub fn circle(center: [f32; 2], radius_pts: f32) -> Vec<[f32; 2]> {
    regular(center, radius_pts, segments(radius_pts), 0.0)
}

/// The corners of a regular polygon, the first at `turn_rad` clockwise from the right.
pub fn regular(center: [f32; 2], radius_pts: f32, corners: u32, turn_rad: f32) -> Vec<[f32; 2]> {
    (0..corners)
        .map(|corner| {
            let angle = turn_rad + std::f32::consts::TAU * corner as f32 / corners as f32;
            [center[0] + radius_pts * angle.cos(), center[1] + radius_pts * angle.sin()]
        })
        .collect()
}

fn segments(radius_pts: f32) -> u32 {
    ((radius_pts * 2.5) as u32).clamp(10, 48)
}

/// For each corner the way outwards by which both its edges move one point.
fn miters(corners: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let count = corners.len();
    let doubled_area: f32 = (0..count)
        .map(|idx| {
            let (a, b) = (corners[idx], corners[(idx + 1) % count]);
            a[0] * b[1] - b[0] * a[1]
        })
        .sum();
    let outwards = if doubled_area > 0.0 { 1.0 } else { -1.0 };
    let normal = |a: [f32; 2], b: [f32; 2]| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy).max(1e-6);
        [dy / length * outwards, -dx / length * outwards]
    };
    (0..count)
        .map(|idx| {
            let before = normal(corners[(idx + count - 1) % count], corners[idx]);
            let after = normal(corners[idx], corners[(idx + 1) % count]);
            let sum = [before[0] + after[0], before[1] + after[1]];
            let squared = (sum[0] * sum[0] + sum[1] * sum[1]).max(0.4);
            [sum[0] * 2.0 / squared, sum[1] * 2.0 / squared]
        })
        .collect()
}
