//! Reads features one after another out of a stretch of a collection's text, many stretches at once.
//!
//! Where a stretch begins is guessed by how features begin. Whether the guess was right shows itself: the stretch
//! before, read strictly from a place that is known, comes to the very same byte or does not.

use memchr::memmem;

use super::feature_read::{Chunk, Units};
use super::json_scan::{JsonError, Scanner};
use crate::model::Span;

/// The top object and the array stand around each feature.
const AROUND: usize = 2;
/// So much of a feature's beginning is looked for; what differs from feature to feature begins with a digit.
const HEAD_BYTES_MAX: usize = 18;
/// Whatever ends so near the end of the text may be wrong only for being cut.
const CUT_BYTES_MAX: usize = 16;

/// Where in the array a stretch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind the bracket (`true`) or behind a feature.
    Between(bool),
    /// At a feature.
    Feature,
}

/// How a stretch ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Just where the next one begins.
    Next,
    /// Behind the beginning of the next one, or where the text is cut.
    Beyond,
    /// Behind the array.
    Array,
    /// At something for the strict way to look at.
    Bad,
}

/// What was read of a stretch.
pub struct Stretch {
    pub chunk: Chunk,
    /// How many features stand in it, skipped ones included.
    pub count: usize,
    /// Behind the last of them, or behind the array.
    pub at: usize,
    pub end: End,
}

impl Stretch {
    /// Reads features from `from` to where the next stretch begins, or to the end of the text.
    ///
    /// `chunk` is empty; its memory is used.
    pub fn read(
        chunk: Chunk,
        text: &[u8],
        from: usize,
        place: Place,
        next: Option<usize>,
        units: Units,
    ) -> Self {
        let mut stretch = Self { chunk, count: 0, at: from, end: End::Beyond };
        let mut scanner = Scanner::new(text, Span::new(from, text.len()), AROUND);
        let mut place = place;
        loop {
            if let Place::Between(is_first) = place {
                scanner.skip_space();
                match scanner.peek() {
                    None => return stretch,
                    Some(b']') => {
                        stretch.at = scanner.at + 1;
                        stretch.end = End::Array;
                        return stretch;
                    }
                    Some(b',') if !is_first => {
                        scanner.at += 1;
                        scanner.skip_space();
                    }
                    Some(_) if is_first => {}
                    Some(_) => {
                        stretch.end = End::Bad;
                        return stretch;
                    }
                }
            }
            match next {
                Some(next) if scanner.at == next => {
                    stretch.end = End::Next;
                    return stretch;
                }
                Some(next) if scanner.at > next => return stretch,
                _ => {}
            }
            let is_object = scanner.peek() == Some(b'{');
            scanner.depth = AROUND;
            let read = stretch.chunk.read_feature(&mut scanner, stretch.count, units);
            if let Err(JsonError { offset, .. }) = read {
                stretch.chunk.drop_begun();
                if offset + CUT_BYTES_MAX < text.len() {
                    stretch.end = End::Bad;
                }
                return stretch;
            }
            // A number that ends where the text does may go on behind it: no feature, and no matter of ours.
            if !is_object && scanner.at == text.len() {
                stretch.end = End::Bad;
                return stretch;
            }
            stretch.count += 1;
            stretch.at = scanner.at;
            place = Place::Between(false);
        }
    }
}

/// Places behind `at` where features are likely to begin, at least so far from one another.
pub fn likely_starts(text: &[u8], at: usize, is_first: bool, stretch_bytes: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut scanner = Scanner::new(text, Span::new(at, text.len()), AROUND);
    scanner.skip_space();
    if !is_first && scanner.peek() == Some(b',') {
        scanner.at += 1;
        scanner.skip_space();
    }
    let rest = text.get(scanner.at..).unwrap_or_default();
    let head = rest.get(..HEAD_BYTES_MAX).unwrap_or_default();
    let head = head.split(u8::is_ascii_digit).next().unwrap_or_default();
    if head.len() < 2 {
        return starts;
    }
    let finder = memmem::Finder::new(head);
    let mut from = scanner.at + stretch_bytes;
    while let Some(found) = text.get(from..).and_then(|rest| finder.find(rest)) {
        let start = from + found;
        if is_behind_a_comma(text, start) {
            starts.push(start);
            from = start + stretch_bytes;
        } else {
            from = start + 1;
        }
    }
    starts
}

fn is_behind_a_comma(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let is_space = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    before.iter().rev().find(|byte| !is_space(byte)) == Some(&b',')
}
