//! Rivers with their sections, districts and the coast of the demonstration.

use serde_json::{Value, json};

use super::feature_file::{DemoFeature, FileHead};
use super::schematic::{Drawn, Place, Schematic, moved, rounded};

/// The water quality shown at the twelve mouths in turn. Invented.
const MOUTH_CLASSES: [&str; 12] =
    ["IV", "IV", "III", "V", "V", "IV", "V", "IV", "V", "V", "IV", "V"];
/// Rivers with a section where they enter the city.
const INLET_RIVERS: [&str; 5] = ["TJR01", "TJR02", "TJR05", "TJR07", "TJR08"];
/// The first eight are taken for nationally controlled ones (recalled, not verified).
const NATIONAL_RIVERS: usize = 8;

const DRAWN_NOTE: &str =
    "示意, 手绘或概略位置, 非实测; schematic, approximate, WGS 84, not surveyed";

pub fn rivers(map: &Schematic) -> (FileHead, Vec<DemoFeature>) {
    let features = map.rivers.iter().map(|river| DemoFeature {
        id: river.id.clone(),
        geometry: line(&river.places),
        properties: vec![
            ("layer", json!("river")),
            ("river_code", json!(river.id)),
            ("name", json!(river.text("name"))),
            ("sea_going", json!(true)),
            ("target_class", json!("V")),
            ("approximate", json!(true)),
            ("confidence", json!(river.text("confidence"))),
            ("note", json!("示意河线, 非实测; 目标类别为演示")),
        ],
    });
    (
        head("river", "入海河流（示意）", "Sea-going rivers (schematic)", DRAWN_NOTE),
        features.collect(),
    )
}

pub fn sections(map: &Schematic) -> (FileHead, Vec<DemoFeature>) {
    let mouths = map.rivers.iter().enumerate().map(|(at, river)| {
        let class = MOUTH_CLASSES.get(at).copied().unwrap_or("V");
        section(river, Nature::SeaMouth, level(at), at + 1, mouth(river), class)
    });
    let inlets = INLET_RIVERS.iter().enumerate().filter_map(|(at, code)| {
        let river = map.river(code)?;
        Some(section(river, Nature::Inlet, "municipal", 13 + at, river.first(), "IV"))
    });
    let note = "断面位置、水质类别均为虚构; positions and classes are invented";
    (
        head("section", "监测断面（示意）", "Monitoring sections (invented)", note),
        mouths.chain(inlets).collect(),
    )
}

#[derive(Clone, Copy)]
enum Nature {
    SeaMouth,
    Inlet,
}

fn section(
    river: &Drawn,
    nature: Nature,
    level: &str,
    number: usize,
    place: Place,
    class: &str,
) -> DemoFeature {
    let code = format!("DEMO-SEC-{number:02}");
    let (word, nature) = match nature {
        Nature::SeaMouth => ("入海", "sea_mouth"),
        Nature::Inlet => ("入境", "inlet"),
    };
    DemoFeature {
        id: code.clone(),
        geometry: point(place),
        properties: vec![
            ("layer", json!("section")),
            ("section_code", json!(code)),
            ("name", json!(format!("{}{word}示例断面", river.text("name")))),
            ("river_code", json!(river.id)),
            ("level", json!(level)),
            ("nature", json!(nature)),
            ("is_assessed", json!(true)),
            ("target_class", json!("V")),
            ("latest_class", json!(class)),
            ("latest_month", json!("2022-04")),
        ],
    }
}

fn level(river_at: usize) -> &'static str {
    if river_at < NATIONAL_RIVERS { "national" } else { "municipal" }
}

/// The last vertex; that of the Jiyun 0.01° upstream, since it shares its mouth with the Yongding New River.
fn mouth(river: &Drawn) -> Place {
    let end = river.last();
    if river.id != "TJR01" {
        return end;
    }
    let before = river.places.iter().rev().nth(1).copied().unwrap_or(end);
    let [east, north] = [before[0] - end[0], before[1] - end[1]];
    let length_deg = (east * east + north * north).sqrt().max(0.01);
    [end[0] + east * 0.01 / length_deg, end[1] + north * 0.01 / length_deg]
}

pub fn districts(map: &Schematic) -> (FileHead, Vec<DemoFeature>) {
    let features = map.districts.iter().map(|district| DemoFeature {
        id: district.text("adcode"),
        geometry: point(district.first()),
        properties: vec![
            ("layer", json!("district")),
            ("adcode", json!(district.text("adcode"))),
            ("name", json!(district.text("name"))),
            ("seat_lon", district.properties.get("seat_lon").cloned().unwrap_or(Value::Null)),
            ("seat_lat", district.properties.get("seat_lat").cloned().unwrap_or(Value::Null)),
            ("approximate", json!(true)),
        ],
    });
    let note =
        "行政区中心点, 由公开代码表换算并取整, 非界线; centres rounded to 0.001°, no boundaries";
    (
        head("district", "行政区中心点（示意）", "District centres (approximate)", note),
        features.collect(),
    )
}

pub fn coastline(map: &Schematic) -> (FileHead, Vec<DemoFeature>) {
    let features = map.coastlines.iter().map(|coast| DemoFeature {
        id: coast.id.clone(),
        geometry: line(&coast.places),
        properties: vec![
            ("layer", json!("coastline")),
            ("name", json!("示意海岸线（未含围填海）")),
            ("approximate", json!(true)),
        ],
    });
    let note =
        "Natural Earth 1:10m land, public domain; 早于多数围填海; predates most land reclamation";
    (head("coastline", "海岸线（示意）", "Coastline (schematic)", note), features.collect())
}

pub fn head(
    layer: &'static str,
    title_zh: &'static str,
    title_en: &'static str,
    note: &'static str,
) -> FileHead {
    FileHead { layer, title_zh, title_en, note, programme: None }
}

pub fn point(place: Place) -> Value {
    json!({"type": "Point", "coordinates": rounded(place)})
}

pub fn line(places: &[Place]) -> Value {
    let places: Vec<Place> = places.iter().map(|place| rounded(*place)).collect();
    json!({"type": "LineString", "coordinates": places})
}

/// A closed area around `center`: eight corners, counter-clockwise; its reach to the east and to the north in metres.
pub fn patch(center: Place, reach_m: [f64; 2]) -> Value {
    const CORNERS: [[f64; 2]; 8] = [
        [1.0, 0.1],
        [0.7, 0.8],
        [0.1, 1.0],
        [-0.8, 0.7],
        [-1.0, -0.1],
        [-0.6, -0.8],
        [0.1, -1.0],
        [0.8, -0.7],
    ];
    let mut ring: Vec<Place> = CORNERS
        .iter()
        .map(|corner| rounded(moved(center, corner[0] * reach_m[0], corner[1] * reach_m[1])))
        .collect();
    ring.extend(ring.first().copied());
    json!({"type": "Polygon", "coordinates": [ring]})
}
