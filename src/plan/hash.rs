//! The digest by which records, photos and documents are known.

use std::fmt;

use crate::model::Bytes;

/// The SHA-256 of a record's canonical form, or of a photo's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The digest of bytes that may be kept elsewhere.
    ///
    /// # Errors
    /// If they cannot be fetched.
    pub fn of_all(bytes: &Bytes) -> std::io::Result<Self> {
        use sha2::Digest as _;
        let mut hash = sha2::Sha256::new();
        bytes.each_piece(0..bytes.len(), |piece| {
            hash.update(piece);
            Ok(())
        })?;
        Ok(Self(hash.finalize().into()))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
