//! What two people said of one thing, unaware of each other, where that thing is no field: the verdict on a request or
//! on an answer, the result of a sample.
//!
//! Each has a code of its own (`@request/<id>`, `@item/<id>`, `@sample/<number>`), under which it stands among the
//! contradictions, and under which a `resolved` record settles it as it would a field.

use std::sync::Arc;

use serde_json::Value;

use super::apply::write;
use super::body::{Body, SampleResult};
use super::deciding::Side;
use super::person::{Person, Role};
use super::record::Record;
use super::sight::Sight;
use super::state::{FeatureState, Filed, ItemState, Register, RequestState, SampleState};
use super::{apply_items, values};
use crate::model::Text;

/// A thing in dispute, by its id or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Disputed<'a> {
    /// By the id of the record that asks.
    Request(&'a str),
    /// By the id of the thing that was sent back.
    Item(&'a str),
    /// By its number.
    Sample(&'a str),
}

impl<'a> Disputed<'a> {
    /// What a code names; `None` of a field's.
    pub fn of(code: &'a str) -> Option<Self> {
        let (sort, id) = code.strip_prefix('@')?.split_once('/')?;
        match sort {
            "request" => Some(Self::Request(id)),
            "item" => Some(Self::Item(id)),
            "sample" => Some(Self::Sample(id)),
            _ => None,
        }
    }

    pub fn code(self) -> String {
        match self {
            Self::Request(id) => format!("@request/{id}"),
            Self::Item(id) => format!("@item/{id}"),
            Self::Sample(no) => format!("@sample/{no}"),
        }
    }

    /// What is called so on the screen.
    pub fn label(self) -> Text {
        match self {
            Self::Request(_) => Text::new("申请的审定", "Decision on a request"),
            Self::Item(_) => Text::new("待改事项的判定", "Verdict on an answer"),
            Self::Sample(no) => {
                Text::new(format!("水样 {no} 的结果"), format!("Result of sample {no}"))
            }
        }
    }

    /// All of a plan that are in dispute.
    pub fn all_in(state: &FeatureState) -> impl Iterator<Item = Disputed<'_>> {
        let requests = state.requests.iter().filter(|request| request.is_in_dispute());
        let requests = requests.map(|request| Disputed::Request(&request.request.record.id));
        let items = state.items.iter().filter(|item| item.verdicts.is_in_conflict());
        let items = items.map(|item| Disputed::Item(&item.item.id));
        let samples = state.samples.iter().filter(|sample| sample.is_in_dispute());
        requests.chain(items).chain(samples.map(|sample| Disputed::Sample(&sample.no)))
    }

    pub fn is_in_dispute(self, state: &FeatureState) -> bool {
        Self::all_in(state).any(|it| it == self)
    }

    /// What stands, in fold order: verdicts by their codes, results by the ids of their records.
    pub fn sides(self, state: &FeatureState) -> Vec<Side> {
        let of_register = |register: &Register<String>| {
            let standing = register.standing.iter();
            standing.map(|it| (Value::from(it.value.as_str()), it.record.clone())).collect()
        };
        match self {
            Self::Request(id) => {
                request(state, id).map_or_else(Vec::new, |request| of_register(&request.decisions))
            }
            Self::Item(id) => {
                let item = state.items.iter().rev().find(|item| item.item.id == id);
                item.map_or_else(Vec::new, |item| of_register(&item.verdicts))
            }
            Self::Sample(no) => {
                let results = sample(state, no).into_iter().flat_map(SampleState::standing);
                results
                    .map(|it| (Value::from(it.record.id.as_str()), Some(Arc::clone(&it.record))))
                    .collect()
            }
        }
    }

    /// The roles that decide it: the municipality, but for an answer that none of its own judged.
    pub fn deciders(self, state: &FeatureState) -> &'static [Role] {
        let is_of_the_city = |record: &Arc<Record>| record.by.role == Role::Municipal;
        let by_the_city = || {
            self.sides(state).iter().any(|(_, record)| record.as_ref().is_some_and(is_of_the_city))
        };
        match self {
            Self::Item(_) if !by_the_city() => &[Role::District, Role::Municipal],
            _ => &[Role::Municipal],
        }
    }

    /// Who asked or answered: they do not settle what others said of it.
    pub fn of_whom(self, state: &FeatureState) -> Option<Person> {
        match self {
            Self::Request(id) => Some(request(state, id)?.request.record.author()),
            Self::Item(id) => {
                let item = state.items.iter().rev().find(|item| item.item.id == id)?;
                let again = item.again.as_ref().and_then(|again| again.answer.as_ref());
                item.answered.as_ref().or(again).map(|answer| answer.author())
            }
            Self::Sample(_) => None,
        }
    }

    /// Settles it onto one of the sides.
    pub fn settle(
        self,
        state: &mut FeatureState,
        chosen: &str,
        record: &Arc<Record>,
        sight: &Sight<'_>,
    ) {
        match self {
            Self::Request(id) => {
                let mut requests = state.requests.iter_mut();
                if let Some(request) = requests.find(|it| it.request.record.is_named(id)) {
                    write(&mut request.decisions, chosen.to_owned(), record, sight);
                }
            }
            Self::Item(id) => {
                if let Some(item) = apply_items::item_mut(state, id) {
                    apply_items::give_verdict(item, chosen, record, sight);
                }
            }
            Self::Sample(no) => {
                let mut samples = state.samples.iter_mut();
                if let Some(sample) = samples.find(|sample| sample.no == no) {
                    sample.choose(chosen, sight);
                }
            }
        }
    }
}

fn request<'s>(state: &'s FeatureState, id: &str) -> Option<&'s RequestState> {
    state.requests.iter().find(|request| request.request.record.is_named(id))
}

fn sample<'s>(state: &'s FeatureState, no: &str) -> Option<&'s SampleState> {
    state.samples.iter().find(|sample| sample.no == no)
}

impl RequestState {
    /// The verdict and the record that gave it; `None` while there is none, or two that differ.
    pub fn decision(&self) -> Option<(&str, &Arc<Record>)> {
        let standing = self.decisions.standing.last().filter(|_| !self.decisions.is_in_conflict());
        standing.and_then(|it| Some((it.value.as_str(), it.record.as_ref()?)))
    }

    /// Nobody has decided it.
    pub fn is_open(&self) -> bool {
        self.decisions.standing.is_empty()
    }

    /// The records that decided so.
    pub(super) fn given<'s>(&'s self, verdict: &'s str) -> impl Iterator<Item = &'s Arc<Record>> {
        let standing = self.decisions.standing.iter().filter(move |it| it.value == verdict);
        standing.filter_map(|it| it.record.as_ref())
    }

    /// Whether its two verdicts are what is to be settled, not the deadline or the stage they led to.
    fn is_in_dispute(&self) -> bool {
        let leads_on = self.request.body.what == "deadline" || self.is_taken;
        self.decisions.is_in_conflict() && !leads_on
    }
}

impl ItemState {
    /// Open until answered, and while two people judged the answer differently: what `none_open` means.
    pub fn is_open(&self) -> bool {
        self.verdicts.is_in_conflict() || (self.answered.is_none() && self.accepted.is_none())
    }
}

impl SampleState {
    /// Every result of this number that no later one has replaced, in fold order.
    pub fn standing(&self) -> impl Iterator<Item = &Filed<SampleResult>> {
        self.rivals.iter().chain(&self.result)
    }

    /// Whether people unaware of each other filed different values that decide. Quick tests never do.
    pub fn is_in_dispute(&self) -> bool {
        let mut deciding = self.standing().filter(|it| it.body.source != "quick");
        let Some(first) = deciding.next() else { return false };
        deciding.any(|other| !says_the_same(&first.body, &other.body))
    }

    /// Lets one result stand, by its record's id; those of the others that had been seen are replaced by it.
    fn choose(&mut self, id: &str, sight: &Sight<'_>) {
        if !self.standing().any(|it| it.record.is_named(id)) {
            return;
        }
        let standing = self.rivals.drain(..).chain(self.result.take());
        let (chosen, others): (Vec<_>, Vec<_>) = standing.partition(|it| it.record.is_named(id));
        let (seen, unseen): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|other| sight.has_seen(&other.record));
        self.replaced.extend(seen);
        self.rivals = unseen;
        self.result = chosen.into_iter().next();
    }
}

/// Whether two results measured the same: `20` is `20.0`.
fn says_the_same(one: &SampleResult, other: &SampleResult) -> bool {
    let same = |(a, b): (&super::Measured, &super::Measured)| {
        let number = |text: &str| values::parse_number(text);
        let is_same = match (number(&a.value), number(&b.value)) {
            (Some(a), Some(b)) => a == b,
            _ => a.value.trim() == b.value.trim(),
        };
        is_same && a.unit.trim() == b.unit.trim()
    };
    one.items.len() == other.items.len()
        && one.items.iter().all(|(code, measured)| {
            other.items.get(code).is_some_and(|theirs| same((measured, theirs)))
        })
}

/// What stands beside a side of a dispute about the deadline or the stage: that it is by a refusal, or by taking back.
pub(super) fn reason_of(field: &str, record: Option<&Record>) -> Option<Text> {
    let text = match &record?.body {
        Body::Decided(decided) => match (field, decided.verdict.as_str()) {
            ("stage", "refused") => Text::new("不同意申请", "the request refused"),
            ("stage", _) => return None,
            (_, "refused") => Text::new("不同意延期", "the extension refused"),
            _ => Text::new("同意延期", "the extension approved"),
        },
        Body::Withdrawn(_) if field == "stage" => {
            Text::new("前一步已撤回", "what it rests on was taken back")
        }
        _ => return None,
    };
    Some(text)
}
