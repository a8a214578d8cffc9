//! Where features belong, by what their files and records say: district and river. What lists are parted and
//! narrowed by.
//!
//! Properties are read from the file's text, which takes its time: some thousand features a frame, only once asked.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::UiCtx;
use crate::plan::FieldKind;
use crate::session::{FeatureRow, LayerView};

/// Property names that mean the river, beside those a procedure names.
const RIVER_NAMES: [&str; 8] = [
    "receiving_water",
    "river",
    "river_name",
    "受纳水体",
    "受纳水体名称",
    "所属河流",
    "所在河流",
    "水体名称",
];

/// So many features are read in one frame, and by a thread in one turn.
pub const FACETS_A_FRAME: usize = 2_000;
pub const FACETS_A_TURN: usize = 20_000;

/// Where features belong; empty where nothing says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facet {
    pub district: String,
    pub river: String,
    /// Lower-case words of both and of the choices made (取缔, 市政污水厂): for the search.
    words: String,
}

impl Facet {
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// The number of a facet. Many features share one: it is kept once, and a search asks it once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FacetNo(u32);

impl FacetNo {
    pub const fn idx(self) -> usize {
        self.0 as usize
    }
}

/// The facets of each layer's features, as far as they were read.
#[derive(Clone, Debug, Default)]
pub struct FacetTable {
    shared: Arc<Vec<Arc<Facet>>>,
    layers: BTreeMap<u64, Arc<Vec<FacetNo>>>,
}

impl FacetTable {
    /// Where a feature belongs; `None` while it is not read yet.
    pub fn get(&self, layer_id: u64, feature_idx: usize) -> Option<&Facet> {
        let no = self.layers.get(&layer_id)?.get(feature_idx)?;
        self.shared.get(no.idx()).map(|facet| &**facet)
    }
}

#[derive(Debug)]
struct OfLayer {
    rows: Arc<Vec<FeatureRow>>,
    facets: Arc<Vec<FacetNo>>,
    /// What was read since, to be put behind them once all is there.
    reading: Vec<FacetNo>,
}

impl OfLayer {
    fn count(&self) -> usize {
        self.facets.len() + self.reading.len()
    }
}

/// The facets of all layers, as far as they were read.
#[derive(Debug, Default)]
pub struct Facets {
    of: Option<u64>,
    layers: BTreeMap<u64, OfLayer>,
    shared: Shared,
    /// Counts what is worked out of them, so that it is worked out again when there is more.
    pub generation: u64,
}

impl Facets {
    /// Reads so many more; answers whether all is there.
    pub fn read_on(&mut self, ctx: &UiCtx<'_>, most: usize) -> bool {
        if self.of != Some(ctx.snapshot_no) {
            self.of = Some(ctx.snapshot_no);
            self.start_over(ctx);
        }
        let mut budget = most;
        for view in &ctx.snapshot.layers {
            let Some(known) = self.layers.get_mut(&view.id) else { continue };
            let from = known.count();
            let missing = view.rows.len().saturating_sub(from);
            if missing == 0 {
                continue;
            }
            let to = from + missing.min(budget);
            let shared = &mut self.shared;
            known.reading.extend((from..to).map(|idx| shared.number(read(ctx, view, idx))));
            budget -= to - from;
            // Answers are worked out again when a layer is whole, and some times on the way there.
            if to == view.rows.len() || known.reading.len() > known.facets.len() {
                Arc::make_mut(&mut known.facets).append(&mut known.reading);
                self.generation += 1;
            }
            if budget == 0 {
                return false;
            }
        }
        true
    }

    /// Whether some are not read yet.
    pub fn are_wanting(&self, ctx: &UiCtx<'_>) -> bool {
        let is_read = |view: &Arc<LayerView>| {
            self.layers.get(&view.id).is_some_and(|known| known.count() == view.rows.len())
        };
        self.of != Some(ctx.snapshot_no) || !ctx.snapshot.layers.iter().all(is_read)
    }

    /// Lets go of layers that are no longer there.
    pub fn forget_gone(&mut self, ctx: &UiCtx<'_>) {
        self.layers.retain(|id, _| ctx.snapshot.layers.iter().any(|view| view.id == *id));
    }

    /// Layers whose features may have changed are read anew.
    fn start_over(&mut self, ctx: &UiCtx<'_>) {
        let mut old = std::mem::take(&mut self.layers);
        for view in &ctx.snapshot.layers {
            let has_plans = ctx.procedure_of(&view.layer.kind).is_some();
            let kept = old
                .remove(&view.id)
                .filter(|known| !has_plans && Arc::ptr_eq(&known.rows, &view.rows));
            let fresh = || OfLayer {
                rows: Arc::clone(&view.rows),
                facets: Arc::default(),
                reading: Vec::new(),
            };
            self.layers.insert(view.id, kept.unwrap_or_else(fresh));
        }
        self.generation += 1;
    }

    /// Where a feature belongs; `None` while it is not read yet.
    pub fn get(&self, layer_id: u64, feature_idx: usize) -> Option<&Facet> {
        let no = self.of_layer(layer_id).get(feature_idx)?;
        self.shared.facets.get(no.idx()).map(|facet| &**facet)
    }

    /// By number of a facet whether it holds `word`.
    pub fn said(&self, word: &str) -> Vec<bool> {
        self.shared.facets.iter().map(|facet| facet.has(word)).collect()
    }

    /// The facets of a layer that were read, by number.
    pub fn of_layer(&self, layer_id: u64) -> &[FacetNo] {
        self.layers.get(&layer_id).map(|known| &known.facets[..]).unwrap_or_default()
    }

    /// All that was read, to be looked at elsewhere.
    pub fn table(&self) -> FacetTable {
        let layers = self.layers.iter().map(|(id, known)| (*id, Arc::clone(&known.facets)));
        FacetTable { shared: Arc::clone(&self.shared.facets), layers: layers.collect() }
    }
}

/// Each facet once.
#[derive(Debug, Default)]
struct Shared {
    facets: Arc<Vec<Arc<Facet>>>,
    numbers: HashMap<Arc<Facet>, FacetNo>,
}

impl Shared {
    fn number(&mut self, facet: Facet) -> FacetNo {
        if let Some(known) = self.numbers.get(&facet) {
            return *known;
        }
        let (no, facet) = (FacetNo(self.facets.len() as u32), Arc::new(facet));
        // The list is copied where a frame looks at it: once a turn.
        Arc::make_mut(&mut self.facets).push(Arc::clone(&facet));
        self.numbers.insert(facet, no);
        no
    }
}

fn read(ctx: &UiCtx<'_>, view: &LayerView, idx: usize) -> Facet {
    let Some(row) = view.rows.get(idx) else { return Facet::default() };
    let properties = ctx.snapshot.properties(view, idx);
    let state = ctx.peek(&row.key);
    let state = state.as_deref();
    let said = |codes: &[&str], aliases: &[&str]| {
        let recorded = codes.iter().find_map(|code| state.and_then(|state| state.text(code)));
        recorded.or_else(|| properties.text(aliases)).unwrap_or_default().trim().to_owned()
    };
    let district = ctx.snapshot.district_said(&properties, state);
    let river = said(&["receiving_water", "river_code"], &RIVER_NAMES);
    let mut words = format!("{district} {river}");
    if let (Some(state), Some(procedure)) = (state, ctx.procedure(&row.key)) {
        for field in &procedure.fields {
            let FieldKind::Choice(choices) = &field.kind else { continue };
            let chosen = state.text(&field.code);
            if let Some(choice) = choices.iter().find(|choice| Some(&*choice.code) == chosen) {
                words.push_str(&format!(" {} {}", choice.label.zh, choice.label.en));
            }
        }
    }
    Facet { words: words.to_lowercase(), district, river }
}
