//! Laboratory results as they come, in a table: what stands in which cell, and whose item it is.
//!
//! Reads and asks; guesses nothing. A unit goes on as it stands in the table, so that the one validator of measured
//! values ([`Standards::implausible`](super::Standards::implausible)) sees it; what cannot be read is named with its
//! cell. Knows no file and no sample of the workspace.

mod cell;
mod heading;
mod number;
mod pasted;
mod results;
mod sheet;

pub use number::plain_sample_no;
pub use pasted::read_pasted;
pub use results::{LabItem, cell_name, lab_items};
pub use sheet::{LabCell, LabSheet, NotRead, NotReadWhy, Numbers, read_lab_sheet};
