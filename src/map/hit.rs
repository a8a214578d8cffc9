//! What lies under a position: features within reach, top first.

use super::input::MapFeature;

/// One feature under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub feature: MapFeature,
    pub rank: HitRank,
    /// From the pointer to the symbol's edge or the line; 0 inside a symbol or an area.
    pub distance_pts: f64,
}

/// Symbols lie above lines, lines above areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HitRank {
    Symbol,
    Line,
    Area,
}
