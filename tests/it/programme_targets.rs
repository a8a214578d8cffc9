//! The programme's targets: what the built-in file holds, how each shape counts, and what a programme file may not say.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;

use serde_json::{Value, json};
use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::{Writer, adopted, municipal, rulebook};
use crate::programme::summarise;

/// The targets by their id, as `yice summary --json` prints them, of features as a received file states them.
fn targets(stated: &[(&str, Option<&str>, Value)], as_of: &str) -> Value {
    let baseline = |(key, stage, fields): &(&str, Option<&str>, Value)| {
        let fields = fields.as_object().unwrap().clone().into_iter().collect();
        let baseline = Baseline { stage: stage.map(str::to_owned), fields };
        (FeatureKey::parse(key).unwrap(), baseline)
    };
    let summary = summarise(stated.iter().map(baseline).collect(), as_of);
    let by_id = |target: &TargetSummary| (target.id.clone(), serde_json::to_value(target).unwrap());
    Value::Object(summary.targets.iter().map(by_id).collect())
}

/// What is reached, of what whole, the goal, the plan by the day, and how it stands.
#[track_caller]
fn check(targets: &Value, id: &str, expected: Value) {
    let target = &targets[id];
    let of = |name: &str| target[name].clone();
    let found = json!([of("num"), of("den"), of("goal"), of("planned"), of("standing")]);
    assert_eq!(found, expected, "{id}");
}

#[test]
fn the_programme_has_its_35_tasks_and_every_target_names_the_layer_that_feeds_it() {
    let programme = Rulebook::built_in().programme;
    let numbers: Vec<u32> = programme.head.tasks.iter().map(|task| task.no).collect();
    assert_eq!(numbers, (1..=35).collect::<Vec<u32>>());
    let measured: BTreeSet<u32> = programme.targets.iter().map(|target| target.task).collect();
    assert_eq!(measured.len(), 35);
    assert!(programme.targets.iter().all(|target| target.measure.is_some()));
    // The only days the source gives are those of the black-odorous waters.
    let days: Vec<(&str, String)> = programme
        .targets
        .iter()
        .filter(|target| target.due_said_by == DueSaidBy::Source)
        .map(|target| (target.id.as_str(), target.due.to_string()))
        .collect();
    let june = "2022-06-30".to_owned();
    assert_eq!(days, [("bow_surveyed", june.clone()), ("bow_planned", june)]);
}

#[test]
fn without_data_a_target_has_no_figure_and_a_goal_only_where_it_is_a_number() {
    let targets = targets(&[], "2022-05-12");
    for (id, target) in targets.as_object().unwrap() {
        let nothing = ["num", "den", "planned", "standing"].map(|name| &target[name]);
        assert!(nothing.into_iter().all(Value::is_null), "{id}: {target}");
    }
    check(&targets, "sea_outfalls_signed_off", json!([null, null, null, null, null]));
    check(&targets, "river_plans_issued", json!([null, null, 12, null, null]));
    check(&targets, "bow_surveyed", json!([null, null, 16, null, null]));
}

#[test]
fn sea_outfalls_are_counted_against_the_pace_of_the_day() {
    let outfall = |stage: &'static str| move |key: &'static str| (key, Some(stage), json!({}));
    let (signed, open) = (outfall("signed_off"), outfall("in_progress"));
    let stated = [
        signed("outfall:1"),
        open("outfall:2"),
        open("outfall:3"),
        ("outfall:4", Some("not_required"), json!({})),
        ("outfall:5", Some("cancelled"), json!({})),
    ];
    // The campaign counts 68, whatever is loaded: what a file alone calls struck off makes it no smaller.
    // 98 of its 297 days are gone on 15 June.
    let id = "sea_outfalls_signed_off";
    check(&targets(&stated, "2022-06-15"), id, json!([1, 68, 68, 22, "behind"]));
    check(&targets(&stated, "2022-10-01"), id, json!([1, 68, 68, 47, "behind"]));
    check(&targets(&stated, "2022-12-31"), id, json!([1, 68, 68, 68, "behind"]));
    let after = targets(&stated, "2023-01-01");
    check(&after, id, json!([1, 68, 68, 68, "missed"]));
    // In work and signed off are both past the approval of the plan.
    check(&after, "sea_outfalls_planned", json!([3, 68, 68, 68, "missed"]));
}

#[test]
fn an_outfall_is_linked_by_the_code_of_a_loaded_river_and_by_nothing_else() {
    let outfall = |key: &'static str, river: &str| (key, None, json!({"river_code": river}));
    let mut stated = vec![
        outfall("outfall:1", "TJR05"),
        outfall("outfall:2", "TJR99"),
        outfall("outfall:3", "子牙新河"),
        ("outfall:4", Some("not_required"), json!({})),
        // What is struck off counts nowhere.
        ("outfall:5", Some("cancelled"), json!({"river_code": "TJR05"})),
    ];
    let without = targets(&stated, "2023-01-01");
    check(&without, "outfalls_linked", json!([null, null, null, null, null]));
    assert_eq!(without["outfalls_linked"]["layer"], "river", "the layer that is wanting");
    stated.push(("river:TJR05", None, json!({"name": "子牙新河"})));
    let with = targets(&stated, "2023-01-01");
    check(&with, "outfalls_linked", json!([2, 4, 4, 4, "missed"]));
    let rivers_alone = targets(&stated[5..], "2023-01-01");
    assert_eq!(rivers_alone["outfalls_linked"]["layer"], "outfall");
}

#[test]
fn a_measure_is_done_at_a_hundred_per_cent_or_where_it_says_so() {
    let item = |key: &str, value: &str| json!({"family": "capacity_expansion", key: value});
    let measures = json!({
        "measures/a": item("percent", "100"),
        "measures/b": item("percent", "100.0"),
        "measures/c": item("done", "yes"),
        "measures/d": item("percent", "99"),
        "measures/e": item("done", "no"),
    });
    let targets = targets(&[("river:1", Some("running"), measures)], "2022-12-31");
    check(&targets, "measures_capacity_expansion", json!([3, 5, 5, 5, "behind"]));
}

#[test]
fn progress_is_the_mean_of_projects_and_what_states_none_is_nothing_and_said() {
    let project = |key: &'static str, stage: &'static str, percent: &str| {
        (key, Some(stage), json!({"programme": "eight_seven_one", "percent_done": percent}))
    };
    let stated = [
        project("eco_project:1", "in_progress", "60"),
        // Completed, whatever was last said of its progress.
        project("eco_project:2", "completed", "90"),
        ("eco_project:3", Some("started"), json!({"programme": "eight_seven_one"})),
        (
            "eco_project:4",
            Some("started"),
            json!({"programme": "grand_canal", "percent_done": "5"}),
        ),
    ];
    let targets_now = targets(&stated, "2022-12-31");
    check(&targets_now, "progress_871", json!([53.3, 100, 100, 100, "behind"]));
    let mean = &targets_now["progress_871"];
    assert_eq!((&mean["unit"], &mean["unstated"]), (&json!("%"), &json!(1)), "{mean}");
    check(&targets_now, "works_871", json!([1, 3, 3, 3, "behind"]));
    check(&targets_now, "corridors_progress", json!([5, 100, 100, 100, "behind"]));
    assert_eq!(targets_now["corridors_progress"].get("unstated"), None);
    // What is not all of it is never a hundred.
    let most = (0..2000).map(|no| (format!("eco_project:{no}"), no));
    let most: Vec<(String, u32)> = most.collect();
    let most: Vec<_> = most
        .iter()
        .map(|(key, no)| {
            let stage = if *no == 0 { "started" } else { "accepted" };
            (key.as_str(), Some(stage), json!({"programme": "eight_seven_one"}))
        })
        .collect();
    assert_eq!(targets(&most, "2022-12-31")["progress_871"]["num"], json!(99.9));
}

#[test]
fn a_target_tells_what_its_features_are_split_by() {
    let of = |key: &'static str, stage: Option<&'static str>, fields: Value| (key, stage, fields);
    let stated = [
        of("odour_site:1", Some("a"), json!({"kind": "odour"})),
        of("odour_site:2", Some("c"), json!({})),
        of("odour_site:3", None, json!({})),
        of("odour_site:4", Some("a"), json!({"kind": "dust"})),
        of("outfall:1", Some("signed_off"), json!({"category": "merge"})),
        of("outfall:2", Some("in_progress"), json!({"category": "merge"})),
        of("outfall:3", Some("pending"), json!({})),
        of("plot:1", Some("listed"), json!({})),
        of("plot:2", Some("illegal_use"), json!({})),
    ];
    let targets = targets(&stated, "2022-05-12");
    let parts = |id: &str| targets[id]["mix"]["parts"].clone();
    let counted = |code: &str| json!({"code": code, "den": 1});
    assert_eq!(parts("odour_graded"), json!([counted("a"), counted("c"), counted("")]));
    assert_eq!(
        parts("sea_outfalls_signed_off"),
        json!([{"code": "merge", "num": 1, "den": 2}, {"code": "", "num": 0, "den": 1}])
    );
    // A bare count is of no whole: all plots are split.
    assert_eq!(parts("plots_illegal"), json!([counted("listed"), counted("illegal_use")]));
    assert_eq!(targets["odour_graded"]["mix"]["by"], "stage");
    assert_eq!(targets["odour_surveyed"].get("mix"), None);
}

#[test]
fn classes_are_held_and_not_worked_off_and_a_section_without_one_is_not_good() {
    let mouth = |river: &str, class: &str| json!({"nature": "sea_mouth", "river_code": river, "latest_class": class});
    let stated = [
        ("section:1", None, mouth("R1", "III")),
        ("section:2", None, mouth("R2", "inferior_v")),
        ("section:3", None, mouth("R3", "unknown")),
        ("section:4", None, json!({"is_assessed": "no", "latest_class": "inferior_v"})),
    ];
    let targets = targets(&stated, "2022-05-12");
    check(&targets, "sections_not_inferior", json!([1, 3, 3, null, "behind"]));
    check(&targets, "sea_rivers_not_inferior", json!([1, 2, 12, null, "behind"]));
    // Where none has a class nothing is known, and nothing missed.
    let silent = [("section:1", None, mouth("R1", "unknown")), ("section:2", None, json!({}))];
    let targets = self::targets(&silent, "2023-01-12");
    check(&targets, "sections_not_inferior", json!([null, null, null, null, null]));
}

#[test]
fn items_of_a_list_are_counted_by_family_and_one_that_was_taken_away_is_not() {
    let item = |family: &str, done: &str| json!({"family": family, "done": done});
    let stated = [
        (
            "river:1",
            Some("running"),
            json!({
                "sea_going": "yes",
                "measures/a": item("source_control", "yes"),
                "measures/b": item("source_control", "no"),
                "measures/c": item("strict_supervision", "yes"),
                "measures/d": null,
            }),
        ),
        (
            "river:2",
            Some("draft"),
            json!({"sea_going": "yes", "measures/e": {"family": "source_control"}}),
        ),
        ("river:3", Some("issued"), json!({"sea_going": "no"})),
    ];
    let targets = targets(&stated, "2022-12-31");
    check(&targets, "measures_source_control", json!([1, 3, 3, 3, "behind"]));
    check(&targets, "measures_strict_supervision", json!([1, 1, 1, 1, "reached"]));
    check(&targets, "measures_capacity_expansion", json!([null, null, null, null, null]));
    check(&targets, "river_plans_issued", json!([1, 2, 12, 12, "behind"]));
}

#[test]
fn lengths_are_summed_with_their_fractions_and_a_part_of_no_stated_whole_is_left_out() {
    let stated = [
        ("park_wwtp:1", None, json!({"pipe_km_done": "0.1", "pipe_km_planned": "0.3"})),
        ("park_wwtp:2", None, json!({"pipe_km_done": "0.2", "pipe_km_planned": "12.25"})),
        ("park_wwtp:3", None, json!({"pipe_km_done": "40"})),
        ("park_wwtp:4", None, json!({"pipe_km_planned": "约五公里"})),
    ];
    let targets = targets(&stated, "2022-12-31");
    check(&targets, "park_pipes_km", json!([0.3, 12.55, 12.55, 12.55, "behind"]));
    assert_eq!(targets["park_pipes_km"]["unit"], "km");
}

#[test]
fn farmland_is_to_reach_91_in_a_hundred_and_illegal_plots_none() {
    let unit = |area: &str| {
        let fields = json!({"area_mu": area, "pollution_level": "heavy", "measure_done": "yes"});
        fields
    };
    let stated = [
        ("farmland_unit:1", Some("strict_control"), unit("91")),
        ("farmland_unit:2", Some("safe_use"), unit("9")),
        ("plot:1", Some("delisted"), json!({"illegal_use": "suspected"})),
    ];
    let targets_now = targets(&stated, "2022-12-31");
    check(&targets_now, "farmland_safe", json!([91, 100, 91, 91, "reached"]));
    check(&targets_now, "plots_illegal", json!([0, null, 0, null, "reached"]));
    let stated = [("plot:1", Some("illegal_use"), json!({}))];
    let targets_now = targets(&stated, "2022-05-12");
    check(&targets_now, "plots_illegal", json!([1, null, 0, null, "behind"]));
}

const HEAD: &str = "id = \"x\"\nzh = \"专项\"\nen = \"X\"\nbegins = \"2022-01-01\"\n\
    source = { zh = \"示例\", en = \"example\", tag = \"recalled\" }\n\
    [[task]]\nno = 1\nzh = \"任务\"\nen = \"Task\"\n[[task.target]]\nid = \"t\"\nzh = \"目标\"\nen = \"Target\"\n";

/// Reads a file whose only target ends in `lines`, from line 14 on.
fn parse(lines: &str) -> Result<Programme, DataFileError> {
    Programme::parse("x.toml", &format!("{HEAD}{lines}"), &Rulebook::built_in())
}

#[track_caller]
fn refused(lines: &str, line: usize, reason: &str) {
    let error = parse(lines).expect_err(lines);
    assert_eq!((error.file.as_str(), error.line), ("x.toml", line), "{error}");
    assert!(error.reason.contains(reason), "{error}");
}

#[test]
fn a_programme_file_that_names_nothing_is_refused_with_its_line() {
    const REST: &str = "goal = { share = 100 }\ndue = \"2022-12-31\"\nday = \"year\"\n";
    let figure = |figure: &str| format!("layer = \"outfall\"\nfigure = {figure}\n{REST}");
    let sound = parse(&figure("{ hit = { river_code = [\"*\"] } }")).unwrap();
    assert_eq!(sound.targets.len(), 1);
    assert!(sound.head.source_is_recalled);

    refused(&figure("{ kpi = \"k_nothing\" }"), 15, "k_nothing");
    refused(&figure("{ hit = { rivver = [\"*\"] } }"), 15, "rivver");
    refused(&figure("{ hit = { stage = [\"gone\"] } }"), 15, "gone");
    refused(&figure("{ hit = { class = [\"V\"] } }"), 15, "class");
    refused(&figure("{ list = \"measures\", hit = { done = [\"perhaps\"] } }"), 15, "perhaps");
    refused(&figure("{ sum = \"name\", whole = \"name\" }"), 15, "number");
    refused(&figure("{ kpi = \"k_plan\", hit = { stage = [\"*\"] } }"), 15, "hit");
    refused(&figure("{ }"), 15, "hit");
    refused(&figure("{ hits = { } }"), 15, "hits");
    refused(&figure("{ hit = [{ river_code = [\"*\"] }, { rivver = [\"*\"] }] }"), 15, "rivver");
    refused(&figure("{ hit = { river_code = [\"@moon\"] } }"), 15, "@moon");
    refused(&figure("{ hit = { sample = [\"good\"] } }"), 15, "good");
    refused(&figure("{ mean = \"name\" }"), 15, "number");
    refused(&figure("{ kpi = \"k_plan\", full = { stage = [\"*\"] } }"), 15, "full");
    refused(&format!("{}mix = \"name\"\n", figure("{ kpi = \"k_plan\" }")), 11, "split");
    refused(&format!("layer = \"moon\"\n{REST}"), 11, "figure");
    let uncounted = "layer = \"moon\"\ndue = \"2022-12-31\"\nday = \"year\"\n";
    refused(uncounted, 11, "layer_label");
    let due = |due: &str, more: &str| format!("layer = \"outfall\"\ndue = \"{due}\"\n{more}\n");
    refused(&due("2022-13-31", "day = \"year\""), 15, "2022-13-31");
    refused(&due("2021-12-31", "day = \"year\""), 11, "begins");
    refused(&due("2022-12-31", "day = \"month\""), 16, "month");
    let falling = "day = \"year\"\npace = [[\"2022-06-01\", 50], [\"2022-07-01\", 40]]";
    refused(&due("2022-12-31", falling), 17, "rises");
    let held = "day = \"year\"\nheld = true\npace = [[\"2022-06-01\", 50]]";
    refused(&due("2022-12-31", held), 11, "held");
    let twice = format!(
        "{}[[task.target]]\nid = \"t\"\nzh = \"目标\"\nen = \"T\"\n{0}",
        due("2022-12-31", "day = \"year\"")
    );
    refused(&twice, 18, "twice");
    let stray = format!("first = [1, 9]\n{HEAD}{}", figure("{ kpi = \"k_plan\" }"));
    let error = Programme::parse("x.toml", &stray, &Rulebook::built_in()).unwrap_err();
    assert_eq!((error.line, error.reason.as_str()), (1, "no task is numbered 9"));
}

#[test]
fn what_a_supervisor_asks_about_first_stands_first_and_nothing_is_left_out() {
    let head = &Rulebook::built_in().programme.head;
    let numbers: Vec<u32> = head.tasks_as_read().map(|task| task.no).collect();
    assert_eq!(numbers[..6], [21, 17, 18, 2, 5, 1]);
    let mut sorted = numbers;
    sorted.sort_unstable();
    assert_eq!(sorted, head.tasks.iter().map(|task| task.no).collect::<Vec<_>>());
}

#[test]
fn coastal_stations_are_held_to_last_year_and_no_risk_note_is_to_stay_open() {
    let station = |no: u32, class: &str, month: &str, last: &str| {
        let fields = json!({"latest_class": class, "latest_month": month, "last_year_class": last});
        (format!("sea_station:{no}"), None, fields)
    };
    let note = |no: u32, stage: &'static str, kind: &str| {
        (format!("annotation:{no}"), Some(stage), json!({"kind": kind}))
    };
    let features = [
        station(1, "1", "2022-04", "2"),
        station(2, "2", "2022-05", "1"),
        station(3, "3", "2022-05", "2"),
        // Neither a class of last year nor one of this year that is not known is compared.
        station(4, "2", "2021-11", "2"),
        station(5, "unknown", "2022-05", "2"),
        note(1, "open", "risk"),
        note(2, "done", "risk"),
        note(3, "open", "problem"),
    ];
    let features: Vec<(&str, Option<&str>, Value)> =
        features.iter().map(|(key, stage, it)| (key.as_str(), *stage, it.clone())).collect();
    let targets = targets(&features, "2022-06-15");
    check(&targets, "coastal_good", json!([2, 3, 3, null, "behind"]));
    check(&targets, "risks_open", json!([1, 2, 0, null, "behind"]));
}

#[test]
fn a_station_is_classed_by_the_means_of_its_newest_month() {
    let book = rulebook();
    let key = FeatureKey::parse("sea_station:S1").unwrap();
    let result = |no: &str, taken_at: &str, din: &str| {
        let value = |value: &str| Measured { value: value.into(), unit: "mg/L".into() };
        Body::SampleResult(SampleResult {
            no: no.into(),
            source: "lab".into(),
            taken_at: Some(taken_at.into()),
            items: [("din".to_owned(), value(din)), ("do".to_owned(), value("7"))].into(),
            ..SampleResult::default()
        })
    };
    let mut writer = Writer::new("a", "2022-05-20T08:00:00+08:00");
    writer.key = key.clone();
    let bodies = vec![
        adopted(None, &[("last_year_class", "2"), ("latest_class", "4")]),
        result("H-1", "2022-05-06", "0.25"),
        result("H-2", "2022-05-16", "0.45"),
    ];
    let records = writer.line(&municipal(), None, bodies);
    let state = fold(&key, &records, None, &book, &AsOf::Now);
    let month = state.months.last().unwrap();
    // 0.35 is the mean: class 3, and worse than that in the second sample alone.
    assert_eq!((month.samples, month.class_code()), (2, Some("3")), "{:?}", state.samples);
}
