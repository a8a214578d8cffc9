//! Opening a workspace: its records are folded, its layers read, its chain gone on with.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::chain::{ChainMemory, chain_to_write};
use super::day_list::lists_of;
use super::departure::{ToHandIn, departures_of};
use super::guarding::guarded_of;
use super::layer_text::layer_bytes;
use super::layer_view::LoadedLayer;
use super::own_rules::{own_kinds, with_own_rules};
use super::people::People;
use super::personal::personal_of;
use super::recent::CONTINUES;
use super::said_before::SaidBefore;
use super::{Draft, IdSource, RandomIds, Session, SessionError, Snapshot};
use crate::formats::Progress;
use crate::model::{FeatureKey, Layer, Stamp};
use crate::plan::{Ledger, Record, Rulebook};
use crate::store::{Access, Store, StoreError, StoredRecord};

/// The settings the session keeps for itself.
pub(super) const WORKSPACE_ID: &str = "yice.workspace_id";
pub(super) const SYNTHETIC: &str = "yice.synthetic";

/// How to open a workspace.
pub struct Opening {
    pub path: PathBuf,
    pub access: Access,
    /// Where the platform keeps a program's data: remembers how far this workspace's chain had got.
    pub data_dir: Option<PathBuf>,
    /// A person chose it: it is the one used last from now on.
    pub chosen: bool,
    /// The workspace that this one is a copy of, where the work goes on here.
    pub continues: Option<PathBuf>,
    pub ids: Box<dyn IdSource>,
    pub rulebook: Arc<Rulebook>,
    /// The program's name and version: a newer file tells an older program who wrote it.
    pub program: String,
}

impl Opening {
    /// To write, with random ids and the built-in rulebook, remembering nothing outside the file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            access: Access::Write,
            data_dir: None,
            chosen: true,
            continues: None,
            ids: Box::new(RandomIds),
            rulebook: Rulebook::shared(),
            program: concat!("Yice ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// To read, also while another program writes.
    pub fn to_read(path: impl Into<PathBuf>) -> Self {
        Self { access: Access::Read, ..Self::new(path) }
    }

    /// Nobody chose it: it opens in the place of one that is not there, and is not the one used last by that.
    pub fn in_place_of_another(self) -> Self {
        Self { chosen: false, ..self }
    }

    /// It is a copy of that one, made because its disk was full or away: the work goes on here.
    pub fn going_on_from(self, old: &Path) -> Self {
        let old = std::path::absolute(old).unwrap_or_else(|_| old.to_owned());
        Self { continues: Some(old), ..self }
    }

    pub fn data_dir(self, data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: Some(data_dir.into()), ..self }
    }

    pub fn ids(self, ids: impl IdSource + 'static) -> Self {
        Self { ids: Box::new(ids), ..self }
    }
}

/// Who follows a long piece of work.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Told how much of how much is done; answers whether to go on.
    pub progress: Progress<'a>,
    /// Shown what stands so far.
    pub publish: &'a dyn Fn(Arc<Snapshot>),
    /// Shown what there is of a layer that is still being read.
    pub grown: &'a (dyn Fn(Arc<Layer>) + Sync),
}

impl Watch<'_> {
    /// Nobody follows, and nobody stops it.
    pub const NOBODY: Watch<'static> =
        Watch { progress: &|_, _| ControlFlow::Continue(()), publish: &|_| {}, grown: &|_| {} };
}

/// The workspace that opens when none is named. Demonstrations have one of their own.
pub fn default_workspace(data_dir: &Path, synthetic: bool) -> PathBuf {
    data_dir.join(if synthetic { "demonstration.yice" } else { "workspace.yice" })
}

/// Whether a workspace is the one for demonstrations, or the one for real data; `None` of any other.
fn made_for_synthetic(path: &Path, data_dir: Option<&PathBuf>) -> Option<bool> {
    let settled = |path: &Path| std::path::absolute(path).ok();
    let is_default = |synthetic: &bool| {
        data_dir.is_some_and(|dir| settled(&default_workspace(dir, *synthetic)) == settled(path))
    };
    [true, false].into_iter().find(is_default)
}

/// What a workspace is called; `None` for the one that opens when none is named.
pub fn workspace_name(path: &Path) -> Option<String> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    (name != "workspace").then_some(name)
}

impl Session {
    /// Opens a workspace that is there.
    ///
    /// # Errors
    /// If there is none, another program is writing to it, or it is no workspace this program knows.
    pub fn open(opening: Opening, now: &Stamp) -> Result<Self, SessionError> {
        Self::open_watched(opening, now, Watch::NOBODY)
    }

    /// Opens a workspace that is there, or makes it.
    ///
    /// # Errors
    /// As [`Session::open`] and [`Session::create`].
    pub fn open_or_create(opening: Opening, now: &Stamp) -> Result<Self, SessionError> {
        Self::open_or_create_watched(opening, now, Watch::NOBODY)
    }

    /// [`Session::open_or_create`], followed by somebody.
    ///
    /// # Errors
    /// As those, or if it was stopped.
    pub fn open_or_create_watched(
        opening: Opening,
        now: &Stamp,
        watch: Watch<'_>,
    ) -> Result<Self, SessionError> {
        // A file of no bytes is what a killed first start leaves: nothing is lost by beginning again.
        let is_there = opening.path.metadata().is_ok_and(|file| file.len() > 0);
        match is_there || opening.access == Access::Read {
            true => Self::open_watched(opening, now, watch),
            false => Self::create(opening, now),
        }
    }

    /// Makes a new workspace.
    ///
    /// # Errors
    /// If a file is there already, or none can be made.
    pub fn create(opening: Opening, now: &Stamp) -> Result<Self, SessionError> {
        let store = Store::create(&opening.path)?;
        Self::start(store, opening, now, Watch::NOBODY)
    }

    /// [`Session::open`], followed by somebody.
    ///
    /// # Errors
    /// As [`Session::open`], or if it was stopped.
    pub fn open_watched(
        opening: Opening,
        now: &Stamp,
        watch: Watch<'_>,
    ) -> Result<Self, SessionError> {
        let store = match opening.access {
            Access::Write => Store::open(&opening.path)?,
            Access::Read => Store::open_to_read(&opening.path)?,
        };
        Self::start(store, opening, now, watch)
    }

    fn start(
        store: Store,
        mut opening: Opening,
        now: &Stamp,
        watch: Watch<'_>,
    ) -> Result<Self, SessionError> {
        let own = opening.data_dir.as_ref().map(|it| with_own_rules(&opening.rulebook, it));
        let (rulebook, rule_issues) = own.unwrap_or((opening.rulebook, Vec::new()));
        let mut damage = store.damage().to_vec();
        let mut settings = or_damage(store.settings(), &mut damage)?;
        let is_new = store.access() == Access::Write && !settings.contains_key(WORKSPACE_ID);
        if is_new {
            settings.insert(WORKSPACE_ID.to_owned(), opening.ids.next_id());
        }
        let mut fresh: Vec<&str> = is_new.then_some(WORKSPACE_ID).into_iter().collect();
        if let Some(old) = opening.continues.filter(|_| store.access() == Access::Write) {
            settings.insert(CONTINUES.to_owned(), old.to_string_lossy().into_owned());
            fresh.push(CONTINUES);
        }
        let (stored, outcome) = store.records();
        or_damage(outcome, &mut damage)?;
        let records = parse_stored(stored, &mut damage);
        let mut ledger = Ledger::new(Arc::clone(&rulebook));
        ledger.extend(records);
        ledger.set_guarded(guarded_of(or_damage(store.proposals(), &mut damage)?));

        let memory =
            opening.data_dir.as_ref().zip(settings.get(WORKSPACE_ID)).map(
                |(data_dir, workspace_id)| ChainMemory::new(data_dir, workspace_id, store.path()),
            );
        let found = or_damage(store.chain_end(), &mut damage)?;
        let chain = chain_to_write(found, memory.as_ref(), opening.ids.as_mut());
        let files = or_damage(store.files(), &mut damage)?;
        let held = or_damage(store.held(), &mut damage)?;
        let drafts = or_damage(store.drafts(), &mut damage)?;
        let kept = or_damage(store.kept_features(), &mut damage)?;
        let layer_rows = or_damage(store.layers(), &mut damage)?;
        let personal = personal_of(or_damage(store.personal(), &mut damage)?);
        let days = lists_of(or_damage(store.day_lists(), &mut damage)?);
        let departures = departures_of(or_damage(store.departures(), &mut damage)?);
        let to_hand_in = ToHandIn::of(&ledger, &departures);
        let people = People::of(ledger.records(), opening.data_dir.as_deref());

        let today = now.day();
        let workspace = store.path().to_owned();
        let made_for_synthetic = made_for_synthetic(&workspace, opening.data_dir.as_ref());
        let mut session = Self {
            snapshot: Arc::new(Snapshot::empty(workspace, rulebook, today)),
            store,
            ids: opening.ids,
            ledger,
            layers: Vec::new(),
            found: Vec::new(),
            kept,
            own_places: Arc::default(),
            files: files.into_iter().map(|file| (file.hash, file.ext)).collect(),
            held: Arc::new(held.iter().map(crate::plan::Hash::to_string).collect()),
            drafts: Arc::new(drafts.into_iter().map(Draft::from).collect()),
            unstored: Arc::default(),
            settings: Arc::new(settings),
            chain,
            memory,
            deeds: Vec::new(),
            damage,
            rule_issues: Arc::new(rule_issues),
            personal,
            days: Arc::new(days),
            departures: Arc::new(departures),
            to_hand_in,
            people,
            made_for_synthetic,
            today,
        };
        session.publish_all();
        (watch.publish)(session.snapshot());
        let mut is_whole = session.damage.is_empty();
        for row in layer_rows {
            is_whole &= session.load_layer(row, watch)?;
            session.publish_all();
            (watch.publish)(session.snapshot());
        }
        if session.store.access() == Access::Write {
            session.begin_writing(is_whole, &fresh, now, &opening.program)?;
        }
        Ok(session)
    }

    /// Only a file that was found whole is written into: the `fresh` settings first.
    fn begin_writing(
        &mut self,
        is_whole: bool,
        fresh: &[&str],
        now: &Stamp,
        program: &str,
    ) -> Result<(), SessionError> {
        if !is_whole {
            self.store.give_up_writing()?;
            self.publish();
            return Ok(());
        }
        self.store.sit_down(now.as_str(), program)?;
        for name in fresh {
            if let Some(value) = self.settings.get(*name) {
                self.store.write(|writing| writing.put_setting(name, value))?;
            }
        }
        self.let_go_of_held()
    }

    /// Reads a layer's text; `false` where the file no longer has it. A text that is there and that this program
    /// cannot read is told about as well, and no damage of the file.
    fn load_layer(
        &mut self,
        row: crate::store::LayerRow,
        watch: Watch<'_>,
    ) -> Result<bool, SessionError> {
        let name = row.file_name.clone();
        let known_damage = self.damage.len();
        let content = or_damage(layer_bytes(&self.store, &row), &mut self.damage)?;
        let Some(content) = content else {
            self.damage.push(format!("the text of the layer {name} is not there"));
            return Ok(false);
        };
        let given = or_damage(self.store.feature_keys(row.id), &mut self.damage)?;
        let is_whole = self.damage.len() == known_damage;
        let given: HashMap<usize, FeatureKey> = given
            .into_iter()
            .filter_map(|(idx, key)| Some((idx, FeatureKey::parse(&key)?)))
            .collect();
        let said = SaidBefore::of(&self.settings, row.id);
        let own_kinds = own_kinds(self.ledger.rulebook());
        match LoadedLayer::read(row, content, given, &said, &own_kinds, watch) {
            Ok(mut loaded) => {
                loaded.match_keys(&self.known_keys(), &self.ledger);
                self.add_loaded(loaded);
            }
            Err(refused) if refused.cancelled => return Err(SessionError::Cancelled),
            Err(refused) => self.damage.push(format!("the layer {name} does not read: {refused}")),
        }
        Ok(is_whole)
    }

    /// Every key under which something is recorded.
    pub(super) fn known_keys(&self) -> HashSet<FeatureKey> {
        self.ledger
            .records()
            .filter_map(|record| record.feature.clone())
            .chain(
                self.ledger
                    .plans()
                    .all_recorded()
                    .flat_map(|(_, state)| state.also.iter().cloned()),
            )
            .collect()
    }
}

/// Takes what a damaged file still gives; any other failure is one.
fn or_damage<T: Default>(
    read: Result<T, StoreError>,
    damage: &mut Vec<String>,
) -> Result<T, SessionError> {
    match read {
        Err(error) if error.is_damage() => {
            damage.push(error.to_string());
            Ok(T::default())
        }
        other => Ok(other?),
    }
}

fn parse_stored(stored: Vec<StoredRecord>, damage: &mut Vec<String>) -> Vec<Arc<Record>> {
    let parsed: Vec<Result<Record, String>> = stored
        .par_iter()
        .map(|stored| {
            let record = Record::parse(&stored.text)
                .map_err(|error| format!("record {}: {error}", stored.hash))?;
            if record.hash == stored.hash {
                Ok(record)
            } else {
                Err(format!("record {}: its text has changed in the file", stored.hash))
            }
        })
        .collect();
    let mut records = Vec::with_capacity(parsed.len());
    for outcome in parsed {
        match outcome {
            Ok(record) => records.push(Arc::new(record)),
            Err(problem) => damage.push(problem),
        }
    }
    records
}

/// Values by name.
pub(super) type Settings = BTreeMap<String, String>;
