//! Water quality over a month, a longer span and a river: means, classes, factors, main pollutants, by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use yice::model::{Day, FeatureKey, Kind, Stamp};
use yice::plan::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn section(code: &str) -> FeatureKey {
    FeatureKey::new(&Kind::new(Kind::SECTION), code)
}

type Values<'a> = &'a [(&'a str, &'a str, &'a str)];

/// A section held to a class, with what was measured there on some days.
fn sampled(code: &str, target: &str, samples: &[(&str, &str, Values<'_>)]) -> FeatureState {
    let key = section(code);
    let mut records: Vec<Arc<Record>> = Vec::new();
    let mut bodies = vec![Body::Adopted(Adopted {
        fields: [("target_class".to_owned(), target.into())].into_iter().collect(),
        source: "断面.geojson".into(),
        ..Adopted::default()
    })];
    for (idx, (day, source, values)) in samples.iter().enumerate() {
        let measured = |(item, value, unit): &(&str, &str, &str)| {
            let measured = Measured { value: (*value).into(), unit: (*unit).into() };
            ((*item).to_owned(), measured)
        };
        bodies.push(Body::SampleResult(SampleResult {
            no: format!("W-{idx}"),
            source: (*source).into(),
            taken_at: Some((*day).into()),
            items: values.iter().map(measured).collect::<BTreeMap<_, _>>(),
            ..SampleResult::default()
        }));
    }
    for (idx, body) in bodies.iter().enumerate() {
        let at = Stamp::parse(&format!("2022-06-01T09:{idx:02}:00+08:00")).unwrap();
        let head = Head {
            id: format!("{code}-{idx}"),
            feature: Some(key.clone()),
            procedure: "section/1".into(),
            parents: records.last().map(|record| record.hash).into_iter().collect(),
            on: at.day(),
            at,
            by: Actor { name: "孙七".into(), unit: "监测站".into(), role: Role::Monitor },
            on_behalf_of: None,
            chain: code.into(),
            seq: idx as u64,
            prev: None,
            act: None,
            settings: Fields::new(),
        };
        records.push(Arc::new(Record::seal(head, body).unwrap()));
    }
    fold(&key, &records, None, &Rulebook::built_in(), &AsOf::Now)
}

fn between(state: &FeatureState, from: &str, to: &str) -> PeriodQuality {
    Rulebook::built_in().quality_between(state, day(from), day(to)).unwrap()
}

fn label(quality: &PeriodQuality) -> String {
    quality.judgement.class_label().unwrap().zh
}

fn value_of<'q>(quality: &'q PeriodQuality, item: &str) -> &'q str {
    &quality.judgement.items.iter().find(|judged| judged.item == item).unwrap().value
}

#[test]
fn a_month_is_the_mean_of_its_samples_and_not_the_worst_of_them() {
    // COD (18 + 26) / 2 = 22: class IV by 30, worse than III by (22 − 20) / 20. Ammonia half of 0.05 and 0.15:
    // 0.0875, class I. A sample of COD 26 alone would be IV as well, one of 18 class III.
    let state = sampled(
        "S1",
        "III",
        &[
            ("2022-03-02", "lab", &[("cod", "18", "mg/L"), ("nh3n", "<0.05", "mg/L")]),
            ("2022-03-20", "lab", &[("cod", "26", "mg/L"), ("nh3n", "0.15", "mg/L")]),
            ("2022-03-25", "quick", &[("cod", "90", "mg/L")]),
        ],
    );
    let [march] = state.months.as_slice() else { panic!("{:?}", state.months) };
    assert_eq!(label(march), "Ⅳ类（2 项）");
    assert_eq!((march.samples, march.months, march.month()), (2, 1, (2022, 3)));
    assert_eq!(value_of(march, "cod"), "22");
    assert_eq!(value_of(march, "nh3n"), "0.0875");
    assert_eq!(march.below, ["nh3n"]);
    let [cod] = march.main_pollutants.as_slice() else { panic!() };
    assert_eq!((cod.item.as_str(), cod.against.as_str()), ("cod", "III"));
    assert!((cod.factor.unwrap() - 0.1).abs() < 1e-12);
    assert_eq!(march.judgement.outcome, Outcome::Failing);
}

#[test]
fn a_longer_span_is_the_mean_of_its_months_each_of_one_weight() {
    // March 22, April 16, May 40: 26. By samples alone it would be (18 + 26 + 16 + 40) / 4 = 25.
    let state = sampled(
        "S1",
        "III",
        &[
            ("2022-03-02", "lab", &[("cod", "18", "mg/L")]),
            ("2022-03-20", "lab", &[("cod", "26", "mg/L")]),
            ("2022-04-06", "lab", &[("cod", "16", "mg/L")]),
            ("2022-05-05", "auto", &[("cod", "40", "mg/L")]),
        ],
    );
    let spring = between(&state, "2022-03-01", "2022-05-31");
    assert_eq!((value_of(&spring, "cod"), label(&spring).as_str()), ("26", "Ⅳ类（1 项）"));
    assert_eq!((spring.months, spring.samples), (3, 4));
    let months: Vec<_> = state.months.iter().filter_map(PeriodQuality::class_code).collect();
    assert_eq!(months, ["IV", "III", "V"]);
    assert!(
        Rulebook::built_in()
            .quality_between(&state, day("2022-06-01"), day("2022-06-30"))
            .is_none()
    );
}

#[test]
fn a_mean_at_the_limit_keeps_its_class_and_units_are_converted_first() {
    // (0.1 + 0.2 + 0.3) / 3 is the limit of class III and must not slip over it by the computer's arithmetic.
    let samples: &[(&str, &str, Values<'_>)] = &[
        ("2022-03-01", "lab", &[("tp", "0.1", "mg/L")]),
        ("2022-03-02", "lab", &[("tp", "200", "μg/L")]),
        ("2022-03-03", "lab", &[("tp", "0.3", "mg/L")]),
    ];
    let state = sampled("S1", "III", samples);
    assert_eq!(label(&state.months[0]), "Ⅲ类（1 项）");
    assert_eq!(value_of(&state.months[0], "tp"), "0.2");
    assert!(state.months[0].main_pollutants.is_empty());
}

#[test]
fn main_pollutants_are_three_at_most_the_worst_class_first_then_by_their_factor() {
    let values: Values<'_> = &[
        ("cod", "36", "mg/L"),   // V, 0.8 beyond 20
        ("nh3n", "1.9", "mg/L"), // V, 0.9 beyond 1.0
        ("tp", "0.25", "mg/L"),  // IV, 0.25 beyond 0.2
        ("codmn", "9", "mg/L"),  // IV, 0.5 beyond 6
        ("do", "1.5", "mg/L"),   // worse than V, no factor
        ("ph", "7.2", ""),
    ];
    let state = sampled("S1", "III", &[("2022-03-02", "lab", values)]);
    let quality = &state.months[0];
    assert_eq!(label(quality), "劣Ⅴ类（6 项）");
    let named: Vec<(&str, Option<i64>)> = quality
        .main_pollutants
        .iter()
        .map(|one| (one.item.as_str(), one.factor.map(|factor| (factor * 100.0).round() as i64)))
        .collect();
    assert_eq!(named, [("do", None), ("nh3n", Some(90)), ("cod", Some(80))]);
}

#[test]
fn a_target_of_its_own_is_what_factors_are_measured_by() {
    let state = sampled("S1", "V", &[("2022-03-02", "lab", &[("cod", "50", "mg/L")])]);
    let [cod] = state.months[0].main_pollutants.as_slice() else { panic!() };
    assert_eq!((cod.against.as_str(), cod.factor), ("V", Some(0.25)));
    let state = sampled("S1", "V", &[("2022-03-02", "lab", &[("cod", "36", "mg/L")])]);
    assert!(state.months[0].main_pollutants.is_empty());
    assert_eq!(state.months[0].judgement.outcome, Outcome::Compliant);
}

#[test]
fn a_river_of_few_sections_is_their_mean_and_of_five_the_shares_of_their_classes() {
    let at = |code: &str, cod: &'static str| {
        sampled(code, "III", &[("2022-04-06", "lab", &[("cod", cod, "mg/L")])])
    };
    let book = Rulebook::built_in();
    let april = |sections: &[FeatureState]| {
        let sections: Vec<&FeatureState> = sections.iter().collect();
        book.river_between(&sections, day("2022-04-01"), day("2022-04-30"))
    };
    // (16 + 34) / 2 = 25.
    let silent = sampled("S3", "III", &[]);
    let river = april(&[at("S1", "16"), at("S2", "34"), silent]);
    let Some(RiverFound::Mean(mean)) = &river.found else { panic!("{:?}", river.found) };
    assert_eq!((value_of(mean, "cod"), label(mean).as_str()), ("25", "Ⅳ类（1 项）"));
    assert_eq!((mean.months, mean.samples), (1, 2));
    assert_eq!(river.word(), Some(WaterWord::Light));
    assert!(river.sections[2].1.is_none());
    // Three of five keep III (60 %), one is worse than V (20 %).
    let five = [at("S1", "16"), at("S2", "20"), at("S3", "20"), at("S4", "30"), at("S5", "41")];
    let river = april(&five);
    assert_eq!(river.found, Some(RiverFound::Shares { good: 3, inferior: 1, of: 5 }));
    assert_eq!(river.word(), Some(WaterWord::Moderate));
    assert_eq!(april(&[]).word(), None);
}

#[test]
fn how_far_a_value_above_the_range_is_beyond_the_limit_is_not_known_and_not_said() {
    let sentence = |value: &str| {
        let samples: &[(&str, &str, Values<'_>)] =
            &[("2022-03-02", "lab", &[("nh3n", value, "mg/L")])];
        between(&sampled("S1", "V", samples), "2022-03-01", "2022-03-31").sentence().zh
    };
    assert!(sentence(">2").contains("氨氮（大于 2 mg/L）"), "{}", sentence(">2"));
    assert!(sentence("2.001").contains("氨氮（超不到 0.01 倍）"), "{}", sentence("2.001"));
    assert!(sentence("2.5").contains("氨氮（超 0.25 倍）"), "{}", sentence("2.5"));
}
