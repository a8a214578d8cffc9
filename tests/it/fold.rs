//! The fold of records: their order, conflicts, what is judged by its own ancestors, and the days one looks at.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;
use yice::plan::*;

use crate::histories::*;

// ——— Order ———

#[test]
fn the_order_records_come_in_does_not_matter() {
    let (mut writer, mut records) = at_works();
    records.extend(writer.line(
        &inspector(),
        records.last().cloned().as_ref(),
        vec![start_works(), visit("yes"), set("plan_no", "1"), set("plan_no", "2")],
    ));
    let book = rulebook();
    let expected = format!("{:?}", state_of(&book, &records));
    records.reverse();
    assert_eq!(format!("{:?}", state_of(&book, &records)), expected);
    records.rotate_left(2);
    records.extend(records.clone());
    assert_eq!(format!("{:?}", state_of(&book, &records)), expected);
}

#[test]
fn ancestry_counts_and_not_the_clock() {
    let mut ahead = Writer::new("ahead", "2022-05-12T09:00:00+08:00");
    let mut behind = Writer::new("behind", "2021-01-01T00:00:00+08:00");
    let first = ahead.write(&inspector(), &[], set("plan_no", "first"));
    // This clock is a year slow, but its author had seen the first record.
    let second = behind.write(&district(), &[&first], set("plan_no", "second"));
    let state = state_of(&rulebook(), &[second, first]);
    assert_eq!(texts(&state, "plan_no"), ["second"]);
}

// ——— Registers and conflicts ———

#[test]
fn different_values_of_two_who_did_not_see_each_other_are_a_conflict_until_somebody_settles_it() {
    let (mut a, records) = at_works();
    let mut b = Writer::new("b", "2022-05-11T08:00:00+08:00");
    let base = records.last().unwrap();
    let one = a.write(&inspector(), &[base], set("category", "merge"));
    let other = b.write(&district(), &[base], set("category", "standardize"));
    let same = b.write(&district(), &[&other], set("plan_no", "7"));
    let agreed = a.write(&inspector(), &[&one], set("plan_no", "7"));
    let mut all: Vec<_> = records.iter().chain([&one, &other, &same, &agreed]).cloned().collect();
    let state = state_of(&rulebook(), &all);
    assert_eq!(state.conflicts(), ["category"], "equal values are agreement");
    assert_eq!(texts(&state, "category"), ["merge", "standardize"]);
    assert_eq!(state.text("category"), Some("standardize"), "the last in order is provisional");
    assert_eq!(state.heads.len(), 2);
    let settled =
        Body::Resolved(Resolved { fields: fields(&[("category", "merge")]), note: String::new() });
    all.push(b.write(&district(), &[&agreed, &same], settled));
    let state = state_of(&rulebook(), &all);
    assert!(state.conflicts().is_empty());
    assert_eq!((state.text("category"), state.heads.len()), (Some("merge"), 1));
}

#[test]
fn a_stage_conflict_counts_in_no_closing_stage_and_is_settled_onto_a_closing_one_by_the_municipality()
 {
    let book = rulebook();
    let mut a = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = a.write(&inspector(), &[], adopted(Some("signed_off"), &[]));
    let mut b = Writer::new("b", "2022-05-11T08:00:00+08:00");
    let pictured = a.write(&inspector(), &[&base], photo("scene"));
    let relapse = Step { note: "又在排".into(), ..step(Some("signed_off"), "reopened") };
    let relapse = a.write(&inspector(), &[&pictured], Body::Transition(relapse));
    let asked = b.write(&inspector(), &[&base], request("cancelled"));
    let strike = Step {
        note: "非排口".into(),
        fields: fields(&[("cancel_reason", "not_outfall")]),
        ..step(Some("signed_off"), "cancelled")
    };
    let strike = b.write(&municipal(), &[&asked], Body::Transition(strike));
    let all = [base, pictured, relapse.clone(), asked, strike.clone()];
    let state = state_of(&book, &all);
    assert_eq!(state.conflicts(), ["stage"]);
    let mut ledger = Ledger::new(Arc::clone(&book));
    ledger.extend(all.iter().cloned());
    let summary = summarise(&ledger, "2022-06-01");
    let outfalls = &summary.kinds["outfall"];
    assert_eq!(outfalls.stages.get("cancelled"), None);
    assert_eq!((outfalls.stages.get("reopened"), outfalls.conflicts), (Some(&1), 1));
    let resolve = |stage: &str| {
        Body::Resolved(Resolved { fields: fields(&[("stage", stage)]), note: "核对".into() })
    };
    let today = day("2022-05-12");
    let ask =
        |body: &Body, by: &Actor| book.check(&state, body, by, today, today, &World::default());
    assert!(ask(&resolve("cancelled"), &district()).is_err());
    assert!(ask(&resolve("cancelled"), &municipal()).is_ok());
    // The district does not overrule what the municipality struck off.
    assert!(ask(&resolve("reopened"), &district()).is_err());
    assert!(ask(&resolve("reopened"), &municipal()).is_ok());
    assert!(ask(&resolve("approved"), &municipal()).is_err(), "no stage is settled onto another");
}

// ——— Judging by own ancestors ———

#[test]
fn a_step_that_was_not_permitted_is_kept_and_moves_nothing() {
    let (mut writer, mut records) = at_works();
    let jump = Step { note: "直接销号".into(), ..step(Some("approved"), "signed_off") };
    let forged = writer.write(&municipal(), &[&records[1]], Body::Transition(jump));
    let visit = writer.write(&inspector(), &[&forged], visit("no"));
    records.extend([forged.clone(), visit.clone()]);
    let state = state_of(&rulebook(), &records);
    assert_eq!(state.stage_code(), Some("approved"));
    assert!(refusal_of(&state, &forged).contains("不能直接到"));
    assert!(counts(&state, &visit));
}

#[test]
fn evidence_that_the_author_had_not_seen_does_not_carry_a_step() {
    let mut a = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = a.write(&inspector(), &[], adopted(Some("approved"), &[]));
    let mut b = Writer::new("b", "2022-05-09T08:00:00+08:00");
    let unseen = b.write(&inspector(), &[&base], photo("before"));
    let started = a.write(&inspector(), &[&base], start_works());
    let state = state_of(&rulebook(), &[base, unseen, started.clone()]);
    assert!(refusal_of(&state, &started).contains("整治前"));
    assert_eq!(state.stage_code(), Some("approved"));
}

#[test]
fn an_altered_record_never_counts() {
    let (mut writer, mut records) = at_works();
    let sealed = writer.write(&inspector(), &[&records[1]], set("plan_no", "一号"));
    let altered = Record::parse(&sealed.text.replace("一号", "二号")).unwrap();
    let altered = Arc::new(altered);
    records.push(Arc::clone(&altered));
    let state = state_of(&rulebook(), &records);
    assert!(matches!(fate(&state, &altered), Fate::Altered));
    assert_eq!(state.text("plan_no"), None);
    assert_eq!(state.heads, [records[1].hash], "no new record builds on an altered one");
}

#[test]
fn a_record_whose_parent_is_absent_counts_and_says_so() {
    let (mut writer, records) = at_works();
    let seen = writer.write(&inspector(), &[&records[1]], note("中间"));
    let last = writer.write(&inspector(), &[&seen], visit("no"));
    let state = state_of(&rulebook(), &[records[0].clone(), records[1].clone(), last.clone()]);
    assert!(counts(&state, &last));
    assert_eq!(state.missing_parents, 1);
}

#[test]
fn an_unknown_procedure_moves_nothing_and_fields_are_still_read() {
    let text = r#"{"v":1,"id":"x","feature":"outfall:DEMO-OUT-0001","procedure":"outfall/9","parents":[],
        "at":"2022-05-12T09:31:05+08:00","by":{"name":"甲","unit":"","role":"municipal"},"chain":"x","seq":1,"prev":null,
        "body":BODY}"#;
    let sealed = |body: &str| {
        let json = text.replace("BODY", body);
        let mut value: Value = serde_json::from_str(&json).unwrap();
        let hash = Hash::of(canonical(&value).as_bytes()).to_string();
        value["hash"] = hash.into();
        Arc::new(Record::parse(&value.to_string()).unwrap())
    };
    let step = sealed(r#"{"kind":"transition","from":null,"to":"signed_off"}"#);
    let set = sealed(r#"{"kind":"fields","fields":{"plan_no":"1"}}"#);
    let state = state_of(&rulebook(), &[step.clone(), set]);
    assert!(refusal_of(&state, &step).contains("版本"));
    assert_eq!((state.stage_code(), state.text("plan_no")), (None, Some("1")));
}

// ——— Days ———

#[test]
fn a_day_shows_what_had_happened_by_then_or_what_had_been_recorded_or_received() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-06-01T08:00:00+08:00");
    let first = writer.write_on(&inspector(), &[], set("plan_no", "1"), Some(day("2022-04-01")));
    let second =
        writer.write_on(&inspector(), &[&first], set("plan_no", "2"), Some(day("2022-05-01")));
    // Recorded as earlier than what it builds on: it counts from then on.
    let third =
        writer.write_on(&inspector(), &[&second], set("plan_no", "3"), Some(day("2022-03-01")));
    let all = [first.clone(), second, third];
    let at =
        |as_of: AsOf| fold(&key(), &all, None, &book, &as_of).text("plan_no").map(str::to_owned);
    assert_eq!(at(AsOf::Business(day("2022-03-31"))), None);
    assert_eq!(at(AsOf::Business(day("2022-04-01"))).as_deref(), Some("1"));
    assert_eq!(at(AsOf::Business(day("2022-05-01"))).as_deref(), Some("3"));
    assert_eq!(at(AsOf::Audit(day("2022-05-31"))), None);
    assert_eq!(at(AsOf::Audit(day("2022-06-01"))).as_deref(), Some("3"));
    let received: BTreeSet<Hash> = [first.hash].into_iter().collect();
    assert_eq!(at(AsOf::Received(day("2022-05-01"), Arc::new(received))).as_deref(), Some("1"));
    let state = fold(&key(), &all, None, &book, &AsOf::Business(day("2022-04-30")));
    assert_eq!(state.entries.iter().filter(|entry| matches!(entry.fate, Fate::Later)).count(), 2);
}
