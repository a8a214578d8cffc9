//! Finding: which features fit the words in the search box, a million of them in one go.
//!
//! What a word can mean is worked out once; then each feature costs one look at its search text.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::context::UiCtx;
use super::facets::{FacetNo, Facets};
use super::view_state::ListTab;
use super::work_glance::Glance;
use super::work_lines::{RowRef, row_in};
use super::work_rows::{Counts, Only, RowsOf, Standing};
use crate::session::{FoundRows, LayerView, SearchColumn, Snapshot, sought};

/// So many rows are looked at by one task.
const TASK_ROWS: usize = 16_384;

/// A word that asks how a plan stands, in the search box and in the table's filter alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandingWord {
    Overdue,
    Returned,
    Conflict,
    Mine,
}

impl StandingWord {
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Returned, Self::Conflict, Self::Mine];

    /// What a word in lower case asks for; `None` where it asks for nothing of the kind.
    pub fn of(ctx: &UiCtx<'_>, word: &str) -> Option<Self> {
        let words = [
            ("list.word_overdue", Self::Overdue),
            ("list.word_returned", Self::Returned),
            ("list.word_conflict", Self::Conflict),
            ("list.word_mine", Self::Mine),
        ];
        let asked = words.into_iter().find(|(key, _)| ctx.t(key).to_lowercase() == word);
        asked.map(|(_, standing)| standing)
    }

    pub const fn holds(self, standing: &Standing) -> bool {
        match self {
            Self::Overdue => standing.overdue,
            Self::Returned => standing.returned.is_some(),
            Self::Conflict => standing.conflict,
            Self::Mine => standing.mine,
        }
    }
}

/// What one word finds.
struct Word {
    spelt: String,
    /// How a plan is to stand, where it asks for that.
    asks: Option<StandingWord>,
    /// By number of a facet whether it holds it.
    said: Vec<bool>,
}

/// What is looked for in one layer.
struct OfLayer<'a> {
    is_listed: bool,
    facets: &'a [FacetNo],
    /// By word: the rows whose own text holds it.
    found: Vec<FoundRows>,
    /// By word: whether it names the layer's kind.
    names_kind: Vec<bool>,
    /// By word and stage number: whether it names the stage.
    names_stage: Vec<Vec<bool>>,
}

/// What is looked for.
pub struct Search<'a> {
    snapshot: &'a Snapshot,
    glances: &'a [Vec<Glance>],
    words: Vec<Word>,
    layers: Vec<OfLayer<'a>>,
    chosen: HashSet<(usize, usize)>,
    tab: ListTab,
    only: Option<&'a Only>,
}

impl<'a> Search<'a> {
    pub fn new(
        ctx: &UiCtx<'a>,
        glances: &'a [Vec<Glance>],
        facets: &'a Facets,
        texts: &'a [SearchColumn],
        of: &'a RowsOf,
    ) -> Self {
        let (kind, query, tab) = (of.kind.as_deref(), &of.query, of.tab);
        let only = of.only.as_deref();
        let words: Vec<Word> = query
            .split_whitespace()
            .map(|word| Word {
                spelt: word.to_owned(),
                asks: StandingWord::of(ctx, word),
                said: facets.said(word),
            })
            .collect();
        let sought = sought(query);
        let of_layer = |(layer_idx, view): (usize, &Arc<LayerView>)| {
            let found = |word| texts.get(layer_idx).map(|column| column.holding(word));
            OfLayer {
                facets: facets.of_layer(view.id),
                found: sought.iter().filter_map(found).collect(),
                ..of_layer(ctx, view, &words, kind, only)
            }
        };
        let layers = ctx.snapshot.layers.iter().enumerate().map(of_layer).collect();
        let chosen = super::today::items(ctx).iter().filter_map(|item| {
            let row = super::work_rows::ref_of(ctx, &item.feature)?;
            Some((row.layer_idx(), row.feature_idx()))
        });
        let chosen = chosen.collect();
        let snapshot = ctx.snapshot;
        Self { snapshot, glances, words, layers, chosen, tab, only }
    }

    /// The rows among `order` that fit and that the tab shows, in that order, and how many fit each tab.
    pub fn rows(&self, order: &[RowRef]) -> (Vec<RowRef>, Counts) {
        let tasks = order.par_chunks(TASK_ROWS).map(|rows| {
            let mut counts = Counts::default();
            let mut shown = Vec::with_capacity(rows.len());
            for at in rows {
                if self.take(*at, &mut counts) {
                    shown.push(*at);
                }
            }
            (shown, counts)
        });
        let (mut rows, mut counts) = (Vec::new(), Counts::default());
        for (shown, counted) in tasks.collect::<Vec<_>>() {
            rows.extend_from_slice(&shown);
            counts.add(counted);
        }
        (rows, counts)
    }

    /// Counts a row if it fits; whether the tab shows it.
    fn take(&self, at: RowRef, counts: &mut Counts) -> bool {
        let Some(glance) = self.glances.get(at.layer_idx()).and_then(|of| of.get(at.feature_idx()))
        else {
            return false;
        };
        if !self.fits(at, *glance) {
            return false;
        }
        let (is_todo, is_returned) = (glance.is_todo(), glance.has(StandingWord::Returned));
        let is_chosen =
            !self.chosen.is_empty() && self.chosen.contains(&(at.layer_idx(), at.feature_idx()));
        counts.add(Counts {
            today: usize::from(is_chosen),
            returned: usize::from(is_returned),
            todo: usize::from(is_todo),
            all: 1,
            mine: usize::from(glance.has(StandingWord::Mine)),
            overdue: usize::from(glance.has(StandingWord::Overdue)),
        });
        match self.tab {
            ListTab::All => true,
            ListTab::Returned => is_returned,
            ListTab::Todo => is_todo,
            ListTab::Today => is_chosen,
        }
    }

    fn fits(&self, at: RowRef, glance: Glance) -> bool {
        let Some(layer) = self.layers.get(at.layer_idx()) else { return false };
        layer.is_listed
            && self.only.is_none_or(|only| self.is_among(at, only))
            && self.words.iter().enumerate().all(|(nth, word)| {
                let names_stage = || {
                    let stages = &layer.names_stage[nth];
                    glance
                        .stage_idx()
                        .and_then(|stage| stages.get(stage))
                        .copied()
                        .unwrap_or_default()
                };
                let is_said = |facet: &FacetNo| word.said.get(facet.idx()) == Some(&true);
                layer.found.get(nth).is_some_and(|found| found.has(at.feature_idx()))
                    || layer.names_kind[nth]
                    || word.asks.is_some_and(|asked| glance.has(asked))
                    || names_stage()
                    || layer.facets.get(at.feature_idx()).is_some_and(is_said)
            })
    }

    fn is_among(&self, at: RowRef, only: &Only) -> bool {
        row_in(self.snapshot, at).is_some_and(|row| only.keys.contains(&row.key))
    }
}

fn of_layer(
    ctx: &UiCtx<'_>,
    view: &LayerView,
    words: &[Word],
    kind: Option<&str>,
    only: Option<&Only>,
) -> OfLayer<'static> {
    let own = &view.layer.kind;
    let is_listed = match kind {
        Some(code) => code == own.code(),
        None => only.is_some() || !own.is_ground(),
    };
    let kind_name = ctx.kind_name(own).to_lowercase();
    let stages = ctx.procedure_of(own).map(|procedure| &procedure.stages[..]).unwrap_or_default();
    let labels: Vec<String> =
        stages.iter().map(|stage| ctx.say(&stage.label).to_lowercase()).collect();
    let names_stage =
        |word: &Word| labels.iter().map(|label| label.contains(&word.spelt)).collect();
    OfLayer {
        is_listed,
        facets: &[],
        found: Vec::new(),
        names_kind: words.iter().map(|word| kind_name.contains(&word.spelt)).collect(),
        names_stage: words.iter().map(names_stage).collect(),
    }
}
