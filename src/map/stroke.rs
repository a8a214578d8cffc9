//! Lines as triangles: joins, feathered edges, dashes, and the cutting of what lies far outside the view.

use super::mesh::{CLEAR, Mesh, Vertex};

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    pub width_pts: f32,
    /// Premultiplied.
    pub color: [u8; 4],
    /// Width of the smoothed band at either edge: one pixel.
    pub feather_pts: f32,
}

/// The points a line goes on to beyond its two ends, so that pieces of one line join without a notch.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beyond {
    pub before: Option<[f32; 2]>,
    pub after: Option<[f32; 2]>,
}

/// A turn sharper than this (the cosine between two stretches) is bevelled instead of mitred.
const BEVEL_COS_MAX: f32 = 0.0;

/// Draws a line through `points`, of which neighbours are never in one place.
pub fn stroke(mesh: &mut Mesh, points: &[[f32; 2]], pen: Pen, beyond: Beyond) {
    if points.len() < 2 {
        return;
    }
    let (profile, bands) = profile(pen);
    let profile = &profile[..bands];
    let mut is_first = true;
    let mut draw = |at: [f32; 2], normal: [f32; 2]| {
        let first = mesh.vertices.len() as u32;
        mesh.vertices.extend(profile.iter().map(|(offset, color)| Vertex {
            pos: [at[0] + normal[0] * offset, at[1] + normal[1] * offset],
            color: *color,
        }));
        if !is_first {
            let before = first - bands as u32;
            for band in 0..bands as u32 - 1 {
                mesh.strip(before + band, before + band + 1, first + band, first + band + 1);
            }
        }
        is_first = false;
    };
    let mut incoming = beyond.before.map(|before| normal(before, points[0]));
    for (idx, at) in points.iter().enumerate() {
        let next = points.get(idx + 1).copied().or(beyond.after);
        let outgoing = next.map(|next| normal(*at, next));
        match (incoming, outgoing) {
            (Some(one), Some(two)) => {
                let cos = one[0] * two[0] + one[1] * two[1];
                if cos < BEVEL_COS_MAX {
                    draw(*at, one);
                    draw(*at, two);
                } else {
                    let scale = 1.0 / (1.0 + cos);
                    draw(*at, [(one[0] + two[0]) * scale, (one[1] + two[1]) * scale]);
                }
            }
            (Some(only), None) | (None, Some(only)) => draw(*at, only),
            (None, None) => {}
        }
        incoming = outgoing;
    }
}

/// Draws a line of hardly any length as one hard-edged rectangle.
pub fn tick(mesh: &mut Mesh, from: [f32; 2], to: [f32; 2], pen: Pen) {
    let half = (pen.width_pts / 2.0).max(0.5);
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx.hypot(dy);
    let along = if length > 0.1 { [dx / length * half, dy / length * half] } else { [half, 0.0] };
    let across = [along[1], -along[0]];
    // Half a width longer at either end: a single place is a square.
    let corner = |at: [f32; 2], ahead: f32, aside: f32| {
        let pos = [0, 1].map(|axis| at[axis] + along[axis] * ahead + across[axis] * aside);
        Vertex { pos, color: pen.color }
    };
    let first = mesh.vertices.len() as u32;
    mesh.vertices.extend([
        corner(from, -0.5, 1.0),
        corner(from, -0.5, -1.0),
        corner(to, 0.5, 1.0),
        corner(to, 0.5, -1.0),
    ]);
    mesh.strip(first, first + 1, first + 2, first + 3);
}

/// Draws a line in dashes.
pub fn stroke_dashed(mesh: &mut Mesh, points: &[[f32; 2]], pen: Pen, dash: (f32, f32)) {
    dashes(points, dash, |piece| stroke(mesh, piece, pen, Beyond::default()));
}

/// Hands on the dashes of a line, one after another.
pub fn dashes(points: &[[f32; 2]], dash: (f32, f32), mut draw: impl FnMut(&[[f32; 2]])) {
    let (dash_pts, gap_pts) = dash;
    let mut piece: Vec<[f32; 2]> = points.first().copied().into_iter().collect();
    let (mut drawing, mut left) = (true, dash_pts);
    for pair in points.windows(2) {
        let mut from = pair[0];
        loop {
            let (dx, dy) = (pair[1][0] - from[0], pair[1][1] - from[1]);
            let length = dx.hypot(dy);
            if length <= left {
                left -= length;
                if drawing && length > 0.0 {
                    piece.push(pair[1]);
                }
                break;
            }
            from = [from[0] + dx / length * left, from[1] + dy / length * left];
            if drawing {
                piece.push(from);
                draw(&piece);
            }
            drawing = !drawing;
            left = if drawing { dash_pts } else { gap_pts };
            piece.clear();
            if drawing {
                piece.push(from);
            }
        }
    }
    if drawing {
        draw(&piece);
    }
}

/// Offsets across the line with their colours, and how many there are. A line thinner than the feather is one soft
/// ridge.
fn profile(pen: Pen) -> ([(f32, [u8; 4]); 4], usize) {
    let (half, feather) = (pen.width_pts / 2.0, pen.feather_pts / 2.0);
    if half <= feather {
        let share = (half / feather).clamp(0.0, 1.0);
        let ridge = pen.color.map(|channel| (f32::from(channel) * share).round() as u8);
        let end = (2.0 * feather, CLEAR);
        return ([(-2.0 * feather, CLEAR), (0.0, ridge), end, end], 3);
    }
    let edges = [
        (-half - feather, CLEAR),
        (-half + feather, pen.color),
        (half - feather, pen.color),
        (half + feather, CLEAR),
    ];
    (edges, 4)
}

/// The unit vector to the left of the way from `a` to `b`.
fn normal(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = (dx * dx + dy * dy).sqrt();
    if length > 0.0 { [dy / length, -dx / length] } else { [0.0, 0.0] }
}

/// A rectangle on the screen, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenBox {
    pub min: [f64; 2],
    pub max: [f64; 2],
}

impl ScreenBox {
    pub fn holds(&self, at: [f64; 2]) -> bool {
        (0..2).all(|axis| self.min[axis] <= at[axis] && at[axis] <= self.max[axis])
    }

    pub fn grown(&self, by: f64) -> Self {
        Self { min: self.min.map(|at| at - by), max: self.max.map(|at| at + by) }
    }
}

/// The stretches of a line inside `view`, cut in `f64`: beyond some thousand points `f32` is too coarse.
pub fn clip_line(line: impl Iterator<Item = [f64; 2]>, view: ScreenBox) -> Vec<Vec<[f32; 2]>> {
    let mut pieces: Vec<Vec<[f32; 2]>> = Vec::new();
    let mut open = false;
    let mut before: Option<[f64; 2]> = None;
    for at in line {
        if let Some(from) = before {
            match clip_segment(from, at, view) {
                Some((start, end)) => {
                    if !open {
                        pieces.push(vec![to_f32(start)]);
                    }
                    if let Some(piece) = pieces.last_mut() {
                        piece.push(to_f32(end));
                    }
                    open = end == at;
                }
                None => open = false,
            }
        }
        before = Some(at);
    }
    pieces
}

fn to_f32(at: [f64; 2]) -> [f32; 2] {
    [at[0] as f32, at[1] as f32]
}

/// The part of a segment inside a box, by Liang and Barsky.
pub fn clip_segment(a: [f64; 2], b: [f64; 2], view: ScreenBox) -> Option<([f64; 2], [f64; 2])> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let delta = b[axis] - a[axis];
        for (toward, room) in
            [(-delta, a[axis] - view.min[axis]), (delta, view.max[axis] - a[axis])]
        {
            if toward == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if toward < 0.0 {
                enter = enter.max(room / toward);
            } else {
                leave = leave.min(room / toward);
            }
        }
    }
    if enter > leave {
        return None;
    }
    let at = |share: f64| [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    let end = if leave < 1.0 { at(leave) } else { b };
    Some((if enter > 0.0 { at(enter) } else { a }, end))
}

/// The part of a convex polygon inside a box, by Sutherland and Hodgman.
pub fn clip_convex(corners: &[[f64; 2]], view: ScreenBox) -> Vec<[f64; 2]> {
    let mut corners = corners.to_vec();
    for axis in 0..2 {
        for (limit, sign) in [(view.min[axis], 1.0), (view.max[axis], -1.0)] {
            let room = |at: &[f64; 2]| (at[axis] - limit) * sign;
            corners = clip_half(&corners, room);
        }
    }
    corners
}

/// The part of a convex polygon where `room` is not negative.
pub fn clip_half(corners: &[[f64; 2]], room: impl Fn(&[f64; 2]) -> f64) -> Vec<[f64; 2]> {
    let mut kept = Vec::with_capacity(corners.len() + 1);
    for (idx, at) in corners.iter().enumerate() {
        let before = &corners[(idx + corners.len() - 1) % corners.len()];
        let (here, there) = (room(at), room(before));
        if (here < 0.0) != (there < 0.0) {
            let share = there / (there - here);
            kept.push([
                before[0] + (at[0] - before[0]) * share,
                before[1] + (at[1] - before[1]) * share,
            ]);
        }
        if here >= 0.0 {
            kept.push(*at);
        }
    }
    kept
}
