//! How the programme's targets stand as of a day: what is reached, of what whole, and what the plan wanted by then.
//!
//! A target whose layer is not here, or where nothing counts, has no figure at all: neither 0 nor 100 %. How the shapes
//! count: [`super::programme_shapes`].

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::amount::Amount;
use super::feature_tests::{Called, Tester};
use super::programme::{DueSaidBy, Goal, Target};
use super::programme_mix::{Mix, mix};
use super::programme_shapes::{Counting, PER_CENT, Reached};
use super::rules::Rulebook;
use super::summary::Counted;
use super::tally::{Members, Tally};
use crate::model::{Day, FeatureKey, Kind, Text};

/// How a target stands on the day looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetStanding {
    /// The goal is reached.
    Reached,
    /// Not reached yet, and no less than what was planned by this day.
    OnPace,
    /// Less than what was planned by this day, or than what is to be held all the time.
    Behind,
    /// The due day has passed without the goal.
    Missed,
}

/// One target as `yice summary --json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetSummary {
    pub id: String,
    /// The number of its task.
    pub task: u32,
    pub label: Text,
    /// What is reached; null without data.
    pub num: Option<Amount>,
    /// The whole; null without data, and where the target is a bare count.
    pub den: Option<Amount>,
    /// What `num` is to be; null while the whole it is a share of is not known.
    pub goal: Option<Amount>,
    /// What may yet belong to `num` and nobody has confirmed: 待核.
    #[serde(skip_serializing_if = "is_none_to_tell")]
    pub to_check: u64,
    /// Of how many nothing is stated, so that they count as nothing.
    #[serde(skip_serializing_if = "is_none_to_tell")]
    pub unstated: u64,
    /// The unit of the three; null: they count.
    pub unit: Option<String>,
    pub due: String,
    pub due_said_by: DueSaidBy,
    /// What was planned by the day looked at; null where there is no goal, or where it is to be held all the time.
    pub planned: Option<Amount>,
    pub standing: Option<TargetStanding>,
    /// The kind of layer that feeds it; where there is no figure, the one that is wanting.
    pub layer: String,
    /// What its features are split by; absent where nothing is to be split.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mix: Option<Mix>,
}

impl TargetSummary {
    /// Whether its two numbers are a rate already: so much of a hundred.
    pub fn is_rate(&self) -> bool {
        self.unit.as_deref() == Some(PER_CENT)
    }
}

/// What a target is counted from.
pub(super) struct Sources<'a> {
    /// The features of every kind, by the kind's code.
    pub counted: &'a BTreeMap<String, Vec<Counted>>,
    pub kpis: &'a BTreeMap<String, Tally>,
    pub rulebook: &'a Rulebook,
    pub main_key: &'a dyn Fn(&FeatureKey) -> FeatureKey,
    pub as_of: Day,
}

fn is_none_to_tell(count: &u64) -> bool {
    *count == 0
}

impl Sources<'_> {
    /// All targets of the programme, in its order, each with its features.
    pub fn targets(&self) -> Vec<(TargetSummary, Members)> {
        let targets = &self.rulebook.programme.targets;
        let asked = targets.iter().flat_map(Target::named_kinds);
        let called = Called::new(asked, self.counted, self.main_key);
        let tester = Tester { counted: self.counted, as_of: self.as_of, called: &called };
        targets.iter().map(|target| self.target(&tester, target)).collect()
    }

    fn target(&self, tester: &Tester<'_>, target: &Target) -> (TargetSummary, Members) {
        let layer = tester.features(&target.layer);
        let counting = Counting { tester, kpis: self.kpis, layer };
        let wanting = target.named_kinds().find(|kind| tester.features(kind).is_empty());
        let measure = target.measure.as_ref();
        let counted = measure.filter(|_| wanting.is_none());
        let reached = counted.and_then(|(figure, _)| counting.reached(figure));
        let aim = measure.map(|(_, goal)| goal);
        let goal = aim.and_then(|aim| goal(tester, layer, aim, reached.as_ref()));
        let planned = goal.filter(|_| reached.is_some()).and_then(|goal| {
            let step = step(reached.as_ref()?.unit.as_deref());
            let (num, den) = share_planned(&target.pace, self.as_of)?;
            Some(goal.share_down(num, den, step))
        });
        let standing = reached.as_ref().zip(goal).map(|(reached, goal)| {
            let is_reached = match aim {
                Some(Goal::AtMost(_)) => reached.num <= goal,
                _ => reached.num >= goal,
            };
            match planned {
                _ if is_reached => TargetStanding::Reached,
                _ if self.as_of > target.due => TargetStanding::Missed,
                Some(planned) if reached.num >= planned => TargetStanding::OnPace,
                _ => TargetStanding::Behind,
            }
        });
        let members = reached.as_ref().map(|reached| reached.members.clone()).unwrap_or_default();
        let mix = reached.as_ref().and_then(|reached| self.mix(&counting, target, reached));
        let is_fed = !layer.is_empty();
        let summary = TargetSummary {
            id: target.id.clone(),
            task: target.task,
            label: target.label.clone(),
            num: reached.as_ref().map(|reached| reached.num),
            den: reached.as_ref().and_then(|reached| reached.den),
            goal,
            to_check: reached.as_ref().map_or(0, |reached| reached.to_check),
            unstated: reached.as_ref().map_or(0, |reached| reached.unstated),
            unit: reached.and_then(|reached| reached.unit),
            due: target.due.to_string(),
            due_said_by: target.due_said_by,
            planned,
            standing,
            layer: wanting.filter(|_| is_fed).unwrap_or(&target.layer).to_owned(),
            mix,
        };
        (summary, members)
    }

    /// The parts of those it is of; where it counts no part of a whole, of all that its figure takes.
    fn mix(&self, counting: &Counting<'_>, target: &Target, reached: &Reached) -> Option<Mix> {
        let procedure = self.rulebook.procedure(&Kind::new(&target.layer))?;
        let ((figure, _), by) = (target.measure.as_ref()?, target.mix.as_deref()?);
        let whole: HashSet<u32> = reached.members.of.iter().copied().collect();
        let is_of = |one: &&Counted| reached.den.is_none() || whole.contains(&one.place);
        let of = counting.taken(figure.filter()).filter(is_of);
        let tells_hits = reached.den.is_some() && !figure.hits_by(by);
        mix(procedure, by, of, tells_hits.then_some(&reached.members.hits))
    }
}

/// What is to be reached; unknown while the whole is that it is a part of.
fn goal(
    tester: &Tester<'_>,
    layer: &[Counted],
    aim: &Goal,
    reached: Option<&Reached>,
) -> Option<Amount> {
    match aim {
        // Of a share, up: 91 % of 12 is reached with 11, not with 10.
        Goal::Share(per_cent) => {
            let reached = reached?;
            let step = step(reached.unit.as_deref());
            Some(reached.den?.share_up(u64::from(*per_cent), 100, step))
        }
        Goal::Count(count) | Goal::AtMost(count) => Some(Amount::of(u64::from(*count))),
        Goal::NotBelow(tests) => {
            let of: HashSet<u32> = reached?.members.of.iter().copied().collect();
            let passing =
                layer.iter().filter(|one| of.contains(&one.place) && tester.passes(one, tests));
            Some(Amount::of(passing.count() as u64))
        }
    }
}

/// What is measured is reckoned to the thousandth, a rate to the tenth; what is counted, in whole ones.
fn step(unit: Option<&str>) -> u64 {
    match unit {
        None => 1000,
        Some(PER_CENT) => 100,
        Some(_) => 1,
    }
}

/// What part of the goal was planned by the day, as a fraction; `None` where nothing is planned to grow.
fn share_planned(pace: &[(Day, u32)], as_of: Day) -> Option<(u64, u64)> {
    let (first, last) = (pace.first()?, pace.last()?);
    if as_of <= first.0 {
        return Some((u64::from(first.1), 100));
    }
    let next = pace.iter().position(|(day, _)| *day >= as_of);
    let Some(next) = next else { return Some((u64::from(last.1), 100)) };
    let ((day_a, a), (day_b, b)) = (pace.get(next.checked_sub(1)?)?, pace.get(next)?);
    let days = |from: Day, to: Day| {
        let span = to.since(from).map_or(0, |span| span.get_days());
        u64::try_from(span).unwrap_or(0)
    };
    let (gone, whole) = (days(*day_a, as_of), days(*day_a, *day_b).max(1));
    let rise = u64::from(b.saturating_sub(*a));
    Some((u64::from(*a) * whole + rise * gone, 100 * whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn planned(pace: &[(&str, u32)], as_of: &str, goal: u64, expected: &str) {
        let pace: Vec<(Day, u32)> =
            pace.iter().map(|(day, per_cent)| (day.parse().unwrap(), *per_cent)).collect();
        let (num, den) = share_planned(&pace, as_of.parse().unwrap()).unwrap();
        assert_eq!(Amount::of(goal).share_down(num, den, 1000).to_string(), expected);
    }

    #[test]
    fn an_even_plan_grows_by_the_day_and_counts_whole_ones() {
        // 2022-03-09 to 2022-12-31 are 297 days; the 99th of them is a third of the way.
        let even = [("2022-03-09", 0), ("2022-12-31", 100)];
        planned(&even, "2022-01-01", 66, "0");
        planned(&even, "2022-03-09", 66, "0");
        planned(&even, "2022-06-15", 66, "21");
        planned(&even, "2022-06-16", 66, "22");
        planned(&even, "2022-12-31", 66, "66");
        planned(&even, "2023-02-01", 66, "66");
    }

    #[test]
    fn a_given_pace_is_even_between_its_days() {
        let pace = [("2022-03-01", 0), ("2022-03-11", 40), ("2022-03-21", 100)];
        planned(&pace, "2022-03-06", 100, "20");
        planned(&pace, "2022-03-11", 100, "40");
        planned(&pace, "2022-03-16", 100, "70");
    }
}
