//! What cannot be, or contradicts itself, is asked back: more done than planned, a month without samples that has some,
//! a value far below what can be told; and the background that a verdict rests on is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use serde_json::json;
use yice::model::FeatureKey;
use yice::plan::*;

use crate::commands::{Desk, INSPECTOR};
use crate::histories::*;

/// What is said against fields of a feature that a file states so, after these records.
fn said(key: &str, stated: &[(&str, &str)], before: Vec<Body>, fields: Fields) -> String {
    let (book, today) = (rulebook(), day("2022-05-20"));
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    writer.key = FeatureKey::parse(key).unwrap();
    let all = std::iter::once(adopted(None, stated)).chain(before).collect();
    let records = writer.line(&inspector(), None, all);
    let state = fold(&writer.key, &records, None, &book, &AsOf::Now);
    let body = Body::Fields(FieldsSet { fields, note: "核实".into() });
    let answer = book.check(&state, &body, &municipal(), today, today, &World::default());
    answer.err().map(|it| it.missing[0].message.zh.clone()).unwrap_or_default()
}

#[test]
fn no_more_is_done_than_was_planned() {
    let of = |pairs: &[(&str, &str)]| {
        said(
            "park_wwtp:1",
            &[("pipe_km_planned", "5"), ("pipe_km_done", "3")],
            Vec::new(),
            fields(pairs),
        )
    };
    let words = "“配套管网（完成）”9 大于“配套管网（计划）”5，是不是填错了？请核对";
    assert_eq!(of(&[("pipe_km_done", "9")]), words);
    assert!(of(&[("pipe_km_planned", "2")]).contains("3 大于“配套管网（计划）”2"));
    for fine in [&[("pipe_km_done", "5")][..], &[("pipe_km_done", "9"), ("pipe_km_planned", "10")]]
    {
        assert_eq!(of(fine), "");
    }
    let book = rulebook();
    let stated = fields(&[("survey_planned", "8"), ("survey_done", "9")]);
    let doubts = book.procedures["eco_project"].stated_doubts(&stated);
    assert_eq!(doubts.iter().map(|it| it.0).collect::<Vec<_>>(), ["part-above-whole"]);
}

#[test]
fn a_month_that_was_sampled_is_no_month_without_samples() {
    let frozen = |month: &str| -> Fields {
        [(format!("gaps/{month}"), json!({"why": "frozen"}))].into_iter().collect()
    };
    let sampled = || vec![result("S-1", "2022-02-09T09:00:00+08:00", "41")];
    let answer = said("section:1", &[], sampled(), frozen("2022-02"));
    assert!(answer.contains("2022-02 有样品结果（S-1），与“缺测月份”矛盾"), "{answer}");
    assert_eq!(said("section:1", &[], sampled(), frozen("2022-03")), "");
    let stated = [("latest_month", "2022-04"), ("latest_class", "inferior_v")];
    assert!(said("section:1", &stated, Vec::new(), frozen("2022-04")).contains("来件写明了"));
    assert_eq!(said("section:1", &stated, Vec::new(), frozen("2022-03")), "");
}

#[test]
fn a_month_is_read_on_the_command_line_as_in_the_form() {
    let desk = Desk::new();
    let layer = json!({"type": "FeatureCollection", "metadata": {"layer": "section"}, "features": [{
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [117.5, 38.9]},
        "properties": {"section_code": "S-2", "name": "某断面"},
    }]});
    desk.write("s.geojson", layer.to_string());
    desk.run(&["import", "-w", "w.yice", "s.geojson"]).exits(0);
    for typed in ["2022年2月", "2022/3", "202204"] {
        desk.record("S-2", &INSPECTOR, &["--set", &format!("gaps/{typed}=why=frozen")]).exits(0);
    }
    desk.run(&["export", "-w", "w.yice", "-o", "out.geojson"]).exits(0);
    let out = desk.read("out.geojson");
    for month in ["gaps/2022-02", "gaps/2022-03", "gaps/2022-04"] {
        assert!(out.contains(month), "{month}");
    }
    for nonsense in ["gaps=why=frozen", "gaps/x=why=frozen"] {
        let told = desk.record("S-2", &INSPECTOR, &["--set", nonsense]).exits(2);
        assert!(told.err.contains("gaps/2022-04=why=not_monitored"), "{}", told.err);
    }
}

#[test]
fn the_background_stands_beside_the_limit() {
    let book = rulebook();
    let items = [("soil_as".to_owned(), Measured { value: "25".into(), unit: "mg/kg".into() })];
    let sample =
        SampleResult { source: "lab".into(), items: items.into(), ..SampleResult::default() };
    let words = |background: &[(&str, f64)]| {
        let background = background.iter().map(|(code, value)| ((*code).to_owned(), *value));
        let context = SampleContext {
            day: day("2022-05-03"),
            background: background.collect(),
            ..SampleContext::default()
        };
        let judged = book.standards.judge(&sample, Some("GB36600-2018/1"), &context);
        (judged.items[0].limit_words().unwrap().zh, judged.outcome == Outcome::Compliant)
    };
    assert_eq!(words(&[]), ("≤ 20".to_owned(), false));
    assert_eq!(words(&[("soil_as", 30.0)]), ("≤ 20，背景值 30".to_owned(), true));
    assert_eq!(words(&[("soil_as", 22.0)]), ("≤ 20，背景值 22".to_owned(), false));
}
