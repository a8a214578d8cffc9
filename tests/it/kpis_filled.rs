//! 档案完整率 of the demonstration, counted once more by serde_json alone (see `kpis_apart`).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::exported::{Feature, pair};

/// What complete files hold, layer by layer: of the others than outfalls only what the demonstration's files say.
pub fn filled(outfalls: &[Feature], read: &dyn Fn(&str) -> Vec<Feature>) -> Value {
    const OTHERS: [(&str, &str, &str, &[&str]); 5] = [
        (
            "black_odorous_water",
            "black_odorous_waters",
            "bow_state",
            &[
                "scope",
                "built_up",
                "type",
                "causes",
                "deadline_original",
                "plan_done_on",
                "measures",
                "responsible_unit",
            ],
        ),
        (
            "river",
            "rivers",
            "",
            &[
                "target_class",
                "highest_chief",
                "chiefs",
                "problems",
                "targets",
                "tasks",
                "measures",
                "duties",
            ],
        ),
        ("section", "sections", "", &["river_code", "level", "nature", "target_class"]),
        (
            "plot",
            "brownfield_plots",
            "plot_state",
            &[
                "area_m2",
                "former_use",
                "planned_use",
                "land_class",
                "responsible_party",
                "is_key_plot",
                "in_use",
            ],
        ),
        ("district", "districts", "", &["adcode", "bow_survey", "duties"]),
    ];
    let mut layers = BTreeMap::from([("outfall", filled_outfalls(outfalls))]);
    for (kind, file, state, fields) in OTHERS {
        let is_asked = |one: &&Feature| one.text(state) != Some("excluded");
        let features = read(file);
        let asked: Vec<&Feature> = features.iter().filter(is_asked).collect();
        let has = |one: &&Feature, field: &str| {
            one.properties.get(field).is_some_and(|value| !value.is_null() && *value != "")
        };
        let count = |one: &&Feature| fields.iter().filter(|field| has(one, field)).count();
        let filled = asked.iter().map(count).sum();
        layers.insert(kind, pair(filled, fields.len() * asked.len()));
    }
    let sum = |of: &str| layers.values().map(|pair| pair[of].as_u64().unwrap()).sum::<u64>();
    json!({"num": sum("num"), "den": sum("den"), "kinds": layers})
}

/// What a plan must have before its review (domain §1.10).
fn filled_outfalls(outfalls: &[Feature]) -> Value {
    let is_asked = |one: &&Feature| !one.is_at(&["cancelled", "not_required"]);
    let needing: Vec<&Feature> = outfalls.iter().filter(is_asked).collect();
    const FIELDS: [&str; 10] = [
        "baseline",
        "cause",
        "category",
        "pace",
        "target",
        "responsible_subject",
        "responsible_unit",
        "regulator",
        "acceptance_criteria",
        "deadline_current",
    ];
    let wrote = |one: &Feature, field: &str| {
        let in_fields = |body: &Value| {
            let fields = body["fields"].as_object();
            fields.is_some_and(|fields| {
                fields.iter().any(|(code, value)| {
                    (code == field || code.starts_with(&format!("{field}/"))) && !value.is_null()
                })
            })
        };
        one.records.iter().any(|record| in_fields(&record["body"]))
    };
    let count = |one: &&Feature| {
        let plain = FIELDS.iter().filter(|field| match **field {
            "deadline_current" => {
                one.properties.contains_key("yice_due") || one.text("deadline_original").is_some()
            }
            field => one.text(field).is_some(),
        });
        // Lists and arrays are no columns.
        plain.count() + usize::from(wrote(one, "problems")) + usize::from(wrote(one, "measures"))
    };
    pair(needing.iter().map(count).sum(), (FIELDS.len() + 2) * needing.len())
}
