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

#[test]
fn what_is_no_layer_is_named_with_what_to_do() {
    let desk = Desk::new();
    let cases: [(&str, &[u8], &str, &str); 5] = [
        ("a.jpg", &[0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "JPEG", "作为照片或文件附上"),
        ("a.kmz", b"PK\x03\x04\x14\0", "KMZ", "请先解压"),
        ("a.shp", &[0, 0, 0x27, 0x0A, 0, 0], "Shapefile", "QGIS 里另存为 GeoJSON"),
        ("a.gpkg", b"SQLite format 3\0....", "GeoPackage", "QGIS 里另存为 GeoJSON"),
        ("a.kml", b"<?xml version=\"1.0\"?><kml/>", "KML", "QGIS 里另存为 GeoJSON"),
    ];
    for (name, bytes, what, instead) in cases {
        desk.write(name, bytes);
        let ran = desk.run(&["check", name, "--lang", "zh"]).exits(2);
        assert!(ran.out.contains(what) && ran.out.contains(instead), "{name}: {}", ran.out);
    }
}

#[test]
fn a_message_stays_short_however_long_an_id_is() {
    let desk = Desk::new();
    let id = "很长的编号".repeat(50_000);
    let feature = format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"{id}":1,"{id}":2}},"geometry":null}}"#
    );
    desk.write(
        "a.geojson",
        format!(r#"{{"type":"FeatureCollection","features":[{feature},{feature}]}}"#),
    );
    let ran = desk.run(&["check", "a.geojson"]).exits(1);
    assert!(ran.out.contains("duplicate-id") && ran.out.contains('…'), "{}", ran.out.len());
    assert!(ran.out.len() < 4000, "{}", ran.out.len());
}

#[test]
fn a_bad_text_of_a_sequence_is_passed_over_and_said_so() {
    let desk = Desk::new();
    desk.write("a.geojsons", "\u{1e}{\"type\":\"Point\",\"coordinates\":[1,2]}\n\u{1e}{\"type\":\n\u{1e}{\"type\":\"Point\",\"coordinates\":[3,4]}\n");
    let ran = desk.run(&["check", "a.geojsons"]).exits(1);
    assert!(
        ran.out.contains("this text is passed over") && !ran.out.contains("nothing was loaded"),
        "{}",
        ran.out
    );
}

#[test]
fn zero_bytes_behind_a_gzip_file_end_it() {
    use std::io::Write as _;
    let desk = Desk::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(crate::commands::OUTFALLS.as_bytes()).unwrap();
    let mut bytes = packed.finish().unwrap();
    let sound = bytes.len();
    bytes.extend([0; 512]);
    desk.write("outfalls.geojson.gz", &bytes);
    desk.run(&["import", "-w", "w.yice", "outfalls.geojson.gz"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    assert_eq!(std::fs::read(desk.path("out/outfalls.geojson.gz")).unwrap(), bytes);
    desk.record("A-1", &crate::commands::INSPECTOR, &["--note", "看过"]).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "noted"]).exits(0);
    desk.run(&["check", "noted"]).exits(0);
    bytes[sound] = 7;
    desk.write("bad.geojson.gz", &bytes);
    desk.run(&["check", "bad.geojson.gz"]).exits(2);
}

#[test]
fn a_member_yice_of_another_program_stays() {
    let desk = Desk::new();
    for (name, foreign) in [("a", "\"hello\""), ("b", "{\"format\":\"theirs/2\"}"), ("c", "7")] {
        let file = format!("{name}.geojson");
        let text = crate::commands::OUTFALLS.replacen('{', &format!("{{\"yice\":{foreign},"), 1);
        desk.write(&file, &text);
        let workspace = format!("{name}.yice");
        desk.run(&["import", "-w", &workspace, &file]).exits(0);
        let args = [
            &["record", "-w", &workspace, "A-1"],
            &crate::commands::INSPECTOR[..],
            &["--note", "看过"],
        ];
        desk.run(&args.concat()).exits(0);
        desk.run(&["export", "-w", &workspace, "-o", &format!("{name}-out")]).exits(0);
        let out = desk.read(&format!("{name}-out/{file}"));
        assert!(out.contains(&format!("\"yice\":{foreign},")), "{out}");
        assert!(out.contains("yice_records") && !out.contains("yice/1"), "{out}");
        desk.run(&["import", "-w", &format!("{name}2.yice"), &format!("{name}-out/{file}")])
            .exits(0);
    }
}

#[test]
fn an_unknown_kind_is_refused_before_anything_is_made() {
    let desk = Desk::new();
    desk.write("a.geojson", crate::commands::OUTFALLS);
    let ran = desk.run(&["import", "-w", "w.yice", "a.geojson", "--kind", "nokind"]).exits(2);
    assert!(ran.err.contains("nokind") && ran.err.contains("outfall"), "{}", ran.err);
    assert!(!desk.path("w.yice").exists());
}

#[test]
fn a_person_s_own_procedure_is_taken_and_a_broken_one_told_about() {
    let desk = Desk::new();
    desk.write("a.geojson", crate::commands::OUTFALLS);
    let folder = "data-home/yice/procedures";
    desk.write(
        &format!("{folder}/pond.toml"),
        include_str!("../../assets/procedures/bare_ground_site.toml")
            .replace("bare_ground_site", "pond"),
    );
    desk.write(&format!("{folder}/broken.toml"), "[procedure]\nid = 7\n");
    let ran = desk.run(&["import", "-w", "w.yice", "a.geojson", "--kind", "pond"]).exits(0);
    assert!(ran.err.contains("broken.toml:") && ran.err.contains("left out"), "{}", ran.err);
    let args =
        [&["record", "-w", "w.yice", "A-1"], &crate::commands::INSPECTOR[..], &["--note", "看过"]];
    desk.run(&args.concat()).exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0);
    assert!(log.out.contains("\"procedure\":\"pond/1\""), "{}", log.out);
}

#[test]
fn what_was_found_leaves_with_the_one_layer_there_is() {
    let desk = Desk::new().with_outfalls();
    let found = ["--new", "outfall", "--position", "117.7,38.9", "--set", "name=新口"];
    desk.record("", &crate::commands::INSPECTOR, &found).exits(0);
    desk.run(&["export", "-w", "w.yice", "-o", "one.geojson"]).exits(0);
    assert!(desk.read("one.geojson").contains("新口"));
}

#[test]
fn a_sample_of_what_is_found_in_the_same_act_is_numbered_by_its_time() {
    let desk = Desk::new().with_outfalls();
    let found = ["--new", "outfall", "--position", "117.7,38.9", "--sample", "cod=40"];
    desk.record("", &crate::commands::INSPECTOR, &found).exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "--json"]).exits(0).json();
    let records = log["records"].as_array().unwrap();
    let no = records.iter().find_map(|record| record["body"]["no"].as_str()).unwrap();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    assert!(
        !no.is_empty() && no.split('-').all(|part| !part.is_empty() && is_digits(part)),
        "{no}"
    );
}

#[test]
fn a_nul_in_a_value_or_code_keeps_nobody_from_recording() {
    let desk = Desk::new();
    let text = crate::commands::OUTFALLS.replacen("\"A-1\"", "\"A-1\\u0000\"", 9).replacen(
        "\"name\":",
        "\"remark\":\"x\\u0000y\",\"name\":",
        9,
    );
    desk.write("a.geojson", text);
    desk.run(&["import", "-w", "w.yice", "a.geojson", "--kind", "outfall"]);
    let rows = desk.run(&["export", "-w", "w.yice", "-o", "out"]).exits(0);
    assert!(rows.err.contains("1 file"), "{}", rows.err);
    desk.record("geo-", &crate::commands::INSPECTOR, &["--note", "看过"]).exits(0);
}

#[test]
fn settling_what_nobody_differs_on_is_refused() {
    let desk = Desk::new().with_outfalls();
    let ran = desk.record("A-1", &crate::commands::DISTRICT, &["--resolve", "name=别名"]).exits(1);
    assert!(
        ran.err.contains("nothing to settle") || ran.out.contains("nothing to settle"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn a_demonstration_is_written_over_an_earlier_one_and_over_nothing_else() {
    let desk = Desk::new();
    desk.run(&["demo", "out"]).exits(0);
    desk.run(&["demo", "out"]).exits(0);
    for name in ["rivers.geojson", "README.md", "outfalls.geojson"] {
        let path = format!("real-{name}/{name}");
        desk.write(&path, crate::commands::OUTFALLS);
        let ran = desk.run(&["demo", &format!("real-{name}"), "--lang", "zh"]).exits(2);
        assert!(ran.err.contains("不是示意数据"), "{}", ran.err);
        assert_eq!(desk.read(&path), crate::commands::OUTFALLS);
        assert_eq!(std::fs::read_dir(desk.path(&format!("real-{name}"))).unwrap().count(), 1);
    }
}
