//! Who settles a contradiction: not one of its parties in their own favour.

use std::sync::Arc;

use yice::plan::*;

use crate::histories::*;

/// Two people wrote different values of a field without having seen each other's.
fn contradiction(field: &str, values: [&str; 2], by: [&Actor; 2]) -> FeatureState {
    let mut a = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let mut b = Writer::new("b", "2022-05-10T09:00:00+08:00");
    let base = a.write(&municipal(), &[], adopted(Some("approved"), &[]));
    let one = a.write(by[0], &[&base], set(field, values[0]));
    let other = b.write(by[1], &[&base], set(field, values[1]));
    state_of(&rulebook(), &[base, one, other])
}

fn resolved(field: &str, value: &str) -> Body {
    Body::Resolved(Resolved { fields: fields(&[(field, value)]), note: "核对".into() })
}

/// Whether each of these may be written over the contradiction.
#[track_caller]
fn check(state: &FeatureState, rows: &[(&Actor, Body, bool)]) {
    let (book, today) = (rulebook(), day("2022-05-12"));
    for (by, body, may) in rows {
        let answer = book.check(state, body, by, today, today, &World::default());
        assert_eq!(answer.is_ok(), *may, "{:?} {body:?}: {answer:?}", by.role);
    }
}

fn somebody(name: &str, role: Role) -> Actor {
    Actor { name: name.into(), unit: "别的单位".into(), role }
}

#[test]
fn a_party_gives_way_and_decides_nothing_in_its_own_favour() {
    let (mine, third) = (inspector(), somebody("孙七", Role::Monitor));
    let other = somebody("周八", Role::Inspector);
    let state = contradiction("discharge_volume", ["120", "180"], [&mine, &other]);
    assert_eq!(state.conflicts(), ["discharge_volume"]);
    let field = "discharge_volume";
    check(
        &state,
        &[
            (&mine, resolved(field, "120"), false),
            (&mine, set(field, "120"), false),
            (&mine, set(field, "150"), false),
            (&mine, resolved(field, "180"), true),
            (&mine, set(field, "180"), true),
            (&third, set(field, "180"), false),
            (&district(), resolved(field, "150"), true),
            (&municipal(), resolved(field, "120"), true),
        ],
    );
    let procedure = rulebook();
    let procedure = procedure.procedure(&key().kind());
    let who = who_decides(procedure, &state, field, &mine).unwrap();
    assert_eq!(who.zh, "由区级或市级来定");
    assert_eq!(who_decides(procedure, &state, field, &district()), None);
}

#[test]
fn what_is_for_named_roles_to_say_is_the_municipalitys_to_decide() {
    let (one, two) = (district(), somebody("周八", Role::Monitor));
    let field = "emission_standard";
    let values = ["DB12/599-2015/A", "GB8978-1996/3"];
    let state = contradiction(field, values, [&one, &two]);
    check(
        &state,
        &[
            (&one, resolved(field, values[0]), false),
            (&one, resolved(field, values[1]), false),
            (&municipal(), resolved(field, values[0]), true),
        ],
    );
}

#[test]
fn no_step_is_taken_from_a_stage_in_dispute_by_who_may_not_decide_it() {
    let mut a = Writer::new("a", "2022-05-10T08:00:00+08:00");
    let mut b = Writer::new("b", "2022-05-10T09:00:00+08:00");
    let (_, mut all) = at_works();
    let last = Arc::clone(all.last().unwrap());
    let on_hold = |reason: &str| Step {
        note: reason.into(),
        fields: fields(&[("review_on", "2022-09-01")]),
        ..step(Some("approved"), "suspended")
    };
    let asked = a.write(&district(), &[&last], request("suspended"));
    let held = a.write(&municipal(), &[&asked], Body::Transition(on_hold("汛期")));
    let before = b.write(&inspector(), &[&last], photo("before"));
    let started = b.write(&inspector(), &[&before], start_works());
    all.extend([asked, held, before, started]);
    let state = state_of(&rulebook(), &all);
    assert_eq!(state.conflicts(), ["stage"]);
    let on = Step { from: state.stage_code().map(str::to_owned), ..Step::default() };
    let step = Body::Transition(Step { to: "rework".into(), ..on });
    check(&state, &[(&inspector(), step, false)]);
}
