//! A step's needs one by one, those that hold too: what a reviewer ticks through before a verdict.
//!
//! Judging is `judge`'s: here each need only gets its name, and what is there to be looked at.

use super::body::{Body, Step};
use super::judge::Case;
use super::labels::value_label;
use super::need::{Finding, ItemsNeed, Need, Scope, ValueTest};
use super::person::Actor;
use super::plain_words::request_label;
use super::procedure::{PROGRESS, Procedure, Verdict};
use super::rules::{Asked, Context, Missing, Rulebook};
use super::standard::Standards;
use super::state::{FeatureState, Register, SampleState};
use crate::model::{Day, FeatureKey, Text};
use serde_json::Value;

/// One need of a step as a reviewer meets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What is wanted: `标识牌照片`, `两名验收人 李四、赵六`.
    pub label: Text,
    /// What is still missing of it; nothing where it holds.
    pub missing: Vec<Missing>,
    pub shown_by: ShownBy,
    /// The verdict's own record gives it: nobody else could have.
    pub by_reviewer: bool,
}

/// What there is to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownBy {
    Nothing,
    /// A photo or a paper, by its SHA-256, and its day.
    File(String, Day),
    /// A sample, by its number, and its day.
    Sample(String, Day),
    /// A record that said so, of this day.
    Said(Day),
}

impl Condition {
    pub fn is_met(&self) -> bool {
        self.missing.is_empty()
    }
}

impl Rulebook {
    /// The needs of a step one by one, in the file's order, gates laid open.
    pub fn conditions(
        &self,
        state: &FeatureState,
        step: &Step,
        actor: &Actor,
        today: Day,
        context: &dyn Context,
    ) -> Vec<Condition> {
        let kind = state.key.as_ref().map(FeatureKey::kind);
        let Some(procedure) = kind.and_then(|kind| self.procedure(&kind)) else {
            return Vec::new();
        };
        let Some(transition) = procedure.transition_between(state.stage_code(), &step.to) else {
            return Vec::new();
        };
        let body = Body::Transition(step.clone());
        let asked = Asked {
            rulebook: self,
            procedure: Some(procedure),
            state,
            body: &body,
            actor,
            on: today,
            today,
            context,
        };
        let case = Case::new(&self.standards, procedure, &asked, Some(transition));
        let mut conditions: Vec<Condition> = Vec::new();
        for need in transition.needs.iter().flat_map(|need| case.laid_open(need)) {
            let condition = Condition {
                label: label((procedure, &self.standards), state, need, transition.verdict),
                missing: case.missing(need),
                shown_by: shown_by(state, need),
                by_reviewer: is_by_reviewer(need),
            };
            // Two gates may want the same thing: it is ticked once. A rule that has nothing to say is silent.
            let is_silent = matches!(need, Need::Rule(_)) && condition.is_met();
            if !is_silent && !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        conditions
    }
}

/// Whether only the record that takes the step can bring it.
fn is_by_reviewer(need: &Need) -> bool {
    match need {
        Need::Input { .. } | Need::Note | Need::Items(ItemsNeed::Given) | Need::Rule(_) => true,
        Need::Actor { .. } => true,
        Need::Any(needs) => needs.iter().any(is_by_reviewer),
        _ => false,
    }
}

fn label(
    (procedure, standards): (&Procedure, &Standards),
    state: &FeatureState,
    need: &Need,
    verdict: Option<Verdict>,
) -> Text {
    match need {
        Need::Field { field, test } => field_label(procedure, state, field, test),
        // What the step itself makes of a field is another thing than what the field says before it.
        Need::Input { field, test }
            if test.is.len() == 1 && !matches!(&*test.is[0], "yes" | "no") =>
        {
            let (name, value) = (procedure.field_label(field), Value::from(&*test.is[0]));
            let value = value_label(procedure.field(field), &value, &super::Standards::default());
            Text::new(
                format!("{}定为{}", name.zh, value.zh),
                format!("{} becomes {}", name.en, value.en),
            )
        }
        Need::Input { field, .. } | Need::NotBelow { field, .. } => procedure.field_label(field),
        Need::Feature { field } => field_label(procedure, state, field, &ValueTest::default()),
        Need::Stood { field, is } => {
            let test = ValueTest { is: is.clone(), ..ValueTest::default() };
            field_label(procedure, state, field, &test)
        }
        Need::Note if verdict == Some(Verdict::Return) => {
            Text::new("退回意见", "Why it is returned")
        }
        Need::Note => Text::new("情况说明", "A note"),
        Need::Position => Text::new("位置", "A position"),
        Need::Photo { kind, .. } if kind == "any" => Text::new("现场照片", "A photo"),
        Need::Photo { kind, .. } => {
            let label = procedure.photo_label(kind);
            Text::new(format!("{}照片", label.zh), format!("Photo: {}", label.en))
        }
        Need::Document { kind, .. } => procedure.document_label(kind),
        Need::Sample(need) => match (&need.finding, need.scope) {
            (Finding::Failing, Scope::None) => {
                Text::new("之后没有超标水样", "No failing sample since")
            }
            (Finding::Failing, _) => Text::new("超标水样", "A failing sample"),
            (Finding::Compliant, Scope::EveryPoint) => {
                Text::new("各点位最近的样品都合格", "The newest sample of each point is well")
            }
            (Finding::Compliant, _) => compliant_label(state, standards),
            (Finding::Grade(_), Scope::None) => {
                Text::new("没有不合格的检测", "No sample of a bad grade")
            }
            (Finding::Grade(_), _) if need.whole => Text::new(
                "检测定级（指南的各项、各点、各次齐全）",
                "Samples of the grade wanted, as whole as the guide asks",
            ),
            (Finding::Grade(_), _) => grade_label(state),
            (Finding::Exists, _) => Text::new("有检测结果", "A sample"),
        },
        Need::Record { body, conditions, .. } if body == "requested" => {
            let what = conditions.iter().find(|(name, _)| name == "what");
            let label = request_label(what.map_or("", |(_, what)| what));
            Text::new(format!("有“{}”的申请", label.zh), format!("Request: {}", label.en))
        }
        Need::Record { .. } => Text::new("按期复看", "Visited again in time"),
        Need::Items(ItemsNeed::NoneOpen) => {
            Text::new("退回的事项都已答复", "Everything sent back is answered")
        }
        Need::Items(ItemsNeed::Given) => Text::new("待改事项", "Items to correct"),
        Need::Actor { .. } => {
            Text::new("申请人与审核人不是同一人", "Applicant and reviewer are two persons")
        }
        Need::Waited { since, .. } => match since {
            super::need::Moment::Field(field) => {
                let label = procedure.field_label(field);
                Text::new(format!("“{}”起等待期满", label.zh), format!("Waited since {}", label.en))
            }
            _ => Text::new("等待期满", "Waited long enough"),
        },
        Need::Rule(_) => Text::new("更正过的结果已确认", "Corrected results confirmed"),
        Need::Any(needs) => {
            let labels: Vec<Text> = needs
                .iter()
                .map(|need| label((procedure, standards), state, need, verdict))
                .collect();
            let mut labels: Vec<&Text> = labels.iter().collect();
            labels.dedup();
            let zh: Vec<&str> = labels.iter().map(|label| label.zh.as_str()).collect();
            let en: Vec<&str> = labels.iter().map(|label| label.en.as_str()).collect();
            Text::new(zh.join("，或"), en.join(", or "))
        }
        Need::Gate(name) => Text::same(name.as_str()),
    }
}

/// By which standard the newest sample was judged and by how many of its items; that it names another one, and that
/// its result is no longer the one first filed, where that is so.
fn compliant_label(state: &FeatureState, standards: &Standards) -> Text {
    let judged = |sample: &&SampleState| {
        sample.judgement.as_ref().is_some_and(|judgement| !judgement.standard.zh.is_empty())
    };
    let newest = state.samples.iter().rfind(judged);
    let Some((sample, judgement)) =
        newest.and_then(|sample| Some((sample, sample.judgement.as_ref()?)))
    else {
        return Text::new("水样达标", "Sample within the limits");
    };
    let standard = &judgement.standard;
    let names = judgement.items.iter().filter(|item| item.compliant.is_some());
    let (zh, en): (Vec<&str>, Vec<&str>) =
        names.map(|item| (item.label.zh.as_str(), item.label.en.as_str())).unzip();
    let limits = standards.find(&standard.zh).map(|(_, level)| level.limits.len());
    let (zh_of, en_of) = limits.map_or_else(Default::default, |all| {
        (format!("，标准列 {all} 项"), format!(" of {all} in the standard"))
    });
    let mut said = vec![
        standard.clone(),
        Text::new(
            format!("测 {} 项：{}{zh_of}", zh.len(), zh.join("、")),
            format!("{} measured{en_of}: {}", en.len(), en.join(", ")),
        ),
    ];
    said.extend(judgement.other_standard());
    said.extend(sample.replaced_words());
    let zh: Vec<&str> = said.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|text| text.en.as_str()).collect();
    Text::new(
        format!("水样达标（{}）", zh.join("；")),
        format!("Sample within the limits ({})", en.join("; ")),
    )
}

/// What the guide wants of a survey of a water and this one lacks: it keeps nobody from deciding, and is told who does.
fn grade_label(state: &FeatureState) -> Text {
    let lacking = state.grade.as_ref().map(super::BodyGrade::lacking).unwrap_or_default();
    if lacking.is_empty() {
        return Text::new("检测定级", "Samples of the grade wanted");
    }
    let zh: Vec<&str> = lacking.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = lacking.iter().map(|text| text.en.as_str()).collect();
    Text::new(
        format!("检测定级（{}）", zh.join("；")),
        format!("Samples of the grade wanted ({})", en.join("; ")),
    )
}

/// A field with the value it has, so that it can be judged by a look.
fn field_label(procedure: &Procedure, state: &FeatureState, field: &str, test: &ValueTest) -> Text {
    let name = procedure.field_label(field);
    if field == PROGRESS {
        let percent = state.percent.unwrap_or(0);
        return Text::new(format!("{} {percent}%", name.zh), format!("{} {percent}%", name.en));
    }
    let items = state.list_items(field).count();
    if items > 0 {
        return Text::new(format!("{} {items} 条", name.zh), format!("{}: {items}", name.en));
    }
    let value = state.fields.get(field).and_then(Register::value).filter(|v| !v.is_null());
    let Some(value) = value else { return name };
    // A long text is there to be read elsewhere.
    let is_long = value.as_str().is_some_and(|text| text.chars().count() > 12);
    if is_long && test.is.is_empty() {
        return name;
    }
    let value = value_label(procedure.field(field), value, &super::Standards::default());
    Text::new(format!("{} {}", name.zh, value.zh), format!("{}: {}", name.en, value.en))
}

fn shown_by(state: &FeatureState, need: &Need) -> ShownBy {
    match need {
        Need::Photo { kind, .. } => {
            let of_kind = |kind_is: &str| kind == "any" || kind_is == kind;
            let newest = state.photos.iter().rev().find(|photo| of_kind(&photo.body.photo_kind));
            newest.map_or(ShownBy::Nothing, |photo| {
                ShownBy::File(photo.body.sha256.clone(), photo.record.on)
            })
        }
        Need::Document { kind, .. } => {
            let newest = state.documents.iter().rev().find(|paper| &paper.body.doc_kind == kind);
            newest.map_or(ShownBy::Nothing, |paper| {
                ShownBy::File(paper.body.sha256.clone(), paper.record.on)
            })
        }
        Need::Sample(_) => {
            let newest = state.samples.iter().rfind(|sample| sample.result.is_some());
            newest.map_or(ShownBy::Nothing, |sample| ShownBy::Sample(sample.no.clone(), sample.day))
        }
        Need::Field { field, .. } => {
            let standing = state.fields.get(field).and_then(|register| register.standing.last());
            let record = standing.and_then(|standing| standing.record.as_ref());
            record.map_or(ShownBy::Nothing, |record| ShownBy::Said(record.on))
        }
        Need::Any(needs) => needs
            .iter()
            .map(|need| shown_by(state, need))
            .find(|shown| *shown != ShownBy::Nothing)
            .unwrap_or(ShownBy::Nothing),
        _ => ShownBy::Nothing,
    }
}
