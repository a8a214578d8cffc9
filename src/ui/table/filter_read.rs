//! How filter expressions are written: `期限<2022-06-30 且 (类型=取缔 或 投资>100)`, `名称 包含 污水`, `期限 为空`, bare words.
//!
//! Pieces side by side must all hold. 且/and, 或/or, 非/not and brackets join them; signs `=` `!=` `<` `<=` `>` `>=`
//! `~` (contains) `!~`, their full-width forms and words; 属于/in a list parted by commas; `"…"` around what holds blanks
//! or signs; 今天/today is a day, and days are read as they are everywhere (6月30日).

use super::column::{Column, Measure, Said};
use super::filter::{Node, Sign};
use super::filter_tokens::{Kind, Token, tokens_of};
use super::filter_wrong::Wrong;
use crate::model::Day;
use crate::ui::dates::parse_day;
use crate::ui::work_find::StandingWord;

/// What names and words mean, and which day today is.
pub struct Finder<'a> {
    pub column: &'a dyn Fn(&str) -> Option<Column>,
    pub measure: &'a dyn Fn(&Column) -> Measure,
    pub said: &'a dyn Fn(&Column, &str) -> Said,
    pub standing: &'a dyn Fn(&str) -> Option<StandingWord>,
    pub today: Day,
}

/// Brackets nest no deeper.
const DEPTH_MAX: usize = 32;

/// Reads an expression; nothing where it is empty or cannot be applied at all.
pub fn read(text: &str, finder: &Finder<'_>) -> (Option<Node>, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let tokens = tokens_of(text, &mut wrong);
    let mut reader = Reader { tokens: &tokens, next: 0, finder, wrong };
    let node = reader.any(0);
    if let Some(token) = reader.tokens.get(reader.next) {
        reader.wrong.push(Wrong::NoOpen { at: token.at });
    }
    // A bracket or quote out of place changes what the rest means: nothing is applied then.
    let mut wrong = reader.wrong;
    let is_broken = wrong.iter().any(|wrong| !wrong.is_of_one_piece());
    if is_broken {
        // Nor does it make sense to say what else the pieces would lack.
        wrong.retain(|wrong| !wrong.is_of_one_piece());
    }
    (node.filter(|_| !is_broken), wrong)
}

/// Words behind a column that say whether it is empty.
const EMPTY: [(&str, Sign); 8] = [
    ("不为空", Sign::IsNot),
    ("非空", Sign::IsNot),
    ("为空", Sign::Is),
    ("是空", Sign::Is),
    ("空", Sign::Is),
    ("empty", Sign::Is),
    ("blank", Sign::Is),
    ("filled", Sign::IsNot),
];

/// What parts the values of 属于.
pub(super) const COMMAS: [char; 3] = [',', '，', '、'];

struct Reader<'a> {
    tokens: &'a [Token],
    next: usize,
    finder: &'a Finder<'a>,
    wrong: Vec<Wrong>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.next)
    }

    fn kind_at(&self, ahead: usize) -> Option<&'a Kind> {
        self.tokens.get(self.next + ahead).map(|token| &token.kind)
    }

    fn any(&mut self, depth: usize) -> Option<Node> {
        let mut nodes: Vec<Node> = self.all(depth).into_iter().collect();
        while let Some(token) = self.peek().filter(|token| token.kind == Kind::Or) {
            self.next += 1;
            match self.all(depth) {
                Some(node) => nodes.push(node),
                None => self.unfinished(token),
            }
        }
        joined(nodes, Node::Any)
    }

    fn all(&mut self, depth: usize) -> Option<Node> {
        let mut nodes = Vec::new();
        loop {
            match self.peek().map(|token| &token.kind) {
                None | Some(Kind::Or | Kind::Close) => break,
                Some(Kind::And) => {
                    let token = &self.tokens[self.next];
                    self.next += 1;
                    if matches!(self.peek().map(|it| &it.kind), None | Some(Kind::Or | Kind::Close))
                    {
                        self.unfinished(token);
                    }
                }
                Some(_) => nodes.extend(self.one(depth)),
            }
        }
        joined(nodes, Node::All)
    }

    fn unfinished(&mut self, token: &Token) {
        let (at, word) = (token.at, token.text.clone());
        self.wrong.push(Wrong::Unfinished { at, word });
    }

    /// One condition; nothing where it could not be read, and that was noted.
    fn one(&mut self, depth: usize) -> Option<Node> {
        let token = self.peek()?;
        match &token.kind {
            Kind::Not => {
                self.next += 1;
                let inner = (depth < DEPTH_MAX).then(|| self.one(depth + 1)).flatten();
                if inner.is_none() && self.wrong.is_empty() {
                    self.unfinished(token);
                }
                inner.map(|node| Node::Not(Box::new(node)))
            }
            Kind::Open => {
                self.next += 1;
                let inner = if depth < DEPTH_MAX { self.any(depth + 1) } else { None };
                match self.peek() {
                    Some(close) if close.kind == Kind::Close => self.next += 1,
                    _ => self.wrong.push(Wrong::NoClose { at: token.at }),
                }
                inner
            }
            Kind::Sign(_) => {
                self.next += 1;
                self.unfinished(token);
                None
            }
            Kind::Text { quoted } => self.piece(token, *quoted),
            Kind::Close | Kind::And | Kind::Or => {
                self.next += 1;
                None
            }
        }
    }

    /// A column with a sign and a value, a column that is empty or not, or a bare word.
    fn piece(&mut self, token: &Token, quoted: bool) -> Option<Node> {
        self.next += 1;
        if let Some(Kind::Sign(sign)) = self.kind_at(0) {
            self.next += 1;
            let column = self.column(token);
            let typed = if sign.takes_several() { self.values() } else { self.value() };
            let column = column?;
            let value = self.compared(&column, *sign, typed)?;
            return Some(Node::Cell { column, sign: *sign, value });
        }
        if let Some((sign, words)) = self.empty_words() {
            self.next += words;
            return Some(Node::Cell { column: self.column(token)?, sign, value: String::new() });
        } else if !quoted
            && let Some((name, sign)) = EMPTY.iter().find_map(|(words, sign)| {
                let name = token.text.strip_suffix(words).filter(|_| !words.is_ascii())?;
                Some(((self.finder.column)(name)?, *sign))
            })
        {
            return Some(Node::Cell { column: name, sign, value: String::new() });
        }
        if !quoted && (self.finder.column)(&token.text).is_some() {
            self.wrong.push(Wrong::NoSign { at: token.at, name: token.text.clone() });
            return None;
        }
        let word = token.text.to_lowercase();
        let standing = (self.finder.standing)(&word).filter(|_| !quoted);
        Some(Node::Word { word, standing })
    }

    /// `为空`, `is not empty` from here on: the sign, and how many words it takes.
    fn empty_words(&self) -> Option<(Sign, usize)> {
        let word = |ahead: usize| {
            let token = self.tokens.get(self.next + ahead)?;
            matches!(token.kind, Kind::Text { quoted: false }).then(|| token.text.to_lowercase())
        };
        let known =
            |word: &str| EMPTY.iter().find(|(name, _)| *name == word).map(|(_, sign)| *sign);
        let first = word(0)?;
        if let Some(sign) = known(&first) {
            return Some((sign, 1));
        }
        if first != "is" {
            return None;
        }
        if self.kind_at(1) == Some(&Kind::Not) {
            known(&word(2)?).filter(|sign| *sign == Sign::Is).map(|_| (Sign::IsNot, 3))
        } else {
            known(&word(1)?).map(|sign| (sign, 2))
        }
    }

    /// What stands behind a sign: the next text and its place, unless that is the next condition's column.
    fn value(&mut self) -> Option<(usize, String)> {
        let token = self.peek()?;
        let is_text = matches!(token.kind, Kind::Text { .. });
        let begins_next = token.apart && matches!(self.kind_at(1), Some(Kind::Sign(_)));
        if !is_text || begins_next {
            return None;
        }
        self.next += 1;
        Some((token.at, token.text.to_lowercase()))
    }

    /// What stands behind 属于: texts parted by commas, in brackets or not.
    fn values(&mut self) -> Option<(usize, String)> {
        let is_open = self.kind_at(0) == Some(&Kind::Open);
        self.next += usize::from(is_open);
        let (at, mut all) = self.value()?;
        let goes_on =
            |all: &str, next: &Token| all.ends_with(COMMAS) || next.text.starts_with(COMMAS);
        while let Some(token) = self.peek().filter(|next| is_open || goes_on(&all, next)) {
            let Some((_, more)) = self.value() else {
                self.next += usize::from(is_open && token.kind == Kind::Close);
                break;
            };
            all = format!("{all},{more}");
        }
        Some((at, all))
    }

    /// What a column is compared with, as its cells are spelt; nothing where it could not be read, and that was noted.
    fn compared(
        &mut self,
        column: &Column,
        sign: Sign,
        typed: Option<(usize, String)>,
    ) -> Option<String> {
        let Some((at, text)) = typed.filter(|(_, text)| !text.is_empty()) else {
            return Some(String::new());
        };
        let today = self.finder.today;
        let is_today = |text: &str| matches!(text, "今天" | "today");
        let day = |text: &str| {
            let day = if is_today(text) { Some(today) } else { parse_day(text, today) };
            day.map(|day| day.to_string())
        };
        match (self.finder.measure)(column) {
            _ if matches!(sign, Sign::Contains | Sign::Lacks) => Some(text),
            _ if is_today(&text) => day(&text),
            Measure::Day => {
                let days = text.split(COMMAS).map(str::trim).filter(|it| !it.is_empty()).map(day);
                let days: Option<Vec<String>> = days.collect();
                if days.is_none() {
                    self.wrong.push(Wrong::NoDay { at, text });
                }
                days.map(|days| days.join(","))
            }
            Measure::Number if sign.is_of_order() && super::cell::number_in(&text).is_none() => {
                self.wrong.push(Wrong::NoNumber { at, text });
                None
            }
            // A file's own column may hold days as well.
            Measure::Words if sign.is_of_order() && text.contains('月') => {
                Some(day(&text).unwrap_or(text))
            }
            Measure::Words if !sign.is_of_order() => self.choices(column, sign, at, text),
            Measure::Number | Measure::Words => Some(text),
        }
    }

    /// Words as the cells of a column of choices spell them; of any other column as they are.
    fn choices(&mut self, column: &Column, sign: Sign, at: usize, text: String) -> Option<String> {
        let words: Vec<&str> = match sign.takes_several() {
            true => text.split(COMMAS).map(str::trim).filter(|it| !it.is_empty()).collect(),
            false => vec![&text],
        };
        let mut spelt = Vec::new();
        for word in words {
            match (self.finder.said)(column, word) {
                Said::Choice(choice) => spelt.push(choice),
                Said::Anything => spelt.push(word.to_owned()),
                Said::Unknown => {
                    self.wrong.push(Wrong::NoChoice { at, text: word.to_owned() });
                    return None;
                }
            }
        }
        Some(spelt.join(","))
    }

    fn column(&mut self, token: &Token) -> Option<Column> {
        let column = (self.finder.column)(&token.text);
        if column.is_none() {
            self.wrong.push(Wrong::NoColumn { at: token.at, name: token.text.clone() });
        }
        column
    }
}

fn joined(mut nodes: Vec<Node>, join: impl Fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(join(nodes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder<'a>(
        column: &'a dyn Fn(&str) -> Option<Column>,
        measure: &'a dyn Fn(&Column) -> Measure,
    ) -> Finder<'a> {
        let today = jiff::civil::date(2022, 5, 12);
        Finder { column, measure, said: &|_, _| Said::Anything, standing: &|_| None, today }
    }

    fn check(expression: &str, expected: &[Wrong], applied: bool) {
        let named = |name: &str| match name {
            "期限" => Some(Column::Due),
            "天数" => Some(Column::DaysLeft),
            _ => None,
        };
        let measure = |column: &Column| match column {
            Column::Due => Measure::Day,
            _ => Measure::Number,
        };
        let (node, wrong) = read(expression, &finder(&named, &measure));
        assert_eq!(wrong, expected, "{expression}");
        assert_eq!(node.is_some(), applied, "{expression}");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let no_column = |at, name: &str| Wrong::NoColumn { at, name: name.to_owned() };
        let unfinished = |at, word: &str| Wrong::Unfinished { at, word: word.to_owned() };
        check("水温<5 期限=", &[no_column(1, "水温")], true);
        check("期限= 水温<5", &[no_column(5, "水温")], true);
        check("(期限=", &[Wrong::NoClose { at: 1 }], false);
        check("期限=)", &[Wrong::NoOpen { at: 4 }], false);
        check("期限=“六月", &[Wrong::NoEnd { at: 4 }], false);
        check("期限= 或", &[unfinished(5, "或")], false);
        check("期限= and", &[unfinished(5, "and")], false);
        check("<5", &[unfinished(1, "<")], false);
        check("!", &[unfinished(1, "!")], false);
        check("()", &[], false);
    }

    #[test]
    fn what_a_column_of_days_or_numbers_cannot_be_compared_with_is_said() {
        let no_day = |at, text: &str| Wrong::NoDay { at, text: text.to_owned() };
        check("期限<年中", &[no_day(4, "年中")], false);
        check("期限 属于 6月30日,年中", &[no_day(7, "6月30日,年中")], false);
        check("期限~2022-0", &[], true);
        let no_number = Wrong::NoNumber { at: 4, text: "很多".to_owned() };
        check("天数>很多", &[no_number], false);
        let no_sign = Wrong::NoSign { at: 1, name: "期限".to_owned() };
        check("期限 近", &[no_sign], true);
        check("“期限”", &[], true);
    }

    #[test]
    fn brackets_without_end_are_no_danger() {
        let deep = "(".repeat(5000);
        let named = |_: &str| None;
        let (node, wrong) = read(&deep, &finder(&named, &|_| Measure::Words));
        assert!(node.is_none() && !wrong.is_empty());
    }
}
