//! What answers and their judgements do to the things that were sent back.
//!
//! Two people who judged one answer differently, unaware of each other, leave it open until that is settled.

use std::sync::Arc;

use super::apply::write;
use super::body::{Item, ItemAnswered, ItemJudged};
use super::record::Record;
use super::sight::Sight;
use super::state::{FeatureState, ItemState, NotEnough, Register};

pub(super) const ACCEPTED: &str = "accepted";

pub(super) fn give(state: &mut FeatureState, item: &Item, record: &Arc<Record>) {
    state.items.push(ItemState {
        item: item.clone(),
        given: Arc::clone(record),
        answers: Vec::new(),
        answered: None,
        verdicts: Register::default(),
        accepted: None,
        again: None,
    });
}

pub(super) fn answer(
    state: &mut FeatureState,
    answer: &ItemAnswered,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    let Some(item) = item_mut(state, &answer.item) else { return };
    item.answers.retain(|earlier| !sight.has_seen(earlier));
    item.answers.push(Arc::clone(record));
    // A new answer is judged anew.
    item.verdicts.standing.retain(|standing| {
        standing.record.as_deref().is_some_and(|earlier| !sight.has_seen(earlier))
    });
    stand(item);
}

pub(super) fn judge(
    state: &mut FeatureState,
    judged: &ItemJudged,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    if let Some(item) = item_mut(state, &judged.item) {
        give_verdict(item, &judged.verdict, record, sight);
    }
}

/// Writes a verdict on an item's answers, whether by a judgement, by a step that accepts them, or by settling.
pub(super) fn give_verdict(
    item: &mut ItemState,
    verdict: &str,
    record: &Arc<Record>,
    sight: &Sight<'_>,
) {
    write(&mut item.verdicts, verdict.to_owned(), record, sight);
    if verdict != ACCEPTED {
        let (seen, unseen): (Vec<_>, Vec<_>) =
            item.answers.drain(..).partition(|answer| sight.has_seen(answer));
        item.answers = unseen;
        let answer = seen.into_iter().next_back();
        // Settling is no new judgement: the words of the one that stands are kept.
        if answer.is_some() || item.again.is_none() {
            item.again = Some(NotEnough { answer, judged: Arc::clone(record) });
        }
    }
    stand(item);
}

/// Approving accepts every answered item.
pub(super) fn accept_all(state: &mut FeatureState, record: &Arc<Record>, sight: &Sight<'_>) {
    for item in &mut state.items {
        let is_seen = item.answered.as_deref().is_some_and(|answer| sight.has_seen(answer));
        if item.accepted.is_none() && is_seen {
            give_verdict(item, ACCEPTED, record, sight);
        }
    }
}

/// Where an item stands by the answers and verdicts that are left.
fn stand(item: &mut ItemState) {
    item.answered = item.answers.last().cloned();
    let agreed = item.verdicts.standing.last().filter(|_| !item.verdicts.is_in_conflict());
    item.accepted =
        agreed.filter(|it| it.value == ACCEPTED).and_then(|standing| standing.record.clone());
}

pub(super) fn item_mut<'a>(state: &'a mut FeatureState, id: &str) -> Option<&'a mut ItemState> {
    state.items.iter_mut().rev().find(|item| item.item.id == id)
}
