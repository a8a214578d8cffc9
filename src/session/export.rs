//! Annotated GeoJSON and its photos folder: the layer's own text with what was recorded, written whole or not at all.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attachment::named_file;
use super::files::{write_file, write_file_with};
use super::layer_view::{LoadedLayer, original_geometry};
use super::opening::Watch;
use super::photos::photo_folder_name;
use super::write_back::written_back;
use super::{Export, Outcome, Session, SessionError};
use crate::formats::{self, Additions, ReadOptions};
use crate::model::{Day, FeatureKey, Kind, Stamp};
use crate::plan::{
    AsOf, Completeness, FeatureState, Hash, Plans, Record, annotate, exported, json_string,
    yice_member,
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
        let as_of = export.as_of.map_or(AsOf::Now, AsOf::Business);
        let scope = Scope {
            plans: self.snapshot.plans_as_of(&as_of),
            as_of: export.as_of,
            write_back: &export.write_back,
            homeless: self.homeless(&self.own_places),
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
        self.let_go(&done.left, now)?;
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
            let states = features.iter().filter_map(|(key, _)| scope.plans.get(key));
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
            .filter(|(key, _)| scope.plans.get(key).is_some_and(|state| has_records(state)))
            .collect();
        let homeless_states = own_homeless.iter().filter_map(|(key, _)| scope.plans.get(key));
        let all: Vec<&Arc<FeatureState>> =
            states.values().copied().chain(homeless_states).collect();
        let today = self.day_of(&all, scope);
        let procedure = self.ledger.rulebook().procedure(&layer.kind);
        for (&feature_idx, state) in &states {
            let mut members = annotate(state, procedure, today);
            let original = original_geometry(layer, feature_idx);
            if let Some(geometry) = state.geometry.as_ref().filter(|_| !members.is_empty()) {
                if !state.created {
                    members.push(("yice_orig_geometry".to_owned(), json_string(&original)));
                }
                additions.geometries.insert(feature_idx, geometry.clone());
            } else if formats::original_geometry(layer, feature_idx).is_some() {
                // It was moved in the file that came, and that has been taken back.
                additions.geometries.insert(feature_idx, original);
            }
            if let (Some(procedure), false) = (procedure, scope.write_back.is_empty()) {
                let properties = formats::read_properties(layer, feature_idx);
                let values = written_back(procedure, state, &properties, scope.write_back);
                if !values.is_empty() {
                    additions.write_back.insert(feature_idx, values);
                }
            }
            additions.members.insert(feature_idx, members);
        }
        if scope.as_of.is_some() {
            // What the file brought is of a later day: it goes, unless something was recorded by then.
            for feature_idx in layer.annotated.iter().map(|idx| *idx as usize) {
                additions.members.entry(feature_idx).or_default();
            }
        }
        for (key, text) in own_homeless {
            if let Some(state) = scope.plans.get(key) {
                additions.appended.push(self.annotated_text(
                    &layer.kind,
                    state,
                    text,
                    today,
                    to,
                )?);
            }
        }
        if !all.is_empty() {
            additions.yice_member = Some(self.member(&layer.kind, &all, scope));
        }
        write_file_with(to, |out| formats::write_layer(layer, &additions, out))
            .map_err(SessionError::io("could not write the layer", to))?;
        self.finish_file(&all, to, done)
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
        let found = features.iter().filter_map(|(key, text)| Some((scope.plans.get(key)?, text)));
        let found: Vec<(&Arc<FeatureState>, &String)> =
            found.filter(|(state, _)| has_records(state)).collect();
        let all: Vec<&Arc<FeatureState>> = found.iter().map(|(state, _)| *state).collect();
        let today = self.day_of(&all, scope);
        let mut texts = Vec::new();
        for (state, text) in found {
            texts.push(self.annotated_text(kind, state, text, today, to)?);
        }
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"yice\":{},\"features\":[\n{}\n]}}\n",
            self.member(kind, &all, scope),
            texts.join(",\n")
        );
        write_file(to, text.as_bytes())
            .map_err(SessionError::io("could not write the layer", to))?;
        self.finish_file(&all, to, done)
    }

    /// The text of one feature with what was recorded of it.
    fn annotated_text(
        &self,
        kind: &Kind,
        state: &FeatureState,
        text: &str,
        today: Day,
        to: &Path,
    ) -> Result<String, SessionError> {
        let options = ReadOptions {
            file_name: "found.geojson",
            kind: Some(kind),
            datum: None,
            progress: &|_, _| std::ops::ControlFlow::Continue(()),
        };
        let unreadable = |why: String| SessionError::Unreadable { path: to.to_owned(), why };
        let (layer, _) = formats::read_layer(text.as_bytes().into(), options)
            .map_err(|refused| unreadable(refused.to_string()))?;
        let mut additions = Additions::default();
        let members = annotate(state, self.ledger.rulebook().procedure(kind), today);
        additions.members.insert(0, members);
        if let Some(geometry) = &state.geometry {
            additions.geometries.insert(0, geometry.clone());
        }
        let mut out = Vec::new();
        formats::write_layer(&layer, &additions, &mut out)
            .map_err(SessionError::io("could not write the layer", to))?;
        String::from_utf8(out).map_err(|error| unreadable(error.to_string()))
    }

    fn member(&self, kind: &Kind, states: &[&Arc<FeatureState>], scope: &Scope<'_>) -> String {
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
        yice_member(kind, records, &loose, completeness, APP)
    }

    /// The day that decides what is overdue: the one asked for, else that of the newest record that leaves.
    fn day_of(&self, states: &[&Arc<FeatureState>], scope: &Scope<'_>) -> Day {
        let newest = states.iter().flat_map(|state| exported(state)).map(|record| &record.at).max();
        scope.as_of.or(newest.map(|at| at.day())).unwrap_or(self.today)
    }

    /// Puts photos and documents beside a layer's file.
    fn finish_file(
        &self,
        states: &[&Arc<FeatureState>],
        to: &Path,
        done: &mut Exported,
    ) -> Result<(), SessionError> {
        done.files.push(to.to_owned());
        let left = states.iter().flat_map(|state| exported(state)).map(|record| record.hash);
        let known = done.left.len();
        done.left.extend(left);
        done.records += done.left.len() - known;
        let folder = to.with_file_name(photo_folder_name(to));
        let named: BTreeSet<(Hash, &str)> = states
            .iter()
            .flat_map(|state| exported(state))
            .filter_map(|record| named_file(&record.body))
            .collect();
        let mut here = HashSet::new();
        for (hash, ext) in named {
            let Some(stored_ext) = self.files.get(&hash).filter(|_| here.insert(hash)) else {
                continue;
            };
            let ext = if ext.is_empty() { stored_ext } else { ext };
            self.write_photo(hash, ext, &folder)?;
            done.photos.insert(hash);
        }
        Ok(())
    }

    fn write_photo(&self, hash: Hash, ext: &str, folder: &Path) -> Result<(), SessionError> {
        let name = if ext.is_empty() { hash.to_string() } else { format!("{hash}.{ext}") };
        let path = folder.join(name);
        let Some(bytes) = self.store.content(hash)? else { return Ok(()) };
        // Its name says what is in it: one of the right size was written by an export before.
        if path.metadata().is_ok_and(|file| file.len() == bytes.len() as u64) {
            return Ok(());
        }
        std::fs::create_dir_all(folder)
            .map_err(SessionError::io("could not make the photos' folder", folder))?;
        write_file(&path, &bytes).map_err(SessionError::io("could not write the photo", &path))
    }
}

/// What an export has written so far.
#[derive(Default)]
struct Exported {
    files: Vec<PathBuf>,
    records: usize,
    /// Of the records: others have them from now on.
    left: Vec<Hash>,
    photos: HashSet<Hash>,
}

/// The features of a layer that have records, by index; of twins, the first bears them.
fn states_by_feature<'p>(
    loaded: &LoadedLayer,
    plans: &'p Plans,
) -> HashMap<usize, &'p Arc<FeatureState>> {
    let mut seen = HashSet::new();
    let rows = loaded.view.rows.iter().enumerate();
    rows.filter_map(|(feature_idx, row)| Some((feature_idx, &row.key, plans.get(&row.key)?)))
        .filter(|(_, _, state)| has_records(state))
        .filter(|(_, key, _)| seen.insert((*key).clone()))
        .map(|(feature_idx, _, state)| (feature_idx, state))
        .collect()
}

fn has_records(state: &FeatureState) -> bool {
    exported(state).next().is_some()
}

/// A file name that no other layer of this export has. `name` may have come from anywhere: only its last part counts.
fn free_name(name: &str, taken: &mut HashSet<String>) -> String {
    let name = Path::new(name).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = if name.is_empty() { "layer.geojson".to_owned() } else { name };
    let (stem, ending) = name.split_once('.').unwrap_or((&name, "geojson"));
    let mut free = format!("{stem}.{ending}");
    let mut number = 2;
    // Names that differ only in case are one file on Windows; two layers may not share a photos' folder either.
    while !taken.insert(photo_folder_name(Path::new(&free)).to_lowercase()) {
        free = format!("{stem}-{number}.{ending}");
        number += 1;
    }
    free
}
