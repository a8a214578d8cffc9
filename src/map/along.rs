//! Letters along a line, as river names are written: each turned with the water, or upright one below another
//! where Chinese runs down a steep stretch.

/// One letter in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub text: String,
    pub center: [f32; 2],
    pub angle_rad: f32,
}

/// Places tried, as shares of the line's length left free before the name, the middle ones first.
const STARTS: [f32; 15] =
    [0.5, 0.3, 0.7, 0.12, 0.88, 0.4, 0.6, 0.2, 0.8, 0.45, 0.55, 0.06, 0.94, 0.0, 1.0];
/// Neighbouring letters may turn by this much against one another.
const TURN_RAD_MAX: f32 = 0.45;
/// Lines steeper than this carry Chinese upright.
const STEEP_RAD: f32 = 0.9;

/// The places a name can take along a line, the best first.
///
/// `aside_pts` is how far from the line the letters' middles stand: above it, or to its right where it is steep.
/// `advance` tells how wide a letter is.
pub fn along_line(
    line: &[[f32; 2]],
    name: &str,
    size_pts: f32,
    aside_pts: f32,
    advance: &mut dyn FnMut(&str) -> f32,
) -> Vec<Vec<Letter>> {
    let letters: Vec<String> = name.chars().map(String::from).collect();
    let is_chinese = name.chars().any(|one| one >= '\u{2E80}');
    // River names are spaced out: it says that they belong to a length and not to a place.
    let gap = if is_chinese { size_pts * 0.3 } else { size_pts * 0.06 };
    let widths: Vec<f32> = letters.iter().map(|letter| advance(letter) + gap).collect();
    let needed: f32 = widths.iter().sum();
    let path = Path::new(line);
    let spare = path.length() - needed - size_pts;
    if spare < 0.0 || letters.is_empty() {
        return Vec::new();
    }
    let place = |share: &f32| -> Option<Vec<Letter>> {
        let start = size_pts / 2.0 + spare * share;
        let (from, to) = (path.at(start), path.at(start + needed));
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let is_upright = is_chinese && dy.abs() > dx.abs() * STEEP_RAD.tan();
        let is_backwards = if is_upright { dy < 0.0 } else { dx < 0.0 };
        let mut along = 0.0;
        let mut placed: Vec<Letter> = Vec::with_capacity(letters.len());
        for (text, width) in letters.iter().zip(&widths) {
            let middle = along + width / 2.0;
            along += width;
            let (middle, sign) =
                if is_backwards { (start + needed - middle, -1.0) } else { (start + middle, 1.0) };
            let (a, b) = (path.at(middle - size_pts * 0.7), path.at(middle + size_pts * 0.7));
            let angle = ((b[1] - a[1]) * sign).atan2((b[0] - a[0]) * sign);
            let angle_rad = if is_upright { 0.0 } else { angle };
            if let Some(before) = placed.last()
                && (angle_rad - before.angle_rad).abs() > TURN_RAD_MAX
            {
                return None;
            }
            let (sin, cos) = angle.sin_cos();
            // Upright names stand to the right whichever way the line leans.
            let (x, y) = if is_upright { (sin.abs(), -cos * sin.signum()) } else { (sin, -cos) };
            let on_line = path.at(middle);
            let center = [on_line[0] + x * aside_pts, on_line[1] + y * aside_pts];
            placed.push(Letter { text: text.clone(), center, angle_rad });
        }
        // Where the line doubles back, letters would lie on one another.
        let apart = placed.windows(2).all(|pair| {
            let [x, y] = [0, 1].map(|axis| pair[1].center[axis] - pair[0].center[axis]);
            x.hypot(y) > size_pts * if is_chinese { 0.95 } else { 0.3 }
        });
        apart.then_some(placed)
    };
    STARTS.iter().filter_map(place).collect()
}

/// Middles of a level name of that size close beside a line, at its middle first.
pub fn beside(line: &[[f32; 2]], [width, height]: [f32; 2]) -> Vec<[f32; 2]> {
    const GAP_PTS: f32 = 5.0;
    let (dx, dy) = (width / 2.0 + GAP_PTS, height / 2.0 + GAP_PTS);
    let sides = [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
    let corners = [(0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8)];
    let path = Path::new(line);
    let around = |share: &f32| {
        let [x, y] = path.at(path.length() * share);
        sides.into_iter().chain(corners).map(move |(to_x, to_y)| [x + dx * to_x, y + dy * to_y])
    };
    STARTS.iter().flat_map(around).collect()
}

/// A line with the lengths from its start.
struct Path<'a> {
    line: &'a [[f32; 2]],
    lengths: Vec<f32>,
}

impl<'a> Path<'a> {
    fn new(line: &'a [[f32; 2]]) -> Self {
        let mut total = 0.0;
        let mut lengths = vec![0.0];
        for pair in line.windows(2) {
            total += (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
            lengths.push(total);
        }
        Self { line, lengths }
    }

    fn length(&self) -> f32 {
        self.lengths.last().copied().unwrap_or(0.0)
    }

    fn at(&self, along: f32) -> [f32; 2] {
        let next = self.lengths.partition_point(|length| *length < along);
        let next = next.clamp(1, self.line.len().max(2) - 1);
        let (Some(a), Some(b)) = (self.line.get(next - 1), self.line.get(next)) else {
            return self.line.first().copied().unwrap_or([0.0; 2]);
        };
        let (from, to) = (self.lengths[next - 1], self.lengths[next]);
        let share = ((along - from) / (to - from).max(1e-6)).clamp(0.0, 1.0);
        [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: &[[f32; 2]]) -> Option<Vec<Letter>> {
        along_line(line, "海河", 10.0, 0.0, &mut |_| 10.0).into_iter().next()
    }

    #[test]
    fn a_name_reads_from_left_to_right_whichever_way_the_water_flows() {
        for line in [[[0.0, 0.0], [200.0, 0.0]], [[200.0, 0.0], [0.0, 0.0]]] {
            let letters = place(&line).unwrap();
            assert!(letters[0].center[0] < letters[1].center[0]);
            assert!(letters.iter().all(|letter| letter.angle_rad.abs() < 1e-3));
        }
    }

    #[test]
    fn a_name_on_a_steep_line_stands_upright_from_top_to_bottom() {
        let letters = place(&[[0.0, 200.0], [10.0, 0.0]]).unwrap();
        assert!(letters[0].center[1] < letters[1].center[1]);
        assert!(letters.iter().all(|letter| letter.angle_rad == 0.0));
    }

    #[test]
    fn a_line_too_short_for_its_name_has_none() {
        assert!(place(&[[0.0, 0.0], [20.0, 0.0]]).is_none());
    }
}
