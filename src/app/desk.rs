//! What the screen is given each frame: the latest snapshot, the time, the jobs, the tray for what it asks.

use std::path::PathBuf;
use std::sync::Arc;

use super::{clock, give_back};
use crate::map::MapTheme;
use crate::model::Stamp;
use crate::plan::{Actor, Rulebook};
use crate::session::{Evening, Snapshot};
use crate::ui::{Job, OUTDOOR, Outbox, Palette, UiCtx, ViewState, Words, let_go};

pub struct Desk {
    /// What the screen shows: the present, or a past evening.
    snapshot: Arc<Snapshot>,
    /// The workspace as it stands.
    present: Arc<Snapshot>,
    /// The snapshot that the evening shown was seen from.
    seen_from: Option<Arc<Snapshot>>,
    snapshot_no: u64,
    pub outbox: Outbox,
    pub jobs: Vec<Job>,
    pub saved_at: Option<Stamp>,
    now: Stamp,
    light: MapTheme,
    dark: MapTheme,
    outdoor: MapTheme,
}

impl Desk {
    pub fn new(workspace: PathBuf) -> Self {
        let now = clock::now();
        let rulebook = Rulebook::shared();
        let empty = Arc::new(Snapshot::empty(workspace, rulebook, now.day()));
        Self {
            snapshot: Arc::clone(&empty),
            present: empty,
            seen_from: None,
            snapshot_no: 0,
            outbox: Outbox::default(),
            jobs: Vec::new(),
            saved_at: None,
            now,
            light: MapTheme::light(),
            dark: MapTheme::dark(),
            outdoor: MapTheme::outdoor(),
        }
    }

    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The snapshot, for a thread to look at.
    pub fn shared_snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    pub fn now(&self) -> &Stamp {
        &self.now
    }

    pub fn tick(&mut self) {
        self.now = clock::now();
    }

    /// The workspace as it stands, whatever the screen shows.
    pub fn present(&self) -> Arc<Snapshot> {
        Arc::clone(&self.present)
    }

    /// Takes a newer snapshot. While a past evening is shown, that stays; what is only about looking is news there too.
    pub fn take(&mut self, snapshot: Arc<Snapshot>) {
        self.present = Arc::clone(&snapshot);
        match &self.seen_from {
            None => self.show(snapshot),
            Some(seen_from) if reads_the_same(seen_from, &snapshot) => {
                let evening = Arc::new(self.snapshot.with_desk_of(&snapshot));
                self.seen_from = Some(snapshot);
                self.show(evening);
            }
            Some(_) => {}
        }
    }

    /// Whether the screen shows an evening, as it is seen from the present.
    pub fn shows(&self, evening: Evening) -> bool {
        let is_up_to_date = |from: &Arc<Snapshot>| Arc::ptr_eq(from, &self.present);
        self.snapshot.evening == Some(evening) && self.seen_from.as_ref().is_some_and(is_up_to_date)
    }

    pub fn show_evening(&mut self, evening: Evening, seen_from: Arc<Snapshot>, then: Snapshot) {
        debug_assert_eq!(then.evening, Some(evening), "it is the evening that was asked for");
        self.seen_from = Some(seen_from);
        self.show(Arc::new(then));
    }

    pub fn show_present(&mut self) {
        if self.seen_from.take().is_some() {
            self.show(Arc::clone(&self.present));
        }
    }

    /// What panels work out of it is worked out anew only if it differs in what they read: drafts and settings come
    /// several times a minute while somebody types.
    fn show(&mut self, snapshot: Arc<Snapshot>) {
        if !reads_the_same(&self.snapshot, &snapshot) {
            self.snapshot_no += 1;
        }
        let same_layers = has_same_layers(&self.snapshot, &snapshot);
        let old = std::mem::replace(&mut self.snapshot, snapshot);
        if !same_layers {
            let stays = |id: u64| self.snapshot.layers.iter().any(|layer| layer.id == id);
            let is_one_gone = old.layers.iter().any(|layer| !stays(layer.id));
            let_go(old);
            if is_one_gone {
                give_back::soon();
            }
        }
    }

    /// What panels are given.
    pub fn ctx<'a>(
        &'a self,
        view: &ViewState,
        theme: egui::Theme,
        actor: Option<&'a Actor>,
        unanswered: usize,
    ) -> UiCtx<'a> {
        UiCtx {
            snapshot: &self.snapshot,
            snapshot_no: self.snapshot_no,
            words: Words::of(view.lang),
            palette: match view.outdoor {
                true => &OUTDOOR,
                false => Palette::of(theme),
            },
            map_theme: match theme {
                _ if view.outdoor => &self.outdoor,
                egui::Theme::Dark => &self.dark,
                egui::Theme::Light => &self.light,
            },
            now: &self.now,
            actor,
            outbox: &self.outbox,
            jobs: &self.jobs,
            saved_at: self.saved_at.as_ref(),
            unanswered,
        }
    }
}

/// Whether panels would show the same of both.
fn reads_the_same(old: &Snapshot, new: &Snapshot) -> bool {
    has_same_layers(old, new)
        && Arc::ptr_eq(&old.plans, &new.plans)
        && Arc::ptr_eq(&old.photos, &new.photos)
        && Arc::ptr_eq(&old.loose, &new.loose)
        && Arc::ptr_eq(&old.departures, &new.departures)
        && old.today == new.today
        && old.read_only == new.read_only
        && old.evening == new.evening
}

fn has_same_layers(old: &Snapshot, new: &Snapshot) -> bool {
    old.layers.len() == new.layers.len()
        && old.layers.iter().zip(&new.layers).all(|(old, new)| Arc::ptr_eq(old, new))
}
