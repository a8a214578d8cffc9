//! Sampling points: point, reach and body of a black-odorous water, rows worked by hand at each boundary of the guide.

use std::sync::Arc;

use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;

/// A sample: point (empty: none named), day of June, values as `item=value` with blanks between.
pub type Row<'a> = (&'a str, u32, &'a str);

pub fn water() -> FeatureKey {
    FeatureKey::parse("black_odorous_water:1").unwrap()
}

pub fn sampled((point, day, values): Row<'_>, no: usize) -> Body {
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

pub fn samples(rows: &[Row<'_>]) -> Vec<Body> {
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
