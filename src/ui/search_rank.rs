//! Which of the found features a person means: the one whose name or code is what was typed, or ends as it does.
//!
//! People say the end of a code, as it stands on the signboard: 005 is 排口005 and DEMO-OUT-0005, not DEMO-OUT-0058.

use super::context::UiCtx;
use super::work_rows::{RowRef, row_at};
use crate::model::Kind;
use crate::session::FeatureRow;

/// So many of the found features are compared: words that fit more of them mean none in particular.
const RANKED_MAX: usize = 20_000;

/// How well a feature fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    /// Its number is the one typed, or its name ends in the word.
    Tail,
    /// It ends in the digits typed, with others before them.
    LongerTail,
    Start,
    Within,
}

/// The `most` of `rows` that fit `query` best; of those that fit alike, outfalls first, for it is their numbers that
/// stand on signs, then as the list has them.
pub fn best(ctx: &UiCtx<'_>, rows: &[RowRef], query: &str, most: usize) -> Vec<RowRef> {
    if query.is_empty() {
        return rows.iter().take(most).copied().collect();
    }
    let rank = |(nth, at): (usize, &RowRef)| {
        let row = row_at(ctx, *at)?;
        let is_no_outfall = row.key.kind().code() != Kind::OUTFALL;
        Some((fit(query, row), is_no_outfall, nth, *at))
    };
    let ranked = rows.iter().take(RANKED_MAX).enumerate().filter_map(rank);
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(fit, is_no_outfall, nth, _)| (*fit, *is_no_outfall, *nth));
    ranked.into_iter().take(most).map(|(.., at)| at).collect()
}

/// How well the best of the words fits.
fn fit(query: &str, row: &FeatureRow) -> Fit {
    let own_name = row.own_name.as_deref().unwrap_or_default();
    let texts = [&row.name, row.code.as_str(), own_name].map(str::to_lowercase);
    let whole = texts.iter().map(|text| fit_of(query, text)).min();
    let words = query.split_whitespace();
    let by_word = words.flat_map(|word| texts.iter().map(move |text| fit_of(word, text))).min();
    whole.min(by_word).unwrap_or(Fit::Within)
}

fn fit_of(word: &str, text: &str) -> Fit {
    if text == word {
        return Fit::Whole;
    }
    let number = digits_at_end(text);
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let bare = |digits: &str| digits.trim_start_matches('0').to_owned();
    if is_number && !number.is_empty() && bare(number) == bare(word) {
        return Fit::Tail;
    }
    match (text.ends_with(word), text.starts_with(word)) {
        (true, _) if is_number => Fit::LongerTail,
        (true, _) => Fit::Tail,
        (_, true) => Fit::Start,
        _ => Fit::Within,
    }
}

fn digits_at_end(text: &str) -> &str {
    let stem = text.trim_end_matches(|char: char| char.is_ascii_digit());
    &text[stem.len()..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FeatureKey;

    fn check(query: &str, better: (&str, &str), worse: (&str, &str)) {
        let row = |(name, code): (&str, &str)| FeatureRow {
            key: FeatureKey::new(&Kind::new(Kind::OUTFALL), code),
            name: name.into(),
            code: code.to_owned(),
            own_name: None,
        };
        let (better, worse) = (fit(query, &row(better)), fit(query, &row(worse)));
        assert!(better < worse, "{query}: {better:?} before {worse:?}");
    }

    #[test]
    fn the_number_on_the_sign_comes_before_one_that_only_holds_it() {
        let n5 = ("示例排口005", "DEMO-OUT-0005");
        check("005", n5, ("示例排口058", "DEMO-OUT-0058"));
        check("001", ("示例排口001", "DEMO-OUT-0001"), ("示例排口010", "DEMO-OUT-0010"));
        check("5", n5, ("示例排口015", "DEMO-OUT-0015"));
        check("005", n5, ("示例排口1005", "DEMO-OUT-1005"));
        check("0005", n5, ("示例排口1", "DEMO-00051"));
        check("示例 005", n5, ("示例排口058", "DEMO-OUT-0058"));
        check("demo-out-0005", n5, ("示例排口", "DEMO-OUT-00051"));
        check("排口005", n5, ("排口0051", "A1"));
        check("蓟运河", ("蓟运河", "R1"), ("蓟运河支流", "R2"));
    }
}
