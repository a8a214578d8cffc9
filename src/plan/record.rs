//! What is recorded: one thing a person did or saw about one feature. Written once, never changed.
//!
//! The workspace, the annotated GeoJSON and packets all carry the same JSON. A record's text is kept as it was
//! canonically written; members and bodies this version does not know are kept with it and count for nothing.

use std::sync::Arc;

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::body::Body;
use super::canonical::{canonical_without, json_string, settle_numbers};
use super::hash::Hash;
use super::person::{Actor, Person, Role};
use crate::model::{Day, FeatureKey, Stamp};

/// The contract's version that this program writes.
pub const RECORD_VERSION: u64 = 1;

/// How deep a record's objects and arrays may be nested. What reads and writes them recurses.
pub const NESTING_MAX: usize = 512;

/// Values by field code. Numbers a person gave are strings as typed; list items are `"measures/<item id>"`.
pub type Fields = Map<String, Value>;

impl Body {
    /// The fields a body writes, where it writes any.
    pub fn fields(&self) -> Option<&Fields> {
        match self {
            Self::Created(created) => Some(&created.fields),
            Self::Adopted(adopted) => Some(&adopted.fields),
            Self::Fields(set) => Some(&set.fields),
            Self::Transition(step) => Some(&step.fields),
            Self::Resolved(resolved) => Some(&resolved.fields),
            _ => None,
        }
    }
}

/// Who recorded what about which feature, when and on what ground: everything of a record but its body.
#[derive(Clone, Debug)]
pub struct Head {
    pub id: String,
    /// `None` for records of no feature (figures, area assignments).
    pub feature: Option<FeatureKey>,
    /// The procedure it is judged by: `outfall/1`; `KIND/0` for a kind without a procedure file.
    pub procedure: String,
    /// The feature's newest records that the author had seen.
    pub parents: Vec<Hash>,
    pub at: Stamp,
    pub by: Actor,
    pub on_behalf_of: Option<Person>,
    pub chain: String,
    pub seq: u64,
    pub prev: Option<Hash>,
    /// Records of one act are undone together.
    pub act: Option<String>,
    /// The settings its gates were judged by: what [`super::Rulebook::settings_used`] names.
    pub settings: Fields,
    /// The day it happened: the body's `on`, else that of `at`.
    pub on: Day,
}

/// A record as read from its text. Its head's members are read as its own.
#[derive(Clone, Debug)]
pub struct Record {
    /// The contract's version; newer ones are kept and folded as far as they are understood.
    pub v: u64,
    pub head: Head,
    pub body: Body,
    /// The digest of the canonical form: computed, never believed.
    pub hash: Hash,
    /// Whether the hash it claims is the one it has.
    pub intact: bool,
    /// The canonical text, `hash` member included as it was claimed.
    pub text: Arc<str>,
}

impl std::ops::Deref for Record {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

/// Why some text is no record, or no record may be made of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    #[error("not JSON: {0}")]
    NotJson(String),
    #[error("expected an object")]
    NotObject,
    #[error("expected {1} in the member {0:?}")]
    Member(&'static str, &'static str),
    #[error("nested more than {NESTING_MAX} deep")]
    TooDeep,
    #[error("the character U+0000 may not be recorded")]
    NulCharacter,
    #[error("a number of 2^53 or more, or with a fraction, may not be recorded: write it as text")]
    InexactNumber,
}

impl Record {
    /// Reads a record from its JSON text, respelt or not. Members and bodies this version does not know are kept.
    ///
    /// # Errors
    /// If the text is no JSON object, or lacks `id`, `at` or `body`, or its `feature` is no key.
    pub fn parse(json: &str) -> Result<Self, RecordError> {
        if nesting(json) > NESTING_MAX {
            return Err(RecordError::TooDeep);
        }
        let mut reader = serde_json::Deserializer::from_str(json);
        // Its own limit is a quarter of the one this contract states.
        reader.disable_recursion_limit();
        let mut value = Value::deserialize(&mut reader)
            .and_then(|value| reader.end().map(|()| value))
            .map_err(|error| RecordError::NotJson(error.to_string()))?;
        settle_numbers(&mut value);
        let Value::Object(object) = value else {
            return Err(RecordError::NotObject);
        };
        let (bare, gap) = canonical_without(&object, "hash");
        let hash = Hash::of(bare.as_bytes());
        let claimed = object.get("hash");
        let intact = claimed.and_then(Value::as_str).and_then(Hash::parse) == Some(hash);
        let text = match claimed {
            None => bare,
            Some(claimed) => with_hash(&bare, gap, &super::canonical(claimed)),
        };
        read_members(object, hash, intact, text.into())
    }

    /// Makes a new record: writes its canonical form and computes its hash.
    ///
    /// # Errors
    /// If a text holds U+0000 or a number is not an integer below 2^53.
    pub fn seal(head: Head, body: &Body) -> Result<Self, RecordError> {
        let object = write_members(head, body);
        object.values().try_for_each(check_recordable)?;
        let (bare, gap) = canonical_without(&object, "hash");
        let hash = Hash::of(bare.as_bytes());
        let text = with_hash(&bare, gap, &json_string(&hash.to_string()));
        read_members(object, hash, true, text.into())
    }

    /// Whether a reference in a body (`withdrawn.records`, `decided.request`, …) means this record: by id or hash.
    pub fn is_named(&self, reference: &str) -> bool {
        self.id == reference || Hash::parse(reference) == Some(self.hash)
    }

    pub fn author(&self) -> Person {
        self.by.person()
    }
}

/// How many brackets are open at the deepest place of a JSON text.
fn nesting(json: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn with_hash(bare: &str, gap: usize, hash_json: &str) -> String {
    let (before, after) = bare.split_at(gap);
    let comma = if after == "}" { "" } else { "," };
    let lead = if after == "}" && before.len() > 1 { "," } else { "" };
    format!("{before}{lead}\"hash\":{hash_json}{comma}{after}")
}

fn read_members(
    mut object: Map<String, Value>,
    hash: Hash,
    intact: bool,
    text: Arc<str>,
) -> Result<Record, RecordError> {
    let string =
        |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let hash_of = |value: &Value| value.as_str().and_then(Hash::parse);
    let id = string("id");
    if id.is_empty() {
        return Err(RecordError::Member("id", "a text"));
    }
    let at = Stamp::parse(&string("at"))
        .map_err(|_| RecordError::Member("at", "a time like 2022-05-12T09:31:05+08:00"))?;
    let feature = match object.get("feature") {
        None | Some(Value::Null) => None,
        Some(value) => Some(
            value
                .as_str()
                .and_then(FeatureKey::parse)
                .ok_or(RecordError::Member("feature", "a key like outfall:CODE, or null"))?,
        ),
    };
    let by = object.get("by").map(read_actor).unwrap_or_default();
    let on_behalf_of = object.get("on_behalf_of").and_then(|value| Person::deserialize(value).ok());
    let parents = object
        .get("parents")
        .and_then(Value::as_array)
        .map(|values| values.iter().filter_map(hash_of).collect())
        .unwrap_or_default();
    let prev = object.get("prev").and_then(hash_of);
    let (v, seq) = (number(&object, "v").unwrap_or(RECORD_VERSION), number(&object, "seq"));
    let (procedure, chain) = (string("procedure"), string("chain"));
    let act = Some(string("act")).filter(|act| !act.is_empty());
    let settings = match object.remove("settings") {
        Some(Value::Object(settings)) => settings,
        _ => Fields::new(),
    };
    let body = object.remove("body").ok_or(RecordError::Member("body", "an object"))?;
    let on = body.get("on").and_then(Value::as_str).and_then(|day| day.parse().ok());
    let head = Head {
        id,
        feature,
        procedure,
        parents,
        on: on.unwrap_or_else(|| at.day()),
        at,
        by,
        on_behalf_of,
        chain,
        seq: seq.unwrap_or(0),
        prev,
        act,
        settings,
    };
    Ok(Record { v, head, body: Body::from_value(body), hash, intact, text })
}

fn number(object: &Map<String, Value>, name: &str) -> Option<u64> {
    object.get(name)?.as_u64()
}

/// Reads who recorded. A role this version does not know may do nothing: it is read as a viewer's.
fn read_actor(value: &Value) -> Actor {
    let string =
        |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Actor {
        name: string("name"),
        unit: string("unit"),
        role: Role::parse(&string("role")).unwrap_or(Role::Viewer),
    }
}

fn write_members(head: Head, body: &Body) -> Map<String, Value> {
    let hashes = |hashes: &[Hash]| hashes.iter().map(|hash| hash.to_string().into()).collect();
    let mut body = body.to_value();
    if let (true, Some(members)) = (head.on != head.at.day(), body.as_object_mut()) {
        members.insert("on".into(), head.on.to_string().into());
    }
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| object.insert(name.into(), value);
    put("v", RECORD_VERSION.into());
    put("id", head.id.into());
    put("feature", head.feature.map_or(Value::Null, |key| key.as_str().into()));
    put("procedure", head.procedure.into());
    put("parents", Value::Array(hashes(&head.parents)));
    put("at", head.at.as_str().into());
    let by = &head.by;
    put("by", serde_json::json!({"name": by.name, "unit": by.unit, "role": by.role.code()}));
    if let Some(person) = head.on_behalf_of {
        put("on_behalf_of", serde_json::json!({"name": person.name, "unit": person.unit}));
    }
    put("chain", head.chain.into());
    put("seq", head.seq.into());
    put("prev", head.prev.map_or(Value::Null, |hash| hash.to_string().into()));
    if let Some(act) = head.act {
        put("act", act.into());
    }
    if !head.settings.is_empty() {
        put("settings", Value::Object(head.settings));
    }
    put("body", body);
    object
}

fn check_recordable(value: &Value) -> Result<(), RecordError> {
    match value {
        Value::String(text) if text.contains('\0') => Err(RecordError::NulCharacter),
        Value::Number(number) if number.as_i64().is_none_or(|n| n.unsigned_abs() >= 1 << 53) => {
            Err(RecordError::InexactNumber)
        }
        Value::Array(values) => values.iter().try_for_each(check_recordable),
        Value::Object(members) => members.iter().try_for_each(|(name, value)| {
            if name.contains('\0') {
                return Err(RecordError::NulCharacter);
            }
            check_recordable(value)
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::body::Note;

    fn note(text: &str) -> Result<Record, RecordError> {
        let head = Head {
            id: "r1".into(),
            feature: FeatureKey::parse("outfall:A-1"),
            procedure: "outfall/1".into(),
            parents: vec![],
            at: Stamp::parse("2022-05-12T09:31:05+08:00").unwrap(),
            by: Actor {
                name: "张三".into(), unit: "滨海新区局".into(), role: Role::Inspector
            },
            on_behalf_of: None,
            chain: "c1".into(),
            seq: 17,
            prev: None,
            act: None,
            settings: Fields::new(),
            on: jiff::civil::date(2022, 5, 10),
        };
        Record::seal(head, &Body::Note(Note { text: text.into(), ..Note::default() }))
    }

    #[test]
    fn a_sealed_record_reads_back_the_same_and_intact() {
        let sealed = note("水色微黄").unwrap();
        let read = Record::parse(&sealed.text).unwrap();
        assert!(read.intact && read.hash == sealed.hash && read.text == sealed.text);
        assert_eq!(read.on, jiff::civil::date(2022, 5, 10));
    }

    #[test]
    fn a_respelt_record_has_the_same_hash() {
        let sealed = note("水色微黄").unwrap();
        let respelt =
            sealed.text.replace("\"seq\":17", " \"seq\" : 1.7E1").replace("水", "\\u6c34");
        let read = Record::parse(&respelt).unwrap();
        assert!(read.intact && read.seq == 17 && read.text == sealed.text);
    }

    #[test]
    fn an_altered_record_is_not_intact_and_keeps_the_hash_it_claims() {
        let sealed = note("水色微黄").unwrap();
        let altered = Record::parse(&sealed.text.replace("微黄", "清澈")).unwrap();
        assert!(!altered.intact && altered.hash != sealed.hash);
        assert!(altered.text.contains(&sealed.hash.to_string()));
        assert!(!Record::parse(&altered.text).unwrap().intact);
    }

    #[test]
    fn unknown_bodies_members_and_versions_are_kept() {
        let json = r#"{"v":9,"id":"x","at":"2022-05-12T01:31:05Z","body":{"kind":"drone","h":1},"new":[1]}"#;
        let record = Record::parse(json).unwrap();
        assert!(matches!(record.body, Body::Unknown(_)) && record.v == 9);
        assert!(record.text.contains(r#""new":[1]"#));
        let malformed = json.replace(r#"{"kind":"drone","h":1}"#, r#"{"kind":"note","text":7}"#);
        assert!(matches!(Record::parse(&malformed).unwrap().body, Body::Unknown(_)));
    }

    #[test]
    fn a_record_may_be_nested_as_deep_as_the_contract_says_and_no_deeper() {
        let deep = |levels: usize| {
            let value = format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1));
            format!(r#"{{"id":"a","at":"2022-05-12T01:31:05Z","body":"[{{","new":{value}}}"#)
        };
        let record = Record::parse(&deep(NESTING_MAX)).unwrap();
        assert!(Record::parse(&record.text).is_ok_and(|again| again.hash == record.hash));
        assert_eq!(Record::parse(&deep(NESTING_MAX + 1)).unwrap_err(), RecordError::TooDeep);
        assert_eq!(Record::parse(&deep(1_000_000)).unwrap_err(), RecordError::TooDeep);
    }

    #[test]
    fn what_is_no_record_is_refused_in_words() {
        let refused = |json: &str| Record::parse(json).unwrap_err().to_string();
        assert!(refused("{").starts_with("not JSON"));
        assert_eq!(refused("[]"), "expected an object");
        assert_eq!(refused(r#"{"id":7}"#), "expected a text in the member \"id\"");
        assert!(refused(r#"{"id":"a","at":"now"}"#).contains("expected a time"));
        assert_eq!(note("a\0b").unwrap_err(), RecordError::NulCharacter);
    }
}
