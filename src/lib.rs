//! Yice 一策: one outfall, one plan. The map of the code.
//!
//! Data flows one way. A file's bytes become a [`model::Layer`] in [`formats`]; what people record about its
//! features is an append-only set of [`plan::Record`]s, and a plan's state is their fold ([`plan`]); [`store`]
//! keeps both on the disk; [`session`] is the program without a screen and its only writer; [`map`] turns layers
//! into pictures; [`report`] puts lists and plans on paper and in tables; [`ui`] draws panels and
//! sends commands; [`app`] owns window, clock and threads; [`cli`] is the same session without a window.
//!
//! ```text
//!   bytes ─► formats ─► model ─► plan ─► store ─► session ─► map ─► ui ─► app ─► pixels
//!                                                    ▲                │
//!                                                    └─── Command ◄───┘        cli is a thin skin of session
//! ```
//!
//! What always holds:
//! - The log is the truth: records are appended, never edited; a plan's state is a pure function of their *set*.
//! - One writer: only [`session::Session::apply`] changes anything.
//! - Store first, then memory: what the screen shows as saved is on the disk.
//! - The source's bytes are kept: what nobody annotated leaves byte for byte as it came.
//! - Bad data is a list of [`model::ReadIssue`]s, not a wall, and never a panic.
//! - Looking is not recording: selection, camera and half-typed text are never in the log.

pub mod app;
pub mod cli;
pub mod demo;
pub mod formats;
pub mod map;
pub mod model;
pub mod plan;
pub mod report;
pub mod session;
pub mod store;
pub mod ui;
