//! The features of an exported file, read by serde_json alone: what anybody counts from it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// A feature of the exported file.
pub struct Feature {
    pub properties: Map<String, Value>,
    pub records: Vec<Value>,
}

impl Feature {
    pub fn all(text: &str) -> Vec<Self> {
        let file: Value = serde_json::from_str(text).unwrap();
        let features = file["features"].as_array().unwrap();
        features.iter().map(|feature| Self::of(&feature["properties"])).collect()
    }

    fn of(properties: &Value) -> Self {
        let properties = properties.as_object().unwrap().clone();
        let all: Vec<Value> =
            properties.get("yice_records").and_then(Value::as_array).cloned().unwrap_or_default();
        let taken_back: BTreeSet<&str> = all
            .iter()
            .filter(|record| record["body"]["kind"] == "withdrawn")
            .flat_map(|record| record["body"]["records"].as_array().unwrap())
            .filter_map(Value::as_str)
            .collect();
        let counts = |record: &&Value| !taken_back.contains(record["id"].as_str().unwrap());
        let records = all.iter().filter(counts).cloned().collect();
        Self { properties, records }
    }

    /// What was recorded of a field, else what the file says while nothing is recorded.
    pub fn text(&self, field: &str) -> Option<&str> {
        let column = match self.records.is_empty() {
            true => field.to_owned(),
            false => format!("yice_{field}"),
        };
        self.properties.get(&column).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub fn is(&self, field: &str, value: &str) -> bool {
        self.text(field) == Some(value)
    }

    pub fn stage(&self, own: &str) -> Option<&str> {
        let column = if self.records.is_empty() { own } else { "yice_stage" };
        self.properties.get(column).and_then(Value::as_str)
    }

    pub fn is_at(&self, stages: &[&str]) -> bool {
        self.stage("plan_state").is_some_and(|stage| stages.contains(&stage))
    }

    pub fn bodies<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a Value> {
        self.records.iter().map(|record| &record["body"]).filter(move |body| body["kind"] == kind)
    }

    pub fn steps_to<'a>(&'a self, stage: &'a str) -> impl DoubleEndedIterator<Item = &'a Value> {
        let records = self.records.iter().filter(|it| it["body"]["kind"] == "transition");
        records.filter(move |record| record["body"]["to"] == stage)
    }

    pub fn was_ever(&self, stage: &str) -> bool {
        let adopted = self.bodies("adopted").any(|body| body["stage"] == stage);
        adopted || self.is_at(&[stage]) || self.steps_to(stage).next().is_some()
    }
}

/// The day a record speaks of.
pub fn day_of(record: &Value) -> &str {
    let on = record["body"]["on"].as_str();
    on.unwrap_or_else(|| &record["at"].as_str().unwrap()[..10])
}

pub fn days(from: &str, to: &str) -> i64 {
    let day = |text: &str| text.parse::<yice::model::Day>().unwrap();
    i64::from((day(to) - day(from)).get_days())
}

pub fn pair(num: usize, den: usize) -> Value {
    if den == 0 { Value::Null } else { json!({"num": num, "den": den}) }
}

pub fn rate<'f>(of: &[&'f Feature], holds: impl Fn(&'f Feature) -> bool) -> Value {
    pair(of.iter().filter(|one| holds(one)).count(), of.len())
}

pub fn with(mut figure: Value, name: &str, member: impl Into<Value>) -> Value {
    figure[name] = member.into();
    figure
}

/// What is told where there is any.
pub fn with_some(figure: Value, name: &str, count: usize) -> Value {
    if count == 0 { figure } else { with(figure, name, count) }
}
