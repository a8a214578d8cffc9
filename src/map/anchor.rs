//! Where a line's or an area's symbol and label stand: half-way along, or inside.

use super::frame::LocalBox;
use super::level::{Level, Part};
use super::prepare::Dimension;
use crate::model::PartKind;

/// The place of the feature whose parts begin at `first_part` and go to the level's end: inside its largest
/// polygon, else half-way along its longest line.
pub fn anchor(level: &Level, first_part: usize) -> Option<([u32; 2], Dimension)> {
    let parts = &level.parts[first_part..];
    let extent = |part: &&(usize, &Part)| {
        LocalBox::around(&level.positions[part.1.range()]).map_or(0, |bounds| bounds.extent())
    };
    let numbered: Vec<_> = parts.iter().enumerate().collect();
    let of_kind = |kind| {
        // The first of the largest, so that equal parts give the same place every time.
        numbered.iter().filter(move |(_, part)| part.kind == kind).rev().max_by_key(extent)
    };
    if let Some((idx, outer)) = of_kind(PartKind::Outer) {
        let holes = parts[idx + 1..].iter().take_while(|part| part.kind == PartKind::Hole);
        let rings: Vec<_> = std::iter::once(*outer)
            .chain(holes)
            .map(|part| &level.positions[part.range()])
            .collect();
        return Some((inside(&rings)?, Dimension::Area));
    }
    let (_, line) = of_kind(PartKind::Line)?;
    Some((half_way(&level.positions[line.range()])?, Dimension::Line))
}

/// The place at half the length of a line.
fn half_way(line: &[[u32; 2]]) -> Option<[u32; 2]> {
    let length = |pair: &[[u32; 2]]| {
        let dx = f64::from(pair[1][0]) - f64::from(pair[0][0]);
        let dy = f64::from(pair[1][1]) - f64::from(pair[0][1]);
        dx.hypot(dy)
    };
    let mut left = line.windows(2).map(length).sum::<f64>() / 2.0;
    for pair in line.windows(2) {
        let step = length(pair);
        if left <= step && step > 0.0 {
            return Some([
                between(pair[0][0], pair[1][0], left / step),
                between(pair[0][1], pair[1][1], left / step),
            ]);
        }
        left -= step;
    }
    line.first().copied()
}

fn between(a: u32, b: u32, share: f64) -> u32 {
    (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u32
}

/// A place well inside a polygon: its centroid if that is inside, else the middle of the widest stretch of ground
/// on five lines across it.
fn inside(rings: &[&[[u32; 2]]]) -> Option<[u32; 2]> {
    let outer = *rings.first()?;
    let bounds = LocalBox::around(outer)?;
    let centroid = centroid(outer, bounds);
    if contains(rings, centroid) {
        return Some(centroid.map(|at| at.round() as u32));
    }
    let height = f64::from(bounds.max[1] - bounds.min[1]);
    let widest = [0.5, 0.35, 0.65, 0.2, 0.8]
        .map(|share| f64::from(bounds.min[1]) + height * share)
        .into_iter()
        .filter_map(|y| {
            widest_stretch(rings, y).map(|(from, to)| (to - from, (from + to) / 2.0, y))
        })
        // Strictly wider only: the middle line is asked first.
        .reduce(|best, next| if next.0 > best.0 * 1.2 { next } else { best });
    let Some((_, x, y)) = widest else { return Some(bounds.center()) };
    Some([x.round() as u32, y.round() as u32])
}

fn centroid(ring: &[[u32; 2]], bounds: LocalBox) -> [f64; 2] {
    // Relative to the box's corner, or the cross products of 32-bit numbers lose their last digits.
    let at = |idx: usize| {
        [f64::from(ring[idx][0] - bounds.min[0]), f64::from(ring[idx][1] - bounds.min[1])]
    };
    let (mut doubled, mut x, mut y) = (0.0, 0.0, 0.0);
    for idx in 1..ring.len() {
        let (a, b) = (at(idx - 1), at(idx));
        let cross = a[0] * b[1] - b[0] * a[1];
        doubled += cross;
        x += (a[0] + b[0]) * cross;
        y += (a[1] + b[1]) * cross;
    }
    if doubled == 0.0 {
        return bounds.center().map(f64::from);
    }
    let scale = 1.0 / (3.0 * doubled);
    [f64::from(bounds.min[0]) + x * scale, f64::from(bounds.min[1]) + y * scale]
}

/// Whether a position is inside a polygon: crossings of all its rings, counted even and odd, so that holes are
/// outside. Rings are closed.
pub fn contains(rings: &[&[[u32; 2]]], [x, y]: [f64; 2]) -> bool {
    let mut inside = false;
    for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
        let [ax, ay] = pair[0].map(f64::from);
        let [bx, by] = pair[1].map(f64::from);
        if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
            inside = !inside;
        }
    }
    inside
}

/// The widest stretch of a horizontal line that is inside a polygon.
fn widest_stretch(rings: &[&[[u32; 2]]], y: f64) -> Option<(f64, f64)> {
    let mut crossings: Vec<f64> = rings
        .iter()
        .flat_map(|ring| ring.windows(2))
        .filter_map(|pair| {
            let [ax, ay] = pair[0].map(f64::from);
            let [bx, by] = pair[1].map(f64::from);
            ((ay > y) != (by > y)).then(|| (bx - ax) * (y - ay) / (by - ay) + ax)
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    crossings
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))
}
