//! The program without a screen: opens a workspace, takes commands, answers with snapshots. The one writer.

mod command;
mod snapshot;

pub use command::*;
pub use snapshot::*;
