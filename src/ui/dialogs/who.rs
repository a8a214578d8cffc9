//! 今天是谁: the name, unit and role that every record will carry.

use egui::{Button, RichText, Ui};

use super::{DialogEnd, foot_ui, line_ui};
use crate::plan::{Actor, Role};
use crate::ui::context::UiCtx;
use crate::ui::lines::select_all;

/// So many earlier names are offered: they are seen at a glance.
const OFFERED_MAX: usize = 8;

#[derive(Debug, Default)]
pub struct WhoDialog {
    name: String,
    unit: String,
    role: Role,
    companions: String,
    shown: bool,
    complained: bool,
}

impl WhoDialog {
    pub fn of(actor: Option<&Actor>, companions: &str) -> Self {
        let actor = actor.cloned().unwrap_or_default();
        Self {
            name: actor.name,
            unit: actor.unit,
            role: actor.role,
            companions: companions.to_owned(),
            ..Self::default()
        }
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        // Whoever it is by now: typing replaces yesterday's name.
        let name = line_ui(ui, ctx.t("who.name"), &mut self.name, "");
        if !std::mem::replace(&mut self.shown, true) {
            name.request_focus();
            select_all(ui, name.id, &self.name);
        }
        line_ui(ui, ctx.t("who.unit"), &mut self.unit, ctx.t("who.unit_hint"));
        let chosen = self.people_ui(ctx, ui);
        if chosen {
            // The keyboard goes back to where Enter says that this is who is here.
            name.request_focus();
            select_all(ui, name.id, &self.name);
        }
        ui.label(ctx.t("who.role"));
        ui.horizontal_wrapped(|ui| {
            for role in Role::ALL {
                let words = ctx.words.code("role", role.code());
                ui.selectable_value(&mut self.role, role, words);
            }
        });
        line_ui(ui, ctx.t("who.companions"), &mut self.companions, ctx.t("form.texts_hint"));
        ui.label(RichText::new(ctx.t("who.why")).small().color(ctx.palette.weak));
        if self.complained && self.name.trim().is_empty() {
            ui.label(RichText::new(ctx.t("who.name_wanted")).color(ctx.palette.bad));
        }
        let mut end = None;
        let entered = !chosen && ui.input(|input| input.key_pressed(egui::Key::Enter));
        foot_ui(ui, |ui| {
            if ui.button(ctx.t("who.do")).clicked() || entered {
                self.complained = true;
                if !self.name.trim().is_empty() {
                    end = Some(DialogEnd::Person {
                        actor: Actor {
                            name: self.name.trim().to_owned(),
                            unit: self.unit.trim().to_owned(),
                            role: self.role,
                        },
                        companions: self.companions.trim().to_owned(),
                    });
                }
            }
            if ui.button(ctx.t("dialog.cancel")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    /// Those who were here before, each a press away; answers whether one was chosen.
    fn people_ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> bool {
        let people = ctx.snapshot.people.iter().take(OFFERED_MAX);
        if people.len() == 0 {
            return false;
        }
        let mut chosen = None;
        ui.label(RichText::new(ctx.t("who.earlier")).small().color(ctx.palette.weak));
        ui.horizontal_wrapped(|ui| {
            for one in people {
                let is_typed = one.name == self.name && one.unit == self.unit;
                let words = [one.name.as_str(), one.unit.as_str()];
                let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
                let button = Button::new(words.join(" · ")).selected(is_typed).truncate();
                if ui.add(button).clicked() {
                    chosen = Some(one);
                }
            }
        });
        let Some(one) = chosen else { return false };
        self.name.clone_from(&one.name);
        self.unit.clone_from(&one.unit);
        self.role = one.role;
        true
    }
}
