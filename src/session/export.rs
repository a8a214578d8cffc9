//! Annotated GeoJSON and its photos folder: the layer's own text with what was recorded, written whole or not at all.

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::export_files::{Exported, free_name};
use super::files::{write_file, write_file_with};
use super::keys::claim_of;
use super::layer_view::{LoadedLayer, original_geometry};
use super::opening::Watch;
use super::own_rules::own_kinds;
use super::write_back::written_back;
use super::{Export, Outcome, Purpose, Session, SessionError};
use crate::formats::{self, Additions, ReadOptions};
use crate::model::{Day, FeatureKey, Kind, Layer, Stamp};
use crate::plan::{
    Completeness, FeatureState, Plans, Record, annotate, exported, json_string, yice_member,
};

const APP: &str = concat!("Yice ", env!("CARGO_PKG_VERSION"));

/// Features that no file has, by the number of the layer they belong to and their kind.
type Homeless = std::collections::BTreeMap<(u64, Kind), Vec<(FeatureKey, String)>>;

/// What one export says: plans as of a day, and the day itself.
struct Scope<'a> {
    plans: Arc<Plans>,
    as_of: Option<Day>,
    write_back: &'a [String],
    homeless: Homeless,
    personal: bool,
}

/// One file of an export.
struct Sheet<'a> {
    content: Content<'a>,
    to: PathBuf,
}

enum Content<'a> {
    Layer(&'a LoadedLayer),
    /// Features that people found, of a kind that no layer here is of.
    Found(&'a Kind, &'a [(FeatureKey, String)]),
}

impl Session {
    /// Writes one layer to a file, or all into a folder, each with its photos beside it.
    pub(super) fn export(
        &mut self,
        export: &Export,
        now: &Stamp,
        watch: Watch<'_>,
    ) -> Result<Outcome, SessionError> {
        let as_of = self.snapshot.as_of(export.as_of)?;
        let mut homeless = self.homeless(&self.own_places);
        for key in self.layers.iter().flat_map(|it| it.view.unsettled.iter()).map(|(key, _)| key) {
            // It leaves with every feature that claims it, as it came.
            let key = self.ledger.main_key(key);
            homeless.values_mut().for_each(|features| features.retain(|(own, _)| own != key));
        }
        let scope = Scope {
            plans: self.snapshot.plans_as_of(&as_of),
            as_of: export.as_of.map(|evening| evening.day),
            write_back: &export.write_back,
            homeless,
            personal: export.personal,
        };
        let sheets = self.sheets(export, &scope)?;
        let mut in_the_way = Vec::new();
        for Sheet { content, to } in &sheets {
            let layer = match content {
                Content::Layer(loaded) => Some(&*loaded.layer),
                Content::Found(..) => None,
            };
            in_the_way.extend(self.in_the_way(to, layer)?);
        }
        if !in_the_way.is_empty() && !export.overwrite {
            return Ok(Outcome::WouldReplace(in_the_way));
        }
        if export.layer.is_none() {
            std::fs::create_dir_all(&export.to)
                .map_err(SessionError::io("could not make the folder", &export.to))?;
        }
        let mut done = Exported::default();
        for (sheet_idx, Sheet { content, to }) in sheets.iter().enumerate() {
            if (watch.progress)(sheet_idx as u64, sheets.len() as u64).is_break() {
                return Err(SessionError::Cancelled);
            }
            match content {
                Content::Layer(loaded) => self.export_layer(loaded, &scope, to, &mut done)?,
                Content::Found(kind, features) => {
                    self.export_found(kind, features, &scope, to, &mut done)?;
                }
            }
        }
        if export.purpose == Purpose::HandIn {
            self.let_go(&done.left, now)?;
        }
        Ok(Outcome::Exported {
            files: done.files,
            records: done.records,
            photos: done.photos.len(),
        })
    }

    /// What is to be written where: one layer, or all and what no layer has.
    fn sheets<'a>(
        &'a self,
        export: &Export,
        scope: &'a Scope<'_>,
    ) -> Result<Vec<Sheet<'a>>, SessionError> {
        if let Some(layer) = export.layer {
            let content = Content::Layer(&self.layers[self.layer_idx(layer)?]);
            return Ok(vec![Sheet { content, to: export.to.clone() }]);
        }
        let mut names = HashSet::new();
        let mut sheets = Vec::new();
        for loaded in &self.layers {
            let to = export.to.join(free_name(&loaded.row.file_name, &mut names));
            sheets.push(Sheet { content: Content::Layer(loaded), to });
        }
        for ((home, kind), features) in &scope.homeless {
            let states = features.iter().filter_map(|(key, _)| scope.plans.recorded(key));
            if *home == 0 && states.into_iter().any(|state| has_records(state)) {
                let to = export.to.join(free_name(&format!("{kind}.geojson"), &mut names));
                sheets.push(Sheet { content: Content::Found(kind, features), to });
            }
        }
        Ok(sheets)
    }

    fn export_layer(
        &self,
        loaded: &LoadedLayer,
        scope: &Scope<'_>,
        to: &Path,
        done: &mut Exported,
    ) -> Result<(), SessionError> {
        let layer = &loaded.layer;
        let mut additions = Additions::default();
        let states = states_by_feature(loaded, &scope.plans);
        let own_homeless: Vec<&(FeatureKey, String)> = scope
            .homeless
            .iter()
            .filter(|((home, _), _)| *home == loaded.id())
            .flat_map(|(_, features)| features)
            .filter(|(key, _)| scope.plans.recorded(key).is_some_and(|state| has_records(state)))
            .collect();
        let unsettled = self.unsettled_states(loaded, &scope.plans);
        let homeless_states = own_homeless.iter().filter_map(|(key, _)| scope.plans.recorded(key));
        let all: Vec<&Arc<FeatureState>> = states
            .values()
            .copied()
            .chain(homeless_states)
            .chain(unsettled.iter().map(|(state, _)| *state))
            .collect();
        let today = self.day_of(&all, scope);
        let procedure = self.ledger.rulebook().procedure(&layer.kind);
        for (feature_idx, state) in self.features_leaving(loaded, &scope.plans) {
            let mut members = annotate(state, procedure, today);
            if let (true, Some(key)) = (scope.personal && !members.is_empty(), &state.key) {
                members.extend(self.personal_members(key));
            }
            let original = original_geometry(layer, feature_idx);
            let moved_to = state.geometry.as_ref().filter(|_| !members.is_empty());
            if let Some(geometry) =
                moved_to.and_then(|text| formats::geometry_in_datum_of(layer, text))
            {
                if !state.created {
                    members.push(("yice_orig_geometry".to_owned(), json_string(&original)));
                }
                additions.geometries.insert(feature_idx, geometry.into_owned());
            } else if formats::original_geometry(layer, feature_idx).is_some() {
                // It was moved in the file that came, and that has been taken back.
                additions.geometries.insert(feature_idx, original);
            }
            if let (Some(procedure), false) = (procedure, scope.write_back.is_empty()) {
                let properties = formats::read_properties(layer, feature_idx);
                let values = written_back(procedure, state, &properties, scope.write_back);
                if !values.is_empty() {
                    let texts = values.into_iter().map(|value| (value.property, value.new));
                    additions.write_back.insert(feature_idx, texts.collect());
                }
            }
            additions.members.insert(feature_idx, members);
        }
        for feature_idx in self.carriers_of_others(loaded, &all) {
            if let Entry::Vacant(slot) = additions.members.entry(feature_idx) {
                slot.insert(Vec::new());
                if formats::original_geometry(layer, feature_idx).is_some() {
                    let original = original_geometry(layer, feature_idx);
                    additions.geometries.insert(feature_idx, original);
                }
            }
        }
        if scope.as_of.is_some() {
            // What the file brought is of a later day: it goes, unless something was recorded by then.
            for feature_idx in layer.annotated.iter().map(|idx| *idx as usize) {
                additions.members.entry(feature_idx).or_default();
            }
        }
        for (feature_idx, members) in &mut additions.members {
            // What came as a record and reads as none stays in the file.
            let is_record = |text: &str| Record::parse(text).is_ok();
            if let Some(unread) = formats::unread_records(layer, *feature_idx, &is_record) {
                members.push((formats::UNREAD_RECORDS.to_owned(), unread));
            }
        }
        for (key, text) in own_homeless {
            if let Some(state) = scope.plans.recorded(key) {
                let appended =
                    self.annotated_text(&layer.kind, Some(layer), state, text, today, to)?;
                additions.appended.push(appended);
            }
        }
        let held = match scope.as_of {
            Some(_) => Vec::new(),
            None => self.held_texts(loaded),
        };
        if !all.is_empty() || !held.is_empty() {
            additions.yice_member = Some(self.member(&layer.kind, &all, &held, scope));
        }
        write_file_with(to, |out| formats::write_layer(layer, &additions, out))
            .map_err(SessionError::io("could not write the layer", to))?;
        self.finish_file(&all, to, done)
    }

    /// The features of a layer to which something is written, by index. Where several claim a key and none was
    /// given it, all of them are.
    pub(super) fn features_leaving<'p>(
        &self,
        loaded: &LoadedLayer,
        plans: &'p Plans,
    ) -> Vec<(usize, &'p Arc<FeatureState>)> {
        let mut leaving: Vec<(usize, &Arc<FeatureState>)> =
            states_by_feature(loaded, plans).into_iter().collect();
        let given: HashSet<usize> = leaving.iter().map(|(feature_idx, _)| *feature_idx).collect();
        for (state, features) in self.unsettled_states(loaded, plans) {
            let of_none = features.iter().filter(|feature_idx| !given.contains(feature_idx));
            leaving.extend(of_none.map(|feature_idx| (*feature_idx, state)));
        }
        leaving.sort_by_key(|(feature_idx, _)| *feature_idx);
        leaving
    }

    /// What is recorded under keys that several features of the layer claim, with those features.
    fn unsettled_states<'l, 'p>(
        &self,
        loaded: &'l LoadedLayer,
        plans: &'p Plans,
    ) -> Vec<(&'p Arc<FeatureState>, &'l [usize])> {
        let claimed = loaded.view.unsettled.iter();
        claimed
            .filter_map(|(key, features)| {
                Some((plans.recorded(self.ledger.main_key(key))?, &features[..]))
            })
            .filter(|(state, _)| has_records(state))
            .collect()
    }

    /// Features that came with records of others only, all of which leave with those.
    fn carriers_of_others(
        &self,
        loaded: &LoadedLayer,
        leaving: &[&Arc<FeatureState>],
    ) -> Vec<usize> {
        let leaving: HashSet<&FeatureKey> =
            leaving.iter().filter_map(|state| state.key.as_ref()).collect();
        let carries_others = |feature_idx: &usize| {
            let keys = claim_of(&loaded.layer, *feature_idx).records_of;
            !keys.is_empty() && keys.iter().all(|key| leaving.contains(self.ledger.main_key(key)))
        };
        let annotated = loaded.layer.annotated.iter().map(|idx| *idx as usize);
        annotated.filter(carries_others).collect()
    }

    /// Writes features that people found, of a kind that no layer here is of.
    fn export_found(
        &self,
        kind: &Kind,
        features: &[(FeatureKey, String)],
        scope: &Scope<'_>,
        to: &Path,
        done: &mut Exported,
    ) -> Result<(), SessionError> {
        let found =
            features.iter().filter_map(|(key, text)| Some((scope.plans.recorded(key)?, text)));
        let found: Vec<(&Arc<FeatureState>, &String)> =
            found.filter(|(state, _)| has_records(state)).collect();
        let all: Vec<&Arc<FeatureState>> = found.iter().map(|(state, _)| *state).collect();
        let today = self.day_of(&all, scope);
        let mut texts = Vec::new();
        for (state, text) in found {
            texts.push(self.annotated_text(kind, None, state, text, today, to)?);
        }
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"yice\":{},\"features\":[\n{}\n]}}\n",
            self.member(kind, &all, &[], scope),
            texts.join(",\n")
        );
        write_file(to, text.as_bytes())
            .map_err(SessionError::io("could not write the layer", to))?;
        self.finish_file(&all, to, done)
    }

    /// The text of one feature with what was recorded of it, in the numbers of the layer it goes into.
    fn annotated_text(
        &self,
        kind: &Kind,
        into: Option<&Layer>,
        state: &FeatureState,
        text: &str,
        today: Day,
        to: &Path,
    ) -> Result<String, SessionError> {
        let options = ReadOptions {
            file_name: "found.geojson",
            kind: Some(kind),
            datum: None,
            own_kinds: &own_kinds(self.ledger.rulebook()),
            progress: &|_, _| std::ops::ControlFlow::Continue(()),
        };
        let unreadable = |why: String| SessionError::Unreadable { path: to.to_owned(), why };
        let (layer, _) = formats::read_layer(text.as_bytes().into(), options)
            .map_err(|refused| unreadable(refused.to_string()))?;
        let mut additions = Additions::default();
        let members = annotate(state, self.ledger.rulebook().procedure(kind), today);
        additions.members.insert(0, members);
        if let Some(geometry) = &state.geometry {
            let own = into.and_then(|layer| formats::geometry_in_datum_of(layer, geometry));
            additions.geometries.insert(0, own.map_or_else(|| geometry.clone(), Cow::into_owned));
        }
        let mut out = Vec::new();
        formats::write_layer(&layer, &additions, &mut out)
            .map_err(SessionError::io("could not write the layer", to))?;
        String::from_utf8(out).map_err(|error| unreadable(error.to_string()))
    }

    fn member(
        &self,
        kind: &Kind,
        states: &[&Arc<FeatureState>],
        held: &[String],
        scope: &Scope<'_>,
    ) -> String {
        let loose: Vec<&Record> = self
            .ledger
            .records_of_none()
            .iter()
            .map(Arc::as_ref)
            .filter(|record| scope.as_of.is_none_or(|day| record.on <= day))
            .collect();
        let completeness = match scope.as_of {
            Some(_) => Completeness::Partial,
            None => Completeness::Complete,
        };
        let records = states.iter().flat_map(|state| exported(state));
        yice_member(kind, records, &loose, held, completeness, APP)
    }

    /// The day that decides what is overdue: the one asked for, else the demonstration's, by which its screen judges
    /// too, else that of the newest record that leaves.
    fn day_of(&self, states: &[&Arc<FeatureState>], scope: &Scope<'_>) -> Day {
        let newest = states.iter().flat_map(|state| exported(state)).map(|record| &record.at).max();
        let asked = scope.as_of.or(self.snapshot.demonstration_day());
        asked.or(newest.map(|at| at.day())).unwrap_or(self.today)
    }
}

/// The features of a layer that have records, by index; of twins, the first bears them.
fn states_by_feature<'p>(
    loaded: &LoadedLayer,
    plans: &'p Plans,
) -> HashMap<usize, &'p Arc<FeatureState>> {
    let mut seen = HashSet::new();
    let rows = loaded.view.rows.iter().enumerate();
    rows.filter_map(|(feature_idx, row)| Some((feature_idx, &row.key, plans.recorded(&row.key)?)))
        .filter(|(_, _, state)| has_records(state))
        .filter(|(_, key, _)| seen.insert((*key).clone()))
        .map(|(feature_idx, _, state)| (feature_idx, state))
        .collect()
}

fn has_records(state: &FeatureState) -> bool {
    exported(state).next().is_some()
}
