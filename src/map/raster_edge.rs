//! One edge of a triangle, row by row: which pixels lie on its inner side, in whole numbers and without dividing
//! for every row.

/// An edge as a function of pixels that is not negative inside, at the row it has come down to.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// What one pixel to the right adds, and one row down.
    step_x: i64,
    step_y: i64,
    /// The value at the first pixel of the row.
    value: i64,
    /// 0 for edges whose own pixels belong to the triangle (left and top ones), else 1.
    bias: i64,
    /// `(value - bias)` divided by the length of `step_x`, rounded down, and what is left over.
    whole: i64,
    rest: i64,
    whole_step: i64,
    rest_step: i64,
}

impl Edge {
    /// The edge between two places in 256ths of a pixel, at the row and pixel of `corner`.
    #[inline]
    pub fn new(from: [i64; 2], to: [i64; 2], corner: [i64; 2]) -> Self {
        let delta = [to[0] - from[0], to[1] - from[1]];
        let owns = (delta[1] == 0 && delta[0] > 0) || delta[1] < 0;
        let bias = i64::from(!owns);
        let middle = corner.map(|at| at * 256 + 128);
        let value = delta[0] * (middle[1] - from[1]) - delta[1] * (middle[0] - from[0]);
        let (step_x, step_y) = (-256 * delta[1], 256 * delta[0]);
        let mut edge =
            Self { step_x, step_y, value, bias, whole: 0, rest: 0, whole_step: 0, rest_step: 0 };
        if step_x != 0 {
            let inverse = 1.0 / step_x.unsigned_abs() as f64;
            (edge.whole, edge.rest) = edge.divided(value - bias, inverse);
            (edge.whole_step, edge.rest_step) = edge.divided(step_y, inverse);
        }
        edge
    }

    /// Divides by the length of `step_x`, rounding down: an estimate, put right by what is left over.
    #[inline]
    fn divided(&self, value: i64, inverse: f64) -> (i64, i64) {
        let divisor = self.step_x.abs();
        let mut whole = (value as f64 * inverse) as i64;
        let mut rest = value - whole * divisor;
        while rest < 0 {
            rest += divisor;
            whole -= 1;
        }
        while rest >= divisor {
            rest -= divisor;
            whole += 1;
        }
        (whole, rest)
    }

    pub const fn step_x(&self) -> i64 {
        self.step_x
    }

    /// The value at a pixel of the row, counted from the first.
    pub const fn at(&self, x: i64) -> i64 {
        self.value + self.step_x * x
    }

    /// Goes to the next row.
    #[inline]
    pub fn step_down(&mut self) {
        self.value += self.step_y;
        self.whole += self.whole_step;
        self.rest += self.rest_step;
        if self.rest >= self.step_x.abs() {
            self.rest -= self.step_x.abs();
            self.whole += 1;
        }
    }

    /// Leaves of the row's pixels `from..to` those inside: where `value + step_x * x >= bias`.
    #[inline]
    pub fn narrow(&self, from: &mut i64, to: &mut i64) {
        if self.step_x > 0 {
            *from = (*from).max(-self.whole);
        } else if self.step_x < 0 {
            *to = (*to).min(self.whole + 1);
        } else if self.value < self.bias {
            *to = *from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stepping_down_comes_to_what_dividing_says() {
        let places = [[13, 7], [2_571, 300], [-400, 9_001], [77, 7], [13, 4_000]];
        for from in places {
            for to in places.into_iter().filter(|to| *to != from) {
                let mut edge = Edge::new(from, to, [0, 0]);
                for y in 0..40 {
                    let inside = |x: i64| edge.at(x) >= edge.bias;
                    let (mut first, mut end) = (0, 40);
                    edge.narrow(&mut first, &mut end);
                    for x in 0..40 {
                        assert_eq!((first..end).contains(&x), inside(x), "{from:?} {to:?} {y} {x}");
                    }
                    edge.step_down();
                }
            }
        }
    }
}
