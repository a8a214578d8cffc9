//! What one feature says of itself: its properties and id, parsed when asked for. The records that ride in them are
//! `embedded`'s.

use std::borrow::Cow;

use super::crs::scalar;
use super::json_scan::Scanner;
use super::{embedded, feature_read, json_text};
use crate::model::{Layer, Properties, Property, PropertyValue, Span};

/// Parses one feature's properties, in the order of its text; names that stand twice stay twice.
pub fn read_properties(layer: &Layer, feature_idx: usize) -> Properties {
    let Some(spans) = layer.features.get(feature_idx) else { return Properties::default() };
    let text = layer.slice(spans.properties);
    Properties(read_object(&text, Span::new(0, text.len())))
}

/// The members of an object; none where no object stands.
fn read_object(text: &[u8], object: Span) -> Vec<Property> {
    let mut properties = Vec::new();
    let mut scanner = Scanner::new(text, object, 0);
    let Ok(mut cursor) = scanner.open_object() else { return properties };
    while let Ok(Some(name)) = scanner.next_name(&mut cursor) {
        let Ok(value) = scanner.value() else { break };
        let name = json_text::read(text, name).into_owned();
        properties.push(Property { name, value: read_value(text, value) });
    }
    properties
}

fn read_value(text: &[u8], value: Span) -> PropertyValue {
    let spelt =
        || String::from_utf8_lossy(text.get(value.range()).unwrap_or_default()).into_owned();
    match text.get(value.start as usize) {
        Some(b'"') => PropertyValue::String(scalar(text, value).unwrap_or_default().into_owned()),
        Some(b't') => PropertyValue::Bool(true),
        Some(b'f') => PropertyValue::Bool(false),
        Some(b'{' | b'[') => PropertyValue::Nested(spelt()),
        Some(b'-' | b'0'..=b'9') => PropertyValue::Number(spelt()),
        _ => PropertyValue::Null,
    }
}

/// The feature's GeoJSON `id` as text (a number as it is spelt); `None` where there is none.
pub fn feature_id(layer: &Layer, feature_idx: usize) -> Option<String> {
    let text = layer.slice(layer.features.get(feature_idx)?.id);
    feature_read::id_text(&text, Span::new(0, text.len())).map(Cow::into_owned)
}

/// The lasting name a feature was given when its first record left with it (`yice_key`).
pub fn yice_key(layer: &Layer, feature_idx: usize) -> Option<String> {
    kept_text(layer, feature_idx, "yice_key")
}

/// The GeoJSON text of the geometry a feature came with, where somebody has moved it since and the file keeps
/// the old one (`yice_orig_geometry`).
///
/// Only where a record of the feature's says that it was moved: another program may use the name for something else.
pub fn original_geometry(layer: &Layer, feature_idx: usize) -> Option<String> {
    let text = kept_text(layer, feature_idx, "yice_orig_geometry")?;
    let properties = layer.slice(layer.features.get(feature_idx)?.properties);
    embedded::says_moved(&properties, Span::new(0, properties.len())).then_some(text)
}

fn kept_text(layer: &Layer, feature_idx: usize, name: &str) -> Option<String> {
    let text = layer.slice(layer.features.get(feature_idx)?.properties);
    let value = super::crs::member(&text, Span::new(0, text.len()), name)?;
    match text.get(value.start as usize)? {
        b'"' => scalar(&text, value).filter(|text| !text.trim().is_empty()).map(Cow::into_owned),
        _ => None,
    }
}
