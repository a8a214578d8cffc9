//! The outfall figures of the programme, by their codes (domain §9).
//!
//! O are the outfalls that are not struck off; N those of them that need remediation: all that the municipality has not
//! found to need none. The category 保留 alone, which anybody may write, takes none of them out (domain §9 would have
//! it so; a denominator shrinks by approval only). A figure that counts nothing is null, never 0 % or 100 %.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::procedure::Procedure;
use super::rules::is_overdue;
use super::state::{FeatureState, SampleState};
use super::summary::{Counted, SummaryInput};
use super::tally::{Tally, pair, rate};
use super::values::{parse_day, parse_number};
use super::verdict::Outcome;
use crate::model::Day;

/// Every figure there is; those whose layers are not here stay null.
const CODES: [&str; 26] = [
    "k_survey",
    "k_monitor",
    "k_trace",
    "k_subject",
    "k_plan",
    "k_done",
    "k_signoff",
    "k_programme",
    "k_overdue",
    "k_ontime",
    "k_relapse",
    "k_days",
    "k_sign",
    "k_comply",
    "k_mix",
    "k_bow_survey",
    "k_bow_plan",
    "k_bow_elim",
    "k_river_inferior",
    "k_sec_good",
    "k_sec_target",
    "k_plot_safe",
    "k_plot_illegal",
    "k_farm_safe",
    "k_patrol",
    "k_data",
];

/// All figures as absent.
pub(super) fn none() -> BTreeMap<String, Tally> {
    CODES.iter().map(|code| ((*code).to_owned(), Tally::default())).collect()
}

/// The codes of all figures, in their order.
pub fn kpi_codes() -> &'static [&'static str] {
    &CODES
}

/// Whether a figure has this code.
pub(super) fn is_known(code: &str) -> bool {
    CODES.contains(&code)
}

/// What the figures look at beside the plans.
pub(super) struct Figures<'a> {
    pub input: &'a SummaryInput<'a>,
    pub procedure: &'a Procedure,
    pub programme_total: Option<u64>,
}

/// The outfalls that count, and those of them that need remediation.
pub(super) struct Outfalls<'a> {
    figures: &'a Figures<'a>,
    /// How many the layers hold, struck off or not.
    loaded: usize,
    all: Vec<&'a Counted>,
    needing: Vec<&'a Counted>,
}

impl<'a> Outfalls<'a> {
    pub fn new(figures: &'a Figures<'a>, counted: &'a [Counted]) -> Self {
        let all: Vec<_> =
            counted.iter().filter(|one| one.stage.as_deref() != Some("cancelled")).collect();
        let needs = |one: &&&Counted| one.stage.as_deref() != Some("not_required");
        let needing = all.iter().filter(needs).copied().collect();
        Self { figures, loaded: counted.len(), all, needing }
    }

    pub fn kpis(&self) -> BTreeMap<String, Tally> {
        let (all, needing) = (|| self.all.iter().copied(), || self.needing.iter().copied());
        let yes = |one: &Counted, field: &str| one.state.text(field) == Some("yes");
        let given = |one: &Counted, field: &str| one.state.text(field).is_some();
        let at = |stage: &'static str| move |one: &Counted| one.stage.as_deref() == Some(stage);
        let open: Vec<&Counted> = all().filter(|one| self.is_in(one, "open")).collect();
        let figures = [
            (
                "k_survey",
                rate(all(), |one| given(one, "is_outfall") && is_surveyed_on_foot(&one.state)),
            ),
            ("k_monitor", self.monitored()),
            (
                "k_trace",
                rate(all(), |one| given(one, "responsible_subject") && yes(one, "trace_complete")),
            ),
            ("k_subject", rate(all(), |one| given(one, "responsible_subject"))),
            ("k_plan", rate(needing(), |one| self.is_past_approval(one))),
            ("k_done", rate(needing(), |one| self.is_in(one, "works_done"))),
            ("k_signoff", rate(needing(), at("signed_off"))),
            ("k_programme", self.programme()),
            (
                "k_overdue",
                rate(open, |one| {
                    is_overdue(self.figures.procedure, &one.state, self.figures.input.as_of)
                }),
            ),
            ("k_ontime", self.on_time()),
            ("k_relapse", self.relapsed()),
            ("k_days", self.days_to_signoff()),
            ("k_sign", self.signboards()),
            ("k_comply", self.compliant()),
            ("k_mix", self.mix()),
            ("k_patrol", self.patrolled()),
        ];
        figures.into_iter().map(|(code, value)| (code.to_owned(), value)).collect()
    }

    fn is_in(&self, one: &Counted, set: &str) -> bool {
        let stage = one.stage.as_deref();
        stage.is_some_and(|stage| self.figures.procedure.is_in_set(set, stage))
    }

    fn is_past_approval(&self, one: &Counted) -> bool {
        let left =
            one.state.stage_left.as_deref().filter(|_| one.stage.as_deref() == Some("suspended"));
        self.is_in(one, "past_approval")
            || left.is_some_and(|left| self.figures.procedure.is_in_set("past_approval", left))
    }

    /// Done with a result that decides; "cannot be sampled" counts as done and is shown as a split. What is still at
    /// the laboratory, or was only tested quickly, is not done and is told beside.
    fn monitored(&self) -> Tally {
        let judged = |one: &Counted| one.state.samples.iter().any(has_deciding_result);
        let exempt = |one: &Counted| {
            one.state.text("sampling_possible") == Some("no")
                && one.state.text("sampling_blocker").is_some()
        };
        let count = |holds: &dyn Fn(&Counted) -> bool| {
            self.all.iter().filter(|one| holds(one) && !judged(one)).count()
        };
        let waits = |one: &Counted| one.state.samples.iter().any(|sample| sample.result.is_none());
        let is_quick = |one: &Counted| !one.state.samples.is_empty() && !waits(one);
        rate(self.all.iter().copied(), |one| judged(one) || exempt(one))
            .put("no_condition", count(&exempt).into())
            .tell("at_lab", count(&|one| waits(one) && !exempt(one)))
            .tell("quick_only", count(&|one| is_quick(one) && !exempt(one)))
    }

    /// Against the size the file states, e.g. 68; where fewer are loaded, both are shown.
    fn programme(&self) -> Tally {
        let Some(total) = self.figures.programme_total.filter(|total| *total > 0) else {
            return Tally::default();
        };
        let all = self.all.iter().copied();
        let signed = all.clone().filter(|one| one.stage.as_deref() == Some("signed_off"));
        let value = json!({"num": signed.clone().count(), "den": total, "loaded": self.loaded});
        Tally::new(value, signed, all)
    }

    fn on_time(&self) -> Tally {
        let as_of = self.figures.input.as_of;
        let passed: Vec<&Counted> = self
            .needing
            .iter()
            .filter(|one| one.state.deadline_original.is_some_and(|deadline| deadline < as_of))
            .copied()
            .collect();
        rate(passed, |one| {
            let signed =
                signed_off_on(&one.state).filter(|_| one.stage.as_deref() == Some("signed_off"));
            signed.zip(one.state.deadline_original).is_some_and(|(day, deadline)| day <= deadline)
        })
    }

    fn relapsed(&self) -> Tally {
        let ever = |one: &Counted, stage: &str| {
            one.stage.as_deref() == Some(stage) || one.state.entry_into(stage).is_some()
        };
        let signed: Vec<&Counted> = self
            .all
            .iter()
            .filter(|one| ever(one, "signed_off") || ever(one, "reopened"))
            .copied()
            .collect();
        rate(signed, |one| ever(one, "reopened"))
    }

    /// The median of the days from approval to sign-off, with how many it is of.
    fn days_to_signoff(&self) -> Tally {
        let days = |one: &&Counted| {
            if one.stage.as_deref() != Some("signed_off") {
                return None;
            }
            let approved = one
                .state
                .steps
                .iter()
                .find(|step| step.to == "approved" && step.transition.is_some())?;
            let signed =
                one.state.entry_into("signed_off").filter(|step| step.transition.is_some())?;
            let span = signed.counts_from.since(approved.counts_from).ok()?;
            Some(span.get_days())
        };
        let timed = || self.all.iter().copied().filter(|one| days(one).is_some());
        let mut days: Vec<i32> = self.all.iter().filter_map(days).collect();
        days.sort_unstable();
        let middle = days.len() / 2;
        let value = match (days.get(middle), days.len() % 2) {
            (None, _) => Value::Null,
            (Some(day), 1) => json!({"median_days": f64::from(*day), "n": days.len()}),
            (Some(day), _) => {
                let before = days.get(middle - 1).copied().unwrap_or(*day);
                json!({"median_days": f64::from(before + day) / 2.0, "n": days.len()})
            }
        };
        Tally::new(value, timed(), timed())
    }

    fn signboards(&self) -> Tally {
        let kept =
            |one: &&&Counted| matches!(one.state.text("category"), Some("standardize" | "keep"));
        let kept: Vec<&Counted> = self.all.iter().filter(kept).copied().collect();
        rate(kept, |one| one.state.photos.iter().any(|photo| photo.body.photo_kind == "signboard"))
    }

    /// The latest sample of each, by the standard stated; what is not judged is left out and counted.
    fn compliant(&self) -> Tally {
        let latest = |one: &&Counted| {
            newest_deciding(&one.state)?
                .judgement
                .as_ref()
                .map(|judgement| judgement.outcome.clone())
        };
        let judged = self.all.iter().filter_map(|one| Some((*one, latest(one)?)));
        let judged: Vec<(&Counted, Outcome)> = judged.collect();
        let having = |outcome: Outcome| {
            judged.iter().filter(move |(_, it)| *it == outcome).map(|(one, _)| *one)
        };
        let (good, bad) = (having(Outcome::Compliant), having(Outcome::Failing));
        let den = good.clone().count() + bad.clone().count();
        let value = pair(good.clone().count(), den);
        let is_replaced = |one: &Counted| {
            newest_deciding(&one.state).is_some_and(|it| it.replaced_by_another().is_some())
        };
        let replaced = judged.iter().filter(|(one, _)| is_replaced(one)).count();
        Tally::new(value, good.clone(), good.chain(bad))
            .put("not_judged", (judged.len() - den).into())
            .tell("replaced", replaced)
    }

    fn mix(&self) -> Tally {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &self.all {
            *counts.entry(one.state.text("category").unwrap_or("undecided")).or_default() += 1;
        }
        let value = if counts.is_empty() { Value::Null } else { json!(counts) };
        Tally::new(value, [], self.all.iter().copied())
    }

    /// Those last visited within their patrol interval. One without an interval is not patrolled in time; where none
    /// has one there is nothing to count.
    fn patrolled(&self) -> Tally {
        let as_of = self.figures.input.as_of;
        let interval = |one: &Counted| {
            let days = parse_number(one.state.text("patrol_interval_days")?)? as i64;
            jiff::Span::new().try_days(days.clamp(0, 36_500)).ok()
        };
        let without = self.all.iter().filter(|one| interval(one).is_none()).count();
        if without == self.all.len() {
            return Tally::default();
        }
        let kept = |one: &Counted| {
            let last = one.state.visits.iter().map(|visit| visit.record.on).max();
            let oldest = interval(one).map(|span| as_of.saturating_sub(span));
            last.zip(oldest).is_some_and(|(last, oldest)| last >= oldest)
        };
        rate(self.all.iter().copied(), kept).tell("no_interval", without)
    }
}

/// The newest sample that decides.
pub(super) fn newest_deciding(state: &FeatureState) -> Option<&SampleState> {
    let samples = state.samples.iter().filter(|sample| has_deciding_result(sample));
    samples.max_by_key(|sample| sample.day)
}

/// Whether a sample has a result that says something: quick tests never decide.
pub(super) fn has_deciding_result(sample: &SampleState) -> bool {
    sample.result.as_ref().is_some_and(|result| result.body.source != "quick")
}

/// Whether people stood at the outfall: suspected points seen from above are not yet surveyed.
pub fn is_surveyed_on_foot(state: &FeatureState) -> bool {
    let level = state.text("survey_level");
    level.is_some_and(|level| level != "level_1" && level != "tj_level_3")
}

/// The day of the sign-off: from which its step counts, or as the received file states it. A step dated back counts no
/// earlier than what it was built on.
fn signed_off_on(state: &FeatureState) -> Option<Day> {
    let step = state.entry_into("signed_off").filter(|step| step.transition.is_some());
    step.map(|step| step.counts_from).or_else(|| state.text("signoff_on").and_then(parse_day))
}
