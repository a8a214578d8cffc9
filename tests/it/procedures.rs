//! Every built-in procedure but the outfall's, walked from the first registration through the engine's own check:
//! each step with all it needs, with every single need missing in turn, by every role, and with every need deleted
//! from the file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};
use yice::model::FeatureKey;
use yice::plan::*;

use crate::histories::*;

fn kinds(rulebook: &Rulebook) -> Vec<Arc<Procedure>> {
    let others = rulebook.procedures.values().filter(|procedure| procedure.id != "outfall");
    others.cloned().collect()
}

/// One step on the way: a transition and where it leads.
#[derive(Clone, Copy, Debug)]
struct Leg<'a> {
    transition: &'a Transition,
    from: Option<&'a str>,
    to: &'a str,
}

fn legs(procedure: &Procedure) -> Vec<Leg<'_>> {
    let mut legs = Vec::new();
    for transition in &procedure.transitions {
        for from in transition.from.iter().map(StepFrom::code) {
            let stages = match &transition.to {
                StepTo::Stages(stages) => stages.iter().map(String::as_str).collect(),
                StepTo::Left => vec!["candidate"],
            };
            let elsewhere = stages.into_iter().filter(|to| from != Some(*to));
            legs.extend(elsewhere.map(|to| Leg { transition, from, to }));
        }
    }
    legs
}

/// The shortest way between two stages (`None`: no stage yet); `None` where there is none.
fn way<'a>(all: &[Leg<'a>], from: Option<&'a str>, to: Option<&'a str>) -> Option<Vec<Leg<'a>>> {
    let mut came: BTreeMap<Option<&str>, Leg<'a>> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(stage) = queue.pop_front() {
        if stage == to {
            let mut way = Vec::new();
            let mut at = to;
            while at != from {
                way.push(came[&at]);
                at = came[&at].from;
            }
            way.reverse();
            return Some(way);
        }
        for leg in all.iter().filter(|leg| leg.from == stage) {
            if Some(leg.to) != from && !came.contains_key(&Some(leg.to)) {
                came.insert(Some(leg.to), *leg);
                queue.push_back(Some(leg.to));
            }
        }
    }
    None
}

/// The way to where a leg begins, past the step whose actor it must differ from.
fn way_to<'a>(all: &[Leg<'a>], leg: Leg<'a>) -> Vec<Leg<'a>> {
    let other = leg.transition.needs.iter().find_map(|need| match need {
        Need::Actor { from: ActorOf::Transition(id), .. } => Some(id),
        _ => None,
    });
    let straight = || way(all, None, leg.from).unwrap_or_else(|| panic!("no way to {leg:?}"));
    let Some(id) = other else { return straight() };
    let past = all.iter().filter(|one| &one.transition.id == id);
    let ways = past.filter_map(|past| {
        let mut there = way(all, None, past.from)?;
        there.push(*past);
        there.extend(way(all, Some(past.to), leg.from)?);
        Some(there)
    });
    ways.min_by_key(Vec::len).unwrap_or_else(straight)
}

/// How one need is met or left unmet.
#[derive(Clone, Copy, PartialEq)]
enum Met {
    Yes,
    No,
}

struct Walk<'a> {
    rulebook: &'a Rulebook,
    procedure: &'a Procedure,
    writer: Writer,
    records: Vec<Arc<Record>>,
    world: World,
    step: Step,
    actor: Actor,
}

impl<'a> Walk<'a> {
    fn new(rulebook: &'a Rulebook, procedure: &'a Procedure) -> Self {
        let mut writer = Writer::new("w", "2021-01-04T08:00:00+08:00");
        writer.key = FeatureKey::parse(&format!("{}:X-1", procedure.id)).unwrap();
        Self {
            rulebook,
            procedure,
            writer,
            records: Vec::new(),
            world: World::default(),
            step: Step::default(),
            actor: inspector(),
        }
    }

    fn state(&self) -> FeatureState {
        fold(&self.writer.key, &self.records, None, self.rulebook, &AsOf::Now)
    }

    fn file(&mut self, by: &Actor, body: Body) {
        let parents: Vec<Arc<Record>> = self.records.last().cloned().into_iter().collect();
        let parents: Vec<&Arc<Record>> = parents.iter().collect();
        let record = self.writer.write(by, &parents, body);
        self.records.push(record);
    }

    fn helper(&self) -> Actor {
        actor("周八", Role::District)
    }

    /// Takes a leg with all it needs, by somebody who does nothing else.
    fn take(&mut self, leg: Leg<'_>) {
        self.prepare(leg, None, 0);
        let state = self.state();
        let today = self.writer.today();
        self.rulebook
            .check_transition(&state, &self.step, &self.actor, today, today, &self.world)
            .unwrap_or_else(|refusal| panic!("{} {leg:?}: {refusal}", self.procedure.id));
        let (step, actor) = (self.step.clone(), self.actor.clone());
        self.file(&actor, Body::Transition(step));
        let last = self.state().entries.last().unwrap().fate.clone();
        assert!(matches!(last, Fate::Counts), "{} {leg:?}: {last:?}", self.procedure.id);
    }

    /// Files what a leg needs; all but `left_out`; of every `any` the alternative of that number, or the last one.
    fn prepare(&mut self, leg: Leg<'_>, left_out: Option<usize>, alternative: usize) {
        self.step = step(leg.from, leg.to);
        let role = leg.transition.roles[0].role;
        self.actor = actor(&format!("办理{}", leg.transition.id), role);
        self.world.position = true;
        for (idx, need) in leg.transition.needs.iter().enumerate() {
            let met = if left_out == Some(idx) { Met::No } else { Met::Yes };
            match need {
                Need::Any(ways) if met == Met::Yes => {
                    self.meet(&ways[alternative.min(ways.len() - 1)], met);
                }
                Need::Any(_) => {}
                need => self.meet(need, met),
            }
        }
    }

    fn meet(&mut self, need: &Need, met: Met) {
        let helper = self.helper();
        match (need, met) {
            (Need::Field { field, test }, _) => {
                let value = match met {
                    Met::Yes => self.value_for(field, test),
                    Met::No => Value::Null,
                };
                let field = match field.as_str() {
                    "deadline_current" => "deadline_original".to_owned(),
                    list if self.is_list(list) => format!("{list}/i1"),
                    plain => plain.to_owned(),
                };
                self.file(&helper, set_json(&field, value));
            }
            (Need::Input { field, test }, Met::Yes) => {
                let value = self.value_for(field, test);
                self.step.fields.insert(field.clone(), value);
            }
            (Need::Note, Met::Yes) => self.step.note = "情况说明".into(),
            (Need::Position, Met::No) => self.world.position = false,
            (Need::Photo { kind, .. }, Met::Yes) => {
                let any = &self.procedure.photo_kinds[0].code;
                let kind = if kind == "any" { any.clone() } else { kind.clone() };
                self.file(&helper, photo(&kind));
            }
            (Need::Document { kind, .. }, Met::Yes) => self.file(&helper, document(kind)),
            (Need::Sample(need), _) => self.sample(need, met),
            // What is to stand there beforehand was written by the helper.
            (Need::Actor { from: ActorOf::Field(field), .. }, Met::Yes) if self.stood(field) => {}
            (Need::Actor { from: ActorOf::Field(field), .. }, _) => {
                let by = if met == Met::Yes { helper } else { self.actor.clone() };
                self.file(&by, set(field, "suspected"));
            }
            (Need::Stood { field, is }, _) => {
                let value = if met == Met::Yes { is[0].as_str() } else { "none" };
                self.file(&helper, set(field, value));
            }
            (Need::Actor { from: ActorOf::Transition(id), .. }, Met::No) => {
                self.actor.name = format!("办理{id}");
            }
            // Whoever took the newest step that is no verdict did of the work.
            (Need::Actor { from: ActorOf::Work, .. }, Met::No) => {
                let state = self.state();
                let step = state.steps.iter().rev().find(|step| {
                    let taken =
                        step.transition.as_ref().and_then(|id| self.procedure.transition(id));
                    taken.is_some_and(|taken| taken.verdict.is_none())
                });
                self.actor.name = step.unwrap().record.by.name.clone();
            }
            (Need::Position | Need::Actor { .. }, Met::Yes) | (_, Met::No) => {}
            (other, Met::Yes) => panic!("the walk does not know how to meet {other:?}"),
        }
    }

    fn stood(&self, field: &str) -> bool {
        let needs = self.procedure.transitions.iter().flat_map(|transition| &transition.needs);
        let mut needs =
            needs.filter(|need| matches!(need, Need::Stood { field: it, .. } if it == field));
        needs.next().is_some()
    }

    fn sample(&mut self, need: &SampleNeed, met: Met) {
        let (failing, well) = (["above_screening".to_owned()], ["below_screening".to_owned()]);
        let grades = match &need.finding {
            Finding::Grade(grades) => grades.as_slice(),
            Finding::Failing => &failing,
            Finding::Compliant => &well,
            other => panic!("{other:?}"),
        };
        let wanted = match (need.scope, met) {
            // What every point must be, one of them is not.
            (Scope::EveryPoint, Met::No) => "above_intervention",
            // What must not be there is left away, or taken before the others.
            (Scope::None, Met::Yes) | (_, Met::No) if need.scope != Scope::None => return,
            (Scope::None, Met::Yes) => return,
            _ => grades[0].as_str(),
        };
        for _ in 0..need.months.unwrap_or(1) {
            self.writer.wait_days(31);
            let day = match need.scope {
                Scope::None => "2021-01-05".to_owned(),
                _ => self.writer.today().to_string(),
            };
            // What is to be whole is sampled at the points and as often as the guide of urban waters asks.
            let (times, points): (_, &[&str]) = match (need.whole, need.months) {
                (false, _) => (1, &["1#"]),
                (true, None) => (3, &["1#", "2#", "3#"]),
                (true, Some(_)) => (1, &["1#", "2#", "3#"]),
            };
            for time in 0..times {
                let day = if time == 0 { day.clone() } else { self.writer.today().to_string() };
                for point in points {
                    let no = format!("S-{}", self.records.len());
                    let helper = self.helper();
                    self.file(&helper, graded(&self.procedure.id, &no, (&day, point), wanted));
                }
                self.writer.wait_days(1);
            }
        }
    }

    fn is_list(&self, field: &str) -> bool {
        matches!(self.procedure.field(field).unwrap().kind, FieldKind::List(_))
    }

    fn value_for(&self, code: &str, test: &ValueTest) -> Value {
        let field = self.procedure.field(code).unwrap();
        if let Some(value) = test.is.first() {
            return value.as_str().into();
        }
        match &field.kind {
            FieldKind::Choice(choices) => choices[0].code.as_str().into(),
            FieldKind::Number { .. } => test.min.unwrap_or(1.0).to_string().into(),
            FieldKind::Date if field.done => self.writer.today().to_string().into(),
            FieldKind::Date => "2021-03-01".into(),
            FieldKind::Bool => "yes".into(),
            FieldKind::List(_) => json!({"text": "示例"}),
            _ if test.differs_from.is_some() => "另一家示例单位".into(),
            _ => "示例".into(),
        }
    }

    fn answer(&self) -> Result<(), Refusal> {
        let today = self.writer.today();
        let state = self.state();
        self.rulebook.check_transition(&state, &self.step, &self.actor, today, today, &self.world)
    }
}

/// A laboratory result of that class.
fn graded(kind: &str, no: &str, (taken, point): (&str, &str), class: &str) -> Body {
    let items: &[(&str, &str)] = match (kind, class) {
        ("black_odorous_water", "none") => {
            &[("transparency", "40"), ("do", "4.0"), ("orp", "120"), ("nh3n", "2")]
        }
        ("black_odorous_water", "mild") => &[("do", "1.0")],
        ("plot", "below_screening") => &[("soil_as", "10")],
        ("plot", "above_screening") => &[("soil_as", "30")],
        ("plot", "above_intervention") => &[("soil_as", "300")],
        other => panic!("{other:?}"),
    };
    let measured = |(code, value): &(&str, &str)| {
        ((*code).to_owned(), Measured { value: (*value).into(), unit: String::new() })
    };
    Body::SampleResult(SampleResult {
        no: no.into(),
        source: "lab".into(),
        taken_at: Some(taken.into()),
        // A place is sampled again where it was sampled before.
        point: Some(point.to_owned()),
        items: items.iter().map(measured).collect(),
        ..SampleResult::default()
    })
}

/// A leg prepared up to its last moment.
fn prepared<'a>(
    rulebook: &'a Rulebook,
    procedure: &'a Procedure,
    leg: Leg<'_>,
    left_out: Option<usize>,
    alternative: usize,
) -> Walk<'a> {
    let all = legs(procedure);
    let mut walk = Walk::new(rulebook, procedure);
    for before in way_to(&all, leg) {
        walk.take(before);
    }
    walk.prepare(leg, left_out, alternative);
    walk
}

fn alternatives(transition: &Transition) -> usize {
    let of = |need: &Need| match need {
        Need::Any(ways) => ways.len(),
        _ => 1,
    };
    transition.needs.iter().map(of).max().unwrap_or(1)
}

#[test]
fn every_stage_is_reached_and_every_step_taken_with_all_it_needs() {
    let rulebook = Rulebook::built_in();
    for procedure in kinds(&rulebook) {
        let all = legs(&procedure);
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        for leg in &all {
            // Where any state leads to any other, the ways between them are all alike.
            let is_any_to_any = matches!(leg.transition.id.as_str(), "S2" | "S4");
            if is_any_to_any && leg.from != Some(procedure.stages[0].code.as_str()) {
                continue;
            }
            for alternative in 0..alternatives(leg.transition) {
                let walk = prepared(&rulebook, &procedure, *leg, None, alternative);
                walk.answer().unwrap_or_else(|r| panic!("{} {leg:?}: {r}", procedure.id));
            }
            reached.insert(leg.to);
        }
        let stages: BTreeSet<&str> = procedure.stages.iter().map(|s| s.code.as_str()).collect();
        assert!(reached.is_superset(&stages), "{}: {reached:?}", procedure.id);
    }
}

#[test]
fn every_need_missing_is_refused_with_a_message_and_makes_a_difference() {
    let rulebook = Rulebook::built_in();
    for procedure in kinds(&rulebook) {
        let all = legs(&procedure);
        for (at, transition) in procedure.transitions.iter().enumerate() {
            let leg = *all.iter().find(|leg| leg.transition.id == transition.id).unwrap();
            for need in 0..transition.needs.len() {
                let mut mutant = (*procedure).clone();
                mutant.transitions[at].needs.remove(need);
                let mut mutated = Rulebook::built_in();
                mutated.add(mutant);
                let mut opened = false;
                for alternative in 0..alternatives(transition) {
                    let walk = prepared(&rulebook, &procedure, leg, Some(need), alternative);
                    let name = format!("{} {} need {need}", procedure.id, transition.id);
                    let refusal = walk.answer().expect_err(&name);
                    for missing in &refusal.missing {
                        let message = &missing.message;
                        assert!(!message.zh.is_empty() && !message.en.is_empty(), "{name}");
                    }
                    opened |= Walk { rulebook: &mutated, ..walk }.answer().is_ok();
                }
                let (id, step) = (&procedure.id, &transition.id);
                assert!(opened, "{id} {step}: deleting need {need} makes nothing possible");
            }
        }
    }
}

#[test]
fn every_step_is_for_its_roles_alone() {
    let rulebook = Rulebook::built_in();
    for procedure in kinds(&rulebook) {
        let all = legs(&procedure);
        for transition in &procedure.transitions {
            let leg = *all.iter().find(|leg| leg.transition.id == transition.id).unwrap();
            let mut walk = prepared(&rulebook, &procedure, leg, None, 0);
            for role in Role::ALL {
                walk.actor = actor("孙七", role);
                let may = transition.roles.iter().any(|rule| rule.role == role);
                let answer = walk.answer();
                let name = format!("{} {} as {role:?}", procedure.id, transition.id);
                assert_eq!(answer.is_ok(), may, "{name}: {answer:?}");
            }
        }
    }
}
