//! A file's bytes: held in memory, or left where they are kept and fetched piece by piece.
//!
//! Where bytes are kept, and how they are found again, is others' (`session`); this is only how they are asked for.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How much is fetched at once where much is passed over.
const PIECE_BYTES: usize = 1 << 18;

/// Where bytes are kept.
pub trait Keeper: Send + Sync {
    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// # Errors
    /// If they are not all there, or are others than they were.
    fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()>;
}

/// Some bytes that never change. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Bytes {
    Held(Arc<[u8]>),
    Kept(Arc<Kept>),
}

/// Bytes that are elsewhere.
pub struct Kept {
    keeper: Box<dyn Keeper>,
    len: usize,
    /// Something that was asked for could not be had.
    lost: AtomicBool,
}

impl Bytes {
    /// `len` bytes that `keeper` has.
    pub fn kept(keeper: impl Keeper + 'static, len: usize) -> Self {
        Self::Kept(Arc::new(Kept { keeper: Box::new(keeper), len, lost: AtomicBool::new(false) }))
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Held(bytes) => bytes.len(),
            Self::Kept(kept) => kept.len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether bytes that were asked for could not be had: what was made of them is then not to be relied on.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Held(_) => false,
            Self::Kept(kept) => kept.lost.load(Ordering::Relaxed),
        }
    }

    /// The bytes of a range; those of it that lie behind the end are left out.
    ///
    /// # Errors
    /// If they cannot be fetched.
    pub fn get(&self, range: Range<usize>) -> io::Result<Cow<'_, [u8]>> {
        let end = range.end.min(self.len());
        let range = range.start.min(end)..end;
        match self {
            Self::Held(bytes) => Ok(Cow::Borrowed(&bytes[range])),
            Self::Kept(kept) => {
                let mut bytes = vec![0; range.len()];
                kept.fetch(range.start, &mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// # Errors
    /// If they are not all there, or cannot be fetched.
    pub fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        match self {
            Self::Kept(kept) => kept.fetch(offset, buffer),
            Self::Held(bytes) => {
                let range = offset..offset.saturating_add(buffer.len());
                buffer.copy_from_slice(bytes.get(range).ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
        }
    }

    /// Hands the bytes of a range on in pieces of a bearable size.
    ///
    /// # Errors
    /// If they cannot be fetched, or `take` fails.
    pub fn each_piece(
        &self,
        range: Range<usize>,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let step = match self {
            Self::Held(_) => usize::MAX,
            Self::Kept(_) => PIECE_BYTES,
        };
        let end = range.end.min(self.len());
        let mut at = range.start;
        while at < end {
            let piece = at..end.min(at.saturating_add(step));
            at = piece.end;
            take(&self.get(piece)?)?;
        }
        Ok(())
    }

    /// Whether these are the very bytes, as far as can be told.
    pub fn is(&self, other: &[u8]) -> bool {
        let mut at = 0;
        let compared = self.each_piece(0..self.len(), |piece| {
            let same = other.get(at..at + piece.len()) == Some(piece);
            at += piece.len();
            if same { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
        });
        compared.is_ok() && at == other.len()
    }

    /// All bytes in memory.
    ///
    /// # Errors
    /// If they cannot be fetched.
    pub fn held(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Self::Held(bytes) => Ok(Arc::clone(bytes)),
            Self::Kept(kept) => {
                let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, kept.len).collect();
                if let Some(bytes) = Arc::get_mut(&mut bytes) {
                    kept.fetch(0, bytes)?;
                }
                Ok(bytes)
            }
        }
    }
}

impl Kept {
    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// # Errors
    /// If they cannot be had; that is then remembered.
    fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        let fetched = self.keeper.fetch(offset, buffer);
        if fetched.is_err() {
            self.lost.store(true, Ordering::Relaxed);
        }
        fetched
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes kept elsewhere", self.len)
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Held(bytes)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Held(bytes.into())
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self::Held(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Half;

    impl Keeper for Half {
        fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
            for (at, byte) in (offset..).zip(buffer) {
                *byte = u8::try_from(at).map_err(|_| io::ErrorKind::UnexpectedEof)?;
            }
            Ok(())
        }
    }

    #[test]
    fn what_cannot_be_fetched_is_remembered_as_lost() {
        let bytes = Bytes::kept(Half, 512);
        assert_eq!(bytes.get(3..6).unwrap(), &[3, 4, 5][..]);
        assert!(!bytes.is_lost());
        assert!(bytes.get(200..300).is_err());
        assert!(bytes.is_lost());
        assert!(bytes.clone().is_lost());
    }

    #[test]
    fn a_range_behind_the_end_is_cut() {
        for bytes in [Bytes::from(vec![7; 10]), Bytes::kept(Half, 10)] {
            assert_eq!(bytes.get(8..20).unwrap().len(), 2);
            assert_eq!(bytes.get(30..40).unwrap().len(), 0);
            let mut count = 0;
            let add = |piece: &[u8]| {
                count += piece.len();
                Ok(())
            };
            bytes.each_piece(4..20, add).unwrap();
            assert_eq!(count, 6);
            assert_eq!(bytes.held().unwrap().len(), 10);
        }
    }
}
