//! A wish that another decides on: a later deadline, taking the plan out of the count; and the decision.

use egui::{Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::widgets::{FormUi, Offer};
use super::{Problem, part};
use crate::model::{Day, FeatureKey};
use crate::plan::{Body, Decided, FeatureState, Requested};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day_ahead;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    /// `deadline`, `cancelled`, `not_required` or `suspended`.
    pub what: String,
    pub new: String,
    pub reason: String,
    pub target: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// The id of the `requested` record.
    pub request: String,
    /// `approved` or `refused`.
    pub verdict: String,
    pub note: String,
}

/// Why what is asked for cannot come about from the stage the plan is in; `None` where it can.
pub fn nowhere(
    ctx: &UiCtx<'_>,
    key: &FeatureKey,
    state: &FeatureState,
    what: &str,
) -> Option<String> {
    let why = ctx.procedure(key)?.leads_nowhere(state, what)?;
    Some(ctx.say(&why).to_owned())
}

impl RequestForm {
    pub fn of(what: &str) -> Self {
        Self { what: what.to_owned(), ..Self::default() }
    }

    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        if let Some(why) = state.and_then(|state| nowhere(ctx, key, state, &self.what)) {
            ui.add(Label::new(RichText::new(why).color(ctx.palette.warn)).wrap());
        }
        if self.what == "deadline" {
            if let Some(day) = state.and_then(|state| state.deadline_current) {
                ui.label(ctx.fill("request.deadline_now", &[("day", &day)]));
            }
            let hint = ctx.t("form.date_hint");
            form.hinted_line_ui(ui, "new", ctx.t("request.new_deadline"), &mut self.new, hint);
        }
        if self.what == "cancelled" {
            let hint = ctx.t("request.target_hint");
            form.hinted_line_ui(ui, "target", ctx.t("request.target"), &mut self.target, hint);
        }
        form.lines_ui(ui, "reason", ctx.t("request.reason"), &mut self.reason);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>, _on: Day) -> Result<Vec<ActPart>, Vec<Problem>> {
        let mut problems = Vec::new();
        let new = parse_day_ahead(&self.new, ctx.snapshot.today);
        if self.what == "deadline" && new.is_none() {
            problems.push(Problem::new("new", ctx.t("request.new_wanted")));
        }
        if self.reason.trim().is_empty() {
            problems.push(Problem::new("reason", ctx.t("request.reason_wanted")));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let target = self.target.trim();
        Ok(vec![part(Body::Requested(Requested {
            what: self.what.clone(),
            new: new.map(|day| day.to_string()),
            reason: self.reason.trim().to_owned(),
            target: (!target.is_empty()).then(|| target.to_owned()),
        }))])
    }
}

impl DecideForm {
    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        let asked = state.into_iter().flat_map(|state| &state.requests);
        let asked = asked.filter(|asked| asked.request.record.id == self.request);
        let mut can_be = true;
        for asked in asked {
            let words = ctx.sentence(key, &Body::Requested(asked.request.body.clone()));
            ui.add(Label::new(RichText::new(words).strong()).wrap());
            let what = &asked.request.body.what;
            if let Some(why) = state.and_then(|state| nowhere(ctx, key, state, what)) {
                can_be = false;
                let words = ctx.fill("request.only_refused", &[("why", &why)]);
                ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
            }
        }
        let codes: &[&str] = if can_be { &["approved", "refused"] } else { &["refused"] };
        let verdicts = codes.iter().map(|code| Offer::new(code, ctx.words.code("verdict", code)));
        let verdicts: Vec<Offer> = verdicts.collect();
        form.choice_ui(ui, "verdict", ctx.t("request.verdict"), &verdicts, &mut self.verdict);
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    pub fn parts(&self, ctx: &UiCtx<'_>) -> Result<Vec<ActPart>, Vec<Problem>> {
        if self.verdict.is_empty() {
            return Err(vec![Problem::new("verdict", ctx.t("answer.verdict_wanted"))]);
        }
        Ok(vec![part(Body::Decided(Decided {
            request: self.request.clone(),
            verdict: self.verdict.clone(),
            note: self.note.trim().to_owned(),
        }))])
    }
}
