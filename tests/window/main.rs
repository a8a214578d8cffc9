//! The real window, driven from outside as a person would. Wants a display (Xvfb will do) and software GL.
//!
//! Run as `xvfb-run -a cargo test --features inspection --test window`.

#![expect(clippy::unwrap_used, reason = "a test may stop where its surroundings fail")]

mod board;
mod ditch;
mod driver;
mod large;
mod lost_disk;
mod nothing_lost;
mod photos;
mod review;
mod scenarios;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use driver::Window;
use egui::{Key, Modifiers};

/// An outfall of the demonstration whose works may start: approved, not begun.
const OUTFALL: &str = "示例排口005";
const OUTFALL_CODE: &str = "DEMO-OUT-0005";

fn demonstration() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// One of the pictures in a folder; papers lie beside them.
fn a_photo(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_picture =
        |path: &PathBuf| path.extension().is_some_and(|ending| ending == "png" || ending == "jpg");
    files.filter(is_picture).min().unwrap()
}

fn find(window: &mut Window, name: &str) {
    window.key(Modifiers::COMMAND, Key::F);
    // The words of the last search are still there after a restart.
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text(name);
    window.click(name);
    window.wait_for(OUTFALL_CODE);
}

fn record(window: &mut Window, done: &str) {
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for(done);
}

/// The text of each feature by its own code, as the file spells it.
fn features_by_code(path: &Path) -> BTreeMap<String, String> {
    #[derive(serde::Deserialize)]
    struct Collection<'a> {
        #[serde(borrow)]
        features: Vec<&'a serde_json::value::RawValue>,
    }
    let text = std::fs::read_to_string(path).unwrap();
    let collection: Collection<'_> = serde_json::from_str(&text).unwrap();
    let code_and_text = |feature: &&serde_json::value::RawValue| {
        let value: serde_json::Value = serde_json::from_str(feature.get()).unwrap();
        (value["properties"]["outfall_id"].as_str().unwrap().to_owned(), feature.get().to_owned())
    };
    collection.features.iter().map(code_and_text).collect()
}

/// The main flow, whole: find, visit with a photo, sample, step, power cut in the middle of a word, and export.
#[test]
fn a_day_in_the_real_window_survives_a_power_cut() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    window.wait_for("示意数据 SYNTHETIC");
    window.wait_for("示例排口");

    window.click("我是谁…");
    window.type_into("姓名", "赵一");
    window.click("就是我");

    find(&mut window, OUTFALL);
    let photo = a_photo(&data.join("outfalls.photos"));
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "岸边已围挡");
    record(&mut window, "已存：巡查登记");

    window.key(Modifiers::NONE, Key::F4);
    window.type_into("照片 1", photo.to_str().unwrap());
    window.choose("内容", "整治前");
    record(&mut window, "已存：照片");

    window.key(Modifiers::NONE, Key::F7);
    window.click("+ 加一项结果");
    window.choose("项目 1", "COD");
    window.type_into("数值 1", "62");
    record(&mut window, "已存：采样");

    window.key(Modifiers::NONE, Key::F8);
    window.type_into("实际开工日期", "2022-05-12");
    record(&mut window, "已存：办理下一步");

    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "写到一半的字");
    // A draft is on the disk within a second of the last key.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    window.kill();

    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    // It opens where it was left: the same outfall, the same form, the half-typed words in it.
    window.wait_for("写到一半的字");
    window.key(Modifiers::NONE, Key::Escape);
    window.wait_for("整治中");

    let exported = folder.path().join("exported.geojson");
    window.click("导出…");
    // A place is offered; another one is written over it.
    window.type_into("存为", "");
    window.key(Modifiers::COMMAND, Key::A);
    window.type_text(exported.to_str().unwrap());
    window.click("导出");
    window.wait_for("已导出");
    window.kill();

    let (before, after) =
        (features_by_code(&data.join("outfalls.geojson")), features_by_code(&exported));
    assert_eq!(before.len(), after.len());
    // Being overdue is told as of the newest record's day, so that one column of the others moves with it.
    let undated = |text: &str| {
        text.replace("\"yice_overdue\": true", "\"yice_overdue\": false")
            .replace("\"yice_overdue\":true", "\"yice_overdue\":false")
    };
    for (code, text) in &before {
        assert_eq!(
            code == OUTFALL_CODE,
            undated(text) != undated(&after[code]),
            "{code}: only what was recorded on changes"
        );
    }
    let changed: serde_json::Value = serde_json::from_str(&after[OUTFALL_CODE]).unwrap();
    assert_eq!(changed["properties"]["yice_stage"], "in_progress");
    let records = changed["properties"]["yice_records"].to_string();
    assert!(records.contains("岸边已围挡") && records.contains("\"62\""));
    assert!(!records.contains("写到一半的字"), "a draft is no record");
}
