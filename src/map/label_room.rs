//! Where there is room for names: rectangles taken so far, asked for by place.

use std::collections::HashMap;

/// A rectangle that a name or symbol keeps free of others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelBox {
    pub min: [f32; 2],
    pub max: [f32; 2],
}

impl LabelBox {
    pub fn around(center: [f32; 2], size: [f32; 2]) -> Self {
        let half = size.map(|side| side / 2.0);
        Self {
            min: [center[0] - half[0], center[1] - half[1]],
            max: [center[0] + half[0], center[1] + half[1]],
        }
    }

    pub fn center(&self) -> [f32; 2] {
        [(self.min[0] + self.max[0]) / 2.0, (self.min[1] + self.max[1]) / 2.0]
    }

    pub fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.min[axis] < other.max[axis] && other.min[axis] < self.max[axis])
    }
}

/// Places taken so far, in a grid of squares so that asking costs the same however many there are.
#[derive(Default)]
pub struct Taken {
    boxes: Vec<LabelBox>,
    squares: HashMap<[i32; 2], Vec<u32>>,
}

const SQUARE_PTS: f32 = 48.0;

impl Taken {
    fn squares_of(one: &LabelBox) -> impl Iterator<Item = [i32; 2]> + use<> {
        let [from, to] = [one.min, one.max].map(|at| at.map(|at| (at / SQUARE_PTS).floor() as i32));
        (from[0]..=to[0]).flat_map(move |x| (from[1]..=to[1]).map(move |y| [x, y]))
    }

    /// Whether nothing stands in a place but boxes numbered below `passed_over`.
    pub fn is_free(&self, one: &LabelBox, passed_over: u32) -> bool {
        Self::squares_of(one).all(|square| {
            let Some(here) = self.squares.get(&square) else { return true };
            here.iter().all(|idx| *idx < passed_over || !self.boxes[*idx as usize].meets(one))
        })
    }

    /// How many boxes are taken.
    pub fn count(&self) -> u32 {
        self.boxes.len() as u32
    }

    pub fn take(&mut self, one: LabelBox) {
        let idx = self.boxes.len() as u32;
        for square in Self::squares_of(&one) {
            self.squares.entry(square).or_default().push(idx);
        }
        self.boxes.push(one);
    }
}
