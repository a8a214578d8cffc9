//! What changed since a file was written: in the session, on the board, and a person's own data files.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use yice::model::Lang;
use yice::plan::*;
use yice::session::{Opening, SeededIds, Session, SessionError};

use crate::panels::{Desk, harness};
use crate::walk::{LAYER, Place, actor, export, import, key, now, part, record};

fn set(code: &str, value: &str) -> Body {
    let fields = [(code.to_owned(), value.into())].into_iter().collect();
    Body::Fields(FieldsSet { fields, note: String::new() })
}

#[test]
fn what_a_file_did_not_know_is_told_and_nothing_else() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let plain = place.write("outfalls.geojson", LAYER);
    import(&mut session, &plain);
    let (feature, by) = (key("DEMO-OUT-0001"), actor("张三"));
    record(&mut session, &feature, vec![part(set("plan_no", "先"))], &now(10), &by);
    let handed_in = place.path("handed-in.geojson");
    export(&mut session, &handed_in);
    record(&mut session, &feature, vec![part(set("plan_no", "后"))], &now(51), &by);
    let snapshot = session.snapshot();
    let told: Vec<String> = snapshot
        .changes_since_file(&handed_in)
        .unwrap()
        .iter()
        .map(|change| change.sentence("一号", Lang::Zh))
        .collect();
    assert_eq!(told, ["一号 “方案编号”先→后（张三 5月12日）"]);
    // The workspace itself knows everything; a file without records knows nothing that could be compared.
    assert!(snapshot.changes_since_file(&snapshot.workspace).unwrap().is_empty());
    let refused = snapshot.changes_since_file(&plain).unwrap_err();
    assert!(matches!(refused, SessionError::NoRecords(_)), "{refused}");
}

#[test]
fn the_board_compares_with_a_file_that_is_named() {
    let mut h = harness(Desk::with_outfalls());
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::B);
    h.run();
    h.get_by_label("与文件比较…").scroll_to_me();
    h.run();
    h.get_by_label("与文件比较…").click();
    h.run();
    let line = "文件或文件夹的路径";
    h.get_by_role_and_label(Role::TextInput, line).focus();
    h.run();
    h.get_by_role_and_label(Role::TextInput, line).type_text("/nowhere/old.geojson");
    h.run();
    h.get_by_label("比较").click();
    h.run();
    h.get_by_label_contains("old.geojson");
}

#[test]
fn a_persons_own_standard_and_campaign_stand_beside_the_built_in_ones() {
    let place = Place::new();
    let data = place.path("data");
    for (folder, name, text) in [
        (
            "standards",
            "own.toml",
            include_str!("../../assets/standards/db12-599-2015.toml")
                .replace("DB12/599-2015", "DB12/000-2020"),
        ),
        (
            "programmes",
            "own.toml",
            include_str!("../../assets/programmes/tianjin_2022.toml")
                .replace("id = \"tianjin_2022\"", "id = \"tianjin_2030\""),
        ),
        ("programmes", "broken.toml", "id = 7\n".to_owned()),
    ] {
        std::fs::create_dir_all(data.join(folder)).unwrap();
        std::fs::write(data.join(folder).join(name), text).unwrap();
    }
    let opening = Opening::new(place.path("a.yice")).ids(SeededIds::new("a")).data_dir(&data);
    let session = Session::open_or_create(opening, &now(0)).unwrap();
    let snapshot = session.snapshot();
    let rulebook = Arc::clone(&snapshot.rulebook);
    assert!(rulebook.standards.find("DB12/000-2020/A").is_some());
    assert_eq!(rulebook.programme.head.id, "tianjin_2030");
    let [broken] = snapshot.rule_issues.as_slice() else { panic!("{:?}", snapshot.rule_issues) };
    assert!(broken.message_zh.contains("broken.toml:1") && broken.message_zh.contains("专项"));
}
