//! The demonstration: the same bytes every time, all of it labelled as invented, every stage in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use yice::demo;

type Files = BTreeMap<String, Vec<u8>>;

/// The demonstration, made once for all tests of this module.
static MADE: LazyLock<Files> = LazyLock::new(make);

fn make() -> Files {
    let folder = tempfile::tempdir().unwrap();
    demo::write(folder.path()).unwrap();
    files_below(folder.path())
}

fn files_below(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

fn layer(name: &str) -> Value {
    serde_json::from_slice(&MADE[&format!("{name}.geojson")]).unwrap()
}

fn features(layer: &Value) -> &[Value] {
    layer["features"].as_array().unwrap()
}

const LAYERS: [(&str, usize); 7] = [
    ("rivers", 12),
    ("sections", 17),
    ("outfalls", 68),
    ("black_odorous_waters", 20),
    ("brownfield_plots", 15),
    ("districts", 16),
    ("coastline", 1),
];

#[test]
fn two_runs_write_the_same_bytes() {
    assert!(*MADE == make(), "the demonstration differs from run to run");
}

#[test]
fn data_is_what_the_command_writes() {
    let kept = files_below(Path::new("data"));
    let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&kept), names(&MADE), "run: cargo run -- demo data");
    for (name, bytes) in MADE.iter() {
        assert!(kept[name] == *bytes, "data/{name} is old; run: cargo run -- demo data");
    }
}

#[test]
fn everything_says_that_it_is_invented() {
    for (name, count) in LAYERS {
        let layer = layer(name);
        assert_eq!(layer["metadata"]["synthetic"], true, "{name}");
        assert_eq!(features(&layer).len(), count, "{name}");
        for feature in features(&layer) {
            assert_eq!(feature["properties"]["synthetic"], true, "{name} {}", feature["id"]);
        }
    }
    assert_eq!(layer("outfalls")["metadata"]["programme_total"], 68);
    let readme = String::from_utf8(MADE["README.md"].clone()).unwrap();
    assert!(readme.contains("虚构") && readme.contains("invented"));
}

#[test]
fn every_stage_occurs_and_some_plans_are_in_trouble() {
    let outfalls = layer("outfalls");
    let with = |test: &dyn Fn(&Value) -> bool| {
        features(&outfalls).iter().filter(|feature| test(&feature["properties"])).count()
    };
    let stages: BTreeSet<&str> = features(&outfalls)
        .iter()
        .filter_map(|feature| feature["properties"]["yice_stage"].as_str())
        .collect();
    assert_eq!(stages.len(), 14, "{stages:?}");
    assert!(with(&|it| it["yice_overdue"] == true) >= 3);
    assert_eq!(with(&|it| it["yice_stage"] == "rework"), 3);
    assert_eq!(with(&|it| it["yice_stage"] == "reopened"), 3);
    assert_eq!(with(&|it| it["yice_conflict"] == true), 1);
    let as_received = |it: &Value| it["plan_state"].is_string() && it["yice_records"].is_null();
    assert_eq!(with(&as_received), 5);
}

#[test]
fn the_kept_data_are_small_and_their_pictures_too() {
    let bytes: usize = MADE.values().map(Vec::len).sum();
    assert!(bytes < 1_500_000, "{bytes}");
    let photos: Vec<_> = MADE.iter().filter(|(name, _)| name.ends_with(".jpg")).collect();
    assert!((5..=10).contains(&photos.len()));
    for (name, bytes) in photos {
        assert!(bytes.len() <= 20_000, "{name} is {} bytes", bytes.len());
    }
}

#[test]
fn the_kept_data_are_clean_and_recognised() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_yice"))
        .args(["check", "data", "--json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let kinds: BTreeSet<&str> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["kind"].as_str().unwrap())
        .collect();
    let expected =
        ["river", "section", "outfall", "black_odorous_water", "plot", "district", "coastline"];
    assert_eq!(kinds, BTreeSet::from(expected));
}
