//! A stretch of a text that is fetched as it is read, and forgotten behind.

use super::json_scan::{JsonError, Scanner};
use super::pieces_read::Halt;
use crate::model::{Bytes, Span};

/// What of a text is in memory. All of it is known to be UTF-8, but for a character cut at its end.
pub struct Window<'b> {
    bytes: &'b Bytes,
    piece_bytes: usize,
    /// Where the window begins in the text.
    start: usize,
    /// The window, and room behind it for the next piece.
    buffer: Vec<u8>,
    len: usize,
    /// So much of it has been looked at.
    checked: usize,
    /// How far it has been read, from its beginning.
    pub at: usize,
}

impl<'b> Window<'b> {
    pub fn new(bytes: &'b Bytes, piece_bytes: usize) -> Self {
        Self { bytes, piece_bytes, start: 0, buffer: Vec::new(), len: 0, checked: 0, at: 0 }
    }

    pub fn text(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// Where a byte of the window stands in the text.
    pub const fn place(&self, at: usize) -> usize {
        self.start + at
    }

    /// How far the text has been read.
    pub const fn offset(&self) -> usize {
        self.place(self.at)
    }

    fn is_at_end(&self) -> bool {
        self.start + self.len >= self.bytes.len()
    }

    /// Forgets what has been read.
    pub fn forget(&mut self) {
        self.buffer.copy_within(self.at..self.len, 0);
        self.len -= self.at;
        self.start += self.at;
        self.checked = self.checked.saturating_sub(self.at);
        self.at = 0;
    }

    /// Fetches more: a piece, or as much again where that was not enough.
    ///
    /// # Errors
    /// If there is no more, it cannot be fetched, or it is no UTF-8.
    pub fn longer(&mut self) -> Result<(), Halt> {
        if self.is_at_end() {
            return Err(Halt::Unusual);
        }
        let known = self.len;
        let more = self.piece_bytes.max(known).min(self.bytes.len() - self.start - known);
        if self.buffer.len() < known + more {
            self.buffer.resize(known + more, 0);
        }
        let Some(room) = self.buffer.get_mut(known..known + more) else {
            return Err(Halt::Unusual);
        };
        self.bytes.fetch(self.start + known, room).map_err(Halt::Lost)?;
        self.len = known + more;
        let unchecked = self.buffer.get(self.checked..self.len).unwrap_or_default();
        match simdutf8::compat::from_utf8(unchecked) {
            Ok(_) => self.checked = self.len,
            Err(cut) if cut.error_len().is_none() && !self.is_at_end() => {
                self.checked += cut.valid_up_to();
            }
            Err(_) => return Err(Halt::Unusual),
        }
        Ok(())
    }

    /// Passes over a byte order mark; whether there was one.
    ///
    /// # Errors
    /// As [`Window::longer`].
    pub fn skip_mark(&mut self) -> Result<bool, Halt> {
        while self.len < 3 {
            self.longer()?;
        }
        let has_mark = self.text().starts_with("\u{feff}".as_bytes());
        self.at = if has_mark { 3 } else { 0 };
        Ok(has_mark)
    }

    /// Reads one thing, fetching as much as it takes.
    ///
    /// # Errors
    /// As [`Window::longer`], and where it does not read, is nested too deep, or has a name twice.
    pub fn step<T>(
        &mut self,
        read: impl Fn(&mut Scanner<'_>) -> Result<T, JsonError>,
    ) -> Result<T, Halt> {
        loop {
            let span = Span::new(self.at, self.len);
            let mut scanner = Scanner::new(self.text(), span, 0);
            let outcome = read(&mut scanner);
            let (end, is_odd) =
                (scanner.at, scanner.too_deep() || scanner.duplicate_name.is_some());
            match outcome {
                // What ends where the window does may go on behind it.
                Ok(read) if end < self.len || self.is_at_end() => {
                    self.at = end;
                    return if is_odd { Err(Halt::Unusual) } else { Ok(read) };
                }
                _ => self.longer()?,
            }
        }
    }

    /// Passes over white space, which must be all that is left.
    ///
    /// # Errors
    /// If there is more than that, or it cannot be fetched.
    pub fn skip_space_to_end(&mut self) -> Result<(), Halt> {
        loop {
            let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            if !self.text().get(self.at..).unwrap_or_default().iter().all(is_space) {
                return Err(Halt::Unusual);
            }
            self.at = self.len;
            if self.is_at_end() {
                return Ok(());
            }
            self.forget();
            self.longer()?;
        }
    }
}
