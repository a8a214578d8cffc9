//! The geometry of a whole layer in flat arrays: what the map draws and hit tests read.
//!
//! Positions of all features lie in one array, cut into parts, the parts into features. Third and further
//! ordinates are not here: they stay in the source's text, which is what leaves again.

use super::{Bbox, GeometryKind, LonLat};

/// What a run of positions stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Each position is a point of its own.
    Points,
    /// A line through the positions.
    Line,
    /// The outer boundary of a polygon. Holes follow it until the next part that is none.
    Outer,
    /// A hole in the polygon before it.
    Hole,
}

/// One run of positions.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub kind: PartKind,
    pub positions: &'a [LonLat],
}

#[derive(Clone, Copy, Debug)]
struct PartSpan {
    kind: PartKind,
    end: u32,
}

/// The geometry of every feature of a layer, by feature index.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    positions: Vec<LonLat>,
    parts: Vec<PartSpan>,
    /// Where each feature's parts end.
    feature_ends: Vec<u32>,
    kinds: Vec<GeometryKind>,
    boxes: Vec<[f32; 4]>,
}

impl Shapes {
    pub fn feature_count(&self) -> usize {
        self.kinds.len()
    }

    pub fn vertex_count(&self) -> usize {
        self.positions.len()
    }

    pub fn kind(&self, feature_idx: usize) -> GeometryKind {
        self.kinds.get(feature_idx).copied().unwrap_or(GeometryKind::Null)
    }

    /// The parts of one feature, in the order of its text.
    pub fn parts(&self, feature_idx: usize) -> impl Iterator<Item = Part<'_>> {
        let last = self.feature_ends.get(feature_idx).copied().unwrap_or(0) as usize;
        let first = match feature_idx {
            0 => 0,
            idx => self.feature_ends.get(idx - 1).copied().unwrap_or(0) as usize,
        };
        (first.min(last)..last).map(move |part_idx| {
            let start = if part_idx == 0 { 0 } else { self.parts[part_idx - 1].end as usize };
            let PartSpan { kind, end } = self.parts[part_idx];
            Part { kind, positions: &self.positions[start..end as usize] }
        })
    }

    /// The box around one feature, a hair (up to 1e-5 degree) too large; `None` without positions.
    pub fn bbox(&self, feature_idx: usize) -> Option<Bbox> {
        let [west, south, east, north] = *self.boxes.get(feature_idx)?;
        let bbox = Bbox {
            west: f64::from(west),
            south: f64::from(south),
            east: f64::from(east),
            north: f64::from(north),
        };
        (!bbox.is_empty()).then_some(bbox)
    }

    /// The box around everything; `None` without positions.
    pub fn bounds(&self) -> Option<Bbox> {
        let mut all = Bbox::EMPTY;
        for position in &self.positions {
            all.include(*position);
        }
        (!all.is_empty()).then_some(all)
    }

    /// The first position of a feature: where to put the map when nothing better is known.
    pub fn anchor(&self, feature_idx: usize) -> Option<LonLat> {
        self.parts(feature_idx).find_map(|part| part.positions.first().copied())
    }

    /// Moves every position, as a change of datum does.
    pub fn map_positions(&mut self, mut moved: impl FnMut(LonLat) -> LonLat) {
        for position in &mut self.positions {
            *position = moved(*position);
        }
        for feature_idx in 0..self.feature_count() {
            let mut bbox = Bbox::EMPTY;
            for part in self.parts(feature_idx) {
                part.positions.iter().for_each(|position| bbox.include(*position));
            }
            self.boxes[feature_idx] = rounded_outwards(&bbox);
        }
    }

    /// Makes room for `features` more features, so that appending many parts copies them once.
    pub fn reserve(&mut self, features: usize, parts: usize, positions: usize) {
        self.positions.reserve_exact(positions);
        self.parts.reserve_exact(parts);
        self.feature_ends.reserve_exact(features);
        self.kinds.reserve_exact(features);
        self.boxes.reserve_exact(features);
    }

    pub fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// Gives back memory that growing left over.
    pub fn shrink(&mut self) {
        self.positions.shrink_to_fit();
        self.parts.shrink_to_fit();
        self.feature_ends.shrink_to_fit();
        self.kinds.shrink_to_fit();
        self.boxes.shrink_to_fit();
    }

    /// Appends all features of `other`, keeping their order.
    pub fn append(&mut self, other: &Self) {
        let (position_base, part_base) = (self.positions.len() as u32, self.parts.len() as u32);
        self.positions.extend_from_slice(&other.positions);
        self.parts.extend(
            other
                .parts
                .iter()
                .map(|part| PartSpan { kind: part.kind, end: part.end + position_base }),
        );
        self.feature_ends.extend(other.feature_ends.iter().map(|end| end + part_base));
        self.kinds.extend_from_slice(&other.kinds);
        self.boxes.extend_from_slice(&other.boxes);
    }
}

/// Single precision halves the index; a hair larger, so that nothing sticks out.
fn rounded_outwards(bbox: &Bbox) -> [f32; 4] {
    [
        (bbox.west as f32).next_down(),
        (bbox.south as f32).next_down(),
        (bbox.east as f32).next_up(),
        (bbox.north as f32).next_up(),
    ]
}

/// A place in the feature being built, to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapesMark {
    parts: usize,
    positions: usize,
}

/// Builds [`Shapes`] one feature at a time; a feature that turns out bad is rolled back.
#[derive(Debug, Default)]
pub struct ShapesBuilder {
    shapes: Shapes,
}

impl ShapesBuilder {
    /// Adds one position to the part being built.
    pub fn position(&mut self, at: LonLat) {
        self.shapes.positions.push(at);
    }

    /// Ends the part being built. A part without positions is dropped.
    pub fn end_part(&mut self, kind: PartKind) {
        let end = self.shapes.positions.len() as u32;
        if self.shapes.parts.last().map_or(0, |part| part.end) != end {
            self.shapes.parts.push(PartSpan { kind, end });
        }
    }

    /// Ends the feature being built and returns how many positions it has.
    pub fn end_feature(&mut self, kind: GeometryKind) -> usize {
        let shapes = &mut self.shapes;
        let first_part = shapes.feature_ends.last().map_or(0, |end| *end as usize);
        let first = if first_part == 0 { 0 } else { shapes.parts[first_part - 1].end as usize };
        let mut bbox = Bbox::EMPTY;
        for position in &shapes.positions[first..] {
            bbox.include(*position);
        }
        shapes.feature_ends.push(shapes.parts.len() as u32);
        shapes.kinds.push(kind);
        shapes.boxes.push(rounded_outwards(&bbox));
        shapes.positions.len() - first
    }

    /// Notes how much of the feature being built is there.
    pub fn mark(&self) -> ShapesMark {
        ShapesMark { parts: self.shapes.parts.len(), positions: self.shapes.positions.len() }
    }

    /// Forgets everything added since `mark`, which is of the feature being built.
    pub fn rewind(&mut self, mark: ShapesMark) {
        self.shapes.parts.truncate(mark.parts);
        self.shapes.positions.truncate(mark.positions);
    }

    /// Forgets everything added since the last [`ShapesBuilder::end_feature`].
    pub fn drop_feature(&mut self) {
        let shapes = &mut self.shapes;
        shapes.parts.truncate(shapes.feature_ends.last().map_or(0, |end| *end as usize));
        shapes.positions.truncate(shapes.parts.last().map_or(0, |part| part.end as usize));
    }

    pub fn finish(self) -> Shapes {
        self.shapes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lon_lat;

    #[test]
    fn a_dropped_feature_leaves_no_trace() {
        let mut builder = ShapesBuilder::default();
        builder.position(lon_lat(1.0, 2.0));
        builder.end_part(PartKind::Points);
        builder.end_feature(GeometryKind::Point);
        builder.position(lon_lat(9.0, 9.0));
        builder.end_part(PartKind::Line);
        builder.position(lon_lat(8.0, 8.0));
        builder.drop_feature();
        builder.end_feature(GeometryKind::Null);
        let shapes = builder.finish();
        assert_eq!((shapes.feature_count(), shapes.vertex_count()), (2, 1));
        assert_eq!(shapes.parts(1).count(), 0);
        assert!(shapes.bbox(1).is_none());
        assert_eq!(shapes.anchor(0), Some(lon_lat(1.0, 2.0)));
    }
}
