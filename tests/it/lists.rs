//! Lists of the plan edited where they stand: added, ticked, changed, taken off, each one record and one undo.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::panels::{Desk, on_card, outfall, records_of};

/// The first outfall's plan tab.
fn on_plan() -> Harness<'static, Desk> {
    let mut h = on_card();
    h.key_press_modifiers(Modifiers::ALT, Key::Num2);
    h.run();
    h
}

fn click(h: &mut Harness<'_, Desk>, label: &str) {
    // What is scrolled away is there all the same.
    h.get_by_label(label).click_accesskit();
    h.run();
}

fn type_into(h: &mut Harness<'_, Desk>, label: &str, text: &str) {
    h.get_by_role_and_label(egui::accesskit::Role::TextInput, label).focus();
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::TextInput, label).type_text(text);
    h.run();
}

fn record(h: &mut Harness<'_, Desk>) {
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
}

fn measures(h: &Harness<'_, Desk>) -> Vec<serde_json::Value> {
    let plans = h.state().plans();
    let state = &plans[&outfall(1)];
    state.list_items("measures").map(|(_, item)| item.clone()).collect()
}

#[test]
fn an_item_is_added_ticked_and_taken_off_each_by_one_record() {
    let mut h = on_plan();
    let begun = records_of(&h, 1);
    click(&mut h, "+ 加一条 整治措施");
    type_into(&mut h, "内容", "改造雨污管网");
    type_into(&mut h, "完成期限", "6月30日");
    record(&mut h);
    assert_eq!(measures(&h).len(), 1);
    assert_eq!(measures(&h)[0]["text"], "改造雨污管网");
    assert_eq!(measures(&h)[0]["end"], "2022-06-30");
    // The card still stands on its plan, with the item in its place and who wrote it.
    h.get_by_label("改 整治措施 1");
    let after_adding = records_of(&h, 1);
    assert!(after_adding > begun);

    h.query_all_by_label_contains("已完成 改造雨污管网").next().unwrap().click_accesskit();
    h.run();
    assert_eq!(measures(&h)[0]["done"], "yes");
    assert_eq!(measures(&h)[0]["text"], "改造雨污管网", "the rest of the item stays");
    h.get_by_label_contains("完成 1/1");

    click(&mut h, "删 整治措施 1");
    assert!(measures(&h).is_empty());
    assert_eq!(records_of(&h, 1), after_adding + 2);
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run();
    assert_eq!(measures(&h)[0]["done"], "yes");
}

#[test]
fn an_item_is_changed_where_it_stands_and_half_typed_words_wait() {
    let mut h = on_plan();
    click(&mut h, "+ 加一条 整治措施");
    type_into(&mut h, "内容", "清淤");
    record(&mut h);
    click(&mut h, "改 整治措施 1");
    type_into(&mut h, "负责", "街道");
    h.key_press(Key::Escape);
    h.run();
    assert!(measures(&h)[0].get("owner").is_none());
    h.get_by_label_contains("没提交");
    click(&mut h, "改 整治措施 1");
    let owner = h.get_by_role_and_label(egui::accesskit::Role::TextInput, "负责");
    assert_eq!(owner.value().as_deref(), Some("街道"));
    record(&mut h);
    assert_eq!(measures(&h)[0]["owner"], "街道");
}

#[test]
fn an_empty_item_and_a_day_that_cannot_be_read_are_not_recorded() {
    let mut h = on_plan();
    click(&mut h, "+ 加一条 整治措施");
    record(&mut h);
    assert!(h.query_all_by_label_contains("还什么都没填").count() > 0);
    type_into(&mut h, "开始", "下周");
    record(&mut h);
    assert!(measures(&h).is_empty());
}

#[test]
fn an_item_whose_end_lies_before_its_start_is_refused_in_words() {
    let mut h = on_plan();
    click(&mut h, "+ 加一条 整治措施");
    type_into(&mut h, "内容", "清淤");
    type_into(&mut h, "开始", "6月1日");
    type_into(&mut h, "完成期限", "5月1日");
    record(&mut h);
    assert!(measures(&h).is_empty());
    assert!(h.query_all_by_label_contains("完成期限 5月1日 早于开始 6月1日").count() > 0);
}

#[test]
fn what_a_changed_value_was_is_told_on_a_click_by_the_keyboard_and_to_a_screen_reader() {
    let mut h = on_plan();
    click(&mut h, "+ 加一条 整治措施");
    type_into(&mut h, "内容", "清淤");
    record(&mut h);
    assert!(h.query_by_label_contains("原值").is_none(), "it is the first there was");
    click(&mut h, "改 整治措施 1");
    type_into(&mut h, "负责", "街道");
    record(&mut h);
    h.get_by_label_contains("整治措施 原值 清淤；").focus();
    h.run();
    h.key_press(Key::Enter);
    h.run();
    assert_eq!(
        h.query_all_by_label_contains("原值 清淤；张三").count(),
        2,
        "the triangle and its words"
    );
}
