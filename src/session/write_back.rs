//! Corrected values in the place of the source's own: only on request, and only of fields the source has.

use serde_json::Value;

use crate::model::{Properties, Property, PropertyValue};
use crate::plan::{
    FeatureState, FieldDef, FieldKind, Procedure, choice_of, json_string, parse_number,
};

/// The source's own properties whose value text is to be replaced, with the new JSON text.
pub(super) fn written_back(
    procedure: &Procedure,
    state: &FeatureState,
    properties: &Properties,
    codes: &[String],
) -> Vec<(String, String)> {
    let corrected = codes.iter().filter_map(|code| {
        let field = procedure.field(code).filter(|field| !field.personal)?;
        let standing = state.fields.get(code)?.standing.last()?;
        // A value that only the file states stands there already.
        standing.record.as_ref()?;
        let own = own_property(field, properties)?;
        let json = spelt_like(&own.value, field, &standing.value)?;
        Some((own.name.clone(), json))
    });
    corrected.collect()
}

/// The property of the source that is this field: by its code or the first of its aliases.
fn own_property<'p>(field: &FieldDef, properties: &'p Properties) -> Option<&'p Property> {
    let names = std::iter::once(&field.code).chain(&field.aliases);
    names.into_iter().find_map(|name| {
        let is_named = |property: &&Property| property.name.trim().eq_ignore_ascii_case(name);
        properties.0.iter().rev().find(is_named)
    })
}

/// The new value as the source would spell it; `None` where nothing changes.
fn spelt_like(old: &PropertyValue, field: &FieldDef, new: &Value) -> Option<String> {
    let text = match new {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    let json = match (&field.kind, old) {
        (FieldKind::Choice(choices), PropertyValue::String(old)) => {
            if choice_of(choices, old).is_some_and(|choice| choice.code == text) {
                return None;
            }
            let is_code = choices.iter().any(|choice| choice.code == *old);
            let choice = choices.iter().find(|choice| choice.code == text)?;
            json_string(if is_code { &choice.code } else { &choice.label.zh })
        }
        (_, PropertyValue::Number(_) | PropertyValue::Null) if is_json_number(&text) => text,
        (_, PropertyValue::Bool(_)) => (text == "yes").to_string(),
        _ => json_string(&text),
    };
    let same_number = || Some(parse_number(old.as_text()?)? == parse_number(&json)?);
    let is_same = match old {
        PropertyValue::Number(_) => same_number() == Some(true),
        PropertyValue::String(old) => json_string(old) == json,
        other => other.as_text() == Some(&json),
    };
    (!is_same).then_some(json)
}

fn is_json_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}
