//! Feature collections as text: one feature a line, members in the order given, numbers as short as they are.

use serde_json::{Value, json};

/// A feature of the demonstration. Every one of them says that it is invented.
#[derive(Clone, Debug)]
pub struct DemoFeature {
    pub id: String,
    pub geometry: Value,
    /// In this order; `synthetic` is added.
    pub properties: Vec<(&'static str, Value)>,
}

/// What a file says about itself.
#[derive(Clone, Debug)]
pub struct FileHead {
    pub layer: &'static str,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub note: &'static str,
    /// The programme's name and how many features it counts.
    pub programme: Option<(&'static str, u64)>,
}

/// The whole file.
pub fn collection(head: &FileHead, features: &[DemoFeature]) -> String {
    let lines: Vec<String> = features.iter().map(feature).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\n\"metadata\":{},\n\"features\":[\n{}\n]}}\n",
        metadata(head),
        lines.join(",\n")
    )
}

fn metadata(head: &FileHead) -> String {
    let mut members = vec![("schema", json!("eco-inspect/1")), ("layer", json!(head.layer))];
    if let Some((programme, total)) = head.programme {
        members.push(("programme", json!(programme)));
        members.push(("programme_total", json!(total)));
    }
    members.extend([
        ("synthetic", json!(true)),
        ("title_zh", json!(head.title_zh)),
        ("title_en", json!(head.title_en)),
        ("as_of", json!(super::AS_OF)),
        ("source_datum", json!("wgs84_cgcs2000")),
        ("note", json!(head.note)),
    ]);
    object(&members)
}

fn feature(feature: &DemoFeature) -> String {
    let mut properties = feature.properties.clone();
    properties.push(("synthetic", json!(true)));
    format!(
        "{{\"type\":\"Feature\",\"id\":{},\"geometry\":{},\"properties\":{}}}",
        json!(feature.id),
        geometry(&feature.geometry),
        object(&properties)
    )
}

/// `type` first, as people expect to read it.
fn geometry(geometry: &Value) -> String {
    object(&[("type", geometry["type"].clone()), ("coordinates", geometry["coordinates"].clone())])
}

fn object(members: &[(&str, Value)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
    format!("{{{}}}", members.join(","))
}
