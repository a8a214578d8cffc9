//! 调度: everything the board shows, with the features behind every number.
//!
//! The figures are the summary's own ([`census`]), now and as of the day they are compared with; the rest is counted
//! from the same features. Nothing is drawn here, and nothing is worked out for a frame.

mod curve;
mod quality;
mod standing;

use std::collections::BTreeMap;

pub use curve::Curve;
pub use quality::{MonthAnswer, QualityRow, months_of, newest_answer};
pub use standing::{Ageing, DistrictRow, Holder, LATE_DAYS, LeftOut, Split, SurveyAnswer};

use super::change::PlanChange;
use super::changes::changes;
use super::reported::FrozenDifference;
use super::summary::{Summary, SummaryInput, census};
use super::tally::Members;
use crate::model::{Day, FeatureKey};

/// What a board is made of.
pub struct BoardInput<'a> {
    pub now: SummaryInput<'a>,
    /// As things stood on the day they are compared with.
    pub before: SummaryInput<'a>,
    /// The district a feature lies in; empty where nothing says so.
    pub district_of: &'a dyn Fn(&FeatureKey) -> String,
}

/// All numbers of the board. Features are named by their places in [`Board::keys`].
#[derive(Clone, Debug)]
pub struct Board {
    pub as_of: Day,
    pub compared_with: Day,
    pub summary: Summary,
    pub before: Summary,
    pub keys: Vec<FeatureKey>,
    /// By the figure's code.
    pub kpis: BTreeMap<String, Members>,
    /// By the target's id.
    pub targets: BTreeMap<String, Members>,
    /// Those a target is of and that do not count yet, by its id.
    pub open: BTreeMap<String, Vec<u32>>,
    pub curves: Vec<Curve>,
    pub ageing: Ageing,
    /// By the kind's code.
    pub districts: BTreeMap<String, Vec<DistrictRow>>,
    /// The same by other splits.
    pub splits: BTreeMap<Split, BTreeMap<String, Vec<DistrictRow>>>,
    /// Outfalls by category.
    pub mix: Vec<(String, Vec<u32>)>,
    pub quality: Vec<QualityRow>,
    pub holders: Vec<Holder>,
    pub left_out: Vec<LeftOut>,
    pub unproven: Vec<u32>,
    pub conflicts: Vec<u32>,
    /// Of which a newer file states what figures do not follow.
    pub held: Vec<u32>,
    pub survey: Vec<SurveyAnswer>,
    /// Since the day compared with.
    pub changes: Vec<PlanChange>,
    /// Every 上报版 with what its day's figures say now; filled in by who holds the records.
    pub frozen: Vec<FrozenDifference>,
}

/// Counts everything.
pub fn board(input: &BoardInput<'_>) -> Board {
    let (now, then) = (&input.now, &input.before);
    let (census, before) = (census(now), census(then));
    let (rulebook, as_of) = (now.rulebook, now.as_of);
    Board {
        as_of,
        compared_with: then.as_of,
        open: census.targets.iter().map(|(id, of)| (id.clone(), of.open())).collect(),
        curves: curve::curves(&census, rulebook, as_of),
        ageing: standing::ageing(&census, rulebook, as_of),
        districts: standing::districts(&census, &before, rulebook, as_of, input.district_of),
        splits: Split::ALL
            .into_iter()
            .map(|by| (by, standing::split(&census, &before, rulebook, as_of, by)))
            .collect(),
        mix: standing::mix(&census),
        quality: quality::grid(of_sections(&census), as_of),
        holders: standing::holders(&census, rulebook, as_of),
        left_out: standing::left_out(&census, rulebook),
        unproven: standing::unproven(&census, rulebook, now.context),
        conflicts: standing::conflicts(&census),
        held: standing::held(&census),
        survey: standing::survey(&census, rulebook),
        frozen: Vec::new(),
        changes: changes(then.plans, now.plans, rulebook),
        summary: census.summary,
        before: before.summary,
        keys: census.keys,
        kpis: census.kpis,
        targets: census.targets,
    }
}

fn of_sections(census: &super::summary::Census) -> &[super::summary::Counted] {
    census.counted.get(crate::model::Kind::SECTION).map(Vec::as_slice).unwrap_or_default()
}

impl Board {
    /// The features of some places.
    pub fn features(&self, places: &[u32]) -> Vec<FeatureKey> {
        places.iter().filter_map(|place| self.keys.get(*place as usize).cloned()).collect()
    }
}
