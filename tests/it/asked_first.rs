//! What changes much at once is shown first: values written back into a source, a layer's state adopted, which of
//! several features a key belongs to.

use egui_kittest::kittest::Queryable as _;
use yice::plan::{Body, FieldsSet};
use yice::session::*;

use crate::panels::{Desk, harness, outfall};
use crate::walk::{LAYER, Place, actor, import, key, now, part, record};

fn set(code: &str, value: &str) -> Body {
    let mut set = FieldsSet::default();
    set.fields.insert(code.into(), value.into());
    Body::Fields(set)
}

fn whole_layer(session: &Session, to: std::path::PathBuf, write_back: &[&str]) -> Export {
    Export {
        layer: Some(session.snapshot().layers[0].id),
        to,
        as_of: None,
        write_back: write_back.iter().map(|code| (*code).to_owned()).collect(),
        personal: false,
        overwrite: false,
        purpose: Purpose::OwnUse,
    }
}

#[test]
fn the_values_listed_beforehand_are_those_that_an_export_replaces() {
    let place = Place::new();
    let text = LAYER.replace(r#""整治状态""#, r#""整治类型": "取缔", "整治状态""#);
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", &text));
    for (code, body) in [
        ("DEMO-OUT-0001", set("category", "merge")),
        // No such property in the file: nothing of the file's own to replace.
        ("DEMO-OUT-0002", set("category", "merge")),
        ("DEMO-OUT-0002", set("name", "二号口")),
    ] {
        record(&mut session, &key(code), vec![part(body)], &now(9), &actor("张三"));
    }
    let to = place.path("out.geojson");
    let export = whole_layer(&session, to.clone(), &["category", "name"]);
    let preview =
        session.apply(Command::PreviewWriteBack(export.clone()), &now(10), &actor("张三"));
    let Outcome::WouldWriteBack(values) = preview.unwrap() else { panic!("no preview") };
    let said = values
        .iter()
        .map(|it| (it.feature.code(), it.field.as_str(), it.property.as_str(), &*it.old, &*it.new));
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            ("DEMO-OUT-0001", "category", "整治类型", "\"取缔\"", "\"清理合并\""),
            ("DEMO-OUT-0002", "name", "name", "\"示例排口002\"", "\"二号口\""),
        ]
    );
    assert!(!to.exists());
    session.apply(Command::Export(export), &now(10), &actor("张三")).unwrap();
    let written = std::fs::read_to_string(&to).unwrap();
    assert!(written.contains(r#""整治类型": "清理合并""#), "{written}");
    assert!(written.contains(r#""name": "二号口""#), "{written}");
    assert!(written.contains(r#""name": "示例排口001""#), "{written}");
}

#[test]
fn adopting_records_what_was_shown_and_is_taken_back_at_once() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    record(
        &mut session,
        &key("DEMO-OUT-0002"),
        vec![part(set("name", "二号口"))],
        &now(9),
        &actor("张三"),
    );
    let before = session.records(None).len();
    let layer = session.snapshot().layers[0].id;
    let preview = session.apply(Command::PreviewAdoption { layer }, &now(10), &actor("张三"));
    let Outcome::WouldAdopt(found) = preview.unwrap() else { panic!("no preview") };
    assert_eq!(session.records(None).len(), before);
    // The file states the first one's stage and name; the second has records; of the third it says nothing.
    assert_eq!(
        found.stages.iter().map(|(stage, n)| (stage.is_some(), *n)).collect::<Vec<_>>(),
        [(true, 1)]
    );
    assert_eq!((found.recorded, found.silent), (1, 1));
    let adopted = session.apply(Command::AdoptLayer { layer }, &now(11), &actor("张三")).unwrap();
    assert!(matches!(adopted, Outcome::Recorded { records } if records.len() == found.features()));
    assert_eq!(session.records(Some(&key("DEMO-OUT-0001"))).len(), 1);
    session.apply(Command::Undo, &now(12), &actor("张三")).unwrap();
    let again =
        session.apply(Command::PreviewAdoption { layer }, &now(13), &actor("张三")).unwrap();
    assert!(matches!(again, Outcome::WouldAdopt(again) if again == found));
}

#[test]
fn the_export_window_lists_what_would_be_replaced_and_replaces_what_is_ticked() {
    let mut desk = Desk::with_outfalls();
    let (now, who) = (now(9), actor("张三"));
    record(&mut desk.session, &outfall(1), vec![part(set("name", "一号口"))], &now, &who);
    let to = desk.folder.path().join("out.geojson");
    let mut h = harness(desk);
    h.get_by_label("导出…").click();
    h.run();
    h.get_by_label_contains("把改正的值写回").click();
    h.run();
    h.run();
    h.get_by_label_contains("\"示例排口001\" → \"一号口\"");
    h.get_by_label_contains("（1 处）").click();
    h.get_by_label("存到文件夹").focus();
    h.run();
    h.get_by_label("存到文件夹").type_text(&to.parent().unwrap().join("leaving").to_string_lossy());
    h.run();
    h.get_by_label("导出").click();
    h.run();
    let written = std::fs::read_dir(to.parent().unwrap().join("leaving")).unwrap();
    let file = written.map(|entry| entry.unwrap().path()).find(|path| path.is_file()).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(r#""name":"一号口""#), "{text}");
}

#[test]
fn a_layers_state_is_adopted_from_its_panel_after_a_look() {
    let mut h = harness(Desk::with_outfalls());
    h.state_mut().screen.view.layers_shown = true;
    h.run();
    h.get_by_label("采用现状… outfalls").click();
    h.run();
    h.get_by_label("整治中  1 个");
    h.get_by_label("采用 2 个").click();
    h.run();
    h.get_by_label("已采用 2 个要素的现状。可以撤回（Ctrl+Z）。");
    assert_eq!(h.state().session.records(None).len(), 2);
}

#[test]
fn which_of_several_features_a_key_belongs_to_is_said_in_the_layer_panel() {
    let desk = Desk::with_outfalls();
    // As two copies of one feature made in other software.
    let twins = r#"{"type":"FeatureCollection","name":"twins","metadata":{"layer":"outfall","synthetic":true},"features":[
{"type":"Feature","properties":{"yice_key":"outfall:DEMO-OUT-0007","name":"甲"},"geometry":{"type":"Point","coordinates":[117.70,38.95]}},
{"type":"Feature","properties":{"yice_key":"outfall:DEMO-OUT-0007","name":"乙"},"geometry":{"type":"Point","coordinates":[117.72,38.96]}}]}"#;
    let path = desk.write("twins.geojson", twins);
    let mut h = harness(desk);
    h.state_mut().act(|screen, ctx| screen.open_files(ctx, vec![path]));
    h.state_mut().screen.view.layers_shown = true;
    h.run();
    h.get_by_label_contains("2 个要素都自称 DEMO-OUT-0007");
    h.get_by_label("看 要素 2 乙").click();
    h.run();
    let looked_at = h.state().screen.selected().unwrap();
    assert_eq!(h.state().snapshot.row(&looked_at).unwrap().name.as_ref(), "乙");
    h.get_by_label("就是它 要素 2 乙").click();
    h.run();
    h.run();
    assert!(h.query_by_label_contains("就是它").is_none());
    assert_eq!(h.state().snapshot.row(&key("DEMO-OUT-0007")).unwrap().name.as_ref(), "乙");
}

#[test]
fn what_the_file_states_stays_when_the_first_record_was_taken_back_and_another_follows() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    import(&mut session, &place.write("outfalls.geojson", LAYER));
    let one = key("DEMO-OUT-0001");
    let stage = |session: &Session| session.snapshot().plans[&one].stage_code().map(str::to_owned);
    record(&mut session, &one, vec![part(set("name", "错的"))], &now(9), &actor("张三"));
    let stated = stage(&session);
    assert!(stated.is_some());
    session.apply(Command::Undo, &now(10), &actor("张三")).unwrap();
    assert_eq!(stage(&session), stated);
    record(&mut session, &one, vec![part(set("name", "一号口"))], &now(11), &actor("张三"));
    assert_eq!(stage(&session), stated);
}

#[test]
fn taking_back_an_act_on_several_features_says_how_many() {
    let mut h = harness(Desk::with_outfalls());
    h.state_mut().screen.view.layers_shown = true;
    h.run();
    h.get_by_label("采用现状… outfalls").click();
    h.run();
    h.get_by_label("采用 2 个").click();
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    h.run();
    h.get_by_label("已撤回 2 个对象的 2 条记录。按 Ctrl+Shift+Z 恢复。");
}
