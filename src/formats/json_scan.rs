//! A strict scanner of JSON text (RFC 8259) over bytes: where values begin and end, and where the text is wrong.
//!
//! It builds no tree and never recurses, so neither size nor nesting of a file can exhaust it. The bytes are
//! known to be UTF-8 (`encoding` has seen to that). Numbers and strings are only delimited here: `number` and
//! `json_text` read them.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use memchr::memchr2;

use super::json_text;
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

/// Where an object or array is being read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    started: bool,
}

/// Reads forward through a text; offsets are those of the whole text.
#[derive(Debug)]
pub struct Scanner<'t> {
    text: &'t [u8],
    pub at: usize,
    /// How many arrays and objects stand around the value about to be read.
    pub depth: usize,
    /// The deepest nesting seen.
    pub deepest: usize,
    /// Where a name stands that its object already has.
    pub duplicate_name: Option<JsonString>,
    names: Names,
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
        }
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
    pub fn value(&mut self) -> Result<Span, JsonError> {
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
        if !matches!(self.peek(), Some(b'{' | b'[')) {
            return self.value();
        }
        let mut depth = 0_usize;
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Span::new(start, self.at));
                    }
                }
                b'"' => self.leap_string()?,
                _ => {}
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

    /// Steps into an object.
    ///
    /// # Errors
    /// If none stands here.
    pub fn open_object(&mut self) -> Result<Cursor, JsonError> {
        if self.peek() != Some(b'{') {
            return self.error(Expected::Value);
        }
        self.at += 1;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.names.open();
        Ok(Cursor::default())
    }

    /// The next member's name, with the scanner left at its value; `None` at the object's end, behind its brace.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    pub fn next_name(&mut self, cursor: &mut Cursor) -> Result<Option<JsonString>, JsonError> {
        self.skip_space();
        match (self.peek(), cursor.started) {
            (Some(b'}'), _) => {
                self.at += 1;
                self.depth -= 1;
                self.close_names();
                return Ok(None);
            }
            (Some(b','), true) => {
                self.at += 1;
                self.skip_space();
            }
            (_, true) => return self.error(Expected::CommaOrBrace),
            (_, false) => cursor.started = true,
        }
        let name = self.name()?;
        self.names.add(self.text, name);
        Ok(Some(name))
    }

    /// Steps into an array.
    ///
    /// # Errors
    /// If none stands here.
    pub fn open_array(&mut self) -> Result<Cursor, JsonError> {
        if self.peek() != Some(b'[') {
            return self.error(Expected::Value);
        }
        self.at += 1;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        Ok(Cursor::default())
    }

    /// Whether another element follows, with the scanner left at it; `false` behind the array's bracket.
    ///
    /// # Errors
    /// At the first byte that is no JSON.
    pub fn next_element(&mut self, cursor: &mut Cursor) -> Result<bool, JsonError> {
        self.skip_space();
        match (self.peek(), cursor.started) {
            (Some(b']'), _) => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            (Some(b','), true) => {
                self.at += 1;
                self.skip_space();
                // A bracket here would be a trailing comma.
                if self.peek() == Some(b']') {
                    return self.error(Expected::Value);
                }
            }
            (_, true) => return self.error(Expected::CommaOrBracket),
            (_, false) => cursor.started = true,
        }
        Ok(true)
    }

    /// Passes over a string.
    ///
    /// # Errors
    /// At a control character, a bad escape or the end of the text.
    pub fn string(&mut self) -> Result<JsonString, JsonError> {
        if self.peek() != Some(b'"') {
            return self.error(Expected::Value);
        }
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = plain_end(self.text, self.at);
            match self.peek() {
                Some(b'"') => {
                    let inside = Span::new(start, self.at);
                    self.at += 1;
                    return Ok(JsonString { inside, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return self.error(Expected::NoControlCharacter),
                None => return self.error(Expected::ClosingQuote),
            }
        }
    }

    /// Passes over a number.
    ///
    /// # Errors
    /// If it is not spelt as RFC 8259 §6 wants.
    pub fn number(&mut self) -> Result<Span, JsonError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Span::new(start, self.at))
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { self.error(Expected::Digit) } else { Ok(()) }
    }

    fn scalar(&mut self) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'n') => self.literal(b"null"),
            _ => self.error(Expected::Value),
        }
    }

    fn literal(&mut self, word: &[u8]) -> Result<(), JsonError> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            self.error(Expected::Value)
        }
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    match self.peek() {
                        Some(byte) if byte.is_ascii_hexdigit() => self.at += 1,
                        _ => return self.error(Expected::Escape),
                    }
                }
                Ok(())
            }
            _ => self.error(Expected::Escape),
        }
    }

    fn name(&mut self) -> Result<JsonString, JsonError> {
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

    fn close_names(&mut self) {
        let duplicate = self.names.close(self.text);
        self.duplicate_name = self.duplicate_name.or(duplicate);
    }
}

/// Where the run of plain string bytes from `at` ends: at a quote, a backslash, a control character or the end.
#[inline]
fn plain_end(text: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    // Eight bytes at a time; a byte's high bit is set where (and possibly after where) it is one of ours.
    while let Some(&eight) = text.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(eight);
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        let hit = (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        if hit & HIGHS != 0 {
            return at + ((hit & HIGHS).trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = text.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            break;
        }
        at += 1;
    }
    at
}

/// One bit for each array or object that stands open.
#[derive(Default)]
struct Nesting {
    bits: Vec<u64>,
    current: u64,
    depth: usize,
}

impl Nesting {
    fn push(&mut self, object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.bits.push(self.current);
        }
        self.current = (self.current << 1) | u64::from(object);
        self.depth += 1;
    }

    const fn top(&self) -> bool {
        self.current & 1 == 1
    }

    fn pop(&mut self) {
        self.current >>= 1;
        self.depth -= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.current = self.bits.pop().unwrap_or(0);
        }
    }
}

/// The names of the objects that stand open, to find the ones that stand twice.
#[derive(Debug, Default)]
struct Names {
    names: Vec<(u64, JsonString)>,
    starts: Vec<usize>,
}

impl Names {
    fn open(&mut self) {
        if self.starts.len() <= NESTING_MAX {
            self.starts.push(self.names.len());
        }
    }

    fn add(&mut self, text: &[u8], name: JsonString) {
        let inside = text.get(name.inside.range()).unwrap_or_default();
        let hash = if name.escaped {
            hash_of(json_text::unescape(inside).as_bytes())
        } else {
            hash_of(inside)
        };
        self.names.push((hash, name));
    }

    fn close(&mut self, text: &[u8]) -> Option<JsonString> {
        let start = self.starts.pop().unwrap_or(0);
        let duplicate = first_duplicate(text, self.names.get(start..).unwrap_or_default());
        self.names.truncate(start);
        duplicate
    }
}

fn first_duplicate(text: &[u8], names: &[(u64, JsonString)]) -> Option<JsonString> {
    let same = |a: &(u64, JsonString), b: &(u64, JsonString)| {
        a.0 == b.0 && json_text::read(text, a.1) == json_text::read(text, b.1)
    };
    if names.len() <= 24 {
        let later = (1..names.len())
            .find(|&later| names[..later].iter().any(|earlier| same(earlier, &names[later])))?;
        return Some(names[later].1);
    }
    let mut sorted = names.to_vec();
    sorted.sort_unstable_by_key(|(hash, name)| (*hash, name.inside.start));
    let pairs = sorted.windows(2).filter(|pair| same(&pair[0], &pair[1]));
    pairs.map(|pair| pair[1].1).min_by_key(|name| name.inside.start)
}

/// A quick hash of a short name: FNV-1a, eight bytes at a time where there are that many.
fn hash_of(bytes: &[u8]) -> u64 {
    if bytes.len() > 64 {
        return BuildHasherDefault::<DefaultHasher>::default().hash_one(bytes);
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        hash = (hash ^ u64::from_le_bytes(*chunk)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 29;
    }
    for byte in rest {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
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

    #[test]
    fn a_name_that_stands_twice_is_found_after_unescaping() {
        let find = |text: &str| {
            let mut scanner = Scanner::new(text.as_bytes(), Span::new(0, text.len()), 0);
            scanner.whole().unwrap();
            scanner.duplicate_name.map(|name| name.inside.start)
        };
        assert_eq!(find(r#"{"a":1,"b":{"a":2}}"#), None);
        assert_eq!(find(r#"{"a":1,"\u0061":2}"#), Some(8));
        assert_eq!(find(r#"[{"b":{"c":1,"c":2}}]"#), Some(14));
        let many: Vec<_> = (0..100).map(|n| format!("\"n{n}\":0")).collect();
        assert_eq!(find(&format!("{{{}}}", many.join(","))), None);
        assert!(find(&format!("{{{},\"n7\":1}}", many.join(","))).is_some());
    }
}
