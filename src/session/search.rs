//! The text a search looks in: names and codes as they are, as pinyin, and as its initials.
//!
//! A layer's texts are made when somebody first turns to the search box ([`SearchColumn::of`]), not when it is opened.

use std::sync::Arc;

use memchr::memmem::Finder;
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

    /// The rows whose text holds a word.
    pub fn holding(&self, word: &str) -> FoundRows {
        let finder = Finder::new(word);
        let found = self.pieces.par_iter().map(|piece| piece.holding(&finder));
        FoundRows(found.collect::<Vec<_>>().concat())
    }
}

/// A bit for each row of a layer.
#[derive(Debug)]
pub struct FoundRows(Vec<u64>);

impl FoundRows {
    #[inline]
    pub fn has(&self, feature_idx: usize) -> bool {
        self.0.get(feature_idx / 64).is_some_and(|bits| bits >> (feature_idx % 64) & 1 == 1)
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

    /// A bit for each row. The texts of all rows are gone through as one, faster than one by one.
    fn holding(&self, word: &Finder<'_>) -> [u64; PIECE_ROWS / 64] {
        let mut found = [0; PIECE_ROWS / 64];
        let (text, length) = (self.text.as_bytes(), word.needle().len());
        let (mut row, mut from) = (0, 0);
        while let Some(at) = text.get(from..).and_then(|rest| word.find(rest)).map(|at| at + from) {
            while self.ends.get(row).is_some_and(|end| *end as usize <= at) {
                row += 1;
            }
            let Some(end) = self.ends.get(row).map(|end| *end as usize) else { break };
            // What begins in one row and ends in the next stands in neither.
            if at + length <= end {
                found[row / 64] |= 1 << (row % 64);
                from = end;
            } else {
                from = at + 1;
            }
        }
        found
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
        let found = |word: &str| {
            let found = column.holding(word);
            (0..count + 9).filter(|nth| found.has(*nth)).collect::<Vec<_>>()
        };
        assert_eq!(found("south"), [1]);
        assert_eq!(found("north").len(), count);
        for nth in [0, 2, 63, 64, PIECE_ROWS - 1, PIECE_ROWS, PIECE_ROWS + 1] {
            let named = |other: &usize| other.to_string().contains(&nth.to_string());
            assert_eq!(found(&format!("n{nth}")).first(), (0..count).find(named).as_ref());
            assert!(found(&format!("north {nth} n{nth}")).contains(&nth));
        }
        // The end of one text and the beginning of the next are no word.
        assert!(found("n0north").is_empty() && found("2north").is_empty());
    }
}
