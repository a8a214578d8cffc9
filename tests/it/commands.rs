//! The program as scripts and people at a terminal use it: arguments, exit codes, what is printed where.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder with its own data folder, thrown away at the end.
struct Desk {
    folder: tempfile::TempDir,
}

/// What one run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    #[track_caller]
    fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

const NOW: &str = "2022-05-12T09:31:05+08:00";
const INSPECTOR: [&str; 6] = ["--by", "张三", "--unit", "滨海新区局", "--role", "inspector"];
const DISTRICT: [&str; 6] = ["--by", "赵六", "--unit", "滨海新区局", "--role", "district"];
const MUNICIPAL: [&str; 6] = ["--by", "钱七", "--unit", "市局", "--role", "municipal"];

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program in this folder, in English, at the same moment every time, without a display.
    fn run(&self, args: &[&str]) -> Ran {
        self.run_at(NOW, args)
    }

    fn run_at(&self, now: &str, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yice"));
        if args.first().is_some_and(|first| SUBCOMMANDS.contains(first)) {
            command.args(["--now", now, "--lang", "en"]);
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
    fn record(&self, feature: &str, who: &[&str], flags: &[&str]) -> Ran {
        self.record_at(NOW, feature, who, flags)
    }

    fn record_at(&self, now: &str, feature: &str, who: &[&str], flags: &[&str]) -> Ran {
        let args = [&["record", "-w", "w.yice", feature], who, flags].concat();
        self.run_at(now, &args)
    }

    /// A workspace with three outfalls in it.
    fn with_outfalls(self) -> Self {
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

const SUBCOMMANDS: [&str; 9] =
    ["check", "import", "record", "log", "verify", "export", "summary", "render", "demo"];

/// Three outfalls, oddly spaced so that any rewriting would show.
const OUTFALLS: &str = r#"{ "type":"FeatureCollection",
  "features": [
    {"type":"Feature","id":"A-1","geometry":{"type":"Point","coordinates":[117.750,38.980]},
     "properties":{"outfall_id":"A-1","name":"一号口","class_l1":"other","class_l2":"urban_storm","category":"standardize","flow":1.50}},
    {"type":"Feature","id":"A-2","geometry":{"type":"Point","coordinates":[1.1776e2,38.99]},"properties":{"outfall_id":"A-2","name":"二号口","class_l1":"工业排污口"}},
    {"type":"Feature","id":"A-12","geometry":{"type":"Point","coordinates":[117.77,39.00]},"properties":{"outfall_id":"A-12","name":"三号口","class_l1":"other"}}
  ] }
"#;

/// The smallest thing that is a picture.
fn picture() -> Vec<u8> {
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

    // A supervisor settles it.
    let record = ["record", "-w", "ab.yice", "A-1"];
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
    let request = ["--request", "deadline=2022-09-30", "--note", "返工需要时间"];
    desk.record_at(&at(15), code, &DISTRICT, &request).exits(0);
    desk.record_at(&at(16), code, &MUNICIPAL, &["--decide", "deadline=approved"]).exits(0);
    desk.record_at(&at(17), code, &DISTRICT, &["--to", "in_progress"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    let exported: Value = serde_json::from_str(&desk.read("out/outfalls.geojson")).unwrap();
    let is_it = |feature: &&Value| feature["id"] == code;
    let it = exported["features"].as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!(it["properties"]["yice_due"], "2022-09-30");
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
