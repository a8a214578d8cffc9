//! The top of a text: what it is, where its features are, and what it says of all of them.

use super::found::{describe, excerpt};
use super::json_scan::{JsonError, NESTING_MAX, Scanner};
use super::{crs, json_text};
use crate::model::{GeometryKind, Span, Text};

/// What a text turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Feature,
    FeatureCollection,
    Geometry,
    NoGeoJson,
}

/// The members of a top-level object that say something about the whole file.
#[derive(Clone, Default)]
pub struct Root {
    pub span: Span,
    pub sort: Option<Sort>,
    pub type_value: Span,
    pub features: Option<Vec<Span>>,
    pub features_value: Span,
    pub crs: Span,
    pub yice: Span,
    pub metadata: Span,
    pub synthetic: bool,
    pub duplicate: Option<(usize, String)>,
}

/// Whether a member of the name `yice` is this program's: another one may use the name for something else.
pub fn is_own_yice(text: &[u8], value: Span) -> bool {
    let format = crs::member(text, value, "format").and_then(|format| crs::scalar(text, format));
    format.is_some_and(|format| format.starts_with("yice/"))
}

/// Why the reading of a text stops.
pub enum Stop {
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

/// Looks through the top-level object. `features` is split but not read.
pub fn read_root(text: &[u8], scanner: &mut Scanner<'_>) -> Result<Root, Stop> {
    let start = scanner.at;
    let mut root = Root::default();
    let mut cursor = scanner.open_object()?;
    while let Some(name) = scanner.next_name(&mut cursor)? {
        if name.is(text, "features") {
            if root.features.take().is_some() {
                Scanner::new(text, root.features_value, 0).value()?;
            }
            root.features_value = split_features(scanner, &mut root)?;
            continue;
        }
        let value = scanner.value()?;
        if scanner.too_deep() {
            return Err(Stop::Refused(
                "too-deep",
                value.start as usize,
                Text::new(
                    format!("嵌套 {} 层，超过上限 {NESTING_MAX}；未读入", scanner.deepest),
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

fn split_features(scanner: &mut Scanner<'_>, root: &mut Root) -> Result<Span, Stop> {
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

/// What a `type` member's value says.
pub fn sort_of(text: &[u8], value: Span) -> Sort {
    match crs::scalar(text, value).as_deref() {
        Some("FeatureCollection") => Sort::FeatureCollection,
        Some("Feature") => Sort::Feature,
        Some(name) if GeometryKind::from_name(name).is_some() => Sort::Geometry,
        _ => Sort::NoGeoJson,
    }
}

/// A collection without its features.
pub fn no_features(text: &[u8], root: &Root) -> Stop {
    let at = if root.features_value.is_empty() { root.span } else { root.features_value };
    let found = if root.features_value.is_empty() {
        Text::new("没有该成员", "none")
    } else {
        describe(text, at.start as usize)
    };
    Stop::Refused(
        "no-features",
        at.start as usize,
        Text::new(
            format!("FeatureCollection 应有 features 数组，实为{}；未读入", found.zh),
            format!(
                "expected a FeatureCollection with an array of features, found {}; nothing was loaded",
                found.en
            ),
        ),
    )
}

/// JSON that is no GeoJSON.
pub fn no_geojson(text: &[u8], offset: usize) -> Stop {
    let found = other_format(text, offset);
    Stop::Refused(
        "not-geojson",
        offset,
        Text::new(
            format!(
                "是 JSON，但不是 GeoJSON 对象（FeatureCollection、Feature 或几何），而是{}；未读入",
                found.zh
            ),
            format!(
                "expected a GeoJSON object (FeatureCollection, Feature or geometry), found {}; nothing was loaded",
                found.en
            ),
        ),
    )
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
            let kind = excerpt(kind);
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
