//! The shapes of a programme's figures: how each of them counts, and of which features.
//!
//! Where nothing counts there is no figure: neither 0 nor 100 %.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::amount::Amount;
use super::feature_tests::Tester;
use super::kpi_kinds::class_code;
use super::programme::{AnyOf, FieldTests, Figure, Filter, Whole};
use super::state::SampleState;
use super::summary::Counted;
use super::tally::{Members, Tally};
use super::values::parse_number;
use super::verdict::Outcome;

/// What is reached and the whole of it, in a unit.
pub(super) struct Reached {
    pub num: Amount,
    pub den: Option<Amount>,
    /// What may yet belong to `num` and nobody has confirmed.
    pub to_check: u64,
    /// Of how many nothing is stated: they count as nothing.
    pub unstated: u64,
    pub unit: Option<String>,
    pub members: Members,
}

impl Reached {
    fn of_features(num: Amount, den: Option<Amount>, members: Members) -> Self {
        Self { num, den, to_check: 0, unstated: 0, unit: None, members }
    }
}

/// Counts figures of one layer.
pub(super) struct Counting<'a> {
    pub tester: &'a Tester<'a>,
    pub kpis: &'a BTreeMap<String, Tally>,
    /// The features of the layer.
    pub layer: &'a [Counted],
}

impl<'a> Counting<'a> {
    pub fn reached(&self, figure: &Figure) -> Option<Reached> {
        match figure {
            Figure::Kpi { code, of, total } => match total {
                Some(total) => self.of_campaign(code, of, *total),
                None => self.kpi(code, of),
            },
            Figure::Features { of, hit } => self.features(of, hit),
            Figure::Samples { of } => counts(self.taken(of).flat_map(|one| {
                let verdicts = one.state.samples.iter().filter_map(verdict);
                verdicts.map(move |is_compliant| (one, is_compliant))
            })),
            Figure::Items { of, list, items, hit } => self.items(of, list, items, hit),
            Figure::Sum { of, hit, part, whole, unit } => {
                let sum = self.sum(of, hit, part, whole)?;
                Some(Reached { unit: unit.clone(), ..sum })
            }
            Figure::Mean { of, part, full } => self.mean(of, part, full),
        }
    }

    /// The features that a figure is of.
    pub fn taken<'s>(&'s self, of: &'s Filter) -> impl Iterator<Item = &'a Counted> + 's {
        self.layer.iter().filter(|one| self.tester.takes(of, one))
    }

    fn kpi(&self, code: &str, of: &Filter) -> Option<Reached> {
        let tally = self.kpis.get(code)?;
        if of.is_all() {
            return of_kpi(tally);
        }
        let hits: HashSet<u32> = tally.members.hits.iter().copied().collect();
        let whole: HashSet<u32> = tally.members.of.iter().copied().collect();
        let taken = self.taken(of).filter(|one| whole.contains(&one.place));
        counts(taken.map(|one| (one, hits.contains(&one.place))))
    }

    /// Of as many as the campaign counts; only what is on record as taken out makes it smaller.
    fn of_campaign(&self, code: &str, of: &Filter, total: u32) -> Option<Reached> {
        let loaded = self.kpi(code, of)?;
        let counted: HashSet<u32> = loaded.members.of.iter().copied().collect();
        let is_out = |one: &&Counted| {
            !counted.contains(&one.place) && one.stage.is_some() && !one.state.unproven
        };
        let out = self.layer.iter().filter(is_out).count();
        let whole = Amount::of(u64::from(total)).less(Amount::of(out as u64));
        Some(Reached { den: loaded.den.map(|den| den.max(whole)), ..loaded })
    }

    /// What has no class is not well, and is told beside: classes of none at all are no figure.
    fn features(&self, of: &Filter, hit: &AnyOf) -> Option<Reached> {
        let taken: Vec<&Counted> = self.taken(of).collect();
        let is_open = |one: &&&Counted| {
            hit.asks_for("class") && class_code(&one.state, self.tester.as_of).is_none()
        };
        let open = taken.iter().filter(is_open).count() as u64;
        let reached = counts(taken.iter().map(|one| (*one, self.tester.hits(one, hit))))?;
        (open < taken.len() as u64).then_some(Reached { to_check: open, ..reached })
    }

    fn items(&self, of: &Filter, list: &str, items: &FieldTests, hit: &AnyOf) -> Option<Reached> {
        let rows = self
            .taken(of)
            .flat_map(|one| one.state.list_items(list).map(move |(_, item)| (one, item)));
        let rows = rows.filter(|(_, item)| self.tester.has(item, items));
        counts(rows.map(|(one, item)| (one, hit.holds(|tests| self.tester.has(item, tests)))))
    }

    /// A part of a whole that nobody stated says nothing.
    fn sum(&self, of: &Filter, hit: &AnyOf, part: &str, whole: &Whole) -> Option<Reached> {
        let (mut num, mut den) = (0.0, 0.0);
        let mut members = Members::default();
        if let Whole::Total(total) = whole {
            den = f64::from(*total);
        }
        for one in self.taken(of) {
            let most = match whole {
                Whole::Total(_) => f64::INFINITY,
                Whole::Field(whole) => {
                    let Some(all) = number(one, whole) else { continue };
                    den += all;
                    all
                }
            };
            if self.tester.hits(one, hit) {
                num += number(one, part).unwrap_or(0.0).min(most);
                members.hits.push(one.place);
            }
            members.of.push(one.place);
        }
        let (num, den) = (Amount::measured(num.min(den)), Amount::measured(den));
        let is_something = den > Amount::default() && !members.of.is_empty();
        is_something.then(|| Reached::of_features(num, Some(den), members))
    }

    /// What is done is a hundred whatever is stated of it; of what nothing is stated, nothing is done.
    fn mean(&self, of: &Filter, part: &str, full: &AnyOf) -> Option<Reached> {
        let (mut sum, mut unstated) = (0.0, 0);
        let mut members = Members::default();
        for one in self.taken(of) {
            let stated = number(one, part);
            let is_full = !full.is_empty() && self.tester.hits(one, full);
            let per_cent = if is_full { 100.0 } else { stated.unwrap_or(0.0).clamp(0.0, 100.0) };
            unstated += u64::from(!is_full && stated.is_none());
            sum += per_cent;
            members.of.push(one.place);
            if per_cent >= 100.0 {
                members.hits.push(one.place);
            }
        }
        let mean = sum / members.of.len().max(1) as f64;
        // To a tenth; what is not all is never all, and what is not nothing never nothing.
        let mean = match (mean * 10.0).round() / 10.0 {
            rounded if rounded >= 100.0 && mean < 100.0 => 99.9,
            rounded if rounded <= 0.0 && mean > 0.0 => 0.1,
            rounded => rounded,
        };
        let (mean, all) = (Amount::measured(mean), Amount::of(100));
        let is_something = !members.of.is_empty();
        is_something.then(|| Reached {
            unit: Some(PER_CENT.to_owned()),
            unstated,
            ..Reached::of_features(mean, Some(all), members)
        })
    }
}

/// The unit of a mean: it is a rate itself.
pub(super) const PER_CENT: &str = "%";

fn number(one: &Counted, field: &str) -> Option<f64> {
    parse_number(one.state.text(field)?)
}

/// A pair with its unit, or a bare count.
fn of_kpi(tally: &Tally) -> Option<Reached> {
    let figure = &tally.value;
    let amount = |member: &str| figure.get(member).and_then(Value::as_u64).map(Amount::of);
    let (num, den) = match amount("count") {
        Some(num) => (num, None),
        None => (amount("num")?, Some(amount("den")?)),
    };
    Some(Reached {
        to_check: figure.get("to_check").and_then(Value::as_u64).unwrap_or(0),
        unit: figure.get("unit").and_then(Value::as_str).map(str::to_owned),
        ..Reached::of_features(num, den, tally.members.clone())
    })
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
    let den = (den > 0).then(|| Amount::of(den))?;
    Some(Reached::of_features(Amount::of(num), Some(den), members))
}

/// Whether a judged sample complies; `None` of one that nobody can judge.
fn verdict(sample: &SampleState) -> Option<bool> {
    match sample.judgement.as_ref()?.outcome {
        Outcome::Compliant => Some(true),
        Outcome::Failing => Some(false),
        Outcome::NotJudged(_) => None,
    }
}
