//! What `check` and an import say of a file that is read all the same: places, codes and days that want a look.

use serde_json::{Value, json};

use crate::commands::Desk;

fn layer(features: &[(Value, [f64; 2])]) -> String {
    let lines: Vec<String> = features
        .iter()
        .map(|(properties, at)| {
            let geometry = json!({"type": "Point", "coordinates": at});
            json!({"type": "Feature", "properties": properties, "geometry": geometry}).to_string()
        })
        .collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"metadata\":{{\"layer\":\"outfall\"}},\"features\":[\n{}\n]}}",
        lines.join(",\n")
    )
}

/// What a file is told to have, as code and line.
fn issues(desk: &Desk, file: &str) -> Vec<(String, u64)> {
    let report = desk.run(&["check", file, "--json"]).json();
    let issues = report["files"][0]["issues"].as_array().unwrap().iter();
    issues
        .filter(|issue| issue["severity"] == "warning")
        .map(|issue| (issue["code"].as_str().unwrap().to_owned(), issue["line"].as_u64().unwrap()))
        .collect()
}

#[test]
fn places_codes_and_days_that_want_a_look_are_told_with_their_line_and_kept() {
    let desk = Desk::new();
    let here = [117.7, 38.9];
    let file = layer(&[
        (json!({"outfall_id": "A1", "code_national": "CA-120116-0001-GY-00"}), here),
        (json!({"outfall_id": "A2", "code_national": "排-2022-7"}), here),
        (
            json!({"outfall_id": "A3", "started_on": "2022-06-01", "deadline_original": "2022-05-01"}),
            here,
        ),
        (json!({"outfall_id": "A4"}), [10.0, 10.0]),
        (
            json!({"outfall_id": "A5", "emission_standard": "DB12/599-2015 C标准", "design_capacity": 20000}),
            here,
        ),
    ]);
    desk.write("a.geojson", file);
    let told = issues(&desk, "a.geojson");
    let expected =
        [("code-pattern", 3), ("dates-order", 4), ("standard-capacity", 6), ("outside-country", 5)];
    assert_eq!(told, expected.map(|(code, line)| (code.to_owned(), line)));
    let ran = desk.run(&["import", "-w", "w.yice", "a.geojson", "--lang", "zh"]).exits(1);
    assert!(ran.out.contains("不合编码样式") && ran.out.contains("不在我国范围内"), "{}", ran.out);
    let summary = desk.run(&["summary", "-w", "w.yice", "--json"]).exits(0).json();
    assert_eq!(summary["kinds"]["outfall"]["features"], 5, "nothing is kept out");
}

#[test]
fn a_layer_of_another_country_is_told_of_once_and_is_no_finding() {
    let desk = Desk::new();
    let at = |lon: f64| (json!({"outfall_id": format!("B{lon}")}), [lon, 50.0]);
    desk.write("b.geojson", layer(&[at(8.0), at(9.0), at(10.0)]));
    assert_eq!(issues(&desk, "b.geojson"), []);
    let report = desk.run(&["check", "b.geojson", "--json"]).exits(0).json();
    assert_eq!(report["files"][0]["issues"][0]["code"], "outside-country");
}

const RIVER: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"river"},"features":[
{"type":"Feature","properties":{"river_code":"R1","name":"示例河"},"geometry":{"type":"LineString","coordinates":[[117.70,38.90],[117.72,38.90]]}}]}"#;

#[test]
fn outside_the_city_far_from_its_river_or_of_no_class_an_outfall_is_told_about_the_same_way_everywhere()
 {
    let desk = Desk::new();
    let into = |river: &str, code: &str| json!({"outfall_id": code, "outlet_kind": "入河", "receiving_water": river});
    desk.write("rivers.geojson", RIVER);
    desk.write(
        "a.geojson",
        layer(&[
            (into("示例河", "A1"), [117.71, 38.903]),
            (into("示例河", "A2"), [117.71, 38.91]),
            (into("别的河", "A3"), [117.71, 38.91]),
            (json!({"outfall_id": "A4", "class_l1": "暂无法确定"}), [117.7, 38.9]),
            (json!({"outfall_id": "A5"}), [116.0, 38.0]),
        ]),
    );
    let report = desk.run(&["check", "a.geojson", "rivers.geojson", "--json"]).exits(1).json();
    let told = |at: usize| {
        let issues = report["files"][at]["issues"].as_array().unwrap().iter();
        let told = issues.map(|it| (it["code"].as_str().unwrap(), it["line"].as_u64().unwrap()));
        let mut told: Vec<_> = told.map(|(code, line)| (code.to_owned(), line)).collect();
        told.sort();
        told
    };
    let expected = [("far-from-river", 3), ("outside-area", 6), ("value-unsettled", 5)];
    assert_eq!(told(0), expected.map(|(code, line)| (code.to_owned(), line)));
    assert_eq!(told(1), []);
    let args = ["import", "-w", "w.yice", "rivers.geojson", "a.geojson", "--lang", "zh"];
    let ran = desk.run(&args).exits(1);
    for words in ["离所属河流“示例河”1112 m", "不在天津市范围内", "还是“暂无法确定”"]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
}

#[test]
fn a_layer_of_another_city_is_told_of_once_and_is_no_finding() {
    let desk = Desk::new();
    let at = |lon: f64| (json!({"outfall_id": format!("C{lon}")}), [lon, 31.0]);
    desk.write("c.geojson", layer(&[at(121.0), at(121.1), at(121.2)]));
    assert_eq!(issues(&desk, "c.geojson"), []);
    let report = desk.run(&["check", "c.geojson", "--json"]).exits(0).json();
    assert_eq!(report["files"][0]["issues"][0]["code"], "outside-area");
}
