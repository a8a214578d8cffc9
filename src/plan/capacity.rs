//! A standard is one that is known, and a level of it that holds by the capacity of the works is not chosen freely
//! (DB12/599: A, B or C).

use super::record::Fields;
use super::rules::{Asked, Jump, Missing, Rulebook};
use super::values::parse_number;
use super::words::missing;

/// What is wrong with a standard that a body names: nothing is ever judged by one that nobody knows.
pub(super) fn unknown_standard(
    rulebook: &Rulebook,
    asked: &Asked<'_>,
    fields: &Fields,
) -> Option<Missing> {
    let procedure = asked.procedure?;
    let is_unknown = |field: &&super::FieldDef| {
        let named = fields.get(&field.code).and_then(|value| value.as_str());
        let named = named.filter(|name| !name.trim().is_empty());
        named.is_some_and(|name| rulebook.standards.find(name).is_none())
    };
    let standards = procedure.fields.iter();
    let mut standards = standards.filter(|it| matches!(it.kind, super::FieldKind::Standard));
    let field = standards.find(is_unknown)?;
    let name = fields.get(&field.code)?.as_str()?;
    // One named without its level, else none of them at all.
    let (zh, en) = match rulebook.standards.levels_of(name) {
        Some(levels) => (format!("要写明哪一级：{levels}"), format!("say which level: {levels}")),
        None => (
            "没有这个标准，请从列出的标准里选".to_owned(),
            "choose a standard that is listed".to_owned(),
        ),
    };
    let label = &field.label;
    Some(missing(
        format!("“{}”{name}：{zh}", label.zh),
        format!("{} {name:?}: {en}", label.en),
        Jump::Input(field.code.clone()),
    ))
}

/// What is wrong with the standard and the capacity that a body leaves standing beside each other.
pub(super) fn capacity_missing(
    rulebook: &Rulebook,
    asked: &Asked<'_>,
    fields: &Fields,
) -> Option<Missing> {
    let rule = &asked.procedure?.standard;
    let (named, capacity) = (rule.field.as_ref()?, rule.capacity.as_ref()?);
    let is_asked = |field: &String| fields.contains_key(field);
    if !is_asked(named) && !is_asked(capacity) {
        return None;
    }
    let standing = |field: &String| match fields.get(field) {
        Some(value) => super::value_texts(value).into_iter().next(),
        None => asked.state.text(field).map(str::to_owned),
    };
    let (named_is, capacity_is) = (standing(named)?, standing(capacity)?);
    let volume = parse_number(&capacity_is)?;
    let (standard, level) = rulebook.standards.find(&named_is)?;
    let holds = |capacity: &[f64; 2]| (capacity[0]..capacity[1]).contains(&volume);
    if level.capacity.as_ref().is_none_or(holds) {
        return None;
    }
    let right = standard.levels.iter().find(|level| level.capacity.as_ref().is_some_and(holds))?;
    let jump = if is_asked(named) { named } else { capacity };
    Some(missing(
        format!(
            "设计处理规模 {capacity_is} m3/d 执行 {} 的{}，不是{}：请核对规模或执行标准",
            standard.label.zh, right.label.zh, level.label.zh
        ),
        format!(
            "A works of {capacity_is} m3/d keeps {} {}, not {}: check the capacity or the standard",
            standard.label.en, right.label.en, level.label.en
        ),
        Jump::Input(jump.clone()),
    ))
}
