//! The programme's figures of kinds other than outfalls, against a handful of features counted by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use yice::model::{FeatureKey, Kind};
use yice::plan::*;

use crate::histories::*;

/// Features as a received file states them: key, stage and fields.
type Stated<'a> = (&'a str, Option<&'a str>, &'a [(&'a str, &'a str)]);

fn kpis(stated: &[Stated<'_>]) -> BTreeMap<String, Value> {
    let baseline = |(key, stage, pairs): &Stated<'_>| {
        let baseline = Baseline { stage: stage.map(str::to_owned), fields: fields(pairs) };
        (FeatureKey::parse(key).unwrap(), baseline)
    };
    summarise(stated.iter().map(baseline).collect(), "2022-05-12").kpis
}

/// The figures of features of which nothing but a received file is known.
pub fn summarise(stated: Vec<(FeatureKey, Baseline)>, as_of: &str) -> Summary {
    let rulebook = Arc::new(Rulebook::built_in());
    let mut ledger = Ledger::new(Arc::clone(&rulebook));
    let mut layers: BTreeMap<Kind, Vec<FeatureKey>> = BTreeMap::new();
    for (key, baseline) in stated {
        ledger.set_baselines([(key.clone(), baseline)]);
        layers.entry(key.kind()).or_default().push(key);
    }
    let layers: Vec<LayerFeatures> = layers
        .into_iter()
        .map(|(kind, keys)| LayerFeatures { kind, keys, synthetic: true, programme_total: None })
        .collect();
    let main_key = |key: &FeatureKey| key.clone();
    summary(&SummaryInput {
        plans: ledger.plans(),
        layers: &layers,
        main_key: &main_key,
        rulebook: &rulebook,
        context: &World::default(),
        as_of: day(as_of),
    })
}

#[test]
fn a_figure_without_its_layer_is_null() {
    let kpis = kpis(&[]);
    assert_eq!(kpis.len(), 26);
    assert!(kpis.values().all(Value::is_null), "{kpis:?}");
}

#[test]
fn black_odorous_waters_count_once_identified_and_districts_when_they_say_so() {
    let kpis = kpis(&[
        ("black_odorous_water:1", Some("suspected"), &[]),
        ("black_odorous_water:2", Some("excluded"), &[]),
        ("black_odorous_water:3", Some("plan_draft"), &[]),
        ("black_odorous_water:4", Some("plan_done"), &[]),
        ("black_odorous_water:5", Some("lasting_clear"), &[]),
        ("district:1", None, &[("bow_survey", "done")]),
        ("district:2", None, &[("bow_survey", "zero_report")]),
        ("district:3", None, &[("bow_survey", "not_done")]),
        ("district:4", None, &[]),
    ]);
    assert_eq!(kpis["k_bow_plan"], json!({"num": 2, "den": 3}));
    assert_eq!(kpis["k_bow_elim"], json!({"num": 1, "den": 3}));
    let survey = json!({"num": 2, "den": 4, "zero_report": 1, "silent": ["4"]});
    assert_eq!(kpis["k_bow_survey"], survey, "what is not done yet is no silence");
}

#[test]
fn a_section_without_a_class_is_no_good_one_and_an_unknown_mouth_stands_apart() {
    let mouth = |river: &'static str, class: &'static str| {
        [
            ("nature", "sea_mouth"),
            ("river_code", river),
            ("latest_class", class),
            ("target_class", "V"),
        ]
    };
    let (a, b, c, d) =
        (mouth("R1", "III"), mouth("R2", "inferior_v"), mouth("R3", "unknown"), mouth("R4", "V"));
    let kpis = kpis(&[
        ("section:1", None, &a),
        ("section:2", None, &b),
        ("section:3", None, &c),
        ("section:4", None, &d),
        ("section:5", None, &[("nature", "inlet"), ("latest_class", "II")]),
        ("section:6", None, &[("is_assessed", "no"), ("latest_class", "I")]),
    ]);
    // The class of R2 is the file's own word: no item is known of it.
    let named = json!([{"river": "R2", "name": "R2"}]);
    assert_eq!(
        kpis["k_river_inferior"],
        json!({"num": 2, "den": 3, "stated": 3, "unknown": 1, "inferior": named})
    );
    assert_eq!(kpis["k_sec_good"], json!({"num": 2, "den": 4, "stated": 4, "unknown": 1}));
    assert_eq!(kpis["k_sec_target"], json!({"num": 2, "den": 3, "stated": 3}));
}

#[test]
fn suspicion_moves_no_figure_of_plots_and_a_confirmed_illegal_use_is_never_safe() {
    let key = |area: &'static str, suspicion: &'static str| {
        [("is_key_plot", "yes"), ("area_m2", area), ("illegal_use", suspicion)]
    };
    let (a, b, c) = (key("300", "suspected"), key("100", "confirmed"), key("600", "none"));
    let kpis = kpis(&[
        ("plot:1", Some("no_exceedance"), &a),
        ("plot:2", Some("illegal_use"), &b),
        ("plot:3", Some("delisted"), &c),
        ("plot:4", Some("listed"), &[("is_key_plot", "no"), ("area_m2", "900")]),
    ]);
    let expected = json!({"num": 900, "den": 1000, "by_count": {"num": 2, "den": 3}, "unit": "m2"});
    assert_eq!(kpis["k_plot_safe"], expected);
    let named = json!([{"name": "2", "area_m2": 100}]);
    assert_eq!(
        kpis["k_plot_illegal"],
        json!({"count": 1, "to_check": 1, "confirmed": named}),
        "a confirmed use is named, a suspected one only counted"
    );
}

#[test]
fn polluted_farmland_is_safe_by_measures_carried_out_and_produce_that_meets_the_standard() {
    let unit = |area: &'static str, level: &'static str, ok: &'static str| {
        [("area_mu", area), ("pollution_level", level), ("measure_done", "yes"), ("produce_ok", ok)]
    };
    let (b, c, not_ok, d, clean) = (
        unit("10", "light", "no"),
        unit("50", "moderate", "yes"),
        unit("9", "moderate", "no"),
        unit("31", "heavy", "no"),
        unit("500", "none", "yes"),
    );
    let kpis = kpis(&[
        ("farmland_unit:1", Some("priority_protection"), &b),
        ("farmland_unit:2", Some("safe_use"), &c),
        ("farmland_unit:3", Some("safe_use"), &not_ok),
        ("farmland_unit:4", Some("strict_control"), &d),
        ("farmland_unit:5", Some("priority_protection"), &clean),
    ]);
    assert_eq!(kpis["k_farm_safe"], json!({"num": 91, "den": 100, "unit": "mu"}));
}

#[test]
fn what_differs_from_frozen_figures_is_told_in_words_the_targets_first() {
    let of = |category: &str, stage: &str| {
        let outfall = |code: &str, stage: &str, category: &str| {
            let fields = fields(&[("category", category)]);
            let baseline = Baseline { stage: Some(stage.to_owned()), fields };
            (FeatureKey::parse(code).unwrap(), baseline)
        };
        let stated =
            vec![outfall("outfall:1", "in_progress", "ban"), outfall("outfall:2", stage, category)];
        summarise(stated, "2022-05-12")
    };
    let figures = figures_to_freeze(&of("standardize", "in_progress"));
    let reported = Reported { figures, ..Reported::default() };
    let told = figure_changes(&reported, &of("ban", "signed_off"), &Rulebook::built_in());
    let zh: Vec<&str> = told.iter().map(|text| text.zh.as_str()).collect();
    assert_eq!(zh[0], "已销号的入海排污口 0/68→1/68", "{zh:?}");
    assert!(zh.contains(&"销号率 0/2→1/2"), "{zh:?}");
    assert!(zh.contains(&"分类构成 依法取缔 1→2，规范整治 1→0"), "{zh:?}");
    assert!(zh.iter().all(|words| !words.contains('{')), "{zh:?}");
    let same = figure_changes(&reported, &of("standardize", "in_progress"), &Rulebook::built_in());
    assert_eq!(same, []);
}

#[test]
fn a_briefing_says_whose_word_the_classes_of_sections_are() {
    let pairs = [
        ("latest_class", "II"),
        ("latest_month", "2022-04"),
        ("nature", "sea_mouth"),
        ("river_code", "R1"),
    ];
    let baseline = Baseline { stage: None, fields: fields(&pairs) };
    let now = summarise(vec![(FeatureKey::parse("section:1").unwrap(), baseline)], "2022-05-12");
    let rulebook = Rulebook::built_in();
    let told = briefing(&BriefingInput {
        now: &now,
        before: None,
        rulebook: &rulebook,
        basis: Basis::Happened,
    });
    let said = told.iter().any(|text| text.zh.contains("断面水质类别为来件所报、未核实的 1 个"));
    assert!(said, "{told:?}");
    let beside = told.iter().any(|text| text.zh.contains("1/1（100.0%），其中 1 个来件所报未核实"));
    assert!(beside, "the rate says itself what it rests on: {told:?}");
}
