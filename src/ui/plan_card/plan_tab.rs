//! 方案: the plan's fields group by group, its lists, its deadline and the requests about it.

use std::sync::Arc;

use egui::{Button, Grid, Label, ProgressBar, RichText, Ui};

use super::lists::PlanList;
use super::{CardAsk, requests};
use crate::model::FeatureKey;
use crate::plan::{
    Body, DEADLINE_CURRENT, DEADLINE_ORIGINAL, FeatureState, FieldDef, FieldKind, Record,
};
use crate::ui::changed_value::{ChangedValue, Reach};
use crate::ui::context::UiCtx;
use crate::ui::forms::{Content, FieldsForm, OpenForm};
use crate::ui::lines::{progress_ui, small};

/// Room for the labels left of the values.
const LABEL_WIDTH_POINTS: f32 = 112.0;

pub fn plan_tab_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
    mut open: Option<&mut OpenForm>,
) -> Option<CardAsk> {
    let Some(procedure) = ctx.procedure(key) else {
        ui.add(
            Label::new(RichText::new(ctx.t("plan.no_procedure")).color(ctx.palette.weak)).wrap(),
        );
        return None;
    };
    let mut ask = None;
    if let Some(percent) = state.and_then(|state| state.percent) {
        let share = percent.min(100) as f32 / 100.0;
        let text = ctx.fill("card.percent", &[("n", &percent)]);
        progress_ui(ctx, ui, ProgressBar::new(share).text(text));
    }
    ask = ask.or(requests::requests_ui(ctx, ui, key, state));
    if let Some(basis) = &procedure.basis {
        let words = RichText::new(ctx.say(basis)).small().color(ctx.palette.weak);
        ui.add(Label::new(words).wrap());
    }
    for group in &procedure.groups {
        let fields: Vec<&FieldDef> =
            procedure.fields.iter().filter(|field| field.group == group.code).collect();
        if fields.is_empty() {
            continue;
        }
        let (lists, plain): (Vec<&FieldDef>, Vec<&FieldDef>) =
            fields.into_iter().partition(|field| matches!(field.kind, FieldKind::List(_)));
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let title = RichText::new(ctx.say(&group.label)).strong().color(ctx.palette.accent);
            ui.label(title);
            // Lists are edited where they stand.
            if plain.is_empty() {
                return;
            }
            let edit = ctx.record_button_ui(ui, small(ctx, Button::new(ctx.t("plan.edit"))));
            let name = format!("{} {}", ctx.t("plan.edit"), ctx.say(&group.label));
            if edit.accessible_name(name).clicked() {
                let form = FieldsForm::of_group(&group.code);
                ask = Some(CardAsk::Form(Box::new(Content::Fields(form))));
            }
        });
        group_ui(ctx, ui, &group.code, &plain, state);
        for field in lists {
            let FieldKind::List(columns) = &field.kind else { continue };
            let list = PlanList { key, field, columns, state };
            ask = list.ui(ctx, ui, open.as_deref_mut()).or(ask.take());
        }
    }
    ask
}

fn group_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    group: &str,
    fields: &[&FieldDef],
    state: Option<&FeatureState>,
) {
    let (mut set, mut empty) = (Vec::new(), Vec::new());
    for field in fields {
        match value_line(ctx, field, state) {
            Some(line) => set.push((*field, line)),
            None => empty.push(ctx.say(&field.label)),
        }
    }
    if !set.is_empty() {
        set_ui(ctx, ui, group, set, state);
    }
    if !empty.is_empty() {
        let words = ctx.fill("plan.unset", &[("names", &empty.join("、"))]);
        ui.add(Label::new(RichText::new(words).small().color(ctx.palette.weak)).wrap());
    }
}

fn set_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    group: &str,
    set: Vec<(&FieldDef, ValueLine)>,
    state: Option<&FeatureState>,
) {
    Grid::new(("plan fields", group)).num_columns(2).striped(true).spacing([12.0, 3.0]).show(
        ui,
        |ui| {
            for (field, line) in set {
                let contradicts = state
                    .and_then(|state| state.fields.get(&field.code))
                    .is_some_and(|register| register.is_in_conflict());
                let label = ctx.say(&field.label);
                let label = if contradicts { format!("≠ {label}") } else { label.to_owned() };
                ui.vertical(|ui| {
                    ui.set_width(LABEL_WIDTH_POINTS);
                    ui.add(Label::new(RichText::new(label).color(ctx.palette.weak)).wrap());
                });
                let shown = ui.vertical(|ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.add(Label::new(line.words).wrap());
                    let who = match field.personal {
                        true => ctx.t("card.personal").to_owned(),
                        false => ctx.set_by(line.set_by.as_deref()),
                    };
                    let who = RichText::new(who).small();
                    ui.add(Label::new(who.color(ctx.palette.weak)).truncate());
                });
                let changed = state.and_then(|state| ChangedValue::of(state, &field.code));
                if let Some((changed, key)) = changed.zip(state.and_then(|it| it.key.as_ref())) {
                    changed.ui(ctx, ui, key, Some(field), shown.response.rect, Reach::Tab);
                }
                ui.end_row();
            }
        },
    );
}

/// A value in words, and who set it: nobody where the received file states it.
struct ValueLine {
    words: String,
    set_by: Option<Arc<Record>>,
}

fn value_line(
    ctx: &UiCtx<'_>,
    field: &FieldDef,
    state: Option<&FeatureState>,
) -> Option<ValueLine> {
    let state = state?;
    let value = state.fields.get(&field.code).and_then(|register| register.value());
    // Never moved, the deadline that holds is the original one, and so is who set it.
    let (derived, source) = match field.code.as_str() {
        DEADLINE_CURRENT if value.is_none() => {
            (state.deadline_current.map(|day| day.to_string()), DEADLINE_ORIGINAL)
        }
        code => (None, code),
    };
    let value = value.filter(|value| !value.is_null());
    let words = derived.or_else(|| value.map(|value| ctx.value_label(Some(field), value)));
    let words = words.filter(|words| !words.is_empty())?;
    let record = state.fields.get(source).and_then(|it| it.standing.last()?.record.clone());
    let set_by = record.filter(|record| !matches!(record.body, Body::Adopted(_)));
    Some(ValueLine { words, set_by })
}
