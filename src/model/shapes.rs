//! The geometry of a whole layer in flat arrays: what the map draws and hit tests read.
//!
//! Positions of all features lie in one array, cut into parts, the parts into features. Third and further
//! ordinates are not here: they stay in the source's text, which is what leaves again.

use super::positions::{Place, PositionList, Positions};
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
    pub positions: Positions<'a>,
}

#[derive(Clone, Copy, Debug)]
struct PartSpan {
    kind: PartKind,
    end: u32,
}

/// The geometry of every feature of a layer, by feature index.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    positions: PositionList,
    parts: Vec<PartSpan>,
    /// Where each feature's parts end.
    feature_ends: Vec<u32>,
    kinds: Vec<GeometryKind>,
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
        self.part_ranges(feature_idx).map(|(kind, range)| {
            let positions = self.positions.slice(range.start as usize..range.end as usize);
            Part { kind, positions }
        })
    }

    /// The same as ranges in the array of all positions.
    pub fn part_ranges(
        &self,
        feature_idx: usize,
    ) -> impl Iterator<Item = (PartKind, std::ops::Range<u32>)> {
        let last = self.feature_ends.get(feature_idx).copied().unwrap_or(0) as usize;
        let first = match feature_idx {
            0 => 0,
            idx => self.feature_ends.get(idx - 1).copied().unwrap_or(0) as usize,
        };
        (first.min(last)..last).map(move |part_idx| {
            let start = if part_idx == 0 { 0 } else { self.parts[part_idx - 1].end };
            let PartSpan { kind, end } = self.parts[part_idx];
            (kind, start..end)
        })
    }

    /// The box around one feature, from all its positions; `None` without any.
    pub fn bbox(&self, feature_idx: usize) -> Option<Bbox> {
        let boxes = self.parts(feature_idx).filter_map(|part| part.positions.bounds());
        boxes.reduce(|one, other| one.union(&other))
    }

    /// All positions in whole steps of 1e-7 degree, where all of them are exactly that.
    pub fn places(&self) -> Option<&[Place]> {
        self.positions.places()
    }

    /// The box around everything; `None` without positions.
    pub fn bounds(&self) -> Option<Bbox> {
        self.positions.slice(0..self.positions.len()).bounds()
    }

    /// The first position of a feature: where to put the map when nothing better is known.
    pub fn anchor(&self, feature_idx: usize) -> Option<LonLat> {
        self.parts(feature_idx).find_map(|part| part.positions.first())
    }

    /// Moves every position, as a change of datum does.
    pub fn map_positions(&mut self, mut moved: impl FnMut(LonLat) -> LonLat) {
        let mut list = PositionList::default();
        for position in self.positions.slice(0..self.positions.len()).iter() {
            list.push(moved(position));
        }
        self.positions = list;
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
    }

    /// Appends all features of `other`, keeping their order.
    pub fn append(&mut self, other: &Self) {
        let (position_base, part_base) = (self.positions.len() as u32, self.parts.len() as u32);
        self.positions.append(&other.positions);
        self.parts.extend(
            other
                .parts
                .iter()
                .map(|part| PartSpan { kind: part.kind, end: part.end + position_base }),
        );
        self.feature_ends.extend(other.feature_ends.iter().map(|end| end + part_base));
        self.kinds.extend_from_slice(&other.kinds);
    }
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
    /// Adds one position in whole steps of 1e-7 degree to the part being built.
    pub fn place(&mut self, at: Place) {
        self.shapes.positions.push_place(at);
    }

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
        shapes.feature_ends.push(shapes.parts.len() as u32);
        shapes.kinds.push(kind);
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

    /// All that has been built.
    pub const fn built(&self) -> &Shapes {
        &self.shapes
    }

    /// Forgets everything but keeps its memory.
    pub fn clear(&mut self) {
        self.shapes.positions.clear();
        self.shapes.parts.clear();
        self.shapes.feature_ends.clear();
        self.shapes.kinds.clear();
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
