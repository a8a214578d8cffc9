//! A hand-in from an older text of a layer: its records come in, and the layer stays by its newer text.

use yice::plan::*;
use yice::session::{Command, Import, ImportMode, ImportReport, Outcome, Session};

use crate::evenings::{morning, outfall, put_on, set, someone, take_in};
use crate::received_views::{NEWER, OLDER, listed, outfalls};
use crate::walk::{Place, part, to_file};

fn imported(session: &mut Session, path: &std::path::Path, mode: ImportMode) -> ImportReport {
    let import =
        Import { path: path.to_owned(), kind: None, datum: None, mode, mix_synthetic: false };
    let by = someone("王五", Role::Municipal);
    match session.apply(Command::Import(import), &morning("2022-07-06"), &by).unwrap() {
        Outcome::Imported(report) => *report,
        other => panic!("{other:?}"),
    }
}

/// The office has both texts; an inspector recorded about the older one, of a feature that is gone and of a new one.
fn handed_in(place: &Place) -> (Session, Session) {
    let mut office = place.session("office.yice");
    take_in(&mut office, &outfalls(place, &OLDER), "2022-06-29");
    let mut theirs = place.session("theirs.yice");
    take_in(&mut theirs, &outfalls(place, &OLDER), "2022-06-29");
    let zhang = someone("张三", Role::Inspector);
    for no in [1, 4] {
        let named = set(&[("responsible_subject", "甲合作社")]);
        put_on(&mut theirs, &outfall(no), "2022-07-05", "2022-07-05", &zhang, named);
    }
    let created = part(Body::Created(Created {
        geometry: Some(r#"{"type":"Point","coordinates":[117.8,39.0]}"#.into()),
        fields: Fields::new(),
    }));
    put_on(&mut theirs, &outfall(8), "2022-07-05", "2022-07-05", &zhang, created);
    take_in(&mut office, &outfalls(place, &NEWER), "2022-07-04");
    (office, theirs)
}

const BOTH: [&str; 7] = [
    "A1 一号排口 117.1",
    "A2 新二号排口 117.2",
    "A3 三号排口 117.9",
    "A4 四号排口 117.4",
    "A5 五号排口 117.5",
    "A8 A8 117.8",
    "NEW-1 新口 117.6",
];

#[test]
fn a_hand_in_from_an_older_text_brings_records_and_not_the_text() {
    let place = Place::new();
    let (mut office, mut theirs) = handed_in(&place);
    let packet = place.path("handed-in.geojson");
    let layer = theirs.snapshot().layers[0].id;
    let zhang = someone("张三", Role::Inspector);
    theirs.apply(to_file(layer, &packet), &morning("2022-07-05"), &zhang).unwrap();
    let report = imported(&mut office, &packet, ImportMode::Auto);
    assert_eq!((report.layers_known.len(), report.layers_updated.len()), (1, 0));
    let said: Vec<&str> = report.issues.iter().map(|issue| issue.message_zh.as_str()).collect();
    let words = "handed-in.geojson 是这个图层的旧版本（2022-06-29 收到过）";
    assert!(said.iter().any(|said| said.starts_with(words)), "{said:?}");
    assert_eq!(listed(&office.snapshot()), BOTH);
    let named = |session: &Session, no| {
        session.state(&outfall(no)).text("responsible_subject").map(str::to_owned)
    };
    assert_eq!([1, 4].map(|no| named(&office, no)), [1, 4].map(|_| Some("甲合作社".to_owned())));
    // It stays so.
    drop(office);
    assert_eq!(listed(&place.session("office.yice").snapshot()), BOTH);
}

#[test]
fn a_workspace_with_the_older_text_does_the_same() {
    let place = Place::new();
    let (mut office, theirs) = handed_in(&place);
    drop(theirs);
    imported(&mut office, &place.path("theirs.yice"), ImportMode::Auto);
    assert_eq!(listed(&office.snapshot()), BOTH);
}

#[test]
fn who_asks_for_it_by_name_has_the_older_text_back() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    for (text, on) in [(&OLDER[..], "2022-06-29"), (&NEWER, "2022-07-04")] {
        take_in(&mut session, &outfalls(&place, text), on);
    }
    let newer = listed(&session.snapshot());
    let older = outfalls(&place, &OLDER);
    let report = imported(&mut session, &older, ImportMode::Auto);
    assert_eq!((report.layers_known.len(), listed(&session.snapshot())), (1, newer.clone()));
    let said = report.issues.iter().find(|issue| issue.code == "older-text").unwrap();
    assert!(said.message.contains("--update"), "{}", said.message);
    let report = imported(&mut session, &older, ImportMode::Update);
    assert_eq!(report.layers_updated.len(), 1);
    assert_ne!(listed(&session.snapshot()), newer);
}
