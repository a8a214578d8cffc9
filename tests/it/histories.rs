//! Histories for the tests of records and procedures: people, a clock that only goes on, sealed records.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use yice::model::{Day, FeatureKey, Stamp};
use yice::plan::*;

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn actor(name: &str, role: Role) -> Actor {
    Actor { name: name.into(), unit: "滨海新区局".into(), role }
}

pub fn inspector() -> Actor {
    actor("张三", Role::Inspector)
}

pub fn district() -> Actor {
    actor("李四", Role::District)
}

pub fn municipal() -> Actor {
    actor("王五", Role::Municipal)
}

pub fn key() -> FeatureKey {
    FeatureKey::parse("outfall:DEMO-OUT-0001").unwrap()
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(code, value)| ((*code).to_owned(), Value::from(*value))).collect()
}

pub fn set(code: &str, value: &str) -> Body {
    Body::Fields(FieldsSet { fields: fields(&[(code, value)]), note: String::new() })
}

pub fn set_json(code: &str, value: Value) -> Body {
    let fields = [(code.to_owned(), value)].into_iter().collect();
    Body::Fields(FieldsSet { fields, note: String::new() })
}

pub fn photo(kind: &str) -> Body {
    let sha256 = Hash::of(kind.as_bytes()).to_string();
    Body::Photo(Photo { sha256, photo_kind: kind.into(), ..Photo::default() })
}

pub fn document(kind: &str) -> Body {
    let sha256 = Hash::of(kind.as_bytes()).to_string();
    Body::Document(Document { sha256, doc_kind: kind.into(), ..Document::default() })
}

pub fn note(text: &str) -> Body {
    Body::Note(Note { text: text.into(), ..Note::default() })
}

pub fn adopted(stage: Option<&str>, pairs: &[(&str, &str)]) -> Body {
    let stage = stage.map(str::to_owned);
    Body::Adopted(Adopted { stage, fields: fields(pairs), source: "台账.geojson".into() })
}

pub fn step(from: Option<&str>, to: &str) -> Step {
    Step { from: from.map(str::to_owned), to: to.into(), ..Step::default() }
}

pub fn request(what: &str) -> Body {
    Body::Requested(Requested {
        what: what.into(),
        new: (what == "deadline").then(|| "2022-12-31".into()),
        reason: "情况变化".into(),
        target: None,
    })
}

pub fn result(no: &str, taken: &str, cod: &str) -> Body {
    let measured = Measured { value: cod.into(), unit: "mg/L".into() };
    Body::SampleResult(SampleResult {
        no: no.into(),
        source: "lab".into(),
        taken_at: Some(taken.into()),
        items: [("cod".to_owned(), measured)].into_iter().collect(),
        ..SampleResult::default()
    })
}

/// A result that names the standard it is judged by.
pub fn judged_result(no: &str, taken: &str, cod: &str) -> Body {
    match result(no, taken, cod) {
        Body::SampleResult(result) => {
            let standard = Some("GB18918-2002/1A".to_owned());
            Body::SampleResult(SampleResult { standard, ..result })
        }
        other => other,
    }
}

pub fn visit(discharging: &str) -> Body {
    let looks = Looks { discharging: Some(discharging.into()), ..Looks::default() };
    Body::Visit(Visit { looks, ..Visit::default() })
}

pub fn withdraw(record: &Record, note: &str) -> Body {
    Body::Withdrawn(Withdrawn { records: vec![record.id.clone()], note: note.into() })
}

/// Seals records of one chain, each a minute after the one before.
pub struct Writer {
    pub chain: String,
    pub key: FeatureKey,
    pub settings: Fields,
    seq: u64,
    prev: Option<Hash>,
    instant: jiff::Timestamp,
}

impl Writer {
    pub fn new(chain: &str, start: &str) -> Self {
        let instant = Stamp::parse(start).unwrap().instant();
        let settings = Fields::new();
        Self { chain: chain.into(), key: key(), settings, seq: 0, prev: None, instant }
    }

    pub fn today(&self) -> Day {
        Stamp::at_beijing(self.instant).day()
    }

    pub fn wait_days(&mut self, days: i64) {
        self.instant += jiff::SignedDuration::from_hours(24 * days);
    }

    pub fn write(&mut self, by: &Actor, parents: &[&Arc<Record>], body: Body) -> Arc<Record> {
        self.write_on(by, parents, body, None)
    }

    pub fn write_on(
        &mut self,
        by: &Actor,
        parents: &[&Arc<Record>],
        body: Body,
        on: Option<Day>,
    ) -> Arc<Record> {
        self.seq += 1;
        self.instant += jiff::SignedDuration::from_secs(60);
        let at = Stamp::at_beijing(self.instant);
        let body = taken_now(body, &at);
        let head = Head {
            id: format!("{}-{}", self.chain, self.seq),
            feature: Some(self.key.clone()),
            procedure: format!("{}/1", self.key.kind()),
            parents: parents.iter().map(|record| record.hash).collect(),
            on: on.unwrap_or_else(|| at.day()),
            at,
            by: by.clone(),
            on_behalf_of: None,
            chain: self.chain.clone(),
            seq: self.seq,
            prev: self.prev,
            act: None,
            settings: self.settings.clone(),
        };
        let record = Arc::new(Record::seal(head, &body).unwrap());
        self.prev = Some(record.hash);
        record
    }

    /// Writes bodies one upon the other.
    pub fn line(
        &mut self,
        by: &Actor,
        on: Option<&Arc<Record>>,
        bodies: Vec<Body>,
    ) -> Vec<Arc<Record>> {
        let mut records: Vec<Arc<Record>> = Vec::new();
        for body in bodies {
            let parent = records.last().or(on).cloned();
            let parents: Vec<&Arc<Record>> = parent.iter().collect();
            let record = self.write(by, &parents, body);
            records.push(record);
        }
        records
    }
}

/// A picture that says nothing of its time was taken a moment ago, as its author types.
fn taken_now(body: Body, at: &Stamp) -> Body {
    match body {
        Body::Photo(photo) if photo.taken_at.is_none() && photo.typed_time.is_none() => {
            Body::Photo(Photo { typed_time: Some(at.as_str().to_owned()), ..photo })
        }
        other => other,
    }
}

/// Everything is here; `position` and `features` can be taken away.
pub struct World {
    pub position: bool,
    pub features: BTreeSet<String>,
    pub settings: std::collections::BTreeMap<String, String>,
    pub absent: BTreeSet<String>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            position: true,
            features: ["outfall:DEMO-OUT-0002".to_owned()].into_iter().collect(),
            settings: Default::default(),
            absent: BTreeSet::new(),
        }
    }
}

impl Context for World {
    fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    fn has_bytes(&self, sha256: &str) -> bool {
        !self.absent.contains(sha256)
    }

    fn has_feature(&self, key: &FeatureKey) -> bool {
        self.features.contains(key.as_str())
    }

    fn has_position(&self, _key: &FeatureKey) -> bool {
        self.position
    }
}

pub fn state_of(rulebook: &Rulebook, records: &[Arc<Record>]) -> FeatureState {
    fold(&key(), records, None, rulebook, &AsOf::Now)
}

pub fn rulebook() -> Arc<Rulebook> {
    Arc::new(Rulebook::built_in())
}

pub fn fate<'a>(state: &'a FeatureState, record: &Record) -> &'a Fate {
    let found = state.entries.iter().find(|entry| entry.record.hash == record.hash);
    &found.expect("the record is in the history").fate
}

pub fn counts(state: &FeatureState, record: &Record) -> bool {
    matches!(fate(state, record), Fate::Counts)
}

pub fn refusal_of(state: &FeatureState, record: &Record) -> String {
    match fate(state, record) {
        Fate::NotPermitted(missing) => missing[0].message.zh.clone(),
        other => panic!("{other:?}"),
    }
}

pub fn texts(state: &FeatureState, field: &str) -> Vec<String> {
    let register = &state.fields[field];
    register.standing.iter().flat_map(|standing| value_texts(&standing.value)).collect()
}

pub fn at_works() -> (Writer, Vec<Arc<Record>>) {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let records = writer.line(
        &inspector(),
        None,
        vec![adopted(Some("approved"), &[("category", "ban")]), photo("before")],
    );
    (writer, records)
}

pub fn start_works() -> Body {
    let fields = fields(&[("started_on", "2022-05-09")]);
    Body::Transition(Step { fields, ..step(Some("approved"), "in_progress") })
}

pub fn summarise(ledger: &Ledger, as_of: &str) -> Summary {
    let main_key = |key: &FeatureKey| ledger.main_key(key).clone();
    summary(&SummaryInput {
        plans: ledger.plans(),
        layers: &[],
        main_key: &main_key,
        rulebook: ledger.rulebook(),
        context: &World::default(),
        as_of: day(as_of),
    })
}
