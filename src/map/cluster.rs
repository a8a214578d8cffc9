//! More symbols than anybody can tell apart are gathered: one disc for each square of the ground, with how many
//! there are. What wants attention is never gathered.
//!
//! The squares lie on the ground, not on the screen: while the map is dragged no disc changes its number.

use std::sync::Arc;

use super::mesh::Mesh;
use super::scene::{SceneInput, SceneText, ToScreen};
use super::stroke::ScreenBox;
use super::theme::{GroupStyle, Rgba, SymbolShape};
use crate::model::Lang;
use crate::plan::StageGroup;

/// So many symbols in one view are still drawn one by one.
pub const GATHERED_FROM: usize = 20_000;
/// The side of a square, points.
const SQUARE_PTS: f64 = 72.0;
const LETTERS_PTS: f32 = 12.0;

/// A disc that stands for many features.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster {
    pub at: [f32; 2],
    pub radius_pts: f32,
    pub count: u32,
}

/// What lies in one square.
#[derive(Clone, Copy)]
struct Square {
    count: u32,
    sum: [f64; 2],
    /// The group most of them seem to be of, and by how much it leads.
    most: Option<StageGroup>,
    lead: u32,
    plain: Rgba,
}

const EMPTY: Square =
    Square { count: 0, sum: [0.0; 2], most: None, lead: 0, plain: Rgba::TRANSPARENT };

/// The squares of a view.
pub struct Squares {
    /// The corner of the first, on the screen.
    corner: [f64; 2],
    columns: usize,
    squares: Vec<Square>,
}

impl Squares {
    pub fn new(screen: ScreenBox, to_screen: ToScreen) -> Self {
        let origin = to_screen.origin();
        let corner = [0, 1].map(|axis| {
            let squares = ((screen.min[axis] - 24.0 - origin[axis]) / SQUARE_PTS).floor();
            origin[axis] + squares * SQUARE_PTS
        });
        let [columns, rows] = [0, 1].map(|axis| {
            ((screen.max[axis] + 24.0 - corner[axis]) / SQUARE_PTS).ceil().max(1.0) as usize
        });
        Self { corner, columns, squares: vec![EMPTY; columns * rows] }
    }

    /// Puts a symbol into its square; outside of all squares nothing is seen.
    pub fn add(&mut self, at: [f32; 2], group: Option<StageGroup>, plain: Rgba) {
        let [x, y] =
            [0, 1].map(|axis| (f64::from(at[axis]) - self.corner[axis]) * (1.0 / SQUARE_PTS));
        if !(x >= 0.0 && y >= 0.0 && (x as usize) < self.columns) {
            return;
        }
        let Some(square) = self.squares.get_mut(y as usize * self.columns + x as usize) else {
            return;
        };
        square.count += 1;
        square.sum = [0, 1].map(|axis| square.sum[axis] + f64::from(at[axis]));
        square.plain = plain;
        // After Boyer and Moore: whoever has more than half is left over.
        if square.lead == 0 {
            (square.most, square.lead) = (group, 1);
        } else if square.most == group {
            square.lead += 1;
        } else {
            square.lead -= 1;
        }
    }

    /// Draws a disc for each square that holds anything.
    pub fn draw(
        &self,
        mesh: &mut Mesh,
        texts: &mut Vec<SceneText>,
        input: &SceneInput<'_>,
    ) -> Vec<Cluster> {
        let theme = input.theme;
        let mut clusters = Vec::new();
        for square in self.squares.iter().filter(|square| square.count > 0) {
            let at = square.sum.map(|sum| (sum / f64::from(square.count)) as f32);
            let radius_pts = radius_pts(square.count);
            let ring = match square.most {
                Some(group) => rim(theme.group(group)),
                None => square.plain,
            };
            let paper = theme.panel.with_alpha(235);
            mesh.disc(at, radius_pts, paper, ring.with_alpha(255), 3.0, input.view.feather_pts);
            texts.push(SceneText {
                text: Arc::from(count_words(square.count, input.lang)),
                center: at,
                size_pts: LETTERS_PTS * theme.symbol_scale.max(1.0),
                color: theme.ink,
                halo: Rgba::TRANSPARENT,
                angle_rad: 0.0,
            });
            clusters.push(Cluster { at, radius_pts, count: square.count });
        }
        clusters
    }
}

/// The colour a group is known by: that of its signs where its symbols are hollow.
fn rim(style: GroupStyle) -> Rgba {
    match style.shape {
        SymbolShape::HollowCircle | SymbolShape::DottedCircle => style.mark,
        _ => style.fill,
    }
}

/// Discs grow with the order of their number, and never over one another by much.
fn radius_pts(count: u32) -> f32 {
    (11.0 + 4.5 * (count as f32).log10()).min(30.0)
}

/// `860`, `1.2万`, `35万`; in English `1.2k`, `350k`, `1.2M`.
pub fn count_words(count: u32, lang: Lang) -> String {
    let (unit, sign) = match (lang, count) {
        (_, 0..1_000) => return count.to_string(),
        (Lang::Zh, 1_000..10_000) => return count.to_string(),
        (Lang::Zh, _) => (10_000.0, "万"),
        (Lang::En, 1_000..1_000_000) => (1_000.0, "k"),
        (Lang::En, _) => (1_000_000.0, "M"),
    };
    let times = f64::from(count) / unit;
    if times < 9.95 { format!("{times:.1}{sign}") } else { format!("{times:.0}{sign}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_as_short_as_they_are_said() {
        for (count, zh, en) in [
            (7, "7", "7"),
            (9_999, "9999", "10k"),
            (12_345, "1.2万", "12k"),
            (356_000, "36万", "356k"),
            (1_240_000, "124万", "1.2M"),
        ] {
            assert_eq!(count_words(count, Lang::Zh), zh);
            assert_eq!(count_words(count, Lang::En), en);
        }
    }
}
