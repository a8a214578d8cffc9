//! Leaves out the vertices of a line that lie so near to the straight way between those kept that nobody sees it.
//!
//! One pass: from each vertex kept the directions in which a straight way passes near enough to all vertices since
//! are a sector, which only narrows. After Imai and Iri's cones, without their search for the fewest.

/// A line being straightened.
pub struct Straightener {
    /// How far a vertex left out may lie from the line.
    tolerance: f64,
    anchor: Option<[f64; 2]>,
    /// The vertex before, which is kept if the next one leaves the sector.
    held: Option<[f64; 2]>,
    sector: Option<Sector>,
}

/// The way from the anchor to a vertex.
#[derive(Clone, Copy)]
struct Way {
    /// Of length 1.
    direction: [f64; 2],
    distance: f64,
    /// The sine of the angle at which the tolerance is seen from the anchor.
    sin: f64,
}

/// Directions from the anchor, from `low` counterclockwise to `high`, and how far the held vertex is.
#[derive(Clone, Copy)]
struct Sector {
    low: [f64; 2],
    high: [f64; 2],
    distance: f64,
}

impl Straightener {
    pub const fn new(tolerance: f64) -> Self {
        Self { tolerance, anchor: None, held: None, sector: None }
    }

    /// Takes the next vertex; hands those on that are kept.
    #[inline]
    pub fn push(&mut self, at: [f64; 2], keep: &mut impl FnMut([f64; 2])) {
        let Some(anchor) = self.anchor else {
            self.anchor = Some(at);
            return keep(at);
        };
        match (Way::between(anchor, at, self.tolerance), self.sector) {
            (Some(next), Some(sector)) if sector.holds(next, self.tolerance) => {
                self.sector = Some(sector.narrowed(next));
            }
            (_, Some(_)) => {
                let kept = self.held.unwrap_or(at);
                keep(kept);
                self.anchor = Some(kept);
                self.sector = Way::between(kept, at, self.tolerance).map(Sector::around);
            }
            // Without a sector the line has not yet left the anchor.
            (next, None) => self.sector = next.map(Sector::around),
        }
        self.held = Some(at);
    }

    /// Ends the line: its last vertex is kept.
    pub fn finish(self, keep: &mut impl FnMut([f64; 2])) {
        if let Some(last) = self.held {
            keep(last);
        }
    }
}

impl Way {
    /// `None` where `at` is so near that every direction passes it near enough.
    #[inline]
    fn between(anchor: [f64; 2], at: [f64; 2], tolerance: f64) -> Option<Self> {
        let (dx, dy) = (at[0] - anchor[0], at[1] - anchor[1]);
        let squared = dx * dx + dy * dy;
        if squared <= 4.0 * tolerance * tolerance {
            return None;
        }
        let distance = squared.sqrt();
        // Divided once: this runs over every vertex in view.
        let each = 1.0 / distance;
        Some(Self { direction: [dx * each, dy * each], distance, sin: tolerance * each })
    }
}

impl Sector {
    /// The directions that pass the way's end near enough.
    #[inline]
    fn around(Way { direction: [x, y], distance, sin }: Way) -> Self {
        // At most half a radian: the cosine's series to a hundredth of the tolerance.
        let cos = 1.0 - sin * sin / 2.0;
        let low = [x * cos + y * sin, y * cos - x * sin];
        let high = [x * cos - y * sin, y * cos + x * sin];
        Self { low, high, distance }
    }

    /// Whether the way is in a direction of this sector, and leads further on.
    #[inline]
    fn holds(&self, way: Way, tolerance: f64) -> bool {
        cross(self.low, way.direction) >= 0.0
            && cross(way.direction, self.high) >= 0.0
            && way.distance + tolerance >= self.distance
    }

    #[inline]
    fn narrowed(&self, way: Way) -> Self {
        let next = Self::around(way);
        let low = if cross(self.low, next.low) > 0.0 { next.low } else { self.low };
        let high = if cross(next.high, self.high) > 0.0 { next.high } else { self.high };
        Self { low, high, distance: next.distance.max(self.distance) }
    }
}

#[inline]
fn cross(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

#[cfg(test)]
mod tests {
    use super::super::simplify::squared_distance;
    use super::*;

    fn straightened(line: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
        let mut kept = Vec::new();
        let mut straightener = Straightener::new(tolerance);
        line.iter().for_each(|at| straightener.push(*at, &mut |at| kept.push(at)));
        straightener.finish(&mut |at| kept.push(at));
        kept
    }

    #[test]
    fn what_is_left_out_lies_on_the_line_as_far_as_anybody_sees() {
        let line: Vec<[f64; 2]> = (0..2000)
            .map(|n| f64::from(n) * 0.7)
            .map(|x| [x, (x * 0.01).sin() * 200.0 + (x * 1.3).sin() * 0.1])
            .collect();
        let kept = straightened(&line, 0.25);
        assert!(kept.len() < 150, "{}", kept.len());
        assert_eq!((kept.first(), kept.last()), (line.first(), line.last()));
        for at in &line {
            let nearest = kept
                .windows(2)
                .map(|pair| squared_distance(*at, pair[0], pair[1]).sqrt())
                .fold(f64::INFINITY, f64::min);
            assert!(nearest <= 0.55, "{at:?} lies {nearest} off");
        }
    }

    #[test]
    fn a_way_back_is_kept_and_a_ring_ends_where_it_began() {
        let there_and_back = [[0.0, 0.0], [50.0, 0.0], [0.0, 0.0]];
        assert_eq!(straightened(&there_and_back, 0.3), there_and_back);
        let back = straightened(&[[0.0, 0.0], [50.0, 0.0], [100.0, 0.0], [20.0, 0.0]], 0.3);
        assert_eq!(back, [[0.0, 0.0], [100.0, 0.0], [20.0, 0.0]]);
        let ring = [[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0], [0.0, 0.0]];
        assert_eq!(straightened(&ring, 0.3), ring);
        assert_eq!(straightened(&[[3.0, 3.0]], 0.3), [[3.0, 3.0]]);
    }
}
