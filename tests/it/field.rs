//! Work in the field by the words on the window: many visited together, a new outfall, a moved one, along a river.

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use yice::model::FeatureKey;
use yice::ui::shortcuts::KeyAct;

use crate::panels::{Desk, harness, outfall};

pub(crate) const RIVER: &str = r#"{"type":"FeatureCollection","name":"rivers","metadata":{"layer":"river","synthetic":true},"features":[
{"type":"Feature","properties":{"river_id":"R-1","name":"示例河"},"geometry":{"type":"LineString","coordinates":[[117.70,38.90],[117.72,38.92]]}}]}"#;

const WATERS: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"black_odorous_water","synthetic":true},"features":[
{"type":"Feature","properties":{"bow_id":"B-1","name":"老沟","district":"南开区"},"geometry":{"type":"LineString","coordinates":[[117.200,39.100],[117.205,39.100]]}}]}"#;

pub(crate) fn ctrl(h: &mut Harness<'_, Desk>, key: Key) {
    h.key_press_modifiers(Modifiers::COMMAND, key);
    h.run();
}

pub(crate) fn fill(h: &mut Harness<'_, Desk>, label: &str, text: &str) {
    h.get_by_label(label).focus();
    h.run();
    h.get_by_label(label).type_text(text);
    h.run();
}

fn drag(h: &mut Harness<'_, Desk>, from: Pos2, to: Pos2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    for event in [
        Event::PointerMoved(from),
        button(from, true),
        Event::PointerMoved(from.lerp(to, 0.5)),
        Event::PointerMoved(to),
        button(to, false),
    ] {
        h.event(event);
        h.step();
    }
    h.run();
}

fn records(h: &Harness<'_, Desk>) -> usize {
    h.state().session.records(None).len()
}

#[test]
fn those_in_a_box_are_visited_together_and_taken_back_together() {
    let mut h = harness(Desk::with_outfalls());
    let map = h.get_by_label("地图").rect();
    h.key_press(Key::F5);
    h.run();
    h.get_by_label_contains("按住拖出一个框");
    drag(&mut h, map.min + egui::vec2(3.0, 3.0), map.max - egui::vec2(4.0, 4.0));
    assert_eq!(h.get_all_by_label("已选 2 个").count(), 2, "on the map and below the list");
    h.get_all_by_label("巡河…").next().unwrap().click();
    h.run();
    h.get_by_label("会记 2 个，不记 0 个");
    ctrl(&mut h, Key::Enter);
    h.get_by_label("巡河已记 2 个；按一次 Ctrl+Z 全部撤回。");
    let visits = |h: &Harness<'_, Desk>, n| {
        h.state().plans().get(&outfall(n)).map_or(0, |state| state.visits.len())
    };
    assert_eq!((visits(&h, 1), visits(&h, 2)), (1, 1));
    ctrl(&mut h, Key::Z);
    assert_eq!((visits(&h, 1), visits(&h, 2)), (0, 0));
}

#[test]
fn with_the_keys_alone_seven_are_marked_and_visited_together() {
    let mut h = harness(crate::lab::with_samples(8));
    ctrl(&mut h, Key::L);
    h.key_press(Key::F10);
    h.run();
    for _ in 0..7 {
        h.key_press(Key::Space);
        h.run();
        h.key_press(Key::ArrowDown);
        h.run();
    }
    assert!(h.query_all_by_label("已选 7 个").count() > 0);
    h.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    h.run();
    ctrl(&mut h, Key::Enter);
    h.get_by_label("巡河已记 7 个；按一次 Ctrl+Z 全部撤回。");
}

#[test]
fn one_that_was_abnormal_is_left_for_a_visit_of_its_own() {
    let mut desk = Desk::with_outfalls();
    let visit = yice::plan::Visit { abnormal: Some(true), ..yice::plan::Visit::default() };
    let actor = desk.screen.view.actor.clone().unwrap();
    let visit = vec![crate::walk::part(yice::plan::Body::Visit(visit))];
    crate::walk::record(&mut desk.session, &outfall(1), visit, &crate::walk::now(3), &actor);
    desk.look_again();
    let mut h = harness(desk);
    h.get_by_label("多选").click();
    h.run();
    h.get_by_label("示例排口001 整治中 逾期 12 天").click();
    h.get_by_label("示例排口002 未建档").click();
    h.run();
    h.get_all_by_label("巡河…").next().unwrap().click();
    h.run();
    h.get_by_label("会记 1 个，不记 1 个");
    h.get_by_label("上次有异常，宜单独登记");
}

#[test]
fn a_new_outfall_asks_for_the_system_of_typed_numbers_and_names_the_known_one_beside_it() {
    let mut h = harness(Desk::with_outfalls());
    ctrl(&mut h, Key::N);
    fill(&mut h, "坐标", "117.7003, 38.9003");
    h.get_by_label_contains("这两个数是什么坐标系");
    ctrl(&mut h, Key::Enter);
    assert_eq!(records(&h), 0);
    h.get_by_label("坐标系 WGS 84").click();
    h.run();
    h.get_by_label("42 m 处已有 示例排口001，是同一个吗？");
    fill(&mut h, "名称", "新口");
    ctrl(&mut h, Key::Enter);
    h.get_by_label("已登记排污口 新口，接着填排查表；Ctrl+Z 可撤回。");
    let key = h.state().screen.selected().unwrap();
    let snapshot = &h.state().snapshot;
    let (view, idx) = snapshot.place(&key).unwrap();
    let at = view.layer.shapes.anchor(idx).unwrap();
    assert!((at.lon_deg - 117.7003).abs() < 1e-7 && (at.lat_deg - 38.9003).abs() < 1e-7);
    // It may have been put down wrong.
    h.key_press(Key::Escape);
    h.run();
    ctrl(&mut h, Key::M);
    fill(&mut h, "坐标", "117.71, 38.91");
    h.get_by_label("坐标系 WGS 84").click();
    h.run();
    ctrl(&mut h, Key::Enter);
    h.get_by_label_contains("请写为什么移");
    fill(&mut h, "为什么移", "测量定位");
    ctrl(&mut h, Key::Enter);
    h.get_by_label("新口 已移到新位置；Ctrl+Z 可撤回。");
    let snapshot = &h.state().snapshot;
    let (view, idx) = snapshot.place(&key).unwrap();
    assert!((view.layer.shapes.anchor(idx).unwrap().lon_deg - 117.71).abs() < 1e-7);
}

#[test]
fn the_keyboard_stands_in_the_coordinates_of_what_is_new() {
    let mut h = harness(Desk::with_outfalls());
    ctrl(&mut h, Key::N);
    h.event(Event::Text("117.9, 38.7".to_owned()));
    h.run();
    assert_eq!(h.get_by_label("坐标").value().as_deref(), Some("117.9, 38.7"));
    h.get_by_label("坐标系 WGS 84").click();
    h.run();
    // The map goes there: the mark can be looked at and dragged.
    let middle = h.state().screen.map.state.camera().center();
    assert!((middle.lon_deg - 117.9).abs() < 1e-6, "{middle:?}");
}

#[test]
fn what_came_without_a_place_is_given_one_without_a_reason() {
    const PLACELESS: &str = r#"{"type":"FeatureCollection","metadata":{"layer":"outfall","synthetic":true},"features":[
{"type":"Feature","properties":{"outfall_code":"WQ-9","name":"无位置口"},"geometry":null}]}"#;
    let mut desk = Desk::with_outfalls();
    let path = desk.write("placeless.geojson", PLACELESS);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    // The report says that it lies nowhere.
    desk.act(|screen, ctx| screen.act(ctx, KeyAct::Escape));
    let key = FeatureKey::parse("outfall:WQ-9").unwrap();
    desk.act(|screen, ctx| screen.select(ctx, &key));
    let mut h = harness(desk);
    ctrl(&mut h, Key::M);
    h.get_by_label("来件没有位置。在图上点一下，或写出坐标。");
    h.event(Event::Text("117.71, 38.91".to_owned()));
    h.run();
    h.get_by_label("坐标系 WGS 84").click();
    h.run();
    ctrl(&mut h, Key::Enter);
    h.get_by_label("无位置口 已移到新位置；Ctrl+Z 可撤回。");
    let (view, idx) = h.state().snapshot.place(&key).unwrap();
    assert!((view.layer.shapes.anchor(idx).unwrap().lon_deg - 117.71).abs() < 1e-7);
}

#[test]
fn what_was_typed_of_a_new_outfall_survives_a_kill() {
    let mut h = harness(Desk::with_outfalls());
    ctrl(&mut h, Key::N);
    fill(&mut h, "坐标", "117.9, 38.7");
    fill(&mut h, "名称", "还没存");
    h.run_steps(60);
    let desk = std::mem::replace(h.state_mut(), Desk::with_outfalls());
    let h = harness(desk.restart());
    h.get_by_label("新增排污口");
    assert_eq!(h.get_by_label("名称").value().as_deref(), Some("还没存"));
}

#[test]
fn the_arrows_walk_down_the_river_and_list_and_card_follow() {
    let mut desk = Desk::with_outfalls();
    let path = desk.write("rivers.geojson", RIVER);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    desk.act(|screen, ctx| screen.select(ctx, &outfall(1)));
    let mut h = harness(desk);
    ctrl(&mut h, Key::R);
    h.get_by_label_contains("2 口 0 断面");
    h.run();
    h.key_press(Key::ArrowRight);
    h.run();
    assert_eq!(h.state().screen.selected(), Some(outfall(2)));
    // Drawn from the mouth upwards, the same key walks the other way.
    h.get_by_label("换方向").click();
    h.run();
    h.get_by_label_contains("示例排口002 未建档 · 0 m");
}

#[test]
fn the_arrows_walk_from_the_first_stop_where_the_river_itself_is_chosen() {
    let mut desk = Desk::with_outfalls();
    let path = desk.write("rivers.geojson", RIVER);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let river = FeatureKey::parse("river:R-1").unwrap();
    desk.act(|screen, ctx| screen.select(ctx, &river));
    let mut h = harness(desk);
    ctrl(&mut h, Key::R);
    h.get_by_label_contains("2 口 0 断面");
    h.run();
    h.key_press(Key::ArrowRight);
    h.run();
    assert_eq!(h.state().screen.selected(), Some(outfall(2)));
}

#[test]
fn a_dialog_has_its_title_as_its_name() {
    let mut h = harness(Desk::with_outfalls());
    h.key_press(Key::F1);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::Dialog, "键位表");
}

/// Takes up a new black-odorous water.
pub(crate) fn new_water(h: &mut Harness<'_, Desk>) {
    ctrl(h, Key::N);
    h.get_by_label("类型").click();
    h.run();
    h.get_by_label("黑臭水体").click();
    h.run();
}

/// A click on the map that many points right and down of its middle.
pub(crate) fn click_on_map(h: &mut Harness<'_, Desk>, right: f32, down: f32) {
    let at = h.get_by_label("地图").rect().center() + egui::vec2(right, down);
    drag(h, at, at);
    h.run();
}

#[test]
fn a_new_water_is_drawn_corner_by_corner_and_its_length_is_kept() {
    let mut h = harness(Desk::with_outfalls());
    new_water(&mut h);
    h.get_by_label("新增黑臭水体");
    ctrl(&mut h, Key::Enter);
    h.get_by_label("请在图上至少点两处，画出走向。");
    click_on_map(&mut h, -100.0, 0.0);
    click_on_map(&mut h, 0.0, 60.0);
    click_on_map(&mut h, 80.0, 60.0);
    h.get_by_label_contains("图上所画 · 3 点");
    h.key_press(Key::Backspace);
    h.run();
    h.get_by_label_contains("图上所画 · 2 点");
    click_on_map(&mut h, 80.0, 0.0);
    h.key_press(Key::Enter);
    h.run();
    h.get_by_label_contains("已画完");
    // Ended, it takes no more.
    click_on_map(&mut h, 120.0, 0.0);
    h.get_by_label_contains("图上所画 · 3 点");
    fill(&mut h, "名称", "无名沟");
    ctrl(&mut h, Key::Enter);
    h.get_by_label("已登记黑臭水体 无名沟，接着填排查表；Ctrl+Z 可撤回。");
    let key = h.state().screen.selected().unwrap();
    assert_eq!(key.kind().code(), "black_odorous_water");
    let snapshot = &h.state().snapshot;
    let (view, idx) = snapshot.place(&key).unwrap();
    assert_eq!(view.layer.shapes.kind(idx), yice::model::GeometryKind::LineString);
    assert_eq!(view.layer.shapes.parts(idx).next().unwrap().positions.iter().count(), 3);
    let state = &snapshot.plans.get(&key).unwrap();
    let length: f64 = state.text("length_m").unwrap().parse().unwrap();
    assert!(length > 1.0, "{length}");
}

/// A line of two points by their numbers: the system of the first stays said, the keyboard stays in the line, and Enter
/// adds the second.
pub(crate) fn two_typed_points(h: &mut Harness<'_, Desk>, first: &str) {
    new_water(h);
    fill(h, "坐标", first);
    h.get_by_label("坐标系 WGS 84").click();
    h.run();
    h.get_by_label("加这一点").click();
    h.run();
    h.event(Event::Text("117.21, 39.11".to_owned()));
    h.run();
    h.key_press(Key::Enter);
    h.run();
}

/// The desk with a layer of waters beside the outfalls.
pub(crate) fn with_waters() -> Desk {
    let mut desk = Desk::with_outfalls();
    let path = desk.write("waters.geojson", WATERS);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    desk
}

#[test]
fn a_line_grows_by_typed_coordinates_and_its_draft_survives_a_kill() {
    let mut h = harness(Desk::with_outfalls());
    two_typed_points(&mut h, "117.20, 39.10");
    assert_eq!(h.get_by_label("坐标").value().as_deref(), Some(""));
    h.run_steps(60);
    let desk = std::mem::replace(h.state_mut(), Desk::with_outfalls());
    let h = harness(desk.restart());
    h.get_by_label("新增黑臭水体");
    assert!(h.query_all_by_label_contains("2 点 · 1.4 km").count() > 0);
}

#[test]
fn the_district_of_what_is_new_is_proposed_and_recorded_once_confirmed() {
    let mut h = harness(with_waters());
    two_typed_points(&mut h, "117.20, 39.11");
    h.get_by_label_contains("外的老沟属南开区。");
    assert_eq!(h.get_by_label("所属区").value().as_deref(), Some(""), "nothing by itself");
    h.get_by_label("就是南开区").click();
    h.run();
    ctrl(&mut h, Key::Enter);
    let key = h.state().screen.selected().unwrap();
    let state = std::sync::Arc::clone(&h.state().plans()[&key]);
    assert_eq!(state.text("district"), Some("南开区"));
}

#[test]
fn a_sampling_point_is_put_down_and_stands_on_the_map_while_its_water_is_chosen() {
    let mut desk = with_waters();
    let key = FeatureKey::parse("black_odorous_water:B-1").unwrap();
    desk.act(|screen, ctx| screen.select(ctx, &key));
    let mut h = harness(desk);
    h.key_press(Key::F7);
    h.run();
    h.get_by_label("采样点 1#").click();
    h.run();
    h.get_by_label("在图上点").click_accesskit();
    h.run();
    click_on_map(&mut h, 10.0, 10.0);
    let at = h.get_by_label("坐标").value().unwrap();
    assert!(at.starts_with("117."), "the press is put into the line: {at}");
    ctrl(&mut h, Key::Enter);
    let state = std::sync::Arc::clone(&h.state().plans()[&key]);
    let places = yice::plan::sampling_places(&state);
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].point, "1#");
    // What the laboratory is asked for is offered, and recorded.
    let asked = &state.samples[0].taken.as_ref().unwrap().body.items;
    assert_eq!(asked, &["transparency", "do", "orp", "nh3n"]);
    h.get_by_label("采样点 1#");
    h.key_press(Key::F7);
    h.run();
    let chip = h.get_by_role_and_label(egui::accesskit::Role::Button, "采样点 1#");
    chip.click();
    h.run();
    h.get_by_label_contains("1# 已有位置");
}
