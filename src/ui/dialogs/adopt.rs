//! 采用现状: what a layer's file states of its features, shown before it becomes their first record.

use egui::{Label, RichText, Ui};

use super::{DialogEnd, foot_ui};
use crate::model::{FeatureKey, Kind};
use crate::session::{Adoption, Command, LayerView};
use crate::ui::context::UiCtx;

#[derive(Debug)]
pub struct AdoptDialog {
    layer: u64,
    name: String,
    kind: Kind,
    /// A question to the session is open.
    waiting: bool,
    found: Option<Adoption>,
    problem: Option<String>,
}

impl AdoptDialog {
    /// Asks the session what the file states.
    pub fn new(ctx: &UiCtx<'_>, view_of: &LayerView) -> Self {
        ctx.outbox.command(Command::PreviewAdoption { layer: view_of.id });
        Self {
            layer: view_of.id,
            name: view_of.layer.name.clone(),
            kind: view_of.layer.kind.clone(),
            waiting: true,
            found: None,
            problem: None,
        }
    }

    /// What the file states.
    pub fn found(&mut self, found: Adoption) {
        self.waiting = false;
        self.found = Some(found);
    }

    /// Nothing was recorded.
    pub fn failed(&mut self, problem: String) {
        self.waiting = false;
        self.problem = Some(problem);
    }

    pub fn ui(&mut self, ctx: &UiCtx<'_>, ui: &mut Ui) -> Option<DialogEnd> {
        ui.add(Label::new(ctx.fill("adopt.what", &[("name", &self.name)])).wrap());
        match &self.found {
            Some(found) => self.found_ui(ctx, ui, found),
            None if self.waiting => {
                ui.label(ctx.t("adopt.looking"));
            }
            None => {}
        }
        if let Some(problem) = &self.problem {
            ui.add(Label::new(RichText::new(problem).color(ctx.palette.bad)).wrap());
        }
        let count = self.found.as_ref().map_or(0, Adoption::features);
        let mut end = None;
        foot_ui(ui, |ui| {
            if count > 0 {
                let words = ctx.fill("adopt.do", &[("n", &count)]);
                if ui.add_enabled(!self.waiting, egui::Button::new(words)).clicked() {
                    self.waiting = true;
                    self.problem = None;
                    ctx.outbox.command(Command::AdoptLayer { layer: self.layer });
                }
            }
            if ui.button(ctx.t("dialog.close")).clicked() {
                end = Some(DialogEnd::Closed);
            }
        });
        end
    }

    fn found_ui(&self, ctx: &UiCtx<'_>, ui: &mut Ui, found: &Adoption) {
        let some_feature = FeatureKey::new(&self.kind, "");
        for (stage, count) in &found.stages {
            let stage = match stage {
                Some(code) => ctx.stage_label(&some_feature, code),
                None => ctx.t("adopt.no_stage").to_owned(),
            };
            ui.label(ctx.fill("adopt.stage", &[("stage", &stage), ("n", count)]));
        }
        if found.features() == 0 {
            ui.label(ctx.t("adopt.nothing"));
        }
        let mut note = |key: &'static str, count: usize| {
            if count > 0 {
                let words = RichText::new(ctx.fill(key, &[("n", &count)]));
                ui.add(Label::new(words.small().color(ctx.palette.weak)).wrap());
            }
        };
        note("adopt.values", found.values);
        note("adopt.recorded", found.recorded);
        note("adopt.silent", found.silent);
        if found.features() > 0 {
            ui.add(Label::new(ctx.t("adopt.undo")).wrap());
        }
    }
}
