//! What testers stumbled over in the window: small windows and large, the tray, past evenings, what a file's report tells.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use yice::plan::{Body, Photo};
use yice::session::PictureFacts;
use yice::ui::CardTab;
use yice::ui::shortcuts::KeyAct;

use crate::commands::picture;
use crate::field::{ctrl, fill};
use crate::panels::{Desk, harness, on_card, outfall};

/// 1366 × 768 at 200 %, title and task bar taken off.
const TWICE_POINTS: egui::Vec2 = vec2(683.0, 345.0);

/// Seven pictures on their way into the tray: the last one taken far off, the others anywhere.
fn in_tray(h: &mut Harness<'_, Desk>) {
    let folder = h.state().folder.path().to_owned();
    let paths: Vec<_> = (1..=7).map(|nth| folder.join(format!("{nth}.jpg"))).collect();
    for path in &paths {
        let name = path.to_string_lossy();
        std::fs::write(path, [&picture()[..], name.as_bytes()].concat()).unwrap();
    }
    h.state_mut().act(|screen, ctx| screen.take_files(ctx, paths.clone()));
    for (nth, path) in paths.into_iter().enumerate() {
        let facts = PictureFacts {
            path,
            sha256: format!("{nth:064x}"),
            ext: "jpg".to_owned(),
            lon_lat: (nth == 6).then(|| ["117.74".to_owned(), "38.92".to_owned()]),
            ..PictureFacts::default()
        };
        let egui_ctx = h.ctx.clone();
        h.state_mut().act(|screen, ctx| screen.picture_looked_at(ctx, &egui_ctx, facts, None));
    }
    h.run();
}

fn photos(h: &Harness<'_, Desk>, n: u32) -> usize {
    h.state().plans().get(&outfall(n)).map_or(0, |state| state.photos.len())
}

#[test]
fn several_pictures_are_filed_at_one_press_and_taken_back_at_once() {
    let mut h = on_card();
    in_tray(&mut h);
    h.get_by_label("选 1").click();
    h.run();
    h.get_by_label("选 3").click_modifiers(Modifiers::SHIFT);
    h.run();
    h.get_by_label("选中 3 张，归到");
    h.get_by_label("归档选中的 3 张").click();
    h.run();
    assert_eq!(photos(&h, 1), 3, "to the feature that is selected, unless another is said");
    h.get_by_label_contains("4 张，0 张可归档");
    h.key_press(Key::Escape);
    h.run();
    ctrl(&mut h, Key::Z);
    assert_eq!(photos(&h, 1), 0);
}

#[test]
fn a_picture_taken_far_off_says_how_far_from_which() {
    let mut h = on_card();
    in_tray(&mut h);
    h.get_by_label("离最近的示例排口002 1.7 km，太远，请手选");
}

#[test]
fn a_far_picture_keeps_its_mark_on_its_tile() {
    let mut h = on_card();
    let photo = Photo {
        sha256: "0".repeat(64),
        ext: "jpg".to_owned(),
        photo_kind: "before".to_owned(),
        lon_lat: Some(["117.715".to_owned(), "38.90".to_owned()]),
        ..Photo::default()
    };
    let desk = h.state_mut();
    let actor = desk.screen.view.actor.clone().unwrap();
    let part = crate::walk::part(Body::Photo(photo));
    crate::walk::record(&mut desk.session, &outfall(1), vec![part], &crate::walk::now(3), &actor);
    desk.look_again();
    desk.screen.view.card_tab = CardTab::Evidence;
    h.run();
    assert!(h.query_all_by_label("离排污口 1.3 km").count() >= 1);
}

#[test]
fn what_was_undone_and_redone_is_told_apart_in_the_history() {
    let mut h = on_card();
    h.key_press(Key::F2);
    h.run();
    h.run();
    ctrl(&mut h, Key::Enter);
    ctrl(&mut h, Key::Z);
    ctrl(&mut h, Key::Y);
    h.state_mut().screen.view.card_tab = CardTab::History;
    h.run();
    for told in ["撤回“巡查”“来件建档” 2 条", "恢复先前撤回的“巡查”“来件建档” 2 条"]
    {
        let told = format!("5月12日 张三(区) {told}");
        assert!(h.query_all_by_label(&told).count() >= 1, "{told}");
    }
    assert!(h.query_all_by_label_contains("恢复的是：").count() >= 1);
}

#[test]
fn in_the_demonstration_the_day_of_ones_own_records_can_be_looked_at() {
    let mut desk = Desk::with_demonstration();
    desk.set_now("2026-11-26T10:00:00+08:00");
    let key = desk.snapshot.plans.iter().next().unwrap().0.clone();
    let note = yice::plan::Note { text: "今天的".to_owned(), ..yice::plan::Note::default() };
    let actor = crate::evenings::someone("张三", yice::plan::Role::District);
    let now = yice::model::Stamp::parse("2026-11-26T10:00:00+08:00").unwrap();
    let part = crate::walk::part(Body::Note(note));
    crate::walk::record(&mut desk.session, &key, vec![part], &now, &actor);
    desk.look_again();
    let mut h = harness(desk);
    ctrl(&mut h, Key::D);
    h.get_by_label("最新记录的那天（2026年11月26日）").click();
    h.run();
    let evening = h.state().screen.view.evening.expect("an evening is looked at");
    assert_eq!(evening.day.to_string(), "2026-11-26");
}

#[test]
fn at_twice_the_size_the_day_looked_at_and_the_row_with_the_keyboard_are_in_sight() {
    let mut h = on_card();
    h.set_size(TWICE_POINTS);
    h.run();
    h.get_by_label("截至 今天");
    h.key_press(Key::F2);
    h.run();
    h.run();
    let window = h.ctx.content_rect();
    let focused = h.get(By::new().predicate(|node| node.is_focused()));
    assert!(window.intersects(focused.rect()), "{:?}", focused.rect());
}

#[test]
fn where_there_is_room_a_visit_opens_with_the_keyboard_in_its_note() {
    let mut h = on_card();
    h.set_size(vec2(1366.0, 900.0));
    h.key_press(Key::F2);
    h.run();
    let focused = h.get(By::new().predicate(|node| node.is_focused()));
    assert_eq!(focused.accesskit_node().role(), Role::MultilineTextInput);
}

#[test]
fn the_form_after_a_new_outfall_begins_at_the_first_field_that_is_still_empty() {
    let mut h = harness(Desk::with_outfalls());
    ctrl(&mut h, Key::N);
    fill(&mut h, "坐标", "117.8, 38.9");
    h.get_by_label("坐标系 WGS 84").click();
    h.run();
    fill(&mut h, "名称", "新口");
    ctrl(&mut h, Key::Enter);
    h.run();
    let focused = h.get(By::new().predicate(|node| node.is_focused()));
    let label = focused.accesskit_node().label().unwrap_or_default();
    assert_eq!(label, "国家统一赋码");
    let first = h.get_by_role_and_label(Role::TextInput, "名称").rect();
    assert!(first.bottom() < focused.rect().top() && first.top() > 100.0, "{first}");
}

#[test]
fn on_a_large_screen_the_table_fills_its_room_and_keeps_what_was_dragged() {
    let mut h = harness(Desk::with_outfalls());
    for width in [1536.0, 1920.0, 2560.0] {
        h.set_size(vec2(width, 1000.0));
        h.state_mut().screen.view.middle = yice::ui::Middle::Table;
        h.run();
        h.run();
        let row = h.get_by_label_contains("示例排口001 DEMO-OUT-0001").rect();
        assert!(row.right() > width - 40.0, "{width}: the row ends at {}", row.right());
        assert!(row.right() < width, "{width}: the row goes on to {}", row.right());
    }
    let before = h.get_by_label_contains("示例排口001 DEMO-OUT-0001").rect();
    h.state_mut().screen.view.table.widths.insert("name".to_owned(), 900);
    h.run();
    h.run();
    let row = h.get_by_label_contains("示例排口001 DEMO-OUT-0001").rect();
    let moved = (row.right() - before.right()).abs();
    assert!(moved < 5.0, "the others give what one takes: {moved}");
}

#[test]
fn a_files_report_tells_of_double_codes_of_nothing_on_the_map_and_of_metres() {
    const DOUBLE: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"outfall","synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_id":"X-1","name":"甲口"},"geometry":{"type":"Point","coordinates":[117.71,38.91]}},
{"type":"Feature","properties":{"outfall_id":"X-1","name":"乙口"},"geometry":{"type":"Point","coordinates":[117.72,38.91]}},
{"type":"Feature","properties":{"outfall_id":"X-3","name":"丙口"},"geometry":null}]}"#;
    let mut desk = Desk::with_outfalls();
    let double = desk.write("double.geojson", DOUBLE);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![double]));
    let h = harness(desk);
    for told in [
        "要素 2 · 第 3 行 第 1 列 · 有 2 个要素（从 0 数：0、1）的编码都是“X-1”",
        "要素 3 · 第 4 行 第 1 列 · 没有几何（geometry 为空）；已读入",
    ] {
        assert!(h.query_all_by_label_contains(told).count() >= 1, "{told}");
        let way = format!("跳到 {told}");
        assert!(h.query_all_by_label_contains(&way).count() >= 1, "{way}");
    }
}

#[test]
fn coordinates_in_metres_are_one_sentence_before_all_others() {
    let feature = |nth: usize| {
        format!(
            r#"{{"type":"Feature","properties":{{"outfall_id":"M-{nth}"}},"geometry":{{"type":"Point","coordinates":[{}.5,4312345.5]}}}}"#,
            523_000 + nth
        )
    };
    let features: Vec<String> = (0..90).map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"outfall","synthetic":true}},"features":[{}]}}"#,
        features.join(",\n")
    );
    let mut desk = Desk::with_outfalls();
    let metres = desk.write("metres.geojson", &text);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![metres]));
    let h = harness(desk);
    let named = h.query_all_by_label_contains("像以米为单位的投影坐标").next().unwrap().rect();
    let first = h.query_all_by_label_contains("经度应在 ±180").next().unwrap().rect();
    assert!(named.bottom() <= first.top(), "{named} and {first}");
}

#[test]
fn every_save_dialog_offers_the_folder_its_sort_went_to_last() {
    let mut h = on_card();
    h.state_mut().screen.papers_folder = "/papers".into();
    let offered = |h: &mut Harness<'_, Desk>, act: KeyAct| {
        h.state_mut().act(|screen, ctx| screen.act(ctx, act));
        h.run();
        let line = h.get_by_role_and_label(Role::TextInput, "存为").value().unwrap_or_default();
        h.key_press(Key::Escape);
        h.run();
        line
    };
    assert_eq!(offered(&mut h, KeyAct::Export), "/papers/outfalls 2022-05-12.geojson");
    for act in [KeyAct::Print, KeyAct::Backup] {
        assert_eq!(offered(&mut h, act), "/papers", "{act:?}");
    }
    let stick = std::path::Path::new("/stick/x.yice");
    h.state_mut().screen.view.saved_as(yice::ui::FileSort::Backup, stick);
    assert_eq!(offered(&mut h, KeyAct::Backup), "/stick");
}

#[test]
fn a_large_files_own_properties_are_fetched_off_the_frame() {
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"outfall","synthetic":true}},"pad":"{}","features":[
{{"type":"Feature","properties":{{"outfall_id":"L-1","name":"大文件口","owner":"某水产公司"}},"geometry":{{"type":"Point","coordinates":[117.71,38.91]}}}}]}}"#,
        "x".repeat(5 << 20)
    );
    let mut desk = Desk::with_outfalls();
    let large = desk.write("large.geojson", &text);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![large]));
    let mut h = harness(desk);
    let key = yice::model::FeatureKey::parse("outfall:L-1").unwrap();
    h.state_mut().act(|screen, ctx| screen.select(ctx, &key));
    h.step();
    assert!(h.query_by_label("某水产公司").is_none(), "no frame waits for the disk");
    for _ in 0..200 {
        h.step();
        if h.query_all_by_label("某水产公司").count() > 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the properties never came");
}
