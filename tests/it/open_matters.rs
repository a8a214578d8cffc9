//! What stands open until somebody else answers: a sample, a deadline asked for, an item of a send-back.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;

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
            note: if verdict == "again" { "缺页".into() } else { String::new() },
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
    // Who is to answer once more sees what was answered, and why that is not enough.
    let again = state_of(&book, &all).items[0].again.clone();
    assert_eq!(again.as_ref().map(|again| again.words()), Some(("已补", "缺页")));
    all.push(answer(&district(), &all.last().unwrap().clone(), &mut writer));
    all.push(writer.write(&municipal(), &[all.last().unwrap()], judge("accepted")));
    assert_eq!(open(&all), (false, true));
}
