//! Scenario 5: a ditch nobody knew is drawn, sampled at three points, graded with the clause, identified, and counted.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use serde_json::json;

use crate::commands::{Desk, INSPECTOR, picture};
use crate::field::{click_on_map, ctrl, fill, new_water};
use crate::panels;

const POINTS: [&str; 3] = ["1#", "2#", "3#"];

/// Registers a ditch as `W-1` and samples it at three points.
fn sampled_ditch(built_up: &str) -> Desk {
    let desk = Desk::new().with_outfalls();
    desk.write("a.png", picture());
    let new =
        ["--new", "black_odorous_water", "--line", "117.20,39.10 117.205,39.104 117.21,39.104"];
    let said = format!("built_up={built_up}");
    let set = ["--set", "name=无名沟", "--set", "scope=urban", "--set", &said];
    desk.record("W-1", &INSPECTOR, &[&new[..], &set].concat()).exits(0);
    desk.record("W-1", &INSPECTOR, &["--photo", "a.png", "--to", "suspected"]).exits(0);
    for (no, point) in POINTS.iter().enumerate() {
        let no = format!("S-{no}");
        let values = ["transparency=8 cm", "do=1.1 mg/L", "nh3n=16 mg/L"];
        let sample: Vec<&str> = values.iter().flat_map(|value| ["--sample", *value]).collect();
        let at = ["--sample-no", &no, "--point", point];
        desk.record("W-1", &INSPECTOR, &[&sample[..], &at].concat()).exits(0);
    }
    desk
}

#[test]
fn an_unlisted_ditch_is_drawn_sampled_at_three_points_graded_and_identified() {
    let desk = sampled_ditch("yes");
    let log = desk.run(&["log", "-w", "w.yice", "W-1"]).exits(0);
    assert!(log.out.contains("2#"), "{}", log.out);
    desk.record("W-1", &INSPECTOR, &["--to", "identified"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    let file = std::fs::read_dir(desk.path("out")).unwrap().find_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        (name.contains("black_odorous") && name.ends_with(".geojson")).then_some(name)
    });
    let file = format!("out/{}", file.unwrap());
    let text = desk.read(&file);
    let exported: serde_json::Value = serde_json::from_str(&text).unwrap();
    let feature = &exported["features"][0];
    assert_eq!(feature["geometry"]["type"], "LineString");
    assert_eq!(feature["geometry"]["coordinates"][2], json!([117.21, 39.104]));
    assert_eq!(feature["properties"]["yice_grade_measured"], "severe");
    assert_eq!(feature["properties"]["yice_stage"], "identified");
    desk.run(&["import", "-w", "other.yice", &file]).exits(0);
    desk.run(&["export", "-w", "other.yice", "-o", "again"]).exits(0);
    assert_eq!(desk.read(&file.replace("out/", "again/")), text);
}

#[test]
fn a_water_with_bad_points_is_not_excluded_and_says_why() {
    let desk = sampled_ditch("no");
    let other = ["--by", "李四", "--role", "district"];
    let ran = desk.record("W-1", &other, &["--to", "excluded", "--note", "复核"]).exits(1);
    let whole = format!("{}{}", ran.out, ran.err);
    assert!(whole.contains("3 of 3 points severe"), "{whole}");
}

#[test]
fn where_a_sample_was_taken_is_recorded_and_has_to_lie_in_the_country() {
    let desk = Desk::new().with_outfalls();
    let new = ["--new", "black_odorous_water", "--line", "117.2,39.1 117.21,39.1"];
    desk.record("W-3", &INSPECTOR, &new).exits(0);
    let sample = |at: &str| {
        let args = ["--sample", "do=1.1 mg/L", "--point", "1#", "--sample-at", at];
        desk.record("W-3", &INSPECTOR, &args)
    };
    let refused = sample("10,10").exits(1);
    let whole = format!("{}{}", refused.out, refused.err);
    assert!(whole.contains("not in the country"), "{whole}");
    sample("117.205,39.1").exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "W-3", "--json"]).exits(0).json();
    let last = log["records"].as_array().unwrap().last().unwrap();
    assert_eq!(last["body"]["lon_lat"], serde_json::json!(["117.205", "39.1"]));
}

#[test]
fn a_line_of_one_corner_is_none_and_an_area_is_closed() {
    let desk = Desk::new().with_outfalls();
    let new = ["--new", "black_odorous_water", "--line"];
    for bad in ["117.2,39.1", "117.2,39.1 117.2,39.1", "117.2 39.1", "39.1,117.2 39.2,117.3"] {
        let ran = desk.record("W-2", &INSPECTOR, &[&new[..], &[bad]].concat()).exits(2);
        assert!(ran.err.contains("--line"), "{}", ran.err);
    }
    let pond = ["--new", "black_odorous_water", "--area", "117.2,39.1 117.21,39.1 117.21,39.11"];
    desk.record("W-2", &INSPECTOR, &pond).exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "W-2", "--json"]).exits(0).json();
    let geometry = log["records"][0]["body"]["geometry"].as_str().unwrap();
    let ring = "[[[117.2,39.1],[117.21,39.1],[117.21,39.11],[117.2,39.1]]]";
    assert!(geometry.contains("Polygon") && geometry.contains(ring), "{geometry}");
}

#[test]
fn in_the_window_a_ditch_is_drawn_sampled_at_three_points_and_graded() {
    let mut h = panels::harness(panels::Desk::with_outfalls());
    new_water(&mut h);
    for right in [-100.0, 0.0, 90.0] {
        click_on_map(&mut h, right, 40.0);
    }
    fill(&mut h, "名称", "无名沟");
    ctrl(&mut h, Key::Enter);
    h.get_by_label("已登记黑臭水体 无名沟，接着填排查表；Ctrl+Z 可撤回。");
    h.get_by_label("城市/农村 城市").click();
    h.get_by_label("建成区内 是").click();
    h.run();
    ctrl(&mut h, Key::Enter);
    for point in POINTS {
        h.key_press_modifiers(Modifiers::NONE, Key::F7);
        h.run();
        h.get_by_label(&format!("采样点 {point}")).click();
        h.run();
        let table = "透明度\t8\tcm\n溶解氧\t1.1\tmg/L\n氧化还原电位\t-210\tmV\n氨氮\t16\tmg/L";
        h.event(Event::Paste(table.to_owned()));
        h.run();
        ctrl(&mut h, Key::Enter);
    }
    h.key_press_modifiers(Modifiers::ALT, Key::Num3);
    h.run();
    h.get_by_label_contains(
        "重度黑臭：3 个点位中 3 个为重度黑臭（100 %，达到 60 %）；1#—3# 连续 3 个",
    );
    h.get_by_label_contains("城市黑臭水体整治工作指南（2015） 城市 · 污染程度分级");
    h.get_by_label("1#、2#、3# 采样不足 3 次（每 1—7 天一次）");
    // Another person at another point: the number after those known is offered.
    h.key_press_modifiers(Modifiers::NONE, Key::F7);
    h.run();
    h.get_by_label("采样点 4#");
}
