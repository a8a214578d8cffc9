//! Values of personal fields: beside the records, in this workspace alone.
//!
//! A form or a command line gives them like any field; here they are parted from what is recorded. Lists and cards
//! show them as values of the plan that nobody recorded. They leave only in an export that is told to take them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::Session;
use crate::model::FeatureKey;
use crate::plan::{
    Body, FieldDef, Jump, Missing, Plans, Procedure, Register, Standing, json_string,
};
use crate::store::PersonalRow;

/// By feature and field.
pub(super) type Personal = BTreeMap<FeatureKey, BTreeMap<String, String>>;

/// One value given in an act; `None` takes it away.
pub(super) struct Given {
    pub feature: FeatureKey,
    pub field: String,
    pub value: Option<String>,
}

pub(super) fn personal_of(rows: Vec<PersonalRow>) -> Personal {
    let mut personal = Personal::new();
    for PersonalRow { feature, field, value } in rows {
        if let Some(feature) = FeatureKey::parse(&feature) {
            personal.entry(feature).or_default().insert(field, value);
        }
    }
    personal
}

/// Takes the personal values out of a body. Whether nothing is left to record.
///
/// # Errors
/// If a value cannot be one of its field.
pub(super) fn part_from_records(
    body: &mut Body,
    procedure: Option<&Procedure>,
    feature: &FeatureKey,
    given: &mut Vec<Given>,
) -> Result<bool, Missing> {
    let (fields, note) = match body {
        Body::Fields(set) => (&mut set.fields, set.note.as_str()),
        Body::Transition(step) => (&mut step.fields, "a step is a record of its own"),
        _ => return Ok(false),
    };
    let is_personal = |code: &String| field_of(procedure, code).is_some();
    let codes: Vec<String> = fields.keys().filter(|code| is_personal(code)).cloned().collect();
    if codes.is_empty() {
        return Ok(false);
    }
    for code in codes {
        let value = fields.remove(&code).unwrap_or(Value::Null);
        if let Some(field) = field_of(procedure, &code) {
            let jump = Jump::Input(code.clone());
            field.check_value(&value).map_err(|message| Missing::wrong(message, jump))?;
        }
        let value = value.as_str().map(str::trim).filter(|text| !text.is_empty());
        let (feature, value) = (feature.clone(), value.map(str::to_owned));
        given.push(Given { feature, field: code, value });
    }
    Ok(fields.is_empty() && note.is_empty())
}

fn field_of<'p>(procedure: Option<&'p Procedure>, code: &str) -> Option<&'p FieldDef> {
    procedure?.field(code).filter(|field| field.personal)
}

impl Session {
    /// The plans with the personal values that are here, for lists and cards.
    pub(super) fn plans_to_show(&self) -> Arc<Plans> {
        if self.personal.is_empty() {
            return Arc::clone(self.ledger.plans());
        }
        let mut plans = Plans::clone(self.ledger.plans());
        for (feature, values) in &self.personal {
            let key = self.ledger.main_key(feature).clone();
            let mut state = (*self.ledger.state(&key)).clone();
            for (field, value) in values {
                let standing = vec![Standing { value: value.as_str().into(), record: None }];
                state.fields.insert(field.clone(), Register { standing });
            }
            plans.insert(key, Arc::new(state));
        }
        Arc::new(plans)
    }

    /// The flat columns of a feature's personal values.
    pub(super) fn personal_members(&self, feature: &FeatureKey) -> Vec<(String, String)> {
        let own = self.personal.iter().filter(|(key, _)| self.ledger.main_key(key) == feature);
        let values = own.flat_map(|(_, values)| values);
        values.map(|(field, value)| (format!("yice_{field}"), json_string(value))).collect()
    }

    /// Lets memory follow what has been written.
    pub(super) fn follow_personal(&mut self, given: Vec<Given>) {
        for Given { feature, field, value } in given {
            let values = self.personal.entry(feature.clone()).or_default();
            match value {
                Some(value) => drop(values.insert(field, value)),
                None => drop(values.remove(&field)),
            }
            if values.is_empty() {
                self.personal.remove(&feature);
            }
        }
    }
}
