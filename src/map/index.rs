//! Which of many boxes meet a box: a grid with the boxes of each cell side by side, and a packed R-tree for the few
//! that are larger than a cell.
//!
//! A grid is made in two passes, where a tree has to sort. A box lies in the cell of its least corner; as it is no
//! larger than a cell, whoever looks one cell further that way finds it.

use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex as _};

use super::boxes::PlaceBox;
use crate::model::Place;

/// Boxes to a cell, on average.
const BOXES_A_CELL: usize = 4;
/// So many boxes of all are looked at to tell how large a cell should be, and this share of them is to fit.
const SAMPLE: usize = 1_000;
const FIT_SHARE: f64 = 0.97;

#[derive(Debug, Default)]
pub struct Index {
    grid: Grid,
    large: Option<RTree<u32>>,
    large_items: Vec<u32>,
}

#[derive(Debug, Default)]
struct Grid {
    origin: [f64; 2],
    /// Cells to a step.
    scale: [f64; 2],
    columns: usize,
    rows: usize,
    /// By cell, row by row, where its boxes begin; one more for the end.
    starts: Vec<u32>,
    items: Vec<u32>,
    boxes: Boxes,
}

/// The boxes in the order of the cells.
#[derive(Debug)]
enum Boxes {
    /// All of them are single places.
    Places(Vec<Place>),
    Boxes(Vec<PlaceBox>),
}

impl Default for Boxes {
    fn default() -> Self {
        Self::Places(Vec::new())
    }
}

impl Index {
    /// An index of so many boxes. Each is asked for a few times, so that they are nowhere kept twice.
    pub fn new(count: usize, box_of: impl Fn(usize) -> PlaceBox) -> Self {
        if count == 0 {
            return Self::default();
        }
        let mut grid = Grid::over(count, &box_of);
        let large_items = grid.fill(count, &box_of);
        if large_items.is_empty() {
            return Self { grid, large: None, large_items };
        }
        let mut builder = RTreeBuilder::new(large_items.len() as u32);
        for item in &large_items {
            let PlaceBox { min, max } = box_of(*item as usize);
            let ([west, south], [east, north]) = (unsigned(min), unsigned(max));
            builder.add(west, south, east, north);
        }
        Self { grid, large: Some(builder.finish::<HilbertSort>()), large_items }
    }

    /// The numbers of the boxes that meet `area`, in no order; some may lie a step beside it.
    pub fn meeting(&self, area: PlaceBox) -> Vec<u32> {
        let mut found = Vec::new();
        self.grid.meeting(area, &mut found);
        if let Some(tree) = &self.large {
            let ([west, south], [east, north]) = (unsigned(area.min), unsigned(area.max));
            let large = tree.search(west, south, east, north).into_iter();
            found.extend(large.map(|idx| self.large_items[idx as usize]));
        }
        found
    }
}

impl Grid {
    /// An empty grid over some boxes, with cells as large as most of them.
    fn over(count: usize, box_of: &impl Fn(usize) -> PlaceBox) -> Self {
        let mut all = box_of(0);
        let mut are_places = true;
        for one in (0..count).map(box_of) {
            all.min = [all.min[0].min(one.min[0]), all.min[1].min(one.min[1])];
            all.max = [all.max[0].max(one.min[0]), all.max[1].max(one.min[1])];
            are_places &= one.min == one.max;
        }
        let origin = all.min.map(f64::from);
        let sides = [0, 1].map(|axis| f64::from(all.max[axis]) - origin[axis] + 1.0);
        let cells = (count / BOXES_A_CELL).max(1) as f64;
        // Square cells of so many boxes each, were they spread evenly.
        let square = (sides[0] * sides[1] / cells).sqrt();
        let step = (count / SAMPLE).max(1);
        let counts = [0, 1].map(|axis| {
            let sampled = (0..count).step_by(step).map(box_of);
            let mut sizes: Vec<f64> =
                sampled.map(|one| f64::from(one.max[axis]) - f64::from(one.min[axis])).collect();
            let fit = ((sizes.len() - 1) as f64 * FIT_SHARE) as usize;
            let (_, usual, _) = sizes.select_nth_unstable_by(fit, f64::total_cmp);
            // A little larger, so that rounding puts nothing into a cell too far.
            let side = square.max(*usual * 1.01 + 1.0);
            ((sides[axis] / side) as usize).clamp(1, count)
        });
        let scale = [0, 1].map(|axis| counts[axis] as f64 / sides[axis]);
        let [columns, rows] = counts;
        let boxes = match are_places {
            true => Boxes::default(),
            false => Boxes::Boxes(Vec::new()),
        };
        Self { origin, scale, columns, rows, boxes, ..Self::default() }
    }

    /// The column or row of a coordinate; of what lies outside, the first or last.
    #[inline]
    fn cell(&self, axis: usize, at: i32) -> usize {
        let last = if axis == 0 { self.columns } else { self.rows } - 1;
        // `as` saturates: what lies before the first is in the first.
        (((f64::from(at) - self.origin[axis]) * self.scale[axis]) as usize).min(last)
    }

    /// The cell of a box that is no larger than a cell.
    #[inline]
    fn cell_of(&self, one: &PlaceBox) -> Option<usize> {
        let fits = |axis: usize, cells: usize| {
            let size = f64::from(one.max[axis]) - f64::from(one.min[axis]);
            cells == 1 || size * self.scale[axis] <= 0.999
        };
        (fits(0, self.columns) && fits(1, self.rows))
            .then(|| self.cell(1, one.min[1]) * self.columns + self.cell(0, one.min[0]))
    }

    /// Puts the boxes in; those that are too large are left over.
    fn fill(&mut self, count: usize, box_of: &impl Fn(usize) -> PlaceBox) -> Vec<u32> {
        let mut large = Vec::new();
        let mut counts = vec![0_u32; self.columns * self.rows + 1];
        for item in 0..count {
            match self.cell_of(&box_of(item)) {
                Some(cell) => counts[cell] += 1,
                None => large.push(item as u32),
            }
        }
        let mut start = 0;
        for count in &mut counts {
            start += std::mem::replace(count, start);
        }
        let held = count - large.len();
        self.items = vec![0; held];
        match &mut self.boxes {
            Boxes::Places(places) => places.resize(held, [0; 2]),
            Boxes::Boxes(boxes) => boxes.resize(held, PlaceBox { min: [0; 2], max: [0; 2] }),
        }
        // The cells' beginnings become their ends as they are filled.
        for item in 0..count {
            let one = box_of(item);
            let Some(cell) = self.cell_of(&one) else { continue };
            let next = counts[cell] as usize;
            counts[cell] += 1;
            self.items[next] = item as u32;
            match &mut self.boxes {
                Boxes::Places(places) => places[next] = one.min,
                Boxes::Boxes(boxes) => boxes[next] = one,
            }
        }
        // And the end of one is the beginning of the next.
        counts.rotate_right(1);
        counts[0] = 0;
        self.starts = counts;
        large
    }

    fn meeting(&self, area: PlaceBox, found: &mut Vec<u32>) {
        if self.items.is_empty() {
            return;
        }
        let [left, below] = [0, 1].map(|axis| self.cell(axis, area.min[axis]).saturating_sub(1));
        let [right, above] = [0, 1].map(|axis| self.cell(axis, area.max[axis]));
        for row in below..=above {
            let first = self.starts[row * self.columns + left] as usize;
            let end = self.starts[row * self.columns + right + 1] as usize;
            let items = &self.items[first..end];
            match &self.boxes {
                Boxes::Places(places) => {
                    let is_met = |at: &Place| {
                        (0..2).all(|axis| area.min[axis] <= at[axis] && at[axis] <= area.max[axis])
                    };
                    let held = places[first..end].iter().zip(items);
                    found.extend(held.filter(|(at, _)| is_met(at)).map(|(_, item)| *item));
                }
                Boxes::Boxes(boxes) => {
                    let held = boxes[first..end].iter().zip(items);
                    found.extend(held.filter(|(one, _)| one.meets(&area)).map(|(_, item)| *item));
                }
            }
        }
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
            let found = Index::new(boxes.len(), |idx| boxes[idx]).meeting(area);
            assert_eq!(found.len(), usize::from(count > 0), "of {count}");
        }
    }

    proptest::proptest! {
        #[test]
        fn it_finds_what_looking_at_every_box_finds(
            boxes in proptest::collection::vec(
                (proptest::num::i32::ANY, proptest::num::i32::ANY, 0_u32..2_000_000_000, 0_u32..90_000),
                0..300,
            ),
            (x, y, w, h) in (proptest::num::i32::ANY, proptest::num::i32::ANY, 0_u32..4_000_000_000, 0_u32..4_000_000_000)
        ) {
            let sized = |x: i32, y: i32, w: u32, h: u32| PlaceBox {
                min: [x, y],
                max: [x.saturating_add_unsigned(w), y.saturating_add_unsigned(h)],
            };
            let boxes: Vec<_> = boxes.into_iter().map(|(x, y, w, h)| sized(x, y, w, h)).collect();
            let area = sized(x, y, w, h);
            let mut found = Index::new(boxes.len(), |idx| boxes[idx]).meeting(area);
            found.sort_unstable();
            proptest::prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
            for (idx, one) in boxes.iter().enumerate() {
                let is_found = found.binary_search(&(idx as u32)).is_ok();
                // The tree may find what lies a step beside it.
                proptest::prop_assert!(is_found || !one.meets(&area), "{one:?}");
                let grown = PlaceBox {
                    min: area.min.map(|at| at.saturating_sub(2)),
                    max: area.max.map(|at| at.saturating_add(2)),
                };
                proptest::prop_assert!(!is_found || one.meets(&grown), "{one:?}");
            }
        }
    }
}
