//! By what a feature's samples are judged, and what they say by it.

use std::collections::BTreeMap;

use super::body::SampleResult;
use super::procedure::Procedure;
use super::standard::{SampleContext, Standards};
use super::state::{FeatureState, Filed, SampleState};
use super::verdict::{Judgement, Outcome};
use crate::model::Text;

/// By what a feature's samples are judged: its standard, its target class, its local background.
pub(super) struct JudgedBy<'a> {
    pub(super) standards: &'a Standards,
    pub(super) standard: Option<String>,
    /// The field that says which one it is, where the kind has such a field of its own.
    told_by: Option<Text>,
    target: Option<String>,
    background: BTreeMap<String, f64>,
    capacity: Option<f64>,
}

impl<'a> JudgedBy<'a> {
    pub fn new(
        standards: &'a Standards,
        procedure: Option<&Procedure>,
        state: &FeatureState,
    ) -> Self {
        let Some(rule) = procedure.map(|procedure| &procedure.standard) else {
            return Self {
                standards,
                standard: None,
                told_by: None,
                target: None,
                background: BTreeMap::new(),
                capacity: None,
            };
        };
        let field =
            procedure.zip(rule.field.as_deref()).and_then(|(known, code)| known.field(code));
        let text = |field: &Option<String>| state.text(field.as_deref()?).map(str::to_owned);
        let named = text(&rule.field);
        let standard = match rule.by.is_empty() {
            true => named,
            false => named.and_then(|value| rule.by.get(&value).cloned()),
        };
        let background = rule.background.iter().filter_map(|(item, field)| {
            Some((item.clone(), super::values::parse_number(state.text(field)?)?))
        });
        Self {
            standards,
            standard: standard.or_else(|| rule.otherwise.clone()),
            told_by: field.filter(|_| !rule.by.is_empty()).map(|field| field.label.clone()),
            target: text(&rule.target),
            background: background.collect(),
            capacity: text(&rule.capacity).and_then(|text| super::values::parse_number(&text)),
        }
    }

    /// The standard that the feature names or its kind goes by, and the class it is to keep.
    pub fn named(&self) -> (Option<String>, Option<String>) {
        (self.standard.clone(), self.target.clone())
    }

    /// By the feature's own standard; by the one the sample names only where the feature has none.
    pub fn judge(&self, sample: &SampleState, result: &SampleResult) -> Judgement {
        let named = result.standard.as_deref();
        let own = self.standard.as_deref();
        let judgement = self.judge_by(own.or(named), sample, result);
        Judgement { named_other: own.and(named).and_then(|named| self.other(named)), ..judgement }
    }

    /// The result that stands for a sample, by its place among all of its number, with what it says: the last one, but
    /// never a quick test before one that decides, nor one that passes before one that does not.
    pub fn provisional(&self, sample: &SampleState) -> Option<(usize, Judgement)> {
        let judged = sample.standing().map(|result| self.judge(sample, &result.body));
        let strictness = |judgement: &Judgement, result: &Filed<SampleResult>| match (
            &judgement.outcome,
            result.body.source.as_str(),
        ) {
            (_, "quick") => 0,
            (Outcome::Compliant, _) => 1,
            (Outcome::NotJudged(_), _) => 2,
            (Outcome::Failing, _) => 3,
        };
        let ranked = judged.zip(sample.standing()).enumerate();
        let strictest = ranked.max_by_key(|(_, (judgement, result))| strictness(judgement, result));
        strictest.map(|(place, (judgement, _))| (place, judgement))
    }

    /// By the feature's own standard alone: what a gate asks for is never met by one that a sample brings along.
    pub fn judge_by_own(&self, sample: &SampleState, result: &SampleResult) -> Judgement {
        self.judge_by(self.standard.as_deref(), sample, result)
    }

    /// What the words of a sample call, where that is not what its feature is held to.
    fn other(&self, named: &str) -> Option<Text> {
        let own = self.standards.find(self.standard.as_deref()?);
        match (own, self.standards.find(named)) {
            (Some((_, own)), Some((_, level))) if std::ptr::eq(own, level) => None,
            (_, Some((standard, level))) => {
                Some(super::standard::join(&standard.label, &level.label))
            }
            (_, None) => Some(Text::same(named)),
        }
    }

    fn judge_by(
        &self,
        standard: Option<&str>,
        sample: &SampleState,
        result: &SampleResult,
    ) -> Judgement {
        let onsite = sample.taken.as_ref().map(|taken| &taken.body.onsite);
        let temperature = ["water_temp", "temp"].iter().find_map(|code| {
            let measured = result.items.get(*code).map(|measured| measured.value.clone());
            let onsite = || {
                let value = onsite?.get(*code)?;
                let value = value.get("value").unwrap_or(value);
                super::value_texts(value).into_iter().next()
            };
            super::values::parse_number(&measured.or_else(onsite)?)
        });
        let context = SampleContext {
            day: sample.day,
            water_temp_c: temperature,
            target: self.target.clone(),
            background: self.background.clone(),
            capacity: self.capacity,
        };
        let judgement = self.standards.judge(result, standard, &context);
        match &self.told_by {
            Some(field) if standard.is_none() && result.source != "quick" => {
                let outcome = Outcome::NotJudged(Text::new(
                    format!("没有填“{}”：不知道按哪一级评价", field.zh),
                    format!("{:?} is not filled in: it says which level holds", field.en),
                ));
                Judgement { outcome, ..judgement }
            }
            _ => judgement,
        }
    }
}
