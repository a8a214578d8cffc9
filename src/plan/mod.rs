//! Procedures, records, rules and their fold: where each plan stands and what its next step wants. Pure.
//!
//! No files, no screen, no clock: records, procedures, days and look-ups are passed in.

mod body;
mod canonical;
mod procedure;
mod record;
mod rules;
mod state;

pub use body::*;
pub use canonical::{canonical, json_string};
pub use procedure::*;
pub use record::*;
pub use rules::*;
pub use state::*;
