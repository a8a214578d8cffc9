//! A visit as it was: of when it was begun, never ahead, never of nothing, with whoever went along.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::plan::{Body, Visit};

use crate::panels::{Desk, on_card, outfall, records_of};

fn visit_on_card() -> Harness<'static, Desk> {
    let mut h = on_card();
    h.key_press(Key::F2);
    h.run();
    h
}

fn record(h: &mut Harness<'_, Desk>) {
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run_steps(8);
}

fn type_into(h: &mut Harness<'_, Desk>, role: Role, label: &str, text: &str) {
    h.get_by_role_and_label(role, label).focus();
    h.run();
    h.get_by_role_and_label(role, label).type_text(text);
    h.run_steps(4);
}

/// When the newest visit was, and who went along.
fn last_visit(h: &Harness<'_, Desk>) -> (Option<String>, Vec<String>) {
    let records = h.state().session.records(Some(&outfall(1)));
    let visit = records.iter().rev().find_map(|record| match &record.body {
        Body::Visit(visit) => Some(visit.clone()),
        _ => None,
    });
    visit.map(|visit| (visit.visited_at, visit.with)).unwrap()
}

#[test]
fn a_form_left_open_over_night_is_of_the_evening_before() {
    let mut h = visit_on_card();
    type_into(&mut h, Role::MultilineTextInput, "说明", "合盖之前");
    h.run_steps(60);
    h.state_mut().set_now("2022-05-13T08:20:00+08:00");
    record(&mut h);
    let (visited_at, _) = last_visit(&h);
    assert_eq!(visited_at.as_deref(), Some("2022-05-12T09:31:00+08:00"));
}

#[test]
fn a_form_that_stood_open_says_whose_time_it_has() {
    let mut h = visit_on_card();
    type_into(&mut h, Role::MultilineTextInput, "说明", "合盖之前");
    assert!(h.query_by_label_contains("按开始填的时候").is_none());
    h.state_mut().set_now("2022-05-12T10:05:00+08:00");
    h.run_steps(3);
    h.get_by_label_contains("按开始填的时候");
}

#[test]
fn a_visit_is_not_ahead_of_the_clock() {
    let mut h = visit_on_card();
    let before = records_of(&h, 1);
    type_into(&mut h, Role::MultilineTextInput, "说明", "来过");
    type_into(&mut h, Role::TextInput, "时间", "23:59");
    record(&mut h);
    h.get_by_label_contains("还没到（现在");
    assert_eq!(records_of(&h, 1), before);
}

#[test]
fn a_time_that_has_not_come_is_refused_whoever_asks() {
    let place = crate::walk::Place::new();
    let mut session = place.session("a.yice");
    let layer = place.write("outfalls.geojson", crate::walk::LAYER);
    crate::walk::import(&mut session, &layer);
    let visit =
        Visit { visited_at: Some("2022-05-12T23:59:00+08:00".to_owned()), ..Visit::default() };
    let act = yice::session::Act {
        feature: outfall(1),
        on: None,
        on_behalf_of: None,
        parts: vec![crate::walk::part(Body::Visit(visit))],
    };
    let (now, by) = (crate::walk::now(31), crate::walk::actor("张三"));
    let answer = session.apply(yice::session::Command::Record(act), &now, &by).unwrap();
    let yice::session::Outcome::Refused(refusal) = answer else { panic!("{answer:?}") };
    let words = &refusal.missing[0].message.zh;
    assert!(words.contains("5月12日 23:59 还没到（现在 5月12日 09:31）"), "{words}");
}

/// What the newest visit says of something abnormal.
fn last_abnormal(h: &Harness<'_, Desk>) -> (Option<bool>, String) {
    let visits = &h.state().plans()[&outfall(1)].visits;
    let visit = &visits.last().unwrap().body;
    (visit.abnormal, visit.note.clone())
}

#[test]
fn a_visit_as_the_last_one_says_that_what_was_abnormal_still_is() {
    let mut h = visit_on_card();
    h.get_by_label("有无异常 有").click();
    h.run();
    type_into(&mut h, Role::MultilineTextInput, "说明", "管口有白沫");
    record(&mut h);
    let still = (Some(true), "仍有：管口有白沫".to_owned());
    // Twice: the words do not pile up.
    for _ in 0..2 {
        h.key_press(Key::F2);
        h.run();
        record(&mut h);
        assert_eq!(last_abnormal(&h), still);
    }
    h.key_press(Key::F2);
    h.run();
    h.get_by_label("有无异常 无").click();
    h.run();
    record(&mut h);
    assert_eq!(last_abnormal(&h), (Some(false), String::new()));
}

#[test]
fn who_is_named_in_the_question_goes_along_on_that_very_record() {
    let mut h = visit_on_card();
    type_into(&mut h, Role::MultilineTextInput, "说明", "来过");
    h.state_mut().screen.view.actor_day.clear();
    record(&mut h);
    // The form under the question has such a line too.
    h.query_all_by_role_and_label(Role::TextInput, "同行").last().unwrap().focus();
    h.run();
    h.query_all_by_role_and_label(Role::TextInput, "同行").last().unwrap().type_text("李四、张三");
    h.run_steps(4);
    h.get_by_label("就是我").click();
    h.run_steps(8);
    assert_eq!(last_visit(&h).1, ["李四"]);
    assert_eq!(h.state().screen.view.companions, "李四");
}

#[test]
fn typing_at_the_question_replaces_the_name_of_yesterday() {
    let mut h = on_card();
    h.state_mut().screen.view.companions = "李四".to_owned();
    h.get_by_label_contains("换人").click();
    h.run_steps(3);
    h.get_by_role_and_label(Role::TextInput, "姓名").type_text("李四");
    h.run();
    h.get_by_label("就是我").click();
    h.run_steps(4);
    let view = &h.state().screen.view;
    assert_eq!(view.actor.as_ref().unwrap().name, "李四");
    assert_eq!(view.companions, "", "nobody is his own companion");
}

#[test]
fn a_window_that_may_only_look_leaves_the_words_of_the_other_alone() {
    let mut h = visit_on_card();
    type_into(&mut h, Role::MultilineTextInput, "说明", "另一个窗口在写");
    h.run_steps(60);
    let now = yice::model::Stamp::parse("2022-05-12T09:32:00+08:00").unwrap();
    h.state_mut().act(|screen, ctx| screen.put_away(ctx));
    h.state_mut().act(|screen, ctx| screen.keep_view_now(ctx));
    let path = h.state().folder.path().join("work.yice");
    let reader = yice::session::Opening::to_read(&path);
    let session = yice::session::Session::open_or_create(reader, &now).unwrap();
    let mut desk = Desk::empty();
    desk.session = session;
    desk.look_again();
    desk.act(yice::ui::Screen::restore);
    let mut other = crate::panels::harness(desk);
    other.run_steps(60);
    assert!(other.query_by_role_and_label(Role::MultilineTextInput, "说明").is_none());
    assert!(other.query_by_label_contains("还没存下").is_none());
}
