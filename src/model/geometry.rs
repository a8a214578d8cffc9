//! A position, a box and the names of the geometry types.
//!
//! Deliberately no projection (that is `map`'s) and no measures (the `geo` crate's).

/// A position in degrees, longitude first, on WGS 84 / CGCS2000.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    pub lon_deg: f64,
    pub lat_deg: f64,
}

/// Names the order in which the two numbers are given: `lon_lat(117.75, 38.98)`.
pub const fn lon_lat(lon_deg: f64, lat_deg: f64) -> LonLat {
    LonLat { lon_deg, lat_deg }
}

/// The smallest box around some positions, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Bbox {
    /// The box that holds nothing; every [`Bbox::include`] makes it larger.
    pub const EMPTY: Self = Self {
        west: f64::INFINITY,
        south: f64::INFINITY,
        east: f64::NEG_INFINITY,
        north: f64::NEG_INFINITY,
    };

    pub fn is_empty(&self) -> bool {
        self.west > self.east || self.south > self.north
    }

    /// Whether a position lies in the box, its edges included.
    pub fn holds(&self, at: LonLat) -> bool {
        (self.west..=self.east).contains(&at.lon_deg)
            && (self.south..=self.north).contains(&at.lat_deg)
    }

    /// Whether two boxes have a place in common, their edges included.
    pub fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    pub fn include(&mut self, at: LonLat) {
        self.west = self.west.min(at.lon_deg);
        self.south = self.south.min(at.lat_deg);
        self.east = self.east.max(at.lon_deg);
        self.north = self.north.max(at.lat_deg);
    }

    pub fn union(&self, other: &Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    pub fn center(&self) -> LonLat {
        lon_lat((self.west + self.east) / 2.0, (self.south + self.north) / 2.0)
    }
}

/// The seven geometry types of RFC 7946, and none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GeometryKind {
    Null,
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
    GeometryCollection,
}

impl GeometryKind {
    /// The types a feature with a place can have.
    pub const ALL: [Self; 7] = [
        Self::Point,
        Self::MultiPoint,
        Self::LineString,
        Self::MultiLineString,
        Self::Polygon,
        Self::MultiPolygon,
        Self::GeometryCollection,
    ];

    /// The type's name as GeoJSON writes it; `"null"` for none.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Point => "Point",
            Self::MultiPoint => "MultiPoint",
            Self::LineString => "LineString",
            Self::MultiLineString => "MultiLineString",
            Self::Polygon => "Polygon",
            Self::MultiPolygon => "MultiPolygon",
            Self::GeometryCollection => "GeometryCollection",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "Point" => Self::Point,
            "MultiPoint" => Self::MultiPoint,
            "LineString" => Self::LineString,
            "MultiLineString" => Self::MultiLineString,
            "Polygon" => Self::Polygon,
            "MultiPolygon" => Self::MultiPolygon,
            "GeometryCollection" => Self::GeometryCollection,
            _ => return None,
        })
    }
}
