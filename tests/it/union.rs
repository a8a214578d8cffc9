//! What an import says of the records it brings: new ones by name, and those that gainsay the rest.

use yice::plan::{Body, FieldsSet, Note, Record};
use yice::session::*;

use crate::walk::{LAYER, Place, a_morning, actor, export, import, key, now, part, record, stamp};

fn codes(report: &ImportReport) -> Vec<&str> {
    report.issues.iter().map(|issue| issue.code).collect()
}

/// An export whose record that holds `old` says `new`, hashed anew like any other.
fn rehashed(place: &Place, old: &str, new: &str) -> std::path::PathBuf {
    let mut session = place.session("origin.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(place, &mut session);
    let sound = place.path("sound.geojson");
    export(&mut session, &sound);
    let text = std::fs::read_to_string(&sound).unwrap();
    let records = session.records(None);
    let own = records.iter().find(|record| record.text.contains(old)).unwrap();
    let altered = Record::parse(&own.text.replace(old, new)).unwrap();
    let text = text.replace(
        &*own.text,
        &altered.text.replace(&own.hash.to_string(), &altered.hash.to_string()),
    );
    place.write("altered.geojson", &text)
}

#[test]
fn a_record_that_was_altered_and_hashed_anew_is_told_about() {
    let place = Place::new();
    // The first record of an outfall, on which others build; and its last.
    for (round, (old, new)) in
        [("北侧有新管", "一切正常"), ("示例排口001", "换了名字")].into_iter().enumerate()
    {
        let place_of_round = Place::new();
        let altered = rehashed(&place_of_round, old, new);
        let sound = place_of_round.path("sound.geojson");
        let mut alone = place.session(&format!("{round}.yice"));
        let report = import(&mut alone, &altered);
        assert!(codes(&report).contains(&"history-altered"), "{old}: {:?}", report.issues);
        for (order, files) in [[&sound, &altered], [&altered, &sound]].into_iter().enumerate() {
            let mut both = place.session(&format!("{round}-{order}.yice"));
            import(&mut both, files[0]);
            let report = import(&mut both, files[1]);
            assert_eq!(report.contradicting.len(), 1, "{old}: {:?}", report.issues);
            assert!(codes(&report).contains(&"records-differ"), "{old}: {:?}", report.issues);
        }
        let mut plain = place.session(&format!("{round}-plain.yice"));
        assert!(import(&mut plain, &sound).issues.is_empty());
    }
}

#[test]
fn a_record_of_a_time_to_come_is_told_about() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let note = part(Body::Note(Note { text: "明年".into(), ..Note::default() }));
    let later = stamp("2099-01-01T09:00:00+08:00");
    record(&mut session, &key("DEMO-OUT-0001"), vec![note], &later, &actor("张三"));
    let out = place.path("out.geojson");
    export(&mut session, &out);
    let mut other = place.session("b.yice");
    let report = import(&mut other, &out);
    assert_eq!(codes(&report), ["future-records"], "{:?}", report.issues);
    let verified = other.verify(&now(9)).unwrap();
    assert!(verified.has_findings() && !verified.future.is_empty());
    assert!(!other.verify(&later).unwrap().has_findings());
}

#[test]
fn an_import_names_what_is_new_and_what_people_differ_on() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut set = FieldsSet::default();
    let mut sessions: Vec<Session> =
        ["a", "b"].iter().map(|name| place.session(&format!("{name}.yice"))).collect();
    for (session, category) in sessions.iter_mut().zip(["merge", "ban"]) {
        import(session, &source);
        set.fields.insert("category".into(), category.into());
        let body = part(Body::Fields(set.clone()));
        record(session, &key("DEMO-OUT-0001"), vec![body], &now(9), &actor(category));
    }
    let theirs = place.path("theirs.geojson");
    export(&mut sessions[1], &theirs);
    let report = import(&mut sessions[0], &theirs);
    assert_eq!((report.new.len(), report.records_new, report.records_known), (2, 2, 0));
    assert!(report.new.iter().all(|record| record.feature == Some(key("DEMO-OUT-0001"))));
    assert_eq!(report.conflicts, [key("DEMO-OUT-0001")]);
    let again = import(&mut sessions[0], &theirs);
    assert!(again.new.is_empty() && again.conflicts.is_empty() && again.records_known == 2);
}

#[test]
fn what_a_damaged_workspace_still_holds_is_taken_in_and_the_rest_told_about() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let count = session.records(None).len();
    drop(session);
    let file = rusqlite::Connection::open(place.path("a.yice")).unwrap();
    file.execute_batch("UPDATE record SET text = '{' WHERE id = (SELECT max(id) FROM record)")
        .unwrap();
    drop(file);
    let mut other = place.session("b.yice");
    let report = import(&mut other, &place.path("a.yice"));
    assert_eq!((report.records_new, codes(&report)), (count - 1, vec!["unreadable"]));
}
