//! Sampling points: point, reach and body of a black-odorous water, rows worked by hand at each boundary of the guide.

use std::sync::Arc;

use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;

/// A sample: point (empty: none named), day of June, values as `item=value` with blanks between.
type Row<'a> = (&'a str, u32, &'a str);

fn water() -> FeatureKey {
    FeatureKey::parse("black_odorous_water:1").unwrap()
}

fn sampled((point, day, values): Row<'_>, no: usize) -> Body {
    let measured = values.split_whitespace().map(|text| {
        let (item, value) = text.split_once('=').unwrap();
        (item.to_owned(), Measured { value: value.to_owned(), unit: String::new() })
    });
    Body::SampleResult(SampleResult {
        no: format!("S-{no}"),
        source: "lab".into(),
        taken_at: Some(format!("2022-06-{day:02}")),
        point: point_name(point),
        items: measured.collect(),
        ..SampleResult::default()
    })
}

fn samples(rows: &[Row<'_>]) -> Vec<Body> {
    rows.iter().enumerate().map(|(no, row)| sampled(*row, no)).collect()
}

fn state(scope: &str, rows: &[Row<'_>]) -> FeatureState {
    let mut writer = Writer::new("points", "2022-07-01T08:00:00+08:00");
    writer.key = water();
    let begin = adopted(Some("suspected"), &[("scope", scope)]);
    let bodies = std::iter::once(begin).chain(samples(rows)).collect();
    let records = writer.line(&inspector(), None, bodies);
    fold(&water(), &records, None, &rulebook(), &AsOf::Now)
}

fn grade(scope: &str, rows: &[Row<'_>]) -> BodyGrade {
    state(scope, rows).grade.expect("samples of a known scope have a grade")
}

/// The body's class; then each point's.
fn check(rows: &[Row<'_>], body: &str, points: &[(&str, &str)]) {
    let grade = grade("urban", rows);
    let found: Vec<(&str, &str)> =
        grade.points.iter().map(|one| (one.name.as_str(), one.class.code.as_str())).collect();
    assert_eq!((grade.class.code.as_str(), &found[..]), (body, points), "{rows:?}");
}

/// DO of a point on days one after another: `s` severe, `m` mild, `n` none.
fn days_of<'a>(point: &'a str, letters: &str) -> Vec<Row<'a>> {
    let value = |letter| match letter {
        's' => "do=0.1",
        'm' => "do=1.1",
        _ => "do=5",
    };
    letters.chars().zip(1..).map(|(letter, day)| (point, day, value(letter))).collect()
}

// ——— A point ———

#[test]
fn one_item_with_60_percent_of_its_values_severe_makes_a_severe_point() {
    check(&days_of("1#", "sssnn"), "severe", &[("1#", "severe")]);
    // 4 of 7 are 57 %: mild, since one value at least is black-odorous.
    check(&days_of("1#", "ssssnnn"), "mild", &[("1#", "mild")]);
    check(&days_of("1#", "mnnnn"), "mild", &[("1#", "mild")]);
    check(&days_of("1#", "nnnnn"), "none", &[("1#", "none")]);
}

#[test]
fn two_items_with_30_percent_severe_make_a_severe_point() {
    let rows = |severe: usize, all: u32, other: &str| -> Vec<Row<'static>> {
        let both: &'static str = if other == "orp" { "do=0.1 orp=-210" } else { "do=0.1 orp=60" };
        (1..=all)
            .map(|day| ("1#", day, if day as usize <= severe { both } else { "do=5 orp=60" }))
            .collect()
    };
    check(&rows(3, 10, "orp"), "severe", &[("1#", "severe")]);
    // 2 of 7 are 28.6 %.
    check(&rows(2, 7, "orp"), "mild", &[("1#", "mild")]);
    // One item of 30 % is not two.
    check(&rows(3, 10, ""), "mild", &[("1#", "mild")]);
}

#[test]
fn a_gap_of_more_than_seven_days_begins_a_new_round_of_a_point() {
    check(&[("1#", 1, "do=0.1"), ("1#", 8, "do=5")], "mild", &[("1#", "mild")]);
    check(&[("1#", 1, "do=0.1"), ("1#", 9, "do=5")], "none", &[("1#", "none")]);
    let grade = grade("urban", &[("1#", 1, "do=0.1"), ("1#", 9, "do=5"), ("1#", 11, "do=5")]);
    assert_eq!((grade.points[0].from, grade.points[0].times), (day("2022-06-09"), 2));
}

#[test]
fn quick_tests_make_no_grade() {
    let mut writer = Writer::new("quick", "2022-07-01T08:00:00+08:00");
    writer.key = water();
    let Body::SampleResult(result) = sampled(("1#", 1, "do=0.1"), 1) else { unreachable!() };
    let quick = Body::SampleResult(SampleResult { source: "quick".into(), ..result });
    let bodies = vec![adopted(Some("suspected"), &[("scope", "urban")]), quick];
    let records = writer.line(&inspector(), None, bodies);
    assert_eq!(fold(&water(), &records, None, &rulebook(), &AsOf::Now).grade, None);
}

// ——— Reach and body ———

/// A day at each of so many points: `s`, `m`, `n` as of [`days_of`].
fn along(letters: &str) -> BodyGrade {
    let names: Vec<String> = (1..=letters.len()).map(|no| format!("{no}#")).collect();
    let rows = names.iter().zip(letters.chars()).flat_map(|(name, letter)| {
        let mut buffer = [0; 4];
        days_of(name, letter.encode_utf8(&mut buffer))
    });
    grade("urban", &rows.collect::<Vec<_>>())
}

#[test]
fn sixty_percent_of_points_severe_make_the_body_severe() {
    let body = |letters: &str| along(letters).class.code;
    assert_eq!(body("ssnsn"), "severe", "3 of 5 are 60 %");
    assert_eq!(body("ssnssnn"), "mild", "4 of 7 are 57 %");
    assert_eq!(body("snn"), "mild");
    assert_eq!(body("nmn"), "mild");
    assert_eq!(body("nnn"), "none");
    assert_eq!(body("s"), "severe");
}

#[test]
fn three_severe_points_in_a_row_make_the_reach_between_them_severe() {
    let reaches = |letters: &str| along(letters).reaches;
    assert_eq!(reaches("sssnnnnn"), [(0, 2)]);
    assert_eq!(reaches("ssnssnn"), []);
    assert_eq!(reaches("nssssnsss"), [(1, 4), (6, 8)]);
    // 9, 10, 11 follow one another; as words 10# and 11# would stand before 9#.
    assert_eq!(reaches("nnnnnnnnsss"), [(8, 10)]);
}

#[test]
fn a_grade_says_its_points_its_share_and_its_rule() {
    let zh = |letters: &str| along(letters).sentence().zh;
    assert_eq!(
        zh("sss"),
        "重度黑臭：3 个点位中 3 个为重度黑臭（100 %，达到 60 %）；1#—3# 连续 3 个，其间河段为重度黑臭"
    );
    assert_eq!(zh("smnn"), "轻度黑臭：4 个点位中 1 个为重度黑臭（25 %，不足 60 %），另 1 个较轻");
    assert_eq!(zh("nnn"), "未达黑臭：3 个点位各项均未达到");
    let grade = along("sss");
    assert!(grade.basis().zh.contains("城市黑臭水体整治工作指南"), "{:?}", grade.basis());
    assert!(!grade.recalled && !grade.basis().zh.contains("待核"));
    let lacking: Vec<String> = along("ss").lacking().into_iter().map(|it| it.zh).collect();
    assert_eq!(
        lacking,
        ["点位 2 个，指南要求不少于 3 个", "1#、2# 采样不足 3 次（每 1—7 天一次）"]
    );
}

#[test]
fn rural_waters_have_one_grade_by_any_item_at_any_point_and_it_is_to_be_checked() {
    let body = |rows: &[Row<'_>]| grade("rural", rows).class.code;
    assert_eq!(body(&[("1#", 1, "do=5"), ("2#", 1, "do=1.9")]), "black_odorous");
    assert_eq!(body(&[("1#", 1, "do=5"), ("2#", 1, "do=2 nh3n=15")]), "none");
    let grade = grade("rural", &[("1#", 1, "do=5"), ("2#", 1, "nh3n=15.1")]);
    assert_eq!(grade.sentence().zh, "黑臭：2 个点位中 1 个有指标达到");
    assert!(grade.basis().zh.ends_with("（限值待核）"), "{}", grade.basis().zh);
    assert!(state("", &[("1#", 1, "do=0.1")]).grade.is_none(), "neither urban nor rural");
}

// ——— Samples without a point, and how points are spelled ———

#[test]
fn samples_without_a_point_are_graded_as_ever_and_silent_once_a_later_one_names_its_point() {
    check(&[("", 1, "do=0.1 nh3n=9")], "severe", &[("", "severe")]);
    // Of samples without a point the latest day speaks alone.
    check(&[("", 1, "do=0.1"), ("", 3, "do=5")], "none", &[("", "none")]);
    check(&[("", 1, "do=0.1"), ("1#", 3, "do=5")], "none", &[("1#", "none")]);
    check(&[("", 3, "do=0.1"), ("1#", 1, "do=5")], "mild", &[("", "severe"), ("1#", "none")]);
}

#[test]
fn a_point_is_the_same_however_its_number_is_spelled() {
    for typed in ["1", "1#", " 1 # ", "１＃", "1号", "01#", "点位1", "采样点1#", "1号点"]
    {
        assert_eq!(point_name(typed).as_deref(), Some("1#"), "{typed:?}");
    }
    for (typed, name) in
        [("w2", Some("W2")), ("上游桥", Some("上游桥")), ("  ", None), ("#", Some("#"))]
    {
        assert_eq!(point_name(typed).as_deref(), name, "{typed:?}");
    }
    let mut names = ["10#", "2#", "W3", "1#", "2#"].map(str::to_owned).to_vec();
    sort_points(&mut names);
    assert_eq!(names, ["1#", "2#", "10#", "W3"]);
}

#[test]
fn a_record_without_a_point_is_written_as_it_always_was() {
    let taken = Body::SampleTaken(SampleTaken { no: "1".into(), ..SampleTaken::default() });
    assert_eq!(taken.to_value(), serde_json::json!({"kind": "sample_taken", "no": "1"}));
    let result = Body::from_value(serde_json::json!({"kind": "sample_result", "no": "1"}));
    assert!(result.to_value().get("point").is_none());
}

// ——— What rests on it ———

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

#[test]
fn what_was_sampled_before_the_works_no_longer_speaks_of_a_point_sampled_since() {
    let mut writer = Writer::new("works", "2022-07-01T08:00:00+08:00");
    writer.key = water();
    let begin = adopted(Some("treating"), &[("scope", "urban")]);
    let before = samples(&[("1#", 30, "do=0.1"), ("2#", 30, "do=0.1")]);
    let mut records =
        writer.line(&inspector(), None, std::iter::once(begin).chain(before).collect());
    let last = Arc::clone(records.last().unwrap());
    let done = vec![photo("after"), Body::Transition(step(Some("treating"), "works_done"))];
    records.extend(writer.line(&district(), Some(&last), done));
    writer.wait_days(2);
    let Body::SampleResult(clean) = sampled(("1#", 1, "do=5"), 9) else { unreachable!() };
    let taken_at = Some("2022-07-02T10:00:00+08:00".into());
    let clean = Body::SampleResult(SampleResult { taken_at, ..clean });
    let last = Arc::clone(records.last().unwrap());
    records.extend(writer.line(&inspector(), Some(&last), vec![clean]));
    // Two days apart are one round; the works lie between.
    let grade = fold(&water(), &records, None, &rulebook(), &AsOf::Now).grade.unwrap();
    let points: Vec<_> =
        grade.points.iter().map(|one| (one.name.as_str(), one.class.code.as_str())).collect();
    assert_eq!(points, [("1#", "none"), ("2#", "severe")]);
}

#[test]
fn the_measured_grade_is_a_field_of_its_own_and_leaves_with_an_export() {
    let state = state("urban", &[("1#", 1, "do=0.1")]);
    assert_eq!(state.text(GRADE_MEASURED), Some("severe"));
    let book = rulebook();
    let procedure = book.procedure(&water().kind());
    let members = annotate(&state, procedure, day("2022-07-02"));
    let value = members.iter().find(|(name, _)| name == "yice_grade_measured");
    assert_eq!(value.map(|(_, json)| json.as_str()), Some("\"severe\""));
    let written = set(GRADE_MEASURED, "none");
    let today = day("2022-07-02");
    assert!(book.check(&state, &written, &district(), today, today, &World::default()).is_err());
}

#[test]
fn a_grade_that_is_not_the_reported_one_is_said_beside_it() {
    let said = |reported: &str, rows: &[Row<'_>]| {
        let mut writer = Writer::new("points", "2022-07-01T08:00:00+08:00");
        writer.key = water();
        let begin = adopted(Some("suspected"), &[("scope", "urban"), ("grade", reported)]);
        let bodies = std::iter::once(begin).chain(samples(rows)).collect();
        let records = writer.line(&inspector(), None, bodies);
        let state = fold(&water(), &records, None, &rulebook(), &AsOf::Now);
        let rulebook = rulebook();
        grade_differs(rulebook.procedure(&water().kind()).unwrap(), &state).map(|words| words.zh)
    };
    let severe = days_of("1#", "sss");
    assert_eq!(said("mild", &severe).as_deref(), Some("所报轻度黑臭 · 实测重度黑臭"));
    assert_eq!(said("severe", &severe), None);
    assert_eq!(said("unknown", &severe), None, "what says nothing differs from nothing");
    assert_eq!(said("mild", &[]), None, "nothing is measured");
}

#[test]
fn a_point_stands_where_it_was_last_placed_with_what_its_samples_say() {
    let at = |day: u32, point: &str, lon: &str| {
        let Body::SampleResult(mut result) = sampled((point, day, "do=0.1"), day as usize) else {
            unreachable!()
        };
        result.lon_lat = Some([lon.to_owned(), "39.1".to_owned()]);
        Body::SampleResult(result)
    };
    let mut writer = Writer::new("points", "2022-07-01T08:00:00+08:00");
    writer.key = water();
    let begin = adopted(Some("suspected"), &[("scope", "urban")]);
    let bodies = vec![begin, at(1, "1#", "117.20"), at(3, "1", "117.21"), at(2, "2#", "east")];
    let records = writer.line(&inspector(), None, bodies);
    let state = fold(&water(), &records, None, &rulebook(), &AsOf::Now);
    let places = sampling_places(&state);
    assert_eq!(places.len(), 1, "what is no number is no place: {places:?}");
    assert_eq!((places[0].point.as_str(), places[0].at.lon_deg), ("1#", 117.21));
    assert_eq!(places[0].class.as_ref().map(|class| class.zh.as_str()), Some("重度黑臭"));
    assert_eq!(records[1].body.to_value()["lon_lat"], serde_json::json!(["117.20", "39.1"]));
}
