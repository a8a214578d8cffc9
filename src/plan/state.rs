//! Where a plan stands: the result of folding a feature's records, as panels, exports and figures read it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::body::{
    Assigned, Document, Item, Note, Photo, Requested, SampleResult, SampleTaken, Visit,
};
use super::disputed::Disputed;
use super::hash::Hash;
use super::person::Actor;
use super::procedure::DEADLINE_CURRENT;
use super::record::{Fields, Record};
use crate::model::{Day, FeatureKey, Stamp, Text};

/// A value left standing, and who set it.
#[derive(Clone, Debug)]
pub struct Standing<T> {
    pub value: T,
    /// `None` for a value of the received file that no record carries yet.
    pub record: Option<Arc<Record>>,
}

/// A multi-value register: the values no later record that saw them has replaced, in fold order.
#[derive(Clone, Debug)]
pub struct Register<T> {
    pub standing: Vec<Standing<T>>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self { standing: Vec::new() }
    }
}

impl<T: PartialEq> Register<T> {
    /// The value shown: the last in fold order, provisional while there is a conflict.
    pub fn value(&self) -> Option<&T> {
        self.standing.last().map(|standing| &standing.value)
    }

    /// Whether different values are left standing.
    pub fn is_in_conflict(&self) -> bool {
        self.standing.windows(2).any(|pair| pair[0].value != pair[1].value)
    }
}

/// What became of one record in the fold.
#[derive(Clone, Debug)]
pub enum Fate {
    Counts,
    /// Taken back by this record.
    Withdrawn(Arc<Record>),
    /// A step or act that was not permitted: kept, listed, moves nothing.
    NotPermitted(Vec<super::Missing>),
    /// Its hash is not the one it claims: kept, listed, counts for nothing.
    Altered,
    /// A body or version this program does not know.
    Unknown,
    /// Later than the day looked at.
    Later,
}

/// One record of the history with what became of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub record: Arc<Record>,
    pub fate: Fate,
}

/// A counting body with the record that carries it.
#[derive(Clone, Debug)]
pub struct Filed<T> {
    pub body: T,
    pub record: Arc<Record>,
}

/// A sample with its two lives.
#[derive(Clone, Debug)]
pub struct SampleState {
    pub no: String,
    pub taken: Option<Filed<SampleTaken>>,
    /// The newest counting result of this number.
    pub result: Option<Filed<SampleResult>>,
    /// Results of this number whose author had not seen the newest one: they stand beside it.
    pub rivals: Vec<Filed<SampleResult>>,
    /// Results it replaced, oldest first.
    pub replaced: Vec<Filed<SampleResult>>,
    /// The day it was taken.
    pub day: Day,
    /// By the standard named on the sample or the feature; `None` while there is no result.
    pub judgement: Option<super::Judgement>,
}

impl SampleState {
    /// The sampling point, spelled one way (`1#`); `None` where none is named.
    pub fn point(&self) -> Option<String> {
        let result = self.result.as_ref().and_then(|result| result.body.point.as_deref());
        let taken = self.taken.as_ref().and_then(|taken| taken.body.point.as_deref());
        result.or(taken).and_then(super::point_name)
    }
}

impl SampleState {
    /// The result that another person's took the place of, where nobody had put it right themselves.
    pub fn replaced_by_another(&self) -> Option<&Filed<SampleResult>> {
        let (is, was) = (self.result.as_ref()?, self.replaced.last()?);
        (!is.record.author().is_same(&was.record.author())).then_some(was)
    }

    /// `结果由 乙 改过，原由 甲 填`.
    pub fn replaced_words(&self) -> Option<Text> {
        let (is, was) = (self.result.as_ref()?, self.replaced_by_another()?);
        let (new, old) = (is.record.author().name, was.record.author().name);
        Some(Text::new(
            format!("结果由 {new} 改过，原由 {old} 填"),
            format!("result by {new} in the place of {old}'s"),
        ))
    }
}

/// One thing to correct and where it stands.
#[derive(Clone, Debug)]
pub struct ItemState {
    pub item: Item,
    pub given: Arc<Record>,
    /// The answers whose authors had not seen each other's, in fold order.
    pub answers: Vec<Arc<Record>>,
    /// The last of them.
    pub answered: Option<Arc<Record>>,
    /// `accepted` or `again`, of those whose authors had not seen each other's.
    pub verdicts: Register<String>,
    /// Who accepted it, where nobody contradicts.
    pub accepted: Option<Arc<Record>>,
    /// The newest answer that was not enough.
    pub again: Option<NotEnough>,
}

/// An answer that was given back.
#[derive(Clone, Debug)]
pub struct NotEnough {
    pub answer: Option<Arc<Record>>,
    pub judged: Arc<Record>,
}

impl NotEnough {
    /// What was answered, and why that is not enough; either may be wordless.
    pub fn words(&self) -> (&str, &str) {
        let answer = match self.answer.as_ref().map(|record| &record.body) {
            Some(super::Body::ItemAnswered(answer)) => answer.note.as_str(),
            _ => "",
        };
        let judged = match &self.judged.body {
            super::Body::ItemJudged(judged) => judged.note.as_str(),
            _ => "",
        };
        (answer, judged)
    }
}

/// A request and its decisions.
#[derive(Clone, Debug)]
pub struct RequestState {
    pub request: Filed<Requested>,
    /// `approved` or `refused`, of those whose authors had not seen each other's.
    pub decisions: Register<String>,
    /// The step that it asks for has been taken.
    pub is_taken: bool,
    /// The deadline as it was when a later one was approved; null where there was none.
    pub before: Option<Value>,
}

/// An entry into a stage that counts.
#[derive(Clone, Debug)]
pub struct StepTaken {
    /// The transition's id; `None` for the stage of an adopted baseline.
    pub transition: Option<String>,
    pub from: Option<String>,
    pub to: String,
    pub record: Arc<Record>,
    /// The day from which it counts: its own, and none before what it was built on.
    pub counts_from: Day,
}

/// The stage and fields that the received file states, by the procedure's aliases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baseline {
    pub stage: Option<String>,
    pub fields: Fields,
}

impl Baseline {
    pub fn is_empty(&self) -> bool {
        self.stage.is_none() && self.fields.is_empty()
    }
}

/// Where one feature's plan stands.
#[derive(Clone, Debug, Default)]
pub struct FeatureState {
    pub key: Option<FeatureKey>,
    /// The stage's code; no standing value at all is 未建档.
    pub stage: Register<String>,
    /// The stage is as the received file states it, or was reached by a procedure of somebody's own that permits what
    /// the built-in one does not: nobody here proved it.
    pub unproven: bool,
    /// What counts by a procedure of somebody's own and would not by the built-in one, in fold order.
    pub short_of_built_in: Vec<Arc<Record>>,
    /// What a newer file states and figures do not follow, where nothing is settled onto it: a step, or a correction with
    /// a reason, says so instead.
    pub held: Vec<super::Guarded>,
    /// The day the present stage was entered.
    pub stage_since: Option<Stamp>,
    /// The stage left when the present one was entered: where `@left` goes.
    pub stage_left: Option<String>,
    /// Every entry into a stage that counts, in fold order.
    pub steps: Vec<StepTaken>,
    /// By field code; list items by `"measures/<item id>"` (null: removed).
    pub fields: BTreeMap<String, Register<Value>>,
    pub visits: Vec<Filed<Visit>>,
    pub samples: Vec<SampleState>,
    /// What they say month by month, where its standard judges means; the oldest month first.
    pub months: Vec<super::PeriodQuality>,
    /// The grade of the whole water by its sampling points, where its standard has rules for them and samples decide.
    pub grade: Option<super::BodyGrade>,
    /// Results that were withdrawn: shown struck through, and confirmed by the reviewer before a sign-off.
    pub struck_results: Vec<Filed<SampleResult>>,
    pub photos: Vec<Filed<Photo>>,
    pub documents: Vec<Filed<Document>>,
    pub notes: Vec<Filed<Note>>,
    pub items: Vec<ItemState>,
    pub requests: Vec<RequestState>,
    pub assignments: Vec<Filed<Assigned>>,
    /// 0 to 100, the newest counting one.
    pub percent: Option<u64>,
    /// The newest geometry a record gave, as GeoJSON text.
    pub geometry: Option<String>,
    /// All geometries left standing.
    pub moved: Register<String>,
    /// Found by a person here: the layer's file does not have it.
    pub created: bool,
    /// Other keys that are this feature.
    pub also: Vec<FeatureKey>,
    pub deadline_original: Option<Day>,
    /// The newest approved decision, else the original.
    pub deadline_current: Option<Day>,
    /// All records in fold order.
    pub entries: Vec<Entry>,
    /// The newest records nobody has built on: the parents of the next one.
    pub heads: Vec<Hash>,
    /// The newest counting record's time and author.
    pub updated: Option<(Stamp, Actor)>,
    /// Parents that records name and this set lacks.
    pub missing_parents: usize,
}

impl FeatureState {
    /// A feature nobody has recorded anything about.
    pub fn new(key: FeatureKey) -> Self {
        Self { key: Some(key), ..Self::default() }
    }

    /// The newest counting entry into a stage.
    pub fn entry_into(&self, stage: &str) -> Option<&StepTaken> {
        self.steps.iter().rev().find(|step| step.to == stage)
    }

    pub fn stage_code(&self) -> Option<&str> {
        self.stage.value().map(String::as_str)
    }

    /// The folded value of a field as text; `None` where unset, null or not a scalar.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.value()?.as_str().filter(|text| !text.is_empty())
    }

    /// The values of a field as texts: one of a scalar, several of an array, none where it is unset.
    pub fn texts(&self, field: &str) -> Vec<String> {
        self.fields.get(field).and_then(Register::value).map(value_texts).unwrap_or_default()
    }

    /// Whether each of these values is what stands, undisputed: writing them again would say nothing.
    pub fn already_says(&self, fields: &Fields) -> bool {
        fields.iter().all(|(code, value)| match self.fields.get(code) {
            Some(register) if register.is_in_conflict() => false,
            register => is_same_value(register.and_then(Register::value), Some(value)),
        })
    }

    /// The requests that nobody has decided.
    pub fn open_requests(&self) -> impl Iterator<Item = &RequestState> {
        self.requests.iter().filter(|request| request.is_open())
    }

    /// Codes of what different people differ on: fields (`stage` and `geometry` included), then the verdicts on requests
    /// and answers and the results of samples, which have codes of their own.
    pub fn conflicts(&self) -> Vec<String> {
        let stage = self.stage.is_in_conflict().then(|| "stage".to_owned());
        let stage =
            stage.into_iter().chain(self.moved.is_in_conflict().then(|| "geometry".to_owned()));
        let fields = self
            .fields
            .iter()
            .filter(|(_, reg)| reg.is_in_conflict())
            .map(|(code, _)| code.clone());
        let others = Disputed::all_in(self).map(Disputed::code);
        stage.chain(fields).chain(others).collect()
    }

    /// Whether the verdicts on a request contradict each other and wait to be settled, by themselves or by what they
    /// led to.
    pub fn is_to_settle(&self, request: &RequestState) -> bool {
        let led_to = match request.request.body.what.as_str() {
            "deadline" => self.fields.get(DEADLINE_CURRENT).is_some_and(Register::is_in_conflict),
            what => {
                let stages = &self.stage;
                !request.is_taken
                    || (stages.is_in_conflict()
                        && stages.standing.iter().any(|it| it.value == what))
            }
        };
        request.decisions.is_in_conflict() && led_to
    }

    /// The items of a list field (`measures`), by item id, removed ones left out.
    pub fn list_items<'a>(&'a self, list: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.fields.iter().filter_map(move |(code, register)| {
            let id = code.strip_prefix(list)?.strip_prefix('/')?;
            Some((id, register.value().filter(|value| !value.is_null())?))
        })
    }
}

/// Whether two values say the same: unset is unset whether it is spelt as nothing, as an empty text or as an empty list.
pub fn is_same_value(one: Option<&Value>, other: Option<&Value>) -> bool {
    let set = |value: &&Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    };
    one.filter(set) == other.filter(set)
}

/// A JSON value as the texts in it: `yes`/`no` for booleans, nothing for null and empty texts.
pub fn value_texts(value: &Value) -> Vec<String> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    }
}
