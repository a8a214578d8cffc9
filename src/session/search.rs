//! The text a search looks in: names and codes as they are, as pinyin, and as its initials.
//!
//! A layer's texts are made when somebody first searches ([`SearchColumn::of`]), not when it is opened.

use std::sync::Arc;

use pinyin::ToPinyin as _;
use rayon::prelude::*;

use super::FeatureRow;

/// The texts of so many rows lie in one piece.
const PIECE_ROWS: usize = 16_384;

/// The search texts of a layer's rows.
#[derive(Clone, Debug)]
pub struct SearchColumn {
    rows: Arc<Vec<FeatureRow>>,
    pieces: Arc<Vec<Piece>>,
}

#[derive(Debug, Default)]
struct Piece {
    text: String,
    /// Where the text of each row ends.
    ends: Vec<u32>,
}

impl SearchColumn {
    /// Makes the texts of a million rows in about a second: not for a frame.
    pub fn of(rows: &Arc<Vec<FeatureRow>>) -> Self {
        let pieces = rows.par_chunks(PIECE_ROWS).map(Piece::of).collect();
        Self { rows: Arc::clone(rows), pieces: Arc::new(pieces) }
    }

    /// Whether these are the texts of these very rows.
    pub fn is_of(&self, rows: &Arc<Vec<FeatureRow>>) -> bool {
        Arc::ptr_eq(&self.rows, rows)
    }

    /// The text of a row; empty where there is no such row.
    pub fn text(&self, feature_idx: usize) -> &str {
        let piece = self.pieces.get(feature_idx / PIECE_ROWS);
        piece.and_then(|piece| piece.text(feature_idx % PIECE_ROWS)).unwrap_or_default()
    }
}

impl Piece {
    fn of(rows: &[FeatureRow]) -> Self {
        let mut piece = Self::default();
        for row in rows {
            piece.text.push_str(&search_text(&row.name, &row.code));
            // Whoever knows the file's name still finds by it what people call otherwise.
            if let Some(own_name) = &row.own_name {
                piece.text.push(' ');
                piece.text.push_str(&search_text(own_name, ""));
            }
            piece.ends.push(piece.text.len() as u32);
        }
        piece.text.shrink_to_fit();
        piece
    }

    fn text(&self, nth: usize) -> Option<&str> {
        let start = nth.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..*self.ends.get(nth)? as usize)
    }
}

/// Lower-case words of one feature: `示例排口031 shilipaikou031 slpk031 demo-out-0031`.
pub fn search_text(name: &str, code: &str) -> String {
    let name = name.to_lowercase();
    let mut full = String::with_capacity(name.len() * 2);
    let mut initials = String::with_capacity(name.len());
    for (char, pinyin) in name.chars().zip(name.as_str().to_pinyin()) {
        match pinyin {
            Some(pinyin) => {
                full.push_str(pinyin.plain());
                initials.push_str(pinyin.first_letter());
            }
            None => {
                full.push(char);
                initials.push(char);
            }
        }
    }
    let code = code.to_lowercase();
    // Most names of other countries have no pinyin: nothing is said twice.
    if full == name { format!("{name} {code}") } else { format!("{name} {full} {initials} {code}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FeatureKey, Kind};

    #[test]
    fn a_feature_is_found_by_name_code_pinyin_and_initials() {
        let text = search_text("示例排口031", "DEMO-OUT-0031");
        assert_eq!(text, "示例排口031 shilipaikou031 slpk031 demo-out-0031");
        assert_eq!(search_text("North", "N1"), "north n1");
    }

    #[test]
    fn a_column_has_the_text_of_every_row_and_of_no_other() {
        let row = |nth: usize| FeatureRow {
            key: FeatureKey::new(&Kind::new(Kind::OUTFALL), &nth.to_string()),
            name: format!("North {nth}").into(),
            code: format!("N{nth}"),
            own_name: (nth == 1).then(|| "South".into()),
        };
        let count = PIECE_ROWS + 2;
        let rows: Arc<Vec<FeatureRow>> = Arc::new((0..count).map(row).collect());
        let column = SearchColumn::of(&rows);
        assert!(column.is_of(&rows) && !column.is_of(&Arc::new((*rows).clone())));
        assert_eq!(column.text(0), "north 0 n0");
        assert_eq!(column.text(1), "north 1 n1 south ");
        for nth in [2, PIECE_ROWS - 1, PIECE_ROWS, PIECE_ROWS + 1] {
            assert_eq!(column.text(nth), format!("north {nth} n{nth}"));
        }
        assert_eq!(column.text(count), "");
    }
}
