//! What one feature says of itself: its properties, id and the records that ride in them, parsed when asked for.

use std::borrow::Cow;

use super::crs::scalar;
use super::found::{Findings, describe};
use super::json_scan::Scanner;
use super::{json_text, layer_build};
use crate::model::{Layer, Properties, Property, PropertyValue, ReadIssue, Severity, Span, Text};

/// Parses one feature's properties, in the order of its text; names that stand twice stay twice.
pub fn read_properties(layer: &Layer, feature_idx: usize) -> Properties {
    let Some(spans) = layer.features.get(feature_idx) else { return Properties::default() };
    Properties(read_object(&layer.text, spans.properties))
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
    layer_build::id_text(&layer.text, layer.features.get(feature_idx)?.id).map(Cow::into_owned)
}

/// The lasting name a feature was given when its first record left with it (`yice_key`).
pub fn yice_key(layer: &Layer, feature_idx: usize) -> Option<String> {
    kept_text(layer, feature_idx, "yice_key")
}

/// The GeoJSON text of the geometry a feature came with, where somebody has moved it since and the file keeps
/// the old one (`yice_orig_geometry`).
pub fn original_geometry(layer: &Layer, feature_idx: usize) -> Option<String> {
    kept_text(layer, feature_idx, "yice_orig_geometry")
}

fn kept_text(layer: &Layer, feature_idx: usize, name: &str) -> Option<String> {
    let value = super::crs::member(&layer.text, layer.features.get(feature_idx)?.properties, name)?;
    match layer.text.get(value.start as usize)? {
        b'"' => {
            scalar(&layer.text, value).filter(|text| !text.trim().is_empty()).map(Cow::into_owned)
        }
        _ => None,
    }
}

/// The JSON text of each record that rides in a feature's `yice_records` (an array, or a string holding one).
///
/// The issues name what is there and is no record.
pub fn embedded_records(layer: &Layer, feature_idx: usize) -> (Vec<String>, Vec<ReadIssue>) {
    let mut findings = Findings::default();
    let mut records = Vec::new();
    if let Some(spans) = layer.features.get(feature_idx)
        && let Some(value) = super::crs::member(&layer.text, spans.properties, "yice_records")
    {
        let ordinal = spans.ordinal as usize;
        let mut note = |code, offset: usize, message: Text| {
            findings.add(
                Severity::Warning,
                code,
                Some(ordinal),
                value.start as usize + offset,
                || message,
            );
        };
        let in_string = layer.text.get(value.start as usize) == Some(&b'"');
        let held = match in_string {
            true => scalar(&layer.text, value).unwrap_or_default(),
            false => String::from_utf8_lossy(layer.slice(value)),
        };
        let place = |offset: usize| if in_string { 0 } else { offset };
        read_records(held.as_bytes(), &mut records, |code, offset, message| {
            note(code, place(offset), message);
        });
    }
    (records, findings.into_issues(&layer.text))
}

/// Takes the objects out of an array of records.
fn read_records(
    text: &[u8],
    records: &mut Vec<String>,
    mut note: impl FnMut(&'static str, usize, Text),
) {
    let whole = Span::new(0, text.len());
    let mut scanner = Scanner::new(text, whole, 0);
    scanner.skip_space();
    if matches!(scanner.peek(), None | Some(b'n')) {
        return;
    }
    if let Err(error) = Scanner::new(text, whole, 0).whole() {
        // A Shapefile cuts text at 254 bytes; what is left of a history cannot be trusted to be whole.
        return note(
            "records-cut",
            error.offset,
            Text::new(
                "yice_records 被截断或损坏(例如经过 Shapefile);其中的记录未取入",
                "expected yice_records to be JSON, found it cut or damaged (as by a Shapefile); no record was taken from it",
            ),
        );
    }
    let Ok(mut cursor) = scanner.open_array() else {
        let found = describe(text, scanner.at);
        return note(
            "bad-records",
            scanner.at,
            Text::new(
                format!("yice_records 应为记录数组,实为{};未取入", found.zh),
                format!(
                    "expected yice_records to be an array of records, found {}; not taken",
                    found.en
                ),
            ),
        );
    };
    while let Ok(true) = scanner.next_element(&mut cursor) {
        let Ok(value) = scanner.value() else { break };
        let element = text.get(value.range()).unwrap_or_default();
        if element.first() == Some(&b'{') {
            records.push(String::from_utf8_lossy(element).into_owned());
        } else {
            let found = describe(text, value.start as usize);
            note(
                "bad-records",
                value.start as usize,
                Text::new(
                    format!("记录应为对象,实为{};未取入", found.zh),
                    format!("expected a record to be an object, found {}; not taken", found.en),
                ),
            );
        }
    }
}
