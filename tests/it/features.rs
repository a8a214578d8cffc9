//! What becomes of features: found, moved, vanished from their file, given another code, claimed twice.

use crate::walk::{
    LAYER, Place, a_morning, actor, export, import, key, now, part, record, states, visit,
};
use yice::plan::{Body, Created, FieldsSet, Moved};
use yice::session::*;

#[test]
fn a_found_feature_leaves_appended_and_comes_back_as_itself() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    let mut created = Created {
        geometry: Some(r#"{"type":"Point","coordinates":[117.65,38.75]}"#.into()),
        ..Created::default()
    };
    created.fields.insert("name".into(), "新发现排口".into());
    let records = record(
        &mut session,
        &key(""),
        vec![part(Body::Created(created)), part(visit("yes"))],
        &now(30),
        &actor("张三"),
    );
    let found = records[0].feature.clone().unwrap();
    let snapshot = session.snapshot();
    let (view, idx) = snapshot.place(&found).unwrap();
    assert!(view.found && *view.rows[idx].name == *"新发现排口", "{:?}", view.rows);
    assert!(SearchColumn::of(&view.rows).holding(&Sought::new("xfxpk")).has(idx));

    let out = place.path("handed.geojson");
    export(&mut session, &out);
    let mut other = place.session("b.yice");
    import(&mut other, &out);
    let snapshot = other.snapshot();
    assert!(!snapshot.place(&found).unwrap().0.found);
    assert_eq!(snapshot.layers.len(), 1);
    assert_eq!(states(&other), states(&session));
    let again = place.path("again.geojson");
    export(&mut other, &again);
    assert_eq!(std::fs::read_to_string(&again).unwrap(), std::fs::read_to_string(&out).unwrap());
}

#[test]
fn a_moved_feature_keeps_its_old_place_in_the_file() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    let moved = Body::Moved(Moved {
        geometry: r#"{"type":"Point","coordinates":[117.5,38.5]}"#.into(),
        datum: String::new(),
    });
    let by = actor("张三");
    record(&mut session, &key("DEMO-OUT-0001"), vec![part(moved)], &now(30), &by);
    let anchor = |session: &Session| {
        let snapshot = session.snapshot();
        let (view, idx) = snapshot.place(&key("DEMO-OUT-0001")).unwrap();
        view.layer.shapes.anchor(idx).unwrap().lon_deg
    };
    assert_eq!(anchor(&session), 117.5);
    let out = place.path("moved.geojson");
    export(&mut session, &out);
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains(r#""geometry": {"type":"Point","coordinates":[117.5,38.5]}"#), "{text}");
    assert!(text.contains(r#"[117.5573000, 38.6442]"#), "the old text is kept: {text}");

    let mut other = place.session("b.yice");
    import(&mut other, &out);
    assert_eq!(anchor(&other), 117.5);
    let again = place.path("again.geojson");
    export(&mut other, &again);
    assert_eq!(std::fs::read_to_string(&again).unwrap(), text);
    // Taken back, it stands where it stood, also in a file that came moved.
    // Others have the file by now: a reason is asked for.
    let outcome = session.apply(Command::Undo, &now(31), &by).unwrap();
    let Outcome::NeedsReason { records, .. } = outcome else { panic!("{outcome:?}") };
    let take_back = Command::TakeBack { records, note: "量错了".into() };
    let outcome = session.apply(take_back, &now(31), &by).unwrap();
    assert!(matches!(outcome, Outcome::Recorded { .. }), "{outcome:?}");
    assert_eq!(anchor(&session), 117.5573);
    export(&mut session, &place.path("back.geojson"));
    import(&mut other, &place.path("back.geojson"));
    assert_eq!(anchor(&other), 117.5573);
    export(&mut other, &again);
    let text = std::fs::read_to_string(&again).unwrap();
    assert!(
        text.contains(r#""geometry": {"type": "Point", "coordinates": [117.5573000, 38.6442]}"#),
        "{text}"
    );
    assert!(!text.contains("yice_orig_geometry"), "{text}");
}

#[test]
fn a_feature_that_vanishes_from_its_file_stays_listed_with_its_records() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    a_morning(&place, &mut session);
    let shorter: String = LAYER
        .lines()
        .filter(|line| !line.contains("DEMO-OUT-0001"))
        .map(|line| format!("{line}\n"))
        .collect();
    let report = import(&mut session, &place.write("newer.geojson", &shorter));
    assert_eq!((report.layers_updated.len(), report.features_vanished), (1, 1), "{report:?}");
    let snapshot = session.snapshot();
    let (view, idx) = snapshot.place(&key("DEMO-OUT-0001")).unwrap();
    assert!(view.found);
    assert_eq!(view.rows[idx].name.as_ref(), "示例排口001");
    // It leaves with its layer, and comes home when the file has it again.
    let out = place.path("out.geojson");
    export(&mut session, &out);
    assert!(std::fs::read_to_string(&out).unwrap().contains("示例排口001"));
    drop(session);
    let mut session = place.session("a.yice");
    assert!(session.snapshot().place(&key("DEMO-OUT-0001")).unwrap().0.found);
    // The very text it was in before is an older one: the layer keeps its newer text.
    import(&mut session, &source);
    assert!(session.snapshot().place(&key("DEMO-OUT-0001")).unwrap().0.found);
    let again = LAYER.replace("示例排口002", "二号口");
    import(&mut session, &place.write("newest.geojson", again));
    assert!(!session.snapshot().place(&key("DEMO-OUT-0001")).unwrap().0.found);
}

#[test]
fn a_national_code_given_later_does_not_part_a_feature_from_its_records() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let newer = LAYER.replace(
        r#""outfall_id": "DEMO-OUT-0001","#,
        r#""outfall_id": "DEMO-OUT-0001", "排污口编码": "FA-120116-0001-SH-00", "national_code": "FA-120116-0001-SH-00","#,
    );
    import(&mut session, &place.write("newer.geojson", &newer));
    let snapshot = session.snapshot();
    assert!(!snapshot.place(&key("DEMO-OUT-0001")).unwrap().0.found);
    assert_eq!(snapshot.layers.len(), 1);
}

#[test]
fn features_that_claim_one_key_are_told_about_and_none_is_taken() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let out = place.path("out.geojson");
    export(&mut session, &out);
    // As a copy of the feature made in other software.
    let text = std::fs::read_to_string(&out).unwrap();
    let line = text.lines().find(|line| line.contains("yice_key")).unwrap();
    let twin = text.replacen(line, &format!("{line}\n{}", line.replace("117.5573000", "117.9")), 1);
    let mut other = place.session("b.yice");
    import(&mut other, &place.write("twin.geojson", &twin));
    let snapshot = other.snapshot();
    let issues = &snapshot.layers[0].issues;
    assert!(issues.iter().any(|issue| issue.code == "same-key"), "{issues:?}");
    assert!(snapshot.place(&key("DEMO-OUT-0001")).unwrap().0.found, "the plan is listed by itself");
    // A person answers.
    let attach = Command::AttachKey {
        layer: snapshot.layers[0].id,
        feature_idx: 0,
        key: key("DEMO-OUT-0001"),
    };
    other.apply(attach, &now(55), &actor("王五")).unwrap();
    assert_eq!(
        other.snapshot().place(&key("DEMO-OUT-0001")).map(|(view, idx)| (view.found, idx)),
        Some((false, 0))
    );
}

#[test]
fn what_a_layer_said_of_itself_stays_when_other_software_has_lost_it() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let start = LAYER.find("  \"metadata\"").unwrap();
    let end = start + LAYER[start..].find('\n').unwrap() + 1;
    let bare = format!("{}{}", &LAYER[..start], &LAYER[end..]);
    let total = |session: &Session| session.snapshot().layers[0].layer.programme_total;
    let report = import(&mut session, &place.write("bare.geojson", &bare));
    assert_eq!((report.layers_known.len(), total(&session)), (1, Some(68)), "the same data");
    let newer = bare.replace("示例排口002", "示例排口二");
    let report = import(&mut session, &place.write("newer.geojson", &newer));
    assert_eq!((report.layers_updated.len(), total(&session)), (1, Some(68)));
    drop(session);
    assert_eq!(total(&place.session("a.yice")), Some(68));
}

#[test]
fn an_empty_folder_says_so() {
    let place = Place::new();
    std::fs::create_dir(place.path("empty")).unwrap();
    let report = import(&mut place.session("a.yice"), &place.path("empty"));
    assert_eq!(report.issues[0].code, "empty-folder");
    assert!(report.issues[0].message_zh.contains("没有可打开的文件"));
}

#[test]
fn a_feature_is_called_what_was_recorded_and_found_by_its_old_name_too() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let one = key("DEMO-OUT-0001");
    let row = |session: &Session| session.snapshot().row(&one).unwrap().clone();
    let mut set = FieldsSet::default();
    set.fields.insert("name".into(), "付庄排口".into());
    record(&mut session, &one, vec![part(Body::Fields(set))], &now(9), &actor("张三"));
    assert_eq!(row(&session).name.as_ref(), "付庄排口");
    let snapshot = session.snapshot();
    let (view, idx) = snapshot.place(&one).unwrap();
    let texts = SearchColumn::of(&view.rows);
    let found = |word: &str| texts.holding(&Sought::new(word)).has(idx);
    assert!(found("fzpk") && found("slpk001") && found("paikou001"));
    drop(session);
    let mut session = place.session("a.yice");
    assert_eq!(row(&session).name.as_ref(), "付庄排口");
    let id = session.records(Some(&one)).last().unwrap().id.clone();
    let withdraw = Command::Withdraw { record: id, note: "写错".into() };
    session.apply(withdraw, &now(10), &actor("张三")).unwrap();
    assert_eq!(row(&session).name.as_ref(), "示例排口001");
}
