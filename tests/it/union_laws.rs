//! The union of histories, whatever the order: four people at work by chance, and what must hold of all they do.

use std::sync::Arc;

use proptest::prelude::*;
use yice::plan::*;

use crate::histories::*;

/// One hand's work upon what it has seen: what is recorded, and whether it takes in the others' first.
#[derive(Clone, Debug)]
enum Move {
    Set(u8, u8),
    Visit,
    Photo,
    Start,
    UndoLast,
    TakeIn,
}

fn moves() -> impl Strategy<Value = Vec<(u8, Move)>> {
    let one = prop_oneof![
        (0..3_u8, 0..3_u8).prop_map(|(field, value)| Move::Set(field, value)),
        Just(Move::Visit),
        Just(Move::Photo),
        Just(Move::Start),
        Just(Move::UndoLast),
        Just(Move::TakeIn),
    ];
    proptest::collection::vec((0..4_u8, one), 1..40)
}

/// Four people work from one beginning; each sees what it has taken in.
fn play(moves: &[(u8, Move)]) -> Vec<Vec<Arc<Record>>> {
    let book = rulebook();
    let base = Writer::new("base", "2022-05-10T08:00:00+08:00").write(
        &inspector(),
        &[],
        adopted(Some("approved"), &[]),
    );
    let mut hands: Vec<(Writer, Vec<Arc<Record>>)> = (0..4)
        .map(|hand| {
            // Clocks differ by an hour each.
            let start = format!("2022-05-10T{:02}:00:00+08:00", 9 + hand);
            (Writer::new(&format!("h{hand}"), &start), vec![Arc::clone(&base)])
        })
        .collect();
    for (hand, one) in moves {
        let all: Vec<Arc<Record>> = hands.iter().flat_map(|(_, seen)| seen.clone()).collect();
        let (writer, seen) = &mut hands[usize::from(*hand)];
        let heads = state_of(&book, seen).heads;
        let parents: Vec<Arc<Record>> =
            seen.iter().filter(|r| heads.contains(&r.hash)).cloned().collect();
        let body = match one {
            Move::TakeIn => {
                seen.extend(all);
                continue;
            }
            Move::Set(field, value) => {
                set(["plan_no", "cause", "target"][usize::from(*field)], &value.to_string())
            }
            Move::Visit => visit("no"),
            Move::Photo => photo("before"),
            Move::Start => start_works(),
            Move::UndoLast => withdraw(seen.last().unwrap(), "录错"),
        };
        let by = if *hand == 0 { district() } else { inspector() };
        let record = writer.write(&by, &parents.iter().collect::<Vec<_>>(), body);
        seen.push(record);
    }
    hands.into_iter().map(|(_, seen)| seen).collect()
}

/// Everything of a ledger that could differ.
fn shown(ledger: &Ledger) -> String {
    format!("{:?} {:?}", ledger.plans(), summarise(ledger, "2022-06-01"))
}

fn union(histories: &[&Vec<Arc<Record>>]) -> Ledger {
    let mut ledger = Ledger::new(rulebook());
    for history in histories {
        ledger.extend(history.iter().cloned());
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn union_is_commutative_associative_and_idempotent(moves in moves()) {
        let hands = play(&moves);
        let [a, b, c, d] = [&hands[0], &hands[1], &hands[2], &hands[3]];
        let expected = shown(&union(&[a, b, c, d]));
        prop_assert_eq!(&shown(&union(&[d, c, b, a])), &expected);
        prop_assert_eq!(&shown(&union(&[b, d, a, c])), &expected);
        prop_assert_eq!(&shown(&union(&[a, a, b, c, b, d, d])), &expected);
        // One record at a time, in an order of its own.
        let mut ledger = Ledger::new(rulebook());
        for record in c.iter().chain(d).rev().chain(b).chain(a) {
            ledger.apply(Arc::clone(record));
        }
        prop_assert_eq!(&shown(&ledger), &expected);
    }

    /// The state carried on along a history is the one built from its beginning: each step is judged by the same.
    #[test]
    fn a_record_is_judged_by_its_own_ancestors_whatever_else_is_known(moves in moves()) {
        let hands = play(&moves);
        let book = rulebook();
        let everything: Vec<Arc<Record>> = hands.iter().flatten().cloned().collect();
        let whole = state_of(&book, &everything);
        for history in &hands {
            for entry in &state_of(&book, history).entries {
                let permitted = |fate: &Fate| !matches!(fate, Fate::NotPermitted(_));
                let elsewhere = fate(&whole, &entry.record);
                prop_assert_eq!(permitted(&entry.fate), permitted(elsewhere));
            }
        }
    }
}
