//! A layer: a file's own text, an index into it, and the shapes read from it.
//!
//! The text is never rewritten. Properties are parsed when somebody looks at them (`formats`), and what leaves
//! is the text itself with additions spliced in.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Bytes, GeometryKind, Kind, LinePlaces, Shapes};

/// A range of bytes of a layer's text. Texts are below 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// Whether there is nothing there: an absent member has an empty span.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where one feature and its members' *values* stand in the text. A member that is absent has an empty span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeatureSpans {
    pub feature: Span,
    pub id: Span,
    pub properties: Span,
    pub geometry: Span,
    /// 0-based position among all features of the file, skipped ones included: what issues name.
    pub ordinal: u32,
}

impl FeatureSpans {
    /// The same places counted from `base` on, which lies before all of them.
    pub fn seen_from(self, base: u32) -> Self {
        self.moved(|at| at - base)
    }

    /// The same places in a text that has `base` more bytes before them.
    pub fn put_behind(self, base: u32) -> Self {
        self.moved(|at| at + base)
    }

    fn moved(self, by: impl Fn(u32) -> u32) -> Self {
        let moved = |span: Span| match span.is_empty() {
            true => span,
            false => Span { start: by(span.start), end: by(span.end) },
        };
        Self {
            feature: moved(self.feature),
            id: moved(self.id),
            properties: moved(self.properties),
            geometry: moved(self.geometry),
            ordinal: self.ordinal,
        }
    }
}

/// What the file is at its top level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    FeatureCollection,
    Feature,
    /// A bare geometry; it leaves as a Feature once annotated.
    Geometry,
    /// RFC 8142: texts each led by U+001E.
    RecordSequence,
    /// One text a line.
    LineSequence,
}

/// How the file's bytes spell its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Gb18030,
}

impl TextEncoding {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf8Bom => "utf-8-bom",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// What the numbers of a layer mean, and whether they may be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datum {
    /// WGS 84 / CGCS2000 longitude and latitude: drawn as they are.
    LonLat,
    /// A projected or unknown system, by its own name: kept, not drawn until a person has named its datum.
    Unnamed(String),
    /// A person named it: an EPSG code or `gcj02`/`bd09`. Shapes hold converted positions.
    Named(String),
}

/// The properties that hold the codes and the names of a kind's features, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeNames {
    pub own_code: Vec<String>,
    pub national_code: Vec<String>,
    pub name: Vec<String>,
}

/// One file of features.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The file's name without folder and ending.
    pub name: String,
    pub kind: Kind,
    /// What its codes and names are called, where that is a person's own kind.
    pub code_names: Option<Arc<CodeNames>>,
    /// Why this kind, in words, strongest first (English, Chinese).
    pub kind_evidence: Vec<super::Text>,
    /// The file's bytes as they came (compressed or encoded as they were).
    pub source: Bytes,
    /// The text the spans count in, UTF-8 with any byte order mark left out of every span. The very same bytes
    /// as `source` where that is plain UTF-8.
    pub text: Bytes,
    /// Where its lines stand.
    pub line_places: LinePlaces,
    pub encoding: TextEncoding,
    pub gzip: bool,
    pub container: Container,
    /// The value of the top-level object or, in a sequence, the whole text.
    pub root: Span,
    /// Loaded features, in the order of the text; the same index as in `shapes`.
    pub features: Vec<FeatureSpans>,
    pub shapes: Arc<Shapes>,
    /// Features that have members the product wrote (`yice_…`), by index, ascending.
    pub annotated: Vec<u32>,
    /// The text of the collection's (or single Feature's) `yice` member, if any.
    pub yice_member: Option<Span>,
    /// The crs named by a legacy `crs` member, else `EPSG:4326`.
    pub crs: String,
    pub datum: Datum,
    /// Whether the file says of itself that its data are invented.
    pub synthetic: bool,
    /// `metadata.programme_total`: how many features the programme counts, if the file says so.
    pub programme_total: Option<u64>,
    /// `metadata.as_of`: the day on which the story of a demonstration stands.
    pub as_of: Option<super::Day>,
    /// How many features could not be read and were passed over.
    pub skipped: usize,
}

impl Layer {
    /// A layer of shapes without a text: nothing is known of its features but where they are.
    pub fn of_shapes(name: &str, shapes: Shapes) -> Self {
        let nothing = Bytes::from(Vec::new());
        Self {
            name: name.to_owned(),
            kind: Kind::new(Kind::OTHER),
            code_names: None,
            kind_evidence: Vec::new(),
            source: nothing.clone(),
            text: nothing,
            line_places: LinePlaces::default(),
            encoding: TextEncoding::Utf8,
            gzip: false,
            container: Container::FeatureCollection,
            root: Span::default(),
            features: vec![FeatureSpans::default(); shapes.feature_count()],
            shapes: Arc::new(shapes),
            annotated: Vec::new(),
            yice_member: None,
            crs: String::new(),
            datum: Datum::LonLat,
            synthetic: false,
            programme_total: None,
            as_of: None,
            skipped: 0,
        }
    }

    /// The text of a span; empty where it cannot be fetched, which [`Bytes::is_lost`] then tells.
    pub fn slice(&self, span: Span) -> Cow<'_, [u8]> {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The text of a 1-based line, without its line break; empty where there is none.
    pub fn line_text(&self, line: usize) -> Vec<u8> {
        let (mut number, mut text) = (1, Vec::new());
        let fetched = self.text.each_piece(0..self.text.len(), |piece| {
            for part in piece.split_inclusive(|byte| *byte == b'\n') {
                if number == line {
                    text.extend_from_slice(part.strip_suffix(b"\n").unwrap_or(part));
                }
                number += usize::from(part.ends_with(b"\n"));
            }
            Ok(())
        });
        // What cannot be fetched is remembered by the text itself.
        fetched.ok();
        text
    }

    pub fn feature_count(&self) -> usize {
        self.features.len()
    }

    pub fn geometry_kind(&self, feature_idx: usize) -> GeometryKind {
        self.shapes.kind(feature_idx)
    }
}
