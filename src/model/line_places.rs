//! Where the lines of a text stand, at marks not far apart: the line and column of any byte for the price of a few
//! kilobytes. Many files are one line of many megabytes, and much may be said of one.

use std::sync::{Arc, OnceLock};

use memchr::{memchr_iter, memrchr};

use super::Bytes;

/// Between two marks.
const STEP_BYTES: usize = 8192;

/// The marks of one text, counted when the first place is asked for; a clone shares them.
#[derive(Clone, Default)]
pub struct LinePlaces(Arc<OnceLock<Vec<Mark>>>);

/// What lies before a byte: whole lines, and the characters of its own line.
#[derive(Clone, Copy, Default)]
struct Mark {
    lines: u32,
    characters: u32,
}

impl Mark {
    fn take(&mut self, bytes: &[u8]) {
        let lines = memchr_iter(b'\n', bytes).count();
        self.lines += lines as u32;
        let own = match memrchr(b'\n', bytes) {
            None => bytes,
            Some(newline) => {
                self.characters = 0;
                &bytes[newline + 1..]
            }
        };
        // Every byte but those that go on a UTF-8 sequence begins a character.
        self.characters += own.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32;
    }
}

impl LinePlaces {
    /// The 1-based line of a byte of `text`, and its 1-based column in characters; a byte order mark is no character.
    /// What of the text cannot be fetched is remembered by the text itself, and passed over.
    pub fn place(&self, text: &Bytes, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let marks = self.0.get_or_init(|| marks(text));
        let nth = (offset / STEP_BYTES).min(marks.len().saturating_sub(1));
        let mut here = marks.get(nth).copied().unwrap_or_default();
        here.take(&text.get(nth * STEP_BYTES..offset).unwrap_or_default());
        let bom = "\u{feff}".as_bytes();
        let is_marked = here.lines == 0
            && offset >= bom.len()
            && text.get(0..bom.len()).is_ok_and(|first| *first == *bom);
        (here.lines as usize + 1, here.characters as usize + 1 - usize::from(is_marked))
    }
}

/// A mark at every step from the beginning.
fn marks(text: &Bytes) -> Vec<Mark> {
    let (mut all, mut here, mut at) = (vec![Mark::default()], Mark::default(), 0);
    let walked = text.each_piece(0..text.len(), |mut piece| {
        while !piece.is_empty() {
            let (step, rest) = piece.split_at(piece.len().min(STEP_BYTES - at % STEP_BYTES));
            here.take(step);
            at += step.len();
            if at % STEP_BYTES == 0 {
                all.push(here);
            }
            piece = rest;
        }
        Ok(())
    });
    walked.ok();
    all
}

impl std::fmt::Debug for LinePlaces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinePlaces")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted from the beginning, character by character.
    fn counted(text: &str, offset: usize) -> (usize, usize) {
        let before = text[..offset].trim_start_matches('\u{feff}');
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    #[test]
    fn every_place_is_what_counting_from_the_beginning_gives() {
        let one_line = "排污口，一".repeat(3000);
        let lines = "{\"a\":\"河\"}\r\n,\n".repeat(4000);
        let mixed = format!("\u{feff}{one_line}\n{lines}{one_line}");
        for text in [one_line, lines, mixed, String::new()] {
            let (bytes, places) = (Bytes::from(text.clone().into_bytes()), LinePlaces::default());
            let ends = [0, 1, 3, 8191, 8192, 8193, 16384, text.len()];
            let all = (0..text.len()).step_by(997).chain(ends);
            for offset in all.filter(|at| *at <= text.len() && text.is_char_boundary(*at)) {
                assert_eq!(places.place(&bytes, offset), counted(&text, offset), "{offset}");
            }
        }
    }

    #[test]
    fn a_carriage_return_ends_no_line_and_a_mark_is_no_character() {
        let places = |text: &str, at| LinePlaces::default().place(&text.as_bytes().into(), at);
        let text = "{\r\n \"河\": x}\n";
        assert_eq!(places(text, text.find('x').unwrap()), (2, 7));
        assert_eq!(places("\u{feff}x", 3), (1, 1));
    }

    #[test]
    fn behind_the_end_is_the_end() {
        let (text, places) = (Bytes::from(b"a\nbc".to_vec()), LinePlaces::default());
        assert_eq!(places.place(&text, 100), (2, 3));
    }
}
