//! Whose word counts: fields that figures rest on, verdicts, what a step is judged by, and what shrinks a denominator.

use std::sync::Arc;

use serde_json::json;
use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;
use crate::programme::summarise;

/// What is said against a body by this actor on a feature of which only this is known.
fn said_of(feature: &str, adopted: Body, body: &Body, by: &Actor) -> String {
    let (book, key) = (rulebook(), FeatureKey::parse(feature).unwrap());
    let at = yice::model::Stamp::parse("2022-05-10T08:00:00+08:00").unwrap();
    let head = Head {
        id: "first".into(),
        feature: Some(key.clone()),
        procedure: format!("{}/1", key.kind().code()),
        parents: Vec::new(),
        on: at.day(),
        at,
        by: inspector(),
        on_behalf_of: None,
        chain: "a".into(),
        seq: 0,
        prev: None,
        act: None,
        settings: Fields::new(),
    };
    let record = Arc::new(Record::seal(head, &adopted).unwrap());
    let state = fold(&key, &[record], None, &book, &AsOf::Now);
    let today = day("2022-05-20");
    let answer = book.check(&state, body, by, today, today, &World::default());
    answer.err().map(|refusal| refusal.to_string()).unwrap_or_default()
}

fn nothing() -> Body {
    adopted(None, &[])
}

#[test]
fn what_a_denominator_rests_on_is_not_everybodys_to_say() {
    for (feature, field, value) in [
        ("section:S1", "is_assessed", "no"),
        ("section:S1", "nature", "control"),
        ("section:S1", "latest_class", "I"),
        ("plot:P1", "is_key_plot", "no"),
    ] {
        let body = set(field, value);
        let answer = said_of(feature, nothing(), &body, &inspector());
        assert!(answer.contains("for these to say"), "{feature} {field}: {answer}");
        let body =
            Body::Fields(FieldsSet { fields: fields(&[(field, value)]), note: "核实".into() });
        assert_eq!(said_of(feature, nothing(), &body, &municipal()), "", "{feature} {field}");
    }
    let standard = set("emission_standard", "GB8978-1996/3");
    assert!(said_of("outfall:A1", nothing(), &standard, &inspector()).contains("for these to say"));
    assert_eq!(said_of("outfall:A1", nothing(), &standard, &district()), "");
}

#[test]
fn what_the_works_are_judged_by_stands_still_while_they_are_judged() {
    let at = |stage| {
        adopted(
            Some(stage),
            &[("category", "standardize"), ("emission_standard", "DB12/599-2015/A")],
        )
    };
    for body in [set("emission_standard", "GB8978-1996/3"), set("category", "merge")] {
        let answer = said_of("outfall:A1", at("acceptance"), &body, &district());
        assert!(answer.contains("stands still while"), "{answer}");
        assert_eq!(said_of("outfall:A1", at("in_progress"), &body, &district()), "");
    }
    // What nobody has said may still be said.
    let bare = adopted(Some("acceptance"), &[("category", "standardize")]);
    assert_eq!(
        said_of("outfall:A1", bare, &set("emission_standard", "DB12/599-2015/A"), &district()),
        ""
    );
}

#[test]
fn an_illegal_use_is_confirmed_after_another_person_suspected_it() {
    let body = Body::Transition(Step {
        from: Some("listed".into()),
        to: "illegal_use".into(),
        note: "现场核实".into(),
        fields: fields(&[("illegal_use", "confirmed")]),
        ..Step::default()
    });
    let plot = |pairs: &[(&str, &str)]| adopted(Some("listed"), pairs);
    let answer = said_of("plot:P1", plot(&[]), &body, &district());
    assert!(answer.contains("first records"), "{answer}");
    let answer = said_of("plot:P1", plot(&[("illegal_use", "suspected")]), &body, &district());
    assert!(!answer.contains("first records"), "{answer}");
}

#[test]
fn a_unit_that_is_typed_makes_nobody_another_person() {
    let (_, mut records) = at_works();
    let mut writer = Writer::new("r", "2022-05-11T08:00:00+08:00");
    let asked = writer.write(
        &district(),
        &records.last().into_iter().collect::<Vec<_>>(),
        request("suspended"),
    );
    records.push(Arc::clone(&asked));
    let state = state_of(&rulebook(), &records);
    let verdict = Body::Decided(Decided {
        request: asked.id.clone(),
        verdict: "approved".into(),
        ..Decided::default()
    });
    let today = day("2022-05-20");
    let twin = Actor { unit: "市局".into(), role: Role::Municipal, ..district() };
    let refused = rulebook().check(&state, &verdict, &twin, today, today, &World::default());
    assert!(refused.unwrap_err().to_string().contains("yourself"));
    let other = rulebook().check(&state, &verdict, &municipal(), today, today, &World::default());
    assert!(other.is_ok());
    // Nor does anybody write a verdict down for another.
    assert!(rulebook().check_for_another(&key(), &verdict).is_err());
    assert!(rulebook().check_for_another(&key(), &visit("no")).is_ok());
}

#[test]
fn a_kind_takes_only_requests_that_lead_somewhere() {
    for what in Requested::KINDS {
        let answer = said_of("plot:P1", adopted(Some("listed"), &[]), &request(what), &district());
        assert!(answer.contains("no request of this kind"), "{what}: {answer}");
    }
}

#[test]
fn the_category_keep_takes_nothing_out_of_what_is_to_be_remedied() {
    let outfall = |code: &str, stage: &str, category: &str| {
        let stage = Some(stage.to_owned());
        (
            FeatureKey::parse(code).unwrap(),
            Baseline { stage, fields: fields(&[("category", category)]) },
        )
    };
    let summary = summarise(
        vec![
            outfall("outfall:1", "approved", "keep"),
            outfall("outfall:2", "not_required", "keep"),
            outfall("outfall:3", "signed_off", "ban"),
        ],
        "2022-05-12",
    );
    assert_eq!(summary.kpis["k_signoff"], json!({"num": 1, "den": 2}));
}

#[test]
fn a_zero_report_where_a_water_is_identified_is_none_and_june_counts_the_built_up_area() {
    let feature = |code: &str, stage: Option<&str>, pairs: &[(&str, &str)]| {
        let baseline = Baseline { stage: stage.map(str::to_owned), fields: fields(pairs) };
        (FeatureKey::parse(code).unwrap(), baseline)
    };
    let water_of = |district: &str, code: &str, stage: &str, built_up: &str, scope: &str| {
        let pairs = [("built_up", built_up), ("scope", scope), ("district", district)];
        feature(code, Some(stage), &pairs)
    };
    let water = |code: &str, stage: &str, built_up: &str, scope: &str| {
        water_of("河东区", code, stage, built_up, scope)
    };
    let district = |code: &str, name: &str| {
        feature(code, None, &[("name", name), ("bow_survey", "zero_report")])
    };
    let summary = summarise(
        vec![
            water("black_odorous_water:1", "plan_done", "yes", "urban"),
            water("black_odorous_water:2", "identified", "no", "urban"),
            water("black_odorous_water:3", "identified", "yes", "rural"),
            district("district:1", "河东区"),
            district("district:2", "河西区"),
            // The report is about the built-up area: what lies elsewhere says nothing against it.
            district("district:3", "静海区"),
            water_of("静海区", "black_odorous_water:4", "identified", "yes", "rural"),
            water_of("静海区", "black_odorous_water:5", "identified", "no", "urban"),
        ],
        "2022-05-12",
    );
    assert_eq!(
        summary.kpis["k_bow_survey"],
        json!({
            "num": 2,
            "den": 3,
            "zero_report": 3,
            "contradicted": 1,
            "gainsaid": [{"name": "河东区", "waters": ["1"]}],
        })
    );
    let book = Rulebook::built_in();
    let input =
        BriefingInput { now: &summary, before: None, rulebook: &book, basis: Basis::Happened };
    let told = briefing(&input).into_iter().find(|text| text.zh.contains("黑臭水体")).unwrap().zh;
    assert!(told.contains("零报告与图层水体不符、不算完成的 1 个区：河东区（已认定1）"), "{told}");
    assert_eq!(summary.kpis["k_bow_plan"], json!({"num": 1, "den": 5}));
    let june = summary.targets.iter().find(|target| target.id == "bow_planned").unwrap();
    assert_eq!((june.num, june.den), (Some(Amount::of(1)), Some(Amount::of(1))));
}

#[test]
fn a_class_of_another_year_is_no_class_of_this_one() {
    let stated = |month: &str| {
        let pairs = [
            ("latest_class", "II"),
            ("latest_month", month),
            ("nature", "sea_mouth"),
            ("river_code", "R1"),
        ];
        let baseline = Baseline { stage: None, fields: fields(&pairs) };
        vec![(FeatureKey::parse("section:1").unwrap(), baseline)]
    };
    let rivers =
        |month: &str, as_of: &str| summarise(stated(month), as_of).kpis["k_river_inferior"].clone();
    assert_eq!(
        rivers("2022-04", "2022-05-12"),
        json!({"num": 1, "den": 1, "stated": 1, "unknown": 0})
    );
    assert!(rivers("2022-04", "2022-03-31").is_null());
    assert!(rivers("2022-04", "2024-06-01").is_null());
}
