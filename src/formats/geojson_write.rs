//! Writes a layer's own text again, with additions spliced in where they belong and every other byte as it was.
//!
//! What an addition does to a text:
//! - members of a feature stand in its `properties`: those that are there already are replaced in place, those
//!   no longer wanted go, new ones follow the last member with the same white space around them;
//! - `"properties": null`, a missing one, or one that is no object becomes an object (what was there and is not
//!   null or empty is kept as text in `yice_orig_properties`);
//! - a bare geometry becomes a Feature that holds its text;
//! - features the file does not have follow the last one of its collection, or the last text of a sequence;
//!   a single Feature or geometry with such company becomes the first of a collection, which takes over its
//!   `crs` and `yice`;
//! - the `yice` member stands in the collection or the single Feature; a sequence has no place for one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Read as _, Write};

use super::Additions;
use super::encoding::GzipReader;
use super::even_writer::EvenWriter;
use super::json_scan::Scanner;
use super::json_text::quote;
use super::object_edit::{Edit, ObjectText, Style};
use super::root_read::is_own_yice;
use super::source_copy::SourceCopy;
use crate::model::{Container, FeatureSpans, Layer, Span, TextEncoding};

/// Writes the layer's own text with `additions` spliced in; without additions, its source byte for byte.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_layer(layer: &Layer, additions: &Additions, out: &mut dyn Write) -> io::Result<()> {
    if additions.is_empty() {
        return layer.source.each_piece(0..layer.source.len(), |piece| out.write_all(piece));
    }
    check(additions)?;
    let source = match layer.encoding {
        // Copied from the text.
        TextEncoding::Utf8 | TextEncoding::Utf8Bom => Cow::default(),
        _ if layer.gzip => {
            let mut bytes = Vec::new();
            GzipReader::new(&layer.source.held()?).read_to_end(&mut bytes)?;
            bytes.into()
        }
        _ => layer.source.get(0..layer.source.len())?,
    };
    if layer.gzip {
        let packed = flate2::write::GzEncoder::new(out, flate2::Compression::default());
        let mut even = EvenWriter::new(packed);
        write_text(layer, additions, &source, &mut even)?;
        even.finish()?.finish().map(drop)
    } else {
        write_text(layer, additions, &source, out)
    }
}

fn write_text(
    layer: &Layer,
    additions: &Additions,
    source: &[u8],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut copy = SourceCopy::new(layer, source, out)?;
    let mut around = around_edits(layer, additions)?.into_iter().peekable();
    let mut touched: BTreeSet<usize> = additions
        .members
        .keys()
        .chain(additions.geometries.keys())
        .chain(additions.write_back.keys())
        .copied()
        .collect();
    if layer.container == Container::Geometry {
        touched.insert(0);
    }
    for feature_idx in touched {
        let Some(spans) = layer.features.get(feature_idx) else { continue };
        while let Some(edit) = around.next_if(|edit| edit.at.end <= spans.feature.start) {
            apply(&mut copy, &edit)?;
        }
        for edit in feature_edits(layer, additions, feature_idx, *spans)? {
            while let Some(between) = around.next_if(|between| between.at.start < edit.at.start) {
                apply(&mut copy, &between)?;
            }
            apply(&mut copy, &edit)?;
        }
    }
    for edit in around {
        apply(&mut copy, &edit)?;
    }
    copy.finish()
}

fn apply(copy: &mut SourceCopy<'_>, edit: &Edit<'_>) -> io::Result<()> {
    copy.copy_to(edit.at.start as usize)?;
    copy.insert(&edit.text)?;
    copy.skip_to(edit.at.end as usize)
}

/// What is spliced in must be JSON, or the whole file would no longer be.
fn check(additions: &Additions) -> io::Result<()> {
    let wrong = |what: String| Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    let is_json =
        |json: &str| Scanner::new(json.as_bytes(), Span::new(0, json.len()), 0).whole().is_ok();
    let members = additions.members.values().flatten();
    if let Some((name, _)) = members.clone().find(|(name, _)| !name.starts_with("yice_")) {
        return wrong(format!("expected a member named yice_…, found {name}"));
    }
    let mut values = members
        .chain(additions.write_back.values().flatten())
        .map(|(_, value)| value)
        .chain(additions.geometries.values())
        .chain(&additions.appended)
        .chain(&additions.yice_member);
    match values.find(|value| !is_json(value)) {
        Some(value) => {
            let shown: String = value.chars().take(60).collect();
            wrong(format!("expected JSON to add, found {shown}"))
        }
        None => Ok(()),
    }
}

/// The edits of one feature, ascending.
fn feature_edits<'a>(
    layer: &Layer,
    additions: &'a Additions,
    feature_idx: usize,
    spans: FeatureSpans,
) -> io::Result<Vec<Edit<'a>>> {
    let members = additions.members.get(&feature_idx).map(Vec::as_slice);
    let geometry = additions.geometries.get(&feature_idx).map(|text| one_line(layer, text));
    if spans.feature == spans.geometry {
        let members = members.unwrap_or_default();
        return Ok(bare_geometry_edits(layer, additions, members, geometry, spans));
    }
    let write_back = additions.write_back.get(&feature_idx).map_or(&[][..], Vec::as_slice);
    // The feature's own text, and its members' places in it.
    let own = layer.text.get(spans.feature.range())?;
    let (text, base) = (&own[..], spans.feature.start);
    let spans = spans.seen_from(base);
    let first = text.get(spans.properties.start as usize).filter(|_| !spans.properties.is_empty());
    let mut edits = Vec::new();
    let mut missing: Vec<(Cow<'a, str>, Cow<'a, str>)> = Vec::new();
    match (first, members) {
        (Some(b'{'), _) => {
            let object = ObjectText::read(text, spans.properties);
            let style = object.style().unwrap_or_else(|| Style::of_parent(text, spans.feature));
            let wanted = members.map(|members| on_one_line(layer, members));
            edits.extend(object.set(wanted.as_deref(), &on_one_line(layer, write_back), &style));
        }
        (_, None | Some([])) => {}
        (Some(_), Some(members)) => {
            let style = Style::of_parent(text, spans.feature);
            let mut members = on_one_line(layer, members);
            let before = String::from_utf8_lossy(&text[spans.properties.range()]);
            if !matches!(&*before, "null" | "[]" | "\"\"") {
                members.push(("yice_orig_properties".into(), quote(&before).into()));
            }
            edits.push(Edit { at: spans.properties, text: style.object(&members).into() });
        }
        (None, Some(members)) => {
            let style = Style::of_parent(text, spans.feature);
            missing.push(("properties".into(), style.object(&on_one_line(layer, members)).into()));
        }
    }
    match geometry {
        Some(geometry) if !spans.geometry.is_empty() => {
            edits.push(Edit { at: spans.geometry, text: geometry });
        }
        Some(geometry) => missing.push(("geometry".into(), geometry)),
        None => {}
    }
    if !missing.is_empty() {
        edits.push(ObjectText::read(text, spans.feature).append(&missing));
    }
    for edit in &mut edits {
        edit.at = Span { start: edit.at.start + base, end: edit.at.end + base };
    }
    edits.sort_by_key(|edit| edit.at.start);
    Ok(edits)
}

/// A bare geometry becomes a Feature around its own text.
fn bare_geometry_edits<'a>(
    layer: &Layer,
    additions: &'a Additions,
    members: &'a [(String, String)],
    geometry: Option<Cow<'a, str>>,
    spans: FeatureSpans,
) -> Vec<Edit<'a>> {
    let properties = Style::default().object(&on_one_line(layer, members));
    let head = format!("{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":");
    let mut tail = String::new();
    if layer.container == Container::Geometry
        && additions.appended.is_empty()
        && let Some(yice) = &additions.yice_member
    {
        tail = format!(",\"yice\":{yice}");
    }
    tail.push('}');
    let mut edits = vec![Edit::insert(spans.feature.start, head)];
    if let Some(geometry) = geometry {
        edits.push(Edit { at: spans.geometry, text: geometry });
    }
    edits.push(Edit::insert(spans.feature.end, tail));
    edits
}

/// The edits outside features: further features and the `yice` member, ascending.
fn around_edits<'a>(layer: &Layer, additions: &'a Additions) -> io::Result<Vec<Edit<'a>>> {
    let mut edits = Vec::new();
    if additions.appended.is_empty() && additions.yice_member.is_none() {
        return Ok(edits);
    }
    let text = layer.text.get(0..layer.text.len())?;
    match layer.container {
        Container::RecordSequence | Container::LineSequence => {
            edits.extend(further_texts(layer, &text, &additions.appended));
        }
        Container::Feature | Container::Geometry if !additions.appended.is_empty() => {
            return Ok(wrap_edits(layer, &text, additions));
        }
        Container::Geometry => {}
        Container::Feature | Container::FeatureCollection => {
            let root = ObjectText::leap(&text, layer.root);
            if layer.container == Container::FeatureCollection && !additions.appended.is_empty() {
                edits.extend(
                    root.last("features")
                        .map(|array| further_elements(&text, array, &additions.appended)),
                );
            }
            if let Some(yice) = &additions.yice_member {
                edits.extend(match root.last("yice") {
                    Some(at) if is_replaced(&text, at) => Some(Edit { at, text: yice.into() }),
                    // Another program's: it stays, and a file without ours is read all the same.
                    Some(_) => None,
                    None => Some(root.append(&[("yice".into(), yice.into())])),
                });
            }
        }
    }
    edits.sort_by_key(|edit| edit.at.start);
    Ok(edits)
}

/// Whether a `yice` member is this program's, or says nothing.
fn is_replaced(text: &[u8], at: Span) -> bool {
    text.get(at.range()) == Some(b"null") || is_own_yice(text, at)
}

/// Further features behind the last of a collection, with the white space that stands before that one.
fn further_elements<'a>(text: &[u8], array: Span, appended: &'a [String]) -> Edit<'a> {
    let mut scanner = Scanner::new(text, array, 0);
    let mut last: Option<(usize, Span)> = None;
    let mut lead = array.start as usize + 1;
    if let Ok(mut cursor) = scanner.open_array() {
        while let Ok(true) = scanner.next_element(&mut cursor) {
            let Ok(element) = scanner.leap() else { break };
            last = Some((lead, element));
            // Behind the comma, if one follows.
            scanner.skip_space();
            lead = scanner.at + 1;
        }
    }
    let Some((lead, last)) = last else {
        return Edit::insert(array.start + 1, appended.join(","));
    };
    let space = String::from_utf8_lossy(text.get(lead..last.start as usize).unwrap_or_default());
    let texts: Vec<_> = appended.iter().map(|feature| format!(",{space}{feature}")).collect();
    Edit::insert(last.end, texts.concat())
}

/// Further texts at the end of a sequence, in its own manner.
fn further_texts<'a>(layer: &Layer, text: &[u8], appended: &'a [String]) -> Option<Edit<'a>> {
    if appended.is_empty() {
        return None;
    }
    let crlf = memchr::memmem::find(text, b"\r\n").is_some();
    let newline = if crlf { "\r\n" } else { "\n" };
    let lead = if layer.container == Container::RecordSequence { "\u{1e}" } else { "" };
    let mut more = String::new();
    if !text.ends_with(b"\n") {
        more.push_str(newline);
    }
    for feature in appended {
        more.push_str(lead);
        more.push_str(&one_line(layer, feature));
        more.push_str(newline);
    }
    Some(Edit::insert(text.len() as u32, more))
}

/// A single Feature or geometry gets company: a collection around it.
fn wrap_edits<'a>(layer: &Layer, text: &[u8], additions: &'a Additions) -> Vec<Edit<'a>> {
    let root = ObjectText::read(text, layer.root);
    let mut head = "{\"type\":\"FeatureCollection\",".to_owned();
    if let Some(crs) = root.last("crs") {
        head.push_str(&format!("\"crs\":{},", String::from_utf8_lossy(&text[crs.range()])));
    }
    head.push_str("\"features\":[");
    let mut tail: String =
        additions.appended.iter().map(|feature| format!(",\n{feature}")).collect();
    tail.push(']');
    if let Some(yice) = &additions.yice_member {
        tail.push_str(&format!(",\"yice\":{yice}"));
    }
    tail.push('}');
    let mut edits = vec![Edit::insert(layer.root.start, head)];
    let own = root.last("yice").filter(|at| is_replaced(text, *at));
    if layer.container == Container::Feature && own.is_some() {
        edits.extend(root.without("yice"));
    }
    edits.push(Edit::insert(layer.root.end, tail));
    edits
}

type Members<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

fn on_one_line<'a>(layer: &Layer, members: &'a [(String, String)]) -> Members<'a> {
    members.iter().map(|(name, value)| (name.into(), one_line(layer, value))).collect()
}

/// In a sequence of lines no text may hold a line break; in JSON they only ever stand between values.
fn one_line<'a>(layer: &Layer, json: &'a str) -> Cow<'a, str> {
    let sequence = matches!(layer.container, Container::LineSequence | Container::RecordSequence);
    if sequence && json.contains(['\n', '\r']) {
        json.replace(['\n', '\r'], " ").into()
    } else {
        json.into()
    }
}
