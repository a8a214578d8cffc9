//! The programme's figures of the other kinds: black-odorous waters, districts, rivers and sections, plots, farmland.
//!
//! Suspicion moves no figure, a section without a class is no good section, and what counts nothing is null.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::procedure::Procedure;
use super::rules::Rulebook;
use super::state::{FeatureState, SampleState};
use super::summary::Counted;
use super::tally::{Tally, pair, rate};
use super::values::parse_number;
use crate::model::Kind;

/// The features of every kind, by the kind's code.
pub(super) struct Kinds<'a> {
    pub rulebook: &'a Rulebook,
    pub counted: &'a BTreeMap<String, Vec<Counted>>,
}

/// GB 3838 classes, the best first.
pub(super) const CLASSES: [&str; 6] = ["I", "II", "III", "IV", "V", "inferior_v"];

impl Kinds<'_> {
    pub fn kpis(&self) -> BTreeMap<String, Tally> {
        let waters = self.of(Kind::BLACK_ODOROUS_WATER);
        let identified = self.in_set(Kind::BLACK_ODOROUS_WATER, waters, "identified");
        let sections: Vec<&Counted> =
            self.of(Kind::SECTION).iter().filter(|one| !says(one, "is_assessed", "no")).collect();
        let classed = || sections.iter().copied().filter(|one| class_of(&one.state).is_some());
        let good = |one: &Counted| class_of(&one.state).is_some_and(|class| class <= 2);
        let target = |one: &Counted| rank(one.state.text("target_class")?);
        let targeted = classed().filter(|one| target(one).is_some());
        let figures = [
            ("k_bow_survey", self.surveyed()),
            ("k_bow_plan", self.share(Kind::BLACK_ODOROUS_WATER, &identified, "past_plan")),
            ("k_bow_elim", self.share(Kind::BLACK_ODOROUS_WATER, &identified, "eliminated")),
            ("k_river_inferior", self.rivers()),
            ("k_sec_good", rate(classed(), good)),
            ("k_sec_target", rate(targeted, |one| class_of(&one.state) <= target(one))),
            ("k_plot_safe", self.safe_plots()),
            ("k_plot_illegal", self.illegal_plots()),
            ("k_farm_safe", self.safe_farmland()),
        ];
        figures.into_iter().map(|(code, value)| (code.to_owned(), value)).collect()
    }

    fn of(&self, kind: &str) -> &[Counted] {
        self.counted.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    fn procedure(&self, kind: &str) -> Option<&Procedure> {
        self.rulebook.procedure(&Kind::new(kind))
    }

    fn is_in(&self, kind: &str, one: &Counted, set: &str) -> bool {
        let stage = one.stage.as_deref();
        stage.zip(self.procedure(kind)).is_some_and(|(stage, known)| known.is_in_set(set, stage))
    }

    fn in_set<'b>(&self, kind: &str, all: &'b [Counted], set: &str) -> Vec<&'b Counted> {
        all.iter().filter(|one| self.is_in(kind, one, set)).collect()
    }

    fn share(&self, kind: &str, of: &[&Counted], set: &str) -> Tally {
        rate(of.iter().copied(), |one| self.is_in(kind, one, set))
    }

    /// Districts that say their survey is complete, by waters found or by a zero report: no features is no answer.
    fn surveyed(&self) -> Tally {
        let districts = self.of(Kind::DISTRICT);
        let zero = districts.iter().filter(|one| says(one, "bow_survey", "zero_report")).count();
        rate(districts, has_surveyed).put("zero_report", zero.into())
    }

    /// Rivers whose sea-mouth sections are none of them worse than V, of those whose mouth has a class.
    fn rivers(&self) -> Tally {
        let mut mouths: BTreeMap<&str, Vec<&Counted>> = BTreeMap::new();
        for one in self.of(Kind::SECTION).iter().filter(|one| says(one, "nature", "sea_mouth")) {
            if let Some(river) = one.state.text("river_code") {
                mouths.entry(river).or_default().push(one);
            }
        }
        let worst = |of: &[&Counted]| of.iter().filter_map(|one| class_of(&one.state)).max();
        let known = || mouths.values().filter(|of| worst(of).is_some());
        let good = || known().filter(|of| worst(of).is_some_and(|class| class < 5));
        let value = pair(good().count(), known().count());
        let unknown = mouths.len() - known().count();
        Tally::new(value, good().flatten().copied(), known().flatten().copied())
            .put("unknown", unknown.into())
    }

    /// By area, and by count beside it. A key plot is safe in a safe stage or while it is not in use; never where its
    /// illegal use is confirmed. The product's own reading: the official method was not found.
    fn safe_plots(&self) -> Tally {
        let plots = self.of(Kind::PLOT);
        let key: Vec<&Counted> =
            plots.iter().filter(|one| says(one, "is_key_plot", "yes")).collect();
        let is_safe = |one: &&&Counted| {
            let illegal = one.stage.as_deref() == Some("illegal_use");
            !illegal && (self.is_in(Kind::PLOT, one, "safe") || says(one, "in_use", "no"))
        };
        let area = |one: &&Counted| number(&one.state, "area_m2").unwrap_or(0.0);
        let safe: Vec<&Counted> = key.iter().filter(is_safe).copied().collect();
        let value = areas(safe.iter().map(area).sum(), key.iter().map(area).sum());
        let by_count = pair(safe.len(), key.len());
        Tally::new(value, safe, key).put("by_count", by_count).put("unit", "m2".into())
    }

    fn illegal_plots(&self) -> Tally {
        let plots = self.of(Kind::PLOT);
        if plots.is_empty() {
            return Tally::default();
        }
        let confirmed = || plots.iter().filter(|one| one.stage.as_deref() == Some("illegal_use"));
        let suspected = || plots.iter().filter(|one| says(one, "illegal_use", "suspected"));
        let value = json!({"count": confirmed().count(), "to_check": suspected().count()});
        Tally::new(value, confirmed(), confirmed().chain(suspected()))
    }

    /// 受污染耕地安全利用率核算方法(试行): (B + C + D) / E, by area in mu.
    fn safe_farmland(&self) -> Tally {
        let level = |one: &Counted| one.state.text("pollution_level").unwrap_or("none").to_owned();
        let polluted = || self.of("farmland_unit").iter().filter(|one| level(one) != "none");
        let is_safe = |one: &&Counted| {
            let is_managed = match (level(one).as_str(), one.stage.as_deref()) {
                ("light", Some("priority_protection")) | ("heavy", Some("strict_control")) => true,
                ("light" | "moderate", Some("safe_use")) => says(one, "produce_ok", "yes"),
                _ => false,
            };
            is_managed && says(one, "measure_done", "yes")
        };
        let safe = || polluted().filter(is_safe);
        let area = |one: &Counted| number(&one.state, "area_mu").unwrap_or(0.0);
        let value = areas(safe().map(area).sum(), polluted().map(area).sum());
        Tally::new(value, safe(), polluted()).put("unit", "mu".into())
    }
}

/// Whether a district says that its survey of black-odorous waters is complete.
pub(super) fn has_surveyed(one: &Counted) -> bool {
    says(one, "bow_survey", "done") || says(one, "bow_survey", "zero_report")
}

fn says(one: &Counted, field: &str, value: &str) -> bool {
    one.state.text(field) == Some(value)
}

fn number(state: &FeatureState, field: &str) -> Option<f64> {
    parse_number(state.text(field)?)
}

pub(super) fn rank(class: &str) -> Option<usize> {
    CLASSES.iter().position(|known| *known == class)
}

/// The class of the newest sample that decides, else the one the file states.
fn class_of(state: &FeatureState) -> Option<usize> {
    let decides = |sample: &&SampleState| {
        sample.judgement.as_ref().is_some_and(|judgement| judgement.class.is_some())
    };
    let newest = state.samples.iter().filter(decides).max_by_key(|sample| sample.day);
    let judged = newest.and_then(|sample| sample.judgement.as_ref()?.class.as_ref());
    match judged {
        Some(class) => rank(&class.code),
        None => rank(state.text("latest_class")?),
    }
}

/// [`class_of`] as its code.
pub(super) fn class_code(state: &FeatureState) -> Option<&'static str> {
    CLASSES.get(class_of(state)?).copied()
}

/// Whole units of area: fractions of a square metre are no part of a figure.
fn areas(num: f64, den: f64) -> Value {
    if den <= 0.0 {
        return Value::Null;
    }
    json!({"num": num.round() as u64, "den": den.round() as u64})
}
