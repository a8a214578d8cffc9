//! The board and past evenings as a person uses them, found by the words on them.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::Lang;
use yice::plan::Role;
use yice::report::{IfThere, ReportWhat, Scope, SheetSize};
use yice::session::Command;
use yice::ui::{Ask, Outside, Printed};

use crate::panels::{Desk, harness, on_card, records_of};

fn on_board() -> Harness<'static, Desk> {
    let mut h = harness(Desk::with_outfalls());
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::B);
    h.run();
    h
}

#[test]
fn a_number_opens_exactly_its_features_and_the_way_back_leads_to_the_board() {
    let mut h = on_board();
    h.get_by_label("专项目标（点数字看名单）");
    h.get_by_label("按调整后 8-30天 1").click();
    h.run();
    h.get_by_label("只看：按调整后 8-30天");
    h.get_by_label("全部 1");
    h.get_by_label_contains("示例排口001 整治中");
    assert!(h.query_by_label_contains("示例排口002 未建档").is_none());
    h.get_by_label("回到调度").click();
    h.run();
    h.get_by_label("专项目标（点数字看名单）");
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::B);
    h.run();
    h.get_by_label("看全部").click();
    h.run();
    h.get_by_label("全部 2");
}

#[test]
fn the_briefing_bears_the_boards_numbers() {
    let mut h = on_board();
    h.get_by_label("出简报…").click();
    h.run();
    let text = h.get_by_role(egui::accesskit::Role::MultilineTextInput).value().unwrap();
    let summary = h.state().snapshot.summary(h.state().snapshot.today);
    let signed = summary.targets.iter().find(|it| it.id == "sea_outfalls_signed_off").unwrap();
    let pair = format!("{}/{}", signed.num.unwrap(), signed.den.unwrap());
    assert!(text.contains(&pair), "{pair} in {text}");
}

#[test]
fn a_past_evening_is_looked_at_and_nothing_is_recorded_there() {
    let mut h = on_card();
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::D);
    h.run();
    h.get_by_label("上周").click();
    h.run();
    h.get_by_label_contains("正在看 2022年5月5日 的情况，只能看不能记。");
    h.key_press(egui::Key::F2);
    h.run();
    assert!(h.query_all_by_label_contains("回到今天才能记").count() > 0);
    assert_eq!(records_of(&h, 1), 0);
    assert!(h.query_by_label("存这一条").is_none());
    h.get_by_label("回到今天").click();
    h.run();
    assert!(h.query_by_label_contains("只能看不能记").is_none());
}

#[test]
fn figures_are_frozen_by_who_may_and_listed() {
    let mut h = on_board();
    let freeze = |h: &mut Harness<'static, Desk>| {
        h.get_by_label("存上报版…").click();
        h.run();
        h.query_all_by_label("存上报版").last().unwrap().click();
        h.run();
    };
    h.state_mut().screen.view.actor.as_mut().unwrap().role = Role::Inspector;
    freeze(&mut h);
    h.get_by_label("上报版由区级或市级审核人存：请换成这个身份。");
    h.state_mut().screen.view.actor.as_mut().unwrap().role = Role::Municipal;
    freeze(&mut h);
    h.run();
    h.get_by_label_contains("上报版：截至 5月12日");
    h.get_by_label("没有差别");
}

#[test]
fn however_much_differs_from_figures_handed_in_title_and_way_out_are_in_sight() {
    let mut desk = Desk::with_demonstration();
    let (session, now) = (&mut desk.session, crate::evenings::morning("2022-05-12"));
    let wang = crate::evenings::someone("王五", Role::Municipal);
    let freeze = Command::Freeze { as_of: "2022-05-11".parse().unwrap(), note: String::new() };
    session.apply(freeze, &now, &wang).unwrap();
    let keys: Vec<_> =
        session.snapshot().layers[0].rows.iter().map(|row| row.key.clone()).collect();
    for key in keys.iter().take(50) {
        let named = crate::evenings::set(&[("responsible_subject", "甲合作社")]);
        crate::evenings::put_on(session, key, "2022-05-10", "2022-05-12", &wang, named);
    }
    desk.look_again();
    let mut h = harness(desk);
    h.set_size(egui::vec2(1366.0, 700.0));
    h.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::B);
    h.run();
    let button = h.get_by_label_contains("看差在哪");
    button.scroll_to_me();
    h.run();
    h.get_by_label_contains("看差在哪").click();
    h.run();
    let title = h.query_all_by_label_contains("与上报版差在哪：截至").last().unwrap().rect();
    let close = h.get_by_label("关闭").rect();
    assert!(title.min.y > 0.0 && close.max.y < 700.0, "{title:?} {close:?}");
}

#[test]
fn the_board_draws_in_both_languages_however_wide() {
    for (lang, width) in [(Lang::Zh, 1093.0), (Lang::En, 1366.0), (Lang::En, 1920.0)] {
        let mut h = on_board();
        h.state_mut().screen.view.lang = lang;
        h.set_size(egui::vec2(width, 614.0));
        h.run();
        let words = if lang == Lang::Zh { "谁卡住了" } else { "Who holds what" };
        h.get_by_label(words);
    }
}

/// Scenario 16: four inputs from the board.
#[test]
fn briefing_ranking_and_wall_map_take_one_or_two_inputs_each() {
    let mut h = on_board();
    h.state_mut().screen.view.saved_as(yice::ui::FileSort::Report, "/tmp/reports/a.pdf".as_ref());
    for button in ["出简报…", "复制", "出排名表", "出挂图"] {
        h.get_by_label(button).click();
        h.run();
    }
    let ordered = std::mem::take(&mut h.state_mut().ordered);
    let files: Vec<String> =
        ordered.iter().map(|order| order.to.to_string_lossy().into_owned()).collect();
    assert_eq!(files, ["/tmp/reports/排名表 2022-05-12.pdf", "/tmp/reports/挂图 2022-05-12.pdf"]);
    assert_eq!(ordered[0].what, ReportWhat::Ranking);
    let map = ReportWhat::WallMap { scope: Scope::default(), size: SheetSize::A3 };
    assert_eq!(ordered[1].what, map);
    assert!(ordered.iter().all(|order| order.if_there == IfThere::Beside));
    let file = ordered[0].to.clone();
    let done = Printed::Done { file: file.clone(), remarks: Vec::new() };
    h.state_mut().act(|screen, ctx| screen.printed(ctx, done));
    h.run();
    h.get_by_label("所在文件夹 排名表 2022-05-12.pdf").click();
    h.run();
    let asked = h.state().asks.last();
    assert!(matches!(asked, Some(Ask::ShowOutside(Outside::FolderOf(it))) if *it == file));
}
