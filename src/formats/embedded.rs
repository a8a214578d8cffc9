//! The records that ride in a feature's `yice_records`: an array, or a string holding one as some software leaves it.
//!
//! They are handed on as JSON text. What they mean is `plan`'s.

use std::borrow::Cow;

use super::crs::{member, scalar};
use super::found::{Findings, describe};
use super::json_scan::{NESTING_MAX, Scanner};
use super::json_text::quote;
use crate::model::{Layer, ReadIssue, Severity, Span, Text};

/// The member that holds them.
const RECORDS: &str = "yice_records";
/// A Shapefile cuts names too: what is left of that member.
const RECORDS_CUT: &str = "yice_recor";
/// The member that keeps what came as records and reads as none.
pub const UNREAD_RECORDS: &str = "yice_records_unread";

/// A record as it rides in a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedRecord {
    /// JSON text.
    pub text: String,
    /// The byte of the layer's text where it stands, or where the string that holds it does.
    pub offset: usize,
}

/// The records of a feature.
///
/// The issues name what is there and is no record.
pub fn embedded_records(
    layer: &Layer,
    feature_idx: usize,
) -> (Vec<EmbeddedRecord>, Vec<ReadIssue>) {
    let mut findings = Findings::default();
    let mut records = Vec::new();
    if let Some(spans) = layer.features.get(feature_idx)
        && let text = layer.slice(spans.properties)
        && let whole = Span::new(0, text.len())
        && let (None, Some(cut)) =
            (member(&text, whole, RECORDS), member(&text, whole, RECORDS_CUT))
    {
        let offset = spans.properties.start as usize + cut.start as usize;
        let ordinal = Some(spans.ordinal as usize);
        findings.add(Severity::Warning, "records-cut", ordinal, offset, records_cut);
    } else if let Some(spans) = layer.features.get(feature_idx)
        && let text = layer.slice(spans.properties)
        && let Some(held) = Held::of(&text, Span::new(0, text.len()))
    {
        let base = spans.properties.start as usize;
        let ordinal = spans.ordinal as usize;
        let note = |code, offset: usize, message: Text| {
            let offset = base + held.place(offset);
            findings.add(Severity::Warning, code, Some(ordinal), offset, || message);
        };
        for element in read_array(&held.text, note) {
            let text = held.text.get(element.range()).unwrap_or_default();
            records.push(EmbeddedRecord {
                text: String::from_utf8_lossy(text).into_owned(),
                offset: base + held.place(element.start as usize),
            });
        }
    }
    (records, findings.into_issues(&layer.text))
}

/// What stands in a feature's `yice_records` and is no record, as JSON text, with what an earlier writing has kept of
/// it: nothing of it goes when the records are written anew.
pub fn unread_records(
    layer: &Layer,
    feature_idx: usize,
    is_record: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let spans = layer.features.get(feature_idx)?;
    let text = layer.slice(spans.properties);
    let whole = Span::new(0, text.len());
    let utf8 = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    let kept = member(&text, whole, UNREAD_RECORDS).and_then(|span| text.get(span.range()));
    let kept = kept.map(utf8);
    let fresh = Held::of(&text, whole).and_then(|held| {
        let held_span = Span::new(0, held.text.len());
        let mut scanner = Scanner::new(&held.text, held_span, 0);
        scanner.skip_space();
        if held.is_nothing() {
            return None;
        }
        let is_json = Scanner::new(&held.text, held_span, 0).whole().is_ok();
        let cursor = is_json.then(|| scanner.open_array().ok()).flatten();
        let Some(mut cursor) = cursor else { return Some(quote(&utf8(&held.text))) };
        let mut unread = Vec::new();
        while let Ok(true) = scanner.next_element(&mut cursor) {
            scanner.deepest = scanner.depth;
            let Ok(value) = scanner.value() else { break };
            let element = held.text.get(value.range()).map(utf8).unwrap_or_default();
            if scanner.too_deep() || !element.starts_with('{') || !is_record(&element) {
                unread.push(element);
            }
        }
        (!unread.is_empty()).then(|| format!("[{}]", unread.join(",")))
    });
    match (kept, fresh) {
        (Some(kept), Some(fresh)) => Some(format!("[{kept},{fresh}]")),
        (kept, fresh) => kept.or(fresh),
    }
}

/// The features that a feature's records speak of, each once, as they are spelt.
pub fn recorded_features(layer: &Layer, feature_idx: usize) -> Vec<String> {
    let Some(spans) = layer.features.get(feature_idx) else { return Vec::new() };
    let mut features: Vec<String> = Vec::new();
    let text = layer.slice(spans.properties);
    each_record(&text, Span::new(0, text.len()), |text, record| {
        let feature = member(text, record, "feature").and_then(|value| scalar(text, value));
        if let Some(feature) = feature.filter(|feature| !features.iter().any(|it| it == feature)) {
            features.push(feature.into_owned());
        }
    });
    features
}

/// Whether one of the records in these properties is about a change of place.
pub fn says_moved(text: &[u8], properties: Span) -> bool {
    let mut moved = false;
    each_record(text, properties, |text, record| {
        let kind = member(text, record, "body").and_then(|body| member(text, body, "kind"));
        moved |= kind.and_then(|kind| scalar(text, kind)).as_deref() == Some("moved");
    });
    moved
}

fn each_record(text: &[u8], properties: Span, mut look: impl FnMut(&[u8], Span)) {
    let Some(held) = Held::of(text, properties) else { return };
    for record in read_array(&held.text, |_, _, _| {}) {
        look(&held.text, record);
    }
}

/// The text of an array of records, and where it stands.
struct Held<'t> {
    text: Cow<'t, [u8]>,
    value: Span,
    in_string: bool,
}

impl<'t> Held<'t> {
    fn of(text: &'t [u8], properties: Span) -> Option<Self> {
        let value = member(text, properties, RECORDS)?;
        let in_string = text.get(value.start as usize) == Some(&b'"');
        let held = match in_string {
            true => match scalar(text, value)? {
                Cow::Borrowed(inside) => Cow::Borrowed(inside.as_bytes()),
                Cow::Owned(inside) => Cow::Owned(inside.into_bytes()),
            },
            false => Cow::Borrowed(text.get(value.range())?),
        };
        Some(Self { text: held, value, in_string })
    }

    /// Null, or a text without anything in it.
    fn is_nothing(&self) -> bool {
        matches!(self.text.trim_ascii(), b"" | b"null")
    }

    /// The byte in the layer's text of a byte of this one. Inside a string escapes make places uncertain.
    fn place(&self, offset: usize) -> usize {
        self.value.start as usize + if self.in_string { 0 } else { offset }
    }
}

fn records_cut() -> Text {
    Text::new(
        "yice_records 被截断或损坏（例如经过 Shapefile）；其中的记录未取入",
        "expected yice_records to be JSON, found it cut or damaged (as by a Shapefile); no record was taken from it",
    )
}

/// Finds the objects of an array of records.
fn read_array(text: &[u8], mut note: impl FnMut(&'static str, usize, Text)) -> Vec<Span> {
    let mut records = Vec::new();
    let whole = Span::new(0, text.len());
    let mut scanner = Scanner::new(text, whole, 0);
    scanner.skip_space();
    if matches!(text.trim_ascii(), b"" | b"null") {
        return records;
    }
    if let Err(error) = Scanner::new(text, whole, 0).whole() {
        // A Shapefile cuts text at 254 bytes; what is left of a history cannot be trusted to be whole.
        note("records-cut", error.offset, records_cut());
        return records;
    }
    let Ok(mut cursor) = scanner.open_array() else {
        let found = describe(text, scanner.at);
        note(
            "bad-records",
            scanner.at,
            Text::new(
                format!("yice_records 应为记录数组，实为{}；未取入", found.zh),
                format!(
                    "expected yice_records to be an array of records, found {}; not taken",
                    found.en
                ),
            ),
        );
        return records;
    };
    while let Ok(true) = scanner.next_element(&mut cursor) {
        scanner.deepest = scanner.depth;
        let Ok(value) = scanner.value() else { break };
        let at = value.start as usize;
        if scanner.too_deep() {
            let deepest = scanner.deepest;
            note(
                "bad-records",
                at,
                Text::new(
                    format!("记录嵌套 {deepest} 层，超过上限 {NESTING_MAX}；未取入"),
                    format!(
                        "a record nested {deepest} deep, the limit is {NESTING_MAX}; not taken"
                    ),
                ),
            );
        } else if text.get(at) == Some(&b'{') {
            records.push(value);
        } else {
            let found = describe(text, at);
            note(
                "bad-records",
                at,
                Text::new(
                    format!("记录应为对象，实为{}；未取入", found.zh),
                    format!("expected a record to be an object, found {}; not taken", found.en),
                ),
            );
        }
    }
    records
}
