//! Fewer vertices for views from afar: each vertex kept is a good step from the one kept before it.
//!
//! One pass, in the layer's own places, so that ten million vertices cost hardly more than reading them.

use super::boxes::stretch;
use super::straighten::Straightener;
use crate::model::Place;

/// The step, in points at the level's closest zoom: no vertex left out lies further from the line than this.
const STEP_PTS: f64 = 0.5;

/// A step of so many places at a zoom level.
pub fn step_at(zoom_level: u8) -> f64 {
    STEP_PTS * 360.0 * crate::model::STEPS_PER_DEG / (256.0 * f64::from(zoom_level).exp2())
}

/// Appends the vertices of a line that are at least `step` apart, with both ends.
pub fn thin(line: &[Place], step: f64, kept: &mut Vec<Place>) {
    let (Some(first), Some((last, inner))) = (line.first(), line.split_last()) else { return };
    let upright_step = (step / stretch(first[1])) as i64;
    let step = step as i64;
    let mut before = *first;
    kept.push(before);
    for at in inner.iter().skip(1) {
        let [dx, dy] = [0, 1].map(|axis| (i64::from(at[axis]) - i64::from(before[axis])).abs());
        if dx >= step || dy >= upright_step {
            kept.push(*at);
            before = *at;
        }
    }
    if line.len() > 1 {
        kept.push(*last);
    }
}

/// Appends the vertices of a line that was thinned before and is to be seen from further away: those without which
/// it would stray by half a `step`.
pub fn straighten(line: &[Place], step: f64, kept: &mut Vec<Place>) {
    let Some(first) = line.first() else { return };
    let upright = stretch(first[1]);
    let mut straightener = Straightener::new(step / 2.0);
    let mut keep = |[x, y]: [f64; 2]| kept.push([x as i32, (y / upright).round() as i32]);
    for [x, y] in line {
        straightener.push([f64::from(*x), f64::from(*y) * upright], &mut keep);
    }
    straightener.finish(&mut keep);
}

/// How many vertices [`thin`] would keep at each zoom level, about: told from the lengths of all stretches.
#[derive(Clone, Debug)]
pub struct Stretches {
    /// By the power of two below a stretch's length: how many there are, and how long they are together.
    by_power: [(u64, u64); 33],
    ends: u64,
}

impl Default for Stretches {
    fn default() -> Self {
        Self { by_power: [(0, 0); 33], ends: 0 }
    }
}

impl Stretches {
    /// Counts a line as so many.
    pub fn add(&mut self, line: &[Place], weight: u64) {
        let Some(first) = line.first() else { return };
        // In 256ths, whole numbers: this runs over every vertex there is.
        let upright = (stretch(first[1]) * 256.0) as u64;
        self.ends += 2 * weight;
        for pair in line.windows(2) {
            let [dx, dy] = [0, 1].map(|axis| u64::from(pair[1][axis].abs_diff(pair[0][axis])));
            let length = dx.max((dy * upright) >> 8);
            let (count, sum) = &mut self.by_power[(64 - length.leading_zeros()).min(32) as usize];
            *count += weight;
            *sum += length * weight;
        }
    }

    pub fn kept_at(&self, zoom_level: u8) -> u64 {
        let step = step_at(zoom_level);
        let inner =
            self.by_power.iter().map(|(count, sum)| (*count as f64).min(*sum as f64 / step));
        self.ends + inner.sum::<f64>() as u64
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_lies_within_a_step_of_what_is_kept() {
        let line: Vec<Place> =
            (0..1000).map(|n| [n * 900, ((f64::from(n) * 0.05).sin() * 40_000.0) as i32]).collect();
        let mut kept = Vec::new();
        thin(&line, 5_000.0, &mut kept);
        assert!(kept.len() < 300, "{}", kept.len());
        assert_eq!((kept.first(), kept.last()), (line.first(), line.last()));
        let place = |at: &Place| at.map(f64::from);
        for at in &line {
            let nearest = kept
                .windows(2)
                .map(|pair| squared_distance(place(at), place(&pair[0]), place(&pair[1])));
            assert!(nearest.fold(f64::INFINITY, f64::min) <= 5_100.0 * 5_100.0);
        }
        let mut told = Stretches::default();
        told.add(&line, 1);
        assert_eq!(told.kept_at(30), 1001);
    }

    #[test]
    fn a_ring_keeps_both_ends_and_a_single_place_stays_one() {
        let mut kept = Vec::new();
        thin(&[[0, 0], [9, 0], [9, 9], [0, 0]], 100.0, &mut kept);
        thin(&[[5, 5]], 100.0, &mut kept);
        thin(&[], 100.0, &mut kept);
        assert_eq!(kept, [[0, 0], [0, 0], [5, 5]]);
    }
}
