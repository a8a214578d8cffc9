//! A strict scanner of JSON text (RFC 8259) over bytes: where values begin and end, and where the text is wrong.
//!
//! It builds no tree and never recurses, so neither size nor nesting of a file can exhaust it. The bytes are
//! known to be UTF-8 (`encoding` has seen to that). Numbers and strings are only delimited here: `number` and
//! `json_text` read them.

use memchr::{memchr2, memchr3};

use super::json_names::Names;
use super::json_nesting::Nesting;
use super::json_text;
use super::json_trail::{Likeness, Trail};
use crate::model::Span;

/// How many arrays and objects may stand in one another. RFC 8259 §9 lets a parser set a limit.
pub const NESTING_MAX: usize = 1024;

/// What stood where something else had to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Value,
    Name,
    Colon,
    CommaOrBrace,
    CommaOrBracket,
    Digit,
    Escape,
    /// A string goes on, or ends: a raw control character (below U+0020) does neither.
    NoControlCharacter,
    ClosingQuote,
    EndOfText,
}

/// The first place where a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    pub offset: usize,
    pub expected: Expected,
}

/// A string's inside, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonString {
    pub inside: Span,
    pub escaped: bool,
}

impl JsonString {
    /// The string with its quotes.
    pub const fn quoted(self) -> Span {
        Span { start: self.inside.start - 1, end: self.inside.end + 1 }
    }

    /// Whether the string, unescaped, is `other`.
    pub fn is(self, text: &[u8], other: &str) -> bool {
        let inside = text.get(self.inside.range()).unwrap_or_default();
        if self.escaped { json_text::unescape(inside) == other } else { inside == other.as_bytes() }
    }
}

/// Reads forward through a text; offsets are those of the whole text.
#[derive(Debug)]
pub struct Scanner<'t> {
    pub(super) text: &'t [u8],
    pub at: usize,
    /// How many arrays and objects stand around the value about to be read.
    pub depth: usize,
    /// The deepest nesting seen.
    pub deepest: usize,
    /// Where a name stands that its object already has.
    pub duplicate_name: Option<JsonString>,
    pub(super) names: Names,
    /// By [`Likeness`].
    pub(super) trails: [Trail; Likeness::COUNT],
}

impl<'t> Scanner<'t> {
    /// Reads `span` of `text`, which stands inside `depth` arrays and objects.
    pub fn new(text: &'t [u8], span: Span, depth: usize) -> Self {
        Self {
            text: text.get(..span.end as usize).unwrap_or(text),
            at: span.start as usize,
            depth,
            deepest: depth,
            duplicate_name: None,
            names: Names::default(),
            trails: Default::default(),
        }
    }

    /// Forgets what was found in the value before.
    pub fn begin(&mut self) {
        self.duplicate_name = None;
        self.deepest = self.depth;
        self.names.unwind(0);
    }

    pub fn text(&self) -> &'t [u8] {
        self.text
    }

    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    #[inline]
    pub fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    pub const fn error<T>(&self, expected: Expected) -> Result<T, JsonError> {
        Err(JsonError { offset: self.at, expected })
    }

    pub const fn too_deep(&self) -> bool {
        self.deepest > NESTING_MAX
    }

    /// Passes over one whole text: a value with nothing but white space around it.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    pub fn whole(&mut self) -> Result<Span, JsonError> {
        self.skip_space();
        let span = self.value()?;
        self.skip_space();
        if self.at < self.text.len() { self.error(Expected::EndOfText) } else { Ok(span) }
    }

    /// Passes over one value, however deep.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    #[inline]
    pub fn value(&mut self) -> Result<Span, JsonError> {
        let start = self.at;
        match self.peek() {
            Some(b'{' | b'[') => self.nested_value(),
            _ => self.scalar().map(|()| Span::new(start, self.at)),
        }
    }

    fn nested_value(&mut self) -> Result<Span, JsonError> {
        let start = self.at;
        let mut nesting = Nesting::default();
        loop {
            match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                        self.deepest = self.deepest.max(self.depth + nesting.depth + 1);
                    } else {
                        nesting.push(true);
                        self.enter(nesting.depth);
                        self.names.open();
                        self.nested_name(nesting.depth)?;
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(b']') {
                        self.at += 1;
                        self.deepest = self.deepest.max(self.depth + nesting.depth + 1);
                    } else {
                        nesting.push(false);
                        self.enter(nesting.depth);
                        continue;
                    }
                }
                _ => self.scalar()?,
            }
            loop {
                if nesting.depth == 0 {
                    return Ok(Span::new(start, self.at));
                }
                self.skip_space();
                let in_object = nesting.top();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.skip_space();
                        if in_object {
                            self.nested_name(nesting.depth)?;
                        }
                        break;
                    }
                    Some(b'}') if in_object => {
                        self.at += 1;
                        self.close_names();
                        nesting.pop();
                    }
                    Some(b']') if !in_object => {
                        self.at += 1;
                        nesting.pop();
                    }
                    _ if in_object => return self.error(Expected::CommaOrBrace),
                    _ => return self.error(Expected::CommaOrBracket),
                }
            }
        }
    }

    /// Passes over one value by its brackets and quotes alone, for splitting a text before it is read in earnest.
    /// On JSON it ends where [`Scanner::value`] ends; on anything else, wherever.
    ///
    /// # Errors
    /// If the value never ends.
    pub fn leap(&mut self) -> Result<Span, JsonError> {
        let start = self.at;
        // In JSON brackets of the other sort are as many open as closed in between.
        let (open, close, other) = match self.peek() {
            Some(b'{') => (b'{', b'}', b'['),
            Some(b'[') => (b'[', b']', b'{'),
            _ => return self.value(),
        };
        let mut depth = 0_usize;
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            if byte == open {
                depth += 1;
            } else if byte == close {
                depth -= 1;
                if depth == 0 {
                    return Ok(Span::new(start, self.at));
                }
            } else if byte == b'"' {
                self.leap_string()?;
            } else if byte == other {
                // Many positions follow, mostly.
                let rest = self.text.get(self.at..).unwrap_or_default();
                self.at += memchr3(open, close, b'"', rest).unwrap_or(rest.len());
            }
        }
        self.error(Expected::CommaOrBracket)
    }

    fn leap_string(&mut self) -> Result<(), JsonError> {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(found) = memchr2(b'"', b'\\', rest) else {
                self.at = self.text.len();
                return self.error(Expected::ClosingQuote);
            };
            self.at += found + 1;
            if rest[found] == b'"' {
                return Ok(());
            }
            self.at += 1;
        }
    }

    pub(super) fn name(&mut self) -> Result<JsonString, JsonError> {
        if self.peek() != Some(b'"') {
            return self.error(Expected::Name);
        }
        let name = self.string()?;
        self.skip_space();
        if self.peek() != Some(b':') {
            return self.error(Expected::Colon);
        }
        self.at += 1;
        self.skip_space();
        Ok(name)
    }

    fn nested_name(&mut self, depth: usize) -> Result<(), JsonError> {
        let name = self.name()?;
        if depth <= NESTING_MAX {
            self.names.add(self.text, name);
        }
        Ok(())
    }

    fn enter(&mut self, nested: usize) {
        self.deepest = self.deepest.max(self.depth + nested);
    }

    /// Closes the innermost object; whether it has a name twice.
    pub(super) fn close_names(&mut self) -> bool {
        let duplicate = self.names.close(self.text);
        self.duplicate_name = self.duplicate_name.or(duplicate);
        duplicate.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Result<Span, JsonError> {
        Scanner::new(text.as_bytes(), Span::new(0, text.len()), 0).whole()
    }

    #[test]
    fn exactly_json_is_accepted() {
        for good in [
            "[]",
            " {} ",
            "null",
            "-0",
            "0.5e-10",
            "1E+2",
            r#""\ud800""#,
            r#"{"a":[1,{"b":[]}]}"#,
            "\"\u{7f}\"",
            "[ 1 , 2 ]",
            "123456789012345678901234567890",
            r#""a\/b\u0000""#,
        ] {
            assert!(whole(good).is_ok(), "{good}");
        }
        for (bad, offset) in [
            ("", 0),
            ("[1,]", 3),
            ("[,1]", 1),
            ("{\"a\":1,}", 7),
            ("01", 1),
            ("-", 1),
            ("1.", 2),
            (".5", 0),
            ("+1", 0),
            ("1e", 2),
            ("\"a\nb\"", 2),
            (r#""\x""#, 2),
            (r#""\u12g4""#, 5),
            ("[1}", 2),
            ("{\"a\" 1}", 5),
            ("{a:1}", 1),
            ("nul", 0),
            ("NaN", 0),
            ("[1] x", 4),
            ("\"abc", 4),
            ("[", 1),
            ("{\"a\":", 5),
            ("[1 2]", 3),
            ("'a'", 0),
            ("[1]]", 3),
            ("\u{a0}[]", 0),
            ("[\u{c}]", 1),
        ] {
            assert_eq!(whole(bad).unwrap_err().offset, offset, "{bad:?}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(20_000))]

        #[test]
        fn the_scanner_and_serde_json_agree_on_what_json_is(
            text in "([\\[\\]{},:]|\"a\"|\"\\\\[unx]00[e4]1\"|\"[\t\u{7f}é]?\"|-?[01]|[.eE+-]|true|null|nul| |\n|\u{feff}){0,9}"
        ) {
            let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            proptest::prop_assert_eq!(whole(&text).is_ok(), theirs, "{:?}", text);
        }
    }

    #[test]
    fn nesting_is_counted_and_never_recursed_into() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let mut scanner = Scanner::new(deep.as_bytes(), Span::new(0, deep.len()), 0);
        assert!(scanner.whole().is_ok());
        assert_eq!(scanner.deepest, 100_000);
        assert!(whole(&"[".repeat(100_000)).is_err());
        assert!(whole(&"{\"a\":".repeat(50_000)).is_err());
        let mixed = "[{\"a\":".repeat(1_000) + "1" + &"}]".repeat(1_000);
        assert!(whole(&mixed).is_ok());
        assert!(whole(&mixed.replacen("}]}]", "]}}]", 1)).is_err());
    }

    #[test]
    fn a_leap_ends_where_a_value_ends() {
        for text in [r#"{"a":"}\"]","b":[1,{"c":"\\"}]} tail"#, "[[1,2],[3]]", "\"x\" ", "12,"] {
            let span = Span::new(0, text.len());
            let value = Scanner::new(text.as_bytes(), span, 0).value();
            assert_eq!(Scanner::new(text.as_bytes(), span, 0).leap(), value, "{text}");
        }
    }
}
