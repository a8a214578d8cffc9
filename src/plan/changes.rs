//! What changed between two looks at the same plans: grouped, each change a sentence with who and when.
//!
//! Both looks are folds; which records each of them saw says what happened in between: since a day, since figures
//! were frozen, since a file came in. What nothing was recorded about is no change.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::body::{Body, SampleResult};
use super::change::{ChangeGroup, PlanChange};
use super::hash::Hash;
use super::labels::{field_label, value_label};
use super::plain_words::{day_zh, two_days_zh};
use super::plans::Plans;
use super::procedure::{DEADLINE_CURRENT, DEADLINE_ORIGINAL, PROGRESS, Procedure, StageGroup};
use super::record::Record;
use super::rules::Rulebook;
use super::sentence::describe_body;
use super::standing_values::standing_values;
use super::state::{Fate, FeatureState, Register};
use crate::model::{Day, FeatureKey, Text};

/// Everything that differs, by group, the newest first in each.
pub fn changes(before: &Plans, after: &Plans, rulebook: &Rulebook) -> Vec<PlanChange> {
    let mut found = Vec::new();
    for (key, is) in after.all_recorded() {
        let was = before.peek(key).unwrap_or_else(|| Arc::new(FeatureState::new(key.clone())));
        if Arc::ptr_eq(&was, is) {
            continue;
        }
        let procedure = rulebook.procedure(&key.kind());
        found.extend(Pair::new(key, &was, is, procedure, rulebook).changes());
    }
    found.sort_by(|a, b| {
        let on = |change: &PlanChange| change.record.as_ref().map(|record| record.on);
        (a.group, on(b), &a.feature).cmp(&(b.group, on(a), &b.feature))
    });
    found
}

/// One feature then and now.
pub(super) struct Pair<'a> {
    key: &'a FeatureKey,
    pub was: &'a FeatureState,
    pub is: &'a FeatureState,
    pub procedure: Option<&'a Procedure>,
    pub rulebook: &'a Rulebook,
    /// Records that count now and did not, in fold order.
    new: Vec<&'a Arc<Record>>,
    /// Records that counted and do not any more, with what took them back.
    lost: Vec<(&'a Arc<Record>, Option<&'a Arc<Record>>)>,
}

impl<'a> Pair<'a> {
    pub fn new(
        key: &'a FeatureKey,
        was: &'a FeatureState,
        is: &'a FeatureState,
        procedure: Option<&'a Procedure>,
        rulebook: &'a Rulebook,
    ) -> Self {
        let counting = |state: &'a FeatureState| {
            state.entries.iter().filter(|entry| matches!(entry.fate, Fate::Counts))
        };
        let hashes =
            |state| counting(state).map(|entry| entry.record.hash).collect::<HashSet<Hash>>();
        let (then, now) = (hashes(was), hashes(is));
        let new = counting(is).map(|entry| &entry.record);
        let new = new.filter(|record| !then.contains(&record.hash)).collect();
        let taken_back = |record: &Arc<Record>| {
            is.entries.iter().find_map(|entry| match &entry.fate {
                Fate::Withdrawn(by) if entry.record.hash == record.hash => Some(by),
                _ => None,
            })
        };
        let lost = counting(was).map(|entry| &entry.record);
        let lost = lost.filter(|record| !now.contains(&record.hash));
        let lost = lost.map(|record| (record, taken_back(record))).collect();
        Self { key, was, is, procedure, rulebook, new, lost }
    }

    fn changes(&self) -> Vec<PlanChange> {
        if self.new.is_empty() && self.lost.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        if self.is.created && !self.was.created {
            let what = Text::new("发现并登记", "found and registered");
            let record = self.newest(|body| matches!(body, Body::Created(_)));
            found.push(self.change(ChangeGroup::Found, what, record));
        }
        found.extend(self.stage());
        found.extend(self.deadline());
        found.extend(self.conflicts());
        found.extend(self.corrections());
        if found.is_empty() {
            found.extend(self.additions());
        }
        found
    }

    pub fn change(
        &self,
        group: ChangeGroup,
        what: Text,
        record: Option<&Arc<Record>>,
    ) -> PlanChange {
        let (feature, record) = (self.key.clone(), record.cloned());
        PlanChange { group, feature, others: Vec::new(), what, record, file: None }
    }

    fn newest(&self, is_it: impl Fn(&Body) -> bool) -> Option<&'a Arc<Record>> {
        self.new.iter().rev().find(|record| is_it(&record.body)).copied()
    }

    /// A step on or back; where it stands still, more or less of the works done.
    pub fn stage(&self) -> Option<PlanChange> {
        let (was, is) = (self.was.stage_code(), self.is.stage_code());
        if was == is {
            let (was, is) = (self.was.percent.unwrap_or(0), self.is.percent.unwrap_or(0));
            let group = match is.cmp(&was) {
                std::cmp::Ordering::Equal => return None,
                std::cmp::Ordering::Greater => ChangeGroup::Advanced,
                std::cmp::Ordering::Less => ChangeGroup::FellBack,
            };
            let what =
                Text::new(format!("进度 {was}%→{is}%"), format!("progress {was} % → {is} %"));
            let record = self.newest(|body| matches!(body, Body::Progress(_)));
            return Some(self.change(group, what, record));
        }
        let label = |code: Option<&str>| match code {
            None => Text::new("未建档", "not started"),
            Some(code) => self.procedure.map_or_else(|| Text::same(code), |p| p.stage_label(code)),
        };
        let (from, to) = (label(was), label(is));
        let what = Text::new(format!("{}→{}", from.zh, to.zh), format!("{} → {}", from.en, to.en));
        let standing = self.is.stage.standing.last().and_then(|it| it.record.as_ref());
        // A step that stood already stands again: what took the later one back is what happened.
        let is_new = |record: &&Arc<Record>| self.new.iter().any(|new| new.hash == record.hash);
        let taken_back =
            || self.lost.iter().filter_map(|(_, by)| *by).max_by_key(|by| by.at.instant());
        let record = standing.filter(is_new).or_else(taken_back).or(standing);
        let group = if self.falls(was, is) { ChangeGroup::FellBack } else { ChangeGroup::Advanced };
        Some(self.change(group, what, record))
    }

    /// Into trouble, to a stage before the one it was in, or out of all stages.
    fn falls(&self, was: Option<&str>, is: Option<&str>) -> bool {
        let Some(procedure) = self.procedure else { return false };
        let place = |code: Option<&str>| {
            code.and_then(|code| procedure.stages.iter().position(|stage| stage.code == code))
        };
        let group = |code: Option<&str>| Some(procedure.stage(code?)?.group);
        match group(is) {
            None => true,
            Some(StageGroup::Trouble) => true,
            Some(StageGroup::NotCounted) => false,
            Some(_) if group(was) == Some(StageGroup::Trouble) => false,
            Some(_) => place(is) < place(was),
        }
    }

    /// 填报不一致: whatever contradicts itself now and did not, with what each of its values says.
    fn conflicts(&self) -> Vec<PlanChange> {
        let before = self.was.conflicts();
        let new = self.is.conflicts().into_iter().filter(|code| !before.contains(code));
        new.map(|code| self.conflict(&code)).collect()
    }

    fn conflict(&self, code: &str) -> PlanChange {
        let label = field_label(self.procedure, code);
        let sides = standing_values(self.is, code, self.procedure, &self.rulebook.standards);
        let newest = sides.iter().rev().find_map(|side| {
            self.new.iter().find(|new| side.record.as_ref().is_some_and(|it| it.hash == new.hash))
        });
        let newest = newest.or_else(|| self.new.last()).copied();
        let values: Vec<&Text> = sides.iter().map(|side| &side.label).collect();
        let join = |of: fn(&Text) -> &str| {
            values.iter().map(|value| of(value)).collect::<Vec<_>>().join(" / ")
        };
        let what = Text::new(
            format!("填报不一致：{} {}", label.zh, join(|text| &text.zh)),
            format!("contradicts itself: {} {}", label.en, join(|text| &text.en)),
        );
        self.change(ChangeGroup::Corrected, what, newest)
    }

    pub fn deadline(&self) -> Option<PlanChange> {
        let of = |state: &FeatureState| (state.deadline_original, state.deadline_current);
        let (was, is) = (self.was.deadline_current, self.is.deadline_current);
        if of(self.was) == of(self.is) || was.is_none() {
            return None;
        }
        let words = |day: Option<Day>, zh: Option<&String>| match day {
            Some(day) => Text::new(zh.cloned().unwrap_or_else(|| day_zh(day)), day.to_string()),
            None => Text::new("无", "none"),
        };
        // Five years are not to read like eight months.
        let both = was.zip(is).map(|(was, is)| two_days_zh(was, is));
        let (from, to) = (
            words(was, both.as_ref().map(|both| &both[0])),
            words(is, both.as_ref().map(|both| &both[1])),
        );
        let what = Text::new(
            format!("期限 {}→{}", from.zh, to.zh),
            format!("deadline {} → {}", from.en, to.en),
        );
        let moves = |body: &Body| match body {
            Body::Decided(_) => true,
            Body::Fields(set) => set.fields.contains_key(DEADLINE_ORIGINAL),
            Body::Transition(step) => step.fields.contains_key(DEADLINE_ORIGINAL),
            _ => false,
        };
        Some(self.change(ChangeGroup::Deadline, what, self.newest(moves)))
    }

    fn corrections(&self) -> Vec<PlanChange> {
        let mut found = Vec::new();
        for (record, by) in &self.lost {
            let said = describe_body(&record.body, self.procedure, &self.rulebook.standards);
            let what = Text::new(format!("撤销“{}”", said.zh), format!("taken back: {}", said.en));
            found.push(self.change(ChangeGroup::Corrected, what, *by));
        }
        for sample in &self.is.samples {
            let was = self.was.samples.iter().find(|one| one.no == sample.no);
            let was = was.and_then(|was| was.result.as_ref());
            let (Some(was), Some(is)) = (was, &sample.result) else { continue };
            if was.record.hash != is.record.hash {
                let mut what = self.values_moved(&was.body, &is.body);
                if let Some(by) = sample.replaced_words() {
                    what.zh += &format!("（{}）", by.zh);
                    what.en += &format!(" ({})", by.en);
                }
                found.push(self.change(ChangeGroup::Corrected, what, Some(&is.record)));
            }
        }
        for (code, is) in &self.is.fields {
            if let Some(was) = self.was.fields.get(code) {
                found.extend(self.field(code, was, is));
            }
        }
        found
    }

    fn values_moved(&self, was: &SampleResult, is: &SampleResult) -> Text {
        let mut moved = Vec::new();
        for (code, now) in &is.items {
            let then = was.items.get(code).map_or("—", |then| then.value.as_str());
            if then != now.value {
                let item = self.rulebook.standards.item(code).map(|item| item.label.clone());
                let item = item.unwrap_or_else(|| Text::same(code.as_str()));
                let arrow = format!("{then}→{}", now.value);
                moved.push(Text::new(
                    format!("{} {arrow}", item.zh),
                    format!("{} {arrow}", item.en),
                ));
            }
        }
        let zh: Vec<&str> = moved.iter().map(|one| one.zh.as_str()).collect();
        let en: Vec<&str> = moved.iter().map(|one| one.en.as_str()).collect();
        Text::new(
            format!("水样 {} 更正：{}", is.no, zh.join("，")),
            format!("sample {} corrected: {}", is.no, en.join(", ")),
        )
    }

    /// A field that says something else than it did. What a step brings with it, and the words of a report on how
    /// works go on, are no corrections.
    fn field(&self, code: &str, was: &Register<Value>, is: &Register<Value>) -> Option<PlanChange> {
        let (was, standing) = (was.value()?, is.standing.last()?);
        let record = standing.record.as_ref()?;
        let field = self.procedure.and_then(|procedure| procedure.field_or_list(code));
        let goes_on = field.is_some_and(|field| matches!(field.kind, super::FieldKind::LongText));
        let is_derived = matches!(code, DEADLINE_CURRENT | DEADLINE_ORIGINAL | PROGRESS);
        let is_told = matches!(record.body, Body::Fields(_) | Body::Resolved(_));
        if was == &standing.value || was.is_null() || goes_on || is_derived || !is_told {
            return None;
        }
        let label = field_label(self.procedure, code);
        let words = |value: &Value| match value.is_null() {
            true => Text::new("空", "nothing"),
            false => value_label(field, value, &self.rulebook.standards),
        };
        let (from, to) = (words(was), words(&standing.value));
        let what = Text::new(
            format!("“{}”{}→{}", label.zh, from.zh, to.zh),
            format!("{}: {} → {}", label.en, from.en, to.en),
        );
        Some(self.change(ChangeGroup::Corrected, what, Some(record)))
    }

    /// Nothing moved and nothing was corrected: what is there beside, else that somebody went there.
    fn additions(&self) -> Option<PlanChange> {
        let (mut visits, mut looked, mut others) = (0, 0, Vec::new());
        for record in &self.new {
            match &record.body {
                Body::Visit(_) => visits += 1,
                Body::Photo(_) | Body::PhotoTime(_) | Body::Note(_) => looked += 1,
                Body::Withdrawn(_) | Body::Adopted(_) => {}
                _ => others.push(*record),
            }
        }
        let newest = self.new.last().copied();
        let Some(last) = others.last() else {
            // What was said and taken back in between is no change.
            if visits + looked == 0 {
                return None;
            }
            let what = match visits {
                0 => Text::new("照片或备注", "photos or notes"),
                count => Text::new(format!("巡查 {count} 次"), format!("visited {count} times")),
            };
            return newest.map(|record| self.change(ChangeGroup::VisitedOnly, what, Some(record)));
        };
        let said = describe_body(&last.body, self.procedure, &self.rulebook.standards);
        let what = match others.len() {
            1 => said,
            count => Text::new(
                format!("{}，等 {count} 条", said.zh),
                format!("{}, and more ({count})", said.en),
            ),
        };
        Some(self.change(ChangeGroup::Added, what, Some(last)))
    }
}
