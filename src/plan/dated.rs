//! Since when what a received file states holds: a stage or value that the file gives a day of its own counts on an
//! earlier evening only from that day on, and what its other days say stood there stands till then.
//!
//! Which field dates what is the procedure's ([`super::StageDef::dated_by`]). Where the file gives no day, it holds on
//! every evening, as before; what a person recorded is dated by its record and is not touched here.

use super::body::Body;
use super::procedure::Procedure;
use super::state::{Baseline, FeatureState, Register, Standing};
use super::values::parse_day;
use crate::model::Day;

impl Procedure {
    /// The stage at the end of a day of a feature of which a file states `stage`, by the days the file gives;
    /// `None` where nothing is known of it so early.
    pub(super) fn stated_stage_on<'a>(
        &'a self,
        stage: &'a str,
        on: Day,
        day_of: &dyn Fn(&str) -> Option<Day>,
    ) -> Option<&'a str> {
        let def = self.stage(stage);
        let mut dates = def.into_iter().flat_map(|def| def.dated_by.iter().chain(&def.not_before));
        match dates.find_map(|field| day_of(field)) {
            Some(since) if since > on => {}
            _ => return Some(stage),
        }
        let own_day = |def: &super::StageDef| day_of(def.dated_by.as_deref()?);
        let earlier = self.stages.iter().filter(|def| def.code != stage).enumerate();
        let reached = earlier.filter_map(|(idx, def)| Some((own_day(def)?, idx, def)));
        let newest =
            reached.filter(|(day, ..)| *day <= on).max_by_key(|(day, idx, _)| (*day, *idx));
        newest.map(|(.., def)| def.code.as_str())
    }

    /// Codes of the fields that date anything, and of what each value is dated by.
    fn dates(&self) -> impl Iterator<Item = &String> {
        let stages = self.stages.iter().flat_map(|def| def.dated_by.iter().chain(&def.not_before));
        stages.chain(self.fields.iter().filter_map(|field| field.dated_by.as_ref()))
    }

    /// The fields that are not known yet at the end of a day, by the days the file gives.
    fn fields_after(&self, on: Day, day_of: &dyn Fn(&str) -> Option<Day>) -> Vec<&str> {
        let is_later = |field: &str| day_of(field).is_some_and(|day| day > on);
        let dates = self.dates().map(String::as_str).filter(|field| is_later(field));
        let dated =
            self.fields.iter().filter(|field| field.dated_by.as_deref().is_some_and(is_later));
        dates.chain(dated.map(|field| field.code.as_str())).collect()
    }
}

impl Baseline {
    /// What of it was so at the end of a day; `None` where all of it was.
    pub(super) fn on(&self, procedure: &Procedure, on: Day) -> Option<Self> {
        if !procedure.dates().any(|field| self.fields.contains_key(field)) {
            return None;
        }
        let day_of = |field: &str| parse_day(self.fields.get(field)?.as_str()?);
        let stage = self.stage.as_deref();
        let then = stage.and_then(|stage| procedure.stated_stage_on(stage, on, &day_of));
        let hidden = procedure.fields_after(on, &day_of);
        if then == stage && hidden.is_empty() {
            return None;
        }
        let mut fields = self.fields.clone();
        hidden.into_iter().for_each(|field| drop(fields.remove(field)));
        Some(Self { stage: then.map(str::to_owned), fields })
    }
}

impl FeatureState {
    /// Whether anything that stands here is a file's word of a later day.
    pub fn states_later(&self, procedure: &Procedure, on: Day) -> bool {
        let day_of = |field: &str| parse_day(self.text(field)?);
        procedure.dates().any(|field| day_of(field).is_some_and(|day| day > on))
    }

    /// Whether the stage is a file's word and the file gives no day of it: it stands so on every evening.
    pub(super) fn is_undated(&self, procedure: &Procedure) -> bool {
        let stands = self.stage.standing.last().filter(|standing| !is_of_person(standing));
        let def = stands.and_then(|standing| procedure.stage(&standing.value));
        def.is_some_and(|def| {
            let mut dates = def.dated_by.iter().chain(&def.not_before);
            !dates.any(|field| self.text(field).and_then(parse_day).is_some())
        })
    }

    /// Takes out what files state of later days.
    pub(super) fn hide_later(&mut self, procedure: &Procedure, on: Day) {
        if !self.states_later(procedure, on) {
            return;
        }
        let known: Vec<(String, Day)> = procedure
            .dates()
            .filter_map(|field| Some((field.clone(), parse_day(self.text(field)?)?)))
            .collect();
        let day_of = |code: &str| known.iter().find(|(field, _)| field == code).map(|it| it.1);
        let stood = |stage: &mut String| {
            let then = procedure.stated_stage_on(stage, on, &day_of).map(str::to_owned);
            then.is_some_and(|then| {
                *stage = then;
                true
            })
        };
        let standing = &mut self.stage.standing;
        standing.retain_mut(|standing| is_of_person(standing) || stood(&mut standing.value));
        self.steps.retain_mut(|step| step.transition.is_some() || stood(&mut step.to));
        for field in procedure.fields_after(on, &day_of) {
            if let Some(register) = self.fields.get_mut(field) {
                register.standing.retain(is_of_person);
            }
        }
        self.fields.retain(|_, Register { standing }| !standing.is_empty());
    }
}

/// Whether a person wrote it: no file states it, and none was adopted for it.
pub(super) fn is_of_person<T>(standing: &Standing<T>) -> bool {
    let record = standing.record.as_ref();
    record.is_some_and(|record| !matches!(record.body, Body::Adopted(_)))
}
