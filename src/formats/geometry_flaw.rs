//! What keeps a geometry from being used, and what is odd about one that is used all the same.

use super::json_scan::JsonError;

/// Why a geometry cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Something that is neither an object nor null.
    NotAnObject,
    NoType,
    UnknownType,
    NoCoordinates,
    NoGeometries,
    NotAnArray,
    NotANumber,
    TooFewOrdinates,
    /// A number no double can hold.
    TooLarge,
    TooDeep,
    /// Found by the strict scanner to be no JSON at all.
    NotJson,
}

/// A flaw and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadGeometry {
    pub flaw: Flaw,
    pub offset: usize,
}

/// What is odd about a geometry that is used all the same: where it was first seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Oddities {
    pub ring_not_closed: Option<usize>,
    pub ring_short: Option<usize>,
    pub line_short: Option<usize>,
    pub mixed_dimensions: Option<usize>,
    pub out_of_range: Option<(usize, f64, f64)>,
    pub empty_point: Option<usize>,
    pub empty: Option<usize>,
    /// Ordinates of the first position.
    pub dimensions: Option<u32>,
}

pub const fn bad<T>(flaw: Flaw, offset: usize) -> Result<T, BadGeometry> {
    Err(BadGeometry { flaw, offset })
}

impl From<JsonError> for BadGeometry {
    fn from(error: JsonError) -> Self {
        Self { flaw: Flaw::NotJson, offset: error.offset }
    }
}
