//! Where there is room for names: rectangles taken so far, asked for by place.

use super::stroke::ScreenBox;

/// Longer names are cut.
const NAME_CHARS_MAX: usize = 18;

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

/// Places taken so far in a part of the screen, in squares so that asking costs the same however many there are.
///
/// Boxes chain from square to square of one list: thousands of symbols are taken in without a piece of memory for
/// each. What lies outside the part is held by the squares at its rim.
pub struct Taken {
    min: [f32; 2],
    counts: [usize; 2],
    boxes: Vec<LabelBox>,
    /// By square, its newest link.
    newest: Vec<u32>,
    links: Vec<Link>,
}

/// A box in a square, and the link before it.
#[derive(Clone, Copy)]
struct Link {
    box_idx: u32,
    before: u32,
}

const SQUARE_PTS: f32 = 48.0;
const NONE: u32 = u32::MAX;

impl Taken {
    pub fn new(screen: ScreenBox) -> Self {
        let counts = [0, 1].map(|axis| {
            let pts = (screen.max[axis] - screen.min[axis]).max(0.0) as f32;
            (pts / SQUARE_PTS) as usize + 1
        });
        Self {
            min: screen.min.map(|at| at as f32),
            counts,
            boxes: Vec::new(),
            newest: vec![NONE; counts[0] * counts[1]],
            links: Vec::new(),
        }
    }

    fn squares_of(&self, one: &LabelBox) -> impl Iterator<Item = usize> + use<> {
        // `as` saturates: what lies before the first square is held by the first.
        let square = |at: [f32; 2]| {
            [0, 1].map(|axis| {
                let square = ((at[axis] - self.min[axis]) / SQUARE_PTS) as usize;
                square.min(self.counts[axis] - 1)
            })
        };
        let ([left, top], [right, bottom]) = (square(one.min), square(one.max));
        let columns = self.counts[0];
        (top..=bottom).flat_map(move |y| (left..=right).map(move |x| y * columns + x))
    }

    /// Whether nothing stands in a place but boxes numbered below `passed_over`.
    pub fn is_free(&self, one: &LabelBox, passed_over: u32) -> bool {
        self.squares_of(one).all(|square| {
            let mut next = self.newest[square];
            while let Some(Link { box_idx, before }) = self.links.get(next as usize).copied() {
                if box_idx < passed_over {
                    // The newest come first: all others are passed over too.
                    return true;
                }
                if self.boxes[box_idx as usize].meets(one) {
                    return false;
                }
                next = before;
            }
            true
        })
    }

    /// How many boxes are taken.
    pub fn count(&self) -> u32 {
        self.boxes.len() as u32
    }

    pub fn take(&mut self, one: LabelBox) {
        let box_idx = self.count();
        for square in self.squares_of(&one) {
            let before = std::mem::replace(&mut self.newest[square], self.links.len() as u32);
            self.links.push(Link { box_idx, before });
        }
        self.boxes.push(one);
    }
}

/// A name with as many letters as a map has room for.
pub fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS_MAX {
        return name.to_owned();
    }
    name.chars().take(NAME_CHARS_MAX - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_unless_a_box_meets_it_wherever_on_or_off_the_screen() {
        let mut taken = Taken::new(ScreenBox { min: [0.0; 2], max: [200.0, 100.0] });
        let at = |x: f32, y: f32| LabelBox::around([x, y], [30.0, 10.0]);
        let placed = [at(20.0, 20.0), at(-300.0, 50.0), at(195.0, 99.0), at(60.0, 20.0)];
        placed.iter().for_each(|one| taken.take(*one));
        for x in (-320..400).step_by(7) {
            for y in (-30..150).step_by(3) {
                let one = at(x as f32, y as f32);
                let meets = |placed: &[LabelBox]| placed.iter().any(|placed| placed.meets(&one));
                assert_eq!(taken.is_free(&one, 0), !meets(&placed), "{x} {y}");
                assert_eq!(
                    taken.is_free(&one, 3),
                    !meets(&placed[3..]),
                    "{x} {y}, three passed over"
                );
            }
        }
        assert_eq!(taken.count(), 4);
    }
}
