//! The figures of a workspace as of a day: what `yice summary --json` prints and boards show.
//!
//! Rates are pairs, never percentages; a figure with nothing to count is null. Stages say what is shown; `unproven`
//! says how many of them nobody here proved, or whose evidence is not in this workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::filled::filled;
use super::hash::Hash;
use super::kpi::{Figures, Outfalls};
use super::kpi_kinds::Kinds;
use super::plans::Plans;
use super::procedure::Procedure;
use super::programme::ProgrammeHead;
use super::programme_figures::{Sources, TargetSummary};
use super::rules::{Context, Rulebook, is_due_soon, is_overdue, setting};
use super::state::{Fate, FeatureState};
use super::tally::Members;
use crate::model::{Day, FeatureKey, Kind};

/// The features of one layer, as the figures count them.
#[derive(Clone, Debug)]
pub struct LayerFeatures {
    pub kind: Kind,
    pub keys: Vec<FeatureKey>,
    pub synthetic: bool,
    /// How many features the programme counts, if the file says so.
    pub programme_total: Option<u64>,
}

/// What figures are made of.
#[derive(Clone, Copy)]
pub struct SummaryInput<'a> {
    /// As of the day: [`super::Ledger::plans_as_of`].
    pub plans: &'a Plans,
    pub layers: &'a [LayerFeatures],
    /// The key under which a feature's plan stands: [`super::Ledger::main_key`].
    pub main_key: &'a dyn Fn(&FeatureKey) -> FeatureKey,
    pub rulebook: &'a Rulebook,
    pub context: &'a dyn Context,
    pub as_of: Day,
}

/// DESIGN §8's `summary --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    pub as_of: String,
    pub synthetic: bool,
    pub kinds: BTreeMap<String, KindSummary>,
    /// By code; null where the data do not allow it.
    pub kpis: BTreeMap<String, Value>,
    pub programme: ProgrammeHead,
    /// Those of the programme, in its order.
    pub targets: Vec<TargetSummary>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KindSummary {
    pub features: usize,
    pub stages: BTreeMap<String, usize>,
    pub unproven: BTreeMap<String, usize>,
    /// 未建档: in no stage.
    pub unstarted: usize,
    /// Closed by a file's word alone, which gives no day: so they are on every past day.
    pub undated: usize,
    pub overdue: usize,
    pub due_soon: usize,
    pub conflicts: usize,
    /// Of which a newer file states something that figures do not follow and nobody settles on.
    #[serde(skip_serializing_if = "is_nought")]
    pub held: usize,
}

fn is_nought(count: &usize) -> bool {
    *count == 0
}

/// The figures, and which features each of them is made of.
pub struct Census {
    pub summary: Summary,
    /// All features that were looked at; [`Members`] name them by their places here.
    pub keys: Vec<FeatureKey>,
    /// By the figure's code.
    pub kpis: BTreeMap<String, Members>,
    /// By the target's id.
    pub targets: BTreeMap<String, Members>,
    /// By the kind's code.
    pub(super) counted: BTreeMap<String, Vec<Counted>>,
}

/// One feature as the figures see it.
pub(super) struct Counted {
    /// Its place in [`Census::keys`].
    pub place: u32,
    pub state: Arc<FeatureState>,
    /// The stage it counts in: in conflict, none of the closing ones.
    pub stage: Option<String>,
}

/// Counts everything.
pub fn summary(input: &SummaryInput<'_>) -> Summary {
    census(input).summary
}

/// Counts everything, and keeps who was counted where.
pub fn census(input: &SummaryInput<'_>) -> Census {
    let mut by_kind: BTreeMap<Kind, BTreeSet<FeatureKey>> = BTreeMap::new();
    let mut programme_total: Option<u64> = None;
    for layer in input.layers {
        let keys = by_kind.entry(layer.kind.clone()).or_default();
        keys.extend(layer.keys.iter().map(|key| (input.main_key)(key)));
        if layer.kind.code() == Kind::OUTFALL {
            programme_total = match (programme_total, layer.programme_total) {
                (Some(a), Some(b)) => Some(a.saturating_add(b)),
                (a, b) => a.or(b),
            };
        }
    }
    // Found features, and those whose file has lost them.
    for (key, state) in input.plans.all_recorded() {
        if state.entries.iter().any(|entry| !matches!(entry.fate, Fate::Later)) {
            by_kind.entry(key.kind()).or_default().insert(key.clone());
        }
    }
    let mut kinds = BTreeMap::new();
    let mut tallies = super::kpi::none();
    let mut by_code: BTreeMap<String, Vec<Counted>> = BTreeMap::new();
    let mut all_keys = Vec::new();
    for (kind, keys) in by_kind {
        let procedure = input.rulebook.procedure(&kind);
        let first = all_keys.len();
        let places = (first as u32..).zip(&keys);
        let counted: Vec<Counted> =
            places.map(|(place, key)| counted(input, procedure, key, place)).collect();
        all_keys.extend(keys);
        kinds.insert(kind.code().to_owned(), kind_summary(input, procedure, &counted));
        if let (Kind::OUTFALL, Some(procedure)) = (kind.code(), procedure) {
            let figures = Figures { input, procedure, programme_total };
            tallies.extend(Outfalls::new(&figures, &counted).kpis());
        }
        by_code.insert(kind.code().to_owned(), counted);
    }
    tallies
        .extend(Kinds { rulebook: input.rulebook, counted: &by_code, as_of: input.as_of }.kpis());
    tallies.insert("k_data".to_owned(), filled(input.rulebook, &by_code));
    let sources = Sources {
        counted: &by_code,
        kpis: &tallies,
        rulebook: input.rulebook,
        main_key: input.main_key,
        as_of: input.as_of,
    };
    let (targets, of_targets): (Vec<_>, Vec<_>) = sources.targets().into_iter().unzip();
    let of_targets = targets.iter().map(|target: &TargetSummary| target.id.clone()).zip(of_targets);
    let of_targets = of_targets.collect();
    let (kpis, members) = tallies
        .into_iter()
        .map(|(code, tally)| ((code.clone(), tally.value), (code, tally.members)))
        .unzip();
    let summary = Summary {
        as_of: input.as_of.to_string(),
        synthetic: input.layers.iter().any(|layer| layer.synthetic),
        kinds,
        kpis,
        programme: input.rulebook.programme.head.clone(),
        targets,
    };
    Census { summary, keys: all_keys, kpis: members, targets: of_targets, counted: by_code }
}

fn counted(
    input: &SummaryInput<'_>,
    procedure: Option<&Procedure>,
    key: &FeatureKey,
    place: u32,
) -> Counted {
    let state = input.plans.peek(key);
    let state = state.unwrap_or_else(|| Arc::new(FeatureState::new(key.clone())));
    let closes = |stage: &str| procedure.is_some_and(|p| p.is_in_set("closing", stage));
    let mut standing = state.stage.standing.iter().rev().map(|standing| standing.value.as_str());
    let stage = match state.stage.is_in_conflict() {
        false => standing.next(),
        true => standing.find(|stage| !closes(stage)),
    };
    let stage = stage.map(str::to_owned);
    Counted { place, state, stage }
}

fn kind_summary(
    input: &SummaryInput<'_>,
    procedure: Option<&Procedure>,
    counted: &[Counted],
) -> KindSummary {
    let mut summary = KindSummary { features: counted.len(), ..KindSummary::default() };
    let days_ahead = procedure.map(|procedure| setting(procedure, input.context, "due_soon_days"));
    let days_ahead = days_ahead.and_then(|days| days.trim().parse().ok()).unwrap_or(30);
    for one in counted {
        if !one.state.conflicts().is_empty() {
            summary.conflicts += 1;
        }
        summary.held += usize::from(!one.state.held.is_empty());
        let Some(procedure) = procedure.filter(|procedure| procedure.has_stages()) else {
            continue;
        };
        let Some(stage) = &one.stage else {
            summary.unstarted += usize::from(one.state.stage.standing.is_empty());
            continue;
        };
        *summary.stages.entry(stage.clone()).or_default() += 1;
        let closed = procedure.is_in_set("closing", stage);
        summary.undated += usize::from(closed && one.state.is_undated(procedure));
        if one.state.unproven || (closed && lacks_bytes(&one.state, input.context)) {
            *summary.unproven.entry(stage.clone()).or_default() += 1;
        }
        if is_overdue(procedure, &one.state, input.as_of) {
            summary.overdue += 1;
        } else if is_due_soon(procedure, &one.state, input.as_of, days_ahead) {
            summary.due_soon += 1;
        }
    }
    summary
}

/// Whether a photo or document that counts is named and its bytes are not in this workspace: 照片未到.
pub fn lacks_bytes(state: &FeatureState, context: &dyn Context) -> bool {
    let photos = state.photos.iter().map(|photo| &photo.body.sha256);
    let documents = state.documents.iter().map(|document| &document.body.sha256);
    photos
        .chain(documents)
        .any(|sha256| Hash::parse(sha256).is_none() || !context.has_bytes(sha256))
}
