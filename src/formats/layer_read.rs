//! Reads a whole file: what its text is at the top, where its features are, and what they hold.
//!
//! Features are split off by their brackets alone and then read in earnest, many at once; whatever the split
//! got wrong is then no JSON, and the strict scanner says where.

use std::ops::ControlFlow;
use std::sync::Arc;

use memchr::memchr;
use rayon::prelude::*;

use super::crs::{self, Crs, CrsSort};
use super::encoding::{self, Decoded, NotText};
use super::feature_read::{Chunk, DimensionTally, RangeTally, Sort, Units};
use super::found::{Findings, describe, not_json};
use super::json_scan::{Expected, JsonError, NESTING_MAX, Scanner};
use super::{ReadOptions, Refused, classify, datum, json_text};
use crate::model::{
    Container, Datum, FeatureSpans, GeometryKind, Layer, ReadIssue, Severity, Shapes, Span, Text,
};

/// How much text one task reads.
const CHUNK_BYTES: usize = 1 << 20;

/// Features gathered from chunks.
#[derive(Default)]
struct Gathered {
    features: Vec<FeatureSpans>,
    shapes: Shapes,
    annotated: Vec<u32>,
    findings: Findings,
    skipped: usize,
    synthetic: usize,
    range: RangeTally,
    dimensions: DimensionTally,
}

/// The members of a top-level object that say something about the whole file.
#[derive(Clone, Default)]
struct Root {
    span: Span,
    sort: Option<Sort>,
    type_value: Span,
    features: Option<Vec<Span>>,
    features_value: Span,
    crs: Span,
    yice: Span,
    metadata: Span,
    synthetic: bool,
    duplicate: Option<(usize, String)>,
}

enum Stop {
    NotJson,
    Cancelled,
    Refused(&'static str, usize, Text),
}

impl From<JsonError> for Stop {
    fn from(_: JsonError) -> Self {
        // The place is found by reading the whole text strictly: what was read so far may have been split wrongly.
        Self::NotJson
    }
}

/// Reads a layer from a file's bytes.
pub fn read(
    source: Arc<[u8]>,
    options: ReadOptions<'_>,
) -> Result<(Layer, Vec<ReadIssue>), Refused> {
    let conversion = match options.datum.map(|name| (name, datum::conversion(name))) {
        Some((name, None)) => return Err(unknown_datum(name)),
        Some((name, Some(conversion))) => Some((name, conversion)),
        None => None,
    };
    let decoded = encoding::decode(&source, options.progress).map_err(refuse_encoding)?;
    let mut reader = Reader {
        text: &decoded.text,
        options: &options,
        named: conversion.map(|(_, conversion)| conversion),
        out: Gathered::default(),
    };
    let outcome = reader.read(decoded.start);
    let Gathered { findings, skipped, .. } = &mut reader.out;
    let (container, root) = match outcome {
        Ok(found) => found,
        Err(stop) => {
            let mut findings = std::mem::take(findings);
            let skipped = *skipped;
            let cancelled = matches!(stop, Stop::Cancelled);
            match stop {
                Stop::Cancelled => findings.add(Severity::Error, "cancelled", None, 0, || {
                    Text::new("读取已取消,未读入", "the reading was stopped; nothing was loaded")
                }),
                Stop::NotJson => {
                    findings = Findings::default();
                    let span = Span::new(decoded.start, decoded.text.len());
                    if let Err(error) = Scanner::new(&decoded.text, span, 0).whole() {
                        findings.add(Severity::Error, "not-json", None, error.offset, || {
                            not_json(&decoded.text, error)
                        });
                    }
                }
                Stop::Refused(code, offset, message) => {
                    findings.add(Severity::Error, code, None, offset, || message);
                }
            }
            return Err(Refused {
                issues: findings.into_issues(&decoded.text),
                encoding: decoded.encoding.name(),
                skipped,
                cancelled,
            });
        }
    };
    let gathered = std::mem::take(&mut reader.out);
    Ok(assemble(source, decoded, options, container, root, gathered, conversion))
}

fn refuse_encoding(not_text: NotText) -> Refused {
    let mut findings = not_text.findings;
    if not_text.cancelled {
        findings.add(Severity::Error, "cancelled", None, 0, || {
            Text::new("读取已取消,未读入", "the reading was stopped; nothing was loaded")
        });
    }
    Refused {
        issues: findings.into_issues(&not_text.readable),
        encoding: not_text.encoding,
        skipped: 0,
        cancelled: not_text.cancelled,
    }
}

fn unknown_datum(name: &str) -> Refused {
    let names = datum::known().iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let mut findings = Findings::default();
    findings.add(Severity::Error, "unknown-datum", None, 0, || {
        Text::new(
            format!("不认识坐标系“{name}”,可用:{names};未读入"),
            format!("expected one of the datums {names}, found {name}; nothing was loaded"),
        )
    });
    Refused { issues: findings.into_issues(&[]), encoding: "unknown", skipped: 0, cancelled: false }
}

struct Reader<'a> {
    text: &'a [u8],
    options: &'a ReadOptions<'a>,
    /// The datum a person named.
    named: Option<datum::Conversion>,
    out: Gathered,
}

impl Reader<'_> {
    fn read(&mut self, start: usize) -> Result<(Container, Root), Stop> {
        let whole = Span::new(start, self.text.len());
        let mut scanner = Scanner::new(self.text, whole, 0);
        scanner.skip_space();
        match scanner.peek() {
            None => {
                return Err(Stop::Refused(
                    "empty-file",
                    start,
                    Text::new(
                        "文件是空的,应为 GeoJSON;未读入",
                        "expected GeoJSON, found an empty file; nothing was loaded",
                    ),
                ));
            }
            Some(0x1E) => return self.read_sequence(Container::RecordSequence, whole),
            Some(b'{') => {}
            Some(_) => {
                let at = scanner.at;
                scanner.whole()?;
                return Err(self.no_geojson(at));
            }
        }
        let root = self.read_root(&mut scanner)?;
        scanner.skip_space();
        if scanner.at < self.text.len() {
            let first_line_ends = root.span.end as usize..scanner.at;
            let one_line = memchr(b'\n', &self.text[root.span.range()]).is_none();
            if one_line && memchr(b'\n', &self.text[first_line_ends]).is_some() {
                return self.read_sequence(Container::LineSequence, whole);
            }
            return Err(Stop::NotJson);
        }
        let container = match root.sort {
            Some(Sort::FeatureCollection) => {
                let Some(elements) = root.features.clone() else {
                    return Err(self.no_features(&root));
                };
                self.read_features(&elements, self.units(&root))?;
                Container::FeatureCollection
            }
            Some(Sort::Feature) => {
                self.read_single(&root, Sort::Feature)?;
                Container::Feature
            }
            Some(Sort::Geometry) => {
                self.read_single(&root, Sort::Geometry)?;
                Container::Geometry
            }
            Some(Sort::NoGeoJson) | None => {
                if root.features.is_some() {
                    Scanner::new(self.text, root.span, 0).value()?;
                }
                return Err(self.no_geojson(root.span.start as usize));
            }
        };
        if let Some((offset, name)) = &root.duplicate
            && container == Container::FeatureCollection
        {
            self.out.findings.add(Severity::Warning, "duplicate-name", None, *offset, || {
                Text::new(
                    format!("成员名“{name}”出现两次;以最后一个为准,原文不改"),
                    format!("the name \"{name}\" stands twice; the last one is read, the text stays as it is"),
                )
            });
        }
        self.refuse_if_unusable(root.span.start as usize)?;
        Ok((container, root))
    }

    /// Looks through the top-level object. `features` is split but not read.
    fn read_root(&self, scanner: &mut Scanner<'_>) -> Result<Root, Stop> {
        let text = self.text;
        let start = scanner.at;
        let mut root = Root::default();
        let mut cursor = scanner.open_object()?;
        while let Some(name) = scanner.next_name(&mut cursor)? {
            if name.is(text, "features") {
                if let Some(earlier) = root.features.take() {
                    drop(earlier);
                    Scanner::new(text, root.features_value, 0).value()?;
                }
                root.features_value = self.split_features(scanner, &mut root)?;
                continue;
            }
            let value = scanner.value()?;
            if scanner.too_deep() {
                return Err(Stop::Refused(
                    "too-deep",
                    value.start as usize,
                    Text::new(
                        format!("嵌套 {} 层,超过上限 {NESTING_MAX};未读入", scanner.deepest),
                        format!(
                            "nested {} deep, the limit is {NESTING_MAX}; nothing was loaded",
                            scanner.deepest
                        ),
                    ),
                ));
            }
            if name.is(text, "type") {
                root.type_value = value;
                root.sort = Some(sort_of(text, value));
            } else if name.is(text, "crs") {
                root.crs = value;
            } else if name.is(text, "yice") {
                root.yice = value;
            } else if name.is(text, "metadata") {
                root.metadata = value;
            } else if name.is(text, "synthetic") {
                root.synthetic = text.get(value.range()) == Some(b"true");
            }
        }
        root.span = Span::new(start, scanner.at);
        root.duplicate = scanner
            .duplicate_name
            .map(|name| (name.inside.start as usize - 1, json_text::read(text, name).into_owned()));
        Ok(root)
    }

    fn split_features(&self, scanner: &mut Scanner<'_>, root: &mut Root) -> Result<Span, Stop> {
        let start = scanner.at;
        if scanner.peek() != Some(b'[') {
            return Ok(scanner.value()?);
        }
        let mut elements = Vec::new();
        let mut cursor = scanner.open_array()?;
        while scanner.next_element(&mut cursor)? {
            elements.push(scanner.leap()?);
        }
        root.features = Some(elements);
        Ok(Span::new(start, scanner.at))
    }

    fn units(&self, root: &Root) -> Units {
        use datum::Conversion;
        match self.named {
            Some(Conversion::LonLat | Conversion::Gcj02 | Conversion::Bd09) => {
                return Units::Degrees;
            }
            Some(Conversion::WebMercator | Conversion::GaussKruger { .. }) => {
                return Units::Foreign;
            }
            None => {}
        }
        match self.crs(root) {
            Some(Crs { sort: CrsSort::Projected | CrsSort::Unknown, .. }) => Units::Foreign,
            _ => Units::Degrees,
        }
    }

    fn crs(&self, root: &Root) -> Option<Crs> {
        (!root.crs.is_empty()).then(|| crs::read(self.text, root.crs)).flatten()
    }

    fn read_single(&mut self, root: &Root, sort: Sort) -> Result<(), Stop> {
        let mut chunk = Chunk::default();
        let mut scanner = Scanner::new(self.text, root.span, 0);
        let units = self.units(root);
        if sort == Sort::Feature {
            chunk.read_feature(&mut scanner, 0, units)?;
        } else {
            chunk.read_bare_geometry(&mut scanner, 0, units)?;
        }
        self.gather(vec![chunk]);
        self.report_progress(root.span.end as usize)
    }

    fn read_features(&mut self, elements: &[Span], units: Units) -> Result<(), Stop> {
        let text = self.text;
        self.in_chunks(elements, 2, |chunk, ordinal, span| {
            let mut scanner = Scanner::new(text, span, 2);
            chunk.read_feature(&mut scanner, ordinal, units)?;
            ended(&scanner, span)
        })
    }

    /// Reads many spans, each a text or element of its own, in parallel and in order.
    fn in_chunks(
        &mut self,
        spans: &[Span],
        _depth: usize,
        read: impl Fn(&mut Chunk, usize, Span) -> Result<(), JsonError> + Sync,
    ) -> Result<(), Stop> {
        let tasks = tasks(spans);
        let window = rayon::current_num_threads() * 4;
        for tasks in tasks.chunks(window.max(1)) {
            let chunks: Vec<_> = tasks
                .par_iter()
                .map(|range| {
                    let mut chunk = Chunk::default();
                    for ordinal in range.clone() {
                        read(&mut chunk, ordinal, spans[ordinal])?;
                    }
                    Ok(chunk)
                })
                .collect::<Result<_, JsonError>>()?;
            self.gather(chunks);
            let done = tasks.last().and_then(|range| spans.get(range.end - 1));
            self.report_progress(done.map_or(0, |span| span.end as usize))?;
        }
        self.out.features.shrink_to_fit();
        self.out.shapes.shrink();
        Ok(())
    }

    fn gather(&mut self, chunks: Vec<Chunk>) {
        for mut chunk in chunks {
            let base = self.out.features.len() as u32;
            self.out.annotated.extend(chunk.annotated.iter().map(|idx| idx + base));
            self.out.findings.append(std::mem::take(&mut chunk.findings));
            self.out.skipped += chunk.skipped;
            self.out.synthetic += chunk.synthetic;
            self.out.range.append(chunk.range);
            self.out.dimensions.flat += chunk.dimensions.flat;
            self.out.dimensions.with_height += chunk.dimensions.with_height;
            let (features, shapes) = chunk.into_parts();
            if base == 0 {
                (self.out.features, self.out.shapes) = (features, shapes);
            } else {
                self.out.features.extend_from_slice(&features);
                self.out.shapes.append(&shapes);
            }
        }
    }

    fn report_progress(&self, done: usize) -> Result<(), Stop> {
        match (self.options.progress)(done as u64, self.text.len() as u64) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Cancelled),
        }
    }

    /// A text sequence: each led by U+001E, or each on a line of its own.
    fn read_sequence(
        &mut self,
        container: Container,
        whole: Span,
    ) -> Result<(Container, Root), Stop> {
        let text = self.text;
        let spans = match container {
            Container::RecordSequence => split_texts(text, whole, 0x1E),
            _ => split_texts(text, whole, b'\n'),
        };
        // Texts in a sequence are usually Features; collections among them are opened first.
        let mut elements = Vec::with_capacity(spans.len());
        let mut root = Root { span: whole, ..Root::default() };
        for span in spans {
            let mut scanner = Scanner::new(text, span, 0);
            let is_collection = text.get(span.range()).is_some_and(may_be_collection);
            if is_collection
                && let Ok(inner) = self.read_root(&mut scanner)
                && inner.sort == Some(Sort::FeatureCollection)
                && let Some(features) = inner.features
                && Scanner::new(text, span, 0).whole().is_ok()
            {
                if root.crs.is_empty() {
                    root.crs = inner.crs;
                }
                elements.extend(features.into_iter().map(|span| (span, true)));
            } else {
                elements.push((span, false));
            }
        }
        let units = self.units(&root);
        let inside: Vec<bool> = elements.iter().map(|(_, inside)| *inside).collect();
        let elements: Vec<Span> = elements.into_iter().map(|(span, _)| span).collect();
        let lenient = container == Container::RecordSequence;
        self.in_chunks(&elements, 0, |chunk, ordinal, span| {
            let mut scanner = Scanner::new(text, span, 0);
            if inside.get(ordinal) == Some(&true) {
                return chunk.read_feature(&mut scanner, ordinal, units);
            }
            // RFC 7464 §2.3: a text that is cut off or wrong does not take the others with it.
            if let Err(error) = Scanner::new(text, span, 0).whole() {
                if !lenient {
                    return Err(error);
                }
                chunk.skip_text(ordinal, error.offset, not_json(text, error));
                return Ok(());
            }
            match top_sort(text, span) {
                Sort::Geometry => chunk.read_bare_geometry(&mut scanner, ordinal, units),
                _ => chunk.read_feature(&mut scanner, ordinal, units),
            }
        })
        .map_err(|stop| match stop {
            Stop::NotJson => self.first_bad_line(&elements),
            other => other,
        })?;
        self.refuse_if_unusable(whole.start as usize)?;
        Ok((container, root))
    }

    fn first_bad_line(&self, spans: &[Span]) -> Stop {
        let error = spans.iter().find_map(|span| Scanner::new(self.text, *span, 0).whole().err());
        let error = error.unwrap_or(JsonError { offset: 0, expected: Expected::Value });
        Stop::Refused("not-json", error.offset, not_json(self.text, error))
    }

    fn refuse_if_unusable(&self, offset: usize) -> Result<(), Stop> {
        let skipped = self.out.skipped;
        if !self.out.features.is_empty() || skipped == 0 {
            return Ok(());
        }
        Err(Stop::Refused(
            "none-usable",
            offset,
            Text::new(
                format!("{skipped} 个要素全部不可用;未读入"),
                format!(
                    "expected usable features, found {skipped} that are not; nothing was loaded"
                ),
            ),
        ))
    }

    fn no_features(&self, root: &Root) -> Stop {
        let at = if root.features_value.is_empty() { root.span } else { root.features_value };
        let found = if root.features_value.is_empty() {
            Text::new("没有该成员", "none")
        } else {
            describe(self.text, at.start as usize)
        };
        Stop::Refused(
            "no-features",
            at.start as usize,
            Text::new(
                format!("FeatureCollection 应有 features 数组,实为{};未读入", found.zh),
                format!(
                    "expected a FeatureCollection with an array of features, found {}; nothing was loaded",
                    found.en
                ),
            ),
        )
    }

    fn no_geojson(&self, offset: usize) -> Stop {
        let found = other_format(self.text, offset);
        Stop::Refused(
            "not-geojson",
            offset,
            Text::new(
                format!(
                    "是 JSON,但不是 GeoJSON 对象(FeatureCollection、Feature 或几何),而是{};未读入",
                    found.zh
                ),
                format!(
                    "expected a GeoJSON object (FeatureCollection, Feature or geometry), found {}; nothing was loaded",
                    found.en
                ),
            ),
        )
    }
}

/// A feature's span must end where the split said.
fn ended(scanner: &Scanner<'_>, span: Span) -> Result<(), JsonError> {
    if scanner.at == span.end as usize { Ok(()) } else { scanner.error(Expected::CommaOrBracket) }
}

/// Cuts a row of spans into tasks of about [`CHUNK_BYTES`].
fn tasks(spans: &[Span]) -> Vec<std::ops::Range<usize>> {
    let mut tasks = Vec::new();
    let mut first = 0;
    for (idx, span) in spans.iter().enumerate() {
        let bytes = span.end - spans[first].start;
        if bytes as usize >= CHUNK_BYTES || idx + 1 == spans.len() {
            tasks.push(first..idx + 1);
            first = idx + 1;
        }
    }
    tasks
}

/// The texts between separators, without white space around them; empty ones are no texts.
fn split_texts(text: &[u8], whole: Span, separator: u8) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = whole.start as usize;
    while start < text.len() {
        let end = memchr(separator, &text[start..]).map_or(text.len(), |found| start + found);
        let piece = &text[start..end];
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        if let Some(first) = piece.iter().position(|byte| !space(byte)) {
            let last = piece.iter().rposition(|byte| !space(byte)).unwrap_or(first);
            spans.push(Span::new(start + first, start + last + 1));
        }
        start = end + 1;
    }
    spans
}

fn may_be_collection(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"FeatureCollection").is_some()
        || memchr::memmem::find(text, b"\\u").is_some()
}

fn sort_of(text: &[u8], value: Span) -> Sort {
    match crs::scalar(text, value).as_deref() {
        Some("FeatureCollection") => Sort::FeatureCollection,
        Some("Feature") => Sort::Feature,
        Some(name) if GeometryKind::from_name(name).is_some() => Sort::Geometry,
        _ => Sort::NoGeoJson,
    }
}

fn top_sort(text: &[u8], span: Span) -> Sort {
    crs::member(text, span, "type").map_or(Sort::NoGeoJson, |value| sort_of(text, value))
}

/// What a JSON text is if not GeoJSON, as far as it can be told.
fn other_format(text: &[u8], offset: usize) -> Text {
    let span = Span::new(offset, text.len());
    let has = |name| crs::member(text, span, name);
    let kind = has("type").and_then(|value| crs::scalar(text, value));
    match kind.as_deref() {
        Some("Topology") => return Text::new("TopoJSON", "TopoJSON"),
        Some("CityJSON" | "CityJSONFeature") => return Text::new("CityJSON", "CityJSON"),
        Some(kind @ ("Catalog" | "Collection")) if has("stac_version").is_some() => {
            return Text::same(format!("STAC {kind}"));
        }
        Some(kind) => {
            return Text::new(
                format!("type 为“{kind}”的对象"),
                format!("an object of type \"{kind}\""),
            );
        }
        None => {}
    }
    if has("features").is_some()
        && (has("geometryType").is_some() || has("spatialReference").is_some())
        || has("rings").is_some()
        || has("paths").is_some()
    {
        return Text::new("Esri JSON", "Esri JSON");
    }
    if text.get(offset) == Some(&b'{') {
        return Text::new("没有 type 的对象", "an object without a type");
    }
    describe(text, offset)
}

/// Puts the layer together and says what is odd about the whole of it.
fn assemble(
    source: Arc<[u8]>,
    decoded: Decoded,
    options: ReadOptions<'_>,
    container: Container,
    root: Root,
    mut gathered: Gathered,
    conversion: Option<(&str, datum::Conversion)>,
) -> (Layer, Vec<ReadIssue>) {
    let text = &decoded.text[..];
    let crs = (!root.crs.is_empty()).then(|| crs::read(text, root.crs)).flatten();
    if conversion.is_none() {
        note_crs(&mut gathered, crs.as_ref(), root.crs);
    }
    note_ids(text, &mut gathered);
    note_dimensions(&mut gathered, root.span.start as usize);
    let looks_projected = note_range(&mut gathered);
    let datum = match (&conversion, &crs, looks_projected) {
        (Some((name, _)), ..) => Datum::Named((*name).to_owned()),
        (None, Some(crs), _) if crs.sort != CrsSort::LonLat => crs.datum(),
        (None, _, Some(name)) => Datum::Unnamed(name),
        (None, ..) => Datum::LonLat,
    };
    if let Some((_, conversion)) = conversion {
        gathered.shapes.map_positions(|at| conversion.lon_lat_from(at.lon_deg, at.lat_deg));
    }
    let metadata = |name| {
        (!root.metadata.is_empty()).then(|| crs::member(text, root.metadata, name)).flatten()
    };
    let says_synthetic = metadata("synthetic").is_some_and(|value| &text[value.range()] == b"true");
    let programme_total =
        metadata("programme_total").and_then(|value| crs::scalar(text, value)?.parse().ok());
    let count = gathered.features.len();
    let mut layer = Layer {
        name: stem(options.file_name).to_owned(),
        kind: crate::model::Kind::new(crate::model::Kind::OTHER),
        kind_evidence: Vec::new(),
        source,
        text: Arc::clone(&decoded.text),
        encoding: decoded.encoding,
        gzip: decoded.gzip,
        container,
        root: root.span,
        features: gathered.features,
        shapes: gathered.shapes,
        annotated: gathered.annotated,
        yice_member: (!root.yice.is_empty()).then_some(root.yice),
        crs: crs.map_or_else(|| crs::DEFAULT.to_owned(), |crs| crs.name),
        datum,
        synthetic: says_synthetic || root.synthetic || gathered.synthetic * 2 > count,
        programme_total,
        skipped: gathered.skipped,
    };
    (layer.kind, layer.kind_evidence) = match options.kind {
        Some(kind) => (kind.clone(), vec![Text::new("由人指定", "chosen by a person")]),
        None => classify::classify(
            &layer,
            (!root.metadata.is_empty()).then_some(root.metadata),
            options.file_name,
        ),
    };
    let issues = gathered.findings.into_issues(&layer.text);
    (layer, issues)
}

/// A file's name without its endings.
fn stem(file_name: &str) -> &str {
    let mut name = file_name;
    for ending in [".gz", ".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".json"] {
        let cut = name.len().saturating_sub(ending.len());
        if cut > 0 && name.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(ending)) {
            name = &name[..cut];
        }
    }
    name
}

fn note_crs(gathered: &mut Gathered, crs: Option<&Crs>, value: Span) {
    let Some(Crs { name, sort }) = crs else { return };
    let (code, zh, en) = match sort {
        CrsSort::LonLat => return,
        CrsSort::Projected => ("projected-crs", "投影坐标系", "a projected system"),
        CrsSort::Unknown => ("unknown-crs", "未知坐标系", "an unknown system"),
    };
    gathered.findings.add(Severity::Warning, code, None, value.start as usize, || {
        Text::new(
            format!("应为 WGS 84 或 CGCS2000 经纬度,实为{zh} {name};数据保留,指定坐标系后才绘制"),
            format!(
                "expected WGS 84 or CGCS2000 degrees, found {en}, {name}; kept, and drawn once a person names its datum"
            ),
        )
    });
}

/// Says when the numbers are no degrees at all, or stand the other way round.
fn note_range(gathered: &mut Gathered) -> Option<String> {
    let RangeTally { features, lat_first, metres, first } = gathered.range;
    let first = first?;
    if lat_first * 2 >= features && lat_first > 0 {
        gathered.findings.add(Severity::Warning, "lat-first", Some(first.ordinal), first.offset, || {
            Text::new(
                format!("{lat_first} 个要素疑似纬度在前(应为经度、纬度);照原样保留"),
                format!("expected longitude before latitude, found {lat_first} features that look the other way round; kept as they are"),
            )
        });
    }
    if metres * 2 <= gathered.features.len() {
        return None;
    }
    let suggested = datum::suggestion(first.lon, first.lat);
    gathered.findings.add(Severity::Warning, "projected-crs", None, first.offset, || {
        let (zh, en) = suggested.map_or((String::new(), String::new()), |name| {
            (format!(",数值像 {name}"), format!("; the numbers look like {name}"))
        });
        Text::new(
            format!("坐标不是度,像投影坐标,文件未说明坐标系{zh};数据保留,指定坐标系后才绘制"),
            format!("expected degrees, found what looks projected, and the file does not say how{en}; kept, and drawn once a person names its datum"),
        )
    });
    Some(suggested.map_or_else(|| "?".to_owned(), |name| format!("{name}?")))
}

fn note_dimensions(gathered: &mut Gathered, offset: usize) {
    let DimensionTally { flat, with_height } = gathered.dimensions;
    if flat > 0 && with_height > 0 {
        gathered.findings.add(Severity::Info, "some-heights", None, offset, || {
            Text::new(
                format!("{with_height} 个要素带高程,{flat} 个不带"),
                format!("{with_height} features have heights, {flat} have none"),
            )
        });
    }
}

/// Finds ids that stand twice, compared as text.
fn note_ids(text: &[u8], gathered: &mut Gathered) {
    use std::hash::{BuildHasher as _, RandomState};
    let state = RandomState::new();
    let mut ids: Vec<(u64, u32)> = gathered
        .features
        .iter()
        .enumerate()
        .filter_map(|(idx, spans)| Some((state.hash_one(id_text(text, spans.id)?), idx as u32)))
        .collect();
    ids.sort_unstable();
    let mut twice: Vec<(u32, u32)> = ids
        .chunk_by(|a, b| a.0 == b.0)
        .flat_map(|same| same.iter().skip(1).map(|later| (later.1, same[0].1)))
        .collect();
    twice.sort_unstable();
    for (later, first) in twice {
        let spans = gathered.features[later as usize];
        let first = gathered.features[first as usize].ordinal;
        let (ordinal, offset) = (spans.ordinal as usize, spans.id.start as usize);
        gathered.findings.add(Severity::Warning, "duplicate-id", Some(ordinal), offset, || {
            let id = id_text(text, spans.id).unwrap_or_default();
            Text::new(
                format!("id“{id}”与第 {first} 个要素重复;两者都保留"),
                format!("the id \"{id}\" is also that of feature {first}; both are kept"),
            )
        });
    }
}

/// A string id's text or a number id's spelling.
pub fn id_text(text: &[u8], id: Span) -> Option<String> {
    (!id.is_empty()).then(|| crs::scalar(text, id)).flatten()
}
