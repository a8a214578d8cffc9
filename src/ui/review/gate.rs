//! The right side of the review: what the verdict rests on, need by need, whose work it is, and the remarks.

use egui::{Button, Frame, Label, Margin, Panel, RichText, ScrollArea, TextEdit, Ui};

use super::opinion::Opinion;
use super::queue::Queue;
use super::remarks::Remarks;
use super::verdict;
use crate::plan::{Condition, FeatureState, Jump, Missing, ShownBy};
use crate::session::{Matter, Pending};
use crate::ui::context::UiCtx;
use crate::ui::forms::{FormUi, asked_fields, field_ui};
use crate::ui::lines::small;
use crate::ui::plan_card::Viewer;
use crate::ui::today;

/// So many rows of remarks stand in sight; of more the rest scrolls.
const ITEMS_SEEN: f32 = 4.0;
/// The field by which a reviewer confirms that a failing result was rightly put right.
const CONFIRMED: &str = "correction_confirmed";

/// What the rules say of agreeing, as typed so far.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub conditions: Vec<Condition>,
    /// What is against it beside the conditions.
    pub missing: Vec<Missing>,
}

impl Standing {
    pub fn of(ctx: &UiCtx<'_>, pending: &Pending, opinion: &Opinion) -> Self {
        let (conditions, missing) = verdict::conditions(ctx, pending, opinion);
        Self { conditions, missing }
    }

    /// How many things keep it from being agreed to.
    pub fn open(&self) -> usize {
        let unmet = self.conditions.iter().filter(|condition| !condition.is_met()).count();
        unmet + self.missing.len()
    }

    pub fn is_own(&self) -> bool {
        verdict::is_own(&self.conditions, &self.missing)
    }
}

/// What a person wants of the right side.
pub enum GateAsk {
    Remark(String),
    /// Hand the case to this person.
    HandTo(String),
}

/// What the right side draws.
pub struct Gate<'a> {
    pub pending: &'a Pending,
    pub state: &'a FeatureState,
    pub standing: &'a Standing,
    pub queue: &'a Queue,
}

impl Gate<'_> {
    pub fn ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        opinion: &mut Opinion,
        remarks: &mut Remarks,
        viewer: &mut Option<Viewer>,
    ) -> Option<GateAsk> {
        let mut ask = None;
        // What was listed stays in sight, however far down the remarks to choose from are.
        if !opinion.items.is_empty() || opinion.target.is_some() {
            let edge = Frame::new().inner_margin(Margin { top: 6, ..Margin::ZERO });
            Panel::bottom("review items").frame(edge).show(ui, |ui| {
                ui.add_enabled_ui(ctx.may_record(), |ui| items_ui(ctx, ui, opinion));
            });
        }
        let area = ScrollArea::vertical().auto_shrink([false, false]);
        area.id_salt(("review gate", self.pending.feature.as_str())).show(ui, |ui| {
            ui.scope(|ui| self.conditions_ui(ctx, ui, viewer));
            if self.standing.is_own() {
                ask = self.own_ui(ctx, ui, opinion);
            } else {
                self.applicant_ui(ctx, ui);
            }
            ui.add_enabled_ui(ctx.may_record(), |ui| {
                self.inputs_ui(ctx, ui, opinion);
                ui.separator();
                let taken: Vec<String> =
                    opinion.items.iter().map(|item| item.text.clone()).collect();
                if let Some(words) = remarks.ui(ctx, ui, &taken) {
                    ask = Some(GateAsk::Remark(words));
                }
                if opinion.items.is_empty() && opinion.target.is_none() {
                    let words = RichText::new(ctx.t("review.how_to_point")).small();
                    ui.add(Label::new(words.color(ctx.palette.weak)).wrap());
                }
                let label = ui.label(RichText::new(ctx.t("review.note")).color(ctx.palette.weak));
                let note = TextEdit::multiline(&mut opinion.note).desired_rows(2);
                ui.add(note.desired_width(f32::INFINITY)).labelled_by(label.id);
            });
        });
        ask
    }

    fn conditions_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, viewer: &mut Option<Viewer>) {
        let conditions = &self.standing.conditions;
        let met = conditions.iter().filter(|condition| condition.is_met()).count();
        if !conditions.is_empty() {
            let title = ctx.fill("review.conditions", &[("n", &met), ("of", &conditions.len())]);
            ui.label(RichText::new(title).strong());
        }
        // Lines of words, not of buttons.
        ui.spacing_mut().interact_size.y = 20.0;
        ui.spacing_mut().item_spacing.y = 3.0;
        for condition in conditions {
            self.condition_ui(ctx, ui, condition, viewer);
        }
        for missing in &self.standing.missing {
            let words = RichText::new(format!("× {}", ctx.say(&missing.message)));
            ui.add(Label::new(words.color(ctx.palette.bad)).wrap());
        }
    }

    fn condition_ui(
        &self,
        ctx: &UiCtx<'_>,
        ui: &mut Ui,
        condition: &Condition,
        viewer: &mut Option<Viewer>,
    ) {
        ui.horizontal_wrapped(|ui| {
            let (mark, colour) = match condition.is_met() {
                true => ("✓", ctx.palette.good),
                false => ("×", ctx.palette.bad),
            };
            ui.label(RichText::new(mark).color(colour).strong());
            ui.add(Label::new(ctx.say(&condition.label)).wrap());
            match &condition.shown_by {
                ShownBy::File(sha256, day) => {
                    ui.label(RichText::new(ctx.day(*day)).small().color(ctx.palette.weak));
                    let is_photo =
                        self.state.photos.iter().any(|photo| photo.body.sha256 == *sha256);
                    let name = format!("{} {}", ctx.t("review.see"), ctx.say(&condition.label));
                    if is_photo
                        && ui
                            .add(small(ctx, Button::new(ctx.t("review.see"))))
                            .accessible_name(name)
                            .clicked()
                    {
                        *viewer = Some(Viewer::of(sha256.clone()));
                    }
                }
                ShownBy::Sample(no, day) => {
                    let words = format!("{no} {}", ctx.day(*day));
                    ui.label(RichText::new(words).small().color(ctx.palette.weak));
                }
                ShownBy::Said(day) => {
                    ui.label(RichText::new(ctx.day(*day)).small().color(ctx.palette.weak));
                }
                ShownBy::Nothing => {}
            }
        });
        for missing in &condition.missing {
            ui.indent("missing", |ui| {
                let words = RichText::new(ctx.say(&missing.message)).small();
                ui.add(Label::new(words.color(ctx.palette.bad)).wrap());
                if let Jump::Day(day) = &missing.jump {
                    today::later_ui(ctx, ui, &self.pending.feature, *day);
                }
            });
        }
    }

    /// Whose work it is.
    fn applicant_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui) {
        let Some(record) = &self.pending.asked else { return };
        let who = ctx.person(&record.by);
        let words = ctx.fill("review.by", &[("who", &who)]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.weak)).wrap());
    }

    /// One's own work: who else could judge it.
    fn own_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) -> Option<GateAsk> {
        let mut ask = None;
        let frame = Frame::new().fill(ctx.palette.warn_ground).corner_radius(6);
        frame.inner_margin(Margin::same(8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let words = RichText::new(ctx.t("review.own")).color(ctx.palette.warn).strong();
            ui.add(Label::new(words).wrap());
            let assigned = self.state.assignments.last().map(|it| it.body.to.as_str());
            if let Some(to) = assigned {
                ui.label(ctx.fill("card.held_by", &[("who", &to)]));
            }
            ui.horizontal_wrapped(|ui| {
                for other in self.queue.others_for(ctx, self.pending).into_iter().take(4) {
                    if ui.button(ctx.fill("review.hand_to", &[("who", &other.name)])).clicked() {
                        ask = Some(GateAsk::HandTo(other.name.clone()));
                    }
                }
            });
            ui.horizontal(|ui| {
                let label = ui.label(ctx.t("review.hand_to_whom"));
                let width = ctx.palette.sizes.body_points * 6.0;
                let name = TextEdit::singleline(&mut opinion.hand_to).desired_width(width);
                ui.add(name).labelled_by(label.id);
                let is_named = !opinion.hand_to.trim().is_empty();
                let hand = ui.add_enabled(is_named, egui::Button::new(ctx.t("review.hand_on")));
                if hand.clicked() {
                    ask = Some(GateAsk::HandTo(opinion.hand_to.trim().to_owned()));
                }
            });
        });
        ask
    }

    /// What the verdict's own record gives: number, day, name; preset where it can be.
    fn inputs_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) {
        if matches!(self.pending.matter, Matter::Suspicion(_)) {
            return;
        }
        let Some(procedure) = ctx.procedure(&self.pending.feature) else { return };
        let Some(transition) = verdict::step_of(ctx, self.pending) else { return };
        let mut fields = asked_fields(procedure, transition, Some(self.state), &opinion.inputs);
        // A corrected result is confirmed where there is one.
        let mut all = self.standing.conditions.iter().flat_map(|condition| &condition.missing);
        let wants_it = all.any(|one| one.jump == Jump::Input(CONFIRMED.to_owned()));
        fields.retain(|field| {
            field.code != CONFIRMED || wants_it || opinion.inputs.contains_key(CONFIRMED)
        });
        if fields.is_empty() {
            return;
        }
        ui.separator();
        let mut form = FormUi::new(ctx, None);
        for field in fields {
            field_ui(&mut form, ui, field, Some(self.state), &mut opinion.inputs);
        }
    }
}

/// What will be sent back, each line to be mended or let go.
fn items_ui(ctx: &UiCtx<'_>, ui: &mut Ui, opinion: &mut Opinion) {
    if let Some(target) = &opinion.target {
        let words = ctx.fill("review.pointed", &[("what", &target.label)]);
        ui.add(Label::new(RichText::new(words).color(ctx.palette.bad)).wrap());
    }
    let mut gone = None;
    let rows = ScrollArea::vertical().max_height(ctx.palette.sizes.row_points * ITEMS_SEEN);
    rows.id_salt("review items").show(ui, |ui| {
        for (nth, item) in opinion.items.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                let number = nth + 1;
                let label = ui.label(ctx.fill("review.item", &[("n", &number)]));
                let width = (ui.available_width() - 60.0).max(80.0);
                let edit = TextEdit::singleline(&mut item.text).desired_width(width);
                ui.add(edit).labelled_by(label.id);
                let remove = ui.button("×");
                let name = ctx.fill("step.item_remove", &[("n", &number)]);
                if remove.accessible_name(name).clicked() {
                    gone = Some(nth);
                }
            });
        }
    });
    if let Some(nth) = gone {
        opinion.items.remove(nth);
    }
}
