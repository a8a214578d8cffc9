//! Sequences of texts: RFC 8142, each text led by U+001E, and newline-delimited JSON, each on a line of its own.
//!
//! A text is a Feature, a bare geometry, or a whole collection, whose features then count one by one. In an
//! RFC 8142 sequence a text that is cut off or wrong is passed over (RFC 7464 §2.3 wants it so); a line that is
//! no JSON refuses the file, for then nothing says that it is a sequence at all.

use memchr::{memchr, memmem};

use super::found::{json_fault, not_json};
use super::json_scan::{Expected, JsonError, Scanner};
use super::root_read::{Root, Sort, Stop, read_root, sort_of};
use super::text_read::Reader;
use crate::model::{Container, Span, Text};

/// One feature of a sequence: a text of its own, or an element of a collection.
#[derive(Clone, Copy)]
enum Place {
    Text,
    Collection,
}

impl Reader<'_> {
    /// Reads all texts of a sequence.
    pub fn read_sequence(
        &mut self,
        container: Container,
        whole: Span,
    ) -> Result<(Container, Root), Stop> {
        let text = self.text;
        let separator = if container == Container::RecordSequence { 0x1E } else { b'\n' };
        let mut root = Root { span: whole, ..Root::default() };
        let (mut spans, mut places) = (Vec::new(), Vec::new());
        for span in split_texts(text, whole, separator) {
            match collection(text, span) {
                Some(inner) => {
                    if root.crs.is_empty() {
                        root.crs = inner.crs;
                    }
                    let elements = inner.features.unwrap_or_default();
                    places.extend(elements.iter().map(|_| Place::Collection));
                    spans.extend(elements);
                }
                None => {
                    places.push(Place::Text);
                    spans.push(span);
                }
            }
        }
        let units = self.units(&root);
        self.in_chunks(&spans, |chunk, ordinal, span| {
            let mut scanner = Scanner::new(text, span, 0);
            if let Some(Place::Collection) = places.get(ordinal) {
                return chunk.read_feature(&mut scanner, ordinal, units);
            }
            match sort_of_text(text, span) {
                Ok(Sort::Geometry) => chunk.read_bare_geometry(&mut scanner, ordinal, units),
                Ok(_) => chunk.read_feature(&mut scanner, ordinal, units),
                Err(error) if container == Container::RecordSequence => {
                    let Text { en, zh } = json_fault(text, error);
                    let message = Text::new(
                        format!("{zh}；这一段已跳过"),
                        format!("{en}; this text is passed over"),
                    );
                    chunk.skip_text(ordinal, error.offset, message);
                    Ok(())
                }
                Err(error) => Err(error),
            }
        })
        .map_err(|stop| match stop {
            Stop::NotJson => first_bad_text(text, &spans),
            other => other,
        })?;
        self.refuse_if_unusable(whole.start as usize)?;
        Ok((container, root))
    }
}

fn first_bad_text(text: &[u8], spans: &[Span]) -> Stop {
    let error = spans.iter().find_map(|span| Scanner::new(text, *span, 0).whole().err());
    let error = error.unwrap_or(JsonError { offset: 0, expected: Expected::Value });
    Stop::Refused("not-json", error.offset, not_json(text, error))
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

/// The text as a collection, if it is one: told from its letters first, for most texts are none.
fn collection(text: &[u8], span: Span) -> Option<Root> {
    let own = text.get(span.range())?;
    let may_be =
        memmem::find(own, b"FeatureCollection").is_some() || memmem::find(own, b"\\u").is_some();
    if !may_be || Scanner::new(text, span, 0).whole().is_err() {
        return None;
    }
    let root = read_root(text, &mut Scanner::new(text, span, 0)).ok()?;
    (root.sort == Some(Sort::FeatureCollection) && root.features.is_some()).then_some(root)
}

/// Passes strictly over a text and says what it is.
fn sort_of_text(text: &[u8], span: Span) -> Result<Sort, JsonError> {
    let mut scanner = Scanner::new(text, span, 0);
    let mut sort = Sort::NoGeoJson;
    let Ok(mut cursor) = scanner.open_object() else {
        return scanner.whole().map(|_| sort);
    };
    while let Some(name) = scanner.next_name(&mut cursor)? {
        let value = scanner.value()?;
        if name.is(text, "type") {
            sort = sort_of(text, value);
        }
    }
    if scanner.at < span.end as usize { scanner.error(Expected::EndOfText) } else { Ok(sort) }
}
