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
    h.get_by_label_contains("1 份水样，1 份按编号对上");
    h.get_by_label_contains("有 1 格不是数");
    h.get_by_label("关闭").click();
    h.run();
    let other = h.state().write("台账.csv", "名称,经度\n一,117\n");
    drop_table(&mut h, &other);
    assert!(h.query_all_by_label_contains("里没有认出化验结果").count() > 0);
    let broken = h.state().write("坏.xlsx", "PK\u{3}\u{4} cut off");
    drop_table(&mut h, &broken);
    assert!(h.query_all_by_label_contains("不是能打开的 Excel 表").count() > 0);
}
