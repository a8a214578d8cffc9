//! Records and their fold: order, union, withdrawal, conflict, baseline, keys, and the days one looks at.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};
use yice::model::{FeatureKey, Properties, Property, PropertyValue};
use yice::plan::*;

use crate::histories::*;

pub fn rulebook() -> Arc<Rulebook> {
    Arc::new(Rulebook::built_in())
}

fn fate<'a>(state: &'a FeatureState, record: &Record) -> &'a Fate {
    let found = state.entries.iter().find(|entry| entry.record.hash == record.hash);
    &found.expect("the record is in the history").fate
}

fn counts(state: &FeatureState, record: &Record) -> bool {
    matches!(fate(state, record), Fate::Counts)
}

fn refusal_of(state: &FeatureState, record: &Record) -> String {
    match fate(state, record) {
        Fate::NotPermitted(missing) => missing[0].message.zh.clone(),
        other => panic!("{other:?}"),
    }
}

fn texts(state: &FeatureState, field: &str) -> Vec<String> {
    let register = &state.fields[field];
    register.standing.iter().flat_map(|standing| value_texts(&standing.value)).collect()
}

fn at_works() -> (Writer, Vec<Arc<Record>>) {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let records = writer.line(
        &inspector(),
        None,
        vec![adopted(Some("approved"), &[("category", "ban")]), photo("before")],
    );
    (writer, records)
}

fn start_works() -> Body {
    let fields = fields(&[("started_on", "2022-05-09")]);
    Body::Transition(Step { fields, ..step(Some("approved"), "in_progress") })
}

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
    assert!(ask(&resolve("reopened"), &district()).is_ok());
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

// ——— Withdrawal ———

#[test]
fn a_withdrawn_record_no_longer_counts_and_withdrawing_the_withdrawal_brings_it_back() {
    let (mut writer, mut records) = at_works();
    let set = writer.write(&inspector(), &[&records[1]], set("plan_no", "1"));
    let undo = writer.write(&inspector(), &[&set], withdraw(&set, ""));
    let redo = writer.write(&inspector(), &[&undo], withdraw(&undo, ""));
    records.extend([set.clone(), undo.clone()]);
    let state = state_of(&rulebook(), &records);
    assert!(matches!(fate(&state, &set), Fate::Withdrawn(by) if by.hash == undo.hash));
    assert_eq!(state.text("plan_no"), None);
    records.push(redo);
    let state = state_of(&rulebook(), &records);
    assert!(counts(&state, &set));
    assert_eq!(state.text("plan_no"), Some("1"));
}

#[test]
fn another_persons_record_is_withdrawn_by_district_or_municipality_with_a_note() {
    let book = rulebook();
    let (mut writer, mut records) = at_works();
    let set = writer.write(&inspector(), &[&records[1]], set("plan_no", "1"));
    records.push(set.clone());
    let state = state_of(&book, &records);
    let today = day("2022-05-12");
    for (by, note, allowed) in [
        (inspector(), "", true),
        (actor(" 张三", Role::Municipal), "", true),
        (actor("赵六", Role::Inspector), "录错", false),
        (district(), "", false),
        (district(), "录错", true),
        (municipal(), "录错", true),
    ] {
        let body = withdraw(&set, note);
        let answer = book.check(&state, &body, &by, today, today, &World::default());
        assert_eq!(answer.is_ok(), allowed, "{by:?} {note:?}");
        let undo = writer.write(&by, &[&set], body);
        let mut all = records.clone();
        all.push(undo.clone());
        assert_eq!(
            counts(&state_of(&book, &all), &undo),
            allowed,
            "the fold says the same: {by:?}"
        );
    }
}

#[test]
fn what_a_step_rests_on_is_not_withdrawn_before_the_step_is() {
    let book = rulebook();
    let (mut writer, mut records) = at_works();
    let started = writer.write(&inspector(), &[&records[1]], start_works());
    let idle = writer.write(&inspector(), &[&started], note("无关"));
    records.extend([started.clone(), idle.clone()]);
    let state = state_of(&book, &records);
    let today = day("2022-05-12");
    let ask = |body: &Body| book.check(&state, body, &inspector(), today, today, &World::default());
    let refused = ask(&withdraw(&records[1], "")).unwrap_err();
    let said = &refused.missing[0].message.zh;
    assert!(said.contains("整治中") && said.contains("张三"), "the refusal names the step: {said}");
    assert!(ask(&withdraw(&idle, "")).is_ok());
    assert!(ask(&withdraw(&started, "")).is_ok());
    // The step and what it rests on, in one act.
    let both = Withdrawn {
        records: vec![records[1].id.clone(), started.hash.to_string()],
        note: String::new(),
    };
    assert!(ask(&Body::Withdrawn(both)).is_ok());
    // The fold judges a forged withdrawal the same way.
    let forged = writer.write(&inspector(), &[&idle], withdraw(&records[1], ""));
    records.push(forged.clone());
    let state = state_of(&book, &records);
    assert!(refusal_of(&state, &forged).contains("整治中"));
    assert_eq!((state.stage_code(), state.photos.len()), (Some("in_progress"), 1));
}

#[test]
fn a_withdrawal_takes_back_only_what_its_author_had_seen() {
    let (mut a, records) = at_works();
    let mut b = Writer::new("b", "2022-05-11T08:00:00+08:00");
    let set = a.write(&inspector(), &[&records[1]], set("plan_no", "1"));
    let blind = b.write(&inspector(), &[&records[1]], withdraw(&set, ""));
    let mut all = records.clone();
    all.extend([set.clone(), blind.clone()]);
    let state = state_of(&rulebook(), &all);
    assert!(counts(&state, &set) && !counts(&state, &blind));
}

// ——— Samples and items ———

#[test]
fn a_newer_result_of_the_same_number_replaces_the_one_its_author_saw() {
    let (mut a, records) = at_works();
    let taken = SampleTaken {
        no: "S-1".into(),
        taken_at: Some("2022-05-02T09:00:00+08:00".into()),
        ..SampleTaken::default()
    };
    let line = a.line(
        &inspector(),
        records.last(),
        vec![
            Body::SampleTaken(taken),
            judged_result("S-1", "2022-05-02", "62"),
            judged_result("S-1", "2022-05-02", "26"),
        ],
    );
    let mut all = records.clone();
    all.extend(line.clone());
    let state = state_of(&rulebook(), &all);
    let sample = &state.samples[0];
    assert_eq!((state.samples.len(), sample.replaced.len(), sample.rivals.len()), (1, 1, 0));
    assert_eq!(sample.day, day("2022-05-02"));
    assert_eq!(sample.judgement.as_ref().unwrap().outcome, Outcome::Compliant);
    // One who had not seen the second result stands beside it.
    let mut b = Writer::new("b", "2022-05-11T08:00:00+08:00");
    all.push(b.write(&district(), &[&line[1]], judged_result("S-1", "2022-05-02", "60")));
    let state = state_of(&rulebook(), &all);
    assert_eq!(state.samples[0].rivals.len(), 1);
}

#[test]
fn a_deadline_moves_only_by_request_and_municipal_decision() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = writer.write(
        &inspector(),
        &[],
        adopted(Some("in_progress"), &[("deadline_original", "2022-04-30")]),
    );
    let state = state_of(&book, std::slice::from_ref(&base));
    let today = day("2022-05-12");
    for code in ["deadline_current", "deadline_original"] {
        let body = set(code, "2022-12-31");
        assert!(book.check(&state, &body, &municipal(), today, today, &World::default()).is_err());
    }
    let procedure = &book.procedures["outfall"];
    assert!(
        is_overdue(procedure, &state, day("2022-05-01"))
            && !is_overdue(procedure, &state, day("2022-04-30"))
    );
    let asked = writer.write(&inspector(), &[&base], request("deadline"));
    let verdict = |verdict: &str| {
        Body::Decided(Decided {
            request: asked.id.clone(),
            verdict: verdict.into(),
            note: String::new(),
        })
    };
    let own = writer.write(&actor("张三", Role::Municipal), &[&asked], verdict("approved"));
    let by_district = writer.write(&district(), &[&own], verdict("approved"));
    let granted = writer.write(&municipal(), &[&by_district], verdict("approved"));
    let all = [base, asked, own.clone(), by_district.clone(), granted.clone()];
    let state = state_of(&book, &all);
    assert!(refusal_of(&state, &own).contains("另一人"));
    assert!(refusal_of(&state, &by_district).contains("市级审核人"));
    assert!(counts(&state, &granted));
    assert_eq!(state.deadline_original, Some(day("2022-04-30")));
    assert_eq!(state.deadline_current, Some(day("2022-12-31")));
}

#[test]
fn an_item_is_open_until_answered_and_answered_until_judged() {
    let book = rulebook();
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = writer.write(&inspector(), &[], adopted(Some("self_check"), &[]));
    let item = Item { id: "i1".into(), text: "补标识牌照片".into(), ..Item::default() };
    let back =
        Step { note: "看不清".into(), items: vec![item], ..step(Some("self_check"), "rework") };
    let back = writer.write(&municipal(), &[&base], Body::Transition(back));
    let answer = |by: &Actor, on: &Arc<Record>, writer: &mut Writer| {
        let body = ItemAnswered { item: "i1".into(), note: "已补".into(), evidence: vec![] };
        writer.write(by, &[on], Body::ItemAnswered(body))
    };
    let judge = |verdict: &str| {
        Body::ItemJudged(ItemJudged {
            item: "i1".into(),
            verdict: verdict.into(),
            note: String::new(),
        })
    };
    let mut all = vec![base, back.clone()];
    let open = |all: &[Arc<Record>]| {
        let state = state_of(&book, all);
        (state.items[0].is_open(), state.items[0].accepted.is_some())
    };
    assert_eq!(open(&all), (true, false));
    all.push(answer(&district(), &back, &mut writer));
    assert_eq!(open(&all), (false, false));
    let own =
        writer.write(&actor("李四", Role::Municipal), &[all.last().unwrap()], judge("accepted"));
    all.push(own.clone());
    assert!(refusal_of(&state_of(&book, &all), &own).contains("另一人"));
    all.push(writer.write(&municipal(), &[all.last().unwrap()], judge("again")));
    assert_eq!(open(&all), (true, false));
    all.push(answer(&district(), &all.last().unwrap().clone(), &mut writer));
    all.push(writer.write(&municipal(), &[all.last().unwrap()], judge("accepted")));
    assert_eq!(open(&all), (false, true));
}

// ——— Values ———

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
    assert_eq!(revisit.jump, Jump::Nowhere);
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

// ——— Baseline ———

fn properties(pairs: &[(&str, &str)]) -> Properties {
    let property = |(name, value): &(&str, &str)| Property {
        name: (*name).into(),
        value: PropertyValue::String((*value).into()),
    };
    Properties(pairs.iter().map(property).collect())
}

#[test]
fn a_received_ledger_is_read_by_its_aliases_and_synonyms() {
    let book = rulebook();
    let procedure = &book.procedures["outfall"];
    for (word, stage) in [
        ("已销号", "signed_off"),
        ("已注销", "cancelled"),
        ("反弹回潮", "reopened"),
        ("销号审核中", "signoff_review"),
        ("in_progress", "in_progress"),
        ("方案已批", "approved"),
    ] {
        let baseline = procedure.read_baseline(&properties(&[("整治状态", word)]));
        assert_eq!(baseline.stage.as_deref(), Some(stage), "{word}");
    }
    let (baseline, doubts) = procedure.read_baseline_and_doubts(&properties(&[
        ("排污口名称", "示例排口001"),
        ("整治类型", "取缔"),
        ("责任主体", " 示例合作社 "),
        ("deadline_current", "2022/11/30"),
        ("存在问题", "污水直排、无标识牌"),
        ("progress", "40%"),
        ("联系电话", "13800000000"),
        ("完工日期", "待定"),
    ]));
    assert_eq!(baseline.stage, None);
    let expected = json!({"name": "示例排口001", "category": "ban", "responsible_subject": "示例合作社",
        "deadline_original": "2022-11-30", "problems": ["direct_discharge", "no_signboard"], "progress": "40"});
    assert_eq!(Value::Object(baseline.fields), expected);
    assert_eq!(doubts.len(), 1, "{doubts:?}");
}

#[test]
fn a_baseline_shows_unproven_until_the_first_record_and_is_adopted_by_it() {
    let book = rulebook();
    let baseline =
        Baseline { stage: Some("in_progress".into()), fields: fields(&[("category", "ban")]) };
    let state = fold(&key(), &[], Some(&baseline), &book, &AsOf::Now);
    assert_eq!((state.stage_code(), state.unproven), (Some("in_progress"), true));
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let first = writer.write(&inspector(), &[], Body::Adopted(baseline.adopted("台账.geojson")));
    // A changed file cannot rewrite history.
    let changed =
        Baseline { stage: Some("signed_off".into()), fields: fields(&[("category", "keep")]) };
    let state = fold(&key(), std::slice::from_ref(&first), Some(&changed), &book, &AsOf::Now);
    assert_eq!(
        (state.stage_code(), state.text("category"), state.unproven),
        (Some("in_progress"), Some("ban"), true)
    );
    let before = fold(
        &key(),
        std::slice::from_ref(&first),
        Some(&changed),
        &book,
        &AsOf::Business(day("2022-05-09")),
    );
    assert_eq!(before.stage_code(), Some("signed_off"), "before the first record the file speaks");
    let undo = writer.write(&inspector(), &[&first], withdraw(&first, ""));
    let state = fold(&key(), &[first, undo], Some(&changed), &book, &AsOf::Now);
    assert_eq!(
        state.stage_code(),
        Some("signed_off"),
        "so it does when the adoption is taken back"
    );
}

#[test]
fn nothing_is_adopted_over_a_step() {
    let book = rulebook();
    let (mut writer, mut records) = at_works();
    let started = writer.write(&inspector(), &[&records[1]], start_works());
    let late = writer.write(&inspector(), &[&started], adopted(Some("signed_off"), &[]));
    records.extend([started, late.clone()]);
    let state = state_of(&book, &records);
    assert!(!counts(&state, &late));
    assert_eq!(state.stage_code(), Some("in_progress"));
}

// ——— Keys ———

#[test]
fn features_that_were_identified_are_one_under_the_key_of_their_first_record() {
    let book = rulebook();
    let national = FeatureKey::parse("outfall:FA-120116-0083-QT-00").unwrap();
    let mut a = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let mut b = Writer::new("b", "2022-05-11T08:00:00+08:00");
    b.key = national.clone();
    let seen = a.write(&inspector(), &[], visit("no"));
    let other = b.write(&inspector(), &[], set("plan_no", "9"));
    let also = Body::Identified(Identified { also: national.as_str().into() });
    let also = a.write(&inspector(), &[&seen], also);
    let mut ledger = Ledger::new(Arc::clone(&book));
    ledger.extend([seen.clone(), other.clone()]);
    assert_eq!(ledger.plans().len(), 2);
    let changed = ledger.apply(Arc::clone(&also));
    assert!(changed.contains(&key()) && changed.contains(&national));
    assert_eq!(ledger.plans().len(), 1);
    let state = ledger.state(&national);
    assert_eq!(
        (state.key.as_ref(), state.text("plan_no"), state.visits.len()),
        (Some(&key()), Some("9"), 1)
    );
    assert_eq!(ledger.main_key(&national), &key());
    // More about the other key is about the same feature; taking the identification back parts them again.
    let more = b.write(&inspector(), &[&other], set("plan_no", "10"));
    ledger.apply(more);
    assert_eq!(ledger.state(&key()).text("plan_no"), Some("10"));
    let undo = a.write(&inspector(), &[&also], withdraw(&also, ""));
    ledger.apply(undo);
    assert_eq!((ledger.plans().len(), ledger.main_key(&national)), (2, &national));
    assert_eq!(ledger.state(&key()).text("plan_no"), None);
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
    assert_eq!(at(AsOf::Received(Arc::new(received))).as_deref(), Some("1"));
    let state = fold(&key(), &all, None, &book, &AsOf::Business(day("2022-04-30")));
    assert_eq!(state.entries.iter().filter(|entry| matches!(entry.fate, Fate::Later)).count(), 2);
}

// ——— Union ———

fn summarise(ledger: &Ledger, as_of: &str) -> Summary {
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

/// One hand's work upon what it has seen: what is recorded, and whether it takes in the others' first.
#[derive(Clone, Debug)]
enum Move {
    Set(u8, u8),
    Visit,
    Photo,
    Start,
    UndoLast,
    TakeIn,
}

fn moves() -> impl Strategy<Value = Vec<(u8, Move)>> {
    let one = prop_oneof![
        (0..3_u8, 0..3_u8).prop_map(|(field, value)| Move::Set(field, value)),
        Just(Move::Visit),
        Just(Move::Photo),
        Just(Move::Start),
        Just(Move::UndoLast),
        Just(Move::TakeIn),
    ];
    proptest::collection::vec((0..4_u8, one), 1..40)
}

/// Four people work from one beginning; each sees what it has taken in.
fn play(moves: &[(u8, Move)]) -> Vec<Vec<Arc<Record>>> {
    let book = rulebook();
    let base = Writer::new("base", "2022-05-10T08:00:00+08:00").write(
        &inspector(),
        &[],
        adopted(Some("approved"), &[]),
    );
    let mut hands: Vec<(Writer, Vec<Arc<Record>>)> = (0..4)
        .map(|hand| {
            // Clocks differ by an hour each.
            let start = format!("2022-05-10T{:02}:00:00+08:00", 9 + hand);
            (Writer::new(&format!("h{hand}"), &start), vec![Arc::clone(&base)])
        })
        .collect();
    for (hand, one) in moves {
        let all: Vec<Arc<Record>> = hands.iter().flat_map(|(_, seen)| seen.clone()).collect();
        let (writer, seen) = &mut hands[usize::from(*hand)];
        let heads = state_of(&book, seen).heads;
        let parents: Vec<Arc<Record>> =
            seen.iter().filter(|r| heads.contains(&r.hash)).cloned().collect();
        let body = match one {
            Move::TakeIn => {
                seen.extend(all);
                continue;
            }
            Move::Set(field, value) => {
                set(["plan_no", "cause", "target"][usize::from(*field)], &value.to_string())
            }
            Move::Visit => visit("no"),
            Move::Photo => photo("before"),
            Move::Start => start_works(),
            Move::UndoLast => withdraw(seen.last().unwrap(), "录错"),
        };
        let by = if *hand == 0 { district() } else { inspector() };
        let record = writer.write(&by, &parents.iter().collect::<Vec<_>>(), body);
        seen.push(record);
    }
    hands.into_iter().map(|(_, seen)| seen).collect()
}

/// Everything of a ledger that could differ.
fn shown(ledger: &Ledger) -> String {
    format!("{:?} {:?}", ledger.plans(), summarise(ledger, "2022-06-01"))
}

fn union(histories: &[&Vec<Arc<Record>>]) -> Ledger {
    let mut ledger = Ledger::new(rulebook());
    for history in histories {
        ledger.extend(history.iter().cloned());
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn union_is_commutative_associative_and_idempotent(moves in moves()) {
        let hands = play(&moves);
        let [a, b, c, d] = [&hands[0], &hands[1], &hands[2], &hands[3]];
        let expected = shown(&union(&[a, b, c, d]));
        prop_assert_eq!(&shown(&union(&[d, c, b, a])), &expected);
        prop_assert_eq!(&shown(&union(&[b, d, a, c])), &expected);
        prop_assert_eq!(&shown(&union(&[a, a, b, c, b, d, d])), &expected);
        // One record at a time, in an order of its own.
        let mut ledger = Ledger::new(rulebook());
        for record in c.iter().chain(d).rev().chain(b).chain(a) {
            ledger.apply(Arc::clone(record));
        }
        prop_assert_eq!(&shown(&ledger), &expected);
    }

    /// The state carried on along a history is the one built from its beginning: each step is judged by the same.
    #[test]
    fn a_record_is_judged_by_its_own_ancestors_whatever_else_is_known(moves in moves()) {
        let hands = play(&moves);
        let book = rulebook();
        let everything: Vec<Arc<Record>> = hands.iter().flatten().cloned().collect();
        let whole = state_of(&book, &everything);
        for history in &hands {
            for entry in &state_of(&book, history).entries {
                let permitted = |fate: &Fate| !matches!(fate, Fate::NotPermitted(_));
                let elsewhere = fate(&whole, &entry.record);
                prop_assert_eq!(permitted(&entry.fate), permitted(elsewhere));
            }
        }
    }
}

// ——— Leaving ———

#[test]
fn a_feature_leaves_with_flat_columns_and_its_records_in_full() {
    let book = rulebook();
    let (mut writer, mut records) = at_works();
    let budget = writer.write(&inspector(), &[&records[1]], set("budget_wan", "18.50"));
    records.push(budget);
    let state = state_of(&book, &records);
    let procedure = book.procedure(&key().kind());
    let members = annotate(&state, procedure, day("2022-06-01"));
    let get = |name: &str| members.iter().find(|(n, _)| n == name).map(|(_, json)| json.as_str());
    assert_eq!(get("yice_key"), Some("\"outfall:DEMO-OUT-0001\""));
    assert_eq!(get("yice_stage"), Some("\"approved\""));
    assert_eq!(get("yice_category"), Some("\"ban\""));
    assert_eq!(get("yice_budget_wan"), Some("18.50"), "a number as it was typed");
    assert_eq!((get("yice_overdue"), get("yice_conflict")), (Some("false"), Some("false")));
    let embedded: Vec<Value> = serde_json::from_str(get("yice_records").unwrap()).unwrap();
    let back: Vec<Arc<Record>> = embedded
        .iter()
        .map(|record| Arc::new(Record::parse(&record.to_string()).unwrap()))
        .collect();
    assert!(back.iter().zip(&records).all(|(a, b)| a.text == b.text && a.intact));
    let refs: Vec<&Record> = records.iter().map(Arc::as_ref).collect();
    let member = yice_member(&key().kind(), refs, &[], Completeness::Complete, "yice 0.1.0");
    let member: Value = serde_json::from_str(&member).unwrap();
    assert_eq!(member["records"], 3);
    assert_eq!(member["exported_at"], records[2].at.as_str());
    assert_eq!(member["heads"]["a"], records[2].hash.to_string());
    assert!(annotate(&FeatureState::new(key()), procedure, day("2022-06-01")).is_empty());
}

#[test]
fn a_field_named_like_a_fixed_column_is_refused_with_its_line() {
    let text = include_str!("../../assets/procedures/outfall.toml");
    let bad = text.replacen("code = \"plan_no\"", "code = \"due\"", 1);
    let error = Procedure::parse("outfall.toml", &bad).unwrap_err();
    assert!(error.reason.contains("yice_due") && error.line > 10, "{error}");
    for (from, to, wants) in [
        ("photo = \"signboard\"", "photo = \"sign_board\"", "sign_board"),
        ("gate = \"G\"", "gate = \"H\"", "\"H\""),
        ("setting:revisit_days", "setting:days", "setting:days"),
        ("to = \"rework\"", "to = \"redo\"", "redo"),
        ("letter = \"P\"", "lettre = \"P\"", "lettre"),
        ("is = [\"keep\"]", "is = [\"kept\"]", "kept"),
        ("from = \"T12\"", "from = \"T99\"", "T99"),
        ("after = \"field:finished_on\"", "after = \"field:cause\"", "cause"),
    ] {
        let error = Procedure::parse("outfall.toml", &text.replacen(from, to, 1)).expect_err(to);
        assert!(error.reason.contains(wants) && error.line > 1, "{to}: {error}");
    }
}

#[test]
fn chains_show_gaps_and_breaks() {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let records =
        writer.line(&inspector(), None, vec![visit("no"), visit("no"), visit("no"), visit("no")]);
    let whole = verify(&records);
    assert!(!whole.has_findings() && whole.chains[0].gaps.is_empty());
    assert_eq!(chain_head(&records, "a"), Some((4, records[3].hash)));
    let holed = verify([&records[0], &records[3]]);
    assert!(!holed.has_findings(), "a gap is information");
    assert_eq!((holed.chains[0].gaps.clone(), holed.missing_parents), (vec![(2, 3)], 1));
    let altered = Record::parse(&records[1].text.replace("\"no\"", "\"yes\"")).unwrap();
    let altered = verify([&records[0], &Arc::new(altered)]);
    assert!(altered.has_findings() && altered.altered == ["a-2"]);
    let mut twin = Writer::new("a", "2022-05-11T08:00:00+08:00");
    let other = twin.line(&inspector(), None, vec![visit("yes")]);
    let doubled = verify(records.iter().chain(&other));
    assert_eq!(doubled.chains[0].doubled, [1]);
}

#[test]
fn each_record_is_a_sentence_in_both_languages() {
    let book = rulebook();
    let procedure = book.procedure(&key().kind());
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let items =
        ["补标识牌照片", "补采样点照片"].map(|text| Item { text: text.into(), ..Item::default() });
    let back = Step {
        note: "照片不清".into(),
        items: items.to_vec(),
        ..step(Some("acceptance"), "rework")
    };
    for (by, body, zh) in [
        (municipal(), Body::Transition(back), "5月10日 王五(市) 退回整改，2 条：照片不清"),
        (inspector(), visit("no"), "5月10日 张三 巡查：无排水"),
        (inspector(), set("category", "ban"), "5月10日 张三 填“整治类型”为 依法取缔"),
        (district(), result("S-1", "2022-05-02", "62"), "5月10日 李四(区) 检测结果 S-1：COD 62"),
        (inspector(), request("deadline"), "5月10日 张三 申请延期至 2022-12-31：情况变化"),
        (inspector(), photo("before"), "5月10日 张三 照片“整治前”"),
    ] {
        let record = writer.write(&by, &[], body);
        assert_eq!(describe(&record, procedure, &book.standards, yice::model::Lang::Zh), zh);
        let en = describe(&record, procedure, &book.standards, yice::model::Lang::En);
        assert!(en.starts_with("2022-05-10 ") && !en.ends_with(": "), "{en}");
    }
    let plain = writer.write(&inspector(), &[], visit("yes"));
    let zh = describe(&plain, None, &book.standards, yice::model::Lang::Zh);
    assert_eq!(zh, "5月10日 张三 巡查：在排水", "kinds without a procedure share the looks");
}
