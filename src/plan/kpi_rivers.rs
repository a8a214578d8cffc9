//! 消劣: the rivers whose mouth is no worse than V, and of those that are, which item it is by and what came in with it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kpi_kinds::{CLASSES, Kinds, class_of, month_in_year, name_of, says};
use super::summary::Counted;
use super::tally::{Tally, pair};
use super::verdict::ItemJudgement;
use super::water_period::PeriodQuality;
use crate::model::{FeatureKey, Kind, Text};

/// The member of the figure that tells of the rivers that are worse.
pub(super) const INFERIOR: &str = "inferior";
/// The place of that class among all.
const WORST: usize = CLASSES.len() - 1;
/// So many items are told of a river.
const ITEMS_MAX: usize = 3;

/// Rivers whose sea-mouth sections are none of them worse than V, of those whose mouth has a class.
pub(super) fn rivers(kinds: &Kinds<'_>) -> Tally {
    let mouths = by_river(kinds, "sea_mouth");
    let class = |one: &Counted| class_of(&one.state, kinds.as_of);
    let worst = |of: &[&Counted]| of.iter().filter_map(|one| class(one)).max();
    let known = || mouths.values().filter(|of| worst(of).is_some());
    let good = || known().filter(|of| worst(of).is_some_and(|class| class < WORST));
    let value = pair(good().count(), known().count());
    let unknown = mouths.len() - known().count();
    let tally = Tally::new(value, good().flatten().copied(), known().flatten().copied());
    let tally = kinds.stated(tally).put("unknown", unknown.into());
    let inlets = by_river(kinds, "inlet");
    let told = mouths.iter().filter(|(_, of)| worst(of) == Some(WORST)).map(|(river, of)| {
        let bad = of.iter().filter(|one| class(one) == Some(WORST));
        let months = bad.filter_map(|one| month_in_year(&one.state, kinds.as_of));
        inferior(kinds, river, months, inlets.get(river).map(Vec::as_slice).unwrap_or_default())
    });
    let told: Vec<Value> = told.collect();
    if told.is_empty() { tally } else { tally.put(INFERIOR, told.into()) }
}

/// The sections of a nature, by the code of their river.
fn by_river<'k>(kinds: &'k Kinds<'_>, nature: &str) -> BTreeMap<&'k str, Vec<&'k Counted>> {
    let mut rivers: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
    for one in kinds.of(Kind::SECTION).iter().filter(|one| says(one, "nature", nature)) {
        if let Some(river) = one.state.text("river_code") {
            rivers.entry(river).or_default().push(one);
        }
    }
    rivers
}

/// A river by name, with the items that are worse than V and what the inlet has of each; without a sample the class is
/// the file's own word, and there is nothing more to say.
fn inferior<'k>(
    kinds: &Kinds<'_>,
    river: &str,
    months: impl Iterator<Item = &'k PeriodQuality>,
    inlets: &[&Counted],
) -> Value {
    let is_it = |one: &&Counted| one.state.key.as_ref().map(FeatureKey::code) == Some(river);
    let name = kinds.of(Kind::RIVER).iter().find(is_it).map_or(river, name_of);
    let mut told = Map::from_iter([
        ("river".to_owned(), Value::from(river)),
        ("name".to_owned(), Value::from(name)),
    ]);
    let mut items: Vec<Value> = Vec::new();
    for month in months {
        let (year, number) = month.month();
        told.insert("month".to_owned(), format!("{year}-{number:02}").into());
        let bad = month.judgement.items.iter().filter(|item| !item.apart && is_inferior(item));
        items.extend(bad.map(|item| bad_item(item, (year, number), inlets)));
    }
    if !items.is_empty() {
        told.insert("items".to_owned(), items.into());
    }
    Value::Object(told)
}

fn is_inferior(item: &ItemJudgement) -> bool {
    item.class.as_ref().is_some_and(|class| class.code == CLASSES[WORST])
}

fn bad_item(item: &ItemJudgement, month: (i16, i8), inlets: &[&Counted]) -> Value {
    let mut told = json!({
        "item": item.item,
        "label": item.label,
        "value": item.value,
        "unit": item.unit,
    });
    let of_month = |one: &&Counted| {
        let month = one.state.months.iter().find(|quality| quality.month() == month)?;
        let same = month.judgement.items.iter().find(|it| it.item == item.item)?;
        Some(Value::from(same.value.as_str()))
    };
    let values: Vec<Value> = inlets.iter().filter_map(of_month).collect();
    if !inlets.is_empty() {
        told["inlet"] = values.into();
    }
    told
}

/// `沧浪渠 氨氮 3.1（入境断面 2.8）`, one for each river that is worse than V.
pub fn inferior_words(figure: &Value) -> Vec<Text> {
    let rivers = figure.get(INFERIOR).and_then(Value::as_array).into_iter().flatten();
    rivers.filter_map(river_words).collect()
}

fn river_words(river: &Value) -> Option<Text> {
    let name = river.get("name")?.as_str()?;
    let Some(items) = river.get("items").and_then(Value::as_array) else {
        return Some(match river.get("month") {
            // Sampled, and the class is not by an item of its own.
            Some(_) => Text::same(name),
            None => Text::new(
                format!("{name}（来件所报，没有监测值）"),
                format!("{name} (as received)"),
            ),
        });
    };
    let (mut zh, mut en) = (vec![name.to_owned()], vec![name.to_owned()]);
    for item in items.iter().take(ITEMS_MAX) {
        let text = item_words(item)?;
        zh.push(text.zh);
        en.push(text.en);
    }
    if items.len() > ITEMS_MAX {
        zh.push(format!("等 {} 项", items.len()));
        en.push(format!("and more, {} in all", items.len()));
    }
    Some(Text::new(zh.join(" "), en.join(" ")))
}

fn item_words(item: &Value) -> Option<Text> {
    let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
    let (value, label) = (text(item, "value")?, item.get("label")?);
    let (zh, en) = (text(label, "zh")?, text(label, "en")?);
    let (zh, en) = (format!("{zh} {value}"), format!("{en} {value}"));
    let Some(inlet) = item.get("inlet").and_then(Value::as_array) else {
        return Some(Text::new(zh, en));
    };
    let inlet: Vec<&str> = inlet.iter().filter_map(Value::as_str).collect();
    Some(match inlet.is_empty() {
        true => Text::new(format!("{zh}（入境断面当月没有）"), format!("{en} (inlet: none)")),
        false => Text::new(
            format!("{zh}（入境断面 {}）", inlet.join("、")),
            format!("{en} (inlet {})", inlet.join(", ")),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(river: &Value, expected: &str) {
        let words = inferior_words(&json!({ "inferior": [river] }));
        assert_eq!(words.first().map(|words| words.zh.as_str()), Some(expected));
    }

    #[test]
    fn a_river_is_told_with_its_item_its_value_and_what_came_in() {
        let item = |value: &str| json!({"label": {"zh": "氨氮", "en": "NH3-N"}, "value": value});
        let mut with_inlet = item("3.1");
        with_inlet["inlet"] = json!(["2.8"]);
        check(&json!({"name": "沧浪渠", "items": [with_inlet]}), "沧浪渠 氨氮 3.1（入境断面 2.8）");
        check(&json!({"name": "沧浪渠", "items": [item("3.1")]}), "沧浪渠 氨氮 3.1");
        check(&json!({"name": "沧浪渠"}), "沧浪渠（来件所报，没有监测值）");
        let many: Vec<Value> = (0..5).map(|no| item(&no.to_string())).collect();
        check(&json!({"name": "沧浪渠", "items": many}), "沧浪渠 氨氮 0 氨氮 1 氨氮 2 等 5 项");
    }
}
