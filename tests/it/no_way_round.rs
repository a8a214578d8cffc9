//! No way round the evidence: what a step asks for is asked for also where somebody settles, corrects or names nobody.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;

/// What is said against a body by this actor on the plan of these records.
fn said(records: &[Arc<Record>], body: &Body, by: &Actor) -> String {
    let book = rulebook();
    let state = state_of(&book, records);
    let today = day("2022-05-20");
    let answer = book.check(&state, body, by, today, today, &World::default());
    answer.err().map(|refusal| refusal.to_string()).unwrap_or_default()
}

fn settled(pairs: &[(&str, &str)]) -> Body {
    Body::Resolved(Resolved { fields: fields(pairs), note: String::new() })
}

/// Two files of one outfall, adopted by two people who did not see one another's.
fn two_ledgers(stage: &str, other: &str) -> Vec<Arc<Record>> {
    let mut first = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let mut second = Writer::new("b", "2022-05-10T09:00:00+08:00");
    vec![
        first.write(&inspector(), &[], adopted(Some(stage), &[])),
        second.write(&district(), &[], adopted(Some(other), &[])),
    ]
}

#[test]
fn a_sign_off_that_two_ledgers_differ_on_stays_unproven_when_it_is_settled() {
    let mut records = two_ledgers("signed_off", "pending");
    let body = settled(&[("stage", "signed_off")]);
    assert!(said(&records, &body, &district()).contains("municipality"));
    assert_eq!(said(&records, &body, &municipal()), "");
    let mut writer = Writer::new("c", "2022-05-11T08:00:00+08:00");
    let parents: Vec<_> = records.clone();
    records.push(writer.write(&municipal(), &parents.iter().collect::<Vec<_>>(), body));
    let state = state_of(&rulebook(), &records);
    assert_eq!((state.stage_code(), state.unproven), (Some("signed_off"), true));
}

#[test]
fn nobody_settles_recorded_works_onto_a_sign_off_that_only_a_file_states() {
    let (_, mut records) = at_works();
    let mut writer = Writer::new("z", "2022-05-11T08:00:00+08:00");
    let parents: Vec<&Arc<Record>> = records.last().into_iter().collect();
    let works = writer.write(&inspector(), &parents, start_works());
    records.push(works);
    let mut other = Writer::new("y", "2022-05-11T09:00:00+08:00");
    records.push(other.write(&district(), &[], adopted(Some("signed_off"), &[])));
    let answer = said(&records, &settled(&[("stage", "signed_off")]), &municipal());
    assert!(answer.contains("steps on record"), "{answer}");
}

#[test]
fn the_day_of_finishing_stands_still_once_it_is_given() {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let base = adopted(Some("acceptance"), &[("category", "ban"), ("finished_on", "2022-05-08")]);
    let records = writer.line(&inspector(), None, vec![base]);
    let answer = said(&records, &set("finished_on", "2022-05-09"), &district());
    assert!(answer.contains("send the plan back"), "{answer}");
    let bare = Writer::new("b", "2022-05-10T08:00:00+08:00").line(
        &inspector(),
        None,
        vec![adopted(Some("acceptance"), &[("started_on", "2022-05-01")])],
    );
    assert_eq!(said(&bare, &set("finished_on", "2022-05-09"), &district()), "");
    let answer = said(&bare, &set("finished_on", "2022-04-09"), &district());
    assert!(answer.contains("is before"), "{answer}");
}

#[test]
fn a_locked_deadline_on_which_files_differ_is_settled_by_the_municipality_on_one_of_them() {
    let mut first = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let mut second = Writer::new("b", "2022-05-10T09:00:00+08:00");
    let ledger = |due| adopted(Some("approved"), &[("deadline_original", due)]);
    let records = vec![
        first.write(&inspector(), &[], ledger("2022-11-01")),
        second.write(&district(), &[], ledger("2030-01-01")),
    ];
    let body = settled(&[("deadline_original", "2022-11-01")]);
    assert!(said(&records, &body, &district()).contains("municipality"));
    assert_eq!(said(&records, &body, &municipal()), "");
    let third = settled(&[("deadline_original", "2031-01-01")]);
    assert!(said(&records, &third, &municipal()).contains("stands still"));
}

#[test]
fn nobody_records_nothing_and_a_record_of_nobody_counts_for_nothing() {
    let (_, records) = at_works();
    for name in ["", " ", "\u{200b}"] {
        let nobody = Actor { name: name.into(), ..municipal() };
        assert!(said(&records, &visit("no"), &nobody).contains("who records"), "{name:?}");
    }
    let mut writer = Writer::new("n", "2022-05-11T08:00:00+08:00");
    let heads: Vec<&Arc<Record>> = records.last().into_iter().collect();
    let nobody = Actor { name: String::new(), ..municipal() };
    let step = writer.write(&nobody, &heads, start_works());
    let before = state_of(&rulebook(), &records).stage_code().map(str::to_owned);
    let all: Vec<Arc<Record>> = records.iter().cloned().chain([step]).collect();
    assert_eq!(state_of(&rulebook(), &all).stage_code().map(str::to_owned), before);
}

#[test]
fn an_outfall_is_not_merged_into_itself() {
    let records = Writer::new("a", "2022-05-10T08:00:00+08:00").line(
        &inspector(),
        None,
        vec![adopted(
            Some("acceptance"),
            &[
                ("category", "merge"),
                ("finished_on", "2022-05-01"),
                ("merged_to", "outfall:DEMO-OUT-0001"),
            ],
        )],
    );
    let step = Body::Transition(step(Some("acceptance"), "signoff_review"));
    let answer = said(&records, &step, &district());
    assert!(answer.contains("cannot be this feature itself"), "{answer}");
}
