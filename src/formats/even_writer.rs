//! Writing in pieces of one length, whatever the lengths in which the bytes come.
//!
//! A packer may look only at what it was given at once: the same bytes in other pieces would pack to another file.

use std::io::{self, Write};

const PIECE_BYTES: usize = 64 * 1024;

/// Gathers what is written and hands it on in even pieces.
pub(super) struct EvenWriter<W> {
    inner: W,
    piece: Vec<u8>,
}

impl<W: Write> EvenWriter<W> {
    pub fn new(inner: W) -> Self {
        Self { inner, piece: Vec::with_capacity(PIECE_BYTES) }
    }

    /// Hands on the last, shorter piece.
    pub fn finish(mut self) -> io::Result<W> {
        self.inner.write_all(&self.piece)?;
        Ok(self.inner)
    }
}

impl<W: Write> Write for EvenWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE_BYTES {
            self.inner.write_all(&self.piece)?;
            self.piece.clear();
        }
        Ok(taken)
    }

    /// What is no whole piece yet waits for the rest of it.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Remembers how long each piece was.
    #[derive(Default)]
    struct Lengths(Vec<usize>);

    impl Write for Lengths {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn pieces_are_even_however_the_bytes_come() {
        let bytes = vec![7; 2 * PIECE_BYTES + 5];
        for at_once in [1, 1000, PIECE_BYTES, bytes.len()] {
            let mut writer = EvenWriter::new(Lengths::default());
            bytes.chunks(at_once).for_each(|some| writer.write_all(some).unwrap());
            assert_eq!(writer.finish().unwrap().0, [PIECE_BYTES, PIECE_BYTES, 5], "{at_once}");
        }
    }
}
