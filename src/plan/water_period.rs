//! What the samples of a water say over a span of days: the mean of each item, judged as one sample would be.
//!
//! 单因子评价 by means (domain §3.2, after 环办〔2011〕22号, recalled): what was measured several times in a month is
//! that month's mean; a longer span is the mean of its months, each of one weight. Below detection is half the limit;
//! above the range the mean is above a number, and the class open where that does not tell it.
//! Only standards that say `means` are judged so; quick tests take no part.

use std::collections::BTreeMap;

use super::body::{Measured, SampleResult};
use super::judged_by::JudgedBy;
use super::measured::{Reading, conversion};
use super::standard::{Level, SampleContext, Standards};
use super::state::{FeatureState, SampleState};
use super::verdict::{Judgement, Outcome};
use super::{Procedure, Rulebook};
use crate::model::{Day, Text};

/// Among the classes of surface water, the one that national reports measure exceedance by.
const REPORTED_AGAINST: &str = "III";

/// How many main pollutants are named.
const MAIN_POLLUTANTS: usize = 3;

/// A water over a span of days.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodQuality {
    /// The first and the last day of it on which a sample was taken that decides.
    pub days: (Day, Day),
    /// How many samples it rests on.
    pub samples: usize,
    /// How many months it rests on.
    pub months: usize,
    /// The means, judged.
    pub judgement: Judgement,
    /// Items in which a value below detection stood in at half its limit, or had none and was left out.
    pub below: Vec<String>,
    /// Items with a value above the range that was measured: the mean is higher than the number shown.
    pub above: Vec<String>,
    /// 主要污染物: at most three, the worst class first, then by how far they exceed.
    pub main_pollutants: Vec<Pollutant>,
    means: Means,
}

/// An item worse than the class it is held to.
#[derive(Clone, Debug, PartialEq)]
pub struct Pollutant {
    pub item: String,
    pub label: Text,
    /// 超标倍数: how far beyond the limit, in times of the limit; none of pH and dissolved oxygen.
    pub factor: Option<f64>,
    /// What its mean is known to be above, with its unit, where a value ran over the range: then how far it is beyond
    /// the limit is not known.
    pub above: Option<String>,
    /// The class whose limit that is.
    pub against: String,
}

/// The mean of each item in its own unit.
type Means = BTreeMap<String, Mean>;

#[derive(Clone, Debug, Default, PartialEq)]
struct Mean {
    sum: f64,
    count: u32,
    unit: String,
    /// The most decimals that any value was given with.
    decimals: usize,
    below: bool,
    above: bool,
}

impl PeriodQuality {
    /// The code of its class; `None` where nothing could be compared.
    pub fn class_code(&self) -> Option<&str> {
        self.judgement.class.as_ref().map(|class| class.code.as_str())
    }

    /// The month of its last sample.
    pub fn month(&self) -> (i16, i8) {
        (self.days.1.year(), self.days.1.month())
    }
}

/// One water's quality in each month that has a deciding sample, the oldest first.
pub(super) fn months(rulebook: &Rulebook, state: &FeatureState) -> Vec<PeriodQuality> {
    let Some(judging) = Judging::of(rulebook, state) else { return Vec::new() };
    let months = judging.months(state, Day::MIN, Day::MAX);
    months.into_iter().filter_map(|month| judging.judge(vec![month])).collect()
}

impl Rulebook {
    /// A water's quality from one day to another, both included; `None` where no sample decides.
    pub fn quality_between(
        &self,
        state: &FeatureState,
        from: Day,
        to: Day,
    ) -> Option<PeriodQuality> {
        let judging = Judging::of(self, state)?;
        judging.judge(judging.months(state, from, to))
    }

    /// Several waters as one: the mean of their means, each of one weight. By the standard of `like`.
    pub(super) fn quality_of_all(
        &self,
        like: &FeatureState,
        parts: &[PeriodQuality],
    ) -> Option<PeriodQuality> {
        let as_month = |part: &PeriodQuality| Month {
            days: part.days,
            samples: part.samples,
            means: part.means.clone(),
        };
        let months = parts.iter().map(|part| part.months).max()?;
        let whole = Judging::of(self, like)?.judge(parts.iter().map(as_month).collect())?;
        Some(PeriodQuality { months, ..whole })
    }
}

/// What was measured in a month.
struct Month {
    days: (Day, Day),
    samples: usize,
    means: Means,
}

/// By what a water's means are judged.
struct Judging<'a> {
    standards: &'a Standards,
    words: String,
    level: &'a Level,
    context: SampleContext,
}

impl<'a> Judging<'a> {
    /// `None` where the standard of this feature judges no means.
    fn of(rulebook: &'a Rulebook, state: &FeatureState) -> Option<Self> {
        let procedure: Option<&Procedure> =
            state.key.as_ref().and_then(|key| rulebook.procedure(&key.kind()));
        let (words, target) = JudgedBy::new(&rulebook.standards, procedure, state).named();
        let words = words?;
        let (standard, level) = rulebook.standards.find(&words)?;
        let context = SampleContext { target, ..SampleContext::default() };
        let judging = Self { standards: &rulebook.standards, words, level, context };
        standard.means.then_some(judging)
    }

    /// The months with deciding samples between two days, the oldest first.
    fn months(&self, state: &FeatureState, from: Day, to: Day) -> Vec<Month> {
        let mut months: BTreeMap<(i16, i8), Month> = BTreeMap::new();
        for sample in &state.samples {
            // Whatever standard it names: by naming one nobody takes a sample out of the mean.
            let decides = |result: &SampleResult| result.source != "quick";
            let Some(result) = sample.result.as_ref().filter(|result| decides(&result.body)) else {
                continue;
            };
            if !(from..=to).contains(&sample.day) {
                continue;
            }
            let at = (sample.day.year(), sample.day.month());
            let month = months.entry(at).or_insert_with(|| Month {
                days: (sample.day, sample.day),
                samples: 0,
                means: Means::new(),
            });
            month.add(self.standards, sample, &result.body);
        }
        months.into_values().collect()
    }

    /// The mean of the months, judged.
    fn judge(&self, months: Vec<Month>) -> Option<PeriodQuality> {
        let days = (
            months.iter().map(|month| month.days.0).min()?,
            months.iter().map(|month| month.days.1).max()?,
        );
        let means = mean_of(months.iter().map(|month| &month.means));
        let measured = |mean: &Mean| Measured {
            value: match mean.value() {
                None => "未检出".to_owned(),
                Some(value) if mean.above => format!(">{value}"),
                Some(value) => value.to_string(),
            },
            unit: mean.unit.clone(),
        };
        let items = means.iter().map(|(code, mean)| (code.clone(), measured(mean))).collect();
        let result = SampleResult { source: "mean".into(), items, ..SampleResult::default() };
        let mut judgement = self.standards.judge(&result, Some(&self.words), &self.context);
        judgement.class.as_ref()?;
        self.leave_open(&mut judgement);
        for item in &mut judgement.items {
            if let Some(value) = means.get(&item.item).and_then(Mean::shown) {
                item.value = value;
            }
        }
        let below = means.iter().filter(|(_, mean)| mean.below);
        let above = means.iter().filter(|(_, mean)| mean.above);
        Some(PeriodQuality {
            above: above.map(|(code, _)| code.clone()).collect(),
            days,
            samples: months.iter().map(|month| month.samples).sum(),
            months: months.len(),
            below: below.map(|(code, _)| code.clone()).collect(),
            main_pollutants: self.main_pollutants(&judgement, &means),
            judgement,
            means,
        })
    }

    /// An item of which it is only known that it is above a number may be worse than all the others: then the class is
    /// not known either, unless it cannot get worse.
    fn leave_open(&self, judgement: &mut Judgement) {
        let worst = self.level.classes.last().map(|class| &class.code);
        let is_worst = judgement.class.as_ref().map(|class| &class.code) == worst;
        let mut items = judgement.items.iter().filter(|item| !item.apart);
        let open = items.find(|item| item.limit.is_some() && item.class.is_none());
        if let Some(item) = open.filter(|_| !is_worst) {
            let (zh, en) = (&item.label.zh, &item.label.en);
            judgement.outcome = Outcome::NotJudged(Text::new(
                format!(
                    "{zh}有超出量程的值，均值只知道高于 {}，不定类别",
                    item.value.trim_start_matches('>')
                ),
                format!("{en} was above the range: its mean is only known to be {}", item.value),
            ));
            judgement.class = None;
        }
    }

    /// Those that are worse than the target, else than the class of national reports.
    fn main_pollutants(&self, judgement: &Judgement, means: &Means) -> Vec<Pollutant> {
        let target =
            self.context.target.as_deref().filter(|code| self.level.class_idx(code).is_some());
        let against = target.unwrap_or(REPORTED_AGAINST);
        let Some(held_to) = self.level.class_idx(against) else { return Vec::new() };
        let mut found: Vec<(usize, Pollutant)> = Vec::new();
        for item in judgement.items.iter().filter(|item| !item.apart) {
            let rank = item.class.as_ref().and_then(|class| self.level.class_idx(&class.code));
            let Some(rank) = rank.filter(|rank| *rank > held_to) else { continue };
            let mean = means.get(&item.item);
            let pollutant = Pollutant {
                item: item.item.clone(),
                label: item.label.clone(),
                factor: mean.and_then(|mean| self.factor(&item.item, mean, held_to)),
                above: mean.and_then(Mean::shown_bound),
                against: against.to_owned(),
            };
            found.push((rank, pollutant));
        }
        let far = |pollutant: &Pollutant| pollutant.factor.unwrap_or(f64::NEG_INFINITY);
        found.sort_by(|(a, one), (b, other)| {
            b.cmp(a)
                .then_with(|| far(other).total_cmp(&far(one)))
                .then_with(|| one.item.cmp(&other.item))
        });
        found.into_iter().map(|(_, pollutant)| pollutant).take(MAIN_POLLUTANTS).collect()
    }

    /// (C − Cs) / Cs, of items with an upper limit alone.
    fn factor(&self, item: &str, mean: &Mean, held_to: usize) -> Option<f64> {
        let limit = self.level.limit(item)?;
        let bound = limit.bands.first()?.get(held_to)?;
        let (max, low) = (bound.max?, bound.min.or(bound.above));
        let value = mean.value()? * conversion(&mean.unit, &limit.unit)?;
        (low.is_none() && max > 0.0).then(|| (value - max) / max)
    }
}

impl Month {
    fn add(&mut self, standards: &Standards, sample: &SampleState, result: &SampleResult) {
        self.days = (self.days.0.min(sample.day), self.days.1.max(sample.day));
        self.samples += 1;
        for (name, measured) in &result.items {
            let item = standards.item_in(name, &measured.unit);
            let code = item.map_or(name.as_str(), |item| item.code.as_str());
            let own = item.map_or(measured.unit.as_str(), |item| item.unit.as_str());
            let unit = if measured.unit.trim().is_empty() { own } else { &measured.unit };
            let Some(factor) = conversion(unit, own) else { continue };
            let Some(reading) = Reading::parse(&measured.value) else { continue };
            let mean = self.means.entry(code.to_owned()).or_default();
            mean.unit = own.to_owned();
            mean.decimals = mean.decimals.max(decimals(&measured.value, factor));
            match reading.times(factor) {
                Reading::Exactly(value) => mean.add(value),
                Reading::Above(value) => {
                    mean.above = true;
                    mean.add(value);
                }
                Reading::Below(limit) => {
                    mean.below = true;
                    mean.add(limit / 2.0);
                }
                // No number at all: it lowers no mean and raises none.
                Reading::NotDetected => mean.below = true,
            }
        }
    }
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn value(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / f64::from(self.count))
    }

    /// `2 mg/L`, of a mean that is known to be above that.
    fn shown_bound(&self) -> Option<String> {
        let shown = self.shown().filter(|_| self.above)?;
        Some(format!("{} {}", shown.trim_start_matches('>'), self.unit).trim_end().to_owned())
    }

    /// One decimal more than the laboratory gave, without idle noughts; a single value as it was.
    fn shown(&self) -> Option<String> {
        let places = if self.count > 1 { self.decimals + 1 } else { self.decimals + 3 };
        let text = format!("{:.places$}", self.value()?);
        let sign = if self.above { ">" } else { "" };
        let short = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.')
        } else {
            &text
        };
        Some(format!("{sign}{short}"))
    }
}

/// The mean of means, each of one weight.
fn mean_of<'m>(parts: impl Iterator<Item = &'m Means>) -> Means {
    let mut whole = Means::new();
    for (code, part) in parts.flatten() {
        let mean = whole.entry(code.clone()).or_default();
        mean.unit.clone_from(&part.unit);
        mean.decimals = mean.decimals.max(part.decimals);
        mean.below |= part.below;
        mean.above |= part.above;
        if let Some(value) = part.value() {
            mean.add(value);
        }
    }
    whole
}

/// How many decimals a value has once it is in the item's own unit.
fn decimals(text: &str, factor: f64) -> usize {
    let digits = text.split_once('.').map_or("", |(_, after)| after);
    let own = digits.chars().take_while(char::is_ascii_digit).count();
    // A thousandth of it has three decimals more.
    let more = if factor < 1.0 { (-factor.log10()).ceil() as usize } else { 0 };
    (own + more).min(9)
}
