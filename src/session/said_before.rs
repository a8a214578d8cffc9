//! What a layer's older texts said of it: metadata that other software loses on the way stay with the layer.

use serde::{Deserialize, Serialize};

use super::opening::Settings;
use crate::model::Layer;

/// Metadata of a layer that its newest text need not repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct SaidBefore {
    programme_total: Option<u64>,
    /// ISO date.
    as_of: Option<String>,
}

impl SaidBefore {
    /// What a layer says, from its text or from before.
    pub fn by(layer: &Layer) -> Self {
        Self {
            programme_total: layer.programme_total,
            as_of: layer.as_of.map(|day| day.to_string()),
        }
    }

    /// What is remembered of a layer.
    pub fn of(settings: &Settings, layer: u64) -> Self {
        let remembered = settings.get(&name(layer));
        remembered.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The setting by which it is remembered: name and value.
    pub fn setting(&self, layer: u64) -> (String, String) {
        (name(layer), serde_json::to_string(self).unwrap_or_default())
    }

    /// Whether a text leaves out some of this.
    pub fn is_missed_by(&self, layer: &Layer) -> bool {
        (self.programme_total.is_some() && layer.programme_total.is_none())
            || (self.as_of.is_some() && layer.as_of.is_none())
    }

    /// Lets it stand where the text says nothing.
    pub fn write_into(&self, layer: &mut Layer) {
        layer.programme_total = layer.programme_total.or(self.programme_total);
        layer.as_of = layer.as_of.or_else(|| self.as_of.as_deref()?.parse().ok());
    }
}

fn name(layer: u64) -> String {
    format!("yice.layer.{layer}.said")
}
