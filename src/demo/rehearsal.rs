//! The story told to the rules alone, without workspace or files: says at once which act they refuse.

use std::sync::Arc;

use serde_json::json;

use super::outfall_layer::{Portrait, Story, portraits};
use super::schematic::Schematic;
use super::story::tell;
use super::teller::Event;
use crate::model::FeatureKey;
use crate::plan::{Adopted, Body, Context, Fields, Hash, Head, Ledger, Record, Rulebook};

/// Everything is there that an act may ask for beside the records.
struct AllThere;

impl Context for AllThere {
    fn setting(&self, _: &str) -> Option<String> {
        None
    }
    fn has_bytes(&self, _: &str) -> bool {
        true
    }
    fn has_feature(&self, _: &FeatureKey) -> bool {
        true
    }
}

/// What the session files before the first record: what the layer states.
fn adopted(portrait: &Portrait) -> Body {
    let mut fields = Fields::new();
    fields.insert("class_l1".into(), json!(portrait.class_l1));
    fields.insert("category".into(), json!(portrait.category));
    if let Some(standard) = portrait.standard() {
        fields.insert("emission_standard".into(), json!(standard));
    }
    Body::Adopted(Adopted { stage: None, fields, source: String::new() })
}

fn play(ledger: &mut Ledger, key: &FeatureKey, event: &Event, seq: &mut u64) {
    let rulebook = Arc::clone(ledger.rulebook());
    let day = event.at.day();
    for said in &event.said {
        let state = ledger.state(key);
        let mut body = said.body.clone();
        match &mut body {
            Body::Decided(decided) => {
                let open = state.requests.iter().rev().find(|request| request.is_open());
                decided.request = open.unwrap().request.record.id.clone();
            }
            Body::Photo(photo) => {
                photo.sha256 = Hash::of(photo.photo_kind.as_bytes()).to_string();
            }
            Body::Document(document) => document.sha256 = "00".repeat(32),
            _ => {}
        }
        let answer = rulebook.check(&state, &body, &event.who.actor(), day, day, &AllThere);
        if let Err(refusal) = answer {
            panic!("{key} {} {:?}: {refusal}\n{body:?}", event.at, event.who);
        }
        file(ledger, key, event, &body, seq);
    }
}

fn file(ledger: &mut Ledger, key: &FeatureKey, event: &Event, body: &Body, seq: &mut u64) {
    *seq += 1;
    let head = Head {
        id: format!("r{seq}"),
        feature: Some(key.clone()),
        procedure: ledger.rulebook().procedure_name(&key.kind()),
        parents: ledger.state(key).heads.clone(),
        at: event.at.clone(),
        by: event.who.actor(),
        on_behalf_of: None,
        chain: "c".into(),
        seq: *seq,
        prev: None,
        act: None,
        settings: Fields::new(),
        on: event.at.day(),
    };
    ledger.apply(Arc::new(Record::seal(head, body).unwrap()));
}

#[test]
fn every_act_of_the_story_is_permitted_and_ends_in_time() {
    let mut ledger = Ledger::new(Arc::new(Rulebook::built_in()));
    let as_of: crate::model::Day = super::AS_OF.parse().unwrap();
    for portrait in portraits(&Schematic::built_in().unwrap()) {
        let key = FeatureKey::parse(&format!("outfall:{}", portrait.code)).unwrap();
        let mut seq = 0;
        let events = tell(&portrait);
        if let Some(first) = events.first() {
            file(&mut ledger, &key, first, &adopted(&portrait), &mut seq);
        }
        for event in &events {
            assert!(event.at.day() < as_of, "{} {}", portrait.code, event.at);
            play(&mut ledger, &key, event, &mut seq);
        }
        let state = ledger.state(&key);
        let expected = match portrait.story {
            Story::NotRegistered | Story::AsReceived(_) => None,
            Story::Reached(stage) => Some(stage),
            Story::SentBack => Some("rework"),
            Story::BackAtWork => Some("in_progress"),
            Story::Reopened => Some("reopened"),
        };
        assert_eq!(state.stage_code(), expected, "{}", portrait.code);
    }
}
