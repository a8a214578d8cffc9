//! Requests in the window: nobody who has to decide one overlooks it, and nobody decides their own.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::plan::{Body, Requested, Role};

use crate::panels::{Desk, harness, outfall};
use crate::walk::{now, part, record};

/// The first outfall's card with a later deadline asked for by 张三, looked at by somebody else or by 张三.
fn asked(who: &str, role: Role) -> Harness<'static, Desk> {
    let mut desk = Desk::with_outfalls();
    let asks = desk.screen.view.actor.clone().unwrap();
    let request = Body::Requested(Requested {
        what: "deadline".into(),
        new: Some("2022-12-31".into()),
        reason: "汛期停工".into(),
        ..Requested::default()
    });
    record(&mut desk.session, &outfall(1), vec![part(request)], &now(20), &asks);
    desk.look_again();
    desk.screen.view.actor = Some(yice::plan::Actor { name: who.into(), role, ..asks });
    let mut h = harness(desk);
    h.get_by_label("示例排口001 整治中 逾期 12 天").click();
    h.run();
    h.get_by_label_contains("申请延期至 2022-12-31");
    h
}

#[test]
fn a_request_stands_on_the_first_tab_and_is_decided_there() {
    let mut h = asked("赵六", Role::Municipal);
    h.get_by_label("批复…").click();
    h.run();
    h.get_by_label("决定 同意").click();
    h.run();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Enter);
    h.run();
    assert_eq!(
        h.state().plans()[&outfall(1)].deadline_current,
        Some(jiff::civil::date(2022, 12, 31))
    );
    assert!(h.query_by_label_contains("申请延期至").is_none(), "what is decided presses no more");
}

#[test]
fn a_request_waits_for_somebody_else_and_for_the_municipality() {
    let h = asked("张三", Role::Municipal);
    assert!(h.query_by_label("批复…").is_none());
    h.get_by_label_contains("要由另一人批复");
    let h = asked("李四", Role::District);
    assert!(h.query_by_label("批复…").is_none());
    h.get_by_label("等市级批复");
}
