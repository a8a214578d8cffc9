//! Past evenings, figures as handed in, and what changed: scenarios 5, 6, 8 and 15 of the supervisor's days.

use std::sync::atomic::AtomicBool;

use serde_json::json;
use yice::model::{Day, FeatureKey, Kind, Lang, Stamp};
use yice::plan::*;
use yice::session::{
    Act, ActPart, Command, Evening, Import, ImportMode, Outcome, Session, Snapshot,
};

use crate::walk::{Place, part, record, stamp, to_file};

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn someone(name: &str, role: Role) -> Actor {
    Actor { name: name.into(), unit: "滨海新区局".into(), role }
}

pub fn morning(day: &str) -> Stamp {
    stamp(&format!("{day}T09:00:00+08:00"))
}

pub fn outfall(no: u32) -> FeatureKey {
    FeatureKey::new(&Kind::new(Kind::OUTFALL), &format!("A{no}"))
}

pub fn set(pairs: &[(&str, &str)]) -> ActPart {
    let fields = pairs.iter().map(|(code, value)| ((*code).to_owned(), (*value).into())).collect();
    part(Body::Fields(FieldsSet { fields, note: String::new() }))
}

pub fn put_on(
    session: &mut Session,
    key: &FeatureKey,
    on: &str,
    at: &str,
    by: &Actor,
    part: ActPart,
) {
    let act =
        Act { feature: key.clone(), on: Some(day(on)), on_behalf_of: None, parts: vec![part] };
    let outcome = session.apply(Command::Record(act), &morning(at), by).unwrap();
    assert!(matches!(outcome, Outcome::Recorded { .. }), "{outcome:?}");
}

pub fn take_in(session: &mut Session, path: &std::path::Path, at: &str) {
    let import = Import {
        path: path.to_owned(),
        kind: None,
        datum: None,
        mode: ImportMode::Auto,
        mix_synthetic: false,
    };
    let by = someone("张三", Role::Inspector);
    let outcome = session.apply(Command::Import(import), &morning(at), &by).unwrap();
    assert!(matches!(outcome, Outcome::Imported(_)), "{outcome:?}");
}

/// Four outfalls of a received ledger.
fn ledger(place: &Place) -> std::path::PathBuf {
    let feature = |no: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"outfall_id":"A{no}","name":"{no}号排口","plan_state":"整治中","category":"取缔","deadline_original":"2022-06-30","district":"滨海新区"}},"geometry":{{"type":"Point","coordinates":[117.{no},39.0]}}}}"#
        )
    };
    let features: Vec<String> = (1..=4).map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"outfall"}},"features":[{}]}}"#,
        features.join(",")
    );
    place.write("outfalls.geojson", text)
}

pub fn looked_back(session: &Session, on: &str, basis: Basis) -> Snapshot {
    let evening = Evening { day: day(on), basis };
    let found = session.snapshot().on_evening(evening, &AtomicBool::new(false)).unwrap();
    found.expect("nobody stopped it")
}

pub fn figure(snapshot: &Snapshot, code: &str) -> serde_json::Value {
    snapshot.summary(snapshot.today).kpis[code].clone()
}

/// Scenario 15.
#[test]
fn figures_handed_in_stay_and_what_is_learnt_later_is_told_in_sentences() {
    let place = Place::new();
    let file = ledger(&place);
    let zhang = someone("张三", Role::Inspector);
    let mut ours = place.session("ours.yice");
    take_in(&mut ours, &file, "2022-06-20");
    for no in [1, 2] {
        let named = set(&[("responsible_subject", "甲合作社"), ("river_code", "TJR01")]);
        put_on(&mut ours, &outfall(no), "2022-06-21", "2022-06-21", &zhang, named);
    }
    // A colleague has them, and goes on alone.
    let layer = ours.snapshot().layers[0].id;
    let packet = place.path("packet.geojson");
    ours.apply(to_file(layer, &packet), &morning("2022-06-22"), &zhang).unwrap();
    let mut theirs = place.session("theirs.yice");
    take_in(&mut theirs, &packet, "2022-06-23");
    let li = someone("李四", Role::Inspector);
    for no in [3, 4] {
        let named = set(&[("responsible_subject", "乙公司")]);
        put_on(&mut theirs, &outfall(no), "2022-06-29", "2022-06-29", &li, named);
    }
    let other = set(&[("responsible_subject", "丙公司")]);
    put_on(&mut theirs, &outfall(1), "2022-06-30", "2022-07-01", &li, other);

    let freeze = || Command::Freeze { as_of: day("2022-06-30"), note: "报市局".into() };
    let refused = ours.apply(freeze(), &morning("2022-06-30"), &zhang).unwrap();
    assert!(matches!(refused, Outcome::Refused(_)), "an inspector freezes nothing");
    let wang = someone("王五", Role::Municipal);
    let made = ours.apply(freeze(), &morning("2022-06-30"), &wang).unwrap();
    assert!(matches!(made, Outcome::Recorded { .. }), "{made:?}");
    let half = json!({"num": 2, "den": 4});
    assert_eq!(ours.snapshot().frozen_differences().unwrap()[0].changes.len(), 0);

    let late = place.path("late.geojson");
    let layer = theirs.snapshot().layers[0].id;
    theirs.apply(to_file(layer, &late), &morning("2022-07-02"), &li).unwrap();
    take_in(&mut ours, &late, "2022-07-03");

    let snapshot = ours.snapshot();
    let (_, reported, as_of) = snapshot.frozen().next().unwrap();
    assert_eq!(as_of, day("2022-06-30"));
    assert_eq!(reported.figures["kpis"]["k_subject"], half, "what was handed in stays");
    let happened = looked_back(&ours, "2022-06-30", Basis::Happened);
    assert_eq!(figure(&happened, "k_subject"), json!({"num": 4, "den": 4}));
    let received = looked_back(&ours, "2022-06-30", Basis::Received);
    assert_eq!(figure(&received, "k_subject"), half);

    let differences = snapshot.frozen_differences().unwrap();
    let told: Vec<String> = differences[0]
        .changes
        .iter()
        .map(|change| change.sentence(change.feature.code(), Lang::Zh))
        .collect();
    assert_eq!(
        told,
        [
            "A1 “责任主体”甲合作社→丙公司（李四 6月30日）",
            "A3 填“责任主体”为 乙公司（李四 6月29日）",
            "A4 填“责任主体”为 乙公司（李四 6月29日）",
        ]
    );
    let figures: Vec<&str> = differences[0].figures.iter().map(|text| text.zh.as_str()).collect();
    assert!(figures.contains(&"责任主体落实率 2/4→4/4"), "{figures:?}");
}

#[test]
fn an_evening_shows_where_things_stood_and_nothing_can_be_written_through_it() {
    let place = Place::new();
    let file = ledger(&place);
    let zhang = someone("张三", Role::Inspector);
    let mut session = place.session("a.yice");
    take_in(&mut session, &file, "2022-05-01");
    let moved = part(Body::Moved(Moved {
        geometry: r#"{"type":"Point","coordinates":[118.0,39.5]}"#.into(),
        datum: String::new(),
    }));
    put_on(&mut session, &outfall(1), "2022-05-10", "2022-05-10", &zhang, moved);
    put_on(&mut session, &outfall(2), "2022-05-11", "2022-05-11", &zhang, set(&[("name", "新名")]));
    let created = Act {
        feature: FeatureKey::new(&Kind::new(Kind::OUTFALL), "NEW-1"),
        on: None,
        on_behalf_of: None,
        parts: vec![part(Body::Created(Created {
            geometry: Some(r#"{"type":"Point","coordinates":[117.9,39.1]}"#.into()),
            fields: Fields::new(),
        }))],
    };
    session.apply(Command::Record(created), &morning("2022-05-12"), &zhang).unwrap();

    let now = session.snapshot();
    assert_eq!(now.newest_day(), Some(day("2022-05-12")));
    let places =
        |snapshot: &Snapshot| snapshot.layers.iter().map(|view| view.rows.len()).sum::<usize>();
    let lon = |snapshot: &Snapshot| {
        let (view, idx) = snapshot.place(&outfall(1)).unwrap();
        view.layer.shapes.anchor(idx).unwrap().lon_deg
    };
    let name = |snapshot: &Snapshot| snapshot.row(&outfall(2)).unwrap().name.clone();
    assert_eq!((places(&now), lon(&now), &*name(&now)), (5, 118.0, "新名"));

    let unheard_of = looked_back(&session, "2022-04-30", Basis::Received);
    assert_eq!(places(&unheard_of), 0, "the layer came on 1 May");
    assert_eq!(places(&looked_back(&session, "2022-05-01", Basis::Received)), 4);
    assert_eq!(places(&looked_back(&session, "2022-04-30", Basis::Happened)), 4);
    let then = looked_back(&session, "2022-05-09", Basis::Happened);
    assert!(then.read_only);
    assert_eq!((then.today, then.clock_day), (day("2022-05-09"), day("2022-05-12")));
    assert_eq!((places(&then), lon(&then), &*name(&then)), (4, 117.1, "2号排口"));
    let eleventh = looked_back(&session, "2022-05-11", Basis::Happened);
    assert_eq!((places(&eleventh), lon(&eleventh), &*name(&eleventh)), (4, 118.0, "新名"));
    // From one evening an earlier one is seen as from the present.
    let earlier = eleventh.summary(day("2022-05-09"));
    assert_eq!(earlier, then.summary(day("2022-05-09")));
    assert!(
        now.on_evening(
            Evening { day: day("2022-05-09"), basis: Basis::Happened },
            &AtomicBool::new(true)
        )
        .unwrap()
        .is_none()
    );
}

#[test]
fn what_changed_is_told_by_groups_with_who_and_when() {
    let place = Place::new();
    let file = ledger(&place);
    let (zhang, li) = (someone("张三", Role::Inspector), someone("李四", Role::District));
    let mut session = place.session("a.yice");
    take_in(&mut session, &file, "2022-05-01");
    put_on(
        &mut session,
        &outfall(3),
        "2022-05-02",
        "2022-05-02",
        &zhang,
        set(&[("responsible_subject", "甲")]),
    );
    let visit = part(Body::Visit(Visit::default()));
    put_on(&mut session, &outfall(1), "2022-05-10", "2022-05-10", &zhang, visit);
    let progress = part(Body::Progress(Progress { percent: 40, note: "已进场".into() }));
    put_on(&mut session, &outfall(2), "2022-05-11", "2022-05-11", &zhang, progress);
    put_on(
        &mut session,
        &outfall(3),
        "2022-05-11",
        "2022-05-11",
        &li,
        set(&[("responsible_subject", "乙")]),
    );
    put_on(
        &mut session,
        &outfall(4),
        "2022-05-12",
        "2022-05-12",
        &li,
        set(&[("regulator", "示例局")]),
    );
    let told = |changes: &[PlanChange]| -> Vec<String> {
        let line = |change: &PlanChange| {
            format!(
                "{} {}",
                change.group.label().zh,
                change.sentence(change.feature.code(), Lang::Zh)
            )
        };
        changes.iter().map(line).collect()
    };
    let snapshot = session.snapshot();
    assert_eq!(
        told(&snapshot.changes_since(day("2022-05-05")).unwrap()),
        [
            "推进 A2 进度 0%→40%（张三 5月11日）",
            "已报数据被更正 A3 “责任主体”甲→乙（李四 5月11日）",
            "补充资料 A4 填“监管单位”为 示例局（李四 5月12日）",
            "仅巡查 A1 巡查 1 次（张三 5月10日）",
        ]
    );
    assert!(snapshot.changes_since(day("2022-05-12")).unwrap().is_empty());
    let eleventh = looked_back(&session, "2022-05-11", Basis::Happened);
    assert_eq!(
        eleventh.changes_since(day("2022-05-10")).unwrap().len(),
        2,
        "up to the evening looked at"
    );
}

pub fn districts(place: &Place, names: &[&str], complete: usize) -> std::path::PathBuf {
    let feature = |(idx, name): (usize, &&str)| {
        let survey = if idx < complete { r#","bow_survey":"done""# } else { "" };
        format!(
            r#"{{"type":"Feature","properties":{{"layer":"district","adcode":"1201{idx:02}","name":"{name}"{survey}}},"geometry":{{"type":"Point","coordinates":[117.{idx},39.0]}}}}"#
        )
    };
    let features: Vec<String> = names.iter().enumerate().map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"district"}},"features":[{}]}}"#,
        features.join(",")
    );
    place.write("districts.geojson", text)
}

/// Scenario 6.
#[test]
fn a_zero_report_counts_and_silence_does_not() {
    let place = Place::new();
    let names: Vec<String> = (1..=14).map(|no| format!("{no}区")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.extend(["南开区", "河西区"]);
    let mut session = place.session("a.yice");
    take_in(&mut session, &districts(&place, &names, 13), "2022-06-01");
    let board = session.snapshot().board(day("2022-05-25")).unwrap();
    let silent = |board: &Board| -> Vec<String> {
        let open = board.survey.iter().filter(|one| !one.is_complete);
        open.map(|one| one.key.code().to_owned()).collect()
    };
    let surveyed = |board: &Board| {
        let figure = &board.summary.kpis["k_bow_survey"];
        ["num", "den", "zero_report"].map(|member| figure[member].as_u64().unwrap())
    };
    assert_eq!(surveyed(&board), [13, 16, 0]);
    assert_eq!(silent(&board), ["120113", "120114", "120115"]);
    let nankai = FeatureKey::new(&Kind::new(Kind::DISTRICT), "120114");
    let zero = || set(&[("bow_survey", "zero_report"), ("bow_survey_on", "2022-06-02")]);
    let inspector = someone("张三", Role::Inspector);
    let act = Act { feature: nankai.clone(), on: None, on_behalf_of: None, parts: vec![zero()] };
    let refused = session.apply(Command::Record(act), &morning("2022-06-02"), &inspector).unwrap();
    assert!(matches!(refused, Outcome::Refused(_)), "it is the district's to say");
    let officer = someone("钱七", Role::District);
    record(&mut session, &nankai, vec![zero()], &morning("2022-06-02"), &officer);
    let board = session.snapshot().board(day("2022-05-25")).unwrap();
    assert_eq!(surveyed(&board), [14, 16, 1]);
    assert_eq!(silent(&board), ["120113", "120115"]);
    assert_eq!(board.before.kpis["k_bow_survey"]["num"], 13, "a week ago nobody had said so");
    let brief = briefing(&BriefingInput {
        now: &board.summary,
        before: Some(&board.before),
        rulebook: &session.snapshot().rulebook,
        basis: Basis::Happened,
    });
    assert!(brief.iter().any(|text| text.zh.contains("14/16")), "{brief:?}");
    let waters = brief.iter().find(|text| text.zh.contains("14/16")).unwrap();
    assert!(waters.zh.contains("未报排查情况的 2 个区："), "the silent are named: {}", waters.zh);
    // A water that names its district by its code alone gainsays the report as one that names it.
    let water = place.write(
        "waters.geojson",
        r#"{"type":"FeatureCollection","metadata":{"layer":"black_odorous_water"},"features":[{"type":"Feature","properties":{"layer":"black_odorous_water","bow_id":"B1","name":"一号沟","adcode":"120114","scope":"urban","bow_state":"identified"},"geometry":{"type":"Point","coordinates":[117.3,39.0]}}]}"#,
    );
    take_in(&mut session, &water, "2022-06-01");
    let board = session.snapshot().board(day("2022-05-25")).unwrap();
    assert_eq!(surveyed(&board), [13, 16, 1]);
}

/// Scenario 8.
#[test]
fn a_suspicion_stays_outside_the_rate_until_it_is_confirmed() {
    let place = Place::new();
    let feature = |no: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"layer":"plot","plot_id":"P{no}","name":"{no}号地块","is_key_plot":true,"area_m2":1000,"illegal_use":"none","plot_state":"delisted"}},"geometry":{{"type":"Point","coordinates":[117.{no},39.0]}}}}"#
        )
    };
    let features: Vec<String> = (1..=3).map(feature).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"plot"}},"features":[{}]}}"#,
        features.join(",")
    );
    let file = place.write("plots.geojson", text);
    let mut session = place.session("a.yice");
    take_in(&mut session, &file, "2022-05-01");
    let plot = FeatureKey::new(&Kind::new(Kind::PLOT), "P2");
    let suspect = set(&[("illegal_use", "suspected")]);
    let zhang = someone("张三", Role::Inspector);
    put_on(&mut session, &plot, "2022-05-10", "2022-05-10", &zhang, suspect);
    let whole = json!({"num": 3000, "den": 3000, "by_count": {"num": 3, "den": 3}, "unit": "m2"});
    let board = session.snapshot().board(day("2022-05-03")).unwrap();
    assert_eq!(board.summary.kpis["k_plot_safe"], whole);
    assert_eq!(board.summary.kpis["k_plot_illegal"], json!({"count": 0, "to_check": 1}));
    assert_eq!(board.features(&board.kpis["k_plot_illegal"].of), [plot]);
    // A goal of none is not reached while one is suspected.
    let target = board.summary.targets.iter().find(|it| it.id == "plots_illegal").unwrap();
    assert_eq!(
        (target.to_check, standing_label(target).unwrap().zh.as_str()),
        (1, "待核 1，未核实前不算已达到")
    );
    let rulebook = &session.snapshot().rulebook;
    let brief = briefing(&BriefingInput {
        now: &board.summary,
        before: None,
        rulebook,
        basis: Basis::Happened,
    });
    let of_plots = brief.iter().find(|text| text.zh.contains("安全利用率")).unwrap();
    assert!(of_plots.zh.contains("按地块 3/3"), "{}", of_plots.zh);
    assert!(of_plots.zh.contains("疑似违规待核 1 块，未计入"), "{}", of_plots.zh);
    assert!(!of_plots.zh.contains("确认违规"), "suspicion names nobody: {}", of_plots.zh);
}

#[test]
fn a_confirmed_illegal_use_is_named_in_the_briefing_with_its_area() {
    let pairs = [("name", "示例地块"), ("is_key_plot", "yes"), ("area_m2", "31807")];
    let fields = pairs.map(|(field, value)| (field.to_owned(), value.into())).into_iter().collect();
    let baseline = Baseline { stage: Some("illegal_use".into()), fields };
    let key = FeatureKey::parse("plot:1").unwrap();
    let now = crate::programme::summarise(vec![(key, baseline)], "2022-05-12");
    let rulebook = &Rulebook::built_in();
    let brief =
        briefing(&BriefingInput { now: &now, before: None, rulebook, basis: Basis::Happened });
    let said = brief.iter().find(|text| text.zh.contains("确认违规开发利用")).unwrap();
    assert!(said.zh.contains("确认违规开发利用的地块：示例地块（31807 m²）"), "{}", said.zh);
    assert!(said.zh.contains("超出目标 0"), "{}", said.zh);
    assert!(said.en.contains("above its goal of 0"), "{}", said.en);
}

/// Scenario 5: a ditch nobody had listed counts for 30 June once it is identified.
#[test]
fn a_found_water_counts_for_the_plans_of_june_once_it_is_identified() {
    let identified = |stage: Option<&str>| {
        let key = FeatureKey::parse("black_odorous_water:1").unwrap();
        let fields = [("scope".to_owned(), "urban".into())].into_iter().collect();
        let baseline = Baseline { stage: stage.map(str::to_owned), fields };
        crate::programme::summarise(vec![(key, baseline)], "2022-05-12")
    };
    assert!(identified(Some("suspected")).kpis["k_bow_plan"].is_null());
    let summary = identified(Some("identified"));
    assert_eq!(summary.kpis["k_bow_plan"], json!({"num": 0, "den": 1}));
    let target =
        summary.targets.iter().find(|it| it.den == Some(Amount::of(1)) && it.due == "2022-06-30");
    assert!(target.is_some(), "the plans of June want it");
}

#[test]
fn what_may_be_used_is_nobodys_burden() {
    let place = Place::new();
    let plot = |code: &str, stage: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"plot_code":"{code}","name":"{code}","plot_state":"{stage}"}},"geometry":null}}"#
        )
    };
    let plots =
        [plot("P1", "未超筛选值"), plot("P2", "详细调查"), plot("P3", "移出名录")].join(",");
    let text = format!(
        r#"{{"type":"FeatureCollection","metadata":{{"layer":"plot"}},"features":[{plots}]}}"#
    );
    let mut session = place.session("a.yice");
    take_in(&mut session, &place.write("plots.geojson", text), "2022-05-12");
    let board = session.snapshot().board(day("2022-05-05")).unwrap();
    let held: Vec<&str> = board.holders.iter().map(|holder| holder.stage.as_str()).collect();
    assert_eq!(held, ["detailed_survey"], "what is finished waits for nobody");
}
