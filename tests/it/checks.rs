//! What is refused before it is recorded, and in which words: values, days, evidence, a step from a hold.

use std::sync::Arc;

use serde_json::{Value, json};
use yice::plan::*;

use crate::histories::*;

#[test]
fn only_fields_of_the_procedure_with_values_they_can_have_are_written() {
    let book = rulebook();
    let (_, records) = at_works();
    let state = state_of(&book, &records);
    let today = day("2022-05-12");
    let said = |code: &str, value: Value| {
        let answer = book.check(
            &state,
            &set_json(code, value),
            &inspector(),
            today,
            today,
            &World::default(),
        );
        answer.err().map(|refusal| refusal.missing[0].message.zh.clone()).unwrap_or_default()
    };
    for (code, value, wants) in [
        ("plan_no", json!("7"), ""),
        ("plan_no", json!(null), ""),
        ("category", json!("ban"), ""),
        ("category", json!("爆破"), "依法取缔"),
        ("budget_wan", json!("18.50"), ""),
        ("budget_wan", json!("-1"), "应在 0 到"),
        ("budget_wan", json!("十八"), "一个数"),
        ("started_on", json!("2022-05-40"), "日期"),
        ("same_spot", json!("yes"), ""),
        ("inspectors", json!(["李四", "赵六"]), ""),
        ("measures/m1", json!({"code": "seal"}), ""),
        ("measures/m1", json!(null), ""),
        ("measures", json!([]), "一条一条"),
        ("no_such", json!("1"), "没有“no_such”"),
        ("responsible_phone", json!("13800000000"), "个人信息"),
        ("progress", json!("50"), "报进度"),
    ] {
        let found = said(code, value.clone());
        assert!(
            found.contains(wants) && wants.is_empty() == found.is_empty(),
            "{code} {value}: {found:?}"
        );
    }
}

#[test]
fn nothing_happened_tomorrow_and_a_viewer_records_nothing() {
    let book = rulebook();
    let (_, records) = at_works();
    let state = state_of(&book, &records);
    let (today, tomorrow) = (day("2022-05-12"), day("2022-05-13"));
    let ask = |by: &Actor, on| book.check(&state, &visit("no"), by, on, today, &World::default());
    assert!(ask(&inspector(), today).is_ok());
    assert!(ask(&inspector(), tomorrow).unwrap_err().missing[0].message.zh.contains("之后"));
    assert!(ask(&actor("甲", Role::Viewer), today).is_err());
}

#[test]
fn a_sealed_mouth_is_seen_again_seven_days_later_and_the_refusal_names_the_day() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = adopted(Some("acceptance"), &[("category", "ban"), ("finished_on", "2022-05-08")]);
    let records = writer.line(&inspector(), None, vec![base, visit("no")]);
    let state = state_of(&book, &records);
    let today = day("2022-05-10");
    let step = step(Some("acceptance"), "signoff_review");
    let refusal = book
        .check_transition(&state, &step, &district(), today, today, &World::default())
        .unwrap_err();
    let revisit =
        refusal.missing.iter().find(|missing| missing.message.zh.contains("复看")).unwrap();
    assert_eq!(
        revisit.message.zh,
        "取缔后要隔 7 天复看一次“无排水”。封堵日期 5月8日，最早 5月15日 可以办。"
    );
    assert_eq!(revisit.jump, Jump::Day(day("2022-05-15")));
    assert!(refusal.missing.len() >= 5, "everything missing is said at once: {refusal:?}");
    let mut world = World::default();
    world.settings.insert("revisit_days".into(), "2".into());
    let refusal =
        book.check_transition(&state, &step, &district(), today, today, &world).unwrap_err();
    assert!(!refusal.missing.iter().any(|missing| missing.message.zh.contains("复看")));
}

#[test]
fn a_photo_that_is_named_and_absent_opens_no_gate() {
    let book = rulebook();
    let (_, records) = at_works();
    let state = state_of(&book, &records);
    let today = day("2022-05-12");
    let Body::Transition(step) = start_works() else { unreachable!() };
    let mut world = World::default();
    assert!(book.check_transition(&state, &step, &inspector(), today, today, &world).is_ok());
    world.absent.insert(Hash::of(b"before").to_string());
    let refusal =
        book.check_transition(&state, &step, &inspector(), today, today, &world).unwrap_err();
    assert!(refusal.missing[0].message.zh.contains("照片未到"));
}

#[test]
fn after_a_hold_it_goes_back_to_the_stage_it_left() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let hold = Step {
        note: "等".into(),
        fields: fields(&[("review_on", "2022-08-01")]),
        ..step(Some("drafting"), "suspended")
    };
    let base = writer.write(&inspector(), &[], adopted(Some("drafting"), &[]));
    let hold = writer.write(&municipal(), &[&base], Body::Transition(hold));
    let state = state_of(&book, &[base, hold]);
    let today = day("2022-05-12");
    let ask = |state: &FeatureState, to: &str| {
        let step = Step { note: "可以了".into(), ..step(Some("suspended"), to) };
        book.check_transition(state, &step, &district(), today, today, &World::default())
    };
    assert!(ask(&state, "drafting").is_ok());
    assert!(ask(&state, "in_progress").unwrap_err().missing[0].message.zh.contains("方案编制中"));
    let next = book.next_steps(&state, &district(), today, &World::default());
    let back = next.iter().find(|next| next.transition.id == "T17").unwrap();
    assert!(back.to == "drafting" && back.role_fits && back.missing.len() == 1);
    // Where the stage left is unknown, the actor names an open one.
    let adopted = Writer::new("b", "2022-05-10T08:00:00+08:00").write(
        &inspector(),
        &[],
        adopted(Some("suspended"), &[]),
    );
    let state = state_of(&book, &[adopted]);
    assert!(ask(&state, "in_progress").is_ok() && ask(&state, "signed_off").is_err());
}

#[test]
fn evidence_filed_in_the_act_that_adopts_a_stage_is_later_than_that_stage() {
    let book = rulebook();
    // All records of one act have one time.
    let records: Vec<Arc<Record>> = {
        let mut records: Vec<Arc<Record>> = Vec::new();
        let bodies = [
            adopted(Some("in_progress"), &[]),
            Body::Progress(Progress { percent: 100, note: String::new() }),
            photo("after"),
        ];
        for (idx, body) in bodies.into_iter().enumerate() {
            let mut writer = Writer::new(&format!("a{idx}"), "2022-05-10T08:00:00+08:00");
            let parents: Vec<&Arc<Record>> = records.last().into_iter().collect();
            let record = writer.write(&district(), &parents, body);
            records.push(record);
        }
        records
    };
    let state = state_of(&book, &records);
    let done = Step {
        fields: fields(&[("finished_on", "2022-05-10")]),
        ..step(Some("in_progress"), "self_check")
    };
    let today = day("2022-05-10");
    let answer = book.check_transition(&state, &done, &district(), today, today, &World::default());
    assert!(answer.is_ok(), "{answer:?}");
}
