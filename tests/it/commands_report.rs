//! `yice report` as a person at a terminal uses it.

use crate::commands::Desk;

const LAYER: &str = r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"A-1","name":"甲口","整治状态":"整治中"},"geometry":{"type":"Point","coordinates":[117.5,38.6]}},
{"type":"Feature","properties":{"outfall_id":"A-2","name":"乙口","整治状态":"已销号"},"geometry":{"type":"Point","coordinates":[117.6,38.6]}}
]}"#;

fn filled() -> Desk {
    let desk = Desk::new();
    desk.write("outfalls.geojson", LAYER);
    desk.run(&["import", "-w", "w.yice", "outfalls.geojson"]);
    desk
}

#[test]
fn a_briefing_without_a_file_goes_to_the_terminal() {
    let desk = filled();
    let said = desk.run(&["report", "briefing", "-w", "w.yice"]).exits(0).out;
    assert!(said.contains("Outfall: 2"), "{said}");
    assert!(said.contains("1/68 (1.5%)"), "{said}");
    assert!(said.contains("SYNTHETIC"), "{said}");
    let chinese =
        desk.run(&["report", "简报", "-w", "w.yice", "--lang", "zh", "-o", "a.txt"]).exits(0).out;
    assert_eq!(chinese.trim(), "a.txt");
    assert!(desk.read("a.txt").contains("另列：排污口办结状态为来件所报、未核实的 1 个"));
}

#[test]
fn a_file_that_stands_there_is_replaced_only_when_told_to() {
    let desk = filled();
    desk.write("a.xlsx", "mine");
    let args = ["report", "ledger", "-w", "w.yice", "-o", "a.xlsx"];
    let refused = desk.run(&args).exits(2);
    assert!(refused.err.contains("a.xlsx is there already"), "{}", refused.err);
    assert_eq!(desk.read("a.xlsx"), "mine");
    desk.run(&[&args[..], &["--overwrite"]].concat()).exits(0);
    assert!(std::fs::read(desk.path("a.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn what_is_asked_for_wrongly_is_said_in_both_languages() {
    let desk = filled();
    let complains = |args: &[&str], zh: &str, en: &str| {
        let common = ["report"];
        let of = ["-w", "w.yice"];
        let english = desk.run(&[&common, args, &of].concat()).exits(2).err;
        assert!(english.contains(en), "{english}");
        let chinese = desk.run(&[&common, args, &of, &["--lang", "zh"]].concat()).exits(2).err;
        assert!(chinese.contains(zh), "{chinese}");
    };
    complains(&["ledger"], "请用 -o 写出文件名", "name the file with -o");
    complains(&["ledger", "-o", "a.doc"], "要以 .xlsx .csv 结尾", "is written as .xlsx .csv");
    complains(&["dossier", "-o", "a.pdf"], "一口一档要写明对象", "a dossier wants features");
    complains(&["approval", "-o", "a.pdf"], "审批表一次一个对象", "an approval form is of one");
    complains(&["ledger", "--kind", "月亮", "-o", "a.csv"], "没有类别", "there is no kind");
    let head = desk.write("head.csv", "名称,编码,领导批示\n");
    let head = head.to_str().unwrap();
    let args = ["report", "ledger", "-w", "w.yice", "--template", head, "-o", "b.csv"];
    let told = desk.run(&args).exits(1);
    assert!(
        told.err.contains("nothing here fills these columns, they stay empty: 领导批示"),
        "{}",
        told.err
    );
    assert!(desk.read("b.csv").contains("甲口,A-1,"));
}

#[test]
fn what_had_been_received_by_a_day_is_drawn_exported_reported_and_counted() {
    let desk = Desk::new();
    desk.write("outfalls.geojson", LAYER);
    let first = "2022-05-01T09:00:00+08:00";
    desk.run_at(first, &["import", "-w", "w.yice", "outfalls.geojson"]).exits(0);
    let late = "2022-07-03T09:00:00+08:00";
    let who = ["--by", "李四", "--unit", "滨海新区局", "--role", "district", "--on", "2022-06-29"];
    desk.record_at(late, "A-1", &who, &["--set", "responsible_subject=甲公司"]).exits(0);
    let subject = |flags: &[&str]| {
        let args = ["summary", "-w", "w.yice", "--json", "--as-of", "2022-06-30"];
        let summary = desk.run_at(late, &[&args[..], flags].concat()).exits(0).json();
        let parts = &summary["splits"]["category"];
        assert!(parts.is_null() || parts.is_object(), "{summary}");
        summary["kpis"]["k_subject"]["num"].clone()
    };
    assert_eq!((subject(&[]), subject(&["--as-received"])), (1.into(), 0.into()));
    let day = ["--as-of", "2022-06-30"];
    let exported = |flags: &[&str], out: &str| {
        let args = ["export", "-w", "w.yice", "--layer", "outfalls", "-o", out];
        desk.run_at(late, &[&args[..], &day, flags].concat()).exits(0);
        desk.read(out).contains("yice_responsible_subject")
    };
    assert!(exported(&[], "a.geojson") && !exported(&["--as-received"], "b.geojson"));
    let drawn = |on: &str, out: &str| {
        let args = ["render", "-w", "w.yice", "--as-of", on, "--as-received", "--size", "300x200"];
        desk.run_at(late, &[&args[..], &["-o", out]].concat()).exits(0);
        std::fs::read(desk.path(out)).unwrap()
    };
    assert_ne!(drawn("2022-04-30", "before.png"), drawn("2022-06-30", "after.png"));
    let args = ["report", "briefing", "-w", "w.yice", "--as-received", "--as-of", "2022-04-30"];
    let said = desk.run_at(late, &args).exits(0).out;
    assert!(!said.contains("Outfall: 2"), "{said}");
}

#[test]
fn figures_are_split_by_district_water_class_and_category() {
    let desk = Desk::new();
    let feature = |no: u32, district: &str, class: &str, stage: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"outfall_id":"A-{no}","district":"{district}","class_l1":"{class}","category":"ban","plan_state":"{stage}","receiving_water":"海河"}},"geometry":{{"type":"Point","coordinates":[117.{no},38.6]}}}}"#
        )
    };
    let features = [
        feature(1, "滨海新区", "industrial", "signed_off"),
        feature(2, "滨海新区", "other", "in_progress"),
        feature(3, "宁河区", "other", "signed_off"),
    ];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    desk.write("outfalls.geojson", text);
    desk.run(&["import", "-w", "w.yice", "outfalls.geojson"]);
    let summary = desk.run(&["summary", "-w", "w.yice", "--json"]).exits(0).json();
    let part = |split: &str, name: &str| {
        let part = &summary["splits"][split]["k_signoff"][name];
        (part["num"].as_u64().unwrap(), part["den"].as_u64().unwrap())
    };
    assert_eq!((part("district", "滨海新区"), part("district", "宁河区")), ((1, 2), (1, 1)));
    assert_eq!((part("class", "industrial"), part("class", "other")), ((1, 1), (1, 2)));
    assert_eq!((part("water", "海河"), part("category", "ban")), ((2, 3), (2, 3)));
}
