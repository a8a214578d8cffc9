//! Reads the steps, gates and acts of a procedure file and checks the stages and roles they name.

use std::collections::BTreeSet;

use toml::Spanned;

use super::need::Need;
use super::need_read::read_need;
use super::person::Role;
use super::procedure::*;
use super::procedure_file::*;
use super::procedure_read::Fault;
use crate::model::Text;

pub(super) fn read_transition(
    procedure: &Procedure,
    ids: &BTreeSet<String>,
    raw: Spanned<RawTransition>,
) -> Result<Transition, Fault> {
    let at = raw.span().start;
    let raw = raw.into_inner();
    let fault = |reason: String| (at, format!("{}: {reason}", raw.id));
    if raw.roles.is_empty() {
        return Err(fault("no role may take the step".into()));
    }
    if procedure.transition(&raw.id).is_some() {
        return Err(fault("the id stands twice".into()));
    }
    let from = read_from(procedure, &raw.from).map_err(fault)?;
    let to = match raw.to {
        OneOrMany::One(to) if to == "@left" => StepTo::Left,
        OneOrMany::One(to) => StepTo::Stages(vec![to]),
        OneOrMany::Many(to) => StepTo::Stages(to),
    };
    if let StepTo::Stages(stages) = &to
        && let Some(stage) = stages.iter().find(|stage| procedure.stage(stage).is_none())
    {
        return Err(fault(format!("no stage is named {stage:?}")));
    }
    for other in &procedure.transitions {
        let shared = other.from.iter().find(|step_from| from.contains(step_from));
        let both = match (&other.to, &to) {
            (StepTo::Stages(a), StepTo::Stages(b)) => a.iter().any(|stage| b.contains(stage)),
            (StepTo::Left, StepTo::Left) => true,
            (StepTo::Left, StepTo::Stages(b)) => {
                b.iter().any(|stage| procedure.is_in_set("open", stage))
            }
            (StepTo::Stages(a), StepTo::Left) => {
                a.iter().any(|stage| procedure.is_in_set("open", stage))
            }
        };
        if let (Some(_), true) = (shared, both) {
            return Err(fault(format!("the same way as {}", other.id)));
        }
    }
    let verdict = match raw.verdict.as_deref() {
        None => None,
        Some("approve") => Some(Verdict::Approve),
        Some("return") => Some(Verdict::Return),
        Some(other) => return Err(fault(format!("no verdict is named {other:?}"))),
    };
    Ok(Transition {
        roles: read_roles(procedure, raw.roles).map_err(|reason| (at, reason))?,
        needs: read_needs(procedure, ids, raw.needs)?,
        id: raw.id,
        label: Text::new(raw.zh, raw.en),
        from,
        to,
        verdict,
    })
}

/// Codes, `@new` and `@set`s become single stages.
fn read_from(procedure: &Procedure, raw: &[String]) -> Result<Vec<StepFrom>, String> {
    let mut from = Vec::new();
    for code in raw {
        match code.strip_prefix('@') {
            Some("new") => from.push(StepFrom::New),
            Some(set) => {
                let codes = procedure.stage_sets.get(set);
                let codes = codes.ok_or_else(|| format!("no set of stages is named {code:?}"))?;
                from.extend(codes.iter().cloned().map(StepFrom::Stage));
            }
            None if procedure.stage(code).is_some() => from.push(StepFrom::Stage(code.clone())),
            None => return Err(format!("no stage is named {code:?}")),
        }
    }
    Ok(from)
}

fn read_roles(procedure: &Procedure, raw: Vec<RawRole>) -> Result<Vec<RoleRule>, String> {
    let role = |code: &str| Role::parse(code).ok_or_else(|| format!("no role is named {code:?}"));
    raw.into_iter()
        .map(|raw| match raw {
            RawRole::Always(code) => Ok(RoleRule { role: role(&code)?, if_setting: None }),
            RawRole::If(raw) => {
                let setting = raw.r#if.strip_prefix("setting:").unwrap_or_default();
                if procedure.setting_default(setting).is_none() {
                    return Err(format!("no setting is named {:?}", raw.r#if));
                }
                Ok(RoleRule { role: role(&raw.role)?, if_setting: Some(setting.to_owned()) })
            }
        })
        .collect()
}

pub(super) fn read_gate_case(
    procedure: &Procedure,
    ids: &BTreeSet<String>,
    raw: Spanned<RawGateCase>,
) -> Result<GateCase, Fault> {
    let at = raw.span().start;
    let raw = raw.into_inner();
    let when = raw.when.map(|when| read_when(procedure, when)).transpose();
    let when = when.map_err(|reason| (at, reason))?;
    let needs = read_needs(procedure, ids, raw.needs)?;
    if needs.iter().any(|need| matches!(need, Need::Gate(_))) {
        return Err((at, "a gate names no gate".into()));
    }
    Ok(GateCase { when, needs })
}

fn read_when(procedure: &Procedure, raw: RawWhen) -> Result<When, String> {
    match (raw.field, raw.setting) {
        (Some(field), None) => {
            super::need_read::check_values(procedure, &field, &raw.is)?;
            Ok(When::Field(field, raw.is))
        }
        (None, Some(setting)) if raw.is.is_empty() => match procedure.setting_default(&setting) {
            Some(_) => Ok(When::Setting(setting)),
            None => Err(format!("no setting is named {setting:?}")),
        },
        _ => Err("`when` is a `field` that `is` something, or a `setting`".into()),
    }
}

pub(super) fn read_act(
    procedure: &Procedure,
    ids: &BTreeSet<String>,
    raw: Spanned<RawAct>,
) -> Result<ActRule, Fault> {
    let at = raw.span().start;
    let raw = raw.into_inner();
    if !super::Body::KINDS.contains(&raw.body.as_str()) {
        return Err((at, format!("{}: no record is of the kind {:?}", raw.id, raw.body)));
    }
    if raw.roles.is_empty() {
        return Err((at, format!("{}: no role may take the step", raw.id)));
    }
    let in_stages = read_from(procedure, &raw.r#in).map_err(|reason| (at, reason))?;
    Ok(ActRule {
        id: raw.id,
        body: raw.body,
        in_stages,
        roles: read_roles(procedure, raw.roles).map_err(|reason| (at, reason))?,
        needs: read_needs(procedure, ids, raw.needs)?,
    })
}

fn read_needs(
    procedure: &Procedure,
    ids: &BTreeSet<String>,
    raw: Vec<Spanned<RawNeed>>,
) -> Result<Vec<Need>, Fault> {
    raw.into_iter()
        .map(|raw| {
            let at = raw.span().start;
            read_need(procedure, ids, raw.into_inner()).map_err(|reason| (at, reason))
        })
        .collect()
}
