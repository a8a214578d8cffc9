//! A procedure of somebody's own in the place of a built-in one: what it lets through that the built-in one does not is
//! told apart as unproven, and a computer without it says so.

use crate::commands::{Desk, MUNICIPAL, OUTFALLS};

const FILE: &str = "data-home/yice/procedures/outfall.toml";

/// The built-in file as version 2, whose sign-off asks for nothing.
fn weaker() -> String {
    let text = include_str!("../../assets/procedures/outfall.toml");
    let start = text.find("id = \"T13\"").unwrap();
    let end = start + text[start..].find("[[transition]]").unwrap();
    let sign_off = "id = \"T13\"\nzh = \"同意销号\"\nen = \"Sign off\"\nfrom = [\"@new\", \"signoff_review\"]\nto = \"signed_off\"\nroles = [\"municipal\"]\nverdict = \"approve\"\nneeds = []\n\n";
    let text = format!("{}{sign_off}{}", &text[..start], &text[end..]);
    text.replacen("version = 1", "version = 2", 1)
}

fn signed_off_by_a_weaker_one() -> Desk {
    let desk = Desk::new();
    desk.write("outfalls.geojson", OUTFALLS);
    desk.write(FILE, weaker());
    desk.run(&["import", "-w", "w.yice", "outfalls.geojson"]).exits(0);
    desk.record("A-1", &MUNICIPAL, &["--to", "signed_off"]).exits(0);
    desk
}

#[test]
fn a_sign_off_that_only_an_own_procedure_permits_is_unproven_everywhere() {
    let desk = signed_off_by_a_weaker_one();
    let summary = desk.run(&["summary", "-w", "w.yice", "--json"]).json();
    assert_eq!(summary["kinds"]["outfall"]["unproven"]["signed_off"], 1);
    let log = desk.run(&["log", "-w", "w.yice", "--lang", "zh"]).exits(0);
    assert!(log.out.contains("［按自定规程 outfall/2 办理，内置规程不允许］"), "{}", log.out);
    desk.run(&[
        "report", "ledger", "-w", "w.yice", "--kind", "outfall", "-o", "a.csv", "--lang", "zh",
    ]);
    assert!(desk.read("a.csv").contains("按自定规程 outfall/2 办理"), "{}", desk.read("a.csv"));
}

#[test]
fn a_step_by_the_same_rules_under_a_name_of_ones_own_is_as_good() {
    let desk = Desk::new();
    desk.write("outfalls.geojson", OUTFALLS);
    desk.write(FILE, weaker());
    desk.run(&["import", "-w", "w.yice", "outfalls.geojson"]).exits(0);
    desk.record("A-1", &MUNICIPAL, &["--note", "看过"]).exits(0);
    let log = desk.run(&["log", "-w", "w.yice", "--lang", "zh"]).exits(0);
    assert!(!log.out.contains("自定规程"), "{}", log.out);
}

#[test]
fn a_computer_without_the_version_names_it_in_import_verify_and_log() {
    let desk = signed_off_by_a_weaker_one();
    desk.run(&["export", "-w", "w.yice", "-o", "out.geojson"]).exits(0);
    std::fs::remove_file(desk.path(FILE)).unwrap();
    let missing = "规程 outfall/2 不在这台电脑";
    let told = desk.run(&["import", "-w", "v.yice", "out.geojson", "--lang", "zh"]).exits(1);
    assert!(told.out.contains("有 1 条记录收下但不生效：A-1"), "{}", told.out);
    assert!(told.out.contains(missing), "{}", told.out);
    for command in ["verify", "log"] {
        let said = desk.run(&[command, "-w", "v.yice", "--lang", "zh"]);
        assert!(said.out.contains(missing) && said.out.contains("A-1"), "{command}: {}", said.out);
    }
    let again = desk.run(&["import", "-w", "v.yice", "out.geojson", "--lang", "zh"]).exits(0);
    assert!(!again.out.contains("不生效"), "known already: {}", again.out);
}
