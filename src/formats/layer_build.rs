//! Puts a layer together from what was read, and says what is odd about the whole of it.

use std::sync::Arc;

use super::crs::{self, Crs, CrsSort};
use super::feature_issues::{DimensionTally, RangeTally};
use super::feature_read::{Chunk, id_text};
use super::found::{Findings, excerpt};
use super::root_read::{Root, is_own_yice};
use super::{ReadOptions, classify, datum};
use crate::model::{
    Bytes, CodeNames, Container, Datum, FeatureSpans, Layer, LinePlaces, ReadIssue, Severity,
    Shapes, Span, Text, TextEncoding,
};

/// A file's bytes, the text in them, and how it was spelt.
pub struct Original {
    pub source: Bytes,
    pub text: Bytes,
    pub encoding: TextEncoding,
    pub gzip: bool,
}

/// Features gathered from chunks.
#[derive(Default)]
pub struct Gathered {
    pub features: Vec<FeatureSpans>,
    pub shapes: Shapes,
    pub annotated: Vec<u32>,
    /// A hash of each id, and the feature that has it.
    pub ids: Vec<(u64, u32)>,
    pub findings: Findings,
    pub skipped: usize,
    pub synthetic: usize,
    pub range: RangeTally,
    pub dimensions: DimensionTally,
}

impl Gathered {
    /// Takes in what was read further on in the text.
    pub fn append(&mut self, chunks: Vec<Chunk>) {
        for mut chunk in chunks {
            self.take(&mut chunk);
        }
    }

    /// Takes in what was read further on in the text, and leaves the chunk empty, with its memory.
    pub fn take(&mut self, chunk: &mut Chunk) {
        let base = self.features.len() as u32;
        self.annotated.extend(chunk.annotated.iter().map(|idx| idx + base));
        self.ids.extend(chunk.ids.iter().map(|(hash, idx)| (*hash, idx + base)));
        self.findings.append(std::mem::take(&mut chunk.findings));
        self.skipped += chunk.skipped;
        self.synthetic += chunk.synthetic;
        self.range.append(chunk.range);
        self.dimensions.flat += chunk.dimensions.flat;
        self.dimensions.with_height += chunk.dimensions.with_height;
        self.features.extend_from_slice(&chunk.features);
        self.shapes.append(chunk.shapes.built());
        chunk.clear();
    }
}

/// Puts the layer together and says what is odd about the whole of it.
pub fn assemble(
    original: Original,
    options: ReadOptions<'_>,
    container: Container,
    root: Root,
    mut gathered: Gathered,
    conversion: Option<(&str, datum::Conversion)>,
) -> (Layer, Vec<ReadIssue>) {
    let Original { source, text, encoding, gzip } = original;
    let crs = crs_of(&text, &root);
    if conversion.is_none() {
        note_crs(&mut gathered, crs.as_ref(), root.crs);
    }
    let own_yice = own_yice(&text, &root);
    if !root.yice.is_empty() && own_yice.is_none() {
        note_yice(&root, &mut gathered);
    }
    note_ids(&text, &mut gathered);
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
    let metadata = text.get(root.metadata.range()).unwrap_or_default();
    let member = |name| crs::member(&metadata, Span::new(0, metadata.len()), name);
    let says_synthetic =
        member("synthetic").is_some_and(|value| metadata.get(value.range()) == Some(b"true"));
    let programme_total =
        member("programme_total").and_then(|value| crs::scalar(&metadata, value)?.parse().ok());
    let as_of = member("as_of").and_then(|value| crs::scalar(&metadata, value)?.parse().ok());
    drop(metadata);
    let count = gathered.features.len();
    let mut layer = Layer {
        code_names: None,
        name: stem(options.file_name).to_owned(),
        kind: crate::model::Kind::new(crate::model::Kind::OTHER),
        kind_evidence: Vec::new(),
        source,
        text,
        line_places: LinePlaces::default(),
        encoding,
        gzip,
        container,
        root: root.span,
        features: gathered.features,
        shapes: Arc::new(gathered.shapes),
        annotated: gathered.annotated,
        yice_member: own_yice,
        crs: crs.map_or_else(|| crs::DEFAULT.to_owned(), |crs| crs.name),
        datum,
        synthetic: says_synthetic || root.synthetic || gathered.synthetic * 2 > count,
        programme_total,
        as_of,
        skipped: gathered.skipped,
    };
    (layer.kind, layer.kind_evidence) = match options.kind {
        Some(kind) => (kind.clone(), vec![Text::new("由人指定", "chosen by a person")]),
        None => classify::classify(
            &layer,
            (!root.metadata.is_empty()).then_some(root.metadata),
            options.file_name,
            options.own_kinds,
        ),
    };
    let own_kind = options.own_kinds.iter().find(|it| it.code == layer.kind.code());
    layer.code_names = own_kind.map(|own| {
        let (own_code, national_code, name) =
            (own.own_code.clone(), own.national_code.clone(), own.name.clone());
        Arc::new(CodeNames { own_code, national_code, name })
    });
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
            format!("应为 WGS 84 或 CGCS2000 经纬度，实为{zh} {name}；数据保留，指定坐标系后才绘制"),
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
                format!("{lat_first} 个要素疑似纬度在前（应为经度、纬度）；照原样保留"),
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
            (format!("，数值像 {name}"), format!("; the numbers look like {name}"))
        });
        Text::new(
            format!("坐标不是度，像以米为单位的投影坐标，文件未说明坐标系{zh}；数据保留，指定坐标系后才绘制"),
            format!("expected degrees, found what looks projected (metres), and the file does not say how{en}; kept, and drawn once a person names its datum"),
        )
    });
    Some(suggested.map_or_else(|| "?".to_owned(), |name| format!("{name}?")))
}

fn note_dimensions(gathered: &mut Gathered, offset: usize) {
    let DimensionTally { flat, with_height } = gathered.dimensions;
    if flat > 0 && with_height > 0 {
        gathered.findings.add(Severity::Info, "some-heights", None, offset, || {
            Text::new(
                format!("{with_height} 个要素带高程，{flat} 个不带"),
                format!("{with_height} features have heights, {flat} have none"),
            )
        });
    }
}

/// Says when another program uses the name of our member: it stays, and ours is left out.
fn note_yice(root: &Root, gathered: &mut Gathered) {
    gathered.findings.add(Severity::Info, "foreign-yice", None, root.yice.start as usize, || {
        Text::new(
            "成员 yice 不是本程序写的；原样保留，导出时不再另写",
            "the member yice was not written by this program; it stays as it is, and an export writes none of its own",
        )
    });
}

/// What a `crs` member says.
pub fn crs_of(text: &Bytes, root: &Root) -> Option<Crs> {
    let value = text.get(root.crs.range()).unwrap_or_default();
    (!value.is_empty()).then(|| crs::read(&value, Span::new(0, value.len()))).flatten()
}

/// The `yice` member, where it is of this program's making.
fn own_yice(text: &Bytes, root: &Root) -> Option<Span> {
    let value = text.get(root.yice.range()).unwrap_or_default();
    is_own_yice(&value, Span::new(0, value.len())).then_some(root.yice)
}

/// Finds ids that stand twice, compared as text.
fn note_ids(text: &Bytes, gathered: &mut Gathered) {
    let mut ids = std::mem::take(&mut gathered.ids);
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
            let id = text.get(spans.id.range()).unwrap_or_default();
            let id = id_text(&id, Span::new(0, id.len())).unwrap_or_default();
            let id = excerpt(&id);
            Text::new(
                format!("id“{id}”与第 {first} 个要素重复；两者都保留"),
                format!("the id \"{id}\" is also that of feature {first}; both are kept"),
            )
        });
    }
}
