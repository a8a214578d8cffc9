//! What records, fields and values are called on the screen: one word or a short phrase each.

use std::sync::LazyLock;

use serde_json::Value;

use super::body::{Body, Step};
use super::disputed::Disputed;
use super::procedure::{FieldDef, FieldKind, Procedure, choice_label};
use super::rules::Rulebook;
use super::standard::Standards;
use super::state::value_texts;
use crate::model::{Kind, Text};

/// What sort of record it is.
pub fn body_label(body: &Body) -> Text {
    let (zh, en) = match body {
        Body::Created(_) => ("新发现", "Found"),
        Body::Adopted(_) => ("来件建档", "Adopted as received"),
        Body::Identified(_) => ("补编码", "Identified"),
        Body::Moved(_) => ("改位置", "Moved"),
        Body::Fields(_) => ("填写", "Fields"),
        Body::Visit(_) => ("巡查", "Visit"),
        Body::SampleTaken(_) => ("采样", "Sample taken"),
        Body::SampleResult(_) => ("检测结果", "Sample result"),
        Body::Photo(_) => ("照片", "Photo"),
        Body::PhotoTime(_) => ("补拍摄时间", "Time of a photo"),
        Body::Document(_) => ("材料", "Document"),
        Body::Transition(_) => ("办理", "Step"),
        Body::ItemAnswered(_) => ("答复", "Item answered"),
        Body::ItemJudged(_) => ("判定答复", "Item judged"),
        Body::Progress(_) => ("报进度", "Progress"),
        Body::Requested(_) => ("申请", "Request"),
        Body::Decided(_) => ("审定申请", "Decision"),
        Body::Assigned(_) => ("交办", "Assignment"),
        Body::Note(_) => ("备注", "Note"),
        Body::Withdrawn(_) => ("撤回", "Withdrawal"),
        Body::Resolved(_) => ("选定", "Settled"),
        Body::Reported(_) => ("上报版", "Figures frozen"),
        Body::Unknown(_) => ("本版不认识的记录", "Unknown record"),
    };
    Text::new(zh, en)
}

/// `整治中 → 完工自查`; `→ 待编制方案` where there was no stage.
pub fn step_label(step: &Step, procedure: Option<&Procedure>) -> Text {
    let stage =
        |code: &str| procedure.map_or_else(|| Text::same(code), |known| known.stage_label(code));
    let to = stage(&step.to);
    let from = step.from.as_deref().map(stage);
    let from = from.map_or_else(Text::default, |from| Text::new(from.zh + " ", from.en + " "));
    Text::new(format!("{}→ {}", from.zh, to.zh), format!("{}→ {}", from.en, to.en))
}

/// What a field is called; list items by their list, `stage`, `geometry` and what is no field by their own words.
pub fn field_label(procedure: Option<&Procedure>, code: &str) -> Text {
    if let Some(disputed) = Disputed::of(code) {
        return disputed.label();
    }
    match (code, procedure) {
        ("stage", _) => Text::new("阶段", "Stage"),
        ("geometry", _) => Text::new("位置", "Position"),
        (_, Some(procedure)) => procedure.field_label(code),
        (_, None) => Text::same(code.split('/').next().unwrap_or(code)),
    }
}

/// A field's value in words: choices and standards by their labels, several in a row, a list's item column by
/// column, with the unit.
pub fn value_label(field: Option<&FieldDef>, value: &Value, standards: &Standards) -> Text {
    if let (Value::Object(item), Some(FieldKind::List(columns))) =
        (value, field.map(|field| &field.kind))
    {
        // In the order of the columns; what is no column comes last, as it is.
        let mut known: Vec<Text> = Vec::new();
        for column in columns {
            let value =
                item.get(&column.code).map(|value| value_label(Some(column), value, standards));
            let Some(value) = value.filter(|value| !value.zh.is_empty()) else { continue };
            let is_named = known.is_empty() || speaks_for_itself(column);
            known.push(if is_named { value } else { under(&column.label, &value) });
        }
        let others = item.iter().filter(|(code, _)| !columns.iter().any(|c| c.code == **code));
        let others = others.map(|(_, value)| Text::same(value_texts(value).join("、")));
        let parts = known.into_iter().chain(others).filter(|text| !text.zh.is_empty()).collect();
        return in_a_row(parts, " · ", " · ");
    }
    let label = |text: &String| match field.map(|field| &field.kind) {
        Some(FieldKind::Choice(choices) | FieldKind::Choices(choices)) => {
            choice_label(choices, text)
        }
        Some(FieldKind::Bool) if text == "yes" => Text::new("是", "yes"),
        Some(FieldKind::Bool) if text == "no" => Text::new("否", "no"),
        Some(FieldKind::Standard) => {
            let known = standards.choices().into_iter().find(|(id, _)| id == text);
            known.map_or_else(|| Text::same(text.as_str()), |(_, label)| label)
        }
        _ => Text::same(text.as_str()),
    };
    let labels: Vec<Text> = value_texts(value).iter().map(label).collect();
    let unit = field.and_then(|field| field.unit.as_deref()).filter(|_| !labels.is_empty());
    let text = in_a_row(labels, "、", ", ");
    match unit {
        None => text,
        Some(unit) => {
            Text::new(format!("{} {unit}", text.zh), format!("{} {}", text.en, unit_en(unit)))
        }
    }
}

/// A unit in English; those that both languages write alike are their own.
pub fn unit_en(unit: &str) -> &str {
    match unit {
        "万元" => "×10⁴ CNY",
        "亩" => "mu",
        "天" => "d",
        other => other,
    }
}

/// Whether an item's words are understood without the column's name: what it says in sentences, and words chosen from
/// a list. `2.4 · 2.0` is not: which one is the target?
fn speaks_for_itself(column: &FieldDef) -> bool {
    matches!(column.kind, FieldKind::Choice(_) | FieldKind::Choices(_) | FieldKind::LongText)
        || column.code == "text"
}

fn under(label: &Text, value: &Text) -> Text {
    Text::new(format!("{} {}", label.zh, value.zh), format!("{} {}", label.en, value.en))
}

fn in_a_row(parts: Vec<Text>, zh_between: &str, en_between: &str) -> Text {
    let zh: Vec<&str> = parts.iter().map(|label| label.zh.as_str()).collect();
    let en: Vec<&str> = parts.iter().map(|label| label.en.as_str()).collect();
    Text::new(zh.join(zh_between), en.join(en_between))
}

/// The five looks of a visit in the words of an outfall: what kinds without a procedure of their own use.
pub fn common_looks() -> &'static [FieldDef] {
    static LOOKS: LazyLock<Vec<FieldDef>> = LazyLock::new(|| {
        let rulebook = Rulebook::shared();
        let procedure = rulebook.procedure(&Kind::new(Kind::OUTFALL));
        procedure.map(|procedure| procedure.looks.clone()).unwrap_or_default()
    });
    &LOOKS
}
