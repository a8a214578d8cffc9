//! 今日清单 in the window: chosen by Space, ordered, ticked off, and kept in the workspace for its day.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::session::DayItem;

use crate::panels::{Desk, harness};

fn day(text: &str) -> yice::model::Day {
    text.parse().unwrap()
}

fn list_of(h: &Harness<'_, Desk>, on: &str) -> Vec<String> {
    let items = h.state().snapshot.days.get(&day(on)).cloned().unwrap_or_default();
    items.iter().map(|item: &DayItem| item.feature.code().to_owned()).collect()
}

fn click(h: &mut Harness<'_, Desk>, label: &str) {
    h.get_by_label(label).click();
    h.run();
    h.run();
}

/// Both outfalls on the list of today, the second first.
fn chosen() -> Harness<'static, Desk> {
    let mut h = harness(Desk::with_outfalls());
    click(&mut h, "示例排口002 未建档");
    h.get_by_label("示例排口002 未建档").focus();
    h.run();
    h.key_press(Key::Space);
    h.run();
    click(&mut h, "示例排口001 整治中 逾期 12 天");
    click(&mut h, "加入今日");
    h
}

#[test]
fn what_is_chosen_is_ordered_by_hand_and_by_walking() {
    let mut h = chosen();
    assert_eq!(list_of(&h, "2022-05-12"), ["DEMO-OUT-0002", "DEMO-OUT-0001"]);
    click(&mut h, "今日 2");
    click(&mut h, "上移");
    assert_eq!(list_of(&h, "2022-05-12"), ["DEMO-OUT-0001", "DEMO-OUT-0002"]);
    click(&mut h, "示例排口002 未建档");
    assert_eq!(h.state().screen.selected().unwrap().code(), "DEMO-OUT-0002");
    click(&mut h, "按行走排");
    assert_eq!(list_of(&h, "2022-05-12"), ["DEMO-OUT-0002", "DEMO-OUT-0001"]);
}

#[test]
fn a_record_ticks_off_and_so_does_a_hand() {
    let mut h = chosen();
    click(&mut h, "今日 2");
    h.get_by_label("今日 2 家 · 已办 0");
    click(&mut h, "已办");
    h.get_by_label("今日 2 家 · 已办 1");
    click(&mut h, "改为未办");
    h.key_press(Key::F2);
    h.run();
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, Key::Enter);
    h.run();
    h.get_by_label("今日 2 家 · 已办 1");
    assert!(h.query_by_label("改为未办").is_none(), "what a record did is taken back with it");
}

#[test]
fn the_list_is_there_after_a_kill() {
    let mut h = chosen();
    let desk = std::mem::replace(h.state_mut(), Desk::with_outfalls());
    let h = harness(desk.restart());
    assert_eq!(list_of(&h, "2022-05-12"), ["DEMO-OUT-0002", "DEMO-OUT-0001"]);
}
