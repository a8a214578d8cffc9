//! The programme's 26 figures of the demonstration, counted once more from the exported GeoJSON by serde_json alone:
//! nothing of `plan` is used here, only what domain §9 says in words.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::commands::Desk;
use crate::exported::{Feature, day_of, days, pair, rate, with, with_some};
use crate::kpis_filled::filled;

/// The demonstration's day.
const AS_OF: &str = "2022-05-12";
/// DB12/599-2015 A, B, C and GB 8978-1996 class 2: COD, and ammonia by the looser of its seasonal numbers.
const LIMITS: [(&str, f64, f64); 4] = [
    ("DB12/599-2015/A", 30.0, 3.0),
    ("DB12/599-2015/B", 40.0, 3.5),
    ("DB12/599-2015/C", 50.0, 8.0),
    ("GB8978-1996/2", 150.0, 25.0),
];
const PAST_APPROVAL: [&str; 8] = [
    "approved",
    "in_progress",
    "self_check",
    "acceptance",
    "signoff_review",
    "signed_off",
    "rework",
    "reopened",
];

fn outfall_figures(features: &[Feature], total: u64) -> BTreeMap<&'static str, Value> {
    let all: Vec<&Feature> = features.iter().filter(|one| !one.is_at(&["cancelled"])).collect();
    let needing: Vec<&Feature> =
        all.iter().filter(|one| !one.is_at(&["not_required"])).copied().collect();
    let closed = ["signed_off", "not_required", "cancelled", "suspended"];
    let open: Vec<&Feature> = all
        .iter()
        .filter(|one| one.stage("plan_state").is_some() && !one.is_at(&closed))
        .copied()
        .collect();
    let due = |one: &Feature| match one.records.is_empty() {
        true => one.text("deadline_original").map(str::to_owned),
        false => one.properties.get("yice_due").and_then(Value::as_str).map(str::to_owned),
    };
    let past_approval = |one: &Feature| {
        let held_from = one.steps_to("suspended").next_back().map(|step| &step["body"]["from"]);
        let held = held_from.and_then(Value::as_str).filter(|_| one.is_at(&["suspended"]));
        one.is_at(&PAST_APPROVAL) || held.is_some_and(|from| PAST_APPROVAL.contains(&from))
    };
    let sampled =
        |one: &Feature| one.bodies("sample_result").any(|result| result["source"] != "quick");
    let waiting = |one: &Feature| {
        one.bodies("sample_taken")
            .any(|taken| !one.bodies("sample_result").any(|result| result["no"] == taken["no"]))
    };
    let exempt =
        |one: &Feature| one.is("sampling_possible", "no") && one.text("sampling_blocker").is_some();
    let overdue: Vec<&Feature> = all
        .iter()
        .filter(|one| one.text("deadline_original").is_some_and(|day| day < AS_OF))
        .filter(|one| needing.iter().any(|it| std::ptr::eq(*it, **one)))
        .copied()
        .collect();
    let signed_on = |one: &Feature| match one.steps_to("signed_off").next_back() {
        Some(step) => Some(day_of(step).to_owned()),
        None => one.text("signoff_on").map(str::to_owned),
    };
    let ended: Vec<&Feature> = all
        .iter()
        .filter(|one| one.was_ever("signed_off") || one.was_ever("reopened"))
        .copied()
        .collect();
    let mut spans: Vec<i64> = all
        .iter()
        .filter(|one| one.is_at(&["signed_off"]))
        .filter_map(|one| {
            let from = one.steps_to("approved").next()?;
            Some(days(day_of(from), day_of(one.steps_to("signed_off").next_back()?)))
        })
        .collect();
    spans.sort_unstable();
    let median = match spans.len() {
        0 => Value::Null,
        n if n % 2 == 1 => json!({"median_days": spans[n / 2] as f64, "n": n}),
        n => json!({"median_days": (spans[n / 2 - 1] + spans[n / 2]) as f64 / 2.0, "n": n}),
    };
    let kept: Vec<&Feature> = all
        .iter()
        .filter(|one| one.is("category", "standardize") || one.is("category", "keep"))
        .copied()
        .collect();
    let mut mix: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &all {
        *mix.entry(one.text("category").unwrap_or("undecided")).or_default() += 1;
    }
    let signboard = |one: &Feature| one.bodies("photo").any(|it| it["photo_kind"] == "signboard");
    BTreeMap::from([
        (
            "k_survey",
            rate(&all, |one| {
                let level = one.text("survey_level");
                let on_foot = level.is_some_and(|it| it != "level_1" && it != "tj_level_3");
                one.text("is_outfall").is_some() && on_foot
            }),
        ),
        (
            "k_monitor",
            with_some(
                with(
                    rate(&all, |one| sampled(one) || exempt(one)),
                    "no_condition",
                    all.iter().filter(|one| exempt(one) && !sampled(one)).count(),
                ),
                "at_lab",
                all.iter().filter(|one| waiting(one) && !sampled(one) && !exempt(one)).count(),
            ),
        ),
        (
            "k_trace",
            rate(&all, |one| {
                one.text("responsible_subject").is_some() && one.is("trace_complete", "yes")
            }),
        ),
        ("k_subject", rate(&all, |one| one.text("responsible_subject").is_some())),
        ("k_plan", rate(&needing, past_approval)),
        (
            "k_done",
            rate(&needing, |one| one.is_at(&["acceptance", "signoff_review", "signed_off"])),
        ),
        ("k_signoff", rate(&needing, |one| one.is_at(&["signed_off"]))),
        (
            "k_programme",
            json!({
                "num": all.iter().filter(|one| one.is_at(&["signed_off"])).count(),
                "den": total,
                "loaded": features.len(),
            }),
        ),
        ("k_overdue", rate(&open, |one| due(one).is_some_and(|day| day.as_str() < AS_OF))),
        (
            "k_ontime",
            rate(&overdue, |one| {
                one.is_at(&["signed_off"])
                    && signed_on(one)
                        .zip(one.text("deadline_original"))
                        .is_some_and(|(on, by)| on.as_str() <= by)
            }),
        ),
        ("k_relapse", rate(&ended, |one| one.was_ever("reopened"))),
        ("k_days", median),
        ("k_sign", rate(&kept, signboard)),
        ("k_comply", compliant(&all)),
        ("k_mix", json!(mix)),
        ("k_patrol", rate(&interval_named(&all), |_| unreachable!("the demonstration names none"))),
    ])
}

fn interval_named<'f>(all: &[&'f Feature]) -> Vec<&'f Feature> {
    all.iter().filter(|one| one.text("patrol_interval_days").is_some()).copied().collect()
}

/// The newest laboratory sample of each against the numbers above.
fn compliant(all: &[&Feature]) -> Value {
    let (mut good, mut judged, mut without) = (0, 0, 0);
    for one in all {
        let results = one.bodies("sample_result").filter(|body| body["source"] != "quick");
        let taken = |no: &Value| {
            let record = one.records.iter().find(|record| {
                record["body"]["kind"] == "sample_taken" && record["body"]["no"] == *no
            });
            record.map(|record| record["body"]["taken_at"].as_str().unwrap_or(day_of(record)))
        };
        let Some(newest) = results.max_by_key(|body| taken(&body["no"])) else { continue };
        let limits = one
            .text("emission_standard")
            .and_then(|standard| LIMITS.iter().find(|(name, ..)| *name == standard));
        let Some((_, cod_max, nh3n_max)) = limits else {
            without += 1;
            continue;
        };
        let value =
            |item: &str| newest["items"][item]["value"].as_str().unwrap().parse::<f64>().unwrap();
        judged += 1;
        good += usize::from(value("cod") <= *cod_max && value("nh3n") <= *nh3n_max);
    }
    with(pair(good, judged), "not_judged", without)
}

/// Those of the other layers, of which the demonstration has no records: what the files say is all there is.
fn other_figures(read: &dyn Fn(&str) -> Vec<Feature>) -> BTreeMap<&'static str, Value> {
    let waters = read("black_odorous_waters");
    let state =
        |one: &Feature, states: &[&str]| states.contains(&one.text("bow_state").unwrap_or(""));
    let not_yet = ["suspected", "excluded"];
    let identified: Vec<&Feature> = waters.iter().filter(|one| !state(one, &not_yet)).collect();
    let unplanned = ["identified", "plan_draft"];
    let sections = read("sections");
    const CLASSES: [&str; 6] = ["I", "II", "III", "IV", "V", "inferior_v"];
    let class = |one: &Feature, field: &str| {
        one.text(field).and_then(|class| CLASSES.iter().position(|known| *known == class))
    };
    let assessed: Vec<&Feature> = sections
        .iter()
        .filter(|one| one.properties["is_assessed"] != json!(false))
        .filter(|one| class(one, "latest_class").is_some())
        .collect();
    let targeted: Vec<&Feature> =
        assessed.iter().filter(|one| class(one, "target_class").is_some()).copied().collect();
    let mut rivers: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for one in sections.iter().filter(|one| one.is("nature", "sea_mouth")) {
        let worst = rivers.entry(one.text("river_code").unwrap()).or_default();
        *worst = (*worst).max(class(one, "latest_class"));
    }
    let known: Vec<usize> = rivers.values().flatten().copied().collect();
    let river_names = read("rivers");
    let named = |code: &str| {
        let river = river_names.iter().find(|one| one.is("river_code", code)).unwrap();
        json!({"river": code, "name": river.properties["name"]})
    };
    let inferior = rivers.iter().filter(|(_, class)| **class == Some(5));
    let inferior: Vec<Value> = inferior.map(|(code, _)| named(code)).collect();
    let mut clear = with(
        // No section of the demonstration was sampled: all classes are what the file says.
        with_some(
            pair(known.iter().filter(|class| **class < 5).count(), known.len()),
            "stated",
            sections
                .iter()
                .filter(|one| one.is("nature", "sea_mouth"))
                .filter(|one| class(one, "latest_class").is_some())
                .count(),
        ),
        "unknown",
        rivers.len() - known.len(),
    );
    if !inferior.is_empty() {
        clear["inferior"] = inferior.into();
    }
    let plots = read("brownfield_plots");
    let key: Vec<&Feature> =
        plots.iter().filter(|one| one.properties["is_key_plot"] == json!(true)).collect();
    let safe = ["no_exceedance", "risk_acceptable", "delisted", "post_management"];
    let is_safe = |one: &&&Feature| {
        let stage = one.text("plot_state").unwrap_or("");
        stage != "illegal_use"
            && (safe.contains(&stage) || one.properties.get("in_use") == Some(&json!(false)))
    };
    let area = |one: &&Feature| one.properties["area_m2"].as_u64().unwrap();
    let illegal: Vec<&Feature> =
        plots.iter().filter(|one| one.is("plot_state", "illegal_use")).collect();
    let named = |one: &&Feature| json!({"name": one.properties["name"], "area_m2": area(one)});
    let safe_plots: Vec<&Feature> = key.iter().filter(is_safe).copied().collect();
    let districts = read("districts");
    let answered = districts
        .iter()
        .filter(|one| one.is("bow_survey", "done") || one.is("bow_survey", "zero_report"))
        .count();
    let zero = districts.iter().filter(|one| one.is("bow_survey", "zero_report")).count();
    let mut survey = with(pair(answered, districts.len()), "zero_report", zero);
    let silent = districts.iter().filter(|one| one.text("bow_survey").is_none());
    let silent: Vec<Value> = silent.map(|one| one.properties["name"].clone()).collect();
    if !silent.is_empty() {
        survey["silent"] = silent.into();
    }
    BTreeMap::from([
        ("k_bow_survey", survey),
        ("k_bow_plan", rate(&identified, |one| !state(one, &unplanned))),
        ("k_bow_elim", rate(&identified, |one| state(one, &["initial_effect", "lasting_clear"]))),
        ("k_river_inferior", clear),
        (
            "k_sec_good",
            with_some(
                rate(&assessed, |one| class(one, "latest_class").unwrap() <= 2),
                "stated",
                assessed.len(),
            ),
        ),
        (
            "k_sec_target",
            with_some(
                rate(&targeted, |one| class(one, "latest_class") <= class(one, "target_class")),
                "stated",
                targeted.len(),
            ),
        ),
        (
            "k_plot_safe",
            json!({
                "num": safe_plots.iter().map(area).sum::<u64>(),
                "den": key.iter().map(area).sum::<u64>(),
                "by_count": pair(safe_plots.len(), key.len()),
                "unit": "m2",
            }),
        ),
        (
            "k_plot_illegal",
            json!({
                "count": illegal.len(),
                "to_check": plots.iter().filter(|one| one.is("illegal_use", "suspected")).count(),
                "confirmed": illegal.iter().map(named).collect::<Vec<_>>(),
            }),
        ),
        ("k_farm_safe", Value::Null),
    ])
}

#[test]
fn the_figures_are_those_that_anybody_counts_from_the_exported_files() {
    let desk = Desk::new();
    let data = std::path::absolute("data").unwrap();
    let data = data.to_string_lossy();
    desk.run(&["import", "--workspace", "w.yice", &data]).exits(0);
    desk.run(&["export", "--workspace", "w.yice", "-o", "out"]).exits(0);
    let figures = || desk.run(&["summary", "--workspace", "w.yice", "--json"]).exits(0);
    let first = figures();
    assert_eq!(first.out, figures().out, "the same input gives the same figures, to the byte");
    let summary = first.json();
    assert_eq!(summary["as_of"], AS_OF);

    let read = |name: &str| Feature::all(&desk.read(&format!("out/{name}.geojson")));
    let file: Value = serde_json::from_str(&desk.read("out/outfalls.geojson")).unwrap();
    let total = file["metadata"]["programme_total"].as_u64().unwrap();
    let mut expected = outfall_figures(&read("outfalls"), total);
    expected.extend(other_figures(&read));
    expected.insert("k_data", filled(&read("outfalls"), &read));
    // Counted once by hand: 66 outfalls need remediation, of 12 fields each.
    assert_eq!(expected["k_data"]["kinds"]["outfall"], json!({"num": 616, "den": 792}));
    assert_eq!(expected.len(), 26);
    for (code, figure) in &expected {
        assert_eq!(&summary["kpis"][code], figure, "{code}");
    }
}
