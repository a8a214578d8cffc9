//! What a body must be in itself: fields that may be written, values that can be, references that exist.
//!
//! These hold for every kind and procedure; who may do what, and when, is the procedure file's.

use serde_json::Value;

use super::act_papers::{kind_missing, photo_time_missing, same_picture_missing};
use super::body::*;
use super::deciding;
use super::disputed::Disputed;
use super::person::Role;
use super::procedure::{DEADLINE_CURRENT, PROGRESS, Procedure};
use super::record::Fields;
use super::refusals;
use super::request_rules;
use super::rules::{Asked, Jump, Missing, Rulebook};
use super::state::FeatureState;
use crate::model::{FeatureKey, Text};

/// What is wrong with a body in itself, whatever the stage.
pub(super) fn body_missing(rulebook: &Rulebook, asked: &Asked<'_>) -> Vec<Missing> {
    match asked.body {
        Body::Created(created) => fields_and_standard_missing(rulebook, asked, &created.fields),
        Body::Adopted(adopted) => {
            let known = |stage: &String| asked.procedure.is_none_or(|p| p.stage(stage).is_some());
            if !adopted.stage.iter().all(known) {
                return one(
                    true,
                    "来件的阶段不认识",
                    "The stage received is not known",
                    Jump::Nowhere,
                );
            }
            let is_late = !asked.state.steps.is_empty();
            one(
                is_late,
                "已经有办理记录，不能再按来件建档",
                "There are steps on record: nothing is adopted any more",
                Jump::Nowhere,
            )
        }
        Body::Fields(set) => fields_and_standard_missing(rulebook, asked, &set.fields),
        Body::Transition(step) => fields_and_standard_missing(rulebook, asked, &step.fields),
        Body::Resolved(resolved) => super::settling::resolved_missing(rulebook, asked, resolved),
        Body::Moved(moved) => {
            let (state, value) = (asked.state, Value::from(moved.geometry.as_str()));
            let missing =
                deciding::settling_missing(asked.procedure, state, "geometry", &value, asked.actor);
            missing.into_iter().collect()
        }
        Body::Identified(identified) => identified_missing(asked, &identified.also),
        Body::Progress(progress) => one(
            progress.percent > 100,
            "进度要在 0 到 100 之间",
            "Progress is between 0 and 100",
            Jump::Progress,
        ),
        Body::Requested(request) => request_rules::requested_missing(asked, request),
        Body::Decided(decided) => request_rules::decided_missing(asked, decided),
        Body::ItemAnswered(answer) => answer_missing(asked, answer),
        Body::ItemJudged(judged) => judged_missing(asked, judged),
        Body::SampleResult(result) => {
            let measured = result.items.iter();
            let wrong = measured
                .filter_map(|(code, m)| rulebook.standards.implausible(code, &m.value, &m.unit))
                .map(|message| Missing::new(message, Jump::Sample));
            // Over results that contradict each other nobody writes a third one.
            let code = Disputed::Sample(&result.no).code();
            let (procedure, state, by) = (asked.procedure, asked.state, asked.actor);
            let value = Value::from(result.no.as_str());
            let settling = deciding::settling_missing(procedure, state, &code, &value, by);
            wrong.chain(settling).chain(result_of_another_missing(asked, result)).collect()
        }
        Body::SampleTaken(taken) => onsite_missing(rulebook, &taken.onsite),
        Body::Photo(photo) => {
            let kinds = asked.procedure.map(|procedure| procedure.photo_kinds.as_slice());
            let jump = Jump::Photo(photo.photo_kind.clone());
            let mut missing = kind_missing(kinds, &photo.photo_kind, jump);
            missing.extend(same_picture_missing(asked, photo));
            missing
        }
        Body::PhotoTime(given) => photo_time_missing(asked, given),
        Body::Document(document) => kind_missing(
            asked.procedure.map(|procedure| procedure.document_kinds.as_slice()),
            &document.doc_kind,
            Jump::Document(document.doc_kind.clone()),
        ),
        _ => Vec::new(),
    }
}

fn fields_and_standard_missing(
    rulebook: &Rulebook,
    asked: &Asked<'_>,
    fields: &Fields,
) -> Vec<Missing> {
    let mut missing = fields_missing(asked, fields);
    missing.extend(super::capacity::unknown_standard(rulebook, asked, fields));
    missing.extend(super::capacity::capacity_missing(rulebook, asked, fields));
    missing
}

pub(super) fn one(is_wrong: bool, zh: &str, en: &str, jump: Jump) -> Vec<Missing> {
    is_wrong.then(|| Missing::new(Text::new(zh, en), jump)).into_iter().collect()
}

/// A verdict is given by who gives it: nobody writes one down for another (代录).
pub(super) fn verdict_for_another(procedure: Option<&Procedure>, body: &Body) -> Vec<Missing> {
    let is_verdict = match body {
        Body::Decided(_) | Body::ItemJudged(_) => true,
        Body::Transition(step) => {
            let taken = procedure
                .and_then(|procedure| procedure.transition_between(step.from.as_deref(), &step.to));
            taken.is_some_and(|transition| transition.verdict.is_some())
        }
        _ => false,
    };
    one(
        is_verdict,
        "审核结论要由审核人本人记录，不能代录",
        "A verdict is recorded by who gives it, not on somebody's behalf",
        Jump::AnotherPerson,
    )
}

/// Fields may be written that the procedure knows, does not derive and has not locked, with values they can have, and
/// over a contradiction only by who decides it.
pub(super) fn fields_missing(asked: &Asked<'_>, fields: &Fields) -> Vec<Missing> {
    let (state, by) = (asked.state, asked.actor);
    let missing = |(code, value): (&String, &Value)| {
        let own = asked.procedure.map_or_else(Vec::new, |procedure| {
            match field_missing(asked, procedure, code, value) {
                Some(missing) => vec![missing],
                None => super::list_items::item_missing(procedure, code, value, asked.today),
            }
        });
        match own.is_empty() {
            true => deciding::settling_missing(asked.procedure, state, code, value, by)
                .into_iter()
                .collect(),
            false => own,
        }
    };
    fields.iter().flat_map(missing).collect()
}

fn field_missing(
    asked: &Asked<'_>,
    procedure: &Procedure,
    code: &str,
    value: &Value,
) -> Option<Missing> {
    let at = |message: Text| Some(Missing::new(message, Jump::Input(code.to_owned())));
    if code == PROGRESS {
        return at(Text::new("进度用“报进度”来记", "Progress is recorded as progress"));
    }
    let Some(field) = procedure.field_or_list(code) else {
        return at(Text::new(format!("没有“{code}”这一项"), format!("There is no field {code:?}")));
    };
    let is_list = matches!(field.kind, super::FieldKind::List(_));
    if is_list != code.contains('/') {
        return at(refusals::list_item_by_item(&field.label));
    }
    let item = code.split_once('/').map(|(_, id)| id);
    if field.by_month && item.is_some_and(|id| super::values::parse_month(id).is_none()) {
        return at(Text::new(
            format!("“{}”按月登记：请写月份，如 2022-04（{}/2022-04）", field.label.zh, field.code),
            format!(
                "\"{}\" goes by month: write one, like 2022-04 ({}/2022-04)",
                field.label.en, field.code
            ),
        ));
    }
    let known = item.filter(|_| field.by_month && value.is_object());
    if let Some(known) = known.and_then(|month| asked.state.known_of_month(month)) {
        return at(Text::new(
            format!(
                "{}，与“{}”矛盾：月份是不是写错了？样品有误请撤回样品",
                known.zh, field.label.zh
            ),
            format!(
                "{}, against \"{}\": is the month right? Take the sample back if that is wrong",
                known.en, field.label.en
            ),
        ));
    }
    if field.derived {
        return at(match code {
            DEADLINE_CURRENT => Text::new(
                "完成时限由程序算出；要改期限，请申请延期，由市级批准",
                "The deadline is derived: request a new one, the municipality decides",
            ),
            _ => Text::new(
                format!("“{}”由程序算出，不能直接填", field.label.zh),
                format!("\"{}\" is derived and cannot be written", field.label.en),
            ),
        });
    }
    if field.personal {
        return at(Text::new(
            format!(
                "“{}”是个人信息，不写进记录；请在“填写字段”里填，只存在本工作库",
                field.label.zh
            ),
            format!(
                "\"{}\" is personal and is kept out of records: set it as a field of its own, it stays in this workspace",
                field.label.en
            ),
        ));
    }
    if !field.set_by.is_empty() && !field.set_by.contains(&asked.actor.role) {
        let message = refusals::set_by_others(&field.label, &field.set_by);
        return Some(Missing::new(message, Jump::AnotherPerson));
    }
    if let Some(missing) = super::counted::counted_missing(asked, field, (code, value)) {
        return Some(missing);
    }
    let settles = is_settled_onto(asked, code, value);
    if is_locked(asked.state, procedure, field) && settles && asked.actor.role != Role::Municipal {
        return at(Text::new(
            format!("“{}”已经定下，几个不一致的值由市级审核人来选", field.label.zh),
            format!("\"{}\" stands still: the municipality settles on one value", field.label.en),
        ));
    }
    if is_locked(asked.state, procedure, field) && !settles {
        return at(refusals::stands_still(field));
    }
    let kept = field.only_by_step.iter().find(|kept| value.as_str() == Some(kept));
    if let (Some(kept), false) = (kept, matches!(asked.body, Body::Transition(_))) {
        let value = super::choice_label(choices_of(field), kept);
        return at(Text::new(
            format!("“{}”定为“{}”要办相应的步骤，由另一人核实", field.label.zh, value.zh),
            format!(
                "\"{}\" becomes {} by a step that another person takes",
                field.label.en, value.en
            ),
        ));
    }
    if let Some(step) = writing_step(asked, procedure, field).filter(|_| !settles) {
        return at(Text::new(
            format!(
                "“{}”已在办“{}”时填定；填错了，请退回后重新办理",
                field.label.zh, step.label.zh
            ),
            format!(
                "\"{}\" was given with the step \"{}\": to correct it, send the plan back and take the step again",
                field.label.en, step.label.en
            ),
        ));
    }
    let jump = Jump::Input(code.to_owned());
    let does_not_fit = || {
        super::days::field_day_missing(field, value, asked.today, jump.clone())
            .or_else(|| super::days::order_missing(asked, procedure, field, value, jump.clone()))
            .or_else(|| super::over_planned::above_missing(asked, procedure, field, value))
    };
    if is_list {
        return None;
    }
    field.check_value(value).err().and_then(at).or_else(does_not_fit)
}

/// The step that alone writes a field anew, where this body is not that step. What nobody has given yet may be given.
fn writing_step<'p>(
    asked: &Asked<'_>,
    procedure: &'p Procedure,
    field: &super::FieldDef,
) -> Option<&'p super::Transition> {
    let step = procedure.transition(field.written_by.as_deref()?)?;
    asked.state.text(&field.code)?;
    let is_that_step = match asked.body {
        Body::Transition(taken) => procedure
            .transition_between(taken.from.as_deref(), &taken.to)
            .is_some_and(|taken| taken.id == step.id),
        _ => false,
    };
    (!is_that_step).then_some(step)
}

fn choices_of(field: &super::FieldDef) -> &[super::Choice] {
    match &field.kind {
        super::FieldKind::Choice(choices) | super::FieldKind::Choices(choices) => choices,
        _ => &[],
    }
}

/// Whether this body settles a contradiction of the field onto a value that stands.
fn is_settled_onto(asked: &Asked<'_>, code: &str, value: &Value) -> bool {
    let register = asked.state.fields.get(code);
    matches!(asked.body, Body::Resolved(_))
        && register.is_some_and(|register| {
            register.is_in_conflict()
                && register.standing.iter().any(|standing| standing.value == *value)
        })
}

/// Whether nobody rewrites what stands in a field any more, since the plan has come so far.
pub(super) fn is_locked(
    state: &FeatureState,
    procedure: &Procedure,
    field: &super::FieldDef,
) -> bool {
    let lock = field.locked.as_ref().filter(|_| !state.texts(&field.code).is_empty());
    lock.is_some_and(|lock| {
        let taken = |step: &super::StepTaken| lock.after.is_some() && step.transition == lock.after;
        let in_set = |stage: &str| procedure.is_in_set(&lock.in_set, stage);
        state.steps.iter().any(taken) || state.stage_code().is_some_and(in_set)
    })
}

fn identified_missing(asked: &Asked<'_>, also: &str) -> Vec<Missing> {
    let key = FeatureKey::parse(also);
    let same_kind =
        key.as_ref().zip(asked.state.key.as_ref()).is_some_and(|(a, b)| a.kind() == b.kind());
    one(
        !same_kind,
        "新编码要与本对象同类",
        "The other code must be of the same kind",
        Jump::Nowhere,
    )
}

fn answer_missing(asked: &Asked<'_>, answer: &ItemAnswered) -> Vec<Missing> {
    let item = asked.state.items.iter().find(|item| item.item.id == answer.item);
    match item {
        None => one(true, "没有找到这条待改事项", "There is no such item to correct", Jump::Items),
        Some(item) => {
            let mut missing = one(
                item.accepted.is_some(),
                "这条待改事项已经通过",
                "This item has been accepted",
                Jump::Nowhere,
            );
            missing.extend(one(
                answer.note.trim().is_empty() && answer.evidence.is_empty(),
                "写明怎么改的，或附上佐证材料",
                "Say what was done, or attach evidence",
                Jump::Items,
            ));
            missing
        }
    }
}

fn judged_missing(asked: &Asked<'_>, judged: &ItemJudged) -> Vec<Missing> {
    let item = asked.state.items.iter().find(|item| item.item.id == judged.item);
    let Some(answered) = item.and_then(|item| item.answered.as_ref()) else {
        return one(true, "这条待改事项还没有答复", "This item has not been answered", Jump::Items);
    };
    let mut missing = one(
        !["accepted", "again"].contains(&judged.verdict.as_str()),
        "选定通过或再改",
        "Say accepted or again",
        Jump::Items,
    );
    missing.extend(one(
        answered.author().shares_name(&asked.actor.person()),
        "这条是你自己答复的，要由另一人判定",
        "You answered this item yourself: another person judges it",
        Jump::AnotherPerson,
    ));
    missing
}

/// A result that decides is its author's to correct, or that of who looks after all: whoever is judged by it does not
/// write another one over it.
fn result_of_another_missing(asked: &Asked<'_>, result: &SampleResult) -> Option<Missing> {
    let sample = asked.state.samples.iter().find(|sample| sample.no == result.no)?;
    let standing = sample.result.as_ref().filter(|standing| standing.body.source != "quick")?;
    let author = standing.record.author();
    let is_theirs = author.shares_name(&asked.actor.person())
        || !matches!(asked.actor.role, Role::Inspector | Role::Responsible);
    if is_theirs || standing.body.items == result.items {
        return None;
    }
    let (no, name) = (&result.no, &author.name);
    Some(Missing::new(
        Text::new(
            format!("样品 {no} 已有{name}的结果；更正由{name}本人或监测、区级、市级人员办"),
            format!(
                "{no} has a result by {name}: {name}, the monitor, the district or the municipality corrects it"
            ),
        ),
        Jump::AnotherPerson,
    ))
}

fn onsite_missing(rulebook: &Rulebook, onsite: &Fields) -> Vec<Missing> {
    let measured = onsite.iter().filter_map(|(code, value)| {
        let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
        let (value, unit) = match value {
            Value::String(text) => (text.as_str(), ""),
            _ => (text("value"), text("unit")),
        };
        rulebook.standards.implausible(code, value, unit)
    });
    measured.map(|message| Missing::new(message, Jump::Sample)).collect()
}
