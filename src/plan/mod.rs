//! Procedures, records, rules and their fold: where each plan stands and what its next step wants. Pure.
//!
//! No files, no screen, no clock: records, procedures, days and look-ups are passed in.

mod acts;
mod ancestry;
mod annotation;
mod apply;
mod baseline;
mod body;
mod canonical;
mod chains;
mod fold;
mod judge;
mod kpi;
mod ledger;
mod need;
mod need_read;
mod procedure;
mod procedure_file;
mod procedure_read;
mod programme;
mod record;
mod rules;
mod samples;
mod sentence;
mod standard;
mod standard_read;
mod state;
mod summary;
mod values;
mod words;

pub use annotation::*;
pub use body::*;
pub use canonical::{canonical, json_string};
pub use chains::*;
pub use fold::{AsOf, fold};
pub use ledger::*;
pub use need::*;
pub use procedure::*;
pub use procedure_read::DataFileError;
pub use programme::*;
pub use record::*;
pub use rules::*;
pub use sentence::*;
pub use standard::*;
pub use state::*;
pub use summary::*;
pub use values::{choice_of, parse_bool, parse_day, parse_number};
pub use words::{day_zh, request_label, role_label};
