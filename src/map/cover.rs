//! Which squares of the screen are taken: what would lie wholly under something drawn already is left out.

use super::stroke::ScreenBox;

/// A bit for each square of a part of the screen.
pub struct Cover {
    min: [f32; 2],
    squares_per_pt: f32,
    columns: usize,
    rows: usize,
    bits: Vec<u64>,
}

impl Cover {
    pub fn new(screen: ScreenBox, square_pts: f32) -> Self {
        let [columns, rows] = [0, 1].map(|axis| {
            let pts = (screen.max[axis] - screen.min[axis]).max(0.0) as f32;
            (pts / square_pts).ceil() as usize + 1
        });
        Self {
            min: screen.min.map(|at| at as f32),
            squares_per_pt: 1.0 / square_pts,
            columns,
            rows,
            bits: vec![0; (columns * rows).div_ceil(64)],
        }
    }

    /// Takes the square of a place; whether it was free. Outside the screen everything is free.
    pub fn take(&mut self, at: [f32; 2]) -> bool {
        let [x, y] = [0, 1].map(|axis| (at[axis] - self.min[axis]) * self.squares_per_pt);
        if !(x >= 0.0 && y >= 0.0) {
            return true;
        }
        let (column, row) = (x as usize, y as usize);
        if column >= self.columns || row >= self.rows {
            return true;
        }
        let idx = row * self.columns + column;
        let bit = 1 << (idx % 64);
        let word = &mut self.bits[idx / 64];
        let was_free = *word & bit == 0;
        *word |= bit;
        was_free
    }
}
