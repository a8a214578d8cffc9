//! What files brought and changed by themselves since: since a day, since figures were frozen, since a file. An older text
//! of a layer beside the one that is shown says which features are new, and what is stated otherwise.
//!
//! The first text of a layer is what the workspace starts from: of that nothing is news.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::input_files::{file_name, files_of, is_workspace};
use super::kept_file::file_bytes;
use super::layer_text::layer_bytes;
use super::layer_texts::LayerTexts;
use super::layer_view::LoadedLayer;
use super::received_then::{LayerThen, LayersThen, is_heard_of};
use super::{LayerView, Places, SessionError, Snapshot};
use crate::model::{Bytes, Stamp};
use crate::plan::{PlanChange, Plans, ReceivedFile, brought, restated, told_together};
use crate::store::{LayerRow, Store};

impl Snapshot {
    /// What newer texts brought and changed since what had been received `by_then`; `before` are the plans of then.
    pub(super) fn stated_since(
        &self,
        by_then: &dyn Fn(&Stamp) -> bool,
        before: &Plans,
    ) -> Result<Vec<PlanChange>, SessionError> {
        let texts = LayerTexts::of(self)?;
        let never = AtomicBool::new(false);
        let then = LayersThen::at_first(self, &texts, by_then, &never)?;
        Ok(then.map(|then| self.stated_otherwise(&then, before, &texts)).unwrap_or_default())
    }

    /// What stands otherwise in the shown texts than in the texts of layers that a file, folder or workspace holds.
    pub(super) fn stated_since_file(
        &self,
        path: &Path,
        before: &Plans,
    ) -> Result<Vec<PlanChange>, SessionError> {
        let texts = LayerTexts::of(self)?;
        let mut held = layers_in(path, &texts)?;
        let mut layers = Vec::with_capacity(self.layers.len());
        for view in &self.layers {
            let is_its_text = |held: &LoadedLayer| !view.found && is_most_of(view, held);
            let own = held.iter().position(is_its_text).map(|own| held.swap_remove(own));
            layers.push(match own {
                Some(own) => LayerThen::Older(Box::new(own)),
                None => LayerThen::AsShown(Arc::clone(view)),
            });
        }
        let then = LayersThen::stating(self, layers, &Default::default());
        Ok(self.stated_otherwise(&then, before, &texts))
    }

    fn stated_otherwise(
        &self,
        then: &LayersThen,
        before: &Plans,
        texts: &LayerTexts<'_>,
    ) -> Vec<PlanChange> {
        let views = then.layers.iter().filter_map(|then| match then {
            LayerThen::AsShown(view) => Some(Arc::clone(view)),
            LayerThen::Older(loaded) => Some(Arc::clone(&loaded.view)),
            LayerThen::Absent(_) => None,
        });
        let listed_then = Places::of(&views.collect::<Vec<_>>());
        let mut found = Vec::new();
        for (then_layer, view) in then.layers.iter().zip(&self.layers) {
            let LayerThen::Older(older) = then_layer else { continue };
            let Some(file) = texts.received_since(view, older.row.source, self.evening) else {
                continue;
            };
            for row in view.rows.iter() {
                let key = &row.key;
                if !listed_then.contains_key(key) {
                    let known = before.recorded(key).is_some_and(|it| is_heard_of(it));
                    let made = self.plans.recorded(key).is_some_and(|now| now.created);
                    if !known && !made {
                        found.push(brought(key, &file));
                    }
                    continue;
                }
                // What people recorded about is not moved by files.
                let is_recorded = self.plans.recorded(key).is_some_and(|now| is_heard_of(now));
                if is_recorded || then.plans.is_stated_alike(&self.plans, key) {
                    continue;
                }
                let was = then.plans.stated_plan(key);
                let is = self.plans.stated_plan(key);
                found.extend(restated(&was, &is, &file, &self.rulebook));
            }
        }
        told_together(found)
    }
}

/// Whether a file's layer is a text of the one that is shown: of its kind, with the greater part of its features.
fn is_most_of(view: &LayerView, held: &LoadedLayer) -> bool {
    if held.layer.kind != view.layer.kind {
        return false;
    }
    let of_file = Places::of(&[Arc::clone(&held.view)]);
    let common = view.rows.iter().filter(|row| of_file.contains_key(&row.key)).count();
    common * 2 > view.rows.len()
}

/// The layers that a file, a folder of files or a workspace holds; what does not read holds none.
fn layers_in(path: &Path, texts: &LayerTexts<'_>) -> Result<Vec<LoadedLayer>, SessionError> {
    let mut found = Vec::new();
    let mut take = |row: LayerRow, bytes: Bytes| {
        if let Some(layer) = texts.read_as(row, bytes) {
            found.push(layer);
        }
    };
    for file in files_of(path)?.files {
        if is_workspace(&file) {
            let store = Store::open_to_read(&file)?;
            for row in store.layers()? {
                if let Some(bytes) = layer_bytes(&store, &row)? {
                    take(row, bytes);
                }
            }
            continue;
        }
        let bytes = file_bytes(&file)?;
        let Ok(source) = crate::plan::Hash::of_all(&bytes) else { continue };
        let row = LayerRow {
            id: 0,
            path: file.to_string_lossy().into_owned(),
            file_name: file_name(&file),
            kind: None,
            datum: None,
            synthetic: false,
            source,
        };
        take(row, bytes);
    }
    Ok(found)
}

impl LayerTexts<'_> {
    /// The text that came after another one of a layer, up to the one that is shown and the evening looked at; of several
    /// the day of the last. `None` where none came.
    fn received_since(
        &self,
        view: &LayerView,
        source: crate::plan::Hash,
        evening: Option<super::Evening>,
    ) -> Option<ReceivedFile> {
        let all = self.up_to(view);
        // A file of elsewhere is taken for the first text, where others came after that.
        let since = all.iter().rposition(|text| text.source == source);
        let since = since.map_or(usize::from(all.len() > 1), |at| at + 1);
        let by_then = |at: &Stamp| evening.is_none_or(|evening| at.day() <= evening.day);
        let since = all.get(since..)?.iter().filter(|text| by_then(&text.received));
        let since: Vec<_> = since.collect();
        let last = since.last()?;
        let name = (since.len() == 1 && last.source == view.source).then(|| self.file_name(view));
        Some(ReceivedFile { name: name.flatten(), on: last.received.day() })
    }
}
