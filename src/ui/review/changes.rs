//! 与上次相比: what has come to a plan since it was last judged, and which values are others now.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;

use crate::model::FeatureKey;
use crate::plan::{Body, Entry, Fate, FeatureState, Plans, Record, Verdict};
use crate::ui::context::UiCtx;

/// What a reviewer has not seen yet.
#[derive(Debug, Default)]
pub struct Changes {
    /// The verdict it is counted from; `None`: everything is new.
    pub since: Option<Arc<Record>>,
    /// Evidence, visits, notes: a sentence each with who and when, oldest first.
    pub new: Vec<String>,
    /// Fields by code, with the words of the value before.
    pub before: BTreeMap<String, String>,
    /// Results that were put right: the old one, the new one, who.
    pub corrected: Vec<String>,
    /// Photos filed since, by SHA-256.
    pub photos: Vec<String>,
}

/// The changes of the plan that is looked at, worked out once for each snapshot.
#[derive(Debug, Default)]
pub struct KnownChanges {
    of: Option<(Arc<Plans>, FeatureKey, crate::model::Lang)>,
    changes: Rc<Changes>,
}

impl KnownChanges {
    pub fn of(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState) -> Rc<Changes> {
        let is_known = self.of.as_ref().is_some_and(|(plans, known, lang)| {
            Arc::ptr_eq(plans, &ctx.snapshot.plans) && known == key && *lang == ctx.lang()
        });
        if !is_known {
            self.changes = Rc::new(work_out(ctx, key, state));
            self.of = Some((Arc::clone(&ctx.snapshot.plans), key.clone(), ctx.lang()));
        }
        Rc::clone(&self.changes)
    }
}

fn is_verdict(ctx: &UiCtx<'_>, key: &FeatureKey, entry: &Entry) -> bool {
    match &entry.record.body {
        Body::Transition(step) => ctx.procedure(key).is_some_and(|procedure| {
            let taken = procedure.transition_between(step.from.as_deref(), &step.to);
            matches!(taken.and_then(|one| one.verdict), Some(Verdict::Approve | Verdict::Return))
        }),
        Body::Decided(_) | Body::ItemJudged(_) => true,
        _ => false,
    }
}

fn work_out(ctx: &UiCtx<'_>, key: &FeatureKey, state: &FeatureState) -> Changes {
    let counting: Vec<&Entry> =
        state.entries.iter().filter(|entry| matches!(entry.fate, Fate::Counts)).collect();
    let from = counting.iter().rposition(|entry| is_verdict(ctx, key, entry));
    let mut changes =
        Changes { since: from.map(|idx| Arc::clone(&counting[idx].record)), ..Changes::default() };
    let fresh = from.map_or(0, |idx| idx + 1);
    let mut standing: BTreeMap<&str, &Value> = BTreeMap::new();
    for (idx, entry) in counting.iter().enumerate() {
        let record = &entry.record;
        for (code, value) in record.body.fields().into_iter().flatten() {
            let old = standing.insert(code, value).filter(|old| *old != value);
            let (true, Some(old)) = (idx >= fresh && from.is_some(), old) else { continue };
            let field = ctx.procedure(key).and_then(|procedure| procedure.field_or_list(code));
            let words = ctx.value_label(field, old);
            changes.before.entry(code.clone()).or_insert(words);
        }
        if idx < fresh {
            continue;
        }
        match &record.body {
            Body::Photo(photo) => changes.photos.push(photo.sha256.clone()),
            Body::Adopted(_) | Body::Fields(_) | Body::Transition(_) | Body::Withdrawn(_) => {
                continue;
            }
            _ => {}
        }
        let sentence = ctx.sentence(key, &record.body);
        changes.new.push(format!("{} {} {sentence}", ctx.day(record.on), record.by.name));
    }
    for sample in &state.samples {
        let Some(now) = &sample.result else { continue };
        for was in &sample.replaced {
            let pairs = was.body.items.iter().filter_map(|(code, old)| {
                let new = now.body.items.get(code).filter(|new| new.value != old.value)?;
                Some(format!("{} {}→{}", ctx.item_label(code), old.value, new.value))
            });
            let pairs: Vec<String> = pairs.collect();
            if !pairs.is_empty() {
                let who = ctx.set_by(Some(&now.record));
                changes.corrected.push(format!("{} {} ({who})", sample.no, pairs.join("、")));
            }
        }
    }
    changes
}
