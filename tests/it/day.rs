//! A day at one laptop: the day a demonstration stands at, the day's list, what asks to be done, many features at
//! once, what others have already, and the backup at the end.

use crate::walk::{Place, actor, export, import, key, now, part, record, stamp, states, to_file};
use yice::model::{Day, lon_lat};
use yice::plan::{
    Actor, Adopted, Assigned, Body, Created, Fate, Fields, FieldsSet, Item, ItemAnswered, Note,
    Role, Step, Visit,
};
use yice::session::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn note(text: &str) -> ActPart {
    part(Body::Note(Note { text: text.into(), ..Note::default() }))
}

/// A layer of outfalls a hundredth of a degree of longitude apart, the first one westernmost.
fn outfalls(metadata: &str, count: usize) -> String {
    let features: Vec<String> = (1..=count)
        .map(|number| {
            let lon = 117.0 + number as f64 / 100.0;
            format!(
                r#"{{"type":"Feature","properties":{{"outfall_id":"A{number}","name":"{number}号排口"}},"geometry":{{"type":"Point","coordinates":[{lon},39.0]}}}}"#
            )
        })
        .collect();
    let features = features.join(",\n");
    format!(r#"{{"type":"FeatureCollection","metadata":{{{metadata}}},"features":[{features}]}}"#)
}

fn filled(place: &Place, count: usize) -> Session {
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", outfalls("", count)));
    session
}

fn apply(session: &mut Session, command: Command, minute: u32) -> Outcome {
    session.apply(command, &now(minute), &actor("张三")).unwrap()
}

fn act(code: &str, parts: Vec<ActPart>) -> Act {
    Act { feature: key(code), on: None, on_behalf_of: None, parts }
}

#[test]
fn a_demonstration_counts_by_its_own_day_whatever_is_recorded() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let layer = outfalls(r#""synthetic":true,"as_of":"2021-03-04""#, 1);
    import(&mut session, &place.write("demo.geojson", &layer));
    assert_eq!(session.snapshot().demonstration_day(), Some(day("2021-03-04")));
    record(&mut session, &key("A1"), vec![note("今天记的")], &now(5), &actor("张三"));
    let snapshot = session.snapshot();
    assert_eq!(snapshot.today, day("2021-03-04"));
    assert_eq!(snapshot.clock_day, now(5).day());
    let made = &session.records(Some(&key("A1")))[0];
    assert_eq!(made.at, now(5), "what is recorded bears the true time");

    let real = outfalls("", 1).replace("A1", "B1");
    let import = Import {
        path: place.write("real.geojson", &real),
        kind: None,
        datum: None,
        mode: ImportMode::Add,
        mix_synthetic: true,
    };
    apply(&mut session, Command::Import(import), 6);
    let snapshot = session.snapshot();
    assert_eq!(snapshot.demonstration_day(), None, "beside real data the clock counts");
    assert_eq!(snapshot.today, snapshot.clock_day);
}

#[test]
fn what_a_demonstration_has_just_frozen_differs_in_nothing() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let layer = outfalls(r#""synthetic":true,"as_of":"2021-03-04""#, 2);
    import(&mut session, &place.write("demo.geojson", &layer));
    let named = || {
        let fields = [("responsible_subject".to_owned(), "示例公司".into())];
        let fields = fields.into_iter().collect();
        part(Body::Fields(FieldsSet { fields, note: String::new() }))
    };
    record(&mut session, &key("A1"), vec![named()], &now(5), &actor("张三"));
    let freeze = Command::Freeze { as_of: session.snapshot().today, note: String::new() };
    session.apply(freeze, &now(6), &district("李四")).unwrap();
    let frozen = session.snapshot().frozen_differences().unwrap().remove(0);
    assert_eq!((frozen.figures.len(), frozen.changes.len()), (0, 0), "{frozen:?}");

    record(&mut session, &key("A2"), vec![named()], &now(7), &actor("张三"));
    let frozen = session.snapshot().frozen_differences().unwrap().remove(0);
    // The subject, and how complete the files are.
    assert_eq!((frozen.figures.len(), frozen.changes.len()), (2, 1), "{frozen:?}");
}

#[test]
fn the_list_of_a_day_is_chosen_ordered_ticked_off_and_kept() {
    let place = Place::new();
    let mut session = filled(&place, 4);
    let today = now(0).day();
    let change = |session: &mut Session, change| {
        apply(session, Command::ChangeDay { day: today, change }, 2);
    };
    let listed = |session: &Session| -> Vec<String> {
        let entries = session.snapshot().day_list(today);
        let mark = |entry: &DayEntry| if entry.done_at.is_some() { "✓" } else { "" };
        entries.iter().map(|it| format!("{}{}", mark(it), it.feature.code())).collect()
    };
    change(&mut session, DayChange::Add(vec![key("A3"), key("A1")]));
    change(&mut session, DayChange::Add(vec![key("A2"), key("A3"), key("A4")]));
    assert_eq!(listed(&session), ["A3", "A1", "A2", "A4"]);
    change(&mut session, DayChange::Remove(vec![key("A4")]));
    let snapshot = session.snapshot();
    let way = snapshot.walking_order(&["A3", "A1", "A2"].map(key), Some(lon_lat(116.9, 39.0)));
    change(&mut session, DayChange::Order(way));
    assert_eq!(listed(&session), ["A1", "A2", "A3"]);
    change(&mut session, DayChange::TickOff(key("A1")));
    record(&mut session, &key("A2"), vec![note("到场")], &now(7), &actor("张三"));
    assert_eq!(listed(&session), ["✓A1", "✓A2", "A3"]);
    change(&mut session, DayChange::Reopen(key("A1")));
    assert_eq!(listed(&session), ["A1", "✓A2", "A3"]);

    let to = place.path("out.geojson");
    export(&mut session, &to);
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(!text.contains("A1\",\"yice_"), "what a person means to do leaves in no export");
    drop(session);
    let session = place.session("a.yice");
    assert_eq!(listed(&session), ["A1", "✓A2", "A3"]);
    assert!(session.snapshot().day_list(day("2022-05-13")).is_empty());
}

fn district(name: &str) -> Actor {
    Actor { role: Role::District, ..actor(name) }
}

#[test]
fn what_asks_to_be_done_is_listed_with_until_when_and_who_asked() {
    let place = Place::new();
    let mut session = filled(&place, 5);
    let stands = |stage: &str, due: &str| {
        let fields = [("deadline_original", due)].into_iter().filter(|(_, due)| !due.is_empty());
        let fields = fields.map(|(code, due)| (code.to_owned(), due.into())).collect();
        part(Body::Adopted(Adopted { stage: Some(stage.into()), fields, ..Adopted::default() }))
    };
    let zhang = actor("张三");
    let li = district("李四");
    record(&mut session, &key("A1"), vec![stands("in_progress", "2022-05-11")], &now(2), &zhang);
    record(&mut session, &key("A2"), vec![stands("in_progress", "2022-06-01")], &now(2), &zhang);
    record(&mut session, &key("A3"), vec![stands("acceptance", "2022-12-31")], &now(2), &zhang);
    let back = Step {
        from: Some("acceptance".into()),
        to: "rework".into(),
        note: "标识牌看不清".into(),
        items: vec![Item {
            text: "补标识牌照片".into(),
            due: Some("2022-05-20".into()),
            ..Item::default()
        }],
        ..Step::default()
    };
    record(&mut session, &key("A3"), vec![part(Body::Transition(back))], &now(3), &li);
    let task =
        Assigned {
            to: " 张三".into(), task: "查清来水".into(), due: Some("2022-05-15".into())
        };
    record(&mut session, &key("A4"), vec![part(Body::Assigned(task))], &now(4), &li);
    record(&mut session, &key("A5"), vec![stands("signed_off", "2022-01-31")], &now(2), &zhang);

    let agenda = session.snapshot().agenda(Some(&zhang));
    let listed = |tasks: &[Task]| -> Vec<String> {
        let due = |task: &Task| task.due.map(|due| due.to_string()).unwrap_or_default();
        tasks.iter().map(|task| format!("{} {}", task.feature.code(), due(task))).collect()
    };
    assert_eq!(listed(&agenda.returned), ["A3 2022-05-20"]);
    assert_eq!(agenda.returned[0].asked.as_ref().unwrap().by.name, "李四");
    assert_eq!(listed(&agenda.assigned), ["A4 2022-05-15"]);
    assert_eq!(listed(&agenda.overdue), ["A1 2022-05-11"]);
    assert_eq!(listed(&agenda.due_soon), ["A2 2022-06-01"]);
    assert!(agenda.for_patrol.is_empty(), "nobody has said how often");
    assert!(session.snapshot().agenda(Some(&actor("王五"))).assigned.is_empty());

    let interval = FieldsSet {
        fields: [("patrol_interval_days".to_owned(), "30".into())].into_iter().collect(),
        ..FieldsSet::default()
    };
    record(&mut session, &key("A5"), vec![part(Body::Fields(interval))], &now(5), &zhang);
    let visit = part(Body::Visit(Visit::default()));
    let seen = Act { on: Some(day("2022-04-01")), ..act("A5", vec![visit]) };
    apply(&mut session, Command::Record(seen), 6);
    let agenda = session.snapshot().agenda(None);
    assert_eq!(listed(&agenda.for_patrol), ["A5 2022-05-01"]);
    let codes: Vec<String> = agenda.features().iter().map(|key| key.code().to_owned()).collect();
    assert_eq!(codes, ["A3", "A1", "A5", "A2"]);

    let item = session.snapshot().plans.get(&key("A3")).unwrap().items[0].item.id.clone();
    let answer = ItemAnswered { item, note: "已补拍".into(), ..ItemAnswered::default() };
    record(&mut session, &key("A3"), vec![part(Body::ItemAnswered(answer))], &now(7), &zhang);
    let agenda = session.snapshot().agenda(None);
    assert!(agenda.returned.is_empty(), "what is answered asks for no answer");
    assert_eq!(listed(&agenda.answered), ["A3 2022-12-31"], "the works wait to be resumed");
}

#[test]
fn the_known_outfalls_near_a_new_one_are_named_with_their_distance() {
    let place = Place::new();
    let session = filled(&place, 5);
    let at = lon_lat(117.0207, 39.0);
    let near = session.snapshot().nearest(&key("").kind(), at, 2);
    assert_eq!(near.len(), 2);
    assert_eq!((near[0].feature.clone(), near[0].name.as_str()), (key("A2"), "2号排口"));
    assert!((near[0].distance_m - 60.5).abs() < 0.5, "{}", near[0].distance_m);
    assert_eq!(near[1].feature, key("A3"));
}

#[test]
fn a_border_says_the_district_before_any_neighbour_does() {
    let place = Place::new();
    let mut session = filled(&place, 1);
    let areas = r#"{"type":"FeatureCollection","metadata":{"layer":"district"},"features":[{"type":"Feature","properties":{"adcode":"120104","name":"南开区"},"geometry":{"type":"Polygon","coordinates":[[[117.0,39.0],[117.1,39.0],[117.1,39.1],[117.0,39.1],[117.0,39.0]]]}}]}"#;
    import(&mut session, &place.write("districts.geojson", areas));
    let snapshot = session.snapshot();
    let propose = |lon, lat| snapshot.propose_district(&key("").kind(), lon_lat(lon, lat));
    let inside = propose(117.05, 39.05).unwrap();
    assert_eq!((inside.name.as_str(), inside.of), ("南开区", None));
    assert_eq!(propose(117.5, 39.5), None, "nothing near says anything");
}

#[test]
fn one_patrol_on_many_features_is_rehearsed_recorded_and_undone_as_one() {
    let place = Place::new();
    let mut session = filled(&place, 3);
    let patrol = |codes: &[&str]| -> Vec<Act> {
        let visit = Visit { note: "沿河巡查".into(), ..Visit::default() };
        codes.iter().map(|code| act(code, vec![part(Body::Visit(visit.clone()))])).collect()
    };
    let before = states(&session);
    let Outcome::Rehearsed(rehearsed) =
        apply(&mut session, Command::Rehearse(patrol(&["A1", "A2", "A3"])), 2)
    else {
        panic!("a rehearsal answers with what it found");
    };
    assert!(rehearsed.iter().all(|it| it.refusal.is_none() && it.records == 2));
    assert_eq!(states(&session), before, "a rehearsal writes nothing");

    let mut with_a_wrong_one = patrol(&["A1", "A2"]);
    let step = Step { to: "signed_off".into(), ..Step::default() };
    with_a_wrong_one.push(act("A3", vec![part(Body::Transition(step))]));
    let Outcome::Rehearsed(refused) = apply(&mut session, Command::RecordAll(with_a_wrong_one), 3)
    else {
        panic!("one that may not be recorded keeps all from being recorded");
    };
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].feature, key("A3"));
    assert_eq!(states(&session), before);

    let Outcome::Recorded { records } =
        apply(&mut session, Command::RecordAll(patrol(&["A1", "A2", "A3"])), 4)
    else {
        panic!("a lawful one is recorded");
    };
    assert_eq!(records.len(), 6, "each with what its file states before it");
    assert!(records.windows(2).all(|pair| pair[0].act == pair[1].act), "one act");
    assert_eq!(session.snapshot().unsent.acts, 3, "one at each feature");
    let Outcome::Undone { records, .. } = apply(&mut session, Command::Undo, 5) else {
        panic!("undone as one");
    };
    assert_eq!(records.len(), 6);
    let snapshot = session.snapshot();
    assert!(snapshot.plans.values().all(|state| state.visits.is_empty()));
    assert_eq!(snapshot.unsent, Unsent::default(), "nobody needs to hear of what was undone");
    assert!(snapshot.plans.values().all(|state| !snapshot.is_unsent(&state)));
    apply(&mut session, Command::Redo, 6);
    assert_eq!(session.snapshot().unsent.acts, 3);
}

#[test]
fn among_many_that_are_changed_together_those_that_stay_as_they_are_get_no_record() {
    let place = Place::new();
    let mut session = filled(&place, 3);
    let merge = |codes: &[&str]| -> Vec<Act> {
        let fields = Fields::from_iter([("category".to_owned(), "merge".into())]);
        let set = Body::Fields(FieldsSet { fields, note: "一起改".into() });
        codes.iter().map(|code| act(code, vec![part(set.clone())])).collect()
    };
    apply(&mut session, Command::RecordAll(merge(&["A1"])), 2);
    let updated = session.snapshot().plans.get(&key("A1")).unwrap().updated.clone();
    let Outcome::Rehearsed(rehearsed) =
        apply(&mut session, Command::Rehearse(merge(&["A1", "A2"])), 3)
    else {
        panic!("a rehearsal answers with what it found");
    };
    let found: Vec<(bool, usize)> = rehearsed.iter().map(|it| (it.unchanged, it.records)).collect();
    assert_eq!(found, [(true, 0), (false, 2)]);
    let Outcome::Recorded { records } =
        apply(&mut session, Command::RecordAll(merge(&["A1", "A2"])), 4)
    else {
        panic!("what changes something is recorded");
    };
    assert!(records.iter().all(|record| record.feature == Some(key("A2"))));
    let snapshot = session.snapshot();
    assert_eq!(snapshot.plans.get(&key("A1")).unwrap().updated, updated, "nobody touched it");
    apply(&mut session, Command::Undo, 5);
    assert_eq!(session.snapshot().plans.get(&key("A1")).unwrap().text("category"), Some("merge"));
    apply(&mut session, Command::RecordAll(merge(&["A1"])), 6);
}

#[test]
fn a_found_outfall_that_is_taken_back_is_in_no_list_and_can_be_found_again() {
    let place = Place::new();
    let mut session = filled(&place, 1);
    let found = || {
        let geometry = Some(r#"{"type":"Point","coordinates":[117.5,39.0]}"#.into());
        let created = Created { geometry, ..Created::default() };
        Command::Record(act("NEW-1", vec![part(Body::Created(created))]))
    };
    let is_listed = |session: &Session| session.snapshot().place(&key("NEW-1")).is_some();
    apply(&mut session, found(), 2);
    assert!(is_listed(&session));
    apply(&mut session, Command::Undo, 3);
    assert!(!is_listed(&session));
    export(&mut session, &place.path("out.geojson"));
    let text = std::fs::read_to_string(place.path("out.geojson")).unwrap();
    assert!(!text.contains("NEW-1"), "{text}");
    assert!(matches!(apply(&mut session, found(), 5), Outcome::Recorded { .. }));
    assert!(is_listed(&session));

    // Others have it now: what is struck out still leaves, so that they hear of it.
    export(&mut session, &place.path("sent.geojson"));
    let Outcome::NeedsReason { records, .. } = apply(&mut session, Command::Undo, 51) else {
        panic!("others have it");
    };
    apply(&mut session, Command::TakeBack { records, note: "看错了".into() }, 52);
    assert!(!is_listed(&session));
    export(&mut session, &place.path("again.geojson"));
    let text = std::fs::read_to_string(place.path("again.geojson")).unwrap();
    assert!(text.contains("看错了"), "{text}");
}

#[test]
fn what_nobody_else_has_is_taken_back_and_what_has_left_is_struck_out_with_a_reason() {
    let place = Place::new();
    let mut session = filled(&place, 2);
    let zhang = actor("张三");
    record(&mut session, &key("A1"), vec![note("手滑")], &now(2), &zhang);
    record(&mut session, &key("A2"), vec![note("要交出去的")], &now(3), &zhang);
    assert_eq!(session.snapshot().unsent, Unsent { acts: 2, files: 0 });
    let slip = session.records(Some(&key("A1")))[1].clone();
    let take_back = |record: &str, note: &str| Command::Withdraw {
        record: record.to_owned(),
        note: note.to_owned(),
    };
    assert!(matches!(apply(&mut session, take_back(&slip.id, ""), 4), Outcome::Recorded { .. }));

    let Command::Export(handed_in) = to_file(1, &place.path("qgis.geojson")) else { panic!() };
    let own_use = Export { purpose: Purpose::OwnUse, ..handed_in };
    assert!(matches!(
        apply(&mut session, Command::Export(own_use), 5),
        Outcome::Exported { records: 5, .. }
    ));
    let save = Command::SaveCopy { to: place.path("stick.yice"), overwrite: false };
    apply(&mut session, save, 5);
    assert_eq!(session.snapshot().unsent.acts, 2, "neither an export nor a copy hands in");
    for own in ["qgis.geojson", "stick.yice"] {
        import(&mut session, &place.path(own));
        assert_eq!(session.snapshot().unsent.acts, 2, "nor does {own}, opened again");
    }

    export(&mut session, &place.path("out.geojson"));
    assert_eq!(session.snapshot().unsent, Unsent::default());
    assert!(matches!(apply(&mut session, Command::Undo, 51), Outcome::NeedsReason { .. }));
    let sent = session.records(Some(&key("A2")))[1].clone();
    let Outcome::Refused(refusal) = apply(&mut session, take_back(&sent.id, ""), 52) else {
        panic!("what others have is not taken back without a word");
    };
    assert!(refusal.missing[0].message.zh.contains("5月12日 已经交出"), "{refusal:?}");
    let outcome = apply(&mut session, take_back(&sent.id, "写错了排口"), 53);
    assert!(matches!(outcome, Outcome::Recorded { .. }), "{outcome:?}");

    drop(session);
    let session = place.session("a.yice");
    let snapshot = session.snapshot();
    let how = |code: &str| {
        let state = &snapshot.plans[&key(code)];
        let gone = state.entries.iter().find(|it| matches!(it.fate, Fate::Withdrawn(_))).unwrap();
        snapshot.taken_back(gone)
    };
    assert_eq!(how("A1"), Some(TakenBack::Unseen));
    assert_eq!(how("A2"), Some(TakenBack::Struck));
    assert_eq!(snapshot.unsent.acts, 1, "the striking out itself has not left yet");
}

#[test]
fn what_came_from_others_is_not_counted_as_unsent() {
    let place = Place::new();
    let mut session = filled(&place, 1);
    record(&mut session, &key("A1"), vec![note("甲")], &now(2), &actor("张三"));
    export(&mut session, &place.path("out.geojson"));
    let mut other = place.session("b.yice");
    import(&mut other, &place.path("out.geojson"));
    assert_eq!(other.snapshot().unsent, Unsent::default());
    record(&mut other, &key("A1"), vec![note("乙")], &now(3), &actor("李四"));
    assert_eq!(other.snapshot().unsent.acts, 1);
}

#[test]
fn a_backup_is_a_whole_workspace_of_its_own_and_never_writes_over_another() {
    let place = Place::new();
    let mut session = filled(&place, 2);
    record(&mut session, &key("A1"), vec![note("要紧的")], &now(2), &actor("张三"));
    let folder = place.path("备份");
    let back_up = |session: &mut Session| {
        let command = Command::BackUp { folder: folder.clone() };
        match apply(session, command, 31) {
            Outcome::BackedUp { file, records: 2, byte_count, .. } if byte_count > 0 => file,
            other => panic!("{other:?}"),
        }
    };
    let first = back_up(&mut session);
    assert!(first.ends_with("a-20220512-0931.yice"), "{}", first.display());
    let second = back_up(&mut session);
    assert_ne!(first, second);
    assert_eq!(session.snapshot().unsent.acts, 1, "a backup is not handed in");
    let copy = Session::open(Opening::to_read(&first), &now(40)).unwrap();
    assert_eq!(states(&copy), states(&session));
}

#[test]
fn the_workspaces_opened_lately_are_listed_newest_first_while_they_are_there() {
    let place = Place::new();
    let data_dir = place.path("data");
    for name in ["a.yice", "b.yice", "gone.yice", "a.yice"] {
        std::fs::write(place.path(name), b"x").unwrap();
        note_recent(&data_dir, &place.path(name), &stamp("2022-05-12T08:00:00+08:00"), false, None)
            .unwrap();
    }
    std::fs::remove_file(place.path("gone.yice")).unwrap();
    let names: Vec<_> = recent_workspaces(&data_dir)
        .into_iter()
        .map(|it| it.path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["a.yice", "b.yice"]);
    std::fs::write(data_dir.join("recent.json"), b"not json").unwrap();
    assert!(recent_workspaces(&data_dir).is_empty());
}
