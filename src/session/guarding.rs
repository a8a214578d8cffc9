//! A newer text of a layer that would take features out of figures: told by name, kept out of the figures, and left to
//! the municipality. So a file does not do in silence what a record may not.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::layer_view::LoadedLayer;
use super::listed::{LISTED_MAX, listed, of_feature, of_the_file};
use super::place_differs::{corner_words, extent_of};
use super::update::{Closed, Target};
use super::{FeatureRow, Session};
use crate::model::{Day, FeatureKey, IssueCode, ReadIssue, Text};
use crate::plan::{Baseline, Guarded, Held, Procedure, Standards};
use crate::store::ProposalRow;

const COUNTED_CHANGED: IssueCode = "counted-changed";
const FEATURES_GONE: IssueCode = "features-gone";
/// How many features one message names.
const NAMED_MAX: usize = 12;

/// By feature, what a newer text states and figures do not follow.
pub(super) type GuardedFeatures = BTreeMap<FeatureKey, Vec<Guarded>>;

impl Session {
    /// What figures are not to follow of a layer's text: what it changes of an older one, `closed` where that was taken
    /// off the map, and what others hold back of it.
    pub(super) fn guards_of(
        &mut self,
        newer: &LoadedLayer,
        (target, closed): (&Target, Option<&Closed>),
        (held, told): (&[Held], &HashSet<FeatureKey>),
        today: Day,
    ) -> GuardedFeatures {
        let older = match (target, closed) {
            (Target::Update(layer), _) => self.layers.iter().find(|it| it.row.id == *layer),
            (_, closed) => closed.and_then(|closed| closed.older.as_ref()),
        };
        let edits = older.map(|older| self.edited_elsewhere(older, newer, told));
        let mut guarded = match (target, closed) {
            (Target::Update(_), _) => self.guarded_in(newer, today),
            (Target::Add, Some(Closed { older: Some(closed), .. })) => {
                // What it stated stands until the newer text has been looked at.
                self.ledger.set_baselines(closed.baselines(self.ledger.rulebook()));
                let guarded = self.guarded_in(newer, today);
                self.forget_baselines(closed.view.rows.iter().map(|row| &row.key));
                guarded
            }
            (Target::Add, None) => GuardedFeatures::new(),
            // What the newer text states against it is held back already.
            (Target::Older(..), _) => return GuardedFeatures::new(),
            (Target::Known(_), _) if held.is_empty() => GuardedFeatures::new(),
            (Target::Add | Target::Known(_), _) => self.guarded_now(newer),
        };
        let held = self.held_elsewhere(newer, held, today);
        for (key, guards) in edits.into_iter().flatten().chain(held) {
            let known = guarded.entry(key).or_default();
            for guard in guards {
                if !known.iter().any(|it| it.field == guard.field) {
                    known.push(guard);
                }
            }
        }
        guarded
    }

    /// What is held back already.
    fn guarded_now(&self, of: &LoadedLayer) -> GuardedFeatures {
        let guards = of.view.rows.iter().map(|row| (&row.key, self.ledger.guarded(&row.key)));
        let guarded = guards.filter(|(_, guards)| !guards.is_empty());
        guarded.map(|(key, guards)| (key.clone(), guards.to_vec())).collect()
    }

    /// Lets the ledger go by it: a text that took the place of another is held to nothing else.
    pub(super) fn guard(
        &mut self,
        newer: &LoadedLayer,
        (target, closed): (&Target, Option<&Closed>),
        mut guarded: GuardedFeatures,
    ) {
        let is_whole = closed.is_some() || matches!(target, Target::Update(_));
        let keys: Vec<FeatureKey> = match is_whole {
            true => newer.view.rows.iter().map(|row| row.key.clone()).collect(),
            false => guarded.keys().cloned().collect(),
        };
        // Of a layer that is here already nothing is read anew but this.
        let is_held = |(key, _): &(FeatureKey, Baseline)| guarded.contains_key(key);
        let stated: Vec<_> = match (target, guarded.is_empty()) {
            (Target::Known(_), false) => {
                newer.baselines(self.ledger.rulebook()).filter(is_held).collect()
            }
            _ => Vec::new(),
        };
        let guards = keys.into_iter().map(|key| (guarded.remove(&key).unwrap_or_default(), key));
        self.ledger.set_guarded(guards.map(|(guards, key)| (key, guards)));
        self.ledger.set_baselines(stated);
    }

    /// What others hold back of this very text.
    fn held_elsewhere(&self, newer: &LoadedLayer, held: &[Held], today: Day) -> GuardedFeatures {
        let rulebook = self.ledger.rulebook();
        let procedure = rulebook.procedure(&newer.layer.kind).filter(|_| !held.is_empty());
        let Some(procedure) = procedure else { return GuardedFeatures::new() };
        let mut of_feature: HashMap<&str, Vec<&Guarded>> = HashMap::new();
        for one in held {
            of_feature.entry(&one.feature).or_default().push(&one.guard);
        }
        let guards = |(key, states): (FeatureKey, Baseline)| {
            let held = of_feature.get(key.as_str())?;
            let guards = procedure.still_guarded(rulebook, (&key, &states), held, today);
            (!guards.is_empty()).then_some((key, guards))
        };
        newer.baselines(rulebook).filter_map(guards).collect()
    }

    /// What of a layer's text figures do not follow, as it leaves with the text.
    pub(super) fn held_texts(&self, loaded: &LoadedLayer) -> Vec<String> {
        let guards = loaded.view.rows.iter().flat_map(|row| {
            let of_row =
                move |guard: &Guarded| Held { feature: row.key.to_string(), guard: guard.clone() };
            self.ledger.guarded(&row.key).iter().map(of_row)
        });
        guards.filter_map(|held| serde_json::to_string(&held).ok()).collect()
    }

    /// What of a layer's newer text figures are not to follow.
    fn guarded_in(&self, newer: &LoadedLayer, today: Day) -> GuardedFeatures {
        let rulebook = self.ledger.rulebook();
        let Some(procedure) = rulebook.procedure(&newer.layer.kind) else {
            return GuardedFeatures::new();
        };
        let guards = |(key, states): (FeatureKey, Baseline)| {
            let state = self.ledger.plans().peek(self.ledger.main_key(&key))?;
            let guards = procedure.guarded(rulebook, &state, &states, today);
            (!guards.is_empty()).then_some((key, guards))
        };
        newer.baselines(rulebook).filter_map(guards).collect()
    }

    /// What to say of it, feature by feature, and of those that the newer text has no longer.
    pub(super) fn guarding_issues(
        &self,
        old: Option<&LoadedLayer>,
        newer: &LoadedLayer,
        guarded: &GuardedFeatures,
    ) -> Vec<ReadIssue> {
        let rulebook = self.ledger.rulebook();
        let Some(procedure) = rulebook.procedure(&newer.layer.kind) else { return Vec::new() };
        let rows = newer.view.rows.iter().enumerate();
        let found: Vec<(usize, &FeatureRow, &Guarded)> = rows
            .filter_map(|(feature_idx, row)| Some((feature_idx, row, guarded.get(&row.key)?)))
            .flat_map(|(idx, row, guards)| guards.iter().map(move |guard| (idx, row, guard)))
            .collect();
        let issues = listed(
            &found,
            COUNTED_CHANGED,
            |(feature_idx, row, guard)| {
                let text = words(procedure, &rulebook.standards, &row.name, guard);
                of_feature(
                    &newer.layer,
                    *feature_idx,
                    COUNTED_CHANGED,
                    |spans| spans.properties.start,
                    text,
                )
            },
            |left| {
                Text::new(
                    format!(
                        "其后还有 {left} 处统计用的内容被改；统计都仍按原来的，只列出前 {LISTED_MAX} 处"
                    ),
                    format!(
                        "{left} more such changes; figures keep what stood, the first {LISTED_MAX} are listed"
                    ),
                )
            },
        );
        issues.into_iter().chain(old.and_then(|old| self.gone(old, newer))).collect()
    }

    /// Features of which nobody recorded anything and that are not in the newer text: they are in no figure any more.
    fn gone(&self, old: &LoadedLayer, newer: &LoadedLayer) -> Option<ReadIssue> {
        let still: HashSet<&FeatureKey> = newer.view.rows.iter().map(|row| &row.key).collect();
        let is_gone = |row: &&FeatureRow| {
            !still.contains(&row.key)
                && self.ledger.plans().recorded(&row.key).is_none_or(|it| it.entries.is_empty())
        };
        let gone: Vec<&FeatureRow> = old.view.rows.iter().filter(is_gone).collect();
        let names: Vec<&str> = gone.iter().take(NAMED_MAX).map(|row| &*row.name).collect();
        let more = if gone.len() > NAMED_MAX { "…" } else { "" };
        let count = gone.len();
        (count > 0).then(|| {
            of_the_file(
                FEATURES_GONE,
                Text::new(
                    format!("这份文件比原来少了 {count} 个对象：{}{more}；没有记录的不再列出，也不在统计里，若不该少请对方重发", names.join("、")),
                    format!("this file lacks {count} features that were here: {}{more}; without records they are listed and counted no longer, ask for the file again if that is wrong", names.join(", ")),
                ),
            )
        })
    }
}

fn words(procedure: &Procedure, standards: &Standards, name: &str, guard: &Guarded) -> Text {
    let is_stage = guard.is_stage();
    let label = guard.label(procedure);
    let place = |geometry: &serde_json::Value| {
        geometry.as_str().and_then(extent_of).map(|extent| corner_words(&extent))
    };
    let value = |value: &serde_json::Value| match guard.is_place() && !value.is_null() {
        true => Text::same(place(value).unwrap_or_default()),
        false => guard.value_label(value, procedure, standards),
    };
    let (stands, states) = (value(&guard.stands), value(&guard.states));
    if guard.is_edit() {
        return edit_words(name, &label, (&stands, &states), guard.is_to_settle(procedure));
    }
    let (zh_next, en_next) = match (is_stage, guard.is_to_settle(procedure)) {
        (true, _) => ("要不计入，由市级办相应步骤", "the municipality takes the step if it is so"),
        (_, true) => (
            "由市级在“待审”的“填报不一致”里定",
            "the municipality settles it under Review, contradictions",
        ),
        _ => ("要改，由市级写明原因后改", "the municipality changes it, with a reason"),
    };
    Text::new(
        format!(
            "{name}：文件把“{}”由“{}”改成“{}”，会动统计；统计仍按“{}”，{zh_next}",
            label.zh, stands.zh, states.zh, stands.zh
        ),
        format!(
            "{name}: the file changes \"{}\" from \"{}\" to \"{}\", which moves a figure; figures keep \"{}\": {en_next}",
            label.en, stands.en, states.en, stands.en
        ),
    )
}

/// Of what another program changed.
fn edit_words(name: &str, label: &Text, values: (&Text, &Text), is_to_settle: bool) -> Text {
    let (stands, states) = values;
    let (zh_next, en_next) = match is_to_settle {
        true => (
            "两个都列在“填报不一致”里，由人定",
            "both stand under contradictions until somebody decides",
        ),
        false => ("若文件里的才对，请照程序补记", "record it by its step if the file is right"),
    };
    Text::new(
        format!(
            "{name}：别的软件把“{}”由“{}”改成“{}”（谁改的：未知）；仍按“{}”，{zh_next}",
            label.zh, stands.zh, states.zh, stands.zh
        ),
        format!(
            "{name}: other software changed \"{}\" from \"{}\" to \"{}\" (by whom: unknown); \"{}\" stands, {en_next}",
            label.en, stands.en, states.en, stands.en
        ),
    )
}

/// As they lie in the workspace.
pub(super) fn proposal_rows(layer: u64, guarded: &GuardedFeatures) -> Vec<ProposalRow> {
    let rows = guarded.iter().flat_map(|(key, guards)| {
        guards.iter().filter_map(move |guard| {
            let content = serde_json::to_string(guard).ok()?;
            Some(ProposalRow { layer, feature: key.to_string(), content })
        })
    });
    rows.collect()
}

/// What a workspace holds back of one of its layers, for another workspace that takes the layer in.
pub(super) fn held_of(layer: u64, rows: &[ProposalRow]) -> Vec<Held> {
    let of_layer = rows.iter().filter(|row| row.layer == layer);
    let held = of_layer.filter_map(|row| {
        let guard = serde_json::from_str(&row.content).ok()?;
        Some(Held { feature: row.feature.clone(), guard })
    });
    held.collect()
}

/// As they come out of it; what another program put there and this one does not know is passed over.
pub(super) fn guarded_of(rows: Vec<ProposalRow>) -> GuardedFeatures {
    let mut guarded = GuardedFeatures::new();
    for row in rows {
        let guard = serde_json::from_str(&row.content).ok();
        if let Some((key, guard)) = FeatureKey::parse(&row.feature).zip(guard) {
            guarded.entry(key).or_default().push(guard);
        }
    }
    guarded
}
