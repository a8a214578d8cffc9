//! The lasting name of a feature, and the kind of thing it is.

use std::fmt;
use std::sync::Arc;

/// What a layer's features are, by code: `outfall`, `river`, … A procedure file may bring new ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind(Arc<str>);

impl Kind {
    pub const OUTFALL: &'static str = "outfall";
    pub const RIVER: &'static str = "river";
    pub const SECTION: &'static str = "section";
    pub const BLACK_ODOROUS_WATER: &'static str = "black_odorous_water";
    pub const PLOT: &'static str = "plot";
    pub const DISTRICT: &'static str = "district";
    pub const COASTLINE: &'static str = "coastline";
    pub const BUILT_UP_AREA: &'static str = "built_up_area";
    pub const OTHER: &'static str = "other";

    pub fn new(code: &str) -> Self {
        Self(code.into())
    }

    pub fn code(&self) -> &str {
        &self.0
    }

    /// Whether it only gives the others their place: nobody works on it.
    pub fn is_ground(&self) -> bool {
        matches!(self.code(), Self::DISTRICT | Self::COASTLINE | Self::BUILT_UP_AREA)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `kind:code`, given once with a feature's first record and never computed again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureKey(Arc<str>);

impl FeatureKey {
    pub fn new(kind: &Kind, code: &str) -> Self {
        Self(format!("{kind}:{code}").into())
    }

    /// Reads `kind:code`; `None` where either half is empty.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, code) = text.split_once(':')?;
        (!kind.is_empty() && !code.is_empty()).then(|| Self(text.into()))
    }

    pub fn kind(&self) -> Kind {
        Kind::new(self.0.split_once(':').map_or("", |(kind, _)| kind))
    }

    pub fn code(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, code)| code)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeatureKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
