//! 序时进度: how many had reached a stage by each week, beside what was planned.

use super::super::procedure::Procedure;
use super::super::programme::{Figure, Target};
use super::super::programme_figures::TargetSummary;
use super::super::rules::Rulebook;
use super::super::state::FeatureState;
use super::super::summary::{Census, Counted};
use super::super::values::parse_day;
use crate::model::{Day, Kind};

/// The curves on offer: the figure, the kind that feeds it, the set of stages that counts.
const CURVES: [(&str, &str, &str); 5] = [
    ("k_plan", Kind::OUTFALL, "past_approval"),
    ("k_done", Kind::OUTFALL, "works_done"),
    ("k_signoff", Kind::OUTFALL, ""),
    ("k_bow_plan", Kind::BLACK_ODOROUS_WATER, "past_plan"),
    ("k_bow_elim", Kind::BLACK_ODOROUS_WATER, "eliminated"),
];

/// A figure over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The figure's code.
    pub kpi: String,
    /// How many there were at the end of each day, ascending; the last is the day looked at.
    pub actual: Vec<(Day, u32)>,
    /// What was to be reached by which day; empty where no target plans it.
    pub planned: Vec<(Day, f64)>,
    /// The whole.
    pub whole: u32,
}

/// The curves of figures that have anything to count.
pub(super) fn curves(census: &Census, rulebook: &Rulebook, as_of: Day) -> Vec<Curve> {
    CURVES
        .iter()
        .filter_map(|(kpi, kind, set)| curve(census, rulebook, as_of, kpi, kind, set))
        .collect()
}

fn curve(
    census: &Census,
    rulebook: &Rulebook,
    as_of: Day,
    kpi: &str,
    kind: &str,
    set: &str,
) -> Option<Curve> {
    let counted = census.counted.get(kind)?;
    // Where a target plans the figure, the curve is the target's: the same features against the same plan.
    let target = target_of(rulebook, kpi);
    let of_target = target.and_then(|target| census.targets.get(&target.id));
    let members = of_target.filter(|members| !members.of.is_empty());
    let members = members.or_else(|| census.kpis.get(kpi)).filter(|it| !it.of.is_empty())?;
    let procedure = rulebook.procedure(&Kind::new(kind))?;
    let counts = |stage: &str| match set {
        "" => stage == "signed_off",
        set => procedure.is_in_set(set, stage),
    };
    let counted_target = target
        .and_then(|target| census.summary.targets.iter().find(|counted| counted.id == target.id));
    let planned = target.zip(counted_target).and_then(|(target, counted)| planned(target, counted));
    let planned = planned.unwrap_or_default();
    let whole = counted_target.and_then(|target| target.den?.to_string().parse::<f64>().ok());
    let whole = whole.map_or(members.of.len() as u32, |whole| whole as u32);
    let first_step =
        counted.iter().filter_map(|one| Some(one.state.steps.first()?.counts_from)).min();
    let first = planned.first().map(|(day, _)| *day).into_iter().chain(first_step).min();
    let first = first.unwrap_or(as_of).min(as_of);
    // They are a run of places: those of the kind.
    let base = counted.first()?.place;
    let of: Vec<&Counted> =
        members.of.iter().filter_map(|place| counted.get((place - base) as usize)).collect();
    let week = jiff::Span::new().days(7);
    let mut days: Vec<Day> = Vec::new();
    let mut day = first;
    while day < as_of && days.len() < 600 {
        days.push(day);
        day = day.saturating_add(week);
    }
    let mut actual: Vec<(Day, u32)> = days
        .into_iter()
        .map(|day| {
            let hit = |one: &&&Counted| stage_on(&one.state, procedure, day).is_some_and(counts);
            (day, of.iter().filter(hit).count() as u32)
        })
        .collect();
    // The figure itself, with all its care about conflicts.
    actual.push((as_of, members.hits.len() as u32));
    Some(Curve { kpi: kpi.to_owned(), actual, planned, whole })
}

/// The first target that counts this figure.
fn target_of<'a>(rulebook: &'a Rulebook, kpi: &str) -> Option<&'a Target> {
    let is_it = |target: &&Target| {
        let figure = target.measure.as_ref().map(|(figure, _)| figure);
        matches!(figure, Some(Figure::Kpi { code, .. }) if code == kpi)
    };
    rulebook.programme.targets.iter().find(is_it)
}

/// By the target's pace towards its goal.
fn planned(target: &Target, counted: &TargetSummary) -> Option<Vec<(Day, f64)>> {
    let goal: f64 = counted.goal?.to_string().parse().ok()?;
    let points = target.pace.iter();
    Some(points.map(|(day, per_cent)| (*day, goal * f64::from(*per_cent) / 100.0)).collect())
}

/// The stage at the end of a day, by the steps that count now.
fn stage_on<'a>(state: &'a FeatureState, procedure: &'a Procedure, day: Day) -> Option<&'a str> {
    if let Some(step) = state.steps.iter().rev().find(|step| step.counts_from <= day) {
        return Some(step.to.as_str());
    }
    // As received: since the day the file gives, if it does.
    let stated = match state.steps.first() {
        None => state.stage_code()?,
        Some(first) if first.transition.is_none() => first.to.as_str(),
        Some(_) => return None,
    };
    procedure.stated_stage_on(stated, day, &|field| parse_day(state.text(field)?))
}
