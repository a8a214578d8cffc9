//! 一起改: one field set, or one step taken, on all that are marked. What the rules would not have is named first.

use std::collections::BTreeSet;

use egui::{Button, Label, RichText, Ui};
use serde::{Deserialize, Serialize};

use super::preview::Preview;
use crate::model::FeatureKey;
use crate::plan::{
    Body, FieldDef, FieldKind, Fields, FieldsSet, Procedure, Step, StepTo, Transition,
};
use crate::session::{Act, ActPart};
use crate::ui::context::UiCtx;
use crate::ui::forms::{
    FormUi, Offer, asked_fields, field_ui, finished_fields, part, preset_inputs,
};

/// So many at once: each is judged before any is recorded. What else is marked stays so, for the next time.
const BULK_MAX: usize = 2000;
/// So many are listed; those that are refused come first.
const SHOWN_MAX: usize = 200;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    pub keys: Vec<String>,
    /// How many more are marked than go at once.
    pub beyond: usize,
    /// Those that are not to be changed after all.
    pub left_out: BTreeSet<String>,
    pub way: BulkWay,
    /// The field that is set, by code.
    pub field: String,
    /// The step that is taken: `T8|in_progress`.
    pub step: String,
    /// The field's value, or what the step gives.
    pub inputs: Fields,
    pub note: String,
}

/// What is done with all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkWay {
    #[default]
    Field,
    Step,
}

impl BulkForm {
    pub fn of(keys: &[FeatureKey]) -> Self {
        let all = keys.len();
        let keys = keys.iter().take(BULK_MAX).map(FeatureKey::to_string).collect();
        Self { keys, beyond: all.saturating_sub(BULK_MAX), ..Self::default() }
    }

    /// The procedure of the first: what is of another kind is refused by name.
    fn procedure<'a>(&self, ctx: &UiCtx<'a>) -> Option<&'a Procedure> {
        ctx.procedure(&FeatureKey::parse(self.keys.first()?)?)
    }

    fn transition<'p>(&self, procedure: &'p Procedure) -> Option<(&'p Transition, String)> {
        let (id, to) = self.step.split_once('|')?;
        Some((procedure.transition(id)?, to.to_owned()))
    }

    pub fn rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, preview: &mut Preview) {
        let ctx = form.ctx;
        if self.beyond > 0 {
            let words = ctx.fill("bulk.beyond", &[("n", &self.keys.len()), ("left", &self.beyond)]);
            ui.add(Label::new(RichText::new(words).color(ctx.palette.warn)).wrap());
        }
        ui.horizontal_wrapped(|ui| {
            for (way, words) in [(BulkWay::Field, "bulk.field"), (BulkWay::Step, "bulk.step")] {
                let button = Button::selectable(self.way == way, ctx.t(words));
                if ui.add(button.frame_when_inactive(true)).clicked() && self.way != way {
                    self.way = way;
                    self.inputs.clear();
                }
            }
        });
        let Some(procedure) = self.procedure(ctx) else {
            ui.label(RichText::new(ctx.t("plan.no_procedure")).color(ctx.palette.weak));
            return;
        };
        match self.way {
            BulkWay::Field => self.field_rows_ui(form, ui, procedure),
            BulkWay::Step => self.step_rows_ui(form, ui, procedure),
        }
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
        preview.refresh(ctx, self, || self.acts_of(ctx, self.keys.iter()));
        self.preview_ui(ctx, ui, preview);
    }

    fn field_rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, procedure: &Procedure) {
        let ctx = form.ctx;
        let may = |field: &&FieldDef| {
            !field.derived && !field.personal && !matches!(field.kind, FieldKind::List(_))
        };
        let offers: Vec<Offer> = procedure
            .fields
            .iter()
            .filter(may)
            .map(|field| Offer::new(&field.code, ctx.say(&field.label)))
            .collect();
        let before = self.field.clone();
        form.choice_list_ui(ui, "field", ctx.t("bulk.which_field"), &offers, &mut self.field);
        if self.field != before {
            self.inputs.clear();
        }
        if let Some(field) = procedure.field(&self.field) {
            field_ui(form, ui, field, None, &mut self.inputs);
        }
    }

    fn step_rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui, procedure: &Procedure) {
        let ctx = form.ctx;
        let offers = self.step_offers(ctx, procedure);
        let before = self.step.clone();
        form.choice_list_ui(ui, "step", ctx.t("bulk.which_step"), &offers, &mut self.step);
        let Some((transition, _)) = self.transition(procedure) else { return };
        if self.step != before {
            self.inputs = preset_inputs(ctx, procedure, transition, None);
        }
        for field in asked_by_the_step(procedure, transition, &self.inputs) {
            field_ui(form, ui, field, None, &mut self.inputs);
        }
    }

    /// The steps out of the stages that the marked ones stand in.
    fn step_offers(&self, ctx: &UiCtx<'_>, procedure: &Procedure) -> Vec<Offer> {
        let keys = self.keys.iter().filter_map(|key| FeatureKey::parse(key));
        let stages: BTreeSet<Option<String>> = keys
            .map(|key| ctx.peek(&key).and_then(|state| state.stage_code().map(str::to_owned)))
            .collect();
        let leads_from = |transition: &&Transition| {
            transition.from.iter().any(|from| stages.contains(&from.code().map(str::to_owned)))
        };
        let steps = procedure.transitions.iter().filter(leads_from);
        let offers = steps.flat_map(|transition| {
            let StepTo::Stages(stages) = &transition.to else { return Vec::new() };
            let offer = |to: &String| {
                let label = ctx.say(&transition.label);
                let stage = procedure.stage_label(to);
                let words = format!("{label} → {}", ctx.say(&stage));
                Offer::new(&format!("{}|{to}", transition.id), &words)
            };
            stages.iter().map(offer).collect()
        });
        offers.collect()
    }

    fn preview_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui, preview: &Preview) {
        let refused = |key: &String| preview.refusal(ctx, key).is_some();
        let count =
            |holds: &dyn Fn(&String) -> bool| self.keys.iter().filter(|it| holds(it)).count();
        let left = count(&|key| self.left_out.contains(key) || refused(key));
        let same = count(&|key| !self.left_out.contains(key) && preview.is_unchanged(key));
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("n", &(self.keys.len() - left - same)), ("left", &left), ("same", &same)];
        ui.separator();
        let words = match (self.is_ready(), preview.is_waiting(), same) {
            (false, ..) => ctx.t("bulk.choose").to_owned(),
            (true, true, _) => ctx.t("bulk.judging").to_owned(),
            (true, false, 0) => ctx.fill("bulk.counts", &values),
            (true, false, _) => ctx.fill("bulk.counts_same", &values),
        };
        ui.label(RichText::new(words).strong());
        // What will not be changed comes first: that is what wants a look.
        let (refused, fine): (Vec<&String>, Vec<&String>) =
            self.keys.iter().partition(|key| refused(key));
        let mut toggled = None;
        // The form scrolls as a whole: a list that scrolls in it would be a second bar beside its own.
        for key in refused.into_iter().chain(fine).take(SHOWN_MAX) {
            if self.one_ui(ctx, ui, key, preview) {
                toggled = Some(key.clone());
            }
        }
        if let more @ 1.. = self.keys.len().saturating_sub(SHOWN_MAX) {
            ui.label(ctx.fill("bulk.more", &[("n", &more)]));
        }
        if let Some(key) = toggled
            && !self.left_out.remove(&key)
        {
            self.left_out.insert(key);
        }
    }

    /// One row; answers whether it was ticked, or no longer.
    fn one_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, key: &str, preview: &Preview) -> bool {
        let Some(feature) = FeatureKey::parse(key) else { return false };
        let row = ui.horizontal_wrapped(|ui| {
            let mut goes = !self.left_out.contains(key);
            let toggled = ui.checkbox(&mut goes, ctx.name_of(&feature)).changed();
            let refusal = preview.refusal(ctx, key).filter(|_| self.is_ready());
            let (words, colour) = match refusal {
                Some(why) => (ctx.fill("bulk.refused", &[("why", &why)]), ctx.palette.bad),
                None if self.is_ready() && preview.is_unchanged(key) => {
                    (ctx.t("bulk.unchanged").to_owned(), ctx.palette.weak)
                }
                None => (self.change_of(ctx, &feature), ctx.palette.weak),
            };
            ui.add(Label::new(RichText::new(words).small().color(colour)).wrap());
            toggled
        });
        row.inner
    }

    /// `限期整治 → 立行立改`, or the stage now and then.
    fn change_of(&self, ctx: &UiCtx<'_>, feature: &FeatureKey) -> String {
        let (Some(procedure), state) = (ctx.procedure(feature), ctx.state(feature)) else {
            return String::new();
        };
        match self.way {
            BulkWay::Field => {
                let field = procedure.field(&self.field);
                let value = |value: Option<&serde_json::Value>| {
                    let value = value.filter(|value| !value.is_null());
                    let words = value.map(|value| ctx.value_label(field, value));
                    words.filter(|words| !words.is_empty()).unwrap_or_else(|| "—".to_owned())
                };
                if field.is_none() {
                    return String::new();
                }
                let now = state.and_then(|state| state.fields.get(&self.field)?.value());
                format!("{} → {}", value(now), value(self.inputs.get(&self.field)))
            }
            BulkWay::Step => {
                let stage = |code: Option<&str>| match code {
                    Some(code) => ctx.stage_label(feature, code),
                    None => ctx.t("card.not_started").to_owned(),
                };
                let now = stage(state.and_then(|state| state.stage_code()));
                match self.transition(procedure) {
                    Some((_, to)) => format!("{now} → {}", stage(Some(&to))),
                    None => now,
                }
            }
        }
    }

    /// Whether it is said what is to be done.
    fn is_ready(&self) -> bool {
        match self.way {
            BulkWay::Field => self.inputs.contains_key(&self.field),
            BulkWay::Step => !self.step.is_empty(),
        }
    }

    /// The acts of those that are to be changed.
    pub fn acts(&self, ctx: &UiCtx<'_>, preview: &Preview) -> Result<Vec<Act>, String> {
        if preview.is_waiting() {
            return Err(ctx.t("bulk.judging").to_owned());
        }
        let wanted = |key: &&String| {
            let goes = !self.left_out.contains(*key) && !preview.is_unchanged(key);
            goes && preview.refusal(ctx, key).is_none()
        };
        let acts = self.acts_of(ctx, self.keys.iter().filter(wanted))?;
        if acts.is_empty() { Err(ctx.t("bulk.none").to_owned()) } else { Ok(acts) }
    }

    fn acts_of<'k>(
        &self,
        ctx: &UiCtx<'_>,
        keys: impl Iterator<Item = &'k String>,
    ) -> Result<Vec<Act>, String> {
        let procedure = self.procedure(ctx).filter(|_| self.is_ready());
        let procedure = procedure.ok_or_else(|| ctx.t("bulk.choose").to_owned())?;
        let fields = finished_fields(&self.inputs, &procedure.fields, ctx.today())
            .map_err(|_| ctx.t("form.day_unread").to_owned())?;
        let note = self.note.trim();
        let body = |feature: &FeatureKey| match (self.way, self.transition(procedure)) {
            (BulkWay::Step, Some((_, to))) => {
                let from = ctx.peek(feature);
                let from = from.and_then(|state| state.stage_code().map(str::to_owned));
                let (fields, note) = (fields.clone(), note.to_owned());
                Body::Transition(Step { from, to, fields, note, ..Step::default() })
            }
            _ => Body::Fields(FieldsSet { fields: fields.clone(), note: note.to_owned() }),
        };
        let acts = keys.filter_map(|key| FeatureKey::parse(key)).map(|feature| {
            let parts: Vec<ActPart> = vec![part(body(&feature))];
            Act { feature, on: None, on_behalf_of: None, parts }
        });
        Ok(acts.collect())
    }
}

/// What the step's own record gives; what each plan lacks beside it is for the refusals to name.
fn asked_by_the_step<'p>(
    procedure: &'p Procedure,
    transition: &Transition,
    typed: &Fields,
) -> Vec<&'p FieldDef> {
    use crate::plan::Need;
    let gives = |need: &Need, code: &str| match need {
        Need::Input { field, .. } => field == code,
        Need::Any(either) => {
            either.iter().any(|need| matches!(need, Need::Input { field, .. } if field == code))
        }
        _ => false,
    };
    let asked = asked_fields(procedure, transition, None, typed);
    let own = |field: &&FieldDef| transition.needs.iter().any(|need| gives(need, &field.code));
    asked.into_iter().filter(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn what_is_more_than_goes_at_once_is_counted_and_not_forgotten() {
        let key = |no: usize| FeatureKey::new(&Kind::new(Kind::OUTFALL), &no.to_string());
        let keys: Vec<FeatureKey> = (0..BULK_MAX + 19).map(key).collect();
        let form = BulkForm::of(&keys);
        assert_eq!((form.keys.len(), form.beyond), (BULK_MAX, 19));
        assert_eq!(BulkForm::of(&keys[..3]).beyond, 0);
    }
}
