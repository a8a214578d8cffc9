//! Reads one text of a file – a Feature or a bare geometry – into a chunk of a layer.
//!
//! Chunks know nothing of one another, so that many can be read at once and joined in order.

use std::borrow::Cow;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;

use super::crs;
use super::feature_issues::{DimensionTally, RangeTally, flaw_words};
use super::found::{Findings, describe, excerpt};
use super::geometry_flaw::{BadGeometry, Oddities};
use super::geometry_read::read_geometry;
use super::json_scan::{JsonError, JsonString, Scanner};
use super::json_trail::Likeness;
use super::{embedded, json_text};
use crate::model::{FeatureSpans, GeometryKind, IssueCode, Severity, ShapesBuilder, Span, Text};

/// Whether positions must be degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    Degrees,
    /// Whatever a `crs` member says they are.
    Foreign,
}

/// One way of hashing for all chunks, another one in every run of the program.
static ID_HASHES: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Some features of a layer, in the order of the text.
#[derive(Debug, Default)]
pub struct Chunk {
    pub features: Vec<FeatureSpans>,
    pub shapes: ShapesBuilder,
    pub annotated: Vec<u32>,
    /// A hash of each id, and the feature that has it.
    pub ids: Vec<(u64, u32)>,
    pub findings: Findings,
    pub skipped: usize,
    /// Features whose properties say `"synthetic": true`.
    pub synthetic: usize,
    pub range: RangeTally,
    pub dimensions: DimensionTally,
}

impl Chunk {
    /// Forgets everything but keeps its memory for the next stretch.
    pub fn clear(&mut self) {
        let (mut features, mut shapes) =
            (std::mem::take(&mut self.features), std::mem::take(&mut self.shapes));
        let (mut annotated, mut ids) =
            (std::mem::take(&mut self.annotated), std::mem::take(&mut self.ids));
        features.clear();
        shapes.clear();
        annotated.clear();
        ids.clear();
        *self = Self { features, shapes, annotated, ids, ..Self::default() };
    }

    /// Counts every place and feature from further on: the chunk was read from a text that begins at `base`, and
    /// `ordinal` features stand before its own.
    pub fn put_behind(&mut self, base: u32, ordinal: usize) {
        for spans in &mut self.features {
            *spans = spans.put_behind(base);
            spans.ordinal += ordinal as u32;
        }
        self.findings.put_behind(base as usize, ordinal);
        if let Some(first) = &mut self.range.first {
            first.offset += base as usize;
            first.ordinal += ordinal;
        }
    }

    /// Forgets what was read of a feature that does not go on.
    pub fn drop_begun(&mut self) {
        self.shapes.drop_feature();
    }

    /// Reads the value the scanner stands at as a feature. What is wrong with it is noted; only bad JSON fails.
    ///
    /// # Errors
    /// If it is no JSON; the place is only near the first wrong byte.
    pub fn read_feature(
        &mut self,
        scanner: &mut Scanner<'_>,
        ordinal: usize,
        units: Units,
    ) -> Result<(), JsonError> {
        if scanner.peek() != Some(b'{') {
            let span = scanner.value()?;
            let found = describe(scanner.text(), span.start as usize);
            self.skip(
                "bad-type",
                ordinal,
                span.start as usize,
                Text::new(
                    format!("此处应为一个 Feature 对象，实为{}；已跳过", found.zh),
                    format!("expected a Feature object, found {}; passed over", found.en),
                ),
            );
            return Ok(());
        }
        let start = scanner.at;
        scanner.begin();
        let mut members = Members::default();
        let mut oddities = Oddities::default();
        let before = self.shapes.mark();
        let mut cursor = scanner.open_like(Likeness::Feature)?;
        while let Some(name) = scanner.next_name(&mut cursor)? {
            let text = scanner.text();
            let at = scanner.at;
            if name.is(text, "type") {
                let value = scanner.value()?;
                members.is_feature = word(text, value).is_some_and(|word| word.is(text, "Feature"));
                members.type_value = value;
            } else if name.is(text, "id") {
                members.id = scanner.value()?;
            } else if name.is(text, "properties") {
                members.properties = Span::default();
                members.properties = members.read_properties(scanner)?;
            } else if name.is(text, "geometry") {
                self.shapes.rewind(before);
                oddities = Oddities::default();
                members.kind = if scanner.peek() == Some(b'n') {
                    scanner.value()?;
                    Some(Ok(GeometryKind::Null))
                } else {
                    Some(self.geometry(scanner, &mut oddities)?)
                };
                members.geometry = Span::new(at, scanner.at);
            } else {
                scanner.value()?;
            }
        }
        members.feature = Span::new(start, scanner.at);
        self.take(scanner, ordinal, members, oddities, units);
        Ok(())
    }

    /// Reads the value the scanner stands at as a bare geometry.
    ///
    /// # Errors
    /// If it is no JSON.
    pub fn read_bare_geometry(
        &mut self,
        scanner: &mut Scanner<'_>,
        ordinal: usize,
        units: Units,
    ) -> Result<(), JsonError> {
        let start = scanner.at;
        scanner.begin();
        let mut oddities = Oddities::default();
        let kind = self.geometry(scanner, &mut oddities)?;
        let span = Span::new(start, scanner.at);
        let members = Members {
            feature: span,
            geometry: span,
            kind: Some(kind),
            is_feature: true,
            bare: true,
            ..Members::default()
        };
        self.take(scanner, ordinal, members, oddities, units);
        Ok(())
    }

    /// Passes over a text of a sequence that is no JSON.
    pub fn skip_text(&mut self, ordinal: usize, offset: usize, message: Text) {
        self.skip("not-json", ordinal, offset, message);
    }

    fn geometry(
        &mut self,
        scanner: &mut Scanner<'_>,
        oddities: &mut Oddities,
    ) -> Result<Result<GeometryKind, BadGeometry>, JsonError> {
        let (start, depth) = (scanner.at, scanner.depth);
        let open = scanner.names.depth();
        let outcome = read_geometry(scanner, &mut self.shapes, oddities);
        if outcome.is_err() {
            // The strict scanner says whether this is bad JSON or only bad geometry, and finds its end.
            scanner.at = start;
            scanner.depth = depth;
            scanner.names.unwind(open);
            scanner.value()?;
        }
        Ok(outcome)
    }

    /// Puts a read feature into the chunk, or says why not.
    fn take(
        &mut self,
        scanner: &Scanner<'_>,
        ordinal: usize,
        members: Members,
        oddities: Oddities,
        units: Units,
    ) {
        let text = scanner.text();
        let start = members.feature.start as usize;
        if let Some(name) = scanner.duplicate_name {
            let spelt = json_text::read(text, name);
            let spelt = excerpt(&spelt);
            self.note(Severity::Warning, "duplicate-name", ordinal, name.quoted().start as usize, || {
                Text::new(
                    format!("成员名“{spelt}”出现两次；以最后一个为准，原文不改"),
                    format!("the name \"{spelt}\" stands twice; the last one is read, the text stays as it is"),
                )
            });
        }
        if scanner.too_deep() {
            return self.skip(
                "too-deep",
                ordinal,
                start,
                Text::new(
                    format!(
                        "嵌套 {} 层，超过上限 {}；已跳过",
                        scanner.deepest,
                        super::json_scan::NESTING_MAX
                    ),
                    format!(
                        "nested {} deep, the limit is {}; passed over",
                        scanner.deepest,
                        super::json_scan::NESTING_MAX
                    ),
                ),
            );
        }
        if !members.is_feature {
            let message = if members.type_value.is_empty() {
                Text::new(
                    "缺少 \"type\": \"Feature\";已跳过",
                    "expected \"type\": \"Feature\", found no type; passed over",
                )
            } else {
                let found = describe(text, members.type_value.start as usize);
                Text::new(
                    format!("type 应为 \"Feature\"，实为{}；已跳过", found.zh),
                    format!("expected the type \"Feature\", found {}; passed over", found.en),
                )
            };
            let at = if members.type_value.is_empty() {
                start
            } else {
                members.type_value.start as usize
            };
            return self.skip("bad-type", ordinal, at, message);
        }
        let kind = match members.kind {
            Some(Ok(kind)) => kind,
            Some(Err(bad)) => {
                let (code, message) = flaw_words(text, bad);
                return self.skip(code, ordinal, bad.offset, message);
            }
            None => {
                self.note(Severity::Warning, "no-geometry", ordinal, start, || {
                    Text::new(
                        "缺少 geometry 成员；按无位置读入",
                        "expected a geometry member (null is one), found none; read as having no place",
                    )
                });
                GeometryKind::Null
            }
        };
        self.note_id(text, ordinal, &members);
        self.note_properties(text, ordinal, &members);
        self.note_oddities(text, ordinal, &oddities, units);
        if let Some(id) = id_text(text, members.id) {
            self.ids.push((ID_HASHES.hash_one(&id), self.features.len() as u32));
        }
        if members.annotated {
            self.annotated.push(self.features.len() as u32);
        }
        self.synthetic += usize::from(members.synthetic);
        let original = members.original.filter(|_| embedded::says_moved(text, members.properties));
        let kind = self.original_geometry(text, original, kind);
        self.shapes.end_feature(kind);
        self.features.push(FeatureSpans {
            feature: members.feature,
            id: members.id,
            properties: members.properties,
            geometry: members.geometry,
            ordinal: ordinal as u32,
        });
    }

    /// The shape the feature came with, where somebody has moved it since: `yice_orig_geometry` keeps its text.
    fn original_geometry(
        &mut self,
        text: &[u8],
        original: Option<Span>,
        kind: GeometryKind,
    ) -> GeometryKind {
        let Some(original) = original.and_then(|value| crs::scalar(text, value)) else {
            return kind;
        };
        let mut aside = ShapesBuilder::default();
        let bytes = original.as_bytes();
        let mut scanner = Scanner::new(bytes, Span::new(0, bytes.len()), 0);
        let found = if original == "null" {
            Ok(GeometryKind::Null)
        } else {
            read_geometry(&mut scanner, &mut aside, &mut Oddities::default())
        };
        let Ok(original_kind) = found else { return kind };
        aside.end_feature(original_kind);
        self.shapes.drop_feature();
        for part in aside.finish().parts(0) {
            part.positions.iter().for_each(|position| self.shapes.position(position));
            self.shapes.end_part(part.kind);
        }
        original_kind
    }

    fn skip(&mut self, code: IssueCode, ordinal: usize, offset: usize, message: Text) {
        self.shapes.drop_feature();
        self.skipped += 1;
        self.note(Severity::Error, code, ordinal, offset, || message);
    }

    pub(super) fn note(
        &mut self,
        severity: Severity,
        code: IssueCode,
        ordinal: usize,
        offset: usize,
        message: impl FnOnce() -> Text,
    ) {
        self.findings.add(severity, code, Some(ordinal), offset, message);
    }
}

/// What has been seen of one feature.
#[derive(Default)]
pub(super) struct Members {
    pub feature: Span,
    pub id: Span,
    pub properties: Span,
    pub geometry: Span,
    pub type_value: Span,
    pub is_feature: bool,
    pub kind: Option<Result<GeometryKind, BadGeometry>>,
    pub annotated: bool,
    pub synthetic: bool,
    pub original: Option<Span>,
    pub bare: bool,
}

impl Members {
    /// Passes over the properties, looking only at names.
    fn read_properties(&mut self, scanner: &mut Scanner<'_>) -> Result<Span, JsonError> {
        self.annotated = false;
        self.synthetic = false;
        self.original = None;
        if scanner.peek() != Some(b'{') {
            return scanner.value();
        }
        let start = scanner.at;
        let text = scanner.text();
        let mut cursor = scanner.open_like(Likeness::Properties)?;
        while let Some(name) = scanner.next_name(&mut cursor)? {
            let inside = text.get(name.inside.range()).unwrap_or_default();
            let value = scanner.value()?;
            let first = text.get(value.start as usize);
            if inside.first() == Some(&b'y') || name.escaped {
                let spelt = json_text::read(text, name);
                if spelt.starts_with("yice_") {
                    let empty = first == Some(&b'n') || text.get(value.range()) == Some(b"\"\"");
                    self.annotated |= !empty;
                    if spelt == "yice_orig_geometry" && !empty {
                        self.original = Some(value);
                    }
                }
            } else if inside == b"synthetic" {
                self.synthetic = text.get(value.range()) == Some(b"true");
            }
        }
        Ok(Span::new(start, scanner.at))
    }
}

/// A string id's text or a number id's spelling.
pub fn id_text(text: &[u8], id: Span) -> Option<Cow<'_, str>> {
    (!id.is_empty()).then(|| crs::scalar(text, id)).flatten()
}

fn word(text: &[u8], value: Span) -> Option<JsonString> {
    let mut scanner = Scanner::new(text, value, 0);
    (scanner.peek() == Some(b'"')).then(|| scanner.string().ok()).flatten()
}
