//! What stands where an export is to be written, and whether it may take its place without a person being asked.
//!
//! It may where nothing is lost: an earlier export whose records are all known here and whose own data are the
//! layer's. A layer's source file, a workspace and everything else is asked about first.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::input_files::{is_workspace, read_file};
use super::opening::WORKSPACE_ID;
use super::own_rules::own_kinds;
use super::received::read_received;
use super::update::is_same_feature;
use super::{Session, SessionError};
use crate::formats::{self, ReadOptions};
use crate::model::{Layer, Text};
use crate::store::{Store, StoreError};

/// A file that stands where one is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub path: PathBuf,
    pub what: StandingFile,
}

/// What such a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandingFile {
    /// The file that the layer of this name was read from.
    Source(String),
    /// No earlier export of this workspace, or one with something in it that is not here.
    Other,
}

impl Standing {
    /// What would be lost.
    pub fn text(&self) -> Text {
        let path = self.path.display();
        match &self.what {
            StandingFile::Source(layer) => Text::new(
                format!("{path} 是图层“{layer}”的来源文件"),
                format!("{path} is the file that the layer {layer:?} was read from"),
            ),
            StandingFile::Other => Text::new(
                format!("{path} 已经有了，里面有本工作库没有的内容"),
                format!("{path} is there already and holds what this workspace does not"),
            ),
        }
    }
}

impl Session {
    /// What stands at `to` and may not be replaced without being asked about; `None` where nothing is lost.
    ///
    /// `layer` is the one to be written there; `None` for features that no layer has.
    ///
    /// # Errors
    /// If this workspace itself stands there: it is never written over.
    pub(super) fn in_the_way(
        &self,
        to: &Path,
        layer: Option<&Layer>,
    ) -> Result<Option<Standing>, SessionError> {
        let Ok(real) = to.canonicalize() else { return Ok(None) };
        if self.store.path().canonicalize().is_ok_and(|own| own == real) {
            return Err(StoreError::Exists(to.to_owned()).into());
        }
        let standing = |what| Ok(Some(Standing { path: to.to_owned(), what }));
        let source = self.layers.iter().find(|loaded| {
            // A layer that came with another workspace has a path of another computer.
            Path::new(&loaded.row.path).canonicalize().is_ok_and(|path| path == real)
        });
        if let Some(source) = source {
            return standing(StandingFile::Source(source.layer.name.clone()));
        }
        // What is no file cannot be replaced: writing says so.
        if !real.is_file() || self.is_own_export(&real, layer) {
            return Ok(None);
        }
        standing(StandingFile::Other)
    }

    /// Whether everything in a file is here: it was exported from the records and the layer that are here.
    fn is_own_export(&self, path: &Path, layer: Option<&Layer>) -> bool {
        let Ok(bytes) = read_file(path) else { return false };
        let plain = layer.filter(|layer| layer.source.is(&bytes));
        if plain.is_some_and(|layer| layer.annotated.is_empty() && !self.is_annotated(layer)) {
            // The very bytes that are about to be written.
            return true;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let options = ReadOptions {
            file_name: &name,
            kind: layer.map(|layer| &layer.kind),
            datum: None,
            own_kinds: &own_kinds(self.ledger.rulebook()),
            progress: &|_, _| std::ops::ControlFlow::Continue(()),
        };
        let Ok((standing, _)) = formats::read_layer(bytes.into(), options) else { return false };
        let received = read_received(&standing);
        let is_known = |record: &crate::plan::Record| {
            record.intact && self.ledger.record(&record.hash).is_some_and(|known| known.intact)
        };
        let own_count = layer.map_or(0, Layer::feature_count);
        let is_own_feature = |feature_idx: usize| match layer {
            Some(layer) if feature_idx < own_count => {
                is_same_feature(layer, &standing, feature_idx)
            }
            // Beyond the layer's own stand those that people found.
            _ => standing.annotated.binary_search(&(feature_idx as u32)).is_ok(),
        };
        !received.records.is_empty()
            && received.issues.is_empty()
            && received.records.iter().all(|record| is_known(record))
            && standing.skipped == layer.map_or(0, |layer| layer.skipped)
            && standing.feature_count() >= own_count
            && (0..standing.feature_count()).into_par_iter().all(is_own_feature)
    }

    /// Whether an export of this layer would say more than its source.
    fn is_annotated(&self, layer: &Layer) -> bool {
        let own = self.layers.iter().find(|loaded| std::ptr::eq(&*loaded.layer, layer));
        own.is_some_and(|loaded| {
            let has_records = |key| {
                let state = self.ledger.plans().recorded(key);
                state.is_some_and(|state| !state.entries.is_empty())
            };
            loaded.view.rows.iter().any(|row| has_records(&row.key))
                || self.found.iter().any(|found| found.view.layer.kind == loaded.layer.kind)
        })
    }

    /// Whether a workspace stands at `to` with something in it that is not here, or any other file.
    ///
    /// # Errors
    /// If it is this very workspace.
    pub(super) fn copy_in_the_way(&self, to: &Path) -> Result<Option<Standing>, SessionError> {
        let standing = self.in_the_way(to, None)?;
        Ok(standing.filter(|_| !self.is_own_copy(to)))
    }

    fn is_own_copy(&self, to: &Path) -> bool {
        if !is_workspace(to) {
            return false;
        }
        let read = || -> Result<bool, StoreError> {
            let copy = Store::open_to_read(to)?;
            let (records, outcome) = copy.records();
            outcome?;
            let drafts = copy.drafts()?;
            Ok(copy.settings()?.get(WORKSPACE_ID) == self.settings.get(WORKSPACE_ID)
                && records.iter().all(|record| self.ledger.contains(&record.hash))
                && drafts.iter().all(|draft| self.drafts.iter().any(|own| own.id == draft.id)))
        };
        read().unwrap_or(false)
    }
}
