//! The program as scripts and people at a terminal use it: arguments, exit codes, what is printed where.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder with its own data folder, thrown away at the end.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What one run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

pub const NOW: &str = "2022-05-12T09:31:05+08:00";
pub const INSPECTOR: [&str; 6] = ["--by", "张三", "--unit", "滨海新区局", "--role", "inspector"];
pub const DISTRICT: [&str; 6] = ["--by", "赵六", "--unit", "滨海新区局", "--role", "district"];
pub const MUNICIPAL: [&str; 6] = ["--by", "钱七", "--unit", "市局", "--role", "municipal"];

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program in this folder, in English, at the same moment every time, without a display.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_at(NOW, args)
    }

    pub fn run_at(&self, now: &str, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yice"));
        if args.first().is_some_and(|first| SUBCOMMANDS.contains(first)) {
            command.args(["--now", now]);
            if !args.contains(&"--lang") {
                command.args(["--lang", "en"]);
            }
        }
        let output = command
            .args(args)
            .current_dir(self.folder.path())
            .env("XDG_DATA_HOME", self.path("data-home"))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .output()
            .unwrap();
        Ran::from(output)
    }

    /// Files one act about an outfall in `w.yice`.
    pub fn record(&self, feature: &str, who: &[&str], flags: &[&str]) -> Ran {
        self.record_at(NOW, feature, who, flags)
    }

    pub fn record_at(&self, now: &str, feature: &str, who: &[&str], flags: &[&str]) -> Ran {
        let args = [&["record", "-w", "w.yice", feature], who, flags].concat();
        self.run_at(now, &args)
    }

    /// A workspace with three outfalls in it.
    pub fn with_outfalls(self) -> Self {
        self.write("outfalls.geojson", OUTFALLS);
        self.run(&["import", "-w", "w.yice", "outfalls.geojson"]).exits(0);
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const SUBCOMMANDS: [&str; 11] = [
    "check", "import", "record", "log", "verify", "export", "summary", "render", "print", "report",
    "demo",
];

/// Three outfalls, oddly spaced so that any rewriting would show.
pub const OUTFALLS: &str = r#"{ "type":"FeatureCollection",
  "features": [
    {"type":"Feature","id":"A-1","geometry":{"type":"Point","coordinates":[117.750,38.980]},
     "properties":{"outfall_id":"A-1","name":"一号口","class_l1":"other","class_l2":"urban_storm","category":"standardize","flow":1.50}},
    {"type":"Feature","id":"A-2","geometry":{"type":"Point","coordinates":[1.1776e2,38.99]},"properties":{"outfall_id":"A-2","name":"二号口","class_l1":"工业排污口"}},
    {"type":"Feature","id":"A-12","geometry":{"type":"Point","coordinates":[117.77,39.00]},"properties":{"outfall_id":"A-12","name":"三号口","class_l1":"other"}}
  ] }
"#;

/// The smallest thing that is a picture.
pub fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(2, 2).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

// ——— check ———

#[test]
fn a_clean_file_is_ok_and_exits_0() {
    let desk = Desk::new();
    desk.write("a.geojson", OUTFALLS);
    let ran = desk.run(&["check", "a.geojson", "--json"]).exits(0);
    let report = &ran.json()["files"][0];
    assert_eq!(report["status"], "ok");
    assert_eq!(report["kind"], "outfall");
    assert_eq!(report["features"], 3);
    assert_eq!(report["geometries"]["Point"], 3);
    assert_eq!(report["crs"], "EPSG:4326");
    assert_eq!(ran.err, "");
}

#[test]
fn a_file_with_warnings_exits_1_and_names_line_and_column() {
    let desk = Desk::new();
    desk.write("a.geojson", r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#);
    let ran = desk.run(&["check", "a.geojson"]).exits(1);
    assert!(ran.out.contains("a.geojson:1:"), "{}", ran.out);
    assert!(ran.out.contains("ring-not-closed"), "{}", ran.out);
}

#[test]
fn everything_refused_or_an_unreadable_path_exits_2() {
    let desk = Desk::new();
    desk.write("bad.geojson", "{");
    desk.write("good.geojson", OUTFALLS);
    let ran = desk.run(&["check", "bad.geojson", "--json"]).exits(2);
    assert_eq!(ran.json()["files"][0]["status"], "refused");
    desk.run(&["check", "bad.geojson", "good.geojson"]).exits(1);
    let ran = desk.run(&["check", "good.geojson", "none.geojson", "--json"]).exits(2);
    assert_eq!(ran.json()["files"].as_array().unwrap().len(), 1);
    assert!(ran.err.contains("none.geojson"), "{}", ran.err);
}

#[test]
fn a_folder_is_searched_and_what_is_no_layer_is_left_alone() {
    let desk = Desk::new();
    desk.write("in/deep/a.geojson", OUTFALLS);
    desk.write("in/b.json", r#"{"type":"Point","coordinates":[1,2]}"#);
    desk.write("in/photo.jpg", "no picture");
    let ran = desk.run(&["check", "in", "--json"]).exits(0);
    assert_eq!(ran.json()["files"].as_array().unwrap().len(), 2);
    desk.write("empty/photo.jpg", "");
    desk.run(&["check", "empty"]).exits(2);
}

// ——— Arguments ———

#[test]
fn of_two_features_that_claim_one_key_a_person_says_which_it_is() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-1", &INSPECTOR, &["--note", "起点"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "--layer", "outfalls", "-o", "out.geojson"]).exits(0);
    let mut layer: Value = serde_json::from_str(&desk.read("out.geojson")).unwrap();
    let mut twin = layer["features"][0].clone();
    twin["geometry"]["coordinates"] = serde_json::json!([117.9, 38.6]);
    layer["features"].as_array_mut().unwrap().push(twin);
    desk.write("twins.geojson", layer.to_string());
    let ran = desk.run(&["import", "-w", "t.yice", "twins.geojson"]).exits(1);
    assert!(ran.err.contains("yice settle") || ran.out.contains("yice settle"), "{}", ran.err);
    let note = |text| {
        let record = ["record", "-w", "t.yice", "A-1", "--note", text];
        desk.run(&[&record[..], &INSPECTOR].concat())
    };
    note("哪一个").exits(1);
    let settle = |layer, feature| {
        desk.run(&["settle", "-w", "t.yice", "--layer", layer, "--feature", feature, "outfall:A-1"])
    };
    settle("none", "4").exits(2);
    let name = layer["name"].as_str().unwrap_or("twins");
    settle(name, "99").exits(2);
    settle(name, "3").exits(0);
    note("这一个").exits(0);
}

#[test]
fn bad_arguments_exit_2_and_say_what_was_expected() {
    let desk = Desk::new().with_outfalls();
    let complains = |args: &[&str], words: &str| {
        let ran = desk.run(args).exits(2);
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{args:?}");
    };
    complains(&["check"], "PATH");
    complains(&["summary"], "--workspace");
    complains(&["summary", "-w", "w.yice", "--as-of", "yesterday"], "2022-05-12");
    complains(&["export", "-w", "w.yice", "--write-back", "nonsense", "-o", "out"], "no field");
    complains(&["export", "-w", "w.yice", "--layer", "rivers", "-o", "out"], "outfalls");
    complains(&["render", "outfalls.geojson", "--size", "big", "-o", "a.png"], "1600x1000");
    complains(&["render", "outfalls.geojson", "--bbox", "1,2,3", "-o", "a.png"], "117.5,38.6");
    let record = |flags: &[&str], words: &str| {
        complains(
            &[&["record", "-w", "w.yice", "A-2"], INSPECTOR.as_slice(), flags].concat(),
            words,
        );
    };
    record(&[], "nothing to record");
    record(&["--visit", "discharging"], "discharging=no");
    record(&["--visit", "discharging=perhaps"], "discharging");
    record(&["--sample", "cod=much"], "cod=62 mg/L");
    record(&["--taken-at", "noon", "--sample", "cod=62"], "2022-05-12T09:30");
    record(&["--set", "nonsense=1"], "no field");
    record(&["--to", "nowhere"], "signed_off");
    record(&["--photo", "none.jpg"], "none.jpg");
    record(&["--progress", "120"], "0 to 100");
    record(&["--request", "deadline"], "deadline=2022-10-31");
    complains(
        &["record", "-w", "w.yice", "A-2", "--by", "x", "--role", "king", "--note", "x"],
        "inspector",
    );
    complains(
        &[&["record", "-w", "w.yice", "A-"], INSPECTOR.as_slice(), &["--note", "x"]].concat(),
        "3 features",
    );
    complains(
        &[&["record", "-w", "w.yice", "Z"], INSPECTOR.as_slice(), &["--note", "x"]].concat(),
        "no feature",
    );
}

#[test]
fn bad_arguments_are_told_in_chinese_where_chinese_is_asked_for() {
    let desk = Desk::new().with_outfalls();
    let complains = |args: &[&str], words: &str| {
        let ran = desk.run(args).exits(2);
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
    };
    complains(&["--lang", "zh", "summary"], "还缺：--workspace");
    complains(&["--lang", "zh", "log", "--speed"], "没有这个选项：--speed");
    complains(&["--lang", "zh", "check", "none.geojson"], "none.geojson");
    complains(
        &["--lang", "zh", "summary", "-w", "w.yice", "--as-of", "昨天"],
        "--as-of：应为 2022-05-12 这样的日期，得到 \"昨天\"",
    );
    complains(&["--lang", "zh", "log", "-w", "none.yice"], "没有工作库 none.yice");
    complains(&["--lang", "fr", "log", "-w", "w.yice"], "--lang is zh or en");
    let ran = desk.run(&["--lang", "zh", "outfalls.geojson"]).exits(2);
    assert!(ran.err.contains("没有可用的显示器"), "{}", ran.err);
    assert!(ran.out.contains("3 个对象"), "{}", ran.out);
}

#[test]
fn what_only_reads_runs_while_another_program_has_the_workspace_open() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-2", &INSPECTOR, &["--note", "先记一条"]).exits(0);
    // This test's own process holds the lock, as the window does.
    let opening = yice::session::Opening::new(desk.path("w.yice"));
    let now = yice::model::Stamp::parse(NOW).unwrap();
    let window = yice::session::Session::open(opening, &now).unwrap();
    for reading in [
        &["log", "-w", "w.yice"][..],
        &["verify", "-w", "w.yice"],
        &["summary", "-w", "w.yice"],
        &["render", "-w", "w.yice", "-o", "map.png"],
        &["print", "-w", "w.yice", "A-2", "-o", "a2.pdf"],
    ] {
        desk.run(reading).exits(0);
    }
    let ran = desk.record("A-2", &INSPECTOR, &["--note", "第二条"]).exits(2);
    assert!(ran.err.contains(&format!("PID {}", std::process::id())), "{}", ran.err);
    drop(window);
    desk.record("A-2", &INSPECTOR, &["--note", "第二条"]).exits(0);
}

#[test]
fn figures_are_named_in_words() {
    let desk = Desk::new().with_outfalls();
    let ran = desk.run(&["summary", "-w", "w.yice", "--lang", "zh"]);
    assert!(ran.out.contains("排查完成率 "), "{}{}", ran.out, ran.err);
    assert!(!ran.out.contains("k_"), "{}", ran.out);
}

#[test]
fn every_subcommand_explains_itself_with_an_example() {
    let desk = Desk::new();
    for subcommand in SUBCOMMANDS {
        let ran = desk.run(&[subcommand, "--help"]).exits(0);
        assert!(ran.out.contains(&format!("yice {subcommand}")), "{}", ran.out);
        assert!(ran.out.contains("Example"), "{}", ran.out);
    }
    let ran = desk.run(&["--help"]).exits(0);
    assert!(SUBCOMMANDS.iter().all(|subcommand| ran.out.contains(subcommand)), "{}", ran.out);
}

#[test]
fn without_a_display_the_window_says_so_and_how_to_draw_the_layers() {
    let desk = Desk::new();
    desk.write("in/a.geojson", OUTFALLS);
    let ran = desk.run(&["in"]).exits(2);
    let first = ran.err.lines().next().unwrap();
    assert!(first.contains("display"), "{}", ran.err);
    assert!(ran.out.contains("outfall") && ran.out.contains('3'), "{}", ran.out);
    assert!(ran.err.contains("yice render in -o map.png"), "{}", ran.err);
}

// ——— From import to export ———

#[test]
fn a_layer_nobody_annotated_leaves_byte_for_byte() {
    let desk = Desk::new().with_outfalls();
    desk.run(&["export", "-w", "w.yice", "--layer", "outfalls", "-o", "back.geojson"]).exits(0);
    assert_eq!(desk.read("back.geojson"), OUTFALLS);
    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    assert_eq!(desk.read("out/outfalls.geojson"), OUTFALLS);
}

#[test]
fn a_damaged_workspace_fails_in_words_and_is_not_touched() {
    let desk = Desk::new();
    desk.write("w.yice", b"this is no workspace, and nobody may make one of it".repeat(50));
    let before = std::fs::read(desk.path("w.yice")).unwrap();
    for args in
        [&["summary", "-w", "w.yice"][..], &["log", "-w", "w.yice"], &["verify", "-w", "w.yice"]]
    {
        let ran = desk.run(args).exits(2);
        assert!(ran.err.contains("w.yice"), "{}", ran.err);
    }
    assert_eq!(std::fs::read(desk.path("w.yice")).unwrap(), before);
    let ran = desk.run(&["summary", "-w", "none.yice"]).exits(2);
    assert!(ran.err.contains("none.yice"), "{}", ran.err);
    assert!(!desk.path("none.yice").exists(), "reading makes no workspace");
}

#[test]
fn the_map_is_drawn_without_a_display() {
    let desk = Desk::new().with_outfalls();
    let files = ["render", "outfalls.geojson", "--size", "320x200", "-o", "a.png"];
    desk.run(&files).exits(0);
    let workspace = ["render", "-w", "w.yice", "--size", "320x200", "-o", "b.png"];
    desk.run(&workspace).exits(0);
    for name in ["a.png", "b.png"] {
        let picture = image::open(desk.path(name)).unwrap();
        assert_eq!((picture.width(), picture.height()), (320, 200));
    }
    assert!(!Path::new("w.yice").exists());
}
