//! Targets of the programme counted once more from the exported GeoJSON by serde_json alone, and what is asked about the
//! values they rest on: nothing of `plan` is used here, only what domain §8 says in words.

use serde_json::{Value, json};

use crate::commands::{DISTRICT, Desk, INSPECTOR, MUNICIPAL};
use crate::exported::Feature;

/// A layer of points with these properties.
fn layer(kind: &str, features: &[Value]) -> String {
    let feature = |(nth, properties): (usize, &Value)| {
        let at = [117.2 + 0.01 * nth as f64, 39.1];
        let geometry = json!({"type": "Point", "coordinates": at});
        json!({"type": "Feature", "geometry": geometry, "properties": properties})
    };
    let features: Vec<Value> = features.iter().enumerate().map(feature).collect();
    let metadata = json!({"layer": kind});
    json!({"type": "FeatureCollection", "metadata": metadata, "features": features}).to_string()
}

fn desk() -> Desk {
    let desk = Desk::new();
    let works = |no: u32, state: &str| {
        let standard = "DB12/599-2015/C";
        json!({"facility_id": format!("N{no}"), "name": format!("示例站{no}"), "village": "示例村",
            "run_state": state, "emission_standard": standard})
    };
    let project = |no: u32, progress: Value| json!({"project_id": format!("E{no}"), "programme": "871", "progress": progress});
    let site = |no: u32, grade: &str| json!({"site_id": format!("S{no}"), "kind": "odour", "grade": grade});
    let outfall =
        |no: u32, river: &str| json!({"outfall_id": format!("O{no}"), "river_code": river});
    let layers = [
        (
            "rural_wwtp",
            vec![works(1, "normal"), works(2, "normal"), works(3, "normal"), works(4, "abandoned")],
        ),
        (
            "eco_project",
            vec![
                project(1, json!(60)),
                project(2, json!("35%")),
                project(3, json!("已完工")),
                project(4, json!("in_progress")),
            ],
        ),
        ("odour_site", vec![site(1, "A 级"), site(2, "C"), site(3, "A"), site(4, "")]),
        ("outfall", vec![outfall(1, "R1"), outfall(2, "R9"), outfall(3, "")]),
        ("river", vec![json!({"river_code": "R1", "name": "示例河", "sea_going": true})]),
    ];
    for (kind, features) in layers {
        desk.write(&format!("in/{kind}.geojson"), layer(kind, &features));
    }
    desk
}

fn targets(summary: &Value, id: &str) -> Value {
    let all = summary["targets"].as_array().unwrap();
    all.iter().find(|target| target["id"] == id).unwrap().clone()
}

#[track_caller]
fn check(summary: &Value, id: &str, num: impl Into<Value>, den: impl Into<Value>) {
    let target = targets(summary, id);
    assert_eq!([&target["num"], &target["den"]], [&num.into(), &den.into()], "{id}: {target}");
}

/// The COD of the newest laboratory sample, by the day it was taken.
fn newest_cod(one: &Feature) -> Option<f64> {
    let taken_on = |no: &Value| {
        let mut taken = one.bodies("sample_taken").filter(|body| body["no"] == *no);
        taken.next().and_then(|body| body["taken_at"].as_str()).unwrap_or("").to_owned()
    };
    let decides = one.bodies("sample_result").filter(|body| body["source"] != "quick");
    let newest = decides.max_by_key(|body| taken_on(&body["no"]))?;
    newest["items"]["cod"]["value"].as_str()?.parse().ok()
}

#[test]
fn the_targets_are_those_that_anybody_counts_from_the_exported_files() {
    let desk = desk();
    let imported = desk.run(&["import", "-w", "w.yice", "in"]);
    assert!(imported.out.contains("R9") || imported.err.contains("R9"), "{}", imported.out);
    let sample = |feature: &str, no: &str, day: &str, source: &str, cod: &str| {
        let taken = format!("{day}T09:00:00+08:00");
        let cod = format!("cod={cod} mg/L");
        let flags = ["--sample", &cod, "--sample-no", no, "--taken-at", &taken, "--source", source];
        desk.record(feature, &INSPECTOR, &flags).exits(0);
    };
    sample("N1", "A1", "2022-04-01", "lab", "70");
    sample("N1", "A2", "2022-05-01", "lab", "30");
    sample("N2", "B1", "2022-05-01", "lab", "70");
    // A quick test never decides, however new it is; what is given up is counted no more.
    sample("N2", "B2", "2022-05-10", "quick", "10");
    sample("N3", "C1", "2022-05-10", "quick", "10");
    let measure = |id: &str, columns: &str| {
        let value = format!("measures/{id}=family=扩容;text=补水;{columns}");
        desk.record("R1", &DISTRICT, &["--set", &value]).exits(0)
    };
    assert_eq!(measure("a", "percent=100").err, "");
    assert_eq!(measure("b", "done=yes").err, "");
    assert_eq!(measure("c", "percent=40").err, "");
    let odd = measure("d", "done=yes;percent=90").err;
    assert!(odd.contains("Progress is 90%: check them"), "{odd}");

    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    let summary = desk.run(&["summary", "-w", "w.yice", "--as-of", "2022-05-12", "--json"]);
    let summary = summary.exits(0).json();
    let read = |kind: &str| Feature::all(&desk.read(&format!("out/{kind}.geojson")));

    let works = read("rural_wwtp");
    let running: Vec<&Feature> =
        works.iter().filter(|one| one.stage("run_state") != Some("abandoned")).collect();
    let sampled: Vec<f64> = running.into_iter().filter_map(newest_cod).collect();
    let well = sampled.iter().filter(|cod| **cod <= 50.0).count();
    assert_eq!((well, sampled.len()), (1, 2), "counted by hand");
    check(&summary, "rural_compliant", well, sampled.len());

    let projects = read("eco_project");
    let percent = |one: &Feature| {
        let progress = &one.properties["progress"];
        let text = progress.as_str().unwrap_or_default();
        match text {
            "已完工" | "已验收" => 100.0,
            text => {
                progress.as_f64().or_else(|| text.trim_end_matches('%').parse().ok()).unwrap_or(0.0)
            }
        }
    };
    let mean = projects.iter().map(percent).sum::<f64>() / projects.len() as f64;
    let mean = (mean * 10.0).round() / 10.0;
    assert_eq!(mean, 48.8, "(60 + 35 + 100 + 0) / 4 by hand");
    check(&summary, "progress_871", mean, 100);
    assert_eq!(targets(&summary, "progress_871")["unstated"], 1);
    check(&summary, "works_871", 1, 4);

    let rivers = read("river");
    let codes: Vec<&Value> = rivers.iter().map(|one| &one.properties["river_code"]).collect();
    let outfalls = read("outfall");
    let linked =
        outfalls.iter().filter(|one| codes.contains(&&one.properties["river_code"])).count();
    check(&summary, "outfalls_linked", linked, outfalls.len());
    let measures: Vec<&Value> = rivers[0]
        .bodies("fields")
        .flat_map(|body| body["fields"].as_object().unwrap())
        .filter(|(name, _)| name.starts_with("measures/"))
        .map(|(_, item)| item)
        .collect();
    let is_done = |item: &&&Value| item["done"] == "yes" || item["percent"] == "100";
    let done = measures.iter().filter(is_done).count();
    assert_eq!((done, measures.len()), (3, 4), "counted by hand");
    check(&summary, "measures_capacity_expansion", done, measures.len());

    let mix = targets(&summary, "odour_graded")["mix"].clone();
    let part = |code: &str, den: usize| json!({"code": code, "den": den});
    assert_eq!(mix["parts"], json!([part("a", 2), part("c", 1), part("", 1)]));
}

#[test]
fn a_code_that_names_no_loaded_river_is_asked_about_and_kept() {
    let desk = desk();
    let of_file = |path: &str| desk.run(&["check", path]).out;
    assert!(of_file("in").contains(r#"River "R9" is no loaded river: check the code"#));
    assert!(!of_file("in/outfall.geojson").contains("R9"), "nothing to hold it against");
    desk.run(&["import", "-w", "w.yice", "in"]);
    let set = |value: &str| desk.record("O3", &DISTRICT, &["--set", value]).exits(0).err;
    assert_eq!(set("river_code=R1"), "");
    assert_eq!(set("river_code=示例河"), "");
    assert!(set("river_code=R8").contains(r#"River "R8" is no loaded river"#));
    let section = layer("section", &[json!({"section_code": "D1", "river_code": "R7"})]);
    desk.write("section.geojson", section);
    let imported = desk.run(&["import", "-w", "w.yice", "section.geojson"]);
    let told = format!("{}{}", imported.out, imported.err);
    assert!(told.contains(r#"River "R7" is no loaded river"#), "{told}");
    let section = ["--set", "river_code=R6", "--note", "更正"];
    let told = desk.record("D1", &MUNICIPAL, &section).exits(0).err;
    assert!(told.contains(r#"River "R6" is no loaded river"#), "{told}");
}
