//! What leaves: as of a day, and with corrected values in the source's own place.

use crate::walk::{LAYER, Place, a_morning, actor, import, key, now, part, record, stamp, to_file};
use yice::plan::{Body, FieldsSet, Note};
use yice::session::*;

#[test]
fn an_export_as_of_a_day_holds_what_had_happened_by_then() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    a_morning(&place, &mut session);
    let later = stamp("2022-06-01T10:00:00+08:00");
    let note = Body::Note(Note { text: "六月".into(), ..Note::default() });
    record(&mut session, &key("DEMO-OUT-0003"), vec![part(note)], &later, &actor("张三"));
    let to = place.path("then.geojson");
    let export = Export {
        layer: Some(session.snapshot().layers[0].id),
        to: to.clone(),
        as_of: Some(yice::session::Evening::by_what_happened(jiff::civil::date(2022, 5, 31))),
        write_back: Vec::new(),
        personal: false,
        overwrite: false,
        purpose: Purpose::OwnUse,
    };
    session.apply(Command::Export(export), &later, &actor("张三")).unwrap();
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(text.contains("北侧有新管") && !text.contains("六月"), "{text}");
    assert!(text.contains(r#""complete":false"#));
}

#[test]
fn a_corrected_value_goes_back_into_the_source_only_on_request() {
    let place = Place::new();
    let text = LAYER.replace(r#""整治状态""#, r#""整治类型": "取缔", "整治状态""#);
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", &text));
    let mut set = FieldsSet::default();
    set.fields.insert("category".into(), "merge".into());
    record(
        &mut session,
        &key("DEMO-OUT-0001"),
        vec![part(Body::Fields(set))],
        &now(9),
        &actor("张三"),
    );
    let layer = Some(session.snapshot().layers[0].id);
    let to = place.path("out.geojson");
    for (write_back, expected) in
        [(vec![], r#""整治类型": "取缔""#), (vec!["category".into()], r#""整治类型": "清理合并""#)]
    {
        let personal = false;
        let export = Export {
            layer,
            to: to.clone(),
            as_of: None,
            write_back,
            personal,
            overwrite: false,
            purpose: Purpose::OwnUse,
        };
        session.apply(Command::Export(export), &now(10), &actor("张三")).unwrap();
        let text = std::fs::read_to_string(&to).unwrap();
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

/// What stands in the way of an export.
fn in_the_way(session: &mut Session, command: Command) -> Vec<StandingFile> {
    match session.apply(command, &now(50), &actor("张三")).unwrap() {
        Outcome::WouldReplace(standing) => standing.into_iter().map(|one| one.what).collect(),
        Outcome::Exported { .. } => Vec::new(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_export_never_takes_the_place_of_a_source_unasked() {
    let place = Place::new();
    let source = place.write("outfalls.geojson", LAYER);
    let mut session = place.session("a.yice");
    import(&mut session, &source);
    a_morning(&place, &mut session);
    let layer = session.snapshot().layers[0].id;
    let is_source = [StandingFile::Source("outfalls".into())];
    assert_eq!(in_the_way(&mut session, to_file(layer, &source)), is_source);
    let round_about = place.path("data/../outfalls.geojson");
    std::fs::create_dir_all(place.path("data")).unwrap();
    assert_eq!(in_the_way(&mut session, to_file(layer, &round_about)), is_source);
    let Command::Export(one) = to_file(layer, &source) else { unreachable!() };
    let all = Export { layer: None, to: place.folder.path().to_owned(), ..one.clone() };
    assert_eq!(in_the_way(&mut session, Command::Export(all)), is_source);
    assert_eq!(std::fs::read_to_string(&source).unwrap(), LAYER);
    let told = Command::Export(Export { overwrite: true, ..one });
    assert!(in_the_way(&mut session, told).is_empty());
    assert!(std::fs::read_to_string(&source).unwrap().contains("yice_records"));
}

#[test]
fn an_export_takes_the_place_of_its_own_earlier_one_and_of_nothing_else() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let layer = session.snapshot().layers[0].id;
    let to = place.path("out.geojson");
    for round in 0..3 {
        // Without records twice, then with some.
        if round == 2 {
            std::fs::remove_file(&to).unwrap();
            a_morning(&place, &mut session);
        }
        assert!(in_the_way(&mut session, to_file(layer, &to)).is_empty(), "round {round}");
    }
    let note = |text: &str| vec![part(Body::Note(Note { text: text.into(), ..Note::default() }))];
    record(&mut session, &key("DEMO-OUT-0002"), note("再来"), &now(51), &actor("张三"));
    assert!(in_the_way(&mut session, to_file(layer, &to)).is_empty(), "an earlier export");

    let other = [StandingFile::Other];
    let raw_copy = place.write("copy.geojson", LAYER);
    assert_eq!(in_the_way(&mut session, to_file(layer, &raw_copy)), other);
    assert_eq!(in_the_way(&mut session, to_file(layer, &place.write("x.json", "{}"))), other);
    let edited = std::fs::read_to_string(&to).unwrap().replace("示例排口002", "改过的名字");
    std::fs::write(&to, edited).unwrap();
    assert_eq!(in_the_way(&mut session, to_file(layer, &to)), other, "edited by somebody since");

    // A colleague's hand-in holds records that are not here.
    let mut colleague = place.session("b.yice");
    import(&mut colleague, &place.path("outfalls.geojson"));
    record(&mut colleague, &key("DEMO-OUT-0001"), note("我的"), &now(9), &actor("李四"));
    let theirs = place.path("theirs.geojson");
    assert!(in_the_way(&mut colleague, to_file(1, &theirs)).is_empty());
    assert_eq!(in_the_way(&mut session, to_file(layer, &theirs)), other);
}

#[test]
fn a_copy_of_the_workspace_takes_the_place_of_no_other_file_unasked() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    drop(place.session("b.yice"));
    let save = |to: &str| Command::SaveCopy { to: place.path(to), overwrite: false };
    assert!(in_the_way(&mut session, save("copy.yice")).is_empty());
    a_morning(&place, &mut session);
    assert!(in_the_way(&mut session, save("copy.yice")).is_empty(), "an earlier copy");
    assert_eq!(in_the_way(&mut session, save("b.yice")), [StandingFile::Other]);
    assert_eq!(in_the_way(&mut session, save("outfalls.geojson")).len(), 1);
    let itself = Command::SaveCopy { to: place.path("a.yice"), overwrite: true };
    assert!(session.apply(itself, &now(52), &actor("张三")).is_err());
}

#[test]
fn a_feature_nobody_touched_changes_only_where_its_deadline_has_passed() {
    let place = Place::new();
    let text = LAYER.replace(
        r#""整治状态": "待编制方案""#,
        r#""整治状态": "整改中", "整治期限": "2022-06-01""#,
    );
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", &text));
    let note = || vec![part(Body::Note(Note { text: "看过".into(), ..Note::default() }))];
    record(&mut session, &key("DEMO-OUT-0001"), note(), &now(9), &actor("张三"));
    let layer = session.snapshot().layers[0].id;
    let to = place.path("out.geojson");
    let mut line_after = |day: &str| {
        let at = stamp(&format!("{day}T10:00:00+08:00"));
        record(&mut session, &key("DEMO-OUT-0002"), note(), &at, &actor("张三"));
        assert!(in_the_way(&mut session, to_file(layer, &to)).is_empty());
        let text = std::fs::read_to_string(&to).unwrap();
        text.lines().find(|line| line.contains("outfall:DEMO-OUT-0001")).unwrap().to_owned()
    };
    let before = line_after("2022-05-13");
    assert!(before.contains(r#""yice_overdue": false"#), "{before}");
    assert_eq!(line_after("2022-05-31"), before);
    let after = line_after("2022-06-03");
    assert_eq!(after, before.replace(r#""yice_overdue": false"#, r#""yice_overdue": true"#));
    assert_ne!(after, before);
}
