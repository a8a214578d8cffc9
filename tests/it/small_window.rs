//! A laptop of 1366 × 768 at 150 %, in the sun: what is written stands in sight, and each screen leads on.

use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use yice::session::{Opening, Session};
use yice::ui::{Ask, Dress, ListTab, Screen};

use crate::panels::{Desk, harness, outfall};

/// 1366 × 768 at 150 %, title and task bar taken off.
const LOW_POINTS: egui::Vec2 = vec2(911.0, 467.0);

/// The window of `desk` on that laptop, dressed for the sun.
fn in_the_sun(mut desk: Desk) -> Harness<'static, Desk> {
    desk.screen.view.outdoor = true;
    let mut h = harness(desk);
    Dress::of(&h.state().screen.view).put_on(&h.ctx);
    h.set_size(LOW_POINTS);
    h.run_steps(10);
    h
}

/// The row with the keyboard lies between the window's head and the form's buttons.
fn check_in_sight(h: &Harness<'_, Desk>) {
    let row = h.get(By::new().predicate(|node| node.is_focused())).rect();
    let foot = h.get_by_label_contains("存这一条").rect();
    assert!(row.min.y > 60.0 && row.max.y <= foot.min.y, "{row:?} over {foot:?}");
}

#[test]
fn a_form_opens_with_the_field_that_is_written_in_in_sight() {
    let mut desk = Desk::with_outfalls();
    desk.act(|screen, ctx| screen.select(ctx, &outfall(2)));
    let mut h = in_the_sun(desk);
    for key in [Key::F2, Key::F7, Key::F4] {
        h.key_press(key);
        h.run_steps(8);
        check_in_sight(&h);
        h.key_press(Key::Escape);
        h.run_steps(3);
    }
}

#[test]
fn after_a_kill_in_the_middle_of_a_word_the_cursor_is_in_sight_again() {
    let mut desk = Desk::with_outfalls();
    desk.act(|screen, ctx| screen.select(ctx, &outfall(2)));
    let mut h = in_the_sun(desk);
    h.key_press(Key::F2);
    h.run_steps(8);
    h.get_by_role_and_label(Role::MultilineTextInput, "说明").type_text("半句话");
    h.run_steps(80);
    let desk = std::mem::replace(h.state_mut(), Desk::empty());
    drop(h);
    let h = in_the_sun(desk.restart());
    let note = h.get_by_role_and_label(Role::MultilineTextInput, "说明");
    assert_eq!(note.value().as_deref(), Some("半句话"));
    assert!(note.is_focused());
    check_in_sight(&h);
}

#[test]
fn a_row_without_a_plan_says_what_is_wanted() {
    let mut desk = Desk::with_outfalls();
    desk.screen.view.list_tab = ListTab::All;
    let h = harness(desk);
    let row = h.get_by_label_contains("示例排口002 未建档");
    assert_eq!(row.accesskit_node().description().as_deref(), Some("登记建档"));
}

#[test]
fn a_river_waits_for_nobody_until_it_is_planned_for() {
    let mut desk = Desk::with_outfalls();
    let path = desk.write("rivers.geojson", crate::field::RIVER);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let h = harness(desk);
    h.get_by_label("待办 2");
    h.get_by_label("全部 3");
}

#[test]
fn a_day_without_a_list_offers_what_presses() {
    let mut desk = Desk::with_outfalls();
    desk.screen.view.list_tab = ListTab::Today;
    let mut h = harness(desk);
    h.get_by_label("今天还没选点。");
    assert!(h.query_by_label_contains("交办给我").is_none(), "nothing was given to anybody");
    h.get_by_label("从逾期 1 个里选").click();
    h.run();
    h.get_by_label("全部 1");
    h.get_by_label_contains("示例排口001 整治中 逾期 12 天");
}

#[test]
fn a_report_that_is_put_aside_waits_in_the_bottom_line() {
    let mut desk = Desk::with_outfalls();
    let broken = r#"{"type":"FeatureCollection","metadata":{"synthetic":true},"features":[
{"type":"Feature","properties":{"name":"环"},"geometry":{"type":"Polygon","coordinates":[[[117,38],[117.1,38],[117.1,38.1],[117,38.1]]]}}]}"#;
    let path = desk.write("ring.geojson", broken);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let mut h = harness(desk);
    let bottom = h.ctx.content_rect().bottom();
    h.get_by_label_contains("跳到").click();
    h.run();
    assert!(h.query_by_label_contains("看原文").is_none());
    let link = h.get_by_role_and_label(Role::Link, "接收结果");
    assert!(link.rect().max.y > bottom - 40.0);
    link.click();
    h.run();
    h.get_by_label_contains("看原文");
    for name in ["Show", "Hide", "Close window"] {
        assert!(h.query_by_label(name).is_none(), "{name} in a Chinese window");
    }
}

#[test]
fn a_second_window_leads_to_the_first_or_goes_on_looking() {
    let desk = Desk::with_outfalls();
    let now = yice::model::Stamp::parse("2022-05-12T09:32:00+08:00").unwrap();
    let reader = Opening::to_read(desk.folder.path().join("work.yice"));
    let session = Session::open_or_create(reader, &now).unwrap();
    let mut other = Desk::empty();
    other.session = session;
    other.look_again();
    other.screen.other_window = Some(4312);
    other.act(Screen::restore);
    let mut h = harness(other);
    h.get_by_label("转到那个窗口").click();
    h.run();
    assert!(h.state().asks.iter().any(|ask| matches!(ask, Ask::OtherWindow(4312))));
    h.get_by_label("只读打开").click();
    h.run();
    assert!(h.query_by_label("转到那个窗口").is_none());
    h.get_by_label("只读打开，只能看，不能记");
    h.get_by_label("重新打开");
}
