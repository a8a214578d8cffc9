//! The outfall's procedure, walked through the engine's own check: every step with every single need missing in
//! turn, with two actors, and with every need deleted from the file.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;
use crate::scenario::*;
use crate::scenarios::*;

#[test]
fn every_step_is_taken_with_all_it_needs_and_refused_without_any_of_it() {
    let rulebook = Rulebook::built_in();
    let more = disturbances();
    let mut walked = std::collections::BTreeSet::new();
    for scenario in scenarios() {
        walked.insert(scenario.transition);
        ask(&rulebook, &scenario, Change::Nothing)
            .unwrap_or_else(|refusal| panic!("{}: {refusal}", scenario.name));
        for (change, wants) in spoilt(&scenario, &more) {
            if wants.is_empty()
                || (scenario.name == "strike off, duplicate" && matches!(change, Change::With(_)))
            {
                continue;
            }
            let refusal = ask(&rulebook, &scenario, change)
                .expect_err(&format!("{} {change:?} must be refused", scenario.name));
            let said: Vec<&str> = refusal.missing.iter().map(|m| m.message.zh.as_str()).collect();
            assert!(
                said.iter().any(|message| message.contains(wants)),
                "{} {change:?} says {said:?}, not {wants:?}",
                scenario.name
            );
            assert!(refusal.missing.iter().all(|m| !m.message.en.is_empty()));
        }
    }
    let procedure = &rulebook.procedures["outfall"];
    let all: std::collections::BTreeSet<&str> =
        procedure.transitions.iter().map(|transition| transition.id.as_str()).collect();
    assert_eq!(walked, all);
}

#[test]
fn every_step_is_for_its_roles_alone() {
    let rulebook = Rulebook::built_in();
    let procedure = Arc::clone(&rulebook.procedures["outfall"]);
    for mut scenario in scenarios() {
        let transition = procedure.transition(scenario.transition).unwrap();
        for role in Role::ALL {
            scenario.by = actor("孙七", role);
            let is_on = |rule: &RoleRule| match &rule.if_setting {
                None => true,
                Some(code) => scenario.settings.contains(&(code.as_str(), "yes")),
            };
            let may = transition.roles.iter().any(|rule| rule.role == role && is_on(rule));
            let answer = ask(&rulebook, &scenario, Change::Nothing);
            assert_eq!(answer.is_ok(), may, "{} as {role:?}: {answer:?}", scenario.name);
            if let Err(refusal) = answer {
                assert!(
                    refusal.missing.iter().any(|m| m.message.zh.contains("身份")),
                    "{refusal:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_not_listed_is_refused() {
    let rulebook = Rulebook::built_in();
    let procedure = Arc::clone(&rulebook.procedures["outfall"]);
    for from in &procedure.stages {
        for to in &procedure.stages {
            if procedure.transition_between(Some(&from.code), &to.code).is_some() {
                continue;
            }
            let mut writer = Writer::new("c", "2022-05-12T08:00:00+08:00");
            let records = writer.line(&inspector(), None, vec![adopted(Some(&from.code), &[])]);
            let state = state_of(&rulebook, &records);
            let (step, today) = (step(Some(&from.code), &to.code), writer.today());
            let answer = rulebook.check_transition(
                &state,
                &step,
                &municipal(),
                today,
                today,
                &World::default(),
            );
            let said = answer.expect_err("not listed").missing[0].message.zh.clone();
            assert!(said.contains("现在可以办"), "{said}");
        }
    }
}

/// Everything the walk sees, with a name for each question.
fn answers(rulebook: &Rulebook) -> Vec<(String, bool)> {
    let more = disturbances();
    let mut answers = Vec::new();
    for scenario in scenarios() {
        let changes = [(Change::Nothing, "")].into_iter().chain(spoilt(&scenario, &more));
        for (change, _) in changes {
            let name = format!("{} {:?} {change:?}", scenario.name, scenario.step);
            answers.push((name, ask_quietly(rulebook, &scenario, change)));
        }
    }
    answers.extend(act_answers(rulebook));
    answers
}

fn ask_quietly(rulebook: &Rulebook, scenario: &Scenario, change: Change<'_>) -> bool {
    match change {
        // Nothing is asserted of a mutated file's histories.
        Change::Nothing => ask(rulebook, scenario, Change::With(&note("无关"))).is_ok(),
        change => ask(rulebook, scenario, change).is_ok(),
    }
}

fn act_answers(rulebook: &Rulebook) -> Vec<(String, bool)> {
    let mut writer = Writer::new("c", "2022-05-12T08:00:00+08:00");
    let bodies = vec![
        adopted(Some("in_progress"), &[]),
        Body::Progress(Progress { percent: 60, note: String::new() }),
    ];
    let state = state_of(rulebook, &writer.line(&inspector(), None, bodies));
    let today = writer.today();
    let ask = |name: &str, percent: u64, note: &str| {
        let body = Body::Progress(Progress { percent, note: note.into() });
        let answer = rulebook.check(&state, &body, &inspector(), today, today, &World::default());
        (name.to_owned(), answer.is_ok())
    };
    vec![
        ask("progress rises", 80, ""),
        ask("progress falls", 40, ""),
        ask("progress falls with a note", 40, "返工"),
    ]
}

/// A progress record always gives its percentage: its form has no other field.
const IMPLIED: &str = "act T9 0";

#[test]
fn every_need_in_the_file_makes_a_difference() {
    let text = include_str!("../../assets/procedures/outfall.toml");
    let built_in = Procedure::parse("outfall.toml", text).unwrap();
    let before = answers(&Rulebook::built_in());
    let mut idle = Vec::new();
    for (name, mutant) in mutants(&built_in) {
        let mut rulebook = Rulebook::built_in();
        rulebook.add(mutant);
        let after = answers(&rulebook);
        let opened = before.iter().zip(&after).any(|((_, was), (_, is))| !was && *is);
        if !opened && name != IMPLIED {
            idle.push(name);
        }
    }
    assert!(idle.is_empty(), "deleting these makes nothing possible: {idle:?}");
}

/// The procedure with one need deleted, for each need of each transition, gate and act.
fn mutants(built_in: &Procedure) -> Vec<(String, Procedure)> {
    let mut mutants = Vec::new();
    for (at, transition) in built_in.transitions.iter().enumerate() {
        for need in 0..transition.needs.len() {
            let mut mutant = built_in.clone();
            mutant.transitions[at].needs.remove(need);
            mutants.push((format!("{} {need}", transition.id), mutant));
        }
    }
    for (gate, cases) in &built_in.gates {
        for (case, of_case) in cases.iter().enumerate() {
            for need in 0..of_case.needs.len() {
                let mut mutant = built_in.clone();
                let cases = mutant.gates.get_mut(gate).unwrap();
                cases[case].needs.remove(need);
                mutants.push((format!("gate {gate} {case} {need}"), mutant));
            }
        }
    }
    for (at, act) in built_in.acts.iter().enumerate() {
        for need in 0..act.needs.len() {
            let mut mutant = built_in.clone();
            mutant.acts[at].needs.remove(need);
            mutants.push((format!("act {} {need}", act.id), mutant));
        }
    }
    mutants
}
