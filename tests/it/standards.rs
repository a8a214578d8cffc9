//! Samples judged by the standards: rows worked by hand from the limits, at and beside each boundary.

use yice::plan::*;

use crate::histories::day;

fn judge(
    items: &[(&str, &str, &str)],
    standard: Option<&str>,
    on: &str,
    temp_c: Option<f64>,
) -> Judgement {
    let measured = |(code, value, unit): &(&str, &str, &str)| {
        ((*code).to_owned(), Measured { value: (*value).into(), unit: (*unit).into() })
    };
    let result = SampleResult {
        no: "S-1".into(),
        source: "lab".into(),
        items: items.iter().map(measured).collect(),
        ..SampleResult::default()
    };
    let context = SampleContext { day: day(on), water_temp_c: temp_c, ..SampleContext::default() };
    Rulebook::built_in().standards.judge(&result, standard, &context)
}

/// DB12/599-2015: a works of 10,000 m³ a day and more keeps A, from 1,000 on B, below that C.
#[test]
fn a_level_that_the_capacity_does_not_allow_decides_nothing() {
    let check = |named: &str, capacity: Option<f64>, cod: &str, expected: Option<&str>| {
        let cod = Measured { value: cod.into(), unit: "mg/L".into() };
        let result = SampleResult {
            no: "S-1".into(),
            source: "lab".into(),
            items: [("cod".to_owned(), cod)].into(),
            ..SampleResult::default()
        };
        let context = SampleContext { day: day("2022-06-10"), capacity, ..Default::default() };
        let standards = &Rulebook::built_in().standards;
        let outcome = standards.judge(&result, Some(named), &context).outcome;
        match (&outcome, expected) {
            (Outcome::NotJudged(why), Some(words)) => assert!(why.zh.contains(words), "{why:?}"),
            (Outcome::Compliant, None) => {}
            other => panic!("{named} {capacity:?}: {other:?}"),
        }
    };
    check("DB12/599-2015/C", Some(20_000.0), "45", Some("执行A 级，不是C 级"));
    check("DB12/599-2015/C", Some(999.9), "45", None);
    check("DB12/599-2015/C", Some(1000.0), "45", Some("执行B 级，不是C 级"));
    check("DB12/599-2015/B", Some(1000.0), "40", None);
    check("DB12/599-2015/B", Some(9999.0), "40", None);
    check("DB12/599-2015/B", Some(10_000.0), "40", Some("执行A 级，不是B 级"));
    check("DB12/599-2015/A", Some(10_000.0), "30", None);
    check("DB12/599-2015/C", None, "45", None);
    // GB 18918 leaves the level to the permit, whatever the capacity.
    check("GB18918-2002/1A", Some(20_000.0), "50", None);
}

/// GB 15618-2018: screening and intervention values go by bands of soil pH.
#[test]
fn a_soil_without_its_ph_says_that_it_is_the_ph_that_is_missing() {
    let standard = Some("GB15618-2018/other");
    let judgement = judge(&[("soil_cd", "0.6", "mg/kg")], standard, "2022-07-01", None);
    let Outcome::NotJudged(why) = &judgement.outcome else { panic!("{judgement:?}") };
    assert_eq!(why.zh, "缺“土壤pH”：限值按它分档，没有它不能对照");
    let nothing = judge(&[("soil_sb", "0.6", "mg/kg")], standard, "2022-07-01", None);
    let Outcome::NotJudged(why) = &nothing.outcome else { panic!("{nothing:?}") };
    assert_eq!(why.zh, "没有能与限值对照的项目");
}

#[derive(Debug, PartialEq, Clone, Copy)]
enum Says {
    Complies,
    Fails,
    Untold,
}

fn check(standard: &str, item: &str, value: &str, unit: &str, expected: Says) {
    check_on(standard, item, value, unit, "2022-07-01", None, expected);
}

fn check_on(
    standard: &str,
    item: &str,
    value: &str,
    unit: &str,
    on: &str,
    temp_c: Option<f64>,
    expected: Says,
) {
    let judgement = judge(&[(item, value, unit)], Some(standard), on, temp_c);
    let found = match judgement.outcome {
        Outcome::Compliant => Says::Complies,
        Outcome::Failing => Says::Fails,
        Outcome::NotJudged(_) => Says::Untold,
    };
    assert_eq!(found, expected, "{standard} {item} {value} {unit} on {on}: {judgement:?}");
}

#[test]
fn a_sheet_of_soil_calls_its_items_as_one_of_water_does() {
    let book = Rulebook::built_in();
    let farm = yice::model::Kind::new("farmland_unit");
    let usual = &book.procedure(&farm).unwrap().sample_items;
    for (name, soil, water) in [("砷", "soil_as", "as"), ("pH", "soil_ph", "ph")] {
        let code = |usual: &[String]| book.standards.item_among(name, usual).unwrap().code.clone();
        assert_eq!((code(usual), code(&[])), (soil.to_owned(), water.to_owned()), "{name}");
    }
    // So it is at sea, where COD is measured in another way.
    let station = yice::model::Kind::new("sea_station");
    let usual = &book.procedure(&station).unwrap().sample_items;
    for name in ["COD", "cod", "化学需氧量", "CODMn"] {
        let code = |usual: &[String]| book.standards.item_among(name, usual).unwrap().code.clone();
        assert_eq!(code(usual), "cod_mn_sea", "{name}");
        assert_ne!(code(&[]), "cod_mn_sea", "{name}");
    }
    // In paddy fields of pH 5.5 to 6.5 the screening value of cadmium is 0.4 mg/kg, above 0.6.
    let paddy = |cd: &str, ph: &str| {
        let items = [("cd", cd, "mg/kg"), ("ph", ph, "")];
        judge(&items, Some("GB15618-2018/paddy"), "2022-07-01", None).outcome
    };
    assert_eq!(paddy("0.41", "6.0"), Outcome::Failing);
    assert_eq!(paddy("0.4", "6.0"), Outcome::Compliant);
    assert_eq!(paddy("0.41", "7.0"), Outcome::Compliant);
}

#[test]
fn a_value_at_the_limit_complies_and_one_above_it_fails() {
    use Says::{Complies, Fails};
    for (standard, item, limit, above) in [
        ("GB18918-2002/1A", "cod", "50", "50.1"),
        ("GB18918-2002/1A", "bod5", "10", "10.1"),
        ("GB18918-2002/1A", "tn", "15", "15.01"),
        ("GB18918-2002/1A", "tp", "0.50", "0.51"),
        ("GB18918-2002/1A", "fecal", "1000", "1001"),
        ("GB18918-2002/1B", "cod", "60", "61"),
        ("GB18918-2002/1B", "nh3n", "8", "8.1"),
        ("GB18918-2002/2", "cod", "100", "101"),
        ("DB12/599-2015/A", "cod", "30", "30.1"),
        ("DB12/599-2015/A", "tp", "0.3", "0.31"),
        ("DB12/599-2015/B", "cod", "40", "41"),
        ("DB12/599-2015/C", "cod", "50", "51"),
        ("GB8978-1996/1", "cod", "100", "100.5"),
        ("GB8978-1996/2", "nh3n", "25", "25.1"),
        ("GB8978-1996/3", "cod", "500", "501"),
    ] {
        check(standard, item, limit, "", Complies);
        check(standard, item, above, "", Fails);
    }
}

#[test]
fn bracketed_limits_apply_at_twelve_degrees_and_below() {
    use Says::{Complies, Fails};
    let row = |value, temp_c, expected| {
        check_on("GB18918-2002/1A", "nh3n", value, "mg/L", "2022-01-15", temp_c, expected);
    };
    row("5", None, Complies);
    row("5.1", None, Fails);
    row("8", Some(12.0), Complies);
    row("8", Some(12.1), Fails);
    row("8.1", Some(3.0), Fails);
}

#[test]
fn bracketed_limits_of_tianjin_apply_from_november_to_march() {
    use Says::{Complies, Fails};
    for (on, expected) in [
        ("2022-10-31", Fails),
        ("2022-11-01", Complies),
        ("2022-12-31", Complies),
        ("2023-01-01", Complies),
        ("2023-03-31", Complies),
        ("2023-04-01", Fails),
    ] {
        check_on("DB12/599-2015/A", "nh3n", "3.0", "", on, None, expected);
        check_on("DB12/599-2015/A", "nh3n", "1.5", "", on, None, Complies);
        check_on("DB12/599-2015/A", "nh3n", "3.1", "", on, None, Fails);
    }
}

#[test]
fn ph_is_a_range() {
    use Says::{Complies, Fails};
    for (value, expected) in [("6", Complies), ("9", Complies), ("5.99", Fails), ("9.01", Fails)] {
        check("GB18918-2002/1A", "ph", value, "", expected);
        check("GB8978-1996/3", "ph", value, "无量纲", expected);
    }
}

#[test]
fn units_are_converted_before_they_are_compared() {
    use Says::{Complies, Fails, Untold};
    check("GB18918-2002/1A", "cod", "50000", "μg/L", Complies);
    check("GB18918-2002/1A", "cod", "50001", "ug/L", Fails);
    check("GB18918-2002/1A", "cod", "0.051", "g/L", Fails);
    check("GB18918-2002/1A", "fecal", "100", "MPN/100mL", Complies);
    check("GB18918-2002/1A", "fecal", "101", "个/100mL", Fails);
    // What cannot be compared is not guessed.
    check("GB18918-2002/1A", "cod", "50", "度", Untold);
}

#[test]
fn below_detection_complies_where_the_detection_limit_does() {
    use Says::{Complies, Fails, Untold};
    check("GB18918-2002/1A", "nh3n", "<0.025", "mg/L", Complies);
    check("GB18918-2002/1A", "nh3n", "0.025L", "mg/L", Complies);
    check("GB18918-2002/1A", "nh3n", "未检出", "mg/L", Complies);
    check("GB18918-2002/1A", "tp", "<1", "mg/L", Untold);
    check("GB18918-2002/1A", "fecal", ">24000", "个/L", Fails);
    check("GB18918-2002/1A", "fecal", ">200", "个/L", Untold);
}

#[test]
fn an_item_that_cannot_be_compared_is_not_covered_by_one_that_complies() {
    let judged = |tp: &str, cod: &str| {
        let items = [("cod", cod, "mg/L"), ("tp", tp, "mg/L")];
        judge(&items, Some("GB18918-2002/1A"), "2022-07-01", None).outcome
    };
    assert_eq!(judged("0.4", "38"), Outcome::Compliant);
    assert!(matches!(judged("<1", "38"), Outcome::NotJudged(why) if why.zh.contains("总磷 <1")));
    assert_eq!(judged("<1", "380"), Outcome::Failing);
}

#[test]
fn one_item_above_its_limit_fails_the_sample_and_items_without_a_limit_do_not_take_part() {
    let items = [("cod", "38", "mg/L"), ("nh3n", "2.2", "mg/L"), ("do", "1.0", "mg/L")];
    let good = judge(&items, Some("DB12/599-2015/C"), "2022-05-03", None);
    assert_eq!(good.outcome, Outcome::Compliant);
    let of = |code: &str| good.items.iter().find(|item| item.item == code).unwrap();
    assert_eq!((of("cod").limit.as_deref(), of("cod").recalled), (Some("≤ 50"), false));
    assert_eq!((of("nh3n").limit.as_deref(), of("nh3n").recalled), (Some("≤ 5"), true));
    assert_eq!((of("do").limit.as_deref(), of("do").compliant), (None, None));
    assert_eq!(good.standard.zh, "DB12/599-2015 C 级");
    let items = [("cod", "62", "mg/L"), ("nh3n", "4.1", "mg/L")];
    assert_eq!(
        judge(&items, Some("DB12/599-2015/C"), "2022-04-02", None).outcome,
        Outcome::Failing
    );
}

#[test]
fn without_a_standard_or_by_a_quick_test_nothing_is_judged_and_the_reason_is_said() {
    let reason = |judgement: Judgement| match judgement.outcome {
        Outcome::NotJudged(why) => why.zh,
        other => panic!("{other:?}"),
    };
    let items = [("cod", "620", "mg/L")];
    assert!(reason(judge(&items, None, "2022-05-03", None)).contains("没有写明执行标准"));
    let unknown = judge(&items, Some("DB12/356-2018/1"), "2022-05-03", None);
    assert!(reason(unknown).contains("DB12/356-2018/1"));
    let quick = SampleResult {
        source: "quick".into(),
        items: [("cod".to_owned(), Measured { value: "620".into(), unit: "mg/L".into() })].into(),
        ..SampleResult::default()
    };
    let context = SampleContext { day: day("2022-05-03"), ..SampleContext::default() };
    let standards = Rulebook::built_in().standards;
    let judgement = standards.judge(&quick, Some("GB18918-2002/1A"), &context);
    assert!(reason(judgement).contains("快检"));
}

#[test]
fn a_standard_is_known_by_the_words_files_use() {
    let standards = Rulebook::built_in().standards;
    let found =
        |words: &str| standards.find(words).map(|(s, level)| format!("{}/{}", s.id, level.code));
    for words in [
        "GB18918-2002/1A",
        "GB 18918-2002 一级A",
        "GB 18918-2002 一级A标准",
        "gb18918-2002 1a",
        "《城镇污水处理厂污染物排放标准》GB18918-2002一级A",
    ] {
        assert_eq!(found(words).as_deref(), Some("GB18918-2002/1A"), "{words}");
    }
    assert_eq!(found("DB12/599-2015 C级").as_deref(), Some("DB12/599-2015/C"));
    assert_eq!(found("GB8978-1996 二级").as_deref(), Some("GB8978-1996/2"));
    for words in ["GB18918-2002", "一级A", "", "DB12/356-2018 一级"] {
        assert_eq!(found(words), None, "{words}");
    }
}

#[test]
fn an_impossible_value_is_asked_back() {
    let standards = Rulebook::built_in().standards;
    let said = |code: &str, value: &str, unit: &str| {
        standards.implausible(code, value, unit).map(|t| t.zh)
    };
    assert_eq!(
        said("cod", "620000", "mg/L").as_deref(),
        Some("COD 620000 mg/L 不合理（单位是不是 μg/L？）。请改数或改单位。")
    );
    assert_eq!(said("cod", "620000", "μg/L"), None);
    // Far below what a laboratory can tell, in whatever unit.
    assert_eq!(
        said("cod", "20", "ug/L").as_deref(),
        Some(
            "COD 20 ug/L 远低于能测出的量（约 4 mg/L）（单位是不是 mg/L？）。请改数或改单位；未检出写成 <检出限。"
        )
    );
    assert!(said("cod", "0.02", "mg/L").is_some_and(|text| text.contains("0.02 mg/L 远低于")));
    assert!(said("nh3n", "<0.025", "ug/L").is_some_and(|text| text.contains("是不是 mg/L")));
    assert!(said("soil_as", "25", "μg/kg").is_some_and(|text| text.contains("是不是 mg/kg")));
    for (code, value, unit) in [
        ("cod", "20", "mg/L"),
        ("cod", "<4", "mg/L"),
        ("hg", "0.05", "μg/L"),
        ("cod", "未检出", "ug/L"),
        ("soil_as", "8.2", "mg/kg"),
        ("do", "0", "mg/L"),
        ("tp", "12", "μg/L"),
    ] {
        assert_eq!(said(code, value, unit), None, "{code} {value} {unit}");
    }
    assert!(said("ph", "71", "").is_some_and(|text| text.contains("pH 71")));
    assert!(said("cod", "六十二", "mg/L").is_some_and(|text| text.contains("请填数")));
    assert_eq!((said("nh3n", "<0.025", "mg/L"), said("unknown", "12", "mg/L")), (None, None));
}

#[test]
fn what_is_called_as_in_water_is_of_soil_where_soil_is_sampled() {
    let rulebook = yice::plan::Rulebook::shared();
    let usual = |kind: &str| rulebook.procedures[kind].sample_items.clone();
    let code = |name: &str, kind: &str| {
        rulebook.standards.item_among(name, &usual(kind)).map(|item| item.code.clone()).unwrap()
    };
    assert_eq!(
        (code("氰化物", "plot"), code("氰化物", "outfall")),
        ("soil_cn".into(), "cn".into())
    );
    assert_eq!(code("砷", "farmland_unit"), "soil_as");
    for (name, known) in [
        ("石油烃(C10-C40)", "tph_c10_c40"),
        ("三氯甲烷", "chloroform"),
        ("苯并(a)芘", "benzo_a_pyrene"),
        ("间二甲苯+对二甲苯", "mp_xylene"),
        ("多氯联苯", "pcbs"),
        ("二噁英类", "dioxins"),
    ] {
        assert_eq!(code(name, "plot"), known, "{name}");
    }
}
