//! A layer's own grid of whole numbers over its part of the world, and a packed index of boxes on it.
//!
//! 32 bits a side over the layer's extent: 9 mm of Mercator at worst (a layer around the whole earth), so no place
//! is off by more than 5 mm a side; 0.1 mm for a city. Half the memory of `f64`, and comparing is exact.

use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex as _};

use super::projection::World;

/// The finest grid: a tenth of a millimetre of Mercator.
const UNIT_MIN: f64 = 2.5e-12;

/// The grid of one layer: `world = origin + local × unit`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame {
    pub origin: World,
    pub unit: f64,
}

impl Frame {
    /// The finest grid that holds the box between two corners.
    pub fn around(min: World, max: World) -> Self {
        let extent = (max.x - min.x).max(max.y - min.y).max(0.0);
        Self { origin: min, unit: (extent / f64::from(u32::MAX)).max(UNIT_MIN) }
    }

    pub fn local_from_world(&self, at: World) -> [u32; 2] {
        // `as` saturates: what lies outside lands on the edge.
        [
            ((at.x - self.origin.x) / self.unit).round() as u32,
            ((at.y - self.origin.y) / self.unit).round() as u32,
        ]
    }

    pub fn world_from_local(&self, at: [u32; 2]) -> World {
        World {
            x: self.origin.x + f64::from(at[0]) * self.unit,
            y: self.origin.y + f64::from(at[1]) * self.unit,
        }
    }

    /// The part of the grid inside a box of the world; `None` where they do not meet.
    pub fn local_box(&self, min: World, max: World) -> Option<LocalBox> {
        let last = f64::from(u32::MAX);
        let low = [(min.x - self.origin.x) / self.unit, (min.y - self.origin.y) / self.unit];
        let high = [(max.x - self.origin.x) / self.unit, (max.y - self.origin.y) / self.unit];
        let meets = high[0] >= 0.0 && high[1] >= 0.0 && low[0] <= last && low[1] <= last;
        meets.then(|| LocalBox {
            min: [low[0].floor() as u32, low[1].floor() as u32],
            max: [high[0].ceil() as u32, high[1].ceil() as u32],
        })
    }
}

/// A box on a layer's grid, both ends inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalBox {
    pub min: [u32; 2],
    pub max: [u32; 2],
}

impl LocalBox {
    /// The smallest box around some positions; `None` without any.
    pub fn around(positions: &[[u32; 2]]) -> Option<Self> {
        let first = *positions.first()?;
        let mut all = Self { min: first, max: first };
        for at in positions {
            all.min = [all.min[0].min(at[0]), all.min[1].min(at[1])];
            all.max = [all.max[0].max(at[0]), all.max[1].max(at[1])];
        }
        Some(all)
    }

    /// The longer side.
    pub fn extent(&self) -> u32 {
        (self.max[0] - self.min[0]).max(self.max[1] - self.min[1])
    }

    pub fn center(&self) -> [u32; 2] {
        [
            self.min[0] + (self.max[0] - self.min[0]) / 2,
            self.min[1] + (self.max[1] - self.min[1]) / 2,
        ]
    }
}

/// Which of many boxes meet a box: a packed Hilbert R-tree.
#[derive(Debug, Default)]
pub struct Index(Option<RTree<u32>>);

impl Index {
    pub fn new(boxes: &[LocalBox]) -> Self {
        if boxes.is_empty() {
            return Self(None);
        }
        let mut builder = RTreeBuilder::new(boxes.len() as u32);
        for LocalBox { min, max } in boxes {
            // Half as fine: the tree's curve adds both ends of a box in 32 bits. What is found may lie a step outside.
            builder.add(min[0] >> 1, min[1] >> 1, max[0] >> 1, max[1] >> 1);
        }
        Self(Some(builder.finish::<HilbertSort>()))
    }

    /// The numbers of the boxes that meet `area`, in the tree's order.
    pub fn meeting(&self, area: LocalBox) -> Vec<u32> {
        let Some(tree) = &self.0 else { return Vec::new() };
        let LocalBox { min, max } = area;
        tree.search(min[0] >> 1, min[1] >> 1, max[0] >> 1, max[1] >> 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_one_box_among_none_one_and_many() {
        let at = |x: u32| LocalBox { min: [x, x], max: [x, x] };
        for count in [0_u32, 1, 2, 16, 17, 1000] {
            let boxes: Vec<_> = (0..count).map(|x| at(x * 10)).collect();
            let found = Index::new(&boxes).meeting(LocalBox { min: [0, 0], max: [5, 5] });
            assert_eq!(found.len(), usize::from(count > 0), "of {count}");
        }
    }
}
