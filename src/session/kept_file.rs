//! A large file is read where it lies, for as long as it stays what it was.
//!
//! It is opened anew for each stretch, so that nobody is kept from replacing it or from taking its disk away; that
//! another file has taken its place, or that it was written into, is noticed by its length and time.

use std::collections::VecDeque;
use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::SessionError;
use super::input_files::regular_file;
use crate::model::{Bytes, Keeper};

/// Files up to this size are held in memory.
pub(super) const HELD_BYTES_MAX: usize = 4 << 20;
/// Small stretches are fetched in blocks where something near was asked for before, for what is asked for next mostly
/// lies beside them. A lone one is fetched alone: who looks at one feature in a hundred does not read the whole file.
const BLOCK_BYTES: usize = 1 << 16;
/// Blocks at hand: one for each of a few threads that go through the file at once, and the screen's.
const BLOCKS_AT_HAND: usize = 16;

/// The bytes of a regular file: held if they are few, else fetched from it as they are wanted.
///
/// # Errors
/// If it cannot be read, or is none: a pipe or device may never end.
pub fn file_bytes(path: &Path) -> Result<Bytes, SessionError> {
    let failed = || SessionError::io("could not read the file", path);
    let shape = Shape::of(&regular_file(path)?);
    if shape.len <= HELD_BYTES_MAX as u64 {
        return Ok(std::fs::read(path).map_err(failed())?.into());
    }
    let path = std::path::absolute(path).map_err(failed())?;
    // That it may be read at all is told now.
    File::open(&path).map_err(failed())?;
    let len = usize::try_from(shape.len).unwrap_or(usize::MAX);
    Ok(Bytes::kept(KeptFile { path, shape, len, at_hand: Mutex::default() }, len))
}

#[derive(PartialEq)]
struct Shape {
    len: u64,
    /// `None` where the file system keeps no times.
    modified: Option<SystemTime>,
}

impl Shape {
    fn of(meta: &Metadata) -> Self {
        Self { len: meta.len(), modified: meta.modified().ok() }
    }
}

struct KeptFile {
    path: PathBuf,
    shape: Shape,
    len: usize,
    at_hand: Mutex<AtHand>,
}

/// What was asked for last, newest behind.
#[derive(Default)]
struct AtHand {
    /// By number.
    blocks: VecDeque<(usize, Vec<u8>)>,
    /// The numbers of blocks in which something was asked for.
    touched: VecDeque<usize>,
}

impl AtHand {
    /// Whether this block, or the one before it, was touched just before. It is now.
    fn touch(&mut self, number: usize) -> bool {
        let is_near = |known: &usize| *known == number || *known + 1 == number;
        let was_near = self.touched.iter().any(is_near);
        push(&mut self.touched, number);
        was_near
    }
}

fn push<T>(list: &mut VecDeque<T>, new: T) {
    if list.len() >= BLOCKS_AT_HAND {
        list.pop_front();
    }
    list.push_back(new);
}

impl Keeper for KeptFile {
    fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        if buffer.len() >= BLOCK_BYTES {
            return self.read(offset, buffer);
        }
        let (mut at, mut rest) = (offset, buffer);
        while !rest.is_empty() {
            let (number, within) = (at / BLOCK_BYTES, at % BLOCK_BYTES);
            let count = rest.len().min(BLOCK_BYTES - within);
            let (room, behind) = rest.split_at_mut(count);
            self.copy_block(number, within, room)?;
            (at, rest) = (at + count, behind);
        }
        Ok(())
    }
}

impl KeptFile {
    fn copy_block(&self, number: usize, within: usize, room: &mut [u8]) -> io::Result<()> {
        let copied = |block: &[u8], room: &mut [u8]| {
            let from = block.get(within..within + room.len());
            from.map(|from| room.copy_from_slice(from)).ok_or(io::ErrorKind::UnexpectedEof)
        };
        let lock = || self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        let start = number * BLOCK_BYTES;
        {
            let mut at_hand = lock();
            if let Some((_, block)) = at_hand.blocks.iter().find(|(known, _)| *known == number) {
                return Ok(copied(block, room)?);
            }
            if !at_hand.touch(number) {
                drop(at_hand);
                return self.read(start + within, room);
            }
        }
        let mut block = vec![0; BLOCK_BYTES.min(self.len.saturating_sub(start))];
        self.read(start, &mut block)?;
        copied(&block, room)?;
        push(&mut lock().blocks, (number, block));
        Ok(())
    }

    fn read(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(offset as u64))?;
        file.read_exact(buffer)?;
        // Asked behind the reading: what was written into meanwhile is not believed either.
        if Shape::of(&file.metadata()?) != self.shape {
            return Err(io::Error::other("the file was changed while it was being read"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_large_file_is_read_where_it_lies_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.geojson");
        let text: Vec<u8> = (0..HELD_BYTES_MAX + 10).map(|at| (at % 251) as u8).collect();
        std::fs::write(&path, &text).unwrap();
        let bytes = file_bytes(&path).unwrap();
        assert!(matches!(bytes, Bytes::Kept(_)));
        assert!(bytes.is(&text));
        for range in [0..10, BLOCK_BYTES - 3..BLOCK_BYTES + 3, HELD_BYTES_MAX..HELD_BYTES_MAX + 10]
        {
            assert_eq!(bytes.get(range.clone()).unwrap(), &text[range]);
        }
        assert!(!bytes.is_lost());
        std::fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"x").unwrap();
        assert!(bytes.get(BLOCK_BYTES * 9..BLOCK_BYTES * 9 + 1).is_err());
        assert!(bytes.is_lost());
    }

    #[test]
    fn a_small_file_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("small.geojson");
        std::fs::write(&path, b"{}").unwrap();
        assert!(matches!(file_bytes(&path).unwrap(), Bytes::Held(_)));
        assert!(file_bytes(folder.path()).is_err());
    }
}
