//! Classes of water and soil: rows worked by hand from the tables, at and beside each boundary.

use yice::plan::*;

use crate::histories::day;

fn judged(standard: &str, items: &[(&str, &str)], context: &SampleContext) -> Judgement {
    let measured = |(code, value): &(&str, &str)| {
        ((*code).to_owned(), Measured { value: (*value).into(), unit: String::new() })
    };
    let result = SampleResult {
        no: "S-1".into(),
        source: "lab".into(),
        items: items.iter().map(measured).collect(),
        ..SampleResult::default()
    };
    Rulebook::built_in().standards.judge(&result, Some(standard), context)
}

fn class(standard: &str, items: &[(&str, &str)]) -> String {
    let judgement = judged(standard, items, &SampleContext::default());
    judgement.class.map_or_else(|| "-".to_owned(), |class| class.code)
}

/// Each row: an item and values with the class they fall into.
fn check(standard: &str, item: &str, rows: &[(&str, &str)]) {
    for (value, expected) in rows {
        assert_eq!(class(standard, &[(item, value)]), *expected, "{standard} {item} {value}");
    }
}

#[test]
fn surface_water_takes_the_best_class_whose_limit_is_kept() {
    let river = "GB3838-2002/river";
    check(
        river,
        "cod",
        &[("12", "I"), ("15", "I"), ("15.1", "III"), ("20", "III"), ("20.1", "IV")],
    );
    check(river, "cod", &[("30", "IV"), ("30.1", "V"), ("40", "V"), ("40.1", "inferior_v")]);
    check(river, "nh3n", &[("0.15", "I"), ("0.16", "II"), ("0.5", "II"), ("0.51", "III")]);
    check(river, "nh3n", &[("1.0", "III"), ("1.01", "IV"), ("1.5", "IV"), ("2.0", "V")]);
    check(river, "nh3n", &[("2.01", "inferior_v")]);
    check(river, "tp", &[("0.02", "I"), ("0.3", "IV"), ("0.4", "V"), ("0.41", "inferior_v")]);
    check(
        "GB3838-2002/lake",
        "tp",
        &[("0.01", "I"), ("0.05", "III"), ("0.1", "IV"), ("0.21", "inferior_v")],
    );
    check(river, "do", &[("7.5", "I"), ("7.49", "II"), ("6", "II"), ("5", "III"), ("3", "IV")]);
    check(river, "do", &[("2", "V"), ("1.99", "inferior_v")]);
    check(river, "ph", &[("6", "I"), ("9", "I"), ("5.99", "inferior_v"), ("9.01", "inferior_v")]);
    check(
        river,
        "codmn",
        &[("2", "I"), ("4", "II"), ("6", "III"), ("10", "IV"), ("15", "V"), ("15.1", "inferior_v")],
    );
    check(
        river,
        "bod5",
        &[("3", "I"), ("4", "III"), ("6", "IV"), ("10", "V"), ("10.1", "inferior_v")],
    );
    check(
        river,
        "hg",
        &[("0.00005", "I"), ("0.0001", "III"), ("0.001", "IV"), ("0.0011", "inferior_v")],
    );
    check(
        river,
        "fluoride",
        &[("1.0", "I"), ("1.01", "IV"), ("1.5", "IV"), ("1.51", "inferior_v")],
    );
}

#[test]
fn the_worst_item_decides_and_the_number_of_items_is_said() {
    let items = [
        ("ph", "7.8"),
        ("do", "6.2"),
        ("cod", "24"),
        ("nh3n", "0.4"),
        ("tp", "0.1"),
        ("fecal", "90000"),
    ];
    let judgement = judged("GB3838-2002/river", &items, &SampleContext::default());
    assert_eq!(judgement.class_label().unwrap().zh, "Ⅳ类（5 项）");
    assert_eq!(judgement.clause.zh, "表1 单因子评价（环办〔2011〕22号）");
    // Faecal coliforms take no part and are shown with their own class.
    let apart = judgement.items.iter().find(|item| item.item == "fecal").unwrap();
    assert_eq!((apart.apart, apart.class.as_ref().unwrap().code.as_str()), (true, "inferior_v"));
    assert!(matches!(judgement.outcome, Outcome::NotJudged(ref why) if why.zh.contains("目标")));
    for (target, expected) in
        [("V", Outcome::Compliant), ("IV", Outcome::Compliant), ("III", Outcome::Failing)]
    {
        let context = SampleContext { target: Some(target.into()), ..SampleContext::default() };
        let judgement = judged("GB3838-2002/river", &items, &context);
        assert_eq!(judgement.outcome, expected, "{target}");
        let cod = judgement.items.iter().find(|item| item.item == "cod").unwrap();
        assert_eq!(cod.compliant, Some(target != "III"));
    }
    // Total nitrogen is no river item at all.
    assert_eq!(class("GB3838-2002/river", &[("tn", "9")]), "-");
}

#[test]
fn below_detection_counts_as_half_the_limit_in_surface_water() {
    assert_eq!(class("GB3838-2002/river", &[("nh3n", "<0.3")]), "I");
    assert_eq!(class("GB3838-2002/river", &[("nh3n", "<0.4")]), "II");
    assert_eq!(class("GB3838-2002/river", &[("hg", "0.00004L")]), "I");
}

#[test]
fn urban_black_odorous_water_is_graded_at_every_boundary() {
    let urban = "BOW-URBAN-2015/urban";
    check(
        urban,
        "transparency",
        &[("25.1", "none"), ("25", "mild"), ("10", "mild"), ("9.9", "severe")],
    );
    check(urban, "do", &[("2.01", "none"), ("2.0", "mild"), ("0.2", "mild"), ("0.19", "severe")]);
    check(urban, "orp", &[("51", "none"), ("50", "mild"), ("-200", "mild"), ("-201", "severe")]);
    check(urban, "nh3n", &[("7.99", "none"), ("8.0", "mild"), ("15", "mild"), ("15.1", "severe")]);
    let point = [("transparency", "8"), ("do", "1.1"), ("orp", "-210"), ("nh3n", "16")];
    let judgement = judged(urban, &point, &SampleContext::default());
    assert_eq!(judgement.class_label().unwrap().zh, "重度黑臭（4 项）");
    assert!(
        judgement.standard.zh.contains("城市黑臭水体整治工作指南")
            && !judgement.rests_on_recalled()
    );
    assert_eq!(judgement.outcome, Outcome::Failing);
}

#[test]
fn in_shallow_water_transparency_is_measured_against_the_depth() {
    let at = |standard: &str, depth: &str, clear: &str| {
        class(standard, &[("depth", depth), ("transparency", clear)])
    };
    let urban = "BOW-URBAN-2015/urban";
    // 40 % of 20 cm: more than 8 cm is not black-odorous; the severe limit is not stated: mild at most.
    assert_eq!(
        [at(urban, "20", "8.1"), at(urban, "20", "8"), at(urban, "20", "1")],
        ["none", "mild", "mild"]
    );
    assert_eq!([at(urban, "25", "20"), at(urban, "25", "9")], ["mild", "severe"]);
    let rural = "BOW-RURAL/rural";
    assert_eq!(
        [at(rural, "20", "8"), at(rural, "20", "7.9"), at(rural, "30", "24.9")],
        ["none", "black_odorous", "black_odorous"]
    );
}

#[test]
fn rural_black_odorous_water_has_one_grade_and_its_limits_are_to_be_checked() {
    let rural = "BOW-RURAL/rural";
    check(rural, "transparency", &[("25", "none"), ("24.9", "black_odorous")]);
    check(rural, "do", &[("2", "none"), ("1.99", "black_odorous")]);
    check(rural, "nh3n", &[("15", "none"), ("15.1", "black_odorous")]);
    assert!(judged(rural, &[("do", "1")], &SampleContext::default()).rests_on_recalled());
}

#[test]
fn soil_of_building_land_is_screened_by_the_class_of_land() {
    let (first, second) = ("GB36600-2018/1", "GB36600-2018/2");
    let (low, mid, high) = ("below_screening", "above_screening", "above_intervention");
    check(first, "soil_as", &[("20", low), ("20.1", mid), ("120", mid), ("120.1", high)]);
    check(second, "soil_as", &[("60", low), ("60.1", mid), ("140", mid), ("140.1", high)]);
    check(first, "soil_pb", &[("400", low), ("401", mid), ("800", mid), ("801", high)]);
    check(second, "soil_cd", &[("65", low), ("65.1", mid), ("172", mid), ("172.1", high)]);
    check(first, "benzo_a_pyrene", &[("0.55", low), ("0.56", mid), ("5.5", mid), ("5.6", high)]);
    check(second, "toluene", &[("1200", low), ("1201", high)]);
    check(first, "dioxins", &[("0.00001", low), ("0.00002", mid), ("0.0002", high)]);
    check(second, "tph_c10_c40", &[("4500", low), ("9000", mid), ("9001", high)]);
    let above = judged(first, &[("soil_as", "21")], &SampleContext::default());
    assert_eq!(above.outcome, Outcome::Failing);
    assert_eq!(above.items[0].limit.as_deref(), Some("≤ 20"));
}

#[test]
fn what_is_not_above_the_local_background_is_not_contaminated() {
    let background = [("soil_as".to_owned(), 30.0), ("soil_pb".to_owned(), 900.0)].into();
    let context = SampleContext { background, ..SampleContext::default() };
    let at = |item: &str, value: &str| {
        let judgement = judged("GB36600-2018/1", &[(item, value)], &context);
        (judgement.class.unwrap().code, judgement.outcome == Outcome::Compliant)
    };
    assert_eq!(at("soil_as", "19"), ("below_screening".into(), true));
    assert_eq!(at("soil_as", "30"), ("within_background".into(), true));
    assert_eq!(at("soil_as", "30.1"), ("above_screening".into(), false));
    // Only arsenic, cobalt and vanadium have a background in this sense.
    assert_eq!(at("soil_pb", "850"), ("above_intervention".into(), false));
}

#[test]
fn a_name_that_water_and_soil_share_is_told_apart_by_the_unit() {
    let standards = Rulebook::built_in().standards;
    assert_eq!(standards.item_in("砷", "mg/kg").unwrap().code, "soil_as");
    assert_eq!(standards.item_in("砷", "mg/L").unwrap().code, "as");
    // Without a unit it is the one the table speaks of.
    assert_eq!(class("GB36600-2018/1", &[("砷", "21")]), "above_screening");
    assert_eq!(class("GB3838-2002/river", &[("砷", "0.06")]), "IV");
}

#[test]
fn farmland_is_judged_by_bands_of_soil_ph_and_not_without_one() {
    let at = |level: &str, ph: &str, item: &str, value: &str| {
        class(&format!("GB15618-2018/{level}"), &[("soil_ph", ph), (item, value)])
    };
    assert_eq!(
        [at("paddy", "5.5", "soil_cd", "0.3"), at("paddy", "5.5", "soil_cd", "0.31")],
        ["low", "safe_use"]
    );
    assert_eq!(
        [at("paddy", "5.6", "soil_cd", "0.4"), at("paddy", "7.6", "soil_cd", "0.8")],
        ["low", "low"]
    );
    assert_eq!(
        [at("paddy", "5.0", "soil_cd", "1.5"), at("paddy", "5.0", "soil_cd", "1.6")],
        ["safe_use", "strict_control"]
    );
    assert_eq!(
        [at("other", "7.5", "soil_as", "30"), at("other", "7.51", "soil_as", "30")],
        ["low", "safe_use"]
    );
    assert_eq!(
        [at("other", "6.5", "soil_hg", "1.8"), at("other", "8", "soil_pb", "1001")],
        ["low", "strict_control"]
    );
    assert_eq!(class("GB15618-2018/paddy", &[("soil_cd", "9")]), "-");
    let judgement = judged(
        "GB15618-2018/paddy",
        &[("soil_ph", "6"), ("soil_cd", "0.2")],
        &SampleContext::default(),
    );
    assert!(judgement.rests_on_recalled());
}

#[test]
fn sea_water_has_four_classes_and_one_beyond() {
    let sea = "GB3097-1997/sea";
    check(
        sea,
        "do",
        &[("6.01", "1"), ("6", "2"), ("5", "3"), ("4", "4"), ("3.01", "4"), ("3", "inferior_4")],
    );
    check(sea, "din", &[("0.20", "1"), ("0.21", "2"), ("0.50", "4"), ("0.51", "inferior_4")]);
    check(sea, "srp", &[("0.015", "1"), ("0.030", "2"), ("0.031", "4"), ("0.046", "inferior_4")]);
    check(sea, "oil", &[("0.05", "1"), ("0.06", "3"), ("0.30", "3"), ("0.51", "inferior_4")]);
    check(sea, "ph", &[("7.8", "1"), ("7.79", "3"), ("8.51", "3"), ("8.81", "inferior_4")]);
    let recalled =
        |value: &str| judged(sea, &[("ph", value)], &SampleContext::default()).rests_on_recalled();
    assert!(recalled("8.0") && recalled("7.0"));
}

#[test]
fn a_quick_test_gives_no_class_and_a_unit_that_cannot_be_is_asked_back() {
    let standards = Rulebook::built_in().standards;
    let items = [("do".to_owned(), Measured { value: "1".into(), unit: "mg/L".into() })].into();
    let quick = SampleResult { source: "quick".into(), items, ..SampleResult::default() };
    let context = SampleContext { day: day("2022-05-03"), ..SampleContext::default() };
    let judgement = standards.judge(&quick, Some("BOW-URBAN-2015/urban"), &context);
    assert!(judgement.class.is_none() && matches!(judgement.outcome, Outcome::NotJudged(_)));
    let said = |code: &str, value: &str, unit: &str| {
        standards.implausible(code, value, unit).map(|text| text.zh).unwrap_or_default()
    };
    assert!(said("cod", "38", "cm").contains("单位是不是 mg/L"), "{}", said("cod", "38", "cm"));
    assert_eq!(said("transparency", "0.3", "m"), "");
    assert!(said("transparency", "3000", "cm").contains("透明度 3000 cm"));
    assert!(said("orp", "-2000", "mV").contains("不合理"));
    assert_eq!(said("flow", "0.5", "m3/s"), "");
}
