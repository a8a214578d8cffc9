//! In which district a feature lies, by what its records and its file say, and the figures of each district.

use std::collections::BTreeMap;

use super::{LayerView, Snapshot};
use crate::model::{Day, FeatureKey, Kind, Properties};
use crate::plan::{
    AsOf, FeatureState, FigureSplits, LayerFeatures, Plans, Summary, SummaryInput,
    figure_splits_of, summary,
};

/// Fields, then property names, that hold the district.
const FIELDS: [&str; 2] = ["county", "district"];
const PROPERTIES: [&str; 7] = ["district", "county", "区县", "所在区", "所属区", "行政区", "区"];

/// The district that records, else the file, name; empty where nothing says so.
pub fn district_in<'a>(properties: &'a Properties, state: Option<&'a FeatureState>) -> &'a str {
    let recorded = FIELDS.iter().find_map(|code| state.and_then(|state| state.text(code)));
    recorded.or_else(|| properties.text(&PROPERTIES)).unwrap_or_default().trim()
}

impl Snapshot {
    /// The district a feature of a layer lies in; a district lies in itself. Reads the file's text: not for a frame.
    pub fn district_of(&self, view: &LayerView, feature_idx: usize, plans: &Plans) -> String {
        let Some(row) = view.rows.get(feature_idx) else { return String::new() };
        if view.layer.kind.code() == Kind::DISTRICT {
            return row.name.to_string();
        }
        let state = plans.peek(&row.key);
        district_in(&self.properties(view, feature_idx), state.as_deref()).to_owned()
    }

    /// The plans as of the end of a day. A demonstration counts what is recorded in it at once, though it is of a
    /// later day than the one its story stands at.
    pub fn plans_at(&self, as_of: Day) -> std::sync::Arc<Plans> {
        self.plans_as_of(&self.evening_counted(as_of))
    }

    /// What counts as of the end of a day; on a past evening no later than that.
    pub(super) fn evening_counted(&self, as_of: Day) -> AsOf {
        let is_present = as_of == self.today && self.evening.is_none();
        AsOf::Business(if is_present { as_of.max(self.clock_day) } else { as_of })
    }

    /// The layers as figures count them.
    pub(super) fn layer_features(&self) -> Vec<LayerFeatures> {
        let of = |view: &std::sync::Arc<LayerView>| LayerFeatures {
            kind: view.layer.kind.clone(),
            keys: view.rows.iter().map(|row| row.key.clone()).collect(),
            synthetic: view.layer.synthetic || (view.found && self.synthetic),
            programme_total: view.layer.programme_total,
        };
        self.layers.iter().map(of).collect()
    }

    /// The figures for each district, water, class and category. Counts everything anew: not for a frame.
    pub fn figure_splits(&self, as_of: Day) -> FigureSplits {
        let plans = self.plans_at(as_of);
        let district_of = |key: &FeatureKey| match self.place(key) {
            Some((view, feature_idx)) => self.district_of(view, feature_idx, &plans),
            None => String::new(),
        };
        let input = SummaryInput {
            plans: &plans,
            layers: &self.layer_features(),
            // Rows bear main keys already.
            main_key: &FeatureKey::clone,
            rulebook: &self.rulebook,
            context: self,
            as_of,
        };
        figure_splits_of(&input, &district_of)
    }

    /// The figures of each district that features name, in the order of names; those that name none come under "".
    /// Counts everything anew: not for a frame.
    pub fn summaries_by_district(&self, as_of: Day) -> BTreeMap<String, Summary> {
        let plans = self.plans_at(as_of);
        let mut by_district: BTreeMap<String, Vec<LayerFeatures>> = BTreeMap::new();
        for (layer, view) in self.layer_features().into_iter().zip(&self.layers) {
            // A base layer that no procedure knows counts nowhere.
            if self.rulebook.procedure(&layer.kind).is_none() {
                continue;
            }
            let mut parts: BTreeMap<String, Vec<FeatureKey>> = BTreeMap::new();
            for (feature_idx, key) in layer.keys.iter().enumerate() {
                let district = self.district_of(view, feature_idx, &plans);
                parts.entry(district).or_default().push(key.clone());
            }
            for (district, keys) in parts {
                // The size of the programme is that of all districts together.
                let part = LayerFeatures { keys, programme_total: None, ..layer.clone() };
                by_district.entry(district).or_default().push(part);
            }
        }
        let summarise = |layers: Vec<LayerFeatures>| {
            let keys = layers.iter().flat_map(|layer| &layer.keys);
            let own: Plans = keys.filter_map(|key| Some((key.clone(), plans.peek(key)?))).collect();
            summary(&SummaryInput {
                plans: &own,
                layers: &layers,
                main_key: &FeatureKey::clone,
                rulebook: &self.rulebook,
                context: self,
                as_of,
            })
        };
        by_district.into_iter().map(|(district, layers)| (district, summarise(layers))).collect()
    }
}
