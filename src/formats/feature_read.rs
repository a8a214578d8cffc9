//! Reads one text of a file – a Feature or a bare geometry – into a chunk of a layer.
//!
//! Chunks know nothing of one another, so that many can be read at once and joined in order.

use super::crs;
use super::found::{Findings, describe};
use super::geometry_read::{BadGeometry, Flaw, Oddities, read_geometry};
use super::json_scan::{JsonError, JsonString, Scanner};
use super::json_text;
use crate::model::{
    FeatureSpans, GeometryKind, IssueCode, Severity, Shapes, ShapesBuilder, Span, Text,
};

/// Whether positions must be degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    Degrees,
    /// Whatever a `crs` member says they are.
    Foreign,
}

/// Some features of a layer, in the order of the text.
#[derive(Debug, Default)]
pub struct Chunk {
    pub features: Vec<FeatureSpans>,
    pub shapes: ShapesBuilder,
    pub annotated: Vec<u32>,
    pub findings: Findings,
    pub skipped: usize,
    /// Features whose properties say `"synthetic": true`.
    pub synthetic: usize,
    pub range: RangeTally,
    pub dimensions: DimensionTally,
}

/// What the positions out of range look like.
#[derive(Clone, Copy, Debug, Default)]
pub struct RangeTally {
    /// Features with a position out of range, and of these, those that would be right the other way round.
    pub features: usize,
    pub lat_first: usize,
    /// Features with numbers no degrees can be, as metres are.
    pub metres: usize,
    pub first: Option<FirstOutOfRange>,
}

#[derive(Clone, Copy, Debug)]
pub struct FirstOutOfRange {
    pub ordinal: usize,
    pub offset: usize,
    pub lon: f64,
    pub lat: f64,
}

impl RangeTally {
    pub fn append(&mut self, later: Self) {
        self.features += later.features;
        self.lat_first += later.lat_first;
        self.metres += later.metres;
        self.first = self.first.or(later.first);
    }
}

/// How many features have two ordinates a position, and how many more.
#[derive(Clone, Copy, Debug, Default)]
pub struct DimensionTally {
    pub flat: usize,
    pub with_height: usize,
}

/// What a text turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Feature,
    FeatureCollection,
    Geometry,
    NoGeoJson,
}

impl Chunk {
    pub fn into_parts(self) -> (Vec<FeatureSpans>, Shapes) {
        (self.features, self.shapes.finish())
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
                    format!("此处应为一个 Feature 对象,实为{};已跳过", found.zh),
                    format!("expected a Feature object, found {}; passed over", found.en),
                ),
            );
            return Ok(());
        }
        let start = scanner.at;
        scanner.duplicate_name = None;
        scanner.deepest = scanner.depth;
        let mut members = Members::default();
        let mut oddities = Oddities::default();
        let before = self.shapes.mark();
        let mut cursor = scanner.open_object()?;
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
        scanner.duplicate_name = None;
        scanner.deepest = scanner.depth;
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
        let outcome = read_geometry(scanner, &mut self.shapes, oddities);
        if outcome.is_err() {
            // The strict scanner says whether this is bad JSON or only bad geometry, and finds its end.
            scanner.at = start;
            scanner.depth = depth;
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
            self.note(Severity::Warning, "duplicate-name", ordinal, name.quoted().start as usize, || {
                Text::new(
                    format!("成员名“{spelt}”出现两次;以最后一个为准,原文不改"),
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
                        "嵌套 {} 层,超过上限 {};已跳过",
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
                    format!("type 应为 \"Feature\",实为{};已跳过", found.zh),
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
                        "缺少 geometry 成员;按无位置读入",
                        "expected a geometry member (null is one), found none; read as having no place",
                    )
                });
                GeometryKind::Null
            }
        };
        self.note_id(text, ordinal, &members);
        self.note_properties(text, ordinal, &members);
        self.note_oddities(text, ordinal, &oddities, units);
        if members.annotated {
            self.annotated.push(self.features.len() as u32);
        }
        self.synthetic += usize::from(members.synthetic);
        let kind = self.original_geometry(text, members.original, kind);
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
            part.positions.iter().for_each(|position| self.shapes.position(*position));
            self.shapes.end_part(part.kind);
        }
        original_kind
    }

    fn note_id(&mut self, text: &[u8], ordinal: usize, members: &Members) {
        let id = members.id;
        if id.is_empty() || matches!(text.get(id.start as usize), Some(b'"' | b'-' | b'0'..=b'9')) {
            return;
        }
        self.note(Severity::Warning, "bad-id", ordinal, id.start as usize, || {
            let found = describe(text, id.start as usize);
            Text::new(
                format!("id 应为字符串或数,实为{};按没有 id 读入,原文不改", found.zh),
                format!("expected the id to be a string or number, found {}; read as none, the text stays", found.en),
            )
        });
    }

    fn note_properties(&mut self, text: &[u8], ordinal: usize, members: &Members) {
        let at = members.properties.start as usize;
        if members.bare {
            return;
        }
        if members.properties.is_empty() {
            return self.note(Severity::Info, "no-properties", ordinal, members.feature.start as usize, || {
                Text::new(
                    "缺少 properties 成员;按没有属性读入",
                    "expected a properties member (null is one), found none; read as having none",
                )
            });
        }
        if !matches!(text.get(at), Some(b'{' | b'n')) {
            self.note(Severity::Warning, "bad-properties", ordinal, at, || {
                let found = describe(text, at);
                Text::new(
                    format!("properties 应为对象或 null,实为{};按没有属性读入,原文不改", found.zh),
                    format!("expected properties to be an object or null, found {}; read as none, the text stays", found.en),
                )
            });
        }
    }

    fn note_oddities(&mut self, text: &[u8], ordinal: usize, odd: &Oddities, units: Units) {
        let mut warn = |code, offset: Option<usize>, zh: &str, en: &str| {
            if let Some(offset) = offset {
                self.note(Severity::Warning, code, ordinal, offset, || Text::new(zh, en));
            }
        };
        warn(
            "ring-not-closed",
            odd.ring_not_closed,
            "环没有闭合:末点与首点不同;按闭合绘制,原文不改",
            "expected the ring's last position to be its first, found another; drawn closed, the text stays",
        );
        warn(
            "ring-short",
            odd.ring_short,
            "环少于 4 个点;照原样读入",
            "expected at least 4 positions in a ring, found fewer; kept as it is",
        );
        warn(
            "line-short",
            odd.line_short,
            "线只有 1 个点;照原样读入",
            "expected at least 2 positions in a line, found 1; kept as it is",
        );
        warn(
            "mixed-dimensions",
            odd.mixed_dimensions,
            "同一要素中各点的坐标个数不一致;按前两个坐标读入,原文不改",
            "expected every position to have as many ordinates as the first, found another number; the first two are used, the text stays",
        );
        warn(
            "empty-point",
            odd.empty_point,
            "点的坐标是空数组;按无位置读入",
            "expected a position, found an empty array; read as having no place",
        );
        if let Some(offset) = odd.empty.filter(|_| odd.empty_point.is_none()) {
            self.note(Severity::Info, "empty-geometry", ordinal, offset, || {
                Text::new("坐标为空;按无位置读入", "found no positions; read as having no place")
            });
        }
        match odd.dimensions {
            Some(2) => self.dimensions.flat += 1,
            Some(_) => self.dimensions.with_height += 1,
            None => {}
        }
        if let Some((offset, lon, lat)) = odd.out_of_range.filter(|_| units == Units::Degrees) {
            self.out_of_range(text, ordinal, offset, lon, lat);
        }
    }

    fn out_of_range(&mut self, text: &[u8], ordinal: usize, offset: usize, lon: f64, lat: f64) {
        let _ = text;
        self.range.features += 1;
        self.range.lat_first += usize::from(lon.abs() <= 90.0 && lat.abs() <= 180.0);
        self.range.metres += usize::from(lon.abs() > 1000.0 || lat.abs() > 1000.0);
        self.range.first.get_or_insert(FirstOutOfRange { ordinal, offset, lon, lat });
        self.note(Severity::Warning, "out-of-range", ordinal, offset, || {
            Text::new(
                format!("经度应在 ±180、纬度应在 ±90 之内,实为 {lon}, {lat};照原样保留"),
                format!("expected a longitude within ±180 and a latitude within ±90, found {lon}, {lat}; kept as it is"),
            )
        });
    }

    fn skip(&mut self, code: IssueCode, ordinal: usize, offset: usize, message: Text) {
        self.shapes.drop_feature();
        self.skipped += 1;
        self.note(Severity::Error, code, ordinal, offset, || message);
    }

    fn note(
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
struct Members {
    feature: Span,
    id: Span,
    properties: Span,
    geometry: Span,
    type_value: Span,
    is_feature: bool,
    kind: Option<Result<GeometryKind, BadGeometry>>,
    annotated: bool,
    synthetic: bool,
    original: Option<Span>,
    bare: bool,
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
        let mut cursor = scanner.open_object()?;
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

fn word(text: &[u8], value: Span) -> Option<JsonString> {
    let mut scanner = Scanner::new(text, value, 0);
    (scanner.peek() == Some(b'"')).then(|| scanner.string().ok()).flatten()
}

fn flaw_words(text: &[u8], bad: BadGeometry) -> (IssueCode, Text) {
    let found = describe(text, bad.offset);
    let (code, zh, en) = match bad.flaw {
        Flaw::NotAnObject => {
            ("bad-geometry", "几何应为对象或 null", "expected a geometry object or null")
        }
        Flaw::NoType => ("bad-geometry", "几何缺少 type", "expected a geometry with a type"),
        Flaw::UnknownType => (
            "bad-geometry",
            "type 应为七种几何类型之一",
            "expected one of the seven geometry types",
        ),
        Flaw::NoCoordinates => {
            ("bad-geometry", "几何缺少 coordinates", "expected a geometry with coordinates")
        }
        Flaw::NoGeometries => {
            ("bad-geometry", "几何集合缺少 geometries", "expected a collection with geometries")
        }
        Flaw::TooDeep => ("too-deep", "几何嵌套过深", "expected less nesting"),
        Flaw::NotAnArray => {
            ("bad-coordinates", "坐标此处应为数组", "expected an array of coordinates")
        }
        Flaw::NotANumber => ("bad-coordinates", "坐标此处应为数", "expected a number"),
        Flaw::TooFewOrdinates => (
            "bad-coordinates",
            "一个点至少要有两个坐标",
            "expected at least two numbers in a position",
        ),
        Flaw::TooLarge => {
            ("bad-coordinates", "坐标应是可表示的数", "expected a number that a computer can hold")
        }
        Flaw::NotJson => ("bad-coordinates", "坐标格式不对", "expected coordinates"),
    };
    let message = Text::new(
        format!("{zh},实为{};此要素已跳过", found.zh),
        format!("{en}, found {}; the feature is passed over", found.en),
    );
    (code, message)
}
