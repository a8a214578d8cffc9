//! Taking records back: who may, what rests on them, and taking the taking back back.

use yice::plan::*;

use crate::histories::*;

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
