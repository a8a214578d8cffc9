//! Any past evening: the whole workspace as it stood then, as a snapshot that every panel can show and nobody can
//! write through.
//!
//! By business date, what had happened by then counts, whenever it was recorded; by receipt, what this workspace had
//! received: each layer by the text it had then, and empty while none had come. By business date texts are those of
//! today: a file says of itself no day.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::layer_view::{moved_to, with_moved};
use super::names::recorded_name;
use super::received_then::{LayerThen, LayersThen, emptied, is_heard_of};
use super::{FeatureRow, LayerView, SessionError, Snapshot};
use crate::model::{Day, FeatureKey, Layer, ShapesBuilder, Stamp};
use crate::plan::{AsOf, Basis, Fate, FeatureState, Hash, Plans, Record, fold};
use crate::store::Store;

/// The evening of a day, and by what it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Evening {
    pub day: Day,
    pub basis: Basis,
}

impl Evening {
    /// By the day things happened.
    pub const fn by_what_happened(day: Day) -> Self {
        Self { day, basis: Basis::Happened }
    }
}

/// The records that a workspace had received by the end of a day, Beijing time.
///
/// # Errors
/// If the workspace cannot be read.
pub fn received_by(workspace: &Path, day: Day) -> Result<BTreeSet<Hash>, SessionError> {
    let (stored, outcome) = Store::open_to_read(workspace)?.receipts();
    outcome?;
    let by_then = |at: &str| Stamp::parse(at).is_ok_and(|at| at.day() <= day);
    Ok(stored.into_iter().filter(|(_, at)| by_then(at)).map(|(hash, _)| hash).collect())
}

impl Snapshot {
    /// The day of the newest record, also on a past evening; `None` where nothing is recorded.
    pub fn newest_day(&self) -> Option<Day> {
        // In fold order the newest is last, or nearly so; what is later than the evening stands behind it.
        let recorded = self.plans.all_recorded();
        recorded.filter_map(|(_, state)| Some(state.entries.last()?.record.on)).max()
    }

    /// By what the day that is shown is told.
    pub fn basis(&self) -> Basis {
        self.evening.map(|evening| evening.basis).unwrap_or_default()
    }

    /// The workspace from which the figures of an earlier day are counted, by what this look is told by: what had been
    /// received by then; by business date this very look.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn seen_on(&self, day: Day) -> Result<Cow<'_, Self>, SessionError> {
        if self.basis() == Basis::Happened {
            return Ok(Cow::Borrowed(self));
        }
        let evening = Evening { day, basis: Basis::Received };
        let then = self.on_evening(evening, &AtomicBool::new(false))?;
        Ok(then.map_or(Cow::Borrowed(self), Cow::Owned))
    }

    /// The day of the present, also on a past evening.
    pub fn present_day(&self) -> Day {
        self.demonstration_day().unwrap_or(self.clock_day)
    }

    /// The workspace as it stood that evening. Folds what was recorded since: not for a frame.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub fn on_evening(
        &self,
        evening: Evening,
        stop: &AtomicBool,
    ) -> Result<Option<Self>, SessionError> {
        let as_of = self.as_of(Some(evening))?;
        let then = match evening.basis {
            Basis::Happened => Some(LayersThen::as_shown(self)),
            Basis::Received => LayersThen::received(self, evening.day, stop)?,
        };
        let Some(then) = then else { return Ok(None) };
        let plans = self.plans_stated_so(&then.plans, &|_| true, &as_of, stop);
        let Some(plans) = plans else { return Ok(None) };
        let layers = self.layers_then(then.layers, &plans, evening.basis);
        let is_same = layers.len() == self.layers.len()
            && layers.iter().zip(&self.layers).all(|(a, b)| Arc::ptr_eq(a, b));
        let places = match is_same {
            true => Arc::clone(&self.places),
            false => Arc::new(self.places.following(&layers)),
        };
        let loose = self.loose.iter().filter(|record| record.at.day() <= evening.day);
        Ok(Some(Self {
            read_only: true,
            evening: Some(evening),
            loose: Arc::new(loose.cloned().collect()),
            plans: Arc::new(plans),
            layers,
            places,
            today: evening.day,
            ..self.clone()
        }))
    }

    /// Which records count on an evening; all of them in the present.
    ///
    /// # Errors
    /// If what was received by then cannot be read.
    pub(super) fn as_of(&self, evening: Option<Evening>) -> Result<AsOf, SessionError> {
        Ok(match evening {
            None => AsOf::Now,
            Some(Evening { day, basis: Basis::Happened }) => AsOf::Business(day),
            Some(Evening { day, basis: Basis::Received }) => {
                AsOf::Received(day, Arc::new(received_by(&self.workspace, day)?))
            }
        })
    }

    /// What of a newer snapshot is only about looking, on the evening that is shown.
    pub fn with_desk_of(&self, newer: &Self) -> Self {
        Self {
            drafts: Arc::clone(&newer.drafts),
            unstored: Arc::clone(&newer.unstored),
            settings: Arc::clone(&newer.settings),
            days: Arc::clone(&newer.days),
            departures: Arc::clone(&newer.departures),
            unsent: newer.unsent,
            clock_day: newer.clock_day,
            ..self.clone()
        }
    }

    /// All plans as of a day. Costs a fold of what was recorded since: not for every frame.
    pub fn plans_as_of(&self, as_of: &AsOf) -> Arc<Plans> {
        if matches!(as_of, AsOf::Now) {
            return Arc::clone(&self.plans);
        }
        let plans = self.plans_seen(&|_| true, as_of, &AtomicBool::new(false));
        Arc::new(plans.unwrap_or_default())
    }

    /// The plans by those of the records that `sees` lets through, as of a day; `None` if it was stopped.
    ///
    /// On a past evening the records after it stay unseen. A plan all of whose records are seen is the one it is.
    pub(super) fn plans_seen(
        &self,
        sees: &(dyn Fn(&Record) -> bool + Sync),
        as_of: &AsOf,
        stop: &AtomicBool,
    ) -> Option<Plans> {
        self.plans_stated_so(&self.plans, sees, as_of, stop)
    }

    /// The same, where files state what they do in `stated`.
    fn plans_stated_so(
        &self,
        stated: &Plans,
        sees: &(dyn Fn(&Record) -> bool + Sync),
        as_of: &AsOf,
        stop: &AtomicBool,
    ) -> Option<Plans> {
        let is_seen = |record: &Record| match as_of {
            AsOf::Now => true,
            AsOf::Business(day) => record.on <= *day,
            AsOf::Audit(day) => record.at.day() <= *day,
            AsOf::Received(_, received) => received.contains(&record.hash),
        };
        let present = self.present_day();
        let is_past = as_of.evening().is_some_and(|day| day < present);
        let plans: Vec<(&FeatureKey, &Arc<FeatureState>)> = self.plans.all_recorded().collect();
        let states: Vec<Option<(FeatureKey, Arc<FeatureState>)>> = plans
            .into_par_iter()
            .map(|(key, state)| {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                let entries = &state.entries;
                let says_later = as_of.evening().zip(self.rulebook.procedure(&key.kind()));
                let says_later =
                    says_later.is_some_and(|(day, known)| state.states_later(known, day));
                let bears_later = is_past && state.bears_a_newer_text();
                let stays = !(says_later || bears_later)
                    && stated.is_stated_alike(&self.plans, key)
                    && entries.iter().all(|entry| match entry.fate {
                        Fate::Later => !is_seen(&entry.record) || !sees(&entry.record),
                        _ => is_seen(&entry.record) && sees(&entry.record),
                    });
                if stays {
                    return Some((key.clone(), Arc::clone(state)));
                }
                let records: Vec<Arc<Record>> = entries
                    .iter()
                    .filter(|entry| self.evening.is_none() || !matches!(entry.fate, Fate::Later))
                    .map(|entry| &entry.record)
                    .filter(|record| sees(record))
                    .cloned()
                    .collect();
                let baseline = stated.baseline(key);
                let state = fold(key, &records, baseline.as_ref(), &self.rulebook, as_of);
                Some((key.clone(), Arc::new(state)))
            })
            .collect();
        let states: Option<Vec<_>> = states.into_iter().collect();
        let plans = stated.with_recorded(states?);
        Some(match as_of.evening() {
            Some(day) => plans.stated_by(&self.rulebook, day),
            None => plans,
        })
    }

    /// The layers with their features as they were; first those of files, then those that no file had.
    fn layers_then(
        &self,
        layers: Vec<LayerThen>,
        plans: &Plans,
        basis: Basis,
    ) -> Vec<Arc<LayerView>> {
        let mut found = Vec::new();
        let mut then: Vec<Arc<LayerView>> = Vec::with_capacity(layers.len());
        for layer in layers {
            match layer {
                LayerThen::AsShown(view) if view.found => found.push(view),
                LayerThen::AsShown(view) => then.push(self.layer_then(&view, plans, &|_| true)),
                LayerThen::Absent(view) => then.push(emptied(&view)),
                LayerThen::Older(mut loaded) => {
                    loaded.follow_moves(plans);
                    loaded.follow_names(plans);
                    then.push(loaded.view);
                }
            }
        }
        let places = self.places.following(&then);
        for view in found {
            let exists = |row: &FeatureRow| {
                let (now, then) = (self.plans.recorded(&row.key), plans.recorded(&row.key));
                match basis {
                    _ if now.is_some_and(|now| now.created) => then.is_some_and(|it| it.created),
                    Basis::Happened => true,
                    // Its older text may still have had it.
                    Basis::Received => {
                        then.is_some_and(|it| is_heard_of(it)) && !places.contains_key(&row.key)
                    }
                }
            };
            then.push(self.layer_then(&view, plans, &exists));
        }
        if basis == Basis::Received {
            then.extend(self.homeless_then(&self.places.following(&then), plans));
        }
        then
    }

    /// A layer with its features where they were and as they were called, but for those that were not.
    fn layer_then(
        &self,
        view: &Arc<LayerView>,
        plans: &Plans,
        exists: &dyn Fn(&FeatureRow) -> bool,
    ) -> Arc<LayerView> {
        let kept: Vec<usize> =
            (0..view.rows.len()).filter(|idx| view.rows.get(*idx).is_some_and(exists)).collect();
        let differs = |row: &FeatureRow| {
            let (now, then) = (self.plans.recorded(&row.key), plans.recorded(&row.key));
            let geometry =
                |state: Option<&'_ Arc<FeatureState>>| state.and_then(|it| it.geometry.clone());
            geometry(now) != geometry(then) || recorded_name(now) != recorded_name(then)
        };
        let is_whole = kept.len() == view.rows.len();
        if is_whole && !view.rows.iter().any(differs) {
            return Arc::clone(view);
        }
        let mut then = LayerView::clone(view);
        let moved: BTreeMap<usize, _> = moved_to(&view.as_read, &view.rows, plans);
        then.layer = match moved.is_empty() {
            true => Arc::clone(&view.as_read),
            false => Arc::new(Layer {
                shapes: Arc::new(with_moved(&view.as_read.shapes, &moved)),
                ..(*view.as_read).clone()
            }),
        };
        then.rows =
            Arc::new(view.rows.iter().map(|row| self.named_then(view, row, plans)).collect());
        if !is_whole {
            then.as_read = Arc::new(only(&then.as_read, &kept));
            then.layer = Arc::new(only(&then.layer, &kept));
            then.rows =
                Arc::new(kept.iter().filter_map(|idx| then.rows.get(*idx).cloned()).collect());
        }
        Arc::new(then)
    }

    fn named_then(&self, view: &LayerView, row: &FeatureRow, plans: &Plans) -> FeatureRow {
        let now = recorded_name(self.plans.recorded(&row.key));
        let then = recorded_name(plans.recorded(&row.key));
        if now == then {
            return row.clone();
        }
        // Before anybody named it, it was called what its file calls it.
        let own = self.place(&row.key).map(|(_, idx)| self.properties(view, idx));
        let names = self.rulebook.procedure(&view.layer.kind).and_then(|it| it.field("name"));
        let own = own.zip(names).and_then(|(properties, field)| {
            let names: Vec<&str> = field.aliases.iter().map(String::as_str).collect();
            properties.text(&names).map(str::to_owned)
        });
        let name = then.map(str::to_owned).or(own).unwrap_or_else(|| row.code.clone());
        FeatureRow { own_name: None, name: name.into(), ..row.clone() }
    }
}

/// A layer of some of its features.
fn only(layer: &Layer, kept: &[usize]) -> Layer {
    let mut builder = ShapesBuilder::default();
    for feature_idx in kept {
        for part in layer.shapes.parts(*feature_idx) {
            part.positions.iter().for_each(|position| builder.position(position));
            builder.end_part(part.kind);
        }
        builder.end_feature(layer.shapes.kind(*feature_idx));
    }
    let places: HashSet<usize> = kept.iter().copied().collect();
    let annotated = layer.annotated.iter().filter(|idx| places.contains(&(**idx as usize)));
    let annotated = annotated.filter_map(|idx| kept.iter().position(|it| *it == *idx as usize));
    Layer {
        features: kept.iter().filter_map(|idx| layer.features.get(*idx).copied()).collect(),
        shapes: Arc::new(builder.finish()),
        annotated: annotated.map(|idx| idx as u32).collect(),
        ..layer.clone()
    }
}
