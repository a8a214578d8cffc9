//! From samples to the grade of a whole water: each sampling point by its newest round, the reach between points, the
//! body. The numbers are the standard's ([`PointRules`]); the words are `points_words`'.
//!
//! Samples that name no point are one point of their own, which speaks by its latest day alone, and is silent once a
//! later sample names its point.

use std::collections::BTreeMap;

use super::standard::{Class, Level, PointRules, Standard, WorstClass, join};
use super::values::half_width;
use super::verdict::Judgement;
use crate::model::{Day, Text};

/// The grade of a water, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyGrade {
    /// The standard's number and table.
    pub standard: Text,
    pub clause: Text,
    pub class: Class,
    /// The place of its class, 0 the best.
    pub rank: usize,
    /// In the order of their numbers.
    pub points: Vec<PointGrade>,
    /// First and last point of each reach of the worst class, as places in `points`.
    pub reaches: Vec<(usize, usize)>,
    /// It rests on a limit or a rule that was recalled, not read in the standard.
    pub recalled: bool,
    pub rules: PointRules,
    /// The codes of the items it is graded by.
    pub graded_by: Vec<String>,
    /// The class whose shares are counted.
    pub worst_class: Class,
}

/// One sampling point.
#[derive(Clone, Debug, PartialEq)]
pub struct PointGrade {
    /// Empty: the samples name no point.
    pub name: String,
    pub class: Class,
    pub rank: usize,
    /// The days of its newest round.
    pub from: Day,
    pub to: Day,
    /// How many days of that round have samples.
    pub times: usize,
    pub items: Vec<ItemShare>,
    /// It is of the worst class.
    pub is_worst: bool,
}

/// How many values of an item at a point are of a bad class.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemShare {
    pub item: String,
    pub label: Text,
    /// Worse than the best class.
    pub bad: usize,
    /// Of the worst class.
    pub worst: usize,
    pub all: usize,
}

impl ItemShare {
    /// Whether the values of the worst class are this share of 100; one that is reached counts.
    pub const fn reaches(&self, pct: usize) -> bool {
        self.worst > 0 && self.worst * 100 >= pct * self.all
    }
}

impl BodyGrade {
    /// How many points are of the worst class.
    pub fn worst_points(&self) -> usize {
        self.points.iter().filter(|point| point.is_worst).count()
    }
}

/// A judged sample of a point.
pub(super) struct PointSample<'a> {
    pub point: Option<String>,
    pub day: Day,
    pub judgement: &'a Judgement,
}

/// A sampling point's name spelled one way: `1`, `1号`, `点位1`, `１＃` are `1#`. `None` for nothing.
pub fn point_name(typed: &str) -> Option<String> {
    let name: String = typed.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let name = name.to_uppercase();
    let bare = ["采样点", "检测点", "监测点", "点位"]
        .iter()
        .find_map(|word| name.strip_prefix(word).filter(|rest| !rest.is_empty()))
        .unwrap_or(&name);
    let number = bare.trim_end_matches(['#', '号', '点', '位']);
    let digits = number.trim_start_matches('0');
    match () {
        () if name.is_empty() => None,
        () if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(format!("{digits}#"))
        }
        () => Some(name),
    }
}

/// Orders sampling points by the numbers in their names and drops those that stand twice.
pub fn sort_points(names: &mut Vec<String>) {
    names.sort_by_key(|name| by_number(name));
    names.dedup();
}

/// Orders names by the numbers in them: 2# before 10#.
fn by_number(name: &str) -> Vec<(u8, u64, char)> {
    let mut parts: Vec<(u8, u64, char)> = Vec::new();
    for c in name.chars() {
        match (c.to_digit(10), parts.last_mut()) {
            (Some(digit), Some((0, number, _))) => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => parts.push((0, u64::from(digit), ' ')),
            (None, _) => parts.push((1, 0, c)),
        }
    }
    parts
}

/// Grades a water by its points; `None` where no sample has a class, or the standard has no rules for points.
pub(super) fn grade(
    standard: &Standard,
    level: &Level,
    samples: &[PointSample<'_>],
) -> Option<BodyGrade> {
    let rules = level.points.as_ref()?;
    let decides = |sample: &&PointSample<'_>| sample.judgement.class.is_some();
    let newest_named = samples.iter().filter(decides).filter(|one| one.point.is_some());
    let newest_named = newest_named.map(|sample| sample.day).max();
    let mut of_points: BTreeMap<_, Vec<&PointSample<'_>>> = BTreeMap::new();
    for sample in samples.iter().filter(decides) {
        let name = sample.point.as_deref().unwrap_or_default();
        of_points.entry((by_number(name), name)).or_default().push(sample);
    }
    // What names no point speaks until a later sample names one.
    of_points.retain(|(_, name), samples| {
        let last = samples.iter().map(|sample| sample.day).max();
        !name.is_empty() || newest_named <= last
    });
    let points: Vec<PointGrade> =
        of_points.iter().filter_map(|((_, name), of)| point(level, rules, name, of)).collect();
    let is_bad = points.iter().map(|point| point.rank).max()?;
    let worst_rank = level.classes.len() - 1;
    let reaches = rules.worst.map(|worst| reaches(&points, worst)).unwrap_or_default();
    let worst_points = points.iter().filter(|point| point.is_worst).count();
    let rank = match rules.worst {
        Some(worst) if worst_points > 0 && worst_points * 100 >= worst.body_pct * points.len() => {
            worst_rank
        }
        Some(_) => is_bad.min(worst_rank - 1),
        None => is_bad,
    };
    let limits_recalled = of_points.values().flatten().any(|one| one.judgement.rests_on_recalled());
    Some(BodyGrade {
        standard: join(&standard.label, &level.label),
        clause: rules.clause.clone(),
        class: level.classes.get(rank)?.clone(),
        rank,
        points,
        reaches,
        recalled: rules.recalled || limits_recalled,
        rules: rules.clone(),
        graded_by: level.limits.iter().map(|limit| limit.item.clone()).collect(),
        worst_class: level.classes.last()?.clone(),
    })
}

fn point(
    level: &Level,
    rules: &PointRules,
    name: &str,
    samples: &[&PointSample<'_>],
) -> Option<PointGrade> {
    let round = newest_round(samples, if name.is_empty() { 0 } else { rules.round_days });
    let mut shares: BTreeMap<usize, ItemShare> = BTreeMap::new();
    let worst_rank = level.classes.len() - 1;
    let mut lowest = 0;
    for item in round.iter().flat_map(|sample| &sample.judgement.items) {
        let Some(rank) = item.class.as_ref().and_then(|class| level.class_idx(&class.code)) else {
            continue;
        };
        let Some(row) = level.limits.iter().position(|limit| limit.item == item.item) else {
            continue;
        };
        if item.apart {
            continue;
        }
        let label = item.label.clone();
        let share = shares.entry(row).or_insert(ItemShare {
            item: item.item.clone(),
            label,
            bad: 0,
            worst: 0,
            all: 0,
        });
        lowest = lowest.max(rank);
        share.all += 1;
        share.bad += usize::from(rank > 0);
        share.worst += usize::from(rank == worst_rank);
    }
    let items: Vec<ItemShare> = shares.into_values().collect();
    let is_worst = match rules.worst {
        Some(worst) => {
            let reach = |pct| items.iter().filter(|item| item.reaches(pct)).count();
            reach(worst.one_item_pct) > 0 || reach(worst.several_items_pct) >= worst.several_items
        }
        None => items.iter().any(|item| item.worst > 0),
    };
    // Not of the worst class by its shares, it is at least of the one before where a value says so.
    let rank = match rules.worst {
        Some(_) if is_worst => worst_rank,
        Some(_) => lowest.min(worst_rank - 1),
        None => lowest,
    };
    let mut days: Vec<Day> = round.iter().map(|sample| sample.day).collect();
    days.sort();
    days.dedup();
    let (from, to) = (*days.first()?, *days.last()?);
    let class = level.classes.get(rank)?.clone();
    let (name, times) = (name.to_owned(), days.len());
    Some(PointGrade { name, class, rank, from, to, times, items, is_worst })
}

/// The samples from the newest back to the first gap of more than so many days.
fn newest_round<'s, 'a>(
    samples: &[&'s PointSample<'a>],
    gap_days: i32,
) -> Vec<&'s PointSample<'a>> {
    let mut newest_first = samples.to_vec();
    newest_first.sort_by_key(|sample| std::cmp::Reverse(sample.day));
    let mut last: Option<Day> = None;
    let is_of_round = |sample: &&&PointSample<'_>| {
        let gap = last.and_then(|last| last.since(sample.day).ok()).map_or(0, |it| it.get_days());
        last = Some(sample.day);
        gap <= gap_days
    };
    newest_first.iter().take_while(is_of_round).copied().collect()
}

/// Runs of points of the worst class that are long enough; a point without a name stands in no row.
fn reaches(points: &[PointGrade], worst: WorstClass) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for at in 0..=points.len() {
        let is_worst = points.get(at).is_some_and(|point| point.is_worst && !point.name.is_empty());
        match (start, is_worst) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                if at - from >= worst.reach_points {
                    found.push((from, at - 1));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}
