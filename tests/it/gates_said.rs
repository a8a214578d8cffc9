//! What a gate tells beside yes and no: how many items a sample was judged by, whose result it is, what a survey lacks;
//! and evidence that speaks against a step though older evidence spoke for it.

use std::sync::Arc;

use serde_json::json;
use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;

fn said(key: &FeatureKey, records: &[Arc<Record>], body: &Body, by: &Actor, on: &str) -> String {
    let book = rulebook();
    let state = fold(key, records, None, &book, &AsOf::Now);
    let answer = book.check(&state, body, by, day(on), day("2022-06-20"), &World::default());
    let messages = |refusal: Refusal| {
        refusal.missing.into_iter().map(|it| it.message.zh).collect::<Vec<_>>().join("；")
    };
    answer.err().map(messages).unwrap_or_default()
}

/// The conditions of a step, as a reviewer reads them.
fn conditions(key: &FeatureKey, records: &[Arc<Record>], to: &str) -> String {
    let book = rulebook();
    let state = fold(key, records, None, &book, &AsOf::Now);
    let step = step(state.stage_code(), to);
    let by = municipal();
    let all = book.conditions(&state, &step, &by, day("2022-06-20"), &World::default());
    all.into_iter().map(|it| it.label.zh).collect::<Vec<_>>().join("；")
}

/// An outfall that was sealed on 8 May and stands before acceptance, and these visits of days in May.
fn sealed(visits: &[(&str, &str)]) -> Vec<Arc<Record>> {
    let mut writer = Writer::new("a", "2022-05-31T08:00:00+08:00");
    let stated = [
        ("category", "ban"),
        ("finished_on", "2022-05-08"),
        ("same_spot", "yes"),
        ("sewage_destination", "接入污水管网"),
    ];
    let look = |(on, discharging): &(&str, &str)| {
        let looks = Looks { discharging: Some((*discharging).into()), ..Looks::default() };
        let visited_at = Some((*on).to_owned());
        Body::Visit(Visit { looks, visited_at, ..Visit::default() })
    };
    let mut bodies = vec![
        adopted(Some("acceptance"), &stated),
        set_json("inspectors", json!(["钱七", "赵六"])),
        photo("before"),
        photo("after"),
        document("acceptance_opinion"),
    ];
    bodies.extend(visits.iter().map(look));
    writer.line(&inspector(), None, bodies)
}

#[test]
fn a_newer_look_at_a_closed_mouth_that_runs_closes_the_gate() {
    let to_review = Body::Transition(step(Some("acceptance"), "signoff_review"));
    let ask =
        |visits: &[(&str, &str)], on| said(&key(), &sealed(visits), &to_review, &district(), on);
    assert_eq!(ask(&[("2022-05-17", "no")], "2022-05-31"), "");
    let runs = [("2022-05-17", "no"), ("2022-05-18", "yes")];
    assert!(
        ask(&runs, "2022-05-31").contains("5月18日）看到又在排水"),
        "{}",
        ask(&runs, "2022-05-31")
    );
    // Nor does the step fit in before it, and what could not be seen says nothing.
    assert!(ask(&runs, "2022-05-17").contains("又在排水"));
    assert_eq!(ask(&[("2022-05-17", "no"), ("2022-05-18", "unknown")], "2022-05-31"), "");
    assert_eq!(ask(&[("2022-05-18", "yes"), ("2022-05-25", "no")], "2022-05-31"), "");
    assert!(ask(&[("2022-05-14", "no")], "2022-05-31").contains("最早"));
}

#[test]
fn no_result_is_known_before_its_sample_was_drawn() {
    let mut writer = Writer::new("a", "2022-05-31T08:00:00+08:00");
    let taken = Body::SampleTaken(SampleTaken {
        no: "S-1".into(),
        taken_at: Some("2022-05-20".into()),
        ..SampleTaken::default()
    });
    let records = writer.line(&inspector(), None, vec![adopted(None, &[]), taken]);
    let Body::SampleResult(of_sample) = result("S-1", "2022-05-20", "5") else { unreachable!() };
    let of_sample = Body::SampleResult(SampleResult { taken_at: None, ..of_sample });
    let ask = |on| said(&key(), &records, &of_sample, &inspector(), on);
    assert_eq!(ask("2022-05-20"), "");
    assert!(ask("2022-05-01").contains("早于采样的 5月20日"), "{}", ask("2022-05-01"));
}

#[test]
fn a_deadline_is_not_asked_for_before_the_works_began() {
    let mut writer = Writer::new("a", "2022-05-31T08:00:00+08:00");
    let stated = [("started_on", "2022-05-05"), ("deadline_original", "2022-06-30")];
    let records = writer.line(&inspector(), None, vec![adopted(Some("in_progress"), &stated)]);
    let ask = |new: &str| {
        let request = Requested {
            what: "deadline".into(),
            new: Some(new.into()),
            reason: "雨季".into(),
            target: None,
        };
        said(&key(), &records, &Body::Requested(request), &inspector(), "2022-05-31")
    };
    assert_eq!(ask("2022-09-30"), "");
    assert!(ask("2020-01-01").contains("早于"), "{}", ask("2020-01-01"));
}

#[test]
fn one_picture_is_not_the_signboard_and_the_sampling_point_and_the_works_when_done() {
    let mut writer = Writer::new("a", "2022-05-31T08:00:00+08:00");
    let of = |kind: &str| {
        let sha256 = Hash::of(b"one picture").to_string();
        Body::Photo(Photo { sha256, photo_kind: kind.into(), ..Photo::default() })
    };
    let records = writer.line(&inspector(), None, vec![adopted(None, &[]), of("after")]);
    for kind in ["signboard", "sampling_point", "before"] {
        let answer = said(&key(), &records, &of(kind), &inspector(), "2022-05-31");
        assert!(answer.contains("请换一张"), "{kind}: {answer}");
    }
    assert_eq!(said(&key(), &records, &of("scene"), &inspector(), "2022-05-31"), "");
}

fn sampled(bodies: Vec<(Actor, Body)>) -> Vec<Arc<Record>> {
    let mut writer = Writer::new("a", "2022-05-31T08:00:00+08:00");
    let stated = [
        ("category", "standardize"),
        ("emission_standard", "GB18918-2002/1A"),
        ("finished_on", "2022-05-08"),
    ];
    let mut records = writer.line(&inspector(), None, vec![adopted(Some("acceptance"), &stated)]);
    for (by, body) in bodies {
        let more = writer.line(&by, records.last(), vec![body]);
        records.extend(more);
    }
    records
}

#[test]
fn a_reviewer_is_told_by_how_many_items_a_sample_complies_and_whose_result_it_is() {
    let one = sampled(vec![(inspector(), result("S-1", "2022-05-20", "20"))]);
    let told = conditions(&key(), &one, "signoff_review");
    assert!(told.contains("测 1 项：COD，标准列"), "{told}");
    assert!(!told.contains("改过"), "{told}");
    let other = actor("乙", Role::Monitor);
    let replaced = sampled(vec![
        (inspector(), result("S-1", "2022-05-20", "500")),
        (other.clone(), result("S-1", "2022-05-20", "5")),
    ]);
    let told = conditions(&key(), &replaced, "signoff_review");
    assert!(told.contains("结果由 乙 改过，原由 张三 填"), "{told}");
    // Whoever is judged by a result writes none over another's.
    let judged = actor("丙", Role::Responsible);
    let answer = said(&key(), &one, &result("S-1", "2022-05-20", "5"), &judged, "2022-05-31");
    assert!(answer.contains("样品 S-1 已有张三的结果"), "{answer}");
    let again = result("S-1", "2022-05-20", "20");
    assert_eq!(said(&key(), &one, &again, &judged, "2022-05-31"), "", "it says the same");
    // Who puts a slip of their own right is not told about.
    let own = sampled(vec![
        (inspector(), result("S-1", "2022-05-20", "500")),
        (inspector(), result("S-1", "2022-05-20", "5")),
    ]);
    assert!(!conditions(&key(), &own, "signoff_review").contains("改过"));
}

#[test]
fn a_standard_that_nobody_knows_is_not_named() {
    let ask = |standard: &str| {
        let mut writer = Writer::new("a", "2022-05-31T08:00:00+08:00");
        let records = writer.line(&inspector(), None, vec![adopted(None, &[])]);
        said(&key(), &records, &set("emission_standard", standard), &district(), "2022-05-31")
    };
    assert_eq!(ask("GB18918-2002/1A"), "");
    assert!(ask("乱写").contains("没有这个标准"), "{}", ask("乱写"));
    assert!(ask("GB18918-2002").contains("要写明哪一级"), "{}", ask("GB18918-2002"));
}
