//! A newer file is not a way round the rules: what would take features out of figures is told by name, is in no figure,
//! and is the municipality's to decide.

use serde_json::{Value, json};
use yice::session::{Command, Session};

use crate::commands::{Desk, INSPECTOR, MUNICIPAL};
use crate::walk::{Place, actor, export, import, now};

/// Outfalls as a ledger states them, by code: stage, river or sea, deadline.
fn outfalls(rows: &[(&str, &str, &str)]) -> String {
    let features: Vec<Value> = rows
        .iter()
        .enumerate()
        .map(|(idx, (code, stage, kind))| {
            json!({
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [117.5 + idx as f64 / 100.0, 38.9]},
                "properties": {"outfall_id": code, "name": format!("排口{code}"), "plan_state": stage,
                    "入河/入海": kind, "完成时限": "2022-04-30"},
            })
        })
        .collect();
    let layer = json!({"type": "FeatureCollection", "metadata": {"layer": "outfall"}, "features": features});
    layer.to_string()
}

fn figure(desk: &Desk, code: &str) -> Value {
    let summary = desk.run(&["summary", "--workspace", "w.yice", "--json"]).json();
    summary["kpis"][code].clone()
}

/// What is written of the first outfall's mouth in an export; nothing while only the file states it.
fn mouth(desk: &Desk) -> Value {
    desk.run(&["export", "--workspace", "w.yice", "-o", "out.geojson", "--overwrite"]);
    let layer: Value = serde_json::from_str(&desk.read("out.geojson")).unwrap();
    layer["features"][0]["properties"]["yice_outlet_kind"].clone()
}

fn two_outfalls() -> Desk {
    let desk = Desk::new();
    desk.write("a.geojson", outfalls(&[("A-1", "整治中", "入海"), ("A-2", "整治中", "入海")]));
    desk.run(&["import", "--workspace", "w.yice", "a.geojson"]).exits(0);
    desk
}

#[test]
fn a_file_does_not_put_off_a_deadline_that_people_may_not_rewrite() {
    let desk = two_outfalls();
    let later = outfalls(&[("A-1", "整治中", "入海"), ("A-2", "整治中", "入海")]).replacen(
        "2022-04-30",
        "2030-01-01",
        1,
    );
    desk.write("a.geojson", later);
    let told = desk.run(&["import", "--workspace", "w.yice", "a.geojson", "--lang", "zh"]).exits(1);
    assert!(told.out.contains("排口A-1：文件把“原定完成时限”"), "{}", told.out);
    assert_eq!(figure(&desk, "k_overdue"), json!({"num": 2, "den": 2}));
}

#[test]
fn a_file_that_takes_an_outfall_out_of_a_figure_is_told_and_not_followed() {
    let desk = two_outfalls();
    assert_eq!(figure(&desk, "k_plan")["den"], 2);
    desk.write("a.geojson", outfalls(&[("A-1", "整治中", "入河"), ("A-2", "已核减", "入海")]));
    let told = desk.run(&["import", "--workspace", "w.yice", "a.geojson", "--lang", "zh"]).exits(1);
    for words in [
        "排口A-1：文件把“入河/入海”由“入海排污口”改成“入河排污口”",
        "填报不一致",
        "排口A-2：文件把“阶段”",
    ] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    assert_eq!(figure(&desk, "k_plan"), json!({"num": 2, "den": 2}));
    // What nothing is settled onto is counted apart and said in the briefing.
    let summary = desk.run(&["summary", "--workspace", "w.yice", "--json"]).json();
    assert_eq!(summary["kinds"]["outfall"]["held"], 1);
    // Nobody below the municipality settles it, and an inspector's visit does not either.
    let settle = |who: &[&str], value| desk.record("A-1", who, &["--resolve", value]);
    settle(&INSPECTOR, "outlet_kind=river").exits(1);
    desk.record("A-1", &INSPECTOR, &["--visit", "discharging=no"]).exits(0);
    assert_eq!(mouth(&desk), "sea");
    settle(&MUNICIPAL, "outlet_kind=river").exits(0);
    assert_eq!(mouth(&desk), "river");
    let conflicts = |desk: &Desk| {
        let summary = desk.run(&["summary", "--workspace", "w.yice", "--json"]).json();
        summary["kinds"]["outfall"]["conflicts"].clone()
    };
    assert_eq!(conflicts(&desk), 0);
}

#[test]
fn what_a_file_takes_back_is_no_longer_asked_and_what_it_lacks_is_named() {
    let desk = two_outfalls();
    desk.write("a.geojson", outfalls(&[("A-1", "整治中", "入河"), ("A-2", "整治中", "入海")]));
    desk.run(&["import", "--workspace", "w.yice", "a.geojson"]).exits(1);
    let conflicts = || {
        let summary = desk.run(&["summary", "--workspace", "w.yice", "--json"]).json();
        summary["kinds"]["outfall"]["conflicts"].clone()
    };
    assert_eq!(conflicts(), 1);
    desk.write("a.geojson", outfalls(&[("A-1", "验收中", "入海"), ("A-2", "整治中", "入海")]));
    desk.run(&["import", "--workspace", "w.yice", "a.geojson"]).exits(0);
    assert_eq!(conflicts(), 0);
    desk.write(
        "a.geojson",
        outfalls(&[
            ("A-1", "整治中", "入海"),
            ("A-3", "整治中", "入海"),
            ("A-4", "整治中", "入海"),
        ]),
    );
    let told = desk.run(&["import", "--workspace", "w.yice", "--update", "a.geojson"]).exits(1);
    assert!(told.out.contains("lacks 1 features that were here: 排口A-2"), "{}", told.out);
}

#[test]
fn a_file_of_the_same_codes_and_other_names_is_told_by_name() {
    let desk = two_outfalls();
    let other = outfalls(&[("A-1", "整治中", "入海"), ("A-2", "整治中", "入海")]);
    desk.write("b.geojson", other.replace("排口A-2", "西河排口"));
    let told =
        desk.run(&["import", "-w", "w.yice", "--update", "b.geojson", "--lang", "zh"]).exits(1);
    assert!(
        told.out.contains("名称不同：1 个对象编码相同、名称不同（排口A-2→西河排口）"),
        "{}",
        told.out
    );
    desk.write(
        "c.geojson",
        other.replace("排口A-2", "西河排口").replace("2022-04-30", "2022-05-30"),
    );
    let told = desk.run(&["import", "-w", "w.yice", "--update", "c.geojson", "--lang", "zh"]);
    assert!(!told.out.contains("名称不同"), "{}", told.out);
}

#[test]
fn every_file_of_a_folder_is_counted_and_named() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("drop")).unwrap();
    for name in
        ["drop/b.csv", "drop/c.geojson.download", "drop/d.txt", "drop/README.md", "drop/e.jpg"]
    {
        desk.write(name, "x");
    }
    desk.write("drop/a.geojson", outfalls(&[("A-1", "整治中", "入海")]));
    let told = desk.run(&["import", "-w", "w.yice", "drop", "--lang", "zh"]).exits(1);
    for (name, is_named) in [
        ("b.csv", true),
        ("c.geojson.download", true),
        ("d.txt", true),
        ("README", false),
        ("e.jpg", false),
    ] {
        assert_eq!(told.out.contains(name), is_named, "{name}: {}", told.out);
    }
    let files = desk.run(&["import", "-w", "v.yice", "drop", "--json"]).json();
    assert_eq!(files["files"].as_array().unwrap().len(), 4);
}

#[test]
fn what_a_person_wrote_is_no_files_to_change_and_settling_is_no_way_round() {
    let desk = two_outfalls();
    desk.record("A-1", &MUNICIPAL, &["--set", "outlet_kind=sea", "--note", "核实"]).exits(0);
    // Settling where nothing is contradicted is writing by another name.
    desk.record("A-2", &INSPECTOR, &["--resolve", "outlet_kind=river"]).exits(1);
    desk.write("a.geojson", outfalls(&[("A-1", "整治中", "入河"), ("A-2", "整治中", "入海")]));
    desk.run(&["import", "--workspace", "w.yice", "a.geojson"]).exits(0);
    assert_eq!(mouth(&desk), "sea");
}

/// A workspace in which a newer text makes A-1 a mouth into a river, and strikes A-2 off.
fn guarding(place: &Place, name: &str) -> Session {
    let mut session = place.session(name);
    import(&mut session, &place.write("a.geojson", outfalls(&BOTH_COUNT)));
    import(&mut session, &place.write("a.geojson", outfalls(&NEITHER_COUNTS)));
    session
}

const BOTH_COUNT: [(&str, &str, &str); 2] = [("A-1", "整治中", "入海"), ("A-2", "整治中", "入海")];
const NEITHER_COUNTS: [(&str, &str, &str); 2] =
    [("A-1", "整治中", "入河"), ("A-2", "已核减", "入海")];

/// How many outfalls are planned for, and how many contradict themselves.
fn counted(session: &Session) -> (Value, usize) {
    let summary = session.snapshot().summary(session.snapshot().today);
    (summary.kpis["k_plan"]["den"].clone(), summary.kinds["outfall"].conflicts)
}

#[test]
fn what_is_held_back_on_one_computer_is_held_back_on_the_one_that_receives_it() {
    let place = Place::new();
    let mut sender = guarding(&place, "sender.yice");
    assert_eq!(counted(&sender), (json!(2), 1));
    export(&mut sender, &place.path("packet.geojson"));
    drop(sender);
    // By the layer's file, by the whole workspace, and where the newer text came first without a word of it.
    for (name, before, packet) in [
        ("one.yice", None, "packet.geojson"),
        ("two.yice", None, "sender.yice"),
        ("three.yice", Some("a.geojson"), "packet.geojson"),
        ("four.yice", Some("a.geojson"), "sender.yice"),
    ] {
        let mut receiver = place.session(name);
        if let Some(before) = before {
            import(&mut receiver, &place.path(before));
            assert_eq!(counted(&receiver), (json!(1), 0), "{name}");
        }
        let report = import(&mut receiver, &place.path(packet));
        assert_eq!(counted(&receiver), (json!(2), 1), "{name}");
        let told = report.issues.iter().filter(|issue| issue.code == "counted-changed").count();
        assert_eq!(told, 2, "{name}: {:?}", report.issues);
        drop(receiver);
        let mut again = place.session(name);
        assert_eq!(counted(&again), (json!(2), 1), "{name}, opened again");
        export(&mut again, &place.path(&format!("{name}.geojson")));
        let sent_on = std::fs::read_to_string(place.path(&format!("{name}.geojson"))).unwrap();
        let packet = std::fs::read_to_string(place.path("packet.geojson")).unwrap();
        assert_eq!(sent_on, packet, "{name}: it goes on as it came");
    }
}

#[test]
fn what_a_packet_says_is_held_back_moves_no_figure_by_itself() {
    let place = Place::new();
    let mut sender = guarding(&place, "sender.yice");
    export(&mut sender, &place.path("packet.geojson"));
    let packet = std::fs::read_to_string(place.path("packet.geojson")).unwrap();
    // A forged one: the file says that A-2 is struck off, and the packet that it always was.
    let forged = packet.replace(r#""stands":"in_progress""#, r#""stands":"not_required""#);
    assert_ne!(forged, packet);
    let mut receiver = place.session("receiver.yice");
    import(&mut receiver, &place.write("forged.geojson", forged));
    let summary = receiver.snapshot().summary(receiver.snapshot().today);
    assert_eq!(summary.kinds["outfall"].stages.get("cancelled"), Some(&1));
}

#[test]
fn a_layer_closed_and_opened_as_another_text_is_looked_at_like_one_that_came_over_it() {
    let place = Place::new();
    let mut session = place.session("w.yice");
    import(&mut session, &place.write("a.geojson", outfalls(&BOTH_COUNT)));
    let close = |session: &mut Session| {
        let layer = session.snapshot().layers[0].id;
        session.apply(Command::RemoveLayer { layer }, &now(2), &actor("张三")).unwrap();
    };
    close(&mut session);
    let report = import(&mut session, &place.write("b.geojson", outfalls(&NEITHER_COUNTS)));
    assert_eq!(report.layers_added, ["b.geojson"]);
    let told: Vec<&str> = report.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(told, ["counted-changed", "counted-changed"]);
    assert_eq!(counted(&session), (json!(2), 1));
    // So it is once more, and after the program was ended.
    close(&mut session);
    drop(session);
    let mut session = place.session("w.yice");
    import(&mut session, &place.path("b.geojson"));
    assert_eq!(counted(&session), (json!(2), 1));
    // What it takes back is asked no longer, then or ever.
    close(&mut session);
    import(&mut session, &place.write("c.geojson", outfalls(&BOTH_COUNT)));
    assert_eq!(counted(&session), (json!(2), 0));
    drop(session);
    assert_eq!(counted(&place.session("w.yice")), (json!(2), 0));
}
