//! Lateness, districts, holders, what is not counted: the features behind each, by their places.

use std::collections::BTreeMap;

use super::super::kpi_kinds::{IDENTIFIED, gainsays, has_surveyed};
use super::super::person::{Actor, Role};
use super::super::procedure::{Procedure, StageGroup, Transition, Verdict};
use super::super::rules::{Context, Rulebook, is_overdue};
use super::super::summary::{Census, Counted, lacks_bytes};
use crate::model::{Day, FeatureKey, Kind};

/// 逾期: how long after the deadline.
pub const LATE_DAYS: [(i32, i32); 3] = [(1, 7), (8, 30), (31, i32::MAX)];

/// Late plans by how late they are ([`LATE_DAYS`]), counted from both deadlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ageing {
    /// 原定: whatever was granted since.
    pub original: [Vec<u32>; 3],
    /// 调整后: the deadline in force.
    pub current: [Vec<u32>; 3],
}

/// One district, or one part of another split, of one kind of feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictRow {
    /// Empty for features that name none.
    pub name: String,
    pub features: Vec<u32>,
    /// By stage group, in the order of [`StageGroup::ALL`].
    pub groups: [Vec<u32>; StageGroup::ALL.len()],
    /// Past the approval of their plan; of those that need one.
    pub planned: Vec<u32>,
    pub closed: Vec<u32>,
    pub overdue: Vec<u32>,
    /// How many were closed on the day compared with.
    pub closed_before: usize,
}

/// 谁卡住了: plans that wait in one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub kind: Kind,
    pub stage: String,
    /// Who can take the step that leads on.
    pub roles: Vec<Role>,
    /// That step is a verdict: an authority holds it, not who does the works.
    pub decides: bool,
    pub members: Vec<u32>,
    /// The longest any of them has been there, days, and which one; `None` where nobody knows since when.
    pub longest: Option<(i32, u32)>,
}

/// 不计入: a feature that left the denominator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub place: u32,
    pub kind: Kind,
    pub stage: String,
    /// Who approved that, and on which day it happened; `None` for a state the received file claims.
    pub by: Option<(Actor, Day)>,
}

/// What a district has answered about its black-odorous waters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyAnswer {
    pub place: u32,
    pub key: FeatureKey,
    /// The code of the answer; `None`: 未报.
    pub answer: Option<String>,
    pub is_complete: bool,
    /// The waters of it that are identified: they gainsay a zero report.
    pub waters: Vec<FeatureKey>,
}

/// Walks over all features of kinds that go through stages.
pub(super) fn staged<'a>(
    census: &'a Census,
    rulebook: &'a Rulebook,
) -> impl Iterator<Item = (&'a Procedure, &'a Counted)> {
    census.counted.iter().flat_map(move |(kind, counted)| {
        let procedure = rulebook.procedure(&Kind::new(kind)).filter(|known| known.has_stages());
        counted.iter().filter_map(move |one| Some((procedure?, one)))
    })
}

pub(super) fn ageing(census: &Census, rulebook: &Rulebook, as_of: Day) -> Ageing {
    let mut ageing = Ageing::default();
    for (procedure, one) in staged(census, rulebook) {
        let is_open = one.state.stage_code().is_some_and(|it| procedure.is_in_set("open", it));
        if !is_open {
            continue;
        }
        let late = |deadline: Option<Day>| {
            let days = (as_of - deadline?).get_days();
            LATE_DAYS.iter().position(|(from, to)| (*from..=*to).contains(&days))
        };
        if let Some(bucket) = late(one.state.deadline_original) {
            ageing.original[bucket].push(one.place);
        }
        if let Some(bucket) = late(one.state.deadline_current) {
            ageing.current[bucket].push(one.place);
        }
    }
    ageing
}

/// By what figures can be split beside the districts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Split {
    /// The water a feature leads to or lies on.
    Water,
    /// The class of an outfall, level 1.
    Class,
    /// How it is put right.
    Category,
}

impl Split {
    pub const ALL: [Self; 3] = [Self::Water, Self::Class, Self::Category];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Class => "class",
            Self::Category => "category",
        }
    }

    /// The field that says where a feature belongs.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Water => "receiving_water",
            Self::Class => "class_l1",
            Self::Category => "category",
        }
    }
}

/// The rows of a split for each kind that has its field, by the kind's code. Rows are named as the field is recorded.
pub(super) fn split(
    census: &Census,
    before: &Census,
    rulebook: &Rulebook,
    as_of: Day,
    by: Split,
) -> BTreeMap<String, Vec<DistrictRow>> {
    let homes: BTreeMap<&FeatureKey, &str> = staged(census, rulebook)
        .filter_map(|(_, one)| {
            Some((census.keys.get(one.place as usize)?, one.state.text(by.field())?))
        })
        .collect();
    let home_of = |key: &FeatureKey| homes.get(key).copied().unwrap_or_default().to_owned();
    let mut rows = districts(census, before, rulebook, as_of, &home_of);
    rows.retain(|_, rows| rows.iter().any(|row| !row.name.is_empty()));
    rows
}

/// The districts of each kind, by the kind's code; rows in the order of names.
pub(super) fn districts(
    census: &Census,
    before: &Census,
    rulebook: &Rulebook,
    as_of: Day,
    district_of: &dyn Fn(&FeatureKey) -> String,
) -> BTreeMap<String, Vec<DistrictRow>> {
    let mut by_kind: BTreeMap<String, BTreeMap<String, DistrictRow>> = BTreeMap::new();
    let closed = |procedure: &Procedure, one: &Counted| {
        let stage = one.stage.as_deref().and_then(|code| procedure.stage(code));
        stage.is_some_and(|stage| stage.group == StageGroup::Closed)
    };
    let mut homes: BTreeMap<&FeatureKey, String> = BTreeMap::new();
    for (procedure, one) in staged(census, rulebook) {
        let Some(key) = census.keys.get(one.place as usize) else { continue };
        let home = district_of(key);
        let rows = by_kind.entry(procedure.id.clone()).or_default();
        let row = rows.entry(home.clone()).or_insert_with(|| DistrictRow::new(&home));
        homes.insert(key, home);
        row.features.push(one.place);
        let group = match one.stage.as_deref() {
            None => Some(StageGroup::NotStarted),
            Some(code) => procedure.stage(code).map(|stage| stage.group),
        };
        if let Some(at) = StageGroup::ALL.iter().position(|it| Some(*it) == group) {
            row.groups[at].push(one.place);
        }
        if closed(procedure, one) {
            row.closed.push(one.place);
        }
        if is_overdue(procedure, &one.state, as_of) {
            row.overdue.push(one.place);
        }
    }
    for (kpi, kind) in [("k_plan", Kind::OUTFALL), ("k_bow_plan", Kind::BLACK_ODOROUS_WATER)] {
        for place in census.kpis.get(kpi).map(|it| it.hits.as_slice()).unwrap_or_default() {
            let home = census.keys.get(*place as usize).and_then(|key| homes.get(key));
            let row = home.and_then(|home| by_kind.get_mut(kind)?.get_mut(home));
            row.into_iter().for_each(|row| row.planned.push(*place));
        }
    }
    for (procedure, one) in staged(before, rulebook).filter(|(p, one)| closed(p, one)) {
        let home = before.keys.get(one.place as usize).and_then(|key| homes.get(key));
        let row = home.and_then(|home| by_kind.get_mut(&procedure.id)?.get_mut(home));
        row.into_iter().for_each(|row| row.closed_before += 1);
    }
    by_kind.into_iter().map(|(kind, rows)| (kind, rows.into_values().collect())).collect()
}

impl DistrictRow {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            features: Vec::new(),
            groups: Default::default(),
            planned: Vec::new(),
            closed: Vec::new(),
            overdue: Vec::new(),
            closed_before: 0,
        }
    }
}

/// Those who decide first, then by the longest wait.
pub(super) fn holders(census: &Census, rulebook: &Rulebook, as_of: Day) -> Vec<Holder> {
    let mut holders: BTreeMap<(String, String), Holder> = BTreeMap::new();
    for (procedure, one) in staged(census, rulebook) {
        // A plot that may be used stays open, since it may be misused one day: nobody holds it up.
        let is_held = |stage: &&str| {
            let is_closed = procedure.stage(stage).is_some_and(|it| it.group == StageGroup::Closed);
            procedure.is_in_set("open", stage) && !is_closed
        };
        let Some(stage) = one.stage.as_deref().filter(is_held) else { continue };
        let at = (procedure.id.clone(), stage.to_owned());
        let holder = holders.entry(at).or_insert_with(|| {
            let step = step_that_leads_on(procedure, stage);
            Holder {
                kind: procedure.kind(),
                stage: stage.to_owned(),
                roles: step.map(roles_of).unwrap_or_default(),
                decides: step.is_some_and(|step| step.verdict == Some(Verdict::Approve)),
                members: Vec::new(),
                longest: None,
            }
        });
        holder.members.push(one.place);
        if let Some(since) = &one.state.stage_since {
            let days = (as_of - since.day()).get_days().max(0);
            if holder.longest.is_none_or(|(longest, _)| days > longest) {
                holder.longest = Some((days, one.place));
            }
        }
    }
    let mut holders: Vec<Holder> = holders.into_values().collect();
    holders.sort_by_key(|holder| {
        (!holder.decides, std::cmp::Reverse(holder.longest.map(|(days, _)| days)))
    });
    holders
}

/// The first step from a stage that is neither a return nor a way aside.
fn step_that_leads_on<'p>(procedure: &'p Procedure, stage: &str) -> Option<&'p Transition> {
    procedure.transitions.iter().find(|transition| {
        let starts_here = transition.from.iter().any(|from| from.code() == Some(stage));
        let aside = transition.targets().any(|to| {
            let group = procedure.stage(to).map(|stage| stage.group);
            matches!(group, Some(StageGroup::Trouble | StageGroup::NotCounted))
        });
        starts_here && !aside && transition.verdict != Some(Verdict::Return)
    })
}

fn roles_of(step: &Transition) -> Vec<Role> {
    let mut roles: Vec<Role> = step.roles.iter().map(|rule| rule.role).collect();
    roles.dedup();
    roles
}

pub(super) fn left_out(census: &Census, rulebook: &Rulebook) -> Vec<LeftOut> {
    let mut found = Vec::new();
    for (procedure, one) in staged(census, rulebook) {
        let stage = one.stage.as_deref().and_then(|code| procedure.stage(code));
        let Some(stage) = stage.filter(|stage| stage.group == StageGroup::NotCounted) else {
            continue;
        };
        let step = one.state.entry_into(&stage.code).filter(|step| step.transition.is_some());
        found.push(LeftOut {
            place: one.place,
            kind: procedure.kind(),
            stage: stage.code.clone(),
            by: step.map(|step| (step.record.by.clone(), step.record.on)),
        });
    }
    found
}

/// Closed by a state that nobody here proved, or on evidence that is not here.
pub(super) fn unproven(census: &Census, rulebook: &Rulebook, context: &dyn Context) -> Vec<u32> {
    let is_unproven = |(procedure, one): &(&Procedure, &Counted)| {
        let is_closed = one.stage.as_deref().is_some_and(|it| procedure.is_in_set("closing", it));
        is_closed && (one.state.unproven || lacks_bytes(&one.state, context))
    };
    staged(census, rulebook).filter(is_unproven).map(|(_, one)| one.place).collect()
}

pub(super) fn conflicts(census: &Census) -> Vec<u32> {
    let all = census.counted.values().flatten();
    all.filter(|one| !one.state.conflicts().is_empty()).map(|one| one.place).collect()
}

pub(super) fn held(census: &Census) -> Vec<u32> {
    let all = census.counted.values().flatten();
    all.filter(|one| !one.state.held.is_empty()).map(|one| one.place).collect()
}

pub(super) fn survey(census: &Census, rulebook: &Rulebook) -> Vec<SurveyAnswer> {
    let of_waters = rulebook.procedure(&Kind::new(Kind::BLACK_ODOROUS_WATER));
    let is_identified = |one: &&Counted| {
        of_waters
            .zip(one.stage.as_deref())
            .is_some_and(|(it, stage)| it.is_in_set(IDENTIFIED, stage))
    };
    let waters = census.counted.get(Kind::BLACK_ODOROUS_WATER).into_iter().flatten();
    let identified: Vec<&Counted> = waters.filter(is_identified).collect();
    let districts = census.counted.get(Kind::DISTRICT).map(Vec::as_slice).unwrap_or_default();
    let answer = |one: &Counted| {
        Some(SurveyAnswer {
            place: one.place,
            key: census.keys.get(one.place as usize)?.clone(),
            answer: one.state.text("bow_survey").map(str::to_owned),
            is_complete: has_surveyed(one),
            waters: identified
                .iter()
                .filter(|water| gainsays(water, one))
                .filter_map(|water| census.keys.get(water.place as usize).cloned())
                .collect(),
        })
    };
    districts.iter().filter_map(answer).collect()
}

/// The stages of a kind with the features in each, and the categories of outfalls: what bars are drawn of.
pub(super) fn mix(census: &Census) -> Vec<(String, Vec<u32>)> {
    let outfalls = census.counted.get(Kind::OUTFALL).map(Vec::as_slice).unwrap_or_default();
    let mut mix: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for one in outfalls.iter().filter(|one| one.stage.as_deref() != Some("cancelled")) {
        let category = one.state.text("category").unwrap_or("undecided");
        mix.entry(category).or_default().push(one.place);
    }
    mix.into_iter().map(|(code, places)| (code.to_owned(), places)).collect()
}
