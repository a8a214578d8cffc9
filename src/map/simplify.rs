//! From which zoom level on each vertex of a line is needed: Douglas and Peucker's split, run once for all levels.
//!
//! A vertex is given the distance at which it was split off, never more than that of the split above it; leaving
//! out all vertices below a tolerance then gives exactly what the algorithm would give for that tolerance.

/// Vertices examined as one piece. Piece ends are always kept: it bounds the quadratic worst case (a spiral) and
/// costs one vertex in five hundred.
const PIECE_VERTICES_MAX: usize = 512;
/// How far a simplified line may stray from the true one, in points at the level's closest zoom.
pub const TOLERANCE_PTS: f64 = 0.35;
/// Needed at no level: the vertex lies on the line between its neighbours.
pub const NEVER: u8 = u8::MAX;

/// For each vertex of one line or ring (in the world's units times `unit`) the lowest whole zoom level that needs it.
pub fn levels_needed(line: &[[u32; 2]], unit: f64, levels: &mut Vec<u8>) {
    let base = levels.len();
    levels.resize(base + line.len(), NEVER);
    let levels = &mut levels[base..];
    let Some(last) = line.len().checked_sub(1) else { return };
    levels[0] = 0;
    levels[last] = 0;
    let mut stack: Vec<(usize, usize, f64)> = Vec::new();
    for start in (0..last).step_by(PIECE_VERTICES_MAX) {
        let end = (start + PIECE_VERTICES_MAX).min(last);
        levels[start] = 0;
        levels[end] = 0;
        stack.push((start, end, f64::INFINITY));
        while let Some((from, to, above)) = stack.pop() {
            let Some((split, squared)) = farthest(line, from, to) else { continue };
            let distance = squared.sqrt().min(above);
            if distance <= 0.0 {
                continue;
            }
            levels[split] = level_of(distance * unit);
            stack.push((from, split, distance));
            stack.push((split, to, distance));
        }
    }
}

/// The vertex between two others that lies farthest from the straight line between them, and its squared distance.
fn farthest(line: &[[u32; 2]], from: usize, to: usize) -> Option<(usize, f64)> {
    let point = |idx: usize| [f64::from(line[idx][0]), f64::from(line[idx][1])];
    let (a, b) = (point(from), point(to));
    let mut best = None;
    let mut best_squared = -1.0;
    for idx in from + 1..to {
        let squared = squared_distance(point(idx), a, b);
        if squared > best_squared {
            best_squared = squared;
            best = Some((idx, squared));
        }
    }
    best
}

/// The squared distance of `p` from the segment `a`–`b`, which may be a single point (a ring's two ends).
pub fn squared_distance(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let squared = dx * dx + dy * dy;
    let along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared;
    let along = if squared > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (p[0] - a[0] - along * dx, p[1] - a[1] - along * dy);
    ex * ex + ey * ey
}

/// The lowest whole zoom level at which a stray of `distance` (in world units) is more than the tolerance.
fn level_of(distance: f64) -> u8 {
    (TOLERANCE_PTS / 256.0 / distance).log2().ceil().clamp(0.0, 30.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bump_is_needed_once_it_is_seen_and_a_straight_vertex_never() {
        let unit = 1.0 / f64::from(u32::MAX);
        // One point at level 10 is 2^32 / 2^18 = 16384 units.
        let line = [[0, 0], [100_000, 16_384], [200_000, 0], [300_000, 0], [400_000, 0]];
        let mut levels = Vec::new();
        levels_needed(&line, unit, &mut levels);
        // Seen against the whole line the bump strays 16384 units; from its top the foot strays 10900, a level later.
        assert_eq!(levels, [0, 9, 10, NEVER, 0]);
    }

    #[test]
    fn the_ends_of_a_ring_may_be_one_place() {
        let ring = [[0, 0], [1 << 30, 0], [1 << 30, 1 << 30], [0, 0]];
        let mut levels = Vec::new();
        levels_needed(&ring, 1.0 / f64::from(u32::MAX), &mut levels);
        assert_eq!(levels, [0; 4]);
    }
}
