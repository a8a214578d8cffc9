//! The session itself: what it holds, how it answers commands, and the snapshot it shows.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::chain::ChainMemory;
use super::departure::ToHandIn;
use super::far_off::far_off;
use super::layer_view::LoadedLayer;
use super::names::recorded_name;
use super::opening::{SYNTHETIC, Settings, Watch};
use super::people::People;
use super::undo::Deed;
use super::{
    Command, DayLists, Departures, Draft, IdSource, LayerView, Outcome, Places, SessionError,
    Snapshot,
};
use crate::model::{Day, FeatureKey, Stamp};
use crate::plan::{Actor, FeatureState, Hash, Ledger, Record};
use crate::store::{Access, ChainEnd, KeptFeature, Store, StoreError};

/// An open workspace and everything known of it. The one writer.
pub struct Session {
    pub(super) store: Store,
    pub(super) ids: Box<dyn IdSource>,
    pub(super) ledger: Ledger,
    pub(super) layers: Vec<LoadedLayer>,
    /// Layers made of features that were found by people or have vanished from their file.
    pub(super) found: Vec<super::found::FoundLayer>,
    pub(super) kept: Vec<KeptFeature>,
    /// Where the features of files' layers stand.
    pub(super) own_places: Arc<Places>,
    /// Photos and documents that are here, with their endings.
    pub(super) files: BTreeMap<Hash, String>,
    /// The SHA-256 of pictures that wait to be filed and are here, in hexadecimal digits.
    pub(super) held: Arc<BTreeSet<String>>,
    pub(super) drafts: Arc<Vec<Draft>>,
    /// Drafts that are in memory only: the disk has not taken them yet.
    pub(super) unstored: Arc<BTreeSet<String>>,
    pub(super) settings: Arc<Settings>,
    pub(super) chain: ChainEnd,
    pub(super) memory: Option<ChainMemory>,
    /// What was recorded since the workspace was opened: undo goes back no further.
    pub(super) deeds: Vec<Deed>,
    pub(super) damage: Vec<String>,
    pub(super) rule_issues: Arc<Vec<crate::model::ReadIssue>>,
    pub(super) personal: super::personal::Personal,
    pub(super) days: Arc<DayLists>,
    pub(super) departures: Arc<Departures>,
    pub(super) to_hand_in: ToHandIn,
    pub(super) people: People,
    /// Of the two workspaces that open by themselves: whether it is the one for invented data.
    pub(super) made_for_synthetic: Option<bool>,
    /// The day by the clock.
    pub(super) today: Day,
    pub(super) snapshot: Arc<Snapshot>,
}

impl Session {
    /// Does what a command asks. When this returns `Ok`, it is on the disk.
    ///
    /// # Errors
    /// If the workspace or a file cannot be read or written. A refusal by the rules is an [`Outcome`].
    pub fn apply(
        &mut self,
        command: Command,
        now: &Stamp,
        actor: &Actor,
    ) -> Result<Outcome, SessionError> {
        self.apply_watched(command, now, actor, Watch::NOBODY)
    }

    /// [`Session::apply`], followed by somebody who may stop it.
    ///
    /// # Errors
    /// As [`Session::apply`], or if it was stopped: then nothing of the file at hand was changed.
    pub fn apply_watched(
        &mut self,
        command: Command,
        now: &Stamp,
        actor: &Actor,
        watch: Watch<'_>,
    ) -> Result<Outcome, SessionError> {
        self.today = now.day();
        let again = command.clone();
        let typed = Draft::saved_by(&command).cloned();
        // A copy or an export goes to a disk of its own.
        let is_for_here = !matches!(
            command,
            Command::Export(_) | Command::SaveCopy { .. } | Command::BackUp { .. }
        );
        let mut outcome = self.obey(command, now, actor, watch);
        // A stick that was pulled out and is back: what was asked for is done after all.
        if outcome.as_ref().is_err_and(SessionError::is_away) {
            outcome = match self.store.reconnect() {
                Ok(()) => self.obey(again, now, actor, watch),
                Err(_) => Err(StoreError::Away(self.store.path().to_owned()).into()),
            };
        }
        self.keep_drafts_safe(typed, outcome.is_ok());
        self.publish();
        match is_for_here {
            true => outcome.map_err(|error| error.measured(self.store.path())),
            false => outcome,
        }
    }

    fn obey(
        &mut self,
        command: Command,
        now: &Stamp,
        actor: &Actor,
        watch: Watch<'_>,
    ) -> Result<Outcome, SessionError> {
        match command {
            Command::Import(import) => self.import(&import, now, watch),
            Command::AdoptFiles { folder } => self.adopt_files(&folder, now),
            Command::Record(act) => self.record(act, None, now, actor),
            Command::RecordAll(acts) => self.record_all(acts, None, now, actor),
            Command::RecordFrom { recording, after } => {
                self.record_from(recording, after, now, actor)
            }
            Command::Rehearse(acts) => self.rehearse(acts, now, actor),
            Command::AdoptLayer { layer } => self.adopt_layer(layer, now, actor),
            Command::PreviewAdoption { layer } => self.preview_adoption(layer),
            Command::Undo => self.undo(now, actor),
            Command::Redo => self.redo(now, actor),
            Command::Withdraw { record, note } => self.withdraw(&[record], &note, now, actor),
            Command::TakeBack { records, note } => self.withdraw(&records, &note, now, actor),
            Command::SetLayerKind { layer, kind } => {
                self.reread_layer(layer, now, watch, |row| row.kind = Some(kind.code().to_owned()))
            }
            Command::SetLayerDatum { layer, datum } => {
                self.reread_layer(layer, now, watch, |row| row.datum = datum)
            }
            Command::AttachKey { layer, feature_idx, key } => {
                self.attach_key(layer, feature_idx, key)
            }
            Command::RemoveLayer { layer } => self.remove_layer(layer),
            Command::SaveDraft(draft) => self.save_draft(draft),
            Command::Hold { sha256, bytes } => self.hold(sha256, &bytes, now),
            Command::DropDraft { id } => self.drop_draft(id),
            Command::SetSetting { name, value } => self.set_setting(&name, &value),
            Command::Export(export) => self.export(&export, now, watch),
            Command::PreviewWriteBack(export) => self.preview_write_back(&export),
            Command::SaveCopy { to, overwrite } => self.save_copy(to, overwrite),
            Command::BackUp { folder } => self.back_up(&folder, now),
            Command::Freeze { as_of, note } => self.freeze(as_of, note, now, actor),
            Command::ChangeDay { day, change } => self.change_day(day, change, now),
            Command::Refresh => Ok(Outcome::Done),
        }
    }

    /// The workspace as it stands.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// Records, oldest first: of one feature, or all.
    pub fn records(&self, feature: Option<&FeatureKey>) -> Vec<Arc<Record>> {
        let mut records: Vec<Arc<Record>> = match feature {
            Some(key) => {
                let state = self.ledger.state(key);
                state.entries.iter().map(|entry| Arc::clone(&entry.record)).collect()
            }
            None => self.ledger.records().cloned().collect(),
        };
        if feature.is_none() {
            // Of one act all have the same time: there the chain says which came first.
            records.sort_by(|a, b| {
                let place = |record: &Record| (record.at.instant(), record.seq, record.hash);
                (place(a), &a.chain).cmp(&(place(b), &b.chain))
            });
        }
        records
    }

    /// Where a feature stands, by any of its keys.
    pub fn state(&self, feature: &FeatureKey) -> Arc<FeatureState> {
        self.ledger.state(feature)
    }

    /// The bytes of a photo or document; `None` if they are not here.
    ///
    /// # Errors
    /// If they are here and do not read.
    pub fn file_bytes(&self, sha256: Hash) -> Result<Option<Vec<u8>>, SessionError> {
        Ok(self.store.content(sha256)?)
    }

    fn set_setting(&mut self, name: &str, value: &str) -> Result<Outcome, SessionError> {
        self.store.write(|writing| writing.put_setting(name, value))?;
        Arc::make_mut(&mut self.settings).insert(name.to_owned(), value.to_owned());
        Ok(Outcome::Done)
    }

    pub(super) fn is_synthetic(&self) -> bool {
        self.made_for_synthetic == Some(true)
            || self.settings.get(SYNTHETIC).is_some_and(|value| value == "true")
    }

    pub(super) fn layer_idx(&self, layer: u64) -> Result<usize, SessionError> {
        let found = self.layers.iter().position(|loaded| loaded.id() == layer);
        found.ok_or(SessionError::NoLayer(layer))
    }

    /// Takes a layer that was read into memory and lets the ledger know what its features state.
    pub(super) fn add_loaded(&mut self, loaded: LoadedLayer) {
        self.ledger.set_baselines(loaded.baselines(self.ledger.rulebook()));
        match self.layer_idx(loaded.id()) {
            Ok(layer_idx) => self.layers[layer_idx] = loaded,
            Err(_) => self.layers.push(loaded),
        }
    }

    /// Brings layers in line with records that have come: keys that became one, shapes that moved, names that changed.
    pub(super) fn follow_records(&mut self, changed: &std::collections::BTreeSet<FeatureKey>) {
        let renamed: HashSet<&FeatureKey> =
            changed.iter().filter(|key| self.ledger.main_key(key) != *key).collect();
        let plans = Arc::clone(self.ledger.plans());
        let may_move = |key: &FeatureKey| {
            plans.recorded(key).is_some_and(|state| state.geometry.is_some())
                || self.snapshot.plans.recorded(key).is_some_and(|it| it.geometry.is_some())
        };
        let has_moved = changed.iter().any(may_move);
        let has_new_name = changed.iter().any(|key| {
            recorded_name(plans.recorded(key)) != recorded_name(self.snapshot.plans.recorded(key))
        });
        let known = (!renamed.is_empty()).then(|| self.known_keys());
        for loaded in &mut self.layers {
            if let Some(known) = &known
                && loaded.view.rows.iter().any(|row| renamed.contains(&row.key))
            {
                loaded.match_keys(known, &self.ledger);
            }
            if has_moved || known.is_some() {
                loaded.follow_moves(&plans);
            }
            if has_new_name {
                loaded.follow_names(&plans);
            }
        }
    }

    /// Rebuilds all that depends on layers and records, then the snapshot.
    pub(super) fn publish_all(&mut self) {
        let plans = Arc::clone(self.ledger.plans());
        for loaded in &mut self.layers {
            loaded.follow_moves(&plans);
            loaded.follow_names(&plans);
        }
        self.publish();
    }

    fn own_views(&self) -> Vec<Arc<LayerView>> {
        self.layers.iter().map(|loaded| Arc::clone(&loaded.view)).collect()
    }

    /// Makes a snapshot of what stands.
    pub(super) fn publish(&mut self) {
        let mut own = self.own_views();
        let old_own = self.snapshot.layers.iter().filter(|view| !view.found);
        let is_as_before = own.len() == old_own.clone().count()
            && old_own.zip(&own).all(|(old, new)| Arc::ptr_eq(&old.rows, &new.rows));
        if !is_as_before {
            self.own_places = Arc::new(self.own_places.following(&own));
            self.doubt_datums();
            own = self.own_views();
        }
        let own_places = Arc::clone(&self.own_places);
        self.refresh_found(&own_places);
        let mut layers = own;
        layers.extend(self.found.iter().map(|found| Arc::clone(&found.view)));
        let old = &self.snapshot;
        let same_layers = old.layers.len() == layers.len()
            && old.layers.iter().zip(&layers).all(|(a, b)| Arc::ptr_eq(&a.rows, &b.rows));
        let places = match (same_layers, self.found.is_empty()) {
            (true, _) => Arc::clone(&old.places),
            (false, true) => own_places,
            (false, false) => Arc::new(own_places.following(&layers)),
        };
        let photos = match old.photos.len() == self.files.len() {
            true => Arc::clone(&old.photos),
            false => Arc::new(self.files.keys().map(Hash::to_string).collect()),
        };
        let loose = match self.ledger.records_of_none() {
            same if same.len() == old.loose.len()
                && same.iter().zip(old.loose.iter()).all(|(a, b)| Arc::ptr_eq(a, b)) =>
            {
                Arc::clone(&old.loose)
            }
            grown => Arc::new(grown.to_vec()),
        };
        let far_off = match same_layers {
            true => old.far_off,
            false => far_off(&layers),
        };
        let story_day = super::snapshot::story_day(&layers, self.is_synthetic());
        self.snapshot = Arc::new(Snapshot {
            workspace: self.store.path().to_owned(),
            read_only: self.store.access() == Access::Read,
            evening: None,
            damage: Arc::new(self.damage.clone()),
            rule_issues: Arc::clone(&self.rule_issues),
            synthetic: self.is_synthetic(),
            rulebook: Arc::clone(self.ledger.rulebook()),
            layers,
            far_off,
            places,
            plans: self.plans_to_show(),
            loose,
            drafts: Arc::clone(&self.drafts),
            unstored: Arc::clone(&self.unstored),
            settings: Arc::clone(&self.settings),
            photos,
            held: Arc::clone(&self.held),
            days: Arc::clone(&self.days),
            departures: Arc::clone(&self.departures),
            unsent: self.to_hand_in.count(),
            people: self.people.known(),
            today: story_day.unwrap_or(self.today),
            clock_day: self.today,
        });
    }
}
