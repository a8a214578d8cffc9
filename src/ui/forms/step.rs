//! 办理下一步: taking the plan a step on. What the step wants is typed here; what must be filed elsewhere is a
//! link that goes there and comes back.

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::field_editor::{field_ui, finished};
use super::widgets::{FormUi, Offer};
use super::{Problem, part};
use crate::model::{Day, FeatureKey};
use crate::plan::{
    Body, FeatureState, FieldDef, Fields, Item, ItemsNeed, Need, Preset, Procedure, Step, StepTo,
    Transition, When,
};
use crate::session::ActPart;
use crate::ui::context::UiCtx;
use crate::ui::dates::parse_day_ahead;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The transition's id.
    pub transition: String,
    /// The stage it leads to; chosen where there are several.
    pub to: String,
    pub inputs: Fields,
    pub note: String,
    pub items: Vec<ItemRow>,
}

/// One thing to correct, as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemRow {
    pub text: String,
    pub due: String,
}

impl StepForm {
    pub fn of(transition: &Transition, to: &str) -> Self {
        Self { transition: transition.id.clone(), to: to.to_owned(), ..Self::default() }
    }

    /// Puts in what the procedure presets: today, the name of who is here.
    pub fn preset(&mut self, ctx: &UiCtx<'_>, key: &FeatureKey) {
        let Some(procedure) = ctx.procedure(key) else { return };
        let Some(transition) = self.transition(procedure) else { return };
        let state = ctx.state(key).map(AsRef::as_ref);
        for (field, value) in preset_inputs(ctx, procedure, transition, state) {
            self.inputs.entry(field).or_insert(value);
        }
    }

    fn transition<'p>(&self, procedure: &'p Procedure) -> Option<&'p Transition> {
        procedure.transitions.iter().find(|transition| transition.id == self.transition)
    }

    pub fn rows_ui(
        &mut self,
        form: &mut FormUi<'_>,
        ui: &mut Ui,
        key: &FeatureKey,
        state: Option<&FeatureState>,
    ) {
        let ctx = form.ctx;
        let Some(procedure) = ctx.procedure(key) else { return };
        let Some(transition) = self.transition(procedure) else { return };
        let stages: Vec<&str> = match &transition.to {
            StepTo::Stages(codes) if codes.len() > 1 => codes.iter().map(String::as_str).collect(),
            // Where the stage it left is unknown, the actor names an open one.
            StepTo::Left if self.to.is_empty() => procedure
                .stage_sets
                .get("open")
                .map(|codes| codes.iter().map(String::as_str).collect())
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        if !stages.is_empty() {
            let offers: Vec<Offer> = stages
                .iter()
                .filter_map(|code| procedure.stage(code))
                .map(|stage| Offer::new(&stage.code, ctx.say(&stage.label)))
                .collect();
            form.choice_ui(ui, "to", ctx.t("step.to"), &offers, &mut self.to);
        }
        for field in asked_fields(procedure, transition, state, &self.inputs) {
            field_ui(form, ui, field, state, &mut self.inputs);
        }
        if asks_for_items(&transition.needs) || !self.items.is_empty() {
            self.item_rows_ui(form, ui);
        }
        form.lines_ui(ui, "note", ctx.t("form.note"), &mut self.note);
    }

    fn item_rows_ui(&mut self, form: &mut FormUi<'_>, ui: &mut Ui) {
        let ctx = form.ctx;
        if self.items.is_empty() {
            self.items.push(ItemRow::default());
        }
        let mut removed = None;
        for (nth, item) in self.items.iter_mut().enumerate() {
            let number = nth + 1;
            egui::Frame::group(ui.style()).show(ui, |ui| {
                let label = ctx.fill("step.item", &[("n", &number)]);
                form.lines_ui(ui, &item_row(nth), &label, &mut item.text);
                let due_row = format!("{}/due", item_row(nth));
                let hint = ctx.t("form.date_hint");
                form.hinted_line_ui(ui, &due_row, ctx.t("step.item_due"), &mut item.due, hint);
                let remove = ui
                    .button(ctx.t("form.remove"))
                    .accessible_name(ctx.fill("step.item_remove", &[("n", &number)]));
                if remove.clicked() {
                    removed = Some(nth);
                }
            });
        }
        if let Some(nth) = removed {
            self.items.remove(nth);
        }
        if ui.button(ctx.t("step.item_add")).clicked() {
            form.wanted_focus = Some(item_row(self.items.len()));
            self.items.push(ItemRow::default());
        }
    }

    /// The first row that is still to be filled in, else the note.
    pub fn first_row(&self, ctx: &UiCtx<'_>, key: &FeatureKey) -> String {
        let state = ctx.state(key).map(AsRef::as_ref);
        let asked = ctx.procedure(key).and_then(|procedure| {
            let transition = self.transition(procedure)?;
            let fields = asked_fields(procedure, transition, state, &self.inputs);
            let is_open = |field: &&&FieldDef| !self.inputs.contains_key(&field.code);
            Some(fields.iter().find(is_open)?.code.clone())
        });
        asked.unwrap_or_else(|| "note".to_owned())
    }

    /// Whether this form has a row for `field`.
    pub fn asks_for(&self, ctx: &UiCtx<'_>, key: &FeatureKey, field: &str) -> bool {
        let Some(procedure) = ctx.procedure(key) else { return false };
        let state = ctx.state(key).map(|state| state.as_ref());
        self.transition(procedure).is_some_and(|transition| {
            asked_fields(procedure, transition, state, &self.inputs)
                .iter()
                .any(|asked| asked.code == field)
        })
    }

    /// The step as a record has it.
    pub fn step(&self, ctx: &UiCtx<'_>, key: &FeatureKey) -> Result<Step, Vec<Problem>> {
        let Some(procedure) = ctx.procedure(key) else {
            return Err(vec![Problem::new("to", ctx.t("step.gone"))]);
        };
        let mut problems = Vec::new();
        if self.to.is_empty() {
            problems.push(Problem::new("to", ctx.t("step.to_wanted")));
        }
        let fields =
            finished(&self.inputs, &procedure.fields, ctx.today()).unwrap_or_else(|names| {
                problems
                    .extend(names.iter().map(|name| Problem::new(name, ctx.t("form.day_unread"))));
                Fields::new()
            });
        let mut items = Vec::new();
        for (nth, row) in self.items.iter().enumerate() {
            let due = parse_day_ahead(&row.due, ctx.snapshot.today);
            if due.is_none() && !row.due.trim().is_empty() {
                let row = format!("{}/due", item_row(nth));
                problems.push(Problem::new(&row, ctx.t("form.day_unread")));
            }
            if !row.text.trim().is_empty() {
                items.push(Item {
                    text: row.text.trim().to_owned(),
                    due: due.map(|day| day.to_string()),
                    ..Item::default()
                });
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let from = ctx.state(key).and_then(|state| state.stage_code()).map(str::to_owned);
        let (to, note) = (self.to.clone(), self.note.trim().to_owned());
        Ok(Step { from, to, fields, note, items, evidence: Vec::new() })
    }

    pub fn parts(
        &self,
        ctx: &UiCtx<'_>,
        key: &FeatureKey,
        _on: Day,
    ) -> Result<Vec<ActPart>, Vec<Problem>> {
        Ok(vec![part(Body::Transition(self.step(ctx, key)?))])
    }
}

fn item_row(nth: usize) -> String {
    format!("item{nth}")
}

/// The fields a step asks for: those it wants given in this very record, and those it wants set and that are not.
///
/// One that was typed into stays, though it is no longer missing.
pub fn asked_fields<'p>(
    procedure: &'p Procedure,
    transition: &Transition,
    state: Option<&FeatureState>,
    typed: &Fields,
) -> Vec<&'p FieldDef> {
    let mut wanted = Vec::new();
    collect(procedure, &transition.needs, state, &mut wanted);
    procedure
        .fields
        .iter()
        .filter(|field| !field.derived)
        .filter(|field| {
            let is_typed = |name: &String| name.split('/').next() == Some(&field.code);
            wanted.contains(&field.code) || typed.keys().any(is_typed)
        })
        .collect()
}

/// What the fields of a step begin with.
pub fn preset_inputs(
    ctx: &UiCtx<'_>,
    procedure: &Procedure,
    transition: &Transition,
    state: Option<&FeatureState>,
) -> Fields {
    let asked = asked_fields(procedure, transition, state, &Fields::new());
    let preset = asked.into_iter().filter_map(|field| {
        let value = match field.preset? {
            Preset::Today => ctx.today().to_string(),
            Preset::Actor => ctx.actor?.name.clone(),
        };
        Some((field.code.clone(), value.into()))
    });
    preset.collect()
}

// A need holds needs at most one level deep (`any`, a gate's cases): the language has no deeper nesting.
fn collect(
    procedure: &Procedure,
    needs: &[Need],
    state: Option<&FeatureState>,
    wanted: &mut Vec<String>,
) {
    for need in needs {
        match need {
            Need::Input { field, .. } => wanted.push(field.clone()),
            Need::Field { field, .. } | Need::Feature { field } if !is_set(state, field) => {
                wanted.push(field.clone())
            }
            Need::Any(either) => {
                let satisfied = either
                    .iter()
                    .any(|need| matches!(need, Need::Field { field, .. } if is_set(state, field)));
                if !satisfied {
                    collect(procedure, either, state, wanted);
                }
            }
            Need::Gate(name) => {
                for case in procedure.gates.get(name).into_iter().flatten() {
                    let applies = match &case.when {
                        None => true,
                        Some(When::Field(field, values)) => state
                            .and_then(|state| state.text(field))
                            .is_some_and(|value| values.iter().any(|one| one == value)),
                        // What a setting switches on is named by the refusal, with a link to its field.
                        Some(When::Setting(_)) => false,
                    };
                    if applies {
                        collect(procedure, &case.needs, state, wanted);
                    }
                }
            }
            Need::Rule(_) => wanted.push("correction_confirmed".to_owned()),
            _ => {}
        }
    }
}

fn is_set(state: Option<&FeatureState>, field: &str) -> bool {
    state.is_some_and(|state| {
        state
            .fields
            .get(field)
            .and_then(|register| register.value())
            .is_some_and(|value| !value.is_null())
            || state.list_items(field).next().is_some()
    })
}

fn asks_for_items(needs: &[Need]) -> bool {
    needs.iter().any(|need| matches!(need, Need::Items(ItemsNeed::Given)))
}
