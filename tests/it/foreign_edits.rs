//! An export that carries records, changed by other software: what it changed of what people recorded is a proposal of
//! nobody known, never the truth.

use serde_json::{Value, json};

use crate::commands::{Desk, INSPECTOR, MUNICIPAL};

const LAYER: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"outfall"},"features":[
{"type":"Feature","properties":{"outfall_id":"A-1","name":"排口一","整治类型":"清理合并","plan_state":"整治中"},"geometry":{"type":"Point","coordinates":[117.5,38.9]}},
{"type":"Feature","properties":{"outfall_id":"A-2","name":"排口二","整治类型":"清理合并","plan_state":"整治中"},"geometry":{"type":"Point","coordinates":[117.6,38.9]}}]}"#;

fn exported(desk: &Desk) -> Value {
    desk.run(&["export", "-w", "w.yice", "-o", "out.geojson", "--overwrite"]).exits(0);
    serde_json::from_str(&desk.read("out.geojson")).unwrap()
}

fn conflicts(desk: &Desk) -> Value {
    let summary = desk.run(&["summary", "-w", "w.yice", "--json"]).json();
    summary["kinds"]["outfall"]["conflicts"].clone()
}

/// An export with records of A-1, whose name people wrote, saved by software that keeps no member of ours.
fn saved_elsewhere(desk: &Desk, edit: impl FnOnce(&mut Value)) {
    let mut layer = exported(desk);
    layer.as_object_mut().unwrap().remove("yice");
    let records = &mut layer["features"][0]["properties"]["yice_records"];
    if !records.is_string() {
        *records = records.to_string().into();
    }
    edit(&mut layer);
    desk.write("foreign.geojson", layer.to_string());
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("a.geojson", LAYER);
    desk.run(&["import", "-w", "w.yice", "a.geojson"]).exits(0);
    desk.record("A-1", &INSPECTOR, &["--set", "name=付庄排口"]).exits(0);
    desk
}

#[test]
fn what_other_software_changed_of_recorded_features_waits_beside_what_people_recorded() {
    let desk = desk();
    saved_elsewhere(&desk, |layer| {
        layer["features"][0]["geometry"]["coordinates"] = json!([117.504, 38.9]);
        layer["features"][0]["properties"]["name"] = "别处写的".into();
        layer["features"][0]["properties"]["整治类型"] = "依法取缔".into();
    });
    let told = desk.run(&["import", "-w", "w.yice", "foreign.geojson", "--lang", "zh"]).exits(1);
    for words in [
        "别的软件把“位置”由“117.50000, 38.90000”改成“117.50400, 38.90000”（谁改的：未知）",
        "别的软件把“名称”由“付庄排口”改成“别处写的”（谁改的：未知）",
        "两个都列在“填报不一致”里",
        // Nobody typed it, it was received with the first record: nor does a file change it in silence.
        "别的软件把“整治类型”由“清理合并”改成“依法取缔”（谁改的：未知）；仍按“清理合并”",
    ] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    assert_eq!(conflicts(&desk), 1);
    let layer = exported(&desk);
    assert_eq!(layer["features"][0]["geometry"]["coordinates"], json!([117.5, 38.9]));
    assert_eq!(layer["features"][0]["properties"]["yice_name"], "付庄排口");
    // Received once more, it asks once more, and asks for nothing else.
    desk.run(&["import", "-w", "w.yice", "foreign.geojson"]);
    assert_eq!(conflicts(&desk), 1);
    // A person decides: for the place of the file, against its name.
    desk.record("A-1", &MUNICIPAL, &["--move", "117.504,38.9"]).exits(0);
    desk.record("A-1", &MUNICIPAL, &["--resolve", "name=付庄排口"]).exits(0);
    assert_eq!(conflicts(&desk), 0);
    let layer = exported(&desk);
    assert_eq!(layer["features"][0]["geometry"]["coordinates"], json!([117.504, 38.9]));
}

#[test]
fn what_nobody_recorded_follows_the_file_and_rounding_is_no_edit() {
    let desk = desk();
    saved_elsewhere(&desk, |layer| {
        layer["features"][0]["geometry"]["coordinates"] = json!([117.5000001, 38.9]);
        layer["features"][1]["geometry"]["coordinates"] = json!([117.61, 38.9]);
        layer["features"][1]["properties"]["整治类型"] = "依法取缔".into();
    });
    desk.run(&["import", "-w", "w.yice", "foreign.geojson"]).exits(0);
    assert_eq!(conflicts(&desk), 0);
    let layer = exported(&desk);
    assert_eq!(layer["features"][1]["geometry"]["coordinates"], json!([117.61, 38.9]));
}
