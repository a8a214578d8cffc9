//! The prepared geometry of all layers of an input, and who prepares it: a thread of its own, or the frame itself.
//!
//! A layer is prepared again only when its file's shapes are others; a moved feature has its own small piece.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Weak};

use super::input::{MapInput, MapLayer, Redrawn, is_same};
use super::prepare::PreparedLayer;
use super::projection::{World, lon_lat_from_world};
use super::scene::{SceneLayer, bounds};
use crate::model::{Bbox, Layer};

/// What is prepared, by layer number.
#[derive(Debug, Default)]
pub struct PreparedSet {
    entries: BTreeMap<u64, Entry>,
    worker: Option<Worker>,
    /// Goes up whenever something new has been prepared.
    generation: u64,
}

#[derive(Debug)]
struct Entry {
    /// What was asked for last. Compared by address.
    wanted: Arc<Layer>,
    is_ready: bool,
    /// The newest that is there, perhaps of an older file.
    prepared: Arc<PreparedLayer>,
    redrawn_of: Arc<Vec<Redrawn>>,
    redrawn: Arc<PreparedLayer>,
    replaced: Arc<BTreeSet<u32>>,
}

/// A layer with all that is prepared of it, to be held by another thread.
#[derive(Clone, Debug)]
pub struct HeldLayer {
    map: MapLayer,
    prepared: Arc<PreparedLayer>,
    redrawn: Arc<PreparedLayer>,
    replaced: Arc<BTreeSet<u32>>,
}

impl HeldLayer {
    pub fn scene_layer(&self) -> SceneLayer<'_> {
        let Self { map, prepared, redrawn, replaced } = self;
        SceneLayer { map, prepared, redrawn, replaced }
    }
}

/// A thread that prepares layers one after another, and refines them when none waits.
#[derive(Debug)]
struct Worker {
    jobs: Sender<(u64, Arc<Layer>, Wake)>,
    done: Receiver<(u64, Arc<Layer>, Arc<PreparedLayer>)>,
}

/// Called on the worker's thread when a layer is ready.
struct Wake(Box<dyn Fn() + Send>);

impl PreparedSet {
    /// Prepares everything on the spot.
    pub fn of(input: &MapInput) -> Self {
        let mut all = Self::default();
        all.prepare_now(input);
        all
    }

    /// Prepares on a thread of its own. Where no thread can be had, [`PreparedSet::update`] prepares itself.
    pub fn threaded() -> Self {
        let (jobs, waiting) = channel::<(u64, Arc<Layer>, Wake)>();
        let (finished, done) = channel();
        let work = move || {
            // Ready, and to be refined when no other layer waits.
            let mut coarse: Vec<Weak<PreparedLayer>> = Vec::new();
            loop {
                let job = match waiting.try_recv() {
                    Err(TryRecvError::Empty) => {
                        if let Some(prepared) = coarse.pop() {
                            // One that was removed meanwhile needs nothing more.
                            prepared.upgrade().inspect(|prepared| prepared.refine());
                            continue;
                        }
                        waiting.recv().ok()
                    }
                    job => job.ok(),
                };
                let Some((id, layer, wake)) = job else { return };
                let prepared = Arc::new(PreparedLayer::new(&layer));
                coarse.push(Arc::downgrade(&prepared));
                if finished.send((id, layer, prepared)).is_err() {
                    return;
                }
                (wake.0)();
            }
        };
        let thread = std::thread::Builder::new().name("map prepare".to_owned()).spawn(work);
        let worker = thread.ok().map(|_| Worker { jobs, done });
        Self { worker, ..Self::default() }
    }

    /// Takes in what is ready and asks for what is not; `wake` is called for each layer that becomes ready later.
    pub fn update(&mut self, input: &MapInput, wake: impl Fn() + Send + Clone + 'static) {
        if self.worker.is_none() {
            self.prepare_now(input);
            return;
        }
        self.keep_only(input);
        if let Some(worker) = &self.worker {
            while let Ok((id, layer, prepared)) = worker.done.try_recv() {
                if let Some(entry) = self.entries.get_mut(&id) {
                    entry.is_ready |= Arc::ptr_eq(&entry.wanted, &layer);
                    entry.prepared = prepared;
                    self.generation += 1;
                }
            }
        }
        for layer in &input.layers {
            if !self.wants(layer) {
                continue;
            }
            let prepared =
                self.entries.remove(&layer.id).map(|entry| entry.prepared).unwrap_or_default();
            self.put(layer, prepared, false);
            let job = (layer.id, layer.layer.clone(), Wake(Box::new(wake.clone())));
            let is_sent = self.worker.as_ref().is_some_and(|worker| worker.jobs.send(job).is_ok());
            if !is_sent {
                self.put(layer, Arc::new(PreparedLayer::new(&layer.layer)), true);
            }
        }
        self.update_redrawn(input);
    }

    fn prepare_now(&mut self, input: &MapInput) {
        self.keep_only(input);
        for layer in &input.layers {
            if self.wants(layer) {
                self.put(layer, Arc::new(PreparedLayer::new(&layer.layer)), true);
            }
        }
        self.update_redrawn(input);
    }

    /// Makes the finest copies on the spot, which a worker makes when it has nothing else to do.
    pub fn refine(&self) {
        for entry in self.entries.values() {
            entry.prepared.refine();
        }
    }

    fn wants(&self, layer: &MapLayer) -> bool {
        let entry = self.entries.get(&layer.id);
        entry.is_none_or(|entry| !Arc::ptr_eq(&entry.wanted, &layer.layer))
    }

    fn put(&mut self, layer: &MapLayer, prepared: Arc<PreparedLayer>, is_ready: bool) {
        self.generation += 1;
        let entry = Entry {
            wanted: layer.layer.clone(),
            is_ready,
            prepared,
            redrawn_of: Arc::default(),
            redrawn: Arc::default(),
            replaced: Arc::default(),
        };
        self.entries.insert(layer.id, entry);
    }

    fn keep_only(&mut self, input: &MapInput) {
        self.entries.retain(|id, _| input.layers.iter().any(|layer| layer.id == *id));
    }

    /// What is kept of layers; `None` where nothing is.
    pub(super) fn take_kept(&mut self) -> Option<impl Send + use<>> {
        let entries = std::mem::take(&mut self.entries);
        // One that becomes ready after its layer has gone is nobody's.
        let late = self.worker.iter().flat_map(|worker| worker.done.try_iter()).collect::<Vec<_>>();
        (!entries.is_empty() || !late.is_empty()).then_some((entries, late))
    }

    /// Moved and created features are few: they are prepared within the frame.
    fn update_redrawn(&mut self, input: &MapInput) {
        for layer in &input.layers {
            let Some(entry) = self.entries.get_mut(&layer.id) else { continue };
            if is_same(&entry.redrawn_of, &layer.redrawn) {
                continue;
            }
            let mut redrawn: Vec<&Redrawn> = layer.redrawn.iter().collect();
            redrawn.sort_by_key(|one| one.feature_idx);
            let features = redrawn.iter().map(|one| (one.feature_idx, &*one.shapes, 0));
            entry.redrawn = Arc::new(PreparedLayer::of_features(features));
            entry.replaced = Arc::new(redrawn.iter().map(|one| one.feature_idx).collect());
            entry.redrawn_of = layer.redrawn.clone();
            self.generation += 1;
        }
    }

    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether some layer is still on its way.
    pub fn is_preparing(&self) -> bool {
        self.entries.values().any(|entry| !entry.is_ready)
    }

    /// The layers with what is prepared of them, in the input's order.
    pub fn scene_layers<'a>(&'a self, input: &'a MapInput) -> Vec<SceneLayer<'a>> {
        input
            .layers
            .iter()
            .filter_map(|map| {
                let entry = self.entries.get(&map.id)?;
                Some(SceneLayer {
                    map,
                    prepared: &entry.prepared,
                    redrawn: &entry.redrawn,
                    replaced: &entry.replaced,
                })
            })
            .collect()
    }

    /// The same, to be held by another thread.
    pub fn held_layers(&self, input: &MapInput) -> Vec<HeldLayer> {
        let held = |map: &MapLayer| {
            let entry = self.entries.get(&map.id)?;
            Some(HeldLayer {
                map: map.clone(),
                prepared: entry.prepared.clone(),
                redrawn: entry.redrawn.clone(),
                replaced: entry.replaced.clone(),
            })
        };
        input.layers.iter().filter_map(held).collect()
    }

    /// The box around everything visible, in degrees.
    pub fn bounds(&self, input: &MapInput) -> Option<Bbox> {
        let (min, max) = bounds(self.scene_layers(input).into_iter())?;
        let north_west = lon_lat_from_world(World { x: min.x, y: min.y });
        let south_east = lon_lat_from_world(World { x: max.x, y: max.y });
        let mut all = Bbox::EMPTY;
        all.include(north_west);
        all.include(south_east);
        Some(all)
    }
}

impl std::fmt::Debug for Wake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wake")
    }
}
