//! The panels, found by the words on them: a real session behind a window without a frame.

use egui_kittest::kittest::Queryable as _;
use yice::model::Lang;
use yice::ui::CardTab;

pub(crate) use crate::panel_desk::{Desk, harness, many_outfalls, on_card, outfall, records_of};

#[test]
fn an_empty_workspace_says_what_to_do() {
    let mut h = harness(Desk::empty());
    h.get_by_label_contains("还没有图层");
    assert!(h.query_all_by_label("打开…").count() >= 1);
    h.state_mut().screen.view.lang = Lang::En;
    h.run();
    h.get_by_label_contains("No layers yet");
}

#[test]
fn the_list_shows_features_and_choosing_one_opens_its_card() {
    let mut h = harness(Desk::with_outfalls());
    h.get_by_label("全部 2");
    h.get_by_label("待办 2");
    h.get_by_label_contains("示例排口002 未建档").click();
    h.run();
    h.get_by_label("复制 DEMO-OUT-0002");
    assert_eq!(h.state().screen.selected(), Some(outfall(2)));
}

#[test]
fn every_tab_draws_in_both_languages_and_themes() {
    for (lang, theme) in [(Lang::Zh, egui::Theme::Light), (Lang::En, egui::Theme::Dark)] {
        let mut h = on_card();
        h.state_mut().screen.view.lang = lang;
        h.state_mut().theme = theme;
        for tab in CardTab::ALL {
            h.state_mut().screen.view.card_tab = tab;
            h.run();
        }
        h.state_mut().screen.view.layers_shown = true;
        h.run();
    }
}

#[test]
fn the_search_knows_pinyin_initials() {
    let mut h = harness(Desk::with_outfalls());
    h.state_mut().screen.view.list_query = "slpk001".to_owned();
    h.run();
    h.get_by_label("全部 1");
    h.state_mut().screen.view.list_query = "没有这个".to_owned();
    h.run();
    h.get_by_label_contains("没有找到");
}

#[test]
fn a_visit_is_recorded_by_key_and_said_to_be_on_the_disk() {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    h.get_by_label("已存：巡查登记 · 示例排口001");
    assert!(records_of(&h, 1) >= 1);
    h.key_press_modifiers(egui::Modifiers::ALT, egui::Key::Num5);
    h.run();
    assert!(h.query_all_by_label_contains("张三 · 滨海新区局 · 区级").count() >= 2);
}

#[test]
fn what_is_missing_for_a_step_is_listed_with_links() {
    let mut h = on_card();
    h.key_press(egui::Key::F8);
    h.run();
    h.get_by_label_contains("现在还不能报完工自查，还差");
    h.get_by_label_contains("填好按 Enter 回到这里");
    // Nothing was typed: nothing can be lost.
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    assert!(h.query_by_label_contains("录入的内容还在").is_none());
    assert!(records_of(&h, 1) == 0);
}

#[test]
fn a_refused_form_keeps_what_was_typed() {
    let mut h = on_card();
    h.key_press(egui::Key::F8);
    h.run();
    let note = h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明");
    note.focus();
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明")
        .type_text("管网已接通");
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    h.get_by_label_contains("录入的内容还在");
    let note = h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明");
    assert_eq!(note.value().as_deref(), Some("管网已接通"));
}

#[test]
fn half_typed_words_survive_a_kill() {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明")
        .type_text("排口有泡沫，");
    // A second passes: the draft is written while nobody records anything.
    for _ in 0..30 {
        h.step();
    }
    assert_eq!(records_of(&h, 1), 0);
    let desk = std::mem::replace(h.state_mut(), Desk::empty());
    drop(h);
    let h = harness(desk.restart());
    let note = h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明");
    assert_eq!(note.value().as_deref(), Some("排口有泡沫，"));
}

#[test]
fn a_draft_put_away_waits_on_the_card() {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "说明")
        .type_text("明天再写");
    h.run();
    h.key_press(egui::Key::Escape);
    h.run();
    h.get_by_label_contains("没提交");
    h.get_by_label("不要了 巡查登记").click();
    h.run();
    h.get_by_label_contains("没提交");
    h.get_by_label("丢掉，找不回来 巡查登记").click();
    h.run();
    assert!(h.query_by_label_contains("没提交").is_none());
}

#[test]
fn a_confirmation_moves_nothing_and_what_wants_reading_stays_until_it_is_read() {
    let mut h = on_card();
    let row = h.get_by_label("示例排口001 整治中 逾期 12 天").rect();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
    h.run();
    h.get_by_label("都已存在本机，不用另存。");
    assert_eq!(h.get_by_label("示例排口001 整治中 逾期 12 天").rect(), row);
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    h.run();
    h.run();
    h.get_by_label_contains("知道了 这次打开以来没有可撤回的").click();
    h.run();
    assert!(h.query_by_label_contains("知道了").is_none());
}

#[test]
fn that_all_is_saved_is_said_while_a_forms_field_has_the_keyboard() {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.event(egui::Event::Text("排水口有白沫".to_owned()));
    h.step();
    assert!(h.ctx.text_edit_focused());
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
    h.run();
    h.get_by_label("都已存在本机，不用另存。");
    let drafts = &h.state().session.snapshot().drafts;
    assert!(drafts.iter().any(|draft| draft.content.contains("排水口有白沫")), "it is true");
}

#[test]
fn who_recorded_here_before_is_offered_and_chosen_by_one_press() {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    h.state_mut().screen.view.actor = None;
    h.state_mut().act(|screen, ctx| screen.act(ctx, yice::ui::shortcuts::KeyAct::Person));
    h.run();
    // By keyboard alone: name, unit, the first who was here.
    for _ in 0..2 {
        h.key_press(egui::Key::Tab);
        h.run();
    }
    assert!(h.get_by_label("张三 · 滨海新区局").is_focused());
    h.key_press(egui::Key::Space);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::Dialog, "今天是谁？");
    h.key_press(egui::Key::Enter);
    h.run();
    let actor = h.state().screen.view.actor.clone().unwrap();
    let named = (actor.name.as_str(), actor.unit.as_str(), actor.role);
    assert_eq!(named, ("张三", "滨海新区局", yice::plan::Role::District));
}

#[test]
fn what_makes_a_pane_or_the_report_larger_has_a_name_in_the_language_shown() {
    let desk = Desk::with_outfalls();
    desk.write("bad.geojson", r#"{"type":"FeatureCollection","features":[{"#);
    let mut h = harness(desk);
    let row = "示例排口001 整治中 逾期 12 天";
    h.get_by_label(row).click();
    h.run();
    let bad = h.state().folder.path().join("bad.geojson");
    h.state_mut().act(|screen, ctx| screen.open_files(ctx, vec![bad]));
    h.run_steps(4);
    for named in ["清单的宽窄", "卡片的宽窄", "“接收结果”的右边", "“接收结果”的左下角"]
    {
        h.get_by_label(named);
    }
    assert!(h.query_by_label_contains("Resize ").is_none());
    h.state_mut().screen.view.lang = yice::model::Lang::En;
    h.run_steps(4);
    h.get_by_label("Width of the list");
    h.get_by_label("Width of the card");
    assert!(h.query_by_label_contains("Resize ").is_none());
}

#[test]
fn undo_says_what_it_took_back() {
    let mut h = on_card();
    h.key_press(egui::Key::F2);
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    h.run();
    h.get_by_label_contains("已撤回示例排口001");
}

#[test]
fn who_is_asked_before_the_first_record() {
    let mut desk = Desk::with_outfalls();
    desk.screen.view.actor = None;
    let mut h = harness(desk);
    h.get_by_label("示例排口001 整治中 逾期 12 天").click();
    h.run();
    h.key_press(egui::Key::F2);
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::Dialog, "今天是谁？");
    assert_eq!(records_of(&h, 1), 0);
    // A press beside it takes nothing that is typed there away.
    let edge = egui::pos2(4.0, 300.0);
    h.hover_at(edge);
    h.drag_at(edge);
    h.drop_at(edge);
    h.run();
    h.get_by_role_and_label(egui::accesskit::Role::Dialog, "今天是谁？");
    h.key_press(egui::Key::Escape);
    h.run();
    assert!(h.query_by_role_and_label(egui::accesskit::Role::Dialog, "今天是谁？").is_none());
}

#[test]
fn nobody_holds_on_to_a_layer_that_was_taken_out() {
    let mut desk = Desk::with_outfalls();
    // As in life: the map prepares and draws on threads of its own.
    desk.screen.map.state = yice::map::MapState::default();
    let held = std::sync::Arc::downgrade(&desk.snapshot.layers[0].layer);
    let rows = std::sync::Arc::downgrade(&desk.snapshot.layers[0].rows);
    let mut h = harness(desk);
    h.get_by_label("查找").focus();
    h.run();
    h.get_by_label("查找").type_text("示例");
    h.run();
    h.get_by_label("图层").click();
    h.run();
    h.get_by_label("移出 outfalls").click();
    h.run();
    h.get_by_label("移出图层").click();
    for _ in 0..200 {
        h.run();
        if held.strong_count() + rows.strong_count() == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!((held.strong_count(), rows.strong_count()), (0, 0));
}

#[test]
fn what_is_named_while_a_workspace_opens_is_taken_in_once_it_is_open() {
    let mut desk = Desk::empty();
    let path = desk.write("outfalls.geojson", &many_outfalls(3, ""));
    desk.screen.opening = true;
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    assert!(desk.snapshot.layers.is_empty());
    desk.screen.opening = false;
    desk.act(yice::ui::Screen::open_waiting_files);
    assert_eq!(desk.snapshot.layers[0].rows.len(), 3);
}
