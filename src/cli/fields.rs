//! Fields, stages and choices by the words people use for them: codes, Chinese and English labels, aliases.
//!
//! What is unknown is named together with what there is. Whether a value is *allowed* is the rules' business.

use anyhow::{Result, anyhow, bail};
use serde_json::{Map, Value};

use super::complaint::complain;
use super::{references, values};
use crate::model::{Day, Lang};
use crate::plan::{Choice, FieldDef, FieldKind, Fields, Procedure, choice_of, month_as_typed};

/// Reads a `FIELD=VALUE` of `--set` or `--resolve` and puts it among `fields`. An empty value clears the field.
///
/// # Errors
/// If the field is not known, or the value is not of its kind.
pub fn set(
    fields: &mut Fields,
    procedure: Option<&Procedure>,
    flag: &str,
    text: &str,
    (lang, today): (Lang, Day),
) -> Result<()> {
    let (name, value) = values::pair(flag, text, "deadline_original=2022-10-31")?;
    let Some(procedure) = procedure else {
        let value = if value.is_empty() { Value::Null } else { Value::from(value) };
        return once(fields, flag, name.to_owned(), value);
    };
    let (name, item_id) = match name.split_once('/') {
        Some((list, item)) => (list, Some(item)),
        None => (name, None),
    };
    let field = find(procedure, name).ok_or_else(|| {
        complain!(
            "{flag}：{} 没有字段 {name:?}；{}",
            "{flag}: {} has no field {name:?}; {}",
            procedure.id,
            nearest(procedure, name)
        )
    })?;
    if let FieldKind::List(columns) = &field.kind {
        let id = match field.by_month {
            true => month(flag, field, item_id, today)?,
            false => item_id.map_or_else(references::new_id, str::to_owned),
        };
        let item =
            if value.is_empty() { Value::Null } else { list_item(flag, columns, value, lang)? };
        once(fields, flag, format!("{}/{id}", field.code), item)
    } else if matches!(field.kind, FieldKind::Feature) && !value.is_empty() && !value.contains(':')
    {
        // A code alone names a feature of the same kind.
        once(fields, flag, field.code.clone(), format!("{}:{value}", procedure.id).into())
    } else {
        once(fields, flag, field.code.clone(), read(flag, field, value, lang)?)
    }
}

/// The month that an item of a list by months is of, as the form reads it.
fn month(flag: &str, field: &FieldDef, typed: Option<&str>, today: Day) -> Result<String> {
    let month = typed.and_then(|typed| month_as_typed(typed, today));
    let month = month.ok_or_else(|| {
        complain!(
            "{flag}：“{}”按月登记，请写月份，如 {flag} \"{}/2022-04=why=not_monitored\"",
            "{flag}: \"{}\" goes by month: write one, like {flag} \"{}/2022-04=why=not_monitored\"",
            field.label.zh,
            field.code
        )
    })?;
    Ok(month.strftime("%Y-%m").to_string())
}

/// Puts a value among the fields, and never in the place of one given before it.
fn once(fields: &mut Fields, flag: &str, code: String, value: Value) -> Result<()> {
    match fields.insert(code.clone(), value) {
        Some(first) => bail!(complain!(
            "{flag}：{code} 给了两次，先是 {first}；只给一次",
            "{flag}: {code} is given twice, first as {first}; give it once"
        )),
        None => Ok(()),
    }
}

/// A field's code, by its code, its label or one of the names it has in received files.
///
/// # Errors
/// If there is no such field.
pub fn code<'a>(flag: &str, procedure: &'a Procedure, name: &str) -> Result<&'a str> {
    let field = find(procedure, name).ok_or_else(|| {
        anyhow!("{flag}: {} has no field {name:?}; {}", procedure.id, nearest(procedure, name))
    })?;
    Ok(&field.code)
}

/// A field by its code, its label or one of the names it has in received files.
fn find<'a>(procedure: &'a Procedure, name: &str) -> Option<&'a FieldDef> {
    let by_code = procedure.fields.iter().find(|field| field.code == name);
    by_code.or_else(|| {
        procedure.fields.iter().find(|field| {
            field.label.zh == name
                || field.label.en.eq_ignore_ascii_case(name)
                || field.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
        })
    })
}

/// The fields whose codes or labels share something with `name`; all of them where none does.
fn nearest(procedure: &Procedure, name: &str) -> String {
    let shares = |field: &&FieldDef| {
        let name = name.to_lowercase();
        field.code.contains(&name)
            || name.contains(&field.code)
            || (!name.is_empty() && field.label.zh.contains(&name))
    };
    let list = |fields: Vec<&FieldDef>| {
        let words: Vec<String> =
            fields.iter().map(|field| format!("{} {}", field.code, field.label.zh)).collect();
        words.join(", ")
    };
    let near: Vec<&FieldDef> = procedure.fields.iter().filter(shares).collect();
    if near.is_empty() {
        format!("it has: {}", list(procedure.fields.iter().collect()))
    } else {
        format!("did you mean: {}?", list(near))
    }
}

/// A value of a field that is no list, in the words of the field's own complaint where it is none.
fn read(flag: &str, field: &FieldDef, value: &str, lang: Lang) -> Result<Value> {
    let value = without_unit(field, value);
    field.parse_value(value).map_err(|expected| anyhow!("{flag}: {}", expected.get(lang)))
}

/// A number may carry the field's own unit: `12.5 m3/d`.
fn without_unit<'a>(field: &FieldDef, value: &'a str) -> &'a str {
    match (&field.kind, &field.unit) {
        (FieldKind::Number { .. }, Some(unit)) => {
            value.strip_suffix(unit.as_str()).unwrap_or(value).trim()
        }
        _ => value,
    }
}

/// A choice's code, by its code, label or another word for it.
pub fn choice<'a>(flag: &str, code: &str, choices: &'a [Choice], value: &str) -> Result<&'a str> {
    if let Some(found) = choice_of(choices, value) {
        return Ok(&found.code);
    }
    let known: Vec<String> =
        choices.iter().map(|choice| format!("{} {}", choice.code, choice.label.zh)).collect();
    bail!(complain!(
        "{flag}：{code} 应为其中之一：{}；得到 {value:?}",
        "{flag}: {code} is one of {}; found {value:?}",
        known.join(", ")
    ))
}

/// An item of a list: `code=seal; text=封堵`.
fn list_item(flag: &str, columns: &[FieldDef], value: &str, lang: Lang) -> Result<Value> {
    let mut item = Map::new();
    for part in value.split([';', '；']).map(str::trim).filter(|part| !part.is_empty()) {
        let example = "measures='code=seal; text=封堵拆除'";
        let (name, value) = values::pair(flag, part, example)?;
        let Some(column) =
            columns.iter().find(|column| column.code == name || column.label.zh == name)
        else {
            let known: Vec<&str> = columns.iter().map(|column| column.code.as_str()).collect();
            bail!(complain!(
                "{flag}：条目的列有 {}；得到 {name:?}；例如 {flag} {example}",
                "{flag}: an item has {}; found {name:?}; example: {flag} {example}",
                known.join(", ")
            ));
        };
        item.insert(column.code.clone(), read(flag, column, value, lang)?);
    }
    Ok(Value::Object(item))
}

/// A stage's code, by its code, label or another word for it.
///
/// # Errors
/// If there is no such stage.
pub fn stage<'a>(flag: &str, procedure: &'a Procedure, value: &str) -> Result<&'a str> {
    let fits = |stage: &&crate::plan::StageDef| {
        stage.code == value
            || stage.label.zh == value
            || stage.label.en.eq_ignore_ascii_case(value)
            || stage.synonyms.iter().any(|word| word.eq_ignore_ascii_case(value))
    };
    if let Some(found) = procedure.stages.iter().find(fits) {
        return Ok(&found.code);
    }
    let known: Vec<String> =
        procedure.stages.iter().map(|stage| format!("{} {}", stage.code, stage.label.zh)).collect();
    bail!(complain!(
        "{flag}：{} 的阶段有 {}；得到 {value:?}",
        "{flag}: a stage of {} is one of {}; found {value:?}",
        procedure.id,
        known.join(", ")
    ))
}
