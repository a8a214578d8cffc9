//! Days it must survive, as one person at one laptop lives them: in the sun with power failing, sixty photos at once,
//! a step that is too early, and the keys alone.

use std::process::Command;

use egui::{Key, Modifiers};

use super::driver::Window;
use super::nothing_lost::{say_who, settle_in};
use super::photos::{jpeg, sixty};
use super::{OUTFALL, OUTFALL_CODE, demonstration, find, record};

/// 1366 × 768 at 125 %, less title and task bar, in points.
const SMALL_POINTS: [u32; 2] = [1093, 552];

/// The positions of the demonstration's outfalls by their codes.
fn positions() -> Vec<(String, (f64, f64))> {
    let text = std::fs::read_to_string(demonstration().join("outfalls.geojson")).unwrap();
    let collection: serde_json::Value = serde_json::from_str(&text).unwrap();
    let place = |feature: &serde_json::Value| {
        let at = &feature["geometry"]["coordinates"];
        let code = feature["properties"]["outfall_id"].as_str()?.to_owned();
        Some((code, (at[0].as_f64()?, at[1].as_f64()?)))
    };
    collection["features"].as_array().unwrap().iter().filter_map(place).collect()
}

#[test]
fn in_the_sun_a_visit_photos_and_a_sample_are_there_after_a_power_cut() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let args = [data.to_str().unwrap()];
    let mut window = Window::start_scaled(folder.path(), &args, 1.25, SMALL_POINTS);
    settle_in(&mut window);
    window.key(Modifiers::NONE, Key::F12);

    window.key(Modifiers::NONE, Key::F2);
    window.wait_for("和上次");
    record(&mut window, "已存：巡查登记");
    window.key(Modifiers::NONE, Key::F4);
    let photo = folder.path().join("p1.jpg");
    std::fs::write(&photo, jpeg(1, None)).unwrap();
    window.type_into("照片 1", photo.to_str().unwrap());
    window.choose("内容", "现场情况");
    record(&mut window, "已存：照片");
    window.key(Modifiers::NONE, Key::F7);
    record(&mut window, "已存：采样");
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "泡沫没了，但是");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    window.kill();

    let mut window = Window::start_scaled(folder.path(), &[], 1.25, SMALL_POINTS);
    window.wait_for("泡沫没了，但是");
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::ALT, Key::Num3);
    window.wait_for("送检中（第 1 天）");
    window.key(Modifiers::ALT, Key::Num4);
    window.wait_for("看大图 现场情况");
    window.kill();
}

#[test]
fn sixty_photos_find_their_outfalls_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let outfalls: Vec<(f64, f64)> = positions().into_iter().map(|(_, at)| at).take(5).collect();
    let phone = folder.path().join("phone");
    let paths = sixty(&phone, "2022:05:12 09:31:05", &outfalls);
    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    settle_in(&mut window);
    window.key(Modifiers::ALT, Key::Num4);
    window.click("多张归档…");
    window.type_into("照片或文件夹的路径", phone.to_str().unwrap());
    window.click("加入");
    window.wait_for("60 张，48 张可归档");
    // Nine that a messenger stripped, and the two that hold no time that can be read.
    window.wait_for("11 张没有拍摄时间");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已归档 48 张照片，托盘里还有 12 张");
    // What waits is there after a power cut.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    window.kill();
    let mut window = Window::start(folder.path(), &[]);
    find(&mut window, OUTFALL);
    window.key(Modifiers::ALT, Key::Num4);
    window.click("多张归档…");
    window.wait_for("12 张，0 张可归档");
    window.wait_for("与 IMG_300");
    window.key(Modifiers::NONE, Key::Escape);
    for (path, shown) in [("IMG_200.HEIC", "HEIC 无预览"), ("VID_201.mp4", "MP4 无预览")] {
        let path = paths.iter().find(|it| it.ends_with(path)).unwrap();
        window.key(Modifiers::NONE, Key::F4);
        window.type_into("照片 1", path.to_str().unwrap());
        window.choose("内容", "现场情况");
        record(&mut window, "已存：照片");
        window.key(Modifiers::ALT, Key::Num4);
        window.wait_for(shown);
    }
    window.kill();
}

/// One command of the command line.
fn yice(folder: &std::path::Path, args: &[&str]) {
    let ran = Command::new(env!("CARGO_BIN_EXE_yice"))
        .args(args)
        .env("YICE_DATA_DIR", folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{args:?}: {said}");
}

/// An outfall that was sealed and stands before the district's acceptance.
const SEALED: &str = r#"{"type":"FeatureCollection","name":"outfalls","metadata":{"layer":"outfall"},"features":[
{"type":"Feature","properties":{"outfall_id":"OUT-0900","name":"封堵口","plan_state":"区级验收"},"geometry":{"type":"Point","coordinates":[117.70,38.90]}}]}"#;

#[test]
fn a_closed_mouth_is_looked_at_again_after_seven_days_and_one_click_says_when() {
    let folder = tempfile::tempdir().unwrap();
    let layer = folder.path().join("outfalls.geojson");
    std::fs::write(&layer, SEALED).unwrap();
    let workspace = folder.path().join("workspace.yice");
    let (workspace, layer) = (workspace.to_str().unwrap(), layer.to_str().unwrap());
    yice(folder.path(), &["import", "-w", workspace, layer]);
    let today = yice::model::Stamp::at_beijing(jiff::Timestamp::now()).day();
    let sealed = today.checked_sub(jiff::Span::new().days(2)).unwrap();
    let record = ["record", "-w", workspace, "OUT-0900", "--by", "李四", "--role", "district"];
    let sealed = format!("finished_on={sealed}");
    // What else the step wants and can be said in words, so that the card's foot comes to the day.
    let facts = ["category=ban", &sealed, "same_spot=yes", "sewage_destination=已接入市政管网"];
    let set: Vec<&str> = facts.iter().flat_map(|fact| ["--set", *fact]).collect();
    yice(folder.path(), &[&record[..], &set].concat());

    let mut window = Window::start(folder.path(), &[]);
    window.wait_for("封堵口");
    say_who(&mut window);
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("封堵口");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("OUT-0900");
    // What the next step waits for stands at the foot of the card.
    window.wait_for("最早");
    window.click("的今日清单");
    window.wait_for("的清单里");
    window.kill();
}

#[test]
fn with_the_keys_alone_every_card_is_opened_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let args = [data.to_str().unwrap()];
    let mut window = Window::start_scaled(folder.path(), &args, 1.5, [910, 460]);
    window.wait_for("示例排口");
    // Who it is is asked by the first record; the keys answer.
    window.key(Modifiers::COMMAND, Key::F);
    window.type_text("slpk005");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for(OUTFALL_CODE);
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "看过");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("今天是谁？");
    window.type_text("赵一");
    window.key(Modifiers::NONE, Key::Enter);
    window.wait_for("已存：巡查登记");

    // Letters that nobody asked for do nothing, in either language.
    for lang in ["中文", "English"] {
        let before = window.widgets().len();
        for letter in [Key::A, Key::D, Key::K, Key::N] {
            window.key(Modifiers::NONE, letter);
        }
        assert_eq!(window.widgets().len(), before, "a bare letter fired ({lang})");
        for name in ["子牙新河", "示例黑臭", "示例地块", OUTFALL] {
            window.key(Modifiers::COMMAND, Key::F);
            window.key(Modifiers::COMMAND, Key::A);
            window.type_text(name);
            window.key(Modifiers::NONE, Key::Enter);
            window.wait_for(name);
            for tab in [Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num1] {
                window.key(Modifiers::ALT, tab);
            }
        }
        window.key(Modifiers::NONE, Key::F6);
        window.key(Modifiers::NONE, Key::F6);
        if lang == "中文" {
            window.click("English");
        }
    }
    window.kill();
}
