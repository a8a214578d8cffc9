//! Reads one need of a procedure file and checks every name in it.

use std::collections::BTreeSet;

use super::need::*;
use super::procedure::{FieldKind, PROGRESS, Procedure};
use super::procedure_file::{RawDays, RawNeed};

pub(super) fn read_need(
    procedure: &Procedure,
    ids: &BTreeSet<String>,
    raw: RawNeed,
) -> Result<Need, String> {
    let Some(needs) = raw.any else {
        return read_simple(procedure, ids, raw);
    };
    if needs.iter().any(|need| need.any.is_some()) {
        return Err("`any` has one level: no `any` stands in it".into());
    }
    let needs: Result<Vec<_>, _> =
        needs.into_iter().map(|need| read_simple(procedure, ids, need)).collect();
    Ok(Need::Any(needs?))
}

fn read_simple(
    procedure: &Procedure,
    ids: &BTreeSet<String>,
    raw: RawNeed,
) -> Result<Need, String> {
    let after = raw.after.as_deref().map(|text| moment(procedure, text)).transpose()?;
    let keys = raw.keys();
    let allowed = |allowed: &[&str]| match keys.iter().find(|key| !allowed.contains(key)) {
        Some(key) => Err(format!("the key {key:?} means nothing beside {:?}", allowed[0])),
        None => Ok(()),
    };
    if let Some(field) = raw.field.clone() {
        allowed(&["field", "is", "not", "min", "max", "differs_from"])?;
        return Ok(Need::Field { test: test(procedure, &field, raw)?, field });
    }
    if let Some(field) = raw.stood.clone() {
        allowed(&["stood", "is"])?;
        let is = test(procedure, &field, raw)?.is;
        return match is.is_empty() {
            true => Err(format!("say which value of {field:?} stood before")),
            false => Ok(Need::Stood { field, is }),
        };
    }
    if let Some(field) = raw.input.clone() {
        allowed(&["input", "is", "not", "min", "max", "differs_from"])?;
        // A progress record gives its percentage by its own member.
        if field != "percent" {
            return Ok(Need::Input { test: test(procedure, &field, raw)?, field });
        }
        return Ok(Need::Input { field: PROGRESS.into(), test: ValueTest::default() });
    }
    if raw.note == Some(true) {
        allowed(&["note"])?;
        return Ok(Need::Note);
    }
    if raw.position == Some(true) {
        allowed(&["position"])?;
        return Ok(Need::Position);
    }
    if let Some(kind) = raw.photo {
        allowed(&["photo", "count", "after"])?;
        if kind != "any" && !procedure.photo_kinds.iter().any(|choice| choice.code == kind) {
            return Err(format!("no kind of photo is named {kind:?}"));
        }
        return Ok(Need::Photo { kind, count: raw.count.unwrap_or(1) as usize, after });
    }
    if let Some(kind) = raw.document {
        allowed(&["document", "after"])?;
        if !procedure.document_kinds.iter().any(|choice| choice.code == kind) {
            return Err(format!("no kind of document is named {kind:?}"));
        }
        return Ok(Need::Document { kind, after });
    }
    if let Some(finding) = &raw.sample {
        let finding = match finding.as_str() {
            "exists" => Finding::Exists,
            "compliant" => Finding::Compliant,
            "failing" => Finding::Failing,
            "grade" if raw.is.is_empty() => {
                return Err("a `grade` wants the classes it `is`".into());
            }
            "grade" => Finding::Grade(raw.is.clone()),
            other => return Err(format!("samples are not judged by {other:?} in this version")),
        };
        match finding {
            Finding::Grade(_) => {
                allowed(&["sample", "is", "scope", "after", "source", "every", "count", "whole"])?;
            }
            _ => allowed(&["sample", "scope", "after", "source", "every", "count"])?,
        }
        return sample(finding, after, raw);
    }
    if let Some(body) = raw.record {
        allowed(&["record", "where", "after", "plus_days"])?;
        if !super::Body::KINDS.contains(&body.as_str()) {
            return Err(format!("no record is of the kind {body:?}"));
        }
        let plus_days = raw.plus_days.map(|raw| days(procedure, raw)).transpose()?;
        if plus_days.is_some() && after.is_none() {
            return Err("`plus_days` wants an `after` to count from".into());
        }
        let conditions: Vec<_> = raw.r#where.into_iter().collect();
        if body == "visit" {
            check_looks(procedure, &conditions)?;
        }
        return Ok(Need::Record { body, conditions, after, plus_days });
    }
    if let Some(items) = raw.items {
        allowed(&["items"])?;
        return Ok(Need::Items(match items.as_str() {
            "none_open" => ItemsNeed::NoneOpen,
            "given" => ItemsNeed::Given,
            other => return Err(format!("items are `none_open` or `given`, not {other:?}")),
        }));
    }
    if let Some(actor) = raw.actor {
        allowed(&["actor", "from", "by"])?;
        if actor != "differs" {
            return Err(format!("an actor `differs`, not {actor:?}"));
        }
        let from = actor_of(procedure, ids, raw.from.as_deref().unwrap_or_default())?;
        let by = match raw.by.as_deref() {
            None | Some("person") => ActorBy::Person,
            Some("unit") => ActorBy::Unit,
            Some(other) => return Err(format!("actors differ by person or unit, not {other:?}")),
        };
        return Ok(Need::Actor { from, by });
    }
    if let Some(field) = raw.feature {
        allowed(&["feature"])?;
        return match procedure.field(&field).map(|def| &def.kind) {
            Some(FieldKind::Feature) => Ok(Need::Feature { field }),
            _ => Err(format!("the field {field:?} holds no feature's key")),
        };
    }
    if let Some(gate) = raw.gate {
        allowed(&["gate"])?;
        if !procedure.gates.contains_key(&gate) {
            return Err(format!("no gate is named {gate:?}"));
        }
        return Ok(Need::Gate(gate));
    }
    if let Some(field) = raw.not_below {
        allowed(&["not_below", "unless"])?;
        check_field(procedure, &field)?;
        return match raw.unless.as_deref() {
            None => Ok(Need::NotBelow { field, unless_note: false }),
            Some("note") => Ok(Need::NotBelow { field, unless_note: true }),
            Some(other) => Err(format!("`unless` is a note, not {other:?}")),
        };
    }
    if let Some(since) = raw.waited {
        allowed(&["waited", "work_days"])?;
        let work_days = raw.work_days.ok_or("`waited` wants its `work_days`")?;
        let (since, work_days) = (moment(procedure, &since)?, days(procedure, work_days)?);
        return Ok(Need::Waited { since, work_days });
    }
    if let Some(name) = raw.rule {
        allowed(&["rule"])?;
        let predicate = Predicate::from_name(&name);
        return predicate.map(Need::Rule).ok_or_else(|| format!("no rule is named {name:?}"));
    }
    Err("a need that says nothing".into())
}

fn sample(finding: Finding, after: Option<Moment>, raw: RawNeed) -> Result<Need, String> {
    let scope = match raw.scope.as_deref() {
        None | Some("latest") => Scope::Latest,
        Some("any") => Scope::Any,
        Some("none") => Scope::None,
        Some("every_point") => Scope::EveryPoint,
        Some(other) => {
            return Err(format!("a scope is latest, any, none or every_point, not {other:?}"));
        }
    };
    let months = match raw.every.as_deref() {
        None if raw.count.is_some() => return Err("`count` of samples wants `every`".into()),
        None => None,
        Some("month") => Some(raw.count.unwrap_or(1)),
        Some(other) => return Err(format!("samples come every month, not {other:?}")),
    };
    if raw.whole && scope != Scope::Latest {
        return Err("`whole` is asked of the latest samples, or of every month's".into());
    }
    let known = ["lab", "auto", "quick"];
    if let Some(source) = raw.source.iter().find(|source| !known.contains(&source.as_str())) {
        return Err(format!("no source of samples is named {source:?}"));
    }
    Ok(Need::Sample(SampleNeed {
        finding,
        scope,
        after,
        source: raw.source,
        months,
        whole: raw.whole,
    }))
}

fn test(procedure: &Procedure, field: &str, raw: RawNeed) -> Result<ValueTest, String> {
    check_values(procedure, field, &raw.is)?;
    check_values(procedure, field, &raw.not)?;
    if let Some(other) = &raw.differs_from {
        check_field(procedure, other)?;
    }
    Ok(ValueTest {
        is: raw.is,
        not: raw.not,
        min: raw.min,
        max: raw.max,
        differs_from: raw.differs_from,
    })
}

fn check_field(procedure: &Procedure, field: &str) -> Result<(), String> {
    if field == PROGRESS || procedure.field(field).is_some() {
        return Ok(());
    }
    Err(format!("no field is named {field:?}"))
}

/// Whether a field exists and may have these values.
pub(super) fn check_values(
    procedure: &Procedure,
    field: &str,
    values: &[String],
) -> Result<(), String> {
    check_field(procedure, field)?;
    let fits = |value: &String| match procedure.field(field).map(|def| &def.kind) {
        Some(FieldKind::Choice(choices) | FieldKind::Choices(choices)) => {
            choices.iter().any(|choice| &choice.code == value)
        }
        Some(FieldKind::Bool) => value == "yes" || value == "no",
        _ => true,
    };
    match values.iter().find(|value| !fits(value)) {
        Some(value) => Err(format!("{field:?} has no choice {value:?}")),
        None => Ok(()),
    }
}

fn check_looks(procedure: &Procedure, conditions: &[(String, String)]) -> Result<(), String> {
    for (name, value) in conditions {
        let look = procedure.looks.iter().find(|look| &look.code == name);
        let fits = match look.map(|look| &look.kind) {
            Some(FieldKind::Choice(choices)) => choices.iter().any(|choice| &choice.code == value),
            Some(_) => true,
            None => name == "abnormal" && (value == "true" || value == "false"),
        };
        if !fits {
            return Err(format!("a visit has no look {name:?} that is {value:?}"));
        }
    }
    Ok(())
}

fn moment(procedure: &Procedure, text: &str) -> Result<Moment, String> {
    match text.split_once(':') {
        None if text == "record" => Ok(Moment::Record),
        Some(("field", field)) => match procedure.field(field).map(|def| &def.kind) {
            Some(FieldKind::Date) => Ok(Moment::Field(field.to_owned())),
            _ => Err(format!("{field:?} is no field that holds a date")),
        },
        Some(("stage", "@from")) => Ok(Moment::PresentStage),
        Some(("stage", stage)) if procedure.stage(stage).is_some() => {
            Ok(Moment::Stage(stage.to_owned()))
        }
        _ => Err(format!("{text:?} is no moment: `field:F`, `stage:S` or `record`")),
    }
}

fn days(procedure: &Procedure, raw: RawDays) -> Result<Days, String> {
    match raw {
        RawDays::Fixed(days) => Ok(Days::Fixed(days)),
        RawDays::Setting(text) => match text.strip_prefix("setting:") {
            Some(code) if procedure.setting_default(code).is_some() => {
                Ok(Days::Setting(code.to_owned()))
            }
            _ => Err(format!("no setting is named {text:?}")),
        },
    }
}

fn actor_of(procedure: &Procedure, ids: &BTreeSet<String>, from: &str) -> Result<ActorOf, String> {
    if let Some(field) = from.strip_prefix("field:") {
        check_field(procedure, field)?;
        return Ok(ActorOf::Field(field.to_owned()));
    }
    if let Some(field) = from.strip_prefix("named:") {
        check_field(procedure, field)?;
        return Ok(ActorOf::Named(field.to_owned()));
    }
    if from == "work" {
        return Ok(ActorOf::Work);
    }
    if let Some(what) = from.strip_prefix("request:") {
        if super::Requested::KINDS.contains(&what) {
            return Ok(ActorOf::Request(what.to_owned()));
        }
    } else if ids.contains(from) {
        return Ok(ActorOf::Transition(from.to_owned()));
    }
    Err(format!("the actor differs from nobody: {from:?} is no transition"))
}
