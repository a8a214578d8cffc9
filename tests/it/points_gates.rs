//! What steps ask of the samples of a black-odorous water: each point, and the whole of what its guide samples it for.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;
use crate::points::{Row, sampled, samples, water};

/// What a step still wants of samples, in a water at `from`.
fn refusal(from: &str, before: &[Row<'_>], after: &[Row<'_>], to: &str) -> Option<String> {
    let mut writer = Writer::new("gate", "2022-07-01T08:00:00+08:00");
    writer.key = water();
    let started = if from == "works_done" { "treating" } else { from };
    let begin = adopted(
        Some(started),
        &[("scope", "urban"), ("satisfaction_pct", "95"), ("responsible_unit", "示例街道")],
    );
    let mut bodies = vec![begin];
    bodies.extend(samples(before));
    let mut records = writer.line(&inspector(), None, bodies);
    if from == "works_done" {
        let done = vec![photo("after"), Body::Transition(step(Some("treating"), "works_done"))];
        let last = Arc::clone(records.last().unwrap());
        records.extend(writer.line(&district(), Some(&last), done));
    }
    writer.wait_days(3);
    let last = Arc::clone(records.last().unwrap());
    let later = after.iter().enumerate().map(|(no, row)| {
        let Body::SampleResult(result) = sampled(*row, 100 + no) else { unreachable!() };
        Body::SampleResult(SampleResult {
            taken_at: result.taken_at.map(|day| day.replace("2022-06", "2022-07")),
            ..result
        })
    });
    records.extend(writer.line(&inspector(), Some(&last), later.collect()));
    writer.wait_days(3);
    let book = rulebook();
    let state = fold(&water(), &records, None, &book, &AsOf::Now);
    assert_eq!(state.stage_code(), Some(from));
    let asked = Step { note: "核实".into(), ..step(Some(from), to) };
    let today = writer.today();
    let by = if to == "excluded" { district() } else { municipal() };
    let refused =
        book.check_transition(&state, &asked, &by, today, today, &World::default()).err()?;
    let words: Vec<String> = refused.missing.into_iter().map(|one| one.message.zh).collect();
    Some(words.join("；"))
}

#[test]
fn a_water_is_excluded_only_where_every_point_is_well() {
    let clean = round(&["1#", "2#", "3#"], GOOD);
    assert_eq!(refusal("suspected", &clean, &[], "excluded"), None);
    let one_bad = [("1#", 1, "do=5"), ("2#", 1, "do=1"), ("3#", 2, "do=5")];
    let why = refusal("suspected", &one_bad, &[], "excluded").unwrap();
    assert!(
        why.contains("轻度黑臭：3 个点位中 0 个为重度黑臭（0 %，不足 60 %），另 1 个较轻"),
        "{why}"
    );
}

/// All that an urban water is graded by, and all of it well.
const GOOD: &str = "transparency=40 do=5 orp=120 nh3n=2";

/// Three times, a day apart, at each point.
fn round<'a>(points: &[&'a str], items: &'a str) -> Vec<Row<'a>> {
    let days = [2, 3, 4];
    days.iter().flat_map(|day| points.iter().map(move |point| (*point, *day, items))).collect()
}

#[test]
fn initial_effect_wants_the_whole_of_what_the_guide_samples_a_water_for() {
    let check = |after: &[Row<'_>], expected: &str| {
        let why = refusal("works_done", &[], after, "initial_effect").unwrap_or_default();
        assert_eq!(why, expected);
    };
    let three = ["1#", "2#", "3#"];
    check(&round(&three, GOOD), "");
    check(
        &[("", 4, "do=5")],
        "检测还不齐：写明的点位 0 个，指南要求不少于 3 个；透明度、氧化还原电位、氨氮没有测全",
    );
    check(&round(&three[..2], GOOD), "检测还不齐：点位 2 个，指南要求不少于 3 个");
    check(
        &round(&three, "transparency=40 do=5 nh3n=2"),
        "检测还不齐：1#、2#、3# 的氧化还原电位没有测全",
    );
    let mut once_less = round(&three, GOOD);
    once_less.pop();
    check(&once_less, "检测还不齐：3# 采样不足 3 次（每 1—7 天一次）");
    let mut item_less = round(&three, GOOD);
    item_less[4].2 = "do=5 orp=120 nh3n=2";
    check(&item_less, "检测还不齐：2# 的透明度没有测全");
}

#[test]
fn initial_effect_wants_every_point_sampled_again_since_the_works() {
    let before = [("1#", 1, "do=0.1"), ("2#", 1, "do=1"), ("3#", 1, "do=0.1")];
    let some = [("1#", 4, "do=5"), ("3#", 4, "do=5")];
    let why = refusal("works_done", &before, &some, "initial_effect").unwrap();
    assert!(why.contains("点位 2# 还没有复测"), "{why}");
    let all = round(&["1#", "2号", "3"], GOOD);
    assert_eq!(refusal("works_done", &before, &all, "initial_effect"), None);
    let bad = [("1#", 4, "do=5"), ("2#", 4, "do=0.1"), ("3#", 4, "do=5")];
    let why = refusal("works_done", &before, &bad, "initial_effect").unwrap();
    assert!(why.contains("轻度黑臭：3 个点位中 1 个为重度黑臭（33 %，不足 60 %）"), "{why}");
}

/// What 长制久清 still wants of samples: six months after 初见成效, the points sampled in each of them.
fn lasting(items: &str, months: [&[&str]; 6]) -> Option<String> {
    let mut writer = Writer::new("lasting", "2021-12-01T08:00:00+08:00");
    writer.key = water();
    let begin = adopted(Some("initial_effect"), &[("scope", "urban")]);
    let mut records = writer.line(&inspector(), None, vec![begin]);
    writer.wait_days(225);
    let mut bodies = Vec::new();
    for (points, month) in months.iter().zip(1..) {
        for point in *points {
            let no = bodies.len();
            let Body::SampleResult(result) = sampled((point, 1, items), no) else { unreachable!() };
            let taken_at = Some(format!("2022-{month:02}-10T10:00:00+08:00"));
            bodies.push(Body::SampleResult(SampleResult { taken_at, ..result }));
        }
    }
    let last = Arc::clone(records.last().unwrap());
    records.extend(writer.line(&inspector(), Some(&last), bodies));
    let book = rulebook();
    let state = fold(&water(), &records, None, &book, &AsOf::Now);
    let asked = step(Some("initial_effect"), "lasting_clear");
    let today = writer.today();
    let by = municipal();
    let refused =
        book.check_transition(&state, &asked, &by, today, today, &World::default()).err()?;
    let of_samples = |one: &Missing| matches!(one.jump, Jump::Sample);
    refused.missing.into_iter().find(of_samples).map(|one| one.message.zh)
}

#[test]
fn a_month_of_lasting_clear_wants_every_point_of_the_water() {
    let all: &[&str] = &["1#", "2#", "3#"];
    assert_eq!(lasting(GOOD, [all; 6]), None);
    let why = lasting(GOOD, [all, all, &["1#"], all, all, all]).unwrap();
    assert!(why.contains("要连续 6 个月每月各点位（1#、2#、3#）有水样且都合要求"), "{why}");
    let why = lasting("do=5 orp=120 nh3n=2", [all; 6]).unwrap();
    assert_eq!(why, "2022年6月的检测还不齐：1#、2#、3# 的透明度没有测全");
    let why = lasting(GOOD, [&[""]; 6]).unwrap();
    assert_eq!(why, "2022年6月的检测还不齐：写明的点位 0 个，指南要求不少于 3 个");
}
