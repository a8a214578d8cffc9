//! Slips in received files: one coordinate far off, a boundary that crosses itself, a text that breaks off. Each is
//! said where it is, and hides nothing else.

use egui_kittest::kittest::Queryable as _;

use crate::commands::Desk as Terminal;
use crate::panels::{Desk, harness, many_outfalls};

#[test]
fn one_coordinate_far_off_does_not_make_the_first_view_useless() {
    let far = r#"{"type":"Feature","properties":{"outfall_id":"FAR","name":"远处"},"geometry":{"type":"Point","coordinates":[87.7,43.8]}}"#;
    let layer = many_outfalls(60, "").replace("\n]}", &format!(",\n{far}]}}"));
    let layer = match layer.contains("FAR") {
        true => layer,
        false => layer.trim_end().trim_end_matches("]}").to_owned() + &format!(",{far}]}}"),
    };
    let mut desk = Desk::empty();
    let path = desk.write("many.geojson", &layer);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let mut h = harness(desk);
    // It lies outside the city, too, which was said when the file was taken in.
    h.query_all_by_label("关闭").next().unwrap().click();
    h.run();
    h.get_by_label_contains("有 1 个对象离其余的很远");
    let near = h.state().screen.map.state.camera();
    assert!((117.0..118.0).contains(&near.center().lon_deg), "{near:?}");
    // The map's own button of that name stands further down.
    let topmost = h
        .query_all_by_label("全图")
        .min_by(|one, other| one.rect().min.y.total_cmp(&other.rect().min.y));
    topmost.unwrap().click_accesskit();
    h.run();
    assert!(h.query_by_label_contains("离其余的很远").is_none());
    let all = h.state().screen.map.state.camera();
    assert!(all.zoom_level() < near.zoom_level() - 2.0, "{near:?} {all:?}");
}

#[test]
fn a_boundary_that_crosses_itself_is_told_with_its_line_and_loaded() {
    let terminal = Terminal::new();
    let bow_tie = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon","coordinates":[[[117.6,39],[117.7,39],[117.7,39.1],[117.6,39]]]}},
{"type":"Feature","properties":{"name":"b"},"geometry":{"type":"Polygon","coordinates":[[[117.6,39],[117.7,39.1],[117.7,39],[117.6,39.1],[117.6,39]]]}}
]}"#;
    terminal.write("plots.geojson", bow_tie);
    let checked = terminal.run(&["check", "plots.geojson", "--json"]).exits(1).json();
    let file = &checked["files"][0];
    assert_eq!((file["features"].as_u64(), file["status"].as_str()), (Some(2), Some("repaired")));
    let issue = &file["issues"][0];
    assert_eq!(issue["code"], "self-crossing");
    assert_eq!((issue["feature"].as_u64(), issue["line"].as_u64()), (Some(1), Some(3)));
    let taken = terminal.run(&["import", "--workspace", "w.yice", "plots.geojson"]).exits(1);
    assert_eq!(taken.out.matches("self-crossing").count(), 1, "{}", taken.out);
}

#[test]
fn a_text_that_breaks_off_says_how_many_it_had() {
    let terminal = Terminal::new();
    let layer = many_outfalls(40, "");
    let end = layer.find("A32").unwrap();
    terminal.write("cut.geojson", &layer[..end]);
    let told = terminal.run(&["check", "cut.geojson", "--lang", "zh"]).exits(2);
    assert!(told.out.contains("像是没传完。已读到的 31 个没有收入"), "{}", told.out);
}

#[test]
fn a_refused_file_is_told_also_where_it_was_named_at_the_start() {
    let mut desk = Desk::empty();
    let layer = many_outfalls(40, "");
    let path = desk.write("cut.geojson", &layer[..layer.find("A32").unwrap()]);
    desk.act(|screen, ctx| screen.open_files_at_start(ctx, vec![path]));
    let h = harness(desk);
    h.get_by_label_contains("像是没传完。已读到的 31 个没有收入");
    h.get_by_label("复制这句话");
}
