//! From an opinion to the act that records it: agreeing, sending back, handing on.

use super::opinion::Opinion;
use crate::plan::{
    Actor, Assigned, Body, Condition, Decided, Fields, FieldsSet, Filed, Item, ItemJudged,
    ItemsNeed, Jump, Missing, Need, Procedure, Requested, Resolved, Step, StepTo, Transition,
    who_decides,
};
use crate::session::{
    Act, ActPart, Matter, Pending, cleared_value, following, returning, suspected,
};
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day_ahead;
use crate::ui::forms::{finished_fields, nowhere, part};

/// Which verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Agree,
    Return,
}

/// The request that is decided, where it is one.
pub fn request_of<'a>(ctx: &UiCtx<'a>, pending: &Pending) -> Option<&'a Filed<Requested>> {
    let Matter::Request(id) = &pending.matter else { return None };
    let requests = &ctx.state(&pending.feature)?.requests;
    requests.iter().map(|it| &it.request).find(|it| it.record.id == *id)
}

/// What a step that agrees says where nothing was typed: that it was confirmed, or the reason of who asked.
fn agreeing_note(ctx: &UiCtx<'_>, pending: &Pending, typed: &str) -> String {
    match (typed.trim(), &pending.matter) {
        ("", Matter::Suspicion(_)) => ctx.t("review.suspicion_note").to_owned(),
        ("", Matter::Request(_)) => {
            request_of(ctx, pending).map(|it| it.body.reason.clone()).unwrap_or_default()
        }
        (typed, _) => typed.to_owned(),
    }
}

/// The step that agreeing takes, where it takes one.
pub fn step_of<'a>(ctx: &UiCtx<'a>, pending: &Pending) -> Option<&'a Transition> {
    let procedure = ctx.procedure(&pending.feature)?;
    let state = ctx.state(&pending.feature)?;
    match &pending.matter {
        Matter::Step(id) | Matter::Suspicion(id) => procedure.transition(id),
        Matter::Request(_) => {
            following(procedure, state.stage_code(), &request_of(ctx, pending)?.body.what)
        }
        Matter::Answers | Matter::Conflict => None,
    }
}

/// What the buttons say: the step's own words where there is a step.
pub fn words_of(ctx: &UiCtx<'_>, pending: &Pending, way: Way) -> String {
    let stage = ctx.state(&pending.feature).and_then(|state| state.stage_code());
    let procedure = ctx.procedure(&pending.feature);
    let step = match (way, &pending.matter) {
        (Way::Agree, Matter::Step(_) | Matter::Suspicion(_)) => step_of(ctx, pending),
        (Way::Return, Matter::Step(_)) => procedure.zip(stage).and_then(|(p, s)| returning(p, s)),
        _ => None,
    };
    if let Some(step) = step {
        return ctx.say(&step.label).to_owned();
    }
    let key = match (way, &pending.matter) {
        (Way::Agree, Matter::Answers) => "review.accept",
        (Way::Agree, Matter::Conflict) => "review.settle",
        (Way::Agree, _) => "review.agree",
        (Way::Return, Matter::Answers) => "review.again",
        (Way::Return, Matter::Request(_)) => "review.refuse",
        (Way::Return, Matter::Suspicion(_)) => "review.unfounded",
        (Way::Return, _) => "review.return",
    };
    ctx.t(key).to_owned()
}

/// Whether there is such a verdict at all.
pub fn can(ctx: &UiCtx<'_>, pending: &Pending, way: Way) -> bool {
    let stage = ctx.state(&pending.feature).and_then(|state| state.stage_code());
    match (way, &pending.matter) {
        (Way::Agree, Matter::Conflict) => undecided(ctx, pending).is_none(),
        (Way::Agree, Matter::Request(_)) => only_refused(ctx, pending).is_none(),
        (Way::Agree, _) => true,
        (Way::Return, Matter::Conflict) => false,
        (Way::Return, Matter::Step(_)) => {
            let procedure = ctx.procedure(&pending.feature);
            procedure.zip(stage).is_some_and(|(p, s)| returning(p, s).is_some())
        }
        (Way::Return, _) => true,
    }
}

/// Why a request can only be refused by now; `None` where it can be granted.
pub fn only_refused(ctx: &UiCtx<'_>, pending: &Pending) -> Option<String> {
    let what = &request_of(ctx, pending)?.body.what;
    let why = nowhere(ctx, &pending.feature, ctx.state(&pending.feature)?, what)?;
    Some(ctx.fill("request.only_refused", &[("why", &why)]))
}

/// Who decides a contradiction instead of the person here; `None` where all of it is theirs to decide.
pub fn undecided<'c>(ctx: &UiCtx<'c>, pending: &Pending) -> Option<crate::model::Text> {
    let state = ctx.state(&pending.feature)?;
    let (procedure, nobody) = (ctx.procedure(&pending.feature), Actor::default());
    let by = ctx.actor.unwrap_or(&nobody);
    state.conflicts().iter().find_map(|field| who_decides(procedure, state, field, by))
}

/// Of a contradiction: how many fields have no value chosen yet.
pub fn unchosen(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> usize {
    if !matches!(pending.matter, Matter::Conflict) {
        return 0;
    }
    let Some(state) = ctx.state(&pending.feature) else { return 0 };
    state.conflicts().iter().filter(|field| !opinion.chosen.contains_key(*field)).count()
}

/// The act of a verdict, or what it still wants in words.
pub fn act(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion, way: Way) -> Result<Act, String> {
    let bodies = match way {
        Way::Agree => agreed(ctx, pending, opinion)?,
        Way::Return => returned(ctx, pending, opinion)?,
    };
    Ok(act_of(pending, bodies))
}

fn act_of(pending: &Pending, bodies: Vec<Body>) -> Act {
    let parts: Vec<ActPart> = bodies.into_iter().map(part).collect();
    Act { feature: pending.feature.clone(), on: None, on_behalf_of: None, parts }
}

/// One's own work goes to somebody else.
pub fn handed_on(ctx: &UiCtx<'_>, pending: &Pending, to: &str) -> Act {
    let task = words_of(ctx, pending, Way::Agree);
    let assigned = Assigned { to: to.trim().to_owned(), task, due: None };
    act_of(pending, vec![Body::Assigned(assigned)])
}

/// The step as agreeing takes it: what the rules are asked about.
pub fn step(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> Result<Option<Step>, String> {
    let Some(procedure) = ctx.procedure(&pending.feature) else { return Ok(None) };
    let Some(transition) = step_of(ctx, pending) else { return Ok(None) };
    let mut fields = finished_fields(&opinion.inputs, &procedure.fields, ctx.today())
        .map_err(|names| unread(ctx, pending, &names))?;
    if let (Matter::Suspicion(_), Some(state)) = (&pending.matter, ctx.state(&pending.feature))
        && let Some(field) = suspected(procedure, state, transition)
        && let Some(value) = confirmed_value(transition, field)
    {
        fields.insert(field.to_owned(), value.into());
    }
    let note = agreeing_note(ctx, pending, &opinion.note);
    Ok(Some(taken(ctx, pending, transition, fields, &note)))
}

fn unread(ctx: &UiCtx<'_>, pending: &Pending, names: &[String]) -> String {
    let labels: Vec<String> =
        names.iter().map(|name| ctx.field_label(&pending.feature, name)).collect();
    format!("{}：{}", labels.join("、"), ctx.t("form.day_unread"))
}

fn confirmed_value(transition: &Transition, field: &str) -> Option<String> {
    transition.needs.iter().find_map(|need| match need {
        Need::Input { field: of, test } if of == field => test.is.first().cloned(),
        _ => None,
    })
}

fn taken(
    ctx: &UiCtx<'_>,
    pending: &Pending,
    transition: &Transition,
    fields: Fields,
    note: &str,
) -> Step {
    let state = ctx.state(&pending.feature);
    let from = state.and_then(|state| state.stage_code()).map(str::to_owned);
    let left = state.and_then(|state| state.stage_left.clone());
    let to = match &transition.to {
        // Of several ways back, that to where it came from.
        StepTo::Stages(stages) => {
            let came_from = left.filter(|left| stages.contains(left));
            came_from.or_else(|| stages.first().cloned()).unwrap_or_default()
        }
        StepTo::Left => left.unwrap_or_default(),
    };
    Step { from, to, fields, note: note.to_owned(), ..Step::default() }
}

fn agreed(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> Result<Vec<Body>, String> {
    if !opinion.items.is_empty() && !matches!(pending.matter, Matter::Conflict) {
        // Agreeing would lose them: that is a slip, not a wish.
        return Err(ctx.fill("review.has_items", &[("n", &opinion.items.len())]));
    }
    let step = step(ctx, pending, opinion)?.map(Body::Transition);
    match &pending.matter {
        Matter::Step(_) | Matter::Suspicion(_) => {
            step.map(|step| vec![step]).ok_or_else(|| ctx.t("step.gone").to_owned())
        }
        Matter::Request(id) => {
            let decided = decided(id, "approved", &opinion.note);
            Ok(std::iter::once(decided).chain(step).collect())
        }
        Matter::Answers => judged(ctx, pending, opinion, Way::Agree),
        Matter::Conflict => settled(ctx, pending, opinion),
    }
}

fn decided(id: &str, verdict: &str, note: &str) -> Body {
    let (request, verdict) = (id.to_owned(), verdict.to_owned());
    Body::Decided(Decided { request, verdict, note: note.trim().to_owned() })
}

/// All remarks in one sentence, the typed one last.
fn words(opinion: &Opinion) -> String {
    let items = opinion.items.iter().map(|item| item.text.trim());
    let all = items.chain(std::iter::once(opinion.note.trim()));
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("；")
}

fn returned(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> Result<Vec<Body>, String> {
    let said = words(opinion);
    if said.is_empty() && opinion.target.is_none() {
        return Err(ctx.t("review.say_why").to_owned());
    }
    match &pending.matter {
        Matter::Step(_) => sent_back(ctx, pending, opinion).map(|step| vec![step]),
        Matter::Request(id) => Ok(vec![decided(id, "refused", &said)]),
        Matter::Answers => judged(ctx, pending, opinion, Way::Return),
        Matter::Suspicion(_) => {
            let procedure = ctx.procedure(&pending.feature);
            let state = ctx.state(&pending.feature);
            let field = procedure.zip(state).zip(step_of(ctx, pending)).and_then(
                |((procedure, state), step)| {
                    let field = suspected(procedure, state, step)?;
                    Some((field, cleared_value(procedure, field)?))
                },
            );
            let (field, value) = field.ok_or_else(|| ctx.t("step.gone").to_owned())?;
            let fields = Fields::from_iter([(field.to_owned(), value.into())]);
            Ok(vec![Body::Fields(FieldsSet { fields, note: said })])
        }
        Matter::Conflict => Err(ctx.t("review.say_why").to_owned()),
    }
}

fn sent_back(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> Result<Body, String> {
    let gone = || ctx.t("step.gone").to_owned();
    let procedure = ctx.procedure(&pending.feature).ok_or_else(gone)?;
    let stage =
        ctx.state(&pending.feature).and_then(|state| state.stage_code()).ok_or_else(gone)?;
    let transition = returning(procedure, stage).ok_or_else(gone)?;
    let due = match opinion.due.trim() {
        "" => None,
        typed => {
            let day = parse_day_ahead(typed, ctx.snapshot.today);
            Some(day.ok_or_else(|| ctx.t("review.due_unread").to_owned())?.to_string())
        }
    };
    let mut items = opinion.items.clone();
    if let Some(target) = &opinion.target {
        let (text, target) = (target.label.clone(), Some(target.code.clone()));
        items.push(Item { text, target, ..Item::default() });
    }
    if items.is_empty() && transition.needs.contains(&Need::Items(ItemsNeed::Given)) {
        items.push(Item { text: opinion.note.trim().to_owned(), ..Item::default() });
    }
    for item in &mut items {
        item.due.clone_from(&due);
    }
    let note = match words(opinion) {
        said if said.is_empty() => items.iter().map(|item| item.text.as_str()).collect(),
        said => said,
    };
    let step = taken(ctx, pending, transition, Fields::new(), &note);
    Ok(Body::Transition(Step { items, ..step }))
}

/// One judgement for each answer: those marked go back, the others are accepted.
fn judged(
    ctx: &UiCtx<'_>,
    pending: &Pending,
    opinion: &Opinion,
    way: Way,
) -> Result<Vec<Body>, String> {
    let state = ctx.state(&pending.feature).ok_or_else(|| ctx.t("step.gone").to_owned())?;
    let answered =
        state.items.iter().filter(|item| item.answered.is_some() && item.accepted.is_none());
    let note = words(opinion);
    let bodies = answered.map(|item| {
        let again = way == Way::Return
            && (opinion.again.is_empty() || opinion.again.contains(&item.item.id));
        let verdict = if again { "again" } else { "accepted" };
        let note = if again { note.clone() } else { String::new() };
        Body::ItemJudged(ItemJudged {
            item: item.item.id.clone(),
            verdict: verdict.to_owned(),
            note,
        })
    });
    Ok(bodies.collect())
}

fn settled(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> Result<Vec<Body>, String> {
    let open = unchosen(ctx, pending, opinion);
    if open > 0 {
        return Err(ctx.fill("review.choose_all", &[("n", &open)]));
    }
    let defs = ctx.procedure(&pending.feature).map(|it: &Procedure| it.fields.as_slice());
    let fields = finished_fields(&opinion.chosen, defs.unwrap_or_default(), ctx.today())
        .map_err(|names| unread(ctx, pending, &names))?;
    let note = opinion.note.trim().to_owned();
    Ok(vec![Body::Resolved(Resolved { fields, note })])
}

/// The needs of agreeing one by one, and what else the rules have against it for who is here.
pub fn conditions(
    ctx: &UiCtx<'_>,
    pending: &Pending,
    opinion: &Opinion,
) -> (Vec<Condition>, Vec<Missing>) {
    let Some(state) = ctx.state(&pending.feature) else { return Default::default() };
    let nobody = Actor::default();
    let actor = ctx.actor.unwrap_or(&nobody);
    let (rulebook, today) = (&ctx.snapshot.rulebook, ctx.today());
    let step = step(ctx, pending, opinion).ok().flatten();
    let conditions = step
        .as_ref()
        .map_or_else(Vec::new, |step| rulebook.conditions(state, step, actor, today, ctx.snapshot));
    let bodies = agreed(ctx, pending, opinion).unwrap_or_default();
    let first = bodies.first();
    let refusal =
        first.and_then(|body| rulebook.check(state, body, actor, today, today, ctx.snapshot).err());
    let mut missing = refusal.map(|refusal| refusal.missing).unwrap_or_default();
    // What a condition says is not said twice.
    missing.retain(|one| !conditions.iter().any(|condition| condition.missing.contains(one)));
    (conditions, missing)
}

/// Whether it is one's own work that is refused: it goes to another person.
pub fn is_own(conditions: &[Condition], missing: &[Missing]) -> bool {
    let mut all = conditions.iter().flat_map(|condition| &condition.missing).chain(missing);
    all.any(|one| one.jump == Jump::AnotherPerson)
}

/// The step that agreeing leads to is there: agreeing by many goes through [`act`] one by one.
pub fn agrees_alone(pending: &Pending) -> bool {
    !matches!(pending.matter, Matter::Conflict)
}
