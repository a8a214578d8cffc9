//! Disks that fail in the middle of a day: one that is full, a stick that is pulled out and put back; and a clock that
//! was set back. Each is said in words, and what was typed is still in the form.

use std::io::Write as _;

use egui::{Key, Modifiers};

use super::driver::Window;
use super::nothing_lost::settle_in;
use super::{OUTFALL, demonstration, find};

/// Writes until nothing more goes in.
#[cfg(unix)]
fn fill_up(path: &std::path::Path) {
    let mut file = std::fs::File::create(path).unwrap();
    let block = vec![0_u8; 4096];
    while file.write_all(&block).is_ok() {}
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_what_was_typed_is_saved_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let args = [data.to_str().unwrap()];
    let Some(mut window) = Window::start_on_small_disk(folder.path(), &args, 24) else {
        eprintln!("left out: this system lets nobody mount a small disk");
        return;
    };
    settle_in(&mut window);
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "盘满的时候写的");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let ballast = window.seen_from_within(&folder.path().join("ballast"));
    fill_up(&ballast);
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("这条内容还在表单里，没有丢");
    window.wait_for("换位置存…");
    window.wait_for("盘满的时候写的");
    std::fs::remove_file(&ballast).unwrap();
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：巡查登记");
    window.key(Modifiers::ALT, Key::Num5);
    window.wait_for("盘满的时候写的");
    window.kill();
}

#[test]
fn a_stick_pulled_out_is_said_and_put_back_it_takes_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let workspace = stick.join("day.yice");
    let data = demonstration();
    let args = [workspace.to_str().unwrap(), data.to_str().unwrap()];
    let mut window = Window::start(folder.path(), &args);
    settle_in(&mut window);
    window.key(Modifiers::NONE, Key::F2);
    window.type_into("说明", "拔盘之前");
    let elsewhere = folder.path().join("pocket");
    std::fs::rename(&stick, &elsewhere).unwrap();
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("工作库所在的盘没有应答");
    window.wait_for("拔盘之前");
    std::fs::rename(&elsewhere, &stick).unwrap();
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：巡查登记");
    window.kill();
    let mut window = Window::start(folder.path(), &args);
    find(&mut window, OUTFALL);
    window.key(Modifiers::ALT, Key::Num5);
    window.wait_for("拔盘之前");
    window.kill();
}

#[test]
fn a_clock_set_back_is_said_and_nothing_is_kept_from_being_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let data = demonstration();
    let mut window = Window::start(folder.path(), &[data.to_str().unwrap()]);
    settle_in(&mut window);
    // How the window was left is written down when it has rested.
    std::thread::sleep(std::time::Duration::from_millis(2500));
    window.kill();
    // As if it had been a year later then.
    let file = rusqlite::Connection::open(folder.path().join("demonstration.yice")).unwrap();
    let view: String = file
        .query_row("SELECT value FROM setting WHERE name = 'view'", [], |row| row.get(0))
        .unwrap();
    let mut view: serde_json::Value = serde_json::from_str(&view).unwrap();
    view["last_used"] = "2099-01-02T08:00:00+08:00".into();
    file.execute("UPDATE setting SET value = ?1 WHERE name = 'view'", [view.to_string()]).unwrap();
    drop(file);
    let mut window = Window::start(folder.path(), &[]);
    window.wait_for("电脑的时间往回走了");
    find(&mut window, OUTFALL);
    window.key(Modifiers::NONE, Key::F2);
    window.type_text("钟往回走了");
    window.key(Modifiers::COMMAND, Key::Enter);
    window.wait_for("已存：巡查登记");
    window.kill();
}
