//! Records, values and persons in words: one line each, for the history, the conflicts and the questions.

use serde_json::Value;

use super::context::UiCtx;
use super::dates::time_of_day;
use crate::model::{FeatureKey, Kind, Stamp};
use crate::plan::{
    Actor, Body, Choice, FeatureState, FieldDef, FieldKind, Fields, Looks, Procedure, Record,
    Requested, Standing, Step,
};

/// What a record says, in one line.
pub fn record_in_words(ctx: &UiCtx<'_>, record: &Record) -> String {
    let key =
        record.feature.clone().unwrap_or_else(|| FeatureKey::new(&Kind::new(Kind::OTHER), "-"));
    let kind = body_kind(ctx, &record.body);
    let detail = body_detail(ctx, &key, &record.body);
    if detail.is_empty() { kind.to_owned() } else { format!("{kind}  {detail}") }
}

/// What sort of record it is.
pub fn body_kind(ctx: &UiCtx<'_>, body: &Body) -> &'static str {
    ctx.t(match body {
        Body::Created(_) => "record.created",
        Body::Adopted(_) => "record.adopted",
        Body::Identified(_) => "record.identified",
        Body::Moved(_) => "record.moved",
        Body::Fields(_) => "record.fields",
        Body::Visit(_) => "record.visit",
        Body::SampleTaken(_) => "record.sample_taken",
        Body::SampleResult(_) => "record.sample_result",
        Body::Photo(_) => "record.photo",
        Body::Document(_) => "record.document",
        Body::Transition(_) => "record.transition",
        Body::ItemAnswered(_) => "record.item_answered",
        Body::ItemJudged(_) => "record.item_judged",
        Body::Progress(_) => "record.progress",
        Body::Requested(_) => "record.requested",
        Body::Decided(_) => "record.decided",
        Body::Assigned(_) => "record.assigned",
        Body::Note(_) => "record.note",
        Body::Withdrawn(_) => "record.withdrawn",
        Body::Resolved(_) => "record.resolved",
        Body::Unknown(_) => "record.unknown",
    })
}

fn body_detail(ctx: &UiCtx<'_>, key: &FeatureKey, body: &Body) -> String {
    let joined = |parts: Vec<String>| {
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    match body {
        Body::Created(created) => fields_in_words(ctx, key, &created.fields),
        Body::Adopted(adopted) => joined(vec![
            adopted.stage.as_deref().map(|stage| stage_label(ctx, key, stage)).unwrap_or_default(),
            adopted.source.clone(),
        ]),
        Body::Identified(identified) => identified.also.clone(),
        Body::Moved(_) | Body::Unknown(_) => String::new(),
        Body::Fields(set) => joined(vec![fields_in_words(ctx, key, &set.fields), set.note.clone()]),
        Body::Visit(visit) => joined(vec![
            looks_in_words(ctx, key, &visit.looks),
            match visit.abnormal {
                Some(true) => ctx.t("visit.is_abnormal").to_owned(),
                _ => String::new(),
            },
            visit.note.clone(),
        ]),
        Body::SampleTaken(taken) => joined(vec![taken.no.clone(), taken.place.clone()]),
        Body::SampleResult(result) => {
            let items = result
                .items
                .iter()
                .map(|(item, measured)| {
                    format!("{} {} {}", item_label(ctx, item), measured.value, measured.unit)
                        .trim_end()
                        .to_owned()
                })
                .collect::<Vec<_>>()
                .join("、");
            joined(vec![result.no.clone(), items])
        }
        Body::Photo(photo) => {
            joined(vec![photo_kind_label(ctx, key, &photo.photo_kind), photo.note.clone()])
        }
        Body::Document(document) => {
            joined(vec![document_kind_label(ctx, key, &document.doc_kind), document.title.clone()])
        }
        Body::Transition(step) => joined(vec![
            step_in_words(ctx, key, step),
            fields_in_words(ctx, key, &step.fields),
            step.items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join("；"),
            step.note.clone(),
        ]),
        Body::ItemAnswered(answered) => answered.note.clone(),
        Body::ItemJudged(judged) => {
            let verdict = ctx.words.code("verdict", &judged.verdict).to_owned();
            joined(vec![verdict, judged.note.clone()])
        }
        Body::Progress(progress) => {
            joined(vec![format!("{} %", progress.percent), progress.note.clone()])
        }
        Body::Requested(requested) => request_in_words(ctx, requested),
        Body::Decided(decided) => {
            let verdict = ctx.words.code("verdict", &decided.verdict).to_owned();
            joined(vec![verdict, decided.note.clone()])
        }
        Body::Assigned(assigned) => joined(vec![assigned.to.clone(), assigned.task.clone()]),
        Body::Note(note) => note.text.clone(),
        Body::Withdrawn(withdrawn) => withdrawn.note.clone(),
        Body::Resolved(resolved) => {
            joined(vec![fields_in_words(ctx, key, &resolved.fields), resolved.note.clone()])
        }
    }
}

/// `整治中 → 完工自查`.
pub fn step_in_words(ctx: &UiCtx<'_>, key: &FeatureKey, step: &Step) -> String {
    let to = stage_label(ctx, key, &step.to);
    match step.from.as_deref() {
        Some(from) => format!("{} → {to}", stage_label(ctx, key, from)),
        None => format!("→ {to}"),
    }
}

/// `申请延期至 2022-09-30：管网未通`.
pub fn request_in_words(ctx: &UiCtx<'_>, requested: &Requested) -> String {
    let what = ctx.words.code("request", &requested.what);
    match requested.new.as_deref() {
        Some(day) => format!("{what} → {day} · {}", requested.reason),
        None => format!("{what} · {}", requested.reason),
    }
}

/// The looks of a visit: `在排水 微浑`.
pub fn looks_in_words(ctx: &UiCtx<'_>, key: &FeatureKey, looks: &Looks) -> String {
    let defs = ctx.procedure(key).map(|procedure| procedure.looks.as_slice()).unwrap_or_default();
    super::forms::looks_by_code(looks)
        .iter()
        .map(|(code, value)| match defs.iter().find(|def| def.code == *code) {
            Some(def) => format!("{} {}", ctx.say(&def.label), value_of(ctx, def, value)),
            None => format!("{} {}", ctx.words.code("look", code), ctx.words.code("answer", value)),
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

/// `实际开工日期 2022-05-12；办结编号 …`.
pub fn fields_in_words(ctx: &UiCtx<'_>, key: &FeatureKey, fields: &Fields) -> String {
    fields
        .iter()
        .map(|(code, value)| {
            format!("{} {}", field_label(ctx, key, code), field_value(ctx, key, code, value))
        })
        .collect::<Vec<_>>()
        .join("；")
}

/// What a field is called; list items by their list.
pub fn field_label(ctx: &UiCtx<'_>, key: &FeatureKey, code: &str) -> String {
    match code {
        "stage" => return ctx.t("card.stage").to_owned(),
        "geometry" => return ctx.t("card.position").to_owned(),
        _ => {}
    }
    let own = code.split('/').next().unwrap_or(code);
    ctx.procedure(key)
        .and_then(|procedure| procedure.field(own))
        .map_or_else(|| own.to_owned(), |field| ctx.say(&field.label).to_owned())
}

/// A field's value in words: choices by their labels, with the unit.
pub fn field_value(ctx: &UiCtx<'_>, key: &FeatureKey, code: &str, value: &Value) -> String {
    if code == "stage" {
        return value.as_str().map_or_else(String::new, |stage| stage_label(ctx, key, stage));
    }
    let own = code.split('/').next().unwrap_or(code);
    match ctx.procedure(key).and_then(|procedure| procedure.field(own)) {
        Some(def) => value_in_words(ctx, def, value),
        None => plain_text(value),
    }
}

/// A value of a known field in words.
pub fn value_in_words(ctx: &UiCtx<'_>, def: &FieldDef, value: &Value) -> String {
    match value {
        Value::Null => ctx.t("form.none").to_owned(),
        Value::Bool(yes) => ctx.words.code("answer", if *yes { "yes" } else { "no" }).to_owned(),
        Value::Array(items) => {
            items.iter().map(|item| value_in_words(ctx, def, item)).collect::<Vec<_>>().join("、")
        }
        Value::Object(columns) => {
            let FieldKind::List(defs) = &def.kind else { return plain_text(value) };
            columns
                .iter()
                .map(|(code, value)| match defs.iter().find(|def| def.code == *code) {
                    // Columns of a list are no lists: one level, whatever the data say.
                    Some(column) if !value.is_object() => value_in_words(ctx, column, value),
                    _ => plain_text(value),
                })
                .collect::<Vec<_>>()
                .join(" · ")
        }
        Value::String(text) => match &def.unit {
            Some(unit) if !text.is_empty() => format!("{} {unit}", value_of(ctx, def, text)),
            _ => value_of(ctx, def, text),
        },
        Value::Number(_) => plain_text(value),
    }
}

fn value_of(ctx: &UiCtx<'_>, def: &FieldDef, text: &str) -> String {
    match &def.kind {
        FieldKind::Choice(choices) | FieldKind::Choices(choices) => {
            choice_label(ctx, choices, text)
        }
        FieldKind::Bool => ctx.words.code("answer", text).to_owned(),
        FieldKind::Standard => ctx
            .snapshot
            .rulebook
            .standards
            .choices()
            .iter()
            .find(|(id, _)| id == text)
            .map_or_else(|| text.to_owned(), |(_, label)| ctx.say(label).to_owned()),
        _ => text.to_owned(),
    }
}

fn choice_label(ctx: &UiCtx<'_>, choices: &[Choice], code: &str) -> String {
    choices
        .iter()
        .find(|choice| choice.code == code)
        .map_or_else(|| code.to_owned(), |choice| ctx.say(&choice.label).to_owned())
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What a stage is called.
pub fn stage_label(ctx: &UiCtx<'_>, key: &FeatureKey, code: &str) -> String {
    ctx.procedure(key)
        .and_then(|procedure| procedure.stage(code))
        .map_or_else(|| code.to_owned(), |stage| ctx.say(&stage.label).to_owned())
}

/// What a measured item is called.
pub fn item_label(ctx: &UiCtx<'_>, code: &str) -> String {
    ctx.snapshot
        .rulebook
        .standards
        .item(code)
        .map_or_else(|| code.to_owned(), |item| ctx.say(&item.label).to_owned())
}

pub fn photo_kind_label(ctx: &UiCtx<'_>, key: &FeatureKey, code: &str) -> String {
    kind_label(ctx, key, |procedure| &procedure.photo_kinds, "photo_kind", code)
}

pub fn document_kind_label(ctx: &UiCtx<'_>, key: &FeatureKey, code: &str) -> String {
    kind_label(ctx, key, |procedure| &procedure.document_kinds, "document_kind", code)
}

fn kind_label(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    kinds: impl Fn(&Procedure) -> &Vec<Choice>,
    family: &str,
    code: &str,
) -> String {
    ctx.procedure(key)
        .and_then(|procedure| kinds(procedure).iter().find(|choice| choice.code == code))
        .map_or_else(
            || ctx.words.code(family, code).to_owned(),
            |choice| ctx.say(&choice.label).to_owned(),
        )
}

/// `张三（滨海新区局）`.
pub fn person_in_words(ctx: &UiCtx<'_>, actor: &Actor) -> String {
    let role = ctx.words.code("role", actor.role.code());
    if actor.unit.is_empty() {
        format!("{} · {role}", actor.name)
    } else {
        format!("{} · {} · {role}", actor.name, actor.unit)
    }
}

/// `5月12日 09:31`.
pub fn moment_in_words(ctx: &UiCtx<'_>, at: &Stamp) -> String {
    format!("{} {}", ctx.day(at.day()), time_of_day(at))
}

/// One of the values that contradict each other.
#[derive(Clone, Debug)]
pub struct StandingValue {
    pub value: Value,
    pub words: String,
    pub who: String,
}

/// The values left standing on a field (`stage` and `geometry` included), with who wrote each and when.
pub fn standing_values(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    state: &FeatureState,
    field: &str,
) -> Vec<StandingValue> {
    match field {
        "stage" => state
            .stage
            .standing
            .iter()
            .map(|standing| StandingValue {
                value: Value::String(standing.value.clone()),
                words: stage_label(ctx, key, &standing.value),
                who: author_of(ctx, standing),
            })
            .collect(),
        "geometry" => state
            .moved
            .standing
            .iter()
            .map(|standing| StandingValue {
                value: Value::String(standing.value.clone()),
                words: standing.value.chars().take(60).collect(),
                who: author_of(ctx, standing),
            })
            .collect(),
        _ => state
            .fields
            .get(field)
            .into_iter()
            .flat_map(|register| &register.standing)
            .map(|standing| StandingValue {
                value: standing.value.clone(),
                words: field_value(ctx, key, field, &standing.value),
                who: author_of(ctx, standing),
            })
            .collect(),
    }
}

fn author_of<T>(ctx: &UiCtx<'_>, standing: &Standing<T>) -> String {
    match &standing.record {
        Some(record) => format!("{} {}", record.by.name, moment_in_words(ctx, &record.at)),
        None => ctx.t("card.as_received").to_owned(),
    }
}
