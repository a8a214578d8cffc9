//! A day's work at the command line: recording, taking in, taking back, sending back, and what leaves.

use serde_json::Value;

use crate::commands::{DISTRICT, Desk, INSPECTOR, MUNICIPAL, OUTFALLS, picture};

#[test]
fn the_way_of_a_day_from_import_to_export_and_back() {
    let desk = Desk::new().with_outfalls();
    desk.write("a.png", picture());

    // A visit with its photo and sample, in one act.
    let seen = ["--visit", "discharging=yes", "--visit", "colour=grey", "--note", "水色发灰"];
    let photo = ["--photo", "a.png", "--photo-kind", "form"];
    let sample = ["--sample", "cod=62 mg/L", "--sample", "nh3n=<0.025", "--sample-no", "S1"];
    let judged = ["--standard", "GB18918-2002/1A", "--taken-at", "2022-05-12T09:00"];
    let flags = [&seen[..], &photo, &sample, &judged].concat();
    desk.record("A-1", &INSPECTOR, &flags).exits(0);

    // A step that may not be taken names each missing thing and records nothing.
    let before = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).json();
    let refused = desk.record("A-1", &DISTRICT, &["--to", "drafting"]).exits(1);
    assert!(
        refused.err.contains("drafting") || refused.err.contains("Register"),
        "{}",
        refused.err
    );
    let ran = desk.record("A-1", &INSPECTOR, &["--to", "pending"]).exits(1);
    assert!(ran.err.contains("Problems"), "{}", ran.err);
    assert_eq!(before, desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).json());

    // With it, the step is taken.
    let set = ["--to", "pending", "--set", "problems=direct_discharge,无标识牌"];
    desk.record("A-1", &INSPECTOR, &set).exits(0);

    let log = desk.run(&["log", "-w", "w.yice", "A-1", "--json"]).exits(0).json();
    let kinds: Vec<&str> = log["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["body"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["adopted", "visit", "photo", "sample_result", "transition"]);
    let records = &log["records"];
    assert_eq!(records[3]["body"]["items"]["cod"]["value"], "62");
    assert_eq!(records[3]["body"]["items"]["nh3n"]["value"], "<0.025");
    assert_eq!(records[2]["body"]["visit"], records[1]["id"]);
    assert_eq!(records[1]["body"]["note"], "水色发灰");

    desk.run(&["verify", "-w", "w.yice"]).exits(0);
    let summary = desk.run(&["summary", "-w", "w.yice", "--json"]).exits(0).json();
    assert_eq!(summary["kinds"]["outfall"]["features"], 3);
    assert_eq!(summary["kinds"]["outfall"]["stages"]["pending"], 1);

    // Out, into another workspace, and out again: the same bytes.
    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    let exported = desk.read("out/outfalls.geojson");
    assert!(exported.contains("\"flow\":1.50"), "{exported}");
    assert!(
        exported.contains("\"yice_stage\":\"pending\"")
            || exported.contains("\"yice_stage\": \"pending\"")
    );
    let photos = std::fs::read_dir(desk.path("out/outfalls.photos")).unwrap().count();
    assert_eq!(photos, 1);
    desk.run(&["import", "-w", "other.yice", "out/outfalls.geojson"]).exits(0);
    desk.run(&["verify", "-w", "other.yice"]).exits(0);
    desk.run(&["export", "-w", "other.yice", "-o", "again"]).exits(0);
    assert_eq!(desk.read("again/outfalls.geojson"), exported);
}

#[test]
fn two_laptops_agree_whoever_takes_in_whom() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-1", &INSPECTOR, &["--note", "起点"]).exits(0);
    std::fs::copy(desk.path("w.yice"), desk.path("unused.yice")).unwrap();
    desk.run(&["export", "-w", "w.yice", "-o", "start"]).exits(0);
    for (name, who, volume) in [("a", &INSPECTOR, "120"), ("b", &DISTRICT, "180")] {
        let workspace = format!("{name}.yice");
        desk.run(&["import", "-w", &workspace, "start/outfalls.geojson"]).exits(0);
        let volume = format!("discharge_volume={volume} m3/d");
        let record = ["record", "-w", &workspace, "A-1"];
        desk.run(&[&record[..], &who[..], &["--set", &volume]].concat()).exits(0);
        desk.run(&["export", "-w", &workspace, "-o", name]).exits(0);
    }
    let merged = |first: &str, second: &str| {
        let workspace = format!("{first}{second}.yice");
        for name in [first, second] {
            let file = format!("{name}/outfalls.geojson");
            let ran = desk.run(&["import", "-w", &workspace, &file]);
            assert!(ran.code < 2, "{}", ran.err);
        }
        let log = desk.run(&["log", "-w", &workspace, "A-1", "--json"]).exits(0).json();
        let summary = desk.run(&["summary", "-w", &workspace, "--json"]).exits(0).json();
        (log, summary)
    };
    let (log, summary) = merged("a", "b");
    assert_eq!((log.clone(), summary.clone()), merged("b", "a"));
    assert_eq!(summary["kinds"]["outfall"]["conflicts"], 1);

    // Neither of the two decides it for himself, and the other's value he may take over.
    let record = ["record", "-w", "ab.yice", "A-1"];
    for own in ["--resolve", "--set"] {
        let own = [own, "discharge_volume=120", "--note", "我量的"];
        let ran = desk.run(&[&record[..], &INSPECTOR[..], &own[..]].concat()).exits(1);
        assert!(ran.err.contains("The district or the municipality decides"), "{}", ran.err);
    }
    // A supervisor settles it.
    let settle = ["--resolve", "discharge_volume=150", "--note", "复测"];
    desk.run(&[&record[..], &MUNICIPAL[..], &settle[..]].concat()).exits(0);
    let summary = desk.run(&["summary", "-w", "ab.yice", "--json"]).exits(0).json();
    assert_eq!(summary["kinds"]["outfall"]["conflicts"], 0);
}

#[test]
fn a_record_is_taken_back_by_its_author_and_a_step_by_nobody_who_may_not() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-2", &INSPECTOR, &["--visit", "discharging=no"]).exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "A-2", "--json"]).exits(0).json();
    let visit =
        log["records"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
    let stranger = ["--by", "王五", "--role", "inspector"];
    desk.record("A-2", &stranger, &["--withdraw", &visit[..8]]).exits(1);
    desk.record("A-2", &INSPECTOR, &["--withdraw", &visit[..8], "--note", "记错了口"]).exits(0);
    let export = desk.run(&["export", "-w", "w.yice", "--layer", "outfalls", "-o", "a.geojson"]);
    export.exits(0);
    assert!(desk.read("a.geojson").contains("withdrawn"));
}

#[test]
fn a_found_outfall_is_recorded_where_it_is_and_exported_as_one_more_feature() {
    let desk = Desk::new().with_outfalls();
    let args =
        ["record", "-w", "w.yice", "NEW-9", "--new", "outfall", "--position", "117.80,39.01"];
    let flags = ["--set", "name=新发现排口", "--set", "class_l1=other"];
    desk.run(&[&args[..], &INSPECTOR[..], &flags[..]].concat()).exits(0);
    desk.run(&["export", "-w", "w.yice", "--layer", "outfalls", "-o", "a.geojson"]).exits(0);
    let exported: Value = serde_json::from_str(&desk.read("a.geojson")).unwrap();
    let features = exported["features"].as_array().unwrap();
    assert_eq!(features.len(), 4);
    assert_eq!(features[3]["geometry"]["coordinates"], serde_json::json!([117.8, 39.01]));
    assert_eq!(features[3]["properties"]["yice_key"], "outfall:NEW-9");
}

#[test]
fn a_code_given_later_finds_the_same_feature() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-2", &INSPECTOR, &["--identify", "FA-120116-0083-QT-00"]).exits(0);
    desk.record_at("2022-05-12T09:40:00+08:00", "FA-120116", &INSPECTOR, &["--note", "同一个口"])
        .exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "A-2", "--json"]).exits(0).json();
    assert_eq!(log["records"].as_array().unwrap().last().unwrap()["body"]["text"], "同一个口");
}

#[test]
fn what_is_sent_back_is_answered_and_judged_by_its_number() {
    let desk = Desk::new();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/outfalls.geojson");
    desk.run(&["import", "-w", "w.yice", data]).exits(0);
    let outfalls: Value = serde_json::from_str(&std::fs::read_to_string(data).unwrap()).unwrap();
    let waits = |feature: &&Value| feature["properties"]["yice_stage"] == "self_check";
    let waiting = outfalls["features"].as_array().unwrap().iter().find(waits).unwrap();
    let code = waiting["id"].as_str().unwrap();
    let at = |minute: u32| format!("2022-05-12T09:{minute}:00+08:00");
    let back = ["--to", "退回整改", "--note", "不合格", "--item", "补标识牌", "--item", "复测"];
    desk.record_at(&at(10), code, &DISTRICT, &back).exits(0);
    desk.record_at(&at(11), code, &INSPECTOR, &["--answer", "1=已补"]).exits(0);
    desk.record_at(&at(12), code, &MUNICIPAL, &["--judge", "1=accepted"]).exits(0);
    let ran = desk.record_at(&at(13), code, &MUNICIPAL, &["--judge", "2=accepted"]).exits(1);
    assert!(ran.err.contains("not been answered"), "{}", ran.err);
    let ran = desk.record_at(&at(14), code, &DISTRICT, &["--to", "in_progress"]).exits(1);
    assert!(ran.err.contains("deadline"), "{}", ran.err);
    let earlier = ["--request", "deadline=2022-09-30", "--note", "返工需要时间"];
    let ran = desk.record_at(&at(15), code, &DISTRICT, &earlier).exits(1);
    assert!(ran.err.contains("not after the present one, 2022-11-30"), "{}", ran.err);
    let request = ["--request", "deadline=2022-12-31", "--note", "返工需要时间"];
    desk.record_at(&at(15), code, &DISTRICT, &request).exits(0);
    let refused = desk.record_at(&at(16), code, &MUNICIPAL, &["--decide", "deadline=refused"]);
    assert!(refused.exits(1).err.contains("Say why it is refused"));
    desk.record_at(&at(16), code, &MUNICIPAL, &["--decide", "deadline=approved"]).exits(0);
    desk.record_at(&at(17), code, &DISTRICT, &["--to", "in_progress"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    let exported: Value = serde_json::from_str(&desk.read("out/outfalls.geojson")).unwrap();
    let is_it = |feature: &&Value| feature["id"] == code;
    let it = exported["features"].as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!(it["properties"]["yice_due"], "2022-12-31");
    assert_eq!(it["properties"]["yice_stage"], "in_progress");
}

#[test]
fn a_changed_record_is_kept_marked_and_told() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-1", &INSPECTOR, &["--note", "水清"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "--layer", "outfalls", "-o", "a.geojson"]).exits(0);
    desk.write("b/outfalls.geojson", desk.read("a.geojson").replace("水清", "水浊"));
    let ran = desk.run(&["import", "-w", "b.yice", "b/outfalls.geojson", "--json"]).exits(1);
    assert_eq!(ran.json()["records_altered"], 1);
    desk.run(&["verify", "-w", "b.yice"]).exits(1);
    let ran = desk.run(&["log", "-w", "b.yice", "A-1"]).exits(0);
    assert!(ran.out.contains("altered"), "{}", ran.out);
}

#[test]
fn real_and_invented_data_do_not_mix_unless_a_person_confirms() {
    let desk = Desk::new().with_outfalls();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/rivers.geojson");
    let ran = desk.run(&["import", "-w", "w.yice", data]).exits(1);
    assert!(ran.err.contains("--mix-synthetic"), "{}", ran.err);
    desk.run(&["import", "-w", "w.yice", data, "--mix-synthetic"]).exits(0);
}

#[test]
fn a_value_that_is_not_read_whole_or_given_twice_is_not_recorded() {
    let desk = Desk::new().with_outfalls();
    for value in ["cod=6,200", "cod=1e3", "cod=0x99", "cod=1 000"] {
        let ran = desk.record("A-1", &INSPECTOR, &["--sample", value, "--sample", "nh3n=0.1"]);
        assert!(ran.exits(2).err.contains("expected a number"), "{value}");
    }
    desk.record("A-1", &INSPECTOR, &["--sample", "cod=5 kg"]).exits(1);
    for twice in [
        ["--sample", "cod=6200", "--sample", "化学需氧量=1"],
        ["--set", "budget_wan=1", "--set", "budget_wan=2"],
        ["--visit", "colour=灰", "--visit", "colour=黑"],
    ] {
        let ran = desk.record("A-1", &INSPECTOR, &twice).exits(2);
        assert!(ran.err.contains("twice"), "{}", ran.err);
    }
    let log = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).json();
    assert_eq!(log["records"].as_array().map(Vec::len), Some(0));
}

#[test]
fn two_samples_of_one_second_are_two_samples() {
    let desk = Desk::new().with_outfalls();
    for value in ["cod=620", "cod=5"] {
        desk.record("A-1", &INSPECTOR, &["--sample", value]).exits(0);
    }
    let log = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).json();
    let numbers: std::collections::BTreeSet<&str> = log["records"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|record| record["body"]["kind"] == "sample_result")
        .filter_map(|record| record["body"]["no"].as_str())
        .collect();
    assert_eq!(numbers.len(), 2, "{numbers:?}");
}

#[test]
fn a_new_feature_of_a_kind_nobody_knows_is_not_made() {
    let desk = Desk::new().with_outfalls();
    let place = ["--position", "117.75,38.98", "--note", "新发现"];
    for (feature, kind) in [("X-1", "nokind"), ("nokind:X-1", "outfall")] {
        let flags = [&["--new", kind][..], &place].concat();
        let ran = desk.record(feature, &INSPECTOR, &flags).exits(2);
        assert!(ran.err.contains("--new") && ran.err.contains("nokind"), "{}", ran.err);
        assert!(ran.err.contains("outfall"), "{}", ran.err);
    }
}

#[test]
fn what_a_person_typed_cannot_command_the_terminal() {
    let desk = Desk::new().with_outfalls();
    let ran = desk.record("A-1", &INSPECTOR, &["--note", "a\u{1b}[2Jb\u{7}"]);
    let log = desk.run(&["log", "-w", "w.yice"]).exits(0);
    for text in [ran.out, ran.err, log.out, log.err] {
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text:?}");
    }
    let nobody = desk.record("N\u{1b}[31m", &INSPECTOR, &["--note", "x"]).exits(2);
    assert!(!nobody.err.contains('\u{1b}'), "{:?}", nobody.err);
}

#[test]
fn a_telephone_stays_in_the_workspace_until_somebody_takes_it_along() {
    let desk = Desk::new().with_outfalls();
    let ran = desk.record("A-1", &INSPECTOR, &["--set", "responsible_phone=13800000000"]).exits(0);
    assert!(ran.err.contains("in no record"), "{}", ran.err);
    let log = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).out;
    assert!(!log.contains("13800000000"), "{log}");
    let viewer = ["--by", "孙八", "--role", "viewer"];
    let ran = desk.record("A-1", &viewer, &["--set", "responsible_phone=110"]).exits(1);
    assert!(ran.err.contains("A viewer records nothing"), "{}", ran.err);
    desk.record("A-1", &INSPECTOR, &["--note", "看过"]).exits(0);
    let export = |to: &str, more: &[&str]| {
        let args = ["export", "-w", "w.yice", "--layer", "outfalls", "-o", to];
        desk.run(&[&args[..], more].concat()).exits(0);
        desk.read(to)
    };
    assert!(!export("plain.geojson", &[]).contains("13800000000"));
    let along = export("along.geojson", &["--personal"]);
    assert!(along.contains(r#""yice_responsible_phone":"13800000000""#), "{along}");
}

#[test]
fn a_picture_is_never_drawn_over_a_workspace_or_a_layer() {
    let desk = Desk::new().with_outfalls();
    for args in [
        &["render", "-w", "w.yice", "-o", "w.yice"][..],
        &["render", "outfalls.geojson", "-o", "outfalls.geojson"],
        &["print", "-w", "w.yice", "A-1", "-o", "w.yice"],
        &["print", "-w", "w.yice", "A-1", "-o", "w.yice", "--overwrite"],
    ] {
        let ran = desk.run(args).exits(2);
        assert!(ran.err.contains("another"), "{args:?}: {}", ran.err);
    }
    desk.run(&["log", "-w", "w.yice"]).exits(0);
    assert_eq!(desk.read("outfalls.geojson"), OUTFALLS);
    // An earlier picture may go.
    for _ in 0..2 {
        desk.run(&["render", "outfalls.geojson", "-o", "map.png"]).exits(0);
    }
}

#[test]
fn what_is_no_record_stays_in_the_file_however_often_it_is_written() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-1", &INSPECTOR, &["--note", "看过"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "--layer", "outfalls", "-o", "a.geojson"]).exits(0);
    let text = desk.read("a.geojson");
    let odd = text.replace("\"yice_records\":[", "\"yice_records\":[{\"note\":\"手写的一条\"},");
    assert_ne!(odd, text);
    desk.write("odd.geojson", &odd);
    let again = |from: &str, workspace: &str, to: &str| {
        desk.run(&["import", "-w", workspace, from, "--kind", "outfall"]);
        let layer = from.trim_end_matches(".geojson");
        desk.run(&["export", "-w", workspace, "--layer", layer, "-o", to]).exits(0);
        desk.read(to)
    };
    let first = again("odd.geojson", "b.yice", "first.geojson");
    assert!(first.contains("手写的一条") && first.contains("看过"), "{first}");
    assert_eq!(again("first.geojson", "c.yice", "second.geojson"), first);
}

#[test]
fn a_move_in_a_projected_file_is_written_in_its_own_numbers() {
    let desk = Desk::new();
    let projected = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4548"}},"features":[
        {"type":"Feature","properties":{"outfall_id":"P-1","name":"一号"},"geometry":{"type":"Point","coordinates":[562384.524,4317085.359]}}]}"#;
    desk.write("p.geojson", projected);
    let import = ["import", "-w", "w.yice", "p.geojson", "--kind", "outfall"];
    desk.run(&[&import[..], &["--datum", "EPSG:4548"]].concat());
    desk.record("P-1", &INSPECTOR, &["--move", "117.2,39.13"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "--layer", "p", "-o", "q.geojson"]).exits(0);
    let text = desk.read("q.geojson");
    assert!(text.contains("517293.54") && text.contains("4332955.206"), "{text}");
    let far = desk.record("P-1", &INSPECTOR, &["--move", "10,10"]).exits(1);
    assert!(far.err.contains("not in the country"), "{}", far.err);
}
