//! A laboratory's table: results find their samples by number, what has none is listed, and all goes in as one act.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use yice::model::{FeatureKey, Kind};
use yice::plan::{Body, SampleTaken};
use yice::session::look_at_table;

use crate::panels::{Desk, harness, many_outfalls};
use crate::walk::{now, part, record};

fn outfall(number: usize) -> FeatureKey {
    FeatureKey::new(&Kind::new(Kind::OUTFALL), &format!("A{number}"))
}

/// So many outfalls, each with a sample on its way to the laboratory: `S-01` and so on.
pub(crate) fn with_samples(count: usize) -> Desk {
    let mut desk = Desk::with_outfalls();
    let layer = many_outfalls(count, "");
    let path = desk.write("more.geojson", &layer);
    desk.act(|screen, ctx| screen.open_files(ctx, vec![path]));
    let actor = desk.screen.view.actor.clone().unwrap();
    for number in 1..=count {
        let taken = SampleTaken { no: format!("S-{number:02}"), ..SampleTaken::default() };
        let parts = vec![part(Body::SampleTaken(taken))];
        record(&mut desk.session, &outfall(number), parts, &now(3), &actor);
    }
    desk.look_again();
    desk
}

fn drop_table(h: &mut Harness<'_, Desk>, path: &std::path::Path) {
    let read = look_at_table(path).map_err(|why| why.text().zh);
    h.state_mut().act(|screen, ctx| screen.table_read(ctx, path, read));
    h.run();
}

fn results(h: &Harness<'_, Desk>, count: usize) -> usize {
    let plans = h.state().plans();
    (1..=count)
        .filter(|number| {
            let state = plans.get(&outfall(*number));
            state.is_some_and(|state| state.samples.iter().all(|sample| sample.result.is_some()))
        })
        .count()
}

#[test]
fn of_forty_rows_those_with_a_sample_are_recorded_and_two_are_listed() {
    let mut h = harness(with_samples(38));
    let table = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lab-40.xlsx");
    drop_table(&mut h, &table);
    h.get_by_label_contains("40 份水样，38 份按编号对上、可以存，0 份已有同样结果，2 份没对上");
    assert_eq!(h.query_all_by_label_contains("这里没有这个编号的水样").count(), 2);
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    assert_eq!(results(&h, 38), 38);
    let state = h.state().plans()[&outfall(1)].clone();
    let result = &state.samples[0].result.as_ref().unwrap().body;
    assert_eq!((&*result.items["cod"].value, &*result.items["nh3n"].value), ("21", "<0.025"));
    // Dropped once more, it says that all is there, and nothing is recorded twice.
    h.get_by_label("关闭").click();
    h.run();
    drop_table(&mut h, &table);
    h.get_by_label_contains("0 份按编号对上、可以存，38 份已有同样结果，2 份没对上");
    h.get_by_label("关闭").click();
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    h.run();
    assert_eq!(results(&h, 38), 0, "one Ctrl+Z takes all of it back");
}

#[test]
fn a_text_table_of_an_office_is_read_and_what_is_none_is_said() {
    let mut h = harness(with_samples(2));
    let folder = h.state().folder.path().to_owned();
    let csv = folder.join("化验.csv");
    // 样品编号,氨氮 in GB 18030; the second value is 痕量, a trace.
    std::fs::write(
        &csv,
        b"\xd1\xf9\xc6\xb7\xb1\xe0\xba\xc5,\xb0\xb1\xb5\xaa\ns-01 ,4.1\nS-02,\xba\xdb\xc1\xbf\n",
    )
    .unwrap();
    drop_table(&mut h, &csv);
    h.get_by_label_contains("2 份水样，1 份按编号对上、可以存");
    h.get_by_label_contains("氨氮 填了“痕量”，请填数");
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
    let first = h.state().plans()[&outfall(1)].clone();
    let samples: Vec<_> = first.samples.iter().map(|it| (&*it.no, it.result.is_some())).collect();
    assert_eq!(samples, [("S-01", true)], "found by its number however the table spells it");
    assert_eq!(results(&h, 2), 1, "the other waits");
    h.get_by_label("关闭").click();
    h.run();
    let other = h.state().write("台账.csv", "名称,经度\n一,117\n");
    drop_table(&mut h, &other);
    assert!(h.query_all_by_label_contains("里没有认出化验结果").count() > 0);
    let broken = h.state().write("坏.xlsx", "PK\u{3}\u{4} cut off");
    drop_table(&mut h, &broken);
    assert!(h.query_all_by_label_contains("不是能打开的 Excel 表").count() > 0);
}

/// Drops a table of these lines.
fn drop_lines(h: &mut Harness<'_, Desk>, lines: &str) {
    let csv = h.state().write("化验.csv", lines);
    drop_table(h, &csv);
}

fn record_all(h: &mut Harness<'_, Desk>) {
    h.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    h.run();
}

/// The values recorded of an outfall's sample, as `code value unit`.
fn values(h: &Harness<'_, Desk>, number: usize) -> Vec<String> {
    let state = h.state().plans()[&outfall(number)].clone();
    let result = state.samples[0].result.as_ref();
    let items = result.map(|result| result.body.items.clone()).unwrap_or_default();
    items.iter().map(|(code, it)| format!("{code} {} {}", it.value, it.unit)).collect()
}

#[test]
fn one_impossible_value_holds_its_own_sample_and_is_mended_in_its_line() {
    let mut h = harness(with_samples(3));
    drop_lines(&mut h, "样品编号,COD,氨氮\nS-01,62,1\nS-02,620000,2\nS-03,40,3\n");
    h.get_by_label_contains("3 份水样，2 份按编号对上、可以存");
    h.get_by_label_contains("COD 620000 mg/L 不合理（单位是不是 μg/L？）");
    record_all(&mut h);
    assert_eq!(values(&h, 1), ["cod 62 mg/L", "nh3n 1 mg/L"]);
    assert_eq!(values(&h, 2), [""; 0]);
    h.get_by_label("S-02 COD 单位").focus();
    h.run();
    h.key_press_modifiers(Modifiers::COMMAND, Key::A);
    h.event(egui::Event::Text("μg/L".to_owned()));
    h.run();
    h.run();
    assert_eq!(h.query_all_by_label_contains("不合理").count(), 0);
    record_all(&mut h);
    assert_eq!(values(&h, 2), ["cod 620000 μg/L", "nh3n 2 mg/L"]);
}

#[test]
fn of_two_values_of_one_number_one_is_chosen_and_an_item_may_be_left_out() {
    let mut h = harness(with_samples(2));
    drop_lines(&mut h, "样品编号,COD,氨氮\nS-01,40,1\nS-01,400,1\nS-02,1.2*,2\n,9,9\n");
    h.get_by_label_contains("0 份按编号对上、可以存");
    h.get_by_label_contains("同一编号有不同的结果，请选一个");
    h.get_by_label_contains("A5 这一行没有样品编号，没有读：9 9");
    h.get_by_label("40 mg/L（B2）").click();
    h.run();
    h.run();
    h.get_by_label("S-02 COD 不存").click_accesskit();
    h.run();
    h.run();
    record_all(&mut h);
    assert_eq!(values(&h, 1), ["cod 40 mg/L", "nh3n 1 mg/L"]);
    assert_eq!(values(&h, 2), ["nh3n 2 mg/L"]);
}

#[test]
fn a_unit_that_is_not_known_is_asked_about_and_a_column_that_is_not_is_named() {
    let mut h = harness(with_samples(2));
    let head = "样品编号,粪大肠菌群(个/100mL),氨氮(mmol/L),叶绿素a(μg/L)";
    drop_lines(&mut h, &format!("{head}\nS-01,1200,,12\nS-02,90,0.3,\n"));
    h.get_by_label_contains("D1 这一列不认识，没有读：叶绿素a(μg/L) 12");
    h.get_by_label_contains("氨氮 的单位“mmol/L”对不上（单位是不是 mg/L？）");
    record_all(&mut h);
    assert_eq!(values(&h, 1), ["fecal 1200 个/100mL"]);
    assert_eq!(values(&h, 2), [""; 0]);
}
