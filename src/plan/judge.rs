//! Judges single needs of a procedure: on the fold of the record's own ancestors, with its own fields applied.

use serde_json::Value;

use super::body::Body;
use super::moments::{Since, entry_instant};
use super::need::*;
use super::procedure::*;
use super::record::Fields;
use super::rules::{Asked, Context, Jump, Missing};
use super::standard::Standards;
use super::state::{FeatureState, Register, value_texts};
use super::words::{self, Words};
use crate::model::{Day, FeatureKey};

/// One record to be judged, laid open for the needs.
pub(super) struct Case<'a> {
    pub standards: &'a Standards,
    pub procedure: &'a Procedure,
    pub state: &'a FeatureState,
    pub context: &'a dyn Context,
    pub words: Words<'a>,
    pub actor: &'a super::Actor,
    pub on: Day,
    inputs: &'a Fields,
    note: &'a str,
    items_given: usize,
    percent: Option<u64>,
    /// What an earlier record gave with the step is as good as given now.
    given_before: bool,
}

static NO_FIELDS: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::new);

impl<'a> Case<'a> {
    pub fn new(
        standards: &'a Standards,
        procedure: &'a Procedure,
        asked: &Asked<'a>,
        transition: Option<&'a Transition>,
    ) -> Self {
        let (inputs, note, items_given, percent) = match asked.body {
            Body::Transition(step) => (&step.fields, step.note.as_str(), step.items.len(), None),
            Body::Fields(set) => (&set.fields, set.note.as_str(), 0, None),
            Body::Progress(body) => (&*NO_FIELDS, body.note.as_str(), 0, Some(body.percent)),
            Body::Decided(body) => (&*NO_FIELDS, body.note.as_str(), 0, None),
            Body::Requested(body) => (&*NO_FIELDS, body.reason.as_str(), 0, None),
            _ => (&*NO_FIELDS, "", 0, None),
        };
        Self {
            standards,
            procedure,
            state: asked.state,
            context: asked.context,
            words: Words { procedure, transition },
            actor: asked.actor,
            on: asked.on,
            inputs,
            note,
            items_given,
            percent,
            given_before: false,
        }
    }

    /// A step that has been taken, asked for again by who settles on it.
    pub fn settling(
        standards: &'a Standards,
        procedure: &'a Procedure,
        asked: &Asked<'a>,
        transition: &'a Transition,
    ) -> Self {
        Self { given_before: true, ..Self::new(standards, procedure, asked, Some(transition)) }
    }

    /// What a need still wants; nothing where it holds.
    pub fn missing(&self, need: &Need) -> Vec<Missing> {
        match need {
            Need::Any(needs) => self.any_missing(needs),
            Need::Gate(_) => {
                self.laid_open(need).into_iter().flat_map(|need| self.missing(need)).collect()
            }
            simple => self.simple_missing(simple).into_iter().collect(),
        }
    }

    /// The need itself; of a gate, the needs of each of its cases that applies.
    pub fn laid_open<'n>(&self, need: &'n Need) -> Vec<&'n Need>
    where
        'a: 'n,
    {
        let Need::Gate(name) = need else { return vec![need] };
        let cases = self.procedure.gates.get(name).into_iter().flatten();
        let applying = cases.filter(|case| case.when.as_ref().is_none_or(|w| self.applies(w)));
        applying.flat_map(|case| &case.needs).collect()
    }

    /// All ways to satisfy an `any`, as one missing thing that leads to the first of them.
    fn any_missing(&self, needs: &[Need]) -> Vec<Missing> {
        let mut missing = Vec::new();
        for need in needs {
            match self.simple_missing(need) {
                None => return Vec::new(),
                Some(found) => missing.push(found),
            }
        }
        words::either(missing).into_iter().collect()
    }

    fn applies(&self, when: &When) -> bool {
        match when {
            When::Field(field, values) => {
                self.values(field).iter().any(|value| values.contains(value))
            }
            When::Setting(code) => {
                let value = super::rules::setting(self.procedure, self.context, code);
                super::values::parse_bool(&value) == Some(true)
            }
        }
    }

    fn simple_missing(&self, need: &Need) -> Option<Missing> {
        match need {
            Need::Field { field, test } => {
                let values = self.values(field);
                (!self.holds(&values, field, test))
                    .then(|| self.words.field(field, test, &values, Jump::Field(field.clone())))
            }
            Need::Input { field, test } => {
                let values = self.given(field);
                (!self.holds(&values, field, test))
                    .then(|| self.words.field(field, test, &values, Jump::Input(field.clone())))
            }
            Need::Note => self.note.trim().is_empty().then(|| self.words.note()),
            Need::Position => (!self.has_position()).then(words::position),
            Need::Photo { kind, count, after } => self.photo_missing(kind, *count, after.as_ref()),
            Need::Document { kind, after } => self.document_missing(kind, after.as_ref()),
            Need::Sample(need) => match self.since(need.after.as_ref()) {
                Err(missing) => Some(missing),
                Ok(since) => super::samples::missing(self, need, since),
            },
            Need::Record { body, conditions, after, plus_days } => {
                self.record_missing(body, conditions, after.as_ref(), plus_days.as_ref())
            }
            Need::Items(ItemsNeed::NoneOpen) => {
                let open = self.state.items.iter().filter(|item| item.is_open());
                let texts: Vec<&str> = open.map(|item| item.item.text.as_str()).collect();
                (!texts.is_empty()).then(|| words::open_items(&texts))
            }
            Need::Items(ItemsNeed::Given) => (self.items_given == 0).then(words::items_given),
            Need::Actor { from, by } => self.actor_missing(from, *by),
            Need::Feature { field } => {
                let keys = self.values(field);
                let key = keys.first().and_then(|text| FeatureKey::parse(text));
                let named = keys.first().map(String::as_str);
                match key {
                    Some(key) if self.is_itself(&key) => Some(self.words.itself(field)),
                    Some(key) if self.context.is_struck_off(&key) => {
                        Some(self.words.struck_off(field, &key))
                    }
                    Some(key) if self.context.has_feature(&key) => None,
                    _ => Some(self.words.feature(field, named)),
                }
            }
            Need::Stood { field, is } => {
                let stands =
                    self.state.text(field).is_some_and(|text| is.iter().any(|it| it == text));
                (!stands).then(|| self.words.stood(field, is))
            }
            Need::NotBelow { field, unless_note } => self.fall_missing(field, *unless_note),
            Need::Waited { since, work_days } => self.wait_missing(since, work_days),
            Need::Rule(Predicate::CorrectionsConfirmed) => {
                let confirmed = self.given("correction_confirmed").iter().any(|text| text == "yes");
                let found = super::samples::corrected_failure(self);
                found.filter(|_| !confirmed).map(|no| words::correction(&no))
            }
            // The reader lets neither stand inside another need.
            Need::Any(_) | Need::Gate(_) => None,
        }
    }

    /// A field's values with this record's own applied; of a list, the ids of its items.
    pub fn values(&self, field: &str) -> Vec<String> {
        if field == PROGRESS {
            return self
                .percent
                .map_or_else(|| self.state.texts(PROGRESS), |p| vec![p.to_string()]);
        }
        if matches!(self.procedure.field(field).map(|def| &def.kind), Some(FieldKind::List(_))) {
            return self.list_ids(field);
        }
        let own = self.given(field);
        if !own.is_empty() || self.inputs.contains_key(field) {
            return own;
        }
        let values = self.state.texts(field);
        if values.is_empty() && field == DEADLINE_CURRENT {
            return self.values(DEADLINE_ORIGINAL);
        }
        values
    }

    /// The values that this very record gives.
    fn given(&self, field: &str) -> Vec<String> {
        if field == PROGRESS {
            return self.percent.map(|percent| percent.to_string()).into_iter().collect();
        }
        match self.inputs.get(field).map(value_texts) {
            Some(given) => given,
            None if self.given_before => self.state.texts(field),
            None => Vec::new(),
        }
    }

    fn list_ids(&self, list: &str) -> Vec<String> {
        let id = |code: &str| {
            let id = code.strip_prefix(list)?.strip_prefix('/')?;
            Some(id.to_owned())
        };
        let value = |code: &String| {
            let folded = || self.state.fields.get(code).and_then(Register::value);
            self.inputs.get(code).or_else(folded).filter(|value| !Value::is_null(value)).is_some()
        };
        let codes = self.state.fields.keys().chain(self.inputs.keys()).filter(|code| value(code));
        let mut ids: Vec<String> = codes.filter_map(|code| id(code)).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    fn holds(&self, values: &[String], field: &str, test: &ValueTest) -> bool {
        if values.is_empty() {
            return false;
        }
        let counted = match self.procedure.field(field).map(|def| &def.kind) {
            Some(FieldKind::Choices(_) | FieldKind::Texts | FieldKind::List(_)) => {
                let distinct: std::collections::BTreeSet<String> =
                    values.iter().map(|value| super::person::folded_name(value)).collect();
                Some(distinct.len() as f64)
            }
            _ => values.first().and_then(|value| super::values::parse_number(value)),
        };
        let within = |bound: Option<f64>, fits: fn(f64, f64) -> bool| {
            bound.is_none_or(|bound| counted.is_some_and(|number| fits(number, bound)))
        };
        let other = test.differs_from.as_deref().map(|other| self.values(other));
        (test.is.is_empty() || values.iter().any(|value| test.is.contains(value)))
            && !values.iter().any(|value| test.not.contains(value))
            && within(test.min, |number, min| number >= min)
            && within(test.max, |number, max| number <= max)
            && other.is_none_or(|other| other != values)
    }

    fn is_itself(&self, key: &FeatureKey) -> bool {
        self.state.key.as_ref() == Some(key) || self.state.also.contains(key)
    }

    fn has_position(&self) -> bool {
        let in_layer = || self.state.key.as_ref().is_some_and(|key| self.context.has_position(key));
        self.state.moved.value().is_some() || in_layer()
    }

    /// From when on evidence counts.
    pub fn since(&self, moment: Option<&Moment>) -> Result<Since, Missing> {
        let entered = |stage: &str| {
            let record = &self.state.entry_into(stage)?.record;
            Some(Since::Instant(entry_instant(record)))
        };
        match moment {
            None => Ok(Since::Ever),
            Some(Moment::Record) => Ok(Since::Day(self.on)),
            Some(Moment::PresentStage) => match self.state.stage_code() {
                None => Ok(Since::Ever),
                Some(stage) => entered(stage).ok_or_else(|| self.words.never_entered(stage)),
            },
            Some(Moment::Stage(stage)) => {
                entered(stage).ok_or_else(|| self.words.never_entered(stage))
            }
            Some(Moment::Field(field)) => {
                let values = self.values(field);
                let day = values.first().and_then(|text| super::values::parse_day(text));
                day.map(Since::Day).ok_or_else(|| {
                    let jump = Jump::Field(field.clone());
                    self.words.field(field, &ValueTest::default(), &[], jump)
                })
            }
        }
    }

    fn actor_missing(&self, from: &ActorOf, by: ActorBy) -> Option<Missing> {
        let other = match from {
            ActorOf::Work => return self.own_work_missing(),
            ActorOf::Named(field) => return self.named_missing(field),
            ActorOf::Transition(id) => {
                let steps = self.state.steps.iter().rev();
                &steps.into_iter().find(|step| step.transition.as_ref() == Some(id))?.record
            }
            ActorOf::Request(what) => {
                let mut requests = self.state.requests.iter().rev();
                &requests.find(|request| &request.request.body.what == what)?.request.record
            }
            // What only the received file states nobody here wrote.
            ActorOf::Field(field) => {
                let standing = self.state.fields.get(field)?.standing.last()?;
                standing.record.as_ref()?
            }
        };
        let (author, own) = (other.author(), self.actor.person());
        let same = match by {
            ActorBy::Person => author.shares_name(&own),
            ActorBy::Unit => {
                let unit = |person: &super::Person| super::person::folded_name(&person.unit);
                unit(&author) == unit(&own)
            }
        };
        same.then(|| self.words.same_actor(from, by, &author, &own))
    }

    fn fall_missing(&self, field: &str, unless_note: bool) -> Option<Missing> {
        let number =
            |texts: Vec<String>| texts.first().and_then(|t| super::values::parse_number(t));
        let (present, given) = (number(self.state.texts(field))?, number(self.given(field))?);
        let excused = unless_note && !self.note.trim().is_empty();
        (given < present && !excused).then(|| self.words.falls(field, present, given))
    }
}
