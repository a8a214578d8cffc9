//! What newer files brought and changed by themselves is told like what people recorded.

use yice::model::Lang;
use yice::plan::*;
use yice::session::{Command, Session};

use crate::evenings::{day, morning, outfall, put_on, set, someone, take_in};
use crate::received_views::{NEWER, OLDER, outfalls, updated};
use crate::walk::{Place, to_file};

fn told(changes: &[PlanChange]) -> Vec<String> {
    let line = |change: &PlanChange| {
        let subject = change.subject(&|key| key.code().to_owned(), Lang::Zh);
        format!("{} {}", change.group.label().zh, change.sentence(&subject, Lang::Zh))
    };
    changes.iter().map(line).collect()
}

fn since(session: &Session, on: &str) -> Vec<String> {
    told(&session.snapshot().changes_since(day(on)).unwrap())
}

const BY_THE_FILE: [&str; 3] = [
    "新发现 A5 新列入（来件 outfalls.geojson，7月4日收到）",
    "推进 A1 未建档→整治中（来件 outfalls.geojson，7月4日收到）",
    "已报数据被更正 A2 “名称”二号排口→新二号排口（来件 outfalls.geojson，7月4日收到）",
];

#[test]
fn what_a_newer_text_brings_and_states_otherwise_is_told_with_the_file_and_its_day() {
    let place = Place::new();
    let session = updated(&place);
    assert_eq!(since(&session, "2022-06-30"), BY_THE_FILE);
    assert_eq!(since(&session, "2022-07-04"), [""; 0]);
    // The first text is what the workspace starts from.
    let from_the_first = since(&session, "2022-06-01");
    assert!(BY_THE_FILE.iter().all(|it| from_the_first.contains(&(*it).to_owned())));
    assert!(!from_the_first.iter().any(|it| it.contains("A3")), "{from_the_first:?}");
    let board = session.snapshot().board(day("2022-06-30")).unwrap();
    assert_eq!(told(&board.changes), BY_THE_FILE);
    let then = crate::evenings::looked_back(&session, "2022-07-03", Basis::Received);
    assert_eq!(told(&then.changes_since(day("2022-06-30")).unwrap()), [""; 0]);
}

#[test]
fn figures_handed_in_name_what_a_file_brought_since() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    take_in(&mut session, &outfalls(&place, &OLDER), "2022-06-29");
    let wang = someone("王五", Role::Municipal);
    let freeze = Command::Freeze { as_of: day("2022-06-29"), note: String::new() };
    session.apply(freeze, &morning("2022-06-30"), &wang).unwrap();
    take_in(&mut session, &outfalls(&place, &NEWER), "2022-07-04");
    let frozen = session.snapshot().frozen_differences().unwrap().remove(0);
    let told = told(&frozen.changes);
    assert!(BY_THE_FILE.iter().all(|it| told.contains(&(*it).to_owned())), "{told:?}");
}

#[test]
fn of_many_at_once_the_first_are_named_and_all_are_counted() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let codes: Vec<String> = (11..=42).map(|no| format!("A{no}")).collect();
    let all: Vec<_> =
        codes.iter().map(|code| (code.as_str(), code.as_str(), "整治中", "117.5")).collect();
    take_in(&mut session, &outfalls(&place, &all[12..]), "2022-06-29");
    take_in(&mut session, &outfalls(&place, &all), "2022-07-04");
    let changes = session.snapshot().changes_since(day("2022-06-30")).unwrap();
    assert_eq!(
        told(&changes),
        ["新发现 A11、A12、A13 等 12 个 新列入（来件 outfalls.geojson，7月4日收到）"]
    );
    assert_eq!(changes[0].count(), 12);
}

#[test]
fn since_an_older_file_its_layer_is_compared_too() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    take_in(&mut session, &outfalls(&place, &OLDER), "2022-06-29");
    let zhang = someone("张三", Role::Inspector);
    let named = set(&[("responsible_subject", "甲")]);
    put_on(&mut session, &outfall(2), "2022-06-30", "2022-06-30", &zhang, named);
    let handed_in = place.path("handed-in.geojson");
    let layer = session.snapshot().layers[0].id;
    session.apply(to_file(layer, &handed_in), &morning("2022-07-01"), &zhang).unwrap();
    take_in(&mut session, &outfalls(&place, &NEWER), "2022-07-04");
    let told = told(&session.snapshot().changes_since_file(&handed_in).unwrap());
    let is_told = |words: &str| told.iter().any(|it| it.starts_with(words));
    assert!(is_told("新发现 A5 新列入") && is_told("推进 A1 未建档→整治中"), "{told:?}");
}

#[test]
fn who_took_a_step_back_is_named_and_what_came_and_went_is_no_change() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    take_in(&mut session, &outfalls(&place, &OLDER), "2022-06-01");
    let zhang = someone("张三", Role::Inspector);
    let progress =
        |percent| crate::walk::part(Body::Progress(Progress { percent, note: "进场".into() }));
    put_on(&mut session, &outfall(2), "2022-06-10", "2022-06-10", &zhang, progress(40));
    let handed_in = place.path("handed-in.geojson");
    let layer = session.snapshot().layers[0].id;
    session.apply(to_file(layer, &handed_in), &morning("2022-06-11"), &zhang).unwrap();
    put_on(&mut session, &outfall(2), "2022-06-20", "2022-06-20", &zhang, progress(80));
    session.apply(Command::Undo, &morning("2022-07-05"), &zhang).unwrap();
    let told = told(&session.snapshot().changes_since_file(&handed_in).unwrap());
    assert_eq!(told, [""; 0], "said and taken back in between");
}
