//! The ends of JSON's plain values: strings, numbers and the three words.

use super::json_scan::{Expected, JsonError, JsonString, Scanner};
use crate::model::Span;

impl Scanner<'_> {
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
            self.at = plain_end(self.text(), self.at);
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

    /// Passes over a value that is neither array nor object.
    pub(super) fn scalar(&mut self) -> Result<(), JsonError> {
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
        if self.text()[self.at..].starts_with(word) {
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
