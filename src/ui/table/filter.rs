//! Filter expressions of the table: `期限<2022-06-30 类型=取缔 投资>100 名称~污水`, and bare words.
//!
//! A piece is a column's heading or code, a sign and a value; all pieces must hold. Signs: `=` `!=` `<` `<=` `>` `>=`
//! and `~` (contains), their full-width forms too. Nothing after `=` means that the cell is empty.

use super::cell::{number_in, text};
use super::column::Column;
use crate::plan::parse_day;
use crate::ui::context::UiCtx;
use crate::ui::view_state::ViewState;
use crate::ui::work_rows::{RowRef, WorkRows};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
    Contains,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Cell { column: Column, sign: Sign, value: String },
    Word(String),
}

/// An expression, and what of it could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pieces: Vec<Piece>,
    /// Where bare words are looked for: the columns shown.
    shown: Vec<Column>,
    /// A sentence for each piece that names no column: the piece is not applied.
    pub wrong: Vec<String>,
}

impl Filter {
    /// Reads an expression by the columns on offer; bare words are looked for in those shown.
    pub fn parse(ctx: &UiCtx<'_>, view: &ViewState, offered: &[Column], shown: &[Column]) -> Self {
        let mut filter = Self::default();
        let pieces = view.table.filter.split([' ', '\t', '\u{3000}', ';', '；']);
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let Some((name, sign, value)) = parted(piece) else {
                filter.pieces.push(Piece::Word(piece.to_lowercase()));
                continue;
            };
            let named = |column: &&Column| {
                let code = column.code();
                let bare = code.split_once(':').map_or(code.as_str(), |(_, bare)| bare);
                bare.eq_ignore_ascii_case(name)
                    || column.title(ctx, view).eq_ignore_ascii_case(name)
            };
            match offered.iter().find(named) {
                Some(column) => filter.pieces.push(Piece::Cell {
                    column: column.clone(),
                    sign,
                    value: value.to_lowercase(),
                }),
                None => filter.wrong.push(ctx.fill("table.no_column", &[("name", &name)])),
            }
        }
        if filter.pieces.iter().any(|piece| matches!(piece, Piece::Word(_))) {
            filter.shown = shown.to_vec();
        }
        filter
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether a row is shown.
    pub fn holds(&self, ctx: &UiCtx<'_>, at: RowRef, list: &WorkRows) -> bool {
        let says = |column: &Column| text(ctx, at, column, list).to_lowercase();
        self.pieces.iter().all(|piece| match piece {
            Piece::Cell { column, sign, value } => compare(&says(column), *sign, value),
            Piece::Word(word) => self.shown.iter().any(|column| says(column).contains(word)),
        })
    }
}

/// A piece as column, sign and value; `None` for a bare word.
fn parted(piece: &str) -> Option<(&str, Sign, &str)> {
    const SIGNS: [(&str, Sign); 15] = [
        ("!=", Sign::IsNot),
        ("≠", Sign::IsNot),
        ("<=", Sign::AtMost),
        ("≤", Sign::AtMost),
        ("＜＝", Sign::AtMost),
        (">=", Sign::AtLeast),
        ("≥", Sign::AtLeast),
        ("＞＝", Sign::AtLeast),
        ("<", Sign::Less),
        ("＜", Sign::Less),
        (">", Sign::More),
        ("＞", Sign::More),
        ("=", Sign::Is),
        ("＝", Sign::Is),
        ("~", Sign::Contains),
    ];
    let found = SIGNS.iter().filter_map(|(text, sign)| {
        let at = piece.find(text).filter(|at| *at > 0)?;
        Some((at, std::cmp::Reverse(text.len()), *text, *sign))
    });
    let (at, _, text, sign) = found.min_by_key(|(at, length, ..)| (*at, *length))?;
    Some((&piece[..at], sign, &piece[at + text.len()..]))
}

fn compare(cell: &str, sign: Sign, value: &str) -> bool {
    let order = match (number_in(cell), number_in(value), parse_day(cell), parse_day(value)) {
        (Some(cell), Some(value), ..) => cell.partial_cmp(&value),
        (_, _, Some(cell), Some(value)) => Some(cell.cmp(&value)),
        _ if cell.is_empty() || value.is_empty() => None,
        _ => Some(cell.cmp(value)),
    };
    match sign {
        Sign::Is if value.is_empty() => cell.is_empty(),
        Sign::IsNot if value.is_empty() => !cell.is_empty(),
        Sign::Is => order.is_some_and(|order| order.is_eq()),
        Sign::IsNot => !order.is_some_and(|order| order.is_eq()),
        Sign::Less => order.is_some_and(|order| order.is_lt()),
        Sign::AtMost => order.is_some_and(|order| order.is_le()),
        Sign::More => order.is_some_and(|order| order.is_gt()),
        Sign::AtLeast => order.is_some_and(|order| order.is_ge()),
        Sign::Contains => cell.contains(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_as_numbers_and_days_as_days() {
        assert!(compare("18 万元", Sign::Less, "100"));
        assert!(compare("2022-05-30", Sign::Less, "2022-06-30"));
        assert!(compare("2022-05-30", Sign::More, "2022年5月2日"));
        assert!(!compare("", Sign::Less, "2022-06-30"));
        assert!(compare("取缔", Sign::Is, "取缔"));
        assert!(compare("", Sign::Is, ""));
        assert!(!compare("取缔", Sign::Is, ""));
        assert!(compare("", Sign::IsNot, "取缔"));
    }

    #[test]
    fn the_longest_sign_at_the_first_place_parts_a_piece() {
        assert_eq!(parted("投资>=100"), Some(("投资", Sign::AtLeast, "100")));
        assert_eq!(parted("name!=a=b"), Some(("name", Sign::IsNot, "a=b")));
        assert_eq!(parted("期限＜2022-06-30"), Some(("期限", Sign::Less, "2022-06-30")));
        assert_eq!(parted("滨海"), None);
        assert_eq!(parted("=x"), None);
    }
}
