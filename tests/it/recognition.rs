//! What a layer is taken for, by what it says, and the evidence in words.

use yice::formats::{ReadOptions, identity, read_layer};
use yice::model::{Container, Kind};

use crate::commands::{Desk, INSPECTOR};
use crate::reading::{options, read};

#[test]
fn layers_are_recognised_and_the_evidence_is_in_words() {
    let layer = |file: &str, properties: &str, geometry: &str| {
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},"geometry":{geometry}}}]}}"#
        );
        read_layer(text.as_bytes().into(), options(file)).unwrap().0
    };
    let point = r#"{"type":"Point","coordinates":[117,39]}"#;
    let line = r#"{"type":"LineString","coordinates":[[117,39],[118,39]]}"#;
    let area = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
    for (file, properties, geometry, kind) in [
        ("a.geojson", r#"{"排污口名称":"一号","整治类型":"取缔"}"#, point, "outfall"),
        ("a.geojson", r#"{"名称":"示例入海排口001"}"#, point, "outfall"),
        ("a.geojson", r#"{"名称":"海河","编码":"1"}"#, line, "river"),
        ("a.geojson", r#"{"waterway":"river","name":"Hai"}"#, line, "river"),
        ("a.geojson", r#"{"断面名称":"海河大闸","水质目标":"Ⅳ类"}"#, point, "section"),
        ("a.geojson", r#"{"水体名称":"示例沟","黑臭级别":"轻度"}"#, line, "black_odorous_water"),
        ("a.geojson", r#"{"地块名称":"示例","用地性质":"工业"}"#, area, "plot"),
        (
            "a.geojson",
            r#"{"name":"滨海新区","adcode":120116,"level":"district"}"#,
            area,
            "district",
        ),
        ("a.geojson", r#"{"featurecla":"Coastline"}"#, line, "coastline"),
        ("a.geojson", r#"{"layer":"outfall"}"#, point, "outfall"),
        ("a.geojson", r#"{"水源地名称":"于桥水库"}"#, area, "drinking_source_zone"),
        ("rivers.geojson", "{}", line, "river"),
        // A file's name says nothing against the geometry, and roads are no rivers.
        ("outfalls.geojson", "{}", line, "other"),
        ("rivers.geojson", "{}", point, "other"),
        ("rivers.geojson", "{}", "null", "other"),
        ("a.geojson", r#"{"name":"河北路","highway":"primary"}"#, line, "other"),
        ("a.geojson", r#"{"name":"示例"}"#, point, "other"),
    ] {
        let layer = layer(file, properties, geometry);
        assert_eq!(layer.kind.code(), kind, "{file} {properties}: {:?}", layer.kind_evidence);
        assert!(!layer.kind_evidence.is_empty());
    }
    let chosen = Kind::new("plot");
    let options = ReadOptions { kind: Some(&chosen), ..options("x.geojson") };
    assert_eq!(read_layer(point.as_bytes().into(), options).unwrap().0.kind, chosen);
    let named = layer(
        "a.geojson",
        r#"{"OUTFALL_ID":"A-1","国家统一赋码":"X","排污口名称":"一号","id":7}"#,
        point,
    );
    let identity = identity(&named, 0);
    assert_eq!(identity.own_code.as_deref(), Some("A-1"));
    assert_eq!(identity.national_code.as_deref(), Some("X"));
    assert_eq!(identity.id_property.as_deref(), Some("7"));
    assert_eq!(identity.name.as_deref(), Some("一号"));
}

#[test]
fn a_layer_says_itself_that_it_is_invented() {
    let (layer, _) = read(
        r#"{"type":"FeatureCollection","metadata":{"synthetic":true,"programme_total":68,"layer":"outfall"},"features":[]}"#,
    );
    assert!(layer.synthetic);
    assert_eq!((layer.programme_total, layer.kind.code()), (Some(68), "outfall"));
    let (layer, _) = read(r#"{"type":"Feature","properties":{"synthetic":true},"geometry":null}"#);
    assert!(layer.synthetic && layer.container == Container::Feature);
    assert!(
        !read(r#"{"type":"Feature","properties":{"synthetic":false},"geometry":null}"#).0.synthetic
    );
}

#[test]
fn stations_at_sea_and_notes_on_the_map_are_told_from_what_else_is_a_point() {
    let point = r#"{"type":"Point","coordinates":[117.9,38.9]}"#;
    for (file, properties, kind) in [
        ("近岸海域.geojson", r#"{"站位编码":"S1","水质类别":"二类"}"#, "sea_station"),
        (
            "points.geojson",
            r#"{"station_code":"S1","sea_area":"渤海湾","level":"国控","target_class":"二类"}"#,
            "sea_station",
        ),
        ("points.geojson", r#"{"code":"S1","level":"国控","target_class":"Ⅳ类"}"#, "section"),
        ("a.geojson", r#"{"annotation_id":"A1","kind":"risk","status":"open"}"#, "annotation"),
        ("b.geojson", r#"{"layer":"sea_station","station_code":"S1"}"#, "sea_station"),
    ] {
        let text = format!(r#"{{"type":"Feature","properties":{properties},"geometry":{point}}}"#);
        let (layer, _) = read_layer(text.as_bytes().into(), options(file)).unwrap();
        assert_eq!(layer.kind.code(), kind, "{file}");
    }
}

#[test]
fn a_persons_own_kind_is_recognised_and_its_features_go_by_their_own_codes() {
    let desk = Desk::new();
    let own = "id = \"septic_tank\"\nversion = 1\nzh = \"化粪池\"\nen = \"Septic tank\"\n\
               [layer]\nown_code = [\"tank_id\"]\nname = [\"名称\"]\n";
    desk.write("data-home/yice/procedures/septic_tank.toml", own);
    let tanks = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"tank_id":"T-1","名称":"一号池"},"geometry":{"type":"Point","coordinates":[117.7,38.9]}},
{"type":"Feature","properties":{"tank_id":"T-2","名称":"二号池"},"geometry":{"type":"Point","coordinates":[117.71,38.9]}}]}"#;
    desk.write("tanks.geojson", tanks);
    let checked = desk.run(&["check", "tanks.geojson"]).exits(0);
    assert!(checked.out.contains("septic_tank"), "{}", checked.out);
    desk.run(&["import", "-w", "w.yice", "tanks.geojson"]).exits(0);
    desk.record("T-2", &INSPECTOR, &["--note", "已清掏"]).exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "T-2", "--json"]).exits(0);
    assert!(log.out.contains("septic_tank:T-2"), "{}", log.out);
    let ledger = ["report", "ledger", "-w", "w.yice", "--kind", "septic_tank", "-o", "t.csv"];
    desk.run(&ledger).exits(0);
    assert!(desk.read("t.csv").contains("T-1"));
}
