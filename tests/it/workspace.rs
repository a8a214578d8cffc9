//! The workspace file: one writer, many readers, and what becomes of it when things go wrong.

use std::path::Path;

use crate::walk::{Place, actor, import, key, now, part, record, states};
use yice::plan::{Body, Note, Photo, SampleTaken};
use yice::session::*;

fn note(text: &str) -> ActPart {
    part(Body::Note(Note { text: text.into(), ..Note::default() }))
}

/// A workspace with a layer of one outfall and `count` notes on it.
fn filled(place: &Place, name: &str, count: usize) -> Session {
    let layer = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":"A1","properties":{"outfall_id":"A1","name":"一号排口","整治状态":"待编制方案"},"geometry":{"type":"Point","coordinates":[117.5,38.6]}}
]}"#;
    let mut session = place.session(name);
    import(&mut session, &place.write("outfalls.geojson", layer));
    for idx in 0..count {
        record(
            &mut session,
            &key("A1"),
            vec![note(&format!("第{idx}条"))],
            &now(10),
            &actor("张三"),
        );
    }
    session
}

fn refusal(place: &Place, path: &Path) -> StoreError {
    let opening = Opening::new(path).data_dir(place.path("data"));
    match Session::open(opening, &now(0)) {
        Err(SessionError::Store(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("{} opened", path.display()),
    }
}

#[test]
fn a_second_writer_is_told_who_is_writing_and_may_read() {
    let place = Place::new();
    let mut first = filled(&place, "a.yice", 1);
    let error = refusal(&place, &place.path("a.yice"));
    let pid = std::process::id().to_string();
    assert!(error.text().zh.contains(&format!("PID {pid}，09:00 打开")), "{}", error.text().zh);
    assert!(error.text().en.contains("another window"), "{error}");

    let mut reader = Session::open(Opening::to_read(place.path("a.yice")), &now(2)).unwrap();
    assert!(reader.snapshot().read_only);
    assert_eq!(states(&reader), states(&first));
    let act = Act { feature: key("A1"), on: None, on_behalf_of: None, parts: vec![note("不行")] };
    let outcome = reader.apply(Command::Record(act), &now(3), &actor("李四"));
    assert!(matches!(outcome, Err(SessionError::Store(StoreError::ReadOnly))), "{outcome:?}");
    // The writer is not held up by readers.
    record(&mut first, &key("A1"), vec![note("可以")], &now(4), &actor("张三"));
    drop(first);
    drop(reader);
    assert!(Session::open(Opening::new(place.path("a.yice")), &now(5)).is_ok());
}

#[test]
fn what_is_no_workspace_is_refused_in_words() {
    let place = Place::new();
    let cases: [(&str, &[u8], &str); 3] = [
        ("empty.yice", b"", "空的"),
        ("text.yice", b"{\"type\":\"FeatureCollection\",\"features\":[]}", "不是一策工作库"),
        ("short.yice", b"SQLite format 3\0", "不是一策工作库"),
    ];
    for (name, bytes, expected) in cases {
        std::fs::write(place.path(name), bytes).unwrap();
        let error = refusal(&place, &place.path(name));
        assert!(error.text().zh.contains(expected), "{name}: {}", error.text().zh);
        assert_eq!(std::fs::read(place.path(name)).unwrap(), bytes, "{name} was left as it was");
    }
    assert!(matches!(refusal(&place, &place.path("nothing.yice")), StoreError::Missing(_)));
    let other = rusqlite::Connection::open(place.path("other.yice")).unwrap();
    other.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);").unwrap();
    drop(other);
    assert!(matches!(refusal(&place, &place.path("other.yice")), StoreError::NotAWorkspace(_)));
}

#[test]
fn a_newer_file_is_left_alone_and_names_who_wrote_it() {
    let place = Place::new();
    drop(filled(&place, "a.yice", 1));
    let file = rusqlite::Connection::open(place.path("a.yice")).unwrap();
    file.execute_batch("PRAGMA user_version = 99; UPDATE sitting SET program = 'Yice 9.4'")
        .unwrap();
    drop(file);
    let error = refusal(&place, &place.path("a.yice"));
    assert!(error.text().zh.contains("新版一策（9.4）写的，本机是 0."), "{}", error.text().zh);
}

#[test]
fn a_cut_off_file_opens_for_reading_and_gives_what_it_still_has() {
    let place = Place::new();
    let mut session = filled(&place, "a.yice", 400);
    let photo = place.write("large.bin", "x".repeat(10));
    let attached = ActPart {
        body: Body::Document(yice::plan::Document {
            doc_kind: "other".into(),
            ..Default::default()
        }),
        attachment: Some(Attachment { path: photo }),
    };
    record(&mut session, &key("A1"), vec![attached], &now(11), &actor("张三"));
    let count = session.records(None).len();
    drop(session);
    let bytes = std::fs::read(place.path("a.yice")).unwrap();
    std::fs::write(place.path("cut.yice"), &bytes[..bytes.len() * 3 / 4]).unwrap();
    let session = Session::open(Opening::new(place.path("cut.yice")), &now(0)).unwrap();
    let snapshot = session.snapshot();
    assert!(snapshot.read_only && !snapshot.damage.is_empty());
    let saved = session.records(None).len();
    assert!(saved > 100 && saved < count, "{saved} of {count}");
    assert!(session.verify(&now(59)).unwrap().has_findings());
}

#[test]
fn a_killed_writer_frees_the_lock_and_has_its_file_checked() {
    let place = Place::new();
    let session = filled(&place, "a.yice", 3);
    let before = states(&session);
    // The copy has the mark of a sitting that did not end.
    std::fs::copy(place.path("a.yice"), place.path("killed.yice")).unwrap();
    drop(session);
    let mut again = place.session("killed.yice");
    assert_eq!(states(&again), before);
    record(&mut again, &key("A1"), vec![note("接着写")], &now(20), &actor("张三"));
    drop(again);
    let mut bytes = std::fs::read(place.path("a.yice")).unwrap();
    // A page in the middle overwritten, and the end of the sitting unclean.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(place.path("torn.yice"), &bytes).unwrap();
    let file = rusqlite::Connection::open(place.path("torn.yice")).unwrap();
    let _ = file.execute_batch("UPDATE sitting SET clean = 0");
    drop(file);
    let torn = Session::open(Opening::new(place.path("torn.yice")), &now(0)).unwrap();
    assert!(torn.snapshot().read_only && !torn.snapshot().damage.is_empty());
}

#[test]
fn a_damaged_file_that_ended_clean_is_read_and_never_written() {
    let place = Place::new();
    drop(filled(&place, "a.yice", 300));
    let sound = std::fs::read(place.path("a.yice")).unwrap();
    let mut damaged = 0;
    for page in 1..sound.len() / 4096 {
        let mut bytes = sound.clone();
        bytes[page * 4096..page * 4096 + 512].fill(0xA5);
        let path = place.path("torn.yice");
        std::fs::write(&path, &bytes).unwrap();
        // The first page of a table may be all there was to recognise it by.
        let Ok(mut torn) = Session::open(Opening::new(&path), &now(1)) else { continue };
        if torn.snapshot().damage.is_empty() {
            continue;
        }
        damaged += 1;
        let act =
            Act { feature: key("A1"), on: None, on_behalf_of: None, parts: vec![note("写")] };
        let outcome = torn.apply(Command::Record(act), &now(2), &actor("李四"));
        assert!(torn.snapshot().read_only && outcome.is_err(), "page {page}: {outcome:?}");
        drop(torn);
        assert!(std::fs::read(&path).unwrap() == bytes, "page {page} was written to");
    }
    assert!(damaged > 3, "{damaged}");
}

#[test]
fn drafts_and_settings_are_there_after_a_kill() {
    let place = Place::new();
    let mut session = filled(&place, "a.yice", 0);
    let draft = Draft {
        id: "visit/outfall:A1".into(),
        feature: Some(key("A1")),
        form: "visit".into(),
        content: r#"{"note":"标识牌…"}"#.into(),
        saved_at: now(28).as_str().into(),
    };
    let by = actor("张三");
    session.apply(Command::SaveDraft(draft.clone()), &now(28), &by).unwrap();
    let set = Command::SetSetting { name: "me.name".into(), value: "张三".into() };
    session.apply(set, &now(28), &by).unwrap();
    std::fs::copy(place.path("a.yice"), place.path("killed.yice")).unwrap();
    let mut again = place.session("killed.yice");
    assert_eq!(*again.snapshot().drafts, std::slice::from_ref(&draft));
    assert_eq!(again.snapshot().settings.get("me.name").map(String::as_str), Some("张三"));
    again.apply(Command::DropDraft { id: draft.id }, &now(29), &by).unwrap();
    drop(again);
    assert!(place.session("killed.yice").snapshot().drafts.is_empty());
}

#[test]
fn a_draft_goes_with_its_record_and_never_outlives_or_precedes_it() {
    let place = Place::new();
    let mut session = filled(&place, "a.yice", 0);
    let by = actor("张三");
    let draft = |content: &str| Draft {
        id: "tray".into(),
        feature: None,
        form: "tray".into(),
        content: content.into(),
        saved_at: now(28).as_str().into(),
    };
    session.apply(Command::SaveDraft(draft("three pictures")), &now(28), &by).unwrap();
    let act = |parts| Act { feature: key("A1"), on: None, on_behalf_of: None, parts };
    let from =
        |parts, after| Command::RecordFrom { recording: Recording::All(vec![act(parts)]), after };

    // A picture that is not there: nothing is recorded, and the draft holds what it held.
    let photo = Body::Photo(Photo { photo_kind: "scene".into(), ..Photo::default() });
    let attachment = Some(Attachment { path: place.path("gone.jpg") });
    let lost = vec![ActPart { body: photo, attachment }];
    let outcome = session.apply(from(lost, DraftAfter::Gone("tray".into())), &now(29), &by);
    assert!(outcome.is_err());
    assert_eq!(session.snapshot().drafts[0].content, "three pictures");

    // Power fails right after the act, before the window says another word: the file has both, or would have neither.
    let known = session.records(None).len();
    let rest = DraftAfter::Rest(draft("one picture"));
    session.apply(from(vec![note("归档")], rest), &now(30), &by).unwrap();
    std::fs::copy(place.path("a.yice"), place.path("killed.yice")).unwrap();
    let mut again = place.session("killed.yice");
    assert!(again.records(None).len() > known);
    assert_eq!(again.snapshot().drafts[0].content, "one picture");
    let gone = DraftAfter::Gone("tray".into());
    again.apply(from(vec![note("再归档")], gone), &now(31), &by).unwrap();
    assert!(again.snapshot().drafts.is_empty());
}

#[test]
fn what_the_disk_did_not_take_is_shown_and_is_stored_once_it_does() {
    let place = Place::new();
    let (stick, pocket) = (place.path("stick"), place.path("pocket"));
    std::fs::create_dir(&stick).unwrap();
    let mut session = filled(&place, "stick/a.yice", 0);
    let by = actor("张三");
    let draft = |id: &str, content: &str| Draft {
        id: id.into(),
        feature: Some(key("A1")),
        form: "visit".into(),
        content: content.into(),
        saved_at: now(28).as_str().into(),
    };
    let save = |draft: Draft| Command::SaveDraft(draft);
    session.apply(save(draft("visit", "拔前")), &now(28), &by).unwrap();
    std::fs::rename(&stick, &pocket).unwrap();
    assert!(session.apply(save(draft("visit", "拔后")), &now(29), &by).is_err());
    assert!(session.apply(save(draft("note", "另一张")), &now(29), &by).is_err());
    let typed = |snapshot: &yice::session::Snapshot| {
        snapshot.drafts.iter().map(|it| it.content.clone()).collect::<Vec<_>>()
    };
    let snapshot = session.snapshot();
    assert_eq!(typed(&snapshot), ["拔后", "另一张"]);
    assert_eq!(snapshot.unstored_drafts().count(), 2);
    std::fs::rename(&pocket, &stick).unwrap();
    // Anything that the disk takes brings them along.
    let set = Command::SetSetting { name: "view".into(), value: String::new() };
    session.apply(set, &now(30), &by).unwrap();
    assert!(session.snapshot().unstored.is_empty());
    drop(session);
    let mut again = typed(&place.session("stick/a.yice").snapshot());
    again.sort();
    assert_eq!(again, ["另一张", "拔后"]);
}

#[test]
fn a_chain_goes_on_in_its_own_file_and_begins_anew_in_a_copy() {
    let place = Place::new();
    let mut session = filled(&place, "a.yice", 1);
    let first = session.records(None)[0].chain.clone();
    std::fs::copy(place.path("a.yice"), place.path("old.yice")).unwrap();
    record(&mut session, &key("A1"), vec![note("再写")], &now(12), &actor("张三"));
    drop(session);

    let mut session = place.session("a.yice");
    let next = &record(&mut session, &key("A1"), vec![note("又写")], &now(13), &actor("张三"))[0];
    assert_eq!((&next.chain, next.seq), (&first, 4));
    drop(session);

    let mut copy = place.session("old.yice");
    let new = &record(&mut copy, &key("A1"), vec![note("在副本")], &now(14), &actor("张三"))[0];
    assert!(new.chain != first && new.seq == 1);
    let last_known = copy.records(None).iter().rfind(|it| it.chain == first).map(|it| it.hash);
    assert_eq!(new.prev, last_known);
    drop(copy);

    // The old copy put back in its place is a file rolled back.
    std::fs::copy(place.path("old.yice"), place.path("a.yice")).unwrap();
    let mut rolled_back = place.session("a.yice");
    let anew =
        &record(&mut rolled_back, &key("A1"), vec![note("回退后")], &now(15), &actor("张三"))[0];
    assert_eq!(anew.seq, 1);
    assert!(!rolled_back.verify(&now(59)).unwrap().records.has_findings());
}

#[test]
fn synthetic_and_real_data_share_a_workspace_only_when_a_person_says_so() {
    let place = Place::new();
    let mut session = filled(&place, "a.yice", 0);
    let synthetic = r#"{"type":"FeatureCollection","metadata":{"synthetic": true,"layer":"outfall"},"features":[{"type":"Feature","properties":{"outfall_id":"B1","synthetic":true},"geometry":null}]}"#;
    let path = place.write("demo.geojson", synthetic);
    assert!(looks_synthetic(&path) && !looks_synthetic(&place.path("outfalls.geojson")));
    let mut command =
        Import { path, kind: None, datum: None, mode: ImportMode::Auto, mix_synthetic: false };
    let by = actor("张三");
    let outcome = session.apply(Command::Import(command.clone()), &now(2), &by).unwrap();
    assert!(matches!(outcome, Outcome::WouldMix { file_is_synthetic: true, .. }), "{outcome:?}");
    assert_eq!(session.snapshot().layers.len(), 1);
    command.mix_synthetic = true;
    let outcome = session.apply(Command::Import(command), &now(3), &by).unwrap();
    assert!(matches!(outcome, Outcome::Imported(_)), "{outcome:?}");
    assert_eq!(session.snapshot().layers.len(), 2);
}

/// A folder with an invented layer and two that are real, the first by name among them.
fn mixed_folder(place: &Place) -> std::path::PathBuf {
    let folder = place.path("mixed");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, synthetic: bool, layer: &str| {
        let text = format!(
            r#"{{"type":"FeatureCollection","metadata":{{"synthetic":{synthetic},"layer":"{layer}"}},"features":[{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Point","coordinates":[117.7,39]}}}}]}}"#
        );
        std::fs::write(folder.join(name), text).unwrap();
    };
    write("coastline.geojson", false, "coastline");
    write("outfalls.geojson", true, "outfall");
    write("rivers.geojson", false, "river");
    folder
}

fn taken_from(folder: &std::path::Path, mut session: Session) -> (Outcome, Session) {
    let path = folder.to_owned();
    let import =
        Import { path, kind: None, datum: None, mode: ImportMode::Auto, mix_synthetic: false };
    let outcome = session.apply(Command::Import(import), &now(1), &actor("张三")).unwrap();
    (outcome, session)
}

#[test]
fn of_a_mixed_folder_a_workspace_takes_what_belongs_to_it_and_names_the_rest() {
    let place = Place::new();
    let folder = mixed_folder(&place);
    for (file, is_synthetic, left_out) in [
        ("demonstration.yice", true, vec!["coastline.geojson", "rivers.geojson"]),
        ("workspace.yice", false, vec!["outfalls.geojson"]),
        ("other.yice", false, vec!["outfalls.geojson"]),
    ] {
        let opening = Opening::new(place.path(file)).data_dir(place.path(""));
        let session = Session::create(opening, &now(0)).unwrap();
        assert_eq!(session.snapshot().synthetic, file == "demonstration.yice", "{file}, empty");
        let (outcome, session) = taken_from(&folder, session);
        let Outcome::Imported(report) = outcome else { panic!("{file}: {outcome:?}") };
        let left_out_paths: Vec<_> = left_out.iter().map(|name| folder.join(name)).collect();
        assert_eq!(report.left_out, left_out_paths, "{file}");
        assert_eq!(session.snapshot().synthetic, is_synthetic, "{file}");
        assert_eq!(session.snapshot().layers.len(), 3 - left_out.len(), "{file}");
    }
    std::fs::remove_file(folder.join("outfalls.geojson")).unwrap();
    let opening = Opening::new(place.path("demonstration.yice")).data_dir(place.path(""));
    let (outcome, _) = taken_from(&folder, Session::open(opening, &now(2)).unwrap());
    let elsewhere = matches!(outcome, Outcome::WouldMix { file_is_synthetic: false, .. });
    assert!(elsewhere, "nothing of it belongs here: {outcome:?}");
}

#[test]
fn a_copy_replaces_only_when_it_is_whole() {
    let place = Place::new();
    let mut session = filled(&place, "a.yice", 2);
    let to = place.path("backup/copy.yice");
    let save = Command::SaveCopy { to: to.clone(), overwrite: false };
    let failed = session.apply(save.clone(), &now(5), &actor("张三"));
    assert!(failed.is_err(), "there is no such folder");
    std::fs::create_dir(place.path("backup")).unwrap();
    session.apply(save, &now(5), &actor("张三")).unwrap();
    assert_eq!(std::fs::read_dir(place.path("backup")).unwrap().count(), 1);
    let copy = Session::open(Opening::to_read(&to), &now(6)).unwrap();
    assert_eq!(states(&copy), states(&session));
}

#[test]
fn a_thread_answers_commands_in_order_and_shows_what_they_did() {
    let place = Place::new();
    let opening = Opening::new(place.path("a.yice")).ids(SeededIds::new("thread"));
    let handle = spawn(opening, now(0), || {}).unwrap();
    let layer = r#"{"type":"Feature","id":"A1","properties":{"outfall_id":"A1"},"geometry":null}"#;
    let path = place.write("one_outfall.geojson", layer);
    let import =
        Import { path, kind: None, datum: None, mode: ImportMode::Auto, mix_synthetic: false };
    handle.send(1, Command::Import(import), now(1), actor("张三"));
    let taken = part(Body::SampleTaken(SampleTaken { no: "S1".into(), ..Default::default() }));
    let act = Act { feature: key("A1"), on: None, on_behalf_of: None, parts: vec![taken] };
    handle.send(2, Command::Record(act), now(2), actor("张三"));
    handle.cancel(3);
    handle.send(3, Command::Undo, now(3), actor("张三"));
    let (mut answered, mut shown) = (Vec::new(), None);
    while answered.len() < 4 {
        match handle.wait(std::time::Duration::from_secs(20)).expect("an answer comes") {
            Event::Snapshot(snapshot) => shown = Some(snapshot),
            Event::Answer { id, result } => answered.push((id, result.is_ok())),
            Event::Progress { .. } | Event::Growing(_) => {}
        }
    }
    assert_eq!(answered, [(OPENING, true), (1, true), (2, true), (3, false)]);
    let plan = shown.unwrap().plans.get(&key("A1")).cloned().unwrap();
    assert_eq!(plan.samples.len(), 1);
}

#[test]
fn a_disk_that_was_away_is_said_so_and_once_back_it_is_gone_on_with() {
    let place = Place::new();
    let (stick, pocket) = (place.path("stick"), place.path("pocket"));
    std::fs::create_dir(&stick).unwrap();
    let mut session = filled(&place, "stick/a.yice", 1);
    std::fs::rename(&stick, &pocket).unwrap();
    let act =
        || Act { feature: key("A1"), on: None, on_behalf_of: None, parts: vec![note("拔盘时")] };
    let before = session.records(None).len();
    for _ in 0..2 {
        let error = session.apply(Command::Record(act()), &now(20), &actor("张三")).unwrap_err();
        let words = error.text();
        assert!(
            words.zh.contains("没有应答") && words.zh.contains("内容还在表单里"),
            "{}",
            words.zh
        );
        assert!(words.en.contains("Put it back"), "{}", words.en);
    }
    assert_eq!(session.records(None).len(), before);
    std::fs::rename(&pocket, &stick).unwrap();
    record(&mut session, &key("A1"), vec![note("插回后")], &now(21), &actor("张三"));
    let after = states(&session);
    drop(session);
    assert_eq!(states(&place.session("stick/a.yice")), after);
}
