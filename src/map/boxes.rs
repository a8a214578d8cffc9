//! Boxes of places, and a packed index of many of them.

use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex as _};

use super::projection::{World, lon_lat_from_world};
use crate::model::{Place, nearest_place};

/// A box of places, both ends inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceBox {
    pub min: Place,
    pub max: Place,
}

impl PlaceBox {
    /// Everything between two corners of the world. Beyond the edges of Mercator's square lie the poles.
    pub fn of_world(one: World, other: World) -> Self {
        let north_west = World { x: one.x.min(other.x), y: one.y.min(other.y) };
        let south_east = World { x: one.x.max(other.x), y: one.y.max(other.y) };
        let [west, north] = nearest_place(lon_lat_from_world(north_west));
        let [east, south] = nearest_place(lon_lat_from_world(south_east));
        let south = if south_east.y >= 1.0 { i32::MIN } else { south.saturating_sub(1) };
        let north = if north_west.y <= 0.0 { i32::MAX } else { north.saturating_add(1) };
        Self { min: [west.saturating_sub(1), south], max: [east.saturating_add(1), north] }
    }

    /// The smallest box around some places; `None` without any.
    pub fn around(places: &[Place]) -> Option<Self> {
        let first = *places.first()?;
        let mut all = Self { min: first, max: first };
        for at in places {
            all.min = [all.min[0].min(at[0]), all.min[1].min(at[1])];
            all.max = [all.max[0].max(at[0]), all.max[1].max(at[1])];
        }
        Some(all)
    }

    pub fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }

    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: [self.min[0].min(other.min[0]), self.min[1].min(other.min[1])],
            max: [self.max[0].max(other.max[0]), self.max[1].max(other.max[1])],
        }
    }

    /// The longer side on the map, in steps of longitude.
    pub fn extent(&self) -> u32 {
        let [width, height] =
            [0, 1].map(|axis| f64::from(self.max[axis]) - f64::from(self.min[axis]));
        width.max(height * stretch(self.center()[1])) as u32
    }

    pub fn center(&self) -> Place {
        [0, 1].map(|axis| self.min[axis].midpoint(self.max[axis]))
    }
}

/// How much longer a step of latitude is on the map than one of longitude.
pub fn stretch(lat: i32) -> f64 {
    let lat_deg = (f64::from(lat) / crate::model::STEPS_PER_DEG).clamp(-85.0, 85.0);
    1.0 / lat_deg.to_radians().cos()
}

/// Which of many boxes meet a box: a packed Hilbert R-tree.
#[derive(Debug, Default)]
pub struct Index(Option<RTree<u32>>);

impl Index {
    pub fn new(boxes: impl ExactSizeIterator<Item = PlaceBox>) -> Self {
        if boxes.len() == 0 {
            return Self(None);
        }
        let mut builder = RTreeBuilder::new(boxes.len() as u32);
        for PlaceBox { min, max } in boxes {
            let ([west, south], [east, north]) = (unsigned(min), unsigned(max));
            builder.add(west, south, east, north);
        }
        Self(Some(builder.finish::<HilbertSort>()))
    }

    /// The numbers of the boxes that meet `area`, in the tree's order; some may lie a step beside it.
    pub fn meeting(&self, area: PlaceBox) -> Vec<u32> {
        let Some(tree) = &self.0 else { return Vec::new() };
        let ([west, south], [east, north]) = (unsigned(area.min), unsigned(area.max));
        tree.search(west, south, east, north)
    }
}

/// A place counted from the smallest one, in steps twice as long: the tree's curve adds two ends of a box in 32 bits.
fn unsigned(place: Place) -> [u32; 2] {
    place.map(|steps| ((steps as u32) ^ (1 << 31)) >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_one_box_among_none_one_and_many() {
        let at = |x: i32| PlaceBox { min: [x, x], max: [x, x] };
        for count in [0_i32, 1, 2, 16, 17, 1000] {
            let boxes: Vec<_> = (0..count).map(|x| at(x * 10 - 5)).collect();
            let area = PlaceBox { min: [-5, -5], max: [3, 3] };
            let found = Index::new(boxes.into_iter()).meeting(area);
            assert_eq!(found.len(), usize::from(count > 0), "of {count}");
        }
    }
}
