//! Sign-off without evidence is impossible: what an auditor tried against the gates, and what he is told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::sync::Arc;

use serde_json::json;
use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;

/// What is said against a body on the plan of these records, by the newest record's clock.
fn said(
    key: &FeatureKey,
    records: &[Arc<Record>],
    body: &Body,
    by: &Actor,
    (on, today): (&str, &str),
) -> String {
    let book = rulebook();
    let state = fold(key, records, None, &book, &AsOf::Now);
    let answer = book.check(&state, body, by, day(on), day(today), &World::default());
    let messages = |refusal: Refusal| {
        refusal.missing.into_iter().map(|it| it.message.zh).collect::<Vec<_>>().join("；")
    };
    answer.err().map(messages).unwrap_or_default()
}

fn plot() -> FeatureKey {
    FeatureKey::parse("plot:P-01").unwrap()
}

/// A plot adopted in a stage, and what was recorded of it since by one district officer.
fn plot_at(stage: &str, bodies: Vec<Body>) -> Vec<Arc<Record>> {
    let mut writer = Writer::new("p", "2022-05-10T08:00:00+08:00");
    writer.key = plot();
    let all = [adopted(Some(stage), &[("land_class", "1")])].into_iter().chain(bodies);
    writer.line(&district(), None, all.collect())
}

fn arsenic(no: &str, taken: &str, point: Option<&str>, value: &str, source: &str) -> Body {
    let measured = Measured { value: value.into(), unit: "mg/kg".into() };
    Body::SampleResult(SampleResult {
        no: no.into(),
        source: source.into(),
        taken_at: Some(taken.into()),
        point: point.map(str::to_owned),
        items: [("soil_as".to_owned(), measured)].into_iter().collect(),
        ..SampleResult::default()
    })
}

fn safe(from: &str) -> Body {
    Body::Transition(step(Some(from), "no_exceedance"))
}

/// What P4 says to somebody who did nothing else, the opinion being there.
fn reviewed(stage: &str, samples: Vec<Body>) -> String {
    let bodies = samples.into_iter().chain([document("review_opinion")]).collect();
    let records = plot_at(stage, bodies);
    said(&plot(), &records, &safe(stage), &municipal(), ("2022-05-10", "2022-05-10"))
}

#[test]
fn a_plot_is_not_above_screening_only_by_samples_that_are_not() {
    let one = |value| vec![arsenic("W1", "2022-05-01", Some("1#"), value, "lab")];
    assert_eq!(reviewed("preliminary_survey", one("20")), "");
    for (stage, samples, wants) in [
        ("preliminary_survey", vec![], "还没有检测结果"),
        ("preliminary_survey", one("20.1"), "超筛选值"),
        // Taken long before the stage was entered: soil does not get well by that.
        ("detailed_survey", one("500"), "超管制值"),
        ("preliminary_survey", vec![arsenic("W1", "2022-05-01", None, "10", "quick")], "还没有"),
    ] {
        let answer = reviewed(stage, samples);
        assert!(answer.contains(wants), "{stage}: {answer}");
    }
}

#[test]
fn what_exceeds_at_a_point_is_answered_by_a_later_sample_of_that_point_alone() {
    let bad = |point| arsenic("W1", "2022-05-01", point, "500", "lab");
    let good = |day, point| arsenic("W2", day, point, "10", "lab");
    let answer = |samples| reviewed("detailed_survey", samples);
    assert_eq!(answer(vec![bad(Some("1#")), good("2022-05-04", Some("1#"))]), "");
    assert!(answer(vec![bad(Some("1#")), good("2022-05-04", Some("2#"))]).contains("W1"));
    assert!(answer(vec![bad(Some("1#")), good("2022-05-01", Some("1#"))]).contains("W1"));
    assert!(answer(vec![bad(None), good("2022-05-04", None)]).contains("没有写点位"));
}

#[test]
fn above_the_intervention_value_is_no_acceptable_risk() {
    let to = |value: &str| {
        let records = plot_at(
            "risk_assessment",
            vec![arsenic("W1", "2022-05-01", Some("1#"), value, "lab"), document("review_opinion")],
        );
        let body = Body::Transition(step(Some("risk_assessment"), "risk_acceptable"));
        said(&plot(), &records, &body, &municipal(), ("2022-05-10", "2022-05-10"))
    };
    assert_eq!(to("100"), "");
    assert!(to("120.1").contains("超管制值"));
}

#[test]
fn nobody_approves_their_own_work_under_another_role() {
    let samples =
        vec![arsenic("W1", "2022-05-01", Some("1#"), "10", "lab"), document("review_opinion")];
    let records = plot_at("preliminary_survey", samples);
    let twin = Actor { role: Role::Municipal, ..district() };
    let days = ("2022-05-10", "2022-05-10");
    let answer = said(&plot(), &records, &safe("preliminary_survey"), &twin, days);
    assert!(answer.contains("要由另一人审核"), "{answer}");
    // Another unit of one name: he is told how to be told apart.
    let namesake = Actor { unit: "市局".into(), ..twin };
    let answer = said(&plot(), &records, &safe("preliminary_survey"), &namesake, days);
    assert!(answer.contains("加注"), "{answer}");
}

fn suspicion(value: &str, note: &str) -> Body {
    Body::Fields(FieldsSet { fields: fields(&[("illegal_use", value)]), note: note.into() })
}

#[test]
fn a_suspicion_is_taken_down_by_another_person_who_says_what_was_found() {
    let mut writer = Writer::new("p", "2022-05-10T08:00:00+08:00");
    writer.key = plot();
    let records = writer.line(&district(), None, vec![suspicion("suspected", "")]);
    let ask = |by: &Actor, note| {
        let days = ("2022-05-10", "2022-05-10");
        said(&plot(), &records, &suspicion("none", note), by, days)
    };
    assert!(ask(&inspector(), "没有").contains("核实后才能解除"));
    assert!(ask(&district(), "没有").contains("要由另一人核实"));
    let other = actor("赵六", Role::District);
    assert!(ask(&other, " ").contains("写明核实情况"));
    assert_eq!(ask(&other, "现场核实为临时围挡"), "");
    // One that stands in no stage yet is confirmed as well, and goes back to where a plan begins.
    let confirm = Step {
        fields: fields(&[("illegal_use", "confirmed")]),
        note: "已建成销售中心".into(),
        ..step(None, "illegal_use")
    };
    let seen = writer.line(&other, records.last(), vec![photo("scene"), Body::Transition(confirm)]);
    let all: Vec<Arc<Record>> = records.iter().chain(&seen).cloned().collect();
    let state = fold(&plot(), &all, None, &rulebook(), &AsOf::Now);
    assert_eq!(state.stage_code(), Some("illegal_use"));
    let back = |to: &str| {
        let fields = fields(&[("illegal_use", "none")]);
        let step = Step { fields, note: "已拆除".into(), ..step(Some("illegal_use"), to) };
        let days = ("2022-05-10", "2022-05-10");
        said(&plot(), &all, &Body::Transition(step), &municipal(), days)
    };
    assert_eq!(back("candidate"), "");
    assert_ne!(back("no_exceedance"), "", "safe by a word");
}

#[test]
fn a_laxer_standard_on_the_sample_opens_no_gate_and_is_told() {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let named = |cod, standard: &str| match result("S-1", "2022-05-08", cod) {
        Body::SampleResult(result) => {
            Body::SampleResult(SampleResult { standard: Some(standard.into()), ..result })
        }
        other => other,
    };
    let stated = [
        ("category", "standardize"),
        ("emission_standard", "GB8978-1996/1"),
        ("finished_on", "2022-05-05"),
        ("archive_ref", "2022-1"),
        ("sampling_exemption", "季节性排水"),
    ];
    let base = vec![
        adopted(Some("acceptance"), &stated),
        set_json("inspectors", json!(["钱七", "赵六"])),
        photo("signboard"),
        document("acceptance_opinion"),
        named("400", "GB8978-1996/3"),
    ];
    let records = writer.line(&inspector(), None, base);
    let to_review = Body::Transition(step(Some("acceptance"), "signoff_review"));
    let days = ("2022-05-10", "2022-05-10");
    let answer = said(&key(), &records, &to_review, &district(), days);
    assert!(answer.contains("不合格"), "{answer}");
    let state = state_of(&rulebook(), &records);
    let judgement = state.samples[0].judgement.as_ref().unwrap();
    assert_eq!(judgement.outcome, Outcome::Failing);
    assert!(judgement.other_standard().unwrap().zh.contains("三级"));
    // Without a standard of its own the outfall is judged by none that a sample brings along.
    let unnamed: Vec<(&str, &str)> =
        stated.into_iter().filter(|(code, _)| *code != "emission_standard").collect();
    let mut writer = Writer::new("b", "2022-05-10T08:00:00+08:00");
    let bodies = vec![adopted(Some("acceptance"), &unnamed), named("40", "GB8978-1996/3")];
    let records = writer.line(&inspector(), None, bodies);
    let answer = said(&key(), &records, &to_review, &district(), days);
    assert!(answer.contains("没有写明执行标准"), "{answer}");
}

#[test]
fn no_step_is_dated_before_what_it_rests_on() {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let hand_in = Body::Transition(step(Some("drafting"), "plan_review"));
    let plan = vec![
        adopted(Some("drafting"), &[("class_l1", "other"), ("deadline_original", "2022-09-30")]),
        set("baseline", "日排水约 20 吨"),
        set_json("problems", json!(["direct_discharge"])),
        set("cause", "养殖尾水"),
        set("category", "ban"),
        set("pace", "limited"),
        set("target", "不再排水"),
        set_json("measures/m1", json!({"code": "seal"})),
        set("responsible_subject", "示例合作社"),
        set("responsible_unit", "示例街道"),
        set("regulator", "示例局"),
        set("acceptance_criteria", "封堵"),
        hand_in,
    ];
    let records = writer.line(&district(), None, plan);
    let approve = Step {
        fields: fields(&[("approved_by", "王五")]),
        ..step(Some("plan_review"), "approved")
    };
    let ask = |on| {
        said(&key(), &records, &Body::Transition(approve.clone()), &municipal(), (on, "2022-05-12"))
    };
    assert_eq!(ask("2022-05-10"), "");
    assert!(ask("2022-05-09").contains("早于进入“方案审核中”"), "{}", ask("2022-05-09"));
    // So it is in a file that was forged to say so.
    let forged = writer.write_on(
        &municipal(),
        &records.last().into_iter().collect::<Vec<_>>(),
        Body::Transition(approve),
        Some(day("2022-05-09")),
    );
    let all: Vec<Arc<Record>> = records.iter().cloned().chain([forged]).collect();
    assert_eq!(state_of(&rulebook(), &all).stage_code(), Some("plan_review"));
}

#[test]
fn days_keep_their_order_and_evidence_comes_first() {
    let stated = [("finished_on", "2022-05-08"), ("started_on", "2022-05-01")];
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let records = writer.line(&inspector(), None, vec![adopted(Some("signoff_review"), &stated)]);
    let ask = |body: Body, on| said(&key(), &records, &body, &district(), (on, "2022-05-10"));
    assert!(ask(set("signoff_on", "2022-05-07"), "2022-05-10").contains("早于实际完工日期"));
    // A result is not told before its sample was drawn.
    let early = ask(result("S-1", "2022-05-09", "5"), "2022-05-01");
    assert!(early.contains("晚于这条记录的发生日期"), "{early}");
    // A step said to be of an earlier day rests on nothing that came later.
    let paper = Body::Document(Document {
        sha256: Hash::of(b"paper").to_string(),
        doc_kind: "self_check".into(),
        ..Document::default()
    });
    let mut writer = Writer::new("b", "2022-05-10T08:00:00+08:00");
    let records = writer.line(&inspector(), None, vec![adopted(Some("self_check"), &[]), paper]);
    let ask = |on| {
        let body = Body::Transition(step(Some("self_check"), "acceptance"));
        said(&key(), &records, &body, &district(), (on, "2022-05-10"))
    };
    assert_eq!(ask("2022-05-10"), "");
    assert!(ask("2022-05-09").contains("晚于这一步的发生日期"), "{}", ask("2022-05-09"));
}

#[test]
fn what_figures_count_by_is_the_municipalitys_once_it_stands() {
    let check =
        |key: &str, stage: Option<&str>, stated: &[(&str, &str)], rows: &[(&str, &str, &str)]| {
            let key = FeatureKey::parse(key).unwrap();
            let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
            writer.key = key.clone();
            let records = writer.line(&inspector(), None, vec![adopted(stage, stated)]);
            for (field, value, wants) in rows {
                let ask = |by: &Actor, note: &str| {
                    let fields = fields(&[(field, value)]);
                    let body = Body::Fields(FieldsSet { fields, note: note.into() });
                    said(&key, &records, &body, by, ("2022-05-10", "2022-05-10"))
                };
                let answer = ask(&inspector(), "现场核实");
                assert_eq!(answer.is_empty(), wants.is_empty(), "{field} {value}: {answer}");
                assert!(answer.contains(wants), "{field} {value}: {answer}");
                if !wants.is_empty() {
                    assert!(ask(&municipal(), "").contains("写明原因"), "{field}");
                    assert_eq!(ask(&municipal(), "现场核实"), "", "{field}");
                }
            }
        };
    let city = "由市级写明原因后改";
    check(
        "outfall:A",
        Some("drafting"),
        &[("outlet_kind", "sea"), ("deadline_original", "2022-04-30")],
        &[
            ("outlet_kind", "river", city),
            ("deadline_original", "2027-12-31", city),
            ("deadline_original", "", city),
            ("name", "新名", ""),
        ],
    );
    // What is still ahead is talked about until the plan is approved.
    check(
        "outfall:A",
        Some("drafting"),
        &[("deadline_original", "2022-09-30")],
        &[("deadline_original", "2022-08-31", ""), ("outlet_kind", "sea", "")],
    );
    check("outfall:A", None, &[], &[("outlet_kind", "river", city)]);
    let key_plot = [("is_key_plot", "yes"), ("area_m2", "10000")];
    check("plot:P", None, &key_plot, &[("in_use", "no", city), ("area_m2", "1", city)]);
    check("plot:P", None, &[("area_m2", "10000")], &[("in_use", "no", ""), ("area_m2", "9", "")]);
    check(
        "black_odorous_water:B",
        Some("identified"),
        &[("scope", "urban")],
        &[("scope", "rural", city), ("built_up", "no", city)],
    );
    check(
        "black_odorous_water:B",
        Some("suspected"),
        &[("scope", "urban")],
        &[("scope", "rural", "")],
    );
    check("river:R", None, &[("sea_going", "yes")], &[("sea_going", "no", city)]);
    check("farmland_unit:F", None, &[], &[("pollution_level", "none", city)]);
}

#[test]
fn lasting_clear_is_what_holds_now() {
    let water = FeatureKey::parse("black_odorous_water:B-01").unwrap();
    let sample = |day: &str, point: &str, oxygen: &str| {
        let items = [("do", oxygen), ("transparency", "40"), ("orp", "120"), ("nh3n", "2")];
        let measured = |(code, value): (&str, &str)| {
            (code.to_owned(), Measured { value: value.into(), unit: String::new() })
        };
        Body::SampleResult(SampleResult {
            no: format!("S-{day}-{point}"),
            source: "lab".into(),
            taken_at: Some(day.into()),
            point: Some(point.into()),
            items: items.map(measured).into_iter().collect(),
            ..SampleResult::default()
        })
    };
    let points = ["1#", "2#", "3#"];
    let ask = |last: &str| {
        let mut writer = Writer::new("w", "2025-03-10T08:00:00+08:00");
        writer.key = water.clone();
        let mut bodies = vec![adopted(Some("initial_effect"), &[("scope", "urban")])];
        let mut records = writer.line(&inspector(), None, std::mem::take(&mut bodies));
        writer.wait_days(250);
        let days = (4..=9).map(|month| (format!("2025-{month:02}-05"), "5"));
        let days = days.chain([("2025-10-15".to_owned(), last)]);
        let all = days.flat_map(|(day, oxygen)| points.map(|point| sample(&day, point, oxygen)));
        let all = all.chain([document("mechanism")]).collect();
        let more = writer.line(&district(), records.last(), all);
        records.extend(more);
        let body = Body::Transition(step(Some("initial_effect"), "lasting_clear"));
        let today = writer.today().to_string();
        said(&water, &records, &body, &municipal(), (&today, &today))
    };
    assert_eq!(ask("5"), "");
    assert!(ask("0.1").contains("连续 6 个月"), "{}", ask("0.1"));
}

#[test]
fn a_source_zone_is_signed_with_all_its_signs_and_a_picture_of_them() {
    let zone = FeatureKey::parse("drinking_source_zone:Z1").unwrap();
    let ask = |bodies: Vec<Body>, to: &str| {
        let mut writer = Writer::new("z", "2022-05-10T08:00:00+08:00");
        writer.key = zone.clone();
        let begin = std::iter::once(adopted(Some("approved"), &[]));
        let records = writer.line(&district(), None, begin.chain(bodies).collect());
        let asked = Step { note: "立标".into(), ..step(Some("approved"), to) };
        let today = writer.today().to_string();
        said(&zone, &records, &Body::Transition(asked), &municipal(), (&today, &today))
    };
    let sign = |field: &str| set(field, "yes");
    let two = vec![sign("signs_boundary"), sign("signs_traffic"), photo("signboard")];
    for to in ["signed", "standard"] {
        assert!(ask(two.clone(), to).contains("宣传牌"), "{}", ask(two.clone(), to));
        let all = [two.clone(), vec![sign("signs_publicity")]].concat();
        assert_eq!(ask(all, to), "");
    }
    assert_eq!(ask(vec![], "rectifying"), "");
}

#[test]
fn the_level_of_a_works_is_that_of_its_capacity() {
    let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let records = writer.line(&district(), None, vec![set("design_capacity", "20000")]);
    let ask = |level: &str| {
        let body = set("emission_standard", &format!("DB12/599-2015/{level}"));
        said(&key(), &records, &body, &district(), ("2022-05-10", "2022-05-10"))
    };
    assert_eq!(ask("A"), "");
    assert!(ask("C").contains("A 级"), "{}", ask("C"));
}

#[test]
fn so_is_that_of_other_works_that_discharge() {
    for (work, field) in [("park_wwtp:P1", "capacity_m3d"), ("rural_wwtp:R1", "capacity_td")] {
        let work = FeatureKey::parse(work).unwrap();
        let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
        writer.key = work.clone();
        let records = writer.line(&district(), None, vec![set(field, "20000")]);
        let body = set("emission_standard", "DB12/599-2015/C");
        let said = said(&work, &records, &body, &district(), ("2022-05-10", "2022-05-10"));
        assert!(said.contains("A 级"), "{work}: {said}");
    }
}

#[test]
fn a_quick_test_has_no_verdict_in_any_row_and_a_class_shows_the_bound_that_gave_it() {
    let book = rulebook();
    let judge = |source: &str, item: &str, value: &str, standard: &str| {
        let measured = Measured { value: value.into(), unit: String::new() };
        let result = SampleResult {
            source: source.into(),
            items: [(item.to_owned(), measured)].into_iter().collect(),
            ..SampleResult::default()
        };
        let judged = book.standards.judge(&result, Some(standard), &SampleContext::default());
        let item = judged.items.into_iter().next().unwrap();
        (item.compliant, item.limit.unwrap())
    };
    let quick = judge("quick", "cod", "200", "GB18918-2002/1A");
    assert_eq!(quick, (None, "≤ 50".to_owned()));
    let soil = judge("lab", "soil_as", "120.12", "GB36600-2018/1");
    assert_eq!(soil, (Some(false), "≤ 20 / ≤ 120".to_owned()));
    // Nobody said how warm the water was.
    let cold = judge("lab", "nh3n", "5.05", "GB18918-2002/1A");
    assert_eq!(cold, (Some(false), "≤ 5 (8: ≤12 ℃)".to_owned()));
    // A works of before 2006 keeps more phosphorus, and the rest of its level.
    assert_eq!(judge("lab", "tp", "0.9", "GB18918-2002/1A-2005").0, Some(true));
    assert_eq!(judge("lab", "cod", "51", "GB18918-2002/1A-2005").0, Some(false));
}
