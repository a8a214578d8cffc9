//! Nothing leaves a figure in silence: whatever anybody below the municipality writes into a field or an item of a list,
//! and whatever a newer file states in its place, no whole gets smaller, nothing bad counts for less, and no sample that
//! was judged is judged more mildly. All fields of all built-in kinds are tried, with all values they can have.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use yice::model::{FeatureKey, Kind};
use yice::plan::*;

use crate::histories::*;

const TODAY: &str = "2022-05-20";

/// What is free all the same, and why.
const FREE: [(&str, &str, &str); 6] = [
    ("section", "latest_month", "a month of another year is another year's figure"),
    ("sea_station", "latest_month", "as of sections"),
    (
        "outfall",
        "category",
        "the plan's own decision until the works are judged; the mix has them all",
    ),
    (
        "plot",
        "illegal_use",
        "a suspicion is looked into and taken down by another person, with a reason",
    ),
    ("annotation", "kind", "a risk is taken down so, too"),
    ("district", "bow_survey", "a zero report that is contradicted is to be corrected"),
];

/// Figures of which the number itself is bad.
const BAD: [&str; 4] = ["k_overdue", "k_relapse", "k_plot_illegal", "risks_open"];

fn stated() -> Vec<(&'static str, Option<&'static str>, Value)> {
    let outfall = json!({
        "category": "standardize", "outlet_kind": "sea", "programme": "渤海攻坚", "deadline_original": "2022-04-30",
        "emission_standard": "DB12/599-2015/B", "design_capacity": "5000", "patrol_interval_days": "30",
        "river_code": "TJR01", "sampling_possible": "yes", "is_outfall": "yes", "survey_level": "level_2",
        "trace_complete": "yes", "responsible_subject": "示例厂", "county": "南开区",
    });
    let plot = json!({
        "is_key_plot": "yes", "in_use": "yes", "area_m2": "9000", "land_class": "1", "illegal_use": "suspected",
    });
    let project = |programme: &str| json!({"programme": programme, "survey_planned": "10", "survey_done": "4"});
    let section = json!({
        "nature": "sea_mouth", "is_assessed": "yes", "river_code": "TJR02", "target_class": "III",
        "latest_class": "inferior_v", "latest_month": "2022-05", "water_kind": "lake",
    });
    let water =
        json!({"scope": "urban", "built_up": "yes", "district": "南开区", "adcode": "120104"});
    vec![
        ("outfall:1", Some("in_progress"), outfall.clone()),
        ("outfall:2", Some("pending"), outfall.clone()),
        ("outfall:3", Some("signed_off"), outfall.clone()),
        ("outfall:4", Some("reopened"), outfall),
        ("outfall:5", None, json!({})),
        ("section:1", None, section.clone()),
        ("section:2", None, section),
        (
            "section:3",
            None,
            json!({"nature": "sea_mouth", "river_code": "TJR03", "latest_class": "V"}),
        ),
        (
            "sea_station:1",
            None,
            json!({"latest_class": "inferior_4", "last_year_class": "1", "target_class": "2"}),
        ),
        ("sea_station:2", None, json!({"latest_class": "1", "last_year_class": "1"})),
        ("river:1", Some("issued"), json!({"sea_going": "yes", "target_class": "III"})),
        ("river:2", Some("drafting"), json!({"sea_going": "yes"})),
        ("black_odorous_water:1", Some("identified"), water.clone()),
        ("black_odorous_water:2", Some("initial_effect"), water),
        ("black_odorous_water:3", Some("treating"), json!({"adcode": "120104"})),
        ("district:120104", None, json!({"name": "南开区", "bow_survey": "zero_report"})),
        ("district:120105", None, json!({"name": "河北区", "bow_survey": "done"})),
        ("plot:1", Some("listed"), plot.clone()),
        ("plot:2", Some("illegal_use"), plot),
        ("plot:3", Some("candidate"), json!({"is_key_plot": "yes", "area_m2": "100"})),
        (
            "farmland_unit:1",
            Some("safe_use"),
            json!({"pollution_level": "light", "area_mu": "20", "use": "paddy",
            "pair_planned": "8", "pair_done": "2"}),
        ),
        ("groundwater_zone:1", Some("control"), json!({"area_km2": "300"})),
        ("odour_site:1", Some("received"), json!({"kind": "odour"})),
        ("odour_site:2", Some("a"), json!({})),
        (
            "park_wwtp:1",
            Some("compliant"),
            json!({"pipe_km_planned": "5", "pipe_km_done": "1", "capacity_m3d": "500",
            "emission_standard": "DB12/599-2015/C"}),
        ),
        (
            "rural_wwtp:1",
            Some("normal"),
            json!({"upgrade": "planned", "capacity_td": "500",
            "emission_standard": "DB12/599-2015/C"}),
        ),
        ("drinking_source_zone:1", Some("approved"), json!({"adjustment": "planned"})),
        ("eco_project:1", Some("started"), project("green_barrier")),
        ("eco_project:2", Some("started"), project("eight_seven_one")),
        ("eco_project:3", Some("started"), project("beautiful_bay")),
        ("eco_project:4", Some("started"), project("biodiversity")),
        ("eco_project:5", Some("started"), project("background_survey")),
        ("bare_ground_site:1", Some("failing"), json!({"kind": "yard"})),
        ("annotation:1", Some("open"), json!({"kind": "risk", "text": "尾矿库"})),
    ]
}

/// Samples that are bad, and the items of lists.
fn recorded() -> Vec<(&'static str, Body)> {
    // Everything has its first record, which says what its file states.
    let first = stated().into_iter().map(|(key, ..)| (key, note("收到")));
    let sample = |item: &str, value: &str, unit: &str| {
        let measured = Measured { value: value.into(), unit: unit.into() };
        Body::SampleResult(SampleResult {
            no: "S-1".into(),
            source: "lab".into(),
            taken_at: Some("2022-05-12T09:00:00+08:00".into()),
            items: [(item.to_owned(), measured)].into_iter().collect(),
            ..SampleResult::default()
        })
    };
    let measure = |family: &str| json!({"family": family, "text": "措施", "done": "no"});
    let item = set_json;
    let more = [
        ("outfall:1", sample("cod", "90", "mg/L")),
        ("outfall:4", sample("cod", "45", "mg/L")),
        ("section:1", sample("tp", "0.11", "mg/L")),
        ("sea_station:1", sample("oil", "0.2", "mg/L")),
        ("river:1", sample("cod", "25", "mg/L")),
        ("black_odorous_water:1", sample("nh3n", "20", "mg/L")),
        ("plot:1", sample("soil_as", "25", "mg/kg")),
        ("plot:3", sample("soil_as", "25", "mg/kg")),
        ("farmland_unit:1", sample("soil_as", "35", "mg/kg")),
        ("park_wwtp:1", sample("cod", "90", "mg/L")),
        ("rural_wwtp:1", sample("cod", "90", "mg/L")),
        ("river:1", item("measures/m1", measure("source_control"))),
        ("river:1", item("measures/m2", measure("pollution_treatment"))),
        ("river:1", item("measures/m3", measure("capacity_expansion"))),
        ("river:2", item("measures/m4", measure("strict_supervision"))),
        ("district:120104", item("duties/d1", json!({"river": "子牙河", "person": "局长"}))),
        ("drinking_source_zone:1", item("problems/p1", json!({"text": "垃圾", "closed": "no"}))),
        ("eco_project:3", item("checklist/c1", json!({"text": "岸线", "done": "no"}))),
    ];
    first.chain(more).collect()
}

struct Tried {
    book: Arc<Rulebook>,
    ledger: Ledger,
    layers: Vec<LayerFeatures>,
}

fn seal(key: &FeatureKey, by: &Actor, parents: Vec<Hash>, body: &Body, seq: u64) -> Arc<Record> {
    let at = yice::model::Stamp::parse("2022-05-20T09:00:00+08:00").unwrap();
    let head = Head {
        id: format!("{key}-{seq}"),
        feature: Some(key.clone()),
        procedure: format!("{}/1", key.kind()),
        parents,
        on: at.day(),
        at,
        by: by.clone(),
        on_behalf_of: None,
        chain: format!("{key}"),
        seq,
        prev: None,
        act: None,
        settings: Fields::new(),
    };
    Arc::new(Record::seal(head, body).unwrap())
}

impl Tried {
    /// What files state, and what people recorded of it.
    fn new(bodies: Vec<(&'static str, Body)>, scene: &[String]) -> Self {
        let is_here = |key: &str| {
            let kind = key.split(':').next().unwrap_or_default();
            scene.is_empty() || scene.iter().any(|it| it == kind)
        };
        let book = Arc::new(Rulebook::built_in());
        let mut ledger = Ledger::new(Arc::clone(&book));
        let mut keys: BTreeMap<Kind, Vec<FeatureKey>> = BTreeMap::new();
        for (key, stage, fields) in stated().into_iter().filter(|it| is_here(it.0)) {
            let key = FeatureKey::parse(key).unwrap();
            let fields = fields.as_object().unwrap().clone();
            ledger.set_baselines([(
                key.clone(),
                Baseline { stage: stage.map(str::to_owned), fields },
            )]);
            keys.entry(key.kind()).or_default().push(key);
        }
        for (seq, (key, body)) in (1u64..).zip(bodies.into_iter().filter(|it| is_here(it.0))) {
            let key = FeatureKey::parse(key).unwrap();
            let heads = ledger.state(&key).heads.clone();
            if let Some(stated) = ledger.baseline(&key).filter(|_| heads.is_empty()) {
                let Baseline { stage, fields } = stated;
                let adopted = Body::Adopted(Adopted { stage, fields, source: String::new() });
                ledger.apply(seal(&key, &municipal(), Vec::new(), &adopted, 0));
            }
            let heads = ledger.state(&key).heads.clone();
            ledger.apply(seal(&key, &municipal(), heads, &body, seq));
            let state = ledger.state(&key);
            let all_count = state.entries.iter().all(|it| matches!(it.fate, Fate::Counts));
            assert!(all_count, "{key}: {:?}", state.entries);
        }
        let total = |kind: &Kind| (kind.code() == Kind::OUTFALL).then_some(68);
        let layers = keys.into_iter().map(|(kind, keys)| LayerFeatures {
            programme_total: total(&kind),
            kind,
            keys,
            synthetic: true,
        });
        Self { book, ledger, layers: layers.collect() }
    }

    /// Every figure, by its code.
    fn figures(&self, ledger: &Ledger) -> BTreeMap<String, Value> {
        let main_key = |key: &FeatureKey| key.clone();
        let summary = summary(&SummaryInput {
            plans: ledger.plans(),
            layers: &self.layers,
            main_key: &main_key,
            rulebook: &self.book,
            context: &World::default(),
            as_of: day(TODAY),
        });
        let targets = summary.targets.into_iter();
        let targets = targets.map(|it| (it.id.clone(), serde_json::to_value(it).unwrap()));
        summary.kpis.into_iter().chain(targets).collect()
    }
}

/// What of a figure is less than it was and must not be.
fn less(code: &str, before: &Value, after: &Value) -> Option<String> {
    let bad: &[&str] = if BAD.contains(&code) { &["num", "count", "to_check"] } else { &[] };
    let never = ["den", "n", "goal", "contradicted", "unknown"];
    let wholes = never
        .iter()
        .filter(|name| !(**name == "unknown" && after["den"].as_u64() > before["den"].as_u64()));
    wholes.chain(bad).find_map(|name| {
        let of = |figure: &Value| figure.get(*name).and_then(Value::as_f64).unwrap_or(0.0);
        let is_split = *name == "unknown" || *name == "contradicted";
        (of(after) < of(before) && !(is_split && after["den"] != before["den"]))
            .then(|| format!("{code}.{name}: {} → {}", of(before), of(after)))
    })
}

/// The first thing that got out of a figure, or by with a milder word.
fn lost(
    world: &Tried,
    base: &BTreeMap<String, Value>,
    key: &FeatureKey,
    then: &Ledger,
) -> Option<String> {
    let after = world.figures(then);
    let figure = base.iter().find_map(|(code, before)| less(code, before, &after[code]));
    figure.or_else(|| {
        let (was, is) = (world.ledger.state(key), then.state(key));
        was.samples.iter().zip(&is.samples).find_map(|(was, is)| {
            let (was, is) = (was.judgement.as_ref()?, is.judgement.as_ref()?);
            let is_milder = was.outcome == Outcome::Failing && is.outcome != Outcome::Failing
                || was.outcome == Outcome::Compliant && matches!(is.outcome, Outcome::NotJudged(_));
            is_milder.then(|| format!("sample: {:?} → {:?}", was.outcome, is.outcome))
        })
    })
}

/// Values that a field can have, nothing among them.
fn values(field: &FieldDef) -> Vec<Value> {
    let texts: Vec<&str> = match &field.kind {
        FieldKind::Choice(choices) => choices.iter().map(|it| it.code.as_str()).collect(),
        FieldKind::Bool => vec!["yes", "no"],
        FieldKind::Number { .. } => vec!["0", "1", "30", "60", "90000"],
        FieldKind::Date => vec!["2021-01-01", "2022-05-01", "2022-12-31"],
        FieldKind::Standard => {
            vec!["DB12/599-2015/A", "DB12/599-2015/C", "GB8978-1996/3", "GB18918-2002/2"]
        }
        FieldKind::Feature => vec!["outfall:2"],
        _ => vec!["别处", "120110", "TJR09", "2021-05"],
    };
    texts.into_iter().chain([""]).map(Value::from).collect()
}

/// What may be tried on a feature: each field, and each item of its lists taken off or with one column changed.
fn tries(procedure: &Procedure, state: &FeatureState) -> Vec<(String, String, Value)> {
    let mut tried = Vec::new();
    for field in &procedure.fields {
        let FieldKind::List(columns) = &field.kind else {
            let all = values(field).into_iter();
            tried.extend(all.map(|value| (field.code.clone(), field.code.clone(), value)));
            continue;
        };
        for (id, item) in state.list_items(&field.code) {
            let code = format!("{}/{id}", field.code);
            let mut changed = vec![Value::Null];
            for column in columns {
                for value in values(column) {
                    let mut item = item.clone();
                    item[&column.code] = value;
                    changed.push(item);
                }
            }
            tried
                .extend(changed.into_iter().map(|value| (field.code.clone(), code.clone(), value)));
        }
    }
    tried
}

fn is_free(kind: &str, field: &str) -> bool {
    FREE.iter().any(|(of, code, _)| (*of, *code) == (kind, field))
}

/// The kinds, each with those that its figures look at as well.
fn scenes() -> BTreeSet<Vec<String>> {
    let of = |(key, ..): (&'static str, _, _)| match key.split(':').next().unwrap_or_default() {
        "district" | "black_odorous_water" => {
            ["district", "black_odorous_water"].map(str::to_owned).into()
        }
        kind => vec![kind.to_owned()],
    };
    stated().into_iter().map(of).collect()
}

/// What was found in all scenes by a look at one of its features.
fn found_in(
    bodies: fn() -> Vec<(&'static str, Body)>,
    look: impl Fn(&Tried, &BTreeMap<String, Value>, &FeatureKey) -> Vec<String>,
) -> Vec<String> {
    let of_scene = |scene: Vec<String>| {
        let world = Tried::new(bodies(), &scene);
        let base = world.figures(&world.ledger);
        let keys = world.layers.iter().flat_map(|layer| &layer.keys);
        keys.flat_map(|key| look(&world, &base, key)).collect::<Vec<_>>()
    };
    scenes().into_iter().flat_map(of_scene).collect()
}

#[test]
fn what_is_written_takes_nothing_out_of_a_figure() {
    let found = found_in(recorded, |world, base, key| {
        let (kind, state) = (key.kind(), world.ledger.state(key));
        let today = day(TODAY);
        let ways_out = |(field, code, value): (String, String, Value)| {
            let fields = [(code.clone(), value.clone())].into_iter().collect();
            let body = Body::Fields(FieldsSet { fields, note: "更正".into() });
            let may = |by: &&Actor| {
                world.book.check(&state, &body, by, today, today, &World::default()).is_ok()
            };
            let people = [inspector(), district(), actor("赵六", Role::Monitor)];
            let by = people.iter().find(may)?;
            let mut then = world.ledger.clone();
            then.apply(seal(key, by, state.heads.clone(), &body, 99));
            let what = lost(world, base, key, &then).filter(|_| !is_free(kind.code(), &field))?;
            Some(format!("{key} {code}={value} by {}: {what}", by.role.code()))
        };
        tries(world.book.procedure(&kind).unwrap(), &state)
            .into_iter()
            .filter_map(ways_out)
            .collect()
    });
    assert!(found.is_empty(), "{} ways out:\n{}", found.len(), found.join("\n"));
}

#[test]
fn what_a_newer_file_states_takes_nothing_out_of_a_figure() {
    // What is recorded follows no file anyway.
    let found = found_in(Vec::new, |world, base, key| {
        let (kind, state) = (key.kind(), world.ledger.state(key));
        let procedure = world.book.procedure(&kind).unwrap();
        let ways_out = |(field, code, value): (String, String, Value)| {
            let mut states = world.ledger.baseline(key)?;
            match value.as_str() {
                Some("") => drop(states.fields.remove(&code)),
                _ => drop(states.fields.insert(code.clone(), value.clone())),
            }
            let held = procedure.guarded(&world.book, &state, &states, day(TODAY));
            let mut then = world.ledger.clone();
            then.set_guarded([(key.clone(), held)]);
            then.set_baselines([(key.clone(), states)]);
            let what = lost(world, base, key, &then).filter(|_| !is_free(kind.code(), &field))?;
            Some(format!("{key} {code}={value}: {what}"))
        };
        tries(procedure, &state).into_iter().filter_map(ways_out).collect()
    });
    assert!(found.is_empty(), "{} ways out:\n{}", found.len(), found.join("\n"));
}

#[test]
fn all_figures_are_looked_at() {
    let world = Tried::new(recorded(), &[]);
    let figures = world.figures(&world.ledger);
    let is_empty =
        |figure: &Value| figure.is_null() || figure.get("num").is_some_and(Value::is_null);
    let empty: Vec<&str> =
        figures.iter().filter(|(_, it)| is_empty(it)).map(|(code, _)| code.as_str()).collect();
    assert_eq!(empty, ["k_days"], "only what the steps themselves are counted by");
}

#[test]
fn a_stage_that_no_figure_counts_is_the_municipalitys_to_reach() {
    let book = Rulebook::built_in();
    for target in &book.programme.targets {
        let Some(procedure) = book.procedure(&Kind::new(&target.layer)) else { continue };
        let of = target.measure.as_ref().unwrap().0.filter();
        let passes = of.passes.get("stage");
        let is_counted = |stage: &str| {
            let is_in = |set: &Vec<String>| set.iter().any(|it| it == stage);
            passes.is_none_or(is_in) && !of.but.get("stage").is_some_and(is_in)
        };
        let counted: BTreeSet<&str> = procedure
            .stages
            .iter()
            .map(|it| it.code.as_str())
            .filter(|it| is_counted(it))
            .collect();
        for step in &procedure.transitions {
            let leaves =
                step.from.iter().filter_map(StepFrom::code).any(|from| counted.contains(from))
                    && step.targets().any(|to| !counted.contains(to));
            let is_theirs = step.roles.iter().all(|rule| rule.role == Role::Municipal);
            assert!(!leaves || is_theirs, "{} {}: {}", target.id, procedure.id, step.id);
        }
    }
}

#[test]
fn taking_a_record_back_takes_nothing_else_along() {
    let book = rulebook();
    let said = |key: &str,
                stated: &[(&str, &str)],
                bodies: Vec<(Actor, Body)>,
                undo: usize,
                by: &Actor,
                note: &str| {
        let mut writer = Writer::new("a", "2022-05-10T08:00:00+08:00");
        writer.key = FeatureKey::parse(key).unwrap();
        let mut records = vec![writer.write(&inspector(), &[], adopted(None, stated))];
        for (by, body) in bodies {
            let last = records.last().unwrap().clone();
            records.push(writer.write(&by, &[&last], body));
        }
        let state = fold(&writer.key, &records, None, &book, &AsOf::Now);
        assert!(state.entries.iter().all(|it| matches!(it.fate, Fate::Counts)), "{key}");
        let (body, today) = (withdraw(&records[undo], note), day(TODAY));
        let answer = book.check(&state, &body, by, today, today, &World::default());
        answer.err().map(|it| it.missing[0].message.zh.clone()).unwrap_or_default()
    };
    let city = "由市级写明原因撤回";
    // What samples were judged by, though it is one's own.
    let judged = || {
        let standard = set("emission_standard", "GB18918-2002/1A");
        vec![(district(), standard), (inspector(), result("S-1", "2022-05-09", "90"))]
    };
    let of_judged = |by: &Actor, note: &str| said("outfall:A", &[], judged(), 1, by, note);
    assert!(of_judged(&district(), "填错").contains(city));
    assert!(of_judged(&municipal(), "").contains("要写明原因"));
    assert_eq!(of_judged(&municipal(), "填错"), "");
    assert_eq!(
        said("outfall:A", &[], judged()[..1].to_vec(), 1, &district(), ""),
        "",
        "nothing judged"
    );
    // An item that counts is its author's to take back, and nobody else's below the municipality.
    let item = || vec![(inspector(), set_json("problems/p1", json!({"text": "垃圾"})))];
    let of_item = |by: &Actor| said("drinking_source_zone:Z", &[], item(), 1, by, "不是问题");
    assert_eq!(of_item(&inspector()), "");
    assert!(of_item(&district()).contains(city));
    assert_eq!(of_item(&municipal()), "");
    // What is in no figure is as before.
    let name = || vec![(inspector(), set("name", "新名"))];
    assert_eq!(said("drinking_source_zone:Z", &[], name(), 1, &district(), "写错"), "");
}
