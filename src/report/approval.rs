//! 审批表: a form to be signed — for a plan, for a sign-off, for a later deadline — with what the records say of it and
//! boxes for every hand.

use super::doc::{Block, Doc, Layout};
use super::dossier::field_words;
use super::dossier_samples::verdict;
use super::source::{Facts, Source};
use crate::model::{FeatureKey, Kind, Lang};
use crate::plan::{
    Actor, Body, Condition, Fate, FeatureState, NextStep, RequestState, Role, SampleState,
    StageGroup, Step, Transition, Verdict,
};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// 方案审批.
    Plan,
    /// 销号审批.
    SignOff,
    /// 延期审批.
    Extension,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Plan, Self::SignOff, Self::Extension];

    /// What is most likely wanted: an open request first, then by where the plan stands.
    pub fn fitting(source: &Source<'_>, key: &FeatureKey) -> Self {
        let facts = source.facts(key);
        let Some(state) = facts.state else { return Self::Plan };
        if open_extension(state).is_some() {
            return Self::Extension;
        }
        let stage = state.stage_code().zip(facts.procedure);
        let is_past_plan = stage.is_some_and(|(stage, procedure)| {
            let group = procedure.stage(stage).map(|stage| stage.group);
            let has_set = procedure.is_in_set("past_approval", stage)
                || procedure.is_in_set("past_plan", stage);
            has_set || group == Some(StageGroup::Works) || group == Some(StageGroup::Closed)
        });
        if is_past_plan { Self::SignOff } else { Self::Plan }
    }

    /// Plans and sign-offs are what outfalls have; what another kind is to be agreed to is its own step.
    fn title(self, source: &Source<'_>, facts: &Facts<'_>, due: Option<&Transition>) -> String {
        let is_outfall = facts.key.kind().code() == Kind::OUTFALL;
        match (self, due) {
            (Self::Extension, _) => {
                source.say("整治期限延期审批表", "Approval of a later deadline").to_owned()
            }
            (Self::Plan, _) if is_outfall => {
                source.say("整治方案审批表", "Approval of a plan").to_owned()
            }
            (Self::SignOff, _) if is_outfall => {
                source.say("整治销号审批表", "Approval of a sign-off").to_owned()
            }
            (_, Some(due)) => match source.lang {
                Lang::Zh => format!("审批表（{}）", due.label.zh),
                Lang::En => format!("Approval ({})", due.label.en),
            },
            (_, None) => source.say("审批表", "Approval").to_owned(),
        }
    }
}

/// The form of one feature.
pub fn approval_doc(source: &Source<'_>, key: &FeatureKey, form: Form) -> Doc {
    let facts = source.facts(key);
    let due = due_step(source, &facts, form);
    let due = due.as_ref().map(|step| step.transition);
    let heading = form.title(source, &facts, due);
    let title = format!("{heading} {} {}", facts.name, facts.code);
    let mut doc = source.doc(title, Layout::Portrait);
    let kind = facts.procedure.map(|known| source.get(&known.label)).unwrap_or_default();
    doc.push(Block::Title(match source.lang {
        Lang::Zh => format!("{kind}{heading}"),
        Lang::En => format!("{heading}: {kind}"),
    }));
    let mut head = about(source, &facts);
    head.extend(applied(source, &facts).filter(|_| form != Form::Extension));
    doc.push(Block::Form(head));
    if let Some(state) = facts.state {
        doc.push(Block::Form(match form {
            Form::Plan => plan(source, &facts, state),
            Form::SignOff => works(source, &facts, state),
            Form::Extension => extension(source, state),
        }));
    }
    if form != Form::Extension {
        conditions(&mut doc, source, &facts, form);
    }
    opinions(&mut doc, source, &facts, form);
    doc
}

/// A line of the form; an empty one stays, to be filled in by hand.
fn line(label: &str, value: String) -> (String, String) {
    (label.to_owned(), value)
}

fn about(source: &Source<'_>, facts: &Facts<'_>) -> Vec<(String, String)> {
    let say = |zh, en| source.say(zh, en);
    let mut lines = vec![
        line(say("名称", "Name"), facts.name.clone()),
        line(say("编码", "Code"), facts.code.clone()),
        line(say("区县", "District"), facts.district.clone()),
        line(say("现处阶段", "Stage"), facts.stage.clone()),
        line(say("位置", "Position"), facts.position.clone()),
        line(say("现行期限", "Due"), source.due(facts)),
    ];
    if let Some(why) = facts.state.and_then(|state| state.unproven_why()) {
        lines.push(line(say("阶段说明", "Of the stage"), source.get(&why)));
    }
    lines.extend(chosen(source, facts, &["responsible_subject", "responsible_unit"]));
    lines
}

/// Who brought it to where it stands, and when: the application that the form answers.
fn applied(source: &Source<'_>, facts: &Facts<'_>) -> Option<(String, String)> {
    let (state, procedure) = facts.state.zip(facts.procedure)?;
    let stage = state.stage_code()?;
    let counting = state.entries.iter().rev().filter(|it| matches!(it.fate, Fate::Counts));
    let (record, step) = counting
        .filter_map(|entry| match &entry.record.body {
            Body::Transition(step) if step.to == stage => Some((&entry.record, step)),
            _ => None,
        })
        .next()?;
    let named = procedure.transition_between(step.from.as_deref(), &step.to)?;
    let by = [record.by.name.as_str(), record.by.unit.as_str()];
    let by = by.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let by = by.join(source.say("（", " ("));
    let end = if record.by.unit.is_empty() { "" } else { source.say("）", ")") };
    let words = format!("{} {by}{end} {}", source.get(&named.label), record.on);
    // What waits for a verdict was applied for; else it is the step that was taken last.
    let waits = procedure.stage(stage).is_some_and(|it| it.group == StageGroup::Verdict);
    let label = match waits && named.verdict.is_none() {
        true => source.say("申请", "Applied for"),
        false => source.say("上一步", "Last step"),
    };
    Some(line(label, words))
}

/// Those of the fields that the procedure has, filled in or not.
fn chosen(source: &Source<'_>, facts: &Facts<'_>, codes: &[&str]) -> Vec<(String, String)> {
    let Some((procedure, state)) = facts.procedure.zip(facts.state) else { return Vec::new() };
    let fields = codes.iter().filter_map(|code| procedure.field(code));
    fields
        .map(|field| {
            let words = field_words(source, state, field).unwrap_or_default();
            line(&source.get(&field.label), words)
        })
        .collect()
}

fn plan(source: &Source<'_>, facts: &Facts<'_>, state: &FeatureState) -> Vec<(String, String)> {
    let mut lines = chosen(
        source,
        facts,
        &[
            "plan_no",
            "category",
            "pace",
            "baseline",
            "problems",
            "causes",
            "cause",
            "target",
            "regulator",
            "budget_wan",
            "acceptance_criteria",
        ],
    );
    lines.push(line(source.say("整治措施", "Measures"), list(source, facts, state, "measures")));
    lines
}

fn works(source: &Source<'_>, facts: &Facts<'_>, state: &FeatureState) -> Vec<(String, String)> {
    let say = |zh, en| source.say(zh, en);
    let codes = ["category", "started_on", "start_on", "finished_on", "inspectors", "archive_ref"];
    let mut lines = chosen(source, facts, &codes);
    lines.push(line(say("整治措施", "Measures"), list(source, facts, state, "measures")));
    let newest = state.samples.iter().rev().find(|sample| sample.judgement.is_some());
    let sample = newest.map(|sample| sample_words(source, sample)).unwrap_or_default();
    lines.push(line(say("最近水样", "Latest sample"), sample));
    if let Some(grade) = &state.grade {
        let words = [grade.sentence(), grade.basis()].map(|one| source.get(&one));
        lines.push(line(say("按采样点评定", "Grade by points"), words.join("\n")));
    }
    lines.push(line(say("佐证材料", "Evidence"), evidence(source, facts, state)));
    lines
}

fn sample_words(source: &Source<'_>, sample: &SampleState) -> String {
    let judged = sample.judgement.as_ref().map(|it| verdict(source, it)).unwrap_or_default();
    let between = source.say("　", " · ");
    format!("{} {}{between}{judged}", sample.no, source.day(sample.day))
}

/// The items of a list, one a line.
fn list(source: &Source<'_>, facts: &Facts<'_>, state: &FeatureState, code: &str) -> String {
    let field = facts.procedure.and_then(|procedure| procedure.field(code));
    let standards = &source.snapshot.rulebook.standards;
    let items = state.list_items(code).enumerate().map(|(idx, (_, item))| {
        let words = source.get(&crate::plan::value_label(field, item, standards));
        format!("{} {words}", idx + 1)
    });
    items.collect::<Vec<_>>().join("\n")
}

/// `照片：整治前 1、整治后 2；材料：验收意见 1`.
fn evidence(source: &Source<'_>, facts: &Facts<'_>, state: &FeatureState) -> String {
    let Some(procedure) = facts.procedure else { return String::new() };
    let counted = |kinds: &[crate::plan::Choice], of: &dyn Fn(&str) -> usize| {
        let words = kinds.iter().filter_map(|kind| {
            let count = of(&kind.code);
            (count > 0).then(|| format!("{} {count}", source.get(&kind.label)))
        });
        words.collect::<Vec<_>>().join(source.say("、", ", "))
    };
    let photos = counted(&procedure.photo_kinds, &|code| {
        state.photos.iter().filter(|photo| photo.body.photo_kind == code).count()
    });
    let papers = counted(&procedure.document_kinds, &|code| {
        state.documents.iter().filter(|document| document.body.doc_kind == code).count()
    });
    let mut parts = Vec::new();
    if !photos.is_empty() {
        parts.push(format!("{}{photos}", source.say("照片：", "photos: ")));
    }
    if !papers.is_empty() {
        parts.push(format!("{}{papers}", source.say("材料：", "documents: ")));
    }
    parts.join("\n")
}

fn open_extension(state: &FeatureState) -> Option<&RequestState> {
    state.open_requests().find(|request| request.request.body.what == "deadline")
}

/// The request that is open, else the newest; a form without one is filled in by hand.
fn extension(source: &Source<'_>, state: &FeatureState) -> Vec<(String, String)> {
    let say = |zh, en| source.say(zh, en);
    let all = || state.requests.iter().filter(|it| it.request.body.what == "deadline");
    let request = open_extension(state).or_else(|| all().next_back());
    let of = |words: &dyn Fn(&RequestState) -> String| request.map(words).unwrap_or_default();
    let granted = all().filter(|it| it.decision().is_some_and(|(it, _)| it == "approved"));
    let original = state.deadline_original.map(|day| day.to_string()).unwrap_or_default();
    vec![
        line(say("原定期限", "First due"), original),
        line(say("已延次数", "Put off before"), granted.count().to_string()),
        line(
            say("申请延至", "Asked for"),
            of(&|it| it.request.body.new.clone().unwrap_or_default()),
        ),
        line(
            say("申请人", "Asked by"),
            of(&|it| format!("{} {}", it.request.record.by.name, source.day(it.request.record.on))),
        ),
        line(say("延期理由", "Why"), of(&|it| it.request.body.reason.clone())),
    ]
}

/// Whoever signs is not known yet: what only they bring (name, number, another person) is left to the boxes.
fn nobody() -> Actor {
    Actor { role: Role::Municipal, ..Actor::default() }
}

/// The verdict that the form is for, from where the plan stands.
fn due_step<'a>(source: &'a Source<'_>, facts: &Facts<'_>, form: Form) -> Option<NextStep<'a>> {
    let (state, procedure) = facts.state.zip(facts.procedure)?;
    let snapshot = source.snapshot;
    let steps = snapshot.rulebook.next_steps(state, &nobody(), source.as_of, snapshot);
    let closes =
        |stage: &str| procedure.stage(stage).is_some_and(|stage| stage.group == StageGroup::Closed);
    let approves = |step: &NextStep<'_>| {
        let is_counted =
            procedure.stage(&step.to).is_some_and(|stage| stage.group != StageGroup::NotCounted);
        form != Form::Extension
            && step.transition.verdict == Some(Verdict::Approve)
            && is_counted
            && closes(&step.to) == (form == Form::SignOff)
    };
    // A finding against somebody waits only where there is what it is to be found of.
    let is_asked = |step: &NextStep<'_>| {
        let accuses =
            procedure.stage(&step.to).is_some_and(|stage| stage.group == StageGroup::Trouble);
        let taken = Step { to: step.to.clone(), ..Step::default() };
        let conditions =
            || snapshot.rulebook.conditions(state, &taken, &nobody(), source.as_of, snapshot);
        !accuses || conditions().iter().all(|one| one.by_reviewer || one.missing.is_empty())
    };
    steps.into_iter().filter(approves).find(is_asked)
}

/// What the rules still want before the verdict that is due: the part that can be looked up.
fn conditions(doc: &mut Doc, source: &Source<'_>, facts: &Facts<'_>, form: Form) {
    let Some(state) = facts.state else { return };
    let nobody = nobody();
    let snapshot = source.snapshot;
    let Some(step) = due_step(source, facts, form) else {
        doc.remark(source.say(
            "按记录，现处阶段没有待审批的事项；本表为预填，以办理时的核对为准。",
            "By the records nothing waits for a verdict at this stage: the form is filled in ahead.",
        ));
        return;
    };
    let taken = Step { to: step.to.clone(), ..Step::default() };
    let rulebook = &snapshot.rulebook;
    let all = rulebook.conditions(state, &taken, &nobody, source.as_of, snapshot);
    let looked_up: Vec<&Condition> = all.iter().filter(|it| !it.by_reviewer).collect();
    let label = source.get(&step.transition.label);
    let met = looked_up.iter().filter(|condition| condition.is_met()).count();
    let of = looked_up.len();
    doc.push(Block::Space(4.0));
    doc.push(Block::Caption(match source.lang {
        Lang::Zh => format!("条件核对（{label}）：{of} 项中齐全 {met} 项"),
        Lang::En => format!("Conditions of \"{label}\": {met} of {of} are met"),
    }));
    // What is met is named in one line, so that the form keeps to one page; what is not has a line of its own.
    let names = looked_up.iter().filter(|it| it.is_met()).map(|it| source.get(&it.label));
    let names = names.collect::<Vec<_>>().join(source.say("；", "; "));
    doc.pair(source.say("✓ 齐全", "✓ met"), &names);
    for condition in looked_up.iter().filter(|it| !it.is_met()) {
        let missing = condition.missing.iter().map(|it| source.get(&it.message));
        let missing = missing.collect::<Vec<_>>().join(source.say("；", "; "));
        doc.pair(source.say("✗ 不齐", "✗ missing"), &missing);
    }
}

fn opinions(doc: &mut Doc, source: &Source<'_>, facts: &Facts<'_>, form: Form) {
    let is_outfall = facts.key.kind().code() == Kind::OUTFALL;
    let sign = source.say(
        "签字（盖章）：　　　　　　　　　　　　年　　月　　日",
        "Signed (sealed):                              Date:                    ",
    );
    let inspectors = source.say(
        "验收人（2 人）签字：　　　　　　、　　　　　　　　　年　　月　　日",
        "Two inspectors:                    ,                    Date:                    ",
    );
    let boxes: &[(&str, &str, &str)] = match form {
        Form::Plan | Form::SignOff if !is_outfall => &[
            ("责任单位意见", "Responsible unit", sign),
            ("区级意见", "District", sign),
            ("市级意见", "Municipality", sign),
        ],
        Form::Plan => &[
            ("责任主体意见", "Responsible subject", sign),
            ("区级审核意见", "District", sign),
            ("市级审批意见", "Municipality", sign),
        ],
        Form::SignOff => &[
            ("责任主体自查意见", "Responsible subject", sign),
            ("区级验收意见", "District acceptance", inspectors),
            ("市级销号意见", "Municipality", sign),
        ],
        Form::Extension => &[
            ("申请单位意见", "Asked by", sign),
            ("区级审核意见", "District", sign),
            ("市级审批意见", "Municipality", sign),
        ],
    };
    doc.push(Block::Space(6.0));
    for (zh, en, sign) in boxes {
        doc.push(Block::Opinion {
            whose: source.say(zh, en).to_owned(),
            text: String::new(),
            sign: (*sign).to_owned(),
        });
    }
    doc.push(Block::Space(4.0));
    doc.remark(match is_outfall && form == Form::SignOff {
        true => source.say(
            "区级验收人与市级销号人不得为同一人；签字后由办理人扫描存入“材料”。",
            "Acceptance and sign-off are never by the same person; scan the signed form into the documents.",
        ),
        false => source.say(
            "报审人与审批人不得为同一人；签字后由办理人扫描存入“材料”。",
            "Who applies and who approves are never the same person; scan the signed form into the documents.",
        ),
    });
}
