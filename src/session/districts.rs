//! In which district a feature lies, by what its records and its file say, and the figures of each district.

use std::collections::BTreeMap;

use super::within::around;
use super::{LayerView, Snapshot};
use crate::model::{Day, FeatureKey, Kind, LonLat, Properties};
use crate::plan::{
    AsOf, FeatureState, FigureSplits, LayerFeatures, Plans, Procedure, Summary, SummaryInput,
    figure_splits_of, summary,
};

/// Fields, then property names, that hold the district.
const FIELDS: [&str; 2] = ["county", "district"];
const PROPERTIES: [&str; 7] = ["district", "county", "区县", "所在区", "所属区", "行政区", "区"];

/// The field and the properties that hold its national code (GB/T 2260, six digits).
const CODE_PROPERTIES: [&str; 3] = ["adcode", "行政区划代码", "行政区代码"];

/// The district that records, else the file, name; empty where nothing says so.
fn district_in<'a>(properties: &'a Properties, state: Option<&'a FeatureState>) -> &'a str {
    let recorded = FIELDS.iter().find_map(|code| state.and_then(|state| state.text(code)));
    recorded.or_else(|| properties.text(&PROPERTIES)).unwrap_or_default().trim()
}

/// Features farther from a place than this say nothing about its district.
const NEAR_M: f64 = 5_000.0;
/// So many of the nearest are asked.
const NEIGHBOURS: usize = 12;

/// The district that a new feature probably lies in, for a person to confirm.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedDistrict {
    pub name: String,
    /// The feature of the same kind that it is taken from, and how far that is; `None`: the place lies within the
    /// district's own border.
    pub of: Option<(String, f64)>,
}

/// The field of a kind that holds the district, where it has one.
pub fn district_field(procedure: &Procedure) -> Option<&'static str> {
    FIELDS.into_iter().find(|code| procedure.field(code).is_some())
}

impl Snapshot {
    /// In which district a place lies: by the borders of a layer of districts, else by the nearest feature of the
    /// kind that names one. Reads the file's text: not for every frame.
    pub fn propose_district(&self, kind: &Kind, at: LonLat) -> Option<ProposedDistrict> {
        let districts = self.layers.iter().filter(|view| view.layer.kind.code() == Kind::DISTRICT);
        for view in districts {
            if let Some(row) = around(view, at).and_then(|idx| view.rows.get(idx)) {
                return Some(ProposedDistrict { name: row.name.to_string(), of: None });
            }
        }
        let near = self.nearest(kind, at, NEIGHBOURS).into_iter();
        near.take_while(|one| one.distance_m <= NEAR_M).find_map(|one| {
            let (view, idx) = self.place(&one.feature)?;
            let name = self.district_of(view, idx, &self.plans);
            let of = Some((one.name, one.distance_m));
            (!name.is_empty()).then_some(ProposedDistrict { name, of })
        })
    }

    /// The district a feature of a layer lies in; a district lies in itself. Reads the file's text: not for a frame.
    pub fn district_of(&self, view: &LayerView, feature_idx: usize, plans: &Plans) -> String {
        let Some(row) = view.rows.get(feature_idx) else { return String::new() };
        if view.layer.kind.code() == Kind::DISTRICT {
            return row.name.to_string();
        }
        let state = plans.peek(&row.key);
        self.district_said(&self.properties(view, feature_idx), state.as_deref())
    }

    /// The district that records, else the file, say: by its name, else by its code.
    pub fn district_said(&self, properties: &Properties, state: Option<&FeatureState>) -> String {
        match district_in(properties, state) {
            "" => self.district_by_code(properties, state).unwrap_or_default(),
            named => named.to_owned(),
        }
    }

    /// The district of the national code that a feature bears, by the districts that are loaded.
    fn district_by_code(
        &self,
        properties: &Properties,
        state: Option<&FeatureState>,
    ) -> Option<String> {
        let recorded = state.and_then(|state| state.text(CODE_PROPERTIES[0]));
        let code = recorded.or_else(|| properties.text(&CODE_PROPERTIES))?.trim();
        let district = FeatureKey::new(&Kind::new(Kind::DISTRICT), code);
        self.row(&district).map(|row| row.name.to_string())
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
