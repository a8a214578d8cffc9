//! The pieces a filter expression is made of: names and values, signs, brackets, the words that join.

use super::filter::Sign;
use super::filter_wrong::Wrong;

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Text { quoted: bool },
    Sign(Sign),
    Open,
    Close,
    And,
    Or,
    Not,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub text: String,
    /// From 1.
    pub at: usize,
    /// A blank stands before it.
    pub apart: bool,
}

/// 《 and 》 are what an input method in Chinese gives for < and >.
const SIGNS: [(&str, Sign); 25] = [
    ("!=", Sign::IsNot),
    ("！＝", Sign::IsNot),
    ("<>", Sign::IsNot),
    ("!~", Sign::Lacks),
    ("<=", Sign::AtMost),
    ("＜＝", Sign::AtMost),
    (">=", Sign::AtLeast),
    ("＞＝", Sign::AtLeast),
    ("《》", Sign::IsNot),
    ("《=", Sign::AtMost),
    ("《＝", Sign::AtMost),
    ("》=", Sign::AtLeast),
    ("》＝", Sign::AtLeast),
    ("＜＞", Sign::IsNot),
    ("≠", Sign::IsNot),
    ("≤", Sign::AtMost),
    ("≥", Sign::AtLeast),
    ("<", Sign::Less),
    ("＜", Sign::Less),
    ("《", Sign::Less),
    (">", Sign::More),
    ("＞", Sign::More),
    ("》", Sign::More),
    ("=", Sign::Is),
    ("＝", Sign::Is),
];
const CONTAINS: [char; 2] = ['~', '～'];

/// Words that stand for signs, as whole pieces between blanks.
const SIGN_WORDS: [(&str, Sign); 19] = [
    ("等于", Sign::Is),
    ("不等于", Sign::IsNot),
    ("大于", Sign::More),
    ("晚于", Sign::More),
    ("小于", Sign::Less),
    ("早于", Sign::Less),
    ("不小于", Sign::AtLeast),
    ("不早于", Sign::AtLeast),
    ("不大于", Sign::AtMost),
    ("不晚于", Sign::AtMost),
    ("包含", Sign::Contains),
    ("不包含", Sign::Lacks),
    ("属于", Sign::Among),
    ("不属于", Sign::Outside),
    ("in", Sign::Among),
    ("contains", Sign::Contains),
    ("lacks", Sign::Lacks),
    ("before", Sign::Less),
    ("after", Sign::More),
];

/// The tokens of an expression; a quote without an end is noted.
pub fn tokens_of(text: &str, wrong: &mut Vec<Wrong>) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let (mut here, mut apart) = (0, true);
    let mut put = |kind: Kind, text: String, at: usize, apart: &mut bool| {
        tokens.push(Token { kind, text, at: at + 1, apart: std::mem::take(apart) });
    };
    while let Some(c) = chars.get(here).copied() {
        let begun = here;
        if is_blank(c) {
            apart = true;
            here += 1;
        } else if matches!(c, '(' | '（') {
            put(Kind::Open, c.to_string(), begun, &mut apart);
            here += 1;
        } else if matches!(c, ')' | '）') {
            put(Kind::Close, c.to_string(), begun, &mut apart);
            here += 1;
        } else if let Some(close) = closing_quote(c) {
            here += 1;
            while chars.get(here).is_some_and(|c| *c != close) {
                here += 1;
            }
            if here >= chars.len() {
                wrong.push(Wrong::NoEnd { at: begun + 1 });
            }
            let inner: String = chars[begun + 1..here.min(chars.len())].iter().collect();
            put(Kind::Text { quoted: true }, inner, begun, &mut apart);
            here += 1;
        } else if let Some((length, sign)) = sign_at(&chars[here..]) {
            let text = chars[here..here + length].iter().collect();
            put(Kind::Sign(sign), text, begun, &mut apart);
            here += length;
        } else if let Some((length, kind)) = mark_at(&chars[here..]) {
            put(kind, chars[here..here + length].iter().collect(), begun, &mut apart);
            here += length;
        } else {
            let ends = |at: usize| {
                let c = chars[at];
                is_blank(c)
                    || "()（）|&".contains(c)
                    || closing_quote(c).is_some()
                    || sign_at(&chars[at..]).is_some()
            };
            while here < chars.len() && !ends(here) {
                here += 1;
            }
            let text: String = chars[begun..here].iter().collect();
            put(word_kind(&text), text, begun, &mut apart);
        }
    }
    tokens
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, ';' | '；')
}

fn closing_quote(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' => Some('”'),
        '「' => Some('」'),
        _ => None,
    }
}

fn sign_at(chars: &[char]) -> Option<(usize, Sign)> {
    if chars.first().is_some_and(|c| CONTAINS.contains(c)) {
        return Some((1, Sign::Contains));
    }
    let begins = |text: &str| text.chars().enumerate().all(|(nth, c)| chars.get(nth) == Some(&c));
    let found = SIGNS.iter().find(|(text, _)| begins(text));
    found.map(|(text, sign)| (text.chars().count(), *sign))
}

/// `&&`, `||` and `!` as programmers write them.
fn mark_at(chars: &[char]) -> Option<(usize, Kind)> {
    let twice = chars.get(1) == chars.first();
    match chars.first()? {
        '&' => Some((1 + usize::from(twice), Kind::And)),
        '|' => Some((1 + usize::from(twice), Kind::Or)),
        '!' | '！' => Some((1, Kind::Not)),
        _ => None,
    }
}

fn word_kind(text: &str) -> Kind {
    match text.to_lowercase().as_str() {
        "且" | "并且" | "and" => Kind::And,
        "或" | "或者" | "or" => Kind::Or,
        "非" | "not" => Kind::Not,
        word => match SIGN_WORDS.iter().find(|(name, _)| *name == word) {
            Some((_, sign)) => Kind::Sign(*sign),
            None => Kind::Text { quoted: false },
        },
    }
}
