//! Copies stretches of a layer's own bytes, untouched, between things newly written in the same encoding.
//!
//! A text decoded from UTF-16 or GB 18030 is walked beside its source, character by character: what nobody
//! annotated is copied, not encoded anew, for GB 18030 spells some characters in more than one way.

use std::io::{self, Write};

use super::json_text;
use crate::model::{Bytes, Layer, TextEncoding};

/// Writes ascending stretches of a layer's text as its source spells them.
pub struct SourceCopy<'a> {
    text: &'a Bytes,
    /// The source's bytes behind its byte order mark, for encodings that were decoded.
    source: &'a [u8],
    encoding: TextEncoding,
    text_at: usize,
    source_at: usize,
    out: &'a mut dyn Write,
}

impl<'a> SourceCopy<'a> {
    /// Begins with whatever stands before the text: a byte order mark that decoding took off.
    ///
    /// `source` holds the file's bytes, no longer compressed.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn new(layer: &'a Layer, source: &'a [u8], out: &'a mut dyn Write) -> io::Result<Self> {
        let mark: &[u8] = match layer.encoding {
            TextEncoding::Utf16Le if source.starts_with(&[0xFF, 0xFE]) => &[0xFF, 0xFE],
            TextEncoding::Utf16Be if source.starts_with(&[0xFE, 0xFF]) => &[0xFE, 0xFF],
            _ => &[],
        };
        out.write_all(mark)?;
        let source = &source[mark.len()..];
        Ok(Self {
            text: &layer.text,
            source,
            encoding: layer.encoding,
            text_at: 0,
            source_at: 0,
            out,
        })
    }

    /// Copies the text up to `end`.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn copy_to(&mut self, end: usize) -> io::Result<()> {
        let (text_from, source_from) = (self.text_at, self.source_at);
        self.skip_to(end)?;
        match self.encoding {
            TextEncoding::Utf8 | TextEncoding::Utf8Bom => {
                let out = &mut *self.out;
                self.text.each_piece(text_from..self.text_at, |piece| out.write_all(piece))
            }
            _ => {
                self.out.write_all(self.source.get(source_from..self.source_at).unwrap_or_default())
            }
        }
    }

    /// Leaves out the text up to `end`.
    ///
    /// # Errors
    /// If the text cannot be fetched.
    pub fn skip_to(&mut self, end: usize) -> io::Result<()> {
        let end = end.min(self.text.len()).max(self.text_at);
        match self.encoding {
            TextEncoding::Utf8 | TextEncoding::Utf8Bom => {}
            TextEncoding::Utf16Le | TextEncoding::Utf16Be => {
                // A UTF-8 sequence of four bytes is a pair of surrogates, every shorter one is one unit.
                for byte in &*self.text.get(self.text_at..end)? {
                    self.source_at += match byte {
                        0x80..=0xBF => 0,
                        0xF0.. => 4,
                        _ => 2,
                    };
                }
            }
            TextEncoding::Gb18030 => {
                let text = self.text.get(self.text_at..end)?;
                for _ in text.iter().filter(|byte| **byte & 0xC0 != 0x80) {
                    self.source_at +=
                        gb18030_len(&self.source[self.source_at.min(self.source.len())..]);
                }
            }
        }
        self.text_at = end;
        Ok(())
    }

    /// Writes new JSON text. What the source's encoding may not hold is escaped.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn insert(&mut self, json: &str) -> io::Result<()> {
        match self.encoding {
            TextEncoding::Utf8 | TextEncoding::Utf8Bom => self.out.write_all(json.as_bytes()),
            TextEncoding::Gb18030 => self.out.write_all(json_text::to_ascii(json).as_bytes()),
            TextEncoding::Utf16Le => self.insert_units(json, u16::to_le_bytes),
            TextEncoding::Utf16Be => self.insert_units(json, u16::to_be_bytes),
        }
    }

    fn insert_units(&mut self, json: &str, bytes: impl Fn(u16) -> [u8; 2]) -> io::Result<()> {
        let ascii = json_text::to_ascii(json);
        let units: Vec<u8> = ascii.bytes().flat_map(|byte| bytes(u16::from(byte))).collect();
        self.out.write_all(&units)
    }

    /// Copies the rest of the text.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.copy_to(self.text.len())
    }
}

/// How many bytes the first character takes: one for ASCII, four where a digit follows the lead byte, else two.
fn gb18030_len(bytes: &[u8]) -> usize {
    match bytes {
        [0..=0x80 | 0xFF, ..] => 1,
        [_, b'0'..=b'9', ..] => 4,
        _ => 2,
    }
}
