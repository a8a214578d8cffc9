//! The card's forms met a second time: by another person, after a refusal, with a table on the clipboard, on an
//! earlier day.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::Lang;
use yice::plan::{Actor, Body};
use yice::ui::shortcuts::KeyAct;

use super::panels::{Desk, on_card, outfall, records_of};

fn press(h: &mut Harness<'_, Desk>, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    h.run();
}

fn type_text(h: &mut Harness<'_, Desk>, text: &str) {
    h.event(egui::Event::Text(text.to_owned()));
    h.run();
}

#[test]
fn a_table_pasted_while_the_number_has_the_keyboard_goes_into_the_results_alone() {
    let mut h = on_card();
    press(&mut h, Modifiers::NONE, Key::F7);
    h.event(egui::Event::Paste("项目\t结果\t单位\n化学需氧量\t62\tmg/L\n".to_owned()));
    h.run();
    press(&mut h, Modifiers::COMMAND, Key::Enter);
    let records = h.state().session.records(Some(&outfall(1)));
    let taken = records.iter().find_map(|record| match &record.body {
        Body::SampleTaken(taken) => Some(taken.no.clone()),
        _ => None,
    });
    assert_eq!(taken.as_deref(), Some("0512-0001-1"));
    let result = records.iter().find_map(|record| match &record.body {
        Body::SampleResult(result) => Some(result),
        _ => None,
    });
    let result = result.expect("the table's result is recorded with it");
    assert_eq!((result.no.as_str(), result.items["cod"].value.as_str()), ("0512-0001-1", "62"));
}

#[test]
fn no_draft_is_left_of_what_is_recorded_right_after_the_last_letter() {
    let mut h = on_card();
    press(&mut h, Modifiers::NONE, Key::F2);
    h.run();
    h.get_by_role_and_label(Role::MultilineTextInput, "说明").focus();
    h.run();
    h.event(egui::Event::Text("最后一个字".to_owned()));
    h.step();
    // Another is chosen before the disk has answered, and half a minute goes by.
    h.state_mut().act(|screen, ctx| {
        screen.act(ctx, KeyAct::Record);
        screen.act(ctx, KeyAct::NextTodo);
    });
    h.run_steps(120);
    assert_eq!(h.state().snapshot.drafts.len(), 0, "{:?}", h.state().snapshot.drafts);
    assert_eq!(h.state().plans().get(&outfall(1)).map(|state| state.visits.len()), Some(1));
}

#[test]
fn a_visit_finished_the_next_morning_is_of_the_day_it_was_begun() {
    let mut h = on_card();
    press(&mut h, Modifiers::NONE, Key::F2);
    type_text(&mut h, "傍晚看的");
    h.run();
    press(&mut h, Modifiers::NONE, Key::Escape);
    h.state_mut().set_now("2022-05-13T08:10:00+08:00");
    h.run();
    press(&mut h, Modifiers::NONE, Key::F2);
    press(&mut h, Modifiers::COMMAND, Key::Enter);
    let plans = h.state().plans();
    let visit = plans.get(&outfall(1)).unwrap().visits.last().unwrap().clone();
    assert_eq!(visit.record.on.to_string(), "2022-05-12");
    assert_eq!(visit.body.visited_at.as_deref(), Some("2022-05-12T09:31:00+08:00"));
}

#[test]
fn what_one_person_began_is_not_recorded_under_another_name_unseen() {
    let mut h = on_card();
    press(&mut h, Modifiers::NONE, Key::F2);
    type_text(&mut h, "张三写的");
    press(&mut h, Modifiers::NONE, Key::Escape);
    h.get_by_label_contains("草稿：巡查登记");
    h.state_mut().screen.view.actor =
        Some(Actor { name: "李四".into(), ..h.state().screen.view.actor.clone().unwrap() });
    h.run();
    h.get_by_label_contains("张三的草稿：巡查登记");

    press(&mut h, Modifiers::NONE, Key::F2);
    assert!(h.query_all_by_value("张三写的").next().is_none(), "李四 begins an own form");
    type_text(&mut h, "李四写的");
    press(&mut h, Modifiers::NONE, Key::Escape);
    // Several drafts take one line of the card, and open from there.
    h.get_by_label("草稿：2 条没提交…").click();
    h.run();
    h.get_by_label_contains("张三的草稿：巡查登记");

    let resumes: Vec<_> = h.query_all_by_label_contains("继续写").collect();
    assert_eq!(resumes.len(), 2);
    h.get_all_by_label_contains("继续写").next().unwrap().click();
    h.run();
    assert!(h.query_all_by_value("张三写的").next().is_some());
    h.get_by_label_contains("这是张三开始写的。存下来记在李四名下");
    assert_eq!(records_of(&h, 1), 0);
}

#[test]
fn a_refusal_goes_once_it_is_mended() {
    let mut h = on_card();
    press(&mut h, Modifiers::NONE, Key::F7);
    h.get_by_label("编号").focus();
    h.run();
    press(&mut h, Modifiers::COMMAND, Key::A);
    press(&mut h, Modifiers::NONE, Key::Delete);
    press(&mut h, Modifiers::COMMAND, Key::Enter);
    let words = "请写水样编号。";
    h.get_by_label(words);
    type_text(&mut h, "A-1");
    assert!(h.query_by_label(words).is_none(), "the number is there");
}

#[test]
fn an_earlier_day_is_counted_from_itself_and_is_only_looked_at() {
    let mut h = on_card();
    h.state_mut().act(|screen, _| screen.view.card_tab = yice::ui::CardTab::History);
    press(&mut h, Modifiers::NONE, Key::F2);
    h.run();
    press(&mut h, Modifiers::COMMAND, Key::Enter);
    assert!(h.query_all_by_label_contains("逾期 12 天").next().is_some());
    h.get_by_label("看哪天").focus();
    h.run();
    type_text(&mut h, "2022-04-20");
    press(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label_contains("正在看 2022年4月20日");
    h.get_by_label_contains("剩 10 天");
    let before = records_of(&h, 1);
    press(&mut h, Modifiers::NONE, Key::F2);
    press(&mut h, Modifiers::COMMAND, Key::Enter);
    assert_eq!(records_of(&h, 1), before);
    assert_eq!(h.state().screen.view.lang, Lang::Zh);
}

#[test]
fn a_deadline_that_was_put_off_says_how_long_the_first_one_is_past() {
    let mut desk = Desk::empty();
    let layer = r#"{"type":"FeatureCollection","metadata":{"layer":"outfall"},"features":[{"type":"Feature","properties":{"outfall_id":"DEMO-OUT-0001","name":"排口","plan_state":"整治中","deadline_original":"2022-04-30","deadline_current":"2022-09-30"},"geometry":{"type":"Point","coordinates":[117.7,38.9]}}]}"#;
    let path = desk.write("outfalls.geojson", layer);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let mut h = crate::panels::harness(desk);
    h.state_mut().act(|screen, ctx| screen.select(ctx, &crate::panels::outfall(1)));
    h.run();
    assert!(h.query_all_by_label_contains("原定 4月30日（已过 12 天）").count() >= 1);
    assert!(h.query_all_by_label_contains("调整后 9月30日").count() >= 1);
}
