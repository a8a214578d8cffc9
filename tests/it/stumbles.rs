//! Where a person once stumbled in the window: a refusal out of sight, a pane that stayed narrow, a list without a
//! word, a place to be typed over.

use egui::{Key, Modifiers, OutputCommand, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::ui::shortcuts::KeyAct;

use crate::panels::{Desk, harness, on_card, outfall};

/// A laptop's screen with text of twice the size.
const LARGE_TYPE: [f32; 2] = [683.0, 345.0];

fn copied(h: &Harness<'_, Desk>) -> Option<String> {
    let said = |command: &OutputCommand| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    };
    h.output().platform_output.commands.iter().find_map(said)
}

#[test]
fn a_refusal_of_a_form_longer_than_the_window_comes_into_sight_with_the_keyboard() {
    let mut h = on_card();
    h.set_size(LARGE_TYPE.into());
    h.run();
    h.state_mut().act(|screen, ctx| screen.act(ctx, KeyAct::Sample));
    h.run();
    // Nothing was sampled: no item has a value, and no number stands.
    h.state_mut().act(|screen, ctx| screen.act(ctx, KeyAct::NextStep));
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run_steps(8);
    let refused = h.get_by_label_contains("现在还不能").rect();
    let window = h.ctx.content_rect();
    assert!(window.contains_rect(refused), "{refused:?} in {window:?}");
    assert!(h.query_all_by_role(egui::accesskit::Role::Link).any(|link| link.is_focused()));
}

#[test]
fn a_refusal_that_is_in_sight_leaves_the_keyboard_where_it_is() {
    let mut h = on_card();
    h.key_press(Key::F8);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明").focus();
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run_steps(8);
    h.get_by_label_contains("现在还不能");
    assert!(!h.query_all_by_role(egui::accesskit::Role::Link).any(|link| link.is_focused()));
}

#[test]
fn the_panes_are_as_wide_again_once_there_is_room() {
    let mut h = on_card();
    let copy = |h: &Harness<'_, Desk>| h.get_by_label("复制 DEMO-OUT-0001").rect().left();
    let before = copy(&h);
    h.set_size(LARGE_TYPE.into());
    h.run_steps(4);
    h.set_size(vec2(1366.0, 690.0));
    h.run_steps(4);
    assert_eq!(copy(&h), before);
    let view = &h.state().screen.view;
    assert_eq!((view.list_width, view.card_width), (None, None));
}

#[test]
fn a_pane_is_as_wide_as_it_was_dragged() {
    let mut h = harness(Desk::with_outfalls());
    let edge = h.get_by_label("全部 2").rect().left() - 200.0;
    let edge = egui::pos2(edge.max(0.0) + 310.0, 400.0);
    h.drag_at(edge);
    h.run_steps(2);
    h.hover_at(edge + vec2(60.0, 0.0));
    h.run_steps(2);
    h.drop_at(edge + vec2(60.0, 0.0));
    h.run_steps(3);
    let width = h.state().screen.view.list_width.expect("it was dragged");
    assert!((360.0..380.0).contains(&width), "{width}");
    h.run_steps(4);
    assert_eq!(h.state().screen.view.list_width, Some(width));
}

#[test]
fn the_foot_copies_a_place_with_its_system() {
    let mut h = on_card();
    h.get_by_label_contains("复制 117.700000, 38.900000").click();
    h.step();
    let copied = copied(&h).expect("a place is copied");
    assert!(copied.starts_with("117.700000, 38.900000 "), "{copied}");
    assert!(copied.contains("WGS 84"), "{copied}");
}

#[test]
fn a_narrowed_list_says_why_the_chosen_one_is_not_in_it() {
    let mut h = on_card();
    h.state_mut().screen.view.list_query = "002".to_owned();
    h.run();
    h.get_by_label_contains("按“002”查找，清单里没有选中的 示例排口001");
    h.get_by_label("全部列出").click();
    h.run();
    assert!(h.query_by_label_contains("选中的 示例排口001").is_none());
    h.get_by_label("示例排口001 整治中 逾期 12 天");
    assert_eq!(h.state().screen.selected(), Some(outfall(1)));
}

#[test]
fn a_place_that_is_offered_is_typed_over() {
    let mut h = on_card();
    let line = |h: &Harness<'_, Desk>| {
        let found = h.get_by_role_and_label(egui::accesskit::Role::TextInput, "存为");
        found.value().unwrap_or_default()
    };
    h.state_mut().act(|screen, ctx| {
        screen.papers_folder = "/tmp".into();
        screen.act(ctx, KeyAct::Export);
    });
    h.run();
    assert_eq!(line(&h), "/tmp/outfalls 2022-05-12.geojson");
    h.get_by_role_and_label(egui::accesskit::Role::TextInput, "存为").focus();
    h.run();
    h.event(egui::Event::Text("/tmp/a.geojson".to_owned()));
    h.run();
    assert_eq!(line(&h), "/tmp/a.geojson");
}

#[test]
fn what_the_card_offers_more_rarely_stands_in_the_menu_too() {
    let mut h = on_card();
    h.get_by_label("办理").click();
    h.run();
    h.get_by_label("申请");
    h.get_by_label("其他登记").click();
    h.run();
    h.get_by_label("材料");
    h.get_by_label("备注").click();
    h.run();
    assert!(h.get_by_role(egui::accesskit::Role::MultilineTextInput).is_focused());
}

/// A word that is being composed in the note of a visit.
fn composing_in_a_visit() -> Harness<'static, Desk> {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.event(composed("pai shui"));
    h.run_steps(2);
    h
}

fn composed(text: &str) -> egui::Event {
    let text = text.to_owned();
    egui::Event::Ime(egui::ImeEvent::Preedit { text, active_range_chars: None })
}

#[test]
fn letters_half_composed_stay_in_the_field_when_the_window_goes_behind_another() {
    let mut h = composing_in_a_visit();
    h.event(egui::Event::WindowFocused(false));
    h.event(composed(""));
    h.run_steps(12);
    let note = h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明");
    assert_eq!(note.value().as_deref(), Some("pai shui"));
    let drafts = &h.state().session.snapshot().drafts;
    assert!(drafts.iter().any(|draft| draft.content.contains("pai shui")));
}

#[test]
fn the_input_method_is_told_when_the_hand_goes_to_another_field_in_the_middle_of_a_word() {
    let mut h = composing_in_a_visit();
    h.get_by_label("天气").click();
    let mut told = false;
    for _ in 0..4 {
        h.step();
        told |= h.output().platform_output.ime.is_some_and(|ime| ime.should_interrupt_composition);
    }
    assert!(told, "what it offers goes with the field");
    let note = h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明");
    assert_eq!(note.value().as_deref(), Some("pai shui"), "the letters stay");
}
