//! How filter expressions are written: `期限<2022-06-30 且 (类型=取缔 或 投资>100)`, `名称 包含 污水`, `期限 为空`, bare words.
//!
//! Pieces side by side must all hold. 且/and, 或/or, 非/not and brackets join them; signs `=` `!=` `<` `<=` `>` `>=`
//! `~` (contains) `!~`, their full-width forms and words; `"…"` around what holds blanks or signs; 今天/today is a day.

use super::column::Column;
use super::filter::{Node, Sign};
use super::filter_tokens::{Kind, Token, tokens_of};

/// How a name becomes a column, and which day today is.
pub struct Finder<'a> {
    pub column: &'a dyn Fn(&str) -> Option<Column>,
    pub today: &'a str,
}

/// What could not be read, and at which character, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NoColumn {
        at: usize,
        name: String,
    },
    /// A bracket that is never closed, never opened; a quote without an end.
    NoClose {
        at: usize,
    },
    NoOpen {
        at: usize,
    },
    NoEnd {
        at: usize,
    },
    /// A word that joins, with nothing behind it.
    Unfinished {
        at: usize,
        word: String,
    },
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
    let is_broken = reader.wrong.iter().any(|wrong| !matches!(wrong, Wrong::NoColumn { .. }));
    (node.filter(|_| !is_broken), reader.wrong)
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
            let value = self.value();
            return self.cell(token, *sign, &value);
        }
        if let Some(sign) = self.empty_words() {
            self.next += sign.1;
            return self.cell(token, sign.0, "");
        } else if !quoted
            && let Some((name, sign)) = EMPTY.iter().find_map(|(words, sign)| {
                let name = token.text.strip_suffix(words).filter(|_| !words.is_ascii())?;
                Some(((self.finder.column)(name)?, *sign))
            })
        {
            return Some(Node::Cell { column: name, sign, value: String::new() });
        }
        Some(Node::Word(token.text.to_lowercase()))
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

    /// What stands behind a sign: the next text, unless that is the next condition's column.
    fn value(&mut self) -> String {
        let Some(token) = self.peek() else { return String::new() };
        let is_text = matches!(token.kind, Kind::Text { .. });
        let begins_next = token.apart && matches!(self.kind_at(1), Some(Kind::Sign(_)));
        if !is_text || begins_next {
            return String::new();
        }
        self.next += 1;
        match token.text.to_lowercase().as_str() {
            "今天" | "today" => self.finder.today.to_owned(),
            value => value.to_owned(),
        }
    }

    fn cell(&mut self, token: &Token, sign: Sign, value: &str) -> Option<Node> {
        match (self.finder.column)(&token.text) {
            Some(column) => Some(Node::Cell { column, sign, value: value.to_owned() }),
            None => {
                let (at, name) = (token.at, token.text.clone());
                self.wrong.push(Wrong::NoColumn { at, name });
                None
            }
        }
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

    fn check(expression: &str, expected: &[Wrong], applied: bool) {
        let named = |name: &str| (name == "期限").then_some(Column::Due);
        let (node, wrong) = read(expression, &Finder { column: &named, today: "2022-05-12" });
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
    fn brackets_without_end_are_no_danger() {
        let deep = "(".repeat(5000);
        let named = |_: &str| None;
        let (node, wrong) = read(&deep, &Finder { column: &named, today: "" });
        assert!(node.is_none() && !wrong.is_empty());
    }
}
