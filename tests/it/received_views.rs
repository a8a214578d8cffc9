//! Past evenings by what had been received: figures, papers and comparisons all go by it, and say so.

use yice::model::{FeatureKey, Kind, Lang};
use yice::plan::*;
use yice::report::{Source, briefing_paragraphs};
use yice::session::{Session, Snapshot};

use crate::evenings::{
    day, districts, figure, looked_back, morning, outfall, put_on, set, someone, take_in,
};
use crate::walk::{Place, part};

/// The briefing of what is shown, as one text.
fn briefing_of(snapshot: &Snapshot) -> String {
    let now = morning("2022-07-01");
    briefing_paragraphs(&Source::new(snapshot, snapshot.today, Lang::Zh, &now)).unwrap().join("\n")
}

#[test]
fn papers_say_by_what_they_count_and_compare_by_the_same() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    take_in(&mut session, &districts(&place, &["甲区", "乙区", "丙区"], 1), "2022-06-01");
    // What happened on the 21st was heard of on the 28th.
    let zero = set(&[("bow_survey", "zero_report"), ("bow_survey_on", "2022-06-21")]);
    let key = FeatureKey::new(&Kind::new(Kind::DISTRICT), "120101");
    let officer = someone("钱七", Role::District);
    put_on(&mut session, &key, "2022-06-21", "2022-06-28", &officer, zero);
    let received = looked_back(&session, "2022-06-30", Basis::Received);
    let happened = looked_back(&session, "2022-06-30", Basis::Happened);
    let (by_receipt, by_day) = (briefing_of(&received), briefing_of(&happened));
    let basis = "口径：按收到时间，只含 2022-06-30 24时前收到的来件和记录";
    assert!(by_receipt.contains(basis), "{by_receipt}");
    assert!(by_day.contains("口径：截至业务日期 2022-06-30 24时"), "{by_day}");
    let rise = "较6月23日 +1";
    assert!(by_receipt.contains(rise), "nothing had been heard by the 23rd: {by_receipt}");
    assert!(!by_day.contains(rise), "it had happened by the 23rd: {by_day}");
    let now = morning("2022-07-01");
    let papers = [
        (&received, Lang::Zh, "口径：按收到时间，只含 2022-06-30 24时前收到的来件和记录"),
        (&received, Lang::En, "Counted by what had been received by the end of 2022-06-30"),
        (&happened, Lang::Zh, "口径：截至业务日期 2022-06-30 24时，按本工作库已有记录"),
    ];
    for (snapshot, lang, words) in papers {
        assert_eq!(Source::new(snapshot, snapshot.today, lang, &now).basis(), words);
    }
    let before_all = briefing_of(&looked_back(&session, "2022-06-05", Basis::Received));
    assert!(before_all.contains("；2022-05-29 时还没有收到来件，不比增减"), "{before_all}");
    // The board's week is counted by the same.
    let board = received.board(day("2022-06-23")).unwrap();
    assert_eq!(
        board.before,
        received.seen_on(day("2022-06-23")).unwrap().summary(day("2022-06-23"))
    );
}

/// A text of a layer of outfalls: code, name, what it states, longitude.
pub fn outfalls(place: &Place, features: &[(&str, &str, &str, &str)]) -> std::path::PathBuf {
    let feature = |(code, name, state, lon): &(&str, &str, &str, &str)| {
        format!(
            r#"{{"type":"Feature","properties":{{"outfall_id":"{code}","name":"{name}","plan_state":"{state}","category":"取缔","district":"滨海新区"}},"geometry":{{"type":"Point","coordinates":[{lon},39.0]}}}}"#
        )
    };
    let features: Vec<String> = features.iter().map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"outfall"}},"features":[{}]}}"#,
        features.join(",")
    );
    place.write("outfalls.geojson", text)
}

/// Every feature that is listed: code, name and longitude.
pub fn listed(snapshot: &Snapshot) -> Vec<String> {
    let of = |view: &std::sync::Arc<yice::session::LayerView>| {
        let row = |(idx, row): (usize, &yice::session::FeatureRow)| {
            let lon = view.layer.shapes.anchor(idx).map(|at| at.lon_deg);
            format!("{} {} {:.1}", row.key.code(), row.name, lon.unwrap_or_default())
        };
        view.rows.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    let mut listed: Vec<String> = snapshot.layers.iter().flat_map(of).collect();
    listed.sort();
    listed
}

pub const OLDER: [(&str, &str, &str, &str); 4] = [
    ("A1", "一号排口", "方案待批", "117.1"),
    ("A2", "二号排口", "整治中", "117.2"),
    ("A3", "三号排口", "整治中", "117.3"),
    ("A4", "四号排口", "整治中", "117.4"),
];

/// A newer text without A4, with one more, and with other words about the rest.
pub const NEWER: [(&str, &str, &str, &str); 5] = [
    ("A1", "一号排口", "整治中", "117.1"),
    ("A2", "新二号排口", "整治中", "117.2"),
    ("A3", "三号排口", "整治中", "117.9"),
    ("A5", "五号排口", "整治中", "117.5"),
    ("NEW-1", "新口", "整治中", "117.6"),
];

/// The older text on 29 June, with a visit at A4 and a find of NEW-1; the newer one on 4 July.
pub fn updated(place: &Place) -> Session {
    let mut session = place.session("a.yice");
    take_in(&mut session, &outfalls(place, &OLDER), "2022-06-29");
    let zhang = someone("张三", Role::Inspector);
    let visit = part(Body::Visit(Visit::default()));
    put_on(&mut session, &outfall(4), "2022-06-29", "2022-06-29", &zhang, visit);
    let created = part(Body::Created(Created {
        geometry: Some(r#"{"type":"Point","coordinates":[117.6,39.0]}"#.into()),
        fields: Fields::new(),
    }));
    let new = FeatureKey::new(&Kind::new(Kind::OUTFALL), "NEW-1");
    put_on(&mut session, &new, "2022-06-30", "2022-06-30", &zhang, created);
    take_in(&mut session, &outfalls(place, &NEWER), "2022-07-04");
    session
}

#[test]
fn by_receipt_a_layer_stands_by_the_text_it_had_that_evening() {
    let place = Place::new();
    let session = updated(&place);
    assert_eq!(session.snapshot().layers.len(), 2, "A4 is listed though its file has lost it");
    let older =
        ["A1 一号排口 117.1", "A2 二号排口 117.2", "A3 三号排口 117.3", "A4 四号排口 117.4"];
    let received = |on: &str| looked_back(&session, on, Basis::Received);
    let sorted = |more: &[&str]| {
        let mut all: Vec<String> = older.iter().chain(more).map(|it| (*it).to_owned()).collect();
        all.sort();
        all
    };
    assert_eq!(listed(&received("2022-06-28")), [""; 0]);
    assert_eq!(listed(&received("2022-06-29")), sorted(&[]));
    assert_eq!(listed(&received("2022-07-03")), sorted(&["NEW-1 NEW-1 117.6"]));
    assert_eq!(listed(&received("2022-07-04")), listed(&session.snapshot()));

    let plans = |snapshot: &Snapshot| figure(snapshot, "k_plan");
    let then = received("2022-06-30");
    let counted = then.summary(then.today).kinds["outfall"].features;
    assert_eq!((counted, plans(&then)), (5, serde_json::json!({"num": 3, "den": 5})));
    assert_eq!(plans(&received("2022-07-04")), serde_json::json!({"num": 5, "den": 6}));
    // By business date texts are those of today.
    let happened = looked_back(&session, "2022-06-30", Basis::Happened);
    assert_eq!(plans(&happened), serde_json::json!({"num": 5, "den": 6}));
    // From a later evening as from the present.
    let seen = received("2022-07-04").seen_on(day("2022-06-30")).unwrap().into_owned();
    assert_eq!((listed(&seen), plans(&seen)), (listed(&then), plans(&then)));
    let board = received("2022-07-04").board(day("2022-06-30")).unwrap();
    assert_eq!(board.before.kpis["k_plan"], serde_json::json!({"num": 3, "den": 5}));
}

#[test]
fn what_was_held_back_of_an_older_text_is_held_back_on_its_evening() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let text = |state: &str| outfalls(&place, &[("A1", "一号排口", state, "117.1"), OLDER[1]]);
    for (state, on) in
        [("整治中", "2022-06-01"), ("无需整治", "2022-06-10"), ("整治中", "2022-06-20")]
    {
        take_in(&mut session, &text(state), on);
    }
    let told = |on: &str| {
        let then = looked_back(&session, on, Basis::Received);
        let state = then.plans.peek(&outfall(1)).unwrap();
        state.stage_code().map(str::to_owned)
    };
    for on in ["2022-06-05", "2022-06-15", "2022-06-25"] {
        assert_eq!(told(on).as_deref(), Some("in_progress"), "{on}");
    }
}

#[test]
fn what_a_later_text_states_and_figures_do_not_follow_stands_on_no_evening_before_it() {
    let place = Place::new();
    let mut session = place.session("a.yice");
    let text = |state: &str| outfalls(&place, &[("A1", "一号排口", state, "117.1"), OLDER[1]]);
    for (state, on) in [("整治中", "2022-06-01"), ("已核减", "2022-07-04")] {
        take_in(&mut session, &text(state), on);
    }
    assert_eq!(session.snapshot().plans.peek(&outfall(1)).unwrap().held.len(), 1);
    for basis in [Basis::Received, Basis::Happened] {
        let then = looked_back(&session, "2022-06-30", basis);
        assert!(then.plans.peek(&outfall(1)).unwrap().held.is_empty(), "{basis:?}");
        assert_eq!(then.summary(then.today).kinds["outfall"].held, 0, "{basis:?}");
    }
}
