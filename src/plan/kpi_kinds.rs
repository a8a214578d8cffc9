//! The programme's figures of the other kinds: black-odorous waters, districts, rivers and sections, plots, farmland.
//!
//! Suspicion moves no figure, a section without a class is no good section, and what counts nothing is null.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::procedure::Procedure;
use super::rules::Rulebook;
use super::state::FeatureState;
use super::summary::Counted;
use super::tally::{Tally, pair, rate};
use super::values::{parse_month, parse_number};
use super::water_period::PeriodQuality;
use crate::model::{Day, FeatureKey, Kind};

/// The features of every kind, by the kind's code.
pub(super) struct Kinds<'a> {
    pub rulebook: &'a Rulebook,
    pub counted: &'a BTreeMap<String, Vec<Counted>>,
    pub as_of: Day,
}

/// GB 3838 classes, the best first.
pub(super) const CLASSES: [&str; 6] = ["I", "II", "III", "IV", "V", "inferior_v"];

/// The set of stages in which a water is black-odorous, or was.
pub(super) const IDENTIFIED: &str = "identified";

impl Kinds<'_> {
    pub fn kpis(&self) -> BTreeMap<String, Tally> {
        let waters = self.of(Kind::BLACK_ODOROUS_WATER);
        let identified = self.in_set(Kind::BLACK_ODOROUS_WATER, waters, IDENTIFIED);
        let sections: Vec<&Counted> =
            self.of(Kind::SECTION).iter().filter(|one| !says(one, "is_assessed", "no")).collect();
        let class = |one: &Counted| class_of(&one.state, self.as_of);
        let classed = || sections.iter().copied().filter(|one| class(one).is_some());
        let good = |one: &Counted| class(one).is_some_and(|class| class <= 2);
        let stated = |tally: Tally| self.stated(tally);
        let unclassed = sections.len() - classed().count();
        let target = |one: &Counted| rank(one.state.text("target_class")?);
        let targeted = classed().filter(|one| target(one).is_some());
        let figures = [
            ("k_bow_survey", self.surveyed()),
            ("k_bow_plan", self.share(Kind::BLACK_ODOROUS_WATER, &identified, "past_plan")),
            ("k_bow_elim", self.share(Kind::BLACK_ODOROUS_WATER, &identified, "eliminated")),
            ("k_river_inferior", super::kpi_rivers::rivers(self)),
            ("k_sec_good", stated(rate(classed(), good)).tell("unknown", unclassed)),
            ("k_sec_target", stated(rate(targeted, |one| class(one) <= target(one)))),
            ("k_plot_safe", self.safe_plots()),
            ("k_plot_illegal", self.illegal_plots()),
            ("k_farm_safe", self.safe_farmland()),
        ];
        figures.into_iter().map(|(code, value)| (code.to_owned(), value)).collect()
    }

    pub fn of(&self, kind: &str) -> &[Counted] {
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
        let waters = self.of(Kind::BLACK_ODOROUS_WATER);
        let identified = self.in_set(Kind::BLACK_ODOROUS_WATER, waters, IDENTIFIED);
        let is_zero = |one: &Counted| says(one, "bow_survey", "zero_report");
        // A zero report is that nothing was found: where such a water of the district is identified, it is none.
        let against = |one: &Counted| -> Vec<&str> {
            let waters = identified.iter().filter(|water| is_zero(one) && gainsays(water, one));
            waters.map(|water| name_of(water)).collect()
        };
        let zero = districts.iter().filter(|one| is_zero(one)).count();
        let gainsaid = districts.iter().map(|one| (one, against(one)));
        let gainsaid: Vec<(&Counted, Vec<&str>)> =
            gainsaid.filter(|(_, waters)| !waters.is_empty()).collect();
        let is_gainsaid = |one: &Counted| gainsaid.iter().any(|(it, _)| it.place == one.place);
        let silent = districts.iter().filter(|one| one.state.text("bow_survey").is_none());
        let silent: Vec<Value> = silent.map(|one| name_of(one).into()).collect();
        let mut tally = rate(districts, |one| has_surveyed(one) && !is_gainsaid(one))
            .put("zero_report", zero.into())
            .tell("contradicted", gainsaid.len());
        if !gainsaid.is_empty() {
            let named = |(one, waters): &(&Counted, Vec<&str>)| json!({"name": name_of(one), "waters": waters});
            tally = tally.put("gainsaid", gainsaid.iter().map(named).collect());
        }
        if silent.is_empty() { tally } else { tally.put("silent", silent.into()) }
    }

    /// Says how many of the sections have their class from the file alone: nobody here proved it.
    pub fn stated(&self, tally: Tally) -> Tally {
        let sections = self.of(Kind::SECTION);
        let first = sections.first().map_or(0, |one| one.place);
        let of = tally.members.of.iter();
        let of = of.filter_map(|place| sections.get(place.checked_sub(first)? as usize));
        let count = of.filter(|one| month_in_year(&one.state, self.as_of).is_none()).count();
        tally.tell("stated", count)
    }

    /// Whether a plot is used against the rules: by its stage, or by the word of the file it came in.
    fn is_illegal(one: &Counted) -> bool {
        one.stage.as_deref() == Some("illegal_use") || says(one, "illegal_use", "confirmed")
    }

    /// By area, and by count beside it. A key plot is safe in a safe stage or while it is not in use; never where its
    /// illegal use is confirmed. The product's own reading: the official method was not found.
    fn safe_plots(&self) -> Tally {
        let plots = self.of(Kind::PLOT);
        let key: Vec<&Counted> =
            plots.iter().filter(|one| says(one, "is_key_plot", "yes")).collect();
        let is_safe = |one: &&&Counted| {
            !Self::is_illegal(one)
                && (self.is_in(Kind::PLOT, one, "safe") || says(one, "in_use", "no"))
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
        let confirmed = || plots.iter().filter(|one| Self::is_illegal(one));
        let is_suspected =
            |one: &&Counted| says(one, "illegal_use", "suspected") && !Self::is_illegal(one);
        let suspected = || plots.iter().filter(is_suspected);
        let value = json!({"count": confirmed().count(), "to_check": suspected().count()});
        let tally = Tally::new(value, confirmed(), confirmed().chain(suspected()));
        let named: Vec<Value> = confirmed().map(named_plot).collect();
        if named.is_empty() { tally } else { tally.put("confirmed", named.into()) }
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

/// Whether a feature names this district as its own; without a name, by its national code.
fn lies_in(one: &Counted, district: &Counted) -> bool {
    let named = one.state.text("district").filter(|name| !name.trim().is_empty());
    match named {
        Some(name) => district.state.text("name") == Some(name),
        None => {
            let code = district.state.key.as_ref().map(FeatureKey::code);
            code.is_some() && one.state.text("adcode") == code
        }
    }
}

/// Whether an identified water speaks against a zero report of this district. That is about the built-up area: rural
/// waters, and those that lie outside it, say nothing of it.
pub(super) fn gainsays(water: &Counted, district: &Counted) -> bool {
    lies_in(water, district) && !says(water, "scope", "rural") && !says(water, "built_up", "no")
}

/// Whether a district says that its survey of black-odorous waters is complete.
pub(super) fn has_surveyed(one: &Counted) -> bool {
    says(one, "bow_survey", "done") || says(one, "bow_survey", "zero_report")
}

/// A plot as a briefing names it: a confirmed illegal use is told by name, not only counted.
pub(super) fn name_of(one: &Counted) -> &str {
    let code = one.state.key.as_ref().map(|key| key.code());
    one.state.text("name").or(code).unwrap_or_default()
}

fn named_plot(one: &Counted) -> Value {
    let name = name_of(one);
    match number(&one.state, "area_m2").filter(|area| *area > 0.0) {
        Some(area) => json!({"name": name, "area_m2": area.round() as u64}),
        None => json!({"name": name}),
    }
}

pub(super) fn says(one: &Counted, field: &str, value: &str) -> bool {
    one.state.text(field) == Some(value)
}

fn number(state: &FeatureState, field: &str) -> Option<f64> {
    parse_number(state.text(field)?)
}

pub(super) fn rank(class: &str) -> Option<usize> {
    CLASSES.iter().position(|known| *known == class)
}

/// The newest month with samples that decide, of the year looked at.
pub(super) fn month_in_year(state: &FeatureState, as_of: Day) -> Option<&PeriodQuality> {
    let (year, month) = (as_of.year(), as_of.month());
    let is_of_year = |quality: &&PeriodQuality| {
        let of = quality.month();
        of.0 == year && of.1 <= month
    };
    state.months.iter().rfind(is_of_year)
}

/// The class of the means of the newest month of the year that has any, else the one the file states of a month of it.
/// Without either there is no class: a missing month is never a good month, and last year's is not this year's.
pub(super) fn class_code(state: &FeatureState, as_of: Day) -> Option<&str> {
    if let Some(month) = month_in_year(state, as_of) {
        return month.class_code();
    }
    let stated = state.text("latest_class").filter(|class| *class != "unknown")?;
    let is_of_year = state
        .text("latest_month")
        .and_then(parse_month)
        .is_none_or(|month| month.year() == as_of.year() && month <= as_of);
    is_of_year.then_some(stated)
}

/// [`class_code`] by its rank among those of surface water.
pub(super) fn class_of(state: &FeatureState, as_of: Day) -> Option<usize> {
    rank(class_code(state, as_of)?)
}

/// Whole units of area: fractions of a square metre are no part of a figure.
fn areas(num: f64, den: f64) -> Value {
    if den <= 0.0 {
        return Value::Null;
    }
    json!({"num": num.round() as u64, "den": den.round() as u64})
}
