//! The twenty black-odorous waters and fifteen plots of the demonstration. Every one is invented.

use serde_json::{Value, json};

use super::base_layers::{head, line, patch};
use super::dice::Dice;
use super::feature_file::{DemoFeature, FileHead};
use super::schematic::{Place, Schematic, length_m, moved};

/// Where the urban ones lie, by district code; each is used in turn.
const URBAN_DISTRICTS: [&str; 10] = [
    "120102", "120103", "120104", "120105", "120106", "120110", "120111", "120112", "120113",
    "120116",
];
const RURAL_DISTRICTS: [&str; 5] = ["120114", "120115", "120117", "120118", "120119"];

/// 12 urban mild, 3 urban severe, 5 rural: (how many, scope, grade).
const WATER_GROUPS: [(usize, &str, &str); 3] =
    [(12, "urban", "mild"), (3, "urban", "severe"), (5, "rural", "unknown")];
const WATER_STATES: [&str; 20] = [
    "treating",
    "plan_done",
    "works_done",
    "plan_draft",
    "initial_effect",
    "treating",
    "plan_done",
    "identified",
    "lasting_clear",
    "treating",
    "plan_draft",
    "relapse",
    "treating",
    "plan_done",
    "identified",
    "suspected",
    "plan_draft",
    "treating",
    "works_done",
    "excluded",
];
const CAUSES: [&str; 4] = ["sewage_direct", "garbage", "sediment", "stagnant"];

/// The lifecycle of a plot, each state at least once.
const PLOT_STATES: [&str; 15] = [
    "candidate",
    "preliminary_survey",
    "detailed_survey",
    "no_exceedance",
    "risk_assessment",
    "risk_acceptable",
    "listed",
    "risk_control",
    "remediation",
    "effect_evaluation",
    "delisted",
    "post_management",
    "illegal_use",
    "candidate",
    "no_exceedance",
];
const FORMER_USES: [&str; 5] = ["示例化工", "示例电镀", "示例制药", "示例仓储", "示例机械"];

pub fn black_odorous_waters(map: &Schematic) -> (FileHead, Vec<DemoFeature>) {
    let mut dice = Dice::new(20_220_630);
    let kinds = WATER_GROUPS
        .iter()
        .flat_map(|(many, scope, grade)| std::iter::repeat_n((*scope, *grade), *many));
    let features = kinds.enumerate().filter_map(|(at, (scope, grade))| {
        let districts: &[&str] = if scope == "urban" { &URBAN_DISTRICTS } else { &RURAL_DISTRICTS };
        let district = map.district(districts[at % districts.len()])?;
        let center = moved(district.first(), dice.spread() * 2500.0, dice.spread() * 2500.0);
        let pond = at % 4 == 3;
        let (geometry, kind, size) =
            if pond { pond_at(center, &mut dice) } else { ditch(center, &mut dice) };
        let code = format!("DEMO-BOW-{:03}", at + 1);
        let mut properties = vec![
            ("layer", json!("black_odorous_water")),
            ("bow_id", json!(code)),
            ("name", json!(format!("示例水体{:03}", at + 1))),
            ("scope", json!(scope)),
            ("adcode", json!(district.text("adcode"))),
            ("district", json!(district.text("name"))),
            ("type", json!(kind)),
            size,
            ("grade", json!(grade)),
            ("causes", json!(dice.pick(&CAUSES))),
            ("bow_state", json!(WATER_STATES.get(at))),
        ];
        // The programme wants every plan by the end of June.
        properties.push(("plan_due", json!("2022-06-30")));
        Some(DemoFeature { id: code, geometry, properties })
    });
    let note = "水体名称、位置、等级均为虚构; names, positions and grades are invented";
    (
        head("black_odorous_water", "黑臭水体（示意）", "Black-odorous waters (invented)", note),
        features.collect(),
    )
}

type Drawn = (Value, &'static str, (&'static str, Value));

/// A bent line of five places.
fn ditch(start: Place, dice: &mut Dice) -> Drawn {
    let east = dice.spread();
    let north = if east < 0.0 { 1.0 + east } else { 1.0 - east };
    let mut places = vec![start];
    for _ in 0..4 {
        let last = places[places.len() - 1];
        let step = 180.0 + 60.0 * dice.spread();
        places.push(moved(last, step * east + 50.0 * dice.spread(), step * north));
    }
    let length = length_m(&places).round() as u64;
    (line(&places), "ditch", ("length_m", json!(length)))
}

fn pond_at(center: Place, dice: &mut Dice) -> Drawn {
    let reach = [70.0 + 30.0 * dice.spread(), 50.0 + 20.0 * dice.spread()];
    // The eight corners of `patch` enclose 2.965 of the 4 parts of their box.
    let area = (2.965 * reach[0] * reach[1]).round() as u64;
    (patch(center, reach), "pond", ("area_m2", json!(area)))
}

pub fn plots(map: &Schematic) -> (FileHead, Vec<DemoFeature>) {
    let mut dice = Dice::new(36_600);
    let districts: Vec<&str> = URBAN_DISTRICTS.iter().chain(&RURAL_DISTRICTS).copied().collect();
    let features = PLOT_STATES.iter().enumerate().filter_map(|(at, state)| {
        let district = map.district(districts[at % districts.len()])?;
        let center = moved(district.first(), dice.spread() * 3000.0, dice.spread() * 3000.0);
        let reach = [110.0 + 40.0 * dice.spread(), 90.0 + 30.0 * dice.spread()];
        let code = format!("DEMO-PLOT-{:03}", at + 1);
        let housing = at % 3 == 0;
        Some(DemoFeature {
            id: code.clone(),
            geometry: patch(center, reach),
            properties: vec![
                ("layer", json!("plot")),
                ("plot_id", json!(code)),
                ("name", json!(format!("示例地块{:03}", at + 1))),
                ("adcode", json!(district.text("adcode"))),
                ("district", json!(district.text("name"))),
                ("area_m2", json!((2.965 * reach[0] * reach[1]).round() as u64)),
                ("former_use", json!(dice.pick(&FORMER_USES))),
                ("planned_use", json!(if housing { "居住" } else { "工业" })),
                ("land_class", json!(if housing { "1" } else { "2" })),
                ("is_key_plot", json!(at % 2 == 0)),
                ("illegal_use", json!(if *state == "illegal_use" { "confirmed" } else { "none" })),
                ("plot_state", json!(state)),
            ],
        })
    });
    let note = "地块名称、位置、状态均为虚构; names, positions and states are invented";
    (head("plot", "建设用地地块（示意）", "Brownfield plots (invented)", note), features.collect())
}
