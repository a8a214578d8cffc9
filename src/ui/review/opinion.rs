//! What a reviewer has typed and clicked of one case so far, and its draft: written a moment after each change.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::verdict::{request_of, step_of};
use crate::plan::{Fields, Item, Need};
use crate::session::{Command, Draft, Pending};
use crate::ui::context::{Ask, UiCtx};
use crate::ui::forms::preset_inputs;

/// Drafts of reviews have ids that begin so.
const DRAFT_PREFIX: &str = "review/";
/// A word typed is on the disk after so long.
const DRAFT_PAUSE_S: f64 = 0.4;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opinion {
    /// What the verdict's own record gives: number, day, name.
    pub inputs: Fields,
    pub note: String,
    /// Things to correct, as they will be sent back.
    pub items: Vec<Item>,
    /// Until when they are to be answered, as typed.
    pub due: String,
    /// Of a conflict: the value chosen for each field.
    pub chosen: Fields,
    /// Of answers: the items that are not good enough yet.
    pub again: BTreeSet<String>,
    /// What was clicked and waits for its words.
    pub target: Option<Target>,
    /// To whom one's own work goes.
    pub hand_to: String,
}

/// A photo, sample or field that a remark is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// `photo:<sha256>`, `field:<code>`, `sample:<no>`, `document:<sha256>`.
    pub code: String,
    pub label: String,
}

impl Opinion {
    /// What a case begins with: what its step presets, and what the request itself says.
    fn fresh(ctx: &UiCtx<'_>, pending: &Pending) -> Self {
        let mut opinion = Self::default();
        let Some(procedure) = ctx.procedure(&pending.feature) else { return opinion };
        let Some(transition) = step_of(ctx, pending) else { return opinion };
        let state = ctx.state(&pending.feature).map(AsRef::as_ref);
        opinion.inputs = preset_inputs(ctx, procedure, transition, state);
        if let Some(request) = request_of(ctx, pending)
            && let Some(target) = &request.body.target
        {
            for field in feature_fields(&transition.needs) {
                opinion.inputs.insert(field.to_owned(), target.clone().into());
            }
        }
        opinion
    }

    /// A remark: about what was clicked before, else about the whole. The same once more takes it back.
    pub fn remark(&mut self, words: &str) {
        let target = self.target.take();
        let text = match &target {
            Some(target) => format!("{}：{words}", target.label),
            None => words.to_owned(),
        };
        match self.items.iter().position(|item| item.text == text) {
            Some(nth) => {
                self.items.remove(nth);
            }
            None => self.items.push(Item {
                text,
                target: target.map(|target| target.code),
                ..Item::default()
            }),
        }
    }

    /// The number of the first remark about this, counted from one.
    pub fn remark_about(&self, code: &str) -> Option<usize> {
        let is_about = |item: &Item| item.target.as_deref() == Some(code);
        self.items.iter().position(is_about).map(|nth| nth + 1)
    }

    /// Clicked: it waits for its words; clicked again, no longer.
    pub fn point_at(&mut self, target: Target) {
        self.target = if self.target.as_ref() == Some(&target) { None } else { Some(target) };
    }
}

fn feature_fields(needs: &[Need]) -> Vec<&str> {
    let mut fields = Vec::new();
    for need in needs {
        match need {
            Need::Feature { field } => fields.push(field.as_str()),
            Need::Any(either) => fields.extend(feature_fields(either)),
            _ => {}
        }
    }
    fields
}

/// The opinions of the cases that were looked at.
#[derive(Debug, Default)]
pub struct Opinions {
    by_case: BTreeMap<String, Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    opinion: Opinion,
    /// As it was last on the disk, or as the case began.
    sent: Opinion,
    has_draft: bool,
    changed_at_s: Option<f64>,
}

impl Opinions {
    /// The opinion of a case: as typed, as its draft has it, or fresh.
    pub fn of(&mut self, ctx: &UiCtx<'_>, id: &str, pending: &Pending) -> &mut Opinion {
        let kept = self.by_case.entry(id.to_owned()).or_insert_with(|| {
            let drafts = ctx.snapshot.drafts.iter();
            let draft = drafts
                .filter(|draft| draft.id == draft_id(id))
                .find_map(|draft| serde_json::from_str::<Opinion>(&draft.content).ok());
            let has_draft = draft.is_some();
            let opinion = draft.unwrap_or_else(|| Opinion::fresh(ctx, pending));
            Kept { sent: opinion.clone(), opinion, has_draft, changed_at_s: None }
        });
        &mut kept.opinion
    }

    /// Writes what was typed and has been left alone for a moment. Call each frame.
    pub fn keep(&mut self, ctx: &UiCtx<'_>, now_s: f64) {
        if ctx.snapshot.read_only {
            return;
        }
        for (id, kept) in &mut self.by_case {
            if kept.opinion == kept.sent {
                kept.changed_at_s = None;
                continue;
            }
            let since = *kept.changed_at_s.get_or_insert(now_s);
            if now_s - since < DRAFT_PAUSE_S {
                ctx.outbox.ask(Ask::WakeAfter(DRAFT_PAUSE_S));
                continue;
            }
            kept.changed_at_s = None;
            kept.sent = kept.opinion.clone();
            kept.has_draft = true;
            ctx.outbox.command(Command::SaveDraft(Draft {
                id: draft_id(id),
                feature: None,
                form: "review".to_owned(),
                content: serde_json::to_string(&kept.opinion).unwrap_or_default(),
                saved_at: ctx.now.to_string(),
            }));
        }
    }

    /// The case is decided: what was typed of it is in the record.
    pub fn forget(&mut self, ctx: &UiCtx<'_>, id: &str) {
        if self.by_case.remove(id).is_some_and(|kept| kept.has_draft) {
            ctx.outbox.command(Command::DropDraft { id: draft_id(id) });
        }
    }
}

fn draft_id(id: &str) -> String {
    format!("{DRAFT_PREFIX}{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_about_what_was_clicked_and_twice_is_none() {
        let mut opinion = Opinion::default();
        opinion.point_at(Target { code: "photo:ab".to_owned(), label: "整治后".to_owned() });
        opinion.remark("看不清");
        opinion.remark("缺页");
        assert_eq!(opinion.items[0].text, "整治后：看不清");
        assert_eq!(opinion.items[0].target.as_deref(), Some("photo:ab"));
        opinion.remark("缺页");
        assert_eq!(opinion.items.len(), 1, "{:?}", opinion.items);
    }
}
