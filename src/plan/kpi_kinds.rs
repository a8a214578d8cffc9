//! The programme's figures of the other kinds: black-odorous waters, districts, rivers and sections, plots, farmland.
//!
//! Suspicion moves no figure, a section without a class is no good section, and what counts nothing is null.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::procedure::Procedure;
use super::rules::Rulebook;
use super::state::{FeatureState, SampleState};
use super::summary::Counted;
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
    pub fn kpis(&self) -> BTreeMap<String, Value> {
        let waters = self.of(Kind::BLACK_ODOROUS_WATER);
        let identified = self.in_set(Kind::BLACK_ODOROUS_WATER, waters, "identified");
        let sections: Vec<&Counted> =
            self.of(Kind::SECTION).iter().filter(|one| !says(one, "is_assessed", "no")).collect();
        let good = |class: &usize| *class <= 2;
        let classes = || sections.iter().filter_map(|one| class_of(&one.state));
        let targeted = || {
            let target = |one: &&&Counted| rank(one.state.text("target_class")?);
            sections.iter().filter_map(move |one| Some((class_of(&one.state)?, target(&one)?)))
        };
        let figures = [
            ("k_bow_survey", self.surveyed()),
            ("k_bow_plan", self.share(Kind::BLACK_ODOROUS_WATER, &identified, "past_plan")),
            ("k_bow_elim", self.share(Kind::BLACK_ODOROUS_WATER, &identified, "eliminated")),
            ("k_river_inferior", self.rivers()),
            ("k_sec_good", pair(classes().filter(good).count(), classes().count())),
            ("k_sec_target", pair(targeted().filter(|(c, t)| c <= t).count(), targeted().count())),
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

    fn share(&self, kind: &str, of: &[&Counted], set: &str) -> Value {
        pair(of.iter().filter(|one| self.is_in(kind, one, set)).count(), of.len())
    }

    /// Districts that say their survey is complete, by waters found or by a zero report: no features is no answer.
    fn surveyed(&self) -> Value {
        let districts = self.of(Kind::DISTRICT);
        let count =
            |answer: &str| districts.iter().filter(|one| says(one, "bow_survey", answer)).count();
        let zero = count("zero_report");
        let mut value = pair(count("done") + zero, districts.len());
        put(&mut value, "zero_report", zero.into());
        value
    }

    /// Rivers whose sea-mouth sections are none of them worse than V, of those whose mouth has a class.
    fn rivers(&self) -> Value {
        let mut worst: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for one in self.of(Kind::SECTION).iter().filter(|one| says(one, "nature", "sea_mouth")) {
            let Some(river) = one.state.text("river_code") else { continue };
            let class = class_of(&one.state);
            let known = worst.entry(river).or_default();
            *known = (*known).max(class);
        }
        let known = || worst.values().flatten();
        let mut value = pair(known().filter(|class| **class < 5).count(), known().count());
        let unknown: BTreeSet<&&str> =
            worst.iter().filter(|(_, class)| class.is_none()).map(|(river, _)| river).collect();
        put(&mut value, "unknown", unknown.len().into());
        value
    }

    /// By area, and by count beside it. A key plot is safe in a safe stage or while it is not in use; never where its
    /// illegal use is confirmed. The product's own reading: the official method was not found.
    fn safe_plots(&self) -> Value {
        let plots = self.of(Kind::PLOT);
        let key: Vec<&Counted> =
            plots.iter().filter(|one| says(one, "is_key_plot", "yes")).collect();
        let is_safe = |one: &&&Counted| {
            let illegal = one.stage.as_deref() == Some("illegal_use");
            !illegal && (self.is_in(Kind::PLOT, one, "safe") || says(one, "in_use", "no"))
        };
        let area = |one: &&Counted| number(&one.state, "area_m2").unwrap_or(0.0);
        let safe: Vec<&Counted> = key.iter().filter(is_safe).copied().collect();
        let mut value = areas(safe.iter().map(area).sum(), key.iter().map(area).sum());
        put(&mut value, "by_count", pair(safe.len(), key.len()));
        put(&mut value, "unit", "m2".into());
        value
    }

    fn illegal_plots(&self) -> Value {
        let plots = self.of(Kind::PLOT);
        if plots.is_empty() {
            return Value::Null;
        }
        let confirmed =
            plots.iter().filter(|one| one.stage.as_deref() == Some("illegal_use")).count();
        let suspected = plots.iter().filter(|one| says(one, "illegal_use", "suspected")).count();
        json!({"count": confirmed, "to_check": suspected})
    }

    /// 受污染耕地安全利用率核算方法(试行): (B + C + D) / E, by area in mu.
    fn safe_farmland(&self) -> Value {
        let (mut safe, mut polluted) = (0.0, 0.0);
        for one in self.of("farmland_unit") {
            let area = number(&one.state, "area_mu").unwrap_or(0.0);
            let level = one.state.text("pollution_level").unwrap_or("none");
            if level == "none" {
                continue;
            }
            polluted += area;
            let is_kept = says(one, "measure_done", "yes");
            let is_safe = match (level, one.stage.as_deref()) {
                ("light", Some("priority_protection")) | ("heavy", Some("strict_control")) => true,
                ("light" | "moderate", Some("safe_use")) => says(one, "produce_ok", "yes"),
                _ => false,
            };
            if is_kept && is_safe {
                safe += area;
            }
        }
        let mut value = areas(safe, polluted);
        put(&mut value, "unit", "mu".into());
        value
    }
}

fn says(one: &Counted, field: &str, value: &str) -> bool {
    one.state.text(field) == Some(value)
}

fn number(state: &FeatureState, field: &str) -> Option<f64> {
    parse_number(state.text(field)?)
}

fn rank(class: &str) -> Option<usize> {
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

fn pair(num: usize, den: usize) -> Value {
    if den == 0 { Value::Null } else { json!({"num": num, "den": den}) }
}

/// Whole units of area: fractions of a square metre are no part of a figure.
fn areas(num: f64, den: f64) -> Value {
    if den <= 0.0 {
        return Value::Null;
    }
    json!({"num": num.round() as u64, "den": den.round() as u64})
}

/// Adds a member to a figure that is not null.
fn put(value: &mut Value, name: &str, member: Value) {
    if let Some(members) = value.as_object_mut() {
        members.insert(name.to_owned(), member);
    }
}
