//! The program without a screen: opens a workspace, takes commands, answers with snapshots. The one writer.
//!
//! [`Session::apply`] is the only function that changes anything. What it answers is on the disk. [`spawn`] puts a
//! session on a thread of its own, for the window.

mod adoption;
mod agenda;
mod along_river;
mod attachment;
mod backup;
mod board;
mod caught;
mod chain;
mod command;
mod content;
mod country_doubts;
mod crossing;
mod datum_doubt;
mod day_list;
mod departure;
mod districts;
mod draft;
mod error;
mod evening;
mod export;
mod export_files;
mod far_off;
mod files;
mod foreign_edits;
mod found;
mod frozen;
mod growing;
mod guarding;
mod held;
mod home_doubts;
mod ids;
mod import;
mod import_workspace;
mod input_files;
mod kept_file;
mod key_doubt;
mod keys;
mod layer_text;
mod layer_texts;
mod layer_view;
mod left_unread;
mod listed;
mod many;
mod names;
mod names_differ;
mod naming_doubts;
mod nearest;
mod no_place;
mod older_text;
mod opening;
mod own_rules;
mod people;
mod personal;
mod photos;
mod picture;
mod place_differs;
mod place_doubt;
mod places;
mod received;
mod received_then;
mod recent;
mod record;
mod record_doubt;
mod review;
mod said_before;
mod search;
#[expect(clippy::module_inception, reason = "the session is what this room is about")]
mod session;
mod snapshot;
mod sought;
mod sounds;
mod standing;
mod stated_since;
mod table_file;
mod thread;
mod undo;
mod union;
mod update;
mod value_doubts;
mod verify;
mod within;
mod without_effect;
mod write_back;

pub use adoption::Adoption;
pub use agenda::{Agenda, Returned, Task, held_by, returned, sent_back};
pub use along_river::{Along, Flow, RiverStop, RiverView, along_line};
pub use attachment::ATTACHMENT_BYTES_MAX;
pub use command::*;
pub use crossing::crossing_issues;
pub use datum_doubt::{DoubtfulPoints, GCJ02, GCJ02_SUSPECTED, KnownLines, Shifted};
pub use day_list::{DayChange, DayEntry, DayItem, DayLists};
pub use departure::{Departures, TakenBack, Unsent};
pub use districts::{ProposedDistrict, district_field};
pub use draft::{Draft, DraftAfter, Recording};
pub use error::SessionError;
pub use evening::{Evening, received_by};
pub use far_off::FarOff;
pub use files::write_file;
pub use held::HELD_BYTES_MAX;
pub use home_doubts::{RiverOutfall, Rivers, river_issues};
pub use ids::{IdSource, RandomIds, SeededIds};
pub use input_files::{holds_layers, looks_synthetic, read_file};
pub use kept_file::file_bytes;
pub use left_unread::{is_left_unread, left_unread};
pub use many::Rehearsed;
pub use naming_doubts::{Bearers, Naming, naming_issues};
pub use nearest::{Neighbour, distance_m};
pub use no_place::{NO_PLACE, no_place_issues};
pub use opening::{Opening, Watch, default_workspace, workspace_name};
pub use own_rules::{own_kinds, with_own_rules};
pub use picture::{PictureFacts, look_at_picture};
pub use places::{Place, Places};
pub use received::record_issues;
pub use recent::{RecentWorkspace, goes_on_in, known_workspaces, note_recent, recent_workspaces};
pub use review::{
    Desk, Matter, Pending, Verdicts, agreeing, cleared_value, following, returning, suspected,
    verdicts_on,
};
pub use search::{FoundRows, RowText, SearchColumn};
pub use session::Session;
pub use snapshot::*;
pub use sought::{Sought, holds_all, sought};
pub use standing::{Standing, StandingFile};
pub use table_file::look_at_table;
pub use thread::{Event, FileReader, Handle, OPENING, spawn};
pub use value_doubts::{LayerDoubts, layer_doubts};
pub use verify::Verification;
pub use without_effect::WithoutEffect;
pub use write_back::WrittenBack;

// What panels need of the rooms below, so that they name this one only.
pub use crate::formats::{
    KindAliases, TableSheet, kind_aliases, known_datums, known_kinds, lon_lat_from_datum,
};
pub use crate::model::{CheckReport, FileStatus, ReadIssue, Severity};
pub use crate::store::{Access, Holder, StoreError, io_words, room_left};
