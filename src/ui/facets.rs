//! Where features belong, by what their files and records say: district and river. What lists are parted and
//! narrowed by.
//!
//! Properties are read from the file's text, which takes its time: some thousand features a frame, only once asked.

use std::collections::BTreeMap;
use std::rc::Rc;
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

/// So many features are read in one frame.
const READ_A_FRAME: usize = 2000;

/// Where one feature belongs; empty where nothing says so.
#[derive(Clone, Debug, Default)]
pub struct Facet {
    pub district: Rc<str>,
    pub river: Rc<str>,
    /// Lower-case words of both and of the choices made (取缔, 市政污水厂): for the search.
    words: Rc<str>,
}

impl Facet {
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

#[derive(Debug)]
struct OfLayer {
    rows: Arc<Vec<FeatureRow>>,
    facets: Vec<Facet>,
}

/// The facets of all layers, as far as they were read.
#[derive(Debug, Default)]
pub struct Facets {
    of: Option<u64>,
    layers: BTreeMap<u64, OfLayer>,
    /// Counts what is worked out of them, so that it is worked out again when there is more.
    pub generation: u64,
}

impl Facets {
    /// Reads some more; answers whether all is there.
    pub fn read_on(&mut self, ctx: &UiCtx<'_>) -> bool {
        if self.of != Some(ctx.snapshot_no) {
            self.of = Some(ctx.snapshot_no);
            self.start_over(ctx);
        }
        let mut budget = READ_A_FRAME;
        let mut names = Names::default();
        for view in &ctx.snapshot.layers {
            let Some(known) = self.layers.get_mut(&view.id) else { continue };
            let missing = view.rows.len().saturating_sub(known.facets.len());
            if missing == 0 {
                continue;
            }
            let from = known.facets.len();
            let to = from + missing.min(budget);
            known.facets.extend((from..to).map(|idx| read(ctx, view, idx, &mut names)));
            budget -= to - from;
            self.generation += 1;
            if budget == 0 {
                return false;
            }
        }
        true
    }

    /// Layers whose features may have changed are read anew.
    fn start_over(&mut self, ctx: &UiCtx<'_>) {
        let mut old = std::mem::take(&mut self.layers);
        for view in &ctx.snapshot.layers {
            let has_plans = ctx.procedure_of(&view.layer.kind).is_some();
            let kept = old
                .remove(&view.id)
                .filter(|known| !has_plans && Arc::ptr_eq(&known.rows, &view.rows));
            let fresh = || OfLayer { rows: Arc::clone(&view.rows), facets: Vec::new() };
            self.layers.insert(view.id, kept.unwrap_or_else(fresh));
        }
        self.generation += 1;
    }

    /// Where a feature belongs; `None` while it is not read yet.
    pub fn get(&self, layer_id: u64, feature_idx: usize) -> Option<&Facet> {
        self.layers.get(&layer_id)?.facets.get(feature_idx)
    }
}

/// Names that many features share are kept once.
#[derive(Default)]
struct Names(BTreeMap<String, Rc<str>>);

impl Names {
    fn share(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.0.get(name) {
            return Rc::clone(known);
        }
        let shared: Rc<str> = name.into();
        self.0.insert(name.to_owned(), Rc::clone(&shared));
        shared
    }
}

fn read(ctx: &UiCtx<'_>, view: &LayerView, idx: usize, names: &mut Names) -> Facet {
    let Some(row) = view.rows.get(idx) else { return Facet::default() };
    let properties = ctx.snapshot.properties(view, idx);
    let state = ctx.state(&row.key);
    let said = |codes: &[&str], aliases: &[&str]| {
        let recorded = codes.iter().find_map(|code| state.and_then(|state| state.text(code)));
        recorded.or_else(|| properties.text(aliases)).unwrap_or_default().trim().to_owned()
    };
    let district = district_in(&properties, state.map(AsRef::as_ref)).to_owned();
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
    Facet {
        district: names.share(&district),
        river: names.share(&river),
        words: names.share(&words.to_lowercase()),
    }
}
