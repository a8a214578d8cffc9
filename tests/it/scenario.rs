//! A step that may be taken, with nothing in it that is not needed, and the ways to spoil it.

use std::sync::Arc;

use yice::model::Day;
use yice::plan::*;

use crate::histories::*;

/// Something a step rests on, and what the refusal says where it is missing.
pub struct Fact {
    pub wants: &'static str,
    pub by: Actor,
    pub body: Body,
    pub on: Option<Day>,
}

pub fn fact(wants: &'static str, body: Body) -> Fact {
    Fact { wants, by: district(), body, on: None }
}

/// A step that may be taken, and nothing in it that is not needed.
pub struct Scenario {
    pub name: &'static str,
    pub transition: &'static str,
    pub start: Option<&'static str>,
    pub facts: Vec<Fact>,
    pub step: Step,
    /// What the refusal says where a part of the step itself is missing, by field code, `note` or `items`.
    pub step_wants: Vec<(&'static str, &'static str)>,
    pub by: Actor,
    pub settings: Vec<(&'static str, &'static str)>,
    pub needs_position: bool,
}

pub fn scenario(
    name: &'static str,
    transition: &'static str,
    from: Option<&'static str>,
    to: &'static str,
    by: Actor,
) -> Scenario {
    Scenario {
        name,
        transition,
        start: from,
        facts: Vec::new(),
        step: step(from, to),
        step_wants: Vec::new(),
        by,
        settings: Vec::new(),
        needs_position: false,
    }
}

impl Scenario {
    pub fn fact(mut self, wants: &'static str, body: Body) -> Self {
        self.facts.push(fact(wants, body));
        self
    }

    pub fn fact_by(mut self, wants: &'static str, by: Actor, body: Body) -> Self {
        self.facts.push(Fact { by, ..fact(wants, body) });
        self
    }

    pub fn fact_on(mut self, wants: &'static str, on: &str, body: Body) -> Self {
        self.facts.push(Fact { on: Some(day(on)), by: inspector(), ..fact(wants, body) });
        self
    }

    pub fn input(mut self, code: &'static str, value: &str, wants: &'static str) -> Self {
        self.step.fields.insert(code.into(), value.into());
        self.step_wants.push((code, wants));
        self
    }

    pub fn note(mut self, wants: &'static str) -> Self {
        self.step.note = "现场已核实".into();
        self.step_wants.push(("note", wants));
        self
    }

    pub fn start(mut self, stage: &'static str) -> Self {
        self.start = Some(stage);
        self
    }
}

/// What is changed of a scenario.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    Nothing,
    WithoutFact(usize),
    WithoutInput(&'a str),
    NoPosition,
    /// The step is taken by who did that fact.
    BySame(usize),
    /// This is recorded as well, before the step.
    With(&'a Body),
}

pub fn ask(rulebook: &Rulebook, scenario: &Scenario, change: Change<'_>) -> Result<(), Refusal> {
    let mut writer = Writer::new("c", "2022-05-12T08:00:00+08:00");
    let world = World {
        position: !matches!(change, Change::NoPosition),
        settings: scenario
            .settings
            .iter()
            .map(|(code, value)| ((*code).to_owned(), (*value).to_owned()))
            .collect(),
        ..World::default()
    };
    for (code, value) in &scenario.settings {
        writer.settings.insert((*code).to_owned(), (*value).into());
    }
    let mut records: Vec<Arc<Record>> = Vec::new();
    let start =
        scenario.start.map(|stage| Fact { by: inspector(), ..fact("", adopted(Some(stage), &[])) });
    let facts = scenario.facts.iter().enumerate();
    let facts =
        facts.filter(|(idx, _)| !matches!(change, Change::WithoutFact(gone) if gone == *idx));
    let more = match change {
        Change::With(body) => Some(fact("", body.clone())),
        _ => None,
    };
    for one in start.iter().chain(facts.map(|(_, one)| one)).chain(&more) {
        let parents: Vec<&Arc<Record>> = records.last().into_iter().collect();
        let record = writer.write_on(&one.by, &parents, one.body.clone(), one.on);
        records.push(record);
    }
    let state = state_of(rulebook, &records);
    if matches!(change, Change::Nothing) {
        for entry in &state.entries {
            assert!(matches!(entry.fate, Fate::Counts), "{}: {:?}", scenario.name, entry.fate);
        }
    }
    let mut step = scenario.step.clone();
    if let Change::WithoutInput(part) = change {
        match part {
            "note" => step.note.clear(),
            "items" => step.items.clear(),
            code => {
                step.fields.remove(code);
            }
        }
    }
    let by = match change {
        Change::BySame(idx) => Actor { role: scenario.by.role, ..scenario.facts[idx].by.clone() },
        _ => scenario.by.clone(),
    };
    let mut today = writer.today();
    today = today.max(day("2022-05-12"));
    rulebook.check_transition(&state, &step, &by, today, today, &world)
}

/// Every way a scenario is spoilt, and what the refusal must say.
pub fn spoilt<'a>(
    scenario: &'a Scenario,
    more: &'a [(&'static str, &'static str, Body)],
) -> Vec<(Change<'a>, &'a str)> {
    let mut changes: Vec<(Change<'a>, &str)> = Vec::new();
    for (idx, one) in scenario.facts.iter().enumerate() {
        if let Some(wants) = one.wants.strip_prefix("another:") {
            changes.push((Change::BySame(idx), wants));
        } else {
            changes.push((Change::WithoutFact(idx), one.wants));
        }
    }
    for (part, wants) in &scenario.step_wants {
        changes.push((Change::WithoutInput(part), wants));
    }
    if scenario.needs_position {
        changes.push((Change::NoPosition, "位置"));
    }
    for (name, wants, body) in more {
        if *name == scenario.name {
            changes.push((Change::With(body), wants));
        }
    }
    changes
}
