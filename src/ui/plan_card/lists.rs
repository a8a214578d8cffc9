//! The lists of a plan – problems, measures, milestones, the five lists of a river – edited item by item where they
//! stand: ticked, changed, taken off, added. Each is one record of its own.

use egui::{Button, Frame, Label, Margin, ProgressBar, RichText, Ui};
use serde_json::{Map, Value};

use super::CardAsk;
use crate::model::FeatureKey;
use crate::plan::{
    Body, FeatureState, FieldDef, FieldKind, Fields, FieldsSet, Jump, Missing, Register, Role,
};
use crate::session::Act;
use crate::ui::changed_value::{ChangedValue, Reach};
use crate::ui::context::UiCtx;
use crate::ui::form_refusal::{box_ui, say_aloud, tell_ui};
use crate::ui::forms::{Content, ItemForm, OpenForm, Phase, Problem, RowPictures, part};
use crate::ui::lines::{buttons_points, low_lines, progress_ui, small};
use crate::ui::shortcuts::{KeyAct, name_of};

/// The column that a box ticks.
const DONE: &str = "done";

/// One list of a plan.
pub struct PlanList<'a> {
    pub key: &'a FeatureKey,
    pub field: &'a FieldDef,
    pub columns: &'a [FieldDef],
    pub state: Option<&'a FeatureState>,
}

impl PlanList<'_> {
    /// Draws the list. `open` is the item that is being edited, of whatever list.
    pub fn ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        mut open: Option<&mut OpenForm>,
    ) -> Option<CardAsk> {
        let items: Vec<(&str, &Value)> =
            self.state.into_iter().flat_map(|state| state.list_items(&self.field.code)).collect();
        let mut ask = self.head_ui(ctx, ui, &items);
        for (nth, (id, item)) in items.iter().enumerate() {
            let code = format!("{}/{id}", self.field.code);
            let is_open = open.as_ref().is_some_and(|form| item_code(form) == Some(code.as_str()));
            match open.as_deref_mut().filter(|_| is_open) {
                Some(form) => ask = self.editor_ui(ctx, ui, form).or(ask.take()),
                None => ask = self.item_ui(ctx, ui, nth, id, item).or(ask.take()),
            }
        }
        // An item that is not there yet stands below the others.
        if let Some(form) = open {
            let code = item_code(form).unwrap_or_default();
            let is_known = items.iter().any(|(id, _)| code == format!("{}/{id}", self.field.code));
            if code.starts_with(&format!("{}/", self.field.code)) && !is_known {
                ask = self.editor_ui(ctx, ui, form).or(ask);
            }
        }
        ui.add_space(4.0);
        ask
    }

    fn head_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, items: &[(&str, &Value)]) -> Option<CardAsk> {
        let label = ctx.say(&self.field.label);
        let mut ask = None;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("{label} {}", items.len())).strong());
            if self.has_done() && !items.is_empty() {
                let done = items.iter().filter(|(_, item)| is_done(item)).count();
                let words = ctx.fill("lists.done", &[("n", &done), ("of", &items.len())]);
                let share = done as f32 / items.len() as f32;
                progress_ui(ctx, ui, ProgressBar::new(share).text(words).desired_width(120.0));
            }
            let add = ctx.record_button_ui(ui, small(ctx, Button::new(ctx.t("lists.add"))));
            let name = format!("{} {label}", ctx.t("lists.add"));
            if add.accessible_name(name).clicked() {
                let form = Content::Item(ItemForm::new_in(self.field));
                let row =
                    if self.field.by_month { "month".to_owned() } else { self.first_row(&form) };
                ask = Some(CardAsk::FormAt(Box::new(form), row));
            }
        });
        ask
    }

    fn first_row(&self, form: &Content) -> String {
        let column = self.columns.first().map_or("", |column| column.code.as_str());
        match form {
            Content::Item(form) => format!("{}/{column}", form.code),
            _ => column.to_owned(),
        }
    }

    fn has_done(&self) -> bool {
        let is_tick =
            |column: &FieldDef| column.code == DONE && matches!(column.kind, FieldKind::Bool);
        self.columns.iter().any(is_tick)
    }

    fn item_ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        nth: usize,
        id: &str,
        item: &Value,
    ) -> Option<CardAsk> {
        let mut ask = None;
        let words = self.words(ctx, item);
        let label = ctx.say(&self.field.label);
        let number = nth + 1;
        ui.horizontal_top(|ui| {
            low_lines(ctx.palette, ui, 24.0);
            if self.has_done() {
                let mut done = is_done(item);
                let name = ctx.fill("lists.tick", &[("what", &words)]);
                let tick = ctx.record_button_ui(ui, egui::Checkbox::new(&mut done, ""));
                if tick.accessible_name(name).changed() {
                    ask = Some(self.ticked(ctx, id, item, done));
                }
            }
            let place = if self.field.by_month { id.to_owned() } else { number.to_string() };
            ui.label(RichText::new(place).color(ctx.palette.weak));
            let words_of_buttons = ["lists.change", "lists.remove"].map(|key| ctx.t(key));
            let buttons = buttons_points(ui, &egui::TextStyle::Small, &words_of_buttons)
                + ui.spacing().item_spacing.x;
            let shown = ui.vertical(|ui| {
                ui.set_width((ui.available_width() - buttons).max(80.0));
                ui.spacing_mut().item_spacing.y = 0.0;
                let shown = RichText::new(&words);
                let shown = if is_done(item) { shown.color(ctx.palette.weak) } else { shown };
                ui.add(Label::new(shown).wrap());
                self.set_by_ui(ctx, ui, id);
            });
            let code = format!("{}/{id}", self.field.code);
            if let Some(changed) = self.state.and_then(|it| ChangedValue::of(it, &code)) {
                let rect = shown.response.rect;
                changed.ui(ctx, ui, self.key, Some(self.field), rect, Reach::Tab);
            }
            let change = ctx.record_button_ui(ui, small(ctx, Button::new(ctx.t("lists.change"))));
            let name = format!("{} {label} {number}", ctx.t("lists.change"));
            if change.accessible_name(name).clicked() {
                let form = Content::Item(ItemForm::of(&self.field.code, id, item));
                let row = self.first_row(&form);
                ask = Some(CardAsk::FormAt(Box::new(form), row));
            }
            let remove = ctx.record_button_ui(ui, small(ctx, Button::new(ctx.t("lists.remove"))));
            let name = format!("{} {label} {number}", ctx.t("lists.remove"));
            if remove.accessible_name(name).clicked() {
                let is_city = ctx.actor.is_some_and(|actor| actor.role == Role::Municipal);
                ask = Some(match self.field.counted.is_some() && is_city {
                    // Figures count it: the one who may take it off says why.
                    true => {
                        let form = Content::Item(ItemForm::removing(&self.field.code, id));
                        CardAsk::FormAt(Box::new(form), "note".to_owned())
                    }
                    false => self.removed(ctx, id, &words),
                });
            }
        });
        ask
    }

    /// Who wrote it last and when, where that was done here.
    fn set_by_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, id: &str) {
        let code = format!("{}/{id}", self.field.code);
        let register: Option<&Register<Value>> =
            self.state.and_then(|state| state.fields.get(&code));
        let record = register.and_then(|register| register.standing.last()?.record.as_deref());
        if let Some(record) = record.filter(|it| !matches!(it.body, Body::Adopted(_))) {
            let who = RichText::new(ctx.set_by(Some(record))).small().color(ctx.palette.weak);
            ui.add(Label::new(who).truncate());
        }
        let known = self.state.filter(|_| self.field.by_month);
        if let Some(known) = known.and_then(|state| state.known_of_month(id)) {
            let words = format!("≠ {}", ctx.say(&known));
            ui.add(Label::new(RichText::new(words).small().color(ctx.palette.warn)).wrap());
        }
        if register.is_some_and(Register::is_in_conflict) {
            ui.label(RichText::new(ctx.t("lists.contradicts")).small().color(ctx.palette.warn));
        }
    }

    /// The item without its tick, which the box shows.
    fn words(&self, ctx: &UiCtx<'_>, item: &Value) -> String {
        let mut shown = item.clone();
        if let (true, Some(members)) = (self.has_done(), shown.as_object_mut()) {
            members.remove(DONE);
        }
        ctx.value_label(Some(self.field), &shown)
    }

    fn act(&self, id: &str, value: Value) -> Act {
        let fields = Fields::from_iter([(format!("{}/{id}", self.field.code), value)]);
        let body = Body::Fields(FieldsSet { fields, note: String::new() });
        Act { feature: self.key.clone(), on: None, on_behalf_of: None, parts: vec![part(body)] }
    }

    fn ticked(&self, ctx: &UiCtx<'_>, id: &str, item: &Value, done: bool) -> CardAsk {
        let mut members: Map<String, Value> = item.as_object().cloned().unwrap_or_default();
        members.insert(DONE.to_owned(), if done { "yes" } else { "no" }.into());
        let words = self.words(ctx, item);
        let key = if done { "lists.ticked" } else { "lists.unticked" };
        let said = ctx.fill(key, &[("what", &words)]);
        CardAsk::Act(Box::new(self.act(id, Value::Object(members))), said)
    }

    fn removed(&self, ctx: &UiCtx<'_>, id: &str, words: &str) -> CardAsk {
        let said = ctx.fill("lists.removed", &[("what", &words)]);
        CardAsk::Act(Box::new(self.act(id, Value::Null)), said)
    }

    /// The item that is being edited, in its place.
    fn editor_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, form: &mut OpenForm) -> Option<CardAsk> {
        let mut ask = None;
        let edge = egui::Stroke::new(ctx.palette.sizes.line_points.max(1.5), ctx.palette.accent);
        let frame = Frame::group(ui.style()).stroke(edge).inner_margin(Margin::same(6));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            form.rows_ui(ctx, ui, self.state, &RowPictures::new());
            refused_ui(ctx, ui, form);
            ui.horizontal(|ui| {
                if form.is_saving() {
                    ui.label(RichText::new(ctx.t("form.saving")).color(ctx.palette.warn));
                    return;
                }
                let save = format!("{}  {}", ctx.t("lists.save"), name_of(KeyAct::Record));
                if ui.add(Button::new(RichText::new(save).strong())).clicked() {
                    ask = Some(CardAsk::Record);
                }
                if ui.button(format!("{}  Esc", ctx.t("form.close"))).clicked() {
                    ask = Some(CardAsk::Close);
                }
            });
        });
        ask
    }
}

/// What stands in the item's way, each thing a link to the column it speaks of; brought into sight when it is new.
fn refused_ui(ctx: &UiCtx<'_>, ui: &mut Ui, form: &mut OpenForm) {
    let said: Vec<(String, Option<String>)> = match &form.phase {
        Phase::Problems(problems) => {
            let row = |problem: &Problem| Some(problem.row.clone()).filter(|row| !row.is_empty());
            problems.iter().map(|problem| (problem.message.clone(), row(problem))).collect()
        }
        Phase::Refused(missing) => {
            let row = |one: &Missing| match &one.jump {
                Jump::Input(code) => Some(code.clone()),
                Jump::Note => Some("note".to_owned()),
                _ => None,
            };
            missing.iter().map(|one| (ctx.say(&one.message).to_owned(), row(one))).collect()
        }
        Phase::Typing | Phase::Saving(_) => return,
    };
    let mut first_link = None;
    let rect = box_ui(ctx, ui, |ui| {
        for (words, row) in &said {
            let words = RichText::new(words).color(ctx.palette.bad);
            let shown = match row {
                Some(_) => ui.link(words),
                None => ui.add(Label::new(words).wrap()),
            };
            say_aloud(&shown);
            if let Some(row) = row {
                first_link = first_link.or(Some(shown.id));
                if shown.clicked() {
                    form.wanted_focus = Some(row.clone());
                }
            }
        }
    });
    tell_ui(ui, form, rect, first_link);
}

fn item_code(form: &OpenForm) -> Option<&str> {
    match &form.sheet.content {
        Content::Item(item) => Some(&item.code),
        _ => None,
    }
}

fn is_done(item: &Value) -> bool {
    matches!(item.get(DONE), Some(Value::Bool(true)))
        || item.get(DONE).and_then(Value::as_str) == Some("yes")
}
