//! The texts a search looks in: names and codes as they are, and the initials of their pinyin.
//!
//! A layer's texts are made when somebody first turns to the search box ([`SearchColumn::of`]), not when it is opened.

use std::sync::Arc;

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::FeatureRow;
use super::sought::{Sought, UNIT, find_whole, units};
use super::sounds::Sounds;

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
    /// In units of UTF-16: what their pinyin is read from.
    names: Lines,
    others: Lines,
}

/// Texts of many rows in one.
#[derive(Debug, Default)]
struct Lines {
    text: Vec<u8>,
    /// Where the text of each row ends.
    ends: Vec<u32>,
}

/// A bit for each row of a piece.
type Found = [u64; PIECE_ROWS / 64];

impl SearchColumn {
    /// Makes the texts of a million rows in less than a second: not for a frame.
    pub fn of(rows: &Arc<Vec<FeatureRow>>) -> Self {
        let pieces = rows.par_chunks(PIECE_ROWS).map(Piece::of).collect();
        Self { rows: Arc::clone(rows), pieces: Arc::new(pieces) }
    }

    /// Whether these are the texts of these very rows.
    pub fn is_of(&self, rows: &Arc<Vec<FeatureRow>>) -> bool {
        Arc::ptr_eq(&self.rows, rows)
    }

    /// The rows whose text holds a word.
    pub fn holding(&self, word: &Sought) -> FoundRows {
        let found = self.pieces.par_iter().map(|piece| piece.holding(word));
        FoundRows(found.collect::<Vec<_>>().concat())
    }

    /// How much memory the texts take, bytes.
    pub fn bytes(&self) -> usize {
        self.pieces.iter().map(Piece::bytes).sum()
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
            let text = RowText::of(&row.name, row.own_name.as_deref(), &row.code);
            piece.names.add(&text.name);
            piece.others.add(text.others.as_bytes());
        }
        for lines in [&mut piece.names, &mut piece.others] {
            lines.text.shrink_to_fit();
            lines.ends.shrink_to_fit();
        }
        piece
    }

    fn bytes(&self) -> usize {
        let of = |lines: &Lines| lines.text.capacity() + lines.ends.capacity() * size_of::<u32>();
        of(&self.names) + of(&self.others)
    }

    fn holding(&self, word: &Sought) -> Found {
        let mut found = [0; PIECE_ROWS / 64];
        self.others.find(word.in_others(), 1, &mut found);
        if let Some(word) = word.in_names() {
            self.names.find(word, UNIT, &mut found);
        }
        if word.may_be_pinyin() {
            self.spelt(word, &mut found);
        }
        found
    }

    /// Adds the rows whose names are spelt so.
    fn spelt(&self, word: &Sought, found: &mut Found) {
        let mut from = 0;
        for (row, end) in self.names.ends.iter().enumerate() {
            let name = &self.names.text[from..*end as usize];
            from = *end as usize;
            let bit = 1 << (row % 64);
            if found[row / 64] & bit == 0 && word.is_spelt_in(name) {
                found[row / 64] |= bit;
            }
        }
    }
}

impl Lines {
    fn add(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.ends.push(self.text.len() as u32);
    }

    /// Adds the rows that hold a word made of units of `unit` bytes. The texts of all are gone through as one, faster
    /// than one by one.
    fn find(&self, word: &Finder<'_>, unit: usize, found: &mut Found) {
        let length = word.needle().len();
        let (mut row, mut from) = (0, 0);
        while let Some(at) = find_whole(word, &self.text, unit, from) {
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
    }
}

/// What one feature is found by, in small letters.
#[derive(Debug, PartialEq, Eq)]
pub struct RowText {
    /// Its names, in units of UTF-16.
    pub name: Vec<u8>,
    /// Their initials, and its code in another line: `slpk031`, `demo-out-0031`.
    pub others: String,
}

impl RowText {
    pub fn of(name: &str, own_name: Option<&str>, code: &str) -> Self {
        let mut name = name.to_lowercase();
        // Whoever knows the file's name still finds by it what people call otherwise.
        if let Some(own_name) = own_name {
            name.push('\n');
            name.push_str(&own_name.to_lowercase());
        }
        let sounds = Sounds::get();
        let initial = |char: char| sounds.initial(char).unwrap_or(char);
        let mut others: String = name.chars().map(initial).collect();
        let code = code.to_lowercase();
        // Nothing is said twice.
        if !code.is_empty() && code != others {
            others.push('\n');
            others.push_str(&code);
        }
        Self { name: units(&name), others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FeatureKey, Kind};

    #[test]
    fn a_text_is_names_initials_and_code() {
        let others = |name, own_name, code| RowText::of(name, own_name, code).others;
        assert_eq!(others("示例排口031", None, "DEMO-OUT-0031"), "slpk031\ndemo-out-0031");
        assert_eq!(others("付庄", Some("A1"), "1"), "fz\na1\n1");
        assert_eq!(others("North", None, "N1"), "north\nn1");
        assert_eq!(others("N1", None, "N1"), "n1");
        assert_eq!(RowText::of("排A", None, "").name, [0x92, 0x63, 0x61, 0]);
    }

    #[test]
    fn a_column_has_the_text_of_every_row_and_of_no_other() {
        let row = |nth: usize| FeatureRow {
            key: FeatureKey::new(&Kind::new(Kind::OUTFALL), &nth.to_string()),
            name: format!("North {nth}").into(),
            code: format!("N{nth}"),
            own_name: (nth == 1).then(|| "南门".into()),
        };
        let count = PIECE_ROWS + 2;
        let rows: Arc<Vec<FeatureRow>> = Arc::new((0..count).map(row).collect());
        let column = SearchColumn::of(&rows);
        assert!(column.is_of(&rows) && !column.is_of(&Arc::new((*rows).clone())));
        let found = |word: &str| {
            let found = column.holding(&Sought::new(word));
            (0..count + 9).filter(|nth| found.has(*nth)).collect::<Vec<_>>()
        };
        assert_eq!((found("南"), found("nm"), found("anme")), (vec![1], vec![1], vec![1]));
        assert_eq!(found("north").len(), count);
        for nth in [0, 2, 63, 64, PIECE_ROWS - 1, PIECE_ROWS, PIECE_ROWS + 1] {
            let begins = |other: &usize| other.to_string().starts_with(&nth.to_string());
            assert_eq!(found(&format!("n{nth}")), (0..count).filter(begins).collect::<Vec<_>>());
        }
        // The end of one text and the beginning of the next are no word.
        assert!(found("n0north").is_empty() && found("2north").is_empty());
    }
}
