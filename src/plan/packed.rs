//! A baseline as a run of bytes, in which words that many features share are said once.
//!
//! Its stage (0: none, else its number from 1), how many fields, then for each its number and its value: 0 and a text
//! of its own, 1 and JSON of its own, else the number of a shared one from 2. Never leaves memory.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::record::Fields;
use super::state::Baseline;

/// Values of one field that are kept once for all features: districts and kinds are, names are not.
const SHARED_MAX: usize = 64;

const OWN_TEXT: usize = 0;
const OWN_JSON: usize = 1;
const FIRST_SHARED: usize = 2;

/// Stages, the codes of fields, and values that many features share.
#[derive(Clone, Default)]
pub(super) struct Words {
    stages: Vec<String>,
    fields: Vec<Field>,
    by_code: HashMap<String, usize>,
}

#[derive(Clone)]
struct Field {
    code: String,
    shared: Vec<Value>,
}

impl Words {
    /// Puts a baseline behind what is there.
    pub fn pack(&mut self, baseline: &Baseline, to: &mut Vec<u8>) {
        let stage = baseline.stage.as_ref().map_or(0, |stage| {
            let known = self.stages.iter().position(|it| it == stage);
            1 + known.unwrap_or_else(|| {
                self.stages.push(stage.clone());
                self.stages.len() - 1
            })
        });
        put(to, stage);
        put(to, baseline.fields.len());
        for (code, value) in &baseline.fields {
            let field = self.field(code);
            put(to, field);
            let shared = &mut self.fields[field].shared;
            let known = shared.iter().position(|it| it == value);
            match (known, value) {
                (Some(idx), _) => put(to, FIRST_SHARED + idx),
                (None, _) if shared.len() < SHARED_MAX => {
                    put(to, FIRST_SHARED + shared.len());
                    shared.push(value.clone());
                }
                (None, Value::String(text)) => put_text(to, OWN_TEXT, text),
                (None, other) => put_text(to, OWN_JSON, &other.to_string()),
            }
        }
    }

    fn field(&mut self, code: &str) -> usize {
        if let Some(idx) = self.by_code.get(code) {
            return *idx;
        }
        self.by_code.insert(code.to_owned(), self.fields.len());
        self.fields.push(Field { code: code.to_owned(), shared: Vec::new() });
        self.fields.len() - 1
    }

    /// The baseline that `packed` begins with.
    pub fn unpack(&self, mut packed: &[u8]) -> Baseline {
        let from = &mut packed;
        let stage = take(from).checked_sub(1);
        let stage = stage.and_then(|idx| self.stages.get(idx).cloned());
        let mut fields = Fields::new();
        for _ in 0..take(from) {
            let field = self.fields.get(take(from));
            let value = match take(from) {
                OWN_TEXT => Some(Value::String(take_text(from).into_owned())),
                OWN_JSON => serde_json::from_str(&take_text(from)).ok(),
                shared => field.and_then(|it| it.shared.get(shared - FIRST_SHARED)).cloned(),
            };
            if let (Some(field), Some(value)) = (field, value) {
                fields.insert(field.code.clone(), value);
            }
        }
        Baseline { stage, fields }
    }
}

/// Seven bits a byte, the lowest first.
fn put(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn take(from: &mut &[u8]) -> usize {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = from.split_first() {
        *from = rest;
        number |= usize::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

fn put_text(to: &mut Vec<u8>, mark: usize, text: &str) {
    put(to, mark);
    put(to, text.len());
    to.extend_from_slice(text.as_bytes());
}

fn take_bytes<'p>(from: &mut &'p [u8]) -> &'p [u8] {
    let length = take(from).min(from.len());
    let (bytes, rest) = from.split_at(length);
    *from = rest;
    bytes
}

fn take_text<'p>(from: &mut &'p [u8]) -> Cow<'p, str> {
    String::from_utf8_lossy(take_bytes(from))
}

/// How many bytes the baseline takes that `packed` begins with.
pub(super) fn packed_length(packed: &[u8]) -> usize {
    let mut rest = packed;
    let from = &mut rest;
    take(from);
    for _ in 0..take(from) {
        take(from);
        if take(from) < FIRST_SHARED {
            take_bytes(from);
        }
    }
    packed.len() - rest.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_of_any_size_come_back() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, usize::MAX];
        numbers.iter().for_each(|it| put(&mut bytes, *it));
        let mut from = &bytes[..];
        assert!(numbers.iter().all(|it| take(&mut from) == *it) && from.is_empty());
    }

    #[test]
    fn what_many_share_costs_two_bytes() {
        let mut words = Words::default();
        let mut packed = Vec::new();
        let stated = |name: &str| {
            let fields = json!({ "county": "滨海新区", "name": name });
            let fields = fields.as_object().cloned().unwrap();
            Baseline { stage: Some("approved".to_owned()), fields }
        };
        for number in 0..SHARED_MAX {
            words.pack(&stated(&number.to_string()), &mut packed);
        }
        let start = packed.len();
        words.pack(&stated("排口"), &mut packed);
        // The stage, how many, a shared value, and the name's number, mark, length and text.
        assert_eq!(packed.len() - start, 1 + 1 + 2 + 3 + "排口".len());
        assert_eq!(packed_length(&packed[start..]), packed.len() - start);
        assert_eq!(words.unpack(&packed[start..]), stated("排口"));
    }
}
