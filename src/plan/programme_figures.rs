//! Counts the programme's targets as of a day: what is reached, of what whole, and what the plan wanted by then.
//!
//! A target whose layer is not here, or where nothing counts, has no figure at all: neither 0 nor 100 %.

use std::collections::{BTreeMap, HashSet};

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::kpi_kinds::class_code;
use super::programme::{DueSaidBy, FieldTests, Figure, Filter, Goal, Target, Whole};
use super::state::{SampleState, value_texts};
use super::summary::Counted;
use super::tally::{Members, Tally};
use super::values::parse_number;
use super::verdict::Outcome;
use crate::model::{Day, Text};

/// A count, or a measured amount to a thousandth of its unit: figures are exact, and the same on every computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    thousandths: u64,
}

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
    #[serde(skip_serializing_if = "is_none_to_check")]
    pub to_check: u64,
    /// The unit of the three; null: they count.
    pub unit: Option<String>,
    pub due: String,
    pub due_said_by: DueSaidBy,
    /// What was planned by the day looked at; null where there is no goal, or where it is to be held all the time.
    pub planned: Option<Amount>,
    pub standing: Option<TargetStanding>,
    /// The kind of layer that feeds it.
    pub layer: String,
}

/// What a target is counted from.
pub(super) struct Sources<'a> {
    /// The features of every kind, by the kind's code.
    pub counted: &'a BTreeMap<String, Vec<Counted>>,
    pub kpis: &'a BTreeMap<String, Tally>,
    pub as_of: Day,
}

/// What is reached and the whole of it, in a unit.
struct Reached {
    num: Amount,
    den: Option<Amount>,
    to_check: u64,
    unit: Option<String>,
    members: Members,
}

fn is_none_to_check(count: &u64) -> bool {
    *count == 0
}

impl Amount {
    pub fn of(count: u64) -> Self {
        Self { thousandths: count.saturating_mul(1000) }
    }

    /// To the nearest thousandth; what is negative or no number is nothing.
    fn measured(amount: f64) -> Self {
        // The cast saturates, and makes 0 of NaN.
        Self { thousandths: (amount * 1000.0).round() as u64 }
    }

    /// In thousandths of its unit.
    pub(super) fn thousandths(self) -> u64 {
        self.thousandths
    }

    /// How much more it is than `other`; nothing where it is less.
    pub fn less(self, other: Self) -> Self {
        Self { thousandths: self.thousandths.saturating_sub(other.thousandths) }
    }

    fn is_whole(self) -> bool {
        self.thousandths.is_multiple_of(1000)
    }

    /// `num / den` of it, up to a whole multiple of `step` thousandths.
    fn share_up(self, num: u64, den: u64, step: u64) -> Self {
        let part = u128::from(self.thousandths) * u128::from(num);
        let steps = part.div_ceil(u128::from(den.max(1)) * u128::from(step));
        Self { thousandths: u64::try_from(steps * u128::from(step)).unwrap_or(u64::MAX) }
    }

    /// `num / den` of it, down to a whole multiple of `step` thousandths.
    fn share_down(self, num: u64, den: u64, step: u64) -> Self {
        let part = u128::from(self.thousandths) * u128::from(num);
        let steps = part / (u128::from(den.max(1)) * u128::from(step));
        Self { thousandths: u64::try_from(steps * u128::from(step)).unwrap_or(u64::MAX) }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.thousandths / 1000, self.thousandths % 1000);
        match part {
            0 => write!(f, "{whole}"),
            part => write!(f, "{whole}.{}", format!("{part:03}").trim_end_matches('0')),
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.is_whole() {
            true => serializer.serialize_u64(self.thousandths / 1000),
            false => serializer.serialize_f64(self.thousandths as f64 / 1000.0),
        }
    }
}

impl Sources<'_> {
    pub fn target(&self, target: &Target) -> (TargetSummary, Members) {
        let measure = target.measure.as_ref();
        let reached = measure.and_then(|(figure, _)| self.reached(&target.layer, figure));
        let aim = measure.map(|(_, goal)| goal);
        let goal = aim.and_then(|aim| self.goal(&target.layer, aim, reached.as_ref()));
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
        let summary = TargetSummary {
            id: target.id.clone(),
            task: target.task,
            label: target.label.clone(),
            num: reached.as_ref().map(|reached| reached.num),
            den: reached.as_ref().and_then(|reached| reached.den),
            goal,
            to_check: reached.as_ref().map_or(0, |reached| reached.to_check),
            unit: reached.and_then(|reached| reached.unit),
            due: target.due.to_string(),
            due_said_by: target.due_said_by,
            planned,
            standing,
            layer: target.layer.clone(),
        };
        (summary, members)
    }

    fn reached(&self, layer: &str, figure: &Figure) -> Option<Reached> {
        let features = || self.counted.get(layer).map(Vec::as_slice).unwrap_or_default().iter();
        match figure {
            Figure::Kpi { code, of, total: Some(total) } => {
                let own = Figure::Kpi { code: code.clone(), of: of.clone(), total: None };
                let loaded = self.reached(layer, &own)?;
                let counted: HashSet<u32> = loaded.members.of.iter().copied().collect();
                // Only what is on record as taken out makes the campaign smaller.
                let out = features().filter(|one| {
                    !counted.contains(&one.place) && one.stage.is_some() && !one.state.unproven
                });
                let whole = Amount::of(u64::from(*total)).less(Amount::of(out.count() as u64));
                Some(Reached { den: loaded.den.map(|den| den.max(whole)), ..loaded })
            }
            Figure::Kpi { code, of, .. } if of.is_all() => of_kpi(self.kpis.get(code)?),
            Figure::Kpi { code, of, .. } => {
                let members = &self.kpis.get(code)?.members;
                let hits: HashSet<u32> = members.hits.iter().copied().collect();
                let whole: HashSet<u32> = members.of.iter().copied().collect();
                let taken =
                    features().filter(|one| whole.contains(&one.place) && self.takes(of, one));
                counts(taken.map(|one| (one, hits.contains(&one.place))))
            }
            Figure::Features { of, hit } => {
                let taken: Vec<&Counted> = features().filter(|one| self.takes(of, one)).collect();
                // What has no class is not well, and is told beside: classes of none at all are no figure.
                let is_open = |one: &&Counted| {
                    hit.contains_key("class") && class_code(&one.state, self.as_of).is_none()
                };
                let open = taken.iter().filter(|one| is_open(one)).count() as u64;
                let reached = counts(taken.iter().map(|one| (*one, self.is_hit(one, hit))))?;
                (open < taken.len() as u64).then_some(Reached { to_check: open, ..reached })
            }
            Figure::Samples { of } => {
                let taken = features().filter(|one| self.takes(of, one));
                counts(taken.flat_map(|one| {
                    let verdicts = one.state.samples.iter().filter_map(verdict);
                    verdicts.map(move |is_compliant| (one, is_compliant))
                }))
            }
            Figure::Items { of, list, items, hit } => {
                let rows = features().filter(|one| self.takes(of, one));
                let rows = rows
                    .flat_map(|one| one.state.list_items(list).map(move |(_, item)| (one, item)));
                let rows = rows.filter(|(_, item)| has(item, items));
                counts(rows.map(|(one, item)| (one, has(item, hit))))
            }
            Figure::Sum { of, hit, part, whole, unit } => {
                let number = |one: &Counted, field: &str| parse_number(one.state.text(field)?);
                let (mut num, mut den) = (0.0, 0.0);
                let mut members = Members::default();
                // A part of a whole that nobody stated says nothing.
                if let Whole::Total(total) = whole {
                    den = f64::from(*total);
                }
                for one in features().filter(|one| self.takes(of, one)) {
                    let Whole::Field(whole) = whole else {
                        if self.is_hit(one, hit) {
                            num += number(one, part).unwrap_or(0.0);
                            members.hits.push(one.place);
                        }
                        members.of.push(one.place);
                        continue;
                    };
                    if let Some(all) = number(one, whole) {
                        if self.is_hit(one, hit) {
                            num += number(one, part).unwrap_or(0.0).min(all);
                            members.hits.push(one.place);
                        }
                        den += all;
                        members.of.push(one.place);
                    }
                }
                let (num, den) = (Amount::measured(num.min(den)), Amount::measured(den));
                let is_something = den > Amount::default() && !members.of.is_empty();
                let unit = unit.clone();
                is_something.then_some(Reached { num, den: Some(den), to_check: 0, unit, members })
            }
        }
    }
}

/// A pair with its unit, or a bare count.
fn of_kpi(tally: &Tally) -> Option<Reached> {
    let figure = &tally.value;
    let amount = |member: &str| figure.get(member).and_then(Value::as_u64).map(Amount::of);
    let unit = figure.get("unit").and_then(Value::as_str).map(str::to_owned);
    let (num, den) = match amount("count") {
        Some(num) => (num, None),
        None => (amount("num")?, Some(amount("den")?)),
    };
    let to_check = figure.get("to_check").and_then(Value::as_u64).unwrap_or(0);
    Some(Reached { num, den, to_check, unit, members: tally.members.clone() })
}

/// Each one counted with its feature; of several of a feature, it is among the hits if any of them is.
fn counts<'c>(hits: impl Iterator<Item = (&'c Counted, bool)>) -> Option<Reached> {
    let (mut num, mut den) = (0, 0);
    let mut members = Members::default();
    for (one, is_hit) in hits {
        num += u64::from(is_hit);
        den += 1;
        if is_hit && members.hits.last() != Some(&one.place) {
            members.hits.push(one.place);
        }
        if members.of.last() != Some(&one.place) {
            members.of.push(one.place);
        }
    }
    let (num, den) = (Amount::of(num), (den > 0).then(|| Amount::of(den))?);
    Some(Reached { num, den: Some(den), to_check: 0, unit: None, members })
}

/// What is measured is reckoned to the thousandth; what is counted, in whole ones.
fn step(unit: Option<&str>) -> u64 {
    if unit.is_some() { 1 } else { 1000 }
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

impl Sources<'_> {
    /// What is to be reached; unknown while the whole is that it is a part of.
    fn goal(&self, layer: &str, aim: &Goal, reached: Option<&Reached>) -> Option<Amount> {
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
                let counted = self.counted.get(layer)?.iter();
                let passing =
                    counted.filter(|one| of.contains(&one.place) && self.is_hit(one, tests));
                Some(Amount::of(passing.count() as u64))
            }
        }
    }

    fn takes(&self, of: &Filter, one: &Counted) -> bool {
        self.is_hit(one, &of.passes) && (of.but.is_empty() || !self.is_hit(one, &of.but))
    }

    /// Whether a feature passes all tests.
    fn is_hit(&self, one: &Counted, tests: &FieldTests) -> bool {
        tests.iter().all(|(field, wanted)| match field.as_str() {
            "stage" => passes(one.stage.as_deref(), wanted),
            "class" => passes(class_code(&one.state, self.as_of), wanted),
            field => one.state.texts(field).iter().any(|text| passes(Some(text), wanted)),
        })
    }
}

/// Whether a judged sample complies; `None` of one that nobody can judge.
fn verdict(sample: &SampleState) -> Option<bool> {
    match sample.judgement.as_ref()?.outcome {
        Outcome::Compliant => Some(true),
        Outcome::Failing => Some(false),
        Outcome::NotJudged(_) => None,
    }
}

/// Whether an item of a list passes all tests.
fn has(item: &Value, tests: &FieldTests) -> bool {
    tests.iter().all(|(column, wanted)| {
        let texts = item.get(column).map(value_texts).unwrap_or_default();
        texts.iter().any(|text| passes(Some(text), wanted))
    })
}

fn passes(value: Option<&str>, wanted: &[String]) -> bool {
    value.is_some_and(|value| wanted.iter().any(|one| one == "*" || one == value))
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

    #[test]
    fn a_share_of_things_is_a_whole_number_of_them_and_a_share_of_land_is_not() {
        assert_eq!(Amount::of(12).share_up(91, 100, 1000), Amount::of(11));
        assert_eq!(Amount::of(37).share_up(91, 100, 1).to_string(), "33.67");
        assert_eq!(Amount::measured(0.1 + 0.2).to_string(), "0.3");
        assert_eq!(Amount::measured(-1.0), Amount::default());
    }
}
