//! 断面水质 on the cards of a river and of its sections; values that say something else than they first did; bars that
//! only a plan of five phases has.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::{FeatureKey, Kind};
use yice::plan::{Actor, Role};
use yice::ui::CardTab;

use crate::panels::{Desk, harness};

const RIVER: &str = r#"{"type":"FeatureCollection","name":"rivers","metadata":{"layer":"river"},"features":[
{"type":"Feature","properties":{"river_code":"R1","name":"示例河"},"geometry":{"type":"LineString","coordinates":[[117.6,38.9],[117.8,38.9]]}},
{"type":"Feature","properties":{"river_code":"R2","name":"别河"},"geometry":{"type":"LineString","coordinates":[[117.7,38.9],[117.9,38.9]]}}]}"#;
const SECTIONS: &str = r#"{"type":"FeatureCollection","name":"sections","metadata":{"layer":"section"},"features":[
{"type":"Feature","properties":{"section_code":"S1","name":"入海断面","river_code":"R1","nature":"入海","latest_class":"劣Ⅴ类","latest_month":"2022-04"},"geometry":{"type":"Point","coordinates":[117.8,38.9]}},
{"type":"Feature","properties":{"section_code":"S2","name":"别河断面","river_code":"R2","latest_class":"Ⅱ类","latest_month":"2022-04"},"geometry":{"type":"Point","coordinates":[117.9,38.9]}}]}"#;
const PLOT: &str = r#"{"type":"FeatureCollection","name":"plots","metadata":{"layer":"plot"},"features":[
{"type":"Feature","properties":{"plot_id":"P1","name":"示例地块","plot_state":"后期管理"},"geometry":{"type":"Point","coordinates":[117.8,38.9]}}]}"#;

fn on_card_of(
    files: &[(&str, &str)],
    kind: &str,
    code: &str,
    tab: CardTab,
) -> Harness<'static, Desk> {
    let mut desk = Desk::empty();
    desk.screen.view.actor = Some(Actor {
        name: "张三".to_owned(),
        unit: "滨海新区局".to_owned(),
        role: Role::District,
    });
    desk.screen.view.actor_day = "2022-05-12".to_owned();
    let paths: Vec<_> = files.iter().map(|(name, text)| desk.write(name, text)).collect();
    desk.act(|screen, ctx| screen.open_files(ctx, paths));
    let key = FeatureKey::new(&Kind::new(kind), code);
    desk.act(|screen, ctx| {
        screen.select(ctx, &key);
        screen.view.card_tab = tab;
    });
    harness(desk)
}

#[test]
fn a_rivers_card_shows_the_months_of_its_own_sections_and_leads_to_them() {
    let files = [("rivers.geojson", RIVER), ("sections.geojson", SECTIONS)];
    let mut h = on_card_of(&files, Kind::RIVER, "R1", CardTab::Tests);
    assert!(h.query_by_label_contains("别河断面 4月").is_none(), "it lies on another river");
    h.get_by_label("入海断面 4月 劣Ⅴ类（来件所报，未核实）").click();
    h.run();
    // On the section's own card a month without a class can be explained.
    h.get_by_label("入海断面 2月 没有数据").click();
    h.run();
    h.get_by_label("2022-02");
    h.get_by_label_contains("冰封").click();
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    h.key_press_modifiers(Modifiers::ALT, Key::Num3);
    h.run();
    h.get_by_label("入海断面 2月 冰封");
}

#[test]
fn only_a_plan_of_five_phases_has_their_bar() {
    let h = on_card_of(&[("plots.geojson", PLOT)], Kind::PLOT, "P1", CardTab::Overview);
    assert!(h.query_all_by_label_contains("后期管理").count() > 0);
    assert!(h.query_by_label_contains("进程：").is_none(), "a plot is not signed off");
    let h = crate::panels::on_card();
    h.get_by_label_contains("进程：");
}
