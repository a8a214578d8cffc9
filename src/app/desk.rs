//! What the screen is given each frame: the latest snapshot, the time, the jobs, the tray for what it asks.

use std::path::PathBuf;
use std::sync::Arc;

use super::clock;
use crate::map::MapTheme;
use crate::model::Stamp;
use crate::plan::{Actor, Rulebook};
use crate::session::Snapshot;
use crate::ui::{Job, OUTDOOR, Outbox, Palette, UiCtx, ViewState, Words, let_go};

pub struct Desk {
    snapshot: Arc<Snapshot>,
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
        let rulebook = Arc::new(Rulebook::built_in());
        Self {
            snapshot: Arc::new(Snapshot::empty(workspace, rulebook, now.day())),
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

    /// Takes a newer snapshot. What panels work out of it is worked out anew only if it differs in what they read:
    /// drafts and settings come several times a minute while somebody types.
    pub fn take(&mut self, snapshot: Arc<Snapshot>) {
        let (old, new) = (&self.snapshot, &snapshot);
        let same_layers = old.layers.len() == new.layers.len()
            && old.layers.iter().zip(&new.layers).all(|(old, new)| Arc::ptr_eq(old, new));
        let same = same_layers
            && Arc::ptr_eq(&old.plans, &new.plans)
            && Arc::ptr_eq(&old.photos, &new.photos)
            && old.today == new.today
            && old.read_only == new.read_only;
        if !same {
            self.snapshot_no += 1;
        }
        let old = std::mem::replace(&mut self.snapshot, snapshot);
        if !same_layers {
            let_go(old);
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
