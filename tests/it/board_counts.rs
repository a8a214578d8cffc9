//! The board's numbers of a layer that a hand can count, with the features behind every one of them.

use serde_json::json;
use yice::model::{FeatureKey, Kind};
use yice::plan::*;

use crate::evenings::{day, morning, someone, take_in};
use crate::walk::{Place, part, record};

/// A dozen outfalls, counted by hand: `(stage, category, deadline)`.
const DOZEN: [(&str, &str, &str); 12] = [
    ("signed_off", "ban", "2022-04-30"),
    ("signed_off", "ban", "2022-12-31"),
    ("signoff_review", "merge", "2022-05-31"),
    ("acceptance", "merge", "2022-05-05"),
    ("in_progress", "standardize", "2022-04-01"),
    ("in_progress", "standardize", "2022-12-31"),
    ("approved", "ban", "2022-12-31"),
    ("plan_review", "ban", "2022-12-31"),
    ("pending", "", ""),
    ("not_required", "keep", ""),
    ("cancelled", "ban", ""),
    ("rework", "merge", "2022-03-01"),
];

#[test]
fn the_board_of_a_dozen_is_what_a_hand_counts_and_every_number_opens_its_features() {
    let place = Place::new();
    let feature = |(idx, (stage, category, deadline)): (usize, &(&str, &str, &str))| {
        let district = if idx < 8 { "东区" } else { "西区" };
        format!(
            r#"{{"type":"Feature","properties":{{"outfall_id":"A{}","plan_state":"{stage}","category":"{category}","deadline_original":"{deadline}","district":"{district}"}},"geometry":{{"type":"Point","coordinates":[117.{idx},39.0]}}}}"#,
            idx + 1
        )
    };
    let features: Vec<String> = DOZEN.iter().enumerate().map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"outfall"}},"features":[{}]}}"#,
        features.join(",")
    );
    let file = place.write("dozen.geojson", text);
    let mut session = place.session("a.yice");
    take_in(&mut session, &file, "2022-05-12");
    let board = session.snapshot().board(day("2022-05-05")).unwrap();
    let codes = |places: &[u32]| -> Vec<String> {
        board.features(places).iter().map(|key| key.code().to_owned()).collect()
    };
    // O = 11 without the one struck off; N = 10 without the one that is not required.
    assert_eq!(board.summary.kpis["k_signoff"], json!({"num": 2, "den": 10}));
    assert_eq!(codes(&board.kpis["k_signoff"].hits), ["A1", "A2"]);
    assert_eq!(board.summary.kpis["k_plan"], json!({"num": 8, "den": 10}));
    assert_eq!(board.summary.kpis["k_done"], json!({"num": 4, "den": 10}));
    assert_eq!(board.summary.kpis["k_overdue"], json!({"num": 3, "den": 8}));
    assert_eq!(board.summary.kpis["k_ontime"], json!({"num": 0, "den": 4}));
    let late: Vec<Vec<String>> = board.ageing.current.iter().map(|of| codes(of)).collect();
    assert_eq!(late, [vec!["A4"], vec![], vec!["A12", "A5"]]);
    let left: Vec<String> = board.left_out.iter().flat_map(|one| codes(&[one.place])).collect();
    assert_eq!(left, ["A10", "A11"]);
    assert!(
        board.left_out.iter().all(|one| one.by.is_none()),
        "the file claims it, nobody approved"
    );
    assert_eq!(codes(&board.unproven).len(), 4);
    let rows = &board.districts["outfall"];
    let row = |row: &DistrictRow| {
        let count = |of: &[u32]| of.len();
        (
            row.name.clone(),
            count(&row.features),
            count(&row.planned),
            count(&row.closed),
            count(&row.overdue),
        )
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    assert_eq!(rows, [("东区".to_owned(), 8, 7, 2, 2), ("西区".to_owned(), 4, 1, 0, 1)]);
    let mix: Vec<(&str, usize)> =
        board.mix.iter().map(|(code, of)| (code.as_str(), of.len())).collect();
    assert_eq!(mix, [("ban", 4), ("keep", 1), ("merge", 3), ("standardize", 2), ("undecided", 1)]);
    let signed = board.curves.iter().find(|curve| curve.kpi == "k_signoff").unwrap();
    assert_eq!(signed.actual.last(), Some(&(day("2022-05-12"), 2)));
    // Against what the campaign counts, as its target is; nobody's record makes it smaller.
    assert_eq!(signed.whole, 68);
}

#[test]
fn a_month_without_a_class_has_a_word_of_its_own() {
    let place = Place::new();
    let text = r#"{"type":"FeatureCollection","metadata":{"layer":"section"},"features":[{"type":"Feature","properties":{"layer":"section","section_code":"S1","name":"海河入海","river_code":"TJR03","nature":"sea_mouth","is_assessed":true,"target_class":"V","latest_class":"III","latest_month":"2022-02"},"geometry":{"type":"Point","coordinates":[117.1,39.0]}},{"type":"Feature","properties":{"section_code":"S2","name":"海河入境","river_code":"TJR03","nature":"inlet"},"geometry":{"type":"Point","coordinates":[117.0,39.1]}}]}"#;
    let mut session = place.session("a.yice");
    take_in(&mut session, &place.write("sections.geojson", text), "2022-05-12");
    let section = FeatureKey::new(&Kind::new(Kind::SECTION), "S1");
    let inlet = FeatureKey::new(&Kind::new(Kind::SECTION), "S2");
    let gap = |month: &str, why: &str| {
        let fields = [(format!("gaps/{month}"), json!({"why": why}))].into_iter().collect();
        part(Body::Fields(FieldsSet { fields, note: String::new() }))
    };
    let result = |no: &str, value: &str| {
        let measured = Measured { value: value.into(), unit: "mg/L".into() };
        part(Body::SampleResult(SampleResult {
            no: no.into(),
            source: "lab".into(),
            taken_at: Some("2022-04-06".into()),
            items: [("nh3n".to_owned(), measured)].into(),
            ..SampleResult::default()
        }))
    };
    let monitor = someone("孙七", Role::Monitor);
    let came_in = vec![result("E-04", "2.1")];
    record(&mut session, &inlet, came_in, &morning("2022-05-12"), &monitor);
    let parts =
        vec![gap("2022-01", "frozen"), gap("2022-03", "not_monitored"), result("W-04", "2.4")];
    record(&mut session, &section, parts, &morning("2022-05-12"), &monitor);
    let board = session.snapshot().board(day("2022-05-05")).unwrap();
    let marks: Vec<String> = board.quality[0].months.iter().map(|it| it.mark().zh).collect();
    assert_eq!(marks[..6], ["冰封", "Ⅲ", "未测", "劣Ⅴ", "—", ""]);
    let told = inferior_words(&board.summary.kpis["k_river_inferior"]);
    assert_eq!(told[0].zh, "TJR03 氨氮 2.4（入境断面 2.1）");
    let (now, rulebook) = (&board.summary, &Rulebook::built_in());
    let input = BriefingInput { now, before: None, rulebook, basis: Basis::Happened };
    let briefing: Vec<String> = briefing(&input).into_iter().map(|it| it.zh).collect();
    let told = "劣Ⅴ类：TJR03 氨氮 2.4（入境断面 2.1）";
    assert!(briefing.iter().any(|words| words.contains(told)), "{briefing:?}");
}
