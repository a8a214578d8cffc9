//! Pictures that wait in the tray or in a form: their bytes go into the workspace when they are put there, so that
//! the phone may go, and with it the workspace to another computer. What is given up is gone at the next opening.

use std::sync::Arc;

use super::attachment::{self, LoadedFile, named_file};
use super::{Attachment, Outcome, Session, SessionError};
use crate::model::{Bytes, Stamp};
use crate::plan::{Body, Hash};
use crate::store::room_left;

/// A longer film stays where it lies until it is filed.
pub const HELD_BYTES_MAX: u64 = 128_000_000;
/// What is held never takes the room that records need.
const ROOM_BYTES_MIN: u64 = 200_000_000;

impl Session {
    /// Holds a picture's bytes. What finds no room stays where it lies: its row names the file all the same.
    pub(super) fn hold(
        &mut self,
        sha256: Hash,
        bytes: &Bytes,
        now: &Stamp,
    ) -> Result<Outcome, SessionError> {
        let room = room_left(self.store.path());
        let has_room = room.is_none_or(|room| room >= bytes.len() as u64 + ROOM_BYTES_MIN);
        if !self.has_bytes_of(sha256) && has_room {
            self.store.write(|writing| writing.hold(sha256, bytes, now.as_str()))?;
            Arc::make_mut(&mut self.held).insert(sha256.to_string());
        }
        Ok(Outcome::Done)
    }

    /// Gives back the room of what no draft names any more.
    pub(super) fn let_go_of_held(&mut self) -> Result<(), SessionError> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.store.write(|writing| writing.let_go())?;
        self.held = Arc::new(self.store.held()?.iter().map(Hash::to_string).collect());
        self.publish();
        Ok(())
    }

    /// The file that goes with a body: the bytes that are here under the hash it names, else what lies at its path.
    /// What a person saw and chose is filed, be the phone gone or another file under that name by now.
    pub(super) fn load_file(
        &self,
        attachment: &Attachment,
        body: &Body,
    ) -> Result<LoadedFile, SessionError> {
        let named = named_file(body).map(|(hash, _)| hash);
        let here = named.filter(|hash| self.has_bytes_of(*hash));
        match here.map(|hash| self.store.content(hash)).transpose()?.flatten() {
            Some(bytes) => Ok(LoadedFile::of(&attachment.path, bytes)),
            None => attachment::load(attachment),
        }
    }

    fn has_bytes_of(&self, sha256: Hash) -> bool {
        self.files.contains_key(&sha256) || self.held.contains(&sha256.to_string())
    }
}
