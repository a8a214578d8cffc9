//! Which of the found features a person means: the one whose name or code is what was typed, or ends as it does.
//!
//! People say the end of a code, as it stands on the signboard: 005 is 排口005 and DEMO-OUT-0005, not DEMO-OUT-0058.

use std::borrow::Cow;

use rayon::prelude::*;

use super::work_lines::{RowRef, row_in};
use crate::model::Kind;
use crate::session::{FeatureRow, Snapshot};

/// So many of the found features are compared: words that fit more of them mean none in particular.
const RANKED_MAX: usize = 4_000;

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
pub fn best(snapshot: &Snapshot, rows: &[RowRef], query: &str, most: usize) -> Vec<RowRef> {
    if query.is_empty() {
        return rows.iter().take(most).copied().collect();
    }
    let fits = Fits::of(query);
    let rank = |(nth, at): (usize, &RowRef)| {
        let row = row_in(snapshot, *at)?;
        let is_no_outfall = row.key.kind().code() != Kind::OUTFALL;
        Some((fits.best(row), is_no_outfall, nth, *at))
    };
    let compared = &rows[..rows.len().min(RANKED_MAX)];
    let mut ranked: Vec<_> = compared.par_iter().enumerate().filter_map(rank).collect();
    let place =
        |(fit, is_no_outfall, nth, _): &(Fit, bool, usize, RowRef)| (*fit, *is_no_outfall, *nth);
    if ranked.len() > most {
        ranked.select_nth_unstable_by_key(most, place);
        ranked.truncate(most);
    }
    ranked.sort_unstable_by_key(place);
    ranked.into_iter().map(|(.., at)| at).collect()
}

/// The words that are compared: all of what was typed, and each of its words.
struct Fits<'a>(Vec<Asked<'a>>);

struct Asked<'a> {
    word: &'a str,
    /// What is typed without the zeros before it, where it is a number.
    number: Option<&'a str>,
}

impl<'a> Fits<'a> {
    fn of(query: &'a str) -> Self {
        let mut words: Vec<&str> = std::iter::once(query).chain(query.split_whitespace()).collect();
        words.dedup();
        let asked = words.into_iter().map(|word| {
            let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
            Asked { word, number: is_number.then(|| without_zeros(word)) }
        });
        Self(asked.collect())
    }

    /// How well the best of the words fits.
    fn best(&self, row: &FeatureRow) -> Fit {
        let own_name = row.own_name.as_deref();
        let texts = [Some(&*row.name), Some(row.code.as_str()), own_name].into_iter().flatten();
        let fit = |text: &str| {
            let text = in_lower_case(text);
            self.0.iter().map(|asked| asked.fit(&text)).min()
        };
        texts.filter_map(fit).min().unwrap_or(Fit::Within)
    }
}

impl Asked<'_> {
    fn fit(&self, text: &str) -> Fit {
        if text == self.word {
            return Fit::Whole;
        }
        let tail = text.len() - digits_at_end(text);
        if self
            .number
            .is_some_and(|number| tail < text.len() && without_zeros(&text[tail..]) == number)
        {
            return Fit::Tail;
        }
        match (text.ends_with(self.word), text.starts_with(self.word)) {
            (true, _) if self.number.is_some() => Fit::LongerTail,
            (true, _) => Fit::Tail,
            (_, true) => Fit::Start,
            _ => Fit::Within,
        }
    }
}

/// Most names have no capitals: nothing is copied for them.
fn in_lower_case(text: &str) -> Cow<'_, str> {
    match text.chars().any(char::is_uppercase) {
        true => Cow::Owned(text.to_lowercase()),
        false => Cow::Borrowed(text),
    }
}

fn without_zeros(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// How many.
fn digits_at_end(text: &str) -> usize {
    text.bytes().rev().take_while(u8::is_ascii_digit).count()
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
        let fits = Fits::of(query);
        let (better, worse) = (fits.best(&row(better)), fits.best(&row(worse)));
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
