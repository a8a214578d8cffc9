//! 概况: what contradicts, what is to correct, the last visit and sample, and what the file itself says.

use egui::{Grid, Label, RichText, Ui};

use super::own_properties::OwnProperties;
use super::{CardAsk, conflicts, five_things, requests};
use crate::model::{FeatureKey, Measures};
use crate::plan::{Body, FeatureState, FieldKind, ItemState, Role};
use crate::ui::context::UiCtx;
use crate::ui::forms::{AnswerForm, Content, FieldsForm, JudgeForm, not_enough_ui};

/// Room for the names of the file's properties, left of their values.
const PROPERTY_NAME_POINTS: f32 = 120.0;

pub fn overview_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    key: &FeatureKey,
    state: Option<&FeatureState>,
    own: &mut OwnProperties,
) -> Option<CardAsk> {
    let mut ask = None;
    if let Some(state) = state {
        ask = conflicts::conflicts_ui(ctx, ui, key, state);
        conflicts::held_ui(ctx, ui, key, state);
        ask = ask.or(requests::open_requests_ui(ctx, ui, key, state));
        ask = ask.or(items_ui(ctx, ui, state));
        ask = ask.or(five_things::five_things_ui(ctx, ui, key, state));
        last_ui(ctx, ui, key, state);
    }
    measures_ui(ctx, ui, key);
    if ctx.procedure(key).is_none() {
        ask = ask.or(recorded_fields_ui(ctx, ui, state));
    }
    properties_ui(ctx, ui, key, own);
    ask
}

/// The things to correct, those still open first.
fn items_ui(ctx: &UiCtx<'_>, ui: &mut Ui, state: &FeatureState) -> Option<CardAsk> {
    let mut items: Vec<&ItemState> = state.items.iter().collect();
    if items.is_empty() {
        return None;
    }
    items.sort_by_key(|item| (!item.is_open(), item.accepted.is_some()));
    let mut ask = None;
    ui.label(RichText::new(ctx.t("items.title")).strong());
    for (nth, item) in items.into_iter().enumerate() {
        ui.horizontal_wrapped(|ui| {
            let mark = match (item.is_open(), &item.accepted) {
                (_, Some(_)) => ctx.t("items.accepted"),
                (true, None) => ctx.t("items.open"),
                (false, None) => ctx.t("items.answered"),
            };
            let color = if item.is_open() { ctx.palette.bad } else { ctx.palette.good };
            ui.label(RichText::new(mark).color(color));
            ui.add(Label::new(&item.item.text).wrap());
            if let Some(due) = &item.item.due {
                ui.label(RichText::new(ctx.fill("card.due", &[("day", due)])).small());
            }
            let named = |key: &'static str| format!("{} {}", ctx.t(key), nth + 1);
            if item.is_open() {
                let answer = ctx.record_button_ui(ui, egui::Button::new(ctx.t("items.answer")));
                if answer.accessible_name(named("items.answer")).clicked() {
                    let form = AnswerForm::to(item, state);
                    ask = Some(CardAsk::Form(Box::new(Content::Answer(form))));
                }
            } else if item.accepted.is_none() && may_judge(ctx, item) {
                let judge = ctx.record_button_ui(ui, egui::Button::new(ctx.t("items.judge")));
                if judge.accessible_name(named("items.judge")).clicked() {
                    let form = JudgeForm { item: item.item.id.clone(), ..JudgeForm::default() };
                    ask = Some(CardAsk::Form(Box::new(Content::Judge(form))));
                }
            }
        });
        if item.accepted.is_none() {
            not_enough_ui(ctx, ui, item);
        }
        for record in &item.answers {
            let Body::ItemAnswered(answer) = &record.body else { continue };
            let mut words = ctx.fill("answer.given", &[("text", &answer.note)]);
            if item.answers.len() > 1 {
                // Of people unaware of each other each said their own.
                words = format!("{words} · {}", record.by.name);
            }
            ui.add(Label::new(RichText::new(words).color(ctx.palette.weak)).wrap());
        }
    }
    ui.add_space(6.0);
    ask
}

/// Whether who is here judges the answer: never one's own.
fn may_judge(ctx: &UiCtx<'_>, item: &ItemState) -> bool {
    let Some(actor) = ctx.actor else { return false };
    let is_own = item.answered.as_ref().is_some_and(|by| by.author().is_same(&actor.person()));
    matches!(actor.role, Role::District | Role::Municipal) && !is_own
}

fn last_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, state: &FeatureState) {
    if let Some(visit) = state.visits.last() {
        let what = ctx.sentence(key, &Body::Visit(visit.body.clone()));
        let words = ctx.fill(
            "overview.last_visit",
            &[("day", &ctx.day(visit.record.on)), ("who", &visit.record.by.name), ("what", &what)],
        );
        ui.add(Label::new(words).wrap());
    }
    if let Some(grade) = &state.grade {
        ui.add(Label::new(ctx.say(&grade.sentence())).wrap());
        ui.add(Label::new(RichText::new(ctx.say(&grade.basis())).color(ctx.palette.weak)).wrap());
    }
    if let Some(sample) = state.samples.last() {
        let verdict = super::tests_tab::verdict_in_words(ctx, sample);
        let day = ctx.day(sample.day);
        let values =
            [("day", &day as &dyn std::fmt::Display), ("no", &sample.no), ("what", &verdict)];
        ui.add(Label::new(ctx.fill("overview.last_sample", &values)).wrap());
    }
    if let Some(note) = state.notes.last() {
        let at = ctx.moment(&note.record.at);
        let values = [("at", &at as &dyn std::fmt::Display), ("text", &note.body.text)];
        ui.add(Label::new(ctx.fill("overview.last_note", &values)).wrap());
    }
    if let Some(subject) = state.text("responsible_subject") {
        ui.add(Label::new(ctx.fill("overview.responsible", &[("who", &subject)])).wrap());
    }
}

/// True length and area of rivers, waters and plots.
fn measures_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey) {
    let Some((layer, feature_idx)) = ctx.place(key) else { return };
    let measures = Measures::of(&layer.layer.shapes, feature_idx);
    let mut words = Vec::new();
    if measures.length_m > 0.0 && measures.area_m2 <= 0.0 {
        let text = if measures.length_m >= 10_000.0 {
            ctx.fill("overview.length_km", &[("n", &format!("{:.1}", measures.length_m / 1000.0))])
        } else {
            ctx.fill("overview.length_m", &[("n", &format!("{:.0}", measures.length_m))])
        };
        words.push(text);
    }
    if measures.area_m2 > 0.0 {
        let text = if measures.area_m2 >= 1_000_000.0 {
            ctx.fill("overview.area_km2", &[("n", &format!("{:.2}", measures.area_m2 / 1e6))])
        } else {
            ctx.fill("overview.area_m2", &[("n", &format!("{:.0}", measures.area_m2))])
        };
        words.push(text);
    }
    if let Some(at) = layer.layer.shapes.anchor(feature_idx)
        && measures.length_m <= 0.0
        && measures.area_m2 <= 0.0
    {
        words.push(format!("{:.5}, {:.5}", at.lon_deg, at.lat_deg));
    }
    if !words.is_empty() {
        ui.label(words.join(" · "));
    }
}

/// Fields that people recorded about features of a kind without a procedure.
fn recorded_fields_ui(
    ctx: &UiCtx<'_>,
    ui: &mut Ui,
    state: Option<&FeatureState>,
) -> Option<CardAsk> {
    let mut ask = None;
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new(ctx.t("overview.recorded")).strong());
        if ctx.record_button_ui(ui, egui::Button::new(ctx.t("plan.edit"))).clicked() {
            ask = Some(CardAsk::Form(Box::new(Content::Fields(FieldsForm::default()))));
        }
    });
    if let Some(state) = state {
        Grid::new("recorded fields").num_columns(2).striped(true).show(ui, |ui| {
            for (code, register) in &state.fields {
                let Some(value) = register.value().filter(|value| !value.is_null()) else {
                    continue;
                };
                ui.label(RichText::new(code).color(ctx.palette.weak));
                let set_by = register.standing.last().and_then(|set| set.record.as_deref());
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.add(Label::new(ctx.value_label(None, value)).wrap());
                    let who = RichText::new(ctx.set_by(set_by)).small();
                    ui.add(Label::new(who.color(ctx.palette.weak)).wrap());
                });
                ui.end_row();
            }
        });
    }
    ask
}

/// The feature's own properties, as its file spells them.
fn properties_ui(ctx: &UiCtx<'_>, ui: &mut Ui, key: &FeatureKey, own: &mut OwnProperties) {
    let Some((layer, _)) = ctx.place(key) else { return };
    ui.add_space(6.0);
    ui.label(RichText::new(ctx.t("overview.properties")).strong());
    ui.label(RichText::new(&layer.layer.name).small().color(ctx.palette.weak));
    let Some(properties) = own.of(ctx, key) else {
        ui.label(RichText::new(ctx.t("viewer.reading")).small().color(ctx.palette.weak));
        return;
    };
    Grid::new("properties").num_columns(2).striped(true).spacing([12.0, 3.0]).show(ui, |ui| {
        let own = properties.0.iter().filter(|property| !property.name.starts_with("yice_"));
        for property in own {
            ui.vertical(|ui| {
                ui.set_width(PROPERTY_NAME_POINTS);
                let name = RichText::new(&property.name).small().color(ctx.palette.weak);
                ui.add(Label::new(name).wrap());
            });
            let value = property.value.as_text().unwrap_or("—");
            let words = match meaning_of(ctx, key, &property.name, value) {
                Some(meaning) => format!("{value} · {meaning}"),
                None => value.to_owned(),
            };
            // As its name: from the top of the row on.
            ui.vertical(|ui| ui.add(Label::new(RichText::new(words).small()).wrap()));
            ui.end_row();
        }
    });
}

/// What a code in the file stands for, where its property is one of the procedure's fields of choices.
fn meaning_of(ctx: &UiCtx<'_>, key: &FeatureKey, name: &str, value: &str) -> Option<String> {
    let mut fields = ctx.procedure(key)?.fields.iter();
    let field =
        fields.find(|field| field.code == name || field.aliases.iter().any(|a| a == name))?;
    let (FieldKind::Choice(choices) | FieldKind::Choices(choices)) = &field.kind else {
        return None;
    };
    let choice = choices.iter().find(|choice| choice.code == value)?;
    Some(ctx.say(&choice.label).to_owned()).filter(|label| label != value)
}
