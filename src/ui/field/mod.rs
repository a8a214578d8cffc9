//! Work in the field: many chosen on the map and visited together, a new outfall, a moved one, the river beside them.
//!
//! What is typed here stands in the right pane and is kept as a draft until it is recorded or thrown away.

mod bulk;
mod find;
mod keep;
mod moving;
mod outline;
mod pane;
mod patrol;
mod preview;
mod river_strip;
mod screen;
mod spread;
mod tools;

pub use super::forms::place_line::metres_in_words;
pub use pane::Field;
pub use river_strip::{RiverStrip, StripAsk};
pub use tools::{Tools, tools_ui};
