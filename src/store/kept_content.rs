//! Large contents left in the workspace's frames, and fetched from them while others write.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::OptionalExtension as _;

use super::content::FRAME_BYTES_MAX;
use super::{Store, StoreError};
use crate::model::{Bytes, Keeper};
use crate::plan::Hash;

/// Unpacked frames that are at hand: neighbours are mostly asked for one after another.
const FRAMES_AT_HAND: usize = 8;

impl Store {
    /// The bytes under `hash`, left where they are and fetched by a connection of their own; `None` if they are not
    /// here. Whether they are what their hash says is for the caller to find out.
    ///
    /// # Errors
    /// If they are here but cut into frames that do not read.
    pub fn kept_content(&self, hash: Hash) -> Result<Option<Bytes>, StoreError> {
        let beside = Self::open_to_read(&self.path)?;
        let Some(starts) = frame_starts(&beside, hash)? else { return Ok(None) };
        let len = starts.last().copied().unwrap_or(0);
        let at_hand = VecDeque::with_capacity(FRAMES_AT_HAND);
        let frames = Mutex::new(Frames { store: beside, at_hand });
        Ok(Some(Bytes::kept(KeptContent { hash, starts, frames }, len)))
    }
}

/// Where each frame of a content begins, and the end of the last.
fn frame_starts(store: &Store, hash: Hash) -> Result<Option<Vec<usize>>, StoreError> {
    let known =
        store.connection.query_row("SELECT 1 FROM content WHERE hash = ?1", [hash.0], |_| Ok(()));
    if known.optional()?.is_none() {
        return Ok(None);
    }
    let mut query = store
        .connection
        .prepare_cached("SELECT seq, raw_bytes FROM frame WHERE content = ?1 ORDER BY seq")?;
    let mut rows = query.query([hash.0])?;
    let mut starts = vec![0];
    while let Some(row) = rows.next()? {
        let (seq, raw_bytes): (usize, usize) = (row.get(0)?, row.get(1)?);
        let start = starts.last().copied().unwrap_or(0);
        if seq + 1 != starts.len() || raw_bytes > FRAME_BYTES_MAX {
            return Err(damaged(&store.path, hash));
        }
        starts.push(start + raw_bytes);
    }
    Ok(Some(starts))
}

fn damaged(path: &Path, hash: Hash) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), problem: format!("a bad frame of {hash}") }
}

struct KeptContent {
    hash: Hash,
    starts: Vec<usize>,
    frames: Mutex<Frames>,
}

struct Frames {
    store: Store,
    /// By number, newest last.
    at_hand: VecDeque<(usize, Vec<u8>)>,
}

impl Keeper for KeptContent {
    fn fetch(&self, offset: usize, buffer: &mut [u8]) -> io::Result<()> {
        let mut frames: MutexGuard<'_, Frames> =
            self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut at, mut rest) = (offset, buffer);
        while !rest.is_empty() {
            let seq = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
            let start = self.starts.get(seq).copied().unwrap_or(0);
            let frame = frames.frame(self.hash, seq).map_err(io::Error::other)?;
            let from = frame.get(at - start..).filter(|from| !from.is_empty());
            let from = from.ok_or(io::ErrorKind::UnexpectedEof)?;
            let count = from.len().min(rest.len());
            let (room, behind) = rest.split_at_mut(count);
            room.copy_from_slice(&from[..count]);
            (at, rest) = (at + count, behind);
        }
        Ok(())
    }
}

impl Frames {
    fn frame(&mut self, hash: Hash, seq: usize) -> Result<&[u8], String> {
        let place = match self.at_hand.iter().position(|(known, _)| *known == seq) {
            Some(place) => place,
            None => {
                let frame = unpacked(&self.store, hash, seq).map_err(|error| error.to_string())?;
                if self.at_hand.len() >= FRAMES_AT_HAND {
                    self.at_hand.pop_front();
                }
                self.at_hand.push_back((seq, frame));
                self.at_hand.len() - 1
            }
        };
        Ok(self.at_hand.get(place).map_or(&[], |(_, frame)| frame))
    }
}

fn unpacked(store: &Store, hash: Hash, seq: usize) -> Result<Vec<u8>, StoreError> {
    let mut query = store.connection.prepare_cached(
        "SELECT raw_bytes, packed, bytes FROM frame WHERE content = ?1 AND seq = ?2",
    )?;
    let (raw_bytes, is_packed, bytes): (usize, bool, Vec<u8>) =
        query.query_row((hash.0, seq), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let frame = match is_packed {
        true if raw_bytes <= FRAME_BYTES_MAX => {
            lz4_flex::block::decompress(&bytes, raw_bytes).unwrap_or_default()
        }
        true => Vec::new(),
        false => bytes,
    };
    if frame.len() == raw_bytes { Ok(frame) } else { Err(damaged(&store.path, hash)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_left_in_its_frames_is_fetched_across_them() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("a.yice")).unwrap();
        let raw: Vec<u8> = (0..FRAME_BYTES_MAX * 3 + 17).map(|at| (at % 253) as u8).collect();
        let (hash, bytes) = (Hash::of(&raw), Bytes::from(raw.clone()));
        assert!(store.kept_content(hash).unwrap().is_none());
        store.write(|writing| writing.put_content(hash, &bytes)).unwrap();
        let kept = store.kept_content(hash).unwrap().unwrap();
        assert!(kept.is(&raw));
        let across = FRAME_BYTES_MAX - 5..FRAME_BYTES_MAX * 2 + 5;
        assert_eq!(kept.get(across.clone()).unwrap(), &raw[across]);
        assert_eq!(Hash::of_all(&kept).unwrap(), hash);
        // A reader beside the writer keeps nobody from writing.
        let more = Bytes::from(vec![1_u8; 100]);
        store.write(|writing| writing.put_content(Hash::of(&[1; 100]), &more)).unwrap();
        assert!(kept.is(&raw) && !kept.is_lost());
    }
}
