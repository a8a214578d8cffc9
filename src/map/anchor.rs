//! Where a line's or an area's symbol and label stand: half-way along, or inside.

use super::boxes::PlaceBox;
use super::level::Part;
use super::prepare::Dimension;
use crate::model::{PartKind, Place};

/// Vertices of a line that are measured to find its middle; of longer ones every so many.
const MEASURED_MAX: usize = 16;

/// The place of the feature that consists of `parts`: inside its largest polygon, else half-way along its longest
/// line.
pub fn anchor(parts: &[Part], places: &[Place]) -> Option<(Place, Dimension)> {
    let of_kind = |kind| {
        // The first of the largest, so that equal parts give the same place every time.
        let of_kind = parts.iter().enumerate().filter(move |(_, part)| part.kind == kind);
        of_kind.rev().max_by_key(|(_, part)| part.extent)
    };
    if let Some((idx, outer)) = of_kind(PartKind::Outer) {
        let holes = parts[idx + 1..].iter().take_while(|part| part.kind == PartKind::Hole);
        let rings: Vec<_> =
            std::iter::once(outer).chain(holes).map(|part| &places[part.range()]).collect();
        return Some((inside(&rings)?, Dimension::Area));
    }
    let (_, line) = of_kind(PartKind::Line)?;
    Some((half_way(&places[line.range()])?, Dimension::Line))
}

/// The place at half the length of a line.
fn half_way(line: &[Place]) -> Option<Place> {
    let step = line.len().div_ceil(MEASURED_MAX).max(1);
    let measured: Vec<Place> =
        line.iter().step_by(step).chain(line.last().filter(|_| step > 1)).copied().collect();
    let length = |pair: &[Place]| {
        let [dx, dy] = [0, 1].map(|axis| f64::from(pair[1][axis]) - f64::from(pair[0][axis]));
        (dx * dx + dy * dy).sqrt()
    };
    let mut left = measured.windows(2).map(length).sum::<f64>() / 2.0;
    for pair in measured.windows(2) {
        let own = length(pair);
        if left <= own && own > 0.0 {
            // Where vertices were passed over, the nearest of them is on the line and what lies between is not.
            return Some(match step {
                1 => [0, 1].map(|axis| between(pair[0][axis], pair[1][axis], left / own)),
                _ => pair[usize::from(left * 2.0 > own)],
            });
        }
        left -= own;
    }
    line.first().copied()
}

fn between(a: i32, b: i32, share: f64) -> i32 {
    (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as i32
}

/// A place well inside a polygon: its centroid if that is inside, else the middle of the widest stretch of ground
/// on five lines across it.
fn inside(rings: &[&[Place]]) -> Option<Place> {
    let outer = *rings.first()?;
    let bounds = PlaceBox::around(outer)?;
    let centroid = centroid(outer, bounds);
    if contains(rings, centroid) {
        return Some(centroid.map(|at| at.round() as i32));
    }
    let height = f64::from(bounds.max[1]) - f64::from(bounds.min[1]);
    let widest = [0.5, 0.35, 0.65, 0.2, 0.8]
        .map(|share| f64::from(bounds.min[1]) + height * share)
        .into_iter()
        .filter_map(|y| {
            widest_stretch(rings, y).map(|(from, to)| (to - from, (from + to) / 2.0, y))
        })
        // Strictly wider only: the middle line is asked first.
        .reduce(|best, next| if next.0 > best.0 * 1.2 { next } else { best });
    let Some((_, x, y)) = widest else { return Some(bounds.center()) };
    Some([x.round() as i32, y.round() as i32])
}

fn centroid(ring: &[Place], bounds: PlaceBox) -> [f64; 2] {
    // Relative to the box's corner, or the cross products of 32-bit numbers lose their last digits.
    let at =
        |idx: usize| [0, 1].map(|axis| f64::from(ring[idx][axis]) - f64::from(bounds.min[axis]));
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
pub fn contains(rings: &[&[Place]], [x, y]: [f64; 2]) -> bool {
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
fn widest_stretch(rings: &[&[Place]], y: f64) -> Option<(f64, f64)> {
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
