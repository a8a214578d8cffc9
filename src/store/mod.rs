//! The workspace file: a dumb, append-only shelf for layers, records, photos, drafts and settings.
//!
//! One SQLite file (`.yice`), one writer at a time, any number of readers. The shelf knows nothing of what the
//! records mean: it keeps their text as it came and gives it back. What it is told in one [`Store::write`] is on
//! the disk, whole, when that returns, or not there at all.

mod content;
mod copy;
mod error;
mod held;
mod kept_content;
mod layers;
mod lock;
mod open;
mod personal;
mod proposals;
mod records;
mod schema;
mod shelf;

pub use error::{StoreError, io_words, room_left};
pub use layers::{KeptFeature, LayerRow, TextRow};
pub use lock::Holder;
pub use open::{Access, Store};
pub use personal::{DayRow, PersonalRow};
pub use proposals::ProposalRow;
pub use records::{ChainEnd, StoredRecord};
pub use schema::{SCHEMA_VERSION, Step, migrate};
pub use shelf::{StoredDraft, StoredFile, Writing};
