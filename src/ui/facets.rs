//! Where features belong, by what their files and records say: district and river. What lists are parted and
//! narrowed by.
//!
//! Properties are read from the file's text, which takes its time: some thousand features a frame, only once asked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::context::UiCtx;
use crate::plan::FieldKind;
use crate::session::{FeatureRow, LayerView, district_in};

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

/// Where one feature belongs; empty where nothing says so.
#[derive(Clone, Debug, Default)]
pub struct Facet {
    pub district: Arc<str>,
    pub river: Arc<str>,
    /// Lower-case words of both and of the choices made (取缔, 市政污水厂): for the search.
    words: Arc<str>,
    /// Which of the words that many features share they are ([`Facets::said`]).
    pub words_no: WordsNo,
}

impl Facet {
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// A number for words that many features share: a search asks each of them once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordsNo(u32);

impl WordsNo {
    pub const fn idx(self) -> usize {
        self.0 as usize
    }
}

/// The facets of each layer, as far as they were read.
pub type FacetTable = BTreeMap<u64, Arc<Vec<Facet>>>;

#[derive(Debug)]
struct OfLayer {
    rows: Arc<Vec<FeatureRow>>,
    facets: Arc<Vec<Facet>>,
    /// What was read since, to be put behind them once all is there.
    reading: Vec<Facet>,
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
    names: Names,
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
            let names = &mut self.names;
            known.reading.extend((from..to).map(|idx| read(ctx, view, idx, names)));
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
        self.layers.get(&layer_id)?.facets.get(feature_idx)
    }

    /// For each number of words ([`WordsNo`]) whether they hold `word`.
    pub fn said(&self, word: &str) -> Vec<bool> {
        self.names.words.iter().map(|words| words.contains(word)).collect()
    }

    /// All facets of a layer that were read.
    pub fn of_layer(&self, layer_id: u64) -> &[Facet] {
        self.layers.get(&layer_id).map(|known| &known.facets[..]).unwrap_or_default()
    }

    /// All that was read, to be looked at elsewhere.
    pub fn table(&self) -> FacetTable {
        self.layers.iter().map(|(id, known)| (*id, Arc::clone(&known.facets))).collect()
    }
}

/// Names and words that many features share are kept once.
#[derive(Debug)]
struct Names {
    names: HashSet<Arc<str>>,
    words: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, WordsNo>,
}

impl Default for Names {
    /// With no words at all under the first number.
    fn default() -> Self {
        let none: Arc<str> = Arc::default();
        let numbers = HashMap::from([(Arc::clone(&none), WordsNo::default())]);
        Self { names: HashSet::new(), words: vec![none], numbers }
    }
}

impl Names {
    fn number(&mut self, words: &str) -> (Arc<str>, WordsNo) {
        if let Some((words, no)) = self.numbers.get_key_value(words) {
            return (Arc::clone(words), *no);
        }
        let (words, no): (Arc<str>, _) = (words.into(), WordsNo(self.words.len() as u32));
        self.words.push(Arc::clone(&words));
        self.numbers.insert(Arc::clone(&words), no);
        (words, no)
    }

    fn share(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = name.into();
        self.names.insert(Arc::clone(&shared));
        shared
    }
}

fn read(ctx: &UiCtx<'_>, view: &LayerView, idx: usize, names: &mut Names) -> Facet {
    let Some(row) = view.rows.get(idx) else { return Facet::default() };
    let properties = ctx.snapshot.properties(view, idx);
    let state = ctx.peek(&row.key);
    let state = state.as_deref();
    let said = |codes: &[&str], aliases: &[&str]| {
        let recorded = codes.iter().find_map(|code| state.and_then(|state| state.text(code)));
        recorded.or_else(|| properties.text(aliases)).unwrap_or_default().trim().to_owned()
    };
    let district = district_in(&properties, state).to_owned();
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
    let (words, words_no) = names.number(&words.to_lowercase());
    Facet { district: names.share(&district), river: names.share(&river), words, words_no }
}
