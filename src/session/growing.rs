//! A picture of a large file while it is still being read: its shapes so far, thinned so that they stay few.
//!
//! Shown and forgotten: nothing is recorded about it, nothing can be chosen on it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::model::{GeometryKind, Layer, PartKind, Place, Shapes, ShapesBuilder};

/// Shown no more often than this: each showing is prepared and drawn.
const SHOWN_INTERVAL: Duration = Duration::from_millis(150);
/// Beyond so many vertices the picture becomes coarser.
const VERTICES_MAX: usize = 120_000;
/// The finest picture: vertices a hundred steps of 1e-7 degree apart, a metre.
const STEP_FIRST: i32 = 100;

/// Follows the reading of one file.
pub(super) struct Growing<'a> {
    name: &'a str,
    show: &'a (dyn Fn(Arc<Layer>) + Sync),
    sketch: Mutex<(Sketch, Instant)>,
}

impl<'a> Growing<'a> {
    pub fn new(name: &'a str, show: &'a (dyn Fn(Arc<Layer>) + Sync)) -> Self {
        Self { name, show, sketch: Mutex::new((Sketch::default(), Instant::now())) }
    }

    /// Takes in what has been read since, and shows it if it is time.
    pub fn take(&self, shapes: &Shapes) {
        let mut held = self.sketch.lock().unwrap_or_else(PoisonError::into_inner);
        let (sketch, shown_at) = &mut *held;
        sketch.take(shapes);
        if shown_at.elapsed() >= SHOWN_INTERVAL {
            *shown_at = Instant::now();
            (self.show)(Arc::new(Layer::of_shapes(self.name, sketch.shapes())));
        }
    }
}

/// Shapes in few vertices, whatever feature they are of.
struct Sketch {
    step: i32,
    /// Features of the file that are in it.
    taken: usize,
    places: Vec<Place>,
    /// Where each line or ring ends.
    lines: Vec<(PartKind, usize)>,
    points: HashSet<Place>,
    /// Where lines without any size at this step have been put already.
    specks: HashSet<Place>,
}

impl Default for Sketch {
    fn default() -> Self {
        Self {
            step: STEP_FIRST,
            taken: 0,
            places: Vec::new(),
            lines: Vec::new(),
            points: HashSet::new(),
            specks: HashSet::new(),
        }
    }
}

impl Sketch {
    fn take(&mut self, shapes: &Shapes) {
        // Where decimals are longer than the map's steps, the picture waits for the whole.
        let Some(places) = shapes.places() else { return };
        for feature_idx in self.taken..shapes.feature_count() {
            for (kind, range) in shapes.part_ranges(feature_idx) {
                self.add(kind, &places[range.start as usize..range.end as usize]);
            }
        }
        self.taken = shapes.feature_count();
        while self.places.len() + self.points.len() > VERTICES_MAX {
            self.coarsen();
        }
    }

    fn add(&mut self, kind: PartKind, places: &[Place]) {
        let step = self.step;
        if kind == PartKind::Points {
            self.points.extend(places.iter().map(|at| at.map(|at| at.div_euclid(step) * step)));
            return;
        }
        let Some((first, last)) = places.first().zip(places.last()) else { return };
        let start = self.places.len();
        self.places.push(*first);
        let mut before = *first;
        for at in places {
            if apart(*at, before) >= step as u32 {
                self.places.push(*at);
                before = *at;
            }
        }
        if before != *last {
            self.places.push(*last);
        }
        // Of what has no size at this step one line stands for all others beside it.
        if self.places.len() - start <= 2 && apart(*first, *last) < step as u32 {
            self.places.truncate(start);
            if !self.specks.insert(first.map(|at| at.div_euclid(step))) {
                return;
            }
            let end = if first == last { [first[0] + step / 2, first[1]] } else { *last };
            self.places.extend([*first, end]);
        }
        self.lines.push((kind, self.places.len()));
    }

    fn coarsen(&mut self) {
        self.step *= 2;
        let step = self.step;
        let (places, lines) = (std::mem::take(&mut self.places), std::mem::take(&mut self.lines));
        let points = std::mem::take(&mut self.points);
        self.specks.clear();
        self.points =
            points.into_iter().map(|at| at.map(|at| at.div_euclid(step) * step)).collect();
        let mut start = 0;
        for (kind, end) in lines {
            self.add(kind, &places[start..end]);
            start = end;
        }
    }

    fn shapes(&self) -> Shapes {
        let mut builder = ShapesBuilder::default();
        let mut start = 0;
        for (kind, end) in &self.lines {
            self.places[start..*end].iter().for_each(|at| builder.place(*at));
            start = *end;
            // A hole of a ring that became a point is drawn as a line like any other.
            builder.end_part(if *kind == PartKind::Hole { PartKind::Line } else { *kind });
            builder.end_feature(GeometryKind::LineString);
        }
        for at in &self.points {
            builder.place(*at);
            builder.end_part(PartKind::Points);
            builder.end_feature(GeometryKind::Point);
        }
        builder.finish()
    }
}

/// The longer of the two ways along the axes.
fn apart(one: Place, other: Place) -> u32 {
    one[0].abs_diff(other[0]).max(one[1].abs_diff(other[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_of_much_stays_small_and_keeps_its_bounds() {
        let mut builder = ShapesBuilder::default();
        for line in 0..4_000 {
            for n in 0..100 {
                builder.place([line * 20_000 + n * 150, (n * 37) % 9_000 + line * 11]);
            }
            builder.end_part(PartKind::Line);
            builder.end_feature(GeometryKind::LineString);
        }
        let all = builder.finish();
        let mut sketch = Sketch::default();
        sketch.take(&all);
        let small = sketch.shapes();
        assert!(small.vertex_count() <= VERTICES_MAX && small.vertex_count() > 1_000);
        let (whole, few) = (all.bounds().unwrap(), small.bounds().unwrap());
        assert!((whole.east - few.east).abs() < 0.01, "{whole:?} {few:?}");
        sketch.take(&all);
        assert_eq!(sketch.shapes().vertex_count(), small.vertex_count());
    }
}
