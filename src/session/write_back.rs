//! Corrected values in the place of the source's own: only on request, and only of fields the source has.

use serde_json::Value;

use super::{Export, Outcome, Session, SessionError};
use crate::formats;
use crate::model::{FeatureKey, Properties, Property, PropertyValue};
use crate::plan::{
    FeatureState, FieldDef, FieldKind, Procedure, choice_of, json_string, parse_number,
};

/// A value of a source file that an export would replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenBack {
    /// The number of the layer.
    pub layer: u64,
    pub feature: FeatureKey,
    /// The field's code.
    pub field: String,
    /// The name of the source's own property.
    pub property: String,
    /// JSON texts: as it stands in the file, and as it would.
    pub old: String,
    pub new: String,
}

/// One property with its new JSON text.
pub(super) struct NewValue {
    pub field: String,
    pub property: String,
    pub old: String,
    pub new: String,
}

impl Session {
    /// Which values of the sources this export would replace; nothing is written.
    pub(super) fn preview_write_back(&self, export: &Export) -> Result<Outcome, SessionError> {
        let plans = self.snapshot.plans_as_of(&self.snapshot.as_of(export.as_of)?);
        let only = export.layer.map(|layer| self.layer_idx(layer)).transpose()?;
        let mut replaced = Vec::new();
        for (layer_idx, loaded) in self.layers.iter().enumerate() {
            let Some(procedure) = self.ledger.rulebook().procedure(&loaded.layer.kind) else {
                continue;
            };
            if only.is_some_and(|only| only != layer_idx) {
                continue;
            }
            for (feature_idx, state) in self.features_leaving(loaded, &plans) {
                let properties = formats::read_properties(&loaded.layer, feature_idx);
                let values = written_back(procedure, state, &properties, &export.write_back);
                replaced.extend(values.into_iter().map(|value| WrittenBack {
                    layer: loaded.id(),
                    feature: loaded.view.rows[feature_idx].key.clone(),
                    field: value.field,
                    property: value.property,
                    old: value.old,
                    new: value.new,
                }));
            }
        }
        Ok(Outcome::WouldWriteBack(replaced))
    }
}

/// The source's own properties whose value text is to be replaced, with the new JSON text.
pub(super) fn written_back(
    procedure: &Procedure,
    state: &FeatureState,
    properties: &Properties,
    codes: &[String],
) -> Vec<NewValue> {
    let corrected = codes.iter().filter_map(|code| {
        let field = procedure.field(code).filter(|field| !field.personal)?;
        let standing = state.fields.get(code)?.standing.last()?;
        // A value that only the file states stands there already.
        standing.record.as_ref()?;
        let own = own_property(procedure, field, properties)?;
        let json = spelt_like(&own.value, field, &standing.value)?;
        Some(NewValue {
            field: code.clone(),
            property: own.name.clone(),
            old: json_text(&own.value),
            new: json,
        })
    });
    corrected.collect()
}

/// The property of the source that is this field: by its code or the first of its aliases.
fn own_property<'p>(
    procedure: &Procedure,
    field: &FieldDef,
    properties: &'p Properties,
) -> Option<&'p Property> {
    let names = std::iter::once(&field.code).chain(&field.aliases);
    names
        .into_iter()
        .find_map(|name| {
            let is_named = |property: &&Property| property.name.trim().eq_ignore_ascii_case(name);
            properties.0.iter().rev().find(is_named)
        })
        .filter(|property| !states_stage(procedure, property))
}

/// Whether a property that may mean the stage or a field means the stage here.
fn states_stage(procedure: &Procedure, property: &Property) -> bool {
    let is_named = |name: &String| property.name.trim().eq_ignore_ascii_case(name);
    procedure.aliases.stage.iter().any(is_named)
        && property.value.as_text().is_some_and(|text| procedure.stage_of(text).is_some())
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

/// The value as it stands in JSON; a long text of arrays and objects is its own.
fn json_text(value: &PropertyValue) -> String {
    match value {
        PropertyValue::Null => "null".to_owned(),
        PropertyValue::Bool(value) => value.to_string(),
        PropertyValue::Number(text) | PropertyValue::Nested(text) => text.clone(),
        PropertyValue::String(text) => json_string(text),
    }
}
