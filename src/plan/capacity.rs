//! A standard is one that is known, and a level of it that holds by the capacity of the works is not chosen freely
//! (DB12/599: A, B or C).

use super::procedure::Procedure;
use super::record::Fields;
use super::rules::{Asked, Jump, Missing, Rulebook};
use super::standard::{Level, Standard, Standards};
use super::values::parse_number;
use super::words::missing;
use crate::model::{IssueCode, Text};

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
    let words = disagreement(&rulebook.standards, &named_is, &capacity_is)?;
    let jump = if is_asked(named) { named } else { capacity };
    Some(missing(words.zh, words.en, Jump::Input(jump.clone())))
}

/// What is wrong with a standard beside a capacity, in words.
fn disagreement(standards: &Standards, named: &str, capacity: &str) -> Option<Text> {
    let (standard, level) = standards.find(named)?;
    let right = other_level(standard, level, parse_number(capacity)?)?;
    Some(Text::new(
        format!(
            "设计处理规模 {capacity} m3/d 执行 {} 的{}，不是{}：请核对规模或执行标准",
            standard.label.zh, right.label.zh, level.label.zh
        ),
        format!(
            "A works of {capacity} m3/d keeps {} {}, not {}: check the capacity or the standard",
            standard.label.en, right.label.en, level.label.en
        ),
    ))
}

/// The level that a works of this capacity keeps, in m³ a day, where it is not the one that is named.
pub(super) fn other_level<'a>(
    standard: &'a Standard,
    named: &Level,
    capacity: f64,
) -> Option<&'a Level> {
    let holds = |level: &Level| {
        level.capacity.as_ref().is_some_and(|range| (range[0]..range[1]).contains(&capacity))
    };
    if named.capacity.is_none() || holds(named) {
        return None;
    }
    standard.levels.iter().find(|level| holds(level))
}

impl Rulebook {
    /// What is wrong with the standard and the capacity that stand beside each other in a file or on a card.
    pub fn capacity_doubt(
        &self,
        procedure: &Procedure,
        stated: &Fields,
    ) -> Option<(IssueCode, Text)> {
        let rule = &procedure.standard;
        let stated = |field: &Option<String>| {
            super::value_texts(stated.get(field.as_deref()?)?).into_iter().next()
        };
        let (named, capacity) = (stated(&rule.field)?, stated(&rule.capacity)?);
        Some(("standard-capacity", disagreement(&self.standards, &named, &capacity)?))
    }
}
