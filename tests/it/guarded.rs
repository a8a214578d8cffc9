//! A newer file is not a way round the rules: what would take features out of figures is told by name, is in no figure,
//! and is the municipality's to decide.

use serde_json::{Value, json};

use crate::commands::{Desk, INSPECTOR, MUNICIPAL};

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
fn what_a_person_wrote_is_no_files_to_change_and_settling_is_no_way_round() {
    let desk = two_outfalls();
    desk.record("A-1", &MUNICIPAL, &["--set", "outlet_kind=sea", "--note", "核实"]).exits(0);
    // Settling where nothing is contradicted is writing by another name.
    desk.record("A-2", &INSPECTOR, &["--resolve", "outlet_kind=river"]).exits(1);
    desk.write("a.geojson", outfalls(&[("A-1", "整治中", "入河"), ("A-2", "整治中", "入海")]));
    desk.run(&["import", "--workspace", "w.yice", "a.geojson"]).exits(0);
    assert_eq!(mouth(&desk), "sea");
}
