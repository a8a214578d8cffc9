//! Odd things in the place of files, as they are met at a terminal: told in words, never waited for.

use crate::commands::Desk;

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_refused_and_never_waited_for() {
    let desk = Desk::new().with_outfalls();
    let pipe = desk.path("in/pipe.geojson");
    desk.write("in/a.geojson", r#"{"type":"FeatureCollection","features":[]}"#);
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in ["/dev/zero", "in/pipe.geojson"] {
        for args in [
            &["check", path][..],
            &["import", "-w", "w.yice", path],
            &["render", path, "-o", "a.png"],
        ] {
            let ran = desk.run(args).exits(2);
            assert!(ran.err.contains("no regular file"), "{args:?}: {}", ran.err);
        }
        let photo = ["--visit", "discharging=no", "--photo", path, "--photo-kind", "scene"];
        desk.record("A-1", &crate::commands::INSPECTOR, &photo).exits(2);
        desk.run(&["log", "-w", path]).exits(2);
    }
    for args in [&["check", "in"][..], &["import", "-w", "w.yice", "in"]] {
        let ran = desk.run(args).exits(1);
        assert!(ran.err.contains("pipe.geojson: no regular file"), "{args:?}: {}", ran.err);
    }
    let zh = desk.run(&["check", "in", "--lang", "zh"]).exits(1);
    assert!(zh.err.contains("不是普通文件") && zh.err.contains("已跳过"), "{}", zh.err);
}

#[test]
fn what_the_system_will_not_do_is_said_in_both_languages() {
    let desk = Desk::new().with_outfalls();
    let zh = desk.run(&["check", "none.geojson", "--lang", "zh"]).exits(2);
    assert!(zh.err.contains("读不了 none.geojson：没有这个文件或文件夹"), "{}", zh.err);
    let en = desk.run(&["check", "none.geojson"]).exits(2);
    assert!(en.err.contains("could not read none.geojson: No such file"), "{}", en.err);
    let to =
        ["export", "-w", "w.yice", "--layer", "outfalls", "-o", "none/a.geojson", "--lang", "zh"];
    let zh = desk.run(&to).exits(2);
    assert!(zh.err.contains("没有这个文件或文件夹") && !zh.err.contains("No such"), "{}", zh.err);
}

#[test]
fn an_export_over_a_source_is_refused_with_the_way_out() {
    let desk = Desk::new().with_outfalls();
    desk.record("A-1", &crate::commands::INSPECTOR, &["--note", "看过"]).exits(0);
    let before = desk.read("outfalls.geojson");
    let to = ["export", "-w", "w.yice", "-o", "outfalls.geojson"];
    let refused = desk.run(&to).exits(2);
    assert!(
        refused.err.contains("was read from") && refused.err.contains("--overwrite"),
        "{}",
        refused.err
    );
    assert_eq!(desk.read("outfalls.geojson"), before);
    desk.run(&["export", "-w", "w.yice", "-o", "out.geojson"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "out.geojson"]).exits(0);
    desk.run(&[&to[..], &["--overwrite"]].concat()).exits(0);
    assert!(desk.read("outfalls.geojson").contains("yice_records"));
}
